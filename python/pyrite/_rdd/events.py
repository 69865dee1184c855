"""What happens to jobs, stages and tasks, told to whoever listens: the status tracker is one of them."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass(frozen=True)
class JobStarted:
    """A job begins: an action was called."""

    job: int
    stages: list[int]
    properties: dict[str, str]
    time: float = field(default_factory=time.time)


@dataclass(frozen=True)
class JobEnded:
    """A job has ended: ``SUCCEEDED`` or ``FAILED``."""

    job: int
    status: str
    time: float = field(default_factory=time.time)


@dataclass(frozen=True)
class StageStarted:
    """A stage begins to run its tasks."""

    stage: int
    attempt: int
    name: str
    tasks: int
    time: float = field(default_factory=time.time)


@dataclass(frozen=True)
class StageEnded:
    """A stage has ended."""

    stage: int
    succeeded: bool
    time: float = field(default_factory=time.time)


@dataclass(frozen=True)
class TaskStarted:
    """A task begins."""

    stage: int
    partition: int
    attempt: int
    task: int
    time: float = field(default_factory=time.time)


@dataclass(frozen=True)
class TaskEnded:
    """A task has ended. ``in_worker`` says whether it ran in a process of its own."""

    stage: int
    partition: int
    attempt: int
    task: int
    succeeded: bool
    in_worker: bool
    time: float = field(default_factory=time.time)


Event = JobStarted | JobEnded | StageStarted | StageEnded | TaskStarted | TaskEnded


class EventBus:
    """Passes events on to its listeners, in order, in the thread in which they happen."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[Event], None]] = []
        self._lock = threading.Lock()

    def listen(self, listener: Callable[[Event], None]) -> None:
        """Tells a function of every event from now on."""
        with self._lock:
            self._listeners.append(listener)

    def post(self, event: Event) -> None:
        """Tells all listeners of an event."""
        with self._lock:
            for listener in self._listeners:
                listener(event)
