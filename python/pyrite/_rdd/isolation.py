"""Copies of functions for tasks in this process.

In Spark every task unpickles its functions: what a function changes in what it captured (a set of things seen, a
default argument, a global of the script) is new in every task and never reaches the driver. Tasks in this process get
the same by a copy of each function, pickled once for a stage and unpickled for every task.
"""

from __future__ import annotations

import types
from collections.abc import Callable
from typing import Any

from pyrite.broadcast import pickling_for_this_process
from pyrite.errors import PySparkPicklingError, PySparkRuntimeError


class NotPortable(PySparkPicklingError):
    """A function refers to what only the driver has: an RDD or the application itself."""


class FunctionCopies:
    """Copies the functions of one stage.

    Functions that cannot be pickled, because of what they captured, are shared instead: Spark would refuse them.
    Without the package cloudpickle all are.
    """

    def __init__(self) -> None:
        self._pickled: dict[int, tuple[Any, bytes | None]] = {}

    def copy(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A copy that shares nothing with the function, or the function itself."""
        if isinstance(function, (type, types.BuiltinFunctionType)):
            return function
        # The function is kept with its bytes, so that its number stays its own.
        known = self._pickled.get(id(function))
        if known is None:
            known = self._pickled[id(function)] = (function, _pickled(function))
        if known[1] is None:
            return function
        from pyrite._workers.serialize import load

        copied: Callable[..., Any] = load(known[1])
        return copied

    @property
    def signature(self) -> int | None:
        """A number that stages with the same functions share; None when a function cannot be pickled."""
        parts = [pickled for _, pickled in list(self._pickled.values())]
        return None if None in parts else hash(frozenset(parts))


def _pickled(function: Callable[..., Any]) -> bytes | None:
    from pyrite._workers.serialize import dump

    try:
        with pickling_for_this_process():
            return dump(function)
    except PySparkRuntimeError as error:
        raise NotPortable(f"Could not serialize object: {type(error).__name__}: {error}") from None
    except Exception:
        return None
