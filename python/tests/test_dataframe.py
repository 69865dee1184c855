"""DataFrames from Python to the engine and back."""

from __future__ import annotations

import pytest
from api import ON_PYSPARK, F, Row, StorageLevel, T, errors


@pytest.fixture
def people(spark):
    return spark.createDataFrame(
        [(2, "Alice", 1.5), (5, "Bob", None), (5, "Eve", -2.0), (None, "Zoe", 0.0)], ["age", "name", "score"]
    )


@pytest.fixture
def heights(spark):
    return spark.createDataFrame([("Alice", 80), ("Bob", 85), ("Tom", 70)], ["name", "height"])


def values(frame):
    return [tuple(row) for row in frame.collect()]


def test_schema(people):
    assert people.columns == ["age", "name", "score"]
    assert people.dtypes == [("age", "bigint"), ("name", "string"), ("score", "double")]
    assert people.schema == T.StructType(
        [
            T.StructField("age", T.LongType(), True),
            T.StructField("name", T.StringType(), True),
            T.StructField("score", T.DoubleType(), True),
        ]
    )
    assert repr(people) == "DataFrame[age: bigint, name: string, score: double]"
    assert "name" in dir(people)


def test_print_schema(people, capsys):
    people.printSchema()
    assert capsys.readouterr().out == (
        "root\n |-- age: long (nullable = true)\n |-- name: string (nullable = true)\n"
        " |-- score: double (nullable = true)\n\n"
    )


SHOWN = """+----+-----+-----+
| age| name|score|
+----+-----+-----+
|   2|Alice|  1.5|
|   5|  Bob| NULL|
|   5|  Eve| -2.0|
|NULL|  Zoe|  0.0|
+----+-----+-----+

"""


def test_show(people, capsys):
    people.show()
    assert capsys.readouterr().out == SHOWN


def test_show_truncated(people, capsys):
    people.select("name").show(2, 3)
    assert capsys.readouterr().out == "+----+\n|name|\n+----+\n| Ali|\n| Bob|\n+----+\nonly showing top 2 rows\n"


def test_show_in_full(spark, capsys):
    spark.createDataFrame([("x" * 25,)], ["t"]).show(truncate=False)
    assert capsys.readouterr().out == (f"+{'-' * 25}+\n|t{' ' * 24}|\n+{'-' * 25}+\n|{'x' * 25}|\n+{'-' * 25}+\n\n")
    spark.createDataFrame([("x" * 25,)], ["t"]).show()
    assert f"|{'x' * 17}...|" in capsys.readouterr().out


def test_show_vertical(people, capsys):
    people.limit(1).show(vertical=True)
    assert capsys.readouterr().out == "-RECORD 0------\n age   | 2     \n name  | Alice \n score | 1.5   \n\n"


def test_notebook_output(spark, people):
    assert people._repr_html_() is None
    spark.conf.set("spark.sql.repl.eagerEval.enabled", True)
    try:
        assert "<tr><td>2</td><td>Alice</td><td>1.5</td></tr>" in people._repr_html_()
    finally:
        spark.conf.unset("spark.sql.repl.eagerEval.enabled")


def test_columns_by_name(people):
    assert values(people.select(people.age, people["name"]).limit(1)) == [(2, "Alice")]
    assert values(people.select(people["NAME"]).limit(1)) == [("Alice",)]
    assert values(people[people.age > 2].select("name")) == [("Bob",), ("Eve",)]
    assert people[["name", "age"]].columns == ["name", "age"]
    assert people.select(people[1]).columns == ["name"]


def test_unknown_columns(people):
    with pytest.raises(AttributeError):
        people.nosuch  # noqa: B018
    assert not hasattr(people, "nosuch")
    with pytest.raises(errors.AnalysisException) as caught:
        people["nosuch"]
    assert caught.value.getCondition() == "UNRESOLVED_COLUMN.WITH_SUGGESTION"
    with pytest.raises(errors.AnalysisException) as caught:
        people.select("nam").collect()
    assert caught.value.getCondition() == "UNRESOLVED_COLUMN.WITH_SUGGESTION"
    assert "`name`" in str(caught.value)


def test_select(people):
    assert values(people.select((F.col("age") + 1).alias("next"), "name").limit(2)) == [(3, "Alice"), (6, "Bob")]
    assert people.select("*").columns == ["age", "name", "score"]
    assert people.select(F.col("age") + 1, F.upper("name")).columns == ["(age + 1)", "upper(name)"]
    assert values(people.selectExpr("age * 2 as twice", "lower(name) n").limit(1)) == [(4, "alice")]


def test_with_columns(people):
    frame = people.withColumn("age2", people.age * 2).withColumn("age", F.lit("x"))
    assert frame.columns == ["age", "name", "score", "age2"]
    assert values(frame.limit(1)) == [("x", "Alice", 1.5, 4)]
    assert people.withColumns({"a": F.lit(1), "b": F.lit(2)}).columns == ["age", "name", "score", "a", "b"]


def test_renaming_and_dropping(people):
    assert people.withColumnRenamed("age", "years").columns == ["years", "name", "score"]
    assert people.withColumnRenamed("nosuch", "x").columns == ["age", "name", "score"]
    assert people.withColumnsRenamed({"age": "a", "name": "n"}).columns == ["a", "n", "score"]
    assert people.toDF("x", "y", "z").columns == ["x", "y", "z"]
    assert people.drop("age", "nosuch").columns == ["name", "score"]
    assert people.drop(people.age).columns == ["name", "score"]


def test_filter(people):
    assert values(people.filter(people.age == 5).select("name")) == [("Bob",), ("Eve",)]
    assert values(people.where("age > 2 and score is not null").select("name")) == [("Eve",)]
    assert values(people.filter(people.age.isNull()).select("name")) == [("Zoe",)]
    assert values(people.filter(people.name.isin("Bob", "Zoe")).select("name")) == [("Bob",), ("Zoe",)]


def test_order(people):
    assert [row.name for row in people.orderBy("age", F.desc("name")).collect()] == ["Zoe", "Alice", "Eve", "Bob"]
    assert [row.name for row in people.sort(F.col("age").desc(), "name").collect()] == ["Bob", "Eve", "Alice", "Zoe"]
    assert [row.name for row in people.orderBy(["age", "name"], ascending=[False, True]).collect()] == [
        "Bob",
        "Eve",
        "Alice",
        "Zoe",
    ]
    assert [row.name for row in people.orderBy(people.age.asc_nulls_last(), "name").collect()][-1] == "Zoe"


def test_first_rows(people):
    assert people.first() == Row(age=2, name="Alice", score=1.5)
    assert people.head() == people.first()
    assert [row.name for row in people.head(2)] == ["Alice", "Bob"]
    assert [row.name for row in people.take(2)] == ["Alice", "Bob"]
    assert [row.name for row in people.tail(1)] == ["Zoe"]
    assert people.limit(0).first() is None
    assert people.limit(0).isEmpty()
    assert not people.isEmpty()
    assert [row.name for row in people.offset(3).collect()] == ["Zoe"]
    assert people.count() == 4


def test_groups(people):
    assert values(people.groupBy("age").count().orderBy("age")) == [(None, 1), (2, 1), (5, 2)]
    assert values(people.groupBy("age").agg(F.sum("score"), F.max("name")).orderBy("age")) == [
        (None, 0.0, "Zoe"),
        (2, 1.5, "Alice"),
        (5, -2.0, "Eve"),
    ]
    assert people.groupBy("age").agg(F.sum("score"), F.avg("age")).columns == ["age", "sum(score)", "avg(age)"]
    assert people.groupBy("name").sum().columns == ["name", "sum(age)", "sum(score)"]
    assert values(people.agg(F.min("age"), F.max("age"), F.countDistinct("age"))) == [(2, 5, 2)]
    assert values(people.agg({"age": "sum"})) == [(12,)]
    assert values(people.groupBy().avg("age")) == [(4.0,)]


def test_rollup(people):
    frame = people.where("age is not null").rollup("age").count().orderBy("age")
    assert values(frame) == [(None, 3), (2, 1), (5, 2)]


def test_joins(people, heights):
    inner = people.join(heights, "name").orderBy("name")
    assert inner.columns == ["name", "age", "score", "height"]
    assert values(inner) == [("Alice", 2, 1.5, 80), ("Bob", 5, None, 85)]
    outer = people.join(heights, people.name == heights.name, "outer").select(people.name, heights.name, "height")
    assert sorted(values(outer), key=str) == sorted(
        [
            ("Alice", "Alice", 80),
            ("Bob", "Bob", 85),
            ("Eve", None, None),
            ("Zoe", None, None),
            (None, "Tom", 70),
        ],
        key=str,
    )
    assert [row.name for row in people.join(heights, "name", "left_anti").orderBy("name").collect()] == ["Eve", "Zoe"]
    assert [row.name for row in people.join(heights, "name", "semi").orderBy("name").collect()] == ["Alice", "Bob"]
    assert people.crossJoin(heights).count() == 12
    assert values(people.join(F.broadcast(heights), ["name"], "right").orderBy("height").select("name", "age")) == [
        ("Tom", None),
        ("Alice", 2),
        ("Bob", 5),
    ]


def test_self_join(people):
    left, right = people.alias("l"), people.alias("r")
    frame = left.join(right, F.col("l.age") == F.col("r.age")).select("l.name", F.col("r.name").alias("other"))
    assert sorted(values(frame)) == [("Alice", "Alice"), ("Bob", "Bob"), ("Bob", "Eve"), ("Eve", "Bob"), ("Eve", "Eve")]


def test_unknown_join_type(people, heights):
    with pytest.raises(errors.AnalysisException) as caught:
        people.join(heights, "name", "sideways")
    assert caught.value.getCondition() == "UNSUPPORTED_JOIN_TYPE" or ON_PYSPARK


def test_sets(spark):
    one = spark.createDataFrame([(1, "a"), (1, "a"), (2, "b")], ["n", "t"])
    two = spark.createDataFrame([("a", 1), ("c", 3)], ["t", "n"])
    assert sorted(values(one.union(one.limit(1)))) == [(1, "a"), (1, "a"), (1, "a"), (2, "b")]
    assert sorted(values(one.unionByName(two))) == [(1, "a"), (1, "a"), (1, "a"), (2, "b"), (3, "c")]
    missing = one.unionByName(two.select("n"), allowMissingColumns=True)
    assert sorted(values(missing), key=str) == sorted([(1, "a"), (1, "a"), (2, "b"), (1, None), (3, None)], key=str)
    swapped = two.select("n", "t")
    assert sorted(values(one.intersect(swapped))) == [(1, "a")]
    assert sorted(values(one.subtract(swapped))) == [(2, "b")]
    assert sorted(values(one.exceptAll(swapped))) == [(1, "a"), (2, "b")]
    assert sorted(values(one.distinct())) == [(1, "a"), (2, "b")]
    assert sorted(values(one.dropDuplicates(["n"]).select("n"))) == [(1,), (2,)]
    assert one.drop_duplicates().count() == 2


def test_partitions(spark):
    frame = spark.range(0, 100, 1, 3)
    assert frame.select(F.spark_partition_id()).distinct().count() == 3
    assert frame.repartition(5).select(F.spark_partition_id()).distinct().count() == 5
    assert frame.repartition(7).coalesce(2).select(F.spark_partition_id()).distinct().count() == 2
    placed = frame.repartition(4, "id").withColumn("p", F.spark_partition_id()).orderBy("id").limit(8)
    assert [row.p for row in placed.collect()] == [1, 1, 0, 3, 0, 0, 1, 3]


def test_sample(spark):
    frame = spark.range(10000)
    assert 4000 < frame.sample(0.5, seed=3).count() < 6000
    parts = frame.randomSplit([1.0, 3.0], seed=5)
    assert sum(part.count() for part in parts) == 10000
    assert 2000 < parts[0].count() < 3000


def test_missing_values(people):
    assert [row.score for row in people.fillna(9.0).orderBy("name").collect()] == [1.5, 9.0, -2.0, 0.0]
    assert [row.age for row in people.fillna({"age": 0}).orderBy("name").collect()] == [2, 5, 5, 0]
    assert [row.age for row in people.na.fill(1, subset=["age"]).orderBy("name").collect()] == [2, 5, 5, 1]
    assert [row.name for row in people.dropna().orderBy("name").collect()] == ["Alice", "Eve"]
    assert [row.name for row in people.na.drop(subset=["age"]).orderBy("name").collect()] == ["Alice", "Bob", "Eve"]
    assert people.dropna("all").count() == 4
    assert people.dropna(thresh=3).count() == 2
    replaced = people.replace("Bob", "Rob").replace(5, 6, "age").orderBy("name")
    assert [(row.age, row.name) for row in replaced.collect()] == [(2, "Alice"), (6, "Eve"), (6, "Rob"), (None, "Zoe")]


def test_cache(spark):
    frame = spark.range(100).withColumn("r", F.rand())
    assert not frame.is_cached
    assert frame.cache() is frame
    assert frame.is_cached
    assert frame.storageLevel == StorageLevel.MEMORY_AND_DISK_DESER
    assert frame.collect() == frame.collect()
    frame.unpersist()
    assert not frame.is_cached
    frame.persist(StorageLevel.DISK_ONLY)
    assert frame.storageLevel.useDisk
    frame.unpersist(blocking=True)


def test_views(spark, people):
    people.createOrReplaceTempView("people")
    assert values(spark.sql("SELECT name FROM people WHERE age = 2")) == [("Alice",)]
    assert spark.table("people").count() == 4
    with pytest.warns(FutureWarning):
        people.limit(1).registerTempTable("people")
    assert spark.table("people").count() == 1
    with pytest.raises(errors.AnalysisException):
        people.createTempView("people")
    people.createOrReplaceGlobalTempView("everyone")
    assert spark.newSession().table("global_temp.everyone").count() == 4
    spark.catalog.dropTempView("people")
    spark.catalog.dropGlobalTempView("everyone")


def test_views_keep_their_data(spark):
    """The DataFrame is gone when the view is read."""
    import gc

    spark.createDataFrame([(1,), (2,)], ["n"]).createOrReplaceTempView("kept_data")
    gc.collect()
    assert spark.table("kept_data").count() == 2
    spark.table("kept_data").createOrReplaceTempView("second")
    spark.createDataFrame([(3,)], ["n"]).createOrReplaceTempView("kept_data")
    gc.collect()
    assert values(spark.table("kept_data")) == [(3,)]
    spark.catalog.dropTempView("kept_data")
    spark.catalog.dropTempView("second")


def test_explain(people, capsys):
    people.filter("age > 2").explain()
    assert "Filter" in capsys.readouterr().out
    people.explain(True)
    out = capsys.readouterr().out
    assert "Logical Plan" in out
    assert "Physical Plan" in out
    with pytest.raises(errors.IllegalArgumentException):
        people.explain("sideways")


def test_local_iteration(spark):
    assert [row.id for row in spark.range(5).toLocalIterator()] == [0, 1, 2, 3, 4]


def test_foreach(spark):
    total, seen = spark.sparkContext.accumulator(0), []
    spark.range(3).foreach(lambda row: total.add(row.id))
    assert total.value == 3
    # A task has its own copy of what the function refers to.
    spark.range(3).foreach(lambda row: seen.append(row.id))
    assert seen == []
    with pytest.raises(errors.PythonException, match="ZeroDivisionError") as failure:
        spark.range(2).foreach(lambda row: 1 // row.id)
    assert failure.value.getCondition() == "PYTHON_EXCEPTION"


def test_rows_as_json(spark):
    frame = spark.createDataFrame([(1, "a"), (2, None)], "n int, t string").coalesce(1)
    assert frame.toJSON().collect() == ['{"n":1,"t":"a"}', '{"n":2}']
    assert frame.limit(1).toJSON(use_unicode=False).collect() == [b'{"n":1,"t":"a"}']
    assert frame.toJSON().map(len).sum() == 22


def test_transform(people):
    assert people.transform(lambda frame, n: frame.limit(n), 2).count() == 2


def test_unpivot(spark):
    frame = spark.createDataFrame([(1, 10, 20)], ["id", "x", "y"])
    assert values(frame.unpivot("id", ["x", "y"], "name", "value")) == [(1, "x", 10), (1, "y", 20)]


def test_alias(people):
    assert values(people.alias("p").select("p.name").limit(1)) == [("Alice",)]


def test_many_transformations(spark):
    """Long chains of calls neither exhaust the stack nor take quadratic time in Python."""
    if ON_PYSPARK:
        pytest.skip("about the encoding")
    frame = spark.range(3)
    for number in range(100):
        frame = frame.withColumn("n", F.lit(number))
    assert values(frame.limit(1)) == [(0, 99)]


REFUSED = {
    "d.select(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.filter(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.withColumn('x', 3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.withColumns(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.withColumnsRenamed(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.drop(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.sort()": ("PySparkValueError", "CANNOT_BE_EMPTY"),
    "d.sort('id', ascending='x')": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.show('x')": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.show(True)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.show(3, 'x')": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.fillna([1])": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.dropDuplicates('id')": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.repartition(3, 3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.repartition([1])": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.sample('x')": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.toDF(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.hint(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.replace(3)": ("PySparkTypeError", "ARGUMENT_REQUIRED"),
    "d.replace([1, 2], [3])": ("PySparkValueError", "LENGTH_SHOULD_BE_THE_SAME"),
    "d.replace([1, 'x'], 3)": ("PySparkValueError", "MIXED_TYPE_REPLACEMENT"),
    "d.dropna('x')": ("PySparkValueError", "VALUE_NOT_ALLOWED"),
    "d[3.5]": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.randomSplit([-1.0])": ("PySparkValueError", "VALUE_NOT_POSITIVE"),
    "d.explain(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.explain(True, 'simple')": ("PySparkValueError", "CANNOT_SET_TOGETHER"),
    "d.transform(lambda frame: 3)": ("AssertionError", None),
    "d.agg(3)": ("AssertionError", None),
    "d.groupBy('id').agg()": ("AssertionError", None),
    "d.alias(3)": ("AssertionError", None),
    "d.write.mode('sideways')": ("AnalysisException", "INVALID_SAVE_MODE"),
    "d.write.bucketBy('x', 'id')": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.sparkSession.read.schema(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.sparkSession.read.csv(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.sparkSession.table(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "d.sparkSession.udf.register('x', 3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused_arguments(spark, text):
    name, condition = REFUSED[text]
    with pytest.raises(Exception) as caught:
        eval(text, {"d": spark.range(1), "F": F})
    assert type(caught.value).__name__ == name
    if condition is not None:
        assert caught.value.getCondition() == condition


def test_keys_that_are_fields_are_named_by_the_field(spark):
    frame = spark.sql("SELECT named_struct('y', 2012, 'c', 'Java') AS s")
    assert frame.groupBy("s.y").count().columns == ["y", "count"]
    assert frame.groupBy("s.y").pivot("s.c").count().columns == ["y", "Java"]


def test_product(spark):
    frame = spark.createDataFrame([("a", 2.0), ("a", 3.0), ("a", None), ("b", None)], "k string, v double")
    answer = frame.groupBy("k").agg(F.product("v")).orderBy("k")
    assert answer.columns == ["k", "product(v)"]
    assert [tuple(row) for row in answer.collect()] == [("a", 6.0), ("b", None)]
    with pytest.raises(errors.AnalysisException) as caught:
        spark.sql("select product(1)")
    assert caught.value.getCondition() == "UNRESOLVED_ROUTINE"
