"""Wrong uses of the API against what PySpark raised: the class, condition, SQLSTATE and message parameters."""

from __future__ import annotations

import datetime
import decimal
import json
from pathlib import Path

import pytest
from api import F, Row, SparkSession, T, Window

ANSWERS = Path(__file__).parent / "golden" / "api_errors.jsonl"


@pytest.fixture(scope="module")
def names(session):
    df = session.createDataFrame([(1, "a", 1.5), (2, "b", None), (2, "c", 3.0)], "id int, name string, x double")
    df2 = session.createDataFrame([(1, "z")], "id int, other string")
    df.createOrReplaceTempView("v")
    session.sql("DROP TABLE IF EXISTS t1")
    session.range(3).write.saveAsTable("t1")
    yield {
        "df": df,
        "df2": df2,
        "spark": session,
        "F": F,
        "T": T,
        "Row": Row,
        "Window": Window,
        "SparkSession": SparkSession,
        "decimal": decimal,
        "datetime": datetime,
    }
    session.sql("DROP TABLE IF EXISTS t1")
    session.catalog.dropTempView("v")


@pytest.mark.filterwarnings("ignore")
def test_wrong_uses_raise_what_pyspark_raises(names):
    differences = []
    for line in ANSWERS.read_text(encoding="utf-8").splitlines():
        expected = json.loads(line)
        found = {"expression": expected["expression"], **_failure(expected["expression"], names)}
        if found != expected:
            differences.append((expected, found))
    assert not differences


def _failure(expression, names):
    try:
        return {"result": repr(eval(expression, dict(names)))}
    except BaseException as error:
        parameters = error.getMessageParameters() if hasattr(error, "getMessageParameters") else None
        return {
            "class": type(error).__name__,
            "condition": error.getCondition() if hasattr(error, "getCondition") else None,
            "sqlState": error.getSqlState() if hasattr(error, "getSqlState") else None,
            "parameters": parameters,
        }
