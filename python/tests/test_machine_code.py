"""A guard against a fault of Swift 6.3's code generation on x86-64.

In an optimized build a throwing function that ends in memcpy, memmove or memset may jump there without restoring the
register that tells the caller whether an error was thrown; the caller then follows a pointer that is none. Such
functions are rare, and rewritten when this test finds one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

LIBRARY = Path(__file__).resolve().parents[2] / ".build" / "release" / "libpyrite.so"
FUNCTION = re.compile(r"^[0-9a-f]+ <(.+)>:$")
JUMP = re.compile(r"\bjmp\s+\S+ <(?:memcpy|memmove|memset)@plt>")
# Swift's mangling marks a function type that throws with K: …tKF, …yKF, …KFTf4….
THROWS = re.compile(r"^\$s.*K(?:F|lF|FZ|lFZ|cfC|cfc)(?:T\w*)?$")


def test_no_throwing_function_ends_in_a_jump_to_a_memory_function() -> None:
    disassembler = shutil.which("objdump") or shutil.which("llvm-objdump")
    if disassembler is None or not LIBRARY.exists():
        pytest.skip("needs objdump and the engine as the Swift package manager links it")
    command = [disassembler, "-d", "--no-show-raw-insn", str(LIBRARY)]
    found = set()
    current = ""
    functions = 0
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if match := FUNCTION.match(line.rstrip()):
                current = match[1]
                functions += 1
            elif THROWS.match(current) and JUMP.search(line):
                found.add(current)
    assert functions > 1000
    assert found == set()
