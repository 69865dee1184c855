"""Kernels work in memory of their batch: what they allocate does not grow with every row."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1]
COMPILER = shutil.which("cc") or shutil.which("clang") or shutil.which("gcc")

# Comes before the C library, hands every request on to it and counts.
COUNTER = """
#include <errno.h>
#include <stdatomic.h>
#include <stddef.h>
void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);
static atomic_long count;
long allocation_count(void) { return count; }
void *malloc(size_t size) { count++; return __libc_malloc(size); }
void *calloc(size_t n, size_t size) { count++; return __libc_calloc(n, size); }
void *realloc(void *old, size_t size) { count++; return __libc_realloc(old, size); }
void *aligned_alloc(size_t alignment, size_t size) { count++; return __libc_memalign(alignment, size); }
int posix_memalign(void **result, size_t alignment, size_t size) {
    count++;
    *result = __libc_memalign(alignment, size);
    return *result ? 0 : ENOMEM;
}
"""

EXPRESSIONS = [
    "length(s)",
    "upper(s)",
    "substring(s, 3, 5)",
    "concat(s, '-', t)",
    "replace(s, 'er', 'x')",
    "split(s, ' ')[1]",
    "split_part(s, ' ', 2)",
    "instr(s, 'sto')",
    "s LIKE '%er%3%'",
    "regexp_replace(s, '[aeiou]+', '_')",
    "lpad(t, 12, '0')",
    "reverse(s)",
    "CAST(t AS INT)",
    "CAST(x AS STRING)",
    "round(x, 1)",
    "year(ts)",
    "date_trunc('month', ts)",
    "date_format(ts, 'yyyy-MM-dd HH:mm')",
    "to_date(d, 'yyyy-MM-dd')",
    "get_json_object(j, '$.b.c')",
]

PROGRAM = """
import ctypes, json, sys
from pyrite.sql import SparkSession

counter = ctypes.CDLL(None).allocation_count
counter.restype = ctypes.c_long
spark = SparkSession.builder.master("local[1]").config("spark.sql.session.timeZone", "UTC").getOrCreate()
SOURCE = '''(SELECT concat('river stone ', id) s, CAST(id AS STRING) t, id / 7D x, d, ts,
    concat('{{"a": 1, "b": {{"c": "river stone ', id, '"}}}}') j
    FROM (SELECT id, timestamp_seconds(id * 1000) ts,
            CAST(date_add(DATE'2020-01-01', CAST(id % 3000 AS INT)) AS STRING) d
        FROM range(0, {rows}, 1, 1)))'''

def allocated(expression, rows):
    query = f"SELECT count({expression}) FROM {SOURCE.format(rows=rows)}"
    before = counter()
    spark.sql(query).collect()
    return counter() - before

found = {}
for expression in json.loads(sys.argv[1]):
    allocated(expression, 20_000)
    found[expression] = (allocated(expression, 120_000) - allocated(expression, 20_000)) / 100_000
print(json.dumps(found))
"""


@pytest.fixture(scope="module")
def allocations(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """How many more allocations each expression makes for a further row."""
    if COMPILER is None or not sys.platform.startswith("linux"):
        pytest.skip("no C compiler on the PATH, or no Linux")
    folder = tmp_path_factory.mktemp("allocations")
    (folder / "counter.c").write_text(COUNTER)
    command = [COMPILER, "-O1", "-shared", "-fPIC", "counter.c", "-o", "counter.so"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    if done.returncode:
        pytest.skip("the C library's own allocator has other names")
    environment = {**os.environ, "LD_PRELOAD": str(folder / "counter.so"), "PYTHONPATH": str(PACKAGE)}
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, json.dumps(EXPRESSIONS)],
        capture_output=True,
        text=True,
        env=environment,
        timeout=300,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("expression", EXPRESSIONS)
def test_rows_cost_no_allocation(allocations: dict[str, float], expression: str) -> None:
    assert allocations[expression] < 0.05
