"""What goes wrong in queries is told as PySpark tells it."""

from __future__ import annotations

import pytest
from api import ON_PYSPARK, F, errors

FAILURES = {
    "unknown column": (
        lambda s: s.range(1).select("idx").collect(),
        "AnalysisException",
        "UNRESOLVED_COLUMN.WITH_SUGGESTION",
        "42703",
    ),
    "unknown column in SQL": (
        lambda s: s.sql("select x from range(3)").collect(),
        "AnalysisException",
        "UNRESOLVED_COLUMN.WITH_SUGGESTION",
        "42703",
    ),
    "unknown function": (
        lambda s: s.sql("select nosuch(1)").collect(),
        "AnalysisException",
        "UNRESOLVED_ROUTINE",
        "42883",
    ),
    "unknown table": (
        lambda s: s.sql("select * from nosuch").collect(),
        "AnalysisException",
        "TABLE_OR_VIEW_NOT_FOUND",
        "42P01",
    ),
    "types": (
        lambda s: s.sql("select array(1) + 1").collect(),
        "AnalysisException",
        "DATATYPE_MISMATCH.BINARY_OP_DIFF_TYPES",
        "42K09",
    ),
    "syntax": (lambda s: s.sql("select 1 +"), "ParseException", "PARSE_SYNTAX_ERROR", "42601"),
    "division by zero": (
        lambda s: s.sql("select 1 / 0").collect(),
        "ArithmeticException",
        "DIVIDE_BY_ZERO",
        "22012",
    ),
    "overflow": (
        lambda s: s.sql("select cast(2147483647 as int) + 1").collect(),
        "ArithmeticException",
        "ARITHMETIC_OVERFLOW",
        "22003",
    ),
    "cast": (
        lambda s: s.sql("select cast('x' as int)").collect(),
        "NumberFormatException",
        "CAST_INVALID_INPUT",
        "22018",
    ),
    "ambiguous": (
        lambda s: s.range(1).join(s.range(1), F.lit(True)).select("id").collect(),
        "AnalysisException",
        "AMBIGUOUS_REFERENCE",
        "42704",
    ),
    "not grouped": (
        lambda s: s.sql("select id, count(*) from range(3) group by id + 1").collect(),
        "AnalysisException",
        "MISSING_AGGREGATION",
        "42803",
    ),
    "raised": (
        lambda s: s.range(1).select(F.raise_error("my message")).collect(),
        "SparkRuntimeException",
        "USER_RAISED_EXCEPTION",
        "P0001",
    ),
    "numbers of columns": (
        lambda s: s.range(1).union(s.range(1).withColumn("x", F.lit(1))).collect(),
        "AnalysisException",
        "NUM_COLUMNS_MISMATCH",
        "42826",
    ),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failure(spark, name):
    action, kind, condition, state = FAILURES[name]
    with pytest.raises(errors.PySparkException) as caught:
        action(spark)
    assert type(caught.value).__name__ == kind
    assert caught.value.getCondition() == condition
    assert caught.value.getSqlState() == state
    assert f"[{condition}]" in str(caught.value)


def test_syntax_errors_have_a_position(spark):
    with pytest.raises(errors.ParseException) as caught:
        spark.sql("SELECT a\nFROM t WHERE )")
    text = str(caught.value)
    assert "line 2" in text
    assert "^^^" in text


def test_suggestions(spark):
    with pytest.raises(errors.AnalysisException) as caught:
        spark.createDataFrame([(1, 2)], ["height", "weight"]).select("heigth").collect()
    assert caught.value.getMessageParameters()["objectName"] == "`heigth`"
    assert "`height`" in str(caught.value)


def test_errors_do_not_end_the_session(spark):
    for _ in range(20):
        with pytest.raises(errors.PySparkException):
            spark.sql("select 1 / 0").collect()
    assert spark.range(1).count() == 1


@pytest.mark.skipif(ON_PYSPARK, reason="about our message")
def test_messages_show_no_inner_workings(spark):
    with pytest.raises(errors.PySparkException) as caught:
        spark.range(1).select("nosuch").collect()
    assert ".swift" not in str(caught.value)


def test_a_time_that_cannot_be_parsed(spark):
    with pytest.raises(errors.DateTimeException) as failure:
        spark.sql("SELECT to_date('31/12/2020', 'yyyy-MM-dd')").collect()
    assert "Text '31/12/2020' could not be parsed at index 0. Use `try_to_date` to tolerate" in str(failure.value)
