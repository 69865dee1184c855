"""Text and binary values."""

from __future__ import annotations

from ._build import call, column_or_default, lit, number_or_column, optional_literal, random_seed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pyrite.sql.column import Column

    from ._build import ColumnOrName

__all__ = [
    "ascii",
    "base64",
    "bit_length",
    "btrim",
    "char",
    "char_length",
    "character_length",
    "chr",
    "collate",
    "collation",
    "concat_ws",
    "contains",
    "decode",
    "elt",
    "encode",
    "endswith",
    "find_in_set",
    "format_number",
    "format_string",
    "from_base32",
    "ilike",
    "initcap",
    "instr",
    "is_valid_utf8",
    "jaro_winkler_similarity",
    "lcase",
    "left",
    "length",
    "levenshtein",
    "like",
    "locate",
    "lower",
    "lpad",
    "ltrim",
    "make_valid_utf8",
    "mask",
    "octet_length",
    "overlay",
    "parse_url",
    "position",
    "printf",
    "quote",
    "randstr",
    "regexp",
    "regexp_count",
    "regexp_extract",
    "regexp_extract_all",
    "regexp_instr",
    "regexp_like",
    "regexp_replace",
    "regexp_substr",
    "repeat",
    "replace",
    "right",
    "rlike",
    "rpad",
    "rtrim",
    "sentences",
    "soundex",
    "split",
    "split_part",
    "startswith",
    "substr",
    "substring",
    "substring_index",
    "to_base32",
    "to_binary",
    "to_char",
    "to_number",
    "to_varchar",
    "translate",
    "trim",
    "try_parse_url",
    "try_to_binary",
    "try_to_number",
    "try_url_decode",
    "try_validate_utf8",
    "ucase",
    "unbase64",
    "upper",
    "url_decode",
    "url_encode",
    "validate_utf8",
]


def ascii(col: ColumnOrName) -> Column:
    """The code point of the first character."""
    return call("ascii", col)


def base64(col: ColumnOrName) -> Column:
    """Encodes bytes as base 64 text."""
    return call("base64", col)


def bit_length(col: ColumnOrName) -> Column:
    """The length in bits."""
    return call("bit_length", col)


def btrim(str: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Takes the given characters (spaces when left out) off both ends."""
    return call("btrim", str, trim)


def char(col: ColumnOrName) -> Column:
    """The character with the given code, taken modulo 256."""
    return call("char", col)


def char_length(str: ColumnOrName) -> Column:
    """The length of text in characters, of binary values in bytes."""
    return call("char_length", str)


def character_length(str: ColumnOrName) -> Column:
    """The length of text in characters, of binary values in bytes."""
    return call("character_length", str)


def chr(n: ColumnOrName) -> Column:
    """The character with the given code, taken modulo 256."""
    return call("chr", n)


def collate(col: ColumnOrName, collation: Column | str) -> Column:
    """Gives text a collation, by name."""
    return call("collate", col, lit(collation))


def collation(col: ColumnOrName) -> Column:
    """The name of the value's collation."""
    return call("collation", col)


def concat_ws(sep: Column | str, *cols: ColumnOrName) -> Column:
    """Joins values, and the elements of arrays, with a separator; NULLs are left out."""
    return call("concat_ws", lit(sep), *cols)


def contains(left: ColumnOrName, right: ColumnOrName) -> Column:
    """Whether ``left`` contains ``right``."""
    return call("contains", left, right)


def decode(col: ColumnOrName, charset: Column | str) -> Column:
    """Decodes bytes to text in the given character set."""
    return call("decode", col, lit(charset))


def elt(*inputs: ColumnOrName) -> Column:
    """The input whose number (from 1) the first argument gives."""
    return call("elt", *inputs)


def encode(col: ColumnOrName, charset: Column | str) -> Column:
    """Encodes text as bytes in the given character set."""
    return call("encode", col, lit(charset))


def endswith(str: ColumnOrName, suffix: ColumnOrName) -> Column:
    """Whether the text ends with ``suffix``."""
    return call("endswith", str, suffix)


def find_in_set(str: ColumnOrName, str_array: ColumnOrName) -> Column:
    """The position (from 1) of a text in a comma-separated list, 0 when it is not there."""
    return call("find_in_set", str, str_array)


def format_number(col: ColumnOrName, d: Column | int) -> Column:
    """Writes a number with thousands separators and ``d`` decimal places."""
    return call("format_number", col, lit(d))


def format_string(format: Column | str, *cols: ColumnOrName) -> Column:
    """Fills values into a printf-style format."""
    return call("format_string", lit(format), *cols)


def from_base32(col: ColumnOrName) -> Column:
    """Decodes base 32 text to bytes."""
    return call("from_base32", col)


def ilike(str: ColumnOrName, pattern: ColumnOrName, escapeChar: ColumnOrName | None = None) -> Column:
    """Whether the text matches an SQL pattern with ``%`` and ``_``, whatever the case."""
    return call("ilike", str, pattern, escapeChar)


def initcap(col: ColumnOrName) -> Column:
    """Starts every word with a capital and continues it in lower case."""
    return call("initcap", col)


def instr(
    str: ColumnOrName, substr: Column | str, start: Column | int | None = None, occurrence: Column | int | None = None
) -> Column:
    """The position (from 1) of ``substr``, from ``start`` on and at its given occurrence; 0 when it is not there."""
    return call("instr", str, lit(substr), optional_literal(start), optional_literal(occurrence))


def is_valid_utf8(str: ColumnOrName) -> Column:
    """Whether the text is valid UTF-8."""
    return call("is_valid_utf8", str)


def jaro_winkler_similarity(left: ColumnOrName, right: ColumnOrName) -> Column:
    """The Jaro-Winkler similarity of two texts, from 0 to 1."""
    return call("jaro_winkler_similarity", left, right)


def lcase(str: ColumnOrName) -> Column:
    """Text in lower case."""
    return call("lcase", str)


def left(str: ColumnOrName, len: ColumnOrName) -> Column:
    """The leftmost ``len`` characters."""
    return call("left", str, len)


def length(col: ColumnOrName) -> Column:
    """The length of text in characters, of binary values in bytes."""
    return call("length", col)


def levenshtein(left: ColumnOrName, right: ColumnOrName, threshold: Column | int | None = None) -> Column:
    """The edit distance between two texts; -1 when it is above ``threshold``."""
    return call("levenshtein", left, right, optional_literal(threshold))


def like(str: ColumnOrName, pattern: ColumnOrName, escapeChar: ColumnOrName | None = None) -> Column:
    """Whether the text matches an SQL pattern with ``%`` and ``_``."""
    return call("like", str, pattern, escapeChar)


def locate(substr: Column | str, str: ColumnOrName, pos: Column | int = 1) -> Column:
    """The position (from 1) of ``substr`` at or after ``pos``; 0 when it is not there."""
    return call("locate", lit(substr), str, lit(pos))


def lower(col: ColumnOrName) -> Column:
    """Text in lower case."""
    return call("lower", col)


def lpad(col: ColumnOrName, len: Column | int, pad: Column | str) -> Column:
    """Fills up on the left with ``pad`` to ``len`` characters, cutting what is longer."""
    return call("lpad", col, lit(len), lit(pad))


def make_valid_utf8(str: ColumnOrName) -> Column:
    """Replaces invalid UTF-8 sequences by U+FFFD."""
    return call("make_valid_utf8", str)


def mask(
    col: ColumnOrName,
    upperChar: ColumnOrName | None = None,
    lowerChar: ColumnOrName | None = None,
    digitChar: ColumnOrName | None = None,
    otherChar: ColumnOrName | None = None,
) -> Column:
    """Replaces capitals, small letters, digits and other characters by the given ones; NULL keeps them."""
    return call(
        "mask",
        col,
        column_or_default(upperChar, "X"),
        column_or_default(lowerChar, "x"),
        column_or_default(digitChar, "n"),
        column_or_default(otherChar, None),
    )


def octet_length(col: ColumnOrName) -> Column:
    """The length in bytes."""
    return call("octet_length", col)


def overlay(src: ColumnOrName, replace: ColumnOrName, pos: ColumnOrName | int, len: ColumnOrName | int = -1) -> Column:
    """Replaces ``len`` characters from position ``pos`` on; a ``len`` of -1 means the length of ``replace``."""
    return call("overlay", src, replace, number_or_column(pos), number_or_column(len))


def parse_url(url: ColumnOrName, partToExtract: ColumnOrName, key: ColumnOrName | None = None) -> Column:
    """A part of a URL, such as HOST, PATH or QUERY; with ``key``, one parameter of the query."""
    return call("parse_url", url, partToExtract, key)


def position(substr: ColumnOrName, str: ColumnOrName, start: ColumnOrName | None = None) -> Column:
    """The position (from 1) of ``substr`` in ``str`` at or after ``start``; 0 when it is not there."""
    return call("position", substr, str, start)


def printf(format: ColumnOrName, *cols: ColumnOrName) -> Column:
    """Fills values into a printf-style format given as a column."""
    return call("printf", format, *cols)


def quote(col: ColumnOrName) -> Column:
    """Encloses text in single quotes, escaping those inside."""
    return call("quote", col)


def randstr(length: Column | int, seed: Column | int | None = None) -> Column:
    """Random letters and digits of the given length."""
    return call("randstr", lit(length), random_seed(seed))


def regexp(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """Whether the text contains a match of a Java regular expression."""
    return call("regexp", str, regexp)


def regexp_count(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """How often a regular expression matches."""
    return call("regexp_count", str, regexp)


def regexp_extract(str: ColumnOrName, pattern: Column | str, idx: Column | int) -> Column:
    """The group ``idx`` of the first match of a regular expression; empty when there is none."""
    return call("regexp_extract", str, lit(pattern), lit(idx))


def regexp_extract_all(str: ColumnOrName, regexp: ColumnOrName, idx: int | Column | None = None) -> Column:
    """The group ``idx`` (1 when left out) of all matches of a regular expression, as an array."""
    return call("regexp_extract_all", str, regexp, optional_literal(idx))


def regexp_instr(str: ColumnOrName, regexp: ColumnOrName, idx: int | Column | None = None) -> Column:
    """The position (from 1) of the first match of a regular expression; 0 when there is none."""
    return call("regexp_instr", str, regexp, optional_literal(idx))


def regexp_like(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """Whether the text contains a match of a regular expression."""
    return call("regexp_like", str, regexp)


def regexp_replace(
    string: ColumnOrName, pattern: str | Column, replacement: str | Column, position: int | Column | None = None
) -> Column:
    """Replaces all matches of a regular expression, from ``position`` on."""
    return call("regexp_replace", string, lit(pattern), lit(replacement), optional_literal(position))


def regexp_substr(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """The first match of a regular expression; NULL when there is none."""
    return call("regexp_substr", str, regexp)


def repeat(col: ColumnOrName, n: ColumnOrName | int) -> Column:
    """The text repeated ``n`` times."""
    return call("repeat", col, number_or_column(n))


def replace(src: ColumnOrName, search: ColumnOrName, replace: ColumnOrName | None = None) -> Column:
    """Replaces all occurrences of ``search``; removes them when ``replace`` is left out."""
    return call("replace", src, search, replace)


def right(str: ColumnOrName, len: ColumnOrName) -> Column:
    """The rightmost ``len`` characters."""
    return call("right", str, len)


def rlike(str: ColumnOrName, regexp: ColumnOrName) -> Column:
    """Whether the text contains a match of a Java regular expression."""
    return call("rlike", str, regexp)


def rpad(col: ColumnOrName, len: Column | int, pad: Column | str) -> Column:
    """Fills up on the right with ``pad`` to ``len`` characters, cutting what is longer."""
    return call("rpad", col, lit(len), lit(pad))


def sentences(
    string: ColumnOrName, language: ColumnOrName | None = None, country: ColumnOrName | None = None
) -> Column:
    """Splits text into sentences and those into words, by the rules of a language and country."""
    return call("sentences", string, column_or_default(language, ""), column_or_default(country, ""))


def soundex(col: ColumnOrName) -> Column:
    """The Soundex code of an English word."""
    return call("soundex", col)


def split(str: ColumnOrName, pattern: Column | str, limit: ColumnOrName | int = -1) -> Column:
    """Splits text around matches of a regular expression, into at most ``limit`` parts when that is positive."""
    return call("split", str, lit(pattern), number_or_column(limit))


def split_part(src: ColumnOrName, delimiter: ColumnOrName, partNum: ColumnOrName) -> Column:
    """The part of the given number (negative: from the end) between delimiters."""
    return call("split_part", src, delimiter, partNum)


def startswith(str: ColumnOrName, prefix: ColumnOrName) -> Column:
    """Whether the text starts with ``prefix``."""
    return call("startswith", str, prefix)


def substr(str: ColumnOrName, pos: ColumnOrName, len: ColumnOrName | None = None) -> Column:
    """Part of text or bytes from position ``pos`` (from 1; negative: from the end), ``len`` long or to the end."""
    return call("substr", str, pos, len)


def substring(str: ColumnOrName, pos: ColumnOrName | int, len: ColumnOrName | int) -> Column:
    """Part of text or bytes from position ``pos`` (from 1; negative: from the end), ``len`` long."""
    return call("substring", str, number_or_column(pos), number_or_column(len))


def substring_index(str: ColumnOrName, delim: Column | str, count: Column | int) -> Column:
    """What stands before the ``count``-th delimiter, or behind it counted from the right when negative."""
    return call("substring_index", str, lit(delim), lit(count))


def to_base32(col: ColumnOrName) -> Column:
    """Encodes bytes as base 32 text."""
    return call("to_base32", col)


def to_binary(col: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Converts text to bytes by a format: hex (the default), utf-8 or base64."""
    return call("to_binary", col, format)


def to_char(col: ColumnOrName, format: ColumnOrName) -> Column:
    """Writes a number, date or time by a format."""
    return call("to_char", col, format)


def to_number(col: ColumnOrName, format: ColumnOrName) -> Column:
    """Reads a number by a format; an error when it does not fit."""
    return call("to_number", col, format)


def to_varchar(col: ColumnOrName, format: ColumnOrName) -> Column:
    """Writes a number, date or time by a format."""
    return call("to_varchar", col, format)


def translate(srcCol: ColumnOrName, matching: Column | str, replace: Column | str) -> Column:
    """Replaces each character of ``matching`` by the one at the same place in ``replace``."""
    return call("translate", srcCol, lit(matching), lit(replace))


def try_parse_url(url: ColumnOrName, partToExtract: ColumnOrName, key: ColumnOrName | None = None) -> Column:
    """Like :func:`parse_url`, but NULL for an invalid URL."""
    return call("try_parse_url", url, partToExtract, key)


def try_to_binary(col: ColumnOrName, format: ColumnOrName | None = None) -> Column:
    """Like :func:`to_binary`, but NULL where the text does not fit the format."""
    return call("try_to_binary", col, format)


def try_to_number(col: ColumnOrName, format: ColumnOrName) -> Column:
    """Like :func:`to_number`, but NULL where the text does not fit the format."""
    return call("try_to_number", col, format)


def try_url_decode(str: ColumnOrName) -> Column:
    """Like :func:`url_decode`, but NULL for text that cannot be decoded."""
    return call("try_url_decode", str)


def try_validate_utf8(str: ColumnOrName) -> Column:
    """The text when it is valid UTF-8, otherwise NULL."""
    return call("try_validate_utf8", str)


def ucase(str: ColumnOrName) -> Column:
    """Text in upper case."""
    return call("ucase", str)


def unbase64(col: ColumnOrName) -> Column:
    """Decodes base 64 text to bytes."""
    return call("unbase64", col)


def upper(col: ColumnOrName) -> Column:
    """Text in upper case."""
    return call("upper", col)


def url_decode(str: ColumnOrName) -> Column:
    """Decodes %-escapes of a URL."""
    return call("url_decode", str)


def url_encode(str: ColumnOrName) -> Column:
    """Escapes text for use in a URL."""
    return call("url_encode", str)


def validate_utf8(str: ColumnOrName) -> Column:
    """The text when it is valid UTF-8, otherwise an error."""
    return call("validate_utf8", str)


def trim(col: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Takes the given characters (spaces when left out) off both ends."""
    return call("trim", trim, col)


def ltrim(col: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Takes the given characters (spaces when left out) off the left end."""
    return call("ltrim", trim, col)


def rtrim(col: ColumnOrName, trim: ColumnOrName | None = None) -> Column:
    """Takes the given characters (spaces when left out) off the right end."""
    return call("rtrim", trim, col)
