"""Tasks: what is done with the elements of a partition, in this process or in a worker."""

from __future__ import annotations

import functools
import pickle
import tempfile
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from pyrite._rdd.blocks import Block, BlockStore
from pyrite._rdd.collector import CalmCollector

if TYPE_CHECKING:
    from pyrite._rdd.plans import Copy, Kept, Plan
    from pyrite._workers.serialize import PortableFunction


class ResultTask:
    """Gives a function of the elements to the caller of the action."""

    def __init__(self, function: Callable[[Iterable[Any]], Any]):
        self.function = function

    def run(self, plan: Plan, kept: Kept) -> Any:
        """The function's result."""
        return self.function(plan.iterate(kept))

    def isolated(self, copy: Copy) -> ResultTask:
        """The same task with a copy of the function."""
        return ResultTask(copy(self.function))


class ShuffleTask:
    """Writes the elements for the readers of a shuffle."""

    def __init__(self, writer: Any):
        self.writer = writer

    def run(self, plan: Plan, kept: Kept) -> dict[int, list[Block]]:
        """The blocks for each reader."""
        return self.writer.write(plan.iterate(kept), kept.store)  # type: ignore[no-any-return]

    def isolated(self, copy: Copy) -> ShuffleTask:
        """The task itself: it has no function but the one that places keys."""
        return self


class _WorkerKept:
    """Partitions of persisted RDDs that were computed in a worker: they go back with the task's result."""

    def __init__(self, budget: int):
        self.store = BlockStore(budget, tempfile.gettempdir())
        self.partitions: dict[tuple[int, int], list[Block]] = {}

    def blocks(self, key: tuple[int, int]) -> list[Block] | None:
        return self.partitions.get(key)

    def keep(self, key: tuple[int, int], blocks: list[Block]) -> None:
        self.partitions[key] = blocks


def _run(package: Any, budget: int) -> Any:
    plan, task = pickle.loads(package)
    kept = _WorkerKept(budget)
    with CalmCollector():
        result = task.run(plan, kept)
    return result, kept.partitions


@functools.cache
def run_in_worker() -> PortableFunction:
    """The function that runs a pickled plan and task in a worker: its result, and the partitions to be kept."""
    from pyrite._workers.serialize import portable

    return portable(_run)
