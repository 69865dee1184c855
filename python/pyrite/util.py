"""Threads that inherit the properties of the thread that makes them, and the numbers of the kinds of functions."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

__all__ = [
    "InheritableThread",
    "PythonEvalType",
    "VersionUtils",
    "fail_on_stopiteration",
    "inheritable_thread_target",
    "is_remote_only",
]

# What Java's whole numbers hold.
JVM_BYTE_MIN, JVM_BYTE_MAX = -(1 << 7), (1 << 7) - 1
JVM_SHORT_MIN, JVM_SHORT_MAX = -(1 << 15), (1 << 15) - 1
JVM_INT_MIN, JVM_INT_MAX = -(1 << 31), (1 << 31) - 1
JVM_LONG_MIN, JVM_LONG_MAX = -(1 << 63), (1 << 63) - 1


def is_remote_only() -> bool:
    """Whether the package is only a client of a remote Spark. It is not: the engine is in this process."""
    return False


def inheritable_thread_target(f: Any) -> Any:
    """Makes a function, when it runs in another thread, see the local properties of the thread that calls this.

    To be called with the function in the parent thread; or with a SparkSession as a decorator's argument, whose tags
    are inherited too.

    >>> threading.Thread(target=inheritable_thread_target(print), args=("in the child",))  # doctest: +SKIP
    """
    if not callable(f) or _is_session(f):
        return lambda function: _inheriting(function, f)
    return _inheriting(f, None)


def _is_session(value: Any) -> bool:
    from pyrite.sql.session import SparkSession

    return isinstance(value, SparkSession)


def _inheriting(function: Callable[..., Any], session: Any) -> Callable[..., Any]:
    from pyrite.context import SparkContext

    context = SparkContext._active_spark_context
    properties = context._local_properties() if context is not None else {}
    tags = session.getTags() if session is not None else None

    @functools.wraps(function)
    def run(*arguments: Any, **named: Any) -> Any:
        if context is not None:
            context._set_local_properties(dict(properties))
        if tags is not None:
            for tag in tags:
                session.addTag(tag)
        return function(*arguments, **named)

    return run


def fail_on_stopiteration(f: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose StopIteration becomes an error: in a loop it would end the elements silently."""

    @functools.wraps(f)
    def run(*arguments: Any, **named: Any) -> Any:
        try:
            return f(*arguments, **named)
        except StopIteration as error:
            from pyrite.errors import PySparkRuntimeError

            raise PySparkRuntimeError(
                errorClass="STOP_ITERATION_OCCURRED", messageParameters={"exc": str(error)}
            ) from error

    return run


class VersionUtils:
    """Versions of Spark as numbers."""

    @staticmethod
    def majorMinorVersion(sparkVersion: str) -> tuple[int, int]:
        """The first two numbers of a version. Raises ValueError for what is none.

        >>> VersionUtils.majorMinorVersion("4.3.0-SNAPSHOT")
        (4, 3)
        """
        import re

        found = re.search(r"^(\d+)\.(\d+)(\..*)?$", sparkVersion)
        if found is None:
            raise ValueError(
                f"Spark tried to parse '{sparkVersion}' as a version, but found no major and minor number."
            )
        return int(found.group(1)), int(found.group(2))


class InheritableThread(threading.Thread):
    """A thread that starts with the local properties (such as the job group) of the thread that made it."""

    def __init__(self, target: Callable[..., Any], *args: Any, session: Any = None, **kwargs: Any) -> None:
        super().__init__(None, _inheriting(target, session), *args, **kwargs)


class PythonEvalType:
    """How a Python function is called: PySpark's numbers."""

    NON_UDF = 0

    SQL_BATCHED_UDF = 100
    SQL_ARROW_BATCHED_UDF = 101

    SQL_SCALAR_PANDAS_UDF = 200
    SQL_GROUPED_MAP_PANDAS_UDF = 201
    SQL_GROUPED_AGG_PANDAS_UDF = 202
    SQL_WINDOW_AGG_PANDAS_UDF = 203
    SQL_SCALAR_PANDAS_ITER_UDF = 204
    SQL_MAP_PANDAS_ITER_UDF = 205
    SQL_COGROUPED_MAP_PANDAS_UDF = 206
    SQL_MAP_ARROW_ITER_UDF = 207
    SQL_GROUPED_MAP_ARROW_UDF = 209
    SQL_COGROUPED_MAP_ARROW_UDF = 210
    SQL_GROUPED_MAP_ARROW_ITER_UDF = 215
    SQL_GROUPED_MAP_PANDAS_ITER_UDF = 216
    SQL_GROUPED_AGG_PANDAS_ITER_UDF = 217

    SQL_SCALAR_ARROW_UDF = 250
    SQL_SCALAR_ARROW_ITER_UDF = 251
    SQL_GROUPED_AGG_ARROW_UDF = 252
    SQL_WINDOW_AGG_ARROW_UDF = 253
    SQL_GROUPED_AGG_ARROW_ITER_UDF = 254

    SQL_TABLE_UDF = 300
    SQL_ARROW_TABLE_UDF = 301
    SQL_ARROW_UDTF = 302
