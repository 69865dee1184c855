"""Types from DDL text, and back.

A recursive-descent parser of the part of Spark's grammar that names types: ``a int NOT NULL, b array<string> COMMENT
'x'`` or a lone ``decimal(10,2)``. It needs no engine, so that schemas can be written before a session exists.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from pyrite.errors import ParseException
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
from pyrite.sql._types.nested import ArrayType, MapType, StructField, StructType
from pyrite.sql._types.variant import VariantType

_Found = TypeVar("_Found", bound=DataType)

# Patterns are compiled on first use.
_TOKEN = r"""(?P<space>\s+|--[^\n]*|/\*.*?\*/)
      | (?P<quoted>`(?:[^`]|``)*`)
      | (?P<text>'(?:[^'\\]|\\.|'')*'|"(?:[^"\\]|\\.|"")*")
      | (?P<word>\w+(?:-\w+)*)
      | (?P<symbol><>|.)"""

_SIMPLE: dict[str, Callable[[], DataType]] = {
    "boolean": BooleanType,
    "tinyint": ByteType,
    "byte": ByteType,
    "smallint": ShortType,
    "short": ShortType,
    "int": IntegerType,
    "integer": IntegerType,
    "bigint": LongType,
    "long": LongType,
    "float": FloatType,
    "real": FloatType,
    "double": DoubleType,
    "date": DateType,
    "timestamp": TimestampType,
    "timestamp_ltz": TimestampType,
    "timestamp_ntz": TimestampNTZType,
    "time": TimeType,
    "string": StringType,
    "binary": BinaryType,
    "decimal": DecimalType,
    "dec": DecimalType,
    "numeric": DecimalType,
    "void": NullType,
    "interval": CalendarIntervalType,
    "variant": VariantType,
}

#: How deep types may nest: far more than anyone needs, far less than Python's stack takes.
_MAX_DEPTH = 100

_DECIMALS = ("decimal", "dec", "numeric")
_COLLATIONS = (
    r"(?i)UTF8_(BINARY|LCASE)(_RTRIM)?|"
    r"(UNICODE|[a-z]{2}(_[a-z]{2,4})*)(_CI|_AI|_CI_AI)?(_RTRIM)?$"
)
_ESCAPE = r"\\(u[0-9a-fA-F]{4}|[0-3][0-7]{2}|.)"
_ESCAPED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "0": "\0", "Z": "\x1a", "%": "\\%", "_": "\\_"}


class _Token(NamedTuple):
    kind: str
    text: str
    position: int


def parse_ddl(text: str) -> DataType:
    """The type that a DDL text describes; a list of columns gives a struct.

    Raises ParseException as Spark does: of the three readings tried (columns, one type, the inside of ``struct<>``) the
    first one's error is told.
    """
    try:
        return _Parser(text).columns()
    except ParseException as error:
        try:
            return _Parser(text).single_type()
        except ParseException:
            try:
                return _Parser(text).struct_fields()
            except ParseException:
                raise error from None


def _kind(match: re.Match[str]) -> str:
    """What a token is; a word that may not stand without quotes is "invalid"."""
    kind = match.lastgroup or ""
    return "invalid" if kind == "word" and ("-" in match.group() or not match.group().isascii()) else kind


class _Parser:
    def __init__(self, text: str):
        self.text = text
        self.tokens = [
            _Token(_kind(match), match.group(), match.start())
            for match in re.finditer(_TOKEN, text, re.VERBOSE | re.DOTALL)
            if match.lastgroup != "space"
        ]
        self.tokens.append(_Token("end", "", len(text)))
        self.index = 0
        self.depth = 0
        # A text must be well-formed before its names are judged, so what is wrong with a name waits.
        self.waiting: ParseException | None = None

    # Entry points

    def columns(self) -> StructType:
        """``name type [NOT NULL] [COMMENT 'text'], …``"""
        if self.peek.kind == "end":
            return StructType()
        return self.finish(self.fields(colon=False))

    def struct_fields(self) -> StructType:
        """The same with colons between names and types."""
        return self.finish(self.fields(colon=True))

    def single_type(self) -> DataType:
        """One type and nothing else."""
        return self.finish(self.data_type())

    def finish(self, value: _Found) -> _Found:
        if self.peek.kind != "end":
            raise self.unexpected()
        if self.waiting is not None:
            raise self.waiting
        return value

    # Tokens

    @property
    def peek(self) -> _Token:
        return self.tokens[self.index]

    def next(self) -> _Token:
        token = self.tokens[self.index]
        if token.kind != "end":
            self.index += 1
        return token

    def accept(self, text: str) -> bool:
        token = self.peek
        if token.kind in ("word", "symbol") and token.text.lower() == text:
            self.index += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise self.unexpected()

    def number(self) -> int:
        token = self.peek
        if token.kind != "word" or not token.text.isascii() or not token.text.isdigit():
            raise self.unexpected()
        self.index += 1
        return int(token.text)

    # Grammar

    def fields(self, colon: bool) -> StructType:
        fields = [self.field(colon)]
        while self.accept(","):
            fields.append(self.field(colon))
        return StructType(fields)

    def field(self, colon: bool) -> StructField:
        name = self.identifier()
        if colon:
            self.accept(":")
        data_type = self.data_type()
        nullable, metadata = True, {}
        while True:
            if self.accept("not"):
                self.expect("null")
                nullable = False
            elif self.accept("comment"):
                metadata = {"comment": self.string()}
            else:
                return StructField(name, data_type, nullable, metadata)

    def identifier(self) -> str:
        token = self.peek
        if token.kind == "quoted":
            self.index += 1
            return token.text[1:-1].replace("``", "`")
        if token.kind not in ("word", "invalid"):
            raise self.unexpected()
        self.index += 1
        if token.kind == "invalid":
            self.later(token, "INVALID_IDENTIFIER", "42602", {"ident": token.text})
        return token.text

    def string(self) -> str:
        if self.peek.kind != "text":
            raise self.unexpected()
        parts = []
        while self.peek.kind == "text":
            parts.append(_unquoted(self.next().text))
        return "".join(parts)

    def data_type(self) -> DataType:
        token = self.peek
        if token.kind not in ("word", "quoted", "invalid"):
            raise self.unexpected()
        self.index += 1
        name = token.text.lower()
        if self.peek.text in ("<", "<>"):
            self.depth += 1
            if self.depth > _MAX_DEPTH:
                raise self.unexpected()
            data_type = self.nested_type(name)
            self.depth -= 1
            return data_type
        if name in ("array", "map", "struct"):
            raise self.unexpected()
        if name == "interval":
            return self.interval_type()
        if name == "timestamp" and self.peek.text.lower() in ("with", "without"):
            local = self.next().text.lower() == "with"
            for word in ("local", "time", "zone") if local else ("time", "zone"):
                self.expect(word)
            return TimestampType() if local else TimestampNTZType()
        if name == "string" and self.accept("collate"):
            return self.collated_string()
        if name in ("geometry", "geography") and self.accept("("):
            return self.spatial_type(name)
        parameters = self.parameters()
        if name in ("char", "character", "varchar"):
            if len(parameters) != 1:
                raise self.unexpected()
            return VarcharType(parameters[0]) if name == "varchar" else CharType(parameters[0])
        found = self.parameterised(token, name, parameters)
        if found is not None:
            return found
        given = f"({','.join(map(str, parameters))})" if parameters else ""
        self.later(token, "UNSUPPORTED_DATATYPE", "0A000", {"typeName": f'"{token.text.upper()}{given}"'})
        return NullType()

    def parameters(self) -> list[int]:
        found: list[int] = []
        if self.accept("("):
            found.append(self.number())
            while self.accept(","):
                found.append(self.number())
            self.expect(")")
        return found

    def parameterised(self, token: _Token, name: str, parameters: list[int]) -> DataType | None:
        """A type of a name and numbers; None when there is no such type."""
        if not parameters:
            return _SIMPLE[name]() if name in _SIMPLE else None
        if name in _DECIMALS and len(parameters) <= 2:
            precision, scale = (*parameters, 0)[:2]
            if precision > 38:
                self.later(
                    token,
                    "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION",
                    "22003",
                    {"precision": str(precision), "maxPrecision": "38"},
                )
            elif scale > precision:
                self.later(
                    token,
                    "INVALID_DECIMAL_SCALE",
                    "22023",
                    {"scale": str(scale), "precision": str(precision)},
                )
            return DecimalType(precision, scale)
        if name == "time" and len(parameters) == 1:
            return TimeType(parameters[0])
        return None

    def nested_type(self, name: str) -> DataType:
        if name == "struct" and self.accept("<>"):
            return StructType()
        if name not in ("array", "map", "struct") or not self.accept("<"):
            raise self.unexpected()
        data_type: DataType
        if name == "array":
            data_type = ArrayType(self.data_type())
        elif name == "map":
            key = self.data_type()
            self.expect(",")
            data_type = MapType(key, self.data_type())
        elif self.peek.text == ">":
            data_type = StructType()
        else:
            data_type = self.fields(colon=True)
        self.expect(">")
        return data_type

    def interval_type(self) -> DataType:
        for of in (DayTimeIntervalType, YearMonthIntervalType):
            fields = of._inverted_fields
            start = self.peek.text.lower()
            if start not in fields:
                continue
            self.index += 1
            if self.peek.text.lower() != "to":
                return of(fields[start])
            end = self.tokens[self.index + 1].text.lower()
            if fields.get(end, -1) <= fields[start]:
                raise self.unexpected()
            self.index += 2
            return of(fields[start], fields[end])
        return CalendarIntervalType()

    def collated_string(self) -> DataType:
        token = self.peek
        name = self.identifier()
        if not re.fullmatch(_COLLATIONS, name):
            self.later(
                token, "COLLATION_INVALID_NAME", "42704", {"collationName": name, "proposals": "UNICODE, UTF8_BINARY"}
            )
        return StringType(name.upper() if name.upper().startswith("UTF8") else name)

    def spatial_type(self, name: str) -> DataType:
        srid: int | str = "ANY" if self.accept("any") else self.number()
        self.expect(")")
        return GeometryType(srid) if name == "geometry" else GeographyType(srid)

    # Errors

    def later(self, token: _Token, condition: str, state: str, parameters: dict[str, str]) -> None:
        if self.waiting is None:
            self.waiting = self.error(token, condition, state, parameters)

    def unexpected(self) -> ParseException:
        token = self.peek
        found = "end of input" if token.kind == "end" else f"'{token.text}'"
        return self.error(token, "PARSE_SYNTAX_ERROR", "42601", {"error": found, "hint": ""})

    def error(self, token: _Token, condition: str, state: str, parameters: dict[str, str]) -> ParseException:
        before = self.text[: token.position]
        line = before.count("\n") + 1
        column = token.position - (before.rfind("\n") + 1)
        lines = self.text.split("\n")
        lines.insert(line, "-" * column + "^^^")
        message = _MESSAGES[condition].format(**parameters)
        return ParseException(
            message=f"{message} SQLSTATE: {state} (line {line}, pos {column})\n\n== SQL ==\n" + "\n".join(lines) + "\n",
            errorClass=condition,
            messageParameters=parameters,
            sqlState=state,
        )


_MESSAGES = {
    "PARSE_SYNTAX_ERROR": "Syntax error at or near {error}{hint}.",
    "INVALID_IDENTIFIER": "The unquoted identifier {ident} is invalid and must be back quoted as: `{ident}`.",
    "UNSUPPORTED_DATATYPE": "Unsupported data type {typeName}.",
    "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION": "Decimal precision {precision} exceeds max precision {maxPrecision}.",
    "INVALID_DECIMAL_SCALE": "Decimal scale {scale} cannot be greater than precision {precision}.",
    "COLLATION_INVALID_NAME": "The value {collationName} does not represent a correct collation name.",
}


def _unquoted(literal: str) -> str:
    quote, inside = literal[0], literal[1:-1]
    inside = inside.replace(quote * 2, quote)

    def unescaped(match: re.Match[str]) -> str:
        code = match.group(1)
        if len(code) == 5:
            return chr(int(code[1:], 16))
        if len(code) == 3:
            return chr(int(code, 8))
        return _ESCAPED.get(code, code)

    return re.sub(_ESCAPE, unescaped, inside, flags=re.DOTALL) if "\\" in inside else inside


def to_ddl(struct: StructType) -> str:
    """A struct's fields as the column list of a CREATE TABLE statement."""
    return ",".join(_field_ddl(field, " ") for field in struct.fields)


def _field_ddl(field: StructField, separator: str) -> str:
    plain = re.fullmatch(r"[A-Za-z0-9_]+", field.name) and not field.name.isdigit()
    name = field.name if plain else _quoted(field.name)
    parts = f"{name}{separator}{_type_ddl(field.dataType)}"
    if not field.nullable:
        parts += " NOT NULL"
    comment = field.metadata.get("comment")
    if comment is not None:
        escaped = str(comment).replace("\\", "\\\\").replace("'", "\\'")
        parts += f" COMMENT '{escaped}'"
    return parts


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _type_ddl(data_type: DataType) -> str:
    if isinstance(data_type, StructType):
        return f"STRUCT<{', '.join(_field_ddl(field, ': ') for field in data_type.fields)}>"
    if isinstance(data_type, ArrayType):
        return f"ARRAY<{_type_ddl(data_type.elementType)}>"
    if isinstance(data_type, MapType):
        return f"MAP<{_type_ddl(data_type.keyType)}, {_type_ddl(data_type.valueType)}>"
    if isinstance(data_type, StringType) and not data_type.isUTF8BinaryCollation():
        return f"STRING COLLATE {data_type.collation}"
    return data_type.simpleString().upper()
