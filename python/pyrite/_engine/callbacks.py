"""Python functions that the engine calls, and the threads lent to it for that.

The engine runs callbacks only on threads that Python made and lent. One is enough for functions that run here: user
code holds the interpreter's lock, so that more would only take turns. Functions that run in worker processes have a
thread for each worker, to wait for it.
"""

from __future__ import annotations

import atexit
import ctypes
import os
import sys
import threading
import time
import traceback
from collections.abc import Callable
from typing import Any

from pyrite._engine.arrow.structs import ArrowArray, ArrowArrayStream, ArrowSchema, Heap
from pyrite._engine.library import CALLBACK, RELEASE_USER_DATA, STREAM_CALLBACK, library

_functions = Heap()
_thread_state = threading.local()
_lock = threading.Lock()
_servers: list[threading.Thread] = []
#: The last exceptions that user functions raised, with their texts, for the error that the query ends with.
_raised: list[tuple[str, BaseException]] = []
_RAISED_KEPT = 8


def keep(function: Callable[..., Any], over_streams: bool = False) -> tuple[int, int]:
    """Registers a function; gives the user data and the address to hand to the engine."""
    return _functions.keep(function), _INVOKE_STREAM_ADDRESS if over_streams else _INVOKE_ADDRESS


def drop(number: int) -> None:
    """Forgets a function."""
    _functions.drop(number)


@CALLBACK
def _invoke(user_data: int, input_schema: int, input_array: int, output: int, message: int) -> int:
    # Nothing may be raised into C.
    try:
        with interruptible():
            _functions[user_data](
                ArrowSchema.from_address(input_schema),
                ArrowArray.from_address(input_array),
                ArrowArray.from_address(output),
            )
        return 0
    except BaseException as error:
        return _failed(error, message)


@STREAM_CALLBACK
def _invoke_stream(user_data: int, partition: int, source: int, output: int, message: int) -> int:
    try:
        import pyarrow

        reader = pyarrow.RecordBatchReader._import_from_c(source)
        _functions[user_data](partition, reader).fill(ArrowArrayStream.from_address(output))
        return 0
    except BaseException as error:
        return _failed(error, message)


class FunctionInterrupted(BaseException):
    """Ends a function of the user whose query was cancelled; not one of the exceptions that user code catches."""


class _Run:
    """A call of user code, while it runs in a thread of its own."""

    __slots__ = ("is_interrupted", "outer", "stop")

    def __init__(self, stop: Callable[[], None] | None, outer: _Run | None) -> None:
        self.stop = stop
        self.outer = outer
        self.is_interrupted = False


#: By thread. What is changed here is changed under the lock.
_runs: dict[int, _Run] = {}
_runs_lock = threading.Lock()
#: How long after a cancellation functions are interrupted, in steps: those called after it end by themselves.
_INTERRUPTION_STEPS = 100
_INTERRUPTION_STEP_SECONDS = 0.05


class interruptible:
    """A context in which the code of this thread can be ended when its query is cancelled.

    ``stop`` is called for that, in another thread, where the code waits for something. Without it an exception is
    raised in this thread.
    """

    def __init__(self, stop: Callable[[], None] | None = None) -> None:
        self._stop = stop

    def __enter__(self) -> None:
        thread = threading.get_ident()
        with _runs_lock:
            _runs[thread] = _Run(self._stop, _runs.get(thread))

    def __exit__(self, *error: object) -> None:
        thread = threading.get_ident()
        with _runs_lock:
            run = _runs.pop(thread)
            if run.outer is not None:
                _runs[thread] = run.outer
            if run.is_interrupted and run.stop is None:
                # Not raised yet: it must not be in what the thread does next.
                ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), None)


def interrupt_cancelled() -> None:
    """Has functions of cancelled queries end soon. Called when a query was cancelled; does not wait."""
    if _runs and not sys.is_finalizing():
        threading.Thread(target=_interrupt_cancelled, name="pyrite-interrupts", daemon=True).start()


def _interrupt_cancelled() -> None:
    threads = (ctypes.c_uint64 * 256)()
    for _ in range(_INTERRUPTION_STEPS):
        count = library().pyrite_callback_cancelled(threads, len(threads))
        for thread in threads[: min(count, len(threads))]:
            _interrupt(thread)
        if not count:
            return
        time.sleep(_INTERRUPTION_STEP_SECONDS)


def _interrupt(thread: int) -> None:
    with _runs_lock:
        run = _runs.get(thread)
        if run is None or run.is_interrupted:
            return
        run.is_interrupted = True
        stop = run.stop
        if stop is None:
            ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(FunctionInterrupted))
    if stop is not None:
        stop()


def _failed(error: BaseException, message: int) -> int:
    text = user_traceback(error)
    remember(text, error)
    # Valid until the next call on this thread.
    _thread_state.message = buffer = ctypes.create_string_buffer(text.encode("utf-8", "replace").replace(b"\0", b""))
    ctypes.c_void_p.from_address(message).value = ctypes.addressof(buffer)
    return 1


def remember(text: str, error: BaseException) -> None:
    """Keeps an exception of a user function for the error that the query ends with."""
    if hasattr(error, "traceback_text"):
        error = error.__cause__ or error
    _raised.append((text, error))
    del _raised[:-_RAISED_KEPT]


@RELEASE_USER_DATA
def _release(user_data: int) -> None:
    _functions.drop(user_data)


_INVOKE_ADDRESS: int = ctypes.cast(_invoke, ctypes.c_void_p).value or 0
_INVOKE_STREAM_ADDRESS: int = ctypes.cast(_invoke_stream, ctypes.c_void_p).value or 0
RELEASE_ADDRESS: int = ctypes.cast(_release, ctypes.c_void_p).value or 0


def user_traceback(error: BaseException) -> str:
    """The traceback as Python prints it, from the user's code on: the frames of this package are left out.

    Of an exception in a worker process it is the traceback there.
    """
    text = getattr(error, "traceback_text", None)
    if isinstance(text, str):
        return text
    frame = error.__traceback__
    while frame is not None and frame.tb_frame.f_globals.get("__name__", "").startswith("pyrite._engine"):
        frame = frame.tb_next
    try:
        return "".join(traceback.format_exception(type(error), error, frame))
    except Exception:
        # An exception may fail at being printed.
        return f"{type(error).__name__} (its text cannot be printed)"


def cause_of(message: str) -> BaseException | None:
    """The exception whose traceback is part of a message; it is forgotten here, with all that its frames hold."""
    for index in reversed(range(len(_raised))):
        text, error = _raised[index]
        if text.strip() and text.strip() in message:
            del _raised[index]
            return error
    return None


def serve(count: int = 1) -> None:
    """Lends threads to the engine until it has ``count``."""
    with _lock:
        _servers[:] = [server for server in _servers if server.is_alive()]
        while len(_servers) < count:
            server = threading.Thread(target=_serve, name="pyrite-callbacks", daemon=True)
            server.start()
            _servers.append(server)


def _serve() -> None:
    error = ctypes.c_uint64()
    if library().pyrite_callback_serve(ctypes.byref(error)) and not sys.is_finalizing():
        library().pyrite_error_free(error.value)


def _after_fork() -> None:
    # Another thread may have held it; the lent threads are not here.
    global _lock, _runs_lock
    _lock, _runs_lock = threading.Lock(), threading.Lock()
    _servers.clear()
    _runs.clear()


os.register_at_fork(after_in_child=_after_fork)


@atexit.register
def _stop() -> None:
    alive = [server for server in _servers if server.is_alive()]
    if alive:
        library().pyrite_callback_stop()
    for server in alive:
        server.join(timeout=5)
