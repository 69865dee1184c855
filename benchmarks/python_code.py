"""Python functions, RDDs and rows in Python on Pyrite, beside PySpark, DuckDB and Polars: writes a table of ratios.

    python benchmarks/python_code.py [--rows 1000000] [--bases 4000000] [--repeat 2] [--interpreter PYTHON]

Every engine runs its tasks over the same Parquet files in one process of its own, the session's start left out; of
several runs the best counts, and all engines must give the same results. Each engine has an environment of its own
unless ``--interpreter`` names one that has them all. PySpark needs Java.
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environments import BENCHMARKS, PACKAGES, REPOSITORY, Environment, prepare, version_of
from report import heading

#: Engine: its environment, and settings of its session.
ENGINES: dict[str, tuple[str, dict[str, str]]] = {
    "pyrite": ("pyrite-with-pandas", {}),
    "pyrite, untranslated": ("pyrite-with-pandas", {"spark.pyrite.python.translate": "false"}),
    "pyrite, 1 worker": ("pyrite-with-pandas", {"spark.pyrite.python.workers": "1"}),
    "pyrite, 2 workers": ("pyrite-with-pandas", {"spark.pyrite.python.workers": "2"}),
    "duckdb": ("duckdb-with-pandas", {}),
    "polars": ("polars", {}),
    "pyspark": ("pyspark", {}),
    # No engine: what a user's function costs by itself, over rows that are in memory.
    "python": ("pyrite-with-pandas", {}),
}
TIMEOUT_SECONDS = 1800
PANDAS_TASK = "mapPartitions with pandas"
PARTITIONS = 2

ROWS = [
    *("id", "id % 1000 AS k", "cast(id AS double) / 3 AS x", "concat('name', id % 5000) AS s", "id % 2 = 0 AS b"),
    *("date_add(DATE'2020-01-01', cast(id % 365 AS int)) AS d", "timestamp_micros(id * 1000000) AS ts"),
]
# As many different base numbers as the for-hire trips of the taxi job have.
BASES = ["concat('B', lpad(cast(id * 7919 % 700 * 5 AS string), 5, '0')) AS base"]


@dataclass(frozen=True)
class Goal:
    """What is to be shown: Pyrite's time for a task is at most ``factor`` times that of the fastest of the others."""

    task: str
    engine: str
    others: tuple[str, ...]
    factor: float
    meaning: str


GOALS = (
    Goal(
        "udf, called",
        "pyrite, untranslated",
        ("duckdb", "polars"),
        0.5,
        "a Python function called for rows, or once for each value of a dictionary",
    ),
    Goal("udf, translated", "pyrite", ("duckdb", "polars"), 0.05, "the same function, computed without Python"),
    Goal(
        "heavy udf", "pyrite, 2 workers", ("pyrite, 1 worker",), 1 / 1.7, "70 microseconds a row, in worker processes"
    ),
    Goal("pandas udf", "pyrite", ("pyspark",), 0.5, "a function of pandas series"),
    Goal("reduceByKey", "pyrite", ("pyspark",), 0.1, "df.rdd.map(...).reduceByKey(...), 1,000 keys"),
    Goal(PANDAS_TASK, "pyrite", ("pyspark",), 0.1, "df.rdd.mapPartitions over itertuples()"),
    Goal("collect", "pyrite", ("pyspark",), 0.2, "rows of 7 columns as Row objects"),
    Goal("toPandas", "pyrite", ("duckdb",), 1.2, "7 columns as a DataFrame; DuckDB's .df()"),
)


def crazy_stuff(base_num: str) -> str:
    num = int(base_num[1:])
    return f"s/{num:03x}" if num % 7 == 0 else f"a/{num:03x}" if num % 3 == 0 else f"e/{num:03x}"


def heavy(number: int) -> int:
    total = 0
    for step in range(1000):
        total = (total * 31 + number + step) % 65521
    return total


def through_pandas(rows: Any) -> Any:
    import pandas

    table = pandas.DataFrame(list(rows), columns=["id", "k", "x"])
    for row in table.itertuples():
        yield row.k, row.x * 2


Tasks = dict[str, Callable[[], Any]]


def spark_tasks(package: str, settings: dict[str, str], data: str) -> Tasks:
    """The tasks in PySpark's API."""
    if package == "pyrite":
        sys.path.insert(0, str(REPOSITORY / "python"))
        import pyrite

        pyrite.install_as_pyspark()
    from pyspark.sql import SparkSession, functions

    os.environ["PYSPARK_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    builder = builder.config("spark.driver.memory", "4g").config("spark.driver.maxResultSize", "0")
    for key, value in settings.items():
        builder = builder.config(key, value)
    spark = builder.config("spark.ui.showConsoleProgress", "false").getOrCreate()
    frame, bases = spark.read.parquet(f"{data}/rows"), spark.read.parquet(f"{data}/bases")

    def summary(column: Any) -> list[Any]:
        found = functions.min("x"), functions.max("x"), functions.count("x")
        return list(bases.select(column("base").alias("x")).agg(*found).first())

    def add(a: Any, b: Any) -> Any:
        return a + b

    course = functions.udf(crazy_stuff, "string")
    slow = functions.udf(heavy, "long")
    vector = functions.pandas_udf(lambda x: x * 2 + 1, "double", functions.PandasUDFType.SCALAR)
    three = frame.select("id", "k", "x")

    starts = itertools.count(0, 60_000)

    def total_of_heavy() -> int:
        # Other numbers for each run: Pyrite remembers the results of a pure function.
        start = next(starts)
        numbers = spark.range(start, start + 60_000, 1, 8)
        return numbers.select(slow("id").alias("x")).agg(functions.sum("x")).first()[0]

    return {
        "udf, called": lambda: summary(course),
        "udf, translated": lambda: summary(course),
        "heavy udf": total_of_heavy,
        "pandas udf": lambda: round(frame.select(vector("x").alias("x")).agg(functions.sum("x")).first()[0], 3),
        "reduceByKey": lambda: frame.rdd.map(lambda row: (row.k, 1)).reduceByKey(add).values().sum(),
        PANDAS_TASK: lambda: three.rdd.mapPartitions(through_pandas).count(),
        "collect": lambda: len(frame.collect()),
        "toPandas": lambda: len(frame.toPandas()),
    }


def duckdb_tasks(data: str) -> Tasks:
    import duckdb

    connection = duckdb.connect(config={"threads": 2})
    connection.create_function("crazy_stuff", crazy_stuff, ["VARCHAR"], "VARCHAR")
    query = f"SELECT min(x), max(x), count(x) FROM (SELECT crazy_stuff(base) AS x FROM '{data}/bases/*.parquet')"

    def udf() -> Any:
        return list(connection.execute(query).fetchall()[0])

    return {
        "udf, called": udf,
        "udf, translated": udf,
        "toPandas": lambda: len(connection.execute(f"SELECT * FROM '{data}/rows/*.parquet'").df()),
    }


def polars_tasks(data: str) -> Tasks:
    import polars

    def udf() -> Any:
        bases = polars.scan_parquet(f"{data}/bases/*.parquet")
        found = bases.select(polars.col("base").map_elements(crazy_stuff, return_dtype=polars.String).alias("x"))
        column = polars.col("x")
        return list(found.select(column.min(), column.max().alias("y"), column.count().alias("z")).collect().row(0))

    return {"udf, called": udf, "udf, translated": udf}


def python_tasks(data: str) -> Tasks:
    """Functions without an engine, one partition after the other."""
    from pyarrow import parquet

    files = [
        parquet.read_table(file, columns=["id", "k", "x"]) for file in sorted(Path(data, "rows").glob("*.parquet"))
    ]
    parts = [list(zip(*[column.to_pylist() for column in table.columns], strict=True)) for table in files]
    return {PANDAS_TASK: lambda: sum(1 for part in parts for _ in through_pandas(iter(part)))}


def tasks_of(engine: str, data: str) -> Tasks:
    """What the engine is measured by: the tasks of the goals that it appears in."""
    if engine == "duckdb":
        found = duckdb_tasks(data)
    elif engine == "polars":
        found = polars_tasks(data)
    elif engine == "python":
        return python_tasks(data)
    else:
        package = engine.split(",")[0]
        found = spark_tasks(package, ENGINES[engine][1], data)
    wanted = {goal.task for goal in GOALS if engine == goal.engine or engine in goal.others}
    return {name: task for name, task in found.items() if name in wanted}


def processor_seconds() -> float:
    """What all processes of this session have used of the processors so far."""
    session, ticks = os.getsid(0), 0
    for folder in Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split() if folder.name.isdigit() else []
        except OSError:
            continue
        if fields and int(fields[3]) == session:
            ticks += sum(map(int, fields[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(engine: str, data: str, repeat: int) -> dict[str, tuple[float, float, Any]]:
    """Each task's fastest run: its seconds on the clock and of the processors, and the result."""
    found = {}
    for name, task in tasks_of(engine, data).items():
        times, result = [], None
        for _ in range(repeat):
            start, used = time.perf_counter(), processor_seconds()
            result = task()
            times.append((time.perf_counter() - start, processor_seconds() - used))
        found[name] = (*min(times), result)
    return found


def make_data(python: Path, folder: str, rows: int, bases: int) -> None:
    program = f"""
import sys
sys.path.insert(0, {str(REPOSITORY / "python")!r})
from pyrite.sql import SparkSession
spark = SparkSession.builder.master("local[2]").getOrCreate()
for count, columns, name in (({rows}, {ROWS!r}, "rows"), ({bases}, {BASES!r}, "bases")):
    spark.range(0, count, 1, {PARTITIONS}).selectExpr(*columns).write.parquet({folder!r} + "/" + name)
"""
    subprocess.run([str(python), "-c", program], check=True)


def run_engine(python: Path, engine: str, data: str, repeat: int) -> dict[str, list[Any]] | None:
    command = [str(python), __file__, "--child", engine, data, "--repeat", str(repeat)]
    done = subprocess.run(
        command, cwd=BENCHMARKS, capture_output=True, text=True, timeout=TIMEOUT_SECONDS, start_new_session=True
    )
    if done.returncode:
        print(f"{engine}: left out, it fails:\n{done.stderr[-2000:]}")
        return None
    found: dict[str, list[Any]] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(found: dict[str, dict[str, list[Any]]]) -> str:
    """The goals with what was measured."""
    lines = [
        "| task | Pyrite | beside | ratio | goal | ratio of processor time |",
        "| --- | ---: | ---: | ---: | ---: | ---: |",
    ]
    for goal in GOALS:
        mine = found.get(goal.engine, {}).get(goal.task)
        others = {name: found[name][goal.task] for name in goal.others if goal.task in found.get(name, {})}
        if mine is None or not others:
            continue
        for name, other in others.items():
            if other[2] != mine[2]:
                raise SystemExit(f"{goal.task}: {name} gives {other[2]}, {goal.engine} gives {mine[2]}")
        fastest = min(others, key=lambda name: others[name][0])
        wall, cpu, _ = others[fastest]
        # Processes that ended meanwhile are not counted: what is less than nothing or close to it says nothing.
        used = f"{mine[1] / cpu:.3f}" if cpu > 0.05 else ""
        lines.append(
            f"| {goal.task} | {mine[0]:.2f} s | {fastest} {wall:.2f} s | {mine[0] / wall:.3f} | {goal.factor:.2f} | "
            f"{used} |"
        )
    meanings = "\n".join([f"- `{goal.task}`: {goal.meaning}" for goal in GOALS])
    alone = found.get("python", {}).get(PANDAS_TASK)
    if alone is not None:
        meanings += (
            f"\n\nThe function of `{PANDAS_TASK}` by itself, over tuples in memory and without an engine, takes "
            f"{alone[0]:.2f} s in one process: about half of that is the least that any engine can need on 2 cores."
        )
    return "\n".join(lines) + f"\n\n{meanings}\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--bases", type=int, default=4_000_000)
    parser.add_argument("--repeat", type=int, default=2)
    parser.add_argument("--engines", nargs="+", choices=ENGINES, default=list(ENGINES))
    parser.add_argument("--interpreter", type=Path, help="one that has all engines, pandas, pyarrow and cloudpickle")
    parser.add_argument("--report", type=Path, default=REPOSITORY / "docs" / "benchmarks" / "python.md")
    parser.add_argument("--child", nargs=2, metavar=("ENGINE", "DATA"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(measure(*given.child, given.repeat), default=str))
        return
    found, environments = {}, {}
    with tempfile.TemporaryDirectory() as data:
        for engine in given.engines:
            name, package = ENGINES[engine][0], engine.split(",")[0]
            if given.interpreter:
                version = version_of(given.interpreter, PACKAGES[name][1])
                environment = None if version is None else Environment(package, given.interpreter, version)
            else:
                environment = prepare(name)
            if environment is None:
                continue
            if not os.listdir(data):
                make_data(environment.python, data, given.rows, given.bases)
            if package != "python":
                environments[package] = Environment(package, environment.python, environment.version)
            measured = run_engine(environment.python, engine, data, given.repeat)
            if measured is not None:
                found[engine] = measured
                for task, (wall, cpu, _) in measured.items():
                    print(f"{engine:20}{task:28}{wall:8.2f} s{cpu:8.2f} s of processors", flush=True)
    sizes = f"{given.rows:,} rows, scalar functions over {given.bases:,}; best of {given.repeat}, sessions warm"
    where = heading(list(environments.values()), sizes)
    text = f"# Python functions, RDDs and rows\n\nWritten by `make bench`.\n\n{where}\n\n{table(found)}"
    given.report.write_text(text)
    print(f"\n{text}\n{given.report}")


if __name__ == "__main__":
    main()
