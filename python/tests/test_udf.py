"""Python functions in queries."""

from __future__ import annotations

import datetime
import decimal

import pytest
from api import ON_PYSPARK, F, Row, T, TaskContext, errors


def values(frame):
    return [tuple(row) for row in frame.collect()]


def test_forms(spark):
    def plus(x):
        return None if x is None else x + 1

    @F.udf
    def shown(x):
        return f"<{x}>"

    @F.udf("int")
    def twice(x):
        return x * 2

    @F.udf(returnType=T.LongType())
    def thrice(x):
        return x * 3

    frame = spark.range(2).select(
        F.udf(plus, "bigint")("id").alias("a"),
        shown("id").alias("b"),
        twice(F.col("id").cast("int")).alias("c"),
        thrice("id").alias("d"),
        F.udf(lambda x, y: x + y, T.LongType())("id", F.lit(10)).alias("e"),
    )
    assert frame.dtypes == [("a", "bigint"), ("b", "string"), ("c", "int"), ("d", "bigint"), ("e", "bigint")]
    assert values(frame) == [(1, "<0>", 0, 0, 10), (2, "<1>", 2, 3, 11)]


def test_attributes():
    if ON_PYSPARK:
        pytest.skip("needs a session there")

    def named(x):
        """Says what it does."""
        return x

    function = F.udf(named, "array<int>")
    assert function.__name__ == "named"
    assert function.__doc__ == "Says what it does."
    assert function.returnType == T.ArrayType(T.IntegerType())
    assert function.func is named
    assert function.deterministic
    assert not function.asNondeterministic().deterministic


def test_null_arrives_as_none(spark):
    frame = spark.createDataFrame([(1,), (None,)], "n int")
    assert values(frame.select(F.udf(lambda x: x is None, "boolean")("n"))) == [(False,), (True,)]


TYPES = [
    ("boolean", True),
    ("tinyint", -1),
    ("smallint", 300),
    ("int", -5),
    ("bigint", 2**40),
    ("float", 1.5),
    ("double", -0.25),
    ("decimal(10,2)", decimal.Decimal("12.34")),
    ("string", "héllo"),
    ("binary", b"\x00x"),
    ("date", datetime.date(2020, 2, 29)),
    ("timestamp", datetime.datetime(2020, 1, 2, 3, 4, 5, 6)),
]


@pytest.mark.parametrize(("kind", "value"), TYPES)
def test_types(spark, kind, value):
    """A value arrives as what collect gives, and comes back as what was returned."""
    frame = spark.createDataFrame([(value,), (None,)], f"v {kind}")
    seen = values(frame.select(F.udf(lambda x: type(x).__name__ if x is not None else None)("v")))
    expected = "bytearray" if ON_PYSPARK and kind == "binary" and seen[0][0] == "bytearray" else type(value).__name__
    assert seen == [(expected,), (None,)]
    assert values(frame.select(F.udf(lambda x: x, kind)("v"))) == values(frame)


def test_nested_calls_and_sql_functions(spark):
    plus = F.udf(lambda x: x + 1, "bigint")
    frame = spark.range(3).select(plus(plus(F.col("id") * 10)).alias("x")).where("x > 2")
    assert values(frame) == [(12,), (22,)]


def test_in_filters_groups_and_joins(spark):
    even = F.udf(lambda x: x % 2 == 0, "boolean")
    frame = spark.range(10)
    assert frame.filter(even("id")).count() == 5
    assert sorted(values(frame.groupBy(even("id").alias("e")).count())) == [(False, 5), (True, 5)]
    assert sorted(values(frame.withColumn("e", even("id")).groupBy("e").agg(F.sum("id")))) == [(False, 25), (True, 20)]


def test_registered(spark):
    returned = spark.udf.register("shout", lambda x: x.upper() + "!")
    assert spark.sql("select shout('hey') as x").collect() == [Row(x="HEY!")]
    assert values(spark.range(1).select(returned(F.lit("a")))) == [("A!",)]
    spark.udf.register("add_ints", lambda x, y: x + y, "int")
    assert spark.sql("select add_ints(1, 2) as x").collect() == [Row(x=3)]
    spark.udf.register("thrice", F.udf(lambda x: x * 3, T.IntegerType()))
    assert values(spark.range(1).selectExpr("thrice(7)")) == [(21,)]
    assert values(spark.range(1).select(F.call_udf("thrice", F.lit(3)))) == [(9,)]
    with pytest.raises(errors.PySparkTypeError):
        spark.udf.register("again", F.udf(lambda x: x), "int")


def test_keyword_arguments(spark):
    minus = F.udf(lambda a, b: a - b, "bigint")
    assert values(spark.range(1).select(minus(b=F.lit(1), a=F.lit(5)))) == [(4,)]


def test_exceptions(spark):
    def fails(x):
        raise ValueError(f"bad value {x}")

    with pytest.raises(errors.PythonException) as caught:
        spark.range(1).select(F.udf(fails, "int")("id")).collect()
    assert "ValueError: bad value 0" in str(caught.value)
    assert "fails" in str(caught.value)
    assert spark.range(3).count() == 3


def test_closures_and_state(spark):
    if ON_PYSPARK:
        pytest.skip("runs in other processes there")
    seen = []
    remember = F.udf(lambda x: seen.append(x) or x, "bigint")
    assert values(spark.range(3).select(remember("id"))) == [(0,), (1,), (2,)]
    assert sorted(seen) == [0, 1, 2]


def test_in_several_sessions(spark):
    plus = F.udf(lambda x: x + 1, "bigint")
    other = spark.newSession()
    assert values(other.range(1).select(plus("id"))) == [(1,)]
    assert values(spark.range(1).select(plus("id"))) == [(1,)]


def test_many_rows(spark):
    plus = F.udf(lambda x: x + 1, "bigint")
    frame = spark.range(0, 200_000, 1, 3).select(plus("id").alias("x"))
    assert frame.agg(F.sum("x")).collect()[0][0] == 200_000 * 200_001 // 2


def test_columns_are_named_by_the_arguments_as_written(spark):
    @F.udf("int")
    def added(a, b=3, *, c=0):
        return a + 10 * b + 100 * c

    one = spark.range(1, 2)
    for column, name, value in (
        (added(b="id", a=F.lit(2)), "added(b => id, a => 2)", 12),
        (added("id", c=F.lit(1)), "added(id, c => 1)", 131),
        (added("id", b=F.lit(0)) + 1, "(added(id, b => 0) + 1)", 2),
    ):
        frame = one.select(column)
        assert frame.columns == [name]
        assert frame.first()[0] == value


def test_functions_know_their_task(spark):
    @F.udf("string")
    def task(_):
        found = TaskContext.get()
        return f"{found.attemptNumber()} {found.getLocalProperty('test.key')} {found.cpus()}"

    context = spark.sparkContext
    context.setLocalProperty("test.key", "value")
    try:
        assert spark.range(1).select(task("id")).first()[0] == "0 value 1"
    finally:
        context.setLocalProperty("test.key", None)
