"""Functions over the rows of whole partitions: they pull Arrow batches and give Arrow batches. Needs PyArrow."""

from __future__ import annotations

import ctypes
import functools
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from pyrite._engine.arrow.stream import ExportedStream
from pyrite._engine.placement import PlacedPartitionFunction
from pyrite._engine.vectorized import PandasConversion, arrow_schema, frame_columns, iterator_results
from pyrite.errors import PySparkRuntimeError, PySparkTypeError
from pyrite.sql.types import DataType, StructType

if TYPE_CHECKING:
    from pyrite.sql.session import SparkSession

#: A function of a partition's batches and its number that gives batches.
PartitionFunction = Callable[[Iterator[Any], int], Iterator[Any]]


class PartitionResult(ExportedStream):
    """The batches that a function gives, for the engine to pull."""

    def __init__(self, schema: StructType, batches: Iterator[Any]) -> None:
        super().__init__(schema, ())
        self._results = batches

    def fill_next(self, out: Any) -> bool:
        from pyrite._engine.callbacks import interruptible

        with interruptible():
            batch = next(self._results, None)
        if batch is None:
            return False
        batch._export_to_c(ctypes.addressof(out))
        return True

    def describe(self, error: BaseException) -> str:
        from pyrite._engine.callbacks import remember, user_traceback

        text = user_traceback(error)
        remember(text, error)
        return text


def register_partition_function(
    session: SparkSession, maker: Callable[[], PartitionFunction], schema: StructType
) -> int:
    """Makes a function over partitions, made by ``maker``, known to the engine; gives the callback's number."""
    placed = PlacedPartitionFunction(
        functools.partial(_conforming_to, maker, schema), schema, session.sparkContext._function_workers
    )

    def call(partition: int, reader: Any) -> PartitionResult:
        return PartitionResult(schema, placed(_batches(reader), partition))

    return session._engine.register_stream_callback(call)


def _conforming_to(maker: Callable[[], PartitionFunction], schema: StructType) -> PartitionFunction:
    function, target = maker(), arrow_schema(schema)
    return lambda batches, partition: _conforming(function(batches, partition), target)


def _batches(reader: Any) -> Iterator[Any]:
    """The batches of a reader, which is closed behind the last."""
    try:
        yield from reader
    finally:
        reader.close()


def _conforming(batches: Iterator[Any], schema: Any) -> Iterator[Any]:
    """The batches under the expected names; columns of other types are cast."""
    import pyarrow

    for batch in batches:
        columns = [
            column if column.type == field.type else column.cast(field.type)
            for column, field in zip(batch.columns, schema)
        ]
        if columns:
            yield pyarrow.RecordBatch.from_arrays(columns, names=schema.names)
        else:
            yield batch


# mapInPandas, mapInArrow


def map_pandas(func: Callable[..., Any], schema: StructType, conversion: PandasConversion) -> PartitionFunction:
    """A function of an iterator over DataFrames that gives DataFrames."""

    def run(batches: Iterator[Any], partition: int) -> Iterator[Any]:
        frames = (conversion.frame(batch.columns, batch.schema.names) for batch in batches)
        for frame in _iterated(func(frames), "pandas.DataFrame"):
            yield frame_batch(frame, schema, conversion)

    return run


def _iterated(results: Any, what: str) -> Iterator[Any]:
    if not hasattr(results, "__iter__") or isinstance(results, (str, bytes)):
        raise PySparkTypeError(
            errorClass="UDF_RETURN_TYPE",
            messageParameters={"expected": f"iterator of {what}", "actual": type(results).__name__},
        )
    return iter(results)


def frame_batch(frame: Any, schema: StructType, conversion: PandasConversion) -> Any:
    """A DataFrame as a record batch of a schema."""
    import pandas
    import pyarrow

    if not isinstance(frame, pandas.DataFrame):
        raise PySparkTypeError(
            errorClass="UDF_RETURN_TYPE",
            messageParameters={"expected": "pandas.DataFrame", "actual": type(frame).__name__},
        )
    columns = [
        conversion.array(column, field.dataType, field.name)
        for column, field in zip(frame_columns(frame, schema), schema.fields)
    ]
    return pyarrow.RecordBatch.from_arrays(columns, schema=arrow_schema(schema))


def map_arrow(func: Callable[..., Any], schema: StructType) -> PartitionFunction:
    """A function of an iterator over record batches that gives record batches."""
    target = arrow_schema(schema)

    def run(batches: Iterator[Any], partition: int) -> Iterator[Any]:
        for batch in _iterated(func(batches), "pyarrow.RecordBatch"):
            yield from table_batches(batch, target)

    return run


def table_batches(table: Any, schema: Any) -> Iterator[Any]:
    """A record batch or table as record batches with the columns of a schema, by name."""
    import pyarrow

    if isinstance(table, pyarrow.Table):
        for batch in table.to_batches():
            yield from table_batches(batch, schema)
        return
    if not isinstance(table, pyarrow.RecordBatch):
        raise PySparkTypeError(
            errorClass="UDF_RETURN_TYPE",
            messageParameters={"expected": "pyarrow.RecordBatch", "actual": type(table).__name__},
        )
    names = table.schema.names
    missing = sorted(set(schema.names) - set(names))
    extra = sorted(set(names) - set(schema.names))
    if missing or extra:
        raise PySparkRuntimeError(
            errorClass="RESULT_COLUMN_NAMES_MISMATCH",
            messageParameters={
                "missing": f" Missing: {', '.join(missing)}." if missing else "",
                "extra": f" Unexpected: {', '.join(extra)}." if extra else "",
            },
        )
    columns = [table.column(names.index(name)) for name in schema.names]
    mismatched = [
        f"column '{field.name}' (expected {field.type}, actual {column.type})"
        for column, field in zip(columns, schema)
        if column.type != field.type and not _castable(column.type, field.type)
    ]
    if mismatched:
        raise PySparkRuntimeError(
            errorClass="RESULT_COLUMN_TYPES_MISMATCH", messageParameters={"mismatch": ", ".join(mismatched)}
        )
    yield (
        pyarrow.RecordBatch.from_arrays(
            [
                column if column.type == field.type else column.cast(field.type)
                for column, field in zip(columns, schema)
            ],
            names=schema.names,
        )
        if columns
        else table
    )


def _castable(actual: Any, expected: Any) -> bool:
    """Whether two types differ only in how Arrow holds the same values."""
    import pyarrow.types as kinds

    families = (
        lambda t: kinds.is_string(t) or kinds.is_large_string(t) or str(t) == "string_view",
        lambda t: kinds.is_binary(t) or kinds.is_large_binary(t) or str(t) == "binary_view",
        kinds.is_timestamp,
        kinds.is_nested,
        kinds.is_dictionary,
    )
    return kinds.is_dictionary(actual) or any(same(actual) and same(expected) for same in families)


# Groups


def grouped_pandas(
    func: Callable[..., Any],
    schema: StructType,
    conversion: PandasConversion,
    takes_key: bool,
    takes_iterator: bool,
) -> PartitionFunction:
    """A function of each group's rows as a DataFrame, with the group's key before it if it takes one."""

    def run(batches: Iterator[Any], partition: int) -> Iterator[Any]:
        for key, pieces in _sorted_groups(batches):
            rows = _one_batch(pieces)
            frame = conversion.frame(rows.columns, rows.schema.names)
            arguments = ((_plain_key(key),) if takes_key else ()) + ((iter([frame]) if takes_iterator else frame),)
            result = func(*arguments)
            for part in _iterated(result, "pandas.DataFrame") if takes_iterator else (result,):
                yield frame_batch(part, schema, conversion)

    return run


def cogrouped_pandas(
    func: Callable[..., Any], schema: StructType, conversion: PandasConversion, takes_key: bool
) -> PartitionFunction:
    """A function of the rows of two sides that share a key, as two DataFrames."""

    def run(batches: Iterator[Any], partition: int) -> Iterator[Any]:
        for key, tables in _cogroups(batches):
            frames = [conversion.frame(rows.columns, rows.schema.names) for rows in tables]
            result = func(_plain_key(key), *frames) if takes_key else func(*frames)
            yield frame_batch(result, schema, conversion)

    return run


def grouped_arrow(
    func: Callable[..., Any], schema: StructType, takes_key: bool, sides: int, takes_iterator: bool
) -> PartitionFunction:
    """A function of each group's rows as a PyArrow table; of two tables for cogrouped sides."""
    target = arrow_schema(schema)

    def run(batches: Iterator[Any], partition: int) -> Iterator[Any]:
        import pyarrow

        for key, groups in _cogroups(batches) if sides > 1 else _sorted_groups(batches):
            if takes_iterator:
                result = func(*((key,) if takes_key else ()), iter(groups))
                for part in _iterated(result, "pyarrow.RecordBatch"):
                    yield from table_batches(part, target)
                continue
            if sides > 1:
                tables = [pyarrow.Table.from_batches([rows]) for rows in groups]
            else:
                tables = [pyarrow.Table.from_batches(groups)]
            result = func(key, *tables) if takes_key else func(*tables)
            if not isinstance(result, pyarrow.Table):
                raise PySparkTypeError(
                    errorClass="UDF_RETURN_TYPE",
                    messageParameters={"expected": "pyarrow.Table", "actual": type(result).__name__},
                )
            yield from table_batches(result, target)

    return run


def _sorted_groups(batches: Iterator[Any]) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """The keys of groups as Arrow scalars, with their rows as record batches.

    The batches hold the keys and, as a struct, the row; equal keys follow one another. One group is kept at a time.
    """
    import pyarrow

    last: list[Any] | None = None
    pieces: list[Any] = []
    for batch in batches:
        if not batch.num_rows:
            continue
        keys, rows = [_comparable(key) for key in batch.columns[:-1]], batch.columns[-1]
        fields, schema = rows.flatten(), pyarrow.schema(list(rows.type))
        starts = _changes(keys)
        is_new = last is None or bool(
            _changes([pyarrow.concat_arrays([known, key.slice(0, 1)]) for known, key in zip(last, keys)])
        )
        for start, end in zip([0, *starts], [*starts, batch.num_rows]):
            if start or is_new:
                if last is not None:
                    yield tuple(key[0] for key in last), pieces
                last, pieces = [key.slice(start, 1) for key in keys], []
            slices = [field.slice(start, end - start) for field in fields]
            pieces.append(pyarrow.RecordBatch.from_arrays(slices, schema=schema))
    if last is not None:
        yield tuple(key[0] for key in last), pieces


def _comparable(key: Any) -> Any:
    """A key column as a type that PyArrow compares."""
    import pyarrow

    plain = {"string_view": pyarrow.string(), "binary_view": pyarrow.binary()}.get(str(key.type))
    return key if plain is None else key.cast(plain)


def _changes(keys: list[Any]) -> list[int]:
    """The rows whose keys differ from those of the row before. Missing values equal each other, and so do NaNs."""
    import pyarrow
    import pyarrow.compute as compute

    found: set[int] = set()
    for key in keys:
        before, after = key.slice(0, len(key) - 1), key.slice(1)
        try:
            differs = compute.not_equal(before, after)
        except (pyarrow.ArrowNotImplementedError, pyarrow.ArrowInvalid):
            values = key.to_pylist()
            found.update(row for row in range(1, len(values)) if values[row] != values[row - 1])
            continue
        differs = compute.fill_null(differs, compute.xor(compute.is_null(before), compute.is_null(after)))
        if pyarrow.types.is_floating(key.type):
            both = compute.and_(compute.is_nan(before), compute.is_nan(after))
            differs = compute.and_not(differs, compute.fill_null(both, False))
        found.update(row + 1 for row in compute.indices_nonzero(differs).to_pylist())
    return sorted(found)


def _one_batch(pieces: list[Any]) -> Any:
    import pyarrow

    if len(pieces) == 1:
        return pieces[0]
    return pyarrow.Table.from_batches(pieces).combine_chunks().to_batches()[0]


def _cogroups(batches: Iterator[Any]) -> Iterator[tuple[tuple[Any, ...], list[Any]]]:
    """The keys of groups as Arrow scalars, with their rows as two record batches, one for each side."""
    import pyarrow

    for batch in batches:
        keys = batch.columns[:-2]
        rows = []
        for column in batch.columns[-2:]:
            schema = pyarrow.schema(list(column.type.value_type))
            fields = column.values.flatten()
            rows.append((column.offsets.to_pylist(), fields, schema, column.is_null().to_pylist()))
        for index in range(batch.num_rows):
            parts = []
            for offsets, fields, schema, missing in rows:
                start, end = offsets[index], offsets[index + 1]
                count = 0 if missing[index] else end - start
                parts.append(
                    pyarrow.RecordBatch.from_arrays([field.slice(start, count) for field in fields], schema=schema)
                )
            yield tuple(key[index] for key in keys), parts


def _plain_key(key: tuple[Any, ...]) -> tuple[Any, ...]:
    """A key as NumPy's scalars, as a pandas column would hold it."""
    import numpy

    def plain(value: Any) -> Any:
        value = value.as_py()
        if isinstance(value, bool):
            return value
        if isinstance(value, int):
            return numpy.int64(value)
        if isinstance(value, float):
            return numpy.float64(value)
        return value

    return tuple(map(plain, key))


# Iterator UDFs


def iterator_function(
    func: Callable[..., Any], return_type: DataType, conversion: PandasConversion | None
) -> PartitionFunction:
    """A function of an iterator over the batches of its arguments that gives one column."""
    import pyarrow

    def run(batches: Iterator[Any], partition: int) -> Iterator[Any]:
        for array in iterator_results(func, return_type, conversion, batches):
            yield pyarrow.RecordBatch.from_arrays([array], names=["_0"])

    return run
