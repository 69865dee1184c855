"""RDD tasks in worker processes."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest
from api import ON_PYSPARK

pytest.importorskip("cloudpickle")
if ON_PYSPARK:
    pytest.skip("PySpark has no such setting", allow_module_level=True)


def run(script: str, workers: str = "2") -> list[str]:
    """What a script prints that finds an application `sc` with worker processes."""
    start = (
        "import os, sys, time\n"
        "from pyrite import SparkConf, SparkContext, TaskContext\n"
        f"conf = SparkConf().set('spark.pyrite.python.workers', '{workers}').set('spark.task.maxFailures', '3')\n"
        "sc = SparkContext('local[2]', 'test', conf=conf)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start + textwrap.dedent(script) + "\nsc.stop()\n"],
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_jobs_in_workers(session):
    printed = run(
        """
        class Point:
            def __init__(self, x):
                self.x = x

        print(os.getpid() in sc.parallelize(range(4), 4).map(lambda _: os.getpid()).collect())
        pairs = sc.parallelize([("b", 1), ("a", 2), ("c", 3), ("a", 4), ("b", 5)], 2)
        print(pairs.reduceByKey(lambda a, b: a + b).glom().collect())
        print(pairs.sortByKey().keys().collect())
        names, total = sc.broadcast({1: "one"}), sc.accumulator(0)

        def name(number):
            total.add(number)
            return names.value.get(number)

        print(sc.parallelize(range(3), 3).map(name).collect(), total.value)
        points = sc.parallelize([Point(1), Point(2)], 2).map(lambda point: Point(point.x + 1)).cache()
        print([type(point) is Point for point in points.collect()], points.map(lambda point: point.x).collect())
        print(sc.parallelize(range(2), 2).map(lambda _: TaskContext.get().partitionId()).collect())
        sc.parallelize([1], 1).foreach(lambda number: print("printed in a worker"))
        """
    )
    assert printed == [
        "False",
        "[[('b', 6), ('c', 3)], [('a', 6)]]",
        "['a', 'a', 'b', 'b', 'c']",
        "[None, 'one', None] 3",
        "[True, True] [2, 3]",
        "[0, 1]",
        "printed in a worker",
    ]


def test_failures_in_workers(session):
    printed = run(
        """
        def dies_twice(number):
            if number == 1 and TaskContext.get().attemptNumber() < 2:
                os._exit(9)
            return number, TaskContext.get().attemptNumber()

        print(sc.parallelize([0, 1], 2).map(dies_twice).collect())
        try:
            sc.parallelize([0, 1], 2).map(lambda number: os._exit(3) if number else number).collect()
        except Exception as error:
            print("failed 3 times" in str(error), "exit code 3" in str(error))
        try:
            sc.parallelize([1, 0], 2).map(lambda number: 1 // number).collect()
        except Exception as error:
            print("Task 1 in stage" in str(error), type(error.__cause__).__name__)
        try:
            sc.parallelize([1]).map(lambda _: sc.parallelize([1]).count()).collect()
        except Exception as error:
            print("CONTEXT_ONLY_VALID_ON_DRIVER" in str(error))
        print(sc.parallelize([1, 2], 2).sum())
        """
    )
    assert printed == ["[(0, 0), (1, 2)]", "True True", "True ZeroDivisionError", "True", "3"]


def test_heavy_tasks_go_to_workers_by_themselves(session):
    printed = run(
        """
        def sleep(items):
            time.sleep(1.1)
            return [os.getpid()]

        pids = sc.parallelize(range(4), 4).mapPartitions(sleep).collect()
        print(pids[0] == os.getpid(), len(set(pids)) > 1)

        def nap(items):
            time.sleep(0.4)
            return [os.getpid()]

        # The first time this is found out, the second time it is known.
        naps = sc.parallelize(range(2), 2).mapPartitions(nap)
        naps.collect()
        print(len(set(naps.collect())), len(set(naps.collect())))
        print(sc.parallelize(range(40), 20).map(lambda number: time.sleep(0.05) or number).sum())
        """,
        workers="auto",
    )
    assert printed == ["True True", "2 2", "780"]


def test_failures_of_heavy_tasks(session):
    printed = run(
        """
        def fails_elsewhere(number):
            time.sleep(0.7)
            if os.getpid() != driver:
                raise ValueError("elsewhere")
            return number

        def fails_here(number):
            time.sleep(0.7)
            if number == 0:
                raise ValueError("here")
            return number

        driver = os.getpid()
        lock = __import__("threading").Lock()
        for function in (fails_elsewhere, fails_here):
            try:
                print(sc.parallelize(range(4), 4).map(function).collect())
            except Exception as error:
                print("ValueError: elsewhere" in str(error), "ValueError: here" in str(error))
        # What cannot be sent stays here.
        print(sc.parallelize(range(3), 3).map(lambda number: time.sleep(0.3) or lock.locked() or number).collect())
        print(sc.parallelize(range(3), 3).sum())
        """,
        workers="auto",
    )
    assert printed == ["True False", "False True", "[0, 1, 2]", "3"]


def test_rows_of_a_data_frame_go_to_workers(session):
    printed = run(
        """
        from pyrite.sql import SparkSession

        spark = SparkSession.builder.getOrCreate()
        frame = spark.range(7, numPartitions=3).selectExpr("id", "cast(id as string) s", "named_struct('n', id) t")
        rdd = frame.rdd
        print(os.getpid() in rdd.map(lambda _: os.getpid()).collect())
        print(rdd.map(lambda row: (row.id, row["s"], row.t.n)).glom().collect())
        print(rdd.filter(lambda row: row.id > 4).collect())
        print(frame.select().rdd.map(len).collect())
        print(rdd.zip(rdd).map(lambda pair: pair[0].id + pair[1].id).collect())
        """
    )
    assert printed == [
        "False",
        "[[(0, '0', 0), (1, '1', 1)], [(2, '2', 2), (3, '3', 3)], [(4, '4', 4), (5, '5', 5), (6, '6', 6)]]",
        "[Row(id=5, s='5', t=Row(n=5)), Row(id=6, s='6', t=Row(n=6))]",
        "[0, 0, 0, 0, 0, 0, 0]",
        "[0, 2, 4, 6, 8, 10, 12]",
    ]
