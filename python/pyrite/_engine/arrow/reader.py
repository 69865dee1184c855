"""Arrow columns as lists of Python values.

A decoder is chosen once for each column, from its type; it then turns whole columns into lists with as few Python
operations for a value as possible. Decoders take the array's address, a first row and a number of rows.
"""

from __future__ import annotations

import array
import ctypes
import decimal
import os
from collections.abc import Callable
from itertools import chain, repeat
from typing import Any, cast

from pyrite._engine.arrow import temporal
from pyrite._engine.arrow.schema import children_of, format_of, name_of, unsupported
from pyrite.errors import PySparkNotImplementedError
from pyrite.sql._types.row import row_class
from pyrite.sql.types import VariantVal

#: (array, first row, rows) -> values. The first row does not include the array's own offset.
Decoder = Callable[[Any, int, int], list[Any]]

#: The eight bits of each byte, lowest first: as bytes of 0 and 1, and as truth values.
_BITS = [bytes(value >> bit & 1 for bit in range(8)) for value in range(256)]
_FLAGS = [tuple(bool(value >> bit & 1) for bit in range(8)) for value in range(256)]

_DECIMALS = decimal.Context(prec=80, Emax=999999, Emin=-999999)


def _bytes_at(address: int, size: int) -> bytes:
    return ctypes.string_at(address, size) if size > 0 and address else b""


def _numbers(code: str, address: int | None, first: int, count: int) -> array.array[Any]:
    """Numbers of a fixed width, as array.array names them by ``code``."""
    values = array.array(code)
    size = values.itemsize
    values.frombytes(_bytes_at((address or 0) + first * size, count * size))
    return values


def _bitmap(address: int | None, first: int, count: int) -> tuple[bytes, int]:
    """The bytes of a bitmap that hold these rows, and the bit of the first row in the first byte."""
    start = first >> 3
    return _bytes_at((address or 0) + start, ((first + count + 7) >> 3) - start), first & 7


def _validity(source: Any, first: int, count: int) -> bytes | None:
    """A byte of 0 or 1 for each row; None when no row is null."""
    if source.null_count == 0 or source.n_buffers == 0 or not source.buffers[0]:
        return None
    bitmap, skip = _bitmap(source.buffers[0], source.offset + first, count)
    flags = b"".join(map(_BITS.__getitem__, bitmap))[skip : skip + count]
    return None if flags.find(0) < 0 else flags


def _put_nulls(values: list[Any], validity: bytes | None) -> list[Any]:
    if validity is not None:
        position = validity.find(0)
        while position >= 0:
            values[position] = None
            position = validity.find(0, position + 1)
    return values


def _fixed(code: str) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        values = _numbers(code, source.buffers[1], source.offset + first, count).tolist()
        return _put_nulls(values, _validity(source, first, count))

    return decode


def _converted(code: str, convert: Callable[[list[Any]], list[Any]]) -> Decoder:
    """Numbers that become other objects. Null slots hold any number: only valid ones are converted."""

    def decode(source: Any, first: int, count: int) -> list[Any]:
        numbers = _numbers(code, source.buffers[1], source.offset + first, count).tolist()
        return _convert_valid(numbers, _validity(source, first, count), convert)

    return decode


def _convert_valid(numbers: list[Any], validity: bytes | None, convert: Callable[[list[Any]], list[Any]]) -> list[Any]:
    if validity is None:
        return convert(numbers)
    following = iter(convert([number for number, valid in zip(numbers, validity) if valid]))
    return [next(following) if valid else None for valid in validity]


def _null(source: Any, first: int, count: int) -> list[Any]:
    return [None] * count


def _boolean(source: Any, first: int, count: int) -> list[Any]:
    bitmap, skip = _bitmap(source.buffers[1], source.offset + first, count)
    values = list(chain.from_iterable(map(_FLAGS.__getitem__, bitmap)))[skip : skip + count]
    return _put_nulls(values, _validity(source, first, count))


def _text(data: bytes, starts: Any, ends: Any) -> list[Any]:
    if data.isascii():
        whole = data.decode("ascii")
        return [whole[start:end] for start, end in zip(starts, ends)]
    # A byte that is no UTF-8 shows as the replacement character, as it does in Spark.
    return [data[start:end].decode("utf-8", "replace") for start, end in zip(starts, ends)]


def _binary(data: bytes, starts: Any, ends: Any) -> list[Any]:
    return [data[start:end] for start, end in zip(starts, ends)]


def _variable(code: str, slice_all: Callable[[bytes, Any, Any], list[Any]]) -> Decoder:
    """Strings and bytes with offsets."""

    def decode(source: Any, first: int, count: int) -> list[Any]:
        if count == 0:
            return []
        offsets = _numbers(code, source.buffers[1], source.offset + first, count + 1)
        base = offsets[0]
        data = _bytes_at((source.buffers[2] or 0) + base, offsets[-1] - base)
        ends = offsets.tolist() if base == 0 else [offset - base for offset in offsets]
        values = slice_all(data, ends, ends[1:])
        return _put_nulls(values, _validity(source, first, count))

    return decode


def _view(text: bool) -> Decoder:
    """Strings and bytes as 16-byte views: a length, then either 12 bytes or a prefix, a buffer and an offset."""

    def decode(source: Any, first: int, count: int) -> list[Any]:
        raw = _bytes_at((source.buffers[1] or 0) + (source.offset + first) * 16, count * 16)
        words = array.array("i", raw)
        lengths = words[::4].tolist()
        validity = _validity(source, first, count)
        if validity is not None:
            # What a null's view holds is undefined.
            lengths = [length if valid else 0 for length, valid in zip(lengths, validity)]
        inline_starts = range(4, 4 + 16 * count, 16)
        if max(lengths, default=0) <= 12:
            if text and raw.isascii():
                whole = raw.decode("ascii")
                values: list[Any] = [whole[p : p + n] for p, n in zip(inline_starts, lengths)]
            else:
                values = [raw[p : p + n] for p, n in zip(inline_starts, lengths)]
                values = [value.decode("utf-8", "replace") for value in values] if text else values
            return _put_nulls(values, validity)
        # The last buffer holds the sizes of the data buffers between it and the views.
        data_count = source.n_buffers - 3
        sizes = _numbers("q", source.buffers[source.n_buffers - 1], 0, data_count)
        data = [_bytes_at(source.buffers[2 + index], sizes[index]) for index in range(data_count)]
        pieces = [
            raw[p : p + n] if n <= 12 else data[b][o : o + n]
            for p, n, b, o in zip(inline_starts, lengths, words[2::4], words[3::4])
        ]
        values = [piece.decode("utf-8", "replace") for piece in pieces] if text else pieces
        return _put_nulls(values, validity)

    return decode


def _decimal(form: str) -> Decoder:
    parts = [int(part) for part in form[2:].split(",")]
    precision, scale = parts[:2]
    width = parts[2] if len(parts) > 2 else 128
    # A product's digits and exponent are exact: 150 * 1E-2 is 1.50.
    unit = decimal.Decimal((0, (1,), -scale))

    def convert(numbers: list[int]) -> list[Any]:
        return list(map(_DECIMALS.multiply, map(decimal.Decimal, numbers), repeat(unit)))

    if width in (32, 64):
        return _converted("i" if width == 32 else "q", convert)
    if width != 128:
        raise unsupported(form)

    def decode(source: Any, first: int, count: int) -> list[Any]:
        address, position = source.buffers[1], (source.offset + first) * 2
        if precision <= 18:
            numbers = _numbers("q", address, position, count * 2)[::2].tolist()
        else:
            low = _numbers("Q", address, position, count * 2)[::2]
            high = _numbers("q", address, position, count * 2)[1::2]
            numbers = [upper << 64 | lower for upper, lower in zip(high, low)]
        return _convert_valid(numbers, _validity(source, first, count), convert)

    return decode


_PER_MICRO = {"s": (1_000_000, 1), "m": (1_000, 1), "u": (1, 1), "n": (1, 1_000)}


def _scaled(unit: str, convert: Callable[[list[int]], list[Any]]) -> Callable[[list[int]], list[Any]]:
    """``convert`` for numbers of another unit than microseconds."""
    times, divided = _PER_MICRO[unit]
    if times == divided:
        return convert
    return lambda numbers: convert([number * times // divided for number in numbers])


def _not_collected(feature: str) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        if count == 0:
            return []
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"{feature}.fromInternal"}
        )

    return decode


def _list(code: str, element: Decoder) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        if count == 0:
            return []
        offsets = _numbers(code, source.buffers[1], source.offset + first, count + 1)
        base = offsets[0]
        flat = element(source.children[0].contents, base, offsets[-1] - base)
        ends = offsets.tolist() if base == 0 else [offset - base for offset in offsets]
        values: list[Any] = [flat[start:end] for start, end in zip(ends, ends[1:])]
        return _put_nulls(values, _validity(source, first, count))

    return decode


def _list_view(code: str, element: Decoder) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        starts = _numbers(code, source.buffers[1], source.offset + first, count)
        sizes = _numbers(code, source.buffers[2], source.offset + first, count)
        child = source.children[0].contents
        flat = element(child, 0, child.length)
        values: list[Any] = [flat[start : start + size] for start, size in zip(starts, sizes)]
        return _put_nulls(values, _validity(source, first, count))

    return decode


def _fixed_list(size: int, element: Decoder) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        flat = element(source.children[0].contents, (source.offset + first) * size, count * size)
        values: list[Any] = [flat[row * size : (row + 1) * size] for row in range(count)]
        return _put_nulls(values, _validity(source, first, count))

    return decode


def _map(key: Decoder, value: Decoder) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        if count == 0:
            return []
        offsets = _numbers("i", source.buffers[1], source.offset + first, count + 1)
        base, size = offsets[0], offsets[-1] - offsets[0]
        entries = source.children[0].contents
        start = entries.offset + base
        keys = key(entries.children[0].contents, start, size)
        values = value(entries.children[1].contents, start, size)
        ends = offsets.tolist() if base == 0 else [offset - base for offset in offsets]
        maps: list[Any] = [dict(zip(keys[a:b], values[a:b])) for a, b in zip(ends, ends[1:])]
        return _put_nulls(maps, _validity(source, first, count))

    return decode


def row_maker(names: list[str]) -> Callable[[Any], list[Any]]:
    """A function from an iterable of tuples to rows with these field names.

    The names are an attribute of a class made for them: rows then need no dict of their own, which halves their cost.
    """
    kind = row_class(names)
    return lambda tuples: list(map(tuple.__new__, repeat(kind), tuples))


def _struct(names: list[str], fields: list[Decoder]) -> Decoder:
    make_rows = row_maker(names)

    def decode(source: Any, first: int, count: int) -> list[Any]:
        return _put_nulls(make_rows(columns(source, fields, first, count)), _validity(source, first, count))

    return decode


def _variant(value: Decoder, dictionary: Decoder) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        pairs = columns(source, [value, dictionary], first, count)
        validity = _validity(source, first, count)
        return [
            VariantVal(cast(bytes, bytearray(body)), cast(bytes, bytearray(names)))
            if validity is None or validity[row]
            else None
            for row, (body, names) in enumerate(pairs)
        ]

    return decode


def columns(source: Any, fields: list[Decoder], first: int, count: int) -> Any:
    """An iterable of one tuple for each row of a struct array."""
    if not fields:
        return repeat((), count)
    start = source.offset + first
    return zip(*[field(source.children[index].contents, start, count) for index, field in enumerate(fields)])


def _dictionary(code: str, values: Decoder) -> Decoder:
    def decode(source: Any, first: int, count: int) -> list[Any]:
        entries = source.dictionary.contents
        known = values(entries, 0, entries.length)
        indices = _numbers(code, source.buffers[1], source.offset + first, count).tolist()
        return _convert_valid(indices, _validity(source, first, count), lambda found: [known[i] for i in found])

    return decode


_INTEGERS = {"c": "b", "C": "B", "s": "h", "S": "H", "i": "i", "I": "I", "l": "q", "L": "Q"}

_SIMPLE: dict[str, Decoder] = {
    "n": _null,
    "b": _boolean,
    **{form: _fixed(code) for form, code in _INTEGERS.items()},
    "f": _fixed("f"),
    "g": _fixed("d"),
    "u": _variable("i", _text),
    "U": _variable("q", _text),
    "z": _variable("i", _binary),
    "Z": _variable("q", _binary),
    "vu": _view(text=True),
    "vz": _view(text=False),
    "tdD": _converted("i", temporal.dates),
    "tdm": _converted("q", lambda millis: temporal.dates([value // 86_400_000 for value in millis])),
    "ttn": _converted("q", temporal.times),
    "ttu": _converted("q", lambda micros: temporal.times([value * 1000 for value in micros])),
    "tin": _not_collected("CalendarIntervalType"),
}


def decoder_of(schema: Any) -> Decoder:
    """The decoder of columns of an Arrow type."""
    form = format_of(schema)
    if schema.dictionary:
        return _dictionary(_INTEGERS[form], decoder_of(schema.dictionary.contents))
    simple = _SIMPLE.get(form)
    if simple is not None:
        return simple
    if form.startswith("d:"):
        return _decimal(form)
    if form.startswith("ts"):
        convert = temporal.timestamps if form[4:] else temporal.timestamps_ntz
        return _converted("q", _scaled(form[2], convert))
    if form.startswith("tD"):
        return _converted("q", _scaled(form[2], temporal.timedeltas))
    if form == "tiM":
        if os.environ.get("PYSPARK_YM_INTERVAL_LEGACY") == "1":
            return _fixed("i")
        return _not_collected("YearMonthIntervalType")
    children = children_of(schema)
    if form == "+s" and len(children) == 2 and children[1].metadata and name_of(children[1]) == "metadata":
        return _variant(decoder_of(children[0]), decoder_of(children[1]))
    if form == "+s":
        return _struct([name_of(child) for child in children], [decoder_of(child) for child in children])
    if form in ("+l", "+L"):
        return _list("i" if form == "+l" else "q", decoder_of(children[0]))
    if form in ("+vl", "+vL"):
        return _list_view("i" if form == "+vl" else "q", decoder_of(children[0]))
    if form.startswith("+w:"):
        return _fixed_list(int(form[3:]), decoder_of(children[0]))
    if form == "+m":
        key, value = children_of(children[0])
        return _map(decoder_of(key), decoder_of(value))
    raise unsupported(form)
