"""Functions over pandas series, DataFrames and Arrow data, of every kind."""

from __future__ import annotations

import datetime
from collections.abc import Iterator

import pytest
from api import ON_PYSPARK, F, Observation, Row, Window, errors

PySparkException, PythonException = errors.PySparkException, errors.PythonException

pd = pytest.importorskip("pandas")
pa = pytest.importorskip("pyarrow")


@pytest.fixture
def df(spark):
    return spark.createDataFrame(
        [(1, "a", 1.0), (2, "b", 3.0), (1, "c", 5.0), (2, None, None)], "k int, s string, v double"
    )


def test_scalar_functions_get_series_and_give_series(df):
    @F.pandas_udf("double")
    def plus_one(v: pd.Series) -> pd.Series:
        return v + 1

    assert df.select(plus_one("v").alias("r")).collect() == [Row(r=2.0), Row(r=4.0), Row(r=6.0), Row(r=None)]


def test_a_struct_arrives_as_a_frame_and_leaves_as_one(df):
    @F.pandas_udf("total double, name string")
    def summed(frame: pd.DataFrame) -> pd.DataFrame:
        return pd.DataFrame({"name": frame["s"].str.upper(), "total": frame["k"] + frame["v"]})

    rows = df.select(summed(F.struct("k", "s", "v")).alias("r")).collect()
    assert rows[:2] == [Row(r=Row(total=2.0, name="A")), Row(r=Row(total=5.0, name="B"))]


def test_an_iterator_function_sees_a_whole_partition(df):
    seen = []

    @F.pandas_udf("long")
    def counted(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        mine = len(seen)
        seen.append(0)
        for batch in batches:
            seen[mine] += len(batch)
            # Results may come in other pieces than the input.
            for start in range(0, len(batch), 3):
                yield batch.iloc[start : start + 3] + 1

    frame = df.sparkSession.range(0, 30_000, 1, 2)
    assert frame.select("id", counted("id").alias("r")).filter("r != id + 1").count() == 0
    # PySpark's functions run in other processes.
    assert ON_PYSPARK or seen == [15_000, 15_000]


def test_an_iterator_function_that_loses_rows_is_an_error(df):
    @F.pandas_udf("long")
    def short(batches: Iterator[pd.Series]) -> Iterator[pd.Series]:
        for batch in batches:
            yield batch.iloc[1:]

    with pytest.raises(PythonException, match="fewer"):
        df.coalesce(1).select(short("k")).collect()


def test_several_arguments_of_an_iterator_function_are_tuples(df):
    @F.pandas_udf("double")
    def added(batches: Iterator[tuple[pd.Series, pd.Series]]) -> Iterator[pd.Series]:
        for k, v in batches:
            yield k + v

    assert [row[0] for row in df.select(added("k", "v")).collect()] == [2.0, 5.0, 6.0, None]


def test_aggregates_of_groups_and_windows(df):
    @F.pandas_udf("double")
    def mean(v: pd.Series) -> float:
        return v.mean()

    grouped = df.groupBy("k").agg(mean("v"), mean(df.v + df.k).alias("more")).orderBy("k")
    assert grouped.collect() == [Row(1, 3.0, 4.0), Row(2, 3.0, 5.0)]
    assert grouped.columns == ["k", "mean(v)", "more"]
    assert df.agg(mean("v")).collect() == [Row(3.0)]
    ordered = Window.partitionBy("k").orderBy("v")
    windowed = df.select(
        "k",
        "v",
        mean("v").over(ordered).alias("so_far"),
        mean("v").over(Window.partitionBy("k")).alias("all"),
        mean("v").over(ordered.rowsBetween(-1, 0)).alias("two"),
    ).orderBy("k", "v")
    assert [tuple(row) for row in windowed.collect()] == [
        (1, 1.0, 1.0, 3.0, 1.0),
        (1, 5.0, 3.0, 3.0, 3.0),
        (2, None, None, 3.0, None),
        (2, 3.0, 3.0, 3.0, 3.0),
    ]


def test_arrow_functions(df):
    import pyarrow.compute as pc

    @F.arrow_udf("long")
    def doubled(v: pa.Array) -> pa.Array:
        return pc.multiply(pc.cast(v, pa.int64()), 2)

    @F.arrow_udf("double")
    def largest(v: pa.Array) -> float:
        return pc.max(v)

    assert [row[0] for row in df.select(doubled("k")).collect()] == [2, 4, 2, 4]
    assert df.agg(largest("v")).collect() == [Row(5.0)]


def test_map_in_pandas_and_in_arrow(df):
    def ones(frames):
        for frame in frames:
            yield frame[frame.k == 1]

    def ones_in_arrow(batches):
        for batch in batches:
            yield batch.filter(pa.compute.equal(batch["k"], 1))

    expected = [Row(k=1, s="a", v=1.0), Row(k=1, s="c", v=5.0)]
    assert df.mapInPandas(ones, df.schema).collect() == expected
    assert df.mapInArrow(ones_in_arrow, df.schema).collect() == expected


def test_a_function_over_partitions_stops_when_no_more_rows_are_wanted(spark):
    pulled = []

    def through(frames):
        for frame in frames:
            pulled.append(len(frame))
            yield frame

    frame = spark.range(0, 4_000_000, 1, 1).mapInPandas(through, "id long")
    assert [row.id for row in frame.limit(3).collect()] == [0, 1, 2]
    assert sum(pulled) < 2_000_000


def test_functions_over_partitions_may_feed_each_other(df):
    def shouted(frames):
        for frame in frames:
            yield frame.assign(s=frame.s.str.upper())

    upper = F.udf(lambda s: None if s is None else s + "!", "string")
    twice = df.mapInPandas(shouted, df.schema).select(upper("s").alias("s")).mapInPandas(shouted, "s string")
    assert [row.s for row in twice.collect()] == ["A!", "B!", "C!", None]


def test_apply_in_pandas_and_in_arrow(df):
    def centred(frame):
        return frame.assign(v=frame.v - frame.v.mean())

    def keyed(key, frame):
        return pd.DataFrame([(*key, frame.v.sum())])

    assert df.groupBy("k").applyInPandas(centred, df.schema).collect() == [
        Row(k=1, s="a", v=-2.0),
        Row(k=1, s="c", v=2.0),
        Row(k=2, s="b", v=0.0),
        Row(k=2, s=None, v=None),
    ]
    assert df.groupBy("k", F.col("k") % 2).applyInPandas(keyed, "k int, odd int, v double").collect() == [
        Row(k=1, odd=1, v=6.0),
        Row(k=2, odd=0, v=3.0),
    ]
    counted = df.groupBy("k").applyInArrow(lambda table: table.slice(0, 1), df.schema)
    assert [row.s for row in counted.collect()] == ["a", "b"]


def test_a_null_key_is_a_group_and_no_rows_are_none(spark):
    frame = spark.createDataFrame([(None, 1), (1, 2), (None, 3)], "k int, v int")
    sizes = frame.groupBy("k").applyInPandas(lambda key, g: pd.DataFrame({"n": [len(g)]}), "n int")
    assert sorted(row.n for row in sizes.collect()) == [1, 2]
    assert frame.filter("v > 9").groupBy("k").applyInPandas(lambda g: g, frame.schema).collect() == []
    assert frame.filter("v > 9").groupBy().applyInPandas(lambda g: g, frame.schema).collect() == []


def test_cogrouped_frames(df, spark):
    other = spark.createDataFrame([(1, "x"), (3, "y")], "k int, z string")

    def sizes(key, left, right):
        return pd.DataFrame({"k": [key[0]], "left": [len(left)], "right": [len(right)]})

    both = df.groupBy("k").cogroup(other.groupBy("k"))
    schema = "k int, left int, right int"
    expected = [(1, 2, 1), (2, 2, 0), (3, 0, 1)]
    assert [tuple(row) for row in both.applyInPandas(sizes, schema).collect()] == expected

    def arrow_sizes(key, left, right):
        return pa.table({"k": [key[0].as_py()], "left": [left.num_rows], "right": [right.num_rows]}).cast(
            pa.schema([("k", pa.int32()), ("left", pa.int32()), ("right", pa.int32())])
        )

    assert [tuple(row) for row in both.applyInArrow(arrow_sizes, schema).collect()] == expected


def test_dates_times_and_nested_values_go_in_and_out(spark):
    day, moment = datetime.date(2020, 2, 29), datetime.datetime(2020, 2, 29, 12, 30, 0, 5)
    schema = "d date, t timestamp_ntz, a array<int>, m map<string,int>, r struct<x:int,y:string>, n decimal(10,2)"
    import decimal

    row = (day, moment, [1, None, 3], {"a": 1}, (1, "y"), decimal.Decimal("12.50"))
    frame = spark.createDataFrame([row, (None,) * 6], schema).coalesce(1)

    seen = []

    def same(frames):
        for part in frames:
            seen.extend(zip(part.d, part.m, strict=True))
            yield part

    assert frame.mapInPandas(same, schema).collect() == frame.collect()
    assert ON_PYSPARK or seen[0] == (day, {"a": 1})


def test_timestamps_are_local_to_the_session(spark):
    session = spark.newSession()
    session.conf.set("spark.sql.session.timeZone", "America/New_York")
    seen = []

    def look(frames):
        for frame in frames:
            seen.extend(frame.t.tolist())
            yield frame

    frame = session.sql("SELECT timestamp'2020-07-01 12:00:00 UTC' AS t")
    assert frame.mapInPandas(look, "t timestamp").collect() == frame.collect()
    assert seen == [pd.Timestamp("2020-07-01 08:00:00")]


def test_the_traceback_arrives_whole(df):
    def broken(frames):
        for frame in frames:
            raise ValueError(f"no {frame.k[0]}")
        yield frame

    with pytest.raises(PythonException) as caught:
        df.mapInPandas(broken, df.schema).collect()
    assert "ValueError: no 1" in str(caught.value)
    assert 'raise ValueError(f"no {frame.k[0]}")' in str(caught.value)
    assert isinstance(caught.value.__cause__, ValueError)


def test_an_error_below_a_function_is_told_as_it_is(spark):
    frame = spark.range(3).selectExpr("1 / (id - id) AS x").mapInPandas(lambda frames: frames, "x double")
    with pytest.raises(PySparkException, match="DIVIDE_BY_ZERO"):
        frame.collect()


@pytest.mark.parametrize(
    ("result", "message"),
    [
        (lambda frame: frame.rename(columns={"v": "w"}), "RESULT_COLUMN_NAMES_MISMATCH"),
        (lambda frame: 1, "UDF_RETURN_TYPE"),
        (lambda frame: frame.assign(v="text"), "v"),
    ],
)
def test_results_that_do_not_fit_are_errors(df, result, message):
    with pytest.raises(PythonException, match=message):
        df.groupBy("k").applyInPandas(result, df.schema).collect()


def test_a_series_of_another_length_is_an_error(df):
    short = F.pandas_udf(lambda v: v.iloc[:1], "double", F.PandasUDFType.SCALAR)
    with pytest.raises(PythonException, match="required length"):
        df.coalesce(1).select(short("v")).collect()


def test_sql_calls_registered_functions_by_position_and_by_name(spark):
    @F.pandas_udf("long")
    def subtract(a: pd.Series, b: pd.Series) -> pd.Series:
        return a - b

    @F.pandas_udf("double")
    def mean(v: pd.Series) -> float:
        return v.mean()

    spark.udf.register("subtract", subtract)
    spark.udf.register("mean_of", mean)
    spark.udf.register("plain", lambda a, b: a * 10 + b, "long")
    query = "SELECT subtract(7L, id), subtract(b => id, a => 9L), plain(b => 1L, a => id) FROM range(2)"
    assert [tuple(row) for row in spark.sql(query).collect()] == [(7, 9, 1), (6, 8, 11)]
    assert spark.sql("SELECT mean_of(id) FROM range(4)").collect() == [Row(1.5)]
    with pytest.raises(PySparkException, match="UNRECOGNIZED_PARAMETER_NAME"):
        spark.sql("SELECT plain(1L, c => id) FROM range(2)").collect()


def test_observations_see_the_rows_of_the_first_action(df):
    seen = Observation("seen")
    observed = df.observe(seen, F.count(F.lit(1)).alias("rows"), F.max("v").alias("largest"))
    assert observed.filter("k = 1").count() == 2
    assert seen.get == {"rows": 4, "largest": 5.0}
    with pytest.raises(PySparkException, match="REUSE_OBSERVATION"):
        df.observe(seen, F.count(F.lit(1)).alias("rows"))
    with pytest.raises(PySparkException, match="NO_OBSERVE_BEFORE_GET"):
        _ = Observation().get


def test_groups_are_cut_where_the_keys_change(spark):
    keys = [(k, s) for k in (None, float("nan"), 1.0, -2.5) for s in (None, "a", "a text of more than twelve bytes")]
    rows = [(k, s, n) for n in range(2_000) for k, s in keys]
    df = spark.createDataFrame(rows, "k double, s string, n long").repartition(3)

    def summed(key, frame):
        return pd.DataFrame({"k": [str(key[0])], "s": [key[1]], "n": [frame.n.sum()], "rows": [len(frame)]})

    found = df.groupBy("k", "s").applyInPandas(summed, "k string, s string, n long, rows long").collect()
    assert len(found) == len(keys)
    assert {(row.n, row.rows) for row in found} == {(1_999_000, 2_000)}
    assert len({(row.k, row.s) for row in found}) == len(keys)

    nested = spark.range(100).selectExpr("struct(id % 3 AS a) AS k", "array(id % 2) AS l", "id")
    sizes = nested.groupBy("k", "l").applyInPandas(lambda frame: frame[["id"]].count().to_frame("n"), "n long")
    assert sorted(row.n for row in sizes.collect()) == [16, 16, 17, 17, 17, 17]
    everything = df.groupBy().applyInArrow(lambda table: pa.table({"n": [table.num_rows]}), "n long")
    assert everything.collect() == [Row(n=len(rows))]
