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


def from_arrow_type(at: Any, prefer_timestamp_ntz: bool = True) -> DataType:
    """The type that a type of PyArrow stands for; see :func:`from_arrow_schema`."""
    import pyarrow

    return from_arrow_schema(pyarrow.schema([("_", at)]), prefer_timestamp_ntz).fields[0].dataType


def from_arrow_schema(arrow_schema: Any, prefer_timestamp_ntz: bool = True) -> StructType:
    """The schema that a schema of PyArrow stands for.

    ``prefer_timestamp_ntz``: timestamps without a zone have none; else they are points in time too.
    """
    from pyrite._engine.arrow import schema_from_arrow
    from pyrite._engine.arrow.structs import ArrowSchema

    struct = ArrowSchema()
    arrow_schema._export_to_c(ctypes.addressof(struct))
    schema = schema_from_arrow(struct)
    return schema if prefer_timestamp_ntz else _in_time(schema)


def _in_time(kind: Any) -> Any:
    """A type with points in time where it has timestamps without a zone."""
    from pyrite.sql.types import ArrayType, MapType, StructField, StructType, TimestampNTZType, TimestampType

    if isinstance(kind, TimestampNTZType):
        return TimestampType()
    if isinstance(kind, ArrayType):
        return ArrayType(_in_time(kind.elementType), kind.containsNull)
    if isinstance(kind, MapType):
        return MapType(_in_time(kind.keyType), _in_time(kind.valueType), kind.valueContainsNull)
    if isinstance(kind, StructType):
        return StructType(
            [StructField(field.name, _in_time(field.dataType), field.nullable, field.metadata) for field in kind.fields]
        )
    return kind
