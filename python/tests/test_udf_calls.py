"""Python functions over Arrow batches, called as the engine calls them."""

from __future__ import annotations

import ctypes
import datetime
from decimal import Decimal
from typing import Any

import pytest

from pyrite._engine import callbacks
from pyrite._engine.arrow import ArrowArray, ArrowSchema
from pyrite._engine.arrow.reader import decoder_of
from pyrite._engine.arrow.schema import fill_schema
from pyrite._engine.arrow.structs import heap, release
from pyrite._engine.arrow.writer import encoder_of, fill_array
from pyrite._engine.library import CALLBACK, RELEASE_USER_DATA
from pyrite._engine.udf import scalar_function
from pyrite.sql.types import DataType, Row, StructType


def called(function: Any, return_type: str, arguments: str, rows: list[Any], use_arrow: bool = True) -> Any:
    """Calls a function through C, as the engine does; gives the result's values, or the message as a str."""
    struct = DataType.fromDDL(arguments) if arguments else StructType()
    result_type = DataType.fromDDL(return_type)
    number, address = callbacks.keep(scalar_function(function, result_type, use_arrow))
    schema, batch, output = ArrowSchema(), ArrowArray(), ArrowArray()
    fill_schema(schema, struct)
    fill_array(batch, encoder_of(struct)(rows))
    message = ctypes.c_void_p()
    try:
        status = CALLBACK(address)(
            number,
            ctypes.addressof(schema),
            ctypes.addressof(batch),
            ctypes.addressof(output),
            ctypes.addressof(message),
        )
        if status:
            assert not output.release
            return ctypes.string_at(message.value or 0).decode()
        result = ArrowSchema()
        fill_schema(result, result_type)
        values = decoder_of(result)(output, 0, output.length)
        release(result)
        release(output)
        return values
    finally:
        release(schema)
        release(batch)
        RELEASE_USER_DATA(callbacks.RELEASE_ADDRESS)(number)


def test_arguments_and_results() -> None:
    before = len(heap)
    assert called(lambda a, b: f"{a}-{b}", "string", "a int, b string", [(1, "x"), (None, None)]) == [
        "1-x",
        "None-None",
    ]
    assert called(lambda: 7, "int", "", [(), ()]) == [7, 7]
    assert called(lambda a: None, "int", "a int", [(1,), (2,)]) == [None, None]
    row = Row(x=1, y=[datetime.date(2020, 1, 1)])
    kind = "a struct<x:int,y:array<date>>"
    assert called(lambda a: (a.x + 1, a.y), "struct<p:int,q:array<date>>", kind, [(row,)]) == [
        Row(p=2, q=[datetime.date(2020, 1, 1)])
    ]
    assert called(lambda a: {"n": a}, "map<string,decimal(5,1)>", "a decimal(5,1)", [(Decimal("1.5"),)]) == [
        {"n": Decimal("1.5")}
    ]
    assert called(lambda a: a, "int", "a int", []) == []
    assert len(heap) == before


# Recorded from PySpark 4.3 with and without useArrow.


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1, "double", 1.0),
        (True, "double", 1.0),
        ("12", "double", 12.0),
        (1.5, "int", 1),
        ("12", "int", 12),
        (Decimal("1.25"), "int", 1),
        (Decimal("1.25"), "double", 1.25),
        (300, "boolean", True),
        (1, "string", "1"),
        (True, "string", "true"),
        (b"ab", "string", "b'ab'"),
        (datetime.date(2020, 1, 2), "string", "2020-01-02"),
        ((1, 2), "string", "(1, 2)"),
        (bytearray(b"ab"), "binary", b"ab"),
        ((1, 2), "array<int>", [1, 2]),
        (b"ab", "array<int>", [97, 98]),
        ([1, "x"], "array<string>", ["1", "x"]),
        ({1: 2}, "map<string,int>", {"1": 2}),
        ({"a": 1}, "struct<a:int,b:int>", Row(a=1, b=None)),
        ((1, 2), "struct<a:int,b:int>", Row(a=1, b=2)),
    ],
)
def test_results_are_cast(value: Any, kind: str, expected: Any) -> None:
    assert called(lambda a: value, kind, "a int", [(1,)]) == [expected]


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("x", "int"),
        (True, "int"),
        (2**40, "int"),
        (2**70, "bigint"),
        (300, "tinyint"),
        (float("nan"), "int"),
        (None.__class__, "int"),
        ("x", "double"),
        ("x", "boolean"),
        (1, "decimal(5,2)"),
        ("ab", "binary"),
        (1, "array<int>"),
        ([1], "map<string,int>"),
        (1, "struct<a:int>"),
        ("x", "timestamp"),
        (Decimal("1000"), "decimal(3,0)"),
    ],
)
def test_results_that_cannot_be_cast(value: Any, kind: str) -> None:
    text = called(lambda a: value, kind, "a int", [(1,)])
    assert isinstance(text, str)
    assert text.startswith("Traceback") or "Error" in text or "Exception" in text


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (1, "double", None),
        (1.5, "int", None),
        ("x", "int", None),
        (True, "int", None),
        (2**40, "int", 0),
        (300, "tinyint", 44),
        (1, "boolean", None),
        (1, "decimal(5,2)", None),
        (1, "string", "1"),
        ("ab", "binary", b"ab"),
        ([1, "x"], "array<int>", [1, None]),
        ({"a": "x", "b": 2}, "map<string,int>", {"a": None, "b": 2}),
    ],
)
def test_results_without_arrow_become_null(value: Any, kind: str, expected: Any) -> None:
    assert called(lambda a: value, kind, "a int", [(1,)], use_arrow=False) == [expected]


def test_the_users_traceback_is_the_message() -> None:
    def fails(value: int) -> int:
        return 1 // value

    text = called(fails, "int", "a int", [(1,), (0,)])
    assert text.startswith("Traceback (most recent call last):\n")
    assert "in fails" in text
    assert "ZeroDivisionError" in text
    # Only the user's own frames are shown.
    assert "_engine" not in text
    cause = callbacks.cause_of(f"something before\n{text}\nsomething after")
    assert isinstance(cause, ZeroDivisionError)
    assert callbacks.cause_of(text) is None


def test_exceptions_that_cannot_be_printed() -> None:
    class Odd(Exception):
        def __str__(self) -> str:
            raise RuntimeError("no text")

    def fails(value: int) -> int:
        raise Odd

    assert "Odd" in called(fails, "int", "a int", [(1,)])
    assert "\0" not in called(lambda a: int("\0"), "int", "a int", [(1,)])


def test_the_end_of_an_iterator_is_an_error_of_the_function() -> None:
    assert "STOP_ITERATION_OCCURRED" in called(lambda a: next(iter([])), "int", "a int", [(1,), (2,)])
    assert "StopIteration" in called(lambda: next(iter([])), "int", "", [(), ()])


def test_leaving_the_program_is_an_error_of_the_function() -> None:
    def leaves(value: int) -> int:
        raise SystemExit(3)

    assert "SystemExit" in called(leaves, "int", "a int", [(1,)])


def test_a_memo_calls_once_for_equal_arguments_and_stays_small(monkeypatch) -> None:
    from pyrite._engine import udf

    calls = []

    def shout(text):
        calls.append(text)
        return None if text is None else text.upper()

    memo = udf.Memo(shout)
    assert memo.results(["a", "b", "a", None]) == ["A", "B", "A", None]
    assert memo.results(["b", None, "c"]) == ["B", None, "C"]
    assert calls == ["a", "b", None, "c"]
    assert memo.is_worthwhile

    monkeypatch.setattr(udf, "_MAX_ENTRIES", 3)
    useless = udf.Memo(shout)
    assert useless.results(["x", "y", "z", "w"]) == ["X", "Y", "Z", "W"]
    assert not useless.is_worthwhile and len(useless) == 0
    useful = udf.Memo(shout)
    assert useful.results(["x", "y", "z", "w", "x", "y", "w"]) == ["X", "Y", "Z", "W", "X", "Y", "W"]
    assert useful.is_worthwhile and len(useful) == 3


def test_only_surely_pure_functions_are_remembered() -> None:
    calls = []

    def counted(number):
        calls.append(number)
        return number

    assert called(counted, "int", "a int", [(1,), (1,)]) == [1, 1]
    assert len(calls) == 2
