# mypy: disable-error-code="misc"
# The class is a part of another one, whose other parts its methods use.
"""Transformations of pairs: an element is a key and a value."""

from __future__ import annotations

import bisect
import copy
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any

from pyrite._rdd.hashing import portable_hash
from pyrite._rdd.lineage import ShuffleDependency, ShuffledSource
from pyrite._rdd.sampling import KeySampler, sampled_keys
from pyrite.resultiterable import ResultIterable
from pyrite.shuffle import Aggregator, ExternalMerger, ExternalSorter

if TYPE_CHECKING:
    from pyrite.rdd import RDD as _RDD

    RDD = _RDD[Any]
    Place = Callable[[Any], int]

#: Elements looked at for each partition when the bounds of a sort are chosen.
_SAMPLES_PER_PARTITION = 20.0
#: What of the memory for merging the side that writes a shuffle takes.
_WRITER_SHARE = 0.9


class Pairs:
    """Mixed into RDD."""

    # Keys and values

    def keys(self: RDD) -> RDD:
        """The keys of pairs."""
        return self.map(lambda pair: pair[0])

    def values(self: RDD) -> RDD:
        """The values of pairs."""
        return self.map(lambda pair: pair[1])

    def mapValues(self: RDD, f: Callable[[Any], Any]) -> RDD:
        """A function of each pair's value; keys and partitions stay.

        >>> sc.parallelize([("a", [1, 2])]).mapValues(len).collect()
        [('a', 2)]
        """

        def run(_: int, iterator: Iterable[Any]) -> Iterator[Any]:
            for pair in iterator:
                yield pair[0], f(pair[1])

        return self.mapPartitionsWithIndex(run, True)

    def flatMapValues(self: RDD, f: Callable[[Any], Iterable[Any]]) -> RDD:
        """A pair for each element of what a function gives for a value; keys and partitions stay.

        >>> sc.parallelize([("a", "xy")]).flatMapValues(list).collect()
        [('a', 'x'), ('a', 'y')]
        """

        def run(_: int, iterator: Iterable[Any]) -> Iterator[Any]:
            for pair in iterator:
                key = pair[0]
                for value in f(pair[1]):
                    yield key, value

        return self.mapPartitionsWithIndex(run, True)

    def sampleByKey(self: RDD, withReplacement: bool, fractions: dict[Any, float], seed: int | None = None) -> RDD:
        """A random sample with a fraction for each key; see :meth:`sample`."""
        for fraction in fractions.values():
            assert fraction >= 0.0, f"Negative fraction value: {fraction}"
        return self.mapPartitionsWithIndex(KeySampler(withReplacement, fractions, seed), True)

    # Places

    def partitionBy(self: RDD, numPartitions: int | None, partitionFunc: Place = portable_hash) -> RDD:
        """The pairs in partitions by key: the partition is ``partitionFunc(key)`` modulo ``numPartitions``.

        >>> sc.parallelize([(1, "a"), (2, "b"), (3, "c")]).partitionBy(2).glom().collect()
        [[(2, 'b')], [(1, 'a'), (3, 'c')]]
        """
        from pyrite.rdd import Partitioner

        count = self._default_partitions() if numPartitions is None else numPartitions
        partitioner = Partitioner(count, partitionFunc)
        if self.partitioner == partitioner:
            return self
        return self._named(ShuffledSource(ShuffleDependency(self, count, partitionFunc)), partitioner)

    def repartitionAndSortWithinPartitions(
        self: RDD,
        numPartitions: int | None = None,
        partitionFunc: Place = portable_hash,
        ascending: bool = True,
        keyfunc: Callable[[Any], Any] = lambda key: key,
    ) -> RDD:
        """The pairs in partitions by key, in each of them sorted by key."""
        count = self._default_partitions() if numPartitions is None else numPartitions
        sort = _sorter(self._memory_limit(), keyfunc, ascending)
        return self.partitionBy(count, partitionFunc).mapPartitions(sort, True)

    def sortByKey(
        self: RDD,
        ascending: bool | None = True,
        numPartitions: int | None = None,
        keyfunc: Callable[[Any], Any] = lambda key: key,
    ) -> RDD:
        """The pairs in the order of their keys, or of a function of the keys. The sort is stable.

        Runs jobs that count the elements and look at a sample of keys, to give each partition a range.

        >>> sc.parallelize([("b", 1), ("a", 2)]).sortByKey().collect()
        [('a', 2), ('b', 1)]
        """
        count = self._default_partitions() if numPartitions is None else numPartitions
        sort = _sorter(self._memory_limit(), keyfunc, bool(ascending))
        if count == 1:
            single = self.coalesce(1) if self.getNumPartitions() > 1 else self
            return single.mapPartitions(sort, True)
        size, sample = sampled_keys(self, count * _SAMPLES_PER_PARTITION)
        if not size:
            return self
        sample.sort(key=keyfunc)
        bounds = [keyfunc(sample[len(sample) * part // count]) for part in range(1, count)] if sample else []

        def place(key: Any) -> int:
            part = bisect.bisect_left(bounds, keyfunc(key))
            return part if ascending else count - 1 - part

        place._places_alike_everywhere = True  # type: ignore[attr-defined]
        return self.partitionBy(count, place).mapPartitions(sort, True)

    # Merging values

    def combineByKey(
        self: RDD,
        createCombiner: Callable[[Any], Any],
        mergeValue: Callable[[Any, Any], Any],
        mergeCombiners: Callable[[Any, Any], Any],
        numPartitions: int | None = None,
        partitionFunc: Place = portable_hash,
    ) -> RDD:
        """The values of each key merged into a combiner, first in each partition and then between partitions.

        ``createCombiner`` makes a combiner of a key's first value, ``mergeValue`` adds a value to it,
        ``mergeCombiners`` joins two; both may change and return their first argument.

        >>> pairs = sc.parallelize([("a", 1), ("b", 1), ("a", 2)])
        >>> lists = pairs.combineByKey(lambda v: [v], lambda c, v: c + [v], lambda a, b: a + b)
        >>> sorted(lists.collect())
        [('a', [1, 2]), ('b', [1])]
        """
        return _combined(self, Aggregator(createCombiner, mergeValue, mergeCombiners), numPartitions, partitionFunc)

    def reduceByKey(
        self: RDD,
        func: Callable[[Any, Any], Any],
        numPartitions: int | None = None,
        partitionFunc: Place = portable_hash,
    ) -> RDD:
        """The values of each key merged by an associative and commutative function.

        >>> sorted(sc.parallelize([("a", 1), ("b", 1), ("a", 1)]).reduceByKey(lambda x, y: x + y).collect())
        [('a', 2), ('b', 1)]
        """
        return self.combineByKey(_same, func, func, numPartitions, partitionFunc)

    def aggregateByKey(
        self: RDD,
        zeroValue: Any,
        seqFunc: Callable[[Any, Any], Any],
        combFunc: Callable[[Any, Any], Any],
        numPartitions: int | None = None,
        partitionFunc: Place = portable_hash,
    ) -> RDD:
        """The values of each key added to a neutral value by one function, and joined by another."""

        def create(value: Any) -> Any:
            return seqFunc(copy.deepcopy(zeroValue), value)

        return self.combineByKey(create, seqFunc, combFunc, numPartitions, partitionFunc)

    def foldByKey(
        self: RDD,
        zeroValue: Any,
        func: Callable[[Any, Any], Any],
        numPartitions: int | None = None,
        partitionFunc: Place = portable_hash,
    ) -> RDD:
        """The values of each key merged by a function, starting from a neutral value."""

        def create(value: Any) -> Any:
            return func(copy.deepcopy(zeroValue), value)

        return self.combineByKey(create, func, func, numPartitions, partitionFunc)

    def groupByKey(self: RDD, numPartitions: int | None = None, partitionFunc: Place = portable_hash) -> RDD:
        """The values of each key, as one iterable. To add them up, :meth:`reduceByKey` moves much less data.

        >>> groups = sc.parallelize([("a", 1), ("b", 1), ("a", 2)]).groupByKey()
        >>> sorted(groups.mapValues(sorted).collect())
        [('a', [1, 2]), ('b', [1])]
        """
        return _combined(self, Aggregator(_list_of, _appended, _extended), numPartitions, partitionFunc).mapValues(
            ResultIterable
        )

    # Several RDDs

    def cogroup(self: RDD, other: RDD, numPartitions: int | None = None) -> RDD:
        """For each key of either one, the key and a pair of its values here and there."""
        return _cogrouped((self, other), numPartitions)

    def groupWith(self: RDD, other: RDD, *others: RDD) -> RDD:
        """:meth:`cogroup` of several."""
        return _cogrouped((self, other, *others), None)

    def join(self: RDD, other: RDD, numPartitions: int | None = None) -> RDD:
        """For each key in both: the key with every pair of a value here and a value there.

        >>> sorted(sc.parallelize([("a", 1), ("b", 4)]).join(sc.parallelize([("a", 2), ("a", 3)])).collect())
        [('a', (1, 2)), ('a', (1, 3))]
        """
        return _joined(self, other, numPartitions, keep_left=False, keep_right=False)

    def leftOuterJoin(self: RDD, other: RDD, numPartitions: int | None = None) -> RDD:
        """As :meth:`join`, and keys that are only here with None."""
        return _joined(self, other, numPartitions, keep_left=True, keep_right=False)

    def rightOuterJoin(self: RDD, other: RDD, numPartitions: int | None = None) -> RDD:
        """As :meth:`join`, and keys that are only there with None."""
        return _joined(self, other, numPartitions, keep_left=False, keep_right=True)

    def fullOuterJoin(self: RDD, other: RDD, numPartitions: int | None = None) -> RDD:
        """As :meth:`join`, and keys of one side only with None for the other."""
        return _joined(self, other, numPartitions, keep_left=True, keep_right=True)

    def subtractByKey(self: RDD, other: RDD, numPartitions: int | None = None) -> RDD:
        """The pairs whose key is not in the other.

        >>> sc.parallelize([("a", 1), ("b", 2)]).subtractByKey(sc.parallelize([("a", 9)])).collect()
        [('b', 2)]
        """

        def run(iterator: Iterable[Any]) -> Iterator[Any]:
            for key, (here, there) in iterator:
                if here and not there:
                    for value in here:
                        yield key, value

        return self.cogroup(other, numPartitions).mapPartitions(run, True)


def _same(value: Any) -> Any:
    return value


def _list_of(value: Any) -> list[Any]:
    return [value]


def _appended(values: list[Any], value: Any) -> list[Any]:
    values.append(value)
    return values


def _extended(values: list[Any], more: list[Any]) -> list[Any]:
    values.extend(more)
    return values


def _combined(rdd: RDD, aggregator: Aggregator, parts: int | None, place: Place | None) -> RDD:
    """The values of each key merged, in each partition before the shuffle and in each one after it."""
    memory = rdd._memory_limit()

    def before(iterator: Iterable[Any]) -> Iterator[Any]:
        merger = ExternalMerger(aggregator, memory * _WRITER_SHARE)
        merger.mergeValues(iterator)
        return merger.items()

    def after(iterator: Iterable[Any]) -> Iterator[Any]:
        merger = ExternalMerger(aggregator, memory)
        merger.mergeCombiners(iterator)
        return merger.items()

    count = rdd._default_partitions() if parts is None else parts
    shuffled = rdd.mapPartitions(before, preservesPartitioning=True).partitionBy(
        count, portable_hash if place is None else place
    )
    return shuffled.mapPartitions(after, preservesPartitioning=True)


def _sorter(memory: int, keyfunc: Callable[[Any], Any], ascending: bool) -> Callable[[Iterable[Any]], Iterator[Any]]:
    def run(iterator: Iterable[Any]) -> Iterator[Any]:
        sorter = ExternalSorter(memory * _WRITER_SHARE)
        return sorter.sorted(iterator, key=lambda pair: keyfunc(pair[0]), reverse=not ascending)

    return run


def _tagged_groups(rdds: tuple[RDD, ...], parts: int | None) -> RDD:
    """For each key, its values in all RDDs as pairs of the RDD's position and the value."""

    def tagging(position: int) -> Callable[[int, Iterable[Any]], Iterator[Any]]:
        def run(_: int, iterator: Iterable[Any]) -> Iterator[Any]:
            for key, value in iterator:
                yield key, (position, value)

        return run

    tagged = [rdd.mapPartitionsWithIndex(tagging(position), True) for position, rdd in enumerate(rdds)]
    together = tagged[0]
    for other in tagged[1:]:
        together = together.union(other)
    return _combined(together, Aggregator(_list_of, _appended, _extended), parts, None)


def _split(values: list[tuple[int, Any]], count: int) -> tuple[list[Any], ...]:
    sides: tuple[list[Any], ...] = tuple([] for _ in range(count))
    for position, value in values:
        sides[position].append(value)
    return sides


def _cogrouped(rdds: tuple[RDD, ...], parts: int | None) -> RDD:
    count = len(rdds)
    return _tagged_groups(rdds, parts).mapValues(
        lambda values: tuple(ResultIterable(side) for side in _split(values, count))
    )


def _joined(left: RDD, right: RDD, parts: int | None, keep_left: bool, keep_right: bool) -> RDD:
    def pairs(values: list[tuple[int, Any]]) -> list[tuple[Any, Any]]:
        here, there = _split(values, 2)
        if keep_right and not here:
            here = [None]
        if keep_left and not there:
            there = [None]
        return [(value, other) for value in here for other in there]

    return _tagged_groups((left, right), parts).flatMapValues(pairs)
