"""JSON, CSV, XML and variant values."""

from __future__ import annotations

from pyrite.errors import PySparkValueError
from pyrite.sql.column import Column
from pyrite.sql.types import DataType, StructType

from ._build import call, lit, not_expected_type, options_column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from pyrite.sql.types import ArrayType, MapType

    from ._build import ColumnOrName

__all__ = [
    "from_csv",
    "from_json",
    "from_xml",
    "get_json_object",
    "is_valid_variant",
    "is_variant_null",
    "json_array_length",
    "json_object_keys",
    "json_tuple",
    "parse_json",
    "schema_of_csv",
    "schema_of_json",
    "schema_of_variant",
    "schema_of_xml",
    "to_csv",
    "to_json",
    "to_variant_object",
    "to_xml",
    "try_parse_json",
    "try_variant_array_append",
    "try_variant_get",
    "try_variant_insert",
    "try_variant_set",
    "variant_array_append",
    "variant_delete",
    "variant_get",
    "variant_insert",
    "variant_set",
    "variant_strip_nulls",
    "xpath",
    "xpath_boolean",
    "xpath_double",
    "xpath_float",
    "xpath_int",
    "xpath_long",
    "xpath_number",
    "xpath_short",
    "xpath_string",
]


def get_json_object(col: ColumnOrName, path: Column | str) -> Column:
    """What a JSON path such as ``$.a[0]`` finds in JSON text, as text."""
    return call("get_json_object", col, lit(path))


def is_valid_variant(v: ColumnOrName) -> Column:
    """Whether the variant's bytes are well formed."""
    return call("is_valid_variant", v)


def is_variant_null(v: ColumnOrName) -> Column:
    """Whether the value is a variant that holds null."""
    return call("is_variant_null", v)


def json_array_length(col: ColumnOrName) -> Column:
    """The number of elements of the outermost JSON array."""
    return call("json_array_length", col)


def json_object_keys(col: ColumnOrName) -> Column:
    """The keys of the outermost JSON object."""
    return call("json_object_keys", col)


def parse_json(col: ColumnOrName) -> Column:
    """Reads JSON text as a variant; an error when it is malformed."""
    return call("parse_json", col)


def schema_of_variant(v: ColumnOrName) -> Column:
    """The schema of a variant value."""
    return call("schema_of_variant", v)


def to_csv(col: ColumnOrName, options: Mapping[str, str] | None = None) -> Column:
    """A struct as a line of CSV."""
    return call("to_csv", col, options_column(options))


def to_json(col: ColumnOrName, options: Mapping[str, str] | None = None) -> Column:
    """A struct, array, map or variant as JSON text."""
    return call("to_json", col, options_column(options))


def to_variant_object(col: ColumnOrName) -> Column:
    """Converts structs, arrays and maps to variants."""
    return call("to_variant_object", col)


def to_xml(col: ColumnOrName, options: Mapping[str, str] | None = None) -> Column:
    """A struct as XML text."""
    return call("to_xml", col, options_column(options))


def try_parse_json(col: ColumnOrName) -> Column:
    """Reads JSON text as a variant; NULL when it is malformed."""
    return call("try_parse_json", col)


def try_variant_array_append(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """Like :func:`variant_array_append`, but NULL where it cannot be done."""
    return call("try_variant_array_append", v, lit(path), value)


def try_variant_get(v: ColumnOrName, path: Column | str, targetType: Column | str) -> Column:
    """The value at a path of a variant as the given type; NULL where it cannot be converted."""
    return call("try_variant_get", v, lit(path), lit(targetType))


def try_variant_insert(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """Like :func:`variant_insert`, but NULL where it cannot be done."""
    return call("try_variant_insert", v, lit(path), value)


def try_variant_set(
    v: ColumnOrName, path: Column | str, value: ColumnOrName, create_if_missing: Column | bool = True
) -> Column:
    """Like :func:`variant_set`, but NULL where it cannot be done."""
    return call("try_variant_set", v, lit(path), value, lit(create_if_missing))


def variant_array_append(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """Appends a value to the array at a path of a variant."""
    return call("variant_array_append", v, lit(path), value)


def variant_get(v: ColumnOrName, path: Column | str, targetType: Column | str) -> Column:
    """The value at a path of a variant as the given type."""
    return call("variant_get", v, lit(path), lit(targetType))


def variant_insert(v: ColumnOrName, path: Column | str, value: ColumnOrName) -> Column:
    """Inserts a value at a new path of a variant."""
    return call("variant_insert", v, lit(path), value)


def variant_set(
    v: ColumnOrName, path: Column | str, value: ColumnOrName, create_if_missing: Column | bool = True
) -> Column:
    """Sets the value at a path of a variant."""
    return call("variant_set", v, lit(path), value, lit(create_if_missing))


def variant_strip_nulls(v: ColumnOrName, include_arrays: Column | bool = True) -> Column:
    """The variant without fields (and elements, unless excluded) that are null."""
    return call("variant_strip_nulls", v, lit(include_arrays))


def xpath(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The texts that an XPath expression finds in XML."""
    return call("xpath", xml, path)


def xpath_boolean(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """Whether an XPath expression is true or finds a node."""
    return call("xpath_boolean", xml, path)


def xpath_double(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number an XPath expression gives."""
    return call("xpath_double", xml, path)


def xpath_float(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number an XPath expression gives, as a float."""
    return call("xpath_float", xml, path)


def xpath_int(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number an XPath expression gives, as an int."""
    return call("xpath_int", xml, path)


def xpath_long(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number an XPath expression gives, as a bigint."""
    return call("xpath_long", xml, path)


def xpath_number(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number an XPath expression gives."""
    return call("xpath_number", xml, path)


def xpath_short(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The number an XPath expression gives, as a smallint."""
    return call("xpath_short", xml, path)


def xpath_string(xml: ColumnOrName, path: ColumnOrName) -> Column:
    """The text of the first node an XPath expression finds."""
    return call("xpath_string", xml, path)


def from_csv(col: ColumnOrName, schema: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """Reads a line of CSV as a struct of the given schema."""
    if not isinstance(schema, (Column, str)):
        raise not_expected_type("schema", "Column or str", schema)
    return call("from_csv", col, lit(schema), options_column(options))


def from_json(
    col: ColumnOrName,
    schema: ArrayType | StructType | MapType | Column | str,
    options: Mapping[str, str] | None = None,
) -> Column:
    """Reads JSON text as a value of the given type; NULL when it is malformed."""
    if isinstance(schema, DataType):
        schema = schema.json()
    elif not isinstance(schema, (Column, str)):
        raise not_expected_type("schema", "Column, str or DataType", schema)
    return call("from_json", col, lit(schema), options_column(options))


def from_xml(col: ColumnOrName, schema: StructType | Column | str, options: Mapping[str, str] | None = None) -> Column:
    """Reads XML text as a struct of the given schema."""
    if isinstance(schema, StructType):
        schema = schema.json()
    elif not isinstance(schema, (Column, str)):
        raise not_expected_type("schema", "StructType, Column or str", schema)
    return call("from_xml", col, lit(schema), options_column(options))


def schema_of_csv(csv: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """The schema of a line of CSV, as DDL."""
    if not isinstance(csv, (Column, str)):
        raise not_expected_type("csv", "Column or str", csv)
    return call("schema_of_csv", lit(csv), options_column(options))


def schema_of_json(json: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """The schema of JSON text, as DDL."""
    if not isinstance(json, (Column, str)):
        raise not_expected_type("json", "Column or str", json)
    return call("schema_of_json", lit(json), options_column(options))


def schema_of_xml(xml: Column | str, options: Mapping[str, str] | None = None) -> Column:
    """The schema of XML text, as DDL."""
    if not isinstance(xml, (Column, str)):
        raise not_expected_type("xml", "Column or str", xml)
    return call("schema_of_xml", lit(xml), options_column(options))


def json_tuple(col: ColumnOrName, *fields: str) -> Column:
    """The values of several fields of a JSON object, as columns of text."""
    if not fields:
        raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "field"})
    return call("json_tuple", col, *[lit(field) for field in fields])


def variant_delete(v: ColumnOrName, *paths: Column | str) -> Column:
    """The variant without what the paths name."""
    if not paths:
        raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "paths"})
    return call("variant_delete", v, *[lit(path) for path in paths])
