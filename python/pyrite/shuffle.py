"""Merging values by key and sorting, in memory as long as it is enough, else with the help of files."""

from __future__ import annotations

import heapq
import os
import pickle
import tempfile
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import IO, Any

__all__ = ["Aggregator", "ExternalMerger", "ExternalSorter", "SimpleAggregator", "get_used_memory"]

#: Elements between two looks at the memory in use.
_BATCH = 16_384
#: Elements that are pickled together into a file.
_RUN = 1_000
#: Into how many files the keys are split when they do not fit into memory.
_PARTS = 61

_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


def get_used_memory() -> int:
    """The memory that this process has in use, in MiB."""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * _PAGE_BYTES >> 20


class Aggregator:
    """How values of a key become one combiner.

    ``createCombiner`` makes it of the first value, ``mergeValue`` adds a value, ``mergeCombiners`` joins two.
    """

    def __init__(
        self,
        createCombiner: Callable[[Any], Any],
        mergeValue: Callable[[Any, Any], Any],
        mergeCombiners: Callable[[Any, Any], Any],
    ) -> None:
        self.createCombiner = createCombiner
        self.mergeValue = mergeValue
        self.mergeCombiners = mergeCombiners


class SimpleAggregator(Aggregator):
    """An aggregator whose combiners are values: one function does it all."""

    def __init__(self, combiner: Callable[[Any, Any], Any]) -> None:
        super().__init__(lambda value: value, combiner, combiner)


class ExternalMerger:
    """Merges values by key in a dict. Keys keep the order in which they came.

    When the process has grown by more than ``memory_limit`` MiB since the merger was made, what is merged so far goes
    to files, split by the keys' hashes; at the end one file's keys are merged at a time.
    """

    def __init__(self, aggregator: Aggregator, memory_limit: float = 512, serializer: Any = None) -> None:
        self.agg = aggregator
        self._limit = get_used_memory() + memory_limit
        self.data: dict[Any, Any] = {}
        self._parts: list[IO[bytes]] = []

    def mergeValues(self, iterator: Iterable[tuple[Any, Any]]) -> None:
        """Adds pairs of keys and values."""
        create, merge = self.agg.createCombiner, self.agg.mergeValue
        source = iter(iterator)
        while True:
            data = self.data
            batch = list(islice(source, _BATCH))
            for key, value in batch:
                data[key] = merge(data[key], value) if key in data else create(value)
            if len(batch) < _BATCH:
                return
            self._spill_when_full()

    def mergeCombiners(self, iterator: Iterable[tuple[Any, Any]]) -> None:
        """Adds pairs of keys and combiners."""
        merge = self.agg.mergeCombiners
        source = iter(iterator)
        while True:
            data = self.data
            batch = list(islice(source, _BATCH))
            for key, value in batch:
                data[key] = merge(data[key], value) if key in data else value
            if len(batch) < _BATCH:
                return
            self._spill_when_full()

    def items(self) -> Iterator[tuple[Any, Any]]:
        """The keys and their combiners. The merger is empty afterwards."""
        if not self._parts:
            data, self.data = self.data, {}
            return iter(data.items())
        return self._merged_parts()

    def _spill_when_full(self) -> None:
        if get_used_memory() <= self._limit:
            return
        if not self._parts:
            self._parts = [tempfile.TemporaryFile() for _ in range(_PARTS)]  # noqa: SIM115  closed when read
        buckets: list[list[tuple[Any, Any]]] = [[] for _ in range(_PARTS)]
        data, self.data = self.data, {}
        for item in data.items():
            buckets[hash(item[0]) % _PARTS].append(item)
        del data
        for file, bucket in zip(self._parts, buckets):
            _write_runs(file, bucket)
        # Memory that was freed may stay with the process: the next time is when it grows beyond what it has now.
        self._limit = max(self._limit, get_used_memory() + 64)

    def _merged_parts(self) -> Iterator[tuple[Any, Any]]:
        rest: list[list[tuple[Any, Any]]] = [[] for _ in range(_PARTS)]
        data, self.data = self.data, {}
        for item in data.items():
            rest[hash(item[0]) % _PARTS].append(item)
        del data
        merge = self.agg.mergeCombiners
        parts, self._parts = self._parts, []
        for file, bucket in zip(parts, rest):
            merged: dict[Any, Any] = {}
            with file:
                for key, value in _read_runs(file):
                    merged[key] = merge(merged[key], value) if key in merged else value
            for key, value in bucket:
                merged[key] = merge(merged[key], value) if key in merged else value
            yield from merged.items()


class ExternalSorter:
    """Sorts stably; runs that together need more than ``memory_limit`` MiB are sorted one by one and merged."""

    def __init__(self, memory_limit: float, serializer: Any = None) -> None:
        self._limit = get_used_memory() + memory_limit

    def sorted(self, iterator: Iterable[Any], key: Any = None, reverse: bool = False) -> Iterator[Any]:
        """The elements in order."""
        source = iter(iterator)
        runs: list[Iterator[Any]] = []
        current: list[Any] = []
        while True:
            batch = list(islice(source, _BATCH))
            current += batch
            if len(batch) < _BATCH:
                break
            if get_used_memory() > self._limit:
                current.sort(key=key, reverse=reverse)
                file = tempfile.TemporaryFile()  # noqa: SIM115  it lives as long as its run is read
                _write_runs(file, current)
                runs.append(_read_runs(file))
                current = []
                self._limit = max(self._limit, get_used_memory() + 64)
        current.sort(key=key, reverse=reverse)
        if not runs:
            return iter(current)
        return heapq.merge(*runs, current, key=key, reverse=reverse)


def _write_runs(file: IO[bytes], items: list[Any]) -> None:
    for start in range(0, len(items), _RUN):
        pickle.dump(items[start : start + _RUN], file, 5)


def _read_runs(file: IO[bytes]) -> Iterator[Any]:
    file.seek(0)
    while True:
        try:
            run = pickle.load(file)
        except EOFError:
            file.close()
            return
        yield from run
