"""Threads that inherit the properties of the thread that makes them."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable
from typing import Any

__all__ = ["InheritableThread", "inheritable_thread_target"]


def inheritable_thread_target(f: Any = None) -> Any:
    """Makes a function, when it runs in another thread, see the local properties of the thread that calls this.

    To be called with the function in the parent thread; or with a SparkSession as a decorator's argument, whose tags
    are inherited too.

    >>> threading.Thread(target=inheritable_thread_target(print), args=("in the child",))  # doctest: +SKIP
    """
    if f is not None and not callable(f) or _is_session(f):
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


class InheritableThread(threading.Thread):
    """A thread that starts with the local properties (such as the job group) of the thread that made it."""

    def __init__(self, target: Callable[..., Any], *args: Any, session: Any = None, **kwargs: Any) -> None:
        super().__init__(None, _inheriting(target, session), *args, **kwargs)
