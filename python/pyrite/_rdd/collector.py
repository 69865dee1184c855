"""The garbage collector while tasks run."""

from __future__ import annotations

import gc
import threading

#: Objects made between two looks for garbage while tasks run. Their many small tuples are no garbage.
_GC_THRESHOLD = 100_000


class CalmCollector:
    """While it is entered, by any number of threads, the garbage collector looks less often."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._depth = 0
        self._before = gc.get_threshold()

    def __enter__(self) -> None:
        with self._lock:
            if self._depth == 0:
                self._before = gc.get_threshold()
                if 0 < self._before[0] < _GC_THRESHOLD:
                    gc.set_threshold(_GC_THRESHOLD, *self._before[1:])
            self._depth += 1

    def __exit__(self, *error: object) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth == 0 and gc.get_threshold()[0] == _GC_THRESHOLD:
                gc.set_threshold(*self._before)
