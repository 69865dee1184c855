"""Partition transforms, for ``DataFrameWriterV2.partitionedBy``."""

from __future__ import annotations

from pyrite.sql.column import Column

from ._build import call, lit, not_expected_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ._build import ColumnOrName

__all__ = ["bucket", "days", "hours", "months", "years"]


def years(col: ColumnOrName) -> Column:
    """One partition for each year."""
    return call("years", col)


def months(col: ColumnOrName) -> Column:
    """One partition for each month."""
    return call("months", col)


def days(col: ColumnOrName) -> Column:
    """One partition for each day."""
    return call("days", col)


def hours(col: ColumnOrName) -> Column:
    """One partition for each hour."""
    return call("hours", col)


def bucket(numBuckets: Column | int, col: ColumnOrName) -> Column:
    """A fixed number of partitions, chosen by the value's hash."""
    if not isinstance(numBuckets, (int, Column)):
        raise not_expected_type("numBuckets", "Column or int", numBuckets)
    return call("bucket", lit(numBuckets), col)
