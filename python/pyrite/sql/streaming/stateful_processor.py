"""Processors that keep state from one batch of a stream to the next. Pyrite never calls them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import Any

__all__ = [
    "ExpiredTimerInfo",
    "ListState",
    "MapState",
    "StatefulProcessor",
    "StatefulProcessorHandle",
    "TimerValues",
    "ValueState",
]


class ValueState:
    """A value that is kept for a group, for annotations."""


class ListState:
    """A list that is kept for a group, for annotations."""


class MapState:
    """A map that is kept for a group, for annotations."""


class TimerValues:
    """The time of a batch, and up to when its events are complete, both in milliseconds; -1 when unknown."""

    def __init__(self, currentProcessingTimeInMs: int = -1, currentWatermarkInMs: int = -1) -> None:
        self._processing_time = currentProcessingTimeInMs
        self._watermark = currentWatermarkInMs

    def getCurrentProcessingTimeInMs(self) -> int:
        """The time of the batch."""
        return self._processing_time

    def getCurrentWatermarkInMs(self) -> int:
        """The time up to which events are complete."""
        return self._watermark


class ExpiredTimerInfo:
    """When a timer went off, in milliseconds."""

    def __init__(self, expiryTimeInMs: int = -1) -> None:
        self._expiry_time = expiryTimeInMs

    def getExpiryTimeInMs(self) -> int:
        """The time the timer was set for."""
        return self._expiry_time


class StatefulProcessorHandle:
    """How a processor reaches its state and timers, for annotations."""


class StatefulProcessor(ABC):
    """The base of processors for ``transformWithState``."""

    @abstractmethod
    def init(self, handle: StatefulProcessorHandle) -> None:
        """Called once, before the first rows."""

    @abstractmethod
    def handleInputRows(self, key: Any, rows: Iterator[Any], timerValues: TimerValues) -> Iterator[Any]:
        """What becomes of a group's new rows."""

    def handleExpiredTimer(
        self, key: Any, timerValues: TimerValues, expiredTimerInfo: ExpiredTimerInfo
    ) -> Iterator[Any]:
        """What becomes of a group whose timer went off: nothing unless overridden."""
        return iter([])

    @abstractmethod
    def close(self) -> None:
        """Called once, behind the last rows."""

    def handleInitialState(self, key: Any, initialState: Any, timerValues: TimerValues) -> None:  # noqa: B027  optional
        """Takes a group's state from before the stream: nothing unless overridden."""
