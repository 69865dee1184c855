"""Random tables as Parquet files of many shapes: row groups, pages, dictionaries, codecs, several files a table."""

from __future__ import annotations

import datetime
import decimal
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

WORDS = ["", "a", "ab", "zebra crossing at", "the quick brown fox", "é", "日本語テキストの長い例"]


def random_table(generator: random.Random, rows: int) -> pa.Table:
    """A table of ``rows`` rows with a column of each kind that the grammar knows; ``n`` numbers the rows."""
    distinct = generator.choice([3, 20, 500, 10**6])
    words = WORDS + [f"w{number}" for number in range(min(distinct, 400))]
    price = pa.decimal128(generator.choice([10, 15, 20]), 2)

    def values(make: Callable[[], Any], nulls: float) -> list[Any]:
        return [None if generator.random() < nulls else make() for _ in range(rows)]

    number = generator.randint
    start = datetime.date(2020, 1, 1)
    return pa.table(
        {
            "a": pa.array(values(lambda: number(-5, distinct), 0.05), pa.int32()),
            "b": pa.array(values(lambda: number(0, 7), generator.choice([0, 0.3])), pa.int32()),
            "c": pa.array(values(lambda: generator.choice(words), 0.1), pa.string()),
            "d": pa.array(values(lambda: number(-100, 100) / 4, 0.1), pa.float64()),
            "e": pa.array(values(lambda: decimal.Decimal(number(-10000, 10000)) / 100, 0.1), price),
            "f": pa.array(values(lambda: start + datetime.timedelta(number(0, 60)), 0.1), pa.date32()),
            "n": pa.array(range(rows), pa.int64()),
            "g": pa.array(values(lambda: generator.random() < 0.5, 0.1), pa.bool_()),
        }
    )


def write_table(generator: random.Random, table: pa.Table, folder: Path) -> None:
    """Writes the table as one to three files into a new folder."""
    folder.mkdir(parents=True)
    files = generator.choice([1, 1, 2, 3]) if table.num_rows else 1
    for index in range(files):
        first, end = table.num_rows * index // files, table.num_rows * (index + 1) // files
        pq.write_table(
            table.slice(first, end - first),
            folder / f"part-{index}.parquet",
            row_group_size=generator.choice([50, 1000, 100_000]),
            use_dictionary=generator.choice([True, False]),
            data_page_size=generator.choice([500, 1_000_000]),
            compression=generator.choice(["snappy", "zstd", "none"]),
        )
