"""Stages: their tasks run in this process one after the other, or in worker processes when that pays."""

from __future__ import annotations

import pickle
import queue
import threading
import time
import traceback
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from pyrite._rdd import events
from pyrite._rdd.failures import Py4JJavaError, TaskKilled
from pyrite._rdd.isolation import FunctionCopies, NotPortable
from pyrite._rdd.tasks import ResultTask, ShuffleTask, run_in_worker
from pyrite._workers.failures import WorkerCallError, WorkerCancelled, WorkerCrashed
from pyrite.accumulators import add_gains
from pyrite.errors import PySparkException, SparkException
from pyrite.taskcontext import BarrierTaskContext, TaskContext

if TYPE_CHECKING:
    from pyrite._rdd.lineage import ShuffleDependency
    from pyrite._rdd.scheduler import Job, Scheduler
    from pyrite.rdd import RDD

#: A task that takes longer makes the rest of its stage go to worker processes, when there are cores for them.
_HEAVY_SECONDS = 1.0


@dataclass
class Stage:
    """Tasks that need nothing of each other: they write a shuffle, or make results."""

    number: int
    rdd: RDD[Any]
    shuffle: ShuffleDependency | None = None
    function: Callable[[Iterable[Any]], Any] | None = None
    partitions: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.shuffle is not None:
            self.partitions = list(range(self.rdd.getNumPartitions()))

    def task(self, split: int) -> ResultTask | ShuffleTask:
        """What is done with a partition."""
        if self.shuffle is not None:
            return ShuffleTask(self.shuffle.writer(split))
        assert self.function is not None
        return ResultTask(self.function)


class StageRunner:
    """One run of a stage."""

    def __init__(self, scheduler: Scheduler, job: Job, stage: Stage):
        self._scheduler = scheduler
        self._context = scheduler.context
        self._job = job
        self._stage = stage
        self._results: dict[int, Any] = {}
        self._copies = FunctionCopies()

    def run(self) -> list[Any]:
        """Runs all tasks and returns their results in the partitions' order."""
        stage, bus = self._stage, self._scheduler.bus
        bus.post(events.StageStarted(stage.number, 0, stage.rdd._label(), len(stage.partitions)))
        succeeded = False
        try:
            if stage.rdd._is_barrier():
                self._run_together()
            else:
                self._run_tasks()
            results = [self._results[position] for position in range(len(stage.partitions))]
            if stage.shuffle is not None:
                stage.shuffle.complete(results)
            succeeded = True
            return results
        finally:
            bus.post(events.StageEnded(stage.number, succeeded))

    def _run_tasks(self) -> None:
        pending = list(enumerate(self._stage.partitions))
        mode = self._context._worker_mode
        if mode == "always" and pending and self._try_workers(pending):
            return
        heavy = False
        for done, (position, split) in enumerate(pending):
            if heavy and len(pending) - done > 1 and self._try_workers(pending[done:]):
                return
            start = time.monotonic()
            self._results[position] = self._run_here(split)
            heavy = mode == "auto" and time.monotonic() - start > _HEAVY_SECONDS

    # In this process

    def _run_here(self, split: int) -> Any:
        attempts = self._context._max_local_failures
        for attempt in range(attempts):
            try:
                return self._attempt(split, attempt, None)
            except (TaskKilled, NotPortable):
                raise
            except BaseException as error:
                if attempt + 1 == attempts:
                    raise self._failed(split, attempt, _traceback_of(error), error) from error
        raise AssertionError("a task has at least one attempt")

    def _attempt(self, split: int, attempt: int, meeting: Any) -> Any:
        self._job.check()
        properties = self._task_properties(split, attempt)
        task = (TaskContext if meeting is None else BarrierTaskContext)._of(properties)
        if isinstance(task, BarrierTaskContext):
            task._meeting = meeting
        number = properties["taskAttemptId"]
        bus, stage = self._scheduler.bus, self._stage.number
        bus.post(events.TaskStarted(stage, split, attempt, number))
        succeeded = False
        TaskContext._setTaskContext(task)
        try:
            plan = self._stage.rdd._plan(split, self._job).isolated(self._copies.copy)
            result = self._stage.task(split).isolated(self._copies.copy).run(plan, self._scheduler)
            succeeded = True
        finally:
            TaskContext._setTaskContext(None)
            bus.post(events.TaskEnded(stage, split, attempt, number, succeeded, False))
        add_gains(task._accumulated)
        return result

    def _run_together(self) -> None:
        """A barrier stage: every task in a thread of its own, at the same time."""
        count = len(self._stage.partitions)
        if count > self._context.defaultParallelism:
            raise SparkException(
                "[SPARK-24819]: Barrier execution mode does not allow run a barrier stage that requires more slots "
                f"than the total number of slots in the cluster currently: {count} tasks, "
                f"{self._context.defaultParallelism} slots."
            )
        meeting = Meeting(count)
        errors: list[tuple[int, BaseException]] = []

        def run(position: int, split: int) -> None:
            try:
                with self._job.thread():
                    self._results[position] = self._attempt(split, 0, meeting)
            except BaseException as error:
                meeting.abort()
                errors.append((split, error))

        threads = [
            threading.Thread(target=run, args=(position, split), daemon=True)
            for position, split in enumerate(self._stage.partitions)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        # Tasks that only failed because another one did say less.
        errors.sort(key=lambda found: isinstance(found[1], threading.BrokenBarrierError))
        for split, error in errors:
            if isinstance(error, TaskKilled):
                raise error
            raise self._failed(split, 0, _traceback_of(error), error) from error

    # In workers

    def _try_workers(self, pending: list[tuple[int, int]]) -> bool:
        """Runs tasks in worker processes; false, with nothing done, when they cannot leave this process."""
        from pyrite._workers.serialize import is_portable

        if self._context._worker_mode != "always" and not is_portable():
            return False
        if self._stage.shuffle is not None and not self._stage.shuffle.places_alike_everywhere:
            return False
        try:
            first = self._package(pending[0][1])
        except Exception as error:
            if self._context._worker_mode == "always" and isinstance(error, PySparkException):
                raise
            return False
        self._run_in_workers(pending, first)
        return True

    def _package(self, split: int) -> pickle.PickleBuffer:
        """A task with all its data, for a worker."""
        from pyrite._workers.serialize import dump

        plan = self._stage.rdd._plan(split, self._job).portable()
        return pickle.PickleBuffer(dump((plan, self._stage.task(split))))

    def _run_in_workers(self, pending: list[tuple[int, int]], first: pickle.PickleBuffer) -> None:
        waiting: queue.SimpleQueue[tuple[int, int]] = queue.SimpleQueue()
        for place in pending:
            waiting.put(place)
        packages = {pending[0][0]: first}
        failures: list[BaseException] = []

        def serve() -> None:
            while not failures:
                try:
                    position, split = waiting.get_nowait()
                except queue.Empty:
                    return
                try:
                    package = packages.pop(position, None) or self._package(split)
                    self._results[position] = self._run_in_worker(split, package)
                except BaseException as error:
                    failures.append(error)

        size = min(len(pending), self._context._worker_count)
        threads = [threading.Thread(target=serve, daemon=True) for _ in range(size)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if failures:
            raise failures[0]

    def _run_in_worker(self, split: int, package: pickle.PickleBuffer) -> Any:
        bus, stage = self._scheduler.bus, self._stage.number
        properties = self._task_properties(split, 0)
        number = properties["taskAttemptId"]
        gains: list[Any] = []
        attempts = self._context._max_local_failures
        for attempt in range(attempts):
            bus.post(events.TaskStarted(stage, split, attempt, number))
            succeeded = False
            try:
                result, kept = self._scheduler.workers.call(
                    run_in_worker(),
                    package,
                    self._scheduler.store.budget,
                    context={**self._context._worker_surroundings(), "task": {**properties, "attemptNumber": attempt}},
                    cancellation=self._job.workers,
                    on_leavings=gains.append,
                )
                succeeded = True
                break
            except WorkerCallError as error:
                if attempt + 1 == attempts:
                    raise self._failed(split, attempt, error.traceback_text, error.__cause__) from error.__cause__
            except WorkerCrashed as error:
                raise self._failed(split, error.attempts - 1, str(error), None) from error
            except WorkerCancelled:
                raise TaskKilled from None
            finally:
                bus.post(events.TaskEnded(stage, split, attempt, number, succeeded, True))
        for gain in gains:
            add_gains(gain)
        for key, blocks in kept.items():
            self._scheduler.keep(key, blocks)
        if self._stage.shuffle is not None:
            for blocks in result.values():
                for block in blocks:
                    self._scheduler.store.keep(block)
        return result

    # Both

    def _task_properties(self, split: int, attempt: int) -> dict[str, Any]:
        properties = dict(self._job.properties)
        properties["addresses"] = ",".join(["localhost:0"] * len(self._stage.partitions))
        return {
            "stageId": self._stage.number,
            "partitionId": split,
            "attemptNumber": attempt,
            "taskAttemptId": next(self._scheduler.task_numbers),
            "cpus": 1,
            "cpuAmount": Decimal(1),
            "resources": {},
            "localProperties": properties,
        }

    def _failed(self, split: int, attempt: int, text: str, cause: BaseException | None) -> BaseException:
        if isinstance(cause, PySparkException) and not isinstance(cause, Py4JJavaError) and _is_ours(cause):
            return cause
        stage = self._stage.number
        name = f"Task {split} in stage {stage}.0"
        return Py4JJavaError(
            f"Job aborted due to stage failure: {name} failed {attempt + 1} times, most recent failure: "
            f"Lost task {split}.{attempt} in stage {stage}.0 (localhost executor driver): {text}"
        )


class Meeting:
    """Where the tasks of a barrier stage wait for each other and exchange messages."""

    def __init__(self, count: int):
        self._barrier = threading.Barrier(count)
        self._messages = [""] * count

    def gather(self, partition: int, message: str) -> list[str]:
        """Waits for all tasks; returns what each of them said."""
        self._messages[partition] = message
        self._barrier.wait()
        messages = list(self._messages)
        # Nobody may speak again before all have heard.
        self._barrier.wait()
        return messages

    def abort(self) -> None:
        """Lets all that wait fail."""
        self._barrier.abort()


def _is_ours(error: BaseException) -> bool:
    """Whether an error of this package was raised by the package itself, and not in a function of the user."""
    from pyrite.errors import AnalysisException

    return isinstance(error, AnalysisException)


def _traceback_of(error: BaseException) -> str:
    """The traceback without the frames of the scheduler, which all tasks share."""
    link = error.__traceback__
    while link is not None and "/pyrite/_rdd/" in link.tb_frame.f_code.co_filename:
        link = link.tb_next
    return "".join(traceback.format_exception(type(error), error, link or error.__traceback__))
