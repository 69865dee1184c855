"""Windows: which rows, in which order, a window function sees for each row."""

from __future__ import annotations

from pyrite._connect.expression import Expression, SortOrder
from pyrite._connect.literal import INT_MAX, INT_MIN, LONG_MAX, LONG_MIN
from pyrite.errors import PySparkValueError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from pyrite.sql.functions._build import ColumnOrName

__all__ = ["Window", "WindowSpec"]

_FRAME_ROWS, _FRAME_RANGE = 1, 2
# Bounds beyond these count as unbounded, as they do for PySpark.
_PRECEDING_THRESHOLD = max(-(2**63 - 1), LONG_MIN)
_FOLLOWING_THRESHOLD = LONG_MAX


class WindowSpec:
    """A window's partitioning, ordering and frame. Made by the methods of :class:`Window`; immutable."""

    def __init__(
        self,
        partition: Sequence[Expression] = (),
        order: Sequence[SortOrder] = (),
        frame: tuple[int, int, int] | None = None,
    ) -> None:
        self._partition = tuple(partition)
        self._order = tuple(order)
        self._frame = frame

    def partitionBy(self, *cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """The same window over rows that agree in the given columns."""
        return WindowSpec([column._expr for column in _columns(cols)], self._order, self._frame)

    def orderBy(self, *cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """The same window with its rows in the given order."""
        return WindowSpec(self._partition, [_sort_order(column._expr) for column in _columns(cols)], self._frame)

    def rowsBetween(self, start: int, end: int) -> WindowSpec:
        """A frame of rows, counted from the current one (0); negative numbers are rows before it."""
        return WindowSpec(self._partition, self._order, (_FRAME_ROWS, *_bounds(start, end)))

    def rangeBetween(self, start: int, end: int) -> WindowSpec:
        """A frame of the rows whose order value lies within the given distances of the current row's."""
        return WindowSpec(self._partition, self._order, (_FRAME_RANGE, *_bounds(start, end)))

    def _expression(self, function: Expression) -> Expression:
        """The function evaluated over this window."""
        body: dict[str, Any] = {"window_function": function, "partition_spec": self._partition}
        body["order_spec"] = [item.order for item in self._order]
        if self._frame is not None:
            kind, start, end = self._frame
            body["frame_spec"] = {
                "frame_type": kind,
                "lower": _boundary(kind, start, "start"),
                "upper": _boundary(kind, end, "end"),
            }
        return Expression("window", body, f"{function.text} OVER ({self._text()})")

    def _text(self) -> str:
        parts = []
        if self._partition:
            parts.append("PARTITION BY " + ", ".join([item.text for item in self._partition]))
        if self._order:
            parts.append("ORDER BY " + ", ".join([item.text for item in self._order]))
        if self._frame is not None:
            kind, start, end = self._frame
            name = "ROWS" if kind == _FRAME_ROWS else "RANGE"
            parts.append(f"{name} BETWEEN {_bound_text(start)} AND {_bound_text(end)}")
        return " ".join(parts)

    def __repr__(self) -> str:
        return f"WindowSpec({self._text()})"


class Window:
    """The entry points for windows, such as ``Window.partitionBy("zone").orderBy("hour")``."""

    unboundedPreceding: int = LONG_MIN
    unboundedFollowing: int = LONG_MAX
    currentRow: int = 0

    @staticmethod
    def partitionBy(*cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """A window over the rows that agree in the given columns."""
        return WindowSpec().partitionBy(*cols)

    @staticmethod
    def orderBy(*cols: ColumnOrName | Sequence[ColumnOrName]) -> WindowSpec:
        """A window over all rows in the given order."""
        return WindowSpec().orderBy(*cols)

    @staticmethod
    def rowsBetween(start: int, end: int) -> WindowSpec:
        """A frame of rows, counted from the current one (0); negative numbers are rows before it."""
        return WindowSpec().rowsBetween(start, end)

    @staticmethod
    def rangeBetween(start: int, end: int) -> WindowSpec:
        """A frame of the rows whose order value lies within the given distances of the current row's."""
        return WindowSpec().rangeBetween(start, end)


def _columns(cols: tuple[Any, ...]) -> list[Any]:
    from pyrite.sql.functions._build import to_column

    return [to_column(col) for col in (cols[0] if len(cols) == 1 and isinstance(cols[0], list) else cols)]


def _sort_order(expr: Expression) -> SortOrder:
    return expr if isinstance(expr, SortOrder) else SortOrder(expr, True, True)


def _bounds(start: int, end: int) -> tuple[int, int]:
    return (
        LONG_MIN if start <= _PRECEDING_THRESHOLD else start,
        LONG_MAX if end >= _FOLLOWING_THRESHOLD else end,
    )


def _boundary(kind: int, value: int, name: str) -> dict[str, Any]:
    if value == 0:
        return {"current_row": True}
    if value == (LONG_MIN if name == "start" else LONG_MAX):
        return {"unbounded": True}
    if kind == _FRAME_RANGE:
        return {"value": {"literal": {"long": value}}}
    if INT_MIN <= value <= INT_MAX:
        return {"value": {"literal": {"integer": value}}}
    raise PySparkValueError(
        errorClass="VALUE_NOT_BETWEEN",
        messageParameters={"arg_name": name, "min": str(INT_MIN), "max": str(INT_MAX)},
    )


def _bound_text(value: int) -> str:
    if value == 0:
        return "CURRENT ROW"
    if value == LONG_MIN:
        return "UNBOUNDED PRECEDING"
    if value == LONG_MAX:
        return "UNBOUNDED FOLLOWING"
    return str(value)
