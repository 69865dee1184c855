"""Transposed, numbered and zipped DataFrames, and joins with the nearest rows."""

from __future__ import annotations

import pytest
from api import F, errors


def values(frame):
    return [tuple(row) for row in frame.collect()]


def test_transposed_columns_are_named_by_the_sorted_index(spark):
    frame = spark.createDataFrame([("B", 3, 4.5), ("A", 1, 2.5), (None, 9, 9.0)], ["id", "x", "y"])
    turned = frame.transpose()
    assert turned.dtypes == [("key", "string"), ("A", "double"), ("B", "double")]
    assert values(turned) == [("x", 1.0, 3.0), ("y", 2.5, 4.5)]


def test_transposing_what_has_no_common_type(spark):
    frame = spark.createDataFrame([("A", 1, "u")], ["id", "x", "y"])
    with pytest.raises(errors.AnalysisException) as failure:
        frame.transpose()
    assert failure.value.getCondition() == "TRANSPOSE_NO_LEAST_COMMON_TYPE"
    with pytest.raises(errors.AnalysisException) as failure:
        frame.select(F.array("id").alias("a"), "x").transpose()
    assert failure.value.getCondition() == "TRANSPOSE_INVALID_INDEX_COLUMN"


def test_rows_are_numbered_in_their_order(spark):
    frame = spark.range(10, 0, -3, 3).zipWithIndex("place")
    assert frame.dtypes == [("id", "bigint"), ("place", "bigint")]
    assert values(frame) == [(10, 0), (7, 1), (4, 2), (1, 3)]


def test_zipped_columns_stand_beside_each_other(spark):
    base = spark.range(0, 100, 1, 3)
    left = base.select("id", (F.col("id") % 7).alias("seven"))
    right = base.withColumn("half", F.col("id") / 2).drop("id")
    both = left.zip(right)
    assert both.columns == ["id", "seven", "half"]
    assert values(both) == [(n, n % 7, n / 2) for n in range(100)]


def test_zipping_rows_of_another_source_is_an_error(spark):
    with pytest.raises(errors.AnalysisException):
        spark.range(3).zip(spark.range(3).filter("id > 1")).collect()


def test_the_nearest_rows(spark):
    users = spark.createDataFrame([(1, 10.0), (2, 20.0), (3, 30.0)], ["user", "score"])
    goods = spark.createDataFrame([("A", 11.0), ("B", 22.0), ("C", 5.0)], ["product", "price"])
    gap = F.abs(users.score - goods.price)
    one = users.nearestByJoin(goods, gap, 1, "exact", "distance").select("user", "product").sort("user")
    assert values(one) == [(1, "A"), (2, "B"), (3, "B")]
    two = users.nearestByJoin(goods, -gap, 2, "approx", "similarity")
    assert two.columns == ["user", "score", "product", "price"]
    assert sorted(values(two.select("user", "product"))) == [
        (1, "A"),
        (1, "C"),
        (2, "A"),
        (2, "B"),
        (3, "A"),
        (3, "B"),
    ]
    none = goods.filter("price > 100")
    assert users.nearestByJoin(none, gap, 1, "exact", "distance").count() == 0
    kept = users.nearestByJoin(none, gap, 1, "exact", "distance", joinType="leftouter")
    assert sorted(values(kept.select("user", "product"))) == [(1, None), (2, None), (3, None)]
