"""Columns keep the names by which queries call them, and unions fill the fields that one side lacks."""

from __future__ import annotations

import datetime

import pytest
from api import ON_PYSPARK, F, Row, T


def test_a_column_is_called_as_written(session):
    frame = session.createDataFrame([(1, 2)], ["Zone", "fare"])
    assert frame.select("zone", F.col("FARE"), frame["ZONE"]).columns == ["zone", "FARE", "ZONE"]
    assert frame.groupBy("ZONE").agg(F.sum("Fare")).columns == ["ZONE", "sum(Fare)"]
    assert frame.orderBy("ZONE").columns == ["Zone", "fare"]
    assert frame.join(frame, "ZONE").columns == ["Zone", "fare", "fare"]


def test_a_column_under_casts_keeps_its_name(session):
    frame = session.createDataFrame([(1,)], ["n"])
    twice = frame.select(F.col("n").cast("string").cast("float"))
    assert twice.columns == ["n"]
    assert twice.collect() == [Row(n=1.0)]


def test_union_by_name_fills_missing_fields(session):
    left = session.createDataFrame([Row(id=1, s=Row(x=1, y=Row(p=1)), l=[Row(u=1)])])
    right = session.createDataFrame([Row(id=2, s=Row(z="k", y=Row(q=2)), l=[Row(v=2, u=5)], w=3)])
    both = left.unionByName(right, allowMissingColumns=True)
    assert both.schema.simpleString() == (
        "struct<id:bigint,s:struct<x:bigint,y:struct<p:bigint,q:bigint>,z:string>,"
        "l:array<struct<u:bigint,v:bigint>>,w:bigint>"
    )
    assert both.collect() == [
        Row(id=1, s=Row(x=1, y=Row(p=1, q=None), z=None), l=[Row(u=1, v=None)], w=None),
        Row(id=2, s=Row(x=None, y=Row(p=None, q=2), z="k"), l=[Row(u=5, v=2)], w=3),
    ]


def test_union_by_name_keeps_null_structs(session):
    left = session.createDataFrame([(None,)], "s struct<a: int>")
    right = session.createDataFrame([((7,),)], "s struct<b: int>")
    rows = left.unionByName(right, allowMissingColumns=True).collect()
    assert rows == [Row(s=None), Row(s=Row(a=None, b=7))]


def test_the_last_of_equal_transformed_keys_wins(session):
    frame = session.createDataFrame([({"a": 1, "b": 2},)], "m map<string, int>")
    call = frame.select(F.transform_keys("m", lambda k, v: F.lit(1)).alias("m"))
    with pytest.raises(Exception, match="DUPLICATED_MAP_KEY"):
        call.collect()
    session.conf.set("spark.sql.mapKeyDedupPolicy", "LAST_WIN")
    try:
        assert len(call.collect()[0].m) == 1
    finally:
        session.conf.unset("spark.sql.mapKeyDedupPolicy")
    with pytest.raises(Exception, match="DUPLICATED_MAP_KEY"):
        call.collect()


def test_units_of_intervals_survive(session):
    schema = T.StructType(
        [
            T.StructField("days", T.DayTimeIntervalType(0, 0)),
            T.StructField("span", T.DayTimeIntervalType(1, 2)),
        ]
    )
    frame = session.createDataFrame([(datetime.timedelta(days=5), datetime.timedelta(hours=5, minutes=3))], schema)
    assert frame.select("*").schema.simpleString() == "struct<days:interval day,span:interval hour to minute>"
    texts = frame.select(F.col("days").cast("string"), F.col("span").cast("string"))
    assert texts.collect() == [Row(days="INTERVAL '5' DAY", span="INTERVAL '05:03' HOUR TO MINUTE")]


def test_a_table_lies_over_a_file(session, tmp_path):
    file = tmp_path / "rows.json"
    file.write_text('{"a":1}\n{"a":2}\n')
    try:
        frame = session.catalog.createTable("over_a_file", path=str(file), source="json")
        assert sorted(frame.collect()) == [Row(a=1), Row(a=2)]
    finally:
        session.sql("DROP TABLE IF EXISTS over_a_file")
    assert file.exists()


def test_double_slashes_do_not_show(session, tmp_path):
    session.range(1).write.json(f"{tmp_path}//rows")
    name = session.read.json(f"{tmp_path}//rows").select(F.input_file_name()).first()[0]
    assert name.startswith(f"file://{tmp_path}/rows/part-")


def test_values_of_settings_that_nobody_set(session):
    assert session.conf.get("spark.sql.optimizer.inSetConversionThreshold") == "10"


def test_old_names_at_the_top():
    if ON_PYSPARK:
        from pyspark import HiveContext, SQLContext
    else:
        from pyrite import HiveContext, SQLContext
    assert issubclass(HiveContext, SQLContext)


def test_paths_into_deep_arrays(spark):
    for depth in (200, 200_000):
        frame = spark.createDataFrame([("[" * depth + "1" + "]" * depth,)], "t string")
        flat, first = frame.select(
            F.get_json_object("t", "$[*][*]"), F.get_json_object("t", "$" + "[0]" * depth)
        ).first()
        assert (flat, first) == (("[1]", "1") if depth == 200 else (None, None))
