"""Columns: how they are shown, and what they refuse."""

from __future__ import annotations

import datetime
import decimal

import pytest
from api import ON_PYSPARK, F, T, Window, errors

a = None if ON_PYSPARK else F.col("a")


@pytest.fixture(autouse=True)
def column(request):
    """PySpark needs a session before there are columns."""
    global a
    if ON_PYSPARK:
        request.getfixturevalue("session")
        a = F.col("a")


SHOWN = {
    "a + 1": "+(a, 1)",
    "1 + a": "+(a, 1)" if ON_PYSPARK else "+(1, a)",
    "-a": "negative(a)",
    "~a": "!(a)",
    "a & True": "and(a, true)",
    "a == None": "=(a, NULL)",
    "a != 2": "!(=(a, 2))",
    "a.isNull()": "isNull(a)",
    "a.cast('int')": "CAST(a AS INT)",
    "a.cast('long')": "CAST(a AS BIGINT)",
    "a.cast(T.DecimalType(10, 2))": "CAST(a AS DECIMAL(10,2))",
    "a.try_cast('bigint')": "TRY_CAST(a AS BIGINT)",
    "a.alias('x')": "a AS x",
    "a.asc()": "a ASC NULLS FIRST",
    "a.desc()": "a DESC NULLS LAST",
    "a.desc_nulls_first()": "a DESC NULLS FIRST",
    "F.when(a > 1, 2).when(a > 2, 'x').otherwise(3)": "CASE WHEN >(a, 1) THEN 2 WHEN >(a, 2) THEN 'x' ELSE 3 END",
    "a.isin(1, 2)": "in(a, 1, 2)",
    "a.between(1, 2)": "and(>=(a, 1), <=(a, 2))",
    "a['k']": "a['k']",
    "a[0]": "a[0]",
    "a.b": "a['b']",
    "a.substr(1, 2)": "substr(a, 1, 2)",
    "a[1:2]": "substr(a, 1, 2)",
    "a.like('x')": "like(a, 'x')",
    "a.startswith('x')": "startswith(a, 'x')",
    "a.bitwiseOR(1)": "|(a, 1)",
    "a.eqNullSafe(1)": "<=>(a, 1)",
    "F.lit('s')": "'s'",
    "F.lit(1.5)": "1.5",
    "F.lit(1e10)": "1.0E10",
    "F.lit(float('nan'))": "NaN",
    "F.lit(None)": "NULL",
    "F.lit(10**12)": "1000000000000L",
    "F.lit(datetime.date(2020, 1, 1))": "2020-01-01",
    "F.lit(datetime.datetime(2020, 1, 1, 2, 3, 4))": "2020-01-01 02:03:04.0",
    "F.lit(datetime.timedelta(days=1))": "PT24H",
    "F.lit(decimal.Decimal('1.50'))": "1.50",
    "F.sum('a')": "sum(a)",
    "F.count('*')": "count(*)",
    "F.countDistinct('a', 'b')": "count(a, b)",
    "F.expr('a + 1 as z')": "a + 1 as z",
    "F.struct('a', 'b')": "struct(a, b)",
    "F.date_trunc('hour', 'a')": "date_trunc('hour', a)",
    "a.withField('x', F.lit(1))": "update_field(a, x, 1)",
    "a.dropFields('x')": "drop_field(a, x)",
    "a.alias('x', 'y')": "a AS (x, y)",
    "a ** 2": "power(a, 2)",
    "F.sum('a').over(Window.partitionBy('b').orderBy('c').rowsBetween(-1, 0))": (
        "sum(a) OVER (PARTITION BY b ORDER BY c ASC NULLS FIRST ROWS BETWEEN -1 AND CURRENT ROW)"
    ),
    "F.sum('a').over(Window.orderBy(a.desc()))": "sum(a) OVER (ORDER BY a DESC NULLS LAST)",
}
NAMES = {"F": F, "T": T, "Window": Window, "datetime": datetime, "decimal": decimal}


@pytest.mark.parametrize("text", SHOWN)
def test_repr(text):
    assert repr(eval(text, NAMES, {"a": a})) == f"Column<'{SHOWN[text]}'>"


REFUSED = {
    "bool(a)": ("PySparkValueError", "CANNOT_CONVERT_COLUMN_INTO_BOOL"),
    "a and a": ("PySparkValueError", "CANNOT_CONVERT_COLUMN_INTO_BOOL"),
    "iter(a)": ("PySparkTypeError", "NOT_ITERABLE"),
    "1 in a": ("PySparkValueError", "CANNOT_APPLY_IN_FOR_COLUMN"),
    "a.when(a > 1, 2)": ("IllegalArgumentException", None),
    "a.otherwise(2)": ("IllegalArgumentException", None),
    "F.when(a > 1, 2).otherwise(3).otherwise(4)": ("IllegalArgumentException", None),
    "F.when(1, 2)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "a[1:2:3]": ("PySparkValueError", "SLICE_WITH_STEP"),
    "a.substr(1, a)": ("PySparkTypeError", "NOT_SAME_TYPE"),
    "a.cast(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "a.over(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "a.withField(1, 2)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "a.__nosuch__": ("PySparkAttributeError", "CANNOT_ACCESS_TO_DUNDER"),
    "F.sum(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "F.greatest('a')": ("PySparkValueError", "WRONG_NUM_COLUMNS"),
    "F.transform('a', lambda: 1)": ("PySparkValueError", "WRONG_NUM_ARGS_FOR_HIGHER_ORDER_FUNCTION"),
    "F.transform('a', lambda x: 1)": ("PySparkValueError", "HIGHER_ORDER_FUNCTION_SHOULD_RETURN_COLUMN"),
    "F.transform('a', lambda *x: 1)": ("PySparkValueError", "UNSUPPORTED_PARAM_TYPE_FOR_HIGHER_ORDER_FUNCTION"),
    "F.lit([a])": ("PySparkValueError", "COLUMN_IN_LIST"),
    "F.sha2('a', 3)": ("PySparkValueError", "VALUE_NOT_ALLOWED"),
    "F.json_tuple('a')": ("PySparkValueError", "CANNOT_BE_EMPTY"),
    "F.udf(3)": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
    "F.udf(lambda x: x, 3)('a')": ("PySparkTypeError", "NOT_EXPECTED_TYPE"),
}


@pytest.mark.parametrize("text", REFUSED)
def test_refused(text):
    name, condition = REFUSED[text]
    with pytest.raises(Exception) as caught:
        eval(text, NAMES, {"a": a})
    assert type(caught.value).__name__ == name
    if condition is not None:
        assert isinstance(caught.value, errors.PySparkException)
        assert caught.value.getCondition() == condition


def test_long_expressions():
    """Depth costs no recursion: the bytes of a node are made from those of its children."""
    if ON_PYSPARK:
        pytest.skip("about the encoding")
    total = F.lit(0)
    for _ in range(3000):
        total = total + a
    assert len(total._expr.encoded) > 3000


def test_libraries_may_give_columns_a_class_of_their_own(spark):
    class Named(type(F.col("a"))):
        pass

    column = F.col("id") + 1
    column.__class__ = Named
    assert spark.range(1).select(column.alias("x")).first().x == 1
