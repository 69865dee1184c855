"""How functions turn their arguments into expressions. Names are taken as columns, everything else as literals."""

from __future__ import annotations

import sys

from pyrite._connect import expression
from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

    ColumnOrName = Column | str

_MAX_SEED = (1 << 63) - 1


def call(name: str, *args: ColumnOrName | None) -> Column:
    """Calls a function. Text names a column; arguments that are None are left out."""
    return Column(expression.function(name, [to_column(arg)._expr for arg in args if arg is not None]))


def call_internal(name: str, *args: ColumnOrName) -> Column:
    """Calls a function that SQL does not know."""
    return Column(expression.function(name, [to_column(arg)._expr for arg in args], is_internal=True))


def call_distinct(name: str, *args: ColumnOrName | None) -> Column:
    """Calls an aggregate function over distinct values."""
    return Column(expression.function(name, [to_column(arg)._expr for arg in args if arg is not None], True))


def to_column(arg: Any) -> Column:
    """The column itself, or the column that text names."""
    if isinstance(arg, Column):
        return arg
    if isinstance(arg, str):
        return col(arg)
    raise not_expected_type("col", "Column or str", arg)


def col(col: str) -> Column:
    """The column with the given name. ``*`` stands for all columns, ``a.*`` for all of table or struct ``a``."""
    if not isinstance(col, str):
        raise not_expected_type("col", "str", col)
    if col == "*":
        return Column(expression.star())
    if col.endswith(".*"):
        return Column(expression.star(col))
    return Column(expression.attribute(col))


def lit(col: Any) -> Column:
    """A literal. A column is returned as it is, a list or one-dimensional NumPy array becomes an array."""
    if isinstance(col, Column):
        return col
    if isinstance(col, list):
        if any(isinstance(item, Column) for item in col):
            raise PySparkValueError(errorClass="COLUMN_IN_LIST", messageParameters={"func_name": "lit"})
        return call("array", *[lit(item) for item in col])
    numpy = sys.modules.get("numpy")
    if numpy is not None and isinstance(col, numpy.ndarray) and col.ndim == 1:
        return _array_literal(col)
    return Column(expression.literal(col))


_NUMPY_ELEMENT_TYPES = {
    "int8": "tinyint",
    "int16": "smallint",
    "int32": "int",
    "int64": "bigint",
    "uint8": "smallint",
    "uint16": "int",
    "uint32": "bigint",
    "float32": "float",
    "float64": "double",
    "bool": "boolean",
}


def _array_literal(array: Any) -> Column:
    element = _NUMPY_ELEMENT_TYPES.get(array.dtype.name, "string" if array.dtype.kind == "U" else None)
    if element is None:
        raise PySparkTypeError(
            errorClass="UNSUPPORTED_NUMPY_ARRAY_SCALAR", messageParameters={"dtype": array.dtype.name}
        )
    from pyrite.sql import types

    simple = {
        "tinyint": types.ByteType,
        "smallint": types.ShortType,
        "int": types.IntegerType,
        "bigint": types.LongType,
        "float": types.FloatType,
        "double": types.DoubleType,
        "boolean": types.BooleanType,
        "string": types.StringType,
    }
    return call("array", *[lit(item) for item in array]).cast(types.ArrayType(simple[element]()))


def optional_literal(value: Any) -> Column | None:
    """A literal, or None for an argument that is left out."""
    return None if value is None else lit(value)


def number_or_column(value: Any) -> Any:
    """A literal for a number (or truth value); names and columns as they are."""
    value = expression.literal(value) if isinstance(value, int) else value
    return Column(value) if isinstance(value, expression.Expression) else value


def column_or_default(value: ColumnOrName | None, default: Any) -> Column:
    """The column, or a literal where the argument is left out."""
    return lit(default) if value is None else to_column(value)


def literal_or_default(value: Any, default: Any) -> Column:
    """The value as a literal, or another literal where the argument is left out."""
    return lit(default if value is None else value)


def seconds_or_zero(value: ColumnOrName | None) -> Column:
    """Seconds of an interval: a column, or the decimal 0 where the argument is left out."""
    if value is not None:
        return to_column(value)
    from decimal import Decimal

    return lit(Decimal(0))


def operand(value: Any) -> Column:
    """An operand of arithmetic: text names a column, a number is a literal."""
    return to_column(value) if isinstance(value, (str, Column)) else lit(value)


def percentages(value: Any) -> Column:
    """One percentage or several as an array."""
    return lit(list(value) if isinstance(value, (list, tuple)) else value)


def random_seed(seed: Any) -> Column:
    """The seed as a literal, or a random one."""
    if seed is not None:
        return lit(seed)
    import random

    return lit(random.randint(0, _MAX_SEED))


def options_column(options: Mapping[str, Any] | None) -> Column | None:
    """Options as a map literal, or None when there are none."""
    if options is None:
        return None
    return call("map", *[lit(str(part)) for option in options.items() for part in option])


def spread(cols: tuple[Any, ...]) -> Iterable[ColumnOrName]:
    """The arguments, or the elements of the only one when that is a sequence."""
    return cols[0] if len(cols) == 1 and isinstance(cols[0], (list, set, tuple)) else cols


def at_least_two(name: str, cols: Sequence[ColumnOrName]) -> Sequence[ColumnOrName]:
    if len(cols) < 2:
        raise PySparkValueError(errorClass="WRONG_NUM_COLUMNS", messageParameters={"func_name": name, "num_cols": "2"})
    return cols


def lambda_column(function: Callable[..., Any]) -> Column:
    """A Python function of one to three columns as an SQL lambda; it is called once, with variables."""
    count = _positional_parameters(function)
    variables = [expression.lambda_variable(stem) for stem in ("x", "y", "z")[:count]]
    result = function(*[Column(variable) for _, variable in variables])
    if not isinstance(result, Column):
        raise PySparkValueError(
            errorClass="HIGHER_ORDER_FUNCTION_SHOULD_RETURN_COLUMN",
            messageParameters={"func_name": _name(function), "return_type": type(result).__name__},
        )
    return Column(expression.lambda_function(result._expr, variables))


def _positional_parameters(function: Callable[..., Any]) -> int:
    import inspect

    parameters = inspect.signature(function).parameters.values()
    if not 1 <= len(parameters) <= 3:
        raise PySparkValueError(
            errorClass="WRONG_NUM_ARGS_FOR_HIGHER_ORDER_FUNCTION",
            messageParameters={"func_name": _name(function), "num_args": str(len(parameters))},
        )
    positional = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.POSITIONAL_ONLY)
    if any(parameter.kind not in positional for parameter in parameters):
        raise PySparkValueError(
            errorClass="UNSUPPORTED_PARAM_TYPE_FOR_HIGHER_ORDER_FUNCTION",
            messageParameters={"func_name": _name(function)},
        )
    return len(parameters)


def _name(function: Callable[..., Any]) -> str:
    return getattr(function, "__name__", type(function).__name__)


def not_expected_type(name: str, expected: str, value: Any) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={"expected_type": expected, "arg_name": name, "arg_type": type(value).__name__},
    )


def warn_deprecated(replacement: str, since: str = "3.4") -> None:
    import warnings

    warnings.warn(f"Deprecated in {since}, use {replacement} instead.", FutureWarning, stacklevel=3)
