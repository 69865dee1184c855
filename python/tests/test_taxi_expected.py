"""Queries over 240,000 real taxi trips give what Spark recorded for them.

The trips, the queries and Spark's answers are not part of the project: they lie in the folder that PYRITE_SHARED names,
or in `shared` beside the checkout.
"""

from __future__ import annotations

import datetime
import json
import math
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pyrite.sql import SparkSession

REPOSITORY = Path(__file__).resolve().parents[2]
TAXI = Path(os.environ.get("PYRITE_SHARED", REPOSITORY.parent / "shared")) / "data" / "taxi"
QUERIES = ("borough_revenue", "hourly_revenue", "monthly_revenue", "payment_types")

pytestmark = pytest.mark.skipif(not (TAXI / "expected").is_dir(), reason=f"no recorded taxi queries in {TAXI}")


@pytest.fixture(scope="module")
def spark() -> Iterator[SparkSession]:
    session = SparkSession.builder.master("local[*]").config("spark.sql.session.timeZone", "UTC").getOrCreate()
    session.conf.set("spark.sql.session.timeZone", "UTC")
    trips = session.read.option("header", True).option("inferSchema", True).csv(f"{TAXI}/yellow/*.csv")
    trips.createOrReplaceTempView("trips")
    zones = session.read.option("header", True).option("inferSchema", True).csv(f"{TAXI}/taxi_zone_lookup.csv")
    zones.createOrReplaceTempView("zones")
    yield session
    session.catalog.dropTempView("trips")
    session.catalog.dropTempView("zones")


def plain(value: Any) -> Any:
    """A value as the recorded JSON lists have it."""
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return value


def same(actual: Any, expected: Any) -> bool:
    """Whether two values agree: doubles to 12 digits (their sums depend on the order of the rows), others exactly."""
    if isinstance(actual, float) and isinstance(expected, float):
        return math.isclose(actual, expected, rel_tol=1e-12, abs_tol=1e-12)
    return type(actual) is type(expected) and actual == expected


@pytest.mark.parametrize("name", QUERIES)
def test_taxi_query_gives_what_spark_recorded(spark: SparkSession, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "UTC")
    lines = (TAXI / "expected" / f"{name}.jsonl").read_text().splitlines()
    recorded = json.loads(lines[0])
    expected = [json.loads(line) for line in lines[1:]]
    frame = spark.sql((TAXI / "expected" / f"{name}.sql").read_text())

    assert frame.schema.simpleString() == recorded["schema"]
    actual = [[plain(value) for value in row] for row in frame.collect()]
    assert len(actual) == recorded["rows"] == len(expected)
    differing = [
        (index, got, want)
        for index, (got, want) in enumerate(zip(actual, expected))
        if len(got) != len(want) or not all(map(same, got, want))
    ]
    assert differing[:5] == []
