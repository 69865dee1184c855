"""Compressed files, by the names of Hadoop's codecs and by the ends of file names."""

from __future__ import annotations

import bz2
import gzip
import zlib
from collections.abc import Callable
from dataclasses import dataclass

from pyrite.errors import IllegalArgumentException


@dataclass(frozen=True)
class Codec:
    """A form of compression: Hadoop's class, the end of file names, and both functions over whole contents."""

    name: str
    suffix: str
    compress: Callable[[bytes], bytes]
    decompress: Callable[[bytes], bytes]


_PACKAGE = "org.apache.hadoop.io.compress."

_CODECS = [
    Codec(_PACKAGE + "GzipCodec", ".gz", lambda data: gzip.compress(data, 6, mtime=0), gzip.decompress),
    Codec(_PACKAGE + "BZip2Codec", ".bz2", bz2.compress, bz2.decompress),
    Codec(_PACKAGE + "DefaultCodec", ".deflate", zlib.compress, zlib.decompress),
    Codec(_PACKAGE + "DeflateCodec", ".deflate", zlib.compress, zlib.decompress),
]


def codec_named(name: str) -> Codec:
    """The codec of a class name, which may lack its package."""
    for codec in _CODECS:
        if name in (codec.name, codec.name[len(_PACKAGE) :]):
            return codec
    known = ", ".join([codec.name for codec in _CODECS])
    raise IllegalArgumentException(f"The compression codec {name} is not available; these are: {known}.")


def codec_of(path: str) -> Codec | None:
    """The codec that a file's name tells, or None."""
    return next((codec for codec in _CODECS if path.endswith(codec.suffix)), None)
