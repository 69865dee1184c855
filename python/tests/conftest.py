"""One session for all tests that need the engine."""

from __future__ import annotations

import os
import sys

import pytest
from api import ON_PYSPARK, SparkSession

os.environ.setdefault("PYSPARK_PYTHON", sys.executable)


def _library_missing() -> str | None:
    if ON_PYSPARK:
        return None
    try:
        from pyrite._engine.library import library

        library()
    except Exception as error:
        return f"the engine's library cannot be loaded: {error}"
    return None


@pytest.fixture(scope="session")
def session(tmp_path_factory):
    reason = _library_missing()
    if reason is not None:
        pytest.skip(reason)
    builder = SparkSession.builder.master("local[2]").appName("tests")
    for key, value in {
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        "spark.ui.enabled": "false",
        "spark.sql.warehouse.dir": str(tmp_path_factory.mktemp("warehouse")),
    }.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    yield session
    session.stop()


@pytest.fixture
def spark(session):
    """The session; views made by a test are its own affair."""
    return session
