"""Functions that need a window: ``function.over(window)``."""

from __future__ import annotations

from ._build import call, lit, optional_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.column import Column

    from ._build import ColumnOrName

__all__ = [
    "cume_dist",
    "dense_rank",
    "lag",
    "lead",
    "nth_value",
    "ntile",
    "percent_rank",
    "rank",
    "row_number",
]


def cume_dist() -> Column:
    """The share of the window's rows that are at or before this one."""
    return call("cume_dist")


def dense_rank() -> Column:
    """The rank of the row, without gaps after ties."""
    return call("dense_rank")


def lag(col: ColumnOrName, offset: Column | int = 1, default: Column | Any | None = None) -> Column:
    """The value ``offset`` rows before this one in the window; ``default`` where there is none."""
    return call("lag", col, lit(offset), optional_literal(default))


def lead(col: ColumnOrName, offset: Column | int = 1, default: Column | Any | None = None) -> Column:
    """The value ``offset`` rows after this one in the window; ``default`` where there is none."""
    return call("lead", col, lit(offset), optional_literal(default))


def nth_value(col: ColumnOrName, offset: Column | int, ignoreNulls: Column | bool | None = False) -> Column:
    """The value of the frame's ``offset``-th row (from 1)."""
    return call("nth_value", col, lit(offset), optional_literal(ignoreNulls))


def ntile(n: Column | int) -> Column:
    """The number (from 1) of the row's bucket out of ``n`` as equal as can be."""
    return call("ntile", lit(n))


def percent_rank() -> Column:
    """The relative rank, from 0 to 1."""
    return call("percent_rank")


def rank() -> Column:
    """The rank of the row, with gaps after ties."""
    return call("rank")


def row_number() -> Column:
    """The number of the row in its window, from 1."""
    return call("row_number")
