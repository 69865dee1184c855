"""The data types, and the values that are no Python classes of their own: rows, variants and shapes."""

from __future__ import annotations

from collections.abc import Callable
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
from pyrite.sql._types.geospatial import Geography, GeographyType, Geometry, GeometryType, SpatialType
from pyrite.sql._types.interval import (
    AnsiIntervalType,
    CalendarIntervalType,
    DayTimeIntervalType,
    YearMonthIntervalType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType
from pyrite.sql._types.row import Row, _create_row
from pyrite.sql._types.variant import VariantType, VariantVal

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


# What few programs need is loaded when it is first used: it would lengthen every start by a tenth.


def _parse_datatype_string(s: str) -> DataType:
    from pyrite.sql._types.ddl import parse_ddl

    return parse_ddl(s)


def _parse_datatype_json_string(json_string: str) -> DataType:
    from pyrite.sql._types.json_form import parse_json_string

    return parse_json_string(json_string)


def _parse_datatype_json_value(json_value: dict[str, Any] | str, *arguments: Any) -> DataType:
    from pyrite.sql._types.json_form import parse_json_value

    return parse_json_value(json_value, *arguments)


def _infer_type(obj: Any, *arguments: Any, **options: Any) -> DataType:
    from pyrite.sql._types import inference

    return inference._infer_type(obj, *arguments, **options)


def _infer_schema(row: Any, names: list[str] | None = None, *arguments: Any, **options: Any) -> StructType:
    from pyrite.sql._types import inference

    return inference._infer_schema(row, names, *arguments, **options)


def _merge_type(a: DataType, b: DataType, name: str | None = None) -> DataType:
    from pyrite.sql._types import inference

    return inference._merge_type(a, b, name)


def _has_nulltype(dt: DataType) -> bool:
    from pyrite.sql._types import inference

    return inference._has_nulltype(dt)


def _has_type(dt: DataType, dts: type | tuple[type, ...]) -> bool:
    from pyrite.sql._types import inference

    return inference._has_type(dt, dts)


def _from_numpy_type(nt: Any) -> DataType | None:
    from pyrite.sql._types import inference

    return inference._from_numpy_type(nt)


def _create_converter(dataType: DataType) -> Callable[[Any], Any]:
    from pyrite.sql._types import verification

    return verification._create_converter(dataType)


def _make_type_verifier(dataType: DataType, nullable: bool = True, name: str | None = None) -> Callable[[Any], None]:
    from pyrite.sql._types import verification

    return verification._make_type_verifier(dataType, nullable, name)


def __getattr__(name: str) -> Any:
    if name != "UserDefinedType":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from pyrite.sql._types.user_defined import UserDefinedType

    return UserDefinedType


# Classes name this module as theirs, in pickles and in help.
for _value in list(globals().values()):
    if getattr(_value, "__module__", "").startswith("pyrite.sql._types."):
        _value.__module__ = __name__

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
    _create_row,
)
