"""The exceptions under the module by which older PySpark scripts import them."""

from __future__ import annotations

from pyrite.errors import (
    AnalysisException,
    ArithmeticException,
    ArrayIndexOutOfBoundsException,
    DateTimeException,
    IllegalArgumentException,
    NumberFormatException,
    ParseException,
    PythonException,
    QueryExecutionException,
    SparkRuntimeException,
    SparkUpgradeException,
    StreamingQueryException,
    UnknownException,
)

__all__ = [
    "AnalysisException",
    "ArithmeticException",
    "ArrayIndexOutOfBoundsException",
    "DateTimeException",
    "IllegalArgumentException",
    "NumberFormatException",
    "ParseException",
    "PythonException",
    "QueryExecutionException",
    "SparkRuntimeException",
    "SparkUpgradeException",
    "StreamingQueryException",
    "UnknownException",
]
