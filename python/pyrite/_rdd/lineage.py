"""Lineage: where the partitions of an RDD come from."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from pyrite._rdd.blocks import Block
from pyrite._rdd.fields import ElementUse
from pyrite._rdd.hashing import HASHES_AS_WORKERS, portable_hash
from pyrite._rdd.plans import BlocksPlan, ChainPlan, FunctionPlan, Plan, ProductPlan, SourcePlan, ZipPlan
from pyrite._rdd.shuffle import RoundRobinWriter, ShuffleWriter

if TYPE_CHECKING:
    from pyrite._rdd.scheduler import Job
    from pyrite.rdd import RDD


class Source:
    """What an RDD is made of: its partitions by plan, and the RDDs that these plans need."""

    #: RDDs whose partitions are computed in the same task.
    parents: list[RDD[Any]]
    #: Shuffles whose output is read.
    shuffles: list[ShuffleDependency]
    #: Spark's name for such an RDD, and where it says that it was made.
    label = "MapPartitionsRDD"
    site = "mapPartitions at PythonRDD.scala:197"
    #: RDDs that Spark has between this one and its reader, and that need no partitions of their own here.
    read_through: tuple[tuple[str, str], ...] = ()

    def __init__(self) -> None:
        self.parents = []
        self.shuffles = []

    def count(self) -> int:
        """The number of partitions."""
        raise NotImplementedError

    def plan(self, split: int, job: Job) -> Plan:
        """What computes a partition."""
        raise NotImplementedError

    def plan_for(self, elements: ElementUse | None, split: int, job: Job) -> Plan:
        """What computes a partition for one that does no more than this with its elements."""
        return self.plan(split, job)


class LocalSource(Source):
    """Slices of a local collection."""

    label = "ParallelCollectionRDD"
    site = "readRDDFromFile at PythonRDD.scala:326"

    def __init__(self, slices: list[list[Block]]) -> None:
        super().__init__()
        self._slices = slices

    def count(self) -> int:
        return len(self._slices)

    def plan(self, split: int, job: Job) -> Plan:
        return BlocksPlan(self._slices[split])


class MadeSource(Source):
    """Partitions that are each made by a function of their own, such as parts of files.

    ``find`` gives these functions; it is called when they are first needed.
    """

    def __init__(self, find: Callable[[], Sequence[Callable[[], Iterable[Any]]]], label: str, site: str) -> None:
        super().__init__()
        self._find = find
        self._makers: Sequence[Callable[[], Iterable[Any]]] | None = None
        self.label = label
        self.site = site

    @property
    def makers(self) -> Sequence[Callable[[], Iterable[Any]]]:
        """The functions that make the partitions."""
        if self._makers is None:
            self._makers = self._find()
        return self._makers

    def count(self) -> int:
        return len(self.makers)

    def plan(self, split: int, job: Job) -> Plan:
        return SourcePlan(self.makers[split])


class FunctionSource(Source):
    """A function over each partition of another RDD. ``elements``: what it does with each element, where known."""

    label = "PythonRDD"
    site = "RDD at PythonRDD.scala:59"

    def __init__(
        self,
        parent: RDD[Any],
        function: Callable[[int, Iterable[Any]], Iterable[Any]],
        elements: ElementUse | None = None,
    ) -> None:
        super().__init__()
        self.parents = [parent]
        self._function = function
        self._elements = elements

    def count(self) -> int:
        return self.parents[0].getNumPartitions()

    def plan(self, split: int, job: Job) -> Plan:
        return FunctionPlan(self._function, split, self.parents[0]._plan(split, job, self._elements))


class UnionSource(Source):
    """The partitions of several RDDs."""

    label = "UnionRDD"
    site = "union at NativeMethodAccessorImpl.java:0"

    def __init__(self, parents: list[RDD[Any]]) -> None:
        super().__init__()
        self.parents = parents

    def count(self) -> int:
        return sum(parent.getNumPartitions() for parent in self.parents)

    def plan(self, split: int, job: Job) -> Plan:
        for parent in self.parents:
            count = parent.getNumPartitions()
            if split < count:
                return parent._plan(split, job)
            split -= count
        raise IndexError(split)


class AlignedUnionSource(Source):
    """The union of RDDs that are partitioned alike: partition by partition."""

    label = "PartitionerAwareUnionRDD"
    site = "union at NativeMethodAccessorImpl.java:0"

    def __init__(self, parents: list[RDD[Any]]) -> None:
        super().__init__()
        self.parents = parents

    def count(self) -> int:
        return self.parents[0].getNumPartitions()

    def plan(self, split: int, job: Job) -> Plan:
        return ChainPlan([parent._plan(split, job) for parent in self.parents])


class CoalescedSource(Source):
    """Neighbouring partitions of another RDD, taken together into fewer."""

    label = "CoalescedRDD"
    site = "coalesce at NativeMethodAccessorImpl.java:0"

    def __init__(self, parent: RDD[Any], most: int) -> None:
        super().__init__()
        self.parents = [parent]
        self._most = most

    def count(self) -> int:
        return min(self._most, self.parents[0].getNumPartitions())

    def plan(self, split: int, job: Job) -> Plan:
        parent, groups = self.parents[0], self.count()
        total = parent.getNumPartitions()
        group = range(split * total // groups, (split + 1) * total // groups)
        return ChainPlan([parent._plan(part, job) for part in group])


class ProductSource(Source):
    """Every partition of one RDD with every partition of another."""

    label = "CartesianRDD"
    site = "cartesian at NativeMethodAccessorImpl.java:0"

    def __init__(self, left: RDD[Any], right: RDD[Any]) -> None:
        super().__init__()
        self.parents = [left, right]

    def count(self) -> int:
        return self.parents[0].getNumPartitions() * self.parents[1].getNumPartitions()

    def plan(self, split: int, job: Job) -> Plan:
        left, right = self.parents
        first, second = divmod(split, right.getNumPartitions())
        return ProductPlan(left._plan(first, job), right._plan(second, job))


class ZipSource(Source):
    """The partitions of two RDDs in pairs."""

    label = "ZippedPartitionsRDD2"
    site = "zip at NativeMethodAccessorImpl.java:0"

    def __init__(self, left: RDD[Any], right: RDD[Any]) -> None:
        super().__init__()
        self.parents = [left, right]

    def count(self) -> int:
        return self.parents[0].getNumPartitions()

    def plan(self, split: int, job: Job) -> Plan:
        left, right = self.parents
        return ZipPlan(left._plan(split, job), right._plan(split, job))


class ShuffledSource(Source):
    """The readers of a shuffle by key."""

    label = "ShuffledRDD"
    site = "partitionBy at <unknown>:0"
    read_through: tuple[tuple[str, str], ...] = (("MapPartitionsRDD", "mapPartitions at PythonRDD.scala:197"),)

    def __init__(self, shuffle: ShuffleDependency) -> None:
        super().__init__()
        self.shuffles = [shuffle]

    def count(self) -> int:
        return self.shuffles[0].readers

    def plan(self, split: int, job: Job) -> Plan:
        return BlocksPlan(self.shuffles[0].blocks_for(split))


class DealtSource(ShuffledSource):
    """The readers of a shuffle that deals elements out evenly."""

    site = "coalesce at NativeMethodAccessorImpl.java:0"
    read_through = (("MapPartitionsRDD", site), ("CoalescedRDD", site))


_shuffle_numbers = itertools.count()


class ShuffleDependency:
    """A shuffle: what writes the partitions of an RDD for its readers, and what was written.

    What was written is kept as long as an RDD needs it, so that a later job does not write it again.
    """

    def __init__(self, parent: RDD[Any], readers: int, place: Callable[[Any], int] | None) -> None:
        self.number = next(_shuffle_numbers)
        self.parent = parent
        self.readers = readers
        self._place = place
        self._outputs: list[dict[int, list[Block]]] | None = None
        #: The RDD that Spark has for what is written.
        self.written_by = (
            ("MapPartitionsRDD", DealtSource.site) if place is None else ("PairwiseRDD", ShuffledSource.site)
        )

    def writer(self, split: int) -> ShuffleWriter | RoundRobinWriter:
        """What writes a partition."""
        if self._place is None:
            return RoundRobinWriter(self.readers, split)
        return ShuffleWriter(self.readers, self._place)

    @property
    def places_alike_everywhere(self) -> bool:
        """Whether keys get the same place in another process. A user's function may use hash(), which differs there."""
        place = self._place
        return (
            place is None
            or place is portable_hash
            or HASHES_AS_WORKERS
            or getattr(place, "_places_alike_everywhere", False)
        )

    @property
    def is_complete(self) -> bool:
        """Whether everything has been written."""
        return self._outputs is not None

    def complete(self, outputs: list[dict[int, list[Block]]]) -> None:
        """Everything has been written: for each partition the blocks of its readers."""
        self._outputs = outputs

    def blocks_for(self, reader: int) -> list[Block]:
        """What one reader reads, in the order of the partitions that wrote it."""
        if self._outputs is None:
            raise RuntimeError(f"Shuffle {self.number} is read before it was written.")
        return [block for output in self._outputs for block in output.get(reader, ())]

    def clean(self) -> None:
        """Forgets what was written; a later job writes it again."""
        self._outputs = None
