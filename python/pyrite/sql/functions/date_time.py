"""Dates, times, timestamps and intervals."""

from __future__ import annotations

from pyrite.errors import PySparkValueError
from pyrite.sql.column import Column

from . import partitioning
from ._build import (
    call,
    column_or_default,
    lit,
    not_expected_type,
    number_or_column,
    optional_literal,
    seconds_or_zero,
    to_column,
    warn_deprecated,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._build import ColumnOrName

__all__ = [
    "add_months",
    "bucket",
    "convert_timezone",
    "curdate",
    "current_date",
    "current_time",
    "current_timestamp",
    "current_timezone",
    "date_add",
    "date_diff",
    "date_format",
    "date_from_unix_date",
    "date_part",
    "date_sub",
    "date_trunc",
    "dateadd",
    "datediff",
    "datepart",
    "day",
    "dayname",
    "dayofmonth",
    "dayofweek",
    "dayofyear",
    "days",
    "extract",
    "from_unixtime",
    "from_utc_timestamp",
    "hour",
    "hours",
    "last_day",
    "localtimestamp",
    "make_date",
    "make_dt_interval",
    "make_interval",
    "make_time",
    "make_timestamp",
    "make_timestamp_ltz",
    "make_timestamp_ntz",
    "make_ym_interval",
    "minute",
    "month",
    "monthname",
    "months",
    "months_between",
    "next_day",
    "now",
    "quarter",
    "second",
    "session_window",
    "time_bucket",
    "time_diff",
    "time_from_micros",
    "time_from_millis",
    "time_from_seconds",
    "time_to_micros",
    "time_to_millis",
    "time_to_seconds",
    "time_trunc",
    "timestamp_add",
    "timestamp_diff",
    "timestamp_micros",
    "timestamp_millis",
    "timestamp_nanos",
    "timestamp_seconds",
    "to_date",
    "to_time",
    "to_timestamp",
    "to_timestamp_ltz",
    "to_timestamp_ntz",
    "to_unix_timestamp",
    "to_utc_timestamp",
    "trunc",
    "try_make_interval",
    "try_make_timestamp",
    "try_make_timestamp_ltz",
    "try_make_timestamp_ntz",
    "try_to_date",
    "try_to_time",
    "try_to_timestamp",
    "unix_date",
    "unix_micros",
    "unix_millis",
    "unix_nanos",
    "unix_seconds",
    "unix_timestamp",
    "weekday",
    "weekofyear",
    "window",
    "window_time",
    "year",
    "years",
]


def add_months(start: ColumnOrName, months: ColumnOrName | int) -> Column:
    """The date ``months`` months later; the last day when the month is too short."""
    return call("add_months", start, number_or_column(months))


def convert_timezone(sourceTz: ColumnOrName | None, targetTz: ColumnOrName, sourceTs: ColumnOrName) -> Column:
    """Moves a timestamp without zone from one zone (the session's when None) to another."""
    return call("convert_timezone", sourceTz, targetTz, sourceTs)


def curdate() -> Column:
    """The date at the start of the query."""
    return call("curdate")


def current_date() -> Column:
    """The date at the start of the query."""
    return call("current_date")


def current_time(precision: Column | int | None = None) -> Column:
    """The time of day at the start of the query, with the given precision."""
    return call("current_time", optional_literal(precision))


def current_timestamp() -> Column:
    """The time at the start of the query."""
    return call("current_timestamp")


def current_timezone() -> Column:
    """The session's time zone."""
    return call("current_timezone")


def date_add(start: ColumnOrName, days: ColumnOrName | int) -> Column:
    """The date ``days`` days later."""
    return call("date_add", start, number_or_column(days))


def date_diff(end: ColumnOrName, start: ColumnOrName) -> Column:
    """The days from ``start`` to ``end``."""
    return call("date_diff", end, start)


def date_format(date: ColumnOrName, format: Column | str) -> Column:
    """Writes a date or timestamp by a pattern."""
    return call("date_format", date, lit(format))


def date_from_unix_date(days: ColumnOrName) -> Column:
    """The date a number of days after 1970-01-01."""
    return call("date_from_unix_date", days)


def date_part(field: ColumnOrName, source: ColumnOrName) -> Column:
    """Extracts a named field, such as YEAR or SECOND, of a date, time or interval."""
    return call("date_part", field, source)


def date_sub(start: ColumnOrName, days: ColumnOrName | int) -> Column:
    """The date ``days`` days earlier."""
    return call("date_sub", start, number_or_column(days))


def date_trunc(format: Column | str, timestamp: ColumnOrName) -> Column:
    """Cuts a timestamp to the start of its year, quarter, month, week, day, hour, minute, second, …"""
    return call("date_trunc", lit(format), timestamp)


def dateadd(start: ColumnOrName, days: ColumnOrName | int) -> Column:
    """The date ``days`` days later."""
    return call("dateadd", start, number_or_column(days))


def datediff(end: ColumnOrName, start: ColumnOrName) -> Column:
    """The days from ``start`` to ``end``."""
    return call("datediff", end, start)


def datepart(field: ColumnOrName, source: ColumnOrName) -> Column:
    """Extracts a named field, such as YEAR or SECOND, of a date, time or interval."""
    return call("datepart", field, source)


def day(col: ColumnOrName) -> Column:
    """The day of the month."""
    return call("day", col)


def dayname(col: ColumnOrName) -> Column:
    """The English three-letter name of the weekday."""
    return call("dayname", col)


def dayofmonth(col: ColumnOrName) -> Column:
    """The day of the month."""
    return call("dayofmonth", col)


def dayofweek(col: ColumnOrName) -> Column:
    """The day of the week, from 1 (Sunday) to 7."""
    return call("dayofweek", col)


def dayofyear(col: ColumnOrName) -> Column:
    """The day of the year."""
    return call("dayofyear", col)


def extract(field: ColumnOrName, source: ColumnOrName) -> Column:
    """Extracts a named field, such as YEAR or SECOND, of a date, time or interval."""
    return call("extract", field, source)


def from_unixtime(timestamp: ColumnOrName, format: Column | str = "yyyy-MM-dd HH:mm:ss") -> Column:
    """Writes seconds since 1970 as text by a pattern, in the session's time zone."""
    return call("from_unixtime", timestamp, lit(format))


def from_utc_timestamp(timestamp: ColumnOrName, tz: Column | str) -> Column:
    """Takes a timestamp as UTC and shows it in the given zone."""
    return call("from_utc_timestamp", timestamp, lit(tz))


def hour(col: ColumnOrName) -> Column:
    """The hour."""
    return call("hour", col)


def last_day(date: ColumnOrName) -> Column:
    """The last day of the date's month."""
    return call("last_day", date)


def localtimestamp() -> Column:
    """The time at the start of the query as a timestamp without zone."""
    return call("localtimestamp")


def make_date(year: ColumnOrName, month: ColumnOrName, day: ColumnOrName) -> Column:
    """A date from year, month and day."""
    return call("make_date", year, month, day)


def make_dt_interval(
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
) -> Column:
    """A day-time interval from its parts, each 0 when left out."""
    return call(
        "make_dt_interval",
        column_or_default(days, 0),
        column_or_default(hours, 0),
        column_or_default(mins, 0),
        seconds_or_zero(secs),
    )


def make_interval(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    weeks: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
) -> Column:
    """An interval from its parts, each 0 when left out."""
    return call(
        "make_interval",
        column_or_default(years, 0),
        column_or_default(months, 0),
        column_or_default(weeks, 0),
        column_or_default(days, 0),
        column_or_default(hours, 0),
        column_or_default(mins, 0),
        seconds_or_zero(secs),
    )


def make_time(hour: ColumnOrName, minute: ColumnOrName, second: ColumnOrName) -> Column:
    """A time of day from hour, minute and second."""
    return call("make_time", hour, minute, second)


def make_timestamp_ltz(
    years: ColumnOrName,
    months: ColumnOrName,
    days: ColumnOrName,
    hours: ColumnOrName,
    mins: ColumnOrName,
    secs: ColumnOrName,
    timezone: ColumnOrName | None = None,
) -> Column:
    """A timestamp from its parts, in the given or the session's time zone."""
    return call("make_timestamp_ltz", years, months, days, hours, mins, secs, timezone)


def make_ym_interval(years: ColumnOrName | None = None, months: ColumnOrName | None = None) -> Column:
    """A year-month interval from years and months, each 0 when left out."""
    return call("make_ym_interval", column_or_default(years, 0), column_or_default(months, 0))


def minute(col: ColumnOrName) -> Column:
    """The minute."""
    return call("minute", col)


def month(col: ColumnOrName) -> Column:
    """The month."""
    return call("month", col)


def monthname(col: ColumnOrName) -> Column:
    """The English three-letter name of the month."""
    return call("monthname", col)


def months_between(date1: ColumnOrName, date2: ColumnOrName, roundOff: Column | bool = True) -> Column:
    """The months from ``date2`` to ``date1``, rounded to 8 digits unless ``roundOff`` is False."""
    return call("months_between", date1, date2, lit(roundOff))


def next_day(date: ColumnOrName, dayOfWeek: Column | str) -> Column:
    """The first date after the given one that is the named day of the week."""
    return call("next_day", date, lit(dayOfWeek))


def now() -> Column:
    """The time at the start of the query."""
    return call("now")


def quarter(col: ColumnOrName) -> Column:
    """The quarter of the year."""
    return call("quarter", col)


def second(col: ColumnOrName) -> Column:
    """The second."""
    return call("second", col)


def time_bucket(bucket_size: ColumnOrName, ts: ColumnOrName, origin: ColumnOrName | None = None) -> Column:
    """The start of the bucket of the given size, counted from ``origin``, that holds the time."""
    return call("time_bucket", bucket_size, ts, origin)


def time_diff(unit: ColumnOrName, start: ColumnOrName, end: ColumnOrName) -> Column:
    """The difference between two times of day in the given unit."""
    return call("time_diff", unit, start, end)


def time_from_micros(col: ColumnOrName) -> Column:
    """The time of day a number of microseconds after midnight."""
    return call("time_from_micros", col)


def time_from_millis(col: ColumnOrName) -> Column:
    """The time of day a number of milliseconds after midnight."""
    return call("time_from_millis", col)


def time_from_seconds(col: ColumnOrName) -> Column:
    """The time of day a number of seconds after midnight."""
    return call("time_from_seconds", col)


def time_to_micros(col: ColumnOrName) -> Column:
    """The microseconds since midnight."""
    return call("time_to_micros", col)


def time_to_millis(col: ColumnOrName) -> Column:
    """The milliseconds since midnight."""
    return call("time_to_millis", col)


def time_to_seconds(col: ColumnOrName) -> Column:
    """The seconds since midnight."""
    return call("time_to_seconds", col)


def time_trunc(unit: ColumnOrName, time: ColumnOrName) -> Column:
    """Cuts a time of day to the start of a unit."""
    return call("time_trunc", unit, time)


def timestamp_add(unit: Column | str, quantity: ColumnOrName, ts: ColumnOrName) -> Column:
    """Adds a number of units to a timestamp."""
    return call("timestampadd", lit(unit), quantity, ts)


def timestamp_diff(unit: Column | str, start: ColumnOrName, end: ColumnOrName) -> Column:
    """The whole units between two timestamps."""
    return call("timestampdiff", lit(unit), start, end)


def timestamp_micros(col: ColumnOrName) -> Column:
    """The timestamp a number of microseconds after 1970-01-01 UTC."""
    return call("timestamp_micros", col)


def timestamp_millis(col: ColumnOrName) -> Column:
    """The timestamp a number of milliseconds after 1970-01-01 UTC."""
    return call("timestamp_millis", col)


def timestamp_nanos(col: ColumnOrName) -> Column:
    """The timestamp a number of nanoseconds after 1970-01-01 UTC."""
    return call("timestamp_nanos", col)


def timestamp_seconds(col: ColumnOrName) -> Column:
    """The timestamp a number of seconds after 1970-01-01 UTC."""
    return call("timestamp_seconds", col)


def to_date(col: ColumnOrName, format: Column | str | None = None) -> Column:
    """Reads a date, by a pattern when one is given."""
    return call("to_date", col, optional_literal(format))


def to_time(str: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Reads a time of day, by a pattern when one is given."""
    return call("to_time", str, format)


def to_timestamp(col: ColumnOrName, format: Column | str | None = None) -> Column:
    """Reads a timestamp, by a pattern when one is given."""
    return call("to_timestamp", col, optional_literal(format))


def to_timestamp_ltz(timestamp: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Reads a timestamp with the session's time zone, by a pattern when one is given."""
    return call("to_timestamp_ltz", timestamp, format)


def to_timestamp_ntz(timestamp: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Reads a timestamp without time zone, by a pattern when one is given."""
    return call("to_timestamp_ntz", timestamp, format)


def to_unix_timestamp(timestamp: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Seconds since 1970 of a timestamp, or of text read by a pattern."""
    return call("to_unix_timestamp", timestamp, format)


def to_utc_timestamp(timestamp: ColumnOrName, tz: Column | str) -> Column:
    """Takes a timestamp as local to the given zone and converts it to UTC."""
    return call("to_utc_timestamp", timestamp, lit(tz))


def trunc(date: ColumnOrName, format: Column | str) -> Column:
    """Cuts a date to the start of its year, quarter, month or week."""
    return call("trunc", date, lit(format))


def try_make_interval(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    weeks: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
) -> Column:
    """Like :func:`make_interval`, but NULL where it overflows."""
    return call(
        "try_make_interval",
        column_or_default(years, 0),
        column_or_default(months, 0),
        column_or_default(weeks, 0),
        column_or_default(days, 0),
        column_or_default(hours, 0),
        column_or_default(mins, 0),
        seconds_or_zero(secs),
    )


def try_make_timestamp_ltz(
    years: ColumnOrName,
    months: ColumnOrName,
    days: ColumnOrName,
    hours: ColumnOrName,
    mins: ColumnOrName,
    secs: ColumnOrName,
    timezone: ColumnOrName | None = None,
) -> Column:
    """Like :func:`make_timestamp_ltz`, but NULL for invalid parts."""
    return call("try_make_timestamp_ltz", years, months, days, hours, mins, secs, timezone)


def try_to_date(col: ColumnOrName, format: Column | str | None = None) -> Column:
    """Like :func:`to_date`, but NULL where the text is not a date."""
    return call("try_to_date", col, optional_literal(format))


def try_to_time(str: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Like :func:`to_time`, but NULL where the text is not a time of day."""
    return call("try_to_time", str, format)


def try_to_timestamp(col: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Like :func:`to_timestamp`, but NULL where the text is not a timestamp."""
    return call("try_to_timestamp", col, format)


def unix_date(col: ColumnOrName) -> Column:
    """The days since 1970-01-01."""
    return call("unix_date", col)


def unix_micros(col: ColumnOrName) -> Column:
    """The microseconds since 1970-01-01 UTC."""
    return call("unix_micros", col)


def unix_millis(col: ColumnOrName) -> Column:
    """The milliseconds since 1970-01-01 UTC, rounded down."""
    return call("unix_millis", col)


def unix_nanos(col: ColumnOrName) -> Column:
    """The nanoseconds since 1970-01-01 UTC."""
    return call("unix_nanos", col)


def unix_seconds(col: ColumnOrName) -> Column:
    """The seconds since 1970-01-01 UTC, rounded down."""
    return call("unix_seconds", col)


def weekday(col: ColumnOrName) -> Column:
    """The day of the week, from 0 (Monday) to 6."""
    return call("weekday", col)


def weekofyear(col: ColumnOrName) -> Column:
    """The ISO week of the year."""
    return call("weekofyear", col)


def window_time(windowColumn: ColumnOrName) -> Column:
    """The event time of a time window: its end less one microsecond."""
    return call("window_time", windowColumn)


def year(col: ColumnOrName) -> Column:
    """The year."""
    return call("year", col)


def unix_timestamp(timestamp: ColumnOrName | None = None, format: str = "yyyy-MM-dd HH:mm:ss") -> Column:
    """Seconds since 1970 of text read by a pattern or of a timestamp; of the current time when called without."""
    if timestamp is None:
        return call("unix_timestamp")
    return call("unix_timestamp", timestamp, lit(format))


def window(
    timeColumn: ColumnOrName,
    windowDuration: str,
    slideDuration: str | None = None,
    startTime: str | None = None,
) -> Column:
    """The time windows of the given length that hold the time, as structs of (start, end).

    Windows follow each other without gap, or start every ``slideDuration``; ``startTime`` is their offset from 1970.
    """
    for name, duration, optional in (
        ("windowDuration", windowDuration, False),
        ("slideDuration", slideDuration, True),
        ("startTime", startTime, True),
    ):
        if not isinstance(duration, str) and not (optional and duration is None):
            raise not_expected_type(name, "str", duration)
    slide = windowDuration if slideDuration is None and startTime is not None else slideDuration
    return call("window", timeColumn, lit(windowDuration), optional_literal(slide), optional_literal(startTime))


def session_window(timeColumn: ColumnOrName, gapDuration: Column | str) -> Column:
    """The session window of the time: sessions end after a gap without events of the given length."""
    if not isinstance(gapDuration, (Column, str)):
        raise not_expected_type("gapDuration", "Column or str", gapDuration)
    return call("session_window", timeColumn, lit(gapDuration))


def make_timestamp(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    timezone: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """A timestamp from its parts or from a date and a time, in the given or the session's time zone."""
    return _timestamp_from_parts("make_timestamp", (years, months, days, hours, mins, secs), (date, time), timezone)


def try_make_timestamp(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    timezone: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """Like :func:`make_timestamp`, but NULL for invalid parts."""
    return _timestamp_from_parts("try_make_timestamp", (years, months, days, hours, mins, secs), (date, time), timezone)


def make_timestamp_ntz(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """A timestamp without time zone from its parts or from a date and a time."""
    return _timestamp_from_parts("make_timestamp_ntz", (years, months, days, hours, mins, secs), (date, time))


def try_make_timestamp_ntz(
    years: ColumnOrName | None = None,
    months: ColumnOrName | None = None,
    days: ColumnOrName | None = None,
    hours: ColumnOrName | None = None,
    mins: ColumnOrName | None = None,
    secs: ColumnOrName | None = None,
    date: ColumnOrName | None = None,
    time: ColumnOrName | None = None,
) -> Column:
    """Like :func:`make_timestamp_ntz`, but NULL for invalid parts."""
    return _timestamp_from_parts("try_make_timestamp_ntz", (years, months, days, hours, mins, secs), (date, time))


def _timestamp_from_parts(
    name: str,
    parts: tuple[ColumnOrName | None, ...],
    date_and_time: tuple[ColumnOrName | None, ...],
    timezone: ColumnOrName | None = None,
) -> Column:
    with_parts = any(part is not None for part in parts)
    if with_parts and any(part is not None for part in date_and_time):
        raise PySparkValueError(
            errorClass="CANNOT_SET_TOGETHER",
            messageParameters={"arg_list": "years|months|days|hours|mins|secs and date|time"},
        )
    arguments = parts if with_parts else date_and_time
    return call(name, *[to_column(argument) for argument in arguments], timezone)


def years(col: ColumnOrName) -> Column:
    """Use ``partitioning.years``."""
    warn_deprecated("partitioning.years", since="4.0.0")
    return partitioning.years(col)


def months(col: ColumnOrName) -> Column:
    """Use ``partitioning.months``."""
    warn_deprecated("partitioning.months", since="4.0.0")
    return partitioning.months(col)


def days(col: ColumnOrName) -> Column:
    """Use ``partitioning.days``."""
    warn_deprecated("partitioning.days", since="4.0.0")
    return partitioning.days(col)


def hours(col: ColumnOrName) -> Column:
    """Use ``partitioning.hours``."""
    warn_deprecated("partitioning.hours", since="4.0.0")
    return partitioning.hours(col)


def bucket(numBuckets: Column | int, col: ColumnOrName) -> Column:
    """Use ``partitioning.bucket``."""
    warn_deprecated("partitioning.bucket", since="4.0.0")
    return partitioning.bucket(numBuckets, col)
