"""Strings with collations through the DataFrame API: schemas, keys, files and Python functions."""

from __future__ import annotations

from pathlib import Path

import pytest
from api import F, T

SCHEMA = T.StructType([T.StructField("s", T.StringType("UTF8_LCASE")), T.StructField("n", T.IntegerType())])


@pytest.fixture
def frame(session):
    return session.createDataFrame([("a", 1), ("A", 2), ("b", 3)], SCHEMA)


def test_schemas_keep_collations(session, frame) -> None:
    assert frame.schema == SCHEMA
    assert frame.dtypes == [("s", "string collate UTF8_LCASE"), ("n", "int")]
    assert T.StructType.fromJson(frame.schema.jsonValue()) == SCHEMA
    nested = T.StructType(
        [
            T.StructField("a", T.ArrayType(T.StringType("UTF8_LCASE"))),
            T.StructField("m", T.MapType(T.StringType(), T.StringType("UTF8_BINARY_RTRIM"))),
            T.StructField("t", T.StructType([T.StructField("x", T.StringType("UTF8_LCASE_RTRIM"))])),
        ]
    )
    row = (["A"], {"k": "v "}, ("X ",))
    wrapped = session.createDataFrame([row], nested)
    assert wrapped.schema == nested
    tests = wrapped.selectExpr("a[0] = 'a'", "m['k'] = 'v'", "t.x = 'x'")
    assert [tuple(found) for found in tests.collect()] == [(True, True, True)]


def test_names_of_collations_are_read_in_ddl(session) -> None:
    frame = session.createDataFrame([("a ",)], "s STRING COLLATE utf8_lcase_rtrim")
    assert frame.schema["s"].dataType == T.StringType("UTF8_LCASE_RTRIM")
    assert frame.where("s = 'A'").count() == 1


def test_keys_are_compared_by_their_collation(frame) -> None:
    grouped = frame.groupBy("s").agg(F.sum("n").alias("n")).orderBy("s")
    assert [tuple(row) for row in grouped.collect()] == [("a", 3), ("b", 3)]
    assert [tuple(row) for row in frame.sort(F.desc("s"), "n").collect()] == [("b", 3), ("a", 1), ("A", 2)]
    joined = frame.join(frame.withColumnRenamed("n", "m"), "s").orderBy("n", "m")
    assert [(row.n, row.m) for row in joined.collect()] == [(1, 1), (1, 2), (2, 1), (2, 2), (3, 3)]
    assert frame.select("s").distinct().count() == 2
    assert [row.n for row in frame.dropDuplicates(["s"]).orderBy("n").collect()] == [1, 3]
    assert frame.distinct().count() == 3
    assert tuple(frame.agg(F.min("s"), F.max("s"), F.countDistinct("s")).collect()[0]) == ("a", "b", 2)


def test_tests_of_columns_follow_the_collation(frame) -> None:
    s = F.col("s")
    tests = [
        s == "A",
        s.isin("A", "B"),
        s.contains("A"),
        s.startswith("A"),
        s.like("A%"),
        s.rlike("A"),
        s.between("A", "B"),
    ]
    assert [frame.filter(test).count() for test in tests] == [2, 3, 2, 2, 2, 2, 3]
    names = frame.select(F.collation("s"), F.collation(F.collate("s", "UTF8_BINARY"))).first()
    assert tuple(names) == ("SYSTEM.BUILTIN.UTF8_LCASE", "SYSTEM.BUILTIN.UTF8_BINARY")
    assert frame.filter(F.collate("s", "UTF8_BINARY") == "A").count() == 1


def test_python_functions_take_and_give_collated_text(frame) -> None:
    twice = F.udf(lambda text: text * 2, T.StringType("UTF8_LCASE"))
    result = frame.select(twice("s").alias("t"))
    assert result.schema["t"].dataType == T.StringType("UTF8_LCASE")
    assert sorted(row.t for row in result.where("t = 'aa'").collect()) == ["AA", "aa"]


@pytest.mark.parametrize("format_name", ["parquet", "json", "csv"])
def test_files_are_read_with_collations(session, frame, tmp_path: Path, format_name: str) -> None:
    path = str(tmp_path / "rows")
    frame.coalesce(1).write.format(format_name).save(path)
    found = session.read.schema(SCHEMA).format(format_name).load(path)
    assert found.schema == SCHEMA
    assert [tuple(row) for row in found.where("s = 'A'").orderBy("n").collect()] == [("a", 1), ("A", 2)]


def test_parquet_files_tell_their_collations(session, frame, tmp_path: Path) -> None:
    path = str(tmp_path / "rows")
    frame.write.parquet(path)
    assert session.read.parquet(path).schema == SCHEMA
