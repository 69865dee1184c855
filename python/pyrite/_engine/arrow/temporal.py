"""Dates and times between Arrow's numbers and Python's objects, a whole column at a time.

Timestamps show in the local time of the process, as PySpark's do.
"""

from __future__ import annotations

import datetime
from itertools import repeat
from operator import truediv

from pyrite.sql._types.atomic import micros_of

_EPOCH = datetime.datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=datetime.timezone.utc)
_EPOCH_ORDINAL = _EPOCH.toordinal()

#: Up to here (the year 2242) seconds in a float are exact to the microsecond: half a unit in the last place is 0.48 µs.
_EXACT_MICROS = 2**33 * 1_000_000

#: Up to here (the year 2038) they stay so when they are multiplied to microseconds.
_EXACT_PRODUCTS = 2**31 * 1_000_000

#: Columns of times are cut into blocks of this many microseconds (a quarter of an hour), whose starts are kept.
_BLOCK = 900_000_000
_KEPT_SPANS = 4096

_timedelta = datetime.timedelta


class _Dates(dict[int, datetime.date]):
    def __missing__(self, days: int) -> datetime.date:
        date = self[days] = datetime.date.fromordinal(days + _EPOCH_ORDINAL)
        return date


def dates(days: list[int]) -> list[datetime.date]:
    """Dates of days since 1970. Few different days fill most columns, so each is made once."""
    memo = _Dates()
    return [memo[day] for day in days]


def local_timestamp(micros: int) -> datetime.datetime:
    """The local time of an instant in microseconds since 1970 UTC."""
    seconds, rest = divmod(micros, 1_000_000)
    try:
        return datetime.datetime.fromtimestamp(seconds).replace(microsecond=rest)
    except (OSError, OverflowError) as error:
        raise ValueError(f"timestamp is out of range: {micros} microseconds") from error


def timestamps(micros: list[int]) -> list[datetime.datetime]:
    """Local times of microseconds since 1970 UTC."""
    if micros and (min(micros) < -_EXACT_MICROS or max(micros) > _EXACT_MICROS):
        return [local_timestamp(value) for value in micros]
    return list(map(datetime.datetime.fromtimestamp, map(truediv, micros, repeat(1e6))))


class _Blocks(dict[int, datetime.datetime]):
    def __missing__(self, block: int) -> datetime.datetime:
        start = self[block] = _EPOCH + _timedelta(0, 0, block * _BLOCK)
        return start


class _Spans(dict[int, datetime.timedelta]):
    def __missing__(self, micros: int) -> datetime.timedelta:
        span = _timedelta(0, 0, micros)
        # Times of whole seconds have few different rests; others would only fill the memory.
        if len(self) < _KEPT_SPANS:
            self[micros] = span
        return span


def timestamps_ntz(micros: list[int]) -> list[datetime.datetime]:
    """Times without a time zone of microseconds since 1970."""
    starts, rests = _Blocks(), _Spans()
    return [starts[value // _BLOCK] + rests[value % _BLOCK] for value in micros]


def timedeltas(micros: list[int]) -> list[datetime.timedelta]:
    """Time spans of microseconds."""
    return [_timedelta(0, 0, value) for value in micros]


def times(nanos: list[int]) -> list[datetime.time]:
    """Times of day of nanoseconds since midnight."""
    return [(_EPOCH + _timedelta(0, 0, value // 1000)).time() for value in nanos]


# Towards the engine


def days_of(date: datetime.date) -> int:
    """The days since 1970 of a date."""
    return date.toordinal() - _EPOCH_ORDINAL


def ntz_micros_of(value: datetime.datetime) -> int:
    """The microseconds since 1970 of a time, whatever its time zone."""
    return micros_of(value.replace(tzinfo=None) - _EPOCH)


def nanos_of(value: datetime.time) -> int:
    """The nanoseconds since midnight of a time of day."""
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000_000 + value.microsecond * 1000


def instant_of(value: datetime.datetime) -> int:
    """The microseconds since 1970 UTC of a time; those without a time zone are local ones."""
    micros = round(value.timestamp() * 1e6)
    if -_EXACT_PRODUCTS < micros < _EXACT_PRODUCTS:
        return micros
    if value.tzinfo is not None:
        return micros_of(value - _EPOCH_UTC)
    return int(value.replace(microsecond=0).timestamp()) * 1_000_000 + value.microsecond
