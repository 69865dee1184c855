"""The queries of ``Tests/Golden`` give Spark's recorded answers."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from api import ON_PYSPARK, errors
from golden_queries import Block, QueryRunner, comparable, is_ordered, read_blocks

GOLDEN = Path(__file__).resolve().parents[2] / "Tests" / "Golden"
FILES = sorted(GOLDEN.glob("*.sql"))


def known_differences(name: str) -> set[str]:
    """The queries of a file whose answers are known to differ: see ``Tests/Golden/differences.txt``."""
    lines = (GOLDEN / "differences.txt").read_text(encoding="utf-8").split("\n")
    return {line.partition(": ")[2] for line in lines if line.startswith(f"{name}: ")}


def is_same(answer: list[str], recorded: list[str], query: str = "") -> bool:
    """Whether two answers agree: schema and rows, or the condition, the SQLSTATE and the blamed part of the query.

    An answer may blame a part where Spark names none.
    """
    if recorded[0].startswith("error "):
        want, got = recorded[0].split(" ", 3), answer[0].split(" ", 3)
        if want[1].startswith("_LEGACY") or want[1] == "Py4JJavaError":
            return got[0] == "error" and got[1] != "INTERNAL_ERROR"
        return got[:3] == want[:3] and (len(want) < 4 or got[3:] == want[3:])
    order = list if is_ordered(query) else sorted
    return order(comparable(answer)) == order(comparable(recorded))


@pytest.mark.skipif(ON_PYSPARK, reason="the recorded answers are PySpark's")
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_golden(path: Path, session, tmp_path: Path) -> None:
    # What other tests left behind would be listed.
    for table in session.catalog.listTables("default"):
        if not table.isTemporary:
            session.sql(f"DROP TABLE IF EXISTS default.{table.name}")
    runner = QueryRunner(session.newSession(), str(session.conf.get("spark.sql.warehouse.dir")))
    known = known_differences(path.stem)
    failures, mended = [], []
    for block in read_blocks(path):
        answer = runner.run(block)
        if is_same(answer, block.answer, block.query):
            if key(block) in known:
                mended.append(key(block))
        elif key(block) not in known:
            failures.append(f"{path.name}:{block.line}: {block.query}\n  want {block.answer[:6]}\n  got  {answer[:6]}")
    assert not failures, f"{len(failures)} queries differ:\n" + "\n".join(failures)
    assert not mended, "no longer different, to be taken out of differences.txt:\n" + "\n".join(mended)


def key(block: Block) -> str:
    """The query on one line: what names it in the list of known differences."""
    return " ".join(block.query.split())


@pytest.mark.skipif(ON_PYSPARK, reason="what is tested is that Pyrite's process survives")
def test_damaged_queries_are_errors(session, tmp_path: Path) -> None:
    script = GOLDEN.parents[1] / "scripts" / "fuzz-sql.py"
    environment = {**os.environ, "PYTHONPATH": str(GOLDEN.parents[1] / "python")}
    done = subprocess.run(
        [sys.executable, str(script), "--count", "2000", "--seed", "7"],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]


@pytest.mark.skipif(ON_PYSPARK, reason="Spark's stack is not what is tested")
@pytest.mark.parametrize(
    ("query", "rows"),
    [
        ("SELECT " + "(" * 10_000 + "1" + ")" * 10_000, None),
        (" UNION ALL ".join(["SELECT 1"] * 5_000), 5_000),
        ("VALUES (1) AS t(a) " + "|> WHERE a = 1 " * 5_000, None),
    ],
    ids=["parentheses", "unions", "pipes"],
)
def test_deep_queries_are_answered_or_refused(query: str, rows: int | None, session) -> None:
    if rows is None:
        with pytest.raises(errors.ParseException) as raised:
            session.sql(query).collect()
        assert raised.value.getCondition() == "FAILED_TO_PARSE_TOO_COMPLEX"
    else:
        assert len(session.sql(query).collect()) == rows
