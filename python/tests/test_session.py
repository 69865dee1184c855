"""Sessions, settings and the application."""

from __future__ import annotations

import pytest
from api import ON_PYSPARK, F, Row, SparkSession, errors


def test_builder_gives_the_same_session(spark):
    assert SparkSession.builder.getOrCreate() is spark or ON_PYSPARK
    assert SparkSession.builder.config("spark.test.key", 5).getOrCreate().conf.get("spark.test.key") == "5"
    assert (
        SparkSession.builder.config(map={"spark.test.flag": True}).getOrCreate().conf.get("spark.test.flag") == "true"
    )


def test_active_session(spark):
    assert SparkSession.getActiveSession() is not None
    assert SparkSession.active().version == spark.version


def test_version(spark):
    assert spark.version.split(".")[0] == "4"


def test_context(spark):
    context = spark.sparkContext
    assert context.appName == "tests"
    assert context.master == "local[2]"
    assert context.defaultParallelism == 2
    assert context.uiWebUrl is None
    context.setLogLevel("ERROR")
    with pytest.raises(errors.IllegalArgumentException):
        context.setLogLevel("LOUD")


def test_settings(spark):
    spark.conf.set("spark.sql.shuffle.partitions", 5)
    assert spark.conf.get("spark.sql.shuffle.partitions") == "5"
    spark.conf.set("spark.sql.shuffle.partitions", "4")
    assert spark.conf.get("spark.nosuch", "fallback") == "fallback"
    assert spark.conf.get("spark.nosuch", None) is None
    assert spark.conf.get("spark.sql.ansi.enabled") == "true"
    assert spark.conf.isModifiable("spark.sql.shuffle.partitions")
    spark.conf.set("spark.some.key", "x")
    spark.conf.unset("spark.some.key")
    assert spark.conf.get("spark.some.key", None) is None


def test_unknown_setting(spark):
    with pytest.raises(errors.SparkNoSuchElementException) as caught:
        spark.conf.get("spark.nosuch")
    assert caught.value.getCondition() == "SQL_CONF_NOT_FOUND"


def test_setting_of_a_wrong_type(spark):
    with pytest.raises(errors.IllegalArgumentException) as caught:
        spark.conf.set("spark.sql.shuffle.partitions", "many")
    assert caught.value.getCondition() == "INVALID_CONF_VALUE.TYPE_MISMATCH"


def test_new_session_has_its_own_views_and_settings(spark):
    other = spark.newSession()
    spark.range(1).createOrReplaceTempView("only_here")
    other.conf.set("spark.sql.session.timeZone", "Asia/Tokyo")
    assert spark.conf.get("spark.sql.session.timeZone") == "UTC"
    with pytest.raises(errors.AnalysisException):
        other.table("only_here").collect()
    assert other.range(3).count() == 3
    spark.catalog.dropTempView("only_here")


def test_range(spark):
    assert spark.range(3).collect() == [Row(id=0), Row(id=1), Row(id=2)]
    assert [row.id for row in spark.range(5, 0, -2).collect()] == [5, 3, 1]
    assert [row.id for row in spark.range(1, 10, 4, 2).collect()] == [1, 5, 9]
    assert spark.range(0).collect() == []
    with pytest.raises(ValueError, match="invalid literal"):
        spark.range("x")


def test_sql(spark):
    assert spark.sql("SELECT 1 AS a, 'x' AS b").collect() == [Row(a=1, b="x")]
    assert spark.sql("select :n + 1 as a", {"n": 4}).collect() == [Row(a=5)]
    assert spark.sql("select ? as a, ? as b", [1, "y"]).collect() == [Row(a=1, b="y")]


def test_sql_with_values_filled_in(spark):
    frame = spark.range(5)
    query = "select * from {frame} where id > {least}"
    assert [row.id for row in spark.sql(query, frame=frame, least=2).collect()] == [3, 4]
    with pytest.raises(errors.PySparkValueError, match="VALUE_NOT_PLAIN_COLUMN_REFERENCE") as failure:
        spark.sql("select {x} as y", x=F.col("id") + 1)
    assert failure.value.getMessageParameters()["field_name"] == "x"
    assert spark.sql("select {text} as t", text="it's").collect() == [Row(t="it's")]


def test_sql_commands_run_at_once(spark):
    spark.sql("create or replace temp view made as select 7 as n")
    assert spark.table("made").collect() == [Row(n=7)]
    spark.sql("drop view made")
    with pytest.raises(errors.AnalysisException):
        spark.table("made").collect()


def test_syntax_errors_are_raised_at_once(spark):
    with pytest.raises(errors.ParseException) as caught:
        spark.sql("SELEC 1")
    assert caught.value.getCondition() == "PARSE_SYNTAX_ERROR"
    assert "SELEC" in str(caught.value)


def test_catalog(spark):
    spark.range(3).createOrReplaceTempView("numbers")
    assert spark.catalog.currentDatabase() == "default"
    assert spark.catalog.currentCatalog() == "spark_catalog"
    assert spark.catalog.tableExists("numbers")
    assert not spark.catalog.tableExists("nosuch")
    views = [table for table in spark.catalog.listTables() if table.name == "numbers"]
    assert [(view.tableType, view.isTemporary) for view in views] == [("TEMPORARY", True)]
    assert [column.name for column in spark.catalog.listColumns("numbers")] == ["id"]
    assert spark.catalog.dropTempView("numbers")
    assert not spark.catalog.dropTempView("numbers")


def test_cached_views(spark):
    spark.range(3).createOrReplaceTempView("kept")
    assert not spark.catalog.isCached("kept")
    spark.catalog.cacheTable("kept")
    assert spark.catalog.isCached("kept")
    assert spark.table("kept").count() == 3
    spark.catalog.uncacheTable("kept")
    assert not spark.catalog.isCached("kept")
    spark.catalog.dropTempView("kept")


@pytest.mark.skipif(ON_PYSPARK, reason="stops the application")
def test_stopped_session():
    import subprocess
    import sys

    program = """
from pyrite.sql import SparkSession
spark = SparkSession.builder.master("local[2]").getOrCreate()
frame = spark.range(3)
assert frame.count() == 3
spark.stop()
spark.stop()
try:
    frame.count()
except Exception as error:
    print(type(error).__name__)
again = SparkSession.builder.getOrCreate()
assert again is not spark
print(again.range(2).count())
with again:
    pass
assert SparkSession.getActiveSession() is None
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60)
    if "cannot be loaded" in done.stderr or "not found" in done.stderr:
        pytest.skip("the engine's library cannot be loaded")
    assert done.stdout.split() == ["PySparkRuntimeError", "2"], done.stderr


def test_use_from_several_threads(spark):
    from concurrent.futures import ThreadPoolExecutor

    def job(number):
        return spark.range(1000).filter(F.col("id") % 10 == number).count()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(job, range(10))) == [100] * 10


def test_objects_show_the_class_they_stand_for(spark):
    if ON_PYSPARK:
        pytest.skip("they are those classes")
    assert repr(spark).startswith("<pyspark.sql.session.SparkSession object of Pyrite at 0x")
    assert repr(SparkSession.builder).startswith("<pyspark.sql.session.SparkSession.Builder object of Pyrite at 0x")
    assert repr(spark.catalog).startswith("<pyspark.sql.catalog.Catalog object")
    assert repr(spark.read).startswith("<pyspark.sql.readwriter.DataFrameReader object")


def test_progress_handlers_hear_of_operations(spark):
    if ON_PYSPARK:
        pytest.skip("only remote sessions of PySpark have them")
    heard = []

    def handler(**progress):
        heard.append((progress["inflight_tasks"], progress["done"]))

    spark.registerProgressHandler(handler)
    spark.registerProgressHandler(handler)
    spark.range(3).collect()
    spark.removeProgressHandler(handler)
    spark.range(3).collect()
    assert heard == [(1, False), (0, True)]


def test_a_taken_view_is_an_analysis_exception(spark):
    spark.range(1).createOrReplaceTempView("taken_view")
    with pytest.raises(errors.AnalysisException) as failure:
        spark.range(1).createTempView("taken_view")
    assert type(failure.value).__name__ == "AnalysisException"
    assert failure.value.getCondition() == "TEMP_TABLE_OR_VIEW_ALREADY_EXISTS"
    assert spark.catalog.dropTempView("taken_view")


def test_streams_are_named_but_do_not_run(spark):
    if ON_PYSPARK:
        pytest.skip("they run there")
    assert spark.streams.active == []
    for start in (lambda: spark.readStream, lambda: spark.range(1).writeStream):
        with pytest.raises(errors.PySparkNotImplementedError, match="streaming"):
            start()
    from pyrite.sql.streaming import StatefulProcessor, StreamingQueryListener

    assert isinstance(StatefulProcessor, type) and isinstance(StreamingQueryListener, type)
