"""The taxi job of examples/taxi, end to end, prints and writes what PySpark 4.3 does for the same generated trips."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
JOB = REPOSITORY / "examples" / "taxi" / "taxi.py"
GOLDEN = Path(__file__).parent / "golden" / "taxi_job.txt"
TIMING = re.compile(r"^ *[0-9]+\.[0-9]{2} s  ", re.MULTILINE)

# Folder: files and rows that PySpark 4.3 wrote.
WRITTEN = {
    "pq/fhv": (20, 2000),
    "pq/green": (20, 1000),
    "pq/yellow": (20, 4000),
    "report/fhv-bases": (None, 2000),
    "report/revenue": (1, 1924),
    "report/revenue-green": (20, 999),
    "report/revenue-yellow": (20, 3946),
    "report/total": (20, 4943),
    "report/zones": (1, 4943),
}


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What the job printed, and its output folder."""
    folder = tmp_path_factory.mktemp("taxi")
    command = [sys.executable, str(JOB), "--data", str(folder / "data"), "--output", str(folder / "output")]
    environment = {**os.environ, "PYTHONPATH": str(REPOSITORY / "python")}
    done = subprocess.run([*command, "--rows", "1000"], capture_output=True, text=True, env=environment, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout, folder / "output"


def test_report_is_the_one_that_pyspark_prints(job: tuple[str, Path]) -> None:
    printed, _ = job
    tables = "".join(line for line in printed.splitlines(keepends=True) if not TIMING.match(line))
    assert tables == GOLDEN.read_text()


def test_each_step_says_how_long_it_took(job: tuple[str, Path]) -> None:
    printed, _ = job
    assert len(TIMING.findall(printed)) == 13


@pytest.mark.parametrize("name", WRITTEN)
def test_files_and_rows_written(job: tuple[str, Path], name: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    _, output = job
    files = list((output / name).glob("part-*.parquet"))
    expected_files, expected_rows = WRITTEN[name]
    assert (output / name / "_SUCCESS").is_file()
    assert sum(parquet.read_metadata(file).num_rows for file in files) == expected_rows
    if expected_files is not None:
        assert len(files) == expected_files
