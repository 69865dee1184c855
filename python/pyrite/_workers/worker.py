"""What runs in a worker process: it waits for calls, answers them, and ends when this side's parent does."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import signal
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from types import FrameType
from typing import Any

from pyrite._workers.frames import CALL, DEFINE, END, ERROR, ITEM, NEED, RESULT, Channel
from pyrite._workers.output import END_OF_CALL
from pyrite._workers.serialize import load

_PARENT_CHECK_SECONDS = 2.0
#: Modules whose frames say nothing to the user, besides this one.
_OWN_MODULES = ("pyrite._workers", "pyrite._engine")


def main() -> None:
    """Serves calls until the pipe is closed."""
    reading, writing, parent = (int(argument) for argument in sys.argv[1:4])
    _die_with(parent)
    # Ctrl-C reaches the whole process group: it is the parent that decides what it means for running calls.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    faulthandler.enable()
    channel = Channel(reading, writing)
    functions: dict[bytes, _Function] = {}
    while True:
        try:
            kind, value = channel.receive()
        except EOFError:
            return
        if kind == DEFINE:
            functions[value[0]] = _Function(*value[1:])
        elif kind == CALL:
            _serve(channel, functions, *value)


def _die_with(parent: int) -> None:
    """Ends this process soon after its parent, even in the middle of a call.

    The kernel's own signal for that would come already when the thread ends that started this process.
    """

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(_PARENT_CHECK_SECONDS)
        os._exit(1)

    threading.Thread(target=watch, name="pyrite-parent-watch", daemon=True).start()


class _Function:
    """A function as it was sent."""

    def __init__(self, pickled: bytes, keeps_state: bool) -> None:
        self._pickled = pickled
        self._keeps_state = keeps_state
        self._loaded: Any = None

    def load(self) -> Any:
        """The function: a new one for each call, unless its state is to be kept."""
        if not self._keeps_state:
            return load(self._pickled)
        if self._loaded is None:
            self._loaded = load(self._pickled)
        return self._loaded


def _serve(
    channel: Channel, functions: dict[bytes, _Function], key: bytes, arguments: Any, is_stream: bool, context: Any
) -> None:
    leavings: Any = None
    try:
        task = _begin(context)
        try:
            function = functions[key].load()
            if is_stream:
                for item in function(_inputs(channel), *arguments):
                    channel.send(ITEM, item)
                result = None
            else:
                result = function(*arguments)
        finally:
            leavings = _end(task)
        answer = (RESULT, (result, leavings))
    except SystemExit as leaving:
        _flush()
        code = leaving.code
        os._exit(code if isinstance(code, int) else 0 if code is None else 1)
    except BaseException as error:
        answer = (ERROR, (_traceback_of(error), error))
    _flush()
    try:
        channel.send(*answer)
    except (BrokenPipeError, EOFError):
        raise
    except Exception as error:
        # The result or the exception cannot be pickled.
        if answer[0] == ERROR:
            channel.send(ERROR, (answer[1][0], None))
        else:
            channel.send(ERROR, (_traceback_of(error), None))


def _inputs(channel: Channel) -> Iterator[Any]:
    while True:
        channel.send(NEED)
        kind, value = channel.receive()
        if kind == END:
            return
        yield value


def _begin(context: dict[str, Any] | None) -> Any:
    """Makes the task's context known to the function, when it runs as a task of a job."""
    if context is None:
        return None
    for path in context.get("path", ()):
        if path not in sys.path:
            sys.path.insert(1, path)
    folder = context.get("folder")
    if folder and os.path.isdir(folder) and os.getcwd() != folder:
        os.chdir(folder)
    files = context.get("files")
    if files:
        from pyrite.files import SparkFiles

        SparkFiles._root_directory = files
        SparkFiles._is_running_on_worker = True
        if files not in sys.path:
            sys.path.insert(1, files)
    os.environ.update(context.get("environment", {}))
    properties = context.get("task")
    if properties is None:
        return None
    from pyrite.taskcontext import BarrierTaskContext, TaskContext

    kind = BarrierTaskContext if context.get("barrier") else TaskContext
    task = kind._of(properties)
    TaskContext._setTaskContext(task)
    return task


def _end(task: Any) -> Any:
    """Forgets the task's context and returns what its accumulators gained."""
    if task is None:
        return None
    from pyrite.taskcontext import TaskContext

    TaskContext._setTaskContext(None)
    return task._accumulated


def _traceback_of(error: BaseException) -> str:
    """The traceback without the frames of this package at its start."""
    link = error.__traceback__
    while link is not None and _is_own(link.tb_frame):
        link = link.tb_next
    return "".join(traceback.format_exception(type(error), error, link or error.__traceback__))


def _is_own(frame: FrameType) -> bool:
    # This file is the main module here, and so is where the user's functions come from.
    name = frame.f_globals.get("__name__", "")
    return frame.f_code.co_filename == __file__ or str(name).startswith(_OWN_MODULES)


def _flush() -> None:
    """Hands on what the call has printed, and marks its end in both streams."""
    for stream, descriptor in ((sys.stdout, 1), (sys.stderr, 2)):
        with contextlib.suppress(Exception):
            stream.flush()
        with contextlib.suppress(OSError):
            os.write(descriptor, END_OF_CALL)


if __name__ == "__main__":
    main()
