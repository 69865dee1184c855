"""Records what PySpark answers to the questions in files_questions.jsonl: rewrites files_answers.jsonl."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from file_questions import ask, questions


def main() -> None:
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]")
    for key, value in {
        "spark.ui.enabled": "false",
        "spark.sql.session.timeZone": "UTC",
        "spark.driver.memory": "1g",
        "spark.sql.shuffle.partitions": "4",
    }.items():
        builder = builder.config(key, value)
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("OFF")
    lines = []
    for question in questions():
        with tempfile.TemporaryDirectory() as folder:
            lines.append(json.dumps(ask(spark, question, Path(folder)), ensure_ascii=False))
    (Path(__file__).parent / "files_answers.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
