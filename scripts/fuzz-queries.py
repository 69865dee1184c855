#!/usr/bin/env python3
"""Runs random queries over random tables on Pyrite and on DuckDB and prints every query whose answers differ.

    PYTHONPATH=python scripts/fuzz-queries.py [--count 1000] [--seed 1] [--rows 3000] [--memory 2m]

Needs DuckDB and PyArrow (`pip install duckdb pyarrow`). A small `--memory` makes the operators spill. The tables of a
query that differs are kept; everything else is removed at the end. Ends with status 1 when an answer differed.
"""

from __future__ import annotations

import argparse
import decimal
import random
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from query_fuzz.grammar import TABLES, Grammar, spelled

#: Queries on the same tables.
ROUND = 25
#: Rows beyond which an answer is not compared: Python's lists of them take longer than the queries.
LARGEST = 200_000


def comparable(value: Any) -> tuple[str, ...]:
    """A value in a form that sorts beside others and does not tell apart what the engines may choose."""
    match value:
        case None:
            return ("null",)
        case bool():
            return ("boolean", str(value))
        case int() if abs(value) >= 10**5:
            return ("number", str(value))
        case int() | float() | decimal.Decimal():
            return ("number", f"{float(value) + 0.0:.6g}")
    return ("text", str(value))


def answer(rows: list[Any]) -> list[tuple[tuple[str, ...], ...]]:
    return sorted(tuple(comparable(value) for value in row) for row in rows)


def main() -> int:
    """Runs the queries; 0 when all agree."""
    try:
        import duckdb
        from query_fuzz.tables import random_table, write_table
    except ImportError as error:
        print(f"skipped: {error}; pip install duckdb pyarrow")
        return 0
    from pyrite.sql import SparkSession

    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rows", type=int, default=3000)
    parser.add_argument("--memory")
    arguments = parser.parse_args()

    builder = SparkSession.builder.master("local[2]").config("spark.sql.session.timeZone", "UTC")
    if arguments.memory:
        builder = builder.config("spark.driver.memory", arguments.memory)
    spark, peer = builder.getOrCreate(), duckdb.connect()
    generator = random.Random(arguments.seed)
    grammar = Grammar(generator)
    folder = Path(tempfile.mkdtemp(prefix="pyrite-fuzz-"))
    differences, refused, failed = 0, 0, 0
    kept: set[Path] = set()
    for number in range(arguments.count):
        tables = folder / str(number // ROUND)
        if number % ROUND == 0:
            for name in TABLES:
                rows = generator.choice([0, 1, 7, 200, arguments.rows])
                write_table(generator, random_table(generator, rows), tables / name)
                spark.read.parquet(str(tables / name)).createOrReplaceTempView(name)
                peer.execute(f"create or replace view {name} as select * from '{tables / name}/*.parquet'")
        query = grammar.query()
        try:
            size = peer.execute(f"select count(*) from ({spelled(query, 1)})").fetchall()[0][0]
            if size > LARGEST:
                continue
            expected = peer.execute(spelled(query, 1)).fetchall()
        except duckdb.Error:
            refused += 1
            continue
        try:
            actual = spark.sql(spelled(query, 0)).collect()
        except Exception as error:
            failed += 1
            print(f"{number}: {type(error).__name__}: {error}\n  {spelled(query, 0)}\n  tables: {tables}")
            kept.add(tables)
            continue
        ours, theirs = answer(actual), answer(expected)
        if ours != theirs:
            differences += 1
            print(f"{number}: {len(ours)} rows instead of {len(theirs)}\n  {spelled(query, 0)}\n  tables: {tables}")
            print("  only here:", [row for row in ours if row not in theirs][:3])
            print("  only there:", [row for row in theirs if row not in ours][:3])
            kept.add(tables)
    for tables in folder.iterdir():
        if tables not in kept:
            shutil.rmtree(tables)
    print(f"{arguments.count} queries: {differences} differ, {failed} failed, {refused} refused by DuckDB")
    return 1 if differences or failed else 0


if __name__ == "__main__":
    sys.exit(main())
