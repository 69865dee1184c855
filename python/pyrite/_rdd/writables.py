"""Hadoop's Writables: the binary forms of keys and values in sequence files."""

from __future__ import annotations

import struct
from typing import Any

from pyrite.errors import SparkException

_PACKAGE = "org.apache.hadoop.io."
TEXT = _PACKAGE + "Text"
BYTES = _PACKAGE + "BytesWritable"
NULL = _PACKAGE + "NullWritable"
INT = _PACKAGE + "IntWritable"
LONG = _PACKAGE + "LongWritable"
FLOAT = _PACKAGE + "FloatWritable"
DOUBLE = _PACKAGE + "DoubleWritable"
BOOLEAN = _PACKAGE + "BooleanWritable"
MAP = _PACKAGE + "MapWritable"
ARRAY = _PACKAGE + "ArrayWritable"
VINT = _PACKAGE + "VIntWritable"
VLONG = _PACKAGE + "VLongWritable"

#: The number of a class inside of a MapWritable.
_NUMBERS = {
    ARRAY: -127,
    BOOLEAN: -126,
    BYTES: -125,
    FLOAT: -124,
    INT: -123,
    LONG: -122,
    MAP: -121,
    NULL: -119,
    TEXT: -116,
}
_CLASSES = {number: name for name, number in _NUMBERS.items()}

_FIXED = {INT: ">i", LONG: ">q", FLOAT: ">f", DOUBLE: ">d"}


def class_of(value: Any) -> str:
    """The class of Writable that a Python value is saved as."""
    if value is None:
        return NULL
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, int):
        return INT if -(1 << 31) <= value < 1 << 31 else LONG
    if isinstance(value, float):
        return DOUBLE
    if isinstance(value, str):
        return TEXT
    if isinstance(value, (bytes, bytearray)):
        return BYTES
    if isinstance(value, dict):
        return MAP
    if isinstance(value, tuple):
        return ARRAY
    raise SparkException(f"Data of type {type(value).__name__} cannot be used")


def write(name: str, value: Any) -> bytes:
    """A value as a Writable of a class."""
    if name == NULL:
        return b""
    if name in _FIXED:
        return struct.pack(_FIXED[name], value)
    if name == BOOLEAN:
        return b"\1" if value else b"\0"
    if name == TEXT:
        data = (value if isinstance(value, str) else str(value)).encode()
        return write_vint(len(data)) + data
    if name == BYTES:
        return struct.pack(">i", len(value)) + bytes(value)
    if name in (VINT, VLONG):
        return write_vint(value)
    if name == MAP:
        return _write_map(value)
    if name == ARRAY:
        kinds = {class_of(item) for item in value}
        if len(kinds) > 1:
            raise SparkException("The elements of a tuple must be of one type to be saved as an ArrayWritable")
        return struct.pack(">i", len(value)) + b"".join([write(kind, item) for kind in kinds for item in value])
    raise SparkException(f"Values cannot be saved as {name}")


def _write_map(value: dict[Any, Any]) -> bytes:
    numbers = dict(_NUMBERS)
    added: list[bytes] = []
    parts = [struct.pack(">i", len(value))]
    for key, item in value.items():
        for side in (key, item):
            kind = class_of(side)
            if kind not in numbers:
                # A class without a fixed number gets one, and the map says which.
                numbers[kind] = len(added) + 1
                added.append(struct.pack(">bH", numbers[kind], len(kind)) + kind.encode())
            parts += [struct.pack(">b", numbers[kind]), write(kind, side)]
    return b"".join([bytes([len(added)]), *added, *parts])


def read(name: str, data: bytes, position: int = 0) -> tuple[Any, int]:
    """The Python value of a Writable, and where it ends."""
    if name == NULL:
        return None, position
    if name in _FIXED:
        layout = _FIXED[name]
        return struct.unpack_from(layout, data, position)[0], position + struct.calcsize(layout)
    if name == BOOLEAN:
        return data[position] != 0, position + 1
    if name == TEXT:
        size, position = read_vint(data, position)
        return data[position : position + size].decode("utf-8", "replace"), position + size
    if name == BYTES:
        (size,) = struct.unpack_from(">i", data, position)
        return bytearray(data[position + 4 : position + 4 + size]), position + 4 + size
    if name in (VINT, VLONG):
        return read_vint(data, position)
    if name == MAP:
        return _read_map(data, position)
    raise SparkException(
        f"Values of the class {name} cannot be read: only those of org.apache.hadoop.io with a Python type can"
    )


def _read_map(data: bytes, position: int) -> tuple[dict[Any, Any], int]:
    added, position = data[position], position + 1
    classes = dict(_CLASSES)
    for _ in range(added):
        (number,) = struct.unpack_from(">b", data, position)
        (size,) = struct.unpack_from(">H", data, position + 1)
        classes[number] = data[position + 3 : position + 3 + size].decode()
        position += 3 + size
    (count,) = struct.unpack_from(">i", data, position)
    position += 4
    found = {}
    for _ in range(count):
        sides = []
        for _ in range(2):
            (number,) = struct.unpack_from(">b", data, position)
            value, position = read(classes.get(number, f"with the number {number}"), data, position + 1)
            sides.append(value)
        found[sides[0]] = sides[1]
    return found, position


def write_vint(value: int) -> bytes:
    """An integer in Hadoop's variable length: small ones in one byte."""
    if -112 <= value <= 127:
        return struct.pack(">b", value)
    start, rest = (-120, ~value) if value < 0 else (-112, value)
    size = (rest.bit_length() + 7) // 8
    return struct.pack(">b", start - size) + rest.to_bytes(size, "big")


def read_vint(data: bytes, position: int) -> tuple[int, int]:
    """An integer of variable length, and where it ends."""
    (first,) = struct.unpack_from(">b", data, position)
    if first >= -112:
        return first, position + 1
    is_negative = first < -120
    size = -(first + 120) if is_negative else -(first + 112)
    rest = int.from_bytes(data[position + 1 : position + 1 + size], "big")
    return (~rest if is_negative else rest), position + 1 + size
