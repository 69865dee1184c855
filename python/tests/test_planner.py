"""What the planner chooses, seen in plans, and that answers stay the same."""

from __future__ import annotations

import pytest
from api import ON_PYSPARK, F


def explained(session, query: str, mode: str = "EXTENDED") -> str:
    return session.sql(f"EXPLAIN {mode} {query}").collect()[0][0]


def optimized(session, query: str) -> str:
    text = explained(session, query)
    return text.partition("== Optimized Logical Plan ==\n")[2].partition("\n== Physical Plan ==")[0]


@pytest.fixture
def numbers(spark, tmp_path):
    """A Parquet table of two files with nulls and NaN."""
    path = str(tmp_path / "numbers")
    frame = spark.range(10).selectExpr(
        "id",
        "if(id % 3 = 0, NULL, cast(id AS int)) AS k",
        "cast(id - 4 AS decimal(9, 2)) AS d",
        "if(id = 9, double('NaN'), cast(id AS double)) AS x",
        "concat(repeat('long ', 40), id) AS s",
        "date_add(DATE '2020-02-28', cast(id AS int)) AS day",
        "cast(NULL AS int) AS none",
    )
    frame.repartition(2).write.parquet(path)
    spark.read.parquet(path).createOrReplaceTempView("numbers")
    yield path
    spark.catalog.dropTempView("numbers")


EXACT = [
    ("count(*), count(1), count(id)", (10, 10, 10)),
    ("count(k), min(k), max(k)", (6, 1, 8)),
    ("count(none), min(none), max(none)", (0, None, None)),
    ("count(*) + max(id) AS both", (19,)),
]


@pytest.mark.parametrize(("functions", "answer"), EXACT)
def test_aggregates_of_metadata(spark, numbers, functions, answer):
    assert tuple(spark.sql(f"SELECT {functions} FROM numbers").collect()[0]) == answer
    if not ON_PYSPARK:
        plan = explained(spark, f"SELECT {functions} FROM numbers", "")
        assert "PushedAggregation" in plan
        assert "FileScan" not in plan


def test_bounds_of_metadata_keep_their_types(spark, numbers):
    row = spark.sql("SELECT min(d), max(d), min(day), max(day) FROM numbers").collect()[0]
    assert [str(value) for value in row] == ["-4.00", "5.00", "2020-02-28", "2020-03-08"]


@pytest.mark.skipif(ON_PYSPARK, reason="Spark plans otherwise")
@pytest.mark.parametrize(
    "query",
    [
        "SELECT max(x) FROM numbers",
        "SELECT max(s) FROM numbers",
        "SELECT count(DISTINCT id) FROM numbers",
        "SELECT count(*) FROM numbers WHERE id > 3",
        "SELECT count(*) FILTER (WHERE id > 3) FROM numbers",
        "SELECT count(*), sum(id) FROM numbers",
        "SELECT count(*) FROM (SELECT * FROM numbers LIMIT 3)",
        "SELECT k, count(*) FROM numbers GROUP BY k",
    ],
)
def test_what_metadata_does_not_tell(spark, numbers, query):
    assert "PushedAggregation" not in explained(spark, query, "")


def test_values_of_what_metadata_does_not_tell(spark, numbers):
    nan, text, limited = spark.sql(
        "SELECT max(x), max(s), (SELECT count(*) FROM (SELECT * FROM numbers LIMIT 3)) FROM numbers"
    ).collect()[0]
    assert nan != nan
    assert text == "long " * 40 + "9"
    assert limited == 3


WINDOWED = "SELECT * FROM (SELECT k, id, sum(id) OVER (PARTITION BY k ORDER BY id) AS total FROM numbers)"


def test_conditions_on_partitions_pass_windows(spark, numbers):
    query = f"{WINDOWED} WHERE k = 2 AND total > 0"
    assert [tuple(row) for row in spark.sql(query).collect()] == [(2, 2, 2)]
    if not ON_PYSPARK:
        above, _, below = optimized(spark, query).partition("Window")
        assert "total" in above
        assert "(k = 2)" in below


def test_limits_with_an_order_pass_joins_and_unions(spark, numbers):
    joined = (
        "SELECT a.id, b.k FROM numbers a LEFT JOIN numbers b ON a.id = b.k AND b.id > 4 ORDER BY a.id DESC, b.k LIMIT 3"
    )
    assert [tuple(row) for row in spark.sql(joined).collect()] == [(9, None), (8, 8), (7, 7)]
    outer = "SELECT a.id FROM numbers a LEFT JOIN numbers b ON a.id = b.k ORDER BY a.id DESC LIMIT 3 OFFSET 1"
    assert [row[0] for row in spark.sql(outer).collect()] == [8, 7, 6]
    union = "SELECT id FROM numbers UNION ALL SELECT -id FROM numbers ORDER BY id LIMIT 2"
    assert [row[0] for row in spark.sql(union).collect()] == [-9, -8]
    if not ON_PYSPARK:
        assert optimized(spark, outer).count("GlobalLimit 4") == 1
        assert optimized(spark, union).count("GlobalLimit 2") == 3
        assert optimized(spark, joined).count("GlobalLimit 3") == 1


def test_shared_subplans_keep_only_what_is_read(spark, numbers):
    query = """WITH t AS (SELECT a.id, a.k, b.s, sum(a.id) AS n FROM numbers a JOIN numbers b
        ON a.id = b.id GROUP BY ALL)
        SELECT x.id, y.n FROM t x JOIN t y ON x.id = y.k ORDER BY x.id LIMIT 2"""
    assert [tuple(row) for row in spark.sql(query).collect()] == [(1, 1), (2, 2)]


def test_lateral_join_of_data_frames(spark):
    left = spark.createDataFrame([(1, 10), (2, 20), (3, 30)], "a int, b int").alias("l")
    right = spark.createDataFrame([(1, "x"), (1, "y"), (3, "z")], "a int, c string")
    matching = right.where(F.col("a") == F.col("l.a").outer()).select("c")
    rows = left.lateralJoin(matching).orderBy("a", "c").collect()
    assert [tuple(row) for row in rows] == [(1, 10, "x"), (1, 10, "y"), (3, 30, "z")]
    kept = left.lateralJoin(matching, how="left").orderBy("a", "c").collect()
    assert [tuple(row) for row in kept] == [(1, 10, "x"), (1, 10, "y"), (2, 20, None), (3, 30, "z")]
    counted = right.where(F.col("a") >= F.col("l.a").outer()).agg(F.count("*").alias("n"))
    assert [tuple(row) for row in left.lateralJoin(counted).orderBy("a").collect()] == [
        (1, 10, 3),
        (2, 20, 1),
        (3, 30, 1),
    ]
    more = left.lateralJoin(spark.range(1).select((F.col("b").outer() + 1).alias("m")), F.col("m") > 11)
    assert [tuple(row) for row in more.orderBy("a").collect()] == [(2, 20, 21), (3, 30, 31)]


def test_not_in_with_many_keys(spark):
    spark.range(200_000).selectExpr("if(id = 7, NULL, id) AS id").createOrReplaceTempView("many")
    spark.range(0, 300_000, 3).createOrReplaceTempView("others")
    asked = "SELECT count(*) FROM others WHERE id NOT IN (SELECT id FROM many{})"
    assert spark.sql(asked.format("")).collect()[0][0] == 0
    assert spark.sql(asked.format(" WHERE id IS NOT NULL")).collect()[0][0] == 33_333
    assert spark.sql(asked.format(" WHERE id < 0")).collect()[0][0] == 100_000
    turned = "SELECT count(*) FROM many WHERE id NOT IN (SELECT id FROM others)"
    assert spark.sql(turned).collect()[0][0] == 133_332
