"""The binary form of Variant values, as the Parquet project describes it: reading, JSON text, and making from JSON.

A value starts with a byte whose two low bits tell a primitive, a short string, an object or an array; the other six
bits say which primitive, how long the string, or how wide the numbers of the object or array. Numbers are
little-endian. The names of fields are in a dictionary of their own, the metadata.
"""

from __future__ import annotations

import base64
import datetime
import json
import struct
from decimal import Decimal
from typing import Any

from pyrite.errors import PySparkValueError

_PRIMITIVE, _SHORT_STRING, _OBJECT, _ARRAY = range(4)
(
    _NULL,
    _TRUE,
    _FALSE,
    _INT1,
    _INT2,
    _INT4,
    _INT8,
    _DOUBLE,
    _DECIMAL4,
    _DECIMAL8,
    _DECIMAL16,
    _DATE,
    _TIMESTAMP,
    _TIMESTAMP_NTZ,
    _FLOAT,
    _BINARY,
    _STRING,
) = range(17)
_INTEGER_BYTES = {_INT1: 1, _INT2: 2, _INT4: 4, _INT8: 8}
#: The bytes and the digits of decimals.
_DECIMALS = {_DECIMAL4: (4, 9), _DECIMAL8: (8, 18), _DECIMAL16: (16, 38)}
_EPOCH = datetime.datetime(1970, 1, 1)


def _malformed() -> PySparkValueError:
    return PySparkValueError(errorClass="MALFORMED_VARIANT", messageParameters={})


def _integer(data: bytes, position: int, size: int, signed: bool = False) -> int:
    if position < 0 or position + size > len(data):
        raise _malformed()
    return int.from_bytes(data[position : position + size], "little", signed=signed)


def _part(data: bytes, position: int, size: int) -> bytes:
    if position < 0 or position + size > len(data):
        raise _malformed()
    return bytes(data[position : position + size])


def names_of(metadata: bytes) -> list[str]:
    """The names in a metadata dictionary."""
    header = _integer(metadata, 0, 1)
    width = (header >> 6) + 1
    count = _integer(metadata, 1, width)
    offsets = [_integer(metadata, 1 + (index + 1) * width, width) for index in range(count + 1)]
    start = 1 + (count + 2) * width
    return [
        _part(metadata, start + low, high - low).decode("utf-8") if low <= high else _fail()
        for low, high in zip(offsets, offsets[1:])
    ]


def _fail() -> Any:
    raise _malformed()


def python_value(value: bytes, metadata: bytes, position: int = 0, zone: str = "UTC") -> Any:
    """The value at a position as Python's dicts, lists and plain values. Raises MALFORMED_VARIANT."""
    return _Reader(value, names_of(metadata), zone).read(position)


class _Reader:
    def __init__(self, data: bytes, names: list[str], zone: str) -> None:
        self._data = data
        self._names = names
        self._zone = zone

    def read(self, at: int) -> Any:
        header = _integer(self._data, at, 1)
        kind, info = header & 3, header >> 2
        if kind == _SHORT_STRING:
            return _part(self._data, at + 1, info).decode("utf-8")
        if kind == _OBJECT:
            return self._object(at + 1, info)
        if kind == _ARRAY:
            return self._array(at + 1, info)
        return self._primitive(at + 1, info)

    def _object(self, at: int, info: int) -> dict[str, Any]:
        offset_width, id_width, count_width = (info & 3) + 1, (info >> 2 & 3) + 1, 4 if info >> 4 & 1 else 1
        count = _integer(self._data, at, count_width)
        ids = at + count_width
        offsets = ids + count * id_width
        values = offsets + (count + 1) * offset_width
        result = {}
        for index in range(count):
            name = _integer(self._data, ids + index * id_width, id_width)
            if name >= len(self._names):
                raise _malformed()
            offset = _integer(self._data, offsets + index * offset_width, offset_width)
            result[self._names[name]] = self.read(values + offset)
        return result

    def _array(self, at: int, info: int) -> list[Any]:
        offset_width, count_width = (info & 3) + 1, 4 if info >> 2 & 1 else 1
        count = _integer(self._data, at, count_width)
        offsets = at + count_width
        values = offsets + (count + 1) * offset_width
        return [
            self.read(values + _integer(self._data, offsets + index * offset_width, offset_width))
            for index in range(count)
        ]

    def _primitive(self, at: int, info: int) -> Any:
        data = self._data
        if info == _NULL:
            return None
        if info in (_TRUE, _FALSE):
            return info == _TRUE
        if info in _INTEGER_BYTES:
            return _integer(data, at, _INTEGER_BYTES[info], signed=True)
        if info in _DECIMALS:
            size, digits = _DECIMALS[info]
            scale, unscaled = _integer(data, at, 1), _integer(data, at + 1, size, signed=True)
            if scale > digits or abs(unscaled) >= 10**digits:
                raise _malformed()
            return Decimal((unscaled < 0, Decimal(abs(unscaled)).as_tuple().digits, -scale))
        if info == _DOUBLE:
            return struct.unpack("<d", _part(data, at, 8))[0]
        if info == _FLOAT:
            return struct.unpack("<f", _part(data, at, 4))[0]
        if info == _DATE:
            return _EPOCH.date() + datetime.timedelta(days=_integer(data, at, 4, signed=True))
        if info in (_TIMESTAMP, _TIMESTAMP_NTZ):
            moment = _EPOCH + datetime.timedelta(microseconds=_integer(data, at, 8, signed=True))
            if info == _TIMESTAMP_NTZ:
                return moment
            from zoneinfo import ZoneInfo

            return moment.replace(tzinfo=datetime.timezone.utc).astimezone(ZoneInfo(self._zone))
        if info in (_BINARY, _STRING):
            body = _part(data, at + 4, _integer(data, at, 4))
            return body.decode("utf-8") if info == _STRING else body
        raise _malformed()


def json_text(value: Any) -> str:
    """JSON of a value that :func:`python_value` gave, without blanks; dates and bytes become texts."""
    if isinstance(value, dict):
        return "{" + ",".join([f"{json.dumps(name)}:{json_text(item)}" for name, item in value.items()]) + "}"
    if isinstance(value, list):
        return "[" + ",".join([json_text(item) for item in value]) + "]"
    if value is None or isinstance(value, (bool, str)):
        return json.dumps(value)
    if isinstance(value, bytes):
        return f'"{base64.b64encode(value).decode("ascii")}"'
    return f'"{value}"' if isinstance(value, (datetime.date, datetime.datetime)) else str(value)


# From JSON


def from_json(text: str) -> tuple[bytes, bytes]:
    """The value and metadata of a JSON text. Raises ValueError when it is none."""
    parsed = json.loads(text, parse_float=_number)
    names: dict[str, int] = {}
    value = _encoded(parsed, names)
    texts = [name.encode("utf-8") for name in names]
    offsets = [0]
    for item in texts:
        offsets.append(offsets[-1] + len(item))
    width = _width(max(offsets[-1], len(texts)))
    metadata = bytes([1 | (width - 1) << 6]) + len(texts).to_bytes(width, "little")
    return value, metadata + b"".join([offset.to_bytes(width, "little") for offset in offsets]) + b"".join(texts)


def _number(text: str) -> Decimal | float:
    """Fractions written without an exponent are decimals when their digits fit."""
    if "e" not in text and "E" not in text:
        number = Decimal(text)
        digits = number.as_tuple()
        if len(digits.digits) <= 38 and int(digits.exponent) >= -38:
            return number
    return float(text)


def _width(largest: int) -> int:
    return max(1, (largest.bit_length() + 7) // 8)


def _primitive_of(kind: int, body: bytes = b"") -> bytes:
    return bytes([kind << 2]) + body


def _encoded(value: Any, names: dict[str, int]) -> bytes:
    if value is None:
        return _primitive_of(_NULL)
    if isinstance(value, bool):
        return _primitive_of(_TRUE if value else _FALSE)
    if isinstance(value, int):
        for kind, size in _INTEGER_BYTES.items():
            if -(1 << 8 * size - 1) <= value < 1 << 8 * size - 1:
                return _primitive_of(kind, value.to_bytes(size, "little", signed=True))
        return _encoded(Decimal(value) if abs(value) < 10**38 else float(value), names)
    if isinstance(value, float):
        return _primitive_of(_DOUBLE, struct.pack("<d", value))
    if isinstance(value, Decimal):
        parts = value.as_tuple()
        scale = -int(parts.exponent)
        unscaled = int("".join(map(str, parts.digits))) * (-1 if parts.sign else 1)
        for kind, (size, digits) in _DECIMALS.items():
            if abs(unscaled) < 10**digits and scale <= digits:
                return _primitive_of(kind, bytes([scale]) + unscaled.to_bytes(size, "little", signed=True))
        return _encoded(float(value), names)
    if isinstance(value, str):
        body = value.encode("utf-8")
        if len(body) < 64:
            return bytes([len(body) << 2 | _SHORT_STRING]) + body
        return _primitive_of(_STRING, len(body).to_bytes(4, "little") + body)
    if isinstance(value, list):
        items = [_encoded(item, names) for item in value]
        return _container(_ARRAY, [], 1, items)
    fields = [(name, names.setdefault(name, len(names)), _encoded(item, names)) for name, item in value.items()]
    fields.sort()
    ids = [number for _, number, _ in fields]
    return _container(_OBJECT, ids, _width(max(ids, default=0)), [item for _, _, item in fields])


def _container(kind: int, ids: list[int], id_width: int, items: list[bytes]) -> bytes:
    offsets = [0]
    for item in items:
        offsets.append(offsets[-1] + len(item))
    width = _width(offsets[-1])
    is_large = len(items) > 255
    info = is_large << 4 | (id_width - 1) << 2 | width - 1 if kind == _OBJECT else is_large << 2 | width - 1
    return b"".join(
        [
            bytes([info << 2 | kind]),
            len(items).to_bytes(4 if is_large else 1, "little"),
            *[number.to_bytes(id_width, "little") for number in ids],
            *[offset.to_bytes(width, "little") for offset in offsets],
            *items,
        ]
    )
