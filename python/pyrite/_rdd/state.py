# mypy: disable-error-code="misc"
# The class is a part of another one, whose other parts its methods use.
"""What an RDD is called, whether it is kept, and how it came about."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from pyrite._rdd.failures import Py4JJavaError
from pyrite._rdd.lineage import MadeSource
from pyrite.errors import SparkException
from pyrite.storagelevel import StorageLevel

if TYPE_CHECKING:
    from pyrite._rdd.lineage import Source
    from pyrite.rdd import RDD as _RDD

    RDD = _RDD[Any]

_RELIABLE = "reliable"
_LOCAL = "local"


class State:
    """Mixed into RDD."""

    if TYPE_CHECKING:
        _name: str | None
        _source: Source
        _storage_level: StorageLevel | None
        _checkpoint_kind: str | None
        _checkpoint_file: str | None

    def name(self: RDD) -> str | None:
        """The RDD's name, when it was given one."""
        return self._name or None

    def setName(self: RDD, name: str) -> RDD:
        """Gives the RDD a name."""
        self._name = name
        return self

    # Keeping

    def cache(self: RDD) -> RDD:
        """Keeps the partitions in memory once they are computed."""
        return self.persist(StorageLevel.MEMORY_ONLY)

    def persist(self: RDD, storageLevel: StorageLevel = StorageLevel.MEMORY_ONLY) -> RDD:
        """Keeps the partitions once they are computed. Whatever the level, what memory has no room for goes to disk."""
        if not isinstance(storageLevel, StorageLevel):
            raise TypeError("storageLevel must be of type pyspark.StorageLevel")
        if self._storage_level is not None and self._storage_level != storageLevel:
            raise Py4JJavaError("Cannot change storage level of an RDD after it was already assigned a level")
        self.is_cached = True
        self._storage_level = storageLevel
        return self

    def unpersist(self: RDD, blocking: bool = False) -> RDD:
        """Forgets the kept partitions; they are computed again when they are needed."""
        self.is_cached = False
        self._storage_level = None
        if self._checkpoint_kind != _LOCAL:
            self.ctx._scheduler.forget(self._id)
        return self

    def getStorageLevel(self: RDD) -> StorageLevel:
        """The level at which the RDD is kept."""
        return StorageLevel.NONE if self._storage_level is None else self._storage_level

    def __del__(self: RDD) -> None:
        # What is kept for an RDD that nobody can use any more is freed.
        scheduler = getattr(getattr(self, "ctx", None), "_running_scheduler", None)
        if scheduler is not None and (self.is_cached or self._checkpoint_kind):
            scheduler.forget(self._id)

    # Cutting the lineage

    def checkpoint(self: RDD) -> None:
        """Saves the elements to the checkpoint folder at the next job, and forgets what they were computed from."""
        if self.ctx.getCheckpointDir() is None:
            raise SparkException("Checkpoint directory has not been set in the SparkContext")
        if self._checkpoint_kind is None:
            self.is_checkpointed = True
            self._checkpoint_kind = _RELIABLE
            self.ctx._wanted_checkpoints[self._id] = self

    def localCheckpoint(self: RDD) -> None:
        """As :meth:`checkpoint`, but keeps the elements where cached ones are kept."""
        if self._checkpoint_kind is None:
            self._checkpoint_kind = _LOCAL
            self.ctx._wanted_checkpoints[self._id] = self

    def isCheckpointed(self: RDD) -> bool:
        """Whether the lineage has been cut."""
        return self._checkpoint_file is not None

    def isLocallyCheckpointed(self: RDD) -> bool:
        """Whether :meth:`localCheckpoint` was called."""
        return self._checkpoint_kind == _LOCAL

    def getCheckpointFile(self: RDD) -> str | None:
        """The folder that holds the elements; None before they are saved, or when they are kept locally."""
        return self._checkpoint_file if self._checkpoint_kind == _RELIABLE else None

    def cleanShuffleDependencies(self: RDD, blocking: bool = False) -> None:
        """Forgets what shuffles have written for this RDD and those it is made of."""
        pending, seen = [self], set()
        while pending:
            rdd = pending.pop()
            if id(rdd) not in seen:
                seen.add(id(rdd))
                pending += rdd._source.parents
                for shuffle in rdd._source.shuffles:
                    shuffle.clean()
                    pending.append(shuffle.parent)

    def _materialize_checkpoints(self: RDD) -> None:
        """Saves what a job that has just run made of RDDs that are to be checkpointed."""
        wanted = self.ctx._wanted_checkpoints
        if not wanted:
            return
        pending, seen = [self], set()
        while pending:
            rdd = pending.pop()
            if id(rdd) in seen:
                continue
            seen.add(id(rdd))
            pending += [*rdd._source.parents, *[shuffle.parent for shuffle in rdd._source.shuffles]]
            # A chain of functions names only its start as its parent.
            if hasattr(rdd, "prev"):
                pending.append(rdd.prev)
            if wanted.pop(rdd._id, None) is not None:
                rdd._cut_lineage()

    def _cut_lineage(self: RDD) -> None:
        if self._checkpoint_kind == _LOCAL:
            # Every partition is kept when it has been computed once.
            self.ctx._scheduler.run(self, _nothing)
            self._checkpoint_file = ""
        else:
            from pyrite._rdd.pickle_files import read_part, write_part

            folder = os.path.join(self.ctx.getCheckpointDir() or "", f"rdd-{self._id}").removeprefix("file:")
            os.makedirs(folder, exist_ok=True)
            count = self.getNumPartitions()
            paths = [os.path.join(folder, f"part-{part:05d}") for part in range(count)]
            for part, path in enumerate(paths):
                self.ctx._scheduler.run(self, write_part(path), [part])
            self._source = MadeSource(
                lambda: [read_part(path) for path in paths], "ReliableCheckpointRDD", "checkpoint at <unknown>:0"
            )
            self._checkpoint_file = f"file:{folder}"
            self.ctx._scheduler.forget(self._id)
        if hasattr(self, "prev"):
            del self.prev

    # How it came about

    def toDebugString(self: RDD) -> bytes | None:
        """The RDD and all that it is made of, indented where a shuffle lies between.

        >>> print(sc.parallelize([1], 1).map(str).toDebugString().decode())  # doctest: +SKIP
        (1) PythonRDD[1] at RDD at PythonRDD.scala:59 []
         |  ParallelCollectionRDD[0] at readRDDFromFile at PythonRDD.scala:326 []
        """
        return "\n".join(_described(self, "", _bar(self))).encode()

    # Resources

    def withResources(self: RDD, profile: Any) -> RDD:
        """Notes what tasks and executors need. There is one executor here: this process."""
        self.has_resource_profile = True
        self._resource_profile = profile
        return self

    def getResourceProfile(self: RDD) -> Any:
        """What :meth:`withResources` noted; None when nothing was."""
        return self._resource_profile


def _nothing(iterator: Any) -> None:
    for _ in iterator:
        return


def _lines_of(rdd: RDD) -> list[str]:
    """An RDD's own lines: with those of the RDDs that Spark has for one of these."""
    level = f"[{rdd.getStorageLevel()}]" if rdd.is_cached else "[]"
    name = f"{rdd._name} " if rdd._name else ""
    lines = [f"{label}[{rdd._id}] at {site} []" for label, site in rdd._source.read_through]
    lines.append(f"{rdd._label()}[{rdd._id}] at {rdd._source.site} []")
    lines[0] = f"{name}{lines[0][:-2]}{level}"
    return lines


def _described(rdd: RDD, first: str, bar: str, written_by: tuple[str, str] | None = None) -> list[str]:
    """An RDD's and its lineage's lines: ``first`` stands before the first one, ``bar`` before others of its stage."""
    own = _lines_of(rdd)
    if written_by is not None:
        label, site = written_by
        own.insert(0, f"{label}[{rdd._id}] at {site} []")
    return [f"{first}{_count_text(rdd)} {own[0]}", *[bar + line for line in own[1:]], *_origins(rdd, bar)]


def _origins(rdd: RDD, bar: str) -> list[str]:
    lines = []
    for parent in rdd._source.parents:
        lines += [bar + line for line in _lines_of(parent)]
        lines += _origins(parent, bar)
    for shuffle in rdd._source.shuffles:
        start = bar.rstrip()[:-1]
        below = start + "  " + _bar(shuffle.parent)
        lines += _described(shuffle.parent, start + "+-", below, shuffle.written_by)
    return lines


def _count_text(rdd: RDD) -> str:
    return f"({rdd.getNumPartitions()})"


def _bar(rdd: RDD) -> str:
    width = len(_count_text(rdd))
    left = (width - 1) // 2
    return " " * left + "|" + " " * (width - left)
