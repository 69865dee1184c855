"""How a call in a worker process can fail."""

from __future__ import annotations

import signal


class WorkerCallError(Exception):
    """The function raised an exception.

    ``traceback_text`` is the worker's traceback as Python prints it. The exception itself is ``__cause__`` when it
    could be pickled. A call that failed this way is not repeated.
    """

    def __init__(self, traceback_text: str, cause: BaseException | None):
        super().__init__(traceback_text)
        self.traceback_text = traceback_text
        self.__cause__ = cause


class WorkerCrashed(Exception):
    """The worker process ended in the middle of a call: ``os._exit``, a fault in native code, out of memory.

    ``exit_code`` is negative for a signal, as in ``subprocess``. ``attempts`` is how often the call was tried.
    """

    def __init__(self, exit_code: int | None, attempts: int = 1):
        self.exit_code = exit_code
        self.attempts = attempts
        tries = "" if attempts == 1 else f"; the call was tried {attempts} times"
        super().__init__(f"A Python worker exited unexpectedly ({describe_exit(exit_code)}){tries}")


class WorkerCancelled(Exception):
    """The call was given up because its caller asked for that."""


def describe_exit(exit_code: int | None) -> str:
    """What an exit code says, such as ``exit code 3`` or ``signal SIGSEGV``."""
    if exit_code is None:
        return "its connection was lost"
    if exit_code >= 0:
        return f"exit code {exit_code}"
    try:
        return f"signal {signal.Signals(-exit_code).name}"
    except ValueError:
        return f"signal {-exit_code}"
