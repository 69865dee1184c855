"""Types without other types inside: numbers, strings, dates and times."""

from __future__ import annotations

import calendar
import datetime
import time

from pyrite.sql._types.base import AtomicType, DataTypeSingleton

_EPOCH = datetime.datetime(1970, 1, 1)


class NumericType(AtomicType):
    """Numbers."""


class IntegralType(NumericType, metaclass=DataTypeSingleton):
    """Whole numbers of a fixed width."""


class FractionalType(NumericType):
    """Numbers with a fraction."""


class StringType(AtomicType):
    """Text, compared by ``collation`` (UTF8_BINARY: byte by byte)."""

    providerSpark = "spark"
    providerICU = "icu"
    providers = [providerSpark, providerICU]

    def __init__(self, collation: str = "UTF8_BINARY"):
        self.collation = collation

    @classmethod
    def collationProvider(cls, collationName: str) -> str:
        """Who implements a collation: Spark itself or ICU."""
        return cls.providerSpark if collationName.startswith("UTF8") else cls.providerICU

    def simpleString(self) -> str:
        return "string" if self.isUTF8BinaryCollation() else f"string collate {self.collation}"

    def jsonValue(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return "StringType()" if self.isUTF8BinaryCollation() else f"StringType('{self.collation}')"

    def isUTF8BinaryCollation(self) -> bool:
        """Whether strings are compared byte by byte."""
        return self.collation == "UTF8_BINARY"


class _LengthType(AtomicType):
    def __init__(self, length: int):
        self.length = length

    def simpleString(self) -> str:
        return f"{self.typeName()}({self.length:d})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def _tree_name(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.length:d})"


class CharType(_LengthType):
    """Text of exactly ``length`` characters, padded with spaces."""


class VarcharType(_LengthType):
    """Text of at most ``length`` characters."""


class BinaryType(AtomicType, metaclass=DataTypeSingleton):
    """Bytes."""


class BooleanType(AtomicType, metaclass=DataTypeSingleton):
    """True or false."""


class DatetimeType(AtomicType):
    """Dates and times."""


class DateType(DatetimeType, metaclass=DataTypeSingleton):
    """A day (``datetime.date``); internally the days since 1970-01-01."""

    EPOCH_ORDINAL = _EPOCH.toordinal()

    def needConversion(self) -> bool:
        return True

    def toInternal(self, d: datetime.date | None) -> int | None:
        return None if d is None else d.toordinal() - self.EPOCH_ORDINAL

    def fromInternal(self, v: int | None) -> datetime.date | None:
        return None if v is None else datetime.date.fromordinal(v + self.EPOCH_ORDINAL)


class AnyTimeType(DatetimeType):
    """A time of day of any precision."""


class TimeType(AnyTimeType):
    """A time of day (``datetime.time``); internally nanoseconds since midnight."""

    def __init__(self, precision: int = 6):
        self.precision = precision

    def needConversion(self) -> bool:
        return True

    def toInternal(self, t: datetime.time | None) -> int | None:
        if t is None:
            return None
        return ((t.hour * 60 + t.minute) * 60 + t.second) * 1_000_000_000 + t.microsecond * 1_000

    def fromInternal(self, nano: int | None) -> datetime.time | None:
        if nano is None:
            return None
        seconds, nanos = divmod(nano, 1_000_000_000)
        minutes, second = divmod(seconds, 60)
        hour, minute = divmod(minutes, 60)
        return datetime.time(hour, minute, second, nanos // 1_000)

    def simpleString(self) -> str:
        return f"time({self.precision:d})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def _tree_name(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"TimeType({self.precision:d})"


class TimestampType(DatetimeType, metaclass=DataTypeSingleton):
    """An instant; internally microseconds since 1970-01-01 00:00 UTC.

    In Python a ``datetime.datetime`` without a time zone, in the local time of the process. Values with a time zone
    are taken as well.
    """

    def needConversion(self) -> bool:
        return True

    def toInternal(self, dt: datetime.datetime | None) -> int | None:
        if dt is None:
            return None
        seconds = calendar.timegm(dt.utctimetuple()) if dt.tzinfo else time.mktime(dt.timetuple())
        return int(seconds) * 1_000_000 + dt.microsecond

    def fromInternal(self, ts: int | None) -> datetime.datetime | None:
        if ts is None:
            return None
        # Whole seconds go through fromtimestamp: a float of microseconds would lose digits.
        seconds, micros = divmod(ts, 1_000_000)
        return datetime.datetime.fromtimestamp(seconds).replace(microsecond=micros)


class TimestampNTZType(DatetimeType, metaclass=DataTypeSingleton):
    """A date and time of day without a time zone; internally microseconds since 1970-01-01 00:00."""

    def needConversion(self) -> bool:
        return True

    @classmethod
    def typeName(cls) -> str:
        return "timestamp_ntz"

    def toInternal(self, dt: datetime.datetime | None) -> int | None:
        if dt is None:
            return None
        return calendar.timegm(dt.timetuple()) * 1_000_000 + dt.microsecond

    def fromInternal(self, ts: int | None) -> datetime.datetime | None:
        return None if ts is None else _EPOCH + datetime.timedelta(microseconds=ts)


class DecimalType(FractionalType):
    """``decimal.Decimal`` with at most ``precision`` digits (up to 38), ``scale`` of them after the point.

    The default is (10, 0); values without a schema are inferred as (38, 18).
    """

    def __init__(self, precision: int = 10, scale: int = 0):
        self.precision = precision
        self.scale = scale
        self.hasPrecisionInfo = True

    def simpleString(self) -> str:
        return f"decimal({self.precision:d},{self.scale:d})"

    def jsonValue(self) -> str:
        return self.simpleString()

    def _tree_name(self) -> str:
        return self.simpleString()

    def __repr__(self) -> str:
        return f"DecimalType({self.precision:d},{self.scale:d})"


class DoubleType(FractionalType, metaclass=DataTypeSingleton):
    """64-bit floating point."""


class FloatType(FractionalType, metaclass=DataTypeSingleton):
    """32-bit floating point."""


class ByteType(IntegralType):
    """8-bit whole numbers."""

    def simpleString(self) -> str:
        return "tinyint"


class ShortType(IntegralType):
    """16-bit whole numbers."""

    def simpleString(self) -> str:
        return "smallint"


class IntegerType(IntegralType):
    """32-bit whole numbers."""

    def simpleString(self) -> str:
        return "int"


class LongType(IntegralType):
    """64-bit whole numbers; use :class:`DecimalType` for larger ones."""

    def simpleString(self) -> str:
        return "bigint"


def micros_of(value: datetime.timedelta) -> int:
    """A time span in whole microseconds, without going through a float."""
    return (value.days * 86_400 + value.seconds) * 1_000_000 + value.microseconds
