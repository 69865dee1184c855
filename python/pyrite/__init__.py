"""Pyrite: PySpark's API on an engine that runs inside the Python process.

``from pyrite.sql import SparkSession`` is the usual start. Names are loaded when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from pyrite.version import __version__

if TYPE_CHECKING:
    from pyrite._imports import install_as_pyspark
    from pyrite.accumulators import Accumulator, AccumulatorParam
    from pyrite.broadcast import Broadcast
    from pyrite.conf import SparkConf
    from pyrite.context import SparkContext
    from pyrite.files import SparkFiles
    from pyrite.rdd import RDD, RDDBarrier
    from pyrite.serializers import CPickleSerializer, MarshalSerializer
    from pyrite.sql.context import HiveContext, SQLContext
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import Row
    from pyrite.status import SparkExecutorInfo, SparkJobInfo, SparkStageInfo, StatusTracker
    from pyrite.storagelevel import StorageLevel
    from pyrite.taskcontext import BarrierTaskContext, BarrierTaskInfo, TaskContext
    from pyrite.util import InheritableThread, inheritable_thread_target

#: Where each name lives.
_HOMES = {
    "Accumulator": "pyrite.accumulators",
    "AccumulatorParam": "pyrite.accumulators",
    "BarrierTaskContext": "pyrite.taskcontext",
    "BarrierTaskInfo": "pyrite.taskcontext",
    "Broadcast": "pyrite.broadcast",
    "CPickleSerializer": "pyrite.serializers",
    "HiveContext": "pyrite.sql.context",
    "InheritableThread": "pyrite.util",
    "MarshalSerializer": "pyrite.serializers",
    "RDD": "pyrite.rdd",
    "RDDBarrier": "pyrite.rdd",
    "Row": "pyrite.sql.types",
    "SparkConf": "pyrite.conf",
    "SparkContext": "pyrite.context",
    "SparkExecutorInfo": "pyrite.status",
    "SparkFiles": "pyrite.files",
    "SparkJobInfo": "pyrite.status",
    "SparkSession": "pyrite.sql.session",
    "SQLContext": "pyrite.sql.context",
    "SparkStageInfo": "pyrite.status",
    "StatusTracker": "pyrite.status",
    "StorageLevel": "pyrite.storagelevel",
    "TaskContext": "pyrite.taskcontext",
    "inheritable_thread_target": "pyrite.util",
    "install_as_pyspark": "pyrite._imports",
}

__all__ = [
    "Accumulator",
    "AccumulatorParam",
    "BarrierTaskContext",
    "BarrierTaskInfo",
    "Broadcast",
    "CPickleSerializer",
    "HiveContext",
    "InheritableThread",
    "MarshalSerializer",
    "RDD",
    "RDDBarrier",
    "Row",
    "SQLContext",
    "SparkConf",
    "SparkContext",
    "SparkExecutorInfo",
    "SparkFiles",
    "SparkJobInfo",
    "SparkSession",
    "SparkStageInfo",
    "StatusTracker",
    "StorageLevel",
    "TaskContext",
    "__version__",
    "inheritable_thread_target",
    "install_as_pyspark",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
