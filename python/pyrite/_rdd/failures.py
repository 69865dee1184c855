"""How a job fails."""

from __future__ import annotations

from pyrite.errors import PySparkException, PythonException


class Py4JJavaError(PythonException):
    """A job of an RDD failed: a task raised an exception, or its worker died.

    The message ends in the traceback of the task, and ``__cause__`` is the user's exception where there is one. The
    name is the one under which PySpark's scripts catch such failures.
    """


class JobCancelled(PySparkException):
    """The job was cancelled before it had ended."""


class TaskKilled(BaseException):
    """Raised inside of a task, in the middle of what it does, when its job has been cancelled."""
