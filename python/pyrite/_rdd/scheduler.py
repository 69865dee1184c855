"""Jobs: an action's RDD is cut into stages at shuffles, and each stage into a task for every partition."""

from __future__ import annotations

import ctypes
import itertools
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from pyrite._rdd import events
from pyrite._rdd.blocks import Block, BlockStore
from pyrite._rdd.collector import CalmCollector
from pyrite._rdd.failures import JobCancelled, TaskKilled
from pyrite._rdd.stages import Stage, StageRunner
from pyrite.errors import PySparkRuntimeError
from pyrite.status import History
from pyrite.taskcontext import TaskContext

if TYPE_CHECKING:
    from pyrite._workers.pool import WorkerPool
    from pyrite.context import SparkContext
    from pyrite.rdd import RDD


class Job:
    """One run of an action. Its tasks run in a thread of the job's own, so that they can be given up at any time."""

    def __init__(self, number: int, properties: dict[str, str]):
        from pyrite._workers.pool import Cancellation

        self.number = number
        self.properties = properties
        self.workers = Cancellation()
        #: What the job's sources have open, by the RDD's number; closed at its end.
        self.sources: dict[Any, Any] = {}
        self._lock = threading.Lock()
        self._threads: set[int] = set()
        self._cancelled: str | None = None
        self.ended = threading.Event()
        self.results: list[Any] = []
        self.error: BaseException | None = None

    @property
    def group(self) -> str | None:
        """The job group that the job belongs to."""
        return self.properties.get("spark.jobGroup.id")

    @property
    def tags(self) -> set[str]:
        """The tags of the thread that started the job."""
        return set(filter(None, self.properties.get("spark.job.tags", "").split(",")))

    def cancel(self, reason: str) -> None:
        """Gives the job up: its caller gets an error at once, its tasks end when they next do something in Python."""
        with self._lock:
            if self._cancelled is not None or self.ended.is_set():
                return
            self._cancelled = reason
            self.error = JobCancelled(f"[SPARK_JOB_CANCELLED] Job {self.number} cancelled {reason}")
            threads = list(self._threads)
            for thread in threads:
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TaskKilled))
        self.workers.cancel()
        self.ended.set()

    def check(self) -> None:
        """Raises TaskKilled when the job was cancelled."""
        if self._cancelled is not None:
            raise TaskKilled

    @contextmanager
    def thread(self) -> Iterator[None]:
        """Says that the current thread runs tasks of the job."""
        number = threading.get_ident()
        with self._lock:
            if self._cancelled is not None:
                raise TaskKilled
            self._threads.add(number)
        try:
            yield
        finally:
            with self._lock:
                self._threads.discard(number)

    def finish(self, error: BaseException | None) -> None:
        """The job's thread has done what it can."""
        with self._lock:
            if self._cancelled is None:
                self.error = error
                self.ended.set()


class Scheduler:
    """Runs the jobs of one application."""

    def __init__(self, context: SparkContext, store: BlockStore):
        self.context = context
        self.store = store
        self.bus = events.EventBus()
        self.history = History()
        self.bus.listen(self.history)
        self._jobs = itertools.count()
        self.stage_numbers = itertools.count()
        self.task_numbers = itertools.count()
        self._lock = threading.Lock()
        self._running: dict[int, Job] = {}
        self._calm = CalmCollector()
        #: Signatures of the stages that have turned out to be heavy.
        self.heavy_stages: set[int] = set()
        self._kept: dict[tuple[int, int], list[Block]] = {}
        self._pool: WorkerPool | None = None

    def run(
        self,
        rdd: RDD[Any],
        function: Callable[[Iterable[Any]], Any],
        partitions: Sequence[int] | None = None,
    ) -> list[Any]:
        """``function`` of every partition's elements (of those named), in the partitions' order.

        Raises Py4JJavaError when a task fails for good, and JobCancelled.
        """
        if TaskContext.get() is not None:
            raise PySparkRuntimeError(errorClass="RDD_TRANSFORM_ONLY_VALID_ON_DRIVER", messageParameters={})
        self.context._check_running()
        job = Job(next(self._jobs), self.context._job_properties())
        with self._lock:
            self._running[job.number] = job
        thread = threading.Thread(
            target=self._execute, args=(job, rdd, function, partitions), name=f"pyrite-job-{job.number}", daemon=True
        )
        try:
            thread.start()
            job.ended.wait()
        except BaseException:
            # Ctrl-C.
            job.cancel("because its caller was interrupted")
            raise
        finally:
            with self._lock:
                self._running.pop(job.number, None)
        if job.error is not None:
            error, job.error = job.error, None
            raise error
        return job.results

    def _execute(
        self, job: Job, rdd: RDD[Any], function: Callable[[Iterable[Any]], Any], partitions: Sequence[int] | None
    ) -> None:
        # The end of a cancelled job may come at any place: its caller knows already.
        with suppress(TaskKilled):
            self._carry_out(job, rdd, function, partitions)

    def _carry_out(
        self, job: Job, rdd: RDD[Any], function: Callable[[Iterable[Any]], Any], partitions: Sequence[int] | None
    ) -> None:
        error: BaseException | None = None
        started = False
        try:
            with self._calm, job.thread():
                stages = self._stages(rdd, function, partitions)
                self.bus.post(events.JobStarted(job.number, [stage.number for stage in stages], job.properties))
                started = True
                for stage in stages:
                    job.check()
                    job.results = StageRunner(self, job, stage).run()
        except BaseException as failure:
            error = failure
        finally:
            for source in job.sources.values():
                source.close()
            job.sources.clear()
            if started:
                failed = error is not None or job.error is not None
                self.bus.post(events.JobEnded(job.number, "FAILED" if failed else "SUCCEEDED"))
            job.finish(error)

    def _stages(
        self, rdd: RDD[Any], function: Callable[[Iterable[Any]], Any], partitions: Sequence[int] | None
    ) -> list[Stage]:
        """The stages, each one after its inputs: shuffles that were not yet written, and the result."""
        stages: list[Stage] = []
        seen: set[int] = set()

        def visit(node: RDD[Any]) -> None:
            # A long lineage is deeper than Python's stack.
            pending = [(node, False)]
            while pending:
                current, is_expanded = pending.pop()
                if is_expanded:
                    for shuffle in current._source.shuffles:
                        if not shuffle.is_complete and not any(stage.shuffle is shuffle for stage in stages):
                            stages.append(Stage(next(self.stage_numbers), shuffle.parent, shuffle=shuffle))
                    continue
                if id(current) in seen or self._is_kept(current):
                    continue
                seen.add(id(current))
                pending.append((current, True))
                pending += [(shuffle.parent, False) for shuffle in current._source.shuffles if not shuffle.is_complete]
                pending += [(parent, False) for parent in current._source.parents]

        visit(rdd)
        wanted = range(rdd.getNumPartitions()) if partitions is None else partitions
        stages.append(Stage(next(self.stage_numbers), rdd, function=function, partitions=list(wanted)))
        return stages

    # Persisted partitions

    def blocks(self, key: tuple[int, int]) -> list[Block] | None:
        """The kept partition (RDD, partition), when there is one."""
        return self._kept.get(key)

    def keep(self, key: tuple[int, int], blocks: list[Block]) -> None:
        """Keeps a partition."""
        self._kept[key] = [self.store.keep(block) for block in blocks]

    def forget(self, rdd: int) -> None:
        """Drops all kept partitions of an RDD."""
        for key in [key for key in list(self._kept) if key[0] == rdd]:
            self._kept.pop(key, None)

    def _is_kept(self, rdd: RDD[Any]) -> bool:
        if not rdd.is_cached and not rdd.is_checkpointed:
            return False
        return all((rdd._id, split) in self._kept for split in range(rdd.getNumPartitions()))

    # Workers

    @property
    def workers(self) -> WorkerPool:
        """The application's pool of worker processes."""
        with self._lock:
            if self._pool is None:
                from pyrite._workers.pool import WorkerPool

                self._pool = WorkerPool(
                    self.context._worker_count, self.context.environment, self.context._max_task_failures
                )
            return self._pool

    # Cancelling

    def cancel(self, chosen: Callable[[Job], bool], reason: str) -> None:
        """Cancels the running jobs that a function chooses."""
        with self._lock:
            jobs = list(self._running.values())
        for job in jobs:
            if chosen(job):
                job.cancel(reason)

    def close(self) -> None:
        """Cancels what runs and frees what is kept."""
        self.cancel(lambda job: True, "because SparkContext was shut down")
        self._kept.clear()
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()
