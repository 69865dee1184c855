# mypy: disable-error-code="misc"
# The class is a part of another one, whose other parts its methods use.
"""Statistics of numbers."""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable, Iterable
from functools import reduce
from typing import TYPE_CHECKING, Any

from pyrite._rdd.hashing import portable_hashes
from pyrite._rdd.transformations import _count
from pyrite.statcounter import StatCounter

if TYPE_CHECKING:
    from pyrite.rdd import RDD as _RDD

    RDD = _RDD[Any]

_MASK = 0xFFFFFFFFFFFFFFFF
#: Below this difference the widths of buckets count as equal.
_EVEN = 1e-10


class BoundedFloat(float):
    """A number that lies between ``low`` and ``high`` with a probability of ``confidence``."""

    confidence: float
    low: float
    high: float

    def __new__(cls, mean: float, confidence: float, low: float, high: float) -> BoundedFloat:
        number = float.__new__(cls, mean)
        number.confidence = confidence
        number.low = low
        number.high = high
        return number


class Numbers:
    """Mixed into RDD."""

    def max(self: RDD, key: Callable[[Any], Any] | None = None) -> Any:
        """The largest element, by itself or by a function of it."""
        return self.reduce(max) if key is None else self.reduce(lambda a, b: max(a, b, key=key))

    def min(self: RDD, key: Callable[[Any], Any] | None = None) -> Any:
        """The smallest element, by itself or by a function of it."""
        return self.reduce(min) if key is None else self.reduce(lambda a, b: min(a, b, key=key))

    def sum(self: RDD) -> Any:
        """The sum of the elements."""
        return sum(self._run(sum))

    def stats(self: RDD) -> StatCounter:
        """Count, mean, variance, minimum and maximum, in one pass."""
        parts = self._run(StatCounter)
        return reduce(StatCounter.mergeStats, parts) if parts else StatCounter()

    def mean(self: RDD) -> Any:
        """The arithmetic mean."""
        return self.stats().mean()

    def variance(self: RDD) -> Any:
        """The variance of the elements as a whole population."""
        return self.stats().variance()

    def stdev(self: RDD) -> Any:
        """The square root of :meth:`variance`."""
        return self.stats().stdev()

    def sampleStdev(self: RDD) -> Any:
        """The square root of :meth:`sampleVariance`."""
        return self.stats().sampleStdev()

    def sampleVariance(self: RDD) -> Any:
        """The variance of what the elements are a sample of."""
        return self.stats().sampleVariance()

    def histogram(self: RDD, buckets: Any) -> tuple[Any, list[int]]:
        """How many elements lie in each bucket; missing values and NaN count nowhere.

        ``buckets``: a number of buckets of equal width between the smallest and largest element, or their bounds in
        order. A bucket contains its lower bound; only the last one contains its upper bound as well.

        >>> sc.parallelize(range(51)).histogram(2)
        ([0, 25, 50], [25, 26])
        """
        if isinstance(buckets, int):
            if buckets < 1:
                raise ValueError("number of buckets must be >= 1")
            buckets, width, counts = self._even_buckets(buckets)
            if counts is not None:
                return buckets, counts
            low, high = buckets[0], buckets[-1]
        elif isinstance(buckets, (list, tuple)):
            low, high, width = _checked_bounds(buckets)
        else:
            raise TypeError("buckets should be a list or tuple or number(int or long)")

        bounds, last = buckets, len(buckets) - 1

        def run(iterator: Iterable[Any]) -> list[int]:
            counts = [0] * (last + 1)
            for item in iterator:
                if item is None or (isinstance(item, float) and math.isnan(item)) or item > high or item < low:
                    continue
                place = int((item - low) / width) if width is not None else bisect.bisect_right(bounds, item) - 1
                counts[place] += 1
            # The largest bound itself belongs to the last bucket.
            top = counts.pop()
            counts[-1] += top
            return counts

        parts = self._run(run)
        if not parts:
            raise ValueError("Can not reduce() empty RDD")
        return buckets, [sum(counts) for counts in zip(*parts)]

    def _even_buckets(self: RDD, count: int) -> tuple[list[Any], Any, list[int] | None]:
        """The bounds of buckets of equal width, and that width; with the counts when there is only one bucket."""
        present = self.filter(lambda item: item is not None and not (type(item) is float and math.isnan(item)))
        low, high = present.map(lambda item: (item, item)).reduce(lambda a, b: (min(a[0], b[0]), max(a[1], b[1])))
        if low == high or count == 1:
            return [low, high], None, [present.count()]
        try:
            width = (high - low) / count
        except TypeError:
            raise TypeError("Can not generate buckets with non-number in RDD") from None
        if math.isinf(width):
            raise ValueError("Can not generate buckets with infinite value")
        # Whole numbers where they fit.
        width = int(width)
        if width * count != high - low:
            width = (high - low) * 1.0 / count
        return [*[position * width + low for position in range(count)], high], width, None

    # Approximations

    def countApprox(self: RDD, timeout: int, confidence: float = 0.95) -> int:
        """The number of elements. The result is exact: it is waited for, however short ``timeout`` (ms) is."""
        return int(self.mapPartitions(lambda iterator: [float(_count(iterator))]).sumApprox(timeout, confidence))

    def sumApprox(self: RDD, timeout: int, confidence: float = 0.95) -> BoundedFloat:
        """The sum of the elements. The result is exact: it is waited for, however short ``timeout`` (ms) is."""
        total = float(self.sum())
        return BoundedFloat(total, 1.0, total, total)

    def meanApprox(self: RDD, timeout: int, confidence: float = 0.95) -> BoundedFloat:
        """The mean of the elements. The result is exact: it is waited for, however short ``timeout`` (ms) is."""
        mean = float(self.map(float).stats().mean())
        return BoundedFloat(mean, 1.0, mean, mean)

    def countApproxDistinct(self: RDD, relativeSD: float = 0.05) -> int:
        """About how many different elements there are, with HyperLogLog.

        ``relativeSD``: the relative standard deviation of the result; smaller needs more memory.

        >>> 900 < sc.parallelize(range(1000)).countApproxDistinct() < 1100
        True
        """
        if relativeSD < 0.000017:
            raise ValueError("relativeSD should be greater than 0.000017")
        bits = max(4, math.ceil(2.0 * math.log2(1.054 / relativeSD)))

        def run(iterator: Iterable[Any]) -> bytearray:
            registers = bytearray(1 << bits)
            rest = 64 - bits
            for code in map(_mixed, portable_hashes(list(iterator))):
                rank = rest - (code & ((1 << rest) - 1)).bit_length() + 1
                if rank > registers[code >> rest]:
                    registers[code >> rest] = rank
            return registers

        merged = [max(ranks) for ranks in zip(*self._run(run))]
        return _cardinality(merged)


def _checked_bounds(buckets: Any) -> tuple[Any, Any, Any]:
    """The least and largest bound, and the width of the buckets when all have the same."""
    if len(buckets) < 2:
        raise ValueError("buckets should have more than one value")
    if any(bound is None or (isinstance(bound, float) and math.isnan(bound)) for bound in buckets):
        raise ValueError("can not have None or NaN in buckets")
    if sorted(buckets) != list(buckets):
        raise ValueError("buckets should be sorted")
    if len(set(buckets)) != len(buckets):
        raise ValueError("buckets should not contain duplicated values")
    low, high = buckets[0], buckets[-1]
    try:
        widths = [upper - lower for lower, upper in zip(buckets, buckets[1:])]
    except TypeError:
        # Bounds that are no numbers, such as strings.
        return low, high, None
    return low, high, (high - low) / len(widths) if max(widths) - min(widths) < _EVEN else None


def _mixed(code: int) -> int:
    """A hash whose bits are all alike random: the finalizer of SplitMix64."""
    code = (code + 0x9E3779B97F4A7C15) & _MASK
    code = ((code ^ code >> 30) * 0xBF58476D1CE4E5B9) & _MASK
    code = ((code ^ code >> 27) * 0x94D049BB133111EB) & _MASK
    return code ^ code >> 31


def _cardinality(registers: list[int]) -> int:
    """HyperLogLog's estimate (Flajolet et al. 2007), by linear counting while registers are empty."""
    count = len(registers)
    if not count:
        return 0
    estimate = 0.7213 / (1 + 1.079 / count) * count * count / sum(2.0**-rank for rank in registers)
    empty = registers.count(0)
    if estimate <= 2.5 * count and empty:
        return round(count * math.log(count / empty))
    return round(estimate)
