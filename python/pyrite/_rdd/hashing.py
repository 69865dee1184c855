"""``portable_hash``: the hash by which keys are placed, equal in every process.

Spark's workers run with ``PYTHONHASHSEED=0``, so a key's place is its hash under that seed. This process has usually
another, random seed for strings, bytes and what is made of them. Their hash under seed 0 is computed here: it is
SipHash (1-3 from Python 3.11 on, 2-4 before) with a key of zeros over the string's own bytes. Many strings at a time
are hashed with NumPy when it is there.
"""

from __future__ import annotations

import datetime
import os
import sys
from collections.abc import Hashable, Iterable
from typing import Any

_MASK = 0xFFFFFFFFFFFFFFFF
_ROUNDS = (1, 3) if sys.hash_info.algorithm == "siphash13" else (2, 4)
#: Whether hash() itself is the hash under seed 0.
HASHES_AS_WORKERS = os.environ.get("PYTHONHASHSEED") == "0" and not sys.flags.hash_randomization

#: Types whose hash does not depend on the seed.
_NUMBERS = frozenset([int, float, bool, complex])
#: Hashes of strings that were computed one by one, kept up to a number of entries.
_known: dict[Any, int] = {}
_MAX_KNOWN = 200_000
#: From how many unknown strings on NumPy is worth its start.
_MANY = 256


def portable_hash(x: Hashable) -> int:
    """The hash of a key that does not change from one process to the next: 0 for None, tuples by their elements.

    >>> portable_hash((None, 1)) & 0xffffffff
    219750521
    """
    if x is None:
        return 0
    if isinstance(x, tuple):
        mixed = 3430008
        for item in x:
            mixed ^= portable_hash(item)
            mixed *= 1000003
            mixed &= sys.maxsize
        mixed ^= len(x)
        return -2 if mixed == -1 else int(mixed)
    if HASHES_AS_WORKERS or type(x) in _NUMBERS:
        return hash(x)
    return _hash_under_seed_0(x)


def portable_hashes(keys: list[Any]) -> list[int]:
    """:func:`portable_hash` of many keys."""
    kinds = set(map(type, keys))
    if kinds <= _NUMBERS:
        return list(map(hash, keys))
    if not HASHES_AS_WORKERS and (str in kinds or bytes in kinds):
        _learn({key for key in keys if type(key) is str or type(key) is bytes})
    elif kinds == {str}:
        return list(map(hash, keys))
    return list(map(portable_hash, keys))


def _hash_under_seed_0(x: Any) -> int:
    kind = type(x)
    if kind is str or kind is bytes:
        found = _known.get(x)
        if found is None:
            if len(_known) >= _MAX_KNOWN:
                _known.clear()
            found = _known[x] = _siphash(_bytes_of(x))
        return found
    # Equal dates and times hash alike by the bytes that they are pickled as.
    if kind is datetime.date:
        return _siphash(x.__reduce__()[1][0])
    if kind in (datetime.datetime, datetime.time) and x.tzinfo is None:
        return _siphash(x.replace(fold=0).__reduce__()[1][0])
    return hash(x)


def _bytes_of(text: Any) -> bytes:
    """A string's characters as CPython stores them: one, two or four bytes each, by the largest of them."""
    if isinstance(text, bytes):
        return text
    if text.isascii():
        return text.encode()  # type: ignore[no-any-return]
    largest = max(text)
    order = "le" if sys.byteorder == "little" else "be"
    if largest <= "\xff":
        return text.encode("latin-1")  # type: ignore[no-any-return]
    encoding = f"utf-16-{order}" if largest <= "\uffff" else f"utf-32-{order}"
    return text.encode(encoding, "surrogatepass")  # type: ignore[no-any-return]


def _siphash(data: bytes) -> int:
    if not data:
        return 0
    a, b, c, d = 0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573
    whole = len(data) & ~7
    words = [int.from_bytes(data[start : start + 8], "little") for start in range(0, whole, 8)]
    words.append(int.from_bytes(data[whole:], "little") | (len(data) & 0xFF) << 56)
    each, last = _ROUNDS
    for word in words:
        d ^= word
        for _ in range(each):
            a, b, c, d = _round(a, b, c, d)
        a ^= word
    c ^= 0xFF
    for _ in range(last):
        a, b, c, d = _round(a, b, c, d)
    return _as_hash(a ^ b ^ c ^ d)


def _round(a: int, b: int, c: int, d: int) -> tuple[int, int, int, int]:
    a = (a + b) & _MASK
    b = ((b << 13 | b >> 51) & _MASK) ^ a
    a = (a << 32 | a >> 32) & _MASK
    c = (c + d) & _MASK
    d = ((d << 16 | d >> 48) & _MASK) ^ c
    a = (a + d) & _MASK
    d = ((d << 21 | d >> 43) & _MASK) ^ a
    c = (c + b) & _MASK
    b = ((b << 17 | b >> 47) & _MASK) ^ c
    c = (c << 32 | c >> 32) & _MASK
    return a, b, c, d


def _as_hash(value: int) -> int:
    signed = value - (1 << 64) if value >= 1 << 63 else value
    return -2 if signed == -1 else signed


def _learn(keys: Iterable[Any]) -> None:
    """Computes the hashes of strings that are not known yet, many at a time."""
    missing = [key for key in keys if key not in _known]
    if len(missing) < _MANY:
        return
    try:
        import numpy
    except ImportError:
        return
    if len(_known) + len(missing) > _MAX_KNOWN:
        _known.clear()
    by_size: dict[int, list[Any]] = {}
    data = list(map(_bytes_of, missing))
    for position, text in enumerate(data):
        by_size.setdefault(len(text), []).append(position)
    for size, positions in by_size.items():
        hashes = _siphashes(numpy, size, [data[position] for position in positions])
        _known.update(zip([missing[position] for position in positions], hashes))


def _siphashes(numpy: Any, size: int, texts: list[bytes]) -> list[int]:
    """SipHash of texts that all have ``size`` bytes."""
    if size == 0:
        return [0] * len(texts)
    padded = numpy.zeros((len(texts), (size // 8 + 1) * 8), dtype=numpy.uint8)
    padded[:, :size] = numpy.frombuffer(b"".join(texts), dtype=numpy.uint8).reshape(len(texts), size)
    padded[:, -1] = size & 0xFF
    words = padded.view("<u8")
    start = (0x736F6D6570736575, 0x646F72616E646F6D, 0x6C7967656E657261, 0x7465646279746573)
    a, b, c, d = [numpy.full(len(texts), word, dtype=numpy.uint64) for word in start]

    def rotated(value: Any, bits: int) -> Any:
        return value << numpy.uint64(bits) | value >> numpy.uint64(64 - bits)

    def mixed(a: Any, b: Any, c: Any, d: Any) -> Any:
        a = a + b
        b = rotated(b, 13) ^ a
        a = rotated(a, 32)
        c = c + d
        d = rotated(d, 16) ^ c
        a = a + d
        d = rotated(d, 21) ^ a
        c = c + b
        b = rotated(b, 17) ^ c
        return a, b, rotated(c, 32), d

    each, last = _ROUNDS
    for column in range(words.shape[1]):
        word = words[:, column]
        d = d ^ word
        for _ in range(each):
            a, b, c, d = mixed(a, b, c, d)
        a = a ^ word
    c = c ^ numpy.uint64(0xFF)
    for _ in range(last):
        a, b, c, d = mixed(a, b, c, d)
    hashes = (a ^ b ^ c ^ d).view(numpy.int64)
    hashes[hashes == -1] = -2
    return hashes.tolist()  # type: ignore[no-any-return]
