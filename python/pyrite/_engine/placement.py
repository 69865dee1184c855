"""Where Python functions run: in this process, or in worker processes.

A function is described by its *maker*, a call without arguments that makes the function over Arrow data. A maker can
be pickled, so that a worker makes the function for itself. Batches travel as Arrow's stream format, which needs
PyArrow on both sides.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import threading
import time
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrite._workers.pool import WorkerPool
    from pyrite._workers.serialize import PortableFunction
    from pyrite.sql.types import DataType, StructType
    from pyrite.taskcontext import TaskContext

#: ``maker()`` gives a function of (schema, batch, output), Arrow structs all three.
BatchMaker = Callable[[], Callable[[Any, Any, Any], None]]
#: ``maker()`` gives a function of a partition's batches and its number that gives batches.
PartitionMaker = Callable[[], Callable[[Iterator[Any], int], Iterator[Any]]]

#: Functions in this process take turns, whatever thread the engine calls them on: they need not be thread-safe.
turn = threading.RLock()

#: A function that has taken so many seconds here, and so many for each row, goes on in workers when it may.
_HEAVY_SECONDS = 1.0
_HEAVY_SECONDS_A_ROW = 5e-6

#: Bytes of inputs that are kept, so that a partition can be done again when its worker dies.
_KEPT_INPUT_BYTES = 256 << 20


def _seconds() -> float:
    """A clock of this thread that stands still while others have the processor; waiting for something counts."""
    try:
        with open("/proc/thread-self/schedstat", "rb") as file:
            delay = int(file.read().split()[1])
    except (OSError, ValueError, IndexError):
        delay = 0
    return time.perf_counter() - delay / 1e9


class FunctionWorkers:
    """The workers for the functions of one application's queries.

    ``mode``: ``never``, ``always``, or ``auto``, when a function turns out to be heavy. ``count``: how many calls may
    run at the same time. ``surroundings`` gives what functions find in the worker process besides their own data.
    """

    def __init__(
        self,
        mode: str,
        count: int,
        environment: dict[str, str],
        max_failures: int,
        surroundings: Callable[[], dict[str, Any]],
    ) -> None:
        self.mode = mode
        self.count = count
        self._environment = environment
        self._max_failures = max_failures
        self._surroundings = surroundings
        #: The local properties of the thread that last asked for a query with functions.
        self.properties: dict[str, str] = {}
        self._lock = threading.Lock()
        self._pool: WorkerPool | None = None
        self._is_closed = False

    @property
    def pool(self) -> WorkerPool:
        """The processes. As many threads are lent to the engine as there are: each waits for one of them."""
        with self._lock:
            if self._pool is None:
                from pyrite._engine import callbacks
                from pyrite._workers.pool import WorkerPool

                # No limit of its own: a call that waits inside of another one must not wait for the other's worker.
                self._pool = WorkerPool(None, self._environment, self._max_failures)
                if self._is_closed:
                    self._pool.close()
                callbacks.serve(self.count)
            return self._pool

    def context(self, partition: int = 0) -> dict[str, Any]:
        """What a call finds in its worker: a task of its own, for accumulators too."""
        return {**self._surroundings(), "task": _task_properties(partition, self)}

    def close(self) -> None:
        """Ends the processes."""
        with self._lock:
            self._is_closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.close()


_task_numbers = itertools.count()


def _task_properties(partition: int, workers: FunctionWorkers | None) -> dict[str, Any]:
    """What a function's TaskContext says. Stages are the engine's affair: their number is not known here."""
    return {
        "stageId": 0,
        "partitionId": partition,
        "attemptNumber": 0,
        "taskAttemptId": next(_task_numbers),
        "localProperties": {} if workers is None else workers.properties,
        "cpus": 1,
    }


@contextlib.contextmanager
def _as_task(task: TaskContext) -> Iterator[None]:
    """Makes a task the current one of this thread; what accumulators gained meanwhile counts unless it fails."""
    from pyrite.accumulators import add_gains
    from pyrite.taskcontext import TaskContext

    outer = TaskContext.get()
    TaskContext._setTaskContext(task)
    try:
        yield
    finally:
        TaskContext._setTaskContext(outer)
    gains, task._accumulated = task._accumulated, {}
    add_gains(gains)


class _Placed:
    """A function that starts out in this process and may go to workers."""

    def __init__(self, maker: Callable[[], Any], workers: FunctionWorkers | None) -> None:
        self._maker = maker
        self._workers = workers
        self._mode = "never" if workers is None else workers.mode
        self._portable: PortableFunction | None = None
        self._lock = threading.Lock()
        self._seconds = 0.0
        self._rows = 0
        if self._mode == "always":
            # What cannot be sent is an error now, where the user can see it.
            self._send()

    def _remote(self, maker: Callable[[], Any]) -> Callable[..., Any]:
        raise NotImplementedError

    def _send(self) -> None:
        from pyrite._workers.serialize import portable

        self._portable = portable(self._remote(self._maker), keeps_state=True)

    def _count(self, seconds: float, rows: int) -> None:
        """Adds up what the function has cost here; a heavy one moves, unless it cannot be sent."""
        self._seconds += seconds
        self._rows += rows
        if self._seconds < _HEAVY_SECONDS or self._seconds < self._rows * _HEAVY_SECONDS_A_ROW:
            return
        with self._lock:
            if self._mode != "auto":
                return
            try:
                import pyarrow  # noqa: F401

                self._send()
                self._mode = "always"
            except Exception:
                self._mode = "never"


class PlacedBatchFunction(_Placed):
    """A function over batches, where it best runs."""

    def __init__(self, maker: BatchMaker, result_type: DataType, workers: FunctionWorkers | None) -> None:
        self._result_type = result_type
        self._function = maker()
        super().__init__(maker, workers)

    def __call__(self, schema: Any, batch: Any, output: Any) -> None:
        if self._mode == "always":
            self._call_worker(schema, batch, output)
            return
        from pyrite.taskcontext import TaskContext

        rows = batch.length
        # The engine does not say which partition a batch belongs to.
        with turn, _as_task(TaskContext._of(_task_properties(0, self._workers))):
            start = _seconds()
            self._function(schema, batch, output)
            seconds = _seconds() - start
        if self._mode == "auto":
            self._count(seconds, rows)

    def _remote(self, maker: BatchMaker) -> Callable[..., Any]:
        return RemoteBatchFunction(maker, self._result_type)

    def _call_worker(self, schema: Any, batch: Any, output: Any) -> None:
        from pyrite._engine.callbacks import interruptible
        from pyrite._engine.vectorized import exported, imported_batch
        from pyrite._workers.pool import Cancellation
        from pyrite.accumulators import add_gains

        assert self._workers is not None and self._portable is not None
        sent = _packed(imported_batch(schema, batch))
        cancellation = Cancellation()
        with interruptible(cancellation.cancel):
            result = self._workers.pool.call(
                self._portable,
                sent,
                context=self._workers.context(),
                cancellation=cancellation,
                on_leavings=add_gains,
            )
        exported(_unpacked(result).column(0), self._result_type, output)


class PlacedPartitionFunction(_Placed):
    """A function over partitions, where it best runs: decided when a partition begins."""

    def __init__(self, maker: PartitionMaker, schema: StructType, workers: FunctionWorkers | None) -> None:
        self._schema = schema
        self._function = maker()
        super().__init__(maker, workers)

    def __call__(self, batches: Iterator[Any], partition: int) -> Iterator[Any]:
        if self._mode == "always":
            return self._in_worker(batches, partition)
        return self._here(batches, partition)

    def _remote(self, maker: PartitionMaker) -> Callable[..., Any]:
        return RemotePartitionFunction(maker)

    def _here(self, batches: Iterator[Any], partition: int) -> Iterator[Any]:
        from pyrite.taskcontext import TaskContext

        clock = _Clock(batches)
        task = TaskContext._of(_task_properties(partition, self._workers))
        results = iter(self._function(clock.inputs(), partition))
        while True:
            with turn, _as_task(task):
                start = _seconds()
                batch = next(results, None)
                seconds = _seconds() - start - clock.take()
            if batch is None:
                return
            if self._mode == "auto":
                self._count(seconds, max(batch.num_rows, clock.rows))
                clock.rows = 0
            yield batch

    def _in_worker(self, batches: Iterator[Any], partition: int) -> Iterator[Any]:
        from pyrite._engine.callbacks import interruptible
        from pyrite._workers.pool import Cancellation
        from pyrite.accumulators import add_gains

        assert self._workers is not None and self._portable is not None
        inputs = KeptInputs(_packed(batch) for batch in batches)
        cancellation = Cancellation()
        results = self._workers.pool.stream(
            self._portable,
            inputs,
            partition,
            context=self._workers.context(partition),
            cancellation=cancellation,
            on_leavings=add_gains,
        )
        while True:
            with interruptible(cancellation.cancel):
                data = next(results, None)
            if data is None:
                return
            yield _unpacked(data)


class _Clock:
    """Tells the time that a function waits for its inputs from the time that it takes."""

    def __init__(self, batches: Iterator[Any]) -> None:
        self._batches = batches
        self._waited = 0.0
        self.rows = 0

    def inputs(self) -> Iterator[Any]:
        while True:
            start = _seconds()
            batch = next(self._batches, None)
            self._waited += _seconds() - start
            if batch is None:
                return
            self.rows += batch.num_rows
            yield batch

    def take(self) -> float:
        """The seconds waited since the last question."""
        waited, self._waited = self._waited, 0.0
        return waited


class KeptInputs:
    """Inputs of a stream that can be given again from the start, as long as they are not too many."""

    def __init__(self, inputs: Iterator[Any]) -> None:
        self._inputs = inputs
        self._kept: list[Any] | None = []
        self._bytes = 0

    @property
    def can_repeat(self) -> bool:
        """Whether all that was given so far is still there."""
        return self._kept is not None

    def __iter__(self) -> Iterator[Any]:
        position = 0
        while True:
            if self._kept is not None and position < len(self._kept):
                item = self._kept[position]
            else:
                item = next(self._inputs, None)
                if item is None:
                    return
                self._keep(item)
            position += 1
            yield item

    def _keep(self, item: Any) -> None:
        if self._kept is None:
            return
        self._bytes += item.raw().nbytes
        if self._bytes > _KEPT_INPUT_BYTES:
            self._kept = None
        else:
            self._kept.append(item)


class RemoteBatchFunction:
    """What a worker does with a batch: it makes the function, once, and calls it."""

    def __init__(self, maker: BatchMaker, result_type: DataType) -> None:
        self._maker = maker
        self._result_type = result_type
        self._function: Callable[[Any, Any, Any], None] | None = None

    def __call__(self, data: Any) -> Any:
        import pyarrow

        from pyrite._engine.arrow.structs import ArrowArray, ArrowSchema, release
        from pyrite._engine.vectorized import arrow_type

        if self._function is None:
            self._function = self._maker()
        schema, array, output = ArrowSchema(), ArrowArray(), ArrowArray()
        _unpacked(data)._export_to_c(ctypes.addressof(array), ctypes.addressof(schema))
        try:
            self._function(schema, array, output)
        finally:
            release(array)
            release(schema)
        result = pyarrow.Array._import_from_c(ctypes.addressof(output), arrow_type(self._result_type))
        return _packed(pyarrow.RecordBatch.from_arrays([result], names=["_0"]))


class RemotePartitionFunction:
    """What a worker does with a partition. The function is made anew for each."""

    def __init__(self, maker: PartitionMaker) -> None:
        self._maker = maker

    def __call__(self, inputs: Iterator[Any], partition: int) -> Iterator[Any]:
        for batch in self._maker()((_unpacked(data) for data in inputs), partition):
            yield _packed(batch)


def _packed(batch: Any) -> Any:
    """A record batch as bytes that a pickle refers to without a copy."""
    import pickle

    import pyarrow

    sink = pyarrow.BufferOutputStream()
    with pyarrow.ipc.new_stream(sink, batch.schema) as writer:
        writer.write_batch(batch)
    return pickle.PickleBuffer(sink.getvalue())


def _unpacked(data: Any) -> Any:
    """The record batch of such bytes, in their memory."""
    import pyarrow

    with pyarrow.ipc.open_stream(pyarrow.py_buffer(data)) as reader:
        return reader.read_next_batch()
