"""RDDs: collections in partitions, computed in parallel from the collections they were made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Generic, NoReturn, TypeVar

from pyrite._rdd.actions import Actions
from pyrite._rdd.fields import ElementUse
from pyrite._rdd.hashing import portable_hash
from pyrite._rdd.lineage import FunctionSource, Source
from pyrite._rdd.numbers import BoundedFloat, Numbers
from pyrite._rdd.pairs import Pairs
from pyrite._rdd.plans import BlocksPlan, KeptPlan, Plan
from pyrite._rdd.saving import Saving
from pyrite._rdd.state import State
from pyrite._rdd.transformations import Transformations
from pyrite.errors import PySparkRuntimeError

if TYPE_CHECKING:
    from pyrite._rdd.scheduler import Job
    from pyrite.context import SparkContext

__all__ = ["RDD", "BoundedFloat", "Partitioner", "PipelinedRDD", "RDDBarrier", "portable_hash"]

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
U = TypeVar("U")


class Partitioner:
    """Places keys: the partition is ``partitionFunc(key)`` modulo ``numPartitions``."""

    def __init__(self, numPartitions: int, partitionFunc: Callable[[Any], int]) -> None:
        self.numPartitions = numPartitions
        self.partitionFunc = partitionFunc

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, Partitioner)
            and self.numPartitions == other.numPartitions
            and self.partitionFunc == other.partitionFunc
        )

    def __hash__(self) -> int:
        return hash((self.numPartitions, self.partitionFunc))

    def __call__(self, k: Any) -> int:
        return self.partitionFunc(k) % self.numPartitions


class RDD(Transformations, Pairs, Actions, Numbers, Saving, State, Generic[T_co]):
    """A collection in partitions. ``SparkContext.parallelize``, ``textFile`` and others make it.

    Transformations such as :meth:`map` only note what is to be done; actions such as :meth:`collect` run it. Elements
    may be of any type that can be pickled. Tasks do not see what other tasks do to elements.

    >>> words = sc.parallelize(["to", "be", "or", "not", "to", "be"])
    >>> sorted(words.map(lambda word: (word, 1)).reduceByKey(lambda a, b: a + b).collect())
    [('be', 2), ('not', 1), ('or', 1), ('to', 2)]
    """

    def __init__(self, source: Source, ctx: SparkContext, jrdd_deserializer: Any = None) -> None:
        self._source = source
        self.ctx = ctx
        self._id = ctx._next_rdd_id()
        self.is_cached = False
        self.is_checkpointed = False
        self.has_resource_profile = False
        self.partitioner: Partitioner | None = None
        self._name = None
        self._storage_level = None
        self._count: int | None = None
        self._checkpoint_kind = None
        self._checkpoint_file = None
        self._resource_profile: Any = None

    def id(self) -> int:
        """A number that no other RDD of this application has."""
        return self._id

    def __repr__(self) -> str:
        name = f"{self._name} " if self._name else ""
        return f"{name}{self._label()}[{self._id}] at {self._source.site}"

    def __getnewargs__(self) -> NoReturn:
        raise PySparkRuntimeError(errorClass="RDD_TRANSFORM_ONLY_VALID_ON_DRIVER", messageParameters={})

    def __reduce_ex__(self, protocol: Any) -> NoReturn:
        self.__getnewargs__()

    @property
    def context(self) -> SparkContext:
        """The application that the RDD belongs to."""
        return self.ctx

    def getNumPartitions(self) -> int:
        """The number of partitions.

        >>> sc.parallelize([1, 2, 3, 4], 2).getNumPartitions()
        2
        """
        if self._count is None:
            self._count = self._source.count()
        return self._count

    # For the scheduler

    def _label(self) -> str:
        return self._source.label

    def _plan(self, split: int, job: Job, elements: ElementUse | None = None) -> Plan:
        if not self.is_cached and self._checkpoint_kind is None:
            return self._source.plan_for(elements, split, job)
        key = (self._id, split)
        blocks = self.ctx._scheduler.blocks(key)
        if blocks is not None:
            return BlocksPlan(blocks)
        return KeptPlan(key, self._source.plan(split, job))

    def _is_barrier(self) -> bool:
        return any(parent._is_barrier() for parent in self._source.parents)

    def _default_partitions(self) -> int:
        """How many partitions a shuffle makes when nobody says: the setting, else as many as there are."""
        if self.ctx._conf.contains("spark.default.parallelism"):
            return self.ctx.defaultParallelism
        return self.getNumPartitions()

    _defaultReducePartitions = _default_partitions

    def _memory_limit(self) -> int:
        """How many MiB a task may use for merging and sorting before it takes to files."""
        return _mebibytes(self.ctx._conf.get("spark.python.worker.memory") or "512m")

    def _named(self, source: Source, partitioner: Partitioner | None = None) -> RDD[Any]:
        rdd: RDD[Any] = RDD(source, self.ctx)
        rdd.partitioner = partitioner
        return rdd


class RDDBarrier(Generic[T]):
    """An RDD whose next stage runs all its tasks at the same time, so that they can wait for each other."""

    def __init__(self, rdd: RDD[T]) -> None:
        self.rdd = rdd

    def mapPartitions(self, f: Callable[[Iterable[T]], Iterable[U]], preservesPartitioning: bool = False) -> RDD[U]:
        """As :meth:`RDD.mapPartitions`, in a barrier stage."""

        def run(_: int, iterator: Iterable[T]) -> Iterable[U]:
            return f(iterator)

        return PipelinedRDD(self.rdd, run, preservesPartitioning, isFromBarrier=True)

    def mapPartitionsWithIndex(
        self, f: Callable[[int, Iterable[T]], Iterable[U]], preservesPartitioning: bool = False
    ) -> RDD[U]:
        """As :meth:`RDD.mapPartitionsWithIndex`, in a barrier stage."""
        return PipelinedRDD(self.rdd, f, preservesPartitioning, isFromBarrier=True)


class PipelinedRDD(RDD[U], Generic[T, U]):
    """A function over each partition of another RDD. Functions over functions run as one chain of iterators."""

    def __init__(
        self,
        prev: RDD[T],
        func: Callable[[int, Iterable[T]], Iterable[U]],
        preservesPartitioning: bool = False,
        isFromBarrier: bool = False,
        _elements: ElementUse | None = None,
    ) -> None:
        function: Callable[[int, Iterable[Any]], Iterable[Any]] = func
        start: RDD[Any] = prev
        #: What the functions do with each element of the RDD at the chain's start.
        self._elements = _elements
        if isinstance(prev, PipelinedRDD) and prev._is_pipelinable():
            before, start = prev.func, prev._start
            self._elements = None if prev._elements is None else prev._elements.then(_elements)
            preservesPartitioning = prev.preservesPartitioning and preservesPartitioning

            def function(split: int, iterator: Iterable[Any]) -> Iterable[Any]:
                return func(split, before(split, iterator))

        self.func: Callable[[int, Iterable[Any]], Iterable[Any]] = function
        self.prev: RDD[Any] = prev
        self._start: RDD[Any] = start
        self.preservesPartitioning: bool = preservesPartitioning
        self.is_barrier = isFromBarrier or prev._is_barrier()
        super().__init__(FunctionSource(start, function, self._elements), prev.ctx)
        self.partitioner = prev.partitioner if preservesPartitioning else None

    def _is_pipelinable(self) -> bool:
        return not (self.is_cached or self.is_checkpointed or self.has_resource_profile or self._checkpoint_kind)

    def _is_barrier(self) -> bool:
        return self.is_barrier


def _mebibytes(text: str) -> int:
    """A memory size such as ``512m`` in MiB."""
    units = {"g": 1024.0, "m": 1.0, "t": 1 << 20, "k": 1.0 / 1024}
    if text[-1].lower() not in units:
        from pyrite.errors import PySparkValueError

        raise PySparkValueError(f"invalid format: {text}")
    return int(float(text[:-1]) * units[text[-1].lower()])


_PUBLIC = (BoundedFloat, portable_hash)
for _part in _PUBLIC:
    _part.__module__ = __name__
