"""The 22 queries of TPC-H at scale 0.01, as SQL and as DataFrames, against what Spark answered."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from api import ON_PYSPARK, F

REPOSITORY = Path(__file__).resolve().parents[2]
TPCH = REPOSITORY / "benchmarks" / "tpch"
GOLDEN = Path(__file__).parent / "golden" / "tpch.jsonl"
PLANS = Path(__file__).parent / "golden" / "tpch_plans"
TABLES = ["customer", "lineitem", "nation", "orders", "part", "partsupp", "region", "supplier"]


def answers() -> dict[str, dict[str, object]]:
    lines = map(json.loads, GOLDEN.read_text().splitlines())
    return {line["query"]: line for line in lines}


ANSWERS = answers()


@pytest.fixture(scope="module")
def tables(session, tmp_path_factory):
    """The tables by name, also as views; made by the generator when it is installed."""
    generator = shutil.which("tpchgen-cli", path=str(Path(sys.executable).parent)) or shutil.which("tpchgen-cli")
    if generator is None:
        pytest.skip("tpchgen-cli is not installed (pip install tpchgen-cli)")
    folder = tmp_path_factory.mktemp("tpch")
    subprocess.run([generator, "parquet", "-s", "0.01", f"--output-dir={folder}"], check=True, capture_output=True)
    frames = {}
    for name in TABLES:
        frames[name] = session.read.parquet(str(folder / f"{name}.parquet"))
        frames[name].createOrReplaceTempView(name)
    yield frames
    for name in TABLES:
        session.catalog.dropTempView(name)


@pytest.fixture(scope="module")
def dataframes():
    specification = importlib.util.spec_from_file_location("tpch_dataframes", TPCH / "dataframes.py")
    assert specification is not None and specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module.QUERIES


def recorded(value: object) -> object:
    """A cell as the answers hold it: decimals, dates and doubles as text."""
    return value if isinstance(value, int) or value is None else str(value)


def check(frame, query: str) -> None:
    assert frame.schema.simpleString() == ANSWERS[query]["schema"]
    assert [[recorded(cell) for cell in row] for row in frame.collect()] == ANSWERS[query]["rows"]


@pytest.mark.parametrize("query", ANSWERS)
def test_sql(session, tables, query):
    check(session.sql((TPCH / "queries" / f"{query}.sql").read_text()), query)


@pytest.mark.parametrize("query", ANSWERS)
def test_dataframe(tables, dataframes, query):
    check(dataframes[query](tables.__getitem__, F), query)


def optimized_plan(session, query: str) -> str:
    """The optimized logical plan of a query without what changes from run to run: ids and paths."""
    text = session.sql(f"EXPLAIN EXTENDED {(TPCH / 'queries' / f'{query}.sql').read_text()}").collect()[0][0]
    plan = text.partition("== Optimized Logical Plan ==\n")[2].partition("\n== Physical Plan ==")[0]
    plan = re.sub(r"#\d+L?(?=[,\] ]|$)", "", plan, flags=re.MULTILINE)
    plan = re.sub(r"of subplan \d+", "of a subplan", plan)
    plan = re.sub(r"Relation \[[^]]*\] parquet file:\S*/(\w+)\.parquet", r"Relation \1", plan)
    return plan.rstrip() + "\n"


@pytest.mark.skipif(ON_PYSPARK, reason="Spark plans otherwise")
@pytest.mark.parametrize("query", ANSWERS)
def test_plan(session, tables, query):
    """The plan is the one on record; with PYRITE_RECORD_PLANS=1 it becomes that, to be read before it is committed."""
    plan = optimized_plan(session, query)
    record = PLANS / f"{query}.txt"
    if os.environ.get("PYRITE_RECORD_PLANS"):
        record.parent.mkdir(exist_ok=True)
        record.write_text(plan)
    assert plan == record.read_text()


@pytest.mark.skipif(ON_PYSPARK, reason="Spark plans otherwise")
def test_explain_modes(session, tables):
    def explain(mode: str) -> str:
        query = "SELECT n_name, count(*) FROM nation JOIN region ON n_regionkey = r_regionkey GROUP BY n_name"
        return session.sql(f"EXPLAIN {mode} {query}").collect()[0][0]

    assert "rowCount=25" in explain("COST")
    assert explain("CODEGEN") == "Found 0 WholeStageCodegen subtrees.\n"
    formatted = explain("FORMATTED")
    assert formatted.startswith("== Physical Plan ==\nAdaptiveSparkPlan (")
    assert "(1) Scan parquet\nOutput [" in formatted
    headings = ["Parsed Logical", "Analyzed Logical", "Optimized Logical", "Physical"]
    text = explain("EXTENDED")
    assert [text.find(f"== {name} Plan ==") >= 0 for name in headings] == [True] * 4
