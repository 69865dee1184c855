"""What listens to streaming queries."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

__all__ = ["StreamingQueryListener"]


class StreamingQueryListener(ABC):
    """Told of the events of streaming queries. There are none in Pyrite: its methods are never called."""

    @abstractmethod
    def onQueryStarted(self, event: Any) -> None:
        """A query has started."""

    @abstractmethod
    def onQueryProgress(self, event: Any) -> None:
        """A query has processed more."""

    def onQueryIdle(self, event: Any) -> None:  # noqa: B027  optional
        """A query has nothing to do."""

    @abstractmethod
    def onQueryTerminated(self, event: Any) -> None:
        """A query has ended."""
