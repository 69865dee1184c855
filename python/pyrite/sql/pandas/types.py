"""Types as PyArrow's, and PyArrow's as types."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pyrite.sql.types import DataType, StructType

__all__ = ["from_arrow_schema", "from_arrow_type", "to_arrow_schema", "to_arrow_type"]


def to_arrow_type(dt: DataType) -> Any:
    """A type as PyArrow's."""
    from pyrite._engine.vectorized import arrow_type

    return arrow_type(dt)


def to_arrow_schema(schema: StructType) -> Any:
    """A schema as PyArrow's, nullability included."""
    import pyarrow

    from pyrite.sql._dataframe.convert import arrow_schema

    return arrow_schema(pyarrow, schema)


def from_arrow_type(at: Any) -> DataType:
    """The type that a type of PyArrow stands for."""
    import pyarrow

    return from_arrow_schema(pyarrow.schema([("_", at)])).fields[0].dataType


def from_arrow_schema(arrow_schema: Any) -> StructType:
    """The schema that a schema of PyArrow stands for."""
    from pyrite._engine.arrow import schema_from_arrow
    from pyrite._engine.arrow.structs import ArrowSchema

    struct = ArrowSchema()
    arrow_schema._export_to_c(ctypes.addressof(struct))
    return schema_from_arrow(struct)
