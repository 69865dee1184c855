# mypy: disable-error-code="misc"
# The class is a part of another one, whose other parts its methods use.
"""Transformations of elements and partitions."""

from __future__ import annotations

import contextlib
import random
import shlex
import subprocess
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from pyrite._rdd.fields import ElementUse
from pyrite._rdd.hashing import portable_hash
from pyrite._rdd.lineage import (
    AlignedUnionSource,
    CoalescedSource,
    DealtSource,
    ProductSource,
    ShuffleDependency,
    UnionSource,
    ZipSource,
)
from pyrite._rdd.sampling import RangeSampler, Sampler
from pyrite.errors import PySparkRuntimeError

if TYPE_CHECKING:
    from pyrite.rdd import RDD as _RDD
    from pyrite.rdd import RDDBarrier

    RDD = _RDD[Any]


class Transformations:
    """Mixed into RDD."""

    def map(self: RDD, f: Callable[[Any], Any], preservesPartitioning: bool = False) -> RDD:
        """A function of each element. ``preservesPartitioning``: the function leaves keys as they are.

        >>> sc.parallelize(["b", "a"]).map(lambda letter: (letter, 1)).collect()
        [('b', 1), ('a', 1)]
        """

        # In a generator, and not by map(): a StopIteration of the function would end the partition silently there.
        def run(_: int, iterator: Iterable[Any]) -> Iterator[Any]:
            for item in iterator:
                yield f(item)

        return _of_elements(self, run, preservesPartitioning, f)

    def flatMap(self: RDD, f: Callable[[Any], Iterable[Any]], preservesPartitioning: bool = False) -> RDD:
        """The elements of what a function gives for each element.

        >>> sc.parallelize([2, 3]).flatMap(range).collect()
        [0, 1, 0, 1, 2]
        """

        def run(_: int, iterator: Iterable[Any]) -> Iterator[Any]:
            for item in iterator:
                yield from f(item)

        return _of_elements(self, run, preservesPartitioning, f)

    def mapPartitions(
        self: RDD, f: Callable[[Iterable[Any]], Iterable[Any]], preservesPartitioning: bool = False
    ) -> RDD:
        """A function from the iterator of a partition to an iterable of new elements.

        >>> sc.parallelize([1, 2, 3, 4], 2).mapPartitions(lambda numbers: [sum(numbers)]).collect()
        [3, 7]
        """

        def run(_: int, iterator: Iterable[Any]) -> Iterable[Any]:
            return f(iterator)

        return self.mapPartitionsWithIndex(run, preservesPartitioning)

    def mapPartitionsWithIndex(
        self: RDD, f: Callable[[int, Iterable[Any]], Iterable[Any]], preservesPartitioning: bool = False
    ) -> RDD:
        """As :meth:`mapPartitions`; the function is also given the partition's number.

        >>> sc.parallelize("abcd", 2).mapPartitionsWithIndex(lambda part, items: [(part, list(items))]).collect()
        [(0, ['a', 'b']), (1, ['c', 'd'])]
        """
        from pyrite.rdd import PipelinedRDD

        return PipelinedRDD(self, f, preservesPartitioning)

    def mapPartitionsWithSplit(
        self: RDD, f: Callable[[int, Iterable[Any]], Iterable[Any]], preservesPartitioning: bool = False
    ) -> RDD:
        """Use :meth:`mapPartitionsWithIndex`."""
        import warnings

        warnings.warn(
            "mapPartitionsWithSplit is deprecated; use mapPartitionsWithIndex instead", FutureWarning, stacklevel=2
        )
        return self.mapPartitionsWithIndex(f, preservesPartitioning)

    def filter(self: RDD, f: Callable[[Any], bool]) -> RDD:
        """The elements for which a function is true.

        >>> sc.parallelize([1, 2, 3, 4]).filter(lambda number: number % 2 == 0).collect()
        [2, 4]
        """

        def run(_: int, iterator: Iterable[Any]) -> Iterator[Any]:
            for item in iterator:
                if f(item):
                    yield item

        return _of_elements(self, run, True, f, passes_on=True)

    def distinct(self: RDD, numPartitions: int | None = None) -> RDD:
        """Each element once. Elements must be hashable.

        >>> sorted(sc.parallelize([1, 1, 2]).distinct().collect())
        [1, 2]
        """
        pairs = self.map(lambda item: (item, None))
        return pairs.reduceByKey(lambda first, _: first, numPartitions).map(lambda pair: pair[0])

    def glom(self: RDD) -> RDD:
        """Each partition as one element: the list of what it holds.

        >>> sc.parallelize([1, 2, 3, 4], 2).glom().collect()
        [[1, 2], [3, 4]]
        """
        return self.mapPartitions(lambda iterator: [list(iterator)])

    def keyBy(self: RDD, f: Callable[[Any], Any]) -> RDD:
        """Each element in a pair behind a key that a function makes of it.

        >>> sc.parallelize([2, 3]).keyBy(lambda number: number * number).collect()
        [(4, 2), (9, 3)]
        """
        return self.map(lambda item: (f(item), item))

    # Samples

    def sample(self: RDD, withReplacement: bool, fraction: float, seed: int | None = None) -> RDD:
        """A random sample. The same seed gives the same sample of the same partitions.

        ``fraction``: the probability of each element, or with replacement how often it is expected. The size of the
        sample is not exactly that fraction.
        """
        if not fraction >= 0:
            raise ValueError("Fraction must be nonnegative.")
        return self.mapPartitionsWithIndex(Sampler(withReplacement, fraction, seed), True)

    def randomSplit(self: RDD, weights: Sequence[int | float], seed: int | None = None) -> list[RDD]:
        """Several RDDs among which the elements are shared out at random, in proportion to the weights."""
        if not all(weight >= 0 for weight in weights):
            raise ValueError("Weights must be nonnegative")
        total = float(sum(weights))
        if not total > 0:
            raise ValueError("Sum of weights must be positive")
        limits = [0.0]
        for weight in weights:
            limits.append(limits[-1] + weight / total)
        number = random.randint(0, 2**32 - 1) if seed is None else seed
        return [
            self.mapPartitionsWithIndex(RangeSampler(low, high, number), True) for low, high in zip(limits, limits[1:])
        ]

    # Several RDDs

    def union(self: RDD, other: RDD) -> RDD:
        """The elements of both, duplicates included: this one's partitions and then the other's.

        Two that are partitioned alike are joined partition by partition.
        """
        if self.partitioner is not None and self.partitioner == other.partitioner:
            return self._named(AlignedUnionSource([self, other]), self.partitioner)
        return self._named(UnionSource([self, other]))

    def __add__(self: RDD, other: RDD) -> RDD:
        from pyrite.rdd import RDD as RDDClass

        if not isinstance(other, RDDClass):
            raise TypeError
        return self.union(other)

    def intersection(self: RDD, other: RDD) -> RDD:
        """The elements that are in both, each once.

        >>> sorted(sc.parallelize([1, 2, 2, 3]).intersection(sc.parallelize([2, 3, 4])).collect())
        [2, 3]
        """
        pairs = self.map(lambda item: (item, None)).cogroup(other.map(lambda item: (item, None)))
        return pairs.filter(lambda pair: all(pair[1])).keys()

    def subtract(self: RDD, other: RDD, numPartitions: int | None = None) -> RDD:
        """The elements that are not in the other.

        >>> sorted(sc.parallelize([1, 2, 3]).subtract(sc.parallelize([2])).collect())
        [1, 3]
        """
        marked = other.map(lambda item: (item, True))
        return self.map(lambda item: (item, True)).subtractByKey(marked, numPartitions).keys()

    def cartesian(self: RDD, other: RDD) -> RDD:
        """Every pair of an element of this one and an element of the other."""
        return self._named(ProductSource(self, other))

    def zip(self: RDD, other: RDD) -> RDD:
        """Pairs of elements at the same place. Both must have as many partitions and elements in each of them.

        >>> sc.parallelize([1, 2], 2).zip(sc.parallelize("ab", 2)).collect()
        [(1, 'a'), (2, 'b')]
        """
        if self.getNumPartitions() != other.getNumPartitions():
            raise ValueError("Can only zip with RDD which has the same number of partitions")
        return self._named(ZipSource(self, other))

    def zipWithIndex(self: RDD) -> RDD:
        """Each element with its number, from 0. Runs a job that counts when there are several partitions.

        >>> sc.parallelize("abc", 2).zipWithIndex().collect()
        [('a', 0), ('b', 1), ('c', 2)]
        """
        starts = [0]
        if self.getNumPartitions() > 1:
            for count in self._run(_count)[:-1]:
                starts.append(starts[-1] + count)

        def run(part: int, iterator: Iterable[Any]) -> Iterator[tuple[Any, int]]:
            for number, item in enumerate(iterator, starts[part]):
                yield item, number

        return self.mapPartitionsWithIndex(run)

    def zipWithUniqueId(self: RDD) -> RDD:
        """Each element with a number of its own; the numbers have gaps, but no job is needed to give them."""
        parts = self.getNumPartitions()

        def run(part: int, iterator: Iterable[Any]) -> Iterator[tuple[Any, int]]:
            for number, item in enumerate(iterator):
                yield item, number * parts + part

        return self.mapPartitionsWithIndex(run)

    # Partitions

    def repartition(self: RDD, numPartitions: int) -> RDD:
        """The same elements in another number of partitions, dealt out evenly."""
        return self.coalesce(numPartitions, shuffle=True)

    def coalesce(self: RDD, numPartitions: int, shuffle: bool = False) -> RDD:
        """The same elements in fewer partitions: neighbours are taken together, or with ``shuffle`` dealt out anew.

        >>> sc.parallelize([1, 2, 3, 4], 4).coalesce(2).glom().collect()
        [[1, 2], [3, 4]]
        """
        if not numPartitions > 0:
            raise ValueError("Number of partitions must be positive.")
        if shuffle:
            return self._named(DealtSource(ShuffleDependency(self, numPartitions, None)))
        return self._named(CoalescedSource(self, numPartitions))

    def barrier(self: RDD) -> RDDBarrier[Any]:
        """Makes the next stage one whose tasks run together; see :class:`BarrierTaskContext`."""
        from pyrite.rdd import RDDBarrier

        return RDDBarrier(self)

    # Order and groups

    def sortBy(
        self: RDD, keyfunc: Callable[[Any], Any], ascending: bool = True, numPartitions: int | None = None
    ) -> RDD:
        """The elements in the order of a function of them. Runs jobs that look for the partitions' bounds.

        >>> sc.parallelize(["ccc", "a", "bb"]).sortBy(len).collect()
        ['a', 'bb', 'ccc']
        """
        return self.keyBy(keyfunc).sortByKey(ascending, numPartitions).values()

    def groupBy(
        self: RDD,
        f: Callable[[Any], Any],
        numPartitions: int | None = None,
        partitionFunc: Callable[[Any], int] = portable_hash,
    ) -> RDD:
        """Pairs of what a function gives for elements, and those elements.

        >>> odd = sc.parallelize([1, 2, 3]).groupBy(lambda number: number % 2 == 1)
        >>> sorted((key, sorted(values)) for key, values in odd.collect())
        [(False, [2]), (True, [1, 3])]
        """
        return self.map(lambda item: (f(item), item)).groupByKey(numPartitions, partitionFunc)

    # Other programs

    def pipe(self: RDD, command: str, env: dict[str, str] | None = None, checkCode: bool = False) -> RDD:
        """The lines that a program writes when it reads a partition's elements as lines.

        ``env``: the program's variables; none of this process. ``checkCode``: an exit code other than 0 is an error.

        >>> sc.parallelize(["b", "a"], 1).pipe("sort").collect()
        ['a', 'b']
        """
        variables = env or {}

        def run(iterator: Iterable[Any]) -> Iterator[str]:
            process = subprocess.Popen(
                shlex.split(command), env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE
            )
            assert process.stdin is not None and process.stdout is not None
            errors: list[BaseException] = []

            def feed(stream: Any) -> None:
                try:
                    for item in iterator:
                        stream.write((str(item).rstrip("\n") + "\n").encode())
                except BrokenPipeError:
                    pass
                except BaseException as error:
                    errors.append(error)
                finally:
                    # The program may have ended before it has read all.
                    with contextlib.suppress(BrokenPipeError):
                        stream.close()

            feeder = threading.Thread(target=feed, args=(process.stdin,), daemon=True)
            feeder.start()
            with process.stdout as lines:
                for line in lines:
                    yield line.rstrip(b"\n").decode()
            code = process.wait()
            feeder.join()
            if errors:
                raise errors[0]
            if checkCode and code:
                raise PySparkRuntimeError(
                    errorClass="PIPE_FUNCTION_EXITED",
                    messageParameters={"func_name": command, "error_code": str(code)},
                )

        return self.mapPartitions(run)


def _of_elements(
    rdd: RDD,
    run: Callable[[int, Iterable[Any]], Iterable[Any]],
    preserves_partitioning: bool,
    function: Callable[[Any], Any],
    passes_on: bool = False,
) -> RDD:
    """A transformation that calls a function for each element, and does nothing else with it but to pass it on."""
    from pyrite.rdd import PipelinedRDD

    return PipelinedRDD(rdd, run, preserves_partitioning, _elements=ElementUse((function,), passes_on))


def _count(iterator: Iterable[Any]) -> int:
    """The number of elements of an iterator."""
    total = 0
    for _ in iterator:
        total += 1
    return total
