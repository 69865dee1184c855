"""The package cloudpickle, under the name by which PySpark brings its own copy. Needs cloudpickle."""

from __future__ import annotations

from cloudpickle import *  # noqa: F403
from cloudpickle import CloudPickler, dump, dumps, load, loads

__all__ = ["CloudPickler", "dump", "dumps", "load", "loads"]
