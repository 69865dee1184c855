"""Python functions computed without Python: always what Python gives."""

from __future__ import annotations

import datetime
import gc
import importlib.util
import math
import random
import threading
import time

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


COLOURS = {1: "red", 2: "green", -7: "blue"}
SIZES = {"a": 1, "abc": 3, "é": 5}
WANTED = frozenset([3, 5, 100])


def bits(a, b):
    return ((a & b) | 5) ^ ~b


def shifts(a, b):
    return (a << 3) + (b >> 2) if b > 0 else a << b


def powers(a, b):
    return a**2 + b**3


def looked_up(a, b):
    return COLOURS[a] + COLOURS.get(b, "none") if a in COLOURS else {0: "zero"}.get(b)


def refused(a, b):
    if a < 0:
        raise ValueError(f"negative: {a}")
    return a // b


def caught(s, t):
    try:
        number = int(s)
    except ValueError:
        return -1
    else:
        number += 1
    return number * SIZES.get(t, 0)


def commas(a, b):
    return f"{a:,}|{b:12,}|{a:.2f}|" + "{}-{:04d}".format(a % 100, b % 7)  # noqa: UP032


def places(a, b):
    return round(a) + round(b, 2) if a in WANTED else math.floor(a) - int(a > b)


def cases(s, t):
    return s.capitalize() + t.title() + s.swapcase() + t[::-1]


def classes(s, t):
    return s.isdigit() or t.isalpha() or s.isupper() or (t.islower() and not s.isspace()) or t.isalnum()


def places_of_text(s, t):
    return s.find(t) * 100 + s.count("a") + (1 if s.startswith(("A", "ab")) else 0)


def replaced(s, t):
    return s.replace("a", "<é>").removeprefix("<") + t.removesuffix("c").zfill(5) + s.ljust(4, ".") + t.rjust(3)


def joined(s, t):
    return "-".join([s, t, "end"]) + f"{s:>5}|{t:<4}|{t:*>6}"


def parts(s, t):
    return s.split("2")[0] + t.split("e")[-1]


def words(s, t):
    return s.split()[0]


def fractions(x, y):
    return x // y + x**2.0 - round(y, 2)


def roots(x, y):
    return math.sqrt(x) + math.log(y) * math.pi if not math.isnan(x) else math.exp(y)


def waves(x, y):
    return math.sin(x) * math.cos(y) + math.fabs(x) + math.atan(y)


def rounded(x, y):
    return round(x) + math.floor(y) * 3 + math.ceil(x)


def written(x, y):
    return f"{x}|{y:.3f}|{x:10.1f}|{y:,.2f}|{x:09.3f}" + str(y)


def read(s, t):
    return float(s) + float(t)


def calendar(d, e):
    return d.year * 10000 + d.month * 100 + d.day + (d.weekday() - e.isoweekday() if d < e else 0)


def spelled(d, e):
    return f"{d}/{e.isoformat()}" + str(d)


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
        (bits, "long"),
        (shifts, "long"),
        (powers, "long"),
        (looked_up, "string"),
        (refused, "long"),
        (commas, "string"),
        (places, "long"),
    ],
)
def test_whole_numbers(spark, function, kind):
    rows = [(a, b) for a in NUMBERS for b in NUMBERS]
    _check(spark, function, kind, rows, "a long, b long")


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (texts, "string"),
        (lengths, "long"),
        (order, "boolean"),
        (parsed, "long"),
        (caught, "long"),
        (cases, "string"),
        (classes, "boolean"),
        (places_of_text, "long"),
        (replaced, "string"),
        (joined, "string"),
        (parts, "string"),
        (words, "string"),
        (read, "double"),
    ],
)
def test_texts(spark, function, kind):
    _check(spark, function, kind, [(s, t) for s in TEXTS for t in TEXTS], "s string, t string")


@pytest.mark.parametrize(
    ("function", "kind"),
    [
        (floats, "double"),
        (truncated, "long"),
        (fractions, "double"),
        (roots, "double"),
        (waves, "double"),
        (rounded, "long"),
        (written, "string"),
    ],
)
def test_floats(spark, function, kind):
    _check(spark, function, kind, [(x, y) for x in FLOATS for y in FLOATS], "x double, y double")


def test_whole_numbers_and_floats(spark):
    _check(spark, mixed, "double", [(a, x) for a in NUMBERS for x in FLOATS], "a long, x double")


@pytest.mark.parametrize(("function", "kind"), [(calendar, "long"), (spelled, "string")])
def test_dates(spark, function, kind):
    days = [datetime.date(*day) for day in ((1, 1, 1), (1969, 12, 31), (1970, 1, 1), (2000, 2, 29), (9999, 12, 31))]
    _check(spark, function, kind, [(d, e) for d in [*days, None] for e in [*days, None]], "d date, e date")


class Writer:
    """Writes random functions of a (int), x (float) and s (str) as Python text."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def pick(self, *choices):
        return self.random.choice(choices)

    def integer(self, depth):
        if depth == 0:
            return self.pick("a", "b", "3", "-7", "10", "0", "9007199254740993", "len(s)")
        i, f, s, t = self.integer, self.float, self.text, self.test
        n = depth - 1
        return self.pick(
            lambda: f"({i(n)} {self.pick('+', '-', '*', '//', '%', '&', '|', '^')} {i(n)})",
            lambda: f"({i(n)} << {self.pick(0, 1, 5, 62)})",
            lambda: f"({i(n)} >> {self.pick(0, 1, 63, 70)})",
            lambda: f"({i(n)} ** {self.pick(0, 1, 2, 3)})",
            lambda: f"({i(n)} if {t(n)} else {i(n)})",
            lambda: f"{self.pick('abs', '-', '~')}({i(n)})",
            lambda: f"{self.pick('min', 'max')}({i(n)}, {i(n)})",
            lambda: f"{self.pick('int', 'round', 'math.floor', 'math.ceil')}({f(n)})",
            lambda: f"{self.pick('len', 'int')}({s(n)})",
            lambda: f"{s(n)}.{self.pick('find', 'count')}({s(n)})",
            lambda: f"{{1: 5, 3: -2}}.get({i(n)}, {i(n)})",
        )()

    def float(self, depth):
        if depth == 0:
            return self.pick("x", "y", "2.5", "-0.0", "1e300", "0.1")
        i, f, t = self.integer, self.float, self.test
        n = depth - 1
        return self.pick(
            lambda: f"({f(n)} {self.pick('+', '-', '*', '/', '//', '%')} {f(n)})",
            lambda: f"({i(n)} / {i(n)})",
            lambda: f"({i(n)} * {f(n)})",
            lambda: f"({f(n)} if {t(n)} else {f(n)})",
            lambda: f"{self.pick('abs', '-', 'math.sqrt', 'math.exp', 'math.log', 'math.sin')}({f(n)})",
            lambda: f"round({f(n)}, {self.pick(0, 1, 2, 5)})",
            lambda: f"float({i(n)})",
            lambda: f"({f(n)} ** {self.pick('2', '0.5', '3.0')})",
        )()

    def text(self, depth):
        if depth == 0:
            return self.pick("s", "t", "'ab'", "'é'", "''", "'A-b c'")
        i, f, s, t = self.integer, self.float, self.text, self.test
        n = depth - 1
        return self.pick(
            lambda: f"({s(n)} + {s(n)})",
            lambda: f"{s(n)}[{self.pick('1:', ':-1', '0', '-1', '::-1', '1:3', '-2:')}]",
            lambda: f"{s(n)}.{self.pick('upper', 'lower', 'strip', 'title', 'capitalize', 'swapcase')}()",
            lambda: f"{s(n)}.replace('a', {self.pick(repr('xy'), repr(''))})",
            lambda: f"{s(n)}.split('-')[{self.pick(0, 1, -1)}]",
            lambda: f"{s(n)}.{self.pick('zfill(6)', 'ljust(5)', 'rjust(7, chr(42))'.replace('chr(42)', repr('*')))}",
            lambda: f"'<{{}}|{{:{self.pick('04d', 'x', '8,', '.1f', ',')}}}>'.format({i(n)}, {i(n)})",
            lambda: f"'{{}}|{{:{self.pick('.2f', '9.3f', ',.0f')}}}'.format({f(n)}, {f(n)})",
            lambda: "f'{a}-{s:>6}-{b:05d}-{y:.3f}-{x}'",
            lambda: f"({s(n)} if {t(n)} else {s(n)})",
            lambda: f"str({self.pick(i, f)(n)})",
        )()

    def test(self, depth):
        if depth == 0:
            return self.pick("a > 0", "x < 1.5", "s == t", "b", "s", "a is None", "t is not None")
        i, f, s, t = self.integer, self.float, self.text, self.test
        n = depth - 1
        return self.pick(
            lambda: f"({i(n)} {self.pick('<', '<=', '>', '>=', '==', '!=')} {i(n)})",
            lambda: f"({f(n)} {self.pick('<', '>=', '==')} {f(n)})",
            lambda: f"({s(n)} {self.pick('<', '==', 'in', 'not in')} {s(n)})",
            lambda: f"({t(n)} {self.pick('and', 'or')} {t(n)})",
            lambda: f"(not {t(n)})",
            lambda: f"({i(n)} in (1, 2, 63))",
            lambda: f"{s(n)}.{self.pick('isdigit()', 'isalpha()', 'isupper()', 'startswith(t)')}",
            lambda: f"math.isnan({f(n)})",
        )()

    def function(self, name):
        kind = self.pick("long", "double", "string", "boolean")
        write = {"long": self.integer, "double": self.float, "string": self.text, "boolean": self.test}[kind]
        depth = self.pick(1, 2, 3)
        result = f"bool({write(depth)})" if kind == "boolean" else write(depth)
        body = self.pick(
            f"    return {result}",
            f"    a = {self.integer(1)}\n    return {result}",
            f"    if {self.test(1)}:\n        return None\n    s += {self.text(0)}\n    return {result}",
            f"    try:\n        b = int(t)\n    except ValueError:\n        return None\n    return {result}",
        )
        return f"def {name}(a, b, x, y, s, t):\n{body}\n", kind


def test_random_functions_give_what_python_gives(spark, tmp_path):
    writer = Writer(20261123)
    written = {f"f{number}": writer.function(f"f{number}") for number in range(120)}
    path = tmp_path / "written_functions.py"
    path.write_text("import math\n\n\n" + "\n\n".join(text for text, _ in written.values()))
    spec = importlib.util.spec_from_file_location("written_functions", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    choose = random.Random(7).choice
    rows = [
        (choose(NUMBERS), choose(NUMBERS), choose(FLOATS), choose(FLOATS), choose(TEXTS), choose(TEXTS))
        for _ in range(150)
    ]
    schema, translated = "a long, b long, x double, y double, s string, t string", 0
    for name, (text, kind) in written.items():
        function = getattr(module, name)
        expected = [_expected(function, row) for row in rows]
        good = [(row, value) for row, value in zip(rows, expected) if not isinstance(value, type)]
        good = [(row, value) for row, value in good if kind != "long" or value is None or -(2**63) <= value < 2**63]
        frame = spark.createDataFrame([row for row, _ in good], schema)
        called = frame.select(F.udf(function, kind)(*frame.columns))
        translated += "native(" in called._explain_string()
        for (row, value), found in zip(good, called.collect()):
            same = repr(found[0]) == repr(value) or (value != value and (found[0] is None or found[0] != found[0]))
            assert same, f"{text}\n{row}: {value!r}, but {found[0]!r}"
    assert translated > 60, f"only {translated} are translated"


def test_pure_functions_are_called_once_for_each_value_of_a_dictionary(spark, tmp_path):
    from pyrite._engine.purity import is_pure

    def listed(text):
        return "".join(sorted(text))[:3]

    def counted(text):
        calls.append(text)
        return text

    calls = []
    assert is_pure(listed)
    assert is_pure(lambda x: len([part for part in x.split() if part]))
    for impure in (counted, lambda x: random.random(), lambda x: print(x), lambda x: SIZES[x], time_of):
        assert not is_pure(impure)
    spark.range(20_000).selectExpr("concat('name', id % 50) AS s").coalesce(1).write.parquet(str(tmp_path / "names"))
    frame = spark.read.parquet(str(tmp_path / "names"))
    found = frame.select(F.udf(listed)("s").alias("r")).groupBy("r").count().collect()
    expected = {}
    for number in range(20_000):
        key = listed(f"name{number % 50}")
        expected[key] = expected.get(key, 0) + 1
    assert {row[0]: row[1] for row in found} == expected
    assert frame.select(F.udf(counted)("s").alias("r")).distinct().count() == 50
    assert len(calls) == 20_000


def time_of(x):
    import time

    return time.time()


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
        lambda x: [x][0],
        lambda x: f"{x!r}",
        lambda x: f"{x:e}",
        lambda x: f"{x:^9}",
        lambda x: [1, 2, 3][x],
        lambda x: math.gcd(x, 2),
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


def test_threads_may_translate_at_the_same_time():
    # CPython 3.11 fails when another thread parses while this one does: here whenever garbage is collected meanwhile.
    from pyrite._engine.translate import translation

    class Garbage:
        def __init__(self):
            self.itself = self

        def __del__(self):
            time.sleep(0.0001)

    expected = translation(course, 1)
    found = []

    def translate():
        for _ in range(30):
            Garbage()
            try:
                found.append(translation(course, 1))
            except BaseException as error:
                found.append(repr(error))

    before = gc.get_threshold()
    gc.set_threshold(50)
    try:
        threads = [threading.Thread(target=translate) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        gc.set_threshold(*before)
    assert expected is not None
    assert found == [expected] * 120


def test_functions_that_may_differ_are_called(spark):
    plus = F.udf(lambda x: x + 1, "long")
    assert "native(" in spark.range(3).select(plus("id"))._explain_string()
    assert "native(" not in spark.range(3).select(plus.asNondeterministic()("id"))._explain_string()
