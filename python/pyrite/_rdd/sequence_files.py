"""Hadoop's sequence files: binary files of keys and values, as Hadoop 3 writes and reads them (version 6).

After the head (class names, compression, metadata, a random mark) come records; before some of them stands the mark,
announced by a length of -1. In block-compressed files all that follows a mark is one block of four compressed buffers:
lengths of keys, keys, lengths of values, values.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import IO, Any

from pyrite._rdd import writables
from pyrite._rdd.codecs import Codec, codec_named
from pyrite.errors import SparkException

_MAGIC = b"SEQ"
_VERSION = 6
_MARK_BYTES = 16
#: Bytes between two marks.
_MARK_DISTANCE = 100 * 1024
#: Records of one compressed block.
_BLOCK_RECORDS = 10_000


def write_file(
    file: IO[bytes], pairs: Iterable[tuple[Any, Any]], key_class: str, value_class: str, codec: Codec | None
) -> None:
    """Writes pairs as Writables of two classes."""
    mark = os.urandom(_MARK_BYTES)
    head = [_MAGIC, bytes([_VERSION]), _string(key_class), _string(value_class)]
    head.append(b"\1\1" + _string(codec.name) if codec is not None else b"\0\0")
    file.write(b"".join([*head, struct.pack(">i", 0), mark]))
    encoded = ((writables.write(key_class, key), writables.write(value_class, value)) for key, value in pairs)
    if codec is None:
        _write_records(file, encoded, mark)
    else:
        while block := list(islice(encoded, _BLOCK_RECORDS)):
            _write_block(file, block, mark, codec)


def _write_records(file: IO[bytes], records: Iterator[tuple[bytes, bytes]], mark: bytes) -> None:
    since = 0
    for key, value in records:
        if since >= _MARK_DISTANCE:
            file.write(struct.pack(">i", -1) + mark)
            since = 0
        record = struct.pack(">ii", len(key) + len(value), len(key)) + key + value
        file.write(record)
        since += len(record)


def _write_block(file: IO[bytes], block: list[tuple[bytes, bytes]], mark: bytes, codec: Codec) -> None:
    parts = [struct.pack(">i", -1), mark, writables.write_vint(len(block))]
    for side in (0, 1):
        for content in (
            b"".join([writables.write_vint(len(record[side])) for record in block]),
            b"".join([record[side] for record in block]),
        ):
            compressed = codec.compress(content)
            parts += [writables.write_vint(len(compressed)), compressed]
    file.write(b"".join(parts))


def _string(text: str) -> bytes:
    data = text.encode()
    return writables.write_vint(len(data)) + data


class SequenceFile:
    """A sequence file to be read from its whole contents."""

    def __init__(self, data: bytes):
        if data[:3] != _MAGIC or len(data) < 4 or data[3] != _VERSION:
            raise SparkException("The file is not a sequence file of version 6")
        self._data = data
        self.key_class, position = writables.read(writables.TEXT, data, 4)
        self.value_class, position = writables.read(writables.TEXT, data, position)
        is_compressed, self._has_blocks = data[position] != 0, data[position + 1] != 0
        position += 2
        self._codec: Codec | None = None
        if is_compressed:
            name, position = writables.read(writables.TEXT, data, position)
            self._codec = codec_named(name)
        (count,) = struct.unpack_from(">i", data, position)
        position += 4
        for _ in range(2 * count):
            _, position = writables.read(writables.TEXT, data, position)
        self._start = position + _MARK_BYTES

    def records(self) -> Iterator[tuple[bytes, bytes]]:
        """The encoded keys and values."""
        return self._blocks() if self._has_blocks else self._single_records()

    def pairs(self) -> Iterator[tuple[Any, Any]]:
        """The keys and values."""
        for key, value in self.records():
            yield writables.read(self.key_class, key)[0], writables.read(self.value_class, value)[0]

    def _single_records(self) -> Iterator[tuple[bytes, bytes]]:
        data, position = self._data, self._start
        while position < len(data):
            (size,) = struct.unpack_from(">i", data, position)
            position += 4
            if size == -1:
                position += _MARK_BYTES
                continue
            (key_size,) = struct.unpack_from(">i", data, position)
            position += 4
            value = data[position + key_size : position + size]
            yield data[position : position + key_size], self._codec.decompress(value) if self._codec else value
            position += size

    def _blocks(self) -> Iterator[tuple[bytes, bytes]]:
        assert self._codec is not None
        data, position = self._data, self._start
        while position < len(data):
            position += 4 + _MARK_BYTES
            count, position = writables.read_vint(data, position)
            buffers = []
            for _ in range(4):
                size, position = writables.read_vint(data, position)
                buffers.append(self._codec.decompress(data[position : position + size]))
                position += size
            yield from zip(_split(buffers[0], buffers[1], count), _split(buffers[2], buffers[3], count))


def _split(lengths: bytes, content: bytes, count: int) -> Iterator[bytes]:
    position = start = 0
    for _ in range(count):
        size, position = writables.read_vint(lengths, position)
        yield content[start : start + size]
        start += size


# Object files: pickled batches inside of Java's serialization

_STREAM_HEAD = b"\xac\xed\x00\x05"
_ARRAY_OF_ARRAYS = b"ur\x00\x03[[BK\xfd\x19\x15gg\xdb7\x02\x00\x00xp"
_ARRAY_OF_BYTES = b"ur\x00\x02[B\xac\xf3\x17\xf8\x06\x08T\xe0\x02\x00\x00xp"
_ARRAY_AGAIN = b"uq\x00~\x00\x02"


def java_array(batches: list[bytes]) -> bytes:
    """Byte strings as Java serializes an array of byte arrays."""
    parts = [_STREAM_HEAD, _ARRAY_OF_ARRAYS, struct.pack(">i", len(batches))]
    for number, batch in enumerate(batches):
        parts += [_ARRAY_AGAIN if number else _ARRAY_OF_BYTES, struct.pack(">i", len(batch)), batch]
    return b"".join(parts)


def java_array_items(data: bytes) -> Iterator[bytes]:
    """The byte strings of :func:`java_array`."""
    start = _STREAM_HEAD + _ARRAY_OF_ARRAYS
    if not data.startswith(start):
        raise SparkException("The file does not hold pickled objects")
    position = len(start)
    (count,) = struct.unpack_from(">i", data, position)
    position += 4
    for number in range(count):
        position += len(_ARRAY_AGAIN if number else _ARRAY_OF_BYTES)
        (size,) = struct.unpack_from(">i", data, position)
        position += 4
        yield data[position : position + size]
        position += size
