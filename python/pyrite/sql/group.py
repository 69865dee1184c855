"""GroupedData: groups of rows, waiting for an aggregation."""

from __future__ import annotations

from pyrite._connect.literal import literal_message
from pyrite.errors import AnalysisException, UnsupportedOperationException
from pyrite.sql.column import Column

from ._dataframe.checks import check_type, numeric_column
from .pandas.group_ops import PandasGroupedOpsMixin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyrite.sql.dataframe import DataFrame

__all__ = ["GroupedData"]

_GROUP_TYPES = {"groupby": 1, "rollup": 2, "cube": 3, "pivot": 4, "grouping_sets": 5}
_SHOWN_TYPES = {
    "groupby": "GroupBy",
    "rollup": "RollUp",
    "cube": "Cube",
    "pivot": "Pivot",
    "grouping_sets": "GroupingSets",
}


class GroupedData(PandasGroupedOpsMixin):
    """Made by ``groupBy``, ``rollup``, ``cube`` and ``groupingSets`` of a DataFrame."""

    def __init__(
        self,
        df: DataFrame,
        kind: str,
        columns: Sequence[Column],
        pivot: tuple[Column, list[Any] | None] | None = None,
        grouping_sets: Sequence[Sequence[Column]] = (),
    ) -> None:
        self._df = df
        self._kind = kind
        self._columns = columns
        self._pivot = pivot
        self._grouping_sets = grouping_sets

    def agg(self, *exprs: Column | dict[str, str]) -> DataFrame:
        """One row for each group: the grouping columns and the given aggregates.

        Aggregates are columns, or a dict from columns' names to functions' names.
        """
        assert exprs, "exprs should not be empty"
        if len(exprs) == 1 and isinstance(exprs[0], dict):
            return self._aggregate([_named_aggregate(function, name) for name, function in exprs[0].items()])
        assert all(isinstance(expr, Column) for expr in exprs), "all exprs should be Column"
        return self._aggregate(exprs)  # type: ignore[arg-type]

    def count(self) -> DataFrame:
        """The number of rows of each group."""
        return self._aggregate([_named_aggregate("count", "*").alias("count")])

    def min(self, *cols: str) -> DataFrame:
        """The smallest value of the given (or all) numeric columns of each group."""
        return self._numeric("min", cols)

    def max(self, *cols: str) -> DataFrame:
        """The largest value of the given (or all) numeric columns of each group."""
        return self._numeric("max", cols)

    def sum(self, *cols: str) -> DataFrame:
        """The sum of the given (or all) numeric columns of each group."""
        return self._numeric("sum", cols)

    def avg(self, *cols: str) -> DataFrame:
        """The mean of the given (or all) numeric columns of each group."""
        return self._numeric("avg", cols)

    mean = avg

    def pivot(self, pivot_col: str, values: list[Any] | None = None) -> GroupedData:
        """One column for each value of ``pivot_col``; the values are looked up when they are not given."""
        if self._kind != "groupby":
            raise _pivot_error(self._kind)
        check_type("pivot_col", pivot_col, str, "str")
        if values is not None:
            check_type("values", values, list, "list")
            for value in values:
                check_type("value", value, (bool, float, int, str), "bool, float, int or str")
        column = self._df[pivot_col]
        assert isinstance(column, Column)
        return GroupedData(self._df, "pivot", self._columns, (column, values))

    def _numeric(self, function: str, names: tuple[str, ...]) -> DataFrame:
        from pyrite.sql._types.atomic import NumericType

        schema = self._df.schema
        if names:
            for name in names:
                if not numeric_column(name, schema) and not _is_numeric(self._df.select(name)):
                    raise AnalysisException(
                        f'"{name}" is not a numeric column. Aggregation function can only be applied on a numeric '
                        "column.",
                        errorClass="_LEGACY_ERROR_TEMP_1323",
                        messageParameters={"colName": name},
                    )
        else:
            names = tuple([field.name for field in schema.fields if isinstance(field.dataType, NumericType)])
        return self._aggregate([_named_aggregate(function, name) for name in names])

    def _aggregate(self, aggregates: Sequence[Column]) -> DataFrame:
        body: dict[str, Any] = {
            "group_type": _GROUP_TYPES[self._kind],
            "grouping_expressions": [column._expr for column in self._columns],
            "aggregate_expressions": [column._expr for column in aggregates],
        }
        if self._pivot is not None:
            column, values = self._pivot
            body["pivot"] = {"col": column._expr, "values": [literal_message(value) for value in values or ()]}
        if self._kind == "grouping_sets":
            body["grouping_sets"] = [
                {"grouping_set": [column._expr for column in columns]} for columns in self._grouping_sets
            ]
        return self._df._over("aggregate", **body)

    def __repr__(self) -> str:
        grouping = ", ".join([column._expr.text for column in self._columns])
        fields = ", ".join([f"{name}: {kind}" for name, kind in self._df.dtypes])
        return f"GroupedData[grouping expressions: [{grouping}], value: [{fields}], type: {_SHOWN_TYPES[self._kind]}]"


def _is_numeric(frame: DataFrame) -> bool:
    from pyrite.sql._types.atomic import NumericType

    return isinstance(frame.schema.fields[0].dataType, NumericType)


def _pivot_error(kind: str) -> UnsupportedOperationException:
    """What a pivot of groups that are pivoted, or are no plain groups, raises."""
    if kind == "pivot":
        return UnsupportedOperationException(
            "[REPEATED_CLAUSE] The PIVOT clause may be used at most once per SUBQUERY operation. SQLSTATE: 42614",
            errorClass="REPEATED_CLAUSE",
            messageParameters={"clause": "PIVOT", "operation": "SUBQUERY"},
            sqlState="42614",
        )
    return UnsupportedOperationException(
        "[UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY] The feature is not supported: PIVOT clause following a GROUP BY "
        "clause. Consider pushing the GROUP BY into a subquery. SQLSTATE: 0A000",
        errorClass="UNSUPPORTED_FEATURE.PIVOT_AFTER_GROUP_BY",
        messageParameters={},
        sqlState="0A000",
    )


def _named_aggregate(function: str, name: str) -> Column:
    from pyrite.sql.functions._build import call, col, lit

    return call(function, lit(1) if name == "*" and function.lower() == "count" else col(name))
