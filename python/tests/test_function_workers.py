"""Python functions of queries in worker processes."""

from __future__ import annotations

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

pytest.importorskip("cloudpickle")
pytest.importorskip("pyarrow")
pytest.importorskip("pandas")

PREAMBLE = """
import ctypes, os, sys, time
import pandas as pd, pyarrow as pa
from pyrite.sql import SparkSession, functions as F, Row, Window
builder = SparkSession.builder.master("local[2]").config("spark.pyrite.python.workers", {workers!r})
spark = builder.config("spark.sql.shuffle.partitions", "4").config("spark.task.maxFailures", "3").getOrCreate()
sc = spark.sparkContext
me = os.getpid()
"""


def run(body: str, workers: object = 2, code: int = 0) -> tuple[str, str]:
    """Runs a program with a session whose functions run in workers; gives what it printed."""
    program = PREAMBLE.format(workers=str(workers)) + textwrap.dedent(body) + "\nspark.stop()\n"
    package = str(Path(__file__).resolve().parents[1])
    environment = {**os.environ, "PYTHONPATH": package}
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=180, env=environment, check=False
    )
    assert done.returncode == code, done.stderr[-4000:]
    return done.stdout, done.stderr


def test_every_kind_of_function_runs_in_workers_and_gives_what_it_gives_here():
    body = """
    rows = [(1, "a", 1.0), (2, "b", 3.0), (1, "c", 5.0), (2, None, None)]
    df = spark.createDataFrame(rows, "k int, s string, v double")
    away = F.udf(lambda: os.getpid() != me, "boolean").asNondeterministic()
    away2 = F.udf(lambda x: os.getpid() != me, "boolean")
    print(df.select(away().alias("a"), away2("s").alias("b")).distinct().collect())
    upper = F.udf(lambda s: None if s is None else (s * 2).swapcase(), "string")
    nested = F.udf(lambda k, s: {"k": [k, None], "m": {"x": s}}, "k array<int>, m map<string,string>")
    print([r[0] for r in df.select(upper("s")).collect()])
    print(df.select(nested("k", "s").alias("r")).select("r.k", "r.m").first())

    @F.pandas_udf("double")
    def twice(v: pd.Series) -> pd.Series:
        return v * 2

    @F.pandas_udf("double")
    def mean(v: pd.Series) -> float:
        return v.mean()

    from typing import Iterator

    @F.pandas_udf("long")
    def places(parts: Iterator[pd.Series]) -> Iterator[pd.Series]:
        for part in parts:
            yield pd.Series([int(os.getpid() != me)] * len(part))

    @F.arrow_udf("double")
    def thrice(v: pa.Array) -> pa.Array:
        return pa.compute.multiply(v, 3.0)

    print([tuple(r) for r in df.select(twice("v"), thrice("v"), places("k")).collect()])
    print(sorted(map(tuple, df.groupBy("k").agg(mean("v")).collect())))
    print(sorted([r[0] for r in df.na.drop().select(mean("v").over(Window.partitionBy("k"))).collect()]))

    def tagged(frames):
        for frame in frames:
            yield frame.assign(k=int(os.getpid() != me))

    def tagged_arrow(batches):
        for batch in batches:
            yield pa.RecordBatch.from_pydict({"k": pa.array([int(os.getpid() != me)] * batch.num_rows, pa.int32())})

    print([r.k for r in df.mapInPandas(tagged, df.schema).collect()])
    print([r.k for r in df.mapInArrow(tagged_arrow, "k int").collect()])
    print(sorted([(r.k, r.v) for r in df.groupBy("k").applyInPandas(
        lambda key, g: pd.DataFrame({"k": [key[0]], "v": [g.v.sum() * (os.getpid() != me)]}), "k int, v double"
    ).collect()]))
    print(sorted([(r.k, r.n) for r in df.groupBy("k").applyInArrow(
        lambda t: pa.table({"k": t["k"].slice(0, 1), "n": pa.array([t.num_rows], pa.int64())}), "k int, n long"
    ).collect()]))
    other = spark.createDataFrame([(1, "x"), (3, "y")], "k int, z string")
    both = df.groupBy("k").cogroup(other.groupBy("k"))
    sizes = lambda key, a, b: pd.DataFrame({"k": [key[0]], "a": [len(a)], "b": [len(b)]})
    print(sorted([tuple(r) for r in both.applyInPandas(sizes, "k int, a int, b int").collect()]))

    @F.udtf(returnType="n int, away boolean")
    class Upto:
        def eval(self, n):
            for i in range(n):
                yield i, os.getpid() != me

    print([tuple(r) for r in Upto(F.lit(2)).collect()])
    """
    expected = """
    [Row(a=True, b=True)]
    ['AA', 'BB', 'CC', None]
    Row(k=[1, None], m={'x': 'a'})
    [(2.0, 3.0, 1), (6.0, 9.0, 1), (10.0, 15.0, 1), (None, None, 1)]
    [(1, 3.0), (2, 3.0)]
    [3.0, 3.0, 3.0]
    [1, 1, 1, 1]
    [1, 1, 1, 1]
    [(1, 6.0), (2, 3.0)]
    [(1, 2), (2, 2)]
    [(1, 2, 1), (2, 2, 0), (3, 0, 1)]
    [(0, True), (1, True)]
    """
    assert run(body)[0].splitlines() == textwrap.dedent(expected).strip().splitlines()


def test_functions_over_partitions_feed_each_other_with_few_workers():
    body = """
    def through(frames):
        for frame in frames:
            yield frame.assign(id=frame.id + 1)

    one = F.udf(lambda x: hash(str(x)) * 0 + x + 1, "long")
    frame = spark.range(100_000)
    for _ in range(3):
        frame = frame.mapInPandas(through, "id long").select(one("id").alias("id"))
    print(frame.agg(F.sum("id")).first()[0])
    print(frame.limit(2).count())
    """
    assert run(body, 1)[0].split() == [str(sum(range(100_000)) + 600_000), "2"]


def test_a_worker_that_dies_is_replaced_and_the_call_repeated(tmp_path):
    body = f"""
    folder = {str(tmp_path)!r}

    def dies_once(x, name):
        path = os.path.join(folder, name)
        if x == 5000 and not os.path.exists(path):
            open(path, "w").close()
            os._exit(9)
        return x

    def dying(frames):
        for frame in frames:
            yield frame.assign(id=[dies_once(x, "map") for x in frame.id])

    print(spark.range(20_000).select(F.udf(lambda x: dies_once(x, "scalar"), "long")("id")).distinct().count())
    print(spark.range(0, 20_000, 1, 1).mapInPandas(dying, "id long").distinct().count())
    print(spark.range(20_000).groupBy((F.col("id") % 7).alias("k")).applyInPandas(
        lambda key, g: pd.DataFrame({{"n": [sum(dies_once(x, "group") >= 0 for x in g.id)]}}), "n long"
    ).agg(F.sum("n")).first()[0])
    for fatal in (lambda x: os._exit(3), lambda x: ctypes.string_at(0)):
        try:
            spark.range(3).select(F.udf(fatal, "long")("id")).collect()
        except Exception as error:
            print(type(error).__name__, "tried 3 times" in str(error))
    try:
        spark.range(3).mapInPandas(lambda frames: os._exit(3), "id long").collect()
    except Exception as error:
        print(type(error).__name__, "exit code 3" in str(error))
    print(spark.range(3).select(F.udf(lambda x: str(x) + "!", "string")("id")).collect()[2][0])
    """
    printed = run(body)[0].splitlines()
    assert printed == ["20000", "20000", "20000", *["PythonException True"] * 3, "2!"]


def test_errors_output_broadcasts_and_accumulators_come_through():
    body = """
    from pyrite.errors import PythonException

    def broken(x):
        return {}["missing" * int(x == 2)]

    try:
        spark.range(3).select(F.udf(broken, "long")("id")).collect()
    except PythonException as error:
        print(type(error.__cause__).__name__, "in broken" in str(error), "pyrite/_engine" in str(error))
    table, seen = sc.broadcast({0: "zero", 1: "one"}), sc.accumulator(0)

    def named(x):
        seen.add(1)
        print("looking up", x, flush=True)
        print("to stderr", file=sys.stderr)
        return table.value.get(x)

    print([r[0] for r in spark.range(0, 3, 1, 1).select(F.udf(named, "string")("id")).collect()], seen.value)
    """
    printed, errors = run(body)
    lines = printed.splitlines()
    assert lines[0] == "KeyError True False"
    assert sorted(lines[1:4]) == ["looking up 0", "looking up 1", "looking up 2"]
    assert lines[4] == "['zero', 'one', None] 3"
    assert errors.count("to stderr") == 3


def test_a_heavy_function_moves_to_workers_by_itself():
    body = """
    def slow(x):
        time.sleep(0.0005)
        return os.getpid()

    pids = spark.range(8_000).select(F.udf(slow, "long").asNondeterministic()("id").alias("pid"))
    print(sorted(p == me for p in {r.pid for r in pids.collect()})[-1])
    print(me in {r.pid for r in pids.collect()})
    light = spark.range(10_000).select(F.udf(lambda x: os.getpid(), "long")("id").alias("pid"))
    print({r.pid for r in light.collect()} == {me})
    """
    assert run(body, "auto")[0].split() == ["True", "False", "True"]


@pytest.mark.parametrize("workers", ["2", "0"])
def test_what_cannot_be_sent_is_an_error_only_where_it_must_be_sent(workers):
    body = """
    import threading
    lock = threading.Lock()

    def locked(x):
        with lock:
            return x

    try:
        print(spark.range(2).select(F.udf(locked, "long")("id").alias("x")).agg(F.sum("x")).first()[0])
    except Exception as error:
        print(type(error).__name__, "serialize" in str(error))
    """
    expected = {"2": "PySparkPicklingError True", "0": "1"}[workers]
    assert run(body, workers)[0].strip() == expected


@pytest.mark.parametrize("workers", ["2", "0"])
def test_functions_over_partitions_know_their_task(workers):
    body = """
    from pyrite import TaskContext
    seen = sc.accumulator(0)

    def tagged(frames):
        task = TaskContext.get()
        for frame in frames:
            seen.add(len(frame))
            yield frame.assign(id=TaskContext.get().partitionId())
        assert task.attemptNumber() == 0

    print(sorted({r.id for r in spark.range(0, 40, 1, 4).mapInPandas(tagged, "id long").collect()}), seen.value)
    print(TaskContext.get())
    """
    assert run(body, workers)[0].splitlines() == ["[0, 1, 2, 3] 40", "None"]


@pytest.mark.parametrize("workers", ["2", "0"])
def test_cancelling_a_query_ends_the_functions_that_run_for_it(workers):
    body = """
    import signal, threading

    def slow(x):
        time.sleep(0.02)
        return x

    def slowly(batches):
        for batch in batches:
            for _ in range(3_000):
                time.sleep(0.02)
            yield batch

    numbers = spark.range(0, 3_000, 1, 1)
    called = numbers.select(F.udf(slow, "long").asNondeterministic()("id").alias("x"))
    mapped = numbers.mapInArrow(slowly, "id long")
    other = spark.range(3).select(F.udf(lambda x: [x], "array<long>").asNondeterministic()("id"))
    other.collect()

    def later(action):
        timer = threading.Timer(0.7, action)
        timer.start()
        return timer

    for query in (called, mapped):
        for action in (lambda: os.kill(me, signal.SIGINT), spark.interruptAll):
            timer, start = later(action), time.monotonic()
            try:
                query.collect()
                print("finished")
            except KeyboardInterrupt:
                print("interrupted", end=" ")
            except Exception as error:
                print(error.getCondition(), end=" ")
            timer.join()
            # Nothing is left behind that the next query would wait for.
            other.collect()
            print(time.monotonic() - start < 8)
    """
    assert run(body, workers)[0].splitlines() == ["interrupted True", "OPERATION_CANCELED True"] * 2
