"""RDDs and rows in Python, on Pyrite and PySpark: times in seconds and their ratio.

    python benchmarks/rdds.py [--rows N]

Each engine runs the same tasks over the same Parquet file in a process of its own, on two cores, the session's start
left out, and must give the same results. PySpark needs Java.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parent.parent
COLUMNS = [
    *("id", "id % 1000 AS k", "cast(id AS double) / 3 AS x", "concat('name', id % 5000) AS s", "id % 2 = 0 AS b"),
    *("date_add(DATE'2020-01-01', cast(id % 365 AS int)) AS d", "timestamp_micros(id * 1000000) AS ts"),
]


def session(package: str) -> Any:
    """A session of Pyrite or PySpark."""
    if package == "pyrite":
        sys.path.insert(0, str(REPOSITORY / "python"))
        import pyrite

        pyrite.install_as_pyspark()
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "4g").config("spark.driver.maxResultSize", "0")
    return builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()


def tasks(spark: Any, path: str) -> dict[str, Callable[[], Any]]:
    """What is measured; each task gives a number that must be the same everywhere."""
    import pandas

    frame = spark.read.parquet(path)
    three = frame.select("id", "k", "x")

    def through_pandas(rows: Any) -> Any:
        table = pandas.DataFrame(list(rows), columns=["id", "k", "x"])
        for row in table.itertuples():
            yield row.k, row.x * 2

    def add(a: Any, b: Any) -> Any:
        return a + b

    return {
        "collect, 7 columns": lambda: len(frame.collect()),
        "reduceByKey": lambda: frame.rdd.map(lambda row: (row.k, 1)).reduceByKey(add).values().sum(),
        "reduceByKey, distinct keys": lambda: frame.rdd.map(lambda row: (row.id, 1)).reduceByKey(add).count(),
        "mapPartitions with pandas": lambda: three.rdd.mapPartitions(through_pandas).count(),
        "sortBy": lambda: three.rdd.sortBy(lambda row: -row.id).first().id,
        "toDF": lambda: three.rdd.map(lambda row: (row.id, row.x)).toDF(["id", "x"]).count(),
    }


def measure(package: str, path: str) -> dict[str, tuple[float, Any]]:
    """Seconds and result of each task, the best of two runs."""
    spark = session(package)
    found = {}
    for name, task in tasks(spark, path).items():
        times, result = [], None
        for _ in range(2):
            start = time.perf_counter()
            result = task()
            times.append(time.perf_counter() - start)
        found[name] = (min(times), result)
    spark.stop()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--child", nargs=2, metavar=("PACKAGE", "PATH"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(*given.child)))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "rows")
        session("pyrite").range(given.rows).selectExpr(*COLUMNS).write.parquet(path)
        found = {}
        for package in ("pyrite", "pyspark"):
            command = [sys.executable, __file__, "--child", package, path]
            done = subprocess.run(command, capture_output=True, text=True)
            if done.returncode:
                print(f"{package}: left out, it fails:\n{done.stderr[-2000:]}")
                continue
            found[package] = json.loads(done.stdout.splitlines()[-1])
    print(f"{'seconds, ' + format(given.rows, ',') + ' rows':34}" + "".join([f"{name:>10}" for name in found]))
    for name in next(iter(found.values())):
        times = [found[package][name][0] for package in found]
        ratio = f"{times[0] / times[1]:9.3f}x" if len(times) == 2 else ""
        print(f"{name:34}" + "".join([f"{seconds:10.2f}" for seconds in times]) + ratio)
        results = {str(found[package][name][1]) for package in found}
        if len(results) > 1:
            raise SystemExit(f"{name}: the engines disagree: {sorted(results)}")


if __name__ == "__main__":
    main()
