"""The data types, and the values that are no Python classes of their own: rows, variants and shapes."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

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
from pyrite.sql._types.interval import (
    AnsiIntervalType,
    CalendarIntervalType,
    DayTimeIntervalType,
    YearMonthIntervalType,
)
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType
from pyrite.sql._types.row import Row, _create_row
from pyrite.sql._types.variant import VariantType, VariantVal

if TYPE_CHECKING:
    from pyrite.sql._types.ddl import parse_ddl as _parse_datatype_string  # noqa: F401
    from pyrite.sql._types.geospatial import Geography, GeographyType, Geometry, GeometryType
    from pyrite.sql._types.inference import (  # noqa: F401
        _from_numpy_type,
        _has_nulltype,
        _has_type,
        _infer_schema,
        _infer_type,
        _merge_type,
    )
    from pyrite.sql._types.json_form import parse_json_string as _parse_datatype_json_string  # noqa: F401
    from pyrite.sql._types.json_form import parse_json_value as _parse_datatype_json_value  # noqa: F401
    from pyrite.sql._types.user_defined import UserDefinedType  # noqa: F401
    from pyrite.sql._types.verification import (  # noqa: F401
        _create_converter,
        _make_type_verifier,
        _need_converter,
    )

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


def _settle(value: Any) -> Any:
    """Makes this the module that a class or function names as its own, in pickles and in help."""
    if getattr(value, "__module__", "").startswith("pyrite.sql._types."):
        value.__module__ = __name__
    return value


for _value in list(globals().values()):
    _settle(_value)

#: What few programs need is loaded when it is first used: where it is, and its name there.
_LATER = {
    "_parse_datatype_string": ("ddl", "parse_ddl"),
    "_parse_datatype_json_string": ("json_form", "parse_json_string"),
    "_parse_datatype_json_value": ("json_form", "parse_json_value"),
    **{
        name: (home, name)
        for home, names in {
            "geospatial": ("Geography", "GeographyType", "Geometry", "GeometryType", "SpatialType"),
            "inference": (
                "_from_numpy_type",
                "_has_nulltype",
                "_has_type",
                "_infer_schema",
                "_infer_type",
                "_merge_type",
            ),
            "user_defined": ("UserDefinedType",),
            "verification": ("_create_converter", "_make_type_verifier", "_need_converter"),
        }.items()
        for name in names
    },
}


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home, original = _LATER[name]
    value = _settle(getattr(importlib.import_module(f"pyrite.sql._types.{home}"), original))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted([*globals(), *_LATER])


_INTERNAL = (
    AnsiIntervalType,
    AnyTimeType,
    AtomicType,
    DataTypeSingleton,
    DatetimeType,
    FractionalType,
    IntegralType,
    NumericType,
    _create_row,
)
