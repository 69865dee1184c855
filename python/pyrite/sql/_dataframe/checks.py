"""Checks of arguments that many methods share, with PySpark's error conditions."""

from __future__ import annotations

from pyrite.errors import IllegalArgumentException, PySparkIndexError, PySparkTypeError, PySparkValueError
from pyrite.sql.column import Column

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from pyrite.sql.types import StructType

_MAX_SEED = (1 << 63) - 1


def not_expected_type(name: str, expected: str, value: Any) -> PySparkTypeError:
    return PySparkTypeError(
        errorClass="NOT_EXPECTED_TYPE",
        messageParameters={"expected_type": expected, "arg_name": name, "arg_type": type(value).__name__},
    )


def check_type(name: str, value: Any, types: type | tuple[type, ...], expected: str) -> None:
    """Raises NOT_EXPECTED_TYPE when the value is of none of the types. True and False are no numbers."""
    allowed = types if isinstance(types, tuple) else (types,)
    if not isinstance(value, allowed) or (isinstance(value, bool) and bool not in allowed):
        raise not_expected_type(name, expected, value)


def cannot_be_empty(item: str) -> PySparkValueError:
    return PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": item})


def requirement_failed(reason: str) -> IllegalArgumentException:
    """What Spark raises for values that it checks by ``require``: an error without a condition."""
    return IllegalArgumentException(f"requirement failed: {reason}")


def not_positive(name: str, value: Any) -> PySparkValueError:
    return PySparkValueError(
        errorClass="VALUE_NOT_POSITIVE", messageParameters={"arg_name": name, "arg_value": str(value)}
    )


def check_partitions(value: Any) -> None:
    check_type("numPartitions", value, int, "int")
    if value <= 0:
        raise requirement_failed(f"Number of partitions ({value}) must be positive.")


def column_names(value: Any, name: str = "subset") -> list[str]:
    """One name or several as a list."""
    if isinstance(value, str):
        return [value]
    if not isinstance(value, (list, tuple)):
        raise not_expected_type(name, "list, str or tuple", value)
    for item in value:
        if not isinstance(item, str):
            raise not_expected_type("cols", "list, str or tuple", item)
    return list(value)


def random_seed(seed: int | None) -> int:
    if seed is not None:
        return int(seed)
    import random

    return random.randint(0, _MAX_SEED)


def one_sequence(cols: Sequence[Any]) -> Sequence[Any]:
    """The elements of the only argument when that is a sequence, otherwise the arguments."""
    if len(cols) == 1 and isinstance(cols[0], (list, tuple)):
        return cols[0]
    return cols


def sort_columns(
    cols: Sequence[Any], ascending: Any, to_column: Callable[[str], Column], by_ordinal: Callable[[int], Column]
) -> list[Column]:
    """The columns of a sort, each with a direction; a negative ordinal means descending."""
    from pyrite._connect.expression import SortOrder

    if not cols:
        raise cannot_be_empty("cols")
    columns = []
    for col in one_sequence(cols):
        if isinstance(col, Column):
            columns.append(col)
        elif isinstance(col, str):
            columns.append(to_column(col))
        elif isinstance(col, int) and not isinstance(col, bool):
            if col == 0:
                raise PySparkIndexError(errorClass="ZERO_INDEX", messageParameters={})
            columns.append(by_ordinal(col) if col > 0 else by_ordinal(-col).desc())
        else:
            raise not_expected_type("col", "Column, int or str", col)
    if isinstance(ascending, (bool, int)):
        ascending = [ascending] * len(columns)
    elif not isinstance(ascending, list):
        raise not_expected_type("ascending", "Column, int or str", ascending)
    columns = [column if up else column.desc() for up, column in zip(ascending, columns)]
    return [column if isinstance(column._expr, SortOrder) else column.asc() for column in columns]


def numeric_column(name: str, schema: StructType) -> bool:
    """Whether a (possibly qualified, possibly quoted) name is that of a numeric column."""
    from pyrite.sql._types.atomic import NumericType

    plain = name.strip("`").lower()
    return any(field.name.lower() == plain and isinstance(field.dataType, NumericType) for field in schema.fields)
