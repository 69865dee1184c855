"""Aggregate functions."""

from __future__ import annotations

from pyrite._connect.expression import Expression
from pyrite.sql.column import Column

from ._build import (
    call,
    call_distinct,
    call_internal,
    lit,
    not_expected_type,
    number_or_column,
    optional_literal,
    percentages,
    random_seed,
    to_column,
    warn_deprecated,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from ._build import ColumnOrName

__all__ = [
    "any_value",
    "approxCountDistinct",
    "approx_count_distinct",
    "approx_percentile",
    "array_agg",
    "avg",
    "bit_and",
    "bit_or",
    "bit_xor",
    "bitmap_and_agg",
    "bitmap_construct_agg",
    "bitmap_or_agg",
    "bool_and",
    "bool_or",
    "collect_list",
    "collect_set",
    "collect_union",
    "corr",
    "count",
    "countDistinct",
    "count_distinct",
    "count_if",
    "count_min_sketch",
    "counter_diff",
    "covar_pop",
    "covar_samp",
    "every",
    "first",
    "first_value",
    "grouping",
    "grouping_id",
    "histogram_numeric",
    "kurtosis",
    "last",
    "last_value",
    "listagg",
    "listagg_distinct",
    "max",
    "max_by",
    "mean",
    "median",
    "min",
    "min_by",
    "mode",
    "percentile",
    "percentile_approx",
    "product",
    "regr_avgx",
    "regr_avgy",
    "regr_count",
    "regr_intercept",
    "regr_r2",
    "regr_slope",
    "regr_sxx",
    "regr_sxy",
    "regr_syy",
    "schema_of_variant_agg",
    "skewness",
    "some",
    "std",
    "stddev",
    "stddev_pop",
    "stddev_samp",
    "string_agg",
    "string_agg_distinct",
    "sum",
    "sumDistinct",
    "sum_distinct",
    "try_avg",
    "try_sum",
    "var_pop",
    "var_samp",
    "variance",
    "vector_avg",
    "vector_sum",
]


def any_value(col: ColumnOrName, ignoreNulls: bool | Column | None = None) -> Column:
    """Some value of the group."""
    return call("any_value", col, number_or_column(ignoreNulls))


def approx_count_distinct(col: ColumnOrName, rsd: Column | float | None = None) -> Column:
    """The estimated number of distinct values, with relative standard deviation ``rsd`` (0.05 when left out)."""
    return call("approx_count_distinct", col, optional_literal(rsd))


def approx_percentile(
    col: ColumnOrName, percentage: Column | float | Sequence[float], accuracy: Column | int = 10000
) -> Column:
    """The smallest value that at least the given share of the values does not exceed, up to ``accuracy``."""
    return call("approx_percentile", col, percentages(percentage), lit(accuracy))


def array_agg(col: ColumnOrName) -> Column:
    """All values of the group, as an array; NULLs are left out."""
    return call("array_agg", col)


def avg(col: ColumnOrName) -> Column:
    """The mean."""
    return call("avg", col)


def bit_and(col: ColumnOrName) -> Column:
    """All values combined by bitwise AND."""
    return call("bit_and", col)


def bit_or(col: ColumnOrName) -> Column:
    """All values combined by bitwise OR."""
    return call("bit_or", col)


def bit_xor(col: ColumnOrName) -> Column:
    """All values combined by bitwise XOR."""
    return call("bit_xor", col)


def bitmap_and_agg(col: ColumnOrName) -> Column:
    """The bitmaps of the group combined by AND."""
    return call("bitmap_and_agg", col)


def bitmap_construct_agg(col: ColumnOrName) -> Column:
    """A bitmap with the given bit positions set."""
    return call("bitmap_construct_agg", col)


def bitmap_or_agg(col: ColumnOrName) -> Column:
    """The bitmaps of the group combined by OR."""
    return call("bitmap_or_agg", col)


def bool_and(col: ColumnOrName) -> Column:
    """Whether all values are true."""
    return call("bool_and", col)


def bool_or(col: ColumnOrName) -> Column:
    """Whether any value is true."""
    return call("bool_or", col)


def collect_list(col: ColumnOrName) -> Column:
    """All values of the group, as an array; NULLs are left out."""
    return call("collect_list", col)


def collect_set(col: ColumnOrName) -> Column:
    """The distinct values of the group, as an array; NULLs are left out."""
    return call("collect_set", col)


def collect_union(col: ColumnOrName) -> Column:
    """The distinct elements of the group's arrays."""
    return call("collect_union", col)


def corr(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """Pearson's correlation coefficient."""
    return call("corr", col1, col2)


def count_if(col: ColumnOrName) -> Column:
    """The number of rows for which the condition holds."""
    return call("count_if", col)


def counter_diff(value: ColumnOrName, startTime: ColumnOrName | None = None) -> Column:
    """The increase of a counter that may have been reset."""
    return call("counter_diff", value, startTime)


def covar_pop(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The covariance of a population."""
    return call("covar_pop", col1, col2)


def covar_samp(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The covariance of a sample."""
    return call("covar_samp", col1, col2)


def every(col: ColumnOrName) -> Column:
    """Whether all values are true."""
    return call("every", col)


def first(col: ColumnOrName, ignorenulls: Column | bool = False) -> Column:
    """The first value of the group, or the first that is not NULL with ``ignorenulls``."""
    return call("first", col, lit(ignorenulls))


def first_value(col: ColumnOrName, ignoreNulls: bool | Column | None = None) -> Column:
    """The first value of the group, or the first that is not NULL with ``ignoreNulls``."""
    return call("first_value", col, number_or_column(ignoreNulls))


def grouping(col: ColumnOrName) -> Column:
    """1 when the column is aggregated over in this row of a ROLLUP, CUBE or GROUPING SETS, else 0."""
    return call("grouping", col)


def grouping_id(*cols: ColumnOrName) -> Column:
    """The bits of :func:`grouping` of all grouping columns as one number."""
    return call("grouping_id", *cols)


def histogram_numeric(col: ColumnOrName, nBins: ColumnOrName) -> Column:
    """A histogram of ``nBins`` bins as an array of (x, y)."""
    return call("histogram_numeric", col, nBins)


def kurtosis(col: ColumnOrName) -> Column:
    """The excess kurtosis."""
    return call("kurtosis", col)


def last(col: ColumnOrName, ignorenulls: Column | bool = False) -> Column:
    """The last value of the group, or the last that is not NULL with ``ignorenulls``."""
    return call("last", col, lit(ignorenulls))


def last_value(col: ColumnOrName, ignoreNulls: bool | Column | None = None) -> Column:
    """The last value of the group, or the last that is not NULL with ``ignoreNulls``."""
    return call("last_value", col, number_or_column(ignoreNulls))


def listagg(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """All values joined with a delimiter; NULLs are left out."""
    return call("listagg", col, optional_literal(delimiter))


def max(col: ColumnOrName) -> Column:
    """The largest value."""
    return call("max", col)


def max_by(col: ColumnOrName, ord: ColumnOrName, k: Column | int | None = None) -> Column:
    """The value (or with ``k``, the array of values) of ``col`` in the row with the largest ``ord``."""
    return call("max_by", col, ord, optional_literal(k))


def median(col: ColumnOrName) -> Column:
    """The median."""
    return call("median", col)


def min(col: ColumnOrName) -> Column:
    """The smallest value."""
    return call("min", col)


def min_by(col: ColumnOrName, ord: ColumnOrName, k: Column | int | None = None) -> Column:
    """The value (or with ``k``, the array of values) of ``col`` in the row with the smallest ``ord``."""
    return call("min_by", col, ord, optional_literal(k))


def mode(col: ColumnOrName, deterministic: Column | bool = False) -> Column:
    """The most frequent value; the smallest of several with ``deterministic``."""
    return call("mode", col, lit(deterministic))


def percentile_approx(
    col: ColumnOrName, percentage: Column | float | Sequence[float], accuracy: Column | int = 10000
) -> Column:
    """The smallest value that at least the given share of the values does not exceed, up to ``accuracy``."""
    return call("percentile_approx", col, percentages(percentage), lit(accuracy))


def product(col: ColumnOrName) -> Column:
    """The product of the group's values as a double; NULL where there are none.

    >>> spark.range(1, 5).select(product("id")).first()[0]
    24.0
    """
    return call_internal("product", col)


def regr_avgx(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The mean of ``x`` over the pairs without NULL."""
    return call("regr_avgx", y, x)


def regr_avgy(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The mean of ``y`` over the pairs without NULL."""
    return call("regr_avgy", y, x)


def regr_count(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The number of pairs without NULL."""
    return call("regr_count", y, x)


def regr_intercept(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The intercept of the least-squares line."""
    return call("regr_intercept", y, x)


def regr_r2(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The coefficient of determination of the least-squares line."""
    return call("regr_r2", y, x)


def regr_slope(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The slope of the least-squares line."""
    return call("regr_slope", y, x)


def regr_sxx(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The sum of squares of ``x`` around its mean."""
    return call("regr_sxx", y, x)


def regr_sxy(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The sum of products of ``x`` and ``y`` around their means."""
    return call("regr_sxy", y, x)


def regr_syy(y: ColumnOrName, x: ColumnOrName) -> Column:
    """The sum of squares of ``y`` around its mean."""
    return call("regr_syy", y, x)


def schema_of_variant_agg(v: ColumnOrName) -> Column:
    """The schema that all variant values of the group fit."""
    return call("schema_of_variant_agg", v)


def skewness(col: ColumnOrName) -> Column:
    """The skewness."""
    return call("skewness", col)


def some(col: ColumnOrName) -> Column:
    """Whether any value is true."""
    return call("some", col)


def std(col: ColumnOrName) -> Column:
    """The standard deviation of a sample."""
    return call("std", col)


def stddev(col: ColumnOrName) -> Column:
    """The standard deviation of a sample."""
    return call("stddev", col)


def stddev_pop(col: ColumnOrName) -> Column:
    """The standard deviation of a population."""
    return call("stddev_pop", col)


def stddev_samp(col: ColumnOrName) -> Column:
    """The standard deviation of a sample."""
    return call("stddev_samp", col)


def string_agg(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """All values joined with a delimiter; NULLs are left out."""
    return call("string_agg", col, optional_literal(delimiter))


def sum(col: ColumnOrName) -> Column:
    """The sum."""
    return call("sum", col)


def try_avg(col: ColumnOrName) -> Column:
    """The mean, or NULL where it overflows."""
    return call("try_avg", col)


def try_sum(col: ColumnOrName) -> Column:
    """The sum, or NULL where it overflows."""
    return call("try_sum", col)


def var_pop(col: ColumnOrName) -> Column:
    """The variance of a population."""
    return call("var_pop", col)


def var_samp(col: ColumnOrName) -> Column:
    """The variance of a sample."""
    return call("var_samp", col)


def variance(col: ColumnOrName) -> Column:
    """The variance of a sample."""
    return call("variance", col)


def vector_avg(col: ColumnOrName) -> Column:
    """The mean of vectors, element by element."""
    return call("vector_avg", col)


def vector_sum(col: ColumnOrName) -> Column:
    """The sum of vectors, element by element."""
    return call("vector_sum", col)


def count(col: ColumnOrName) -> Column:
    """The number of rows where the value is not NULL; of all rows for ``"*"``."""
    column = to_column(col)
    if column._expr.kind != "unresolved_star":
        return call("count", column)
    # It is shown with its star, but its column is named by what it counts.
    ones = call("count", lit(1))._expr
    return Column(Expression(ones.kind, ones.body, f"count({column._expr.text})"))


def count_distinct(col: ColumnOrName, *cols: ColumnOrName) -> Column:
    """The number of distinct combinations of values, NULLs left out."""
    return call_distinct("count", col, *cols)


countDistinct = count_distinct


def sum_distinct(col: ColumnOrName) -> Column:
    """The sum of the distinct values."""
    return call_distinct("sum", col)


def listagg_distinct(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """The distinct values joined with a delimiter; NULLs are left out."""
    return call_distinct("listagg", col, optional_literal(delimiter))


def string_agg_distinct(col: ColumnOrName, delimiter: Column | str | bytes | None = None) -> Column:
    """The distinct values joined with a delimiter; NULLs are left out."""
    return call_distinct("string_agg", col, optional_literal(delimiter))


def mean(col: ColumnOrName) -> Column:
    """The mean."""
    return call("avg", col)


def percentile(
    col: ColumnOrName,
    percentage: Column | float | Sequence[float],
    frequency: Column | int = 1,
) -> Column:
    """The exact percentile, interpolated; an array of them for several percentages."""
    if not isinstance(frequency, (int, Column)):
        raise not_expected_type("frequency", "Column or int", frequency)
    return call("percentile", col, percentages(percentage), lit(frequency))


def count_min_sketch(
    col: ColumnOrName,
    eps: Column | float,
    confidence: Column | float,
    seed: Column | int | None = None,
) -> Column:
    """A count-min sketch of the values, as bytes."""
    return call("count_min_sketch", col, lit(eps), lit(confidence), random_seed(seed))


def approxCountDistinct(col: ColumnOrName, rsd: float | None = None) -> Column:
    """Use :func:`approx_count_distinct`."""
    warn_deprecated("approx_count_distinct")
    return approx_count_distinct(col, rsd)


def sumDistinct(col: ColumnOrName) -> Column:
    """Use :func:`sum_distinct`."""
    warn_deprecated("sum_distinct")
    return sum_distinct(col)
