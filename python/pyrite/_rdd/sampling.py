"""Random samples, with the numbers that PySpark's samplers draw for a seed."""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Iterable, Iterator
from typing import Any


def _generator(seed: int, split: int) -> random.Random:
    """The numbers of one partition. The first ones of similar seeds resemble each other, and are dropped."""
    numbers = random.Random(seed ^ split)
    for _ in range(10):
        numbers.randint(0, 1)
    return numbers


def _poisson(numbers: random.Random, mean: float) -> int:
    """A number with Poisson's distribution, by Knuth's product of uniform numbers, or for a large mean by sums."""
    count = 0
    if mean < 20.0:
        limit, product = math.exp(-mean), numbers.random()
        while product > limit:
            count += 1
            product *= numbers.random()
    else:
        time = numbers.expovariate(mean)
        while time < 1.0:
            count += 1
            time += numbers.expovariate(mean)
    return count


class Sampler:
    """Keeps each element with a probability, or with replacement repeats it a random number of times."""

    def __init__(self, replace: bool, fraction: float, seed: int | None):
        self._replace = replace
        self._fraction = fraction
        self._seed = random.randint(0, sys.maxsize) if seed is None else seed

    def __call__(self, split: int, items: Iterable[Any]) -> Iterator[Any]:
        numbers, fraction = _generator(self._seed, split), self._fraction
        if self._replace:
            for item in items:
                for _ in range(_poisson(numbers, fraction)):
                    yield item
        else:
            draw = numbers.random
            for item in items:
                if draw() < fraction:
                    yield item


class RangeSampler:
    """Keeps the elements whose random number lies in a range: samplers of one seed share the elements out."""

    def __init__(self, low: float, high: float, seed: int):
        self._low = low
        self._high = high
        self._seed = seed

    def __call__(self, split: int, items: Iterable[Any]) -> Iterator[Any]:
        draw, low, high = _generator(self._seed, split).random, self._low, self._high
        for item in items:
            if low <= draw() < high:
                yield item


class KeySampler:
    """Samples pairs with a probability for each key."""

    def __init__(self, replace: bool, fractions: dict[Any, float], seed: int | None):
        self._replace = replace
        self._fractions = fractions
        self._seed = random.randint(0, sys.maxsize) if seed is None else seed

    def __call__(self, split: int, pairs: Iterable[tuple[Any, Any]]) -> Iterator[tuple[Any, Any]]:
        numbers, fractions = _generator(self._seed, split), self._fractions
        for key, value in pairs:
            if self._replace:
                for _ in range(_poisson(numbers, fractions[key])):
                    yield key, value
            elif numbers.random() < fractions[key]:
                yield key, value


def sampled_keys(rdd: Any, wanted: float) -> tuple[int, list[Any]]:
    """The number of pairs, and about ``wanted`` of their keys.

    The keys are those that a sample with the fraction ``wanted / number`` and the seed 1 would have. The fraction is
    only known at the end; but it is never larger than the one for the pairs seen so far, so one pass is enough.
    """

    def run(split: int, pairs: Iterable[Any]) -> Iterator[Any]:
        draw = _generator(1, split).random
        kept: list[tuple[float, Any]] = []
        count, limit = 0, 1.0
        for key, _ in pairs:
            count += 1
            number = draw()
            if number < limit:
                kept.append((number, key))
                limit = min(wanted / count, 1.0)
        yield count, kept

    parts = [part for found in rdd.mapPartitionsWithIndex(run)._run(list) for part in found]
    total = sum(count for count, _ in parts)
    fraction = min(wanted / total, 1.0) if total else 0.0
    return total, [key for _, kept in parts for number, key in kept if number < fraction]


def fraction_for(wanted: int, total: int, replace: bool) -> float:
    """The fraction with which a sample has at least ``wanted`` of ``total`` elements in 99.99 % of cases.

    With replacement the count has Poisson's distribution, and some standard deviations are added; without it the
    bound is that of Meng, "Scalable Simple Random Sampling and Stratified Sampling" (2013).
    """
    fraction = wanted / total
    if replace:
        deviations = 9 if wanted < 12 else 5
        return fraction + deviations * math.sqrt(fraction / total)
    gamma = -math.log(0.00005) / total
    return min(1, fraction + gamma + math.sqrt(gamma * gamma + 2 * gamma * fraction))
