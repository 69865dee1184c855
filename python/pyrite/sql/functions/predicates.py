"""Conditions, NULL handling and choices."""

from __future__ import annotations

from pyrite._connect.expression import CaseWhen
from pyrite.sql.column import Column

from ._build import at_least_two, call, lit, not_expected_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._build import ColumnOrName

__all__ = [
    "assert_true",
    "coalesce",
    "equal_null",
    "greatest",
    "ifnull",
    "isnan",
    "isnotnull",
    "isnull",
    "least",
    "nanvl",
    "nullif",
    "nullifzero",
    "nvl",
    "nvl2",
    "raise_error",
    "when",
    "zeroifnull",
]


def coalesce(*cols: ColumnOrName) -> Column:
    """The first value that is not NULL."""
    return call("coalesce", *cols)


def equal_null(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """Whether both are equal or both NULL."""
    return call("equal_null", col1, col2)


def ifnull(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The first value, or the second where that is NULL."""
    return call("ifnull", col1, col2)


def isnan(col: ColumnOrName) -> Column:
    """Whether the value is NaN."""
    return call("isnan", col)


def isnotnull(col: ColumnOrName) -> Column:
    """Whether the value is not NULL."""
    return call("isnotnull", col)


def isnull(col: ColumnOrName) -> Column:
    """Whether the value is NULL."""
    return call("isnull", col)


def nanvl(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The first value, or the second where that is NaN."""
    return call("nanvl", col1, col2)


def nullif(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The first value, or NULL where both are equal."""
    return call("nullif", col1, col2)


def nullifzero(col: ColumnOrName) -> Column:
    """The value, or NULL where it is zero."""
    return call("nullifzero", col)


def nvl(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The first value, or the second where that is NULL."""
    return call("nvl", col1, col2)


def nvl2(col1: ColumnOrName, col2: ColumnOrName, col3: ColumnOrName) -> Column:
    """The second value where the first is not NULL, else the third."""
    return call("nvl2", col1, col2, col3)


def zeroifnull(col: ColumnOrName) -> Column:
    """The value, or zero where it is NULL."""
    return call("zeroifnull", col)


def greatest(*cols: ColumnOrName) -> Column:
    """The largest of at least two values; NULLs are left out."""
    return call("greatest", *at_least_two("greatest", cols))


def least(*cols: ColumnOrName) -> Column:
    """The smallest of at least two values; NULLs are left out."""
    return call("least", *at_least_two("least", cols))


def when(condition: Column, value: Any) -> Column:
    """``value`` where the condition holds; goes on with ``Column.when`` and ends with ``Column.otherwise``."""
    if not isinstance(condition, Column):
        raise not_expected_type("condition", "Column", condition)
    return Column(CaseWhen(((condition._expr, lit(value)._expr),)))


def assert_true(col: ColumnOrName, errMsg: Column | str | None = None) -> Column:
    """NULL where the condition holds, an error with the given message where it does not."""
    if errMsg is None:
        return call("assert_true", col)
    if not isinstance(errMsg, (str, Column)):
        raise not_expected_type("errMsg", "Column or str", errMsg)
    return call("assert_true", col, lit(errMsg))


def raise_error(errMsg: Column | str) -> Column:
    """Fails with the given message when it is evaluated."""
    if not isinstance(errMsg, (str, Column)):
        raise not_expected_type("errMsg", "Column or str", errMsg)
    return call("raise_error", lit(errMsg))
