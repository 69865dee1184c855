"""Arrow's C interfaces in plain Python: results as rows, and rows as input.

Importing this loads ctypes; nothing else is needed. Pyarrow is not used: measured on a million rows of seven columns,
going through it is slower, because it makes a Python object for every Arrow scalar.
"""

from __future__ import annotations

from pyrite._engine.arrow.rows import operation_rows, stream_rows
from pyrite._engine.arrow.schema import schema_from_arrow, type_from_arrow
from pyrite._engine.arrow.stream import ExportedStream, export_columns, export_rows, stream_of
from pyrite._engine.arrow.structs import ArrowArray, ArrowArrayStream, ArrowSchema, capsule_of

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
