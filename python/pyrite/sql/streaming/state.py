"""The state of groups in streams, for annotations."""

from __future__ import annotations

from typing import Any

from pyrite.errors import PySparkNotImplementedError

__all__ = ["GroupState", "GroupStateTimeout"]


class GroupStateTimeout:
    """When the state of a group that gets no more rows times out."""

    NoTimeout: str = "NoTimeout"
    ProcessingTimeTimeout: str = "ProcessingTimeTimeout"
    EventTimeTimeout: str = "EventTimeTimeout"


class GroupState:
    """The state of a group of a stream. Pyrite has no streams: making one is an error."""

    def __init__(self, *arguments: Any) -> None:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "streaming queries (applyInPandasWithState)"}
        )
