"""Protobuf's wire format for the messages of :mod:`pyrite._connect.messages`, without generated classes.

A message is a plain ``dict`` from field names to values: numbers, text, ``bytes``, a ``dict`` for a nested message or
a map, a ``list`` for a repeated field. A nested message may also be an :class:`Encodable`, which brings its own bytes;
plans are built from those, so that a node is encoded once however often it is used, and depth costs no recursion.
"""

from __future__ import annotations

import struct

from .messages import MESSAGES

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Field = tuple[int, str, str, str | None, bool, bool]

_VARINT, _FIXED64, _LENGTH, _FIXED32 = 0, 1, 2, 5
_WIRE_TYPES = {
    "bool": _VARINT,
    "enum": _VARINT,
    "int32": _VARINT,
    "int64": _VARINT,
    "uint32": _VARINT,
    "uint64": _VARINT,
    "double": _FIXED64,
    "float": _FIXED32,
}
_RANGES = {
    "enum": (-(1 << 31), (1 << 31) - 1),
    "int32": (-(1 << 31), (1 << 31) - 1),
    "int64": (-(1 << 63), (1 << 63) - 1),
    "uint32": (0, (1 << 32) - 1),
    "uint64": (0, (1 << 64) - 1),
}
_MASK = (1 << 64) - 1

_fields_by_name: dict[str, dict[str, Field]] = {}
_fields_by_number: dict[str, dict[int, Field]] = {}


class Encodable:
    """A message that knows its own bytes.

    ``encoded`` is ``None`` while the bytes depend on the plan they are put into (a Python function is registered with
    the session that runs it); :meth:`resolve` then gives the message for that plan.
    """

    __slots__ = ("encoded",)

    encoded: bytes | None

    def resolve(self, context: Any) -> dict[str, Any]:
        raise NotImplementedError

    def bytes_for(self, context: Any) -> bytes:
        """The bytes of this message; raises :class:`ContextNeeded` when they need a context and there is none."""
        if self.encoded is not None:
            return self.encoded
        if context is None:
            raise ContextNeeded
        return encode(self.message_type(), self.resolve(context), context)

    def message_type(self) -> str:
        raise NotImplementedError


class ContextNeeded(Exception):
    """Part of a message can only be encoded for a given plan."""


def fields(message_type: str) -> dict[str, Field]:
    """The fields of a message by name: (number, name, scalar type, nested message, repeated, has presence)."""
    known = _fields_by_name.get(message_type)
    if known is None:
        known = {}
        for entry in MESSAGES[message_type].split(";"):
            if entry:
                number, name, kind = entry.split()
                known[name] = _parse_field(int(number), name, kind)
        _fields_by_name[message_type] = known
        _fields_by_number[message_type] = {field[0]: field for field in known.values()}
    return known


def _parse_field(number: int, name: str, kind: str) -> Field:
    repeated = kind[0] == "*"
    presence = kind[0] == "?"
    is_map = kind[0] == "%"
    base = kind[1:] if repeated or presence or is_map else kind
    nested = base if base in MESSAGES else None
    return (number, name, "map " + base if is_map else base, nested, repeated, presence)


def encode(message_type: str, message: dict[str, Any], context: Any = None) -> bytes:
    """Encodes a message. Fields are written in the order of their numbers, values that are ``None`` are left out.

    Raises ``ValueError`` for a number out of its type's range and ``TypeError`` for a value of a wrong type.
    """
    table = fields(message_type)
    chunks: list[tuple[int, bytes]] = []
    for name, value in message.items():
        if value is None:
            continue
        field = table[name]
        number, _, kind, nested, repeated, presence = field
        if kind[:4] == "map ":
            chunk = b"".join(_encode_map_entry(field, key, item, context) for key, item in value.items())
        elif nested is not None:
            prefix = _varint(number << 3 | _LENGTH)
            items = value if repeated else (value,)
            chunk = b"".join(prefix + _delimited(_nested_bytes(nested, item, context)) for item in items)
        elif repeated:
            chunk = _encode_repeated(number, kind, value)
        elif presence or value:
            chunk = _varint(number << 3 | _WIRE_TYPES.get(kind, _LENGTH)) + _scalar(kind, value)
        else:
            continue
        chunks.append((number, chunk))
    if len(chunks) == 1:
        return chunks[0][1]
    chunks.sort()
    return b"".join([chunk for _, chunk in chunks])


def _nested_bytes(message_type: str, value: Any, context: Any) -> bytes:
    if isinstance(value, Encodable):
        return value.bytes_for(context)
    return encode(message_type, value, context)


def _encode_map_entry(field: Field, key: str, value: Any, context: Any) -> bytes:
    number, _, kind, nested, _, _ = field
    entry = b"\x0a" + _scalar("string", key)
    if nested is not None:
        entry += b"\x12" + _delimited(_nested_bytes(nested, value, context))
    else:
        base = kind[4:]
        entry += _varint(2 << 3 | _WIRE_TYPES.get(base, _LENGTH)) + _scalar(base, value)
    return _varint(number << 3 | _LENGTH) + _delimited(entry)


def _encode_repeated(number: int, kind: str, values: Any) -> bytes:
    if not values:
        return b""
    prefix = _varint(number << 3 | _LENGTH)
    if kind in _WIRE_TYPES:
        return prefix + _delimited(b"".join([_scalar(kind, value) for value in values]))
    return b"".join([prefix + _scalar(kind, value) for value in values])


def _scalar(kind: str, value: Any) -> bytes:
    if kind == "string":
        if not isinstance(value, str):
            raise TypeError(f"a text was expected, got {type(value).__name__}")
        return _delimited(value.encode("utf-8"))
    if kind == "bytes":
        return _delimited(bytes(value))
    if kind == "bool":
        return b"\x01" if value else b"\x00"
    if kind == "double":
        return struct.pack("<d", value)
    if kind == "float":
        return struct.pack("<f", value)
    number = value.__index__() if hasattr(value, "__index__") else None
    if number is None:
        raise TypeError(f"a whole number was expected, got {type(value).__name__}")
    low, high = _RANGES[kind]
    if not low <= number <= high:
        raise ValueError(f"Value out of range: {number}")
    return _varint(number & _MASK)


def _delimited(data: bytes) -> bytes:
    return _varint(len(data)) + data


def _varint(value: int) -> bytes:
    if value < 0x80:
        return value.to_bytes(1, "little")
    out = bytearray()
    while value >= 0x80:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def decode(message_type: str, data: bytes) -> dict[str, Any]:
    """Decodes a message. Only the fields that were sent are in the result; fields not in the table are skipped.

    Raises ``ValueError`` when the bytes are not a message.
    """
    fields(message_type)
    table = _fields_by_number[message_type]
    message: dict[str, Any] = {}
    position, end = 0, len(data)
    while position < end:
        tag, position = _read_varint(data, position)
        wire_type = tag & 7
        value: Any
        if wire_type == _VARINT:
            value, position = _read_varint(data, position)
        elif wire_type == _LENGTH:
            size, position = _read_varint(data, position)
            value = data[position : position + size]
            position += size
        elif wire_type in (_FIXED64, _FIXED32):
            size = 8 if wire_type == _FIXED64 else 4
            value = data[position : position + size]
            position += size
        else:
            raise ValueError(f"a field has the unknown wire type {wire_type}")
        if position > end:
            raise ValueError("a message ends in the middle of a field")
        field = table.get(tag >> 3)
        if field is not None:
            _store(message, field, wire_type, value)
    return message


def _store(message: dict[str, Any], field: Field, wire_type: int, value: Any) -> None:
    _, name, kind, nested, repeated, _ = field
    if kind[:4] == "map ":
        key, item = _decode_map_entry(kind[4:], nested, value)
        message.setdefault(name, {})[key] = item
    elif nested is not None:
        item = decode(nested, value)
        if repeated:
            message.setdefault(name, []).append(item)
        else:
            message[name] = {**message[name], **item} if name in message else item
    elif not repeated:
        message[name] = _read_scalar(kind, value)
    elif wire_type == _LENGTH and kind in _WIRE_TYPES:
        message.setdefault(name, []).extend(_read_packed(kind, value))
    else:
        message.setdefault(name, []).append(_read_scalar(kind, value))


def _decode_map_entry(kind: str, nested: str | None, data: bytes) -> tuple[str, Any]:
    key, value = "", {} if nested else _DEFAULTS.get(kind, 0)
    position = 0
    while position < len(data):
        tag, position = _read_varint(data, position)
        size = {_FIXED64: 8, _FIXED32: 4}.get(tag & 7, 0)
        raw: Any
        if tag & 7 == _LENGTH:
            size, position = _read_varint(data, position)
        if tag & 7 == _VARINT:
            raw, position = _read_varint(data, position)
        else:
            raw = data[position : position + size]
            position += size
        if tag >> 3 == 1:
            key = raw.decode("utf-8")
        else:
            value = decode(nested, raw) if nested else _read_scalar(kind, raw)
    return key, value


_DEFAULTS = {"string": "", "bytes": b"", "bool": False, "double": 0.0, "float": 0.0}


def _read_packed(kind: str, data: bytes) -> list[Any]:
    if kind == "double" or kind == "float":
        width, code = (8, "d") if kind == "double" else (4, "f")
        return list(struct.unpack(f"<{len(data) // width}{code}", data))
    values, position = [], 0
    while position < len(data):
        raw, position = _read_varint(data, position)
        values.append(_read_scalar(kind, raw))
    return values


def _read_scalar(kind: str, raw: Any) -> Any:
    if kind == "string":
        return raw.decode("utf-8")
    if kind == "bytes":
        return bytes(raw)
    if kind == "bool":
        return raw != 0
    if kind == "double":
        return struct.unpack("<d", raw)[0]
    if kind == "float":
        return struct.unpack("<f", raw)[0]
    if kind in ("int32", "int64", "enum") and raw >> 63:
        return raw - (1 << 64)
    return raw


def _read_varint(data: bytes, position: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        if position >= len(data) or shift > 63:
            raise ValueError("a message holds a number that does not end")
        byte = data[position]
        position += 1
        result |= (byte & 0x7F) << shift
        if byte < 0x80:
            return result & _MASK, position
        shift += 7
