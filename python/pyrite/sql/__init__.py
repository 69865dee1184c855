"""DataFrames and SQL. Names are loaded when they are first used."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.catalog import Catalog
    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame, DataFrameNaFunctions, DataFrameStatFunctions
    from pyrite.sql.group import GroupedData
    from pyrite.sql.readwriter import DataFrameReader, DataFrameWriter, DataFrameWriterV2
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import Row, VariantVal
    from pyrite.sql.udf import UDFRegistration
    from pyrite.sql.window import Window, WindowSpec

#: Where each name lives.
_HOMES = {
    "Catalog": "catalog",
    "Column": "column",
    "DataFrame": "dataframe",
    "DataFrameNaFunctions": "dataframe",
    "DataFrameReader": "readwriter",
    "DataFrameStatFunctions": "dataframe",
    "DataFrameWriter": "readwriter",
    "DataFrameWriterV2": "readwriter",
    "GroupedData": "group",
    "HiveContext": "context",
    "Observation": "observation",
    "PandasCogroupedOps": "pandas.group_ops",
    "Row": "types",
    "SQLContext": "context",
    "SparkSession": "session",
    "UDFRegistration": "udf",
    "UDTFRegistration": "udtf",
    "UserDefinedFunction": "udf",
    "UserDefinedTableFunction": "udtf",
    "VariantVal": "types",
    "Window": "window",
    "WindowSpec": "window",
    "is_remote": "utils",
}

__all__ = [
    "Catalog",
    "Column",
    "DataFrame",
    "DataFrameNaFunctions",
    "DataFrameReader",
    "DataFrameStatFunctions",
    "DataFrameWriter",
    "DataFrameWriterV2",
    "GroupedData",
    "HiveContext",
    "Observation",
    "PandasCogroupedOps",
    "Row",
    "SQLContext",
    "SparkSession",
    "UDFRegistration",
    "UDTFRegistration",
    "UserDefinedFunction",
    "UserDefinedTableFunction",
    "VariantVal",
    "Window",
    "WindowSpec",
    "is_remote",
]


def __getattr__(name: str) -> Any:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_HOMES])
