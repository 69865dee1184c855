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


def test_lateral_calls_get_the_left_sides_columns(spark):
    spark.udtf.register("squares", Squares)
    left = "VALUES (1, 'a'), (3, 'b') AS t(x, y)"
    assert spark.sql(f"SELECT y, square FROM {left}, LATERAL squares(x, x)").collect() == [
        Row(y="a", square=1),
        Row(y="b", square=9),
    ]
    kept = spark.sql(f"SELECT y, s.b FROM {left} LEFT JOIN LATERAL squares(x, 1) AS s(a, b) ON true")
    assert kept.collect() == [Row(y="a", b=1), Row(y="b", b=None)]
    matched = spark.sql(f"SELECT y, n FROM {left} LEFT JOIN LATERAL squares(x, x) ON n > 1")
    assert sorted(map(tuple, matched.collect())) == [("a", None), ("b", 3)]
    frame = spark.createDataFrame([(1, "a"), (2, "b")], "x int, y string").alias("t")
    x = F.col("t.x").outer()
    assert frame.lateralJoin(Squares(x, x).alias("u")).select("t.y", "u.square").collect() == [
        Row(y="a", square=1),
        Row(y="b", square=4),
    ]


@F.udtf
class Summed:
    """The sums of a column by groups; or as many columns as a constant says."""

    @staticmethod
    def analyze(rows, count=None):
        if not rows.isTable:
            if rows.value is None:
                raise ValueError("the width must be a constant")
            schema = T.StructType()
            for index in range(rows.value):
                schema = schema.add(f"c{index}", "integer")
            return F.AnalyzeResult(schema)
        assert rows.dataType.names == ["k", "v", "w"]
        return F.AnalyzeResult(
            T.StructType().add("total", "long").add("last", "string"),
            partitionBy=[F.PartitioningColumn("k")],
            orderBy=[F.OrderingColumn("v", ascending=False)],
            select=[F.SelectedColumn("v"), F.SelectedColumn("w", alias="name")],
        )

    def __init__(self, result):
        self.result, self.total, self.last = result, 0, None

    def eval(self, rows, count=None):
        if isinstance(rows, int):
            yield tuple(range(rows))
        else:
            self.total += rows.v
            self.last = rows

    def terminate(self):
        if self.last is not None:
            yield self.total, f"{self.last.name}"


def test_sql_calls_a_table_function_that_analyzes(spark):
    spark.udtf.register("summed", Summed)
    assert spark.sql("SELECT * FROM summed(1 + 1)").collect() == [Row(c0=0, c1=1)]
    assert spark.sql("SELECT * FROM summed(rows => 1)").filter("c0 = 0").count() == 1
    spark.createDataFrame([(1, 5, "a"), (1, 3, "b"), (2, 7, "c")], "k int, v int, w string").createOrReplaceTempView(
        "summed_rows"
    )
    found = spark.sql("SELECT * FROM summed(TABLE(SELECT k, v, w FROM summed_rows))")
    assert found.columns == ["total", "last"]
    assert sorted(map(tuple, found.collect())) == [(7, "c"), (8, "b")]
    assert spark.sql("SELECT x, c0 FROM VALUES (4), (5) AS t(x), LATERAL summed(1)").collect() == [
        Row(x=4, c0=0),
        Row(x=5, c0=0),
    ]
    with pytest.raises(errors.AnalysisException, match="the width must be a constant") as raised:
        spark.sql("SELECT * FROM VALUES (4) AS t(x), LATERAL summed(x)").collect()
    assert raised.value.getCondition() == "TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON"
    spark.catalog.dropTempView("summed_rows")


def test_arrow_table_functions(spark):
    pyarrow = pytest.importorskip("pyarrow")

    @F.arrow_udtf(returnType="k int, total long")
    class Totals:
        def eval(self, rows):
            assert isinstance(rows, pyarrow.RecordBatch)
            total = sum(rows.column("v").to_pylist())
            yield pyarrow.table({"total": [total], "k": rows.column("k").slice(0, 1)})

    df = spark.createDataFrame([(1, 5), (2, 7), (1, 3)], "k int, v int")
    found = Totals(df.asTable().partitionBy("k")).collect()
    assert sorted(map(tuple, found)) == [(1, 8), (2, 7)]
    spark.udtf.register("totals", Totals)
    df.createOrReplaceTempView("arrow_table_rows")
    assert spark.sql("SELECT total FROM totals(TABLE(arrow_table_rows))").collect() == [Row(total=15)]
    spark.catalog.dropTempView("arrow_table_rows")

    @F.arrow_udtf(returnType="x long")
    class UpTo:
        def eval(self, end):
            assert isinstance(end, pyarrow.Array)
            yield pyarrow.RecordBatch.from_pydict({"x": pyarrow.array(range(end[0].as_py()), "int64")})

        def terminate(self):
            yield pyarrow.table({"x": [-1]})

    assert [row.x for row in UpTo(F.lit(2)).collect()] == [0, 1, -1]
    spark.udtf.register("up_to", UpTo)
    rows = spark.sql("SELECT n, x FROM VALUES (0), (1) AS t(n), LATERAL up_to(n)").collect()
    assert sorted(map(tuple, rows)) == [(0, -1), (1, -1), (1, 0)]

    @F.arrow_udtf(returnType="x long")
    class Wrong:
        def eval(self):
            yield (1,)

    with pytest.raises(PythonException, match="must return an iterator of pyarrow"):
        Wrong().collect()
