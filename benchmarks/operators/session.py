"""Runs one task on one engine in one process, and prints what it gave as JSON.

    python -m operators.session ENGINE TASK DATA OUTPUT

DATA holds `t.parquet` and `t.csv`; what a task writes goes to OUTPUT.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from operators.tasks import COLUMNS, CSV_READ, CSV_SCHEMA, CSV_SUMS, QUERIES, WRITES


def pyrite(task: str, data: Path, output: Path) -> list[Any]:
    from pyrite.sql import SparkSession

    spark = SparkSession.builder.config("spark.sql.session.timeZone", "UTC").getOrCreate()
    if task == CSV_SCHEMA:
        read = spark.read.option("header", True).option("inferSchema", True).csv(f"{data}/t.csv")
        return [len(read.columns)]
    if task == CSV_READ:
        ddl = ", ".join(f"{name} {kind}" for name, kind in COLUMNS.items())
        spark.read.option("header", True).schema(ddl).csv(f"{data}/t.csv").createOrReplaceTempView("c")
        return [list(row) for row in spark.sql(CSV_SUMS).collect()]
    spark.read.parquet(f"{data}/t.parquet").createOrReplaceTempView("t")
    if task in WRITES:
        spark.sql(WRITES[task]).write.parquet(str(output))
        return []
    return [list(row) for row in spark.sql(QUERIES[task]).collect()]


def duckdb(task: str, data: Path, output: Path) -> list[Any]:
    import duckdb

    connection = duckdb.connect()
    if task == CSV_SCHEMA:
        text = f"DESCRIBE SELECT * FROM read_csv('{data}/t.csv', header = true, sample_size = -1)"
        return [len(connection.execute(text).fetchall())]
    types = {name: "VARCHAR" if kind == "STRING" else kind for name, kind in COLUMNS.items()}
    if task == CSV_READ:
        connection.execute(f"CREATE VIEW c AS FROM read_csv('{data}/t.csv', header = true, columns = {types})")
        return connection.execute(CSV_SUMS).fetchall()
    connection.execute(f"CREATE VIEW t AS SELECT * FROM '{data}/t.parquet'")
    if task in WRITES:
        output.mkdir(parents=True)
        connection.execute(f"COPY ({WRITES[task]}) TO '{output}/part-0.parquet' (FORMAT parquet, COMPRESSION snappy)")
        return []
    return connection.execute(QUERIES[task]).fetchall()


def polars(task: str, data: Path, output: Path) -> list[Any]:
    import polars

    if task == CSV_SCHEMA:
        lazy = polars.scan_csv(f"{data}/t.csv", infer_schema_length=None, try_parse_dates=True)
        return [len(lazy.collect_schema())]
    if task == CSV_READ:
        kinds = {
            "STRING": polars.String,
            "INT": polars.Int32,
            "BIGINT": polars.Int64,
            "DOUBLE": polars.Float64,
            "TIMESTAMP": polars.Datetime("us"),
        }
        schema = {name: kinds[kind] for name, kind in COLUMNS.items()}
        tables = polars.SQLContext(c=polars.scan_csv(f"{data}/t.csv", schema=schema, try_parse_dates=True))
        return tables.execute(CSV_SUMS).collect(engine="streaming").rows()
    tables = polars.SQLContext(t=polars.scan_parquet(f"{data}/t.parquet"))
    if task in WRITES:
        output.mkdir(parents=True)
        tables.execute(WRITES[task]).sink_parquet(output / "part-0.parquet", compression="snappy")
        return []
    return tables.execute(QUERIES[task]).collect(engine="streaming").rows()


ENGINES = {"pyrite": pyrite, "duckdb": duckdb, "polars": polars}

if __name__ == "__main__":
    engine, task, data, output = sys.argv[1:]
    print(json.dumps(ENGINES[engine](task, Path(data), Path(output)), default=str))
