"""Results as rows."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ctypes import addressof, string_at
from itertools import repeat
from typing import TYPE_CHECKING, Any

from pyrite._engine.arrow.reader import Decoder, columns, decoder_of, row_maker
from pyrite._engine.arrow.schema import children_of, name_of
from pyrite._engine.arrow.structs import GET_ITEM, LAST_ERROR, ArrowArray, ArrowSchema, release, stream_of

if TYPE_CHECKING:
    from pyrite._engine.session import Operation
    from pyrite.sql.types import Row


class RowReader:
    """Makes the rows of batches of one type.

    ``last_is_number``: the last column is no field of the rows, but the number that :meth:`numbers` gives.
    """

    def __init__(self, schema: Any, last_is_number: bool = False):
        children = children_of(schema)
        self._decoders: list[Decoder] = [decoder_of(child) for child in children]
        if last_is_number:
            self._number = self._decoders.pop()
            children = children[:-1]
        #: The names of the rows' fields.
        self.names = [name_of(child) for child in children]
        self._make_rows = row_maker(self.names)

    def rows(self, batch: Any) -> list[Row]:
        """The rows of a batch (a struct array)."""
        return self._make_rows(columns(batch, self._decoders, 0, batch.length))

    def columns(
        self, batch: Any, first: int, count: int, wanted: frozenset[int] | None = None
    ) -> list[list[Any] | None]:
        """The values of the fields in ``count`` rows, from the row ``first`` on; None for fields not ``wanted``."""
        return [
            decode(batch.children[index].contents, batch.offset + first, count)
            if wanted is None or index in wanted
            else None
            for index, decode in enumerate(self._decoders)
        ]

    def numbers(self, batch: Any) -> list[int]:
        """The last column, that is no field. Its values ascend; a single one stands for a batch where all are equal."""
        column = batch.children[len(self._decoders)].contents
        if batch.length:
            first = self._number(column, batch.offset, 1)
            if first == self._number(column, batch.offset + batch.length - 1, 1):
                return first
        return self._number(column, batch.offset, batch.length)

    def rows_of(self, values: list[list[Any] | None], count: int) -> list[Row]:
        """Rows of the values of their columns. Columns without values are None in every row."""
        return rows_of(self._make_rows, values, count)


def rows_of(make_rows: Callable[[Any], list[Any]], values: list[list[Any] | None], count: int) -> list[Row]:
    """``count`` rows, made by :func:`row_maker`'s function of the values of their columns."""
    if all(column is None for column in values):
        return make_rows(repeat((None,) * len(values), count))
    # An endless one: it may stand for several columns.
    nothing: Any = repeat(None)
    return make_rows(zip(*[nothing if column is None else column for column in values]))


@contextmanager
def _without_collections() -> Iterator[None]:
    """Keeps the garbage collector from walking over all rows again and again while more are made.

    None of them is garbage; collecting makes a million rows six times as slow.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def operation_rows(operation: Operation) -> list[Row]:
    """All rows of a result."""
    schema = operation.schema()
    rows: list[Row] = []
    try:
        reader = RowReader(schema)
        for batch in operation.batches():
            try:
                with _without_collections():
                    rows += reader.rows(batch)
            finally:
                release(batch)
    finally:
        release(schema)
    return rows


def operation_row_iterator(operation: Operation) -> Iterator[Row]:
    """The rows of a result, one batch in memory at a time."""
    schema = operation.schema()
    try:
        reader = RowReader(schema)
        for batch in operation.batches():
            try:
                rows = reader.rows(batch)
            finally:
                release(batch)
            yield from rows
    finally:
        release(schema)


def stream_rows(source: Any) -> list[Row]:
    """All rows of an Arrow stream."""
    stream, owner = stream_of(source)
    address = addressof(stream)
    schema = ArrowSchema()
    rows: list[Row] = []
    try:
        _check(stream, address, GET_ITEM(stream.get_schema)(address, addressof(schema)))
        reader = RowReader(schema)
        while True:
            batch = ArrowArray()
            _check(stream, address, GET_ITEM(stream.get_next)(address, addressof(batch)))
            if not batch.release:
                return rows
            try:
                with _without_collections():
                    rows += reader.rows(batch)
            finally:
                release(batch)
    finally:
        release(schema)
        release(stream)
        del owner


def _check(stream: Any, address: int, status: int) -> None:
    if status:
        text = LAST_ERROR(stream.get_last_error)(address)
        raise OSError(status, string_at(text).decode("utf-8", "replace") if text else "Arrow stream failed")
