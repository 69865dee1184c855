"""One worker process, seen from its parent."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyrite._workers.frames import CALL, DEFINE, Channel
from pyrite._workers.output import Drain
from pyrite._workers.serialize import PortableFunction

#: Functions a worker remembers; their bytes are sent again when there were too many in between.
_MAX_FUNCTIONS = 256
#: Linux's fcntl command for the size of a pipe (in the fcntl module from Python 3.10 on), and what unprivileged
#: processes may ask for by default.
_SET_PIPE_SIZE = getattr(fcntl, "F_SETPIPE_SZ", 1031)
_PIPE_BYTES = 1 << 20
#: How long a worker that closed its pipes may take to end.
_EXIT_SECONDS = 2.0


_running: weakref.WeakSet[WorkerProcess] = weakref.WeakSet()


class WorkerProcess:
    """A worker that takes one call at a time."""

    def __init__(self, environment: Mapping[str, str]):
        to_worker, from_parent = os.pipe()
        to_parent, from_worker = os.pipe()
        arguments = [_python(), "-m", "pyrite._workers.worker", str(to_worker), str(from_worker), str(os.getpid())]
        package_home = str(Path(__file__).resolve().parents[2])
        path = [package_home, *[entry for entry in sys.path if entry and entry != package_home]]
        variables = {**os.environ, "PYTHONHASHSEED": "0", "PYTHONPATH": os.pathsep.join(path), **environment}
        try:
            self._process = subprocess.Popen(
                arguments,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                pass_fds=(to_worker, from_worker),
                env=variables,
                bufsize=0,
            )
        except BaseException:
            os.close(from_parent)
            os.close(to_parent)
            raise
        finally:
            os.close(to_worker)
            os.close(from_worker)
        for descriptor in (to_parent, from_parent):
            with contextlib.suppress(OSError):
                fcntl.fcntl(descriptor, _SET_PIPE_SIZE, _PIPE_BYTES)
        self.channel = Channel(to_parent, from_parent)
        _running.add(self)
        self._known: set[bytes] = set()
        assert self._process.stdout is not None and self._process.stderr is not None
        # The drains own copies of the descriptors: they read on for as long as the worker has them open.
        self._drains = [
            Drain(os.dup(self._process.stdout.fileno()), "stdout"),
            Drain(os.dup(self._process.stderr.fileno()), "stderr"),
        ]
        self._process.stdout.close()
        self._process.stderr.close()

    @property
    def pid(self) -> int:
        """The process's number."""
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def start_call(self, function: PortableFunction, arguments: tuple[Any, ...], is_stream: bool, context: Any) -> None:
        """Sends a call. Its answers are read from ``channel``."""
        if function.key not in self._known:
            if len(self._known) >= _MAX_FUNCTIONS:
                self._known.clear()
            self.channel.send(DEFINE, (function.key, function.pickled, function.keeps_state))
            self._known.add(function.key)
        self.channel.send(CALL, (function.key, arguments, is_stream, context))

    def wait_for_output(self) -> None:
        """Returns when what the call that just ended has printed was passed on."""
        for drain in self._drains:
            drain.wait_for_end_of_call()

    def kill(self) -> None:
        """Ends the process at once; a thread that reads from it sees the end of the pipe."""
        with contextlib.suppress(OSError):
            self._process.kill()

    def exit_code(self) -> int | None:
        """Waits for a process whose pipes are closed to end, and returns its code."""
        try:
            code: int | None = self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_EXIT_SECONDS)
            code = None
        for drain in self._drains:
            drain.wait_for_end_of_call(0.2)
        self.channel.close()
        return code

    def close(self) -> None:
        """Lets an idle worker end."""
        self.channel.close()
        try:
            self._process.wait(_EXIT_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_EXIT_SECONDS)


def _after_fork() -> None:
    # A worker ends when its pipe is closed: a forked child must not hold it open.
    for worker in list(_running):
        worker.channel.close()
    _running.clear()


os.register_at_fork(after_in_child=_after_fork)


def _python() -> str:
    return os.environ.get("PYSPARK_PYTHON") or sys.executable or "python3"
