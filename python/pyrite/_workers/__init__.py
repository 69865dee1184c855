"""Python worker processes: functions run there in parallel, and may crash without taking the session along.

A :class:`WorkerPool` starts processes when they are needed, keeps them for the next call and replaces those that die.
``call`` runs a function on its arguments, ``stream`` an iterator function over a sequence of inputs::

    pool = WorkerPool(2)
    pool.call(portable(lambda a, b: a + b), 1, 2)              # 3
    list(pool.stream(portable(lambda items: map(str, items)), [1, 2]))  # ['1', '2']

What the worker prints reaches this process's ``sys.stdout`` and ``sys.stderr`` before the call returns.
"""

from pyrite._workers.failures import WorkerCallError, WorkerCancelled, WorkerCrashed
from pyrite._workers.pool import WorkerPool, default_pool
from pyrite._workers.serialize import PortableFunction, is_portable, portable

__all__ = [
    "PortableFunction",
    "WorkerCallError",
    "WorkerCancelled",
    "WorkerCrashed",
    "WorkerPool",
    "default_pool",
    "is_portable",
    "portable",
]
