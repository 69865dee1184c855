"""How much of a stream a data source is to read at a time."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

__all__ = [
    "ReadAllAvailable",
    "ReadLimit",
    "ReadMaxBytes",
    "ReadMaxFiles",
    "ReadMaxRows",
    "ReadMinRows",
    "SupportsTriggerAvailableNow",
]


class ReadLimit:
    """The base of the limits."""


@dataclass
class ReadAllAvailable(ReadLimit):
    """Everything there is."""


@dataclass
class ReadMinRows(ReadLimit):
    """At least so many rows; nothing when there are fewer."""

    min_rows: int


@dataclass
class ReadMaxRows(ReadLimit):
    """At most so many rows."""

    max_rows: int


@dataclass
class ReadMaxFiles(ReadLimit):
    """At most so many files."""

    max_files: int


@dataclass
class ReadMaxBytes(ReadLimit):
    """At most so many bytes."""

    max_bytes: int


class SupportsTriggerAvailableNow(ABC):
    """For stream readers that can be asked to stop at what is there when a query starts."""

    @abstractmethod
    def prepareForTriggerAvailableNow(self) -> None:
        """Told at a query's start: the latest offset is not to move any more."""
