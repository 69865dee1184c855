"""Python functions computed without Python: always what Python gives."""

from __future__ import annotations

import random

import pytest
from api import ON_PYSPARK, F, errors

pytestmark = pytest.mark.skipif(ON_PYSPARK, reason="PySpark translates nothing")

FACTOR = 3


def course(base_num):
    num = int(base_num[1:])
    if num % 7 == 0:
        return f"s/{num:03x}"
    elif num % 3 == 0:
        return f"a/{num:03x}"
    else:
        return f"e/{num:03x}"


def arithmetic(a, b):
    c = a * b - 7
    c += abs(a)
    return c // 3 if b > 0 else -c % 5


def halves(a, b):
    return a / b


def floors(a, b):
    return a // b * FACTOR + a % b


def smallest(a, b):
    return min(a, b, 10) + max(a, -b)


def optional(a, b):
    if a is None:
        return None
    if b is None or b < 0:
        return 0
    return a + b


def between(a, b):
    return 0 <= a < 100 and b != 5


def either(a, b):
    return a or b


def member(a, b):
    return a in (1, 2, 3) or b not in (4, 5)


def formats(a, b):
    return f"[{a}|{b:5d}|{a:08x}|{b:X}|{a:o}|{b:b}]" + str(a)


def texts(s, t):
    if s.startswith(t) or "é" in s:
        return s.upper() + "!" + t.strip()
    return s[1:-1] + t[:3] + s[-1]


def lengths(s, t):
    return len(s) * 10 + len(t)


def order(s, t):
    return s < t or s == t or not t


def parsed(s, t):
    return int(s) + int(t)


def floats(x, y):
    return x * 2 + y % 3.0 if x > y else -abs(x) / y


def truncated(x, y):
    return int(x) + int(y)


def mixed(a, x):
    return a * x + 1


NUMBERS = [0, 1, -1, 2, 3, 5, 7, -7, 21, 63, 100, 255, 4096, -4097, 2**31, 2**53 + 1, 2**62, 2**63 - 1, -(2**63), None]
TEXTS = ["", "a", "abc", "A123", " 12 ", "12", "-7", "+5", "007", "1_000", "٣", "é", "ünïcode", "x" * 40, "0x1f", None]
TEXTS += ["\t7\n", "99999999999999999999", "s123456789012", "日本語テキスト", "a\u0301", "12a"]
FLOATS = [0.0, -0.0, 1.5, -2.25, 1e300, -1e-300, 3.0, float("inf"), float("nan"), 123456789.75, None]


def _expected(function, row):
    try:
        return function(*row)
    except Exception as error:
        return type(error)


def _check(spark, function, kind, rows, schema):
    """Each row by itself gives what Python gives, or its error; all good rows together too."""
    udf = F.udf(function, kind)
    frame = spark.createDataFrame(rows, schema)
    assert "native(" in frame.select(udf(*frame.columns))._explain_string(), "the function is not translated"
    expected = [_expected(function, row) for row in rows]
    good = [(row, value) for row, value in zip(rows, expected) if not isinstance(value, type)]
    bounds = {"long": (-(2**63), 2**63 - 1), "int": (-(2**31), 2**31 - 1)}.get(kind)
    if bounds:
        good = [(row, value) for row, value in good if value is None or bounds[0] <= value <= bounds[1]]
    many = spark.createDataFrame([row for row, _ in good], schema).select(udf(*frame.columns)).collect()
    for (row, value), found in zip(good, many):
        assert repr(found[0]) == repr(value) or (value != value and found[0] is None), (row, value, found[0])
    bad = [(row, kind_) for row, kind_ in zip(rows, expected) if isinstance(kind_, type)]
    for row, error in random.Random(1).sample(bad, min(4, len(bad))):
        with pytest.raises(errors.PythonException) as caught:
            spark.createDataFrame([row], schema).select(udf(*frame.columns)).collect()
        assert isinstance(caught.value.__cause__, error), (row, caught.value)


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (arithmetic, "long"),
        (halves, "double"),
        (floors, "long"),
        (smallest, "long"),
        (optional, "long"),
        (between, "boolean"),
        (either, "long"),
        (member, "boolean"),
        (formats, "string"),
    ],
)
def test_whole_numbers(spark, function, kind):
    rows = [(a, b) for a in NUMBERS for b in NUMBERS]
    _check(spark, function, kind, rows, "a long, b long")


@pytest.mark.parametrize(
    ("function", "kind"), [(texts, "string"), (lengths, "long"), (order, "boolean"), (parsed, "long")]
)
def test_texts(spark, function, kind):
    _check(spark, function, kind, [(s, t) for s in TEXTS for t in TEXTS], "s string, t string")


@pytest.mark.parametrize(("function", "kind"), [(floats, "double"), (truncated, "long")])
def test_floats(spark, function, kind):
    _check(spark, function, kind, [(x, y) for x in FLOATS for y in FLOATS], "x double, y double")


def test_whole_numbers_and_floats(spark):
    _check(spark, mixed, "double", [(a, x) for a in NUMBERS for x in FLOATS], "a long, x double")


def test_narrow_columns_and_results(spark):
    rows = [(a, b) for a in (1, -5, 100, 2**30, None) for b in (3, -2, 2**30)]
    _check(spark, optional, "int", rows, "a int, b int")


def test_the_function_of_the_course(spark):
    assert "native(" in spark.range(1).select(F.udf(course)(F.lit("b1")))._explain_string()
    numbers = [f"b{n}" for n in [*range(200), 123456, 2**40]] + ["b-7", "b0x", "bé1", "b 5 ", None]
    _check(spark, course, "string", [(text,) for text in numbers], "base_num string")


def test_repeated_texts_are_computed_once_each(spark):
    frame = spark.range(20_000).selectExpr("concat('b', id % 50) AS base_num")
    grouped = frame.select(F.udf(course)("base_num").alias("r")).groupBy("r").count()
    assert {row[0]: row[1] for row in grouped.collect()} == {course(f"b{n}"): 400 for n in range(50)}


@pytest.mark.parametrize(
    "function",
    [
        lambda x: print(x),
        lambda x: random.random() + x,
        lambda x: x**2,
        lambda x: round(x),
        lambda x: [x][0],
        lambda x: f"{x!r}",
        lambda x: f"{x:,}",
        lambda *x: x[0],
    ],
)
def test_what_is_not_sure_is_called(spark, function):
    frame = spark.range(3).select(F.udf(function, "string")("id"))
    assert "native(" not in frame._explain_string()


def test_values_of_other_names_count_as_they_are_when_the_plan_is_made(spark):
    factor = 10
    times = F.udf(lambda x: x * factor, "long")
    assert [row[0] for row in spark.range(3).select(times("id")).collect()] == [0, 10, 20]


def test_functions_that_may_differ_are_called(spark):
    plus = F.udf(lambda x: x + 1, "long")
    assert "native(" in spark.range(3).select(plus("id"))._explain_string()
    assert "native(" not in spark.range(3).select(plus.asNondeterministic()("id"))._explain_string()
