"""Asks the questions of ``files_questions.jsonl`` about the reading and writing of files.

``ask`` answers one with whatever session it is given, so that what PySpark recorded (``record_files.py`` writes
``files_answers.jsonl``) and what Pyrite answers are made by the same code.

A question that reads has ``data`` (or ``hex``, for what is no text) and may have ``schema``, ``options`` and a
``query`` over the view ``t``; one that writes has ``rows``, a query, and may have ``options`` and ``partitionBy``.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def questions() -> list[dict[str, Any]]:
    return lines("files_questions.jsonl")


def lines(name: str) -> list[dict[str, Any]]:
    """The objects of a file with one on each line."""
    return [json.loads(line) for line in (HERE / name).read_text(encoding="utf-8").split("\n") if line]


def condition(error: Exception) -> str:
    """The first error condition that an exception names."""
    found = re.search(r"\[([A-Z][A-Z0-9_]+(?:\.[A-Z0-9_]+)*)\]", str(error))
    return found.group(1) if found else type(error).__name__


def ask(spark: Any, question: dict[str, Any], folder: Path) -> dict[str, Any]:
    """The schema and rows of a file, or the text of the files written, or the error's condition."""
    answer: dict[str, Any] = {"question": question["question"]}
    try:
        _write(spark, question, folder, answer) if "rows" in question else _read(spark, question, folder, answer)
    except Exception as error:
        answer["error"] = condition(error)
    return answer


def _read(spark: Any, question: dict[str, Any], folder: Path, answer: dict[str, Any]) -> None:
    path = folder / f"in.{question['format']}"
    path.write_bytes(bytes.fromhex(question["hex"]) if "hex" in question else question["data"].encode())
    reader = spark.read.format(question["format"])
    if "schema" in question:
        reader = reader.schema(question["schema"])
    frame = reader.options(**question.get("options", {})).load(str(path))
    answer["schema"] = frame.schema.simpleString()
    frame.createOrReplaceTempView("t")
    answer["rows"] = [repr(tuple(row)) for row in spark.sql(question.get("query", "select * from t")).collect()]


def _write(spark: Any, question: dict[str, Any], folder: Path, answer: dict[str, Any]) -> None:
    path = folder / "out"
    writer = spark.sql(question["rows"]).coalesce(1).write.format(question["format"])
    writer = writer.options(**question.get("options", {}))
    if "partitionBy" in question:
        writer = writer.partitionBy(*question["partitionBy"])
    writer.save(str(path))
    files = sorted(path.rglob("part-*"))
    answer["files"] = {str(file.parent.relative_to(path)): file.read_text(encoding="utf-8") for file in files}
