# mypy: disable-error-code="misc"
# The class is a part of another one, whose other parts its methods use.
"""Actions: what runs a job and gives its result to the caller."""

from __future__ import annotations

import copy
import functools
import heapq
import random
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from math import ceil, sqrt
from typing import TYPE_CHECKING, Any

from pyrite._rdd.sampling import fraction_for
from pyrite._rdd.transformations import _count

if TYPE_CHECKING:
    from pyrite.rdd import RDD as _RDD
    from pyrite.sql.dataframe import DataFrame

    RDD = _RDD[Any]

#: The share of all partitions that take() looks into next when it has found nothing so far.
_SCALE_UP = 4
#: How many standard deviations a sample without replacement may be off, for the largest size that is allowed.
_DEVIATIONS = 10.0


class Actions:
    """Mixed into RDD."""

    def _run(self: RDD, function: Callable[[Iterable[Any]], Any], partitions: Sequence[int] | None = None) -> list[Any]:
        """A function of each partition's elements."""
        results = self.ctx._scheduler.run(self, function, partitions)
        self._materialize_checkpoints()
        return results

    # All elements

    def collect(self: RDD) -> list[Any]:
        """All elements as a list.

        >>> sc.parallelize([1, 2, 3]).map(lambda number: number * 2).collect()
        [2, 4, 6]
        """
        parts = self._run(list)
        return parts[0] if len(parts) == 1 else list(chain.from_iterable(parts))

    def collectWithJobGroup(self: RDD, groupId: str, description: str, interruptOnCancel: bool = False) -> list[Any]:
        """:meth:`collect` in a job group. Use ``SparkContext.setJobGroup`` instead."""
        import warnings

        warnings.warn(
            "Deprecated in 3.1, Use pyspark.InheritableThread with the pinned thread mode enabled.",
            FutureWarning,
            stacklevel=2,
        )
        before = self.ctx._local_properties()
        self.ctx.setJobGroup(groupId, description, interruptOnCancel)
        try:
            return self.collect()
        finally:
            self.ctx._set_local_properties(before)

    def collectAsMap(self: RDD) -> dict[Any, Any]:
        """Pairs as a dict; of several values for a key the last one stays."""
        return dict(self.collect())

    def toLocalIterator(self: RDD, prefetchPartitions: bool = False) -> Iterator[Any]:
        """The elements one by one; each partition is computed when the iterator comes to it."""

        def partitions() -> Iterator[Any]:
            for part in range(self.getNumPartitions()):
                yield from self._run(list, [part])[0]

        return partitions()

    def foreach(self: RDD, f: Callable[[Any], None]) -> None:
        """Calls a function with every element, for what it does.

        >>> total = sc.accumulator(0)
        >>> sc.parallelize([1, 2, 3]).foreach(total.add)
        >>> total.value
        6
        """

        def run(iterator: Iterable[Any]) -> None:
            for item in iterator:
                try:
                    f(item)
                except StopIteration as error:
                    raise RuntimeError("the function raised StopIteration") from error

        self._run(run)

    def foreachPartition(self: RDD, f: Callable[[Iterable[Any]], Any]) -> None:
        """Calls a function with the iterator of every partition, for what it does."""

        def run(iterator: Iterable[Any]) -> None:
            result = f(iterator)
            if hasattr(result, "__iter__"):
                for _ in result:
                    pass

        self._run(run)

    def count(self: RDD) -> int:
        """The number of elements.

        >>> sc.parallelize([2, 3, 4]).count()
        3
        """
        return sum(self._run(_count))

    def isEmpty(self: RDD) -> bool:
        """Whether there are no elements. There may be partitions nevertheless."""
        return self.getNumPartitions() == 0 or not self.take(1)

    # Some elements

    def take(self: RDD, num: int) -> list[Any]:
        """The first elements. Computes one partition, and more only when that has too few.

        >>> sc.parallelize([2, 3, 4, 5, 6]).take(3)
        [2, 3, 4]
        """
        items: list[Any] = []
        total, scanned = self.getNumPartitions(), 0
        while len(items) < num and scanned < total:
            ahead = 1
            if scanned:
                ahead = scanned * _SCALE_UP
                if items:
                    # As many as should hold what is missing, and half of that again.
                    ahead = min(max(int(1.5 * num * scanned / len(items)) - scanned, 1), ahead)
            missing = num - len(items)
            parts = range(scanned, min(scanned + ahead, total))
            for part in self._run(_first(missing), parts):
                items += part
            scanned += ahead
        return items[:num]

    def first(self: RDD) -> Any:
        """The first element; a ValueError when there is none."""
        found = self.take(1)
        if not found:
            raise ValueError("RDD is empty")
        return found[0]

    def top(self: RDD, num: int, key: Callable[[Any], Any] | None = None) -> list[Any]:
        """The largest elements, largest first, by themselves or by a function of them.

        >>> sc.parallelize([10, 4, 2, 12, 3]).top(2)
        [12, 10]
        """
        parts = self._run(lambda iterator: heapq.nlargest(num, iterator, key=key))
        return _reduced(lambda a, b: heapq.nlargest(num, a + b, key=key), parts)  # type: ignore[no-any-return]

    def takeOrdered(self: RDD, num: int, key: Callable[[Any], Any] | None = None) -> list[Any]:
        """The smallest elements, smallest first, by themselves or by a function of them.

        >>> sc.parallelize([10, 1, 2, 9, 3]).takeOrdered(3)
        [1, 2, 3]
        """
        if num < 0:
            raise ValueError("top N cannot be negative.")
        if num == 0 or self.getNumPartitions() == 0:
            return []
        parts = self._run(lambda iterator: heapq.nsmallest(num, iterator, key=key))
        return _reduced(lambda a, b: heapq.nsmallest(num, a + b, key=key), parts)  # type: ignore[no-any-return]

    def takeSample(self: RDD, withReplacement: bool, num: int, seed: int | None = None) -> list[Any]:
        """A random sample of a fixed size, in random order."""
        if num < 0:
            raise ValueError("Sample size cannot be negative.")
        most = sys.maxsize - int(_DEVIATIONS * sqrt(sys.maxsize))
        if num > most:
            raise ValueError(f"Sample size cannot be greater than {most}.")
        if num == 0 or self.getNumPartitions() == 0:
            return []
        total = self.count()
        if total == 0:
            return []
        numbers = random.Random(seed)
        if not withReplacement and num >= total:
            everything = self.collect()
            numbers.shuffle(everything)
            return everything
        fraction = fraction_for(num, total, withReplacement)
        sample = self.sample(withReplacement, fraction, seed).collect()
        while len(sample) < num:
            # Improbable: the fraction is chosen so that one try is enough.
            sample = self.sample(withReplacement, fraction, numbers.randint(0, sys.maxsize)).collect()
        numbers.shuffle(sample)
        return sample[:num]

    def lookup(self: RDD, key: Any) -> list[Any]:
        """The values of a key; only its partition is computed when it is known which that is."""
        values = self.filter(lambda pair: pair[0] == key).values()
        if self.partitioner is not None:
            return values._run(list, [self.partitioner(key)])[0]  # type: ignore[no-any-return]
        return values.collect()

    # One value

    def reduce(self: RDD, f: Callable[[Any, Any], Any]) -> Any:
        """All elements merged by an associative and commutative function; a ValueError when there are none.

        >>> sc.parallelize([1, 2, 3]).reduce(lambda a, b: a + b)
        6
        """

        def run(iterator: Iterable[Any]) -> list[Any]:
            source = iter(iterator)
            start = list(islice(source, 1))
            return [functools.reduce(f, source, start[0])] if start else []

        found = [value for part in self._run(run) for value in part]
        if not found:
            raise ValueError("Can not reduce() empty RDD")
        return functools.reduce(f, found)

    def fold(self: RDD, zeroValue: Any, op: Callable[[Any, Any], Any]) -> Any:
        """All elements merged by a function, each partition and at last their results from a neutral value on."""
        return self.aggregate(zeroValue, op, op)

    def aggregate(
        self: RDD, zeroValue: Any, seqOp: Callable[[Any, Any], Any], combOp: Callable[[Any, Any], Any]
    ) -> Any:
        """Each partition's elements added to a neutral value by one function, the results joined by another.

        >>> sc.parallelize([1, 2, 3, 4]).aggregate((0, 0), lambda sums, n: (sums[0] + n, sums[1] + 1),
        ...     lambda a, b: (a[0] + b[0], a[1] + b[1]))
        (10, 4)
        """

        def run(iterator: Iterable[Any]) -> Any:
            return functools.reduce(seqOp, iterator, copy.deepcopy(zeroValue))

        return functools.reduce(combOp, self._run(run), zeroValue)

    def treeAggregate(
        self: RDD,
        zeroValue: Any,
        seqOp: Callable[[Any, Any], Any],
        combOp: Callable[[Any, Any], Any],
        depth: int = 2,
    ) -> Any:
        """:meth:`aggregate` in several steps, so that no single one has to join the results of all partitions."""
        if depth < 1:
            raise ValueError(f"Depth cannot be smaller than 1 but got {depth}.")
        if self.getNumPartitions() == 0:
            return zeroValue

        def run(iterator: Iterable[Any]) -> list[Any]:
            return [functools.reduce(seqOp, iterator, copy.deepcopy(zeroValue))]

        results = self.mapPartitions(run)
        count: float = results.getNumPartitions()
        scale = max(ceil(count ** (1.0 / depth)), 2)
        while count > scale + count / scale:
            count /= scale
            results = _gathered(results, combOp, int(count))
        return results.reduce(combOp)

    def treeReduce(self: RDD, f: Callable[[Any, Any], Any], depth: int = 2) -> Any:
        """:meth:`reduce` in several steps; see :meth:`treeAggregate`."""
        if depth < 1:
            raise ValueError(f"Depth cannot be smaller than 1 but got {depth}.")

        def merge(a: list[Any], b: list[Any]) -> list[Any]:
            return [f(a[0], b[0])] if a and b else a or b

        found = self.map(lambda item: [item]).treeAggregate([], merge, merge, depth)
        if not found:
            raise ValueError("Cannot reduce empty RDD.")
        return found[0]

    def reduceByKeyLocally(self: RDD, func: Callable[[Any, Any], Any]) -> dict[Any, Any]:
        """The values of each key merged by a function, as a dict."""

        def merge(merged: dict[Any, Any], pairs: Iterable[Any]) -> dict[Any, Any]:
            for key, value in pairs:
                merged[key] = func(merged[key], value) if key in merged else value
            return merged

        parts = self._run(lambda iterator: merge({}, iterator))
        return _reduced(lambda a, b: merge(a, b.items()), parts)  # type: ignore[no-any-return]

    def countByKey(self: RDD) -> dict[Any, int]:
        """How many pairs each key has.

        >>> sorted(sc.parallelize([("a", 1), ("b", 1), ("a", 1)]).countByKey().items())
        [('a', 2), ('b', 1)]
        """
        return self.map(lambda pair: pair[0]).countByValue()

    def countByValue(self: RDD) -> dict[Any, int]:
        """How often each element occurs."""

        def run(iterator: Iterable[Any]) -> dict[Any, int]:
            counts: dict[Any, int] = defaultdict(int)
            for item in iterator:
                counts[item] += 1
            return counts

        total: dict[Any, int] = defaultdict(int)
        for part in self._run(run):
            for item, times in part.items():
                total[item] += times
        return total

    # DataFrames

    def toDF(self: RDD, schema: Any = None, sampleRatio: float | None = None) -> DataFrame:
        """A DataFrame of the elements; see ``SparkSession.createDataFrame``.

        >>> sc.parallelize([("a", 1)]).toDF(["letter", "number"]).collect()
        [Row(letter='a', number=1)]
        """
        from pyrite.sql.session import SparkSession

        session = SparkSession.getActiveSession()
        if session is None or session.sparkContext is not self.ctx:
            session = SparkSession.builder.getOrCreate()
        return session.createDataFrame(self, schema, sampleRatio)


def _first(count: int) -> Callable[[Iterable[Any]], list[Any]]:
    def run(iterator: Iterable[Any]) -> list[Any]:
        return list(islice(iterator, count))

    return run


def _reduced(merge: Callable[[Any, Any], Any], parts: list[Any]) -> Any:
    if not parts:
        raise ValueError("Can not reduce() empty RDD")
    return functools.reduce(merge, parts)


def _gathered(results: RDD, merge: Callable[[Any, Any], Any], count: int) -> RDD:
    """One result for each of ``count`` groups of partitions."""

    def numbered(part: int, iterator: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        for item in iterator:
            yield part % count, item

    return results.mapPartitionsWithIndex(numbered).reduceByKey(merge, count).values()
