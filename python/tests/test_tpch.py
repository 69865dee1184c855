"""The 22 queries of TPC-H at scale 0.01, as SQL and as DataFrames, against what Spark answered."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from api import F

REPOSITORY = Path(__file__).resolve().parents[2]
TPCH = REPOSITORY / "benchmarks" / "tpch"
GOLDEN = Path(__file__).parent / "golden" / "tpch.jsonl"
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
