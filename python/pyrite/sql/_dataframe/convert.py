"""Results as tables of PyArrow and pandas."""

from __future__ import annotations

from pyrite.errors import PySparkImportError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.dataframe import DataFrame


def arrow_table(frame: DataFrame) -> Any:
    """The rows as a PyArrow table."""
    pyarrow = _required("pyarrow")
    with frame._session._execute(frame._relation) as operation:
        batches = [pyarrow.record_batch(batch) for batch in operation.arrow_batches()]
        schema = operation.schema()
        return pyarrow.Table.from_batches(batches, pyarrow.schema(_SchemaOf(schema)))


class _SchemaOf:
    """An Arrow schema struct, for libraries that take one by capsule."""

    def __init__(self, schema: Any) -> None:
        from pyrite._engine.arrow.structs import capsule_of

        self._capsule = capsule_of(schema)

    def __arrow_c_schema__(self) -> Any:
        return self._capsule


def pandas_frame(frame: DataFrame) -> Any:
    """The rows as a pandas DataFrame, with PySpark's choice of dtypes.

    Timestamps are local to the session's time zone and have none; dates are ``datetime.date`` objects; whole numbers
    with missing values become floats.
    """
    pandas = _required("pandas")
    schema = frame.schema
    zone = frame._session.conf.get("spark.sql.session.timeZone", "UTC")
    rows = frame.collect()
    columns: list[Any] = [list(column) for column in zip(*rows)] if rows else [[] for _ in schema.fields]
    series = [_series(pandas, values, field.dataType, zone) for values, field in zip(columns, schema.fields)]
    result = pandas.concat(series, axis=1) if series else pandas.DataFrame(index=range(len(rows)))
    result.columns = schema.names
    return result


_DTYPES = {
    "ByteType": "int8",
    "ShortType": "int16",
    "IntegerType": "int32",
    "LongType": "int64",
    "FloatType": "float32",
    "DoubleType": "float64",
    "BooleanType": "bool",
}


def _series(pandas: Any, values: list[Any], data_type: Any, zone: str | None) -> Any:
    name = type(data_type).__name__
    has_nulls = None in values
    if name in ("FloatType", "DoubleType"):
        return pandas.Series(values, dtype=_DTYPES[name])
    if name == "BooleanType":
        return pandas.Series(values, dtype="object" if has_nulls else "bool")
    if name in _DTYPES:
        return pandas.Series(values, dtype="float64" if has_nulls else _DTYPES[name])
    if name == "TimestampNTZType":
        return pandas.Series(values, dtype="datetime64[us]").astype("datetime64[ns]")
    if name == "TimestampType":
        return _local_timestamps(pandas, values, zone)
    if name == "DayTimeIntervalType":
        return pandas.Series(values, dtype="timedelta64[us]").astype("timedelta64[ns]")
    return pandas.Series(values, dtype="object")


def _local_timestamps(pandas: Any, values: list[Any], zone: str | None) -> Any:
    """Rows hold timestamps in this process's time zone; pandas shows them in the session's."""
    from pyrite._connect.literal import timestamp_micros

    micros = [None if value is None else timestamp_micros(value) for value in values]
    utc = pandas.Series(pandas.array(micros, dtype="Int64")).astype("datetime64[us]").dt.tz_localize("UTC")
    return utc.dt.tz_convert(zone).dt.tz_localize(None).astype("datetime64[ns]")


def _required(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        shown, minimum = {"pyarrow": ("PyArrow", "14.0.0"), "pandas": ("Pandas", "2.2.0")}[name]
        raise PySparkImportError(
            errorClass="PACKAGE_NOT_INSTALLED",
            messageParameters={"package_name": shown, "minimum_version": minimum},
        ) from None
