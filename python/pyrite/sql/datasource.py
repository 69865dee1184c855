"""Data sources written in Python: classes that give the rows of a format of the user's own, and take them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections import UserDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._service import Service
from pyrite.sql.streaming.datasource import ReadAllAvailable, ReadLimit

if TYPE_CHECKING:
    from pyarrow import RecordBatch

    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import Row, StructType

__all__ = [
    "DataSource",
    "DataSourceArrowWriter",
    "DataSourceReader",
    "DataSourceRegistration",
    "DataSourceStreamArrowWriter",
    "DataSourceStreamReader",
    "DataSourceStreamWriter",
    "DataSourceWriter",
    "EqualNullSafe",
    "EqualTo",
    "Filter",
    "GreaterThan",
    "GreaterThanOrEqual",
    "In",
    "InputPartition",
    "IsNotNull",
    "IsNull",
    "LessThan",
    "LessThanOrEqual",
    "Not",
    "SimpleDataSourceStreamReader",
    "StringContains",
    "StringEndsWith",
    "StringStartsWith",
    "WriterCommitMessage",
]


def _not_implemented(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


class DataSource(ABC):  # noqa: B024  what a source can do is what it overrides
    """The base of a data source: it makes readers or writers, or both.

    Registered by ``spark.dataSource.register``, it is a format for ``spark.read`` and ``df.write``. ``options`` are
    those of the reader or writer, whose names may be written in any case; the path is among them.

    Examples
    --------
    >>> class Squares(DataSource):
    ...     @classmethod
    ...     def name(cls):
    ...         return "squares"
    ...     def schema(self):
    ...         return "n int, square int"
    ...     def reader(self, schema):
    ...         return SquaresReader(int(self.options.get("count", 3)))
    >>> class SquaresReader(DataSourceReader):
    ...     def __init__(self, count):
    ...         self.count = count
    ...     def read(self, partition):
    ...         for n in range(self.count):
    ...             yield n, n * n
    >>> spark.dataSource.register(Squares)
    >>> spark.read.format("squares").option("count", 2).load().collect()
    [Row(n=0, square=0), Row(n=1, square=1)]
    """

    def __init__(self, options: Any) -> None:
        self.options = options

    @classmethod
    def name(cls) -> str:
        """The name of the format; the class's own unless overridden."""
        return cls.__name__

    def schema(self) -> StructType | str:
        """The columns, as a type or in DDL. Not asked for when the reader was given a schema."""
        raise _not_implemented("schema")

    def reader(self, schema: StructType) -> DataSourceReader:
        """What reads the rows, which are to have the given columns."""
        raise _not_implemented("reader")

    def writer(self, schema: StructType, overwrite: bool) -> DataSourceWriter:
        """What takes rows of the given columns; ``overwrite`` says that they replace what there is."""
        raise _not_implemented("writer")

    def streamReader(self, schema: StructType) -> DataSourceStreamReader:
        """What reads a stream. Pyrite has no streams and never asks for it."""
        raise _not_implemented("streamReader")

    def simpleStreamReader(self, schema: StructType) -> SimpleDataSourceStreamReader:
        """What reads a stream without partitions. Pyrite has no streams and never asks for it."""
        raise _not_implemented("simpleStreamReader")

    def streamWriter(self, schema: StructType, overwrite: bool) -> DataSourceStreamWriter:
        """What takes a stream. Pyrite has no streams and never asks for it."""
        raise _not_implemented("streamWriter")


# Conditions on rows

#: A column, by the names of the structs and fields on the way to it.
ColumnPath = tuple[str, ...]


@dataclass(frozen=True)
class Filter(ABC):  # noqa: B024  only its subclasses are made
    """A condition that a reader is offered by :meth:`DataSourceReader.pushFilters`."""


@dataclass(frozen=True)
class _Comparison(Filter):
    attribute: ColumnPath
    value: Any


@dataclass(frozen=True)
class EqualTo(_Comparison):
    """Whether a column has a value; NULL is equal to nothing."""


@dataclass(frozen=True)
class EqualNullSafe(_Comparison):
    """Whether a column has a value; NULL is equal to NULL."""


@dataclass(frozen=True)
class GreaterThan(_Comparison):
    """Whether a column is greater than a value."""


@dataclass(frozen=True)
class GreaterThanOrEqual(_Comparison):
    """Whether a column is a value or greater."""


@dataclass(frozen=True)
class LessThan(_Comparison):
    """Whether a column is less than a value."""


@dataclass(frozen=True)
class LessThanOrEqual(_Comparison):
    """Whether a column is a value or less."""


@dataclass(frozen=True)
class In(_Comparison):
    """Whether a column is one of several values."""

    value: tuple[Any, ...]


@dataclass(frozen=True)
class IsNull(Filter):
    """Whether a column is NULL."""

    attribute: ColumnPath


@dataclass(frozen=True)
class IsNotNull(Filter):
    """Whether a column is not NULL."""

    attribute: ColumnPath


@dataclass(frozen=True)
class Not(Filter):
    """Whether another condition does not hold."""

    child: Filter


@dataclass(frozen=True)
class StringStartsWith(_Comparison):
    """Whether a text starts with another."""

    value: str


@dataclass(frozen=True)
class StringEndsWith(_Comparison):
    """Whether a text ends with another."""

    value: str


@dataclass(frozen=True)
class StringContains(_Comparison):
    """Whether a text contains another."""

    value: str


# Reading


class InputPartition:
    """A part of the rows to read. Subclasses may hold what they like, as long as it can be pickled."""

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        attributes = ", ".join([f"{name}={value!r}" for name, value in self.__dict__.items()])
        return f"{type(self).__name__}({attributes})"


class DataSourceReader(ABC):
    """Gives the rows of a data source, partition by partition."""

    def pushFilters(self, filters: list[Filter]) -> Iterable[Filter]:
        """Takes the conditions it can apply by itself, and gives back the others.

        Called only when ``spark.sql.python.filterPushdown.enabled`` is true, which Pyrite leaves false: conditions are
        applied to the rows that :meth:`read` gives.
        """
        return filters

    def partitions(self) -> Sequence[InputPartition]:
        """The parts that can be read on their own; one part when not overridden."""
        return [InputPartition(None)]

    @abstractmethod
    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]] | Iterator[RecordBatch]:
        """The rows of a partition: tuples, lists, Rows (matched by name), or PyArrow record batches."""


class DataSourceStreamReader(ABC):
    """Reads a stream, for sources that also serve streaming queries of Spark. Pyrite never calls it."""

    def initialOffset(self) -> dict[str, Any]:
        """Where the stream starts."""
        raise _not_implemented("initialOffset")

    def latestOffset(self, start: dict[str, Any], limit: ReadLimit) -> dict[str, Any]:
        """Where the stream ends at present, or at the limit."""
        raise _not_implemented("latestOffset")

    def getDefaultReadLimit(self) -> ReadLimit:
        """How much to read at a time unless said otherwise: everything."""
        return ReadAllAvailable()

    def reportLatestOffset(self) -> dict[str, Any] | None:
        """Where the stream ends at present, for reports; None when that is not known."""
        return None

    def partitions(self, start: dict[str, Any], end: dict[str, Any]) -> Sequence[InputPartition]:
        """The parts between two offsets."""
        raise _not_implemented("partitions")

    @abstractmethod
    def read(self, partition: InputPartition) -> Iterator[tuple[Any, ...]] | Iterator[RecordBatch]:
        """The rows of a part."""

    def commit(self, end: dict[str, Any]) -> None:  # noqa: B027  optional
        """Told that everything up to an offset has been processed."""

    def stop(self) -> None:  # noqa: B027  optional
        """Told that the stream has ended."""


class SimpleDataSourceStreamReader(ABC):  # noqa: B024  what it can do is what it overrides
    """Reads a stream without partitions. Pyrite never calls it."""

    def initialOffset(self) -> dict[str, Any]:
        """Where the stream starts."""
        raise _not_implemented("initialOffset")

    def read(self, start: dict[str, Any]) -> tuple[Iterator[tuple[Any, ...]], dict[str, Any]]:
        """The rows from an offset on, and the offset behind them."""
        raise _not_implemented("read")

    def readBetweenOffsets(self, start: dict[str, Any], end: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
        """The rows between two offsets, once more."""
        raise _not_implemented("readBetweenOffsets")

    def commit(self, end: dict[str, Any]) -> None:  # noqa: B027  optional
        """Told that everything up to an offset has been processed."""


# Writing


@dataclass
class WriterCommitMessage:
    """What the writing of a partition tells :meth:`DataSourceWriter.commit`."""


class DataSourceWriter(ABC):
    """Takes the rows of a DataFrame, partition by partition."""

    @abstractmethod
    def write(self, iterator: Iterator[Row]) -> WriterCommitMessage:
        """Takes the rows of a partition."""

    def commit(self, messages: list[WriterCommitMessage | None]) -> None:  # noqa: B027  optional
        """Called once, with a message of each partition, when all were written."""

    def abort(self, messages: list[WriterCommitMessage | None]) -> None:  # noqa: B027  optional
        """Called once when a partition or the commit failed; None stands for partitions without a message."""


class DataSourceArrowWriter(DataSourceWriter):
    """A writer that takes PyArrow record batches instead of rows."""

    @abstractmethod
    def write(self, iterator: Iterator[RecordBatch]) -> WriterCommitMessage:  # type: ignore[override]
        """Takes the record batches of a partition."""


class DataSourceStreamWriter(ABC):
    """Takes a stream. Pyrite never calls it."""

    @abstractmethod
    def write(self, iterator: Iterator[Row]) -> WriterCommitMessage:
        """Takes the rows of a partition."""

    def commit(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:  # noqa: B027  optional
        """Called once for each batch that was written."""

    def abort(self, messages: list[WriterCommitMessage | None], batchId: int) -> None:  # noqa: B027  optional
        """Called once for each batch that failed."""


class DataSourceStreamArrowWriter(DataSourceStreamWriter):
    """Takes a stream as PyArrow record batches. Pyrite never calls it."""

    @abstractmethod
    def write(self, iterator: Iterator[RecordBatch]) -> WriterCommitMessage:  # type: ignore[override]
        """Takes the record batches of a partition."""


class DataSourceRegistration(Service):
    """``spark.dataSource``."""

    def __init__(self, sparkSession: SparkSession) -> None:
        self.sparkSession = sparkSession

    def register(self, dataSource: type[DataSource]) -> None:
        """Makes a class the format of its name in this session; an earlier one of the name is replaced."""
        self.sparkSession._data_sources[dataSource.name().lower()] = dataSource


class CaseInsensitiveDict(UserDict[str, Any]):
    """A dict whose keys may be written in any case: the options that data sources get."""

    def __setitem__(self, key: str, item: Any) -> None:
        super().__setitem__(key.lower(), item)

    def __getitem__(self, key: str) -> Any:
        return super().__getitem__(key.lower())

    def __delitem__(self, key: str) -> None:
        super().__delitem__(key.lower())

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and super().__contains__(key.lower())
