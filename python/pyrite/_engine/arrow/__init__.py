"""Arrow's C interfaces in plain Python: results as rows, and rows as input.

Pyarrow is not used: measured on a million rows of seven columns, going through it takes three times as long, because it
makes a Python object for every Arrow scalar first. Names are loaded when they are first used: reading a result needs
nothing of what writes data.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrite._engine.arrow.rows import operation_rows, stream_rows
    from pyrite._engine.arrow.schema import schema_from_arrow, type_from_arrow
    from pyrite._engine.arrow.stream import ExportedStream, export_columns, export_rows
    from pyrite._engine.arrow.structs import ArrowArray, ArrowArrayStream, ArrowSchema, capsule_of, stream_of

__all__ = [
    "ArrowArray",
    "ArrowArrayStream",
    "ArrowSchema",
    "ExportedStream",
    "capsule_of",
    "export_columns",
    "export_rows",
    "operation_rows",
    "schema_from_arrow",
    "stream_of",
    "stream_rows",
    "type_from_arrow",
]

_HOMES = {
    "operation_rows": "rows",
    "stream_rows": "rows",
    "schema_from_arrow": "schema",
    "type_from_arrow": "schema",
    "ExportedStream": "stream",
    "export_columns": "stream",
    "export_rows": "stream",
}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f"{__name__}.{_HOMES.get(name, 'structs')}"), name)
    globals()[name] = value
    return value
