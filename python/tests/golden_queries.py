"""Reading, writing and running the golden query files of ``Tests/Golden`` (see ``scripts/record-golden.py``)."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

ANSWER = "--> "
DIRECTION = "--@ "
_FLOAT = re.compile(r"-?\d+\.\d+(?:[eE][-+]?\d+)?")
_CONDITION = re.compile(r"\[([A-Z][A-Z0-9_.]+)\][\s\S]*?SQLSTATE: (\w+)")
_ORDERED = re.compile(r"\b(order\s+by|sort\s+by|cluster\s+by|describe|desc|show)\b", re.IGNORECASE)
_PARENTHESES = re.compile(r"\([^()]*\)")
# What differs from run to run in the answers of statements.
_VOLATILE = re.compile(
    r"^\('(Created Time|Last Access|Created By|Owner|Statistics|Partition Statistics|InputFormat|OutputFormat|"
    r"Serde Library|Partition Parameters|View Schema Mode|View Catalog and Namespace|Table Properties|"
    r"Created By|Storage Properties)"
)


@dataclass
class Block:
    """One query with its directions and its recorded answer."""

    query: str
    directions: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    answer: list[str] = field(default_factory=list)
    line: int = 0

    def direction(self, name: str) -> list[str]:
        """What stands behind a direction's name, for each time it is given."""
        return [text[len(name) :].strip() for text in self.directions if text.split()[0] == name]


def read_blocks(path: Path) -> list[Block]:
    """The queries of a file."""
    blocks = []
    block = Block("")
    lines: list[str] = []

    def finish() -> None:
        nonlocal block, lines
        block.query = "\n".join(lines)
        if block.query:
            blocks.append(block)
            block, lines = Block(""), []

    for number, text in enumerate([*path.read_text(encoding="utf-8").split("\n"), ""], 1):
        if text.startswith(ANSWER.rstrip()):
            block.answer.append(text[len(ANSWER) :])
        elif text.startswith(DIRECTION):
            block.directions.append(text[len(DIRECTION) :].strip())
        elif not text:
            finish()
        elif text.startswith("-- ") and not lines:
            block.comments.append(text)
        else:
            if not lines:
                block.line = number
            lines.append(text)
    return blocks


def write_blocks(path: Path, blocks: list[Block]) -> None:
    """Writes the queries of a file with their answers."""
    pieces = []
    for block in blocks:
        lines = [
            *block.comments,
            *(DIRECTION + text for text in block.directions),
            block.query,
            *(ANSWER + text for text in block.answer),
        ]
        pieces.append("\n".join(lines) + "\n")
    path.write_text("\n".join(pieces), encoding="utf-8")


class QueryRunner:
    """Runs the queries of one file, in order, in one session of Spark's interface."""

    def __init__(self, spark: Any, warehouse: str) -> None:
        self._spark = spark
        self._warehouse = warehouse

    def run(self, block: Block) -> list[str]:
        """The lines of the query's answer."""
        for setting in block.direction("set"):
            key, _, value = setting.partition("=")
            self._spark.conf.set(key.strip(), value.strip())
        for key in block.direction("reset"):
            self._spark.conf.unset(key)
        arguments = block.direction("args")
        try:
            frame = self._spark.sql(block.query, args=json.loads(arguments[0])) if arguments else None
            frame = self._spark.sql(block.query) if frame is None else frame
            schema = frame.schema.simpleString()
            rows = [] if block.direction("schema") else [shown(tuple(row)) for row in frame.collect()]
        except Exception as error:
            return [self._error(error)]
        rows = [
            row.replace("file:" + self._warehouse, "{warehouse}").replace(self._warehouse, "{warehouse}")
            for row in rows
        ]
        rows = [row for row in rows if not _VOLATILE.match(row)]
        return ["schema " + schema, *rows]

    @staticmethod
    def _error(error: Exception) -> str:
        condition = getattr(error, "getCondition", lambda: None)()
        if condition is None:
            # PySpark does not know the class of every error of the JVM.
            found = _CONDITION.search(str(error))
            return f"error {found.group(1)} {found.group(2)}" if found else f"error {type(error).__name__}"
        state = error.getSqlState()  # type: ignore[attr-defined]
        contexts = error.getQueryContext() or []  # type: ignore[attr-defined]
        text = f"error {condition} {state}"
        # Positions in views are told relative to the view's text.
        sql = [context for context in contexts if context.contextType().name == "SQL"]
        if sql:
            text += f" {sql[0].startIndex()}-{sql[0].stopIndex()} {sql[0].fragment()!r}"
        return text


def shown(value: Any) -> str:
    """A value as Python shows it, with the entries of maps in a fixed order."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{shown(key)}: {shown(entry)}" for key, entry in value.items())) + "}"
    if isinstance(value, tuple) and hasattr(value, "__fields__"):
        return "Row(" + ", ".join(f"{name}={shown(entry)}" for name, entry in zip(value.__fields__, value)) + ")"
    if isinstance(value, (tuple, list)):
        open_, close = ("(", ",)" if len(value) == 1 else ")") if isinstance(value, tuple) else ("[", "]")
        return open_ + ", ".join(map(shown, value)) + close
    return repr(value)


def is_ordered(query: str) -> bool:
    """Whether the order of the rows is part of the answer."""
    previous = ""
    while previous != query:
        previous, query = query, _PARENTHESES.sub("", query)
    return bool(_ORDERED.search(query))


def comparable(answer: list[str]) -> list[str]:
    """An answer with floating-point numbers to 12 digits."""
    return [_FLOAT.sub(lambda match: f"{float(match.group()):.12g}", line) for line in answer]
