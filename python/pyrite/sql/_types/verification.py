"""Checking and plainly converting Python values against a type, before they enter the engine."""

from __future__ import annotations

import datetime
import decimal
from array import array
from collections.abc import Callable
from typing import Any

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.sql._types.atomic import (
    BinaryType,
    BooleanType,
    ByteType,
    CharType,
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
    VarcharType,
)
from pyrite.sql._types.base import DataType, NullType
from pyrite.sql._types.geospatial import Geography, GeographyType, Geometry, GeometryType
from pyrite.sql._types.interval import DayTimeIntervalType
from pyrite.sql._types.nested import ArrayType, MapType, StructType
from pyrite.sql._types.user_defined import UserDefinedType
from pyrite.sql._types.variant import VariantType

_ACCEPTABLE: dict[type[DataType], tuple[type, ...]] = {
    BooleanType: (bool,),
    ByteType: (int,),
    ShortType: (int,),
    IntegerType: (int,),
    LongType: (int,),
    FloatType: (float,),
    DoubleType: (float,),
    DecimalType: (decimal.Decimal,),
    BinaryType: (bytearray, bytes),
    DateType: (datetime.date, datetime.datetime),
    TimeType: (datetime.time,),
    TimestampType: (datetime.datetime,),
    TimestampNTZType: (datetime.datetime,),
    DayTimeIntervalType: (datetime.timedelta,),
    ArrayType: (list, tuple, array),
    MapType: (dict,),
    GeometryType: (Geometry,),
    GeographyType: (Geography,),
}

_BITS: dict[type[DataType], int] = {ByteType: 8, ShortType: 16, IntegerType: 32, LongType: 64}


def _need_converter(dataType: DataType) -> bool:
    if isinstance(dataType, (StructType, NullType, StringType)):
        return True
    if isinstance(dataType, ArrayType):
        return _need_converter(dataType.elementType)
    if isinstance(dataType, MapType):
        return _need_converter(dataType.keyType) or _need_converter(dataType.valueType)
    return False


def _identity(value: Any) -> Any:
    return value


def _text(value: Any) -> str | None:
    if value is None:
        return None
    return str(value).lower() if isinstance(value, bool) else str(value)


def _create_converter(dataType: DataType) -> Callable[[Any], Any]:
    """A function that drops the field names inside values (rows become tuples) and turns text fields into text."""
    if not _need_converter(dataType):
        return _identity
    if isinstance(dataType, ArrayType):
        element = _create_converter(dataType.elementType)
        return lambda values: None if values is None else [element(value) for value in values]
    if isinstance(dataType, MapType):
        key, value = _create_converter(dataType.keyType), _create_converter(dataType.valueType)
        return lambda pairs: None if pairs is None else {key(k): value(v) for k, v in pairs.items()}
    if isinstance(dataType, NullType):
        return lambda value: None
    if isinstance(dataType, StringType):
        return _text
    assert isinstance(dataType, StructType)
    return _struct_converter(dataType)


def _struct_converter(struct: StructType) -> Callable[[Any], tuple[Any, ...] | None]:
    names = [field.name for field in struct.fields]
    needed = any(_need_converter(field.dataType) for field in struct.fields)
    converters = [_create_converter(field.dataType) for field in struct.fields] if needed else None

    def convert(obj: Any) -> tuple[Any, ...] | None:
        if obj is None:
            return None
        if isinstance(obj, (tuple, list)):
            values: Any = obj
        else:
            if isinstance(obj, dict):
                found = obj
            elif hasattr(obj, "__dict__"):
                found = obj.__dict__
            else:
                raise PySparkTypeError(
                    errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": type(obj).__name__}
                )
            values = [found.get(name) for name in names]
        if converters is None:
            return tuple(values)
        return tuple([convert_value(value) for value, convert_value in zip(values, converters)])

    return convert


def _error(make: Any, condition: str, name: str | None, parameters: dict[str, str]) -> Exception:
    """The error of a condition, or of its twin that tells the field's name."""
    if name is not None:
        condition, parameters = f"{condition}_WITH_NAME", {"field_name": name, **parameters}
    return make(errorClass=condition, messageParameters=parameters)  # type: ignore[no-any-return]


def _unacceptable(data_type: DataType, name: str | None, obj: Any) -> Exception:
    return _error(
        PySparkTypeError,
        "FIELD_DATA_TYPE_UNACCEPTABLE",
        name,
        {"data_type": str(data_type), "obj": repr(obj), "obj_type": str(type(obj))},
    )


def _make_type_verifier(dataType: DataType, nullable: bool = True, name: str | None = None) -> Callable[[Any], None]:
    """A function that raises when a value does not fit a type: TypeError for its class, ValueError for its value.

    Floats are not checked for their range: they become infinite. Text fields take any value.
    """
    check = _value_check(dataType, name)

    def verify(obj: Any) -> None:
        # A NaN decimal is stored as null: Spark's decimals have no NaN.
        if obj is None or (isinstance(obj, decimal.Decimal) and obj.is_nan()):
            if not nullable:
                raise _error(PySparkValueError, "FIELD_NOT_NULLABLE", name, {})
        elif check is not None:
            check(obj)

    return verify


def _value_check(data_type: DataType, name: str | None) -> Callable[[Any], None] | None:
    """The check of values that are not null; None when everything passes."""
    if isinstance(data_type, (StringType, CharType, VarcharType, VariantType)):
        return None
    if isinstance(data_type, UserDefinedType):
        return _user_defined_check(data_type, name)
    if isinstance(data_type, StructType):
        return _struct_check(data_type, name)
    acceptable = _ACCEPTABLE.get(type(data_type))

    def check_class(obj: Any) -> None:
        if acceptable is None:
            where = f"{name}: " if name is not None else ""
            raise AssertionError(f"{where}unknown datatype: {data_type} for object {obj!r}")
        # Exactly these classes: a subclass may mean something else (bool is an int).
        if type(obj) not in acceptable:
            raise _unacceptable(data_type, name, obj)

    if isinstance(data_type, ArrayType):
        verify_element = _make_type_verifier(data_type.elementType, data_type.containsNull, f"element in array {name}")

        def check_array(obj: Any) -> None:
            check_class(obj)
            for element in obj:
                verify_element(element)

        return check_array
    if isinstance(data_type, MapType):
        verify_key = _make_type_verifier(data_type.keyType, False, f"key of map {name}")
        verify_value = _make_type_verifier(data_type.valueType, data_type.valueContainsNull, f"value of map {name}")

        def check_map(obj: Any) -> None:
            check_class(obj)
            for key, value in obj.items():
                verify_key(key)
                verify_value(value)

        return check_map
    if type(data_type) in _BITS:
        bound = 1 << (_BITS[type(data_type)] - 1)

        def check_integer(obj: Any) -> None:
            check_class(obj)
            if not -bound <= obj < bound:
                raise PySparkValueError(
                    errorClass="VALUE_OUT_OF_BOUNDS",
                    messageParameters={
                        "arg_name": "obj",
                        "lower_bound": str(-bound),
                        "upper_bound": str(bound - 1),
                        "actual": str(obj),
                    },
                )

        return check_integer
    return check_class


def _user_defined_check(data_type: UserDefinedType, name: str | None) -> Callable[[Any], None]:
    verify = _make_type_verifier(data_type.sqlType(), name=name)

    def check(obj: Any) -> None:
        if getattr(obj, "__UDT__", None) != data_type:
            raise _error(
                PySparkValueError,
                "FIELD_TYPE_MISMATCH",
                name,
                {"obj": str(obj), "data_type": str(data_type)},
            )
        verify(data_type.toInternal(obj))

    return check


def _struct_check(struct: StructType, name: str | None) -> Callable[[Any], None]:
    within = f" in {name}" if name is not None else ""
    verifiers = [
        (field.name, _make_type_verifier(field.dataType, field.nullable, f"field {field.name}{within}"))
        for field in struct.fields
    ]

    def check(obj: Any) -> None:
        if isinstance(obj, (tuple, list)):
            if len(obj) != len(verifiers):
                raise _error(
                    PySparkValueError,
                    "FIELD_STRUCT_LENGTH_MISMATCH",
                    name,
                    {"object_length": str(len(obj)), "field_length": str(len(verifiers))},
                )
            for value, (_, verify) in zip(obj, verifiers):
                verify(value)
            return
        if isinstance(obj, dict):
            found = obj
        elif hasattr(obj, "__dict__"):
            found = obj.__dict__
        else:
            raise _unacceptable(struct, name, obj)
        for field, verify in verifiers:
            verify(found.get(field))

    return check
