#!/usr/bin/env python3
"""Damages the queries of Tests/Golden at random and explains them: each parses, or fails with an error of the engine.

    PYTHONPATH=python scripts/fuzz-sql.py [--count 100000] [--seed 1]

Reports crashes (by ending early), internal errors, errors of other kinds and queries that take more than five seconds.
Every query runs behind EXPLAIN, so that damaged statements change nothing.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "python" / "tests"))

from golden_queries import read_blocks  # noqa: E402

PIECES = ["(", ")", "'", "`", ",", "*", "é", "/*", "--", "\x00", "9" * 40, "|>", "::", "[", "."]
TOKEN = re.compile(r"\s+|\w+|'[^']*'|[^\w\s]")


def damaged(texts: list[list[str]], generator: random.Random) -> str:
    """A query with a few tokens removed, doubled, moved or taken from another."""
    tokens = list(generator.choice(texts))
    for _ in range(generator.randint(1, 4)):
        place = generator.randrange(len(tokens) + 1)
        match generator.randrange(5):
            case 0:
                del tokens[place : place + generator.randint(1, 4)]
            case 1:
                tokens[place:place] = tokens[place : place + generator.randint(1, 8)]
            case 2:
                other = generator.choice(texts)
                start = generator.randrange(len(other))
                tokens[place:place] = other[start : start + generator.randint(1, 12)]
            case 3:
                tokens.insert(place, generator.choice(PIECES))
            case _:
                generator.shuffle(tokens[place : place + 6])
    return "".join(tokens)


def main() -> None:
    """Runs the queries and prints what should not have happened."""
    from pyrite.errors import PySparkException
    from pyrite.sql import SparkSession

    parser = argparse.ArgumentParser()
    parser.add_argument("--count", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    generator = random.Random(arguments.seed)
    blocks = [block for path in sorted((ROOT / "Tests" / "Golden").glob("*.sql")) for block in read_blocks(path)]
    spark = SparkSession.builder.master("local[2]").getOrCreate()
    views = {block.query for block in blocks if block.query.startswith("CREATE OR REPLACE TEMP VIEW")}
    for view in sorted(views):
        spark.sql(view)
    texts = [TOKEN.findall(query) for query in sorted({block.query for block in blocks})]
    problems = answered = 0
    for number in range(arguments.count):
        text = damaged(texts, generator)
        start = time.monotonic()
        try:
            spark.sql("EXPLAIN " + text)
            answered += 1
            problem = None
        except PySparkException as error:
            problem = "internal error" if error.getCondition() == "INTERNAL_ERROR" else None
        except Exception as error:
            problem = f"{type(error).__name__}: {error}"
        if time.monotonic() - start > 5:
            problem = "took more than 5 s"
        if problem is not None:
            problems += 1
            print(f"{problem}: {text!r}", flush=True)
        if (number + 1) % 10_000 == 0:
            print(f"{number + 1} queries, {answered} answered, {problems} problems", flush=True)
    sys.exit(1 if problems else 0)


if __name__ == "__main__":
    main()
