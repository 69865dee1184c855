"""Blocks: elements of a partition that are kept, for a slice of local data, a shuffle or a cached RDD.

What is read from a block must not be changed by what another reader does to it, as nothing is shared between Spark's
tasks. So elements are kept pickled, and unpickled for every reader; but elements that cannot be changed (numbers,
strings, tuples of such) are kept as they are. A store writes blocks to disk when they are together larger than its
budget.
"""

from __future__ import annotations

import contextlib
import datetime
import decimal
import os
import pickle
import sys
import tempfile
import threading
import weakref
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any

#: Elements of one block at most: what is unpickled together.
BLOCK_ELEMENTS = 16_384
_SMALL_BLOCK_BYTES = 4096

_CONSTANTS = frozenset(
    [
        *(int, float, bool, complex, str, bytes, type(None), range),
        *(datetime.date, datetime.datetime, datetime.time, datetime.timedelta, decimal.Decimal),
    ]
)


def are_constant(items: list[Any]) -> bool:
    """Whether nobody can change the elements: they are constants, tuples or rows of constants, or tuples of these."""
    # Another thread may be just importing the module: then there are no rows yet.
    row: Any = getattr(sys.modules.get("pyrite.sql.types"), "Row", ())
    level: Iterable[Any] = items
    for _ in range(3):
        kinds = set(map(type, level))
        kinds -= _CONSTANTS
        if not kinds:
            return True
        if not all(kind is tuple or issubclass(kind, row) for kind in kinds):
            return False
        level = list(chain.from_iterable([item for item in level if isinstance(item, tuple)]))
    return False


class Block:
    """A list of elements. ``items()`` may be called often; each caller owns what it gets."""

    __slots__ = ("__weakref__", "_constant", "_path", "_pickled", "count")

    def __init__(self, items: list[Any] | None, pickled: Any = None, count: int = 0):
        self._constant = items
        self._pickled = pickled
        self._path: _File | None = None
        self.count = len(items) if items is not None else count

    @classmethod
    def of(cls, items: list[Any]) -> Block:
        """A block of the elements. The list itself must not be changed afterwards."""
        if are_constant(items):
            return cls(items)
        return cls(None, pickled_items(items), len(items))

    def items(self) -> list[Any]:
        """The elements. The list may be the block's own: it must not be changed, its elements may."""
        constant, pickled, path = self._constant, self._pickled, self._path
        if constant is not None:
            return constant
        if pickled is None and path is not None:
            pickled = path.read()
        return pickle.loads(pickled)  # type: ignore[no-any-return]

    @property
    def size(self) -> int:
        """About how many bytes of memory the block takes."""
        if self._constant is not None:
            return _estimated_size(self._constant)
        return len(self._pickled) if self._pickled is not None else 0

    def move_to_disk(self, folder: str) -> None:
        """Writes the elements to a file and forgets them here. The file goes with the block."""
        if self._path is None:
            data = self._pickled if self._pickled is not None else pickled_items(self._constant or [])
            self._path = _File(folder, data)
        self._constant = self._pickled = None

    @property
    def is_on_disk(self) -> bool:
        """Whether the elements must be read from a file."""
        return self._path is not None and self._constant is None and self._pickled is None

    def __reduce__(self) -> Any:
        # For another process. Pickled elements go along as a buffer, without a copy.
        if self._constant is not None:
            return Block, (self._constant,)
        pickled = self._pickled
        if pickled is None and self._path is not None:
            pickled = self._path.read()
        return Block, (None, pickle.PickleBuffer(pickled), self.count)


class _File:
    """A file that is removed with its last block."""

    def __init__(self, folder: str, data: Any):
        descriptor, self.path = tempfile.mkstemp(dir=folder, suffix=".block")
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        weakref.finalize(self, _remove, self.path)

    def read(self) -> bytes:
        with open(self.path, "rb") as file:
            return file.read()


def _remove(path: str) -> None:
    with contextlib.suppress(OSError):
        os.unlink(path)


def pickled_items(items: list[Any]) -> bytes:
    """Elements as bytes. Functions and classes of ``__main__`` go by value where cloudpickle is there."""
    from pyrite._workers.serialize import dump, is_portable

    return dump(items) if is_portable() else pickle.dumps(items, pickle.HIGHEST_PROTOCOL)


def _estimated_size(items: list[Any]) -> int:
    """The memory of a list, from a sample of its elements."""
    if not items:
        return 64
    step = max(1, len(items) // 20)
    sample = items[::step]
    total = 0
    for item in sample:
        total += sys.getsizeof(item) + 8
        if type(item) is tuple:
            total += sum(map(sys.getsizeof, item))
    return total * len(items) // len(sample)


class BlockStore:
    """Makes blocks, and keeps those that live within a memory budget by moving the oldest to disk."""

    def __init__(self, budget: int, folder: str):
        self.budget = budget
        self._folder = folder
        self._lock = threading.Lock()
        self._in_memory: dict[int, tuple[weakref.ref[Block], int]] = {}
        self._used = 0
        #: Blocks that were moved to disk so far.
        self.spilled = 0

    def keep(self, block: Block) -> Block:
        """Counts a block, and moves blocks to disk while they are too large together."""
        size = block.size
        if size <= _SMALL_BLOCK_BYTES or block.is_on_disk:
            return block
        number = id(block)
        reference = weakref.ref(block, lambda _: self._forget(number))
        with self._lock:
            self._in_memory[number] = (reference, size)
            self._used += size
            victims = []
            while self._used > self.budget and self._in_memory:
                oldest = next(iter(self._in_memory))
                found, bytes_used = self._in_memory.pop(oldest)
                self._used -= bytes_used
                victim = found()
                if victim is not None:
                    victims.append(victim)
        for victim in victims:
            victim.move_to_disk(self._folder)
            self.spilled += 1
        return block

    def blocks_of(self, items: Iterable[Any]) -> list[Block]:
        """The elements of an iterable as blocks."""
        iterator = iter(items)
        blocks: list[Block] = []
        while True:
            part = list(islice(iterator, BLOCK_ELEMENTS))
            if not part:
                return blocks
            blocks.append(self.keep(Block.of(part)))

    def _forget(self, number: int) -> None:
        # Called by the garbage collector, maybe in the middle of keep(): it must not wait for the lock.
        entry = self._in_memory.pop(number, None)
        if entry is not None:
            self._used -= entry[1]


def items_of(blocks: Iterable[Block]) -> Iterator[Any]:
    """The elements of blocks one after the other."""
    return chain.from_iterable(block.items() for block in blocks)
