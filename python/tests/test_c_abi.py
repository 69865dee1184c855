"""The C interface: the header is complete, the library exports exactly what it declares, a C program can use it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
HEADER = REPOSITORY / "include" / "pyrite.h"
LIBRARY = REPOSITORY / "python" / "pyrite" / "_engine" / "libpyrite.so"
EXAMPLE = REPOSITORY / "examples" / "c" / "query.c"
COMPILER = shutil.which("cc") or shutil.which("clang") or shutil.which("gcc")

needs_compiler = pytest.mark.skipif(COMPILER is None, reason="no C compiler on the PATH")


def compile_c(source: Path, output: Path, *flags: str) -> None:
    command = [str(COMPILER), "-std=c11", "-D_GNU_SOURCE", "-Wall", "-Wextra", "-Werror", f"-I{HEADER.parent}"]
    done = subprocess.run([*command, str(source), "-o", str(output), *flags], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def declared_functions() -> set[str]:
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(), flags=re.DOTALL)
    text = re.sub(r"typedef[^;{]*\(\*[^;]*;", "", text)
    return set(re.findall(r"\b(pyrite_\w+)\s*\([^;{]*\)\s*;", text))


def run_query(program: Path, query: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(program), str(LIBRARY), query], capture_output=True, text=True, timeout=60)


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    output = tmp_path_factory.mktemp("c") / "query"
    compile_c(EXAMPLE, output, "-ldl")
    return output


def test_library_exports_exactly_the_declared_functions() -> None:
    nm = shutil.which("nm") or shutil.which("llvm-nm")
    if nm is None:
        pytest.skip("no nm on the PATH")
    listing = subprocess.run([nm, "-D", "--defined-only", str(LIBRARY)], capture_output=True, text=True, check=True)
    exported = {line.split()[-1].partition("@")[0] for line in listing.stdout.splitlines()}
    declared = declared_functions()
    assert "pyrite_session_open" in declared
    assert exported == declared


def test_library_needs_only_the_c_library() -> None:
    readelf = shutil.which("readelf") or shutil.which("llvm-readelf")
    if readelf is None:
        pytest.skip("no readelf on the PATH")
    listing = subprocess.run([readelf, "-d", str(LIBRARY)], capture_output=True, text=True, check=True)
    needed = set(re.findall(r"\(NEEDED\).*\[(.*)\]", listing.stdout))
    system = {"libc.so.6", "libm.so.6", "libgcc_s.so.1", "libpthread.so.0", "libdl.so.2", "ld-linux-x86-64.so.2"}
    assert needed <= system


@needs_compiler
def test_header_is_complete_on_its_own(tmp_path: Path) -> None:
    source = tmp_path / "alone.c"
    source.write_text('#include "pyrite.h"\nint main(void) { return (int)sizeof(pyrite_bytes) == 0; }\n')
    compile_c(source, tmp_path / "alone", "-pedantic")


@needs_compiler
def test_c_program_prints_a_query_result(program: Path) -> None:
    done = run_query(
        program,
        "SELECT n, name, n * 1.5D AS scaled, n > 1 AS large FROM ("
        "SELECT 2L AS n, 'two' AS name UNION ALL SELECT 1L, NULL UNION ALL SELECT 3L, 'three') t ORDER BY n",
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "n\tname\tscaled\tlarge",
        "1\tNULL\t1.5\tfalse",
        "2\ttwo\t3\ttrue",
        "3\tthree\t4.5\ttrue",
    ]


@needs_compiler
@pytest.mark.parametrize(
    ("query", "condition"),
    [
        ("SELECT nonsense", "UNRESOLVED_COLUMN.WITHOUT_SUGGESTION"),
        ("SELEC 1", "PARSE_SYNTAX_ERROR"),
        ("SELECT 1 / 0 AS x", "DIVIDE_BY_ZERO"),
    ],
)
def test_c_program_reports_an_error(program: Path, query: str, condition: str) -> None:
    done = run_query(program, query)
    assert done.returncode == 1, (done.returncode, done.stdout, done.stderr)
    assert f"[{condition}]" in done.stderr
