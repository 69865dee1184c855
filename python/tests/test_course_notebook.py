"""A course's notebooks, whose imports say pyspark, give what they gave on PySpark."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from api import ON_PYSPARK

GOLDEN = Path(__file__).resolve().parent / "golden"

pytest.importorskip("pandas")


@pytest.mark.skipif(ON_PYSPARK, reason="run golden/course_*.py to see what PySpark answers")
@pytest.mark.parametrize("script", ["course_notebook", "course_taxi"])
def test_the_notebook_gives_what_it_gave_on_pyspark(session, tmp_path, script):
    done = subprocess.run(
        [sys.executable, "-m", "pyrite", "run", str(GOLDEN / f"{script}.py"), str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=200,
    )
    assert done.returncode == 0, done.stderr
    recorded = (GOLDEN / f"{script}.txt").read_text(encoding="utf-8")
    assert done.stdout.splitlines() == recorded.splitlines()
