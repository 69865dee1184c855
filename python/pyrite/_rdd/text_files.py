"""Lines of text files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import IO

from pyrite._rdd.codecs import codec_of
from pyrite._rdd.paths import FilePart

#: Bytes read at a time.
_CHUNK = 1 << 20


class Lines:
    """The lines of a part of a file: those that begin in it. The first one begins after the end of a line.

    Lines end in a line feed, a carriage return or both; their ends are not part of them.
    """

    def __init__(self, part: FilePart, as_text: bool):
        self._part = part
        self._as_text = as_text

    def __call__(self) -> Iterator[str | bytes]:
        for chunk in _line_chunks(self._part):
            if not self._as_text:
                yield from chunk.splitlines()
            elif b"\r" in chunk:
                yield from [line.decode("utf-8", "replace") for line in chunk.splitlines()]
            else:
                lines = chunk.decode("utf-8", "replace").split("\n")
                if not lines[-1]:
                    lines.pop()
                yield from lines


class NumberedLines:
    """Lines with their offset in the file, as Hadoop's TextInputFormat has them."""

    def __init__(self, part: FilePart):
        self._part = part

    def __call__(self) -> Iterator[tuple[int, str]]:
        offset: int | None = None
        for chunk in _line_chunks(self._part):
            if offset is None:
                offset = _first_line(self._part)
            for line in chunk.splitlines(keepends=True):
                yield offset, line.rstrip(b"\r\n").decode("utf-8", "replace")
                offset += len(line)


class KeyValueLines:
    """Lines split at their first tab, as Hadoop's KeyValueTextInputFormat has them."""

    def __init__(self, part: FilePart):
        self._part = part

    def __call__(self) -> Iterator[tuple[str, str]]:
        for line in Lines(self._part, True)():
            key, _, value = str(line).partition("\t")
            yield key, value


def _first_line(part: FilePart) -> int:
    """Where the first line of a part begins."""
    if part.start == 0:
        return 0
    with open(part.path, "rb") as file:
        return _skip_line(file, part.start)


def _skip_line(file: IO[bytes], position: int) -> int:
    """The position after the line feed that ends what is at a position, or the end of the file."""
    file.seek(position)
    while True:
        data = file.read(_CHUNK)
        if not data:
            return position
        end = data.find(b"\n")
        if end >= 0:
            return position + end + 1
        position += len(data)


def _line_chunks(part: FilePart) -> Iterator[bytes]:
    """The bytes of whole lines."""
    codec = codec_of(part.path)
    if codec is not None:
        with open(part.path, "rb") as file:
            data = codec.decompress(file.read())
        if data:
            yield data
        return
    with open(part.path, "rb") as file:
        size = os.fstat(file.fileno()).st_size
        # A line that begins right at the end of a part belongs to it: the next part skips its first line.
        start = _skip_line(file, part.start) if part.start else 0
        end = part.start + part.size
        if start > end or start >= size:
            return
        end = size if end >= size else _skip_line(file, end)
        file.seek(start)
        left, rest = end - start, b""
        while left:
            data = file.read(min(_CHUNK, left))
            if not data:
                break
            left -= len(data)
            data = rest + data
            cut = data.rfind(b"\n") + 1
            if not left:
                cut = len(data)
            rest = data[cut:]
            if cut:
                yield data[:cut]
