#!/usr/bin/env python3
"""Records Spark's answers to the queries in Tests/Golden/*.sql, in place.

    scripts/record-golden.py [FILE.sql ...]        (needs PySpark 4.3 and a JDK; without files: all)

A file is a list of queries with empty lines between them. Behind a query stand the answers, as comments that begin
with `-->`: its schema and then its rows (as Python shows them), or `error`, the condition, the SQLSTATE and the part of
the query that is blamed. Lines before the query give directions:

    --@ set KEY=VALUE    from here on in this file (`--@ reset KEY` takes it back)
    --@ args JSON        values of parameter markers, for this query
    --@ schema           only the schema is compared, for this query
"""

from __future__ import annotations

import logging
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "python" / "tests"))

from golden_queries import QueryRunner, read_blocks, write_blocks  # noqa: E402


def main() -> None:
    """Runs the queries of each file in a session of its own."""
    from pyspark.sql import SparkSession

    logging.disable(logging.CRITICAL)
    paths = [Path(name) for name in sys.argv[1:]] or sorted((ROOT / "Tests" / "Golden").glob("*.sql"))
    with tempfile.TemporaryDirectory() as folder:
        spark = (
            SparkSession.builder.master("local[2]")
            .config("spark.ui.enabled", "false")
            .config("spark.sql.session.timeZone", "UTC")
            .config("spark.sql.shuffle.partitions", "2")
            .config("spark.driver.memory", "1g")
            .config("spark.sql.warehouse.dir", folder + "/warehouse")
            .getOrCreate()
        )
        spark.sparkContext.setLogLevel("OFF")
        for path in paths:
            blocks = read_blocks(path)
            runner = QueryRunner(spark.newSession(), folder + "/warehouse")
            for block in blocks:
                block.answer = runner.run(block)
            write_blocks(path, blocks)
            print(f"{path.name}: {len(blocks)} queries", flush=True)
        spark.stop()


if __name__ == "__main__":
    main()
