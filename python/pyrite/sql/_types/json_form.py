"""Types from their JSON form."""

from __future__ import annotations

import json
import re
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
from pyrite.sql._types.geospatial import GeographyType, GeometryType
from pyrite.sql._types.interval import CalendarIntervalType, DayTimeIntervalType, YearMonthIntervalType
from pyrite.sql._types.nested import COLLATIONS_METADATA_KEY, ArrayType, MapType, StructType
from pyrite.sql._types.variant import VariantType

_BY_NAME: dict[str, type[DataType]] = {
    "string": StringType,
    "binary": BinaryType,
    "boolean": BooleanType,
    "decimal": DecimalType,
    "float": FloatType,
    "double": DoubleType,
    "byte": ByteType,
    "short": ShortType,
    "integer": IntegerType,
    "long": LongType,
    "date": DateType,
    "timestamp": TimestampType,
    "timestamp_ntz": TimestampNTZType,
    "void": NullType,
    "variant": VariantType,
    "interval": CalendarIntervalType,
}


def _interval(of: Any) -> Any:
    def make(first: str, second: str | None) -> DataType:
        fields = of._inverted_fields
        return of(fields[first], fields[second] if second else None)  # type: ignore[no-any-return]

    return make


#: Types with parameters: a pattern and what makes the type of its groups. Most programs need none: they are compiled
#: on first use.
_BY_PATTERN: list[tuple[str, Any]] = [
    (r"decimal\(\s*(\d+)\s*,\s*(-?\d+)\s*\)", lambda p, s: DecimalType(int(p), int(s))),
    (r"time\(\s*(\d+)\s*\)", lambda p: TimeType(int(p))),
    (
        r"interval (day|hour|minute|second)(?: to (day|hour|minute|second))?",
        _interval(DayTimeIntervalType),
    ),
    (r"interval (year|month)(?: to (year|month))?", _interval(YearMonthIntervalType)),
    (r"string\s+collate\s+(\w+)", StringType),
    (r"char\(\s*(\d+)\s*\)", lambda n: CharType(int(n))),
    (r"varchar\(\s*(\d+)\s*\)", lambda n: VarcharType(int(n))),
    (r"geometry$", lambda: GeometryType._from_crs(GeometryType.DEFAULT_CRS)),
    (r"geometry\(\s*(\w+:-?\w+)\s*\)", GeometryType._from_crs),
    (
        r"geography$",
        lambda: GeographyType._from_crs(GeographyType.DEFAULT_CRS, GeographyType.DEFAULT_ALG),
    ),
    (
        r"geography\(\s*(\w+:-?\w+)\s*\)",
        lambda crs: GeographyType._from_crs(crs, GeographyType.DEFAULT_ALG),
    ),
    (r"geography\(\s*(\w+:-?\w+)\s*,\s*(\w+)\s*\)", GeographyType._from_crs),
    (
        r"geography\(\s*(\w+)\s*\)",
        lambda alg: GeographyType._from_crs(GeographyType.DEFAULT_CRS, alg),
    ),
]


def parse_json_string(text: str) -> DataType:
    """The type of a JSON text made by ``DataType.json``."""
    return parse_json_value(json.loads(text))


def parse_json_value(value: Any, path: str = "", collations: dict[str, str] | None = None) -> DataType:
    """The type of a value made by ``DataType.jsonValue``.

    ``collations`` names the collations of the strings inside the field, by path; ``path`` is where this type lies.
    """
    collation = collations.get(path) if collations else None
    if isinstance(value, dict):
        return _parse_object(value, path, collations)
    if collation is not None:
        _check_collated(value)
        return StringType(collation)
    if value in _BY_NAME:
        return _BY_NAME[value]()
    if isinstance(value, str):
        for pattern, make in _BY_PATTERN:
            match = re.match(pattern, value)
            if match:
                return make(*match.groups())  # type: ignore[no-any-return]
    raise PySparkValueError(errorClass="CANNOT_PARSE_DATATYPE", messageParameters={"msg": str(value)})


def _parse_object(value: dict[str, Any], path: str, collations: dict[str, str] | None) -> DataType:
    name = value["type"]
    if collations and path in collations:
        _check_collated(name)
    if name == "array":
        return ArrayType.fromJson(value, path, collations)
    if name == "map":
        return MapType.fromJson(value, path, collations)
    if name == "struct":
        return StructType.fromJson(value)
    if name == "udt":
        from pyrite.sql._types.user_defined import UserDefinedType

        return UserDefinedType.fromJson(value)
    raise PySparkValueError(errorClass="UNSUPPORTED_DATA_TYPE", messageParameters={"data_type": str(name)})


def _check_collated(name: str) -> None:
    if name != "string":
        raise PySparkTypeError(errorClass="INVALID_JSON_DATA_TYPE_FOR_COLLATIONS", messageParameters={"jsonType": name})


def collation_names(metadata: dict[str, Any] | None) -> dict[str, str]:
    """The collations in a field's metadata, by path, without the names of their providers."""
    names: dict[str, str] = {}
    for path, value in ((metadata or {}).get(COLLATIONS_METADATA_KEY) or {}).items():
        provider, _, name = value.partition(".")
        if provider.lower() not in StringType.providers:
            raise PySparkValueError(
                errorClass="COLLATION_INVALID_PROVIDER",
                messageParameters={
                    "provider": provider,
                    "supportedProviders": ", ".join(StringType.providers),
                },
            )
        names[path] = name
    return names
