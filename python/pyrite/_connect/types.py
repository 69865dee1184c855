"""Data types between Python and the wire: ``pyrite.sql.types`` <-> ``spark.connect.DataType``."""

from __future__ import annotations

from pyrite.sql import types as t

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# Types without parameters: the wire's field name of each class.
_SIMPLE = {
    "NullType": "null",
    "BinaryType": "binary",
    "BooleanType": "boolean",
    "ByteType": "byte",
    "ShortType": "short",
    "IntegerType": "integer",
    "LongType": "long",
    "FloatType": "float",
    "DoubleType": "double",
    "DateType": "date",
    "TimestampType": "timestamp",
    "TimestampNTZType": "timestamp_ntz",
    "CalendarIntervalType": "calendar_interval",
    "VariantType": "variant",
}
_SIMPLE_CLASSES = {field: name for name, field in _SIMPLE.items()}


def type_message(data_type: t.DataType) -> dict[str, Any]:
    """The ``spark.connect.DataType`` message of a type."""
    name = type(data_type).__name__
    simple = _SIMPLE.get(name)
    if simple is not None:
        return {simple: {}}
    if isinstance(data_type, t.DecimalType):
        return {"decimal": {"precision": data_type.precision, "scale": data_type.scale}}
    if isinstance(data_type, t.CharType):
        return {"char": {"length": data_type.length}}
    if isinstance(data_type, t.VarcharType):
        return {"var_char": {"length": data_type.length}}
    if isinstance(data_type, t.StringType):
        return {"string": {"collation": getattr(data_type, "collation", None) or "UTF8_BINARY"}}
    if isinstance(data_type, t.DayTimeIntervalType):
        return {"day_time_interval": {"start_field": data_type.startField, "end_field": data_type.endField}}
    if isinstance(data_type, t.YearMonthIntervalType):
        return {"year_month_interval": {"start_field": data_type.startField, "end_field": data_type.endField}}
    if isinstance(data_type, t.ArrayType):
        return {"array": {"element_type": type_message(data_type.elementType), "contains_null": data_type.containsNull}}
    if isinstance(data_type, t.MapType):
        return {
            "map": {
                "key_type": type_message(data_type.keyType),
                "value_type": type_message(data_type.valueType),
                "value_contains_null": data_type.valueContainsNull,
            }
        }
    if isinstance(data_type, t.StructType):
        return {"struct": {"fields": [_field_message(field) for field in data_type.fields]}}
    if name == "TimeType":
        return {"time": {"precision": getattr(data_type, "precision", 6)}}

    from pyrite.errors import PySparkTypeError

    raise PySparkTypeError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": str(data_type)})


def _field_message(field: t.StructField) -> dict[str, Any]:
    message: dict[str, Any] = {
        "name": field.name,
        "data_type": type_message(field.dataType),
        "nullable": field.nullable,
    }
    if field.metadata:
        import json

        message["metadata"] = json.dumps(field.metadata)
    return message


def type_from_message(message: dict[str, Any]) -> t.DataType:
    """The type that a ``spark.connect.DataType`` message describes."""
    for kind, body in message.items():
        name = _SIMPLE_CLASSES.get(kind)
        if name is not None:
            return getattr(t, name)()  # type: ignore[no-any-return]
        if kind == "string":
            collation = body.get("collation", "")
            return t.StringType() if collation in ("", "UTF8_BINARY") else t.StringType(collation)
        if kind == "decimal":
            return t.DecimalType(body.get("precision", 10), body.get("scale", 0))
        if kind == "char":
            return t.CharType(body.get("length", 0))
        if kind == "var_char":
            return t.VarcharType(body.get("length", 0))
        if kind == "day_time_interval":
            return t.DayTimeIntervalType(body.get("start_field", 0), body.get("end_field", 3))
        if kind == "year_month_interval":
            return t.YearMonthIntervalType(body.get("start_field", 0), body.get("end_field", 1))
        if kind == "array":
            return t.ArrayType(type_from_message(body["element_type"]), body.get("contains_null", False))
        if kind == "map":
            return t.MapType(
                type_from_message(body["key_type"]),
                type_from_message(body["value_type"]),
                body.get("value_contains_null", False),
            )
        if kind == "struct":
            return t.StructType([_field_from_message(field) for field in body.get("fields", ())])
        if kind == "time":
            return t.TimeType(body.get("precision", 6))

    from pyrite.errors import PySparkTypeError, PySparkValueError

    if "unparsed" in message:
        text = message["unparsed"].get("data_type_string", "")
        raise PySparkValueError(errorClass="CANNOT_PARSE_DATATYPE", messageParameters={"msg": text})
    kind = next(iter(message), "")
    raise PySparkTypeError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": kind})


def _field_from_message(field: dict[str, Any]) -> t.StructField:
    metadata = None
    if field.get("metadata"):
        import json

        metadata = json.loads(field["metadata"])
    return t.StructField(
        field.get("name", ""), type_from_message(field["data_type"]), field.get("nullable", False), metadata
    )
