"""Functions over pandas series and Arrow arrays as SQL functions."""

from __future__ import annotations

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql.types import DataType
from pyrite.sql.udf import UserDefinedFunction
from pyrite.util import PythonEvalType

from . import typehints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = ["ArrowUDFType", "PandasUDFType", "arrow_udf", "pandas_udf"]


class PandasUDFType:
    """The kinds of functions over series, for ``functionType``; type hints tell them better."""

    SCALAR = PythonEvalType.SQL_SCALAR_PANDAS_UDF
    SCALAR_ITER = PythonEvalType.SQL_SCALAR_PANDAS_ITER_UDF
    GROUPED_MAP = PythonEvalType.SQL_GROUPED_MAP_PANDAS_UDF
    GROUPED_AGG = PythonEvalType.SQL_GROUPED_AGG_PANDAS_UDF
    GROUPED_AGG_ITER = PythonEvalType.SQL_GROUPED_AGG_PANDAS_ITER_UDF


class ArrowUDFType:
    """The kinds of functions over Arrow arrays."""

    SCALAR = PythonEvalType.SQL_SCALAR_ARROW_UDF
    SCALAR_ITER = PythonEvalType.SQL_SCALAR_ARROW_ITER_UDF
    GROUPED_AGG = PythonEvalType.SQL_GROUPED_AGG_ARROW_UDF
    GROUPED_AGG_ITER = PythonEvalType.SQL_GROUPED_AGG_ARROW_ITER_UDF


_PANDAS_KINDS = {
    typehints.SCALAR: PandasUDFType.SCALAR,
    typehints.SCALAR_ITER: PandasUDFType.SCALAR_ITER,
    typehints.GROUPED_AGG: PandasUDFType.GROUPED_AGG,
    typehints.GROUPED_AGG_ITER: PandasUDFType.GROUPED_AGG_ITER,
}
_ARROW_KINDS = {
    typehints.SCALAR: ArrowUDFType.SCALAR,
    typehints.SCALAR_ITER: ArrowUDFType.SCALAR_ITER,
    typehints.GROUPED_AGG: ArrowUDFType.GROUPED_AGG,
    typehints.GROUPED_AGG_ITER: ArrowUDFType.GROUPED_AGG_ITER,
}


def pandas_udf(
    f: Callable[..., Any] | DataType | str | None = None,
    returnType: DataType | str | None = None,
    functionType: int | None = None,
) -> Any:
    """Makes a function over pandas series callable on columns. Used as a function or as a decorator.

    Type hints say what the function is called with: series to a series (``scalar``), an iterator over series (or
    tuples of them) to an iterator over series, which sees all batches of a partition, or series to a single value,
    which aggregates the rows of a group or window. ``functionType`` says it for functions without hints.

    Examples
    --------
    >>> import pandas as pd
    >>> from pyrite.sql.functions import pandas_udf
    >>> @pandas_udf("long")
    ... def plus_one(v: pd.Series) -> pd.Series:
    ...     return v + 1
    """
    from pyrite.sql._dataframe.convert import _required

    _required("pandas")
    _required("pyarrow")
    return _made(f, returnType, functionType, _pandas_kind)


def arrow_udf(
    f: Callable[..., Any] | DataType | str | None = None,
    returnType: DataType | str | None = None,
    functionType: int | None = None,
) -> Any:
    """Makes a function over Arrow arrays callable on columns. Used as a function or as a decorator.

    As :func:`pandas_udf`, with ``pyarrow.Array`` in place of series; nothing is copied.
    """
    from pyrite.sql._dataframe.convert import _required

    _required("pyarrow.compute")  # such functions compute with what this adds to pyarrow
    return _made(f, returnType, functionType, _arrow_kind)


def _made(f: Any, return_type: Any, function_type: Any, kind_of: Callable[[Any], int]) -> Any:
    if callable(f) and not isinstance(f, DataType):
        return _function(f, return_type, function_type, kind_of)
    # As a decorator: what stands first is the type, and what stands second the kind.
    if f is not None:
        if return_type is not None and function_type is None and isinstance(return_type, int):
            return_type, function_type = None, return_type
        return_type = f if return_type is None else return_type

    def decorate(function: Callable[..., Any]) -> UserDefinedFunction:
        return _function(function, return_type, function_type, kind_of)

    return decorate


def _function(
    func: Callable[..., Any], return_type: Any, function_type: Any, kind_of: Callable[[Any], int]
) -> UserDefinedFunction:
    if return_type is None:
        raise PySparkTypeError(errorClass="CANNOT_BE_NONE", messageParameters={"arg_name": "returnType"})
    if not isinstance(return_type, (DataType, str)):
        raise PySparkTypeError(
            errorClass="NOT_EXPECTED_TYPE",
            messageParameters={
                "expected_type": "DataType or str",
                "arg_name": "returnType",
                "arg_type": type(return_type).__name__,
            },
        )
    known = {*_PANDAS_KINDS.values(), *_ARROW_KINDS.values(), PandasUDFType.GROUPED_MAP}
    if function_type is not None and function_type not in known:
        raise PySparkTypeError(
            errorClass="INVALID_PANDAS_UDF_TYPE",
            messageParameters={"arg_name": "functionType", "arg_type": str(function_type)},
        )
    kind = function_type if function_type is not None else kind_of(func)
    import inspect

    if kind == PandasUDFType.SCALAR and not inspect.signature(func).parameters:
        raise PySparkValueError(
            errorClass="INVALID_PANDAS_UDF",
            messageParameters={
                "detail": "0-arg pandas_udfs are not supported. Instead, give it an argument and ignore it."
            },
        )
    return UserDefinedFunction(func, return_type, evalType=kind)


def _pandas_kind(func: Callable[..., Any]) -> int:
    import inspect

    import pandas

    parameters = inspect.signature(func).parameters.values()
    if all(parameter.annotation is parameter.empty for parameter in parameters):
        import warnings

        warnings.warn(
            "Type hints say best what kind of function a pandas UDF is; without them it is taken for a scalar one.",
            UserWarning,
            stacklevel=4,
        )
        return PandasUDFType.SCALAR
    kind = typehints.function_kind(func, (pandas.Series, pandas.DataFrame))
    if kind is None:
        raise _unsupported(func)
    return _PANDAS_KINDS[kind]


def _arrow_kind(func: Callable[..., Any]) -> int:
    import pyarrow

    kind = typehints.function_kind(func, (pyarrow.Array,))
    if kind is None:
        raise _unsupported(func)
    return _ARROW_KINDS[kind]


def _unsupported(func: Callable[..., Any]) -> Exception:
    import inspect

    from pyrite.errors import PySparkNotImplementedError

    return PySparkNotImplementedError(
        errorClass="UNSUPPORTED_SIGNATURE", messageParameters={"signature": str(inspect.signature(func))}
    )
