"""Streams of Arrow batches made from Python rows."""

from __future__ import annotations

import ctypes
from collections.abc import Iterable, Iterator
from typing import Any

from pyrite._engine.arrow.schema import fill_schema
from pyrite._engine.arrow.structs import (
    EIO,
    GET_ITEM,
    LAST_ERROR,
    RELEASE,
    ArrowArray,
    ArrowArrayStream,
    ArrowSchema,
    capsule_of,
    heap,
)
from pyrite._engine.arrow.writer import Column, OffsetOverflow, encoder_of, fill_array, struct_columns
from pyrite.sql.types import StructType

#: Rows of one exported batch.
BATCH_ROWS = 65_536


class ExportedStream:
    """Rows as an Arrow stream: one may be taken by ``__arrow_c_stream__``.

    ``error`` is the exception that ended the stream early: its consumer sees only a text.
    """

    def __init__(self, schema: StructType, batches: Iterable[Column]):
        self.schema = schema
        self.error: BaseException | None = None
        self._batches = iter(batches)
        self._message = ctypes.create_string_buffer(b"")

    def __arrow_c_stream__(self, requested_schema: Any = None) -> Any:
        stream = ArrowArrayStream()
        self.fill(stream)
        return capsule_of(stream)

    def fail(self, error: BaseException) -> int:
        """Remembers what went wrong."""
        self.error = error
        description = self.describe(error)
        # The frames of a traceback would hold the consumer's, and with them the stream itself.
        link: BaseException | None = error
        while link is not None:
            link.__traceback__ = None
            link = link.__context__
        text = description.encode("utf-8", "replace").replace(b"\0", b"")
        self._message = ctypes.create_string_buffer(text)
        return EIO

    def describe(self, error: BaseException) -> str:
        """The text that the consumer sees."""
        return f"{type(error).__name__}: {error}"

    def fill_next(self, out: Any) -> bool:
        """Writes the next batch into an ArrowArray; false at the end."""
        batch = self.next_batch()
        if batch is None:
            return False
        fill_array(out, batch)
        return True

    def fill(self, stream: Any) -> None:
        """Writes this stream into an ArrowArrayStream that its receiver releases."""
        stream.get_schema = _GET_SCHEMA
        stream.get_next = _GET_NEXT
        stream.get_last_error = _GET_LAST_ERROR
        stream.release = _RELEASE
        stream.private_data = heap.keep(self)

    def next_batch(self) -> Column | None:
        """The next batch; None at the end."""
        return next(self._batches, None)

    def message_address(self) -> int:
        """The text of the error, for C."""
        return ctypes.addressof(self._message)


def _exported(stream: int) -> Any:
    return heap[ArrowArrayStream.from_address(stream).private_data]


# Nothing may be raised through C: each callback turns an exception into an error number.


@GET_ITEM
def _get_schema(stream: int, out: int) -> int:
    exported = _exported(stream)
    try:
        fill_schema(ArrowSchema.from_address(out), exported.schema, nullable=False)
        return 0
    except BaseException as error:
        return int(exported.fail(error))


@GET_ITEM
def _get_next(stream: int, out: int) -> int:
    exported = _exported(stream)
    try:
        array = ArrowArray.from_address(out)
        if not exported.fill_next(array):
            array.release = None
        return 0
    except BaseException as error:
        return int(exported.fail(error))


@LAST_ERROR
def _get_last_error(stream: int) -> int | None:
    exported = _exported(stream)
    return None if exported.error is None else int(exported.message_address())


@RELEASE
def _release(stream: int) -> None:
    struct = ArrowArrayStream.from_address(stream)
    number = struct.private_data
    struct.release = None
    heap.drop(number)


_GET_SCHEMA = ctypes.cast(_get_schema, ctypes.c_void_p).value
_GET_NEXT = ctypes.cast(_get_next, ctypes.c_void_p).value
_GET_LAST_ERROR = ctypes.cast(_get_last_error, ctypes.c_void_p).value
_RELEASE = ctypes.cast(_release, ctypes.c_void_p).value


def export_rows(rows: list[Any], schema: StructType) -> ExportedStream:
    """Rows (tuples, lists, dicts, or None for missing values) as an Arrow stream in batches."""
    return ExportedStream(schema, _row_batches(rows, schema))


def _row_batches(rows: list[Any], schema: StructType) -> Iterator[Column]:
    encoders = [encoder_of(field.dataType) for field in schema.fields]

    def batches(part: list[Any]) -> Iterator[Column]:
        try:
            columns = struct_columns(part, schema)
            fields = [encode(column) for encode, column in zip(encoders, columns)]
        except OffsetOverflow:
            if len(part) < 2:
                raise
            middle = len(part) // 2
            yield from batches(part[:middle])
            yield from batches(part[middle:])
            return
        yield Column(len(part), 0, [None], fields)

    for start in range(0, len(rows), BATCH_ROWS):
        yield from batches(rows[start : start + BATCH_ROWS])


def export_columns(columns: list[list[Any]], schema: StructType) -> ExportedStream:
    """Columns of Python values as an Arrow stream in batches."""
    return ExportedStream(schema, _column_batches(columns, schema))


def _column_batches(columns: list[list[Any]], schema: StructType) -> Iterator[Column]:
    encoders = [encoder_of(field.dataType) for field in schema.fields]
    count = len(columns[0]) if columns else 0
    for start in range(0, count, BATCH_ROWS):
        part = [column[start : start + BATCH_ROWS] for column in columns]
        yield Column(len(part[0]), 0, [None], [encode(values) for encode, values in zip(encoders, part)])
