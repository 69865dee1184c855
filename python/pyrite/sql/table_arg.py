"""A DataFrame as an argument of a table function."""

from __future__ import annotations

from pyrite._connect.expression import TableArgument
from pyrite.errors import IllegalArgumentException

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyrite._connect.expression import Expression
    from pyrite.sql.dataframe import DataFrame

__all__ = ["TableArg"]


class TableArg:
    """Made by ``DataFrame.asTable()``: the rows that a table function's ``eval`` gets one by one."""

    def __init__(
        self,
        df: DataFrame,
        partition: Sequence[Expression] = (),
        order: Sequence[Any] = (),
        is_single: bool = False,
    ) -> None:
        self._df = df
        self._partition = list(partition)
        self._order = list(order)
        self._is_single = is_single

    def partitionBy(self, *cols: Any) -> TableArg:
        """Each combination of values of these columns gets an instance of the function of its own."""
        if self._is_partitioned:
            raise IllegalArgumentException(
                "Cannot call partitionBy() after partitionBy() or withSinglePartition() has been called."
            )
        columns = self._df._columns_of(cols)
        return TableArg(self._df, [column._expr for column in columns], self._order)

    def orderBy(self, *cols: Any) -> TableArg:
        """The order in which each instance gets its rows."""
        if not self._is_partitioned:
            raise IllegalArgumentException("Please call partitionBy() or withSinglePartition() before orderBy().")
        from pyrite.sql._dataframe.checks import sort_columns
        from pyrite.sql.functions._build import col

        columns = sort_columns(cols, True, col, self._df._by_ordinal)
        order = [column._expr.order for column in columns]  # type: ignore[attr-defined]
        return TableArg(self._df, self._partition, [*self._order, *order], self._is_single)

    def withSinglePartition(self) -> TableArg:
        """One instance of the function gets all rows."""
        if self._is_partitioned:
            raise IllegalArgumentException(
                "Cannot call withSinglePartition() after partitionBy() or withSinglePartition() has been called."
            )
        return TableArg(self._df, (), self._order, True)

    @property
    def _is_partitioned(self) -> bool:
        return self._is_single or bool(self._partition)

    @property
    def _expr(self) -> Expression:
        return TableArgument(self._df._relation, self._partition, self._order, self._is_single)
