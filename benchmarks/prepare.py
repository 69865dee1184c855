"""Makes the Parquet inputs from the generated CSV files, the same for all engines. Runs in DuckDB's environment.

python prepare.py DATA
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import duckdb
from tasks import SCHEMAS


def prepare(data: Path) -> None:
    connection = duckdb.connect()
    target = data / "parquet"
    shutil.rmtree(target, ignore_errors=True)
    for service, schema in SCHEMAS.items():
        types = {name: "VARCHAR" if kind == "STRING" else kind for name, kind in schema}
        (target / service).mkdir(parents=True)
        for number, month in enumerate(sorted((data / "raw" / service).glob("*/*"))):
            connection.execute(
                f"COPY (SELECT * FROM read_csv('{month}/*.csv', header = true, columns = {types})) "
                f"TO '{target}/{service}/part-{number:02d}.parquet' (FORMAT parquet, COMPRESSION snappy)"
            )
    for service, prefix in (("green", "lpep"), ("yellow", "tpep")):
        (target / f"hourly-{service}").mkdir()
        connection.execute(
            f"COPY (SELECT date_trunc('hour', {prefix}_pickup_datetime) AS hour, PULocationID AS zone, "
            "sum(total_amount) AS amount, count(*) AS number_records "
            f"FROM '{target}/{service}/*.parquet' GROUP BY 1, 2) "
            f"TO '{target}/hourly-{service}/part-00.parquet' (FORMAT parquet, COMPRESSION snappy)"
        )


if __name__ == "__main__":
    prepare(Path(sys.argv[1]))
