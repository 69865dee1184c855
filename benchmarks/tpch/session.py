"""Runs the queries on one engine in one process, in order, and prints for each how long it took and what it gave.

    python session.py ENGINE DATA [QUERY ...]

One JSON object a line: the query, its seconds from text to fetched rows, and the rows (or the error).
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from tables import QUERIES, TABLES

Run = Callable[[str], Iterable[Iterable[object]]]


def spark(builder: object, data: Path) -> Run:
    session = builder.getOrCreate()  # type: ignore[attr-defined]
    for table in TABLES:
        session.read.parquet(str(data / f"{table}.parquet")).createOrReplaceTempView(table)
    return lambda text: session.sql(text).collect()


def pyrite(data: Path) -> Run:
    from pyrite.sql import SparkSession

    return spark(SparkSession.builder, data)


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


ENGINES = {"pyrite": pyrite, "duckdb": duckdb, "datafusion": datafusion, "pyspark": pyspark}


def main(engine: str, data: Path, queries: list[str]) -> None:
    run = ENGINES[engine](data)
    for name in queries or QUERIES:
        start = time.perf_counter()
        try:
            rows = [list(row) for row in run(QUERIES[name])]
        except Exception as error:
            print(json.dumps({"query": name, "error": f"{type(error).__name__}: {error}"[:500]}), flush=True)
            continue
        seconds = time.perf_counter() - start
        print(json.dumps({"query": name, "seconds": seconds, "rows": rows}, default=str), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]), sys.argv[3:])
