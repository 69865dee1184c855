"""Fingerprints of results, so that only engines that computed the same are compared. Runs in DuckDB's environment.

    python verify.py FOLDER...

prints, for each folder of Parquet files, a JSON object: the row count, a hash over all exact columns that does not
depend on the order of the rows, and for each column of doubles two sums, one of them weighted by the row's exact
columns.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import duckdb


def fingerprint(folder: Path) -> dict[str, float | int | str]:
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    files = f"read_parquet('{folder}/**/*.parquet', hive_partitioning = false)"
    described = connection.execute(f"DESCRIBE SELECT * FROM {files}").fetchall()
    exact, doubles = [], []
    for name, kind, *_ in sorted(described):
        if kind == "DOUBLE":
            doubles.append(name)
        elif kind.startswith("TIMESTAMP"):
            exact.append(f"CAST(CAST({name} AS TIMESTAMP) AS VARCHAR)")
        else:
            exact.append(f"CAST({name} AS VARCHAR)")
    row_hash = f"hash(concat_ws('|', {', '.join(f'coalesce({part}, chr(0))' for part in exact)}))"
    columns = ["count(*) AS rows", f"CAST(sum({row_hash} % 1000000007) AS VARCHAR) AS exact_columns"]
    for name in doubles:
        # Engines differ in whether a sum of nothing is null or zero.
        columns.append(f"sum(coalesce({name}, 0)) AS {name}")
        columns.append(f"sum(coalesce({name}, 0) * (1 + {row_hash} % 97)) AS weighted_{name}")
    cursor = connection.execute(f"SELECT {', '.join(columns)} FROM {files}")
    names = [column[0] for column in cursor.description]
    row = cursor.fetchone()
    assert row is not None
    return dict(zip(names, row, strict=True))


if __name__ == "__main__":
    for argument in sys.argv[1:]:
        print(json.dumps(fingerprint(Path(argument))))
