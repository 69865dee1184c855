"""Assertions that tell how two DataFrames or schemas differ."""

from __future__ import annotations

import difflib
import sys
from collections.abc import Iterator
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from pyrite.errors import PySparkAssertionError, PySparkTypeError
from pyrite.sql.dataframe import DataFrame
from pyrite.sql.types import Row, StructField, StructType, VariantVal

__all__ = ["assertDataFrameEqual", "assertSchemaEqual"]

_MARKS = {"insert": "+ ", "delete": "- ", "replace": "! ", "equal": "  "}
_RED, _PLAIN = "\033[31m", "\033[0m"


def assertSchemaEqual(
    actual: StructType,
    expected: StructType,
    ignoreNullable: bool = True,
    ignoreColumnOrder: bool = False,
    ignoreColumnName: bool = False,
) -> None:
    """Raises PySparkAssertionError, which shows both, unless two schemas are equal.

    ``ignoreNullable``: whether fields may be missing need not agree. ``ignoreColumnOrder``: columns are compared by
    name. ``ignoreColumnName``: columns are compared by position only.

    >>> assertSchemaEqual(StructType.fromDDL("a int"), StructType.fromDDL("a int"))
    """
    __tracebackhide__ = True
    for name, schema in (("actual", actual), ("expected", expected)):
        if not isinstance(schema, StructType):
            raise PySparkTypeError(
                errorClass="NOT_EXPECTED_TYPE",
                messageParameters={
                    "arg_name": name,
                    "expected_type": "struct type",
                    "arg_type": type(schema).__name__,
                },
            )
    if ignoreColumnOrder:
        actual, expected = _by_name(actual), _by_name(expected)
    if ignoreColumnName:
        actual, expected = _numbered(actual), _numbered(expected)
    if not (_is_alike(actual, expected) if ignoreNullable else actual == expected):
        raise _different_schemas(actual, expected)


def assertDataFrameEqual(
    actual: Any,
    expected: Any,
    checkRowOrder: bool = False,
    rtol: float = 1e-5,
    atol: float = 1e-8,
    ignoreNullable: bool = True,
    ignoreColumnOrder: bool = False,
    ignoreColumnName: bool = False,
    ignoreColumnType: bool = False,
    maxErrors: int | None = None,
    showOnlyDiff: bool = False,
    includeDiffRows: bool = False,
) -> None:
    """Raises PySparkAssertionError, which shows what differs, unless two DataFrames (or lists of rows) are equal.

    Floating-point and decimal numbers are equal when ``|a - b| <= atol + rtol * |b|``. Schemas are compared when both
    are DataFrames. pandas DataFrames are compared with pandas' own assertion.

    ``checkRowOrder``: whether rows must come in the same order. ``ignoreColumnType``: values are compared as text.
    ``maxErrors``: after how many differing rows to stop. ``showOnlyDiff``: the message leaves equal rows out.
    ``includeDiffRows``: the error's ``data`` holds the pairs of rows that differ. The rest is as for
    :func:`assertSchemaEqual`.

    >>> assertDataFrameEqual(spark.range(2), [Row(id=1), Row(id=0)])
    """
    __tracebackhide__ = True
    if actual is None and expected is None:
        return
    pandas = sys.modules.get("pandas")
    frames = pandas is not None and (isinstance(actual, pandas.DataFrame), isinstance(expected, pandas.DataFrame))
    if frames and any(frames):
        _assert_pandas_equal(pandas, actual, expected, checkRowOrder, rtol, atol)
        return
    for name, value in (("actual", actual), ("expected", expected)):
        if not isinstance(value, (DataFrame, list)):
            raise PySparkAssertionError(
                errorClass="INVALID_TYPE_DF_EQUALITY_ARG",
                messageParameters={
                    "expected_type": "Union[DataFrame, ps.DataFrame, List[Row]]",
                    "arg_name": name,
                    "actual_type": str(None if value is None else type(value)),
                },
            )
    if ignoreColumnOrder:
        actual, expected = (frame.select(*sorted(frame.columns)) for frame in (actual, expected))
    if ignoreColumnName:
        actual, expected = (frame.toDF(*map(str, range(len(frame.columns)))) for frame in (actual, expected))
    if ignoreColumnType:
        actual, expected = _as_text(actual), _as_text(expected)
    if isinstance(actual, DataFrame) and isinstance(expected, DataFrame):
        assertSchemaEqual(actual.schema, expected.schema, ignoreNullable=ignoreNullable)
    rows = actual if isinstance(actual, list) else actual.collect()
    wanted = expected if isinstance(expected, list) else expected.collect()
    if not checkRowOrder:
        rows, wanted = sorted(rows, key=str), sorted(wanted, key=str)
    comparison = _Comparison(rtol, atol, maxErrors)
    if not checkRowOrder and len(rows) != len(wanted):
        comparison.merge(rows, wanted)
    else:
        comparison.zip(rows, wanted)
    if comparison.different:
        message = comparison.message(max(len(rows), len(wanted)), showOnlyDiff)
        raise PySparkAssertionError(
            errorClass="DIFFERENT_ROWS",
            messageParameters={"error_msg": message},
            data=comparison.different if includeDiffRows else None,  # type: ignore[arg-type]
        )


# Schemas


def _by_name(schema: StructType) -> StructType:
    return StructType(sorted(schema, key=lambda field: field.name))


def _numbered(schema: StructType) -> StructType:
    return StructType([StructField(str(place), field.dataType, field.nullable) for place, field in enumerate(schema)])


def _is_alike(a: Any, b: Any) -> bool:
    """Whether two types differ in nothing but what may be missing."""
    kind = a.typeName()
    if kind != b.typeName():
        return False
    if kind == "array":
        return _is_alike(a.elementType, b.elementType)
    if kind == "map":
        return _is_alike(a.keyType, b.keyType) and _is_alike(a.valueType, b.valueType)
    if kind == "decimal":
        return (a.precision, a.scale) == (b.precision, b.scale)
    if kind == "struct":
        return len(a) == len(b) and all(
            left.name == right.name and _is_alike(left.dataType, right.dataType) for left, right in zip(a, b)
        )
    return True


def _different_schemas(actual: StructType, expected: StructType) -> PySparkAssertionError:
    lines = difflib.ndiff(str(actual).splitlines(), str(expected).splitlines())
    return PySparkAssertionError(errorClass="DIFFERENT_SCHEMA", messageParameters={"error_msg": "\n".join(lines)})


# Rows


def _as_text(frame: DataFrame) -> DataFrame:
    """All columns as text; whole numbers of whatever type look alike."""
    from pyrite.sql.functions import col, when

    for name in frame.columns:
        column = col(name)
        number = column.cast("float")
        is_whole = number.isNotNull() & (number == column.cast("int"))
        frame = frame.withColumn(
            name, when(is_whole, column.cast("int").cast("string")).otherwise(column.cast("string"))
        )
    return frame


class _Comparison:
    """Compares lists of rows and remembers what to show."""

    def __init__(self, rtol: float, atol: float, most: int | None):
        self._rtol = rtol
        self._atol = atol
        self._most = most
        #: Pairs of rows that differ; None where a side has no such row.
        self.different: list[tuple[Any, Any]] = []
        #: The rows of both sides in the order of the message, and whether they are part of a difference.
        self._actual: list[tuple[str, bool]] = []
        self._expected: list[tuple[str, bool]] = []

    def zip(self, actual: list[Any], expected: list[Any]) -> None:
        """Compares row by row."""
        for row, wanted in zip_longest(actual, expected):
            is_equal = self._are_equal(row, wanted)
            self._actual.append((str(row), not is_equal))
            self._expected.append((str(wanted), not is_equal))
            if not is_equal:
                self.different.append((row, wanted))
                if self._is_enough():
                    return

    def merge(self, actual: list[Any], expected: list[Any]) -> None:
        """Compares sorted lists of different lengths, so that a missing row does not make all later ones differ."""
        here, there = 0, 0
        while (here < len(actual) or there < len(expected)) and not self._is_enough():
            row = actual[here] if here < len(actual) else None
            wanted = expected[there] if there < len(expected) else None
            has_row, has_wanted = here < len(actual), there < len(expected)
            if has_row and has_wanted:
                if self._are_equal(row, wanted):
                    self._actual.append((str(row), False))
                    self._expected.append((str(wanted), False))
                    here, there = here + 1, there + 1
                    continue
                has_row, has_wanted = str(row) <= str(wanted), str(row) >= str(wanted)
            self.different.append((row if has_row else None, wanted if has_wanted else None))
            if has_row:
                self._actual.append((str(row), True))
                here += 1
            if has_wanted:
                self._expected.append((str(wanted), True))
                there += 1

    def _is_enough(self) -> bool:
        return self._most is not None and len(self.different) >= self._most

    def _are_equal(self, a: Any, b: Any) -> bool:
        if a is None or b is None:
            return a is b
        if isinstance(a, Row) and isinstance(b, Row):
            return all(self._are_equal(x, y) for x, y in zip(a, b))
        if isinstance(a, list) and isinstance(b, list):
            return len(a) == len(b) and all(self._are_equal(x, y) for x, y in zip(a, b))
        if isinstance(a, dict) and isinstance(b, dict):
            return a.keys() == b.keys() and all(self._are_equal(a[key], b[key]) for key in a)
        if isinstance(a, float) and isinstance(b, float):
            return not abs(a - b) > self._atol + self._rtol * abs(b)
        if isinstance(a, Decimal) and isinstance(b, Decimal):
            return not abs(a - b) > Decimal(self._atol) + Decimal(self._rtol) * abs(b)
        if isinstance(a, VariantVal) and isinstance(b, VariantVal):
            return (a.value, a.metadata) == (b.value, b.metadata)
        return bool(a == b)

    def message(self, total: int, only_different: bool) -> str:
        """The share of rows that differ, and both sides with marks."""
        share = len(self.different) / total * 100 if total else 0
        actual, expected = (
            [text for text, differs in side if differs or not only_different] for side in (self._actual, self._expected)
        )
        return "\n".join([f"Results do not match: ( {share:.5f} % )", *_marked(actual, expected, total)])


def _marked(actual: list[str], expected: list[str], context: int) -> Iterator[str]:
    """The lines of both sides, with marks before those that differ."""
    has_colours = sys.stdout is not None and sys.stdout.isatty()

    def line(tag: str, text: str) -> str:
        marked = _MARKS[tag] + text
        return f"{_RED}{marked}{_PLAIN}" if tag != "equal" and has_colours else marked

    for group in difflib.SequenceMatcher(None, actual, expected).get_grouped_opcodes(context):
        tags = {tag for tag, *_ in group}
        yield "*** actual ***"
        if tags & {"replace", "delete"}:
            for tag, start, end, _, _ in group:
                yield from [line(tag, text) for text in actual[start:end]]
        yield "\n"
        yield "*** expected ***"
        if tags & {"replace", "insert"}:
            for tag, _, _, start, end in group:
                yield from [line(tag, text) for text in expected[start:end]]


def _assert_pandas_equal(pandas: Any, actual: Any, expected: Any, check_order: bool, rtol: float, atol: float) -> None:
    frames = [frame.toPandas() if isinstance(frame, DataFrame) else frame for frame in (actual, expected)]
    if not check_order:
        frames = [frame.sort_values(list(frame.columns)).reset_index(drop=True) for frame in frames]
    try:
        pandas.testing.assert_frame_equal(*frames, check_exact=False, rtol=rtol, atol=atol)
    except AssertionError as error:
        left, right = frames
        raise PySparkAssertionError(
            errorClass="DIFFERENT_PANDAS_DATAFRAME",
            messageParameters={
                "left": left.to_string(),
                "left_dtype": str(left.dtypes),
                "right": right.to_string(),
                "right_dtype": str(right.dtypes),
            },
        ) from error
