"""Accumulators: values that tasks add to and the driver reads."""

from __future__ import annotations

import os
import threading
from typing import Any, Generic, TypeVar

from pyrite.errors import PySparkRuntimeError
from pyrite.taskcontext import TaskContext

__all__ = ["Accumulator", "AccumulatorParam"]

T = TypeVar("T")

#: Held while the gains of a task are added. It may be taken again by what a parameter's own code calls.
_adding = threading.RLock()
#: The accumulators of this process, by number.
_accumulatorRegistry: dict[int, Accumulator[Any]] = {}


def _deserialize_accumulator(aid: int, zero_value: Any, accum_param: AccumulatorParam[Any]) -> Accumulator[Any]:
    """The accumulator of a number, in whatever process this is."""
    known = _accumulatorRegistry.get(aid)
    if known is None:
        known = Accumulator(aid, zero_value, accum_param)
        known._deserialized = True
    return known


class Accumulator(Generic[T]):
    """A value that tasks may add to, by ``+=`` or :meth:`add`, and only the driver may read, by :attr:`value`.

    ``SparkContext.accumulator`` makes it. What a task added counts once, when the task has succeeded.

    >>> seen = sc.accumulator(0)
    >>> sc.parallelize([1, 2, 3]).foreach(lambda number: seen.add(number))
    >>> seen.value
    6
    """

    def __init__(self, aid: int, value: T, accum_param: AccumulatorParam[T]) -> None:
        self.aid = aid
        self.accum_param = accum_param
        self._value = value
        self._deserialized = False
        _accumulatorRegistry[aid] = self

    def __reduce__(self) -> Any:
        return _deserialize_accumulator, (self.aid, self.accum_param.zero(self._value), self.accum_param)

    @property
    def value(self) -> T:
        """What has been added up. An error inside of tasks."""
        self._check_on_driver()
        return self._value

    @value.setter
    def value(self, value: T) -> None:
        self._check_on_driver()
        self._value = value

    def _check_on_driver(self) -> None:
        if self._deserialized or TaskContext.get() is not None:
            raise PySparkRuntimeError(
                errorClass="VALUE_NOT_ACCESSIBLE", messageParameters={"value": "Accumulator.value"}
            )

    def add(self, term: T) -> None:
        """Adds a term."""
        task = TaskContext.get()
        if task is None:
            self._value = self.accum_param.addInPlace(self._value, term)
            return
        gains = task._accumulated
        gained = gains[self.aid] if self.aid in gains else self.accum_param.zero(self._value)
        gains[self.aid] = self.accum_param.addInPlace(gained, term)

    def __iadd__(self, term: T) -> Accumulator[T]:
        self.add(term)
        return self

    def __str__(self) -> str:
        return str(self._value)

    def __repr__(self) -> str:
        return f"Accumulator<id={self.aid}, value={self._value}>"


def _after_fork() -> None:
    global _adding
    _adding = threading.RLock()


os.register_at_fork(after_in_child=_after_fork)


def add_gains(gains: dict[int, Any] | None) -> None:
    """Adds what a task that succeeded has gained to this process's accumulators."""
    if not gains:
        return
    # Tasks may end at the same time.
    with _adding:
        for aid, gain in gains.items():
            accumulator = _accumulatorRegistry.get(aid)
            if accumulator is not None:
                accumulator._value = accumulator.accum_param.addInPlace(accumulator._value, gain)


class AccumulatorParam(Generic[T]):
    """How values of a type are added up.

    >>> class VectorParam(AccumulatorParam):
    ...     def zero(self, value):
    ...         return [0.0] * len(value)
    ...     def addInPlace(self, a, b):
    ...         return [x + y for x, y in zip(a, b)]
    """

    def zero(self, value: T) -> T:
        """A value that changes nothing when it is added, of the same shape as ``value``."""
        raise NotImplementedError

    def addInPlace(self, value1: T, value2: T) -> T:
        """The sum; ``value1`` may be changed and returned."""
        raise NotImplementedError


class AddingAccumulatorParam(AccumulatorParam[Any]):
    """Adds with ``+``, from a fixed zero."""

    def __init__(self, zero_value: Any) -> None:
        self.zero_value = zero_value

    def zero(self, value: Any) -> Any:
        return self.zero_value

    def addInPlace(self, value1: Any, value2: Any) -> Any:
        value1 += value2
        return value1


INT_ACCUMULATOR_PARAM = AddingAccumulatorParam(0)
FLOAT_ACCUMULATOR_PARAM = AddingAccumulatorParam(0.0)
COMPLEX_ACCUMULATOR_PARAM = AddingAccumulatorParam(0.0j)
