"""Records what PySpark answers to rdd_expressions.txt.

Run `python record_rdds.py > rdd_answers.jsonl` with PySpark and a JDK installed.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

os.environ["PYSPARK_PYTHON"] = sys.executable

from pyspark import SparkConf, SparkContext, StorageLevel
from pyspark.sql import Row
from rdd_namespace import answer, names

HERE = Path(__file__).resolve().parent


def main() -> None:
    conf = SparkConf().set("spark.ui.enabled", "false").set("spark.ui.showConsoleProgress", "false")
    sc = SparkContext("local[4]", "golden", conf=conf)
    sc.setLogLevel("OFF")
    namespace = names(sc, Row, StorageLevel)
    for line in (HERE / "rdd_expressions.txt").read_text().splitlines():
        if line and not line.startswith("#"):
            print(json.dumps([line, answer(line, namespace)], ensure_ascii=False), flush=True)
    sc.stop()


if __name__ == "__main__":
    main()
