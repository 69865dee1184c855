"""Records what PySpark answers to the expressions in types_expressions.txt and ddl_texts.txt.

Run it with PySpark (and a JDK, for the DDL texts) installed; it rewrites types_answers.jsonl and ddl_answers.jsonl.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def answer(expression: str, names: dict[str, Any]) -> dict[str, Any]:
    """The value of an expression, or the error that it raises."""
    try:
        return {"expression": expression, "value": repr(eval(expression, dict(names)))}
    except Exception as error:
        found: dict[str, Any] = {"expression": expression, "error": type(error).__name__}
        if hasattr(error, "getCondition"):
            found["condition"] = error.getCondition()
            found["parameters"] = error.getMessageParameters()
            found["sqlstate"] = error.getSqlState()
        return found


def expressions(name: str) -> list[str]:
    """The lines of a file that are no comments."""
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def write(name: str, answers: list[dict[str, Any]]) -> None:
    lines = [json.dumps(found, ensure_ascii=False, sort_keys=True) for found in answers]
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    import pyspark.sql.types as types
    from pyspark.sql import SparkSession

    sys.path.insert(0, str(HERE))
    from namespace import namespace

    write("types_answers.jsonl", [answer(text, namespace(types)) for text in expressions("types_expressions.txt")])
    builder = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    builder.getOrCreate()
    parse = f"{types.__name__.split('.')[-1]}._parse_datatype_string"
    texts = [f"{parse}({text!r}).json()" for text in expressions("ddl_texts.txt")]
    write("ddl_answers.jsonl", [answer(text, {"types": types}) for text in texts])


if __name__ == "__main__":
    main()
