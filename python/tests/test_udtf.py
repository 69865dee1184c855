"""Table functions in Python."""

from __future__ import annotations

import pytest
from api import F, Row, T, errors

PythonException = errors.PythonException


@F.udtf(returnType="n int, square int")
class Squares:
    def eval(self, start: int, end: int = 3):
        for n in range(start, end + 1):
            yield n, n * n


@F.udtf(returnType="k int, rows int, first int")
class Counted:
    def __init__(self):
        self.rows = []

    def eval(self, row):
        self.rows.append(row)

    def terminate(self):
        if self.rows:
            yield self.rows[0]["k"], len(self.rows), self.rows[0]["v"]


def test_a_table_function_gives_rows(spark):
    assert Squares(F.lit(2)).collect() == [Row(n=2, square=4), Row(n=3, square=9)]
    assert Squares(F.lit(1), end=F.lit(1)).collect() == [Row(n=1, square=1)]


def test_sql_calls_a_registered_table_function(spark):
    spark.udtf.register("squares", Squares)
    assert spark.sql("SELECT * FROM squares(3)").collect() == [Row(n=3, square=9)]
    assert spark.sql("SELECT square FROM squares(end => 2, start => 2) AS t").collect() == [Row(square=4)]


def test_rows_may_be_dicts_and_terminate_gives_more(spark):
    @F.udtf(returnType="a int, b string")
    class Mixed:
        def eval(self):
            yield {"b": "x", "a": 1}
            yield [2, None]

        def terminate(self):
            yield 3, "end"

    assert Mixed().collect() == [Row(a=1, b="x"), Row(a=2, b=None), Row(a=3, b="end")]


def test_each_partition_of_a_table_argument_has_its_instance(spark):
    df = spark.createDataFrame([(1, 5), (2, 7), (1, 3)], "k int, v int")
    parts = Counted(df.asTable().partitionBy("k").orderBy("v")).collect()
    assert sorted(map(tuple, parts)) == [(1, 2, 3), (2, 1, 7)]
    assert len(Counted(df.asTable().withSinglePartition()).collect()) == 1


def test_analyze_tells_the_columns(spark):
    @F.udtf
    class Repeated:
        @staticmethod
        def analyze(times, value):
            assert times.isConstantExpression
            schema = T.StructType()
            for index in range(times.value):
                schema = schema.add(f"c{index}", value.dataType)
            return F.AnalyzeResult(schema=schema)

        def __init__(self, result):
            self.width = len(result.schema)

        def eval(self, times, value):
            yield (value,) * self.width

    assert Repeated(F.lit(2), F.lit(7)).collect() == [Row(c0=7, c1=7)]
    assert Repeated(F.lit(1), F.lit("x")).schema == T.StructType().add("c0", "string")


def test_skipping_the_rest_of_a_table(spark):
    @F.udtf(returnType="n int")
    class UpToTwo:
        def __init__(self):
            self.n = 0

        def eval(self, row):
            self.n += 1
            if self.n == 2:
                raise F.SkipRestOfInputTableException("enough")

        def terminate(self):
            yield (self.n,)

    assert UpToTwo(spark.range(10).asTable()).collect() == [Row(n=2)]


@pytest.mark.parametrize(
    ("rows", "condition"),
    [(1, "UDTF_RETURN_NOT_ITERABLE"), ([1], "UDTF_INVALID_OUTPUT_ROW_TYPE"), ([(1, 2)], "UDTF_RETURN_SCHEMA_MISMATCH")],
)
def test_what_is_no_row_is_an_error(spark, rows, condition):
    class Wrong:
        def eval(self):
            return rows

    with pytest.raises(PythonException, match=condition):
        F.udtf(Wrong, returnType="a int")().collect()


def test_what_is_no_table_function_is_refused(spark):
    class NoEval:
        pass

    class Plain:
        def eval(self):
            yield (1,)

    with pytest.raises(errors.PySparkAttributeError, match="INVALID_UDTF_NO_EVAL"):
        F.udtf(NoEval, returnType="a int")
    with pytest.raises(errors.PySparkAttributeError, match="INVALID_UDTF_RETURN_TYPE"):
        F.udtf(Plain)
    with pytest.raises(errors.PySparkTypeError, match="INVALID_UDTF_HANDLER_TYPE"):
        F.udtf(lambda: 1, returnType="a int")
    with pytest.raises(errors.PySparkTypeError, match="CANNOT_REGISTER_UDTF"):
        spark.udtf.register("f", Plain)
    assert F.udtf(Plain, returnType=T.StructType().add("a", T.IntegerType()))().collect() == [Row(a=1)]
