"""Finding the library, and prototypes that fit the C header."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import pyrite
from pyrite._engine import library as library_module
from pyrite.errors import PySparkImportError

HEADER = Path(pyrite.__file__).parents[2] / "include" / "pyrite.h"


def test_every_function_of_the_header_has_a_prototype() -> None:
    if not HEADER.exists():
        pytest.skip("the header is not beside the package")
    text = re.sub(r"/\*.*?\*/", "", HEADER.read_text(encoding="utf-8"), flags=re.DOTALL)
    declared = {
        name: 0 if arguments.strip() == "void" else arguments.count(",") + 1
        for name, arguments in re.findall(
            r"^[\w\s]+?[\s*](pyrite_\w+)\(([^;{}()]*(?:\([^)]*\)[^;{}()]*)*)\);", text, re.M
        )
    }
    # The parameter `void (*release)(void *)` holds no comma of its own.
    prototypes = {name: len(arguments) for name, (_, arguments) in library_module._PROTOTYPES.items()}
    assert prototypes == declared
    version = re.search(r"#define PYRITE_ABI_VERSION (\d+)", text)
    assert version and int(version.group(1)) == library_module.ABI_VERSION


def test_a_missing_library_is_told_clearly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PYRITE_LIBRARY", str(tmp_path / "nothing.so"))
    with pytest.raises(PySparkImportError, match=r"libpyrite.so.*nothing\.so"):
        library_module._load()


def test_something_else_than_the_library_is_told_clearly(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    broken = tmp_path / "libpyrite.so"
    broken.write_bytes(b"not a library")
    monkeypatch.setenv("PYRITE_LIBRARY", str(broken))
    with pytest.raises(PySparkImportError, match="could not be loaded"):
        library_module._load()


def test_importing_does_not_load_the_engine_or_other_libraries() -> None:
    code = (
        "import sys, pyrite, pyrite.sql.types, pyrite.errors; "
        "assert not {'ctypes', 'pyarrow', 'pandas', 'numpy'} & (set(sys.modules) - before)"
    )
    subprocess.run(
        [sys.executable, "-c", f"import sys; before = set(sys.modules); {code}"],
        check=True,
        cwd=Path(pyrite.__file__).parents[1],
    )
