"""Scalar functions in Python, called by the engine for a batch of rows at a time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pyrite._engine.arrow.reader import Decoder, decoder_of
from pyrite._engine.arrow.schema import children_of, format_of, name_of
from pyrite._engine.arrow.writer import encoder_of, fill_array
from pyrite.errors import PySparkRuntimeError
from pyrite.sql.types import DataType


def scalar_function(
    func: Callable[..., Any], return_type: DataType, use_arrow: bool = True
) -> Callable[[Any, Any, Any], None]:
    """A function over Arrow batches that calls ``func`` for each row.

    ``use_arrow`` chooses what becomes of a result of another class than ``return_type`` takes: it is cast, or an error
    (Spark 4.3's default); or, when false, it becomes null (Spark's pickled functions).
    """
    encode = encoder_of(return_type, strict=use_arrow)
    decoders_by_type: dict[tuple[Any, ...], list[Decoder]] = {}

    def call(schema: Any, batch: Any, output: Any) -> None:
        arguments = children_of(schema)
        key = tuple(map(_type_key, arguments))
        decoders = decoders_by_type.get(key)
        if decoders is None:
            decoders = decoders_by_type[key] = [decoder_of(argument) for argument in arguments]
        count, first = batch.length, batch.offset
        if decoders:
            columns = [decode(batch.children[index].contents, first, count) for index, decode in enumerate(decoders)]
            results = list(map(func, *columns))
            if len(results) < count:
                # A StopIteration of the function looks like the end of the rows.
                raise PySparkRuntimeError(
                    errorClass="STOP_ITERATION_OCCURRED", messageParameters={"exc": "StopIteration"}
                )
        else:
            results = [func() for _ in range(count)]
        fill_array(output, encode(results))

    return call


def _type_key(schema: Any) -> tuple[Any, ...]:
    """What tells the decoder of a type: its format and those inside it."""
    return (
        format_of(schema),
        name_of(schema),
        _type_key(schema.dictionary.contents) if schema.dictionary else None,
        *map(_type_key, children_of(schema)),
    )
