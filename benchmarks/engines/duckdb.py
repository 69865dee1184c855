"""DuckDB: SQL on files."""

from __future__ import annotations

from pathlib import Path

import duckdb
from tasks import HOURLY, MONTHLY, SCHEMAS, crazy_stuff, run_as_script, trips_columns


def connect() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def copy(query: str, output: Path, name: str) -> str:
    output.mkdir(parents=True, exist_ok=True)
    return f"COPY ({query}) TO '{output}/{name}.parquet' (FORMAT parquet, COMPRESSION snappy)"


def csv_to_parquet(data: Path, output: Path) -> None:
    connection = connect()
    for service, schema in SCHEMAS.items():
        types = {name: "VARCHAR" if kind == "STRING" else kind for name, kind in schema}
        query = f"SELECT * FROM read_csv('{data}/raw/{service}/*/*/*.csv', header = true, columns = {types})"
        connection.execute(copy(query, output / service, "part"))


def monthly(data: Path, output: Path) -> None:
    green = f"SELECT {trips_columns('lpep')}, 'green' AS service_type FROM '{data}/parquet/green/*.parquet'"
    yellow = f"SELECT {trips_columns('tpep')}, 'yellow' AS service_type FROM '{data}/parquet/yellow/*.parquet'"
    connect().execute(copy(f"WITH trips AS ({green} UNION ALL {yellow}) {MONTHLY}", output, "part"))


def hourly(data: Path, output: Path) -> None:
    yellow = f"WITH yellow AS (SELECT * FROM '{data}/parquet/yellow/*.parquet')"
    connect().execute(copy(yellow + HOURLY, output, "part"))


def outer_join(data: Path, output: Path) -> None:
    query = f"""
        SELECT hour, zone, g.amount AS green_amount, g.number_records AS green_number_records,
            y.amount AS yellow_amount, y.number_records AS yellow_number_records
        FROM '{data}/parquet/hourly-green/*.parquet' g
        FULL JOIN '{data}/parquet/hourly-yellow/*.parquet' y USING (hour, zone)
    """
    connect().execute(copy(query, output, "part"))


def udf(data: Path, output: Path) -> None:
    connection = connect()
    connection.create_function("crazy_stuff", crazy_stuff, ["VARCHAR"], "VARCHAR")
    query = f"""
        SELECT crazy_stuff(dispatching_base_num) AS base_id, CAST(pickup_datetime AS DATE) AS pickup_date,
            PUlocationID, DOlocationID
        FROM '{data}/parquet/fhv/*.parquet'
    """
    connection.execute(copy(query, output, "part"))


if __name__ == "__main__":
    run_as_script(globals())
