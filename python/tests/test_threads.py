"""Threads that share one session."""

from __future__ import annotations

import gc
import os
import resource
import threading
import time
import traceback

import pytest
from api import ON_PYSPARK, F

#: How long the threads run. ``PYRITE_THREADS_SECONDS=120 pytest python/tests/test_threads.py`` is the long test.
SECONDS = float(os.environ.get("PYRITE_THREADS_SECONDS", "10"))
THREADS = 8

pytestmark = pytest.mark.skipif(ON_PYSPARK, reason="this looks at Pyrite's memory")


def resident_bytes() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def test_queries_and_functions_of_eight_threads_give_right_answers_and_leave_no_memory_behind(spark):
    spark.range(20_000).selectExpr("id", "id % 7 AS k", "concat('name', id) AS s").createOrReplaceTempView(
        "threads_rows"
    )
    rows = spark.table("threads_rows")
    called = F.udf(lambda x: [x, x + 1], "array<long>")
    translated = F.udf(lambda x: x // 3 - 1, "long")
    checks = {
        "sql": lambda: spark.sql("SELECT sum(id) FROM threads_rows WHERE k = 3").first()[0] == sum(range(3, 20_000, 7)),
        "join": lambda: rows.join(rows.groupBy("k").count(), "k").count() == 20_000,
        "called": lambda: rows.limit(500).select(called("id")[1].alias("x")).agg(F.sum("x")).first()[0] == 125_250,
        "translated": lambda: (
            rows.select(translated("id").alias("x")).agg(F.sum("x")).first()[0]
            == sum(x // 3 - 1 for x in range(20_000))
        ),
        "rows": lambda: [row.s for row in rows.orderBy("id").limit(3).collect()] == ["name0", "name1", "name2"],
        "local": lambda: spark.createDataFrame([(n,) for n in range(50)], "n int").agg(F.sum("n")).first()[0] == 1_225,
        "rdd": lambda: spark.sparkContext.parallelize(range(100), 2).map(lambda x: x * 2).sum() == 9_900,
        "error": lambda: fails(lambda: rows.select(F.udf(lambda x: 1 // (x * 0), "long")("id")).collect()),
    }

    def fails(action) -> bool:
        try:
            action()
        except Exception as error:
            if "ZeroDivisionError" in str(error):
                return True
            raise
        return False

    wrong: list[str] = []
    done: dict[str, int] = dict.fromkeys(checks, 0)

    def work(number: int, end: float) -> None:
        names = list(checks)
        while time.monotonic() < end and not wrong:
            number += 1
            name = names[number % len(names)]
            try:
                if not checks[name]():
                    wrong.append(f"{name}: a wrong answer")
            except BaseException:
                wrong.append(f"{name}: {traceback.format_exc()}")
            done[name] += 1

    def run(seconds: float) -> None:
        end = time.monotonic() + seconds
        threads = [threading.Thread(target=work, args=(number, end), daemon=True) for number in range(THREADS)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(seconds + 60)
        assert not any(thread.is_alive() for thread in threads), f"threads hang after {done}"
        assert wrong == []
        gc.collect()

    # What is made once, such as pools of buffers and memory that allocators keep for a thread, is made by the first
    # parts: after a long test run, the first threads have 50 MiB more resident once, and later ones nothing.
    run(SECONDS / 3)
    run(SECONDS / 3)
    before = resident_bytes()
    run(SECONDS * 2 / 3)
    assert all(done.values()), done
    grown = resident_bytes() - before
    assert grown < max(64 << 20, SECONDS * (1 << 20)), f"{grown >> 20} MiB more after {done}"
