"""Results as tables of PyArrow and pandas."""

from __future__ import annotations

import contextlib

from pyrite.errors import PySparkImportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.types import StructType


def arrow_table(frame: DataFrame) -> Any:
    """The rows as a PyArrow table."""
    pyarrow = _required("pyarrow")
    with frame._session._progress(), frame._session._execute(frame._relation) as operation:
        batches = [pyarrow.record_batch(batch) for batch in operation.arrow_batches()]
        frame._session._observe(operation, frame._relation)
        return pyarrow.Table.from_batches(batches, pyarrow.schema(_Schema(operation.schema())))


def arrow_schema(pyarrow: Any, schema: StructType) -> Any:
    """A schema as PyArrow's."""
    from pyrite._engine.arrow.schema import fill_schema
    from pyrite._engine.arrow.structs import ArrowSchema

    struct = ArrowSchema()
    fill_schema(struct, schema, nullable=False)
    return pyarrow.schema(_Schema(struct))


class _Schema:
    """An Arrow schema struct, for libraries that take it by its capsule."""

    def __init__(self, schema: Any) -> None:
        from pyrite._engine.arrow.structs import capsule_of

        self._capsule = capsule_of(schema)

    def __arrow_c_schema__(self) -> Any:
        return self._capsule


def pandas_frame(frame: DataFrame) -> Any:
    """The rows as a pandas DataFrame, with PySpark's choice of dtypes.

    Timestamps are local to the session's time zone and have none; dates are ``datetime.date`` objects; whole numbers
    with missing values become floats. Goes through PyArrow when it is there, which is faster for many rows.
    """
    pandas = _required("pandas")
    schema = frame.schema
    zone = frame._session.conf.get("spark.sql.session.timeZone", "UTC")
    try:
        import pyarrow  # noqa: F401
    except ImportError:
        series = _series_of_rows(pandas, frame, zone)
    else:
        table = arrow_table(frame)
        series = [
            _from_arrow(pandas, table.column(position), field.dataType, zone)
            for position, field in enumerate(schema.fields)
        ]
    if not series:
        return pandas.DataFrame(index=range(frame.count()))
    # Each column stays a block of its own: columns of one type are not copied together.
    result = pandas.DataFrame(dict(enumerate(series)), copy=False)
    result.columns = schema.names
    return result


def _resolution(pandas: Any) -> str:
    """Pandas before 3 knows nanoseconds best; from 3 on, microseconds stay what they are."""
    return "ns" if int(pandas.__version__.split(".")[0]) < 3 else "us"


def _from_arrow(pandas: Any, column: Any, data_type: Any, zone: str | None) -> Any:
    name = type(data_type).__name__
    if name == "TimestampType" and zone in _UTC:
        # The same numbers without a zone: nothing is computed.
        column, name = column.cast("timestamp[us]"), "TimestampNTZType"
    if name == "TimestampNTZType" and _resolution(pandas) == "ns":
        # What nanoseconds cannot hold is left to pandas, which says so in its own words.
        with contextlib.suppress(ValueError):
            column = column.cast("timestamp[ns]")
    series = column.to_pandas(date_as_object=True, maps_as_pydicts="lossy" if _holds_maps(data_type) else None)
    if name == "TimestampType":
        series = series.dt.tz_convert(zone).dt.tz_localize(None)
    if name in ("TimestampType", "TimestampNTZType"):
        wanted = f"datetime64[{_resolution(pandas)}]"
        return series if series.dtype == wanted else series.astype(wanted)
    if name == "DayTimeIntervalType":
        return series.astype(f"timedelta64[{_resolution(pandas)}]")
    if name in _DTYPES and not len(series):
        return series.astype(_DTYPES[name])
    return series


#: Names of the zone in which timestamps are counted.
_UTC = frozenset(["UTC", "Etc/UTC"])


def _holds_maps(data_type: Any) -> bool:
    """Whether there are maps anywhere in a type."""
    name = type(data_type).__name__
    if name == "ArrayType":
        return _holds_maps(data_type.elementType)
    if name == "StructType":
        return any(_holds_maps(field.dataType) for field in data_type.fields)
    return name == "MapType"


def _series_of_rows(pandas: Any, frame: DataFrame, zone: str | None) -> list[Any]:
    fields = frame.schema.fields
    rows = frame.collect()
    columns: list[Any] = [list(column) for column in zip(*rows)] if rows else [[] for _ in fields]
    return [_from_values(pandas, values, field.dataType, zone) for values, field in zip(columns, fields)]


_DTYPES = {
    "ByteType": "int8",
    "ShortType": "int16",
    "IntegerType": "int32",
    "LongType": "int64",
    "FloatType": "float32",
    "DoubleType": "float64",
    "BooleanType": "bool",
}


def _from_values(pandas: Any, values: list[Any], data_type: Any, zone: str | None) -> Any:
    name = type(data_type).__name__
    has_nulls = None in values
    if name in ("FloatType", "DoubleType"):
        return pandas.Series(values, dtype=_DTYPES[name])
    if name == "BooleanType":
        return pandas.Series(values, dtype="object" if has_nulls else "bool")
    if name in _DTYPES:
        return pandas.Series(values, dtype="float64" if has_nulls else _DTYPES[name])
    if name == "TimestampType":
        values = _local_to(zone, values)
    if name in ("TimestampType", "TimestampNTZType"):
        return pandas.Series(values, dtype=f"datetime64[{_resolution(pandas)}]")
    if name == "DayTimeIntervalType":
        return pandas.Series(values, dtype=f"timedelta64[{_resolution(pandas)}]")
    if name == "StringType" and _resolution(pandas) == "us":
        return pandas.Series(values, dtype="str")
    return pandas.Series(values, dtype="object")


def _local_to(zone: str | None, values: list[Any]) -> list[Any]:
    """Rows hold timestamps local to this process; pandas shows those of the session's time zone."""
    import zoneinfo

    target = zoneinfo.ZoneInfo(zone or "UTC")
    return [None if value is None else value.astimezone(target).replace(tzinfo=None) for value in values]


_PACKAGES = {"pyarrow": ("PyArrow", "14.0.0"), "pandas": ("Pandas", "2.2.0"), "plotly": ("plotly", "4.8")}


def _required(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        shown, minimum = _PACKAGES[name.partition(".")[0]]
        raise PySparkImportError(
            errorClass="PACKAGE_NOT_INSTALLED",
            messageParameters={"package_name": shown, "minimum_version": minimum},
        ) from None
