"""Dates and times between Arrow's numbers and Python's objects, a whole column at a time.

Timestamps show in the local time of the process, as PySpark's do. Asking the C library for every value costs about a
microsecond; so its answer is kept per quarter of an hour. Since 1973 all time zones change only at the quarters, and
their offsets are whole minutes; older values are asked for one by one.
"""

from __future__ import annotations

import calendar
import datetime
import time
from collections.abc import Callable
from typing import Any

from pyrite.sql._types.atomic import micros_of

_EPOCH = datetime.datetime(1970, 1, 1)
_EPOCH_UTC = _EPOCH.replace(tzinfo=datetime.timezone.utc)
_EPOCH_ORDINAL = _EPOCH.toordinal()
_QUARTER = 900
_QUARTER_MICROS = _QUARTER * 1_000_000
#: 1973-01-01 in quarters of an hour since 1970.
_FIRST_REGULAR_QUARTER = calendar.timegm((1973, 1, 1, 0, 0, 0)) // _QUARTER

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
    return datetime.datetime.fromtimestamp(seconds).replace(microsecond=rest)


class _Quarters(dict[int, "datetime.datetime | None"]):
    """The local time at the start of each quarter of an hour; None where it does not tell the rest of the quarter."""

    def __missing__(self, quarter: int) -> datetime.datetime | None:
        start: datetime.datetime | None = None
        if quarter >= _FIRST_REGULAR_QUARTER:
            start = datetime.datetime.fromtimestamp(quarter * _QUARTER)
            # Adding to it would lose the mark of the second pass through a repeated hour.
            if start.fold:
                start = None
        self[quarter] = start
        return start


def timestamps(micros: list[int]) -> list[datetime.datetime]:
    """Local times of microseconds since 1970 UTC."""
    memo = _Quarters()
    found = []
    append = found.append
    for value in micros:
        quarter, rest = divmod(value, _QUARTER_MICROS)
        start = memo[quarter]
        append(local_timestamp(value) if start is None else start + _timedelta(0, 0, rest))
    return found


def timestamps_ntz(micros: list[int]) -> list[datetime.datetime]:
    """Times without a time zone of microseconds since 1970."""
    epoch = _EPOCH
    return [epoch + _timedelta(0, 0, value) for value in micros]


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


def instant_encoder() -> Callable[[Any], int]:
    """A function from times to microseconds since 1970 UTC.

    Times without a time zone are local ones. The offset of a local hour is kept when both its ends have the same.
    """
    offsets: dict[tuple[int, int], int | None] = {}

    def encode(value: datetime.datetime) -> int:
        if value.tzinfo is not None:
            return micros_of(value - _EPOCH_UTC)
        local = micros_of(value - _EPOCH)
        hour = (value.toordinal(), value.hour)
        if hour in offsets:
            offset = offsets[hour]
        else:
            first = value.replace(minute=0, second=0, microsecond=0)
            last = value.replace(minute=59, second=59, microsecond=0)
            offset = _offset(first)
            if offset != _offset(last):
                offset = None
            offsets[hour] = offset
        return local - (_offset(value.replace(microsecond=0)) if offset is None else offset)

    return encode


def _offset(local: datetime.datetime) -> int:
    """The microseconds that local time is ahead of UTC at a local time."""
    return (calendar.timegm(local.timetuple()) - int(time.mktime(local.timetuple()))) * 1_000_000
