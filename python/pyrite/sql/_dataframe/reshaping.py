"""Transformations that are made of others: transposed, numbered and zipped rows, and joins with the nearest."""

from __future__ import annotations

from pyrite.errors import AnalysisException
from pyrite.sql.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.dataframe import DataFrame

#: A column that is added for a while. Its name is no user's.
_PLACE = "__pyrite_place"
_RANK = "__pyrite_rank"


def _numbered_by_place(frame: DataFrame, name: str) -> DataFrame:
    """All columns, and one that grows from row to row."""
    from pyrite.sql.functions._build import call, col

    return frame.select(col("*"), call("monotonically_increasing_id").alias(name))


def numbered(frame: DataFrame, name: str) -> DataFrame:
    from pyrite.sql.functions._build import call, col, lit
    from pyrite.sql.window import Window

    placed = _numbered_by_place(frame, _PLACE)
    before = Window.orderBy(col(_PLACE)).rowsBetween(Window.unboundedPreceding, Window.currentRow)
    number = (call("count", lit(1)).over(before) - lit(1)).alias(name)
    columns = [placed[position] for position in range(len(frame.columns))]
    return placed.select(*columns, number)


def transposed(frame: DataFrame, index: Column | None) -> DataFrame:
    from pyrite.sql.functions._build import call
    from pyrite.sql.types import StringType, StructField, StructType

    names = frame.columns
    if not names:
        return frame
    if index is None:
        index = frame[0]
        assert isinstance(index, Column)
    chosen = frame.select(index).schema.fields[0]
    if not _can_name_columns(chosen.dataType):
        raise _invalid_index(f"Index column must be of atomic type, but found: {chosen.dataType.simpleString()}")
    others = [position for position, name in enumerate(names) if name.lower() != chosen.name.lower()]
    if len(others) == len(names):
        raise _invalid_index("Index column must be an atomic attribute")
    values = [frame[position] for position in others]
    key = StructField("key", StringType(), False)
    if not values:
        rows = frame.filter(index.isNotNull()).sort(index).select(index.cast("string")).collect()
        empty = [StructField(row[0], StringType()) for row in rows]
        return frame.sparkSession.createDataFrame([], StructType([key, *empty]))
    element = _common_type(frame, values)
    limit = int(frame.sparkSession.conf.get("spark.sql.transposeMaxValues", "500") or 500)
    typed = [call("array", *[value.cast(element) for value in values])]
    rows = frame.filter(index.isNotNull()).sort(index).select(index.cast("string"), *typed).limit(limit + 1).collect()
    if len(rows) > limit:
        raise AnalysisException(
            f"[TRANSPOSE_EXCEED_ROW_LIMIT] Number of rows exceeds the allowed limit of {limit} for TRANSPOSE. If this "
            "was intended, set spark.sql.transposeMaxValues to at least the current row count. SQLSTATE: 54006",
            errorClass="TRANSPOSE_EXCEED_ROW_LIMIT",
            messageParameters={"maxValues": str(limit), "config": "spark.sql.transposeMaxValues"},
            sqlState="54006",
        )
    schema = StructType([key, *[StructField(row[0], element) for row in rows]])
    lines = [(names[position], *[row[1][place] for row in rows]) for place, position in enumerate(others)]
    return frame.sparkSession.createDataFrame(lines, schema)


def _can_name_columns(data_type: Any) -> bool:
    from pyrite.sql._types.base import AtomicType

    return isinstance(data_type, AtomicType) and data_type.typeName() != "variant"


def _invalid_index(reason: str) -> AnalysisException:
    return AnalysisException(
        f"[TRANSPOSE_INVALID_INDEX_COLUMN] Invalid index column for TRANSPOSE because: {reason} SQLSTATE: 42804",
        errorClass="TRANSPOSE_INVALID_INDEX_COLUMN",
        messageParameters={"reason": reason},
        sqlState="42804",
    )


def _common_type(frame: DataFrame, values: list[Column]) -> Any:
    """The type that the values of all columns can be cast to without loss."""
    from pyrite.sql._types.atomic import NumericType, StringType
    from pyrite.sql.functions._build import call

    types = [field.dataType for field in frame.select(*values).schema.fields]
    texts = [isinstance(kind, StringType) for kind in types]
    numbers = [isinstance(kind, NumericType) for kind in types]
    try:
        if any(texts) and any(numbers):
            raise AnalysisException("texts and numbers")
        return frame.select(call("array", *values)).schema.fields[0].dataType.elementType  # type: ignore[attr-defined]
    except AnalysisException:
        first = types[0].simpleString().upper()
        other = next((kind.simpleString().upper() for kind in types if kind != types[0]), first)
        raise AnalysisException(
            f"[TRANSPOSE_NO_LEAST_COMMON_TYPE] Transpose requires non-index columns to share a least common type, but "
            f'"{first}" and "{other}" do not. SQLSTATE: 42K09',
            errorClass="TRANSPOSE_NO_LEAST_COMMON_TYPE",
            messageParameters={"dt1": f'"{first}"', "dt2": f'"{other}"'},
            sqlState="42K09",
        ) from None


def zipped(left: DataFrame, right: DataFrame) -> DataFrame:
    """The columns of both. The rows of the same source stand at the same places on both sides, and meet there."""
    if left._relation.source != right._relation.source:
        raise AnalysisException(
            "[ZIP_PLANS_NOT_MERGEABLE] The two DataFrames of zip cannot be aligned: they must derive from the same "
            "DataFrame by projections only. SQLSTATE: 42K03",
            errorClass="ZIP_PLANS_NOT_MERGEABLE",
            messageParameters={},
            sqlState="42K03",
        )
    first = _numbered_by_place(left, _PLACE)
    second = _numbered_by_place(right, _PLACE)
    widths = len(left.columns), len(right.columns)
    both = first.join(second, first[widths[0]] == second[widths[1]]).sort(first[widths[0]])
    columns = [first[position] for position in range(widths[0])] + [second[position] for position in range(widths[1])]
    return both.select(*columns)


def nearest(
    left: DataFrame, right: DataFrame, ranking: Column, count: int, mode: str, direction: str, join_type: str
) -> DataFrame:
    from pyrite.sql.functions._build import call, col, lit
    from pyrite.sql.window import Window

    from .checks import check_type

    check_type("rankingExpression", ranking, Column, "Column")
    check_type("numResults", count, int, "int")
    if not 1 <= count <= 100_000:
        raise _invalid_nearest(
            "NUM_RESULTS_OUT_OF_RANGE", f"The number of results must be from 1 to 100000, got {count}."
        )
    if mode.lower() not in ("approx", "exact"):
        raise _invalid_nearest("UNSUPPORTED_MODE", f"The mode {mode!r} is none of 'approx' and 'exact'.")
    if direction.lower() not in ("distance", "similarity"):
        raise _invalid_nearest(
            "UNSUPPORTED_DIRECTION", f"The direction {direction!r} is none of 'distance' and 'similarity'."
        )
    how = join_type.lower().replace("_", "")
    if how not in ("inner", "leftouter"):
        raise _invalid_nearest(
            "UNSUPPORTED_JOIN_TYPE", f"The join type {join_type!r} is none of 'inner' and 'leftouter'."
        )
    placed = _numbered_by_place(left, _PLACE)
    on = ranking.isNotNull()
    pairs = placed.join(right, on, "left" if how == "leftouter" else "inner")
    order = ranking.desc() if direction.lower() == "similarity" else ranking.asc()
    place = placed[len(left.columns)]
    rank = call("row_number").over(Window.partitionBy(place).orderBy(order)).alias(_RANK)
    columns = [placed[position] for position in range(len(left.columns))]
    columns += [right[position] for position in range(len(right.columns))]
    best = pairs.select(*columns, rank).filter(col(_RANK) <= lit(count))
    return best.drop(_RANK)


def _invalid_nearest(condition: str, reason: str) -> AnalysisException:
    return AnalysisException(
        f"[NEAREST_BY_JOIN.{condition}] Invalid nearest-by join. {reason} SQLSTATE: 42604",
        errorClass=f"NEAREST_BY_JOIN.{condition}",
        messageParameters={},
        sqlState="42604",
    )
