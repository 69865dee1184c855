"""DataFrames of Python, pandas, NumPy and Arrow data."""

from __future__ import annotations

import datetime
import decimal

import pytest
from api import ON_PYSPARK, Row, T, errors


def created(frame):
    return frame.dtypes, [tuple(row) for row in frame.collect()]


def test_tuples(spark):
    assert created(spark.createDataFrame([(1, "a"), (None, None)])) == (
        [("_1", "bigint"), ("_2", "string")],
        [(1, "a"), (None, None)],
    )
    assert created(spark.createDataFrame([(1, "a")], ["n", "t"])) == ([("n", "bigint"), ("t", "string")], [(1, "a")])


def test_rows_dicts_lists_and_objects(spark):
    assert created(spark.createDataFrame([Row(n=1, t="a")])) == ([("n", "bigint"), ("t", "string")], [(1, "a")])
    assert created(spark.createDataFrame([{"t": "a", "n": 1}, {"n": 2}])) == (
        [("n", "bigint"), ("t", "string")],
        [(1, "a"), (2, None)],
    )
    assert created(spark.createDataFrame([[1, True]], ["n", "b"])) == ([("n", "bigint"), ("b", "boolean")], [(1, True)])

    class Point:
        def __init__(self, x, y):
            self.x, self.y = x, y

    if not ON_PYSPARK:
        assert created(spark.createDataFrame([Point(1, 2.5)])) == ([("x", "bigint"), ("y", "double")], [(1, 2.5)])


def test_scalars(spark):
    assert created(spark.createDataFrame([1, None], "int")) == ([("value", "int")], [(1,), (None,)])
    assert created(spark.createDataFrame(["a"], T.StringType())) == ([("value", "string")], [("a",)])


def test_schemas(spark):
    schema = T.StructType([T.StructField("n", T.IntegerType(), False), T.StructField("t", T.StringType())])
    frame = spark.createDataFrame([(1, "a"), {"n": 2}, Row(n=3, t="c")], schema)
    assert frame.schema == schema
    assert created(frame)[1] == [(1, "a"), (2, None), (3, "c")]
    assert created(spark.createDataFrame([(1, 2.5)], "a tinyint, b: float")) == (
        [("a", "tinyint"), ("b", "float")],
        [(1, 2.5)],
    )
    assert created(spark.createDataFrame([], "a int")) == ([("a", "int")], [])
    assert spark.createDataFrame([], schema).count() == 0


ALL_TYPES = """a boolean, b tinyint, c smallint, d int, e bigint, f float, g double, h decimal(10,2), i decimal(38,10),
    j string, k binary, l date, m timestamp, n timestamp_ntz, o array<int>, p map<string,double>,
    q struct<x:int,y:string>, r interval day to second"""


def test_all_types(spark):
    naive = datetime.datetime(2020, 2, 29, 1, 2, 3, 4)
    row = (
        True,
        -128,
        32767,
        -(2**31),
        2**63 - 1,
        1.5,
        -0.1,
        decimal.Decimal("-12.34"),
        decimal.Decimal("1234567890123456789012345678.0123456789"),
        "héllo 世界",
        b"\x00\xff",
        datetime.date(1582, 10, 15),
        naive,
        naive,
        [1, None, 3],
        {"k": 1.5, "z": None},
        Row(x=1, y=None),
        datetime.timedelta(days=-1, microseconds=1),
    )
    frame = spark.createDataFrame([row, (None,) * len(row)], ALL_TYPES)
    first, second = frame.collect()
    assert tuple(second) == (None,) * len(row)
    expected = list(row)
    expected[10] = bytearray(row[10]) if type(first.k) is bytearray else row[10]
    assert list(first) == expected
    assert (
        frame.filter(
            "b = -128 and h < -12 and l < date'1582-10-16' and n = timestamp_ntz'2020-02-29 01:02:03.000004'"
        ).count()
        == 1
    )


def test_inference_of_types(spark):
    row = (True, 2**40, 1.5, decimal.Decimal("1.50"), "t", b"b", datetime.date(2020, 1, 1), [1], {"k": "v"}, Row(x=1))
    frame = spark.createDataFrame([row])
    assert [kind for _, kind in frame.dtypes] == [
        "boolean",
        "bigint",
        "double",
        "decimal(38,18)",
        "string",
        "binary",
        "date",
        "array<bigint>",
        "map<string,string>",
        "struct<x:bigint>",
    ]


REFUSED = {
    "empty": (lambda s: s.createDataFrame([]), "PySparkValueError", "CANNOT_INFER_EMPTY_SCHEMA"),
    "None": (lambda s: s.createDataFrame([None]), "PySparkTypeError", "CANNOT_INFER_SCHEMA_FOR_TYPE"),
    "scalars": (lambda s: s.createDataFrame([1]), "PySparkTypeError", "CANNOT_INFER_SCHEMA_FOR_TYPE"),
    "unknown": (lambda s: s.createDataFrame([(None,)], ["a"]), "PySparkValueError", "CANNOT_DETERMINE_TYPE"),
    "length": (lambda s: s.createDataFrame([(1, 2)], "a int"), "PySparkValueError", "FIELD_STRUCT_LENGTH_MISMATCH"),
    "type": (
        lambda s: s.createDataFrame([("x",)], "a int"),
        "PySparkTypeError",
        "FIELD_DATA_TYPE_UNACCEPTABLE_WITH_NAME",
    ),
    "range": (lambda s: s.createDataFrame([(300,)], "a tinyint"), "PySparkValueError", "VALUE_OUT_OF_BOUNDS"),
    "null": (
        lambda s: s.createDataFrame([(None,)], T.StructType([T.StructField("a", T.IntegerType(), False)])),
        "PySparkValueError",
        "FIELD_NOT_NULLABLE_WITH_NAME",
    ),
    "frame": (lambda s: s.createDataFrame(s.range(1)), "PySparkTypeError", "INVALID_TYPE"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_refused(spark, name):
    make, kind, condition = REFUSED[name]
    with pytest.raises(errors.PySparkException) as caught:
        make(spark)
    assert type(caught.value).__name__ == kind
    assert caught.value.getCondition() == condition


def test_unverified_schema(spark):
    frame = spark.createDataFrame([(1,)], "a bigint", verifySchema=False)
    assert frame.collect() == [Row(a=1)]


def test_pandas(spark):
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(
        {
            "n": [1, 2],
            "f": [1.5, None],
            "t": ["a", None],
            "b": [True, False],
            "d": [datetime.date(2020, 1, 1), None],
            "s": pandas.to_datetime(["2020-01-02 03:04:05", None]),
            "i": pandas.array([7, None], dtype="Int32"),
        }
    )
    dtypes, rows = created(spark.createDataFrame(frame))
    assert dtypes == [
        ("n", "bigint"),
        ("f", "double"),
        ("t", "string"),
        ("b", "boolean"),
        ("d", "date"),
        ("s", "timestamp"),
        ("i", "int"),
    ]
    first = (1, 1.5, "a", True, datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 2, 3, 4, 5), 7)
    assert rows[0] == first
    assert rows[1][0] == 2
    assert rows[1][1] is None or rows[1][1] != rows[1][1]
    assert rows[1][2:] == (None, False, None, None, None)
    renamed = spark.createDataFrame(frame[["n", "t"]], "x bigint, y string")
    assert created(renamed) == ([("x", "bigint"), ("y", "string")], [(1, "a"), (2, None)])
    assert spark.createDataFrame(frame[["n"]], ["k"]).columns == ["k"]


def test_arrow(spark):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table(
        {
            "n": pyarrow.array([1, None, 3], pyarrow.int32()),
            "t": pyarrow.array(["a", "b", None]).dictionary_encode(),
            "l": pyarrow.array([[1, 2], None, []], pyarrow.list_(pyarrow.int64())),
        }
    )
    if ON_PYSPARK:
        table = table.set_column(1, "t", table["t"].cast(pyarrow.string()))
    frame = spark.createDataFrame(table)
    assert created(frame) == (
        [("n", "int"), ("t", "string"), ("l", "array<bigint>")],
        [(1, "a", [1, 2]), (None, "b", None), (3, None, [])],
    )
    assert spark.createDataFrame(table, ["x", "y", "z"]).columns == ["x", "y", "z"]


def test_numpy(spark):
    numpy = pytest.importorskip("numpy")
    assert created(spark.createDataFrame(numpy.array([[1, 2], [3, 4]], dtype="int32"))) == (
        [("_1", "int"), ("_2", "int")],
        [(1, 2), (3, 4)],
    )
    assert created(spark.createDataFrame(numpy.array([0.5, 1.5]))) == ([("value", "double")], [(0.5,), (1.5,)])


def test_to_pandas(spark):
    pandas = pytest.importorskip("pandas")
    frame = spark.createDataFrame(
        [
            (
                1,
                2,
                1.5,
                "a",
                True,
                datetime.date(2020, 1, 1),
                datetime.datetime(2020, 1, 2, 3, 4, 5),
                decimal.Decimal("1.50"),
            )
        ],
        "n bigint, i int, f double, t string, b boolean, d date, s timestamp, x decimal(5,2)",
    )
    result = frame.toPandas()
    kinds = [str(kind) for kind in result.dtypes]
    assert kinds[:3] == ["int64", "int32", "float64"]
    assert kinds[4] == "bool"
    assert kinds[6].startswith("datetime64[")
    assert result["t"].tolist() == ["a"]
    assert result["d"].tolist() == [datetime.date(2020, 1, 1)]
    assert result["s"].tolist() == [pandas.Timestamp(2020, 1, 2, 3, 4, 5)]
    assert result["x"].tolist() == [decimal.Decimal("1.50")]
    with_nulls = spark.createDataFrame([(1, True), (None, None)], "n bigint, b boolean").toPandas()
    assert [str(kind) for kind in with_nulls.dtypes] == ["float64", "object"]
    assert with_nulls["n"].isna().tolist() == [False, True]
    empty = spark.createDataFrame([], "n int, t string").toPandas()
    assert empty.shape == (0, 2)
    assert list(empty.columns) == ["n", "t"]
    assert str(empty.dtypes["n"]) == "int32"


def test_to_pandas_with_equal_names(spark):
    pytest.importorskip("pandas")
    result = spark.sql("select 1 as a, 'x' as a").toPandas()
    assert list(result.columns) == ["a", "a"]
    assert result.values.tolist() == [[1, "x"]]


def test_to_arrow(spark):
    pytest.importorskip("pyarrow")
    table = spark.range(3).toArrow()
    assert table.column_names == ["id"]
    assert table["id"].to_pylist() == [0, 1, 2]
    assert spark.range(0).toArrow().num_rows == 0


@pytest.mark.skipif(ON_PYSPARK, reason="its own interface")
def test_arrow_stream(spark):
    pyarrow = pytest.importorskip("pyarrow")
    assert pyarrow.table(spark.range(100000))["id"].to_pylist() == list(range(100000))
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(spark.range(3))["id"].to_list() == [0, 1, 2]
    again = spark.createDataFrame(polars.DataFrame({"a": [1, 2], "t": ["x", None]}))
    assert created(again) == ([("a", "bigint"), ("t", "string")], [(1, "x"), (2, None)])


def test_pandas_objects_have_the_types_that_arrow_finds(spark):
    pandas = pytest.importorskip("pandas")
    numpy = pytest.importorskip("numpy")
    pytest.importorskip("pyarrow")
    frame = pandas.DataFrame(
        {
            "price": [decimal.Decimal("1.50"), None],
            "dict": [{"a": 1}, {"b": 2}],
            "array": [numpy.array([1, 2]), numpy.array([3])],
            "nothing": [None, None],
            "kind": pandas.Series(["a", None], dtype="category"),
            "whole": pandas.Series([1, None], dtype="Int64"),
        }
    )
    made = spark.createDataFrame(frame)
    assert made.schema.simpleString() == (
        "struct<price:decimal(3,2),dict:struct<a:bigint,b:bigint>,array:array<bigint>,nothing:void,kind:string,"
        "whole:bigint>"
    )
    first, second = made.collect()
    assert tuple(first) == (decimal.Decimal("1.50"), Row(a=1, b=None), [1, 2], None, "a", 1)
    assert tuple(second) == (None, Row(a=None, b=2), [3], None, None, None)


def test_pandas_values_are_cast_to_a_given_schema(spark):
    pandas = pytest.importorskip("pandas")
    pytest.importorskip("pyarrow")
    assert spark.createDataFrame(pandas.DataFrame({"a": [1, 2]}), "a double").collect() == [Row(a=1.0), Row(a=2.0)]
    assert spark.createDataFrame(pandas.DataFrame({"a": [1], "b": [2]}), "a int").collect() == [Row(a=1)]
    with pytest.raises(errors.PySparkTypeError):
        spark.createDataFrame(pandas.DataFrame({"a": ["x"]}), "a int").collect()


def test_maps_and_no_columns_in_pandas(spark):
    pytest.importorskip("pandas")
    frame = spark.sql("SELECT map('k', 1) m, array(map('k', 2)) n").toPandas()
    assert frame.m[0] == {"k": 1}
    assert list(frame.n[0]) == [{"k": 2}]
    assert spark.range(2).select().toPandas().shape == (2, 0)


def test_timestamps_in_pandas(spark):
    pandas = pytest.importorskip("pandas")
    frame = spark.sql(
        "SELECT timestamp_micros(1577836800500000) a, TIMESTAMP_NTZ'2020-07-01 10:00:00' b UNION ALL SELECT NULL, NULL"
    )
    try:
        for zone, hour in (("UTC", 0), ("Etc/UTC", 0), ("Europe/Berlin", 1)):
            spark.conf.set("spark.sql.session.timeZone", zone)
            found = frame.toPandas()
            assert found["a"][0] == pandas.Timestamp(2020, 1, 1, hour, 0, 0, 500_000)
            assert found["b"][0] == pandas.Timestamp(2020, 7, 1, 10)
            assert found["a"].isna().tolist() == found["b"].isna().tolist() == [False, True]
            assert {str(kind) for kind in found.dtypes} <= {"datetime64[us]", "datetime64[ns]"}
            # The columns are the caller's own.
            found.loc[1, "a"] = found.loc[0, "a"]
            found.iloc[1] = found.iloc[0]
            assert found["b"][1] == found["b"][0]
    finally:
        spark.conf.set("spark.sql.session.timeZone", "UTC")


def test_arrow_times_without_a_zone_are_local(spark):
    pyarrow = pytest.importorskip("pyarrow")
    table = pyarrow.table({"t": pyarrow.array([datetime.datetime(2020, 1, 1)], pyarrow.timestamp("ms"))})
    frame = spark.createDataFrame(table)
    assert frame.dtypes == [("t", "timestamp")]
    assert frame.selectExpr("cast(t as long)").collect() == [(1_577_836_800,)]
