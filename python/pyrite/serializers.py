"""Serializers: values as bytes, for scripts that name one. RDDs themselves pickle what they must."""

from __future__ import annotations

import itertools
import marshal
import pickle
import struct
import zlib
from collections.abc import Iterable, Iterator
from typing import IO, Any

__all__ = [
    "AutoBatchedSerializer",
    "AutoSerializer",
    "BatchedSerializer",
    "CPickleSerializer",
    "CloudPickleSerializer",
    "CompressedSerializer",
    "FramedSerializer",
    "MarshalSerializer",
    "NoOpSerializer",
    "PickleSerializer",
    "Serializer",
    "UTF8Deserializer",
]

_LENGTH = struct.Struct("!i")


class Serializer:
    """Turns values into bytes and back."""

    def dumps(self, obj: Any) -> bytes:
        """The bytes of a value."""
        raise NotImplementedError

    def loads(self, obj: bytes) -> Any:
        """The value of bytes."""
        raise NotImplementedError

    def dump_stream(self, iterator: Iterable[Any], stream: IO[bytes]) -> None:
        """Writes values to a file."""
        raise NotImplementedError

    def load_stream(self, stream: IO[bytes]) -> Iterator[Any]:
        """The values of a file."""
        raise NotImplementedError

    def __eq__(self, other: object) -> bool:
        return isinstance(other, type(self)) and self.__dict__ == other.__dict__

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"{type(self).__name__}()"


class FramedSerializer(Serializer):
    """Writes each value behind its length."""

    def dump_stream(self, iterator: Iterable[Any], stream: IO[bytes]) -> None:
        for item in iterator:
            data = self.dumps(item)
            stream.write(_LENGTH.pack(len(data)) + data)

    def load_stream(self, stream: IO[bytes]) -> Iterator[Any]:
        while len(head := stream.read(_LENGTH.size)) == _LENGTH.size:
            (size,) = _LENGTH.unpack(head)
            if size < 0:
                return
            yield self.loads(stream.read(size))


class PickleSerializer(FramedSerializer):
    """Pickles values."""

    def dumps(self, obj: Any) -> bytes:
        return pickle.dumps(obj, pickle.HIGHEST_PROTOCOL)

    def loads(self, obj: bytes, encoding: str = "bytes") -> Any:
        return pickle.loads(obj, encoding=encoding)


class CloudPickleSerializer(PickleSerializer):
    """Pickles values, functions and classes of ``__main__`` included."""

    def dumps(self, obj: Any) -> bytes:
        from pyrite._workers.serialize import dump

        return dump(obj)


CPickleSerializer = CloudPickleSerializer


class MarshalSerializer(FramedSerializer):
    """Fast, for Python's built-in types only."""

    def dumps(self, obj: Any) -> bytes:
        return marshal.dumps(obj)

    def loads(self, obj: bytes) -> Any:
        return marshal.loads(obj)


class AutoSerializer(FramedSerializer):
    """Marshals what it can, and pickles the rest."""

    def dumps(self, obj: Any) -> bytes:
        try:
            return b"M" + marshal.dumps(obj)
        except ValueError:
            return b"P" + pickle.dumps(obj, pickle.HIGHEST_PROTOCOL)

    def loads(self, obj: bytes) -> Any:
        if obj[:1] not in (b"M", b"P"):
            raise ValueError(f"invalid serialization type: {obj[:1]!r}")
        return marshal.loads(obj[1:]) if obj[:1] == b"M" else pickle.loads(obj[1:])


class CompressedSerializer(FramedSerializer):
    """Compresses what another serializer gives."""

    def __init__(self, serializer: FramedSerializer) -> None:
        self.serializer = serializer

    def dumps(self, obj: Any) -> bytes:
        return zlib.compress(self.serializer.dumps(obj), 1)

    def loads(self, obj: bytes) -> Any:
        return self.serializer.loads(zlib.decompress(obj))


class NoOpSerializer(FramedSerializer):
    """Bytes as they are."""

    def dumps(self, obj: bytes) -> bytes:
        return obj

    def loads(self, obj: bytes) -> bytes:
        return obj


class BatchedSerializer(Serializer):
    """Has another serializer write lists of values."""

    UNLIMITED_BATCH_SIZE = -1
    UNKNOWN_BATCH_SIZE = 0

    def __init__(self, serializer: FramedSerializer, batchSize: int = UNLIMITED_BATCH_SIZE) -> None:
        self.serializer = serializer
        self.batchSize = batchSize

    def dump_stream(self, iterator: Iterable[Any], stream: IO[bytes]) -> None:
        self.serializer.dump_stream(self._batches(iterator), stream)

    def load_stream(self, stream: IO[bytes]) -> Iterator[Any]:
        return itertools.chain.from_iterable(self.serializer.load_stream(stream))

    def _batches(self, iterator: Iterable[Any]) -> Iterator[list[Any]]:
        source = iter(iterator)
        size = self.batchSize if self.batchSize > 0 else None
        while batch := list(itertools.islice(source, size)):
            yield batch

    def __repr__(self) -> str:
        return f"{type(self).__name__}({self.serializer}, {self.batchSize})"


class AutoBatchedSerializer(BatchedSerializer):
    """A batched serializer that looks for batches of about ``bestSize`` bytes."""

    def __init__(self, serializer: FramedSerializer, bestSize: int = 1 << 16) -> None:
        super().__init__(serializer, self.UNKNOWN_BATCH_SIZE)
        self.bestSize = bestSize

    def dump_stream(self, iterator: Iterable[Any], stream: IO[bytes]) -> None:
        source, size = iter(iterator), 1
        while batch := list(itertools.islice(source, size)):
            data = self.serializer.dumps(batch)
            stream.write(_LENGTH.pack(len(data)) + data)
            if len(data) < self.bestSize:
                size *= 2
            elif len(data) > self.bestSize * 10 and size > 1:
                size //= 2


class UTF8Deserializer(Serializer):
    """Reads text behind its length; bytes when ``use_unicode`` is false."""

    def __init__(self, use_unicode: bool = True) -> None:
        self.use_unicode = use_unicode

    def loads(self, stream: Any) -> Any:
        (size,) = _LENGTH.unpack(stream.read(_LENGTH.size))
        data = stream.read(size)
        return data.decode() if self.use_unicode else data

    def load_stream(self, stream: IO[bytes]) -> Iterator[Any]:
        while True:
            try:
                yield self.loads(stream)
            except struct.error:
                return
