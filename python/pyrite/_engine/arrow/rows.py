"""Results as rows."""

from __future__ import annotations

import gc
from collections.abc import Iterator
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

    ``last_is_number``: the last column is no field of the rows, but the number that :meth:`numbered_columns` gives.
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

    def numbered_columns(self, batch: Any) -> tuple[list[list[Any]], list[int]]:
        """The values of a batch's columns but the last one, and those of the last one."""
        values = [
            decode(batch.children[index].contents, batch.offset, batch.length)
            for index, decode in enumerate([*self._decoders, self._number])
        ]
        return values, values.pop()

    def rows_of(self, values: list[list[Any]], count: int) -> list[Row]:
        """Rows of the values of their columns."""
        return self._make_rows(zip(*values) if values else repeat((), count))


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
