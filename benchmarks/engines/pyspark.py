"""PySpark: the same program as Pyrite's, only the import differs (see pyrite.py)."""

from __future__ import annotations

import os
import sys

from tasks import run_as_script

from engines.spark_program import program

if __name__ == "__main__":
    os.environ["PYSPARK_PYTHON"] = sys.executable
    from pyspark.sql import SparkSession, functions

    builder = (
        SparkSession.builder.config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "4g")
        .config("spark.sql.shuffle.partitions", str(2 * (os.cpu_count() or 1)))
    )
    run_as_script(program(builder, functions))
