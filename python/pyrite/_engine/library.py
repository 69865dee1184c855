"""Finding and loading libpyrite, and the prototypes of its functions (``include/pyrite.h``)."""

from __future__ import annotations

import ctypes
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyrite._engine.arrow.structs import ArrowArray, ArrowArrayStream, ArrowSchema
from pyrite.errors import PySparkImportError, PySparkRuntimeError

#: The meaning of the functions that this package was written for.
ABI_VERSION = 1

OK = 0


class Bytes(ctypes.Structure):
    """A byte string owned by the caller."""

    _fields_ = [("data", ctypes.c_void_p), ("size", ctypes.c_size_t)]


#: Evaluates a function over a batch: (user data, input schema, input, output, message) -> 0, or 1 on failure.
CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)
#: Evaluates a function over a partition: (user data, partition, input stream, output stream, message) -> 0 or 1.
STREAM_CALLBACK = ctypes.CFUNCTYPE(
    ctypes.c_int32, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p
)
RELEASE_USER_DATA = ctypes.CFUNCTYPE(None, ctypes.c_void_p)

_handle = ctypes.c_uint64
_handle_out = ctypes.POINTER(ctypes.c_uint64)
_strings = ctypes.POINTER(ctypes.c_char_p)
_bytes_out = ctypes.POINTER(Bytes)
_status = ctypes.c_int32
_message = (_status, [_handle, ctypes.c_char_p, ctypes.c_size_t, _bytes_out, _handle_out])

_PROTOTYPES: dict[str, tuple[Any, list[Any]]] = {
    "pyrite_bytes_free": (None, [_bytes_out]),
    "pyrite_version": (ctypes.c_char_p, []),
    "pyrite_abi_version": (ctypes.c_int32, []),
    "pyrite_error_class": (ctypes.c_char_p, [_handle]),
    "pyrite_error_condition": (ctypes.c_char_p, [_handle]),
    "pyrite_error_sqlstate": (ctypes.c_char_p, [_handle]),
    "pyrite_error_message": (ctypes.c_char_p, [_handle]),
    "pyrite_error_details": (ctypes.c_char_p, [_handle]),
    "pyrite_error_free": (None, [_handle]),
    "pyrite_session_open": (_status, [_strings, _strings, ctypes.c_size_t, _handle_out, _handle_out]),
    "pyrite_session_new": (_status, [_handle, _handle_out, _handle_out]),
    "pyrite_session_close": (_status, [_handle, _handle_out]),
    "pyrite_execute": (_status, [_handle, ctypes.c_char_p, ctypes.c_size_t, _handle_out, _handle_out]),
    "pyrite_operation_wait": (_status, [_handle, ctypes.c_int64, ctypes.POINTER(ctypes.c_int32), _handle_out]),
    "pyrite_operation_schema": (_status, [_handle, ctypes.POINTER(ArrowSchema), _handle_out]),
    "pyrite_operation_next": (_status, [_handle, ctypes.POINTER(ArrowArray), _handle_out]),
    "pyrite_operation_stream": (_status, [_handle, ctypes.POINTER(ArrowArrayStream), _handle_out]),
    "pyrite_operation_error": (_handle, [_handle]),
    "pyrite_operation_response": (_status, [_handle, _bytes_out, _handle_out]),
    "pyrite_operation_release": (_status, [_handle, _handle_out]),
    "pyrite_analyze": _message,
    "pyrite_config": _message,
    "pyrite_interrupt": _message,
    "pyrite_status_json": (_status, [_handle, _bytes_out, _handle_out]),
    "pyrite_table_import": (_status, [_handle, ctypes.c_void_p, _handle_out, _handle_out]),
    "pyrite_table_release": (_status, [_handle, _handle, _handle_out]),
    "pyrite_callback_register": (
        _status,
        [_handle, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, _handle_out, _handle_out],
    ),
    "pyrite_stream_callback_register": (
        _status,
        [_handle, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, _handle_out, _handle_out],
    ),
    "pyrite_callback_release": (_status, [_handle, _handle, _handle_out]),
    "pyrite_callback_serve": (_status, [_handle_out]),
    "pyrite_callback_stop": (None, []),
    "pyrite_callback_cancelled": (ctypes.c_size_t, [_handle_out, ctypes.c_size_t]),
}

_lock = threading.Lock()
_library: Any = None
#: Whether the engine was used here, and whether it was so in the process that this one was forked from.
_is_used = False
_is_forked = False


def _candidates() -> Iterator[Path]:
    """Where the library may be: named by the environment, beside this file, or built in the checkout around it."""
    named = os.environ.get("PYRITE_LIBRARY")
    if named:
        # Only this one: another library in its place would hide the mistake.
        yield Path(named)
        return
    here = Path(__file__).resolve().parent
    yield here / "libpyrite.so"
    checkout = here.parents[2]
    if (checkout / "Package.swift").exists():
        for build in ("release", "debug"):
            yield checkout / ".build" / build / "libpyrite.so"


def library() -> Any:
    """The loaded library. Loads it on the first call; raises PySparkImportError when there is none or it is too old."""
    global _library
    if _is_forked:
        check_process()
    if _library is None:
        with _lock:
            if _library is None:
                _library = _load()
    return _library


def mark_used() -> None:
    """Says that the engine has threads from now on: processes forked from this one cannot use it."""
    global _is_used
    _is_used = True


def check_process() -> None:
    """Raises PySparkRuntimeError in a process that was forked from one that had used the engine."""
    if _is_forked:
        raise PySparkRuntimeError(
            "This process was forked from one that had used the engine, whose threads are missing here. Start "
            "processes that use it with the method 'spawn' or 'forkserver' of multiprocessing, as by "
            "multiprocessing.get_context('spawn'), or fork before the first session is made."
        )


def _after_fork() -> None:
    global _is_forked, _lock
    _is_forked = _is_forked or _is_used
    _lock = threading.Lock()


os.register_at_fork(after_in_child=_after_fork)


def _load() -> Any:
    tried = []
    for path in _candidates():
        tried.append(str(path))
        if path.exists():
            try:
                loaded = ctypes.CDLL(str(path))
            except OSError as error:
                raise PySparkImportError(f"The Pyrite engine could not be loaded from {path}: {error}") from error
            return _prototyped(loaded, path)
    raise PySparkImportError(
        "The Pyrite engine (libpyrite.so) was not found. Install a wheel of pyrite-spark, build the engine with "
        f"`swift build -c release --product pyrite`, or name it in PYRITE_LIBRARY. Looked for: {', '.join(tried)}."
    )


def _prototyped(loaded: Any, path: Path) -> Any:
    for name, (result, arguments) in _PROTOTYPES.items():
        try:
            function = getattr(loaded, name)
        except AttributeError:
            raise PySparkImportError(f"{path} is not the Pyrite engine: it has no function {name}.") from None
        function.restype = result
        function.argtypes = arguments
    version = loaded.pyrite_abi_version()
    if version != ABI_VERSION:
        raise PySparkImportError(
            f"{path} has version {version} of the C interface, but this package needs version {ABI_VERSION}."
        )
    return loaded
