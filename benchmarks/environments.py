"""A virtual environment for each engine, from the package index that pip is set up for."""

from __future__ import annotations

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parent
REPOSITORY = BENCHMARKS.parent
FOLDER = BENCHMARKS / "data" / "environments"

# Engine: its packages, and the one whose version is reported. Pyrite runs from the checkout and needs none.
PACKAGES = {
    "pyrite": ([], None),
    "duckdb": (["duckdb", "numpy", "pyarrow"], "duckdb"),
    "datafusion": (["datafusion", "pyarrow"], "datafusion"),
    "polars": (["polars"], "polars"),
    "pyspark": (["pyspark", "pyarrow", "pandas<3"], "pyspark"),
    # For python_code.py, where pandas is measured too.
    "pyrite-with-pandas": (["pandas<3", "pyarrow", "cloudpickle"], None),
    "duckdb-with-pandas": (["duckdb", "pandas<3", "pyarrow"], "duckdb"),
    # Makes TPC-H's tables.
    "tpchgen": (["tpchgen-cli>=4,<5"], "tpchgen-cli"),
}


@dataclass(frozen=True)
class Environment:
    """How an engine is started."""

    engine: str
    python: Path
    version: str


def prepare(engine: str) -> Environment | None:
    """The engine's environment, made when it is not there; None when the engine cannot run on this machine."""
    if engine == "pyspark" and shutil.which("java") is None:
        print("pyspark: left out, there is no java on the PATH")
        return None
    packages, reported = PACKAGES[engine]
    folder = FOLDER / engine
    python = folder / "bin" / "python"
    stamp = folder / "packages.txt"
    if not stamp.is_file() or stamp.read_text().split() != packages:
        shutil.rmtree(folder, ignore_errors=True)
        subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
        if packages:
            subprocess.run([str(python), "-m", "pip", "install", "--quiet", *packages], check=True)
        stamp.write_text("\n".join(packages))
    version = version_of(python, reported)
    return None if version is None else Environment(engine, python, version)


def version_of(python: Path, package: str | None) -> str | None:
    """The version of an interpreter's package, the checkout's Pyrite if None; None when it does not start."""
    if package is None:
        code = (
            f"import sys; sys.path.insert(0, {str(REPOSITORY / 'python')!r}); import pyrite; print(pyrite.__version__)"
        )
    else:
        code = f"import importlib.metadata as m; print(m.version({package!r}))"
    done = subprocess.run([str(python), "-c", code], capture_output=True, text=True)
    if done.returncode != 0:
        print(f"{package or 'pyrite'}: left out, it does not start:\n{done.stderr}")
        return None
    return done.stdout.strip()
