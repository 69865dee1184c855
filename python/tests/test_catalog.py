"""Databases, tables, views and functions of the catalog, by SQL, by ``spark.catalog`` and by writers."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest
from api import ON_PYSPARK, T, errors


@pytest.fixture
def database(spark):
    """A database of its own for the test, in use while it runs."""
    name = "d" + uuid.uuid4().hex[:12]
    spark.sql(f"CREATE DATABASE {name}")
    spark.catalog.setCurrentDatabase(name)
    yield name
    spark.catalog.setCurrentDatabase("default")
    spark.sql(f"DROP DATABASE {name} CASCADE")


def rows(frame) -> list[tuple]:
    return sorted(tuple(row) for row in frame.collect())


def test_databases_are_made_found_and_dropped(spark) -> None:
    name = "x" + uuid.uuid4().hex[:12]
    spark.catalog.createDatabase(name, properties={"a": "it's"})
    assert spark.catalog.databaseExists(name)
    assert name in [found.name for found in spark.catalog.listDatabases()]
    assert [found.name for found in spark.catalog.listDatabases(name[:6] + "*")] == [name]
    assert spark.catalog.getDatabase(name).locationUri.endswith(f"/{name}.db")
    spark.catalog.createDatabase(name, ifNotExists=True)
    with pytest.raises(errors.AnalysisException) as raised:
        spark.catalog.createDatabase(name)
    assert raised.value.getCondition() == "SCHEMA_ALREADY_EXISTS"
    spark.catalog.dropDatabase(name)
    assert not spark.catalog.databaseExists(name)
    spark.catalog.dropDatabase(name, ifExists=True)


def test_other_sessions_find_tables(spark, database: str) -> None:
    spark.sql("CREATE TABLE t (a INT COMMENT 'first', b STRING) USING parquet TBLPROPERTIES ('k' = 'v')")
    spark.sql("INSERT INTO t VALUES (1, 'x'), (2, NULL)")
    other = spark.newSession()
    assert other.catalog.currentDatabase() == "default"
    assert rows(other.sql(f"SELECT * FROM {database}.t WHERE a = 1")) == [(1, "x")]
    assert [(c.name, c.description, c.dataType) for c in other.catalog.listColumns(f"{database}.t")] == [
        ("a", "first", "int"),
        ("b", None, "string"),
    ]
    assert other.catalog.getTable(f"{database}.t").tableType == "MANAGED"


def test_writers_make_and_fill_tables(spark, database: str) -> None:
    frame = spark.createDataFrame([(1, "a"), (2, "b")], "id INT, v STRING")
    frame.write.saveAsTable("t")
    with pytest.raises(errors.AnalysisException) as raised:
        frame.write.saveAsTable("t")
    assert raised.value.getCondition() == "TABLE_OR_VIEW_ALREADY_EXISTS"
    # By name when appended to with saveAsTable, by position with insertInto.
    spark.createDataFrame([("c", 3)], "v STRING, id INT").write.mode("append").saveAsTable("t")
    spark.createDataFrame([(4, "d")], "x INT, y STRING").write.insertInto("t")
    assert rows(spark.table("t")) == [(1, "a"), (2, "b"), (3, "c"), (4, "d")]
    frame.write.mode("ignore").saveAsTable("t")
    assert spark.table("t").count() == 4
    frame.limit(1).write.mode("overwrite").format("csv").saveAsTable("t")
    assert spark.table("t").count() == 1
    assert "USING csv" in spark.sql("SHOW CREATE TABLE t").first()[0]
    spark.createDataFrame([(9, "z")], "x INT, y STRING").write.insertInto("t", overwrite=True)
    assert rows(spark.table("t")) == [(9, "z")]


def test_partitions_are_kept_apart(spark, database: str) -> None:
    spark.sql("CREATE TABLE p (v INT, day STRING) USING parquet PARTITIONED BY (day)")
    spark.sql("INSERT INTO p VALUES (1, 'mon'), (2, 'tue')")
    spark.sql("INSERT OVERWRITE p PARTITION (day = 'mon') VALUES (10)")
    assert rows(spark.table("p")) == [(2, "tue"), (10, "mon")]
    spark.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")
    try:
        spark.sql("INSERT OVERWRITE p VALUES (20, 'tue')")
    finally:
        spark.conf.unset("spark.sql.sources.partitionOverwriteMode")
    assert rows(spark.table("p")) == [(10, "mon"), (20, "tue")]
    assert rows(spark.sql("SHOW PARTITIONS p")) == [("day=mon",), ("day=tue",)]
    spark.sql("ALTER TABLE p DROP PARTITION (day = 'mon')")
    assert rows(spark.table("p")) == [(20, "tue")]
    spark.sql("INSERT OVERWRITE p VALUES (7, 'wed')")
    assert rows(spark.table("p")) == [(7, "wed")]


def test_external_tables_leave_their_files(spark, database: str, tmp_path: Path) -> None:
    path = str(tmp_path / "files")
    spark.range(3).write.parquet(path)
    schema = T.StructType([T.StructField("id", T.LongType())])
    frame = spark.catalog.createTable("e", path=path, source="parquet", schema=schema, description="kept")
    assert rows(frame) == [(0,), (1,), (2,)]
    assert spark.catalog.getTable("e").tableType == "EXTERNAL"
    assert spark.catalog.getTable("e").description == "kept"
    spark.sql("DROP TABLE e")
    assert not spark.catalog.tableExists("e")
    assert spark.read.parquet(path).count() == 3


def test_views_read_the_database_they_were_made_in(spark, database: str) -> None:
    spark.sql("CREATE TABLE t AS SELECT 1 AS a")
    spark.sql("CREATE VIEW v (b) AS SELECT a + 1 FROM t")
    spark.catalog.setCurrentDatabase("default")
    try:
        assert rows(spark.table(f"{database}.v")) == [(2,)]
    finally:
        spark.catalog.setCurrentDatabase(database)
    assert [view.name for view in spark.catalog.listViews(database)] == ["v"]
    spark.sql("DROP TABLE t")
    with pytest.raises(errors.AnalysisException):
        spark.table("v").collect()


def test_functions_with_a_sql_body(spark, database: str) -> None:
    spark.sql("CREATE FUNCTION twice(x INT) RETURNS INT RETURN x * 2")
    assert rows(spark.sql("SELECT twice(id) FROM VALUES (1), (2) AS t(id)")) == [(2,), (4,)]
    other = spark.newSession()
    assert rows(other.sql(f"SELECT {database}.twice(4)")) == [(8,)]


@pytest.mark.skipif(ON_PYSPARK, reason="PySpark's default warehouse belongs to the running application")
def test_damaged_catalog_files_are_an_error(spark, database: str) -> None:
    spark.sql("CREATE TABLE t (a INT) USING parquet")
    warehouse = Path(str(spark.conf.get("spark.sql.warehouse.dir")))
    file = warehouse / ".catalog" / database / "tables" / "t.sql"
    assert file.read_text().startswith("CREATE TABLE")
    text = file.read_text()
    file.write_text("CREATE TABLE (((")
    with pytest.raises(errors.ParseException):
        spark.table("t").collect()
    file.write_text(text)
    assert spark.table("t").count() == 0


def test_kept_rows_of_a_table_last_until_it_is_written_or_refreshed(spark, database, tmp_path) -> None:
    folder = tmp_path / "t"
    folder.mkdir()
    spark.sql(f"CREATE TABLE t (line STRING) USING text LOCATION '{folder}'")
    spark.sql("INSERT INTO t VALUES ('a')")
    spark.catalog.cacheTable("t")
    assert rows(spark.table("t")) == [("a",)]
    spark.sql("INSERT INTO t VALUES ('b')")
    assert rows(spark.table("t")) == [("a",), ("b",)]
    for file in folder.iterdir():
        file.unlink()
    assert spark.table("t").count() == 2
    spark.catalog.refreshTable("t")
    assert spark.table("t").count() == 0
    assert spark.catalog.isCached("t")
    spark.sql("INSERT INTO t VALUES ('c')")
    assert rows(spark.table("t")) == [("c",)]
    for file in folder.iterdir():
        file.unlink()
    assert spark.table("t").count() == 1
    spark.catalog.refreshByPath(str(folder))
    assert spark.table("t").count() == 0
    spark.catalog.uncacheTable("t")
