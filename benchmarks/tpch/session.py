"""Runs the queries on one engine in one process, in order, and prints for each how long it took and what it gave.

    python session.py ENGINE DATA SCALE [QUERY ...]

The variable BENCHMARK_MEMORY bounds the memory of Pyrite (`spark.driver.memory`) and DuckDB (`memory_limit`).
One JSON object a line: the query, its seconds from text to fetched rows, the process's peak memory meanwhile in bytes
(null where the system does not tell, or the engine runs in another process), and the rows; or the error.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from tables import QUERIES, TABLES, query

Run = Callable[[str], Iterable[Iterable[object]]]


def spark(builder: object, data: Path) -> Run:
    session = builder.getOrCreate()  # type: ignore[attr-defined]
    for table in TABLES:
        session.read.parquet(str(data / f"{table}.parquet")).createOrReplaceTempView(table)
    return lambda text: session.sql(text).collect()


def pyrite(data: Path) -> Run:
    from pyrite.sql import SparkSession

    builder = SparkSession.builder
    if memory := os.environ.get("BENCHMARK_MEMORY"):
        builder = builder.config("spark.driver.memory", memory)
    return spark(builder, data)


def pyspark(data: Path) -> Run:
    from pyspark.sql import SparkSession

    builder = (
        SparkSession.builder.config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.shuffle.partitions", str(2 * (os.cpu_count() or 1)))
    )
    return spark(builder, data)


def duckdb(data: Path) -> Run:
    import duckdb

    connection = duckdb.connect()
    if memory := os.environ.get("BENCHMARK_MEMORY"):
        connection.execute(f"SET memory_limit = '{memory.upper()}iB'")
    for table in TABLES:
        connection.execute(f"CREATE VIEW {table} AS SELECT * FROM '{data}/{table}.parquet'")
    return lambda text: connection.execute(text).fetchall()


def datafusion(data: Path) -> Run:
    from datafusion import SessionContext

    context = SessionContext()
    for table in TABLES:
        context.register_parquet(table, str(data / f"{table}.parquet"))

    def run(text: str) -> Iterable[Iterable[object]]:
        columns = context.sql(text).to_pydict()
        return zip(*columns.values(), strict=True)

    return run


def polars(data: Path) -> Run:
    import polars

    context = polars.SQLContext({table: polars.scan_parquet(data / f"{table}.parquet") for table in TABLES})
    return lambda text: context.execute(text.strip().rstrip(";")).collect(engine="streaming").rows()


ENGINES = {"pyrite": pyrite, "duckdb": duckdb, "datafusion": datafusion, "polars": polars, "pyspark": pyspark}


def forget_peak() -> bool:
    """Makes the system measure the peak anew; whether it can (Linux)."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return False
    return True


def peak() -> int:
    """The most resident memory, in bytes, since `forget_peak`."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))


def main(engine: str, data: Path, scale: str, queries: list[str]) -> None:
    run = ENGINES[engine](data)
    for name in queries or QUERIES:
        measured = engine != "pyspark" and forget_peak()
        start = time.perf_counter()
        try:
            rows = [list(row) for row in run(query(name, scale))]
        except Exception as error:
            print(json.dumps({"query": name, "error": f"{type(error).__name__}: {error}"[:500]}), flush=True)
            continue
        seconds = time.perf_counter() - start
        line = {"query": name, "seconds": seconds, "peak": peak() if measured else None, "rows": rows}
        print(json.dumps(line, default=str), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
