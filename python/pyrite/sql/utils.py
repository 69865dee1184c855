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
    "is_remote",
    "require_minimum_pandas_version",
    "require_minimum_pyarrow_version",
]


def is_remote() -> bool:
    """Whether sessions are those of a remote Spark. They are not: the engine is in this process."""
    return False


def require_minimum_pandas_version() -> None:
    """Raises PySparkImportError when there is no pandas."""
    from pyrite.sql._dataframe.convert import _required

    _required("pandas")


def require_minimum_pyarrow_version() -> None:
    """Raises PySparkImportError when there is no PyArrow."""
    from pyrite.sql._dataframe.convert import _required

    _required("pyarrow")
