"""Plans of partitions: what one task has to do, as small objects that can be sent to another process.

A plan is made from an RDD's lineage when a task starts. ``iterate`` gives the partition's elements lazily: narrow
transformations run as one chain of iterators.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Any, Protocol

from pyrite._rdd.blocks import Block, BlockStore, items_of


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

    def may_leave_process(self) -> bool:
        """Whether another process can compute the partition as well."""
        return True


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

    def may_leave_process(self) -> bool:
        return self.child.may_leave_process()


class SourcePlan(Plan):
    """Elements made from nothing, such as the lines of a part of a file."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Iterable[Any]]):
        self.make = make

    def iterate(self, kept: Kept) -> Iterator[Any]:
        return iter(self.make())


class LocalPlan(SourcePlan):
    """Elements that only this process can give, such as rows of the engine."""

    __slots__ = ()

    def may_leave_process(self) -> bool:
        return False


class ChainPlan(Plan):
    """Several partitions one after the other."""

    __slots__ = ("children",)

    def __init__(self, children: list[Plan]):
        self.children = children

    def iterate(self, kept: Kept) -> Iterator[Any]:
        return chain.from_iterable(child.iterate(kept) for child in self.children)

    def may_leave_process(self) -> bool:
        return all(child.may_leave_process() for child in self.children)


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

    def may_leave_process(self) -> bool:
        return self.left.may_leave_process() and self.right.may_leave_process()


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

    def may_leave_process(self) -> bool:
        return self.left.may_leave_process() and self.right.may_leave_process()


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

    def may_leave_process(self) -> bool:
        return self.child.may_leave_process()
