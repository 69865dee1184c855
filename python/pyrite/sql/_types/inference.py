"""The types of Python values: inferring them and merging what was inferred."""

from __future__ import annotations

import datetime
import decimal
from array import array
from collections.abc import Iterable
from functools import reduce
from typing import Any, TypeVar, cast

from pyrite.errors import PySparkTypeError
from pyrite.sql._types.atomic import (
    BinaryType,
    BooleanType,
    ByteType,
    DateType,
    DecimalType,
    DoubleType,
    FloatType,
    IntegerType,
    LongType,
    ShortType,
    StringType,
    TimestampNTZType,
    TimestampType,
    TimeType,
)
from pyrite.sql._types.base import AtomicType, DataType, NullType
from pyrite.sql._types.geospatial import Geography, GeographyType, Geometry, GeometryType
from pyrite.sql._types.interval import DayTimeIntervalType
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType
from pyrite.sql._types.user_defined import UserDefinedType
from pyrite.sql._types.variant import VariantType, VariantVal

_T = TypeVar("_T", bound=DataType)

_BY_PYTHON_TYPE: dict[type, Any] = {
    type(None): NullType,
    bool: BooleanType,
    int: LongType,
    float: DoubleType,
    str: StringType,
    bytes: BinaryType,
    bytearray: BinaryType,
    # Scale and precision differ from value to value: this one takes most of them.
    decimal.Decimal: lambda: DecimalType(38, 18),
    datetime.date: DateType,
    datetime.datetime: TimestampType,
    datetime.time: TimeType,
    datetime.timedelta: DayTimeIntervalType,
}


def _signed_type(bits: int) -> type[DataType] | None:
    for size, data_type in ((8, ByteType), (16, ShortType), (32, IntegerType), (64, LongType)):
        if bits <= size:
            return data_type
    return None


def _array_types() -> dict[str, type[DataType]]:
    types: dict[str, type[DataType]] = {"f": FloatType, "d": DoubleType, "u": StringType}
    for code in "bhilBHIL":
        # Spark has no unsigned types: they need one more bit.
        found = _signed_type(array(code).itemsize * 8 + code.isupper())
        if found is not None:
            types[code] = found
    return types


_BY_ARRAY_CODE = _array_types()


def _infer_type(
    obj: Any,
    infer_dict_as_struct: bool = False,
    infer_array_from_first_element: bool = False,
    infer_map_from_first_pair: bool = False,
    prefer_timestamp_ntz: bool = False,
) -> DataType:
    """The type of a Python value."""
    if obj is None:
        return NullType()
    if hasattr(obj, "__UDT__"):
        return cast(DataType, obj.__UDT__)
    make = _BY_PYTHON_TYPE.get(type(obj))
    if make is not None:
        if prefer_timestamp_ntz and make is TimestampType and obj.tzinfo is None:
            return TimestampNTZType()
        return cast(DataType, make())

    def infer(value: Any) -> DataType:
        return _infer_type(
            value,
            infer_dict_as_struct,
            infer_array_from_first_element,
            infer_map_from_first_pair,
            prefer_timestamp_ntz,
        )

    if isinstance(obj, dict):
        return _infer_dict(obj, infer, infer_dict_as_struct, infer_map_from_first_pair)
    if isinstance(obj, list):
        if not obj:
            return ArrayType(NullType(), True)
        if infer_array_from_first_element:
            return ArrayType(infer(obj[0]), True)
        return ArrayType(reduce(_merge_type, map(infer, obj)), True)
    if isinstance(obj, array):
        if obj.typecode in _BY_ARRAY_CODE:
            return ArrayType(_BY_ARRAY_CODE[obj.typecode](), False)
        raise _unsupported(f"array({obj.typecode})")
    if isinstance(obj, VariantVal):
        return VariantType()
    if isinstance(obj, Geography):
        return GeographyType(obj.srid)
    if isinstance(obj, Geometry):
        return GeometryType(obj.srid)
    try:
        return _infer_schema(
            obj,
            None,
            infer_dict_as_struct,
            infer_array_from_first_element,
            infer_map_from_first_pair,
            prefer_timestamp_ntz,
        )
    except TypeError:
        raise _unsupported(type(obj).__name__) from None


def _infer_dict(obj: dict[Any, Any], infer: Any, as_struct: bool, from_first_pair: bool) -> DataType:
    if as_struct:
        struct = StructType()
        for key, value in obj.items():
            if key is not None and value is not None:
                struct.add(key, infer(value), True)
        return struct
    key_type: DataType = NullType()
    value_type: DataType = NullType()
    for key, value in obj.items():
        if from_first_pair:
            if key is not None and value is not None:
                return MapType(infer(key), infer(value), True)
            continue
        if key is not None:
            key_type = _merge_type(key_type, infer(key))
        if value is not None:
            value_type = _merge_type(value_type, infer(value))
    return MapType(key_type, value_type, True)


def _unsupported(name: str) -> PySparkTypeError:
    return PySparkTypeError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": name})


def _infer_schema(
    row: Any,
    names: list[str] | None = None,
    infer_dict_as_struct: bool = False,
    infer_array_from_first_element: bool = False,
    infer_map_from_first_pair: bool = False,
    prefer_timestamp_ntz: bool = False,
) -> StructType:
    """The struct type of a row: a Row, named tuple, tuple, list, dict or object with attributes."""
    items: Iterable[tuple[str, Any]]
    if isinstance(row, dict):
        items = sorted(row.items())
    elif isinstance(row, (tuple, list)):
        if hasattr(row, "__fields__"):
            items = zip(row.__fields__, tuple(row))
        elif hasattr(row, "_fields"):
            items = zip(row._fields, tuple(row))
        else:
            if names is None:
                names = []
            # The caller sees the names that were made up.
            names.extend(f"_{i}" for i in range(len(names) + 1, len(row) + 1))
            items = zip(names, row)
    elif hasattr(row, "__dict__"):
        items = sorted(row.__dict__.items())
    else:
        raise PySparkTypeError(
            errorClass="CANNOT_INFER_SCHEMA_FOR_TYPE", messageParameters={"data_type": type(row).__name__}
        )
    fields = []
    for name, value in items:
        try:
            data_type = _infer_type(
                value,
                infer_dict_as_struct,
                infer_array_from_first_element,
                infer_map_from_first_pair,
                prefer_timestamp_ntz,
            )
        except TypeError:
            raise PySparkTypeError(
                errorClass="CANNOT_INFER_TYPE_FOR_FIELD", messageParameters={"field_name": name}
            ) from None
        fields.append(StructField(name, data_type, True))
    return StructType(fields)


def _has_nulltype(dt: DataType) -> bool:
    """Whether a type is, or contains, one that could not be inferred."""
    return _has_type(dt, NullType)


def _has_type(dt: DataType, dts: type | tuple[type, ...]) -> bool:
    """Whether a type is, or contains, one of these."""
    if isinstance(dt, dts):
        return True
    if isinstance(dt, StructType):
        return any(_has_type(field.dataType, dts) for field in dt.fields)
    if isinstance(dt, ArrayType):
        return _has_type(dt.elementType, dts)
    if isinstance(dt, MapType):
        return _has_type(dt.keyType, dts) or _has_type(dt.valueType, dts)
    if isinstance(dt, UserDefinedType):
        return _has_type(dt.sqlType(), dts)
    return False


def _merge_type(a: DataType, b: DataType, name: str | None = None) -> DataType:
    """The type that holds the values of both; ``name`` tells errors where in the row they lie."""
    if isinstance(a, NullType):
        return b
    if isinstance(b, NullType):
        return a
    if isinstance(a, TimestampType) and isinstance(b, TimestampNTZType):
        return a
    if isinstance(a, TimestampNTZType) and isinstance(b, TimestampType):
        return b
    if isinstance(a, (GeometryType, GeographyType)) and type(a) is type(b):
        return a if a.srid == cast(GeometryType, b).srid else type(a)("ANY")
    if isinstance(a, AtomicType) and isinstance(b, StringType):
        return b
    if isinstance(a, StringType) and isinstance(b, AtomicType):
        return a
    if type(a) is not type(b):
        raise PySparkTypeError(
            errorClass="CANNOT_MERGE_TYPE",
            messageParameters={"data_type1": type(a).__name__, "data_type2": type(b).__name__},
        )
    if isinstance(a, StructType):
        return _merge_structs(a, cast(StructType, b), name)
    if isinstance(a, ArrayType):
        element = _merge_type(a.elementType, cast(ArrayType, b).elementType, f"element in array {name}")
        return ArrayType(element, True)
    if isinstance(a, MapType):
        other = cast(MapType, b)
        return MapType(
            _merge_type(a.keyType, other.keyType, f"key of map {name}"),
            _merge_type(a.valueType, other.valueType, f"value of map {name}"),
            True,
        )
    return a


def _merge_structs(a: StructType, b: StructType, name: str | None) -> StructType:
    others = {field.name: field.dataType for field in b.fields}
    within = f" in {name}" if name is not None else ""
    fields = [
        StructField(
            field.name,
            _merge_type(field.dataType, others.get(field.name, NullType()), f"field {field.name}{within}"),
        )
        for field in a.fields
    ]
    known = {field.name for field in fields}
    fields.extend(StructField(other, others[other]) for other in others if other not in known)
    return StructType(fields)


def _from_numpy_type(nt: Any) -> DataType | None:
    """The type of a NumPy dtype; None for those that have none."""
    by_name: dict[str, type[DataType]] = {
        "bool": BooleanType,
        "int8": ByteType,
        "int16": ShortType,
        "int32": IntegerType,
        "int64": LongType,
        "float32": FloatType,
        "float64": DoubleType,
    }
    found = by_name.get(nt.name)
    if found is not None:
        return found()
    return StringType() if nt.kind == "U" else None
