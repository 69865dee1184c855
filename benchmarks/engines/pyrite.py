"""Pyrite: the same program as PySpark's, only the import differs (see pyspark.py)."""

from __future__ import annotations

from tasks import run_as_script

from engines.spark_program import program

if __name__ == "__main__":
    from pyrite.sql import SparkSession, functions

    run_as_script(program(SparkSession.builder, functions))
