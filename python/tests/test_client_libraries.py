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
    return installed(tmp_path_factory.mktemp("libraries"), *LIBRARIES)


def installed(folder, *packages):
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--target", str(folder), *packages]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=90)
    except subprocess.TimeoutExpired:
        pytest.skip("the package index does not answer")
    if done.returncode:
        pytest.skip(f"the libraries cannot be installed here: {done.stderr.strip().splitlines()[-1]}")
    return folder


def run(folder, script):
    """What a script prints that finds the libraries of a folder."""
    path = os.pathsep.join([str(folder), *filter(None, [os.environ.get("PYTHONPATH")])])
    done = subprocess.run(
        [sys.executable, "-m", "pyrite", "run", str(script)],
        capture_output=True,
        text=True,
        timeout=100,
        env={**os.environ, "PYTHONPATH": path},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(ON_PYSPARK, reason="run golden/client_libraries.py to see what PySpark answers")
def test_libraries_give_what_they_gave_on_pyspark(session, libraries):
    script = HERE / "golden" / "client_libraries.py"
    recorded = (HERE / "golden" / "client_libraries.txt").read_text(encoding="utf-8")
    assert run(libraries, script).splitlines() == recorded.splitlines()


PANDERA = """
import json
import pandera.pyspark as pa
import pyspark.sql.types as T
from pyspark.sql import SparkSession

spark = SparkSession.builder.master("local[2]").getOrCreate()


class Product(pa.DataFrameModel):
    id: T.IntegerType() = pa.Field(gt=5)
    name: T.StringType() = pa.Field(str_startswith="B")
    price: T.DecimalType(20, 5) = pa.Field(nullable=True)


columns = "id int, name string, price decimal(20,5)"
bad = spark.createDataFrame([(5, "Bread", None), (15, "Cutter", None)], columns)
found = Product.validate(check_obj=bad).pandera.errors
print([(error["column"], error["check"]) for error in found["DATA"]["DATAFRAME_CHECK"]])
good = spark.createDataFrame([(6, "Bread", None)], columns)
print(dict(Product.validate(check_obj=good).pandera.errors))
wrong = Product.validate(check_obj=spark.createDataFrame([("x", "B")], "id string, name string")).pandera.errors
print(sorted(wrong["SCHEMA"]))
"""


@pytest.mark.skipif(ON_PYSPARK, reason="runs Pyrite")
def test_pandera_checks_data_frames(session, tmp_path):
    script = tmp_path / "checks.py"
    script.write_text(PANDERA)
    folder = installed(tmp_path / "libraries", "pandera==0.35.0")
    assert run(folder, script).splitlines() == [
        "[('id', 'greater_than(5)'), ('name', \"str_startswith('B')\")]",
        "{}",
        "['COLUMN_NOT_IN_DATAFRAME', 'WRONG_DATATYPE']",
    ]
