"""Processes forked from one that has used the engine: an error that says what to do, and never a hang."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")

PREAMBLE = """
import multiprocessing, os, sys, time
from pyrite.sql import SparkSession, functions as F

def in_child(work):
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        try:
            work()
        except Exception as error:
            print(type(error).__name__, "forked" in str(error), flush=True)
        os._exit(0)
    print("child", os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)

def session():
    builder = SparkSession.builder.master("local[2]").config("spark.sql.shuffle.partitions", "2")
    return builder.config("spark.pyrite.python.workers", os.environ.get("WORKERS", "auto")).getOrCreate()
"""


def run(body: str, **environment: str) -> list[str]:
    package = str(Path(__file__).resolve().parents[1])
    done = subprocess.run(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(body)],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": package, **environment},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-4000:]
    assert "Exception ignored" not in done.stderr
    return done.stdout.splitlines()


def test_a_query_a_function_and_an_rdd_in_a_child_are_errors_and_the_parent_goes_on():
    body = """
    spark = session()
    plus = F.udf(lambda x: str(x) + "!", "string")
    frame = spark.range(3).select(plus("id").alias("s"))
    print(frame.collect()[2].s)
    in_child(lambda: spark.range(3).count())
    in_child(lambda: frame.collect())
    in_child(lambda: spark.range(2).select(F.udf(lambda x: x, "long")("id")).collect())
    in_child(lambda: spark.sparkContext.parallelize([1]).count())
    in_child(lambda: session().newSession().range(1).count())
    print(frame.collect()[1].s)
    """
    error = ["PySparkRuntimeError True", "child 0"]
    assert run(body) == ["2!", *error * 5, "1!"]


def test_a_child_may_end_in_every_way_and_leaves_the_parents_things_alone():
    body = """
    spark = session()
    sc = spark.sparkContext
    rdd = sc.parallelize(range(100), 2).persist()
    rdd.count()
    frame = spark.range(10).cache()
    frame.count()
    for leave in (sys.exit, os._exit):
        sys.stdout.flush()
        child = os.fork()
        if child == 0:
            leave(3)
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    if os.fork() == 0:
        spark.stop()
        sys.exit(0)
    os.wait()
    print(os.path.isdir(sc._temp_dir), rdd.sum(), frame.count())
    """
    assert run(body) == ["3", "3", "True 4950 10"]


def test_pools_of_forked_processes_work_beside_a_session():
    body = """
    spark = session()
    print(spark.range(3).select(F.udf(lambda x: x * x * 1.5, "double")("id")).count())
    def length(x):
        return len(str(x))
    def query(x):
        try:
            return spark.range(x).count()
        except Exception as error:
            return type(error).__name__
    with multiprocessing.get_context("fork").Pool(2) as pool:
        print(pool.map(length, [1, 22, 333]), pool.map(query, [5]))
    print(spark.range(3).count())
    """
    assert run(body) == ["3", "[1, 2, 3] ['PySparkRuntimeError']", "3"]


def test_a_fork_before_the_first_session_may_use_the_engine():
    body = """
    import pyrite._engine.library
    pyrite._engine.library.library()
    def work():
        print(session().range(5).count(), flush=True)
    in_child(work)
    print(session().range(6).count())
    """
    assert run(body) == ["5", "child 0", "6"]


def test_workers_end_with_their_pool_though_a_child_lives():
    pytest.importorskip("cloudpickle")
    pytest.importorskip("pyarrow")
    body = """
    spark = session()
    print(spark.range(3).select(F.udf(lambda x: os.getpid() != x, "boolean")("id")).count())
    print(spark.range(3).select(F.udf(lambda x: str(x), "string")("id").alias("x")).collect()[0].x)
    spark.range(3).mapInPandas(lambda frames: frames, "id long").collect()
    child = os.fork()
    if child == 0:
        time.sleep(30)
        os._exit(0)
    start = time.time()
    spark.stop()
    print(time.time() - start < 1.8)
    os.kill(child, 9)
    os.wait()
    """
    assert run(body, WORKERS="2") == ["3", "0", "True"]
