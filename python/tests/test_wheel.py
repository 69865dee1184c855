"""The wheel: one self-contained file that works where there is no Swift."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).resolve().parents[2]
LIBRARY = REPOSITORY / "python" / "pyrite" / "_engine" / "libpyrite.so"

QUERY = """
import os, shutil, sys
assert shutil.which("swift") is None and shutil.which("swiftc") is None, os.environ["PATH"]
import pyrite
assert sys.prefix in pyrite.__file__, pyrite.__file__
from pyrite.sql import SparkSession, functions as F
spark = SparkSession.builder.master("local[2]").getOrCreate()
rows = spark.range(10).groupBy((F.col("id") % 3).alias("k")).agg(F.sum("id").alias("s")).orderBy("k").collect()
print([tuple(row) for row in rows])
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("auditwheel")
    pytest.importorskip("build")
    folder = tmp_path_factory.mktemp("wheel")
    script = REPOSITORY / "scripts" / "wheel.sh"
    done = subprocess.run([str(script), sys.executable, str(folder)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    (path,) = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The Python of a virtual environment that holds nothing but the wheel."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    command = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-index", "--quiet", str(wheel)]
    # Without PYTHONPATH, through which pip would find the checkout and hold the wheel for installed.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stderr
    return python


def test_wheel_has_a_manylinux_tag_that_auditwheel_confirms(wheel: Path) -> None:
    tag = wheel.stem.split("-", 2)[2]
    assert tag.startswith("py3-none-manylinux_2_") and tag.endswith("_x86_64"), tag
    shown = subprocess.run(
        [sys.executable, "-m", "auditwheel", "show", str(wheel)], capture_output=True, text=True, check=True
    )
    assert tag.rpartition("none-")[2] in shown.stdout


def test_wheel_holds_the_typed_package_and_one_library(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        metadata = archive.read(next(name for name in names if name.endswith(".dist-info/METADATA"))).decode()
    assert "pyrite/py.typed" in names
    assert [name for name in names if ".so" in name] == ["pyrite/_engine/libpyrite.so"]
    required = [line for line in metadata.splitlines() if line.startswith("Requires-Dist:") and "extra ==" not in line]
    assert required == []


def test_installed_wheel_runs_a_query_without_a_toolchain(installed: Path, tmp_path: Path) -> None:
    environment = {"PATH": str(installed.parent), "HOME": str(tmp_path), "TZ": "UTC"}
    done = subprocess.run(
        [str(installed), "-c", QUERY], capture_output=True, text=True, env=environment, cwd=tmp_path, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[(0, 18), (1, 12), (2, 15)]"


def test_pip_installs_a_checkout(tmp_path: Path) -> None:
    target = tmp_path / "packages"
    options = ["--no-build-isolation", "--no-deps", "--no-index", "--quiet", "--target", str(target)]
    command = [sys.executable, "-m", "pip", "install", *options, str(REPOSITORY / "python")]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (target / "pyrite" / "_engine" / "libpyrite.so").read_bytes() == LIBRARY.read_bytes()
    code = (
        "import pyrite; from pyrite.sql import SparkSession; print(pyrite.__file__, SparkSession.builder is not None)"
    )
    environment = {**os.environ, "PYTHONPATH": str(target)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith(str(target))


def test_checkout_without_an_engine_and_a_toolchain_says_what_is_missing(tmp_path: Path) -> None:
    pytest.importorskip("build")
    source = tmp_path / "python"
    source.mkdir()
    for name in ("setup.py", "pyproject.toml", "README.md"):
        (source / name).write_bytes((REPOSITORY / "python" / name).read_bytes())
    (source / "pyrite").mkdir()
    for name in ("__init__.py", "version.py"):
        (source / "pyrite" / name).write_bytes((REPOSITORY / "python" / "pyrite" / name).read_bytes())
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path / "out")]
    alone = subprocess.run([*command, str(source)], capture_output=True, text=True)
    assert alone.returncode != 0
    assert "is missing and this is not a checkout" in alone.stdout + alone.stderr

    (tmp_path / "Makefile").write_text("build:\n\tfalse\n")
    environment = {**os.environ, "PATH": str(Path(sys.executable).parent)}
    no_swift = subprocess.run([*command, str(source)], capture_output=True, text=True, env=environment)
    assert no_swift.returncode != 0
    assert "no 'swift' on the PATH" in no_swift.stdout + no_swift.stderr
