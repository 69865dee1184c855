"""Plans of partitions: what one task has to do, as small objects that can be sent to another process.

A plan is made from an RDD's lineage when a task starts. ``iterate`` gives the partition's elements lazily: narrow
transformations run as one chain of iterators.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Protocol

from pyrite._rdd.blocks import Block, BlockStore, items_of

#: Makes a copy of a function.
Copy = Callable[[Callable[..., Any]], Callable[..., Any]]


class Kept(Protocol):
    """Where a task finds and leaves the partitions of persisted RDDs."""

    store: BlockStore

    def blocks(self, key: tuple[int, int]) -> list[Block] | None:
        """The kept partition of a key (RDD, partition), when there is one."""

    def keep(self, key: tuple[int, int], blocks: list[Block]) -> None:
        """Keeps a partition."""


class Plan:
    """A partition to be computed."""

    __slots__ = ()

    def iterate(self, kept: Kept) -> Iterator[Any]:
        """The partition's elements."""
        raise NotImplementedError

    def portable(self) -> Plan:
        """A plan for the same elements that another process can carry out. May read what only this one can."""
        return self

    def isolated(self, copy: Copy) -> Plan:
        """A plan for the same elements with copies of the user's functions."""
        return self


class BlocksPlan(Plan):
    """Elements that are at hand: local data, the input of a shuffle's reader, a persisted partition."""

    __slots__ = ("blocks",)

    def __init__(self, blocks: list[Block]):
        self.blocks = blocks

    def iterate(self, kept: Kept) -> Iterator[Any]:
        if len(self.blocks) == 1:
            return iter(self.blocks[0].items())
        return items_of(self.blocks)


class FunctionPlan(Plan):
    """A function over the iterator of another plan."""

    __slots__ = ("child", "function", "split")

    def __init__(self, function: Callable[[int, Iterable[Any]], Iterable[Any]], split: int, child: Plan):
        self.function = function
        self.split = split
        self.child = child

    def iterate(self, kept: Kept) -> Iterator[Any]:
        return iter(self.function(self.split, self.child.iterate(kept)))

    def portable(self) -> Plan:
        return FunctionPlan(self.function, self.split, self.child.portable())

    def isolated(self, copy: Copy) -> Plan:
        return FunctionPlan(copy(self.function), self.split, self.child.isolated(copy))


class SourcePlan(Plan):
    """Elements made from nothing, such as the lines of a part of a file."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Iterable[Any]]):
        self.make = make

    def iterate(self, kept: Kept) -> Iterator[Any]:
        return iter(self.make())


class RowsPlan(Plan):
    """Rows that are given column by column, in pickled batches of their number and their columns."""

    __slots__ = ("batches", "names")

    def __init__(self, names: list[str], batches: list[bytes]):
        self.names = names
        self.batches = batches

    def iterate(self, kept: Kept) -> Iterator[Any]:
        from pyrite._engine.arrow.reader import row_maker
        from pyrite._engine.arrow.rows import rows_of

        make_rows = row_maker(self.names)
        for batch in self.batches:
            count, *columns = pickle.loads(batch)
            yield from rows_of(make_rows, columns, count)


class ChainPlan(Plan):
    """Several partitions one after the other."""

    __slots__ = ("children",)

    def __init__(self, children: list[Plan]):
        self.children = children

    def iterate(self, kept: Kept) -> Iterator[Any]:
        return chain.from_iterable(child.iterate(kept) for child in self.children)

    def portable(self) -> Plan:
        return ChainPlan([child.portable() for child in self.children])

    def isolated(self, copy: Copy) -> Plan:
        return ChainPlan([child.isolated(copy) for child in self.children])


class ProductPlan(Plan):
    """Every element of one partition with every element of another."""

    __slots__ = ("left", "right")

    def __init__(self, left: Plan, right: Plan):
        self.left = left
        self.right = right

    def iterate(self, kept: Kept) -> Iterator[Any]:
        right = Block.of(list(self.right.iterate(kept)))
        for item in self.left.iterate(kept):
            for other in right.items():
                yield item, other

    def portable(self) -> Plan:
        return ProductPlan(self.left.portable(), self.right.portable())

    def isolated(self, copy: Copy) -> Plan:
        return ProductPlan(self.left.isolated(copy), self.right.isolated(copy))


class ZipPlan(Plan):
    """The elements of two partitions in pairs."""

    __slots__ = ("left", "right")

    def __init__(self, left: Plan, right: Plan):
        self.left = left
        self.right = right

    def iterate(self, kept: Kept) -> Iterator[Any]:
        missing = object()
        left, right = self.left.iterate(kept), self.right.iterate(kept)
        while True:
            pair = next(left, missing), next(right, missing)
            if pair[0] is missing and pair[1] is missing:
                return
            if pair[0] is missing or pair[1] is missing:
                from pyrite.errors import SparkException

                raise SparkException("Can only zip RDDs with same number of elements in each partition")
            yield pair

    def portable(self) -> Plan:
        return ZipPlan(self.left.portable(), self.right.portable())

    def isolated(self, copy: Copy) -> Plan:
        return ZipPlan(self.left.isolated(copy), self.right.isolated(copy))


class KeptPlan(Plan):
    """A partition of a persisted RDD: read when it is kept, else computed and kept."""

    __slots__ = ("child", "key")

    def __init__(self, key: tuple[int, int], child: Plan):
        self.key = key
        self.child = child

    def iterate(self, kept: Kept) -> Iterator[Any]:
        blocks = kept.blocks(self.key)
        if blocks is None:
            blocks = kept.store.blocks_of(self.child.iterate(kept))
            kept.keep(self.key, blocks)
        return items_of(blocks)

    def portable(self) -> Plan:
        return KeptPlan(self.key, self.child.portable())

    def isolated(self, copy: Copy) -> Plan:
        return KeptPlan(self.key, self.child.isolated(copy))
