"""Logs as lines of JSON."""

from pyrite.logger.logger import SPARK_LOG_SCHEMA, PySparkLogger

__all__ = ["SPARK_LOG_SCHEMA", "PySparkLogger"]
