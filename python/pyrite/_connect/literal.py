"""Python values as ``spark.connect.Expression.Literal`` messages, with the text a Column shows for them."""

from __future__ import annotations

import datetime
import sys

from pyrite.errors import PySparkTypeError, PySparkValueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

INT_MIN, INT_MAX = -(1 << 31), (1 << 31) - 1
LONG_MIN, LONG_MAX = -(1 << 63), (1 << 63) - 1

_EPOCH = datetime.datetime(1970, 1, 1)
_EPOCH_UTC = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
_MICROSECOND = datetime.timedelta(microseconds=1)
_NUMPY_KINDS = {
    "int8": ("byte", int),
    "int16": ("short", int),
    "int32": ("integer", int),
    "int64": ("long", int),
    "uint8": ("short", int),
    "uint16": ("integer", int),
    "uint32": ("long", int),
    "float32": ("float", float),
    "float64": ("double", float),
    "bool": ("boolean", bool),
    "bool_": ("boolean", bool),
    "str_": ("string", str),
}


def literal_message(value: Any) -> dict[str, Any]:
    """The ``Literal`` message of a Python (or NumPy) scalar, or of a list of scalars of one type.

    Whole numbers are ``int`` when they fit 32 bits and ``bigint`` otherwise, as in PySpark. Raises ``PySparkTypeError``
    (UNSUPPORTED_DATA_TYPE) for a value without an SQL type.
    """
    value = enum_value(value)
    if value is None:
        return {"null": {"null": {}}}
    if isinstance(value, bool):
        return {"boolean": value}
    if isinstance(value, int) and not _is_numpy(value):
        return _integer(value)
    if isinstance(value, str):
        return {"string": str(value)}
    if _is_numpy(value):
        return _numpy_scalar(value)
    if isinstance(value, float):
        return {"double": value}
    if isinstance(value, (bytes, bytearray)):
        return {"binary": bytes(value)}
    if isinstance(value, datetime.datetime):
        return {"timestamp": timestamp_micros(value)}
    if isinstance(value, datetime.date):
        return {"date": value.toordinal() - 719163}
    if isinstance(value, datetime.timedelta):
        return {"day_time_interval": value // _MICROSECOND}
    if isinstance(value, datetime.time):
        seconds = (value.hour * 60 + value.minute) * 60 + value.second
        return {"time": {"nano": (seconds * 1_000_000 + value.microsecond) * 1000, "precision": 6}}
    if _is_decimal(value):
        return {"decimal": _decimal(value)}
    if isinstance(value, list):
        return {"array": _array(value)}
    raise PySparkTypeError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": type(value).__name__})


def enum_value(value: Any) -> Any:
    """The value of an ``Enum`` member, anything else unchanged. Does not import :mod:`enum` for it."""
    enum = sys.modules.get("enum")
    return value.value if enum is not None and isinstance(value, enum.Enum) else value


def timestamp_micros(value: datetime.datetime) -> int:
    """Microseconds since 1970 in UTC. A time without zone is taken as local time, like PySpark does."""
    if value.tzinfo is None:
        import time

        seconds = int(time.mktime(value.timetuple()))
        return seconds * 1_000_000 + value.microsecond
    return (value - _EPOCH_UTC) // _MICROSECOND


def _integer(value: int) -> dict[str, Any]:
    if INT_MIN <= value <= INT_MAX:
        return {"integer": int(value)}
    if LONG_MIN <= value <= LONG_MAX:
        return {"long": int(value)}
    raise PySparkValueError(
        errorClass="VALUE_NOT_BETWEEN",
        messageParameters={"arg_name": "value", "min": str(LONG_MIN), "max": str(LONG_MAX)},
    )


def _is_numpy(value: Any) -> bool:
    numpy = sys.modules.get("numpy")
    return numpy is not None and isinstance(value, numpy.generic)


def _numpy_scalar(value: Any) -> dict[str, Any]:
    name = value.dtype.name
    if name in _NUMPY_KINDS:
        kind, convert = _NUMPY_KINDS[name]
        return {kind: convert(value)}
    if value.dtype.kind == "U":
        return {"string": str(value)}
    if value.dtype.kind == "M":
        return literal_message(value.astype("datetime64[us]").item())
    if value.dtype.kind == "m":
        return literal_message(value.astype("timedelta64[us]").item())
    raise PySparkTypeError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": type(value).__name__})


def _is_decimal(value: Any) -> bool:
    decimal = sys.modules.get("decimal")
    return decimal is not None and isinstance(value, decimal.Decimal)


def _decimal(value: Any) -> dict[str, Any]:
    if not value.is_finite():
        raise PySparkValueError(
            errorClass="VALUE_NOT_ALLOWED", messageParameters={"arg_name": "value", "allowed_values": "finite decimals"}
        )
    _, digits, exponent = value.as_tuple()
    scale = max(-exponent, 0)
    return {
        "value": format(value, "f"),
        "precision": max(len(digits) + max(exponent, 0), scale),
        "scale": scale,
    }


def _array(values: list[Any]) -> dict[str, Any]:
    if not values or values[0] is None:
        raise PySparkTypeError(errorClass="CANNOT_INFER_ARRAY_ELEMENT_TYPE", messageParameters={})
    elements = [literal_message(value) for value in values]
    return {"element_type": _literal_type(elements[0]), "elements": elements}


def _literal_type(literal: dict[str, Any]) -> dict[str, Any]:
    (kind, body), *_ = literal.items()
    if kind == "decimal":
        return {"decimal": {"precision": body["precision"], "scale": body["scale"]}}
    if kind == "array":
        return {"array": {"element_type": body["element_type"], "contains_null": True}}
    if kind == "string":
        return {"string": {"collation": "UTF8_BINARY"}}
    if kind == "day_time_interval":
        return {kind: {"start_field": 0, "end_field": 3}}
    if kind == "time":
        return {kind: {"precision": 6}}
    return {kind: {}}


def literal_text(value: Any) -> str:
    """What ``Column``'s representation shows for a literal: SQL-like, strings quoted, ``L`` after a bigint."""
    value = enum_value(value)
    if value is None:
        return "NULL"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if INT_MIN <= value <= INT_MAX else f"{value}L"
    if isinstance(value, str):
        return f"'{value}'"
    if isinstance(value, float):
        return double_text(value)
    if isinstance(value, (bytes, bytearray)):
        return f"X'{bytes(value).hex().upper()}'"
    if isinstance(value, datetime.datetime):
        fraction = f"{value.microsecond:06d}".rstrip("0") or "0"
        return value.strftime("%Y-%m-%d %H:%M:%S.") + fraction
    if isinstance(value, datetime.timedelta):
        return _duration_text(value)
    if isinstance(value, datetime.time):
        return value.isoformat() if value.second or value.microsecond else value.strftime("%H:%M")
    if isinstance(value, list):
        return f"[{','.join([literal_text(item) for item in value])}]"
    return str(value)


def double_text(value: float) -> str:
    """A double as the JVM writes it: ``1.5``, ``1.0E10``, ``NaN``, ``Infinity``."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "Infinity" if value > 0 else "-Infinity"
    if value == 0 or 1e-3 <= abs(value) < 1e7:
        text = repr(value)
        if "e" not in text:
            return text
        return format(value, "f")
    mantissa, exponent = format(value, "e").split("e")
    digits = repr(value).split("e")[0].replace("-", "").replace(".", "").strip("0") or "0"
    sign = "-" if mantissa.startswith("-") else ""
    return f"{sign}{digits[0]}.{digits[1:] or '0'}E{int(exponent)}"


def _duration_text(value: datetime.timedelta) -> str:
    micros = value // _MICROSECOND
    sign = -1 if micros < 0 else 1
    seconds, fraction = divmod(abs(micros), 1_000_000)
    hours, rest = divmod(seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    parts = [f"{sign * hours}H" if hours else "", f"{sign * minutes}M" if minutes else ""]
    if seconds or fraction or not (hours or minutes):
        digits = f".{fraction:06d}".rstrip("0") if fraction else ""
        parts.append(f"{'-' if sign < 0 and (seconds or fraction) else ''}{seconds}{digits}S")
    return "PT" + "".join(parts)


def value_of_literal(message: dict[str, Any]) -> Any:
    """The Python value of a ``Literal`` message that the engine sent."""
    if not message:
        return None
    body: Any
    kind, body = next(((kind, body) for kind, body in message.items() if kind != "data_type"), ("null", None))
    if kind == "null":
        return None
    if kind == "decimal":
        import decimal

        return decimal.Decimal(body["value"])
    if kind == "date":
        return datetime.date.fromordinal(body + 719163)
    if kind == "timestamp":
        return (_EPOCH_UTC + body * _MICROSECOND).astimezone().replace(tzinfo=None)
    if kind == "timestamp_ntz":
        return _EPOCH + body * _MICROSECOND
    if kind == "day_time_interval":
        return body * _MICROSECOND
    if kind == "array":
        return [value_of_literal(element) for element in body.get("elements", ())]
    if kind == "map":
        keys = [value_of_literal(key) for key in body.get("keys", ())]
        return dict(zip(keys, map(value_of_literal, body.get("values", ()))))
    if kind == "struct":
        from pyrite.sql.types import Row

        names = [field.get("name", "") for field in body["struct_type"]["struct"].get("fields", ())]
        return Row(*names)(*map(value_of_literal, body.get("elements", ())))
    return body
