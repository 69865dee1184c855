"""The names of the pandas API on Spark that other libraries mention as types. The API itself is not part of Pyrite.

A class here can be named, subclassed and asked about with ``isinstance``; making an object of it is an error.
"""

from __future__ import annotations

from typing import Any

from pyrite.errors import PySparkNotImplementedError

__all__ = ["DataFrame", "Index", "Series"]


class _Absent:
    """What cannot be made."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "pyspark.pandas: use toPandas() and pandas,"}
        )

    def __class_getitem__(cls, item: Any) -> Any:
        return cls


class DataFrame(_Absent):
    """A pandas-like DataFrame on Spark."""


class Series(_Absent):
    """A pandas-like Series on Spark."""


class Index(_Absent):
    """A pandas-like Index on Spark."""


def __getattr__(name: str) -> Any:
    raise AttributeError(f"pyspark.pandas.{name} is not part of Pyrite: use toPandas() and pandas.")
