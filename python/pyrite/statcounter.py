"""Count, mean, variance, minimum and maximum of numbers, gathered in one pass and merged between partitions."""

from __future__ import annotations

import copy
import math
from collections.abc import Iterable
from typing import Any

__all__ = ["StatCounter"]


class StatCounter:
    """Statistics of the values it was given: numbers, or NumPy arrays element by element.

    The variance is updated with Welford's method, and merged with the formula of Chan, Golub and LeVeque.

    >>> StatCounter([1.0, 2.0, 3.0])
    (count: 3, mean: 2.0, stdev: 0.816496580927726, max: 3.0, min: 1.0)
    """

    def __init__(self, values: Iterable[Any] | None = None) -> None:
        self.n = 0
        self.mu: Any = 0.0
        self.m2: Any = 0.0
        self.maxValue: Any = float("-inf")
        self.minValue: Any = float("inf")
        for value in values or ():
            self.merge(value)

    def merge(self, value: Any) -> StatCounter:
        """Adds one value."""
        delta = value - self.mu
        self.n += 1
        self.mu = self.mu + delta / self.n
        self.m2 = self.m2 + delta * (value - self.mu)
        self.maxValue = _larger(self.maxValue, value)
        self.minValue = _smaller(self.minValue, value)
        return self

    def mergeStats(self, other: StatCounter) -> StatCounter:
        """Adds the values of another counter."""
        if not isinstance(other, StatCounter):
            raise TypeError(f"Can only merge StatCounter but got {type(other)}")
        if other is self:
            return self.mergeStats(other.copy())
        if other.n == 0:
            return self
        if self.n == 0:
            self.n, self.mu, self.m2 = other.n, other.mu, other.m2
            self.maxValue, self.minValue = other.maxValue, other.minValue
            return self
        total = self.n + other.n
        delta = other.mu - self.mu
        # The form with the least rounding depends on which side is much larger.
        if other.n * 10 < self.n:
            self.mu = self.mu + (delta * other.n) / total
        elif self.n * 10 < other.n:
            self.mu = other.mu - (delta * self.n) / total
        else:
            self.mu = (self.mu * self.n + other.mu * other.n) / total
        self.m2 = self.m2 + (other.m2 + (delta * delta * self.n * other.n) / total)
        self.maxValue = _larger(self.maxValue, other.maxValue)
        self.minValue = _smaller(self.minValue, other.minValue)
        self.n = total
        return self

    def copy(self) -> StatCounter:
        """A counter with the same statistics."""
        return copy.deepcopy(self)

    def count(self) -> int:
        """The number of values."""
        return int(self.n)

    def mean(self) -> Any:
        """The arithmetic mean; 0 without values."""
        return self.mu

    def sum(self) -> Any:
        """The sum, as the mean times the count."""
        return self.n * self.mu

    def min(self) -> Any:
        """The smallest value; infinity without values."""
        return self.minValue

    def max(self) -> Any:
        """The largest value; minus infinity without values."""
        return self.maxValue

    def variance(self) -> Any:
        """The variance of the values as a whole population; NaN without values."""
        return float("nan") if self.n == 0 else self.m2 / self.n

    def sampleVariance(self) -> Any:
        """The unbiased estimate of the variance that the values are a sample of; NaN for fewer than two."""
        return float("nan") if self.n <= 1 else self.m2 / (self.n - 1)

    def stdev(self) -> Any:
        """The square root of :meth:`variance`."""
        return _square_root(self.variance())

    def sampleStdev(self) -> Any:
        """The square root of :meth:`sampleVariance`."""
        return _square_root(self.sampleVariance())

    def asDict(self, sample: bool = False) -> dict[str, Any]:
        """All statistics by name.

        As in PySpark, the standard deviation and variance are those of a sample unless ``sample`` is true.
        """
        return {
            "count": self.count(),
            "mean": self.mean(),
            "sum": self.sum(),
            "min": self.min(),
            "max": self.max(),
            "stdev": self.stdev() if sample else self.sampleStdev(),
            "variance": self.variance() if sample else self.sampleVariance(),
        }

    def __repr__(self) -> str:
        return (
            f"(count: {self.count()}, mean: {self.mean()}, stdev: {self.stdev()}, max: {self.max()}, min: {self.min()})"
        )


def _larger(a: Any, b: Any) -> Any:
    if isinstance(b, (int, float)) and isinstance(a, (int, float)):
        return float(b) if b > a or b != b else float(a)
    import numpy

    return numpy.maximum(a, b)


def _smaller(a: Any, b: Any) -> Any:
    if isinstance(b, (int, float)) and isinstance(a, (int, float)):
        return float(b) if b < a or b != b else float(a)
    import numpy

    return numpy.minimum(a, b)


def _square_root(value: Any) -> Any:
    if isinstance(value, (int, float)):
        return math.sqrt(value)
    import numpy

    return numpy.sqrt(value)
