"""Sketches: mergeable summaries for counting distinct values and for quantiles."""

from __future__ import annotations

from ._build import call, literal_or_default, optional_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyrite.sql.column import Column

    from ._build import ColumnOrName

__all__ = [
    "hll_sketch_agg",
    "hll_sketch_estimate",
    "hll_union",
    "hll_union_agg",
    "kll_merge_agg_bigint",
    "kll_merge_agg_double",
    "kll_merge_agg_float",
    "kll_sketch_agg_bigint",
    "kll_sketch_agg_double",
    "kll_sketch_agg_float",
    "kll_sketch_get_n_bigint",
    "kll_sketch_get_n_double",
    "kll_sketch_get_n_float",
    "kll_sketch_get_quantile_bigint",
    "kll_sketch_get_quantile_double",
    "kll_sketch_get_quantile_float",
    "kll_sketch_get_rank_bigint",
    "kll_sketch_get_rank_double",
    "kll_sketch_get_rank_float",
    "kll_sketch_merge_bigint",
    "kll_sketch_merge_double",
    "kll_sketch_merge_float",
    "kll_sketch_to_string_bigint",
    "kll_sketch_to_string_double",
    "kll_sketch_to_string_float",
    "theta_difference",
    "theta_intersection",
    "theta_intersection_agg",
    "theta_sketch_agg",
    "theta_sketch_estimate",
    "theta_union",
    "theta_union_agg",
    "tuple_difference_double",
    "tuple_difference_integer",
    "tuple_difference_theta_double",
    "tuple_difference_theta_integer",
    "tuple_intersection_agg_double",
    "tuple_intersection_agg_integer",
    "tuple_intersection_double",
    "tuple_intersection_integer",
    "tuple_intersection_theta_double",
    "tuple_intersection_theta_integer",
    "tuple_sketch_agg_double",
    "tuple_sketch_agg_integer",
    "tuple_sketch_estimate_double",
    "tuple_sketch_estimate_integer",
    "tuple_sketch_summary_double",
    "tuple_sketch_summary_integer",
    "tuple_sketch_theta_double",
    "tuple_sketch_theta_integer",
    "tuple_union_agg_double",
    "tuple_union_agg_integer",
    "tuple_union_double",
    "tuple_union_integer",
    "tuple_union_theta_double",
    "tuple_union_theta_integer",
]


def hll_sketch_agg(col: ColumnOrName, lgConfigK: int | Column | None = None) -> Column:
    """Builds a HyperLogLog sketch for counting distinct values."""
    return call("hll_sketch_agg", col, optional_literal(lgConfigK))


def hll_sketch_estimate(col: ColumnOrName) -> Column:
    """The number of distinct values a HyperLogLog sketch stands for."""
    return call("hll_sketch_estimate", col)


def hll_union(col1: ColumnOrName, col2: ColumnOrName, allowDifferentLgConfigK: Column | bool | None = None) -> Column:
    """Merges two HyperLogLog sketches."""
    return call("hll_union", col1, col2, optional_literal(allowDifferentLgConfigK))


def hll_union_agg(col: ColumnOrName, allowDifferentLgConfigK: bool | Column | None = None) -> Column:
    """Merges the group's HyperLogLog sketches."""
    return call("hll_union_agg", col, optional_literal(allowDifferentLgConfigK))


def kll_merge_agg_bigint(col: ColumnOrName, k: int | Column | None = None) -> Column:
    """Merges the group's KLL sketches of bigint values."""
    return call("kll_merge_agg_bigint", col, optional_literal(k))


def kll_merge_agg_double(col: ColumnOrName, k: int | Column | None = None) -> Column:
    """Merges the group's KLL sketches of double values."""
    return call("kll_merge_agg_double", col, optional_literal(k))


def kll_merge_agg_float(col: ColumnOrName, k: int | Column | None = None) -> Column:
    """Merges the group's KLL sketches of float values."""
    return call("kll_merge_agg_float", col, optional_literal(k))


def kll_sketch_agg_bigint(col: ColumnOrName, k: int | Column | None = None) -> Column:
    """Builds a KLL quantile sketch of bigint values."""
    return call("kll_sketch_agg_bigint", col, optional_literal(k))


def kll_sketch_agg_double(col: ColumnOrName, k: int | Column | None = None) -> Column:
    """Builds a KLL quantile sketch of double values."""
    return call("kll_sketch_agg_double", col, optional_literal(k))


def kll_sketch_agg_float(col: ColumnOrName, k: int | Column | None = None) -> Column:
    """Builds a KLL quantile sketch of float values."""
    return call("kll_sketch_agg_float", col, optional_literal(k))


def kll_sketch_get_n_bigint(col: ColumnOrName) -> Column:
    """The number of values a KLL sketch has seen."""
    return call("kll_sketch_get_n_bigint", col)


def kll_sketch_get_n_double(col: ColumnOrName) -> Column:
    """The number of values a KLL sketch has seen."""
    return call("kll_sketch_get_n_double", col)


def kll_sketch_get_n_float(col: ColumnOrName) -> Column:
    """The number of values a KLL sketch has seen."""
    return call("kll_sketch_get_n_float", col)


def kll_sketch_get_quantile_bigint(sketch: ColumnOrName, rank: ColumnOrName) -> Column:
    """The value at a rank of a KLL sketch."""
    return call("kll_sketch_get_quantile_bigint", sketch, rank)


def kll_sketch_get_quantile_double(sketch: ColumnOrName, rank: ColumnOrName) -> Column:
    """The value at a rank of a KLL sketch."""
    return call("kll_sketch_get_quantile_double", sketch, rank)


def kll_sketch_get_quantile_float(sketch: ColumnOrName, rank: ColumnOrName) -> Column:
    """The value at a rank of a KLL sketch."""
    return call("kll_sketch_get_quantile_float", sketch, rank)


def kll_sketch_get_rank_bigint(sketch: ColumnOrName, quantile: ColumnOrName) -> Column:
    """The rank of a value in a KLL sketch."""
    return call("kll_sketch_get_rank_bigint", sketch, quantile)


def kll_sketch_get_rank_double(sketch: ColumnOrName, quantile: ColumnOrName) -> Column:
    """The rank of a value in a KLL sketch."""
    return call("kll_sketch_get_rank_double", sketch, quantile)


def kll_sketch_get_rank_float(sketch: ColumnOrName, quantile: ColumnOrName) -> Column:
    """The rank of a value in a KLL sketch."""
    return call("kll_sketch_get_rank_float", sketch, quantile)


def kll_sketch_merge_bigint(left: ColumnOrName, right: ColumnOrName) -> Column:
    """Merges two KLL sketches."""
    return call("kll_sketch_merge_bigint", left, right)


def kll_sketch_merge_double(left: ColumnOrName, right: ColumnOrName) -> Column:
    """Merges two KLL sketches."""
    return call("kll_sketch_merge_double", left, right)


def kll_sketch_merge_float(left: ColumnOrName, right: ColumnOrName) -> Column:
    """Merges two KLL sketches."""
    return call("kll_sketch_merge_float", left, right)


def kll_sketch_to_string_bigint(col: ColumnOrName) -> Column:
    """A description of a KLL sketch."""
    return call("kll_sketch_to_string_bigint", col)


def kll_sketch_to_string_double(col: ColumnOrName) -> Column:
    """A description of a KLL sketch."""
    return call("kll_sketch_to_string_double", col)


def kll_sketch_to_string_float(col: ColumnOrName) -> Column:
    """A description of a KLL sketch."""
    return call("kll_sketch_to_string_float", col)


def theta_difference(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A theta sketch of what is in the first sketch but not in the second."""
    return call("theta_difference", col1, col2)


def theta_intersection(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A theta sketch of what is in both sketches."""
    return call("theta_intersection", col1, col2)


def theta_intersection_agg(col: ColumnOrName) -> Column:
    """Intersects the group's theta sketches."""
    return call("theta_intersection_agg", col)


def theta_sketch_agg(col: ColumnOrName, lgNomEntries: int | Column | None = None) -> Column:
    """Builds a theta sketch for counting distinct values."""
    return call("theta_sketch_agg", col, optional_literal(lgNomEntries))


def theta_sketch_estimate(col: ColumnOrName) -> Column:
    """The number of distinct values a theta sketch stands for."""
    return call("theta_sketch_estimate", col)


def theta_union(col1: ColumnOrName, col2: ColumnOrName, lgNomEntries: int | Column | None = None) -> Column:
    """A theta sketch of what is in either sketch."""
    return call("theta_union", col1, col2, optional_literal(lgNomEntries))


def theta_union_agg(col: ColumnOrName, lgNomEntries: int | Column | None = None) -> Column:
    """Merges the group's theta sketches."""
    return call("theta_union_agg", col, optional_literal(lgNomEntries))


def tuple_difference_double(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A tuple sketch of the keys in the first sketch but not in the second."""
    return call("tuple_difference_double", col1, col2)


def tuple_difference_integer(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A tuple sketch of the keys in the first sketch but not in the second."""
    return call("tuple_difference_integer", col1, col2)


def tuple_difference_theta_double(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A tuple sketch of the keys that are not in a theta sketch."""
    return call("tuple_difference_theta_double", col1, col2)


def tuple_difference_theta_integer(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A tuple sketch of the keys that are not in a theta sketch."""
    return call("tuple_difference_theta_integer", col1, col2)


def tuple_intersection_agg_double(col: ColumnOrName, mode: str | Column | None = None) -> Column:
    """Intersects the group's tuple sketches."""
    return call("tuple_intersection_agg_double", col, optional_literal(mode))


def tuple_intersection_agg_integer(col: ColumnOrName, mode: str | Column | None = None) -> Column:
    """Intersects the group's tuple sketches."""
    return call("tuple_intersection_agg_integer", col, optional_literal(mode))


def tuple_intersection_double(col1: ColumnOrName, col2: ColumnOrName, mode: str | Column | None = None) -> Column:
    """A tuple sketch of the keys in both sketches."""
    return call("tuple_intersection_double", col1, col2, optional_literal(mode))


def tuple_intersection_integer(col1: ColumnOrName, col2: ColumnOrName, mode: str | Column | None = None) -> Column:
    """A tuple sketch of the keys in both sketches."""
    return call("tuple_intersection_integer", col1, col2, optional_literal(mode))


def tuple_intersection_theta_double(col1: ColumnOrName, col2: ColumnOrName, mode: str | Column | None = None) -> Column:
    """A tuple sketch of the keys that are also in a theta sketch."""
    return call("tuple_intersection_theta_double", col1, col2, optional_literal(mode))


def tuple_intersection_theta_integer(
    col1: ColumnOrName, col2: ColumnOrName, mode: str | Column | None = None
) -> Column:
    """A tuple sketch of the keys that are also in a theta sketch."""
    return call("tuple_intersection_theta_integer", col1, col2, optional_literal(mode))


def tuple_sketch_agg_double(
    key: ColumnOrName, summary: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """Builds a tuple sketch: distinct keys with a double summary."""
    return call(
        "tuple_sketch_agg_double",
        key,
        summary,
        literal_or_default(lgNomEntries, 12),
        literal_or_default(mode, "sum"),
    )


def tuple_sketch_agg_integer(
    key: ColumnOrName, summary: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """Builds a tuple sketch: distinct keys with an integer summary."""
    return call(
        "tuple_sketch_agg_integer",
        key,
        summary,
        literal_or_default(lgNomEntries, 12),
        literal_or_default(mode, "sum"),
    )


def tuple_sketch_estimate_double(col: ColumnOrName) -> Column:
    """The number of distinct keys a tuple sketch stands for."""
    return call("tuple_sketch_estimate_double", col)


def tuple_sketch_estimate_integer(col: ColumnOrName) -> Column:
    """The number of distinct keys a tuple sketch stands for."""
    return call("tuple_sketch_estimate_integer", col)


def tuple_sketch_summary_double(col: ColumnOrName, mode: str | Column | None = None) -> Column:
    """The summaries of a tuple sketch combined."""
    return call("tuple_sketch_summary_double", col, optional_literal(mode))


def tuple_sketch_summary_integer(col: ColumnOrName, mode: str | Column | None = None) -> Column:
    """The summaries of a tuple sketch combined."""
    return call("tuple_sketch_summary_integer", col, optional_literal(mode))


def tuple_sketch_theta_double(col: ColumnOrName) -> Column:
    """The theta sketch of a tuple sketch's keys."""
    return call("tuple_sketch_theta_double", col)


def tuple_sketch_theta_integer(col: ColumnOrName) -> Column:
    """The theta sketch of a tuple sketch's keys."""
    return call("tuple_sketch_theta_integer", col)


def tuple_union_agg_double(
    col: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """Merges the group's tuple sketches."""
    return call("tuple_union_agg_double", col, literal_or_default(lgNomEntries, 12), literal_or_default(mode, "sum"))


def tuple_union_agg_integer(
    col: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """Merges the group's tuple sketches."""
    return call("tuple_union_agg_integer", col, literal_or_default(lgNomEntries, 12), literal_or_default(mode, "sum"))


def tuple_union_double(
    col1: ColumnOrName, col2: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """A tuple sketch of the keys in either sketch."""
    return call("tuple_union_double", col1, col2, literal_or_default(lgNomEntries, 12), literal_or_default(mode, "sum"))


def tuple_union_integer(
    col1: ColumnOrName, col2: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """A tuple sketch of the keys in either sketch."""
    return call(
        "tuple_union_integer", col1, col2, literal_or_default(lgNomEntries, 12), literal_or_default(mode, "sum")
    )


def tuple_union_theta_double(
    col1: ColumnOrName, col2: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """A tuple sketch of the keys in a tuple or a theta sketch."""
    return call(
        "tuple_union_theta_double", col1, col2, literal_or_default(lgNomEntries, 12), literal_or_default(mode, "sum")
    )


def tuple_union_theta_integer(
    col1: ColumnOrName, col2: ColumnOrName, lgNomEntries: int | Column | None = None, mode: str | Column | None = None
) -> Column:
    """A tuple sketch of the keys in a tuple or a theta sketch."""
    return call(
        "tuple_union_theta_integer",
        col1,
        col2,
        literal_or_default(lgNomEntries, 12),
        literal_or_default(mode, "sum"),
    )
