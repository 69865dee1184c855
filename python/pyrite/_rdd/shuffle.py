"""Shuffles: the elements of all partitions placed anew by a function of their keys."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Any

from pyrite._rdd.blocks import Block, BlockStore
from pyrite._rdd.hashing import portable_hash, portable_hashes

#: Elements that are placed together.
_BATCH = 16_384
#: Elements that a writer holds before it makes blocks of them.
_HELD = 262_144


class ShuffleWriter:
    """Splits a partition into buckets, one for each reader: by the hash of the key or a function of it."""

    def __init__(self, readers: int, place: Callable[[Any], int]):
        self.readers = readers
        self.place = place

    def write(self, items: Iterable[tuple[Any, Any]], store: BlockStore) -> dict[int, list[Block]]:
        """The partition's blocks for each reader that gets any."""
        readers, place = self.readers, self.place
        blocks: dict[int, list[Block]] = defaultdict(list)
        buckets: dict[int, list[Any]] = defaultdict(list)
        held = 0
        iterator = iter(items)
        by_hash = place is portable_hash
        while True:
            batch = list(islice(iterator, _BATCH))
            if not batch:
                break
            if readers == 1 and by_hash:
                # Keys are looked at nevertheless: elements that are no pairs are an error.
                buckets[0] += [(key, value) for key, value in batch]
            elif by_hash:
                for code, item in zip(portable_hashes([key for key, _ in batch]), batch):
                    buckets[code % readers].append(item)
            else:
                for key, value in batch:
                    buckets[place(key) % readers].append((key, value))
            held += len(batch)
            if held >= _HELD:
                _seal(buckets, blocks, store)
                held = 0
        _seal(buckets, blocks, store)
        return dict(blocks)


class RoundRobinWriter:
    """Deals runs of ten elements out to the readers in turn, as Spark does with pickled batches.

    The first reader is chosen by a random number whose seed is the partition's number.
    """

    RUN = 10

    def __init__(self, readers: int, split: int):
        self.readers = readers
        self.split = split

    def write(self, items: Iterable[Any], store: BlockStore) -> dict[int, list[Block]]:
        """The partition's blocks for each reader that gets any."""
        place = first_reader(self.split, self.readers)
        blocks: dict[int, list[Block]] = defaultdict(list)
        buckets: dict[int, list[Any]] = defaultdict(list)
        held = 0
        iterator = iter(items)
        while True:
            run = list(islice(iterator, self.RUN))
            if not run:
                break
            place += 1
            buckets[place % self.readers] += run
            held += len(run)
            if held >= _HELD:
                _seal(buckets, blocks, store)
                held = 0
        _seal(buckets, blocks, store)
        return dict(blocks)


def _seal(buckets: dict[int, list[Any]], blocks: dict[int, list[Block]], store: BlockStore) -> None:
    for reader, items in buckets.items():
        blocks[reader] += store.blocks_of(items) if len(items) > _BATCH else [store.keep(Block.of(items))]
    buckets.clear()


def first_reader(split: int, readers: int) -> int:
    """Where a partition begins to deal out: the first number below ``readers`` of Spark's XORShiftRandom."""
    state = _seed(split)
    while True:
        state ^= (state << 21) & _MASK_64
        state ^= state >> 35
        state ^= (state << 4) & _MASK_64
        bits = state & 0x7FFFFFFF
        if readers & (readers - 1) == 0:
            return readers * bits >> 31
        result = bits % readers
        # The last numbers would not be alike probable.
        if bits - result + (readers - 1) < 1 << 31:
            return result


_MASK_32 = 0xFFFFFFFF
_MASK_64 = 0xFFFFFFFFFFFFFFFF
#: What Scala's MurmurHash3 starts arrays with.
_ARRAY_SEED = 0x3C074A61


def _seed(number: int) -> int:
    """A number's 64 random bits: two MurmurHash3 hashes of its eight bytes, the second one seeded by the first."""
    data = (number & _MASK_64).to_bytes(8, "big")
    low = _murmur3(data, _ARRAY_SEED)
    return _murmur3(data, low) << 32 | low


def _murmur3(data: bytes, seed: int) -> int:
    """MurmurHash3 (32 bits) of bytes in whole words."""
    mixed = seed
    for start in range(0, len(data), 4):
        word = int.from_bytes(data[start : start + 4], "little") * 0xCC9E2D51 & _MASK_32
        word = (word << 15 | word >> 17) & _MASK_32
        mixed ^= word * 0x1B873593 & _MASK_32
        mixed = (mixed << 13 | mixed >> 19) & _MASK_32
        mixed = (mixed * 5 + 0xE6546B64) & _MASK_32
    mixed ^= len(data)
    mixed = (mixed ^ mixed >> 16) * 0x85EBCA6B & _MASK_32
    mixed = (mixed ^ mixed >> 13) * 0xC2B2AE35 & _MASK_32
    return mixed ^ mixed >> 16
