"""pyrite.testing: the messages are PySpark's."""

from __future__ import annotations

import importlib

import pytest
from api import ON_PYSPARK, Row, T, errors

testing = importlib.import_module("pyspark.testing" if ON_PYSPARK else "pyrite.testing")


def difference(function, *args, **options):
    """The message of the assertion, without colours; None when it holds."""
    try:
        function(*args, **options)
    except errors.PySparkAssertionError as error:
        return str(error).replace("\033[31m", "").replace("\033[0m", "").splitlines()
    return None


@pytest.fixture
def amounts(spark):
    first = spark.createDataFrame([("1", 1000.0), ("2", 3000.0), ("3", 2000.0)], ["id", "amount"])
    second = spark.createDataFrame([("1", 1001.0), ("2", 3000.0), ("3", 2003.0)], ["id", "amount"])
    return first, second


def test_rows_that_differ_are_marked(amounts):
    assert difference(testing.assertDataFrameEqual, *amounts) == [
        "[DIFFERENT_ROWS] Results do not match: ( 66.66667 % )",
        "*** actual ***",
        "! Row(id='1', amount=1000.0)",
        "  Row(id='2', amount=3000.0)",
        "! Row(id='3', amount=2000.0)",
        "",
        "",
        "*** expected ***",
        "! Row(id='1', amount=1001.0)",
        "  Row(id='2', amount=3000.0)",
        "! Row(id='3', amount=2003.0)",
    ]
    assert difference(testing.assertDataFrameEqual, *amounts, showOnlyDiff=True, maxErrors=1) == [
        "[DIFFERENT_ROWS] Results do not match: ( 33.33333 % )",
        "*** actual ***",
        "! Row(id='1', amount=1000.0)",
        "",
        "",
        "*** expected ***",
        "! Row(id='1', amount=1001.0)",
    ]


def test_missing_rows_do_not_shift_the_others(amounts):
    assert difference(testing.assertDataFrameEqual, amounts[0], [Row(id="1", amount=1000.0)]) == [
        "[DIFFERENT_ROWS] Results do not match: ( 66.66667 % )",
        "*** actual ***",
        "  Row(id='1', amount=1000.0)",
        "- Row(id='2', amount=3000.0)",
        "- Row(id='3', amount=2000.0)",
        "",
        "",
        "*** expected ***",
    ]


def test_what_counts_as_equal(spark, amounts):
    first, second = amounts
    assert difference(testing.assertDataFrameEqual, first, first.orderBy("amount")) is None
    assert difference(testing.assertDataFrameEqual, first, first.orderBy("amount"), checkRowOrder=True) is not None
    assert difference(testing.assertDataFrameEqual, first, second, rtol=0.1) is None
    swapped = first.select("amount", "id")
    assert difference(testing.assertDataFrameEqual, first, swapped, ignoreColumnOrder=True) is None
    assert difference(testing.assertDataFrameEqual, first, first.toDF("x", "y"), ignoreColumnName=True) is None
    whole = spark.createDataFrame([(1000, "1")], ["amount", "id"])
    decimals = spark.createDataFrame([(1000.0, "1")], ["amount", "id"])
    assert difference(testing.assertDataFrameEqual, whole, decimals)[0].startswith("[DIFFERENT_SCHEMA]")
    assert difference(testing.assertDataFrameEqual, whole, decimals, ignoreColumnType=True) is None
    assert difference(testing.assertDataFrameEqual, None, None) is None
    assert "INVALID_TYPE_DF_EQUALITY_ARG" in difference(testing.assertDataFrameEqual, whole, None)[0]
    with pytest.raises(errors.PySparkAssertionError) as caught:
        testing.assertDataFrameEqual(first, second, includeDiffRows=True)
    assert [(a.amount, b.amount) for a, b in caught.value.data] == [(1000.0, 1001.0), (2000.0, 2003.0)]


def test_schemas():
    missing = T.StructType([T.StructField("n", T.ArrayType(T.DoubleType(), True), True)])
    present = T.StructType([T.StructField("n", T.ArrayType(T.DoubleType(), False), False)])
    assert difference(testing.assertSchemaEqual, missing, present) is None
    found = difference(testing.assertSchemaEqual, missing, present, ignoreNullable=False)
    assert found[:4] == [
        "[DIFFERENT_SCHEMA] Schemas do not match.",
        "--- actual",
        "+++ expected",
        "- StructType([StructField('n', ArrayType(DoubleType(), True), True)])",
    ]
    with pytest.raises(errors.PySparkTypeError, match="struct type, got str"):
        testing.assertSchemaEqual(missing, "n array<double>")
