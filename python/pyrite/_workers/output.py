"""What workers print, passed on to this process's ``sys.stdout`` and ``sys.stderr``."""

from __future__ import annotations

import codecs
import os
import sys
import threading

#: Written by a worker to both streams when a call has ended: what comes before it has been printed by the call.
END_OF_CALL = b"\x00\x1epyrite end of call\x1e\x00"


class Drain:
    """A thread that reads one stream of a worker, so that the worker never waits for room in the pipe."""

    def __init__(self, descriptor: int, target: str):
        self._descriptor = descriptor
        self._target = target
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._ended = threading.Semaphore(0)
        threading.Thread(target=self._run, name=f"pyrite-worker-{target}", daemon=True).start()

    def wait_for_end_of_call(self, seconds: float = 1.0) -> None:
        """Waits until what the last call printed has been passed on; not for long, should the function hide the end."""
        self._ended.acquire(timeout=seconds)

    def _run(self) -> None:
        pending = b""
        while True:
            try:
                data = os.read(self._descriptor, 65536)
            except OSError:
                data = b""
            if not data:
                break
            pending += data
            while True:
                before, mark, after = pending.partition(END_OF_CALL)
                if not mark:
                    break
                self._pass_on(before)
                self._ended.release()
                pending = after
            held = _start_of_mark(pending)
            self._pass_on(pending[: len(pending) - held])
            pending = pending[len(pending) - held :]
        self._pass_on(pending)
        self._ended.release()
        os.close(self._descriptor)

    def _pass_on(self, data: bytes) -> None:
        text = self._decoder.decode(data)
        if not text:
            return
        try:
            stream = getattr(sys, self._target)
            stream.write(text)
            stream.flush()
        except Exception:
            # A closed or broken stream of this process must not stop the worker.
            return


def _start_of_mark(data: bytes) -> int:
    """How many bytes at the end may be the start of a mark."""
    position = data.rfind(END_OF_CALL[:1], max(0, len(data) - len(END_OF_CALL) + 1))
    while position >= 0:
        if END_OF_CALL.startswith(data[position:]):
            return len(data) - position
        position = data.rfind(END_OF_CALL[:1], max(0, len(data) - len(END_OF_CALL) + 1), position)
    return 0
