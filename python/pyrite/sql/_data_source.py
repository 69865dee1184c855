"""How the engine reads from data sources written in Python, and writes to them: both are maps over partitions."""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

from pyrite._engine.vectorized import arrow_schema
from pyrite.errors import AnalysisException, PySparkRuntimeError, PySparkTypeError
from pyrite.sql._types.ddl import parse_ddl
from pyrite.sql.datasource import (
    CaseInsensitiveDict,
    DataSource,
    DataSourceArrowWriter,
    DataSourceReader,
    DataSourceWriter,
    InputPartition,
    WriterCommitMessage,
)
from pyrite.sql.types import Row, StructType, _make_type_verifier

if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

#: Rows that are made a record batch.
_ROWS_A_BATCH = 10_000
_SUPPORTED_ROWS = "tuple, list, `pyspark.sql.types.Row`, `pyarrow.RecordBatch`"


def source_named(session: SparkSession, name: str | None) -> type[DataSource] | None:
    """The class registered for a format, or None."""
    return session._data_sources.get(name.lower()) if name else None


def read_frame(
    session: SparkSession, source: type[DataSource], given: str | None, options: dict[str, str], paths: list[str]
) -> DataFrame:
    """The rows of a data source. The schema and the partitions are asked for now, the rows when an action runs."""
    instance = _instance(source, options, paths)
    schema = _struct(given if given is not None else _asked("create", "instance", instance.schema))
    reader = _asked("initialize", "reader", lambda: instance.reader(schema))
    if not isinstance(reader, DataSourceReader):
        raise _mismatch("an instance of DataSourceReader", type(reader).__name__)
    parts = _partitions(reader)
    target = arrow_schema(schema)

    def read(batches: Iterator[Any]) -> Iterator[Any]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                yield from _batches(source, reader.read(parts[number]), schema, target)

    return session.range(0, len(parts), 1, len(parts)).mapInArrow(read, schema)


def write_frame(
    frame: DataFrame, source: type[DataSource], mode: str, options: dict[str, str], path: str | None
) -> None:
    """Hands the rows to a data source, and commits, or aborts when anything fails."""
    if mode not in ("append", "overwrite"):
        shown = {"error": "ErrorIfExists", "ignore": "Ignore"}[mode]
        raise AnalysisException(
            f'[UNSUPPORTED_DATA_SOURCE_SAVE_MODE] The data source "{source.name()}" cannot be written in the "{shown}" '
            'mode. Please use either the "Append" or "Overwrite" mode instead. SQLSTATE: 0A000',
            errorClass="UNSUPPORTED_DATA_SOURCE_SAVE_MODE",
            messageParameters={"source": f'"{source.name()}"', "createMode": f'"{shown}"'},
            sqlState="0A000",
        )
    overwrite = mode == "overwrite"
    instance = _instance(source, options, [] if path is None else [path])
    schema = frame.schema
    writer = _asked("initialize", "writer", lambda: instance.writer(schema, overwrite))
    if not isinstance(writer, DataSourceWriter):
        raise _mismatch("an instance of DataSourceWriter", f"'{type(writer).__name__}'")
    answers: list[WriterCommitMessage | None] = []

    def write(batches: Iterator[Any]) -> Iterator[Any]:
        import pyarrow

        taken = batches if isinstance(writer, DataSourceArrowWriter) else _rows(batches, schema)
        message = writer.write(taken)
        if not isinstance(message, WriterCommitMessage):
            raise _mismatch("'WriterCommitMessage' as the return type of the `write` method", type(message).__name__)
        yield pyarrow.record_batch([pyarrow.array([_pickled(message)], pyarrow.binary())], names=["message"])

    try:
        answers += [pickle.loads(row[0]) for row in frame.mapInArrow(write, "message binary").collect()]
        _asked("commit or abort", "write", lambda: writer.commit(answers))
    except BaseException:
        _asked("commit or abort", "write", lambda: writer.abort(answers or [None] * frame.rdd.getNumPartitions()))
        raise


def _pickled(message: WriterCommitMessage) -> bytes:
    from pyrite.serializers import CloudPickleSerializer

    return CloudPickleSerializer().dumps(message)


def _instance(source: type[DataSource], options: dict[str, str], paths: list[str]) -> DataSource:
    given = CaseInsensitiveDict(options)
    if len(paths) == 1:
        given["path"] = paths[0]
    elif paths:
        import json

        given["paths"] = json.dumps(paths)
    return _asked("create", "instance", lambda: source(given))  # type: ignore[no-any-return]


def _asked(action: str, what: str, question: Any) -> Any:
    """What a data source answers; what it raises becomes Spark's error, with the user's own as the cause."""
    try:
        return question()
    except Exception as error:
        import traceback

        text = "".join(traceback.format_exception(error)).strip()
        raise AnalysisException(
            f"[PYTHON_DATA_SOURCE_ERROR] Failed to {action} Python data source {what}: {text} SQLSTATE: 38000",
            errorClass="PYTHON_DATA_SOURCE_ERROR",
            messageParameters={"action": action, "type": what, "msg": text},
            sqlState="38000",
        ) from error


def _struct(schema: StructType | str) -> StructType:
    if isinstance(schema, str):
        if schema.lstrip().startswith("{"):
            import json

            return StructType.fromJson(json.loads(schema))
        parsed = parse_ddl(schema)
    else:
        parsed = schema  # type: ignore[assignment]
    if not isinstance(parsed, StructType):
        raise PySparkTypeError(
            errorClass="DATA_SOURCE_TYPE_MISMATCH",
            messageParameters={"expected": "a schema of type 'StructType'", "actual": f"'{type(parsed).__name__}'"},
        )
    return parsed


def _partitions(reader: DataSourceReader) -> list[InputPartition]:
    def ask() -> list[InputPartition]:
        try:
            parts = reader.partitions()
        except NotImplementedError:
            return [InputPartition(None)]
        if not isinstance(parts, list):
            raise _mismatch("'partitions' to return a list", f"'{type(parts).__name__}'")
        if not all(isinstance(part, InputPartition) for part in parts):
            kinds = ", ".join([f"'{type(part).__name__}'" for part in parts])
            raise _mismatch("elements in 'partitions' to be of type 'InputPartition'", kinds)
        return parts or [InputPartition(None)]

    return _asked("initialize", "reader", ask)  # type: ignore[no-any-return]


def _mismatch(expected: str, actual: str) -> PySparkRuntimeError:
    return PySparkRuntimeError(
        errorClass="DATA_SOURCE_TYPE_MISMATCH", messageParameters={"expected": expected, "actual": actual}
    )


def _other_columns(expected: Any, actual: Any) -> PySparkRuntimeError:
    return PySparkRuntimeError(
        errorClass="DATA_SOURCE_RETURN_SCHEMA_MISMATCH",
        messageParameters={"expected": str(expected), "actual": str(actual)},
    )


def _wrong_type(source: type[DataSource], value: Any, supported: str) -> PySparkRuntimeError:
    return PySparkRuntimeError(
        errorClass="DATA_SOURCE_INVALID_RETURN_TYPE",
        messageParameters={"type": type(value).__name__, "name": source.name(), "supported_types": supported},
    )


def _batches(source: type[DataSource], results: Any, schema: StructType, target: Any) -> Iterator[Any]:
    """What ``read`` gave as record batches of the schema."""
    import pyarrow

    if not isinstance(results, Iterator):
        raise _wrong_type(source, results, "iterator")
    first = next(results, None)
    if first is None:
        return
    if isinstance(first, pyarrow.RecordBatch):
        if first.num_columns != len(schema.fields):
            raise _other_columns(len(schema.fields), first.num_columns)
        if any(name not in first.schema.names for name in schema.names):
            raise _other_columns(schema.names, first.schema.names)
        yield first
        yield from results
        return
    names = set(schema.names)
    check = _make_type_verifier(schema)
    rows = [_values(source, first, schema, names)]
    while rows:
        rows.extend(_values(source, row, schema, names) for row in islice(results, _ROWS_A_BATCH - len(rows)))
        for row in rows:
            check(row)
        yield _record_batch(rows, schema, target)
        rows = [_values(source, row, schema, names) for row in islice(results, 1)]


def _values(source: type[DataSource], row: Any, schema: StructType, names: set[str]) -> tuple[Any, ...]:
    """A row in the order of the schema."""
    if hasattr(row, "__len__") and len(row) != len(schema.fields):
        raise _other_columns(len(schema.fields), len(row))
    if not isinstance(row, (list, tuple)):
        raise _wrong_type(source, row, _SUPPORTED_ROWS)
    if isinstance(row, Row) and hasattr(row, "__fields__"):
        if set(row.__fields__) != names:
            raise _other_columns(schema.names, row.__fields__)
        return tuple([row[name] for name in schema.names])
    return tuple(row)


def _record_batch(rows: list[tuple[Any, ...]], schema: StructType, target: Any) -> Any:
    import pyarrow

    from pyrite._engine.arrow import export_rows

    table = pyarrow.RecordBatchReader.from_stream(export_rows(rows, schema)).read_all()
    return table.cast(target).combine_chunks().to_batches()[0]


def _rows(batches: Iterator[Any], schema: StructType) -> Iterator[Row]:
    from pyrite._engine.arrow import stream_rows

    for batch in batches:
        import pyarrow

        yield from stream_rows(pyarrow.Table.from_batches([batch]))
