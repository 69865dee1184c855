"""Streaming queries, of which there are none."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pyrite.errors import PySparkNotImplementedError, PySparkTypeError

if TYPE_CHECKING:
    from pyrite.sql.streaming.listener import StreamingQueryListener

__all__ = ["StreamingQuery", "StreamingQueryManager"]


class StreamingQuery:
    """A running streaming query, for annotations. Pyrite starts none."""

    def __init__(self, *arguments: Any) -> None:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "streaming queries"}
        )


class StreamingQueryManager:
    """``spark.streams``: the running streaming queries, which are none.

    Examples
    --------
    >>> spark.streams.active
    []
    """

    def __init__(self) -> None:
        self._listeners: list[StreamingQueryListener] = []

    @property
    def active(self) -> list[StreamingQuery]:
        """The running queries: none."""
        return []

    def get(self, id: str) -> StreamingQuery | None:
        """The running query of an id: None, because there is none."""
        if not isinstance(id, str) or not id:
            raise PySparkTypeError(
                errorClass="VALUE_NOT_NON_EMPTY_STR", messageParameters={"arg_name": "id", "arg_value": str(id)}
            )
        return None

    def resetTerminated(self) -> None:
        """Forgets the queries that have ended: there are none."""

    def awaitAnyTermination(self, timeout: int | None = None) -> bool | None:
        """Would wait for a query to end: an error, because none will."""
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "streaming queries (awaitAnyTermination)"}
        )

    def addListener(self, listener: StreamingQueryListener) -> None:
        """Keeps a listener. It will hear nothing."""
        self._listeners.append(listener)

    def removeListener(self, listener: StreamingQueryListener) -> None:
        """Forgets a listener."""
        if listener in self._listeners:
            self._listeners.remove(listener)
