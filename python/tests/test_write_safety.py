"""A write that fails or is killed leaves what was there before, and what is half written is never seen."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time

import pytest
from api import ON_PYSPARK, F, errors

pytestmark = pytest.mark.skipif(ON_PYSPARK, reason="starts processes of Pyrite's own")
FORMATS = ["parquet", "csv", "json", "text"]


def values(frame):
    return sorted(tuple(row) for row in frame.collect())


def data(spark, rows=2):
    return spark.range(rows).select(F.col("id").cast("string").alias("value"))


def load(spark, form, path):
    return spark.read.schema("value string").format(form).load(path)


def run(script, path):
    """Starts a process that runs ``script`` with a session ``spark`` and the output's ``path``."""
    head = "import sys\nfrom pyrite.sql import SparkSession, functions as F\npath = sys.argv[1]\n"
    head += "spark = SparkSession.builder.master('local[2]').getOrCreate()\n"
    return subprocess.Popen(
        [sys.executable, "-c", head + textwrap.dedent(script), path], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


@pytest.mark.parametrize("form", FORMATS)
def test_modes(spark, tmp_path, form):
    path = str(tmp_path / "out")
    data(spark).write.format(form).save(path)
    with pytest.raises(errors.AnalysisException) as caught:
        data(spark).write.format(form).save(path)
    assert caught.value.getCondition() == "PATH_ALREADY_EXISTS"
    data(spark, 5).write.format(form).mode("ignore").save(path)
    assert load(spark, form, path).count() == 2
    data(spark, 3).write.format(form).mode("append").save(path)
    assert load(spark, form, path).count() == 5
    data(spark, 1).write.format(form).mode("overwrite").save(path)
    assert values(load(spark, form, path)) == [("0",)]
    assert {item.name.split("-")[0] for item in (tmp_path / "out").iterdir()} == {"_SUCCESS", "part"}
    assert [item.name for item in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("mode", ["overwrite", "append", "error"])
@pytest.mark.parametrize("form", FORMATS)
def test_failing_job(spark, tmp_path, form, mode):
    path = str(tmp_path / "out")
    if mode != "error":
        data(spark).write.format(form).save(path)
    before = sorted(item.name for item in tmp_path.rglob("*"))
    failing = spark.range(50_000).selectExpr("if(id = 49999, raise_error('stop'), string(id)) as value")
    with pytest.raises(errors.PySparkException, match="stop"):
        failing.write.format(form).mode(mode).save(path)
    assert sorted(item.name for item in tmp_path.rglob("*")) == before
    if mode != "error":
        assert load(spark, form, path).count() == 2


def test_partitions_are_overwritten_one_by_one_on_request(spark, tmp_path):
    path = str(tmp_path / "out")
    first = spark.createDataFrame([(1, "a"), (2, "b")], "x int, p string")
    second = spark.createDataFrame([(3, "b"), (4, "c")], "x int, p string")
    first.write.partitionBy("p").parquet(path)
    spark.conf.set("spark.sql.sources.partitionOverwriteMode", "dynamic")
    try:
        second.write.mode("overwrite").partitionBy("p").parquet(path)
    finally:
        spark.conf.unset("spark.sql.sources.partitionOverwriteMode")
    assert values(spark.read.parquet(path)) == [(1, "a"), (3, "b"), (4, "c")]
    first.write.mode("overwrite").option("partitionOverwriteMode", "dynamic").partitionBy("p").parquet(path)
    assert values(spark.read.parquet(path)) == [(1, "a"), (2, "b"), (4, "c")]
    second.write.mode("overwrite").partitionBy("p").parquet(path)
    assert values(spark.read.parquet(path)) == [(3, "b"), (4, "c")]


@pytest.mark.parametrize("form", FORMATS)
def test_full_disk(spark, tmp_path, form):
    path = str(tmp_path / "out")
    data(spark).write.format(form).save(path)
    # The limit on a file's size refuses a write as a full disk does; Python ignores the signal that comes with it.
    process = run(
        f"""
        import resource
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, 200_000))
        frame = spark.range(300_000).select(F.md5(F.col("id").cast("string")).alias("value"))
        try:
            frame.write.format("{form}").mode("overwrite").save(path)
        except Exception as error:
            print(type(error).__name__, error)
        """,
        path,
    )
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err.decode()
    assert "TASK_WRITE_FAILED" in out.decode() and "File too large" in out.decode()
    assert str(tmp_path) in out.decode()
    assert values(load(spark, form, path)) == [("0",), ("1",)]
    assert [item.name for item in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_killed_in_the_middle(spark, tmp_path, form):
    path = str(tmp_path / "out")
    data(spark).write.format(form).save(path)
    process = run(
        f"""
        frame = spark.range(2_000_000_000).select(F.md5(F.col("id").cast("string")).alias("value"))
        frame.write.format("{form}").mode("overwrite").save(path)
        """,
        path,
    )
    deadline = time.monotonic() + 60
    # Wait for the first bytes of a part file outside of the output.
    while not any(item.stat().st_size for item in tmp_path.glob(".out*/part-*")):
        assert process.poll() is None, process.communicate()[1].decode()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    assert values(load(spark, form, path)) == [("0",), ("1",)]
    data(spark, 3).write.format(form).mode("overwrite").save(path)
    assert values(load(spark, form, path)) == [("0",), ("1",), ("2",)]
    # What the killed process left lies beside the output, where no reader of it looks.
    assert {item.name.split("-")[0] for item in (tmp_path / "out").iterdir()} == {"_SUCCESS", "part"}
    assert values(load(spark, form, str(tmp_path / "*"))) == [("0",), ("1",), ("2",)]
