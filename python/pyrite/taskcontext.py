"""What a running task knows about itself."""

from __future__ import annotations

import threading
from decimal import Decimal
from typing import Any, ClassVar

from pyrite.errors import PySparkRuntimeError

__all__ = ["BarrierTaskContext", "BarrierTaskInfo", "TaskContext"]

_PROPERTIES = (
    "attemptNumber",
    "partitionId",
    "stageId",
    "taskAttemptId",
    "localProperties",
    "cpus",
    "cpuAmount",
    "resources",
)


class TaskContext:
    """The task that runs in this thread: its stage, its partition, its attempt. :meth:`get` gives it.

    >>> sc.parallelize([1, 2], 2).map(lambda _: TaskContext.get().partitionId()).collect()  # doctest: +SKIP
    [0, 1]
    """

    _current: ClassVar[threading.local] = threading.local()

    _attemptNumber: int | None = None
    _partitionId: int | None = None
    _stageId: int | None = None
    _taskAttemptId: int | None = None
    _localProperties: dict[str, str] | None = None
    _cpus: int | None = None
    _cpuAmount: Decimal | None = None
    _resources: dict[str, Any] | None = None

    def __new__(cls, **properties: Any) -> TaskContext:
        current = TaskContext.get()
        if current is None or not isinstance(current, cls):
            current = object.__new__(cls)
            current._accumulated = {}
            TaskContext._current.task = current
        return current

    def __init__(self, **properties: Any) -> None:
        for name, value in properties.items():
            if name not in _PROPERTIES:
                raise TypeError(f"__init__() got an unexpected keyword argument '{name}'")
            if value is not None:
                setattr(self, f"_{name}", value)

    #: What accumulators gained in this task: by number, the parameter and the sum.
    _accumulated: dict[int, Any]

    @classmethod
    def _of(cls, properties: dict[str, Any]) -> TaskContext:
        """A context that is not yet the current one."""
        task = object.__new__(cls)
        task._accumulated = {}
        for name, value in properties.items():
            setattr(task, f"_{name}", value)
        return task

    @classmethod
    def _getOrCreate(cls) -> TaskContext:
        return TaskContext.get() or TaskContext()

    @classmethod
    def _setTaskContext(cls, taskContext: TaskContext | None) -> None:
        TaskContext._current.task = taskContext

    @classmethod
    def get(cls) -> TaskContext | None:
        """The task of this thread; None outside of tasks."""
        return getattr(TaskContext._current, "task", None)

    def stageId(self) -> int:
        """The number of the stage."""
        return self._stageId  # type: ignore[return-value]

    def partitionId(self) -> int:
        """The number of the partition that the task computes."""
        return self._partitionId  # type: ignore[return-value]

    def attemptNumber(self) -> int:
        """How often the task was tried before: 0 for the first try."""
        return self._attemptNumber  # type: ignore[return-value]

    def taskAttemptId(self) -> int:
        """A number that no other try of a task in this application has."""
        return self._taskAttemptId  # type: ignore[return-value]

    def getLocalProperty(self, key: str) -> str | None:
        """A property that the thread which started the job had set, or None."""
        return (self._localProperties or {}).get(key)

    def cpus(self) -> int:
        """The number of cores given to the task."""
        return self._cpus  # type: ignore[return-value]

    def cpuAmount(self) -> Decimal:
        """The number of cores given to the task, as a decimal."""
        return self._cpuAmount if self._cpuAmount is not None else Decimal(self._cpus or 1)

    def resources(self) -> dict[str, Any]:
        """Other resources given to the task: none on one machine."""
        return self._resources or {}


class BarrierTaskContext(TaskContext):
    """The context of a task in a barrier stage, whose tasks run all at once and can wait for each other."""

    #: Where the tasks of the stage meet; made by the scheduler.
    _meeting: Any = None

    @classmethod
    def get(cls) -> BarrierTaskContext:
        """The barrier task of this thread. Outside of barrier stages that is an error."""
        task = TaskContext.get()
        if not isinstance(task, BarrierTaskContext):
            raise PySparkRuntimeError(errorClass="NOT_IN_BARRIER_STAGE", messageParameters={})
        return task

    def barrier(self) -> None:
        """Waits until every task of the stage has called this."""
        self._meet("barrier").gather(self.partitionId(), "")

    def allGather(self, message: str = "") -> list[str]:
        """Waits until every task of the stage has called this, and returns all their messages, by partition."""
        if not isinstance(message, str):
            raise TypeError("Argument `message` must be of type `str`")
        return self._meet("allGather").gather(self.partitionId(), message)  # type: ignore[no-any-return]

    def getTaskInfos(self) -> list[BarrierTaskInfo]:
        """The tasks of the stage, by partition."""
        self._meet("getTaskInfos")
        addresses = (self._localProperties or {}).get("addresses", "")
        return [BarrierTaskInfo(address.strip()) for address in addresses.split(",")]

    def _meet(self, name: str) -> Any:
        if self._meeting is None:
            raise PySparkRuntimeError(
                errorClass="CALL_BEFORE_INITIALIZE",
                messageParameters={"func_name": name, "object": "BarrierTaskContext"},
            )
        return self._meeting


class BarrierTaskInfo:
    """Where a barrier task runs.

    ``address``: the host and port of its executor; on one machine all are alike.
    """

    def __init__(self, address: str) -> None:
        self.address = address
