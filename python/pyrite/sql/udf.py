"""Python functions as SQL functions."""

from __future__ import annotations

import sys

from pyrite._connect.expression import PythonFunctionCall
from pyrite.errors import PySparkTypeError
from pyrite.sql.column import Column
from pyrite.sql.types import DataType, StringType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyrite._engine.session import EngineSession
    from pyrite.sql.functions._build import ColumnOrName
    from pyrite.sql.session import SparkSession

__all__ = ["UDFRegistration", "UserDefinedFunction", "udf"]

_EVAL_BATCHED = 100
_STRING = StringType()


class UserDefinedFunction:
    """A Python function that can be called on columns. Made by :func:`pyrite.sql.functions.udf`.

    The function runs row by row in this process; NULL arrives as None. It is assumed to give the same result for the
    same arguments unless :meth:`asNondeterministic` says otherwise.
    """

    def __init__(
        self,
        func: Callable[..., Any],
        returnType: DataType | str = _STRING,
        name: str | None = None,
        deterministic: bool = True,
        useArrow: bool | None = None,
    ) -> None:
        if not callable(func):
            raise _not_expected_type("func", "callable", func)
        if not isinstance(returnType, (DataType, str)):
            raise _not_expected_type("returnType", "DataType or str", returnType)
        self.func = func
        self.deterministic = deterministic
        self._casts_results = useArrow is not False
        self._name = name or getattr(func, "__name__", type(func).__name__)
        self._return_type = returnType
        # The callback's number in each engine session that has run the function.
        self._callbacks: dict[EngineSession, int] = {}
        self.__doc__ = func.__doc__
        self.__name__ = self._name
        self.__module__ = getattr(func, "__module__", self.__module__)
        self.__wrapped__ = func

    @property
    def returnType(self) -> DataType:
        """The type of the function's result. A DDL string is parsed when it is first asked for."""
        if isinstance(self._return_type, str):
            from pyrite.sql._types.ddl import parse_ddl

            self._return_type = parse_ddl(self._return_type)
        return self._return_type

    @property
    def evalType(self) -> int:
        """PySpark's number for functions that are called row by row."""
        return _EVAL_BATCHED

    def __call__(self, *args: ColumnOrName, **kwargs: ColumnOrName) -> Column:
        from pyrite.sql.functions._build import to_column

        if kwargs:
            import inspect

            args = inspect.signature(self.func).bind(*args, **kwargs).args
        return Column(PythonFunctionCall(self, [to_column(arg)._expr for arg in args]))

    def asNondeterministic(self) -> UserDefinedFunction:
        """Says that the function may give different results for the same arguments, so that calls are not moved."""
        self.deterministic = False
        return self

    def _python_udf_message(self, session: SparkSession) -> dict[str, Any]:
        """The ``PythonUDF`` message; makes the function known to the session's engine on first use."""
        from pyrite._connect.types import type_message

        return {
            "output_type": type_message(self.returnType),
            "eval_type": _EVAL_BATCHED,
            "command": b"pyrite-callback:%d" % self._callback(session),
            "python_ver": f"{sys.version_info[0]}.{sys.version_info[1]}",
        }

    def _callback(self, session: SparkSession) -> int:
        engine = session._engine
        callback = self._callbacks.get(engine)
        if callback is None:
            from pyrite._engine.udf import register_scalar_udf

            callback = self._callbacks[engine] = register_scalar_udf(
                engine, self.func, self.returnType, self._casts_results
            )
        return callback

    def __del__(self) -> None:
        # Plans, views and sessions keep the functions that they call: nothing calls this one any more.
        for engine, callback in getattr(self, "_callbacks", {}).items():
            if engine.is_open:
                engine.release_callback(callback)

    def __repr__(self) -> str:
        return f"<UserDefinedFunction {self._name}>"


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
    if f is None or isinstance(f, (str, DataType)):
        return_type = returnType if f is None else f

        def decorate(function: Callable[..., Any]) -> UserDefinedFunction:
            return UserDefinedFunction(function, return_type, useArrow=useArrow)

        return decorate
    return UserDefinedFunction(f, returnType, useArrow=useArrow)


class UDFRegistration:
    """``spark.udf``: functions that SQL can call by name."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def register(
        self,
        name: str,
        f: Callable[..., Any] | UserDefinedFunction,
        returnType: DataType | str | None = None,
    ) -> UserDefinedFunction:
        """Registers a Python function, or one made by ``udf``, under a name, and returns it.

        ``returnType`` is only for plain functions; a string when not given.
        """
        if isinstance(f, UserDefinedFunction):
            if returnType is not None:
                raise PySparkTypeError(
                    errorClass="CANNOT_SPECIFY_RETURN_TYPE_FOR_UDF",
                    messageParameters={"arg_name": "f", "return_type": str(returnType)},
                )
            registered = UserDefinedFunction(f.func, f._return_type, name, f.deterministic, f._casts_results)
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


def _not_expected_type(name: str, expected: str, value: Any) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={"expected_type": expected, "arg_name": name, "arg_type": type(value).__name__},
    )
