"""Queries over many times the memory they may use: their answers, their memory, and what they leave on the disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from api import ON_PYSPARK

pytestmark = pytest.mark.skipif(ON_PYSPARK, reason="starts processes of Pyrite's own")

# 8 MiB for inputs of ten times as much.
PREAMBLE = """
import resource, sys
from pyrite import StorageLevel
from pyrite.sql import SparkSession, functions as F
builder = SparkSession.builder.master("local[2]").config("spark.driver.memory", "8m")
spark = builder.config("spark.local.dir", sys.argv[1]).getOrCreate()
N = 1_500_000

def rows(name):
    text = F.concat(F.lit("the text of row "), F.col("id").cast("string"))
    return spark.range(N).select(((F.col("id") * 7919) % N).alias(name), text.alias(name + "_text"))

spark.range(10).collect()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

def report():
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024, flush=True)
"""


def start(body: str, folder: Path) -> subprocess.Popen[str]:
    package = str(Path(__file__).resolve().parents[1])
    return subprocess.Popen(
        [sys.executable, "-c", PREAMBLE + textwrap.dedent(body), str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": package},
    )


def run(body: str, folder: Path) -> list[str]:
    process = start(body, folder)
    output, error = process.communicate(timeout=300)
    assert process.returncode == 0, error[-4000:]
    assert list(folder.iterdir()) == []
    return output.splitlines()


def spilled_bytes(process: int, folder: Path) -> int:
    """Bytes in files of the folder that the process has open, with names or without."""
    total = 0
    for entry in Path(f"/proc/{process}/fd").iterdir():
        try:
            if os.readlink(entry).startswith(str(folder)):
                total += entry.stat().st_size
        except OSError:
            continue  # Closed meanwhile.
    return total


QUERIES = {
    "sort": """
        frame = rows("a").orderBy("a")
        print(all(row[0] == number and row[1] for number, row in enumerate(frame.toLocalIterator())))
    """,
    "as many groups as rows": """
        frame = rows("a").groupBy("a_text").agg(F.max("a").alias("m"))
        print(tuple(frame.agg(F.count("*"), F.sum("m")).first()))
    """,
    "join": """
        frame = rows("a").join(rows("b"), F.col("a") == F.col("b") + N // 2)
        print(tuple(frame.agg(F.count("*"), F.sum("a"), F.max("b_text")).first()))
    """,
}
ANSWERS = {
    "sort": ["True"],
    "as many groups as rows": ["(1500000, 1124999250000)"],
    "join": ["(750000, 843749625000, 'the text of row 999999')"],
}
# What a process may grow by beyond the 8 MiB: buffers of its threads, pages that the allocator keeps.
SLACK_MEBIBYTES = 64


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks into /proc")
@pytest.mark.parametrize("name", QUERIES)
def test_ten_times_the_memory(name, tmp_path):
    lines = run(textwrap.dedent(QUERIES[name]) + "\nreport()\n", tmp_path)
    assert lines[:-1] == ANSWERS[name]
    assert int(lines[-1]) < 8 + SLACK_MEBIBYTES


def test_kept_rows_go_to_disk(tmp_path):
    body = """
        frame = rows("a").cache()
        print(frame.count(), frame.agg(F.sum("a")).first()[0])
        report()
        frame.unpersist()
        frame = spark.range(1000).persist(StorageLevel.DISK_ONLY)
        print(frame.count(), frame.agg(F.sum("id")).first()[0])
    """
    lines = run(body, tmp_path)
    assert [lines[0], lines[2]] == ["1500000 1124999250000", "1000 499500"]
    assert int(lines[1]) < 8 + SLACK_MEBIBYTES


@pytest.mark.skipif(not Path("/proc/self/fd").is_dir(), reason="looks into /proc")
def test_a_killed_process_leaves_no_files(tmp_path):
    process = start('rows("a").orderBy("a_text").collect()', tmp_path)
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and process.poll() is None and spilled_bytes(process.pid, tmp_path) == 0:
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    _, error = process.communicate()
    assert process.returncode == -signal.SIGKILL, error[-4000:]
    assert list(tmp_path.iterdir()) == []
