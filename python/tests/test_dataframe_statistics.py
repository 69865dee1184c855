"""Statistics of columns, and structs with other fields. Expected values are Spark's answers."""

from __future__ import annotations

import pytest
from api import F, Row, errors


@pytest.fixture
def df(spark):
    return spark.createDataFrame(
        [(1, "a", 1.0), (2, "b", 3.0), (1, "c", 5.0), (2, None, None)], "k int, s string, v double"
    )


def test_describe_and_summary(df):
    assert [tuple(row) for row in df.describe().collect()] == [
        ("count", "4", "3", "3"),
        ("mean", "1.5", None, "3.0"),
        ("stddev", "0.5773502691896257", None, "2.0"),
        ("min", "1", "a", "1.0"),
        ("max", "2", "c", "5.0"),
    ]
    assert [tuple(row) for row in df.select("v").summary("count", "50%", "count_distinct").collect()] == [
        ("count", "3"),
        ("50%", "3.0"),
        ("count_distinct", "3"),
    ]
    assert df.describe("v").columns == ["summary", "v"]
    with pytest.raises(errors.PySparkException):
        df.summary("nonsense").collect()


def test_correlation_covariance_and_quantiles(spark):
    df = spark.createDataFrame([(1, 12), (10, 1), (19, 8)], ["c1", "c2"])
    assert df.corr("c1", "c2") == pytest.approx(-0.3592106040535498)
    assert df.cov("c1", "c2") == pytest.approx(-18.0)
    assert df.approxQuantile("c1", [0.0, 0.5, 1.0], 0.0) == [1.0, 10.0, 19.0]
    assert df.approxQuantile(["c1", "c2"], [0.5], 0.0) == [[10.0], [8.0]]
    assert df.filter("c1 > 99").approxQuantile("c1", [0.5], 0.1) == []


def test_crosstab_frequent_items_and_stratified_sample(spark):
    df = spark.createDataFrame([(1, 11), (1, 11), (3, 10), (4, 8), (4, 8)], ["c1", "c2"])
    table = df.crosstab("c1", "c2").sort("c1_c2")
    assert table.columns == ["c1_c2", "10", "11", "8"]
    assert [tuple(row) for row in table.collect()] == [("1", 0, 2, 0), ("3", 1, 0, 0), ("4", 0, 0, 2)]
    items = df.freqItems(["c1", "c2"]).collect()[0]
    assert (sorted(items.c1_freqItems), sorted(items.c2_freqItems)) == ([1, 3, 4], [8, 10, 11])
    assert df.sampleBy("c1", {1: 1.0, 4: 0.0}, seed=1).collect() == [Row(c1=1, c2=11)] * 2


def test_fields_of_structs(df):
    made = df.select(F.struct("k", "v").alias("q")).select(F.col("q").withField("z", F.lit(1)).alias("q"))
    assert made.first() == Row(q=Row(k=1, v=1.0, z=1))
    assert made.select(F.col("q").dropFields("k", "v").alias("r")).first() == Row(r=Row(z=1))
    assert made.select(F.col("q").withField("k", F.lit("new")).alias("r")).first() == Row(r=Row(k="new", v=1.0, z=1))
    nested = df.select(F.struct(F.struct("k", "v").alias("inner")).alias("q"))
    assert nested.select(F.col("q").withField("inner.v", F.lit(9)).alias("q")).first() == Row(
        q=Row(inner=Row(k=1, v=9))
    )
    with pytest.raises(errors.PySparkException, match="CANNOT_DROP_ALL_FIELDS"):
        made.select(F.col("q").dropFields("k", "v", "z")).collect()


def test_checkpoints_keep_rows_and_forget_the_plan(df):
    kept = df.filter("k = 1").localCheckpoint()
    assert kept.collect() == [Row(k=1, s="a", v=1.0), Row(k=1, s="c", v=5.0)]
    assert kept.schema == df.schema


def test_table_functions_as_methods(spark):
    assert spark.tvf.explode(F.array(F.lit(1), F.lit(2))).collect() == [Row(col=1), Row(col=2)]
    assert spark.tvf.inline(F.array(F.struct(F.lit(1).alias("a")))).collect() == [Row(a=1)]
    assert spark.tvf.range(2).collect() == [Row(id=0), Row(id=1)]
