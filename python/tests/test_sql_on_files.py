"""Files named in place of a table: ``SELECT … FROM json.`/folder` ``."""

from __future__ import annotations

from pathlib import Path

import pytest
from api import errors


def test_formats_by_name(session, tmp_path: Path) -> None:
    rows = session.createDataFrame([(1, "x"), (2, None)], "a bigint, b string")
    for name in ("parquet", "json"):
        rows.write.format(name).save(f"{tmp_path}/{name}")
        found = session.sql(f"SELECT t.a, b FROM {name.upper()}.`{tmp_path}/{name}` AS t ORDER BY a")
        assert [tuple(row) for row in found.collect()] == [(1, "x"), (2, None)]


def test_options_and_views(session, tmp_path: Path) -> None:
    (tmp_path / "trips.csv").write_text("a,b\n1,x\n", encoding="utf-8")
    path = tmp_path / "trips.csv"
    assert session.sql(f"SELECT * FROM csv.`{path}`").count() == 2
    typed = session.sql(f"SELECT * FROM csv.`{path}` WITH (header 'true', inferSchema 'true')")
    assert typed.schema.simpleString() == "struct<a:int,b:string>"
    session.sql(f"CREATE OR REPLACE TEMP VIEW lines_there AS SELECT * FROM text.`{path}`")
    assert [row.value for row in session.table("lines_there").collect()] == ["a,b", "1,x"]


def test_what_is_no_such_file(session, tmp_path: Path) -> None:
    (tmp_path / "a.json").write_text('{"a": 1}\n', encoding="utf-8")
    with pytest.raises(errors.AnalysisException) as caught:
        session.sql(f"SELECT * FROM parquet.`{tmp_path}/a.json`").collect()
    assert caught.value.getCondition() == "FAILED_TO_CREATE_PLAN_FOR_DIRECT_QUERY"
    with pytest.raises(errors.AnalysisException) as caught:
        session.sql(f"SELECT * FROM json.`{tmp_path}/nothing`").collect()
    assert caught.value.getCondition() == "PATH_NOT_FOUND"


def test_metadata_of_rows(session, tmp_path: Path) -> None:
    folder = tmp_path / "a b"
    session.range(0, 10, 1, 1).write.parquet(str(folder))
    frame = session.read.parquet(str(folder))
    file = next(folder.glob("*.parquet"))
    row = frame.select("_metadata.*", "id").where("id = 7").collect()[0]
    assert row.file_path == f"file:{tmp_path}/a%20b/{file.name}"
    assert (row.file_name, row.file_size, row.row_index) == (file.name, file.stat().st_size, 7)
    assert frame.columns == ["id"]
    assert frame.where("_metadata.row_index >= 8").columns == ["id"]
    assert frame.where("_metadata.row_index >= 8").count() == 2


def test_variants_of_other_writers(session, tmp_path: Path) -> None:
    """Objects and arrays whose parts are columns of their own, as Spark writes them."""
    arrow = pytest.importorskip("pyarrow")
    parquet = pytest.importorskip("pyarrow.parquet")
    names = b"\x01\x02\x00\x01\x02ab"
    part = arrow.struct([("value", arrow.binary()), ("typed_value", arrow.int64())])
    object_type = arrow.struct([arrow.field("a", part, nullable=False)])
    group = arrow.struct(
        [
            arrow.field("metadata", arrow.binary(), nullable=False),
            ("value", arrow.binary()),
            ("typed_value", object_type),
        ]
    )
    values = [
        {"metadata": names, "value": None, "typed_value": {"a": {"value": None, "typed_value": 300}}},
        {"metadata": names, "value": b"\x02\x01\x01\x00\x02\x0c\x05", "typed_value": {"a": {}}},
        {"metadata": names, "value": b"\x05x", "typed_value": None},
        {"metadata": names, "value": None, "typed_value": None},
        None,
    ]
    path = tmp_path / "shredded.parquet"
    schema = '{"type":"struct","fields":[{"name":"v","type":"variant","nullable":true,"metadata":{}}]}'
    table = arrow.table({"v": arrow.array(values, group)})
    with parquet.ParquetWriter(path, table.schema, store_schema=False) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({"org.apache.spark.sql.parquet.row.metadata": schema})
    frame = session.read.parquet(str(path))
    assert frame.schema.simpleString() == "struct<v:variant>"
    texts = [row[0] for row in frame.selectExpr("to_json(v)").collect()]
    assert texts == ['{"a":300}', '{"b":5}', '"x"', "null", None]
