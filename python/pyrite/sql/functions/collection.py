"""Arrays, maps and structs, and the functions over them that take Python lambdas."""

from __future__ import annotations

from ._build import call, column_or_default, lambda_column, lit, number_or_column, optional_literal, random_seed, spread

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from pyrite.sql.column import Column

    from ._build import ColumnOrName

__all__ = [
    "aggregate",
    "array",
    "array_append",
    "array_compact",
    "array_contains",
    "array_distinct",
    "array_except",
    "array_insert",
    "array_intersect",
    "array_join",
    "array_max",
    "array_min",
    "array_position",
    "array_prepend",
    "array_remove",
    "array_repeat",
    "array_size",
    "array_sort",
    "array_union",
    "arrays_overlap",
    "arrays_zip",
    "cardinality",
    "concat",
    "create_map",
    "element_at",
    "exists",
    "explode",
    "explode_outer",
    "filter",
    "flatten",
    "forall",
    "get",
    "inline",
    "inline_outer",
    "map_concat",
    "map_contains_key",
    "map_entries",
    "map_filter",
    "map_from_arrays",
    "map_from_entries",
    "map_keys",
    "map_values",
    "map_zip_with",
    "named_struct",
    "posexplode",
    "posexplode_outer",
    "reduce",
    "reverse",
    "sequence",
    "shuffle",
    "size",
    "slice",
    "sort_array",
    "stack",
    "str_to_map",
    "struct",
    "transform",
    "transform_keys",
    "transform_values",
    "try_element_at",
    "zip_with",
]


def array_append(col: ColumnOrName, value: Any) -> Column:
    """The array with a value added at its end."""
    return call("array_append", col, lit(value))


def array_compact(col: ColumnOrName) -> Column:
    """The array without its NULLs."""
    return call("array_compact", col)


def array_contains(col: ColumnOrName, value: Any) -> Column:
    """Whether the array holds a value."""
    return call("array_contains", col, lit(value))


def array_distinct(col: ColumnOrName) -> Column:
    """The array without repetitions."""
    return call("array_distinct", col)


def array_except(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The elements of the first array that are not in the second, without repetitions."""
    return call("array_except", col1, col2)


def array_insert(arr: ColumnOrName, pos: ColumnOrName | int, value: Any) -> Column:
    """The array with a value inserted at a position (from 1; negative: from the end)."""
    return call("array_insert", arr, number_or_column(pos), lit(value))


def array_intersect(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The elements that both arrays have, without repetitions."""
    return call("array_intersect", col1, col2)


def array_join(col: ColumnOrName, delimiter: Column | str, null_replacement: Column | str | None = None) -> Column:
    """The elements joined with a delimiter; NULLs are left out unless a replacement is given."""
    return call("array_join", col, lit(delimiter), optional_literal(null_replacement))


def array_max(col: ColumnOrName) -> Column:
    """The largest element."""
    return call("array_max", col)


def array_min(col: ColumnOrName) -> Column:
    """The smallest element."""
    return call("array_min", col)


def array_position(col: ColumnOrName, value: Any) -> Column:
    """The position (from 1) of a value; 0 when it is not there."""
    return call("array_position", col, lit(value))


def array_prepend(col: ColumnOrName, value: Any) -> Column:
    """The array with a value added at its start."""
    return call("array_prepend", col, lit(value))


def array_remove(col: ColumnOrName, element: Any) -> Column:
    """The array without the elements equal to a value."""
    return call("array_remove", col, lit(element))


def array_repeat(col: ColumnOrName, count: ColumnOrName | int) -> Column:
    """An array that holds the value ``count`` times."""
    return call("array_repeat", col, number_or_column(count))


def array_size(col: ColumnOrName) -> Column:
    """The number of elements; NULL for NULL."""
    return call("array_size", col)


def array_union(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """The elements of both arrays, without repetitions."""
    return call("array_union", col1, col2)


def arrays_overlap(a1: ColumnOrName, a2: ColumnOrName) -> Column:
    """Whether the arrays have an element in common."""
    return call("arrays_overlap", a1, a2)


def arrays_zip(*cols: ColumnOrName) -> Column:
    """An array of structs, each with the elements of all arrays at one position."""
    return call("arrays_zip", *cols)


def cardinality(col: ColumnOrName) -> Column:
    """The number of elements of an array or entries of a map."""
    return call("cardinality", col)


def concat(*cols: ColumnOrName) -> Column:
    """Joins texts, binary values or arrays."""
    return call("concat", *cols)


def element_at(col: ColumnOrName, extraction: Any) -> Column:
    """The element at a position (from 1; negative: from the end), or the value of a key."""
    return call("element_at", col, lit(extraction))


def explode(col: ColumnOrName) -> Column:
    """A row for each element of an array or entry of a map."""
    return call("explode", col)


def explode_outer(col: ColumnOrName) -> Column:
    """A row for each element or entry, and one with NULL where there is none."""
    return call("explode_outer", col)


def flatten(col: ColumnOrName) -> Column:
    """Joins the arrays in an array."""
    return call("flatten", col)


def get(col: ColumnOrName, index: ColumnOrName | int) -> Column:
    """The element at a position counted from 0; NULL outside."""
    return call("get", col, number_or_column(index))


def inline(col: ColumnOrName) -> Column:
    """A row for each struct of an array, a column for each of its fields."""
    return call("inline", col)


def inline_outer(col: ColumnOrName) -> Column:
    """Like :func:`inline`, and a row of NULLs where there is none."""
    return call("inline_outer", col)


def map_contains_key(col: ColumnOrName, value: Any) -> Column:
    """Whether the map has a key."""
    return call("map_contains_key", col, lit(value))


def map_entries(col: ColumnOrName) -> Column:
    """The entries of a map as an array of (key, value)."""
    return call("map_entries", col)


def map_from_arrays(col1: ColumnOrName, col2: ColumnOrName) -> Column:
    """A map from an array of keys and one of values."""
    return call("map_from_arrays", col1, col2)


def map_from_entries(col: ColumnOrName) -> Column:
    """A map from an array of (key, value)."""
    return call("map_from_entries", col)


def map_keys(col: ColumnOrName) -> Column:
    """The keys of a map."""
    return call("map_keys", col)


def map_values(col: ColumnOrName) -> Column:
    """The values of a map."""
    return call("map_values", col)


def named_struct(*cols: ColumnOrName) -> Column:
    """A struct from names and values by turns."""
    return call("named_struct", *cols)


def posexplode(col: ColumnOrName) -> Column:
    """A row for each element or entry, with its position from 0."""
    return call("posexplode", col)


def posexplode_outer(col: ColumnOrName) -> Column:
    """Like :func:`posexplode`, and a row with NULLs where there is none."""
    return call("posexplode_outer", col)


def reverse(col: ColumnOrName) -> Column:
    """The text or array in reverse order."""
    return call("reverse", col)


def sequence(start: ColumnOrName, stop: ColumnOrName, step: ColumnOrName | None = None) -> Column:
    """The values from ``start`` to ``stop``, by ``step``, as an array."""
    return call("sequence", start, stop, step)


def shuffle(col: ColumnOrName, seed: Column | int | None = None) -> Column:
    """The array in random order."""
    return call("shuffle", col, random_seed(seed))


def size(col: ColumnOrName) -> Column:
    """The number of elements of an array or entries of a map."""
    return call("size", col)


def slice(x: ColumnOrName, start: ColumnOrName | int, length: ColumnOrName | int) -> Column:
    """Part of an array from position ``start`` (from 1; negative: from the end), ``length`` long."""
    return call("slice", x, number_or_column(start), number_or_column(length))


def sort_array(col: ColumnOrName, asc: Column | bool = True) -> Column:
    """The array in order, NULLs first when ascending and last when descending."""
    return call("sort_array", col, lit(asc))


def stack(*cols: ColumnOrName) -> Column:
    """Spreads the values over the given number of rows."""
    return call("stack", *cols)


def str_to_map(
    text: ColumnOrName, pairDelim: ColumnOrName | None = None, keyValueDelim: ColumnOrName | None = None
) -> Column:
    """Splits text into a map by delimiters between pairs and within each."""
    return call("str_to_map", text, column_or_default(pairDelim, ","), column_or_default(keyValueDelim, ":"))


def try_element_at(col: ColumnOrName, extraction: ColumnOrName) -> Column:
    """Like :func:`element_at`, but NULL where there is no such element."""
    return call("try_element_at", col, extraction)


def array(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """An array of the given values."""
    return call("array", *spread(cols))


def create_map(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """A map from keys and values by turns."""
    return call("map", *spread(cols))


def map_concat(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """The union of several maps."""
    return call("map_concat", *spread(cols))


def struct(*cols: ColumnOrName | Sequence[ColumnOrName]) -> Column:
    """A struct of the given columns, with their names."""
    return call("struct", *spread(cols))


def array_sort(col: ColumnOrName, comparator: Callable[[Column, Column], Column] | None = None) -> Column:
    """The array in order, NULLs last; the order may be given by a function that returns less than 0, 0 or more."""
    if comparator is None:
        return call("array_sort", col)
    return call("array_sort", col, lambda_column(comparator))


def aggregate(
    col: ColumnOrName,
    initialValue: ColumnOrName,
    merge: Callable[[Column, Column], Column],
    finish: Callable[[Column], Column] | None = None,
) -> Column:
    """Folds the elements into one value, which ``finish`` may convert in the end."""
    return call("aggregate", col, initialValue, lambda_column(merge), finish and lambda_column(finish))


def reduce(
    col: ColumnOrName,
    initialValue: ColumnOrName,
    merge: Callable[[Column, Column], Column],
    finish: Callable[[Column], Column] | None = None,
) -> Column:
    """Folds the elements into one value, which ``finish`` may convert in the end."""
    return call("reduce", col, initialValue, lambda_column(merge), finish and lambda_column(finish))


def exists(col: ColumnOrName, f: Callable[[Column], Column]) -> Column:
    """Whether the predicate holds for any element."""
    return call("exists", col, lambda_column(f))


def forall(col: ColumnOrName, f: Callable[[Column], Column]) -> Column:
    """Whether the predicate holds for all elements."""
    return call("forall", col, lambda_column(f))


def filter(col: ColumnOrName, f: Callable[..., Column]) -> Column:
    """The elements for which the predicate of (element) or (element, index) holds."""
    return call("filter", col, lambda_column(f))


def transform(col: ColumnOrName, f: Callable[..., Column]) -> Column:
    """What a function of (element) or (element, index) makes of each element."""
    return call("transform", col, lambda_column(f))


def map_filter(col: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """The entries for which the predicate of (key, value) holds."""
    return call("map_filter", col, lambda_column(f))


def map_zip_with(col1: ColumnOrName, col2: ColumnOrName, f: Callable[[Column, Column, Column], Column]) -> Column:
    """Merges two maps by a function of (key, value in the first, value in the second)."""
    return call("map_zip_with", col1, col2, lambda_column(f))


def transform_keys(col: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """The map with keys made by a function of (key, value)."""
    return call("transform_keys", col, lambda_column(f))


def transform_values(col: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """The map with values made by a function of (key, value)."""
    return call("transform_values", col, lambda_column(f))


def zip_with(left: ColumnOrName, right: ColumnOrName, f: Callable[[Column, Column], Column]) -> Column:
    """Merges two arrays element by element."""
    return call("zip_with", left, right, lambda_column(f))
