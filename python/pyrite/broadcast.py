"""Broadcast variables: values that every task may read."""

from __future__ import annotations

import os
import pickle
import tempfile
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Generic, TypeVar

from pyrite.errors import PySparkRuntimeError

if TYPE_CHECKING:
    from pyrite.context import SparkContext

__all__ = ["Broadcast"]

T = TypeVar("T")

#: The broadcast variables that this process has seen, by number.
_broadcastRegistry: dict[int, Broadcast[Any]] = {}


#: The variables that this process made, by number.
_made: weakref.WeakValueDictionary[int, Broadcast[Any]] = weakref.WeakValueDictionary()
_pickling = threading.local()


@contextmanager
def pickling_for_this_process() -> Iterator[None]:
    """Says that what this thread pickles is unpickled in the same process: no file is needed."""
    before, _pickling.is_local = getattr(_pickling, "is_local", False), True
    try:
        yield
    finally:
        _pickling.is_local = before


def _made_here(number: int) -> Broadcast[Any]:
    return _made[number]


def _in_worker(number: int, path: str) -> Broadcast[Any]:
    """The variable of a number in a worker process: its value is read from the file when it is first asked for."""
    known = _broadcastRegistry.get(number)
    if known is None or known._path != path:
        known = _broadcastRegistry[number] = Broadcast(path=path)
    return known


class Broadcast(Generic[T]):
    """A value that is given to every process once. ``SparkContext.broadcast`` makes it.

    Tasks in this process read the value itself; worker processes read it from a file, written when the first of them
    needs it.

    >>> names = sc.broadcast({1: "one", 2: "two"})
    >>> sc.parallelize([2, 1]).map(lambda number: names.value[number]).collect()
    ['two', 'one']
    """

    def __init__(
        self,
        sc: SparkContext | None = None,
        value: T | None = None,
        pickle_registry: Any = None,
        path: str | None = None,
        sock_file: IO[bytes] | None = None,
        number: int | None = None,
    ) -> None:
        self._sc = sc
        self._number = number
        self._path = path
        self._is_destroyed = False
        self._lock = threading.Lock()
        if sc is not None:
            self._value: T = value  # type: ignore[assignment]
            if number is not None:
                _made[number] = self
        elif sock_file is not None:
            self._value = self.load(sock_file)

    def dump(self, value: T, f: IO[bytes]) -> None:
        """Writes a value to a file, and closes it."""
        try:
            try:
                import cloudpickle as pickler
            except ImportError:
                pickler = pickle
            pickler.dump(value, f, pickle.HIGHEST_PROTOCOL)
        except pickle.PickleError:
            raise
        except Exception as error:
            raise pickle.PicklingError(f"Could not serialize broadcast: {type(error).__name__}: {error}") from error
        f.close()

    def load_from_path(self, path: str) -> T:
        """The value that :meth:`dump` wrote to a file, by the file's path."""
        with open(path, "rb", 1 << 20) as file:
            return self.load(file)

    def load(self, file: IO[bytes]) -> T:
        """The value that :meth:`dump` wrote to a file."""
        return pickle.load(file)  # type: ignore[no-any-return]

    @property
    def value(self) -> T:
        """The value. It must not be changed."""
        if self._is_destroyed:
            from pyrite.errors import SparkException

            raise SparkException(f"Attempted to use Broadcast({self._number}) after it was destroyed")
        if not hasattr(self, "_value"):
            assert self._path is not None
            self._value = self.load_from_path(self._path)
        return self._value

    def unpersist(self, blocking: bool = False) -> None:
        """Lets worker processes forget the value; they read it again when they need it."""
        self._check_on_driver("unpersisted")
        self._remove_file()

    def destroy(self, blocking: bool = False) -> None:
        """Forgets the value everywhere. It cannot be used afterwards."""
        self._check_on_driver("destroyed")
        self._is_destroyed = True
        self._remove_file()
        if hasattr(self, "_value"):
            del self._value

    def _check_on_driver(self, operation: str) -> None:
        if self._sc is None:
            raise PySparkRuntimeError(
                errorClass="INVALID_BROADCAST_OPERATION", messageParameters={"operation": operation}
            )

    def _remove_file(self) -> None:
        with self._lock:
            path, self._path = self._path, None
        if path is not None and os.path.exists(path):
            os.unlink(path)

    def __reduce__(self) -> Any:
        if self._sc is None:
            assert self._path is not None
            return _in_worker, (self._number or 0, self._path)
        if getattr(_pickling, "is_local", False):
            return _made_here, (self._number,)
        value = self.value
        with self._lock:
            if self._path is None:
                descriptor, path = tempfile.mkstemp(dir=self._sc._temp_dir, suffix=".broadcast")
                with os.fdopen(descriptor, "wb") as file:
                    self.dump(value, file)
                self._path = path
        return _in_worker, (self._number, self._path)
