"""Values between Arrow and pandas as Python functions see them, and functions over whole columns.

Needs PyArrow, and pandas for functions over series.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from pyrite._engine.arrow.schema import fill_schema
from pyrite._engine.arrow.structs import ArrowSchema, capsule_of
from pyrite.errors import PySparkRuntimeError, PySparkTypeError, PySparkValueError
from pyrite.sql.types import (
    ArrayType,
    DataType,
    DayTimeIntervalType,
    MapType,
    StructType,
    TimestampNTZType,
    TimestampType,
)


class _SchemaCapsule:
    def __init__(self, schema: ArrowSchema) -> None:
        self._capsule = capsule_of(schema)

    def __arrow_c_schema__(self) -> Any:
        return self._capsule


def arrow_schema(schema: StructType) -> Any:
    """A Spark schema as PyArrow's."""
    import pyarrow

    struct = ArrowSchema()
    fill_schema(struct, schema, nullable=False)
    return pyarrow.schema(_SchemaCapsule(struct))


def arrow_type(data_type: DataType) -> Any:
    """A Spark type as PyArrow's."""
    from pyrite.sql.types import StructField

    return arrow_schema(StructType([StructField("_", data_type)])).field(0).type


class PandasConversion:
    """How columns become pandas series, and back, for one session's time zone.

    Timestamps are local to the time zone and have none; dates are ``datetime.date``; whole numbers with missing values
    become floats; maps become dicts and arrays NumPy arrays.
    """

    def __init__(self, time_zone: str) -> None:
        self.time_zone = time_zone

    def series(self, array: Any, structs_as_frames: bool = True) -> Any:
        """An Arrow array as a series; a struct array as a DataFrame unless it is told otherwise."""
        import pandas
        import pyarrow

        kind = array.type
        if pyarrow.types.is_dictionary(kind):
            array = array.dictionary_decode()
            kind = array.type
        if structs_as_frames and pyarrow.types.is_struct(kind):
            # A null struct is a row of nulls.
            columns = [self.series(column, False) for column in array.flatten()]
            frame = pandas.concat(columns, axis=1) if columns else pandas.DataFrame(index=range(len(array)))
            frame.columns = [field.name for field in kind]
            return frame
        result = array.to_pandas(date_as_object=True, maps_as_pydicts="strict")
        if not isinstance(result, pandas.Series):
            result = pandas.Series(result)
        if pyarrow.types.is_timestamp(kind):
            if kind.tz is not None:
                result = result.dt.tz_convert(self.time_zone).dt.tz_localize(None)
            result = result.astype("datetime64[ns]")
        elif pyarrow.types.is_duration(kind):
            result = result.astype("timedelta64[ns]")
        elif len(result) == 0 and result.dtype == object:
            dtype = _EMPTY_DTYPES.get(str(kind))
            result = result if dtype is None else result.astype(dtype)
        return result

    def frame(self, columns: list[Any], names: list[str]) -> Any:
        """Arrow arrays as the columns of a DataFrame."""
        import pandas

        series = [self.series(column, False) for column in columns]
        result = pandas.concat(series, axis=1) if series else pandas.DataFrame()
        result.columns = names
        return result

    def array(self, values: Any, data_type: DataType, name: str = "") -> Any:
        """A series (a DataFrame for structs) as an Arrow array of a Spark type. Raises what does not fit."""
        import pandas
        import pyarrow

        target = arrow_type(data_type)
        if isinstance(values, pandas.DataFrame):
            if not isinstance(data_type, StructType):
                raise PySparkTypeError(
                    f"Invalid return type. Please make sure that the UDF returns a pandas.Series when the specified "
                    f"return type is {data_type.simpleString()}."
                )
            return self.struct(values, data_type)
        if not isinstance(values, pandas.Series):
            values = pandas.Series(values)
        try:
            prepared = self._prepared(values, data_type)
            array = pyarrow.Array.from_pandas(prepared, type=target, safe=True)
        except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError) as error:
            try:
                array = pyarrow.Array.from_pandas(values).cast(target)
            except pyarrow.ArrowException:
                raise _conversion_error(error, values, name, target) from error
        return array.combine_chunks() if isinstance(array, pyarrow.ChunkedArray) else array

    def struct(self, frame: Any, data_type: StructType) -> Any:
        """The columns of a DataFrame as a struct array: by name when they have names, else by position."""
        import pyarrow

        columns = frame_columns(frame, data_type)
        arrays = [self.array(column, field.dataType, field.name) for column, field in zip(columns, data_type.fields)]
        if not arrays:
            return pyarrow.array([{}] * len(frame), type=arrow_type(data_type))
        return pyarrow.StructArray.from_arrays(arrays, fields=list(arrow_type(data_type)))

    def _prepared(self, series: Any, data_type: DataType) -> Any:
        import pandas

        if isinstance(data_type, TimestampType):
            if series.dtype.kind != "M":
                series = pandas.Series(pandas.to_datetime(series))
            if getattr(series.dtype, "tz", None) is None:
                series = series.dt.tz_localize(self.time_zone, ambiguous=False, nonexistent="shift_forward")
            return series
        if isinstance(data_type, TimestampNTZType) and series.dtype.kind != "M":
            return pandas.Series(pandas.to_datetime(series))
        if isinstance(data_type, DayTimeIntervalType):
            return series
        if isinstance(data_type, (StructType, ArrayType, MapType)):
            return series.map(lambda value: _nested(value, data_type))
        return series


#: The dtypes of empty columns, which pandas would make objects.
_EMPTY_DTYPES = {
    "int8": "int8",
    "int16": "int16",
    "int32": "int32",
    "int64": "int64",
    "float": "float32",
    "double": "float64",
    "bool": "bool",
}


def _nested(value: Any, data_type: DataType) -> Any:
    """A nested value of pandas as PyArrow takes it: rows and objects as dicts, dicts as pairs, arrays as lists."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(data_type, StructType):
        if hasattr(value, "asDict"):
            value = value.asDict()
        if isinstance(value, (tuple, list)):
            value = dict(zip(data_type.names, value))
        return {field.name: _nested(value.get(field.name), field.dataType) for field in data_type.fields}
    if isinstance(data_type, MapType):
        pairs = value.items() if isinstance(value, dict) else value
        return [(_nested(key, data_type.keyType), _nested(item, data_type.valueType)) for key, item in pairs]
    if isinstance(data_type, ArrayType):
        return [_nested(item, data_type.elementType) for item in value]
    return value.item() if hasattr(value, "item") and getattr(value, "shape", None) == () else value


def _conversion_error(error: Exception, series: Any, name: str, target: Any) -> Exception:
    text = (
        f"Exception thrown when converting pandas.Series ({series.dtype}) with name '{name or series.name}' "
        f"to Arrow Array ({target}). {error}"
    )
    kind = PySparkTypeError if isinstance(error, TypeError) else PySparkValueError
    return kind(text)


def frame_columns(frame: Any, schema: StructType) -> list[Any]:
    """The columns of a DataFrame in the order of a schema: by name when any has one, else by position."""
    if len(frame.columns) == 0 and len(frame) == 0:
        import pandas

        return [pandas.Series([], dtype="object") for _ in schema.fields]
    if any(isinstance(name, str) for name in frame.columns):
        missing = sorted(set(schema.names) - set(frame.columns))
        extra = sorted(str(name) for name in set(frame.columns) - set(schema.names))
        if missing or extra:
            raise PySparkRuntimeError(
                errorClass="RESULT_COLUMN_NAMES_MISMATCH",
                messageParameters={
                    "missing": f" Missing: {', '.join(missing)}." if missing else "",
                    "extra": f" Unexpected: {', '.join(extra)}." if extra else "",
                },
            )
        return [frame[name] for name in schema.names]
    if len(frame.columns) != len(schema.fields):
        raise PySparkRuntimeError(
            errorClass="RESULT_COLUMN_SCHEMA_MISMATCH",
            messageParameters={"expected": str(len(schema.fields)), "actual": str(len(frame.columns))},
        )
    return [frame.iloc[:, position] for position in range(len(schema.fields))]


# Functions over batches


def imported_batch(schema: Any, batch: Any) -> Any:
    """The columns that the engine lent, as a PyArrow record batch that shares their memory."""
    import pyarrow

    # Functions say `pyarrow.compute` without importing it, as in Spark's workers.
    import pyarrow.compute

    return pyarrow.RecordBatch._import_from_c(ctypes.addressof(batch), ctypes.addressof(schema))


def exported(array: Any, data_type: DataType, output: Any) -> None:
    """Hands an array of a Spark type to the engine."""
    import pyarrow

    target = arrow_type(data_type)
    if isinstance(array, pyarrow.ChunkedArray):
        array = array.combine_chunks()
    if array.type != target:
        array = array.cast(target)
    array._export_to_c(ctypes.addressof(output))


def length_mismatch(expected: int, actual: int) -> Exception:
    return PySparkRuntimeError(
        errorClass="SCHEMA_MISMATCH_FOR_PANDAS_UDF",
        messageParameters={"udf_type": "pandas_udf", "expected": str(expected), "actual": str(actual)},
    )


BatchFunction = Callable[[Any, Any, Any], None]


def scalar_pandas(func: Callable[..., Any], return_type: DataType, conversion: PandasConversion) -> BatchFunction:
    """A function of series that gives a series of the same length."""

    def call(schema: Any, batch: Any, output: Any) -> None:
        data = imported_batch(schema, batch)
        result = func(*[conversion.series(column) for column in data.columns])
        exported(pandas_result(result, data.num_rows, return_type, conversion), return_type, output)

    return call


def pandas_result(result: Any, count: int, return_type: DataType, conversion: PandasConversion) -> Any:
    """What a function of series gave, as an Arrow array of the expected length."""
    import pandas

    expected = "pandas.DataFrame" if isinstance(return_type, StructType) else "pandas.Series"
    if not hasattr(result, "__len__"):
        raise PySparkTypeError(
            errorClass="UDF_RETURN_TYPE", messageParameters={"expected": expected, "actual": type(result).__name__}
        )
    if isinstance(return_type, StructType) and not isinstance(result, pandas.DataFrame):
        raise PySparkTypeError(
            errorClass="UDF_RETURN_TYPE", messageParameters={"expected": expected, "actual": type(result).__name__}
        )
    if len(result) != count:
        raise length_mismatch(count, len(result))
    return conversion.array(result, return_type)


def scalar_arrow(func: Callable[..., Any], return_type: DataType) -> BatchFunction:
    """A function of Arrow arrays that gives an array of the same length."""

    def call(schema: Any, batch: Any, output: Any) -> None:
        data = imported_batch(schema, batch)
        exported(arrow_result(func(*data.columns), data.num_rows), return_type, output)

    return call


def arrow_result(result: Any, count: int) -> Any:
    """What a function of arrays gave, checked."""
    import pyarrow

    if not isinstance(result, (pyarrow.Array, pyarrow.ChunkedArray)):
        raise PySparkTypeError(
            errorClass="UDF_RETURN_TYPE",
            messageParameters={"expected": "pyarrow.Array", "actual": type(result).__name__},
        )
    if len(result) != count:
        raise length_mismatch(count, len(result))
    return result


def iterator_results(
    func: Callable[..., Any], return_type: DataType, conversion: PandasConversion | None, batches: Iterator[Any]
) -> Iterator[Any]:
    """The arrays that a function of an iterator over batches gives."""

    def arguments() -> Iterator[Any]:
        for data in batches:
            columns = [conversion.series(column) if conversion else column for column in data.columns]
            yield columns[0] if len(columns) == 1 else tuple(columns)

    results = func(arguments())
    if not hasattr(results, "__iter__"):
        raise PySparkTypeError(
            errorClass="UDF_RETURN_TYPE",
            messageParameters={"expected": "an iterator", "actual": type(results).__name__},
        )
    for result in results:
        if conversion is not None:
            yield pandas_result(result, len(result), return_type, conversion)
        else:
            array = arrow_result(result, len(result))
            target = arrow_type(return_type)
            yield array if array.type == target else array.cast(target)


def aggregate(
    func: Callable[..., Any], return_type: DataType, conversion: PandasConversion | None, takes_iterator: bool
) -> BatchFunction:
    """A function that makes one value of all rows: of each group, or of each row's frame in a window.

    For groups the engine gives one column, the groups' rows as arrays of structs with a field for each argument. For
    windows it gives the first row of each frame and the row behind its last, and a column for each argument.
    """

    def value_of(columns: list[Any]) -> Any:
        arguments = [conversion.series(column, False) if conversion else column for column in columns]
        if takes_iterator:
            return func(iter([arguments[0] if len(arguments) == 1 else tuple(arguments)]))
        return func(*arguments)

    def call(schema: Any, batch: Any, output: Any) -> None:
        data = imported_batch(schema, batch)
        values = _of_groups(data, value_of) if data.num_columns == 1 else _of_frames(data, value_of)
        exported(_scalars(values, return_type, conversion), return_type, output)

    return call


def _of_groups(data: Any, value_of: Callable[[list[Any]], Any]) -> list[Any]:
    groups = data.column(0)
    offsets = groups.offsets.to_pylist()
    fields = groups.values.flatten()
    return [value_of([field.slice(start, end - start) for field in fields]) for start, end in zip(offsets, offsets[1:])]


def _of_frames(data: Any, value_of: Callable[[list[Any]], Any]) -> list[Any]:
    begins, ends = data.column(0).to_pylist(), data.column(1).to_pylist()
    columns = data.columns[2:]
    values: list[Any] = []
    last, value = None, None
    for begin, end in zip(begins, ends):
        if (begin, end) != last:
            value = value_of([column.slice(begin, end - begin) for column in columns])
            last = (begin, end)
        values.append(value)
    return values


def _scalars(values: list[Any], return_type: DataType, conversion: PandasConversion | None) -> Any:
    """Single results as an Arrow array."""
    import pyarrow

    plain = [value.as_py() if isinstance(value, pyarrow.Scalar) else value for value in values]
    target = arrow_type(return_type)
    try:
        return pyarrow.array([_nested(value, return_type) for value in plain], type=target, from_pandas=True)
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError):
        import pandas

        return (conversion or PandasConversion("UTC")).array(pandas.Series(plain), return_type)
