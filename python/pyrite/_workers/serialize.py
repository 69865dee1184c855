"""Functions and values as bytes that another Python process understands."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkImportError, PySparkPicklingError, PySparkRuntimeError

PROTOCOL = 5


class PortableFunction:
    """A pickled function. A worker gets its bytes once, however often it is called there.

    Each call unpickles the function anew, so that what one call changes in its closure or defaults is not seen by the
    next one, as in Spark. With ``keeps_state`` a worker unpickles it once, for all calls.
    """

    __slots__ = ("keeps_state", "key", "pickled")

    def __init__(self, pickled: bytes, keeps_state: bool = False):
        self.pickled = pickled
        self.keeps_state = keeps_state
        self.key = hashlib.blake2b(pickled, digest_size=16).digest()


def portable(function: Callable[..., Any], keeps_state: bool = False) -> PortableFunction:
    """Pickles a function with what it refers to, functions and classes of ``__main__`` by value.

    Raises PySparkPicklingError for what cannot be pickled, and PySparkImportError without the package cloudpickle.
    """
    return PortableFunction(dump(function), keeps_state)


def is_portable() -> bool:
    """Whether functions can be sent to other processes: whether the package cloudpickle is installed."""
    try:
        import cloudpickle  # noqa: F401
    except ImportError:
        return False
    return True


def dump(value: Any, buffers: list[Any] | None = None) -> bytes:
    """A value as bytes; large buffers are put aside into ``buffers``, without a copy, when it is given."""
    try:
        import cloudpickle
    except ImportError:
        raise PySparkImportError(
            "Python worker processes need the package cloudpickle, which is not installed."
        ) from None
    try:
        if buffers is None:
            return cloudpickle.dumps(value, PROTOCOL)  # type: ignore[no-any-return]
        return cloudpickle.dumps(value, PROTOCOL, buffer_callback=buffers.append)  # type: ignore[no-any-return]
    except (pickle.PickleError, PySparkRuntimeError):
        raise
    except Exception as error:
        if isinstance(error, TypeError) and "can't pickle" in str(error).replace("cannot", "can't"):
            text = str(error)
        else:
            text = f"{type(error).__name__}: {error}"
        raise PySparkPicklingError(f"Could not serialize object: {text}") from error


def load(data: Any, buffers: Any = None) -> Any:
    """The value of bytes from :func:`dump`."""
    return pickle.loads(data, buffers=buffers)
