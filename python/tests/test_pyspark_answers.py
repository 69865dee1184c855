"""What PySpark answered about the places of rows, the names of columns, tables' layouts and plans."""

from __future__ import annotations

import pytest
from api import F, Window, errors


def values(frame):
    return [tuple(row) for row in frame.collect()]


def test_repartition_by_number(spark):
    numbers = spark.range(6).selectExpr("cast(case when id = 5 then null else id - 2 end as int) p")
    placed = numbers.repartitionById(3, "p")
    assert placed.rdd.getNumPartitions() == 3
    found = sorted(values(placed.select("p", F.spark_partition_id())), key=str)
    assert found == sorted([(0, 0), (None, 0), (-2, 1), (1, 1), (-1, 2), (2, 2)], key=str)
    with pytest.raises(errors.AnalysisException, match='requires the "INT" type') as failure:
        spark.range(6).repartitionById(3, "id").collect()
    assert failure.value.getCondition() == "DATATYPE_MISMATCH.UNEXPECTED_INPUT_TYPE"


def test_samples_with_replacement(spark):
    drawn = spark.range(0, 10, 1, 1).sample(withReplacement=True, fraction=0.5, seed=3)
    assert [row.id for row in drawn.collect()] == [5, 6]
    drawn = spark.range(0, 40, 1, 3).sample(withReplacement=True, fraction=1.5, seed=11)
    texts = (
        "2 2 2 4 6 6 6 7 8 8 8 9 9 9 10 11 11 13 15 15 15 16 16 16 16 17 17 18 19 20 21 22 22 22 22 22 23 23 23 23 23 "
        "24 24 25 25 26 26 30 31 34 34 35 36 36 36 37 39"
    )
    assert [row.id for row in drawn.collect()] == [int(text) for text in texts.split()]


def test_windows_leave_their_rows_in_order(spark):
    rows = [(1, "a"), (1, "a"), (2, "a"), (1, "b"), (2, "b"), (3, "b")]
    frame = spark.createDataFrame(rows, ["id", "category"])
    window = Window.partitionBy("category").orderBy("id")
    numbers = frame.withColumn("n", F.row_number().over(window))
    assert values(numbers) == [(1, "a", 1), (1, "a", 2), (2, "a", 3), (1, "b", 1), (2, "b", 2), (3, "b", 3)]


def test_coalesced_partitions_are_one_batch(spark):
    pytest.importorskip("pyarrow")
    table = spark.createDataFrame([(1,), (2,)], ["a"]).repartition(2).coalesce(1).toArrow()
    assert table.column(0).num_chunks == 1
    assert sorted(table.column(0).to_pylist()) == [1, 2]


def test_dropping_an_ambiguous_column(spark):
    frame = spark.createDataFrame([(1, 2)], ["a", "b"])
    both = frame.crossJoin(frame)
    with pytest.raises(errors.AnalysisException) as failure:
        both.drop(F.col("a")).columns  # noqa: B018
    assert failure.value.getCondition() == "AMBIGUOUS_REFERENCE"
    assert both.drop("a").columns == ["b", "b"]
    assert frame.drop(F.col("nope")).columns == ["a", "b"]


def test_names_of_functions_of_the_user(spark):
    spark.udf.register("MyFn", lambda a: a)
    assert spark.sql("SELECT myFN(1), MyFn(2), upper(MYFN('x'))").columns == ["MyFn(1)", "MyFn(2)", "upper(MyFn(x))"]
    frame = spark.createDataFrame([(1, 2)], ["a", "b"])
    named = F.udf(lambda a, b: a - b, "int")
    assert values(frame.select(named(b=frame.a, a=frame.b))) == [(1,)]


def test_variants_are_shown_as_json(spark, capsys):
    spark.sql(
        "SELECT parse_json('\"a\"') v, cast(parse_json('\"a\"') as string) s, array(parse_json('\"a\"')) z"
    ).show()
    assert capsys.readouterr().out.splitlines()[3] == '|"a"|  a|["a"]|'


def test_plans_without_exchange_are_not_adaptive(spark, capsys):
    spark.range(3).explain()
    assert "AdaptiveSparkPlan" not in capsys.readouterr().out
    spark.range(3).groupBy("id").count().explain()
    assert "AdaptiveSparkPlan isFinalPlan=false\n+- " in capsys.readouterr().out


def test_a_default_given_with_the_question_comes_first(spark):
    assert spark.conf.get("spark.sql.sources.partitionOverwriteMode", "DYNAMIC") == "DYNAMIC"
    assert spark.conf.get("spark.sql.sources.partitionOverwriteMode") == "STATIC"


@pytest.fixture
def tables(spark):
    names = ("answers_a", "answers_b")
    for name in names:
        spark.sql(f"DROP TABLE IF EXISTS {name}")
    yield names
    for name in names:
        spark.sql(f"DROP TABLE IF EXISTS {name}")


def test_bucketed_and_clustered_tables(spark, tables):
    rows = spark.range(20).selectExpr("id", "id % 3 AS k")
    rows.write.bucketBy(3, "k").sortBy("id").saveAsTable(tables[0])
    assert sorted(values(spark.table(tables[0]))) == [(n, n % 3) for n in range(20)]
    rows.write.clusterBy("k").saveAsTable(tables[1])
    assert spark.table(tables[1]).count() == 20
    for write, condition in (
        (lambda: rows.write.clusterBy("k").partitionBy("k"), "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED"),
        (lambda: rows.write.clusterBy("k").bucketBy(2, "k"), "SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED"),
        (lambda: rows.write.bucketBy(0, "k"), "INVALID_BUCKET_COUNT"),
        (lambda: rows.write.sortBy("k"), "SORT_BY_WITHOUT_BUCKETING"),
    ):
        with pytest.raises(errors.AnalysisException) as failure:
            write().saveAsTable("answers_c")
        assert failure.value.getCondition() == condition


def test_tables_by_the_newer_writer(spark, tables):
    rows = spark.range(6).selectExpr("id", "id % 3 AS k")
    rows.writeTo(tables[0]).using("parquet").partitionedBy(F.col("k")).create()
    columns = [(column.name, column.isPartition) for column in spark.catalog.listColumns(tables[0])]
    assert columns == [("id", False), ("k", True)]
    with pytest.raises(errors.UnsupportedOperationException) as failure:
        rows.writeTo(tables[1]).partitionedBy(F.partitioning.years("id")).create()
    assert failure.value.getCondition() == "UNSUPPORTED_PARTITION_TRANSFORM"
    with pytest.raises(errors.AnalysisException) as failure:
        rows.writeTo(tables[1]).append()
    assert failure.value.getCondition() == "TABLE_OR_VIEW_NOT_FOUND"


def test_overwriting_by_the_newer_writer(spark, tables):
    from api import ON_PYSPARK

    if ON_PYSPARK:
        pytest.skip("Spark's tables of files refuse this")
    rows = spark.range(6).selectExpr("id", "id % 3 AS k")
    rows.writeTo(tables[0]).using("parquet").partitionedBy(F.col("k")).create()
    spark.sql("SELECT 1L AS k, 100L AS id").writeTo(tables[0]).overwritePartitions()
    assert sorted(values(spark.table(tables[0]).select("id", "k"))) == [(0, 0), (2, 2), (3, 0), (5, 2), (100, 1)]
    spark.sql("SELECT 7L AS id, 0L AS k").writeTo(tables[0]).overwrite(F.lit(True))
    assert values(spark.table(tables[0]).select("id", "k")) == [(7, 0)]


def test_unknown_names_are_told_what_is_near(spark):
    columns = "1 id", "2 nam", "3 name1", "4 zzzzzzzz", "5 `a b`", "6 s"
    spark.range(1).selectExpr(*columns).createOrReplaceTempView("near")
    for name, proposal in (
        ("name", "`nam`, `name1`, `a b`, `id`, `s`"),
        ("near.name", "`near`.`nam`, `near`.`name1`, `near`.`a b`, `near`.`id`, `near`.`s`"),
        ("ix", "`id`, `s`, `a b`, `nam`, `name1`"),
        ("zzz", "`s`, `id`, `a b`, `nam`, `name1`"),
    ):
        with pytest.raises(errors.AnalysisException) as failure:
            spark.sql(f"SELECT {name} FROM near").collect()
        assert failure.value.getMessageParameters()["proposal"] == proposal
    assert spark.catalog.dropTempView("near")
