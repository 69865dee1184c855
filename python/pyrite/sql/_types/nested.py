"""Types made of other types: arrays, maps and structs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, overload

from pyrite.errors import (
    PySparkIndexError,
    PySparkKeyError,
    PySparkTypeError,
    PySparkValueError,
)
from pyrite.sql._types.atomic import StringType
from pyrite.sql._types.base import MAX_DEPTH, DataType
from pyrite.sql._types.row import Row, _create_row
from pyrite.sql._types.variant import VariantVal

#: The key under which a field's metadata names the collations of the strings inside it.
COLLATIONS_METADATA_KEY = "__COLLATIONS"

_ESCAPES = str.maketrans({"\n": "\\n", "\r": "\\r", "\t": "\\t", "\f": "\\f", "\b": "\\b", "\v": "\\v", "\a": "\\a"})


def _flag(value: bool) -> str:
    return "true" if value else "false"


def _check_type(value: Any, argument: str) -> None:
    assert isinstance(value, DataType), f"{argument} {value} should be an instance of {DataType}"


class ArrayType(DataType):
    """A sequence of values of one type; ``containsNull`` says whether elements can be None."""

    def __init__(self, elementType: DataType, containsNull: bool = True):
        _check_type(elementType, "elementType")
        self.elementType = elementType
        self.containsNull = containsNull

    def simpleString(self) -> str:
        return f"array<{self.elementType.simpleString()}>"

    def _as_nullable(self) -> ArrayType:
        return ArrayType(self.elementType._as_nullable(), containsNull=True)

    def toNullable(self) -> ArrayType:
        """The same type with everything inside nullable."""
        return self._as_nullable()

    def __repr__(self) -> str:
        return f"ArrayType({self.elementType}, {self.containsNull})"

    def jsonValue(self) -> dict[str, Any]:
        return {
            "type": self.typeName(),
            "elementType": self.elementType.jsonValue(),
            "containsNull": self.containsNull,
        }

    @classmethod
    def fromJson(
        cls, json: dict[str, Any], fieldPath: str = "", collationsMap: dict[str, str] | None = None
    ) -> ArrayType:
        """The type that a value made by ``jsonValue`` describes."""
        from pyrite.sql._types.json_form import parse_json_value

        path = f"{fieldPath}.element" if fieldPath else "element"
        return ArrayType(parse_json_value(json["elementType"], path, collationsMap), json["containsNull"])

    def needConversion(self) -> bool:
        return self.elementType.needConversion()

    def toInternal(self, obj: Any) -> Any:
        if not obj or not self.needConversion():
            return obj
        convert = self.elementType.toInternal
        return [convert(value) for value in obj]

    def fromInternal(self, obj: Any) -> Any:
        if not obj or not self.needConversion():
            return obj
        convert = self.elementType.fromInternal
        return [convert(value) for value in obj]

    def _write_tree(self, prefix: str, write: Callable[[str], None], depth: int) -> None:
        if depth > 0:
            element = self.elementType
            write(f"{prefix}-- element: {element._tree_name()} (containsNull = {_flag(self.containsNull)})\n")
            element._write_tree(f"{prefix}    |", write, depth - 1)


class MapType(DataType):
    """Keys with values; keys are never None, ``valueContainsNull`` says whether values can be."""

    def __init__(self, keyType: DataType, valueType: DataType, valueContainsNull: bool = True):
        _check_type(keyType, "keyType")
        _check_type(valueType, "valueType")
        self.keyType = keyType
        self.valueType = valueType
        self.valueContainsNull = valueContainsNull

    def simpleString(self) -> str:
        return f"map<{self.keyType.simpleString()},{self.valueType.simpleString()}>"

    def _as_nullable(self) -> MapType:
        return MapType(self.keyType._as_nullable(), self.valueType._as_nullable(), valueContainsNull=True)

    def toNullable(self) -> MapType:
        """The same type with everything inside nullable."""
        return self._as_nullable()

    def __repr__(self) -> str:
        return f"MapType({self.keyType}, {self.valueType}, {self.valueContainsNull})"

    def jsonValue(self) -> dict[str, Any]:
        return {
            "type": self.typeName(),
            "keyType": self.keyType.jsonValue(),
            "valueType": self.valueType.jsonValue(),
            "valueContainsNull": self.valueContainsNull,
        }

    @classmethod
    def fromJson(
        cls, json: dict[str, Any], fieldPath: str = "", collationsMap: dict[str, str] | None = None
    ) -> MapType:
        """The type that a value made by ``jsonValue`` describes."""
        from pyrite.sql._types.json_form import parse_json_value

        prefix = f"{fieldPath}." if fieldPath else ""
        return MapType(
            parse_json_value(json["keyType"], f"{prefix}key", collationsMap),
            parse_json_value(json["valueType"], f"{prefix}value", collationsMap),
            json["valueContainsNull"],
        )

    def needConversion(self) -> bool:
        return self.keyType.needConversion() or self.valueType.needConversion()

    def toInternal(self, obj: Any) -> Any:
        if not obj or not self.needConversion():
            return obj
        key, value = self.keyType.toInternal, self.valueType.toInternal
        return {key(k): value(v) for k, v in obj.items()}

    def fromInternal(self, obj: Any) -> Any:
        if not obj or not self.needConversion():
            return obj
        key, value = self.keyType.fromInternal, self.valueType.fromInternal
        return {key(k): value(v) for k, v in obj.items()}

    def _write_tree(self, prefix: str, write: Callable[[str], None], depth: int) -> None:
        if depth > 0:
            key, value = self.keyType, self.valueType
            write(f"{prefix}-- key: {key._tree_name()}\n")
            key._write_tree(f"{prefix}    |", write, depth - 1)
            write(f"{prefix}-- value: {value._tree_name()} (valueContainsNull = {_flag(self.valueContainsNull)})\n")
            value._write_tree(f"{prefix}    |", write, depth - 1)


class StructField(DataType):
    """A named field of a :class:`StructType`, with free-form metadata that JSON can hold."""

    def __init__(self, name: str, dataType: DataType, nullable: bool = True, metadata: dict[str, Any] | None = None):
        _check_type(dataType, "dataType")
        assert isinstance(name, str), f"field name {name} should be a string"
        self.name = name
        self.dataType = dataType
        self.nullable = nullable
        self.metadata = metadata or {}

    def simpleString(self) -> str:
        return f"{self.name}:{self.dataType.simpleString()}"

    def __repr__(self) -> str:
        return f"StructField('{self.name}', {self.dataType}, {self.nullable})"

    def jsonValue(self) -> dict[str, Any]:
        collations = self.getCollationMetadata()
        if not collations:
            return {
                "name": self.name,
                "type": self.dataType.jsonValue(),
                "nullable": self.nullable,
                "metadata": self.metadata,
            }
        # Older readers know no collations: they find plain strings in the type and the collations in the metadata.
        return {
            "name": self.name,
            "type": _without_collations(self.dataType).jsonValue(),
            "nullable": self.nullable,
            "metadata": {**self.metadata, COLLATIONS_METADATA_KEY: collations},
        }

    @classmethod
    def fromJson(cls, json: dict[str, Any]) -> StructField:
        """The field that a value made by ``jsonValue`` describes."""
        from pyrite.sql._types.json_form import collation_names, parse_json_value

        metadata = json.get("metadata")
        collations = collation_names(metadata)
        if collations and metadata:
            metadata = {key: value for key, value in metadata.items() if key != COLLATIONS_METADATA_KEY}
        return StructField(
            json["name"],
            parse_json_value(json["type"], json["name"], collations),
            json.get("nullable", True),
            metadata,
        )

    def getCollationsMap(self, metadata: dict[str, Any]) -> dict[str, str]:
        """The collations that a field's metadata names, by the path of the string."""
        from pyrite.sql._types.json_form import collation_names

        return collation_names(metadata)

    def getCollationMetadata(self) -> dict[str, str]:
        """The collations of the strings inside this field, by path; nested structs keep their own."""
        found: dict[str, str] = {}

        def visit(data_type: DataType, path: str) -> None:
            if isinstance(data_type, ArrayType):
                visit(data_type.elementType, f"{path}.element")
            elif isinstance(data_type, MapType):
                visit(data_type.keyType, f"{path}.key")
                visit(data_type.valueType, f"{path}.value")
            elif isinstance(data_type, StringType) and not data_type.isUTF8BinaryCollation():
                found[path] = self.schemaCollationValue(data_type)

        visit(self.dataType, self.name)
        return found

    def schemaCollationValue(self, dt: DataType) -> str:
        """A collation with its provider, as in ``icu.UNICODE``."""
        assert isinstance(dt, StringType)
        return f"{StringType.collationProvider(dt.collation)}.{dt.collation}"

    def needConversion(self) -> bool:
        return self.dataType.needConversion()

    def toInternal(self, obj: Any) -> Any:
        return self.dataType.toInternal(obj)

    def fromInternal(self, obj: Any) -> Any:
        return self.dataType.fromInternal(obj)

    def typeName(self) -> str:  # type: ignore[override]
        raise PySparkTypeError(errorClass="INVALID_TYPENAME_CALL", messageParameters={})

    def _write_tree(self, prefix: str, write: Callable[[str], None], depth: int) -> None:
        if depth > 0:
            name = self.name.translate(_ESCAPES)
            write(f"{prefix}-- {name}: {self.dataType._tree_name()} (nullable = {_flag(self.nullable)})\n")
            self.dataType._write_tree(f"{prefix}    |", write, depth - 1)


def _without_collations(data_type: DataType) -> DataType:
    if isinstance(data_type, ArrayType):
        return ArrayType(_without_collations(data_type.elementType), data_type.containsNull)
    if isinstance(data_type, MapType):
        return MapType(
            _without_collations(data_type.keyType),
            _without_collations(data_type.valueType),
            data_type.valueContainsNull,
        )
    return StringType() if isinstance(data_type, StringType) else data_type


class StructType(DataType):
    """A list of fields: the type of a :class:`Row`.

    Iterating gives the fields; they are found by name, position or slice.
    """

    def __init__(self, fields: list[StructField] | None = None):
        self.fields: list[StructField] = fields or []
        self.names: list[str] = [field.name for field in self.fields]
        assert all(isinstance(field, StructField) for field in self.fields), "fields should be a list of StructField"
        self._update_conversions()

    def _update_conversions(self) -> None:
        self._needConversion = [field.needConversion() for field in self.fields]
        self._needSerializeAnyField = any(self._needConversion)

    @overload
    def add(
        self,
        field: str,
        data_type: str | DataType,
        nullable: bool = True,
        metadata: dict[str, Any] | None = None,
    ) -> StructType: ...

    @overload
    def add(self, field: StructField) -> StructType: ...

    def add(
        self,
        field: str | StructField,
        data_type: str | DataType | None = None,
        nullable: bool = True,
        metadata: dict[str, Any] | None = None,
    ) -> StructType:
        """Appends a field, given whole or as its parts, and returns this type.

        >>> StructType().add("f1", StringType(), True).add("f2", "integer")
        StructType([StructField('f1', StringType(), True), StructField('f2', IntegerType(), True)])
        """
        if not isinstance(field, StructField):
            if data_type is None:
                raise PySparkValueError(
                    errorClass="ARGUMENT_REQUIRED",
                    messageParameters={
                        "arg_name": "data_type",
                        "condition": "passing name of struct_field to create",
                    },
                )
            if isinstance(data_type, str):
                from pyrite.sql._types.json_form import parse_json_value

                data_type = parse_json_value(data_type)
            field = StructField(field, data_type, nullable, metadata)
        self.fields.append(field)
        self.names.append(field.name)
        self._update_conversions()
        return self

    def __iter__(self) -> Iterator[StructField]:
        return iter(self.fields)

    def __len__(self) -> int:
        return len(self.fields)

    def __getitem__(self, key: str | int | slice) -> Any:
        if isinstance(key, str):
            for field in self.fields:
                if field.name == key:
                    return field
            raise PySparkKeyError(errorClass="KEY_NOT_EXISTS", messageParameters={"key": key})
        if isinstance(key, int):
            try:
                return self.fields[key]
            except IndexError:
                raise PySparkIndexError(
                    errorClass="INDEX_OUT_OF_RANGE",
                    messageParameters={"arg_name": "StructType", "index": str(key)},
                ) from None
        if isinstance(key, slice):
            return StructType(self.fields[key])
        raise PySparkTypeError(
            errorClass="NOT_EXPECTED_TYPE",
            messageParameters={
                "expected_type": "int, slice or str",
                "arg_name": "key",
                "arg_type": type(key).__name__,
            },
        )

    def simpleString(self) -> str:
        return f"struct<{','.join(field.simpleString() for field in self.fields)}>"

    def _as_nullable(self) -> StructType:
        return StructType(
            [
                StructField(field.name, field.dataType._as_nullable(), nullable=True, metadata=field.metadata)
                for field in self.fields
            ]
        )

    def toNullable(self) -> StructType:
        """The same type with everything inside nullable."""
        return self._as_nullable()

    def __repr__(self) -> str:
        return f"StructType([{', '.join(str(field) for field in self.fields)}])"

    def jsonValue(self) -> dict[str, Any]:
        return {"type": self.typeName(), "fields": [field.jsonValue() for field in self.fields]}

    @classmethod
    def fromJson(cls, json: dict[str, Any]) -> StructType:
        """The type that a value made by ``jsonValue`` describes."""
        return StructType([StructField.fromJson(field) for field in json["fields"]])

    def fieldNames(self) -> list[str]:
        """The names of the fields, in order."""
        return list(self.names)

    def needConversion(self) -> bool:
        # A row is stored as a plain tuple.
        return True

    def toInternal(self, obj: Any) -> tuple[Any, ...] | None:
        if obj is None:
            return None
        if isinstance(obj, VariantVal):
            raise PySparkValueError("Rows cannot be of type VariantVal")
        if isinstance(obj, dict):
            values: Any = [obj.get(name) for name in self.names]
        elif isinstance(obj, (tuple, list)):
            values = obj
        elif hasattr(obj, "__dict__"):
            values = [obj.__dict__.get(name) for name in self.names]
        else:
            raise PySparkValueError(errorClass="UNEXPECTED_TUPLE_WITH_STRUCT", messageParameters={"tuple": str(obj)})
        if not self._needSerializeAnyField:
            return tuple(values)
        return tuple(
            field.toInternal(value) if convert else value
            for field, value, convert in zip(self.fields, values, self._needConversion)
        )

    def fromInternal(self, obj: Any) -> Row | None:
        if obj is None or isinstance(obj, Row):
            return obj
        if self._needSerializeAnyField:
            obj = [
                field.fromInternal(value) if convert else value
                for field, value, convert in zip(self.fields, obj, self._needConversion)
            ]
        return _create_row(self.names, obj)

    def _write_tree(self, prefix: str, write: Callable[[str], None], depth: int) -> None:
        for field in self.fields:
            field._write_tree(prefix, write, depth)

    def treeString(self, maxDepth: int = MAX_DEPTH) -> str:
        """The fields as an indented tree, as ``printSchema`` shows them; ``maxDepth`` limits nested levels."""
        lines = ["root\n"]
        self._write_tree(" |", lines.append, maxDepth if maxDepth > 0 else MAX_DEPTH)
        return "".join(lines)

    def toDDL(self) -> str:
        """The fields as the column list of a CREATE TABLE statement."""
        from pyrite.sql._types.ddl import to_ddl

        return to_ddl(self)
