"""The engine's registry, Spark's list of functions and the wrappers in Python go by the same names."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from api import ON_PYSPARK

FOLDER = Path(__file__).resolve().parent
WRAPPERS = FOLDER.parent / "pyrite" / "sql" / "functions"

#: Functions of Spark that the engine does not list: it does not have them yet, or knows them apart from the registry.
MISSING = {
    "collations",
    "grouping",
    "grouping_id",
    "measure",
    "python_worker_logs",
    "range",
    "sql_keywords",
    "time",
}
#: Functions that the wrappers call and that neither Spark nor the engine lists: the analyzer or the client knows them.
INTERNAL = {"bucket", "days", "hours", "months", "unwrap_udt", "years"}
#: Names under which the registry has what Spark's parser writes otherwise.
OWN = {"get_field", "get_item", "timestampadd", "timestampdiff"}

pytestmark = pytest.mark.skipif(ON_PYSPARK, reason="compares the engine with what PySpark lists")


def called_names() -> set[str]:
    """The names that the wrappers pass to the engine."""
    names = set()
    for path in sorted(WRAPPERS.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in ("call", "call_distinct")
                and node.args
                and isinstance(node.args[0], ast.Constant)
                and isinstance(node.args[0].value, str)
            ):
                names.add(node.args[0].value.lower())
    return names


@pytest.fixture(scope="module")
def listed(session) -> set[str]:
    """What SHOW SYSTEM FUNCTIONS answers."""
    return {row[0] for row in session.sql("SHOW SYSTEM FUNCTIONS").collect()}


def test_the_engine_lists_what_spark_lists(listed: set[str]) -> None:
    recorded = set((FOLDER / "golden" / "spark_functions.txt").read_text(encoding="utf-8").split())
    assert sorted(recorded - listed - MISSING) == [], "functions of Spark's that the engine lost"
    assert sorted(listed - recorded - OWN) == [], "functions that Spark does not have"
    assert sorted(MISSING & listed) == [], "functions that are no longer missing"


def test_the_wrappers_call_functions_of_the_engine(listed: set[str]) -> None:
    names = called_names()
    assert len(names) > 450
    assert sorted(names - listed - MISSING - INTERNAL) == []


def test_every_function_of_the_wrappers_can_be_described(session, listed: set[str]) -> None:
    for name in sorted(called_names() & listed):
        rows = [row[0] for row in session.sql(f"DESCRIBE FUNCTION `{name}`").collect()]
        assert any("Usage" in row and len(row) > 15 for row in rows), name
