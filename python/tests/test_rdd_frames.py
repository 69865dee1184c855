"""DataFrames as RDDs, and RDDs as DataFrames."""

from __future__ import annotations

import pytest
from api import Row


@pytest.fixture
def sc(session):
    return session.sparkContext


def test_an_rdd_becomes_a_data_frame_and_back(session, sc):
    frame = sc.parallelize([("a", 1), ("b", None)]).toDF(["letter", "number"])
    assert frame.dtypes == [("letter", "string"), ("number", "bigint")]
    rows = frame.rdd.map(lambda row: (row.letter, row["number"])).collect()
    assert rows == [("a", 1), ("b", None)]
    assert session.createDataFrame(sc.parallelize([Row(x=1, y=[2])])).collect() == [Row(x=1, y=[2])]
    assert sc.parallelize([1, 2]).toDF("int").collect() == [Row(value=1), Row(value=2)]
    late = sc.parallelize([(None, 1), ("x", 2)]).toDF(["a", "b"])
    assert late.dtypes == [("a", "string"), ("b", "bigint")]
    with pytest.raises(ValueError, match="RDD is empty"):
        sc.parallelize([]).toDF(["a"])


def test_a_data_frames_partitions_are_those_of_its_rdd(session, sc):
    frame = session.range(10, numPartitions=3)
    assert frame.rdd.getNumPartitions() == 3
    assert frame.rdd.map(lambda row: row.id).glom().collect() == [[0, 1, 2], [3, 4, 5], [6, 7, 8, 9]]
    assert frame.repartition(5).rdd.getNumPartitions() == 5
    empty_in_between = frame.where("id > 7").rdd
    assert empty_in_between.glom().map(len).collect() == [0, 0, 2]
    assert empty_in_between.take(1) == [Row(id=8)]
    doubled = frame.rdd.zip(frame.rdd).map(lambda pair: pair[0].id == pair[1].id)
    assert doubled.collect() == [True] * 10
    assert frame.rdd.cartesian(frame.rdd).count() == 100
    seen = sc.accumulator(0)
    frame.foreachPartition(lambda rows: seen.add(sum(row.id for row in rows)))
    assert seen.value == 45


def test_json_and_csv_are_read_from_lines(session, sc):
    texts = sc.parallelize(['{"a": 1, "b": "x"}', '{"a": 2,\n "b": null}'])
    assert session.read.json(texts).collect() == [Row(a=1, b="x"), Row(a=2, b=None)]
    lines = sc.parallelize(["n,s", "1,x", "2,y"], 1)
    assert session.read.csv(lines, header=True, inferSchema=True).collect() == [Row(n=1, s="x"), Row(n=2, s="y")]
    frame = session.createDataFrame([("1,x",), ("2,y",)], ["line"])
    assert session.read.csv(frame, schema="n int, s string").collect() == [Row(n=1, s="x"), Row(n=2, s="y")]
    with pytest.raises(TypeError):
        session.read.json(7)
