"""The exceptions under the module by which older PySpark scripts import them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

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
from pyrite.errors.exceptions.captured import CapturedException
from pyrite.util import is_remote_only

if TYPE_CHECKING:
    from pyrite.context import SparkContext

__all__ = [
    "AnalysisException",
    "ArithmeticException",
    "ArrayIndexOutOfBoundsException",
    "CapturedException",
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
    "get_active_spark_context",
    "is_remote",
    "is_remote_only",
    "is_timestamp_ntz_preferred",
    "require_minimum_pandas_version",
    "require_minimum_pyarrow_version",
    "to_str",
]


def get_active_spark_context() -> SparkContext:
    """The application that runs. Raises when there is none."""
    from pyrite.context import SparkContext

    context = SparkContext._active_spark_context
    if context is None:
        raise RuntimeError(
            "SparkContext or SparkSession should be created first by SparkSession.builder.getOrCreate()."
        )
    return context


def is_timestamp_ntz_preferred() -> bool:
    """Whether ``timestamp`` means the type without a time zone in the session in use."""
    from pyrite.sql.session import SparkSession

    session = SparkSession.getActiveSession()
    return session is not None and session.conf.get("spark.sql.timestampType", None) == "TIMESTAMP_NTZ"


def to_str(value: Any) -> str | None:
    """An option's value as text: booleans in lower case, None as it is."""
    if isinstance(value, bool):
        return str(value).lower()
    return value if value is None else str(value)


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
