"""Scalar functions in Python, called by the engine for a batch of rows at a time."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

from pyrite._engine.arrow.reader import Decoder, decoder_of
from pyrite._engine.arrow.schema import children_of, format_of, name_of
from pyrite._engine.arrow.writer import encoder_of, fill_array
from pyrite.errors import PySparkRuntimeError
from pyrite.sql.types import DataType


def scalar_function(
    func: Callable[..., Any], return_type: DataType, use_arrow: bool = True, is_pure: bool = False
) -> Callable[[Any, Any, Any], None]:
    """A function over Arrow batches that calls ``func`` for each row.

    ``use_arrow`` chooses what becomes of a result of another class than ``return_type`` takes: it is cast, or an error
    (Spark 4.3's default); or, when false, it becomes null (Spark's pickled functions). ``is_pure``: nothing but its
    argument matters to the function, so that it need not be called again for one it had.
    """
    memo = Memo(func) if is_pure else None
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
            if memo is not None and memo.is_worthwhile and len(columns) == 1 and key[0][0] in _REMEMBERED:
                results = memo.results(columns[0])
            else:
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


#: The Arrow formats of types whose values are equal only when they are the same: texts, bytes, whole numbers, dates.
_REMEMBERED = frozenset(["u", "U", "vu", "z", "Z", "vz", "c", "C", "s", "S", "i", "I", "l", "L", "tdD"])
#: What a memo may hold: entries, and bytes of their keys and values.
_MAX_ENTRIES = 1 << 17
_MAX_BYTES = 32 << 20


class Memo(dict[Any, Any]):
    """The results of a function of one argument, by the argument; at most so many that they stay small.

    Once full it takes in nothing more, and is of use only if at least half of the arguments were known.
    """

    __slots__ = ("_bytes", "_func", "_is_full", "_rows", "is_worthwhile")

    def __init__(self, func: Callable[[Any], Any]) -> None:
        super().__init__()
        self._func = func
        self._bytes = 0
        self._rows = 0
        self._is_full = False
        #: Whether arguments come again often enough.
        self.is_worthwhile = True

    def results(self, arguments: list[Any]) -> list[Any]:
        """The function's results for all arguments."""
        results = list(map(self.__getitem__, arguments))
        self._rows += len(arguments)
        if self._is_full and len(self) * 2 > self._rows:
            self.is_worthwhile = False
            self.clear()
        return results

    def __missing__(self, argument: Any) -> Any:
        result = self._func(argument)
        if not self._is_full:
            self[argument] = result
            self._bytes += sys.getsizeof(argument) + sys.getsizeof(result)
            self._is_full = len(self) >= _MAX_ENTRIES or self._bytes >= _MAX_BYTES
        return result


def _type_key(schema: Any) -> tuple[Any, ...]:
    """What tells the decoder of a type: its format and those inside it."""
    return (
        format_of(schema),
        name_of(schema),
        _type_key(schema.dictionary.contents) if schema.dictionary else None,
        *map(_type_key, children_of(schema)),
    )
