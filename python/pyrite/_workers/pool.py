"""The pool: as many workers as calls run at the same time, up to its size."""

from __future__ import annotations

import atexit
import os
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from typing import Any

from pyrite._workers.failures import WorkerCallError, WorkerCancelled, WorkerCrashed
from pyrite._workers.frames import END, ERROR, ITEM, NEED
from pyrite._workers.process import WorkerProcess
from pyrite._workers.serialize import PortableFunction

#: How often a call is tried when its worker dies: ``spark.task.maxFailures`` of Spark.
DEFAULT_MAX_FAILURES = 4

_open_pools: weakref.WeakSet[WorkerPool] = weakref.WeakSet()


class Cancellation:
    """Ends calls that were started with it: their workers are killed and the calls raise WorkerCancelled."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._workers: set[WorkerProcess] = set()
        self.is_cancelled = False

    def cancel(self) -> None:
        """Gives up what runs, and what is started from now on."""
        with self._lock:
            self.is_cancelled = True
            workers = list(self._workers)
        for worker in workers:
            worker.kill()

    def _add(self, worker: WorkerProcess) -> None:
        with self._lock:
            if self.is_cancelled:
                raise WorkerCancelled("The call was cancelled.")
            self._workers.add(worker)

    def _remove(self, worker: WorkerProcess) -> None:
        with self._lock:
            self._workers.discard(worker)


class WorkerPool:
    """Worker processes that are started on demand and used again. May be used from several threads.

    ``size``: how many calls may run at the same time; more wait for their turn. Without limit when it is None.
    ``environment``: variables of the workers. ``max_failures``: how often a call is tried while its worker keeps dying.
    """

    def __init__(
        self,
        size: int | None,
        environment: Mapping[str, str] | None = None,
        max_failures: int = DEFAULT_MAX_FAILURES,
    ):
        if size is not None and size < 1:
            raise ValueError(f"A pool needs at least one worker, but got {size}.")
        self.size = size
        self.max_failures = max(1, max_failures)
        self._environment = dict(environment or {})
        self._lock = threading.Lock()
        self._idle: list[WorkerProcess] = []
        self._room: AbstractContextManager[Any] = nullcontext() if size is None else threading.BoundedSemaphore(size)
        self._process = os.getpid()
        self._is_closed = False
        _open_pools.add(self)

    def call(
        self,
        function: PortableFunction,
        *arguments: Any,
        context: dict[str, Any] | None = None,
        cancellation: Cancellation | None = None,
        on_leavings: Callable[[Any], None] | None = None,
        on_crash: Callable[[WorkerCrashed], None] | None = None,
    ) -> Any:
        """``function(*arguments)`` in a worker.

        A call whose worker dies is tried again, up to ``max_failures`` times in all, then WorkerCrashed is raised;
        what the function itself raises arrives as WorkerCallError at once. ``context`` says what the function finds in
        its TaskContext; ``on_leavings`` gets what its accumulators gained; ``on_crash`` hears of every try that failed.
        """
        attempts = 0
        while True:
            attempts += 1
            try:
                for kind, value in self._messages(function, arguments, None, context, cancellation):
                    if kind == ITEM:
                        continue
                    result, leavings = value
                    if on_leavings is not None:
                        on_leavings(leavings)
                    return result
            except WorkerCrashed as crash:
                if on_crash is not None:
                    on_crash(crash)
                if attempts >= self.max_failures:
                    raise WorkerCrashed(crash.exit_code, attempts) from None
                if context is not None and context.get("task"):
                    task = {**context["task"], "attemptNumber": context["task"].get("attemptNumber", 0) + 1}
                    context = {**context, "task": task}

    def stream(
        self,
        function: PortableFunction,
        inputs: Iterable[Any],
        *arguments: Any,
        context: dict[str, Any] | None = None,
        cancellation: Cancellation | None = None,
        on_leavings: Callable[[Any], None] | None = None,
    ) -> Iterator[Any]:
        """What ``function(iterator of inputs, *arguments)`` yields in a worker, one item at a time.

        The function decides when an input is read, and it waits while this iterator's consumer does. When the worker
        dies the call is repeated as long as ``inputs`` can be given again, as a list or tuple can, or what says so by
        its ``can_repeat``; what was yielded already is then left out, as the function is taken to yield the same again.
        Otherwise WorkerCrashed is raised. Closing the iterator early ends the worker.
        """
        attempts, yielded = 0, 0
        while True:
            attempts += 1
            known = yielded
            try:
                for kind, value in self._messages(function, arguments, iter(inputs), context, cancellation):
                    if kind == ITEM and known:
                        known -= 1
                    elif kind == ITEM:
                        yielded += 1
                        yield value
                    elif on_leavings is not None:
                        on_leavings(value[1])
                return
            except WorkerCrashed as crash:
                can_repeat = isinstance(inputs, (list, tuple)) or getattr(inputs, "can_repeat", False)
                if not can_repeat or attempts >= self.max_failures:
                    raise WorkerCrashed(crash.exit_code, attempts) from None

    def close(self) -> None:
        """Ends idle workers now, and busy ones when their call ends."""
        _open_pools.discard(self)
        if self._process != os.getpid():
            return
        with self._lock:
            self._is_closed = True
            idle, self._idle = self._idle, []
        for worker in idle:
            worker.close()

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _messages(
        self,
        function: PortableFunction,
        arguments: tuple[Any, ...],
        inputs: Iterator[Any] | None,
        context: dict[str, Any] | None,
        cancellation: Cancellation | None,
    ) -> Iterator[tuple[int, Any]]:
        """The messages of one call: outputs of a stream, at last the result."""
        if self._process != os.getpid():
            raise RuntimeError("A pool of workers cannot be used in a forked child of the process that made it.")
        with self._room:
            worker = self._take()
            finished = False
            try:
                if cancellation is not None:
                    cancellation._add(worker)
                worker.start_call(function, arguments, inputs is not None, context)
                while True:
                    kind, value = worker.channel.receive()
                    if kind == NEED:
                        self._feed(worker, inputs)
                    elif kind == ITEM:
                        yield kind, value
                    elif kind == ERROR:
                        finished = True
                        worker.wait_for_output()
                        raise WorkerCallError(*value)
                    else:
                        finished = True
                        worker.wait_for_output()
                        yield kind, value
                        return
            except (EOFError, BrokenPipeError, ConnectionResetError):
                if cancellation is not None and cancellation.is_cancelled:
                    raise WorkerCancelled("The call was cancelled.") from None
                raise WorkerCrashed(worker.exit_code()) from None
            finally:
                if cancellation is not None:
                    cancellation._remove(worker)
                if finished:
                    self._give_back(worker)
                else:
                    worker.kill()
                    worker.exit_code()

    @staticmethod
    def _feed(worker: WorkerProcess, inputs: Iterator[Any] | None) -> None:
        missing = object()
        item = missing if inputs is None else next(inputs, missing)
        if item is missing:
            worker.channel.send(END)
        else:
            worker.channel.send(ITEM, item)

    def _take(self) -> WorkerProcess:
        while True:
            with self._lock:
                if self._is_closed:
                    raise RuntimeError("The pool of workers is closed.")
                worker = self._idle.pop() if self._idle else None
            if worker is None:
                return WorkerProcess(self._environment)
            if worker.is_alive:
                return worker
            worker.exit_code()

    def _give_back(self, worker: WorkerProcess) -> None:
        with self._lock:
            if not self._is_closed:
                self._idle.append(worker)
                return
        worker.close()


_default_pools: dict[int, WorkerPool] = {}
_default_lock = threading.Lock()


def default_pool(size: int) -> WorkerPool:
    """The process's pool of a size. It lives until the process ends; its workers start when they are needed."""
    with _default_lock:
        pool = _default_pools.get(size)
        if pool is None or pool._is_closed or pool._process != os.getpid():
            pool = _default_pools[size] = WorkerPool(size)
        return pool


def _after_fork() -> None:
    global _default_lock
    _default_lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)


@atexit.register
def _close_all() -> None:
    for pool in list(_open_pools):
        pool.close()
