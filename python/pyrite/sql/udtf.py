"""Python classes as table functions."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field

from pyrite._connect import expression
from pyrite._connect.relation import Relation
from pyrite.errors import PySparkAttributeError, PySparkTypeError
from pyrite.sql._service import Service
from pyrite.sql.types import DataType, StructType
from pyrite.util import PythonEvalType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from pyrite._engine.session import EngineSession
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = [
    "AnalyzeArgument",
    "AnalyzeResult",
    "OrderingColumn",
    "PartitioningColumn",
    "SelectedColumn",
    "SkipRestOfInputTableException",
    "UDTFRegistration",
    "UserDefinedTableFunction",
    "arrow_udtf",
    "udtf",
]

_KINDS = (PythonEvalType.SQL_TABLE_UDF, PythonEvalType.SQL_ARROW_TABLE_UDF, PythonEvalType.SQL_ARROW_UDTF)


@dataclass(frozen=True)
class AnalyzeArgument:
    """What ``analyze`` is told of an argument: its type, its value when that is a constant, and what it is."""

    dataType: DataType
    value: Any
    isTable: bool
    isConstantExpression: bool = False


@dataclass(frozen=True)
class PartitioningColumn:
    """A column that the table argument is to be partitioned by."""

    name: str


@dataclass(frozen=True)
class OrderingColumn:
    """A column that the rows of a partition are to be ordered by."""

    name: str
    ascending: bool = True
    overrideNullsFirst: bool | None = None


@dataclass(frozen=True)
class SelectedColumn:
    """A column of the table argument that the function needs, under another name if ``alias`` is given."""

    name: str
    alias: str = ""


@dataclass
class AnalyzeResult:
    """What ``analyze`` says of a call: the schema of its rows, and how it wants its table argument."""

    schema: StructType
    withSinglePartition: bool = False
    partitionBy: Sequence[PartitioningColumn] = field(default_factory=tuple)
    orderBy: Sequence[OrderingColumn] = field(default_factory=tuple)
    select: Sequence[SelectedColumn] = field(default_factory=tuple)


class SkipRestOfInputTableException(Exception):
    """Raised by ``eval``: the rest of the partition's rows is not wanted. ``terminate`` is still called."""


class UserDefinedTableFunction:
    """A class whose instances turn rows into rows. Made by :func:`udtf`.

    ``eval`` is called with the arguments, once, or for each row of a table argument; it gives rows as tuples, lists
    or dicts. ``terminate``, if there is one, is called at the end and may give more. Each partition of a table argument
    gets an instance of its own.
    """

    def __init__(
        self,
        func: type,
        returnType: StructType | str | None = None,
        name: str | None = None,
        evalType: int = PythonEvalType.SQL_TABLE_UDF,
        deterministic: bool = False,
    ) -> None:
        _check_handler(func, returnType)
        self.func = func
        self.evalType = evalType
        self.deterministic = deterministic
        self._name: str = name or str(getattr(func, "__name__", type(func).__name__))
        self._return_type = returnType
        self.__doc__ = func.__doc__
        # The callbacks' numbers by engine session and what analyze said.
        self._callbacks: list[tuple[EngineSession, int]] = []
        self._plain: dict[EngineSession, int] = {}

    @property
    def returnType(self) -> StructType | None:
        """The columns of the result; None when ``analyze`` says them."""
        # Read once: another thread may have parsed it meanwhile.
        given = self._return_type
        if isinstance(given, str):
            from pyrite.sql._types.ddl import parse_ddl

            parsed = parse_ddl(given)
            if not isinstance(parsed, StructType):
                raise PySparkTypeError(
                    errorClass="UDTF_RETURN_TYPE_MISMATCH",
                    messageParameters={"name": self._name, "return_type": str(parsed)},
                )
            self._return_type = given = parsed
        return given

    def asDeterministic(self) -> UserDefinedTableFunction:
        """Says that the function gives the same rows for the same arguments."""
        self.deterministic = True
        return self

    def __call__(self, *args: Any, **kwargs: Any) -> DataFrame:
        """The rows for the given arguments: columns, values as columns, or DataFrames by ``asTable()``."""
        from pyrite.sql.dataframe import DataFrame
        from pyrite.sql.session import SparkSession

        session = SparkSession.active()
        arguments = [_argument(arg) for arg in args]
        named = {name: _argument(arg) for name, arg in kwargs.items()}
        result = None
        if self.returnType is None:
            result = self._analyzed(session, arguments, named)
            for position, argument in enumerate(arguments):
                arguments[position] = _as_analyzed(argument, result)
            named = {name: _as_analyzed(argument, result) for name, argument in named.items()}
        expressions = [argument._expr for argument in arguments]
        expressions += [expression.named_argument(name, argument._expr) for name, argument in named.items()]
        body = {
            "function_name": self._name,
            "deterministic": self.deterministic,
            "arguments": expressions,
            "python_udtf": self._message(session, result),
        }
        relation = Relation(session, "common_inline_user_defined_table_function", body, (self,))
        return DataFrame(relation, session)

    def _analyzed(self, session: SparkSession, arguments: list[Any], named: dict[str, Any]) -> AnalyzeResult:
        from pyrite.errors import AnalysisException

        try:
            return self._analyze(
                [_described(session, argument) for argument in arguments],
                {name: _described(session, argument) for name, argument in named.items()},
            )
        except Exception as error:
            raise AnalysisException(
                f"Failed to analyze the Python user defined table function: {error}",
                errorClass="TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON",
                messageParameters={"msg": str(error)},
            ) from error

    def _analyze(self, arguments: list[AnalyzeArgument], named: dict[str, AnalyzeArgument]) -> AnalyzeResult:
        result = self.func.analyze(*arguments, **named)  # type: ignore[attr-defined]
        if not isinstance(result, AnalyzeResult) or not isinstance(result.schema, StructType):
            raise PySparkTypeError(
                "Failed to evaluate the user-defined table function "
                f"'{self._name}' because the static 'analyze' method expects a result of type "
                f"pyspark.sql.udtf.AnalyzeResult, but instead this method returned a value of type: {type(result)}"
            )
        return result

    def _registration(self, session: SparkSession) -> dict[str, Any]:
        """What makes the function known to SQL; one with ``analyze`` is asked anew by each query that calls it."""
        if self.returnType is not None:
            return self._message(session, None)
        from pyrite._engine.table_function import analysis_function

        engine = session._engine
        callback = engine.register_callback(analysis_function(self._analyze, self._command_of(session)))
        self._callbacks.append((engine, callback))
        return {
            "eval_type": self.evalType,
            "command": b"pyrite-callback:%d" % callback,
            "python_ver": f"{sys.version_info[0]}.{sys.version_info[1]}",
        }

    def _command_of(self, session: SparkSession) -> Callable[[AnalyzeResult], str]:
        """What calls the function as analyzed; the same for equal results, so that callbacks do not pile up."""
        commands: dict[bytes, str] = {}

        def command(result: AnalyzeResult) -> str:
            import pickle

            try:
                key = pickle.dumps(result)
            except Exception:
                key = b""
            known = commands.get(key) if key else None
            if known is None:
                known = commands[key] = self._message(session, result)["command"].decode()
            return known

        return command

    def _message(self, session: SparkSession, result: AnalyzeResult | None) -> dict[str, Any]:
        from pyrite._connect.types import type_message
        from pyrite._engine.table_function import register_table_function
        from pyrite.sql.udf import parameter_names

        schema = result.schema if result is not None else self.returnType
        assert schema is not None
        engine = session._engine
        callback = self._plain.get(engine) if result is None else None
        if callback is None:
            over_arrow = self.evalType == PythonEvalType.SQL_ARROW_UDTF
            callback = register_table_function(session, self.func, self._name, schema, result, over_arrow)
            self._callbacks.append((engine, callback))
            if result is None:
                self._plain[engine] = callback
        names = parameter_names(self.func.eval)[1:]  # type: ignore[attr-defined]
        return {
            "return_type": type_message(schema),
            "eval_type": self.evalType,
            "command": b"pyrite-callback:%d\n%s" % (callback, ",".join(names).encode()),
            "python_ver": f"{sys.version_info[0]}.{sys.version_info[1]}",
        }

    def __del__(self) -> None:
        for engine, callback in getattr(self, "_callbacks", ()):
            if engine.is_open:
                engine.release_callback(callback)


def udtf(
    cls: type | None = None,
    *,
    returnType: StructType | str | None = None,
    useArrow: bool | None = None,
) -> Any:
    """Makes a class callable as a table function. Used as a function, ``udtf(cls, returnType=…)``, or as a decorator.

    Parameters
    ----------
    cls
        A class with a method ``eval`` that gives rows, and if wanted ``terminate``, and a static method ``analyze``
        that tells the columns of the result from the arguments.
    returnType
        The columns of the result, as a StructType or in DDL; left out when the class has ``analyze``.

    Examples
    --------
    >>> from pyrite.sql.functions import lit, udtf
    >>> @udtf(returnType="n int, square int")
    ... class Squares:
    ...     def eval(self, up_to: int):
    ...         for n in range(1, up_to + 1):
    ...             yield n, n * n
    >>> Squares(lit(2)).collect()
    [Row(n=1, square=1), Row(n=2, square=4)]
    """
    kind = PythonEvalType.SQL_ARROW_TABLE_UDF if useArrow else PythonEvalType.SQL_TABLE_UDF
    if cls is None:

        def decorate(handler: type) -> UserDefinedTableFunction:
            return UserDefinedTableFunction(handler, returnType, evalType=kind)

        return decorate
    return UserDefinedTableFunction(cls, returnType, evalType=kind)


def arrow_udtf(cls: type | None = None, *, returnType: StructType | str | None = None) -> Any:
    """Makes a class callable as a table function over PyArrow data.

    ``eval`` gets an array for each argument, or a record batch for a table argument, and gives tables or batches.

    Parameters
    ----------
    cls
        A class with a method ``eval`` and if wanted ``terminate``; it may have no ``analyze``.
    returnType
        The columns of the result, as a StructType or in DDL.

    Examples
    --------
    >>> import pyarrow
    >>> from pyrite.sql.functions import arrow_udtf
    >>> @arrow_udtf(returnType="id long, twice long")
    ... class Twice:
    ...     def eval(self, rows: pyarrow.RecordBatch):
    ...         ids = rows.column("id")
    ...         yield pyarrow.table({"id": ids, "twice": pyarrow.compute.multiply(ids, 2)})
    >>> Twice(spark.range(2).asTable()).collect()
    [Row(id=0, twice=0), Row(id=1, twice=2)]
    """
    if cls is None:
        return lambda handler: arrow_udtf(handler, returnType=returnType)
    from pyrite.sql.utils import require_minimum_pyarrow_version

    require_minimum_pyarrow_version()
    if isinstance(cls, type) and hasattr(cls, "analyze"):
        raise PySparkAttributeError(
            errorClass="INVALID_ARROW_UDTF_WITH_ANALYZE", messageParameters={"name": cls.__name__}
        )
    return UserDefinedTableFunction(cls, returnType, evalType=PythonEvalType.SQL_ARROW_UDTF)


class UDTFRegistration(Service):
    """``spark.udtf``: table functions that SQL can call by name."""

    def __init__(self, sparkSession: SparkSession) -> None:
        self._session = sparkSession

    def register(self, name: str, f: UserDefinedTableFunction) -> UserDefinedTableFunction:
        """Registers a table function made by :func:`udtf` under a name, and returns it."""
        if not isinstance(f, UserDefinedTableFunction):
            raise PySparkTypeError(errorClass="CANNOT_REGISTER_UDTF", messageParameters={"name": name})
        if f.evalType not in _KINDS:
            raise PySparkTypeError(
                errorClass="INVALID_UDTF_EVAL_TYPE",
                messageParameters={"name": name, "eval_type": "SQL_TABLE_UDF, SQL_ARROW_TABLE_UDF, SQL_ARROW_UDTF"},
            )
        registered = UserDefinedTableFunction(f.func, f.returnType, name, f.evalType, f.deterministic)
        session = self._session
        session._execute_command(
            {
                "register_table_function": {
                    "function_name": name,
                    "deterministic": registered.deterministic,
                    "python_udtf": registered._registration(session),
                }
            }
        )
        session._keep(registered)
        return registered


def _check_handler(handler: Any, return_type: Any) -> None:
    import inspect

    name = getattr(handler, "__name__", type(handler).__name__)
    if not isinstance(handler, type):
        raise PySparkTypeError(
            errorClass="INVALID_UDTF_HANDLER_TYPE", messageParameters={"type": type(handler).__name__}
        )
    if not hasattr(handler, "eval"):
        raise PySparkAttributeError(errorClass="INVALID_UDTF_NO_EVAL", messageParameters={"name": name})
    if hasattr(handler, "analyze"):
        if not isinstance(inspect.getattr_static(handler, "analyze"), staticmethod):
            raise PySparkAttributeError(errorClass="INVALID_UDTF_RETURN_TYPE", messageParameters={"name": name})
        if return_type is not None:
            raise PySparkAttributeError(
                errorClass="INVALID_UDTF_BOTH_RETURN_TYPE_AND_ANALYZE", messageParameters={"name": name}
            )
    elif return_type is None:
        raise PySparkAttributeError(errorClass="INVALID_UDTF_RETURN_TYPE", messageParameters={"name": name})


def _argument(value: Any) -> Any:
    from pyrite.sql.functions._build import to_column
    from pyrite.sql.table_arg import TableArg

    return value if isinstance(value, TableArg) else to_column(value)


def _described(session: SparkSession, argument: Any) -> AnalyzeArgument:
    from pyrite.sql.table_arg import TableArg

    if isinstance(argument, TableArg):
        return AnalyzeArgument(argument._df.schema, None, True)
    frame = session.range(1).select(argument)
    constant = argument._expr.kind == "literal"
    return AnalyzeArgument(
        frame.schema.fields[0].dataType, frame.collect()[0][0] if constant else None, False, constant
    )


def _as_analyzed(argument: Any, result: AnalyzeResult) -> Any:
    """A table argument partitioned, ordered and narrowed as ``analyze`` said."""
    from pyrite.sql.functions._build import col
    from pyrite.sql.table_arg import TableArg

    if not isinstance(argument, TableArg):
        return argument
    if result.select:
        chosen = [col(item.name).alias(item.alias) if item.alias else col(item.name) for item in result.select]
        argument = TableArg(argument._df.select(*chosen), argument._partition, argument._order, argument._is_single)
    if result.partitionBy:
        argument = argument.partitionBy(*[col(item.name) for item in result.partitionBy])
    elif result.withSinglePartition:
        argument = argument.withSinglePartition()
    if result.orderBy:
        argument = argument.orderBy(*[_ordering(item) for item in result.orderBy])
    return argument


def _ordering(item: OrderingColumn) -> Any:
    from pyrite.sql.functions._build import col

    nulls_first = item.overrideNullsFirst if item.overrideNullsFirst is not None else item.ascending
    column = col(item.name)
    if item.ascending:
        return column.asc_nulls_first() if nulls_first else column.asc_nulls_last()
    return column.desc_nulls_first() if nulls_first else column.desc_nulls_last()
