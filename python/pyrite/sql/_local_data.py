"""``createDataFrame``: Python, pandas, NumPy and Arrow data as tables that the engine holds."""

from __future__ import annotations

import ctypes
import datetime
import re
import sys

from pyrite._connect.relation import InProcessTable
from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql import types as t
from pyrite.sql._types.ddl import parse_ddl
from pyrite.sql._types.inference import _from_numpy_type, _has_nulltype, _infer_schema, _merge_type
from pyrite.sql._types.verification import _create_converter, _make_type_verifier

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession


def local_frame(session: SparkSession, data: Any, schema: Any, sampling_ratio: float | None, verify: bool) -> DataFrame:
    """See :meth:`SparkSession.createDataFrame`."""
    from pyrite.sql.dataframe import DataFrame

    if isinstance(data, DataFrame):
        raise PySparkTypeError(
            errorClass="INVALID_TYPE", messageParameters={"arg_name": "data", "arg_type": "DataFrame"}
        )
    if isinstance(schema, str):
        schema = parse_ddl(schema)
    if isinstance(data, getattr(sys.modules.get("pyrite.rdd"), "RDD", ())):
        return _from_rdd(session, data, schema, sampling_ratio, verify)
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(data, pandas.DataFrame):
        return _from_pandas(session, data, schema, verify)
    pyarrow = sys.modules.get("pyarrow")
    if pyarrow is not None and isinstance(data, pyarrow.Table):
        return _from_arrow(session, data, schema)
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(data, numpy.ndarray):
        return _from_numpy(session, data, schema, verify)
    if hasattr(data, "__arrow_c_stream__") and not isinstance(data, (list, tuple)):
        return _imported(session, data, schema)
    return _from_rows(session, data, schema, sampling_ratio, verify)


# Rows


def _from_rows(session: SparkSession, data: Any, schema: Any, ratio: float | None, verify: bool) -> DataFrame:
    rows = list(data)
    if schema is None or isinstance(schema, (list, tuple)):
        struct = _inferred(session, rows, list(schema) if schema is not None else None, ratio)
        return _exported(session, rows, struct)
    if isinstance(schema, t.StructType):
        columns = _plain_columns(rows, schema)
        if columns is not None:
            return _exported_columns(session, columns, schema)
        if verify:
            check = _make_type_verifier(schema)
            for row in rows:
                check(row)
        return _exported(session, rows, schema)
    if isinstance(schema, t.DataType):
        struct = t.StructType([t.StructField("value", schema)])
        if verify:
            check = _make_type_verifier(schema, name="field value")
            for row in rows:
                check(row)
        return _exported(session, [(row,) for row in rows], struct)
    raise PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={
            "expected_type": "list, None or StructType",
            "arg_name": "schema",
            "arg_type": type(schema).__name__,
        },
    )


def _inferred(session: SparkSession, rows: list[Any], names: list[str] | None, ratio: float | None) -> t.StructType:
    """The schema that fits all rows (or a sample of them), with the given names."""
    if not rows:
        raise PySparkValueError(errorClass="CANNOT_INFER_EMPTY_SCHEMA", messageParameters={})
    sample = rows
    if ratio is not None and ratio < 0.99:
        import random

        sample = [row for row in rows if random.random() < ratio] or rows[:1]
    options = _inference_options(session)
    struct: Any = None
    seen: set[Any] = set()
    for row in sample:
        shape = _shape(row)
        if shape is not None:
            if shape in seen:
                continue
            seen.add(shape)
        inferred = _infer_schema(row, names, **options)
        struct = inferred if struct is None or struct == inferred else _merge_type(struct, inferred)
    if _has_nulltype(struct):
        raise PySparkValueError(errorClass="CANNOT_DETERMINE_TYPE", messageParameters={})
    if names is not None:
        for position, name in enumerate(names):
            struct.fields[position].name = name
        struct.names = [field.name for field in struct.fields]
    return struct  # type: ignore[no-any-return]


_PLAIN_TYPES = frozenset([type(None), bool, int, float, str, bytes, datetime.date, datetime.datetime])


def _shape(row: Any) -> Any:
    """What decides a row's schema when its values are plain: their types, and names. None when values must be seen."""
    kind = type(row)
    if kind is tuple or kind is list:
        names, types = None, tuple(map(type, row))
    elif kind is dict:
        names, types = tuple(row), tuple(map(type, row.values()))
    elif kind is t.Row:
        names, types = tuple(getattr(row, "__fields__", ())), tuple(map(type, row))
    else:
        return None
    return (kind, names, types) if _PLAIN_TYPES.issuperset(types) else None


def _inference_options(session: SparkSession) -> dict[str, bool]:
    conf = session.conf
    return {
        option: conf.get(setting, "false") == "true"
        for option, setting in (
            ("infer_dict_as_struct", "spark.sql.pyspark.inferNestedDictAsStruct.enabled"),
            ("infer_array_from_first_element", "spark.sql.pyspark.legacy.inferArrayTypeFromFirstElement.enabled"),
            ("infer_map_from_first_pair", "spark.sql.pyspark.legacy.inferMapTypeFromFirstPair.enabled"),
            ("prefer_timestamp_ntz", "spark.sql.timestampType.preferNtz"),
        )
    }


def _as_tuples(rows: list[Any], struct: t.StructType) -> list[Any]:
    """Rows as tuples (or dicts) in the schema's order; objects by their attributes."""
    convert = _create_converter(struct)
    return [row if isinstance(row, tuple) and not hasattr(row, "__fields__") else convert(row) for row in rows]


def _exported(session: SparkSession, rows: list[Any], schema: t.StructType) -> DataFrame:
    from pyrite._engine.arrow import export_rows

    columns = _plain_columns(rows, schema)
    if columns is not None:
        return _exported_columns(session, columns, schema)
    return _table(session, export_rows(_as_tuples(rows, schema), schema), schema)


def _exported_columns(session: SparkSession, columns: list[Any], schema: t.StructType) -> DataFrame:
    from pyrite._engine.arrow import export_columns

    return _table(session, export_columns(columns, schema), schema)


#: The classes whose values are those of a type as they are; None is always one more.
_CLASSES: dict[type[t.DataType], tuple[type, ...]] = {
    t.BooleanType: (bool,),
    t.ByteType: (int,),
    t.ShortType: (int,),
    t.IntegerType: (int,),
    t.LongType: (int,),
    t.FloatType: (float,),
    t.DoubleType: (float,),
    t.StringType: (str,),
    t.BinaryType: (bytes, bytearray),
    t.DateType: (datetime.date,),
    t.TimestampType: (datetime.datetime,),
    t.TimestampNTZType: (datetime.datetime,),
}
_BITS = {t.ByteType: 7, t.ShortType: 15, t.IntegerType: 31, t.LongType: 63}


def _plain_columns(rows: list[Any], schema: t.StructType) -> list[Any] | None:
    """The columns of rows that are tuples and need neither a conversion nor a closer look; None for all others.

    Looks at the classes of whole columns, which is several times as fast as a look at every row.
    """
    width = len(schema.fields)
    if not rows or not width or not all(issubclass(kind, tuple) for kind in set(map(type, rows))):
        return None
    if set(map(len, rows)) != {width}:
        return None
    columns = [list(column) for column in zip(*rows)]
    for field, column in zip(schema.fields, columns):
        kind = type(field.dataType)
        accepted = _CLASSES.get(kind)
        found = set(map(type, column))
        has_nulls = type(None) in found
        found.discard(type(None))
        if accepted is None or not found.issubset(accepted) or (has_nulls and not field.nullable):
            return None
        if kind in _BITS and found:
            values = [value for value in column if value is not None] if has_nulls else column
            limit = 1 << _BITS[kind]
            if min(values) < -limit or max(values) >= limit:
                return None
    return columns


# RDDs

#: Elements of an RDD that are looked at for their types when the first one does not tell them all.
_LOOKED_AT = 100


def _from_rdd(session: SparkSession, rdd: Any, schema: Any, ratio: float | None, verify: bool) -> DataFrame:
    if schema is None or isinstance(schema, (list, tuple)):
        names = None if schema is None else list(schema)
        struct = _inferred_of_rdd(session, rdd, names, ratio)
        return _exported(session, rdd.collect(), struct)
    return _from_rows(session, rdd.collect(), schema, ratio, verify)


def _inferred_of_rdd(session: SparkSession, rdd: Any, names: list[str] | None, ratio: float | None) -> t.StructType:
    """The schema of the first element, of more when it leaves types open; with a ratio that of a sample."""
    first = rdd.first()
    if isinstance(first, (list, tuple, dict, str)) and not first:
        raise PySparkValueError(errorClass="CANNOT_INFER_EMPTY_SCHEMA", messageParameters={})
    if ratio is not None:
        sample = rdd if ratio >= 0.99 else rdd.sample(False, float(ratio))
        return _inferred(session, sample.collect() or [first], names, None)
    try:
        return _inferred(session, [first], names, None)
    except PySparkValueError as error:
        if error.getCondition() != "CANNOT_DETERMINE_TYPE":
            raise
    return _inferred(session, rdd.take(_LOOKED_AT), names, None)


# Tables of other libraries


def _from_pandas(session: SparkSession, data: Any, schema: Any, verify: bool) -> DataFrame:
    names = [str(name) for name in data.columns]
    if isinstance(schema, (list, tuple)):
        names = list(schema)
    elif schema is not None and not isinstance(schema, t.StructType):
        schema = t.StructType([t.StructField("value", schema)])
    columns = [data.iloc[:, position] for position in range(data.shape[1])]
    if isinstance(schema, t.StructType):
        # Arrow casts without loss, and leaves columns out that have no field; rows are more exact about errors.
        table = _as_arrow(session, columns, schema) if len(schema.fields) <= len(columns) and len(data) else None
        if table is not None:
            return _table(session, table, schema)
        rows = list(zip(*[_python_values(column) for column in columns]))
        return _from_rows(session, rows, schema, None, verify)
    if not len(data):
        raise PySparkValueError(errorClass="CANNOT_INFER_EMPTY_SCHEMA", messageParameters={})
    fields = [t.StructField(name, _pandas_type(session, column, name)) for name, column in zip(names, columns)]
    struct = t.StructType(fields)
    from pyrite._engine.arrow import export_columns

    table = _as_arrow(session, columns, struct)
    if table is None:
        table = export_columns([_python_values(column) for column in columns], struct)
    return _table(session, table, struct)


def _as_arrow(session: SparkSession, columns: list[Any], schema: t.StructType) -> Any:
    """The columns as a PyArrow table; None without pyarrow, or for values it does not take as they are."""
    try:
        import pyarrow
    except ImportError:
        return None
    from ._dataframe.convert import arrow_schema

    target = arrow_schema(pyarrow, schema)
    zone = session.conf.get("spark.sql.session.timeZone", "UTC")
    try:
        arrays = [
            pyarrow.array(_localised(column, field.dataType, zone), type=arrow_field.type, from_pandas=True)
            for column, field, arrow_field in zip(columns, schema.fields, target)
        ]
        if any(array.null_count and not field.nullable for array, field in zip(arrays, schema.fields)):
            return None
    except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError, pyarrow.ArrowNotImplementedError):
        return None
    return pyarrow.Table.from_arrays(arrays, schema=target)


def _localised(series: Any, data_type: t.DataType, zone: str | None) -> Any:
    """Timestamps without zone are taken as local to the session's."""
    if (
        isinstance(data_type, t.TimestampType)
        and series.dtype.kind == "M"
        and getattr(series.dtype, "tz", None) is None
    ):
        return series.dt.tz_localize(zone, ambiguous=False, nonexistent="shift_forward")
    return series


_PANDAS_TYPES = {
    "bool": t.BooleanType,
    "boolean": t.BooleanType,
    "int8": t.ByteType,
    "int16": t.ShortType,
    "int32": t.IntegerType,
    "int64": t.LongType,
    "uint8": t.LongType,
    "uint16": t.LongType,
    "uint32": t.LongType,
    "uint64": t.LongType,
    "float32": t.FloatType,
    "float64": t.DoubleType,
    "string": t.StringType,
    "str": t.StringType,
}
# What pandas finds in a column of objects.
_OBJECT_TYPES = {
    "string": t.StringType,
    "bytes": t.BinaryType,
    "boolean": t.BooleanType,
    "integer": t.LongType,
    "floating": t.DoubleType,
    "date": t.DateType,
}


def _pandas_type(session: SparkSession, series: Any, name: str) -> t.DataType:
    """The type of a pandas column: by its dtype, or for objects by their values."""
    dtype = series.dtype
    simple = _PANDAS_TYPES.get(str(dtype).lower(), _PANDAS_TYPES.get(getattr(dtype, "name", "").lower()))
    if simple is not None:
        return simple()
    if dtype.kind == "M":
        local = getattr(dtype, "tz", None) is None and _prefers_ntz(session)
        return t.TimestampNTZType() if local else t.TimestampType()
    if dtype.kind == "m":
        return t.DayTimeIntervalType()
    from pandas.api.types import infer_dtype

    found = _OBJECT_TYPES.get(infer_dtype(series, skipna=True))
    if found is not None:
        return found()  # type: ignore[no-any-return]
    by_arrow = _type_by_arrow(series)
    if by_arrow is not None:
        return by_arrow
    struct = _inferred(session, [(value,) for value in _python_values(series)], [name], None)
    return struct.fields[0].dataType  # type: ignore[no-any-return]


def _type_by_arrow(series: Any) -> t.DataType | None:
    """What PyArrow takes a column of objects for, as PySpark does; None when it does not, or without it."""
    try:
        import pyarrow
    except ImportError:
        return None
    from pyrite._engine.arrow import schema_from_arrow
    from pyrite._engine.arrow.structs import ArrowSchema

    if any(isinstance(value, t.Row) for value in series.head(1)):
        return None
    try:
        kind = pyarrow.array(series, from_pandas=True).type
        struct = ArrowSchema()
        pyarrow.schema([("c", kind)])._export_to_c(ctypes.addressof(struct))
        return schema_from_arrow(struct).fields[0].dataType
    except Exception:
        return None


def _prefers_ntz(session: SparkSession) -> bool:
    return session.conf.get("spark.sql.timestampType", "TIMESTAMP_LTZ") == "TIMESTAMP_NTZ"


def _python_values(series: Any) -> list[Any]:
    """A pandas column as Python values, None for what is missing, NaN too."""
    values = series.tolist()
    if series.dtype.kind in "Mm":
        return [None if value != value else _as_python(value) for value in values]
    if not series.hasnans:
        return list(values)
    return [None if missing else value for missing, value in zip(series.isna().tolist(), values)]


def _as_python(value: Any) -> Any:
    return value.to_pydatetime(warn=False) if hasattr(value, "to_pydatetime") else value.to_pytimedelta()


def _from_numpy(session: SparkSession, data: Any, schema: Any, verify: bool) -> DataFrame:
    if data.ndim not in (1, 2):
        raise PySparkValueError(errorClass="INVALID_NDARRAY_DIMENSION", messageParameters={"dimensions": "1 or 2"})
    names = schema
    element = _from_numpy_type(data.dtype)
    if schema is None or isinstance(schema, (list, tuple)):
        if schema is None:
            names = ["value"] if data.ndim == 1 or data.shape[1] == 1 else [f"_{i + 1}" for i in range(data.shape[1])]
        if element is not None:
            schema = t.StructType([t.StructField(name, element) for name in names])
    rows: Iterable[Any] = data.tolist() if data.ndim == 2 else [(value,) for value in data.tolist()]
    return _from_rows(session, [tuple(row) for row in rows], schema, None, verify)


def _from_arrow(session: SparkSession, data: Any, schema: Any) -> DataFrame:
    import pyarrow
    import pyarrow.compute

    if not _prefers_ntz(session):
        zone = session.conf.get("spark.sql.session.timeZone", "UTC")
        for position, field in enumerate(data.schema):
            if pyarrow.types.is_timestamp(field.type) and field.type.tz is None:
                # Times without a zone are local to the session's.
                column = pyarrow.compute.assume_timezone(data.column(position).cast(pyarrow.timestamp("us")), zone)
                data = data.set_column(position, field.with_type(column.type), column)
    if isinstance(schema, (list, tuple)):
        return _imported(session, data.rename_columns(list(schema)), None)
    return _imported(session, data, schema)


def _imported(session: SparkSession, data: Any, schema: Any) -> DataFrame:
    frame = _table(session, data, None)
    if isinstance(schema, t.StructType):
        return frame.to(schema)
    if isinstance(schema, (list, tuple)):
        return frame.toDF(*schema)
    return frame


def _table(session: SparkSession, source: Any, schema: t.StructType | None) -> DataFrame:
    from pyrite.sql.dataframe import DataFrame

    table = InProcessTable(session, session._engine.import_table(source))
    if schema is not None and re.search(r"collate |interval (?!day to second|year to month)", schema.simpleString()):
        # Arrow knows plain strings, and intervals of all units, only.
        return DataFrame(table.relation(), session).to(schema)
    return DataFrame(table.relation(), session, schema)
