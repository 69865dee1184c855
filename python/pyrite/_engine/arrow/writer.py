"""Python values as Arrow columns.

An encoder is chosen once for each column, from its type, and turns a list of values (None for null) into buffers. The
buffers are Python objects; an exported array keeps them alive until it is released.
"""

from __future__ import annotations

import array
import ctypes
import decimal
from collections.abc import Callable
from itertools import accumulate, chain
from typing import Any

from pyrite._engine.arrow import temporal
from pyrite._engine.arrow.schema import unsupported
from pyrite._engine.arrow.structs import RELEASE_ARRAY, ArrowArray, heap
from pyrite.errors import ArithmeticException, PySparkNotImplementedError, PySparkTypeError, PySparkValueError
from pyrite.sql._types.atomic import micros_of
from pyrite.sql._types.user_defined import UserDefinedType
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
    Row,
    ShortType,
    StringType,
    StructType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
    YearMonthIntervalType,
)

#: Offsets are 32-bit: a column of strings or lists cannot hold more than this.
MAX_OFFSET = 2**31 - 1


class OffsetOverflow(Exception):
    """The rows hold more bytes or elements than one array can address: fewer rows may do."""


class Column:
    """The buffers of one Arrow array."""

    __slots__ = ("buffers", "children", "length", "null_count")

    def __init__(self, length: int, null_count: int, buffers: list[Any], children: list[Column] | None = None):
        self.length = length
        self.null_count = null_count
        self.buffers = buffers
        self.children = children or []


Encoder = Callable[[list[Any]], Column]

#: What becomes of a value whose class its type does not take: PySpark has two answers. With ``strict`` (functions,
#: whose results Spark 4.3 casts as Arrow does) numbers and texts are cast and the rest is an error; without (rows that
#: were not verified, functions with ``useArrow=False``) it becomes null.
Coerce = Callable[[Any], Any]

_NONE = type(None)


def _bits(flags: list[str]) -> bytes:
    """A bitmap of '0' and '1' characters, the first in the lowest bit."""
    # A number in base two is read and written in linear time.
    return int("".join(reversed(flags)), 2).to_bytes((len(flags) + 7) >> 3, "little") if flags else b""


def _validity(values: list[Any]) -> tuple[bytes | None, int]:
    """The bitmap of values that are not None, and how many are; no bitmap when all are valid."""
    flags = ["0" if value is None else "1" for value in values]
    nulls = flags.count("0")
    return (_bits(flags), nulls) if nulls else (None, 0)


def _settle(values: list[Any], accepted: type | tuple[type, ...], coerce: Coerce) -> tuple[list[Any], bool]:
    """The values with those of other classes coerced, and whether there is a None among them.

    Most columns have one class: one pass over their classes tells that nothing needs a look.
    """
    kinds = set(map(type, values))
    missing = _NONE in kinds
    kinds.discard(_NONE)
    if not kinds.issubset(accepted if isinstance(accepted, tuple) else (accepted,)):
        values = [None if value is None else coerce(value) for value in values]
        missing = None in values
    return values, missing


def _with_nulls(values: list[Any], missing: bool, filler: Any) -> tuple[bytes | None, int, list[Any]]:
    if not missing:
        return None, 0, values
    bitmap, nulls = _validity(values)
    return bitmap, nulls, [filler if value is None else value for value in values]


def refusal(data_type: DataType, value: Any) -> PySparkTypeError:
    """The error for a function's result that cannot be cast to the type it declared."""
    return PySparkTypeError(
        errorClass="UDF_RETURN_TYPE",
        messageParameters={"expected": data_type.simpleString(), "actual": f"{value!r} of {type(value)}"},
    )


def unacceptable(data_type: DataType, value: Any) -> PySparkTypeError:
    """The error for a value of a class that a type does not take."""
    return PySparkTypeError(
        errorClass="FIELD_DATA_TYPE_UNACCEPTABLE",
        messageParameters={"data_type": str(data_type), "obj": repr(value), "obj_type": str(type(value))},
    )


def _integer(code: str, data_type: DataType, strict: bool) -> Encoder:
    bits = array.array(code).itemsize * 8
    bound = 1 << (bits - 1)

    def coerce(value: Any) -> int | None:
        if isinstance(value, bool) or not hasattr(value, "__index__"):
            if not strict:
                return None
            if isinstance(value, bool) or not isinstance(value, (float, str, bytes, decimal.Decimal)):
                raise refusal(data_type, value)
            try:
                return int(value)
            except (ValueError, OverflowError):
                raise refusal(data_type, value) from None
        return int(value)

    def fit(value: int) -> int | None:
        """A number that is too large for the type: an error, or cut to the type's bits as in Java."""
        if -bound <= value < bound:
            return value
        if strict:
            raise refusal(data_type, value)
        if not -(1 << 63) <= value < 1 << 63:
            return None
        return (value + bound) % (1 << bits) - bound

    def encode(values: list[Any]) -> Column:
        values, missing = _settle(values, int, coerce)
        bitmap, nulls, numbers = _with_nulls(values, missing, 0)
        try:
            return Column(len(values), nulls, [bitmap, array.array(code, numbers)])
        except OverflowError:
            return encode([None if value is None else fit(value) for value in values])

    return encode


def _floating(code: str, data_type: DataType, strict: bool) -> Encoder:
    def coerce(value: Any) -> float | None:
        if isinstance(value, float):
            return float(value)
        if not strict:
            return None
        try:
            return float(value)
        except (TypeError, ValueError, OverflowError):
            raise refusal(data_type, value) from None

    def encode(values: list[Any]) -> Column:
        values, missing = _settle(values, float, coerce)
        bitmap, nulls, numbers = _with_nulls(values, missing, 0.0)
        return Column(len(values), nulls, [bitmap, array.array(code, numbers)])

    return encode


def _null(values: list[Any]) -> Column:
    return Column(len(values), len(values), [])


def _boolean(data_type: DataType, strict: bool) -> Encoder:
    def coerce(value: Any) -> bool | None:
        if type(value).__name__ in ("bool", "bool_"):
            return bool(value)
        if not strict:
            return None
        if isinstance(value, (int, float)):
            return bool(value)
        if isinstance(value, str) and value.lower() in ("true", "1", "false", "0"):
            return value.lower() in ("true", "1")
        raise refusal(data_type, value)

    def encode(values: list[Any]) -> Column:
        values, missing = _settle(values, bool, coerce)
        bitmap, nulls = _validity(values) if missing else (None, 0)
        return Column(len(values), nulls, [bitmap, _bits(["1" if value else "0" for value in values])])

    return encode


def _offsets(lengths: Any) -> array.array[int]:
    try:
        return array.array("i", accumulate(lengths, initial=0))
    except OverflowError:
        raise OffsetOverflow from None


def _text(value: Any) -> str:
    """PySpark takes any object for a text."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _string(values: list[Any]) -> Column:
    values, missing = _settle(values, str, _text)
    bitmap, nulls, texts = _with_nulls(values, missing, "")
    whole = "".join(texts)
    if whole.isascii():
        return Column(len(values), nulls, [bitmap, _offsets(map(len, texts)), whole.encode("ascii")])
    # A lone surrogate has no UTF-8 form.
    pieces = [text.encode("utf-8", "replace") for text in texts]
    return Column(len(values), nulls, [bitmap, _offsets(map(len, pieces)), b"".join(pieces)])


def _binary(data_type: DataType, strict: bool) -> Encoder:
    def coerce(value: Any) -> bytes | None:
        if isinstance(value, (bytes, bytearray, memoryview)):
            return bytes(value)
        if strict:
            raise refusal(data_type, value)
        return value.encode("utf-8", "replace") if isinstance(value, str) else None

    def encode(values: list[Any]) -> Column:
        values, missing = _settle(values, (bytes, bytearray), coerce)
        bitmap, nulls, pieces = _with_nulls(values, missing, b"")
        return Column(len(values), nulls, [bitmap, _offsets(map(len, pieces)), b"".join(pieces)])

    return encode


_ROUNDING = decimal.Context(
    prec=400, rounding=decimal.ROUND_HALF_UP, Emax=999999, Emin=-999999, traps=[decimal.InvalidOperation]
)


def _decimal(data_type: DecimalType, strict: bool) -> Encoder:
    scale = data_type.scale
    unit = decimal.Decimal((0, (1,), -scale))
    bound = 10**data_type.precision
    quantize, scaleb = _ROUNDING.quantize, _ROUNDING.scaleb

    def coerce(value: Any) -> Any:
        if isinstance(value, decimal.Decimal):
            return value
        if strict:
            raise refusal(data_type, value)
        return None

    def unscaled(value: decimal.Decimal) -> int | None:
        """The digits as a whole number, rounded half up to the type's scale. NaN is null."""
        if value.is_nan():
            return None
        try:
            number = int(scaleb(quantize(value, unit), scale))
            if -bound < number < bound:
                return number
        except decimal.InvalidOperation:
            pass
        raise ArithmeticException(
            message=(f"{value} cannot be represented as Decimal({data_type.precision}, {scale}). SQLSTATE: 22003"),
            errorClass="NUMERIC_VALUE_OUT_OF_RANGE.WITHOUT_SUGGESTION",
            messageParameters={
                "value": str(value),
                "roundedValue": str(value),
                "originalValue": str(value),
                "precision": str(data_type.precision),
                "scale": str(scale),
            },
            sqlState="22003",
        )

    def encode(values: list[Any]) -> Column:
        values, _ = _settle(values, decimal.Decimal, coerce)
        numbers = [None if value is None else unscaled(value) for value in values]
        bitmap, nulls, digits = _with_nulls(numbers, None in numbers, 0)
        return Column(len(values), nulls, [bitmap, _wide(digits, data_type.precision)])

    return encode


def _wide(numbers: list[int], precision: int) -> Any:
    """Whole numbers as 128-bit ones."""
    if precision > 18:
        return b"".join([number.to_bytes(16, "little", signed=True) for number in numbers])
    words = array.array("q", bytes(16 * len(numbers)))
    words[::2] = array.array("q", numbers)
    words[1::2] = array.array("q", [number >> 63 for number in numbers])
    return words


def _other(data_type: DataType, strict: bool) -> Coerce:
    """The coercion to a type that nothing else is cast to."""

    def coerce(value: Any) -> None:
        if strict:
            raise refusal(data_type, value)

    return coerce


def _sequence(data_type: ArrayType, strict: bool) -> Encoder:
    encode_elements = encoder_of(data_type.elementType, strict)
    refuse = _other(data_type, strict)

    def coerce(value: Any) -> Any:
        if isinstance(value, (list, tuple, array.array, bytes, bytearray)):
            return value
        # NumPy arrays and the like
        return value.tolist() if hasattr(value, "tolist") else refuse(value)

    def encode(values: list[Any]) -> Column:
        values, missing = _settle(values, (list, tuple), coerce)
        bitmap, nulls, lists = _with_nulls(values, missing, ())
        flat = list(chain.from_iterable(lists))
        return Column(len(values), nulls, [bitmap, _offsets(map(len, lists))], [encode_elements(flat)])

    return encode


def _mapping(data_type: MapType, strict: bool) -> Encoder:
    encode_keys, encode_values = encoder_of(data_type.keyType, strict), encoder_of(data_type.valueType, strict)
    refuse = _other(data_type, strict)

    def encode(values: list[Any]) -> Column:
        values, missing = _settle(values, dict, lambda value: value if isinstance(value, dict) else refuse(value))
        bitmap, nulls, maps = _with_nulls(values, missing, {})
        keys = list(chain.from_iterable(maps))
        if None in keys:
            raise PySparkValueError(
                errorClass="FIELD_NOT_NULLABLE_WITH_NAME", messageParameters={"field_name": "key of map"}
            )
        items = list(chain.from_iterable([pairs.values() for pairs in maps]))
        entries = Column(len(keys), 0, [None], [encode_keys(keys), encode_values(items)])
        return Column(len(values), nulls, [bitmap, _offsets(map(len, maps))], [entries])

    return encode


def struct_columns(rows: list[Any], struct: StructType) -> list[list[Any]]:
    """The fields' columns of rows: tuples, lists, dicts or objects with attributes. A row that is None has nulls."""
    count = len(struct.fields)
    if not rows or not count:
        return [[] for _ in range(count)]
    if not set(map(type, rows)).issubset((tuple, list, Row)) or set(map(len, rows)) != {count}:
        rows = [_as_tuple(row, struct) for row in rows]
    return list(map(list, zip(*rows)))


def _as_tuple(row: Any, struct: StructType) -> tuple[Any, ...]:
    count = len(struct.fields)
    if row is None:
        return (None,) * count
    if isinstance(row, (tuple, list)):
        if len(row) != count:
            raise PySparkValueError(
                errorClass="FIELD_STRUCT_LENGTH_MISMATCH",
                messageParameters={"object_length": str(len(row)), "field_length": str(count)},
            )
        return tuple(row)
    if isinstance(row, dict):
        return tuple([row.get(name) for name in struct.names])
    if hasattr(row, "__dict__"):
        return tuple([row.__dict__.get(name) for name in struct.names])
    raise PySparkValueError(errorClass="UNEXPECTED_TUPLE_WITH_STRUCT", messageParameters={"tuple": str(row)})


def _struct(data_type: StructType, strict: bool) -> Encoder:
    encoders = [encoder_of(field.dataType, strict) for field in data_type.fields]

    def encode(values: list[Any]) -> Column:
        bitmap, nulls = _validity(values)
        fields = struct_columns(values, data_type)
        return Column(len(values), nulls, [bitmap], [encode(field) for encode, field in zip(encoders, fields)])

    return encode


def _user_defined(data_type: UserDefinedType, strict: bool) -> Encoder:
    encode = encoder_of(data_type.sqlType(), strict)
    serialize = data_type.serialize
    return lambda values: encode([None if value is None else serialize(value) for value in values])


def _no_python_values(data_type: DataType) -> Encoder:
    def encode(values: list[Any]) -> Column:
        bitmap, nulls = _validity(values)
        if nulls < len(values):
            raise PySparkNotImplementedError(
                errorClass="NOT_IMPLEMENTED",
                messageParameters={"feature": f"{type(data_type).__name__}.toInternal"},
            )
        return Column(len(values), nulls, [bitmap, bytes(16 * len(values))])

    return encode


_INTEGERS: dict[type[DataType], str] = {ByteType: "b", ShortType: "h", IntegerType: "i", LongType: "q"}
_FLOATS: dict[type[DataType], str] = {FloatType: "f", DoubleType: "d"}


def encoder_of(data_type: DataType, strict: bool = False) -> Encoder:
    """The encoder of columns of a type; ``strict`` as told at :data:`Coerce`."""
    kind = type(data_type)
    if kind in _INTEGERS:
        return _integer(_INTEGERS[kind], data_type, strict)
    if kind in _FLOATS:
        return _floating(_FLOATS[kind], data_type, strict)
    if isinstance(data_type, (StringType, CharType, VarcharType)):
        return _string
    if isinstance(data_type, BooleanType):
        return _boolean(data_type, strict)
    if isinstance(data_type, BinaryType):
        return _binary(data_type, strict)
    if isinstance(data_type, NullType):
        return _null
    if isinstance(data_type, DecimalType):
        return _decimal(data_type, strict)
    if isinstance(data_type, ArrayType):
        return _sequence(data_type, strict)
    if isinstance(data_type, MapType):
        return _mapping(data_type, strict)
    if isinstance(data_type, StructType):
        return _struct(data_type, strict)
    if isinstance(data_type, UserDefinedType):
        return _user_defined(data_type, strict)
    if isinstance(data_type, (YearMonthIntervalType, CalendarIntervalType)):
        return _no_python_values(data_type)
    return _temporal(data_type)


def _temporal(data_type: DataType) -> Encoder:
    if isinstance(data_type, DateType):
        return _moment("i", temporal.days_of, data_type)
    if isinstance(data_type, TimestampType):
        return _moment("q", temporal.instant_of, data_type)
    if isinstance(data_type, TimestampNTZType):
        return _moment("q", temporal.ntz_micros_of, data_type)
    if isinstance(data_type, DayTimeIntervalType):
        return _moment("q", micros_of, data_type)
    if isinstance(data_type, TimeType):
        return _moment("q", temporal.nanos_of, data_type)
    raise unsupported(data_type)


def _moment(code: str, convert: Callable[[Any], int], data_type: DataType) -> Encoder:
    """Dates, times and time spans. Objects of other classes are an error; pandas' NaT is null."""

    def number(value: Any) -> int | None:
        try:
            return convert(value)
        except (AttributeError, TypeError, ValueError) as error:
            if type(value).__name__ == "NaTType":
                return None
            if isinstance(error, ValueError):
                raise
            raise unacceptable(data_type, value) from None

    def encode(values: list[Any]) -> Column:
        try:
            numbers: list[Any] = [None if value is None else convert(value) for value in values]
        except (AttributeError, TypeError, ValueError):
            numbers = [None if value is None else number(value) for value in values]
        bitmap, nulls, plain = _with_nulls(numbers, None in numbers, 0)
        return Column(len(values), nulls, [bitmap, array.array(code, plain)])

    return encode


# Export


def _address(buffer: Any) -> int | None:
    if buffer is None:
        return None
    if isinstance(buffer, array.array):
        return buffer.buffer_info()[0]
    return ctypes.cast(buffer, ctypes.c_void_p).value


def fill_array(out: Any, column: Column) -> None:
    """Moves a column into an ArrowArray that its receiver releases."""
    children = []
    for child in column.children:
        struct = ArrowArray()
        fill_array(struct, child)
        children.append(struct)
    pointers = (ctypes.POINTER(ArrowArray) * len(children))(*map(ctypes.pointer, children))
    buffers = (ctypes.c_void_p * max(len(column.buffers), 1))(*map(_address, column.buffers))
    out.length = column.length
    out.null_count = column.null_count
    out.offset = 0
    out.n_buffers = len(column.buffers)
    out.n_children = len(children)
    out.buffers = buffers
    out.children = pointers
    out.dictionary = None
    out.private_data = heap.keep((column.buffers, buffers, children, pointers))
    out.release = RELEASE_ARRAY
