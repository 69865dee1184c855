"""Messages between this process and a worker over a pair of pipes.

A message is a kind (one byte), the number of its parts, their sizes, and the parts. The first part is a pickled value;
the others are buffers that the value refers to (pickle protocol 5), which are neither copied into the pickle nor out of
it.
"""

from __future__ import annotations

import os
import struct
from typing import Any

from pyrite._workers.serialize import dump, load

# To a worker
DEFINE = 1
"""A function: its key and its bytes."""
CALL = 2
"""A call: the function's key, its arguments, whether it is a stream, the task's context."""
ITEM = 3
"""The next input of a stream; from a worker: the next output."""
END = 4
"""There are no more inputs."""

# From a worker
NEED = 5
"""Please send the next input."""
RESULT = 6
"""The call's result (None for a stream) and what else the task leaves."""
ERROR = 7
"""The call raised: the traceback and, where it can be pickled, the exception."""

_HEAD = struct.Struct("<BI")
_SIZE = struct.Struct("<Q")
#: The most buffers that one system call takes.
_MAX_BUFFERS = 512


class Channel:
    """One end of a pair of pipes. Used by one thread at a time."""

    def __init__(self, reading: int, writing: int):
        self._reading = reading
        self._writing = writing

    def send(self, kind: int, value: Any = None) -> None:
        """Sends a message. Raises BrokenPipeError when the other side is gone."""
        buffers: list[Any] = []
        body = dump(value, buffers)
        parts = [memoryview(body), *[buffer.raw() for buffer in buffers]]
        head = _HEAD.pack(kind, len(parts)) + b"".join([_SIZE.pack(part.nbytes) for part in parts])
        self._write([memoryview(head), *parts])

    def receive(self) -> tuple[int, Any]:
        """Waits for a message. Raises EOFError when the other side is gone."""
        kind, count = _HEAD.unpack(self._read(_HEAD.size))
        sizes = self._read(_SIZE.size * count)
        parts = [self._read(_SIZE.unpack_from(sizes, index * _SIZE.size)[0]) for index in range(count)]
        return kind, load(parts[0], parts[1:])

    def close(self) -> None:
        """Closes both pipes."""
        reading, self._reading = self._reading, -1
        writing, self._writing = self._writing, -1
        for descriptor in (reading, writing):
            if descriptor >= 0:
                os.close(descriptor)

    def _write(self, parts: list[memoryview]) -> None:
        while parts:
            written = os.writev(self._writing, parts[:_MAX_BUFFERS])
            position = 0
            while position < len(parts) and written >= parts[position].nbytes:
                written -= parts[position].nbytes
                position += 1
            parts = parts[position:]
            if written:
                parts[0] = parts[0].cast("B")[written:]

    def _read(self, size: int) -> bytearray:
        data = bytearray(size)
        view, filled = memoryview(data), 0
        while filled < size:
            count = os.readv(self._reading, [view[filled:]])
            if not count:
                raise EOFError
            filled += count
        return data
