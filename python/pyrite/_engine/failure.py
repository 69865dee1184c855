"""Errors of the engine as Python exceptions."""

from __future__ import annotations

import ctypes
import json
from typing import Any

from pyrite import errors
from pyrite._engine.library import OK, library
from pyrite.errors import PySparkException, PythonException, UnknownException
from pyrite.errors.exceptions.base import SQLQueryContext


def check(status: int, error: ctypes.c_uint64) -> None:
    """Raises the error of a failed call, with the exception in the user's own function as its cause if there is one."""
    if status != OK:
        exception = exception_of(error.value)
        raise exception from _cause_of(exception)


def _cause_of(exception: PySparkException) -> BaseException | None:
    if not isinstance(exception, PythonException):
        return None
    from pyrite._engine import callbacks

    return callbacks.cause_of(str(exception))


def exception_of(handle: int) -> PySparkException:
    """The exception that an error handle describes; frees the handle."""
    loaded = library()

    def text(name: str) -> str:
        value = getattr(loaded, name)(handle)
        return (value or b"").decode("utf-8", "replace")

    name, condition, state = (
        text("pyrite_error_class"),
        text("pyrite_error_condition"),
        text("pyrite_error_sqlstate"),
    )
    message, details = text("pyrite_error_message"), text("pyrite_error_details")
    loaded.pyrite_error_free(handle)
    return make_exception(name, condition, state, message, details)


def make_exception(name: str, condition: str, state: str, message: str, details: str) -> PySparkException:
    """The exception of a class that PySpark has, by name, with all its parts."""
    # PySpark's classic sessions have no class of their own for views that exist.
    kind: Any = getattr(errors, "AnalysisException" if name == "TempTableAlreadyExistsException" else name, None)
    if not (isinstance(kind, type) and issubclass(kind, PySparkException)):
        kind = UnknownException
    try:
        parts = json.loads(details) if details else {}
    except ValueError:
        parts = {}
    parameters = parts.get("messageParameters")
    exception: PySparkException = kind.__new__(kind)
    # The classes differ in what their constructors take; what they hold is the same.
    PySparkException.__init__(
        exception,
        message=message or "The engine gave no message.",
        errorClass=condition or None,
        messageParameters=parameters if isinstance(parameters, dict) else None,
        contexts=[_context(context) for context in parts.get("queryContext") or []],
        sqlState=state or None,
    )
    return exception


def _context(context: dict[str, Any]) -> SQLQueryContext:
    return SQLQueryContext(
        fragment=str(context.get("fragment", "")),
        start_index=int(context.get("startIndex", 0)),
        stop_index=int(context.get("stopIndex", 0)),
        object_type=str(context.get("objectType", "")),
        object_name=str(context.get("objectName", "")),
        start_line=int(context.get("startLine", 1)),
        start_position=int(context.get("startPosition", 0)),
    )
