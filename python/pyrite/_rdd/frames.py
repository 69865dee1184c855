"""The rows of a DataFrame as an RDD, and an RDD's elements as rows."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from itertools import chain, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from pyrite._rdd.blocks import pickled_items
from pyrite._rdd.fields import ElementUse, fields_read
from pyrite._rdd.lineage import Source
from pyrite._rdd.plans import Kept, Plan, RowsPlan

if TYPE_CHECKING:
    from pyrite._connect.relation import Relation
    from pyrite._rdd.scheduler import Job
    from pyrite.rdd import RDD
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

_PARTITION_COUNT = "type.googleapis.com/pyrite.PartitionCount"


def rdd_of(frame: DataFrame) -> RDD[Any]:
    """The rows of a DataFrame, in its partitions."""
    from pyrite.rdd import RDD

    return RDD(FrameSource(frame), frame.sparkSession.sparkContext)


class FrameSource(Source):
    """The rows of a query. It runs anew for every job; its rows are taken as the job's tasks ask for them."""

    label = "MapPartitionsRDD"
    site = "javaToPython at NativeMethodAccessorImpl.java:0"

    def __init__(self, frame: DataFrame) -> None:
        super().__init__()
        from pyrite.sql.functions._build import call, col

        self._session: SparkSession = frame.sparkSession
        self._query: Relation = frame._relation
        #: The query with a last column that says from which partition a row is.
        self._numbered: Relation = frame.select(col("*"), call("spark_partition_id"))._relation
        self._partitions: int | None = None

    def count(self) -> int:
        if self._partitions is None:
            from pyrite._engine.arrow.rows import operation_rows

            question = {"extension": {"type_url": _PARTITION_COUNT, "value": self._query.encoded or b""}}
            with self._session._engine.execute(self._session._request({"command": question})) as operation:
                self._partitions = operation_rows(operation)[0][0]
        return self._partitions

    def plan(self, split: int, job: Job) -> Plan:
        return self.plan_for(None, split, job)

    def plan_for(self, elements: ElementUse | None, split: int, job: Job) -> Plan:
        functions = None if elements is None or elements.passes_on else elements.functions
        key = (id(self), functions)
        readers = job.sources.get(key)
        if readers is None:
            readers = job.sources.setdefault(key, _Readers(self._session, self._numbered, functions))
        return _FramePlan(readers, split)


class _FramePlan(Plan):
    """The rows of a partition of the query."""

    __slots__ = ("_readers", "_split")

    def __init__(self, readers: _Readers, split: int) -> None:
        self._readers = readers
        self._split = split

    def iterate(self, kept: Kept) -> Iterator[Any]:
        return chain.from_iterable(self._readers.batches(self._split))

    def portable(self) -> Plan:
        return self._readers.columns(self._split)


class _Readers:
    """Runs of the query for one job: one, as long as its tasks take the partitions in order."""

    def __init__(
        self, session: SparkSession, query: Relation, functions: tuple[Callable[..., Any], ...] | None
    ) -> None:
        self._session = session
        self._query = query
        #: All that ever sees a row, where that is known.
        self._functions = functions
        self._lock = threading.Lock()
        self._idle: list[_Reader] = []
        self._busy: list[_Reader] = []
        self._one_at_a_time = threading.Lock()

    def batches(self, split: int) -> Iterator[list[Any]]:
        """The rows of a partition, in lists."""
        reader = self._take(split)
        yield from reader.batches(split)
        self._give_back(reader)

    def columns(self, split: int) -> RowsPlan:
        """The rows of a partition for another process. Those who ask wait for each other: one run serves them all."""
        with self._one_at_a_time:
            reader = self._take(split)
            plan = reader.columns(split)
            self._give_back(reader)
            return plan

    def _take(self, split: int) -> _Reader:
        with self._lock:
            reader = next((reader for reader in self._idle if reader.position <= split), None)
            if reader is None:
                reader = _Reader(self._session, self._query, self._functions)
            else:
                self._idle.remove(reader)
            self._busy.append(reader)
        return reader

    def _give_back(self, reader: _Reader) -> None:
        with self._lock:
            if reader in self._busy:
                self._busy.remove(reader)
                self._idle.append(reader)

    def close(self) -> None:
        """Ends the runs."""
        with self._lock:
            readers = self._idle + self._busy
            self._idle, self._busy = [], []
        for reader in readers:
            reader.close()


class _Group(NamedTuple):
    """Rows of a batch that are from one partition. They can be read until the next group is asked for."""

    number: int
    batch: Any
    first: int
    size: int


class _Reader:
    """One run of the query, whose partitions come in order."""

    def __init__(
        self, session: SparkSession, query: Relation, functions: tuple[Callable[..., Any], ...] | None
    ) -> None:
        from pyrite._engine.arrow.rows import RowReader
        from pyrite._engine.arrow.structs import release

        #: The next partition that can be read.
        self.position = 0
        self._operation = session._execute(query)
        schema = self._operation.schema()
        try:
            self._decoder = RowReader(schema, last_is_number=True)
        finally:
            release(schema)
        #: The fields that anybody looks at; None for all.
        self._wanted = None if functions is None else fields_read(functions, self._decoder.names)
        self._groups = self._read()
        self._pending: _Group | None = None

    def batches(self, split: int) -> Iterator[list[Any]]:
        """The rows of a partition, in lists; those of partitions before it are dropped."""
        for columns, count in self._columns(split):
            yield self._decoder.rows_of(columns, count)

    def columns(self, split: int) -> RowsPlan:
        """The rows of a partition column by column, pickled."""
        batches = [pickled_items([count, *columns]) for columns, count in self._columns(split)]
        return RowsPlan(self._decoder.names, batches)

    def _columns(self, split: int) -> Iterator[tuple[list[list[Any] | None], int]]:
        while True:
            group = self._pending or next(self._groups, None)
            self._pending = None
            if group is None:
                break
            if group.number > split:
                self._pending = group
                break
            if group.number == split:
                yield self._decoder.columns(group.batch, group.first, group.size, self._wanted), group.size
        self.position = split + 1

    def _read(self) -> Iterator[_Group]:
        from pyrite._engine.arrow.structs import release

        for batch in self._operation.batches():
            try:
                numbers = self._decoder.numbers(batch)
                if len(numbers) == 1:
                    yield _Group(numbers[0], batch, 0, batch.length)
                    continue
                start = 0
                for number, run in groupby(numbers):
                    count = sum(1 for _ in run)
                    yield _Group(number, batch, start, count)
                    start += count
            finally:
                release(batch)

    def close(self) -> None:
        """Ends the run."""
        self._operation.release()


def lines_as_file(session: SparkSession, lines: Any) -> str | None:
    """A folder of text files with the elements of an RDD, or the rows of a DataFrame with one column, as lines.

    None for anything else. The files stay until the application ends.
    """
    import os
    import tempfile

    from pyrite.rdd import RDD
    from pyrite.sql.dataframe import DataFrame

    if isinstance(lines, DataFrame):
        lines = lines.rdd.map(lambda row: row[0]).filter(lambda line: line is not None)
    if not isinstance(lines, RDD):
        return None
    folder = os.path.join(tempfile.mkdtemp(dir=session.sparkContext._temp_dir), "lines")
    # An element is one record, whatever line ends it holds. One file: several would be read in another order.
    lines.map(_on_one_line).coalesce(1).saveAsTextFile(folder)
    return folder


def _on_one_line(item: Any) -> str:
    text = item.decode() if isinstance(item, bytes) else str(item)
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
