"""The exceptions that Pyrite raises: PySpark's names and hierarchy.

An exception carries an error *condition* (``UNRESOLVED_COLUMN.WITH_SUGGESTION``), its SQLSTATE, its message parameters
and, for errors inside a query text, the query contexts that point at the offending fragment.
"""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Iterable
from enum import Enum
from pickle import PicklingError
from typing import TYPE_CHECKING, Any

from pyrite.errors import conditions

if TYPE_CHECKING:
    from pyrite.sql.types import Row


class PySparkException(Exception):
    """The base of all errors raised on purpose.

    Either ``message`` is given, or ``errorClass`` names a condition known on the Python side and ``messageParameters``
    fill its message.
    """

    def __init__(
        self,
        message: str | None = None,
        errorClass: str | None = None,
        messageParameters: dict[str, str] | None = None,
        contexts: list[QueryContext] | None = None,
        sqlState: str | None = None,
    ):
        if message is None:
            message = conditions.message(errorClass or "", messageParameters or {})
        # getMessage puts the condition in front; whole messages have it there already.
        self._message = message.removeprefix(f"[{errorClass}] ") if errorClass else message
        self._errorClass = errorClass
        self._messageParameters = messageParameters
        self._contexts = contexts or []
        self._sqlState = sqlState
        super().__init__(message)

    def getCondition(self) -> str | None:
        """The error condition, such as ``"TABLE_OR_VIEW_NOT_FOUND"``; None when the error has none."""
        return self._errorClass

    def getErrorClass(self) -> str | None:
        """The old name of :meth:`getCondition`."""
        warnings.warn("Deprecated in 4.0.0, use getCondition instead.", FutureWarning, stacklevel=2)
        return self.getCondition()

    def getMessageParameters(self) -> dict[str, str] | None:
        """The values that fill the condition's message, by parameter name."""
        return self._messageParameters

    def getSqlState(self) -> str | None:
        """The five-character SQLSTATE; None when the condition has none."""
        if self._sqlState is not None:
            return self._sqlState
        return conditions.sql_state(self._errorClass)

    def getMessage(self) -> str:
        """The message with the condition in front."""
        return f"[{self.getCondition()}] {self._message}"

    def getBreakingChangeInfo(self) -> dict[str, Any] | None:
        """How to migrate when a change of behaviour caused the error; None when it did not."""
        return None

    def getQueryContext(self) -> list[QueryContext]:
        """Where in the query the error lies, innermost first; empty when that is unknown."""
        return self._contexts

    def __str__(self) -> str:
        return self.getMessage() if self.getCondition() is not None else self._message

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception.__reduce__ would pass only the message; the condition and its parameters must survive as well.
        return (_restore, (type(self), dict(self.__dict__)))


def _restore(cls: type[PySparkException], state: dict[str, Any]) -> PySparkException:
    error = cls.__new__(cls)
    Exception.__init__(error, state.get("_message"))
    error.__dict__.update(state)
    return error


class AnalysisException(PySparkException):
    """A query plan could not be analyzed."""


class SessionNotSameException(PySparkException):
    """Objects of two different sessions were combined."""


class TempTableAlreadyExistsException(AnalysisException):
    """A temporary view of that name exists."""


class ParseException(AnalysisException):
    """A text could not be parsed as SQL."""


class IllegalArgumentException(PySparkException):
    """An argument has a value that is not allowed."""


class ArithmeticException(PySparkException):
    """A computation overflowed, divided by zero or lost digits."""


class UnsupportedOperationException(PySparkException):
    """The operation is known but not supported here."""


class ArrayIndexOutOfBoundsException(PySparkException):
    """An array index is outside of the array."""


class DateTimeException(PySparkException):
    """A date, time or timestamp is invalid."""


class NumberFormatException(IllegalArgumentException):
    """A text is not a number of the wanted type."""


class StreamingQueryException(PySparkException):
    """A streaming query ended with an error."""


class StreamingPythonRunnerInitializationException(PySparkException):
    """A Python process for a streaming query did not start."""


class QueryExecutionException(PySparkException):
    """A query failed while it ran."""


class PythonException(PySparkException):
    """User code in Python failed inside the engine; the message ends with its traceback."""


class SparkException(PySparkException):
    """A failure of the engine that has no narrower class."""


class SparkRuntimeException(PySparkException):
    """A failure at run time that has an error condition."""


class SparkUpgradeException(PySparkException):
    """The result would differ between versions of Spark; a setting must choose."""


class SparkNoSuchElementException(PySparkException):
    """A named thing, such as a setting, does not exist."""


class UnknownException(PySparkException):
    """An error of no known class."""


class PySparkValueError(PySparkException, ValueError):
    """A ValueError with an error condition."""


class PySparkTypeError(PySparkException, TypeError):
    """A TypeError with an error condition."""


class PySparkIndexError(PySparkException, IndexError):
    """An IndexError with an error condition."""


class PySparkAttributeError(PySparkException, AttributeError):
    """An AttributeError with an error condition."""


class PySparkRuntimeError(PySparkException, RuntimeError):
    """A RuntimeError with an error condition."""


class PySparkAssertionError(PySparkException, AssertionError):
    """An AssertionError with an error condition; ``data`` holds the rows that differ, when there are any."""

    def __init__(
        self,
        message: str | None = None,
        errorClass: str | None = None,
        messageParameters: dict[str, str] | None = None,
        data: Iterable[Row] | None = None,
    ):
        super().__init__(message, errorClass, messageParameters)
        self.data = data


class PySparkNotImplementedError(PySparkException, NotImplementedError):
    """A NotImplementedError with an error condition."""


class PySparkPicklingError(PySparkException, PicklingError):
    """A PicklingError with an error condition."""


class PySparkKeyError(PySparkException, KeyError):
    """A KeyError with an error condition."""


class PySparkImportError(PySparkException, ImportError):
    """An ImportError with an error condition."""


class PickleException(PySparkException):
    """Data could not be unpickled by the engine."""


class QueryContextType(Enum):
    """What a :class:`QueryContext` points into."""

    SQL = 0
    DataFrame = 1


class QueryContext(ABC):
    """The place in a query that caused an error."""

    @abstractmethod
    def contextType(self) -> QueryContextType:
        """Whether this points into a SQL text or at a DataFrame call."""

    @abstractmethod
    def objectType(self) -> str:
        """``"VIEW"`` and the like when the text belongs to an object; empty for the query itself."""

    @abstractmethod
    def objectName(self) -> str:
        """The name of that object; empty for the query itself."""

    @abstractmethod
    def startIndex(self) -> int:
        """The index of the fragment's first character in the text, from 0."""

    @abstractmethod
    def stopIndex(self) -> int:
        """The index of the fragment's last character in the text, from 0."""

    @abstractmethod
    def fragment(self) -> str:
        """The piece of the query at fault."""

    @abstractmethod
    def callSite(self) -> str:
        """The user's line of code that made the call."""

    @abstractmethod
    def summary(self) -> str:
        """The place in words."""


class SQLQueryContext(QueryContext):
    """A place in a SQL text; lines count from 1, positions and indices from 0."""

    def __init__(
        self,
        fragment: str,
        start_index: int,
        stop_index: int,
        object_type: str = "",
        object_name: str = "",
        start_line: int = 1,
        start_position: int = 0,
    ):
        self._fragment = fragment
        self._start_index = start_index
        self._stop_index = stop_index
        self._object_type = object_type
        self._object_name = object_name
        self._start_line = start_line
        self._start_position = start_position

    def contextType(self) -> QueryContextType:
        return QueryContextType.SQL

    def objectType(self) -> str:
        return self._object_type

    def objectName(self) -> str:
        return self._object_name

    def startIndex(self) -> int:
        return self._start_index

    def stopIndex(self) -> int:
        return self._stop_index

    def fragment(self) -> str:
        return self._fragment

    def callSite(self) -> str:
        raise UnsupportedOperationException(
            message="A SQL query context has no call site.",
            errorClass="UNSUPPORTED_CALL.WITHOUT_SUGGESTION",
            messageParameters={"className": "SQLQueryContext", "methodName": "callSite"},
            sqlState="0A000",
        )

    def summary(self) -> str:
        owner = f" of {self._object_type} {self._object_name}" if self._object_type else ""
        marks = "^" * max(len(self._fragment), 1)
        return (
            f"== SQL{owner} (line {self._start_line}, position {self._start_position}) ==\n{self._fragment}\n{marks}\n"
        )


class DataFrameQueryContext(QueryContext):
    """A DataFrame call in the user's code."""

    def __init__(self, fragment: str, call_site: str):
        self._fragment = fragment
        self._call_site = call_site

    def contextType(self) -> QueryContextType:
        return QueryContextType.DataFrame

    def _unsupported(self, method: str) -> UnsupportedOperationException:
        return UnsupportedOperationException(
            message=f"A DataFrame query context has no {method}.",
            errorClass="UNSUPPORTED_CALL.WITHOUT_SUGGESTION",
            messageParameters={"className": "DataFrameQueryContext", "methodName": method},
            sqlState="0A000",
        )

    def objectType(self) -> str:
        raise self._unsupported("objectType")

    def objectName(self) -> str:
        raise self._unsupported("objectName")

    def startIndex(self) -> int:
        raise self._unsupported("startIndex")

    def stopIndex(self) -> int:
        raise self._unsupported("stopIndex")

    def fragment(self) -> str:
        return self._fragment

    def callSite(self) -> str:
        return self._call_site

    def summary(self) -> str:
        return f"== DataFrame ==\n{self._fragment} was called from\n{self._call_site}\n"
