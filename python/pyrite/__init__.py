"""Pyrite: PySpark's API on an engine that runs inside the Python process.

``from pyrite.sql import SparkSession`` is the usual start. Names are loaded when they are first used.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from pyrite.version import __version__

if TYPE_CHECKING:
    from pyrite.conf import SparkConf
    from pyrite.context import SparkContext
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import Row
    from pyrite.storagelevel import StorageLevel

#: Where each name lives.
_HOMES = {
    "SparkConf": "pyrite.conf",
    "SparkContext": "pyrite.context",
    "StorageLevel": "pyrite.storagelevel",
    "SparkSession": "pyrite.sql.session",
    "Row": "pyrite.sql.types",
}

__all__ = ["SparkConf", "SparkContext", "StorageLevel", "SparkSession", "Row", "__version__"]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
