"""Libraries from PyPI that know only PySpark, on Pyrite: their answers are those they gave on PySpark."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from api import ON_PYSPARK

HERE = Path(__file__).resolve().parent
#: The libraries whose calls client_libraries.py makes, in the versions it was recorded with.
LIBRARIES = ("chispa==0.12.0", "quinn==0.10.3")


@pytest.fixture(scope="module")
def libraries(tmp_path_factory):
    """A folder with the libraries, installed from the package index."""
    folder = tmp_path_factory.mktemp("libraries")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), *LIBRARIES]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    except subprocess.TimeoutExpired:
        pytest.skip("the package index does not answer")
    if done.returncode:
        pytest.skip(f"the libraries cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
    return folder


@pytest.mark.skipif(ON_PYSPARK, reason="run golden/client_libraries.py to see what PySpark answers")
def test_libraries_give_what_they_gave_on_pyspark(session, libraries):
    script = HERE / "golden" / "client_libraries.py"
    path = os.pathsep.join([str(libraries), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "pyrite", "run", str(script)],
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    recorded = (HERE / "golden" / "client_libraries.txt").read_text(encoding="utf-8")
    assert done.stdout.splitlines() == recorded.splitlines()
