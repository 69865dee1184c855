"""Interval types."""

from __future__ import annotations

import datetime
import os
from typing import Any, ClassVar

from pyrite.errors import PySparkNotImplementedError, PySparkRuntimeError
from pyrite.sql._types.atomic import micros_of
from pyrite.sql._types.base import AtomicType, DataType, DataTypeSingleton


def _not_implemented(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


class AnsiIntervalType(AtomicType):
    """An interval of the SQL standard, from one field to another."""

    _fields: ClassVar[dict[int, str]] = {}
    _inverted_fields: ClassVar[dict[str, int]] = {}

    def __init__(self, startField: int | None = None, endField: int | None = None):
        fields = self._fields
        if startField is None and endField is None:
            startField, endField = min(fields), max(fields)
        elif endField is None:
            endField = startField
        if startField not in fields or endField not in fields:
            raise PySparkRuntimeError(
                errorClass="INVALID_INTERVAL_CASTING",
                messageParameters={"start_field": str(startField), "end_field": str(endField)},
            )
        self.startField: int = startField
        self.endField: int = endField

    def _str_repr(self) -> str:
        start, end = self._fields[self.startField], self._fields[self.endField]
        return f"interval {start}" if start == end else f"interval {start} to {end}"

    def simpleString(self) -> str:
        return self._str_repr()

    def jsonValue(self) -> str:
        return self._str_repr()

    def _tree_name(self) -> str:
        return self._str_repr()

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.startField:d}, {self.endField:d})"


class DayTimeIntervalType(AnsiIntervalType):
    """A span of days, hours, minutes and seconds (``datetime.timedelta``); internally microseconds."""

    DAY = 0
    HOUR = 1
    MINUTE = 2
    SECOND = 3

    _fields = {DAY: "day", HOUR: "hour", MINUTE: "minute", SECOND: "second"}
    _inverted_fields = {name: field for field, name in _fields.items()}

    def needConversion(self) -> bool:
        return True

    def toInternal(self, dt: datetime.timedelta | None) -> int | None:
        return None if dt is None else micros_of(dt)

    def fromInternal(self, micros: int | None) -> datetime.timedelta | None:
        return None if micros is None else datetime.timedelta(microseconds=micros)


class YearMonthIntervalType(AnsiIntervalType):
    """A span of years and months; internally months.

    Python has no such value: collecting one is an error, unless the environment variable
    ``PYSPARK_YM_INTERVAL_LEGACY`` is 1, which gives the number of months.
    """

    YEAR = 0
    MONTH = 1

    _fields = {YEAR: "year", MONTH: "month"}
    _inverted_fields = {name: field for field, name in _fields.items()}

    def needConversion(self) -> bool:
        return os.environ.get("PYSPARK_YM_INTERVAL_LEGACY") != "1"

    def toInternal(self, obj: Any) -> Any:
        raise _not_implemented("YearMonthIntervalType.toInternal")

    def fromInternal(self, obj: Any) -> Any:
        raise _not_implemented("YearMonthIntervalType.fromInternal")


class CalendarIntervalType(DataType, metaclass=DataTypeSingleton):
    """Spark's own interval of months, days and microseconds, kept apart."""

    @classmethod
    def typeName(cls) -> str:
        return "interval"

    def needConversion(self) -> bool:
        return True

    def toInternal(self, obj: Any) -> Any:
        raise _not_implemented("CalendarIntervalType.toInternal")

    def fromInternal(self, obj: Any) -> Any:
        raise _not_implemented("CalendarIntervalType.fromInternal")
