"""Column: an expression over the columns of a DataFrame."""

from __future__ import annotations

from pyrite._connect import expression
from pyrite._connect.expression import CaseWhen, Expression, SortOrder
from pyrite.errors import (
    IllegalArgumentException,
    PySparkAttributeError,
    PySparkTypeError,
    PySparkValueError,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, NoReturn

    from pyrite.sql.types import DataType
    from pyrite.sql.window import WindowSpec

__all__ = ["Column"]


def _operand(value: Any) -> Expression:
    return value._expr if isinstance(value, Column) else expression.literal(value)


class Column:
    """An expression over columns: a name, a literal, or what operators and functions make of them.

    Columns are values without data; they take effect as arguments of DataFrame's methods. Operators give new columns,
    so conditions are combined with ``&``, ``|`` and ``~``.
    """

    def __init__(self, expr: Expression) -> None:
        if not isinstance(expr, Expression):
            raise _not_expected_type("expr", "Expression", expr)
        self._expr = expr

    def _binary(self, name: str, other: Any, reverse: bool = False) -> Column:
        operand = _operand(other)
        arguments = [operand, self._expr] if reverse else [self._expr, operand]
        return Column(expression.function(name, arguments))

    def _unary(self, name: str) -> Column:
        return Column(expression.function(name, [self._expr]))

    # Arithmetic

    def __neg__(self) -> Column:
        return self._unary("negative")

    def __add__(self, other: Any) -> Column:
        return self._binary("+", other)

    def __sub__(self, other: Any) -> Column:
        return self._binary("-", other)

    def __mul__(self, other: Any) -> Column:
        return self._binary("*", other)

    def __truediv__(self, other: Any) -> Column:
        return self._binary("/", other)

    def __mod__(self, other: Any) -> Column:
        return self._binary("%", other)

    def __pow__(self, other: Any) -> Column:
        return self._binary("power", other)

    def __radd__(self, other: Any) -> Column:
        return self._binary("+", other, reverse=True)

    def __rsub__(self, other: Any) -> Column:
        return self._binary("-", other, reverse=True)

    def __rmul__(self, other: Any) -> Column:
        return self._binary("*", other, reverse=True)

    def __rtruediv__(self, other: Any) -> Column:
        return self._binary("/", other, reverse=True)

    def __rmod__(self, other: Any) -> Column:
        return self._binary("%", other, reverse=True)

    def __rpow__(self, other: Any) -> Column:
        return self._binary("power", other, reverse=True)

    # Comparison

    def __eq__(self, other: object) -> Column:  # type: ignore[override]
        return self._binary("==", other)

    def __ne__(self, other: object) -> Column:  # type: ignore[override]
        return self._binary("==", other)._unary("not")

    def __lt__(self, other: Any) -> Column:
        return self._binary("<", other)

    def __le__(self, other: Any) -> Column:
        return self._binary("<=", other)

    def __gt__(self, other: Any) -> Column:
        return self._binary(">", other)

    def __ge__(self, other: Any) -> Column:
        return self._binary(">=", other)

    def eqNullSafe(self, other: Any) -> Column:
        """Equality in which NULL equals NULL: ``<=>``."""
        return self._binary("<=>", other)

    def between(self, lowerBound: Any, upperBound: Any) -> Column:
        """Whether the value is at least the lower and at most the upper bound."""
        return self.__ge__(lowerBound) & self.__le__(upperBound)

    def isin(self, *cols: Any) -> Column:
        """Whether the value equals any of the given ones, passed one by one, as a list or set, or as a DataFrame."""
        values = cols[0] if len(cols) == 1 and isinstance(cols[0], (list, set)) else cols
        relation = getattr(cols[0], "_relation", None) if len(cols) == 1 and not isinstance(cols[0], Column) else None
        if relation is not None:
            is_struct = self._expr.kind == "unresolved_function" and self._expr.body["function_name"] == "struct"
            parts = self._expr.body["arguments"] if is_struct else [self._expr]
            return Column(expression.Subquery(relation, expression.Subquery.IN, parts))
        return Column(expression.function("in", [self._expr, *[_operand(value) for value in values]]))

    def isNull(self) -> Column:
        """Whether the value is NULL."""
        return self._unary("isNull")

    def isNotNull(self) -> Column:
        """Whether the value is not NULL."""
        return self._unary("isNotNull")

    def isNaN(self) -> Column:
        """Whether the value is NaN."""
        return self._unary("isNaN")

    # Logic and bits

    def __and__(self, other: Any) -> Column:
        return self._binary("and", other)

    def __rand__(self, other: Any) -> Column:
        return self._binary("and", other)

    def __or__(self, other: Any) -> Column:
        return self._binary("or", other)

    def __ror__(self, other: Any) -> Column:
        return self._binary("or", other)

    def __invert__(self) -> Column:
        return self._unary("not")

    def bitwiseAND(self, other: Any) -> Column:
        """The bits set in both."""
        return self._binary("&", other)

    def bitwiseOR(self, other: Any) -> Column:
        """The bits set in either."""
        return self._binary("|", other)

    def bitwiseXOR(self, other: Any) -> Column:
        """The bits set in one of both."""
        return self._binary("^", other)

    # Text

    def contains(self, other: Any) -> Column:
        """Whether the text contains another one."""
        return self._binary("contains", other)

    def startswith(self, other: Any) -> Column:
        """Whether the text starts with another one."""
        return self._binary("startsWith", other)

    def endswith(self, other: Any) -> Column:
        """Whether the text ends with another one."""
        return self._binary("endsWith", other)

    def like(self, other: str | Column) -> Column:
        """Whether the text matches an SQL pattern with ``%`` and ``_``."""
        return self._binary("like", other)

    def ilike(self, other: str | Column) -> Column:
        """Whether the text matches an SQL pattern with ``%`` and ``_``, whatever the case."""
        return self._binary("ilike", other)

    def rlike(self, other: str | Column) -> Column:
        """Whether the text contains a match of a regular expression."""
        return self._binary("rlike", other)

    def substr(self, startPos: int | Column, length: int | Column) -> Column:
        """Part of the text from position ``startPos`` (from 1) on. Both arguments are numbers or both are columns."""
        if type(startPos) is not type(length):
            raise PySparkTypeError(
                errorClass="NOT_SAME_TYPE",
                messageParameters={
                    "arg_name1": "startPos",
                    "arg_name2": "length",
                    "arg_type1": type(startPos).__name__,
                    "arg_type2": type(length).__name__,
                },
            )
        if not isinstance(length, (Column, int)):
            raise _not_expected_type("startPos", "Column or int", length)
        return Column(expression.function("substr", [self._expr, _operand(startPos), _operand(length)]))

    # Names, types, order

    def alias(self, *alias: str, **kwargs: Any) -> Column:
        """The column under another name, or several for a function that gives several columns.

        ``metadata``: a dict kept with the column in the schema.
        """
        metadata = kwargs.pop("metadata", None)
        assert not kwargs, f"Unexpected kwargs where passed: {kwargs}"
        if len(alias) > 1 and metadata is not None:
            raise PySparkValueError(
                errorClass="ONLY_ALLOWED_FOR_SINGLE_COLUMN", messageParameters={"arg_name": "metadata"}
            )
        return Column(expression.alias(self._expr, alias, metadata))

    name = alias

    def cast(self, dataType: DataType | str) -> Column:
        """The value converted to another type, given as a DataType or in SQL. Values that do not fit are errors."""
        return self._cast(dataType, is_try=False)

    astype = cast

    def try_cast(self, dataType: DataType | str) -> Column:
        """The value converted to another type; NULL where it does not fit."""
        return self._cast(dataType, is_try=True)

    def _cast(self, data_type: Any, is_try: bool) -> Column:
        if not isinstance(data_type, str):
            from pyrite.sql.types import DataType

            if not isinstance(data_type, DataType):
                raise _not_expected_type("dataType", "DataType or str", data_type)
        return Column(expression.cast(self._expr, data_type, is_try))

    def asc(self) -> Column:
        """Ascending order, NULLs first."""
        return Column(SortOrder(self._expr, True, True))

    def asc_nulls_first(self) -> Column:
        """Ascending order, NULLs first."""
        return Column(SortOrder(self._expr, True, True))

    def asc_nulls_last(self) -> Column:
        """Ascending order, NULLs last."""
        return Column(SortOrder(self._expr, True, False))

    def desc(self) -> Column:
        """Descending order, NULLs last."""
        return Column(SortOrder(self._expr, False, False))

    def desc_nulls_first(self) -> Column:
        """Descending order, NULLs first."""
        return Column(SortOrder(self._expr, False, True))

    def desc_nulls_last(self) -> Column:
        """Descending order, NULLs last."""
        return Column(SortOrder(self._expr, False, False))

    def over(self, window: WindowSpec) -> Column:
        """The function evaluated over a window."""
        from pyrite.sql.window import WindowSpec

        if not isinstance(window, WindowSpec):
            raise _not_expected_type("window", "WindowSpec", window)
        return Column(window._expression(self._expr))

    # Choices

    def when(self, condition: Column, value: Any) -> Column:
        """A further branch of ``functions.when``."""
        if not isinstance(condition, Column):
            raise _not_expected_type("condition", "Column", condition)
        if not isinstance(self._expr, CaseWhen):
            raise IllegalArgumentException(
                "when() can only be applied on a Column previously generated by when() function"
            )
        if self._expr.closed:
            raise IllegalArgumentException("when() cannot be applied once otherwise() is applied")
        return Column(CaseWhen((*self._expr.branches, (condition._expr, _operand(value)))))

    def otherwise(self, value: Any) -> Column:
        """The value where none of the conditions of ``functions.when`` holds."""
        if not isinstance(self._expr, CaseWhen):
            raise IllegalArgumentException("otherwise() can only be applied on a Column previously generated by when()")
        if self._expr.closed:
            raise IllegalArgumentException(
                "otherwise() can only be applied once on a Column previously generated by when()"
            )
        return Column(CaseWhen(self._expr.branches, _operand(value)))

    def transform(self, f: Callable[[Column], Column]) -> Column:
        """What a Python function makes of this column."""
        return f(self)

    # Parts of nested values

    def getItem(self, key: Any) -> Column:
        """The element of an array at a position from 0, or the value of a map's key."""
        _warn_of_column_key(key, "key", "getItem")
        return self[key]

    def getField(self, name: Any) -> Column:
        """The field of a struct."""
        _warn_of_column_key(name, "name", "getField")
        return self[name]

    def withField(self, fieldName: str, col: Column) -> Column:
        """The struct with a field added or replaced."""
        if not isinstance(fieldName, str):
            raise _not_expected_type("fieldName", "str", fieldName)
        if not isinstance(col, Column):
            raise _not_expected_type("col", "Column", col)
        return Column(expression.update_field(self._expr, fieldName, col._expr))

    def dropFields(self, *fieldNames: str) -> Column:
        """The struct without the named fields."""
        if not fieldNames:
            raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "dropFields"})
        result = self._expr
        for name in fieldNames:
            if not isinstance(name, str):
                raise _not_expected_type("fieldName", "str", name)
            result = expression.update_field(result, name, None)
        return Column(result)

    def outer(self) -> Column:
        """The column as one of the outer query, inside of a subquery."""
        return Column(expression.OuterColumn(self._expr))

    def __getattr__(self, item: str) -> Column:
        if item.startswith("__"):
            raise PySparkAttributeError(errorClass="CANNOT_ACCESS_TO_DUNDER", messageParameters={})
        return self[item]

    def __getitem__(self, k: Any) -> Column:
        if isinstance(k, slice):
            if k.step is not None:
                raise PySparkValueError(errorClass="SLICE_WITH_STEP", messageParameters={})
            return self.substr(k.start, k.stop)
        return Column(expression.extract_value(self._expr, _operand(k)))

    # What a column is not

    def __iter__(self) -> NoReturn:
        raise PySparkTypeError(errorClass="NOT_ITERABLE", messageParameters={"objectName": "Column"})

    def __contains__(self, item: Any) -> NoReturn:
        raise PySparkValueError(errorClass="CANNOT_APPLY_IN_FOR_COLUMN", messageParameters={})

    def __bool__(self) -> NoReturn:
        raise PySparkValueError(
            errorClass="CANNOT_CONVERT_COLUMN_INTO_BOOL", messageParameters={"column": self._expr.text}
        )

    __nonzero__ = __bool__

    def __repr__(self) -> str:
        return f"Column<'{self._expr.text}'>"

    def __reduce__(self) -> Any:
        return (Column, (self._expr,))


def _not_expected_type(name: str, expected: str, value: Any) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={"expected_type": expected, "arg_name": name, "arg_type": type(value).__name__},
    )


def _warn_of_column_key(key: Any, argument: str, method: str) -> None:
    if isinstance(key, Column):
        import warnings

        warnings.warn(
            f"A column as '{argument}' in {method} is deprecated; use `column[{argument}]` instead.",
            FutureWarning,
            stacklevel=3,
        )
