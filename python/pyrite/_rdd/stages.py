"""Stages: their tasks run in this process one after the other, or in worker processes when that pays."""

from __future__ import annotations

import pickle
import threading
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

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

_Task = TypeVar("_Task")

#: A stage that takes longer is helped by worker processes, when there are cores for them.
_HEAVY_SECONDS = 0.5
#: How long a stage runs before anything is thought about it.
_SHORT_SECONDS = 0.01
#: Stages of which it is remembered that they were heavy.
_MOST_REMEMBERED = 10_000


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
        tasks = list(enumerate(self._stage.partitions))
        mode = self._context._worker_mode
        if mode == "always" and tasks and self._try_workers(tasks):
            return
        pending = deque(tasks)
        helpers = _Helpers(self, pending) if mode == "auto" and len(tasks) > 1 else None
        try:
            while (task := _next_of(pending)) is not None:
                position, split = task
                self._results[position] = self._run_here(split)
                if helpers is not None and (helpers.failures or not pending):
                    # A helper may have given a task back.
                    helpers.join()
                    helpers.check()
        except BaseException:
            self._job.workers.cancel()
            raise
        finally:
            if helpers is not None:
                helpers.join()

    def was_heavy(self) -> bool:
        """Whether a stage with the functions of the tasks begun so far has turned out to be heavy before."""
        return self._copies.signature in self._scheduler.heavy_stages

    def is_heavy(self) -> None:
        """Remembers that stages with these functions are heavy."""
        heavy, signature = self._scheduler.heavy_stages, self._copies.signature
        if signature is not None:
            if len(heavy) >= _MOST_REMEMBERED:
                heavy.clear()
            heavy.add(signature)

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
        first, *others = pending
        package = self._first_package(first[1])
        if package is None:
            return False
        failures: list[BaseException] = []
        self._serve_all((*first, package), deque(others), failures, self._context._worker_count)
        if failures:
            raise failures[0]
        return True

    def _first_package(self, split: int) -> pickle.PickleBuffer | None:
        """A task for a worker; None when the stage's tasks cannot leave this process."""
        from pyrite._workers.serialize import is_portable

        if self._context._worker_mode != "always" and not is_portable():
            return None
        if self._stage.shuffle is not None and not self._stage.shuffle.places_alike_everywhere:
            return None
        try:
            return self._package(split)
        except Exception as error:
            if self._context._worker_mode == "always" and isinstance(error, PySparkException):
                raise
            return None

    def _package(self, split: int) -> pickle.PickleBuffer:
        """A task with all its data, for a worker."""
        from pyrite._workers.serialize import dump

        plan = self._stage.rdd._plan(split, self._job).portable()
        return pickle.PickleBuffer(dump((plan, self._stage.task(split))))

    def _serve_all(
        self,
        first: tuple[int, int, pickle.PickleBuffer],
        waiting: deque[tuple[int, int]],
        failures: list[BaseException],
        count: int,
    ) -> None:
        """Runs a packaged task and those that wait in so many workers, until none is left or one has failed."""
        begun = deque([first])

        def serve() -> None:
            while not failures:
                try:
                    task = _next_of(begun)
                    if task is None:
                        place = _next_of(waiting)
                        if place is None:
                            return
                        task = (*place, self._package(place[1]))
                    position, split, package = task
                    self._results[position] = self._run_in_worker(split, package)
                except BaseException as error:
                    failures.append(error)

        threads = [threading.Thread(target=serve, daemon=True) for _ in range(min(1 + len(waiting), count))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

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
            f"Lost task {split}.{attempt} in stage {stage}.0 (localhost executor driver): {text}",
            errorClass=None if cause is None else "PYTHON_EXCEPTION",
            sqlState=None if cause is None else "38000",
        )


class _Helpers:
    """Worker processes that take part in a stage's tasks as soon as these turn out to be heavy.

    The job's own thread goes on with its tasks meanwhile: it and the helpers take them from the same queue.
    """

    def __init__(self, runner: StageRunner, pending: deque[tuple[int, int]]) -> None:
        self._runner = runner
        self._pending = pending
        #: Why a task failed for good in a helper.
        self.failures: list[BaseException] = []
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._help, daemon=True)
        self._thread.start()

    def _help(self) -> None:
        runner, pending = self._runner, self._pending
        if self._ended.wait(_SHORT_SECONDS):
            return
        if not runner.was_heavy():
            if self._ended.wait(_HEAVY_SECONDS):
                return
            runner.is_heavy()
        task = _next_of(pending)
        if task is None:
            return
        package = runner._first_package(task[1])
        if package is None:
            pending.appendleft(task)
        else:
            helpers = max(1, runner._context._worker_count - 1)
            runner._serve_all((*task, package), pending, self.failures, helpers)

    def join(self) -> None:
        """No more tasks are to be begun: waits for those that run."""
        self._ended.set()
        self._thread.join()

    def check(self) -> None:
        """Raises what a helper's task failed with."""
        if self.failures:
            raise self.failures[0]


def _next_of(tasks: deque[_Task]) -> _Task | None:
    """Takes the next task, if there is any left."""
    try:
        return tasks.popleft()
    except IndexError:
        return None


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
