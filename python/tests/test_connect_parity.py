"""What Pyrite sends is what PySpark's Spark Connect client sends, message for message."""

from __future__ import annotations

import decimal
import inspect
import warnings

import pytest

proto = pytest.importorskip(
    "pyspark.sql.connect.proto", reason="needs pyspark with its connect client", exc_type=ImportError
)
spark_functions = pytest.importorskip("pyspark.sql.connect.functions.builtin")
spark_partitioning = pytest.importorskip("pyspark.sql.connect.functions.partitioning")

from pyrite.sql import functions as F  # noqa: E402
from pyrite.sql.column import Column  # noqa: E402

LAMBDAS = {
    "aggregate": ("a", "b", lambda acc, x: acc + x, lambda acc: acc * 2),
    "array_sort": ("a", lambda x, y: x - y),
    "exists": ("a", lambda x: x > 1),
    "filter": ("a", lambda x, i: x > i),
    "forall": ("a", lambda x: x > 1),
    "map_filter": ("a", lambda k, v: v > k),
    "map_zip_with": ("a", "b", lambda k, x, y: x + y),
    "reduce": ("a", "b", lambda acc, x: acc + x),
    "transform": ("a", lambda x: x + 1),
    "transform_keys": ("a", lambda k, v: k),
    "transform_values": ("a", lambda k, v: v),
    "zip_with": ("a", "b", lambda x, y: x + y),
}
# Arguments where names of columns would not do.
ARGUMENTS = {
    "sha2": ("a", 256),
    "rand": (3,),
    "randn": (3,),
    "random": (3,),
    "uniform": (1, 2, 3),
    "uuid": (3,),
    "shuffle": ("a", 3),
    "randstr": (4, 3),
    "count_min_sketch": ("a", 0.1, 0.9, 3),
    "percentile": ("a", [0.25, 0.5]),
    "percentile_approx": ("a", (0.25, 0.5), 100),
    "lit": (5,),
    "from_json": ("a", "x int", {"mode": "FAILFAST"}),
    "json_tuple": ("a", "x", "y"),
    "bucket": (4, "a"),
    "log": (2.0, "a"),
    "make_timestamp": ("a", "b", "c", "d", "e", "f"),
    "try_make_timestamp": ("a", "b", "c", "d", "e", "f", "z"),
    "make_timestamp_ntz": ("a", "b", "c", "d", "e", "f"),
    "try_make_timestamp_ntz": ("a", "b", "c", "d", "e", "f"),
}
UNTESTED = {"broadcast", "when", "udf", "UserDefinedFunction", "partitioning", "window", "session_window"} | {
    "current_time"
}


def expression_of(column) -> object:
    message = proto.Expression()
    message.ParseFromString(column._expr.encoded)
    return strip(message)


def strip(message):
    """The message without what may differ: where it was made, numbers of lambda variables, a decimal's precision."""
    message.ClearField("common")
    for field, value in message.ListFields():
        if field.type != field.TYPE_MESSAGE:
            continue
        for item in value if field.is_repeated else [value]:
            strip_any(item)
    return message


def strip_any(message):
    name = message.DESCRIPTOR.name
    if name == "UnresolvedNamedLambdaVariable":
        parts = [part.rsplit("_", 1)[0] for part in message.name_parts]
        del message.name_parts[:]
        message.name_parts.extend(parts)
    if name == "Decimal":
        message.ClearField("precision")
        message.ClearField("scale")
    if name == "Expression":
        message.ClearField("common")
    for field, value in message.ListFields():
        if field.type == field.TYPE_MESSAGE:
            for item in value if field.is_repeated else [value]:
                strip_any(item)


NOT_THERE_YET = {
    "AnalyzeArgument",
    "AnalyzeResult",
    "ArrowUDFType",
    "OrderingColumn",
    "PandasUDFType",
    "PartitioningColumn",
    "SelectedColumn",
    "SkipRestOfInputTableException",
    "UserDefinedTableFunction",
    "arrow_udf",
    "arrow_udtf",
    "pandas_udf",
    "udtf",
}


def test_names():
    """``import *`` gives what PySpark's gives, but for functions over whole batches."""
    from pyspark.sql import functions

    assert set(functions.__all__) - set(F.__all__) == NOT_THERE_YET
    assert set(F.__all__) <= set(functions.__all__)


def spark_column(value):
    return spark_functions.col(value._expr.text) if isinstance(value, Column) else value


def compare(name, *arguments, module=F, spark_module=spark_functions):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        ours = getattr(module, name)(*arguments)
        theirs = getattr(spark_module, name)(*[spark_column(argument) for argument in arguments])
    assert expression_of(ours) == strip(theirs.to_plan(None)), name


def positional(function):
    kinds = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.VAR_POSITIONAL)
    return [p for p in inspect.signature(function).parameters.values() if p.kind in kinds]


@pytest.mark.parametrize("name", sorted(set(F._names) - UNTESTED))
def test_function(name):
    """Every function, called with names, with columns, and with as few arguments as it takes."""
    function = getattr(F, name)
    if name in LAMBDAS:
        compare(name, *LAMBDAS[name])
        return
    parameters = positional(getattr(spark_functions, name))
    assert [p.name for p in parameters] == [p.name for p in positional(function)]
    defaults = [p.default for p in parameters if p.default not in (inspect.Parameter.empty, None)]
    assert defaults == [p.default for p in positional(function) if p.default not in (inspect.Parameter.empty, None)]
    if name in ARGUMENTS:
        compare(name, *ARGUMENTS[name])
        return
    required = [p for p in parameters if p.default is inspect.Parameter.empty]
    names = [c for c, _ in zip("abcdefghi", required)]
    if any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters):
        names += ["y", "z"]
    attempts = [names, [F.col(n) for n in names], [*names[:1], *[3] * (len(names) - 1)]]
    if len(parameters) > len(required) and "seed" not in [p.name for p in parameters]:
        attempts += [[*names, *[c for c, _ in zip("pqrstuv", parameters[len(required) :])]]]
        attempts += [[*names, *[7 for _ in parameters[len(required) :]]]]
    checked = 0
    for arguments in attempts:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                getattr(spark_functions, name)(*[spark_column(a) for a in arguments])
        except Exception:  # arguments that PySpark does not take
            continue
        compare(name, *arguments)
        checked += 1
    assert checked


@pytest.mark.parametrize("name", ["years", "months", "days", "hours"])
def test_partitioning(name):
    compare(name, "a", module=F.partitioning, spark_module=spark_partitioning)


@pytest.mark.parametrize(
    "arguments", [("a", "1 hour"), ("a", "1 hour", "1 minute"), ("a", "1 hour", None, "5 minutes")]
)
def test_window(arguments):
    compare("window", *arguments)


LITERALS = [None, True, 0, -1, 2**31, -(2**63), 1.5, "text", b"bytes", bytearray(b"x"), decimal.Decimal("-12.340")]


@pytest.mark.parametrize("value", LITERALS)
def test_literal(value):
    compare("lit", value)


def test_temporal_literals():
    import datetime as d

    utc = d.timezone.utc
    compare("lit", d.date(2020, 2, 29))
    compare("lit", d.date(1, 1, 1))
    compare("lit", d.datetime(2020, 1, 2, 3, 4, 5, 6))
    compare("lit", d.datetime(1950, 1, 2, 3, 4, 5, 6, tzinfo=utc))
    compare("lit", d.timedelta(days=-1, microseconds=5))
    compare("lit", d.time(1, 2, 3, 4))


def test_numpy_literals():
    numpy = pytest.importorskip("numpy")
    for value in [numpy.int8(1), numpy.int64(5), numpy.float32(1.5), numpy.float64(2.5), numpy.bool_(True)]:
        compare("lit", value)
    compare("lit", numpy.array([1, 2], dtype="int32"))


COLUMN_OPERATIONS = {
    "arithmetic": lambda c, f: (c + 1) * 2 - c / 3 % 4,
    "reflected": lambda c, f: 1 + 2 * (3 - (4 / (5 % (2**c)))),
    "comparison": lambda c, f: ((c == 1) & (c != 2)) | ~(c < 3) | (c <= 4) | (c > 5) | (c >= None),
    "negative": lambda c, f: -c,
    "power": lambda c, f: c**2,
    "null": lambda c, f: c.isNull() & c.isNotNull() & c.isNaN() & c.eqNullSafe(None),
    "text": lambda c, f: c.like("a%") | c.rlike("b") | c.ilike("c") | c.contains("d") | c.startswith("e"),
    "endswith": lambda c, f: c.endswith(c),
    "substr": lambda c, f: c.substr(1, 2),
    "slice": lambda c, f: c[1:3],
    "between": lambda c, f: c.between(1, 2),
    "isin": lambda c, f: c.isin(1, 2) | c.isin([3, 4]) | c.isin("x"),
    "bits": lambda c, f: c.bitwiseAND(1).bitwiseOR(2).bitwiseXOR(3),
    "item": lambda c, f: c["key"][0].field,
    "fields": lambda c, f: c.withField("x", c).dropFields("y", "z"),
    "alias": lambda c, f: c.alias("n"),
    "aliases": lambda c, f: c.alias("n", "m"),
    "metadata": lambda c, f: c.alias("n", metadata={"k": [1, "x"]}),
    "cast": lambda c, f: c.cast("decimal(10,2)").try_cast("int"),
    "asc": lambda c, f: c.asc(),
    "desc_nulls_first": lambda c, f: c.desc_nulls_first(),
    "when": lambda c, f: f.when(c > 1, "x").when(c > 2, c).otherwise(None),
    "star": lambda c, f: f.col("*"),
    "qualified star": lambda c, f: f.col("t.*"),
    "expr": lambda c, f: f.expr("a + 1"),
    "nested lambdas": lambda c, f: f.transform("a", lambda x: f.filter(x, lambda y: y > 1)),
}


@pytest.mark.parametrize("name", COLUMN_OPERATIONS)
def test_column(name):
    make = COLUMN_OPERATIONS[name]
    assert expression_of(make(F.col("c"), F)) == strip(make(spark_functions.col("c"), spark_functions).to_plan(None))


def test_cast_to_types():
    from pyspark.sql import types as st

    from pyrite.sql import types as t

    def pairs(m):
        return [
            m.ByteType(),
            m.DecimalType(12, 3),
            m.CharType(3),
            m.VarcharType(4),
            m.DayTimeIntervalType(1, 2),
            m.YearMonthIntervalType(),
            m.ArrayType(m.StringType(), False),
            m.MapType(m.StringType(), m.LongType()),
            m.StructType([m.StructField("a", m.DateType(), False, {"k": 1}), m.StructField("b", m.TimestampNTZType())]),
            m.NullType(),
            m.TimeType(3),
        ]

    for ours, theirs in zip(pairs(t), pairs(st)):
        expected = strip(spark_functions.col("c").cast(theirs).to_plan(None))
        assert expression_of(F.col("c").cast(ours)) == expected


WINDOWS = {
    "partition": lambda w: w.partitionBy("a", "b"),
    "order": lambda w: w.partitionBy("p").orderBy("a", "b"),
    "rows": lambda w: w.partitionBy("p").orderBy("a").rowsBetween(-1, 0),
    "unbounded": lambda w: w.partitionBy("p").orderBy("a").rowsBetween(w.unboundedPreceding, w.unboundedFollowing),
    "range": lambda w: w.partitionBy(["p"]).orderBy("a").rangeBetween(w.currentRow, 10),
}


@pytest.mark.parametrize("name", WINDOWS)
def test_window_spec(name):
    from pyspark.sql.connect.window import Window as SparkWindow

    from pyrite.sql.window import Window

    make = WINDOWS[name]
    ours = F.sum("x").over(make(Window))
    assert expression_of(ours) == strip(spark_functions.sum("x").over(make(SparkWindow)).to_plan(None))
