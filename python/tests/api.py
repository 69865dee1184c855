"""What the tests test: Pyrite, or with ``PYRITE_TESTS_RUN_ON=pyspark`` PySpark itself, which shows that what the tests
expect is what Spark does."""

from __future__ import annotations

import os

ON_PYSPARK = os.environ.get("PYRITE_TESTS_RUN_ON") == "pyspark"

if ON_PYSPARK:
    from pyspark import StorageLevel, TaskContext, errors
    from pyspark.sql import Observation, Row, SparkSession, Window
    from pyspark.sql import functions as F
    from pyspark.sql import types as T
else:
    from pyrite import StorageLevel, TaskContext, errors
    from pyrite.sql import Observation, Row, SparkSession, Window
    from pyrite.sql import functions as F
    from pyrite.sql import types as T

__all__ = [
    "ON_PYSPARK",
    "F",
    "Observation",
    "Row",
    "SparkSession",
    "StorageLevel",
    "T",
    "TaskContext",
    "Window",
    "errors",
]
