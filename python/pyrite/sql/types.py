"""The data types, and the values that are no Python classes of their own: rows, variants and shapes."""

from __future__ import annotations

from typing import Any

from pyrite.sql._types.atomic import (
    AnyTimeType,
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
    DatetimeType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    FractionalType,
    IntegerType,
    IntegralType,
    LongType,
    NumericType,
    ShortType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
    VarcharType,
)
from pyrite.sql._types.base import AtomicType, DataType, DataTypeSingleton, NullType
from pyrite.sql._types.ddl import parse_ddl as _parse_datatype_string
from pyrite.sql._types.geospatial import Geography, GeographyType, Geometry, GeometryType, SpatialType
from pyrite.sql._types.inference import (
    _from_numpy_type,
    _has_nulltype,
    _has_type,
    _infer_schema,
    _infer_type,
    _merge_type,
)
from pyrite.sql._types.interval import (
    AnsiIntervalType,
    CalendarIntervalType,
    DayTimeIntervalType,
    YearMonthIntervalType,
)
from pyrite.sql._types.json_form import parse_json_string as _parse_datatype_json_string
from pyrite.sql._types.json_form import parse_json_value as _parse_datatype_json_value
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType
from pyrite.sql._types.row import Row, _create_row
from pyrite.sql._types.user_defined import UserDefinedType
from pyrite.sql._types.variant import VariantType, VariantVal
from pyrite.sql._types.verification import _create_converter, _make_type_verifier, _need_converter

__all__ = [
    "DataType",
    "NullType",
    "CharType",
    "StringType",
    "VarcharType",
    "BinaryType",
    "BooleanType",
    "DateType",
    "TimeType",
    "TimestampType",
    "TimestampNTZType",
    "DecimalType",
    "DoubleType",
    "Geography",
    "Geometry",
    "FloatType",
    "ByteType",
    "IntegerType",
    "LongType",
    "DayTimeIntervalType",
    "YearMonthIntervalType",
    "CalendarIntervalType",
    "Row",
    "ShortType",
    "ArrayType",
    "MapType",
    "StructField",
    "StructType",
    "VariantType",
    "VariantVal",
    "GeographyType",
    "GeometryType",
]


def _settle(names: dict[str, Any]) -> None:
    """Makes this the module that classes name as theirs, in pickles and in help."""
    for value in names.values():
        if getattr(value, "__module__", "").startswith("pyrite.sql._types."):
            value.__module__ = __name__


_settle(globals().copy())

_INTERNAL = (
    AnsiIntervalType,
    AnyTimeType,
    AtomicType,
    DataTypeSingleton,
    DatetimeType,
    FractionalType,
    IntegralType,
    NumericType,
    SpatialType,
    UserDefinedType,
    _create_converter,
    _create_row,
    _from_numpy_type,
    _has_nulltype,
    _has_type,
    _infer_schema,
    _infer_type,
    _make_type_verifier,
    _merge_type,
    _need_converter,
    _parse_datatype_json_string,
    _parse_datatype_json_value,
    _parse_datatype_string,
)
