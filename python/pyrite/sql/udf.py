"""Python functions as SQL functions."""

from __future__ import annotations

import sys

from pyrite._connect.expression import PythonFunctionCall, named_argument
from pyrite.errors import PySparkNotImplementedError, PySparkTypeError
from pyrite.sql._service import Service
from pyrite.sql.column import Column
from pyrite.sql.types import DataType, StringType
from pyrite.util import PythonEvalType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyrite._engine.session import EngineSession
    from pyrite.sql.functions._build import ColumnOrName
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import StructType

__all__ = ["UDFRegistration", "UserDefinedFunction", "udf"]

_STRING = StringType()

_REGISTRABLE = frozenset(
    [
        PythonEvalType.SQL_BATCHED_UDF,
        PythonEvalType.SQL_ARROW_BATCHED_UDF,
        PythonEvalType.SQL_SCALAR_PANDAS_UDF,
        PythonEvalType.SQL_SCALAR_PANDAS_ITER_UDF,
        PythonEvalType.SQL_SCALAR_ARROW_UDF,
        PythonEvalType.SQL_SCALAR_ARROW_ITER_UDF,
        PythonEvalType.SQL_GROUPED_AGG_PANDAS_UDF,
        PythonEvalType.SQL_GROUPED_AGG_PANDAS_ITER_UDF,
        PythonEvalType.SQL_GROUPED_AGG_ARROW_UDF,
        PythonEvalType.SQL_GROUPED_AGG_ARROW_ITER_UDF,
    ]
)
_ITERATORS = frozenset([PythonEvalType.SQL_SCALAR_PANDAS_ITER_UDF, PythonEvalType.SQL_SCALAR_ARROW_ITER_UDF])


class UserDefinedFunction:
    """A Python function that can be called on columns. Made by :func:`pyrite.sql.functions.udf` and its kin.

    The function runs in this process; NULL arrives as None. It is assumed to give the same result for the same
    arguments unless :meth:`asNondeterministic` says otherwise. ``evalType`` says what it is called with: single values,
    series or Arrow arrays, iterators over these, or the rows of a group.
    """

    def __init__(
        self,
        func: Callable[..., Any],
        returnType: DataType | str = _STRING,
        name: str | None = None,
        evalType: int = PythonEvalType.SQL_BATCHED_UDF,
        deterministic: bool = True,
        useArrow: bool | None = None,
    ) -> None:
        if not callable(func):
            raise _not_expected_type("func", "callable", func)
        if not isinstance(returnType, (DataType, str)):
            raise _not_expected_type("returnType", "DataType or str", returnType)
        if not isinstance(evalType, int):
            raise _not_expected_type("evalType", "int", evalType)
        self.func = func
        self.evalType = evalType
        self.deterministic = deterministic
        self._casts_results = useArrow is not False
        self._name = name or getattr(func, "__name__", type(func).__name__)
        self._return_type = returnType
        self._translations: dict[int, str | None] = {}
        self._purity: bool | None = None
        # The callback's number in each engine session that has run the function.
        self._callbacks: dict[EngineSession, int] = {}
        self.__doc__ = func.__doc__
        self.__name__ = self._name
        self.__module__ = getattr(func, "__module__", self.__module__)
        self.__wrapped__ = func

    @property
    def returnType(self) -> DataType:
        """The type of the function's result. A DDL string is parsed when it is first asked for."""
        # Read once: another thread may have parsed it meanwhile.
        given = self._return_type
        if isinstance(given, str):
            from pyrite.sql._types.ddl import parse_ddl

            self._return_type = given = parse_ddl(given)
        return given

    def __call__(self, *args: ColumnOrName, **kwargs: ColumnOrName) -> Column:
        from pyrite.sql.functions._build import to_column

        called = self
        arguments = [to_column(arg)._expr for arg in args]
        if kwargs:
            import inspect

            # Those that leave out a parameter before them can only be passed on by name.
            if inspect.signature(self.func).bind(*args, **kwargs).kwargs:
                called = self._with_keywords(tuple(kwargs), len(args))
            arguments += [named_argument(name, to_column(arg)._expr) for name, arg in kwargs.items()]
        return Column(PythonFunctionCall(called, arguments))

    def _with_keywords(self, names: tuple[str, ...], positional: int) -> UserDefinedFunction:
        """The function whose last arguments are keyword arguments."""
        import functools
        import inspect

        func = self.func

        @functools.wraps(func)
        def call(*values: Any) -> Any:
            return func(*values[:positional], **dict(zip(names, values[positional:])))

        shown = [*[f"_{place}" for place in range(positional)], *names]
        call.__signature__ = inspect.Signature(  # type: ignore[attr-defined]
            [inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD) for name in shown]
        )
        return UserDefinedFunction(
            call, self._return_type, self._name, self.evalType, self.deterministic, self._casts_results
        )

    def asNondeterministic(self) -> UserDefinedFunction:
        """Says that the function may give different results for the same arguments, so that calls are not moved."""
        self.deterministic = False
        return self

    def _python_udf_message(self, session: SparkSession, argument_count: int | None = None) -> dict[str, Any]:
        """The ``PythonUDF`` message; makes the function known to the session's engine on first use.

        ``argument_count``: how many arguments the function is called with; all that it has when None.
        """
        from pyrite._connect.types import type_message

        context = session.sparkContext
        context._function_workers.properties = context._local_properties()
        return {
            "output_type": type_message(self.returnType),
            "eval_type": self.evalType,
            "command": b"pyrite-callback:%d%s"
            % (self._callback(session), self._command_lines(session, argument_count)),
            "python_ver": f"{sys.version_info[0]}.{sys.version_info[1]}",
        }

    def _command_lines(self, session: SparkSession, argument_count: int | None) -> bytes:
        """The lines behind the callback's number: the names of the parameters, the function's translation, and whether
        it may be called once for equal arguments."""
        names = parameter_names(self.func)
        count = len(names) if argument_count is None else argument_count
        program = self._translation(count) if session.sparkContext._translates_functions else None
        lines = [",".join(names), program or "", "pure" if self._is_pure else ""]
        while lines and not lines[-1]:
            lines.pop()
        return "".join([f"\n{line}" for line in lines]).encode()

    @property
    def _is_pure(self) -> bool:
        if self.evalType not in (PythonEvalType.SQL_BATCHED_UDF, PythonEvalType.SQL_ARROW_BATCHED_UDF):
            return False
        if self._purity is None:
            from pyrite._engine.purity import is_pure

            self._purity = self.deterministic and is_pure(self.func)
        return self.deterministic and self._purity

    def _translation(self, argument_count: int) -> str | None:
        """The function as a tree that the engine computes without Python; None when it has to be called."""
        if self.evalType not in (PythonEvalType.SQL_BATCHED_UDF, PythonEvalType.SQL_ARROW_BATCHED_UDF):
            return None
        if not self.deterministic:
            return None
        if argument_count not in self._translations:
            from pyrite._engine.translate import translation

            self._translations[argument_count] = translation(self.func, argument_count)
        return self._translations[argument_count]

    def _callback(self, session: SparkSession) -> int:
        engine = session._engine
        callback = self._callbacks.get(engine)
        if callback is None:
            registered = self._register(session)
            callback = self._callbacks.setdefault(engine, registered)
            if callback != registered:
                # Another thread was faster.
                engine.release_callback(registered)
        return callback

    def _register(self, session: SparkSession) -> int:
        from functools import partial

        from pyrite._engine.placement import PlacedBatchFunction

        kind, func, result = self.evalType, self.func, self.returnType

        def over_batches(maker: Callable[..., Any], *arguments: Any) -> int:
            workers = session.sparkContext._function_workers
            placed = PlacedBatchFunction(partial(maker, func, result, *arguments), result, workers)
            return session._engine.register_callback(placed)

        if kind in (PythonEvalType.SQL_BATCHED_UDF, PythonEvalType.SQL_ARROW_BATCHED_UDF):
            from pyrite._engine.udf import scalar_function

            return over_batches(scalar_function, self._casts_results, self._is_pure)
        from pyrite._engine import vectorized
        from pyrite._engine.partition import iterator_function, register_partition_function
        from pyrite.sql.types import StructField, StructType

        conversion = vectorized.PandasConversion(session.conf.get("spark.sql.session.timeZone", "UTC") or "UTC")
        pandas = None if PythonEvalType.SQL_SCALAR_ARROW_UDF <= kind < PythonEvalType.SQL_TABLE_UDF else conversion
        if kind == PythonEvalType.SQL_SCALAR_PANDAS_UDF:
            return over_batches(vectorized.scalar_pandas, conversion)
        if kind == PythonEvalType.SQL_SCALAR_ARROW_UDF:
            return over_batches(vectorized.scalar_arrow)
        if kind in _ITERATORS:
            schema = StructType([StructField("_0", result)])
            return register_partition_function(session, partial(iterator_function, func, result, pandas), schema)
        takes_iterator = kind in (
            PythonEvalType.SQL_GROUPED_AGG_PANDAS_ITER_UDF,
            PythonEvalType.SQL_GROUPED_AGG_ARROW_ITER_UDF,
        )
        return over_batches(vectorized.aggregate, pandas, takes_iterator)

    def __del__(self) -> None:
        # Plans, views and sessions keep the functions that they call: nothing calls this one any more.
        for engine, callback in getattr(self, "_callbacks", {}).items():
            if engine.is_open:
                engine.release_callback(callback)

    def __repr__(self) -> str:
        return f"<UserDefinedFunction {self._name}>"


class PartitionFunctionCall:
    """A function over partitions as a plan names it: the ``CommonInlineUserDefinedFunction`` of a relation.

    ``maker()`` gives the function; it is called wherever the function is to run.
    Keeps the callback known to the engine for as long as the plan lives.
    """

    def __init__(
        self, session: SparkSession, name: str, evalType: int, maker: Callable[[], Any], schema: StructType
    ) -> None:
        from pyrite._engine.partition import register_partition_function

        self._engine = session._engine
        self._name = name
        self._eval_type = evalType
        self._schema = schema
        self._callback = register_partition_function(session, maker, schema)

    def message(self) -> dict[str, Any]:
        from pyrite._connect.types import type_message

        udf = {
            "output_type": type_message(self._schema),
            "eval_type": self._eval_type,
            "command": b"pyrite-callback:%d" % self._callback,
            "python_ver": f"{sys.version_info[0]}.{sys.version_info[1]}",
        }
        return {"function_name": self._name, "deterministic": True, "python_udf": udf}

    def __del__(self) -> None:
        if getattr(self, "_callback", 0) and self._engine.is_open:
            self._engine.release_callback(self._callback)


def parameter_names(func: Callable[..., Any]) -> list[str]:
    """The names that a function's arguments can be given by; none when they cannot be known."""
    import inspect

    try:
        parameters = inspect.signature(func).parameters.values()
    except (TypeError, ValueError):
        return []
    return [p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)]


def udf(
    f: Callable[..., Any] | DataType | str | None = None,
    returnType: DataType | str = _STRING,
    *,
    useArrow: bool | None = None,
) -> Any:
    """Makes a Python function callable on columns.

    Used as a function, ``udf(f, "int")``, or as a decorator, ``@udf``, ``@udf("int")``, ``@udf(returnType="int")``.
    The return type is a string when it is not given. A result of another class is cast to it, or is an error; with
    ``useArrow=False`` it becomes NULL, as in PySpark's pickled functions.
    """
    kind = PythonEvalType.SQL_ARROW_BATCHED_UDF if useArrow else PythonEvalType.SQL_BATCHED_UDF
    if f is None or isinstance(f, (str, DataType)):
        return_type = returnType if f is None else f

        def decorate(function: Callable[..., Any]) -> UserDefinedFunction:
            return UserDefinedFunction(function, return_type, evalType=kind, useArrow=useArrow)

        return decorate
    return UserDefinedFunction(f, returnType, evalType=kind, useArrow=useArrow)


class UDFRegistration(Service):
    """``spark.udf``: functions that SQL can call by name."""

    def __init__(self, sparkSession: SparkSession) -> None:
        self._session = sparkSession

    def register(
        self,
        name: str,
        f: Callable[..., Any] | UserDefinedFunction,
        returnType: DataType | str | None = None,
    ) -> UserDefinedFunction:
        """Registers a Python function, or one made by ``udf`` and its kin, under a name, and returns it.

        ``returnType`` is only for plain functions; a string when not given.
        """
        if isinstance(f, UserDefinedFunction):
            if returnType is not None:
                raise PySparkTypeError(
                    errorClass="CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF",
                    messageParameters={"arg_name": "f", "return_type": str(returnType)},
                )
            if f.evalType not in _REGISTRABLE:
                kinds = ", ".join(name for name in vars(PythonEvalType) if name.startswith("SQL_"))
                raise PySparkTypeError(errorClass="INVALID_UDF_EVAL_TYPE", messageParameters={"eval_type": kinds})
            registered = UserDefinedFunction(
                f.func, f._return_type, name, f.evalType, f.deterministic, f._casts_results
            )
        else:
            registered = UserDefinedFunction(f, _STRING if returnType is None else returnType, name)
        session = self._session
        session._execute_command(
            {
                "register_function": {
                    "function_name": name,
                    "deterministic": registered.deterministic,
                    "python_udf": registered._python_udf_message(session),
                }
            }
        )
        session._keep(registered)
        return registered

    def registerJavaFunction(self, name: str, javaClassName: str, returnType: DataType | str | None = None) -> None:
        """There is no Java here: an error."""
        raise _no_java("registerJavaFunction")

    def registerJavaUDAF(self, name: str, javaClassName: str) -> None:
        """There is no Java here: an error."""
        raise _no_java("registerJavaUDAF")


def _no_java(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"{feature}: the engine runs without Java"}
    )


def _not_expected_type(name: str, expected: str, value: Any) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={"expected_type": expected, "arg_name": name, "arg_type": type(value).__name__},
    )
