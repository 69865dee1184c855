"""Sessions and operations of the engine, as Python objects."""

from __future__ import annotations

import atexit
import ctypes
import json
import os
import sys
import weakref
from collections.abc import Callable, Iterator
from typing import Any

from pyrite._engine.arrow.structs import ArrowArray, ArrowArrayStream, ArrowSchema, capsule_of, stream_of, sweep
from pyrite._engine.failure import check, exception_of
from pyrite._engine.library import Bytes, library, mark_used
from pyrite.errors import PySparkException, PySparkRuntimeError

#: How long one wait blocks: after it, Python looks for signals such as Ctrl-C.
WAIT_MILLISECONDS = 100

_BATCH_READY = 1
_DONE = 2

_open_sessions: weakref.WeakSet[EngineSession] = weakref.WeakSet()


def _take(result: Bytes) -> bytes:
    """Copies bytes that the library handed out, and frees them."""
    try:
        return ctypes.string_at(result.data, result.size) if result.size else b""
    finally:
        library().pyrite_bytes_free(ctypes.byref(result))


class EngineSession:
    """A session of the engine: settings, views and functions of its own. Usable from several threads."""

    def __init__(self, conf: dict[str, str] | None = None):
        settings = conf or {}
        keys = (ctypes.c_char_p * len(settings))(*[str(key).encode() for key in settings])
        values = (ctypes.c_char_p * len(settings))(*[str(value).encode() for value in settings.values()])
        handle, error = ctypes.c_uint64(), ctypes.c_uint64()
        check(
            library().pyrite_session_open(keys, values, len(settings), ctypes.byref(handle), ctypes.byref(error)),
            error,
        )
        self._adopt(handle.value)

    def _adopt(self, handle: int) -> None:
        self._handle = handle
        self._process = os.getpid()
        mark_used()
        _open_sessions.add(self)

    @property
    def handle(self) -> int:
        """The handle for the C interface. Raises once the session is closed."""
        if not self._handle:
            raise PySparkRuntimeError(
                message="The handle is invalid. Session was closed. SQLSTATE: HY000",
                errorClass="INVALID_HANDLE.SESSION_CLOSED",
                messageParameters={"handle": "0"},
            )
        return self._handle

    @property
    def is_open(self) -> bool:
        """Whether the session can be used."""
        return bool(self._handle) and self._process == os.getpid()

    def new_session(self) -> EngineSession:
        """A session that shares cached data and threads with this one, and nothing else."""
        handle, error = ctypes.c_uint64(), ctypes.c_uint64()
        check(library().pyrite_session_new(self.handle, ctypes.byref(handle), ctypes.byref(error)), error)
        session = EngineSession.__new__(EngineSession)
        session._adopt(handle.value)
        return session

    def close(self) -> None:
        """Cancels what runs and frees the session. A second call does nothing."""
        handle, self._handle = self._handle, 0
        _open_sessions.discard(self)
        # The threads of the engine are not in a forked child: closing there would wait for them.
        if handle and self._process == os.getpid():
            error = ctypes.c_uint64()
            check(library().pyrite_session_close(handle, ctypes.byref(error)), error)

    def __enter__(self) -> EngineSession:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()

    # The service

    def execute(self, request: bytes) -> Operation:
        """Starts a spark.connect.ExecutePlanRequest. Raises what analysis finds wrong."""
        handle, error = ctypes.c_uint64(), ctypes.c_uint64()
        check(
            library().pyrite_execute(self.handle, request, len(request), ctypes.byref(handle), ctypes.byref(error)),
            error,
        )
        return Operation(handle.value)

    def analyze(self, request: bytes) -> bytes:
        """An AnalyzePlanRequest's AnalyzePlanResponse."""
        return self._call("pyrite_analyze", request)

    def config(self, request: bytes) -> bytes:
        """A ConfigRequest's ConfigResponse."""
        return self._call("pyrite_config", request)

    def interrupt(self, request: bytes) -> bytes:
        """An InterruptRequest's InterruptResponse."""
        answer = self._call("pyrite_interrupt", request)
        _interrupt_functions()
        return answer

    def _call(self, name: str, request: bytes) -> bytes:
        result, error = Bytes(), ctypes.c_uint64()
        function = getattr(library(), name)
        check(
            function(self.handle, request, len(request), ctypes.byref(result), ctypes.byref(error)),
            error,
        )
        return _take(result)

    def status(self) -> dict[str, Any]:
        """Jobs, stages, tasks and memory."""
        result, error = Bytes(), ctypes.c_uint64()
        check(library().pyrite_status_json(self.handle, ctypes.byref(result), ctypes.byref(error)), error)
        found = json.loads(_take(result) or b"{}")
        return found if isinstance(found, dict) else {"status": found}

    # Tables

    def import_table(self, source: Any) -> int:
        """Takes an Arrow stream over as a table that plans can name, and returns its number.

        ``source`` is an object with ``__arrow_c_stream__``, a stream capsule, or the address of an ArrowArrayStream.
        When producing the stream failed in Python, that exception is raised.
        """
        stream, owner = stream_of(source)
        table, error = ctypes.c_uint64(), ctypes.c_uint64()
        status = library().pyrite_table_import(
            self.handle, ctypes.addressof(stream), ctypes.byref(table), ctypes.byref(error)
        )
        cause = getattr(source, "error", None)
        if status and isinstance(cause, BaseException):
            library().pyrite_error_free(error.value)
            raise cause
        check(status, error)
        del owner
        return table.value

    def release_table(self, table: int) -> None:
        """Frees a table; plans that use it keep it until they end."""
        error = ctypes.c_uint64()
        check(library().pyrite_table_release(self.handle, table, ctypes.byref(error)), error)

    # Functions

    def register_callback(self, function: Callable[[Any, Any, Any], None]) -> int:
        """Makes a function over batches known and returns its number.

        It is called as ``function(input_schema, input, output)`` with Arrow structs, on a thread that Python lent to
        the engine, and fills ``output``; what it raises fails the query, with the traceback as its message.
        """
        return self._register(function, library().pyrite_callback_register, over_streams=False)

    def register_stream_callback(self, function: Callable[[int, Any], Any]) -> int:
        """Makes a function over partitions known and returns its number.

        It is called as ``function(partition, reader)`` with a PyArrow reader over the partition's batches and gives an
        ``ExportedStream`` of its results, which the engine pulls, both on a thread that Python lent to the engine.
        """
        return self._register(function, library().pyrite_stream_callback_register, over_streams=True)

    def _register(self, function: Callable[..., Any], register: Any, over_streams: bool) -> int:
        from pyrite._engine import callbacks

        number, address = callbacks.keep(function, over_streams)
        callback, error = ctypes.c_uint64(), ctypes.c_uint64()
        status = register(
            self.handle,
            address,
            number,
            callbacks.RELEASE_ADDRESS,
            ctypes.byref(callback),
            ctypes.byref(error),
        )
        if status:
            callbacks.drop(number)
            check(status, error)
        callbacks.serve()
        return callback.value

    def release_callback(self, callback: int) -> None:
        """Forgets a function; plans that use it keep it until they end."""
        error = ctypes.c_uint64()
        check(library().pyrite_callback_release(self.handle, callback, ctypes.byref(error)), error)


class Operation:
    """A running plan or command. Release it, or use it as a context manager: what still runs is then cancelled."""

    def __init__(self, handle: int):
        self._handle = handle
        self._process = os.getpid()
        self._has_ended = False

    @property
    def handle(self) -> int:
        """The handle for the C interface; 0 once released."""
        return self._handle

    def __enter__(self) -> Operation:
        return self

    def __exit__(self, *exception: object) -> None:
        self.release()

    def __del__(self) -> None:
        # At the end of the process the library may be half gone, and what runs is cancelled with its session.
        try:
            self.release()
        except Exception:
            return

    def release(self) -> None:
        """Cancels the operation when it still runs, and frees it. A second call does nothing."""
        handle, self._handle = self._handle, 0
        if handle and self._process == os.getpid():
            error = ctypes.c_uint64()
            status = library().pyrite_operation_release(handle, ctypes.byref(error))
            if status:
                library().pyrite_error_free(error.value)
            if not self._has_ended:
                _interrupt_functions()
            sweep()

    def wait(self) -> bool:
        """Waits for a batch or the end; true when there is a batch. Ctrl-C cancels the operation and is raised."""
        state, error = ctypes.c_int32(), ctypes.c_uint64()
        wait = library().pyrite_operation_wait
        state_out, error_out = ctypes.byref(state), ctypes.byref(error)
        try:
            while True:
                check(wait(self._handle, WAIT_MILLISECONDS, state_out, error_out), error)
                if state.value == _BATCH_READY:
                    return True
                if state.value == _DONE:
                    self._has_ended = True
                    return False
        except KeyboardInterrupt:
            self.release()
            raise

    def schema(self) -> ArrowSchema:
        """The result's type, for the caller to release."""
        schema, error = ArrowSchema(), ctypes.c_uint64()
        check(library().pyrite_operation_schema(self._handle, ctypes.byref(schema), ctypes.byref(error)), error)
        return schema

    def batches(self) -> Iterator[ArrowArray]:
        """The result's batches (struct arrays), each for the caller to release."""
        while self.wait():
            batch, error = ArrowArray(), ctypes.c_uint64()
            check(library().pyrite_operation_next(self._handle, ctypes.byref(batch), ctypes.byref(error)), error)
            if not batch.release:
                return
            yield batch

    def arrow_batches(self) -> Iterator[ArrowBatch]:
        """The result's batches for other Arrow libraries (``__arrow_c_array__``). Ctrl-C works between them."""
        for batch in self.batches():
            yield ArrowBatch(self.schema(), batch)

    def response(self) -> bytes:
        """The non-data answer, a spark.connect.ExecutePlanResponse, once the operation has ended."""
        result, error = Bytes(), ctypes.c_uint64()
        check(library().pyrite_operation_response(self._handle, ctypes.byref(result), ctypes.byref(error)), error)
        return _take(result)

    def stream_capsule(self) -> Any:
        """Moves the remaining result into an ``arrow_array_stream`` capsule, as ``__arrow_c_stream__`` gives it.

        Reading it blocks without looking for Ctrl-C; so this waits for the first batch, where most time goes.
        """
        self.wait()
        stream, error = ArrowArrayStream(), ctypes.c_uint64()
        check(library().pyrite_operation_stream(self._handle, ctypes.byref(stream), ctypes.byref(error)), error)
        return capsule_of(stream)

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        return self.stream_capsule()

    def error(self) -> PySparkException | None:
        """The error with which the operation ended, in full; a stream tells only its message."""
        handle = library().pyrite_operation_error(self._handle)
        return exception_of(handle) if handle else None


def _interrupt_functions() -> None:
    """Has the functions of queries that were just cancelled end; without any in use there is nothing to do."""
    callbacks = sys.modules.get("pyrite._engine.callbacks")
    if callbacks is not None:
        callbacks.interrupt_cancelled()


class ArrowBatch:
    """A batch of a result, to be taken by an Arrow library."""

    def __init__(self, schema: ArrowSchema, array: ArrowArray):
        # What nobody takes is released once the capsules are gone.
        self._capsules = (capsule_of(schema), capsule_of(array))

    def __arrow_c_array__(self, requested_schema: Any = None) -> tuple[Any, Any]:
        return self._capsules


@atexit.register
def _close_all() -> None:
    # After this the interpreter goes: the engine must no longer call or release anything that belongs to it.
    for session in list(_open_sessions):
        try:
            session.close()
        except PySparkException:
            continue
