"""Columns, literals, SQL text, sort orders and hints."""

from __future__ import annotations

from pyrite._connect import expression
from pyrite.sql.column import Column

from ._build import col, lit, not_expected_type, to_column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyrite.sql.dataframe import DataFrame

    from ._build import ColumnOrName

__all__ = [
    "asc",
    "asc_nulls_first",
    "asc_nulls_last",
    "broadcast",
    "col",
    "column",
    "desc",
    "desc_nulls_first",
    "desc_nulls_last",
    "expr",
    "lit",
]

column = col


def expr(str: str) -> Column:
    """An expression given as SQL text."""
    return Column(expression.sql_expression(str))


def broadcast(df: DataFrame) -> DataFrame:
    """Marks a DataFrame as small enough to be copied to all tasks of a join."""
    from pyrite.sql.dataframe import DataFrame

    if not isinstance(df, DataFrame):
        raise not_expected_type("df", "DataFrame", df)
    return df.hint("broadcast")


def asc(col: ColumnOrName) -> Column:
    """Ascending order, NULLs first."""
    return to_column(col).asc()


def asc_nulls_first(col: ColumnOrName) -> Column:
    """Ascending order, NULLs first."""
    return to_column(col).asc_nulls_first()


def asc_nulls_last(col: ColumnOrName) -> Column:
    """Ascending order, NULLs last."""
    return to_column(col).asc_nulls_last()


def desc(col: ColumnOrName) -> Column:
    """Descending order, NULLs last."""
    return to_column(col).desc()


def desc_nulls_first(col: ColumnOrName) -> Column:
    """Descending order, NULLs first."""
    return to_column(col).desc_nulls_first()


def desc_nulls_last(col: ColumnOrName) -> Column:
    """Descending order, NULLs last."""
    return to_column(col).desc_nulls_last()
