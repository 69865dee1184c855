"""Arrow types from and to Spark types."""

from __future__ import annotations

import ctypes
from typing import Any

from pyrite._engine.arrow.structs import FLAG_NULLABLE, RELEASE_SCHEMA, ArrowSchema, heap
from pyrite.errors import PySparkTypeError
from pyrite.sql.types import (
    ArrayType,
    BinaryType,
    BooleanType,
    ByteType,
    CalendarIntervalType,
    CharType,
    DataType,
    DateType,
    DayTimeIntervalType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    MapType,
    NullType,
    ShortType,
    StringType,
    StructField,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    YearMonthIntervalType,
)

_BY_FORMAT: dict[str, type[DataType]] = {
    "n": NullType,
    "b": BooleanType,
    "c": ByteType,
    "s": ShortType,
    "i": IntegerType,
    "l": LongType,
    "f": FloatType,
    "g": DoubleType,
    "u": StringType,
    "U": StringType,
    "vu": StringType,
    "z": BinaryType,
    "Z": BinaryType,
    "vz": BinaryType,
    "tdD": DateType,
    "tdm": DateType,
    "tiM": YearMonthIntervalType,
    "tin": CalendarIntervalType,
    "ttu": TimeType,
    "ttn": TimeType,
}

_FORMATS: dict[type[DataType], str] = {
    NullType: "n",
    BooleanType: "b",
    ByteType: "c",
    ShortType: "s",
    IntegerType: "i",
    LongType: "l",
    FloatType: "f",
    DoubleType: "g",
    StringType: "u",
    CharType: "u",
    VarcharType: "u",
    BinaryType: "z",
    DateType: "tdD",
    TimeType: "ttn",
    TimestampType: "tsu:UTC",
    TimestampNTZType: "tsu:",
    DayTimeIntervalType: "tDu",
    YearMonthIntervalType: "tiM",
    ArrayType: "+l",
    MapType: "+m",
    StructType: "+s",
}


def unsupported(data_type: Any) -> PySparkTypeError:
    """The error for a type that has no counterpart."""
    return PySparkTypeError(
        errorClass="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION", messageParameters={"data_type": str(data_type)}
    )


def format_of(schema: Any) -> str:
    """The format string of an Arrow type."""
    return (schema.format or b"").decode()


def name_of(schema: Any) -> str:
    """The name of an Arrow field; empty when it has none."""
    return (schema.name or b"").decode("utf-8", "replace")


def children_of(schema: Any) -> list[Any]:
    """The types inside an Arrow type."""
    return [schema.children[index].contents for index in range(schema.n_children)]


def type_from_arrow(schema: Any) -> DataType:
    """The Spark type of an ArrowSchema."""
    if schema.dictionary:
        return type_from_arrow(schema.dictionary.contents)
    form = format_of(schema)
    simple = _BY_FORMAT.get(form)
    if simple is not None:
        return simple()
    if form.startswith("d:"):
        precision, scale = form[2:].split(",")[:2]
        return DecimalType(int(precision), int(scale))
    if form.startswith("ts"):
        return TimestampType() if form[4:] else TimestampNTZType()
    if form.startswith("tD"):
        return DayTimeIntervalType()
    if form == "+s":
        return schema_from_arrow(schema)
    children = children_of(schema)
    if form in ("+l", "+L", "+vl", "+vL") or form.startswith("+w:"):
        return ArrayType(type_from_arrow(children[0]), bool(children[0].flags & FLAG_NULLABLE))
    if form == "+m":
        key, value = children_of(children[0])
        return MapType(type_from_arrow(key), type_from_arrow(value), bool(value.flags & FLAG_NULLABLE))
    raise unsupported(form)


def schema_from_arrow(schema: Any) -> StructType:
    """The Spark type of an ArrowSchema that is a struct, such as a result's or a stream's."""
    return StructType(
        [
            StructField(name_of(child), type_from_arrow(child), bool(child.flags & FLAG_NULLABLE))
            for child in children_of(schema)
        ]
    )


def arrow_format(data_type: DataType) -> str:
    """The format string of a Spark type."""
    if isinstance(data_type, DecimalType):
        return f"d:{data_type.precision},{data_type.scale}"
    form = _FORMATS.get(type(data_type))
    if form is None:
        raise unsupported(data_type)
    return form


def fill_schema(out: Any, data_type: DataType, name: str = "", nullable: bool = True) -> None:
    """Writes a Spark type into an ArrowSchema that its receiver releases."""
    # A user-defined type tells its SQL type so.
    stored_as = getattr(data_type, "sqlType", None)
    if stored_as is not None:
        data_type = stored_as()
    children: list[Any] = []
    if isinstance(data_type, StructType):
        children = [_schema(field.dataType, field.name, field.nullable) for field in data_type.fields]
    elif isinstance(data_type, ArrayType):
        children = [_schema(data_type.elementType, "element", data_type.containsNull)]
    elif isinstance(data_type, MapType):
        entries = StructType(
            [
                StructField("key", data_type.keyType, False),
                StructField("value", data_type.valueType, data_type.valueContainsNull),
            ]
        )
        children = [_schema(entries, "entries", False)]
    pointers = (ctypes.POINTER(ArrowSchema) * len(children))(*map(ctypes.pointer, children))
    out.format = form = arrow_format(data_type).encode()
    out.name = encoded = name.encode()
    out.metadata = None
    out.flags = FLAG_NULLABLE if nullable else 0
    out.n_children = len(children)
    out.children = pointers
    out.dictionary = None
    out.private_data = heap.keep((children, pointers, form, encoded))
    out.release = RELEASE_SCHEMA


def _schema(data_type: DataType, name: str, nullable: bool) -> ArrowSchema:
    schema = ArrowSchema()
    fill_schema(schema, data_type, name, nullable)
    return schema
