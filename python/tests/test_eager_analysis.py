"""Transformations check their plan at once, and a query means what its names meant when it was made."""

from __future__ import annotations

import pytest
from api import F, errors


@pytest.fixture
def frame(spark):
    return spark.range(3).withColumn("name", F.lit("x"))


@pytest.mark.parametrize(
    ("make", "condition"),
    [
        (lambda s, d: d.select("nope"), "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
        (lambda s, d: d.filter("nope > 1"), "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
        (lambda s, d: d.withColumn("a", F.col("nope")), "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
        (lambda s, d: d.groupBy("id").agg(F.sum("nope")), "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
        (lambda s, d: d.orderBy("nope"), "UNRESOLVED_COLUMN.WITH_SUGGESTION"),
        (lambda s, d: d.join(d, "nope"), "UNRESOLVED_USING_COLUMN_FOR_JOIN"),
        (lambda s, d: d.union(s.range(1)), "NUM_COLUMNS_MISMATCH"),
        (lambda s, d: d.select(F.array("id") + 1), "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES"),
        (lambda s, d: d.filter("id >"), "PARSE_SYNTAX_ERROR"),
        (lambda s, d: s.table("nope"), "TABLE_OR_VIEW_NOT_FOUND"),
        (lambda s, d: s.read.parquet("/nope/nothing"), "PATH_NOT_FOUND"),
        (lambda s, d: s.read.csv("/nope/nothing"), "PATH_NOT_FOUND"),
    ],
)
def test_what_is_wrong_is_raised_where_it_is_made(spark, frame, make, condition):
    with pytest.raises(errors.AnalysisException) as caught:
        make(spark, frame)
    assert caught.value.getCondition() == condition


def test_columns_of_the_outer_query_wait_for_it(spark, frame):
    inner = spark.range(1, 3).toDF("other").where(F.col("other") == frame.id.outer())
    assert [row.id for row in frame.where(inner.exists()).orderBy("id").collect()] == [1, 2]


def test_queries_keep_the_views_that_they_were_made_over(spark):
    answers = []
    spark.range(1).createOrReplaceTempView("step")
    for _ in range(3):
        answers.append(
            spark.sql("with s as (select * from step) select count(*) n, (select max(id) from step) m from s")
        )
        spark.table("step").union(spark.table("step")).createOrReplaceTempView("step")
    assert [tuple(answer.collect()[0]) for answer in answers] == [(1, 0), (2, 0), (4, 0)]
    kept = spark.table("step")
    spark.catalog.dropTempView("step")
    assert kept.count() == 8
    assert kept.filter(kept.id == 0).select(kept["id"] + 1).first()[0] == 1
    with pytest.raises(errors.AnalysisException):
        spark.table("step")


def test_functions_of_views_outlive_the_view(spark):
    spark.range(2).select(F.udf(lambda value: value * 10, "long")("id").alias("ten")).createOrReplaceTempView("tens")
    kept = spark.sql("select ten + 1 as more from tens order by ten")
    spark.range(1).createOrReplaceTempView("tens")
    assert [row.more for row in kept.collect()] == [1, 11]
    spark.catalog.dropTempView("tens")
