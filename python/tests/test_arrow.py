"""Rows to Arrow and back: through our own structs, and through pyarrow where it is installed."""

from __future__ import annotations

import ctypes
import datetime
import gc
import itertools
import random
import time
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

import pytest

from pyrite._engine.arrow import (
    ArrowArray,
    ArrowArrayStream,
    ArrowSchema,
    capsule_of,
    export_columns,
    export_rows,
    stream_rows,
    temporal,
    type_from_arrow,
)
from pyrite._engine.arrow import stream as stream_module
from pyrite._engine.arrow.schema import arrow_format, fill_schema
from pyrite._engine.arrow.structs import GET_ITEM, heap, release, struct_in, sweep
from pyrite._engine.arrow.writer import OffsetOverflow, encoder_of, fill_array
from pyrite.errors import (
    ArithmeticException,
    PySparkException,
    PySparkNotImplementedError,
    PySparkTypeError,
    PySparkValueError,
)
from pyrite.sql.types import DataType, Row, StructField, StructType

EVERY_TYPE = (
    "a int, b bigint, c string, d double, e boolean, f decimal(10,2), g date, h timestamp, i timestamp_ntz, "
    "j interval day to second, k array<int>, l map<string,array<int>>, m struct<x:int,y:string>, n binary, o void, "
    "p decimal(38,10), q float, r tinyint, s smallint, t time, u array<struct<z:date>>"
)
DATE = datetime.date
TIME = datetime.datetime
SPAN = datetime.timedelta

VALUES: list[tuple[Any, ...]] = [
    (
        *(1, 2**40, "x", 1.5, True, Decimal("1.50"), DATE(2020, 1, 2), TIME(2020, 1, 2, 3, 4, 5, 6)),
        *(TIME(1, 1, 1), SPAN(-1, 5, 6), [1, None], {"a": [1], "b": None}, Row(x=1, y="q"), b"ab", None),
        *(Decimal("-123456789012345678.0000000001"), 0.5, -1, -2, datetime.time(1, 2, 3, 4), [Row(z=None), None]),
    ),
    (None,) * 21,
    (
        *(-(2**31), -(2**63), "héé\U0001f600", -0.0, False, Decimal("-0.05"), DATE(1, 1, 1), TIME(1850, 1, 1)),
        *(TIME(9999, 12, 31, 23, 59, 59, 999999), SPAN(5), [], {}, Row(x=None, y=None), b"", None),
        *(Decimal("1.0000000000"), 0.25, 127, 32767, datetime.time(0), [Row(z=DATE(9999, 12, 31))]),
    ),
]


def struct_of(ddl: str) -> StructType:
    struct = DataType.fromDDL(ddl)
    assert isinstance(struct, StructType)
    return struct


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """Sets the local time zone of the process."""

    def change(name: str) -> None:
        monkeypatch.setenv("TZ", name)
        time.tzset()

    yield change
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(autouse=True)
def nothing_is_left() -> Iterator[None]:
    """Every exported struct is released by the end of a test."""
    gc.collect()
    sweep()
    before = len(heap)
    yield
    gc.collect()
    sweep()
    assert len(heap) == before


def there_and_back(values: list[Any], ddl: str) -> list[Any]:
    return [row[0] for row in stream_rows(export_rows([(value,) for value in values], struct_of(f"c {ddl}")))]


def test_every_type_comes_back() -> None:
    rows = stream_rows(export_rows(VALUES * 3, struct_of(EVERY_TYPE)))
    assert [tuple(row) for row in rows] == VALUES * 3
    assert repr(rows[2]) == repr(Row(**dict(zip(struct_of(EVERY_TYPE).names, VALUES[2]))))
    assert isinstance(rows[0], Row)
    assert rows[0].m.y == "q"
    assert rows[0].asDict(True)["u"] == [{"z": None}, None]


def test_columns_are_exported_too() -> None:
    struct = struct_of(EVERY_TYPE)
    columns = [list(column) for column in zip(*VALUES)]
    assert [tuple(row) for row in stream_rows(export_columns(columns, struct))] == VALUES


def test_rows_may_be_dicts_objects_or_missing() -> None:
    class Point:
        def __init__(self) -> None:
            self.x = 5

    rows = stream_rows(export_rows([{"x": 1}, [2, 3], (4, None), Point(), None], struct_of("x int, y int")))
    assert [tuple(row) for row in rows] == [(1, None), (2, 3), (4, None), (5, None), (None, None)]


def test_no_rows_and_no_columns() -> None:
    assert stream_rows(export_rows([], struct_of("a int"))) == []
    assert stream_rows(export_rows([(), ()], StructType())) == [Row(), Row()]
    assert stream_rows(export_rows([([],)], struct_of("a array<string>")))[0].a == []


def test_many_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream_module, "BATCH_ROWS", 10)
    rows = [(i, None if i % 3 == 0 else str(i)) for i in range(95)]
    assert [tuple(row) for row in stream_rows(export_rows(rows, struct_of("a int, b string")))] == rows


def test_a_batch_that_is_too_large_is_halved(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyrite._engine.arrow import writer

    whole = writer._offsets

    def small(lengths: Any) -> Any:
        found = list(lengths)
        if sum(found) > 10:
            raise OffsetOverflow
        return whole(found)

    monkeypatch.setattr(writer, "_offsets", small)
    rows = [("abc",)] * 20
    assert [tuple(row) for row in stream_rows(export_rows(rows, struct_of("a string")))] == rows
    with pytest.raises(OSError, match="OffsetOverflow"):
        stream_rows(export_rows([("x" * 11,)], struct_of("a string")))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.5, 0.99, 1.0])
def test_nulls_of_any_number(share: float) -> None:
    source = random.Random(7)
    values = [None if source.random() < share else i for i in range(1003)]
    assert there_and_back(values, "int") == values
    assert there_and_back([None if v is None else v % 2 == 0 for v in values], "boolean") == [
        None if v is None else v % 2 == 0 for v in values
    ]
    assert there_and_back([None if v is None else [v] for v in values], "array<bigint>") == [
        None if v is None else [v] for v in values
    ]


# Values that fit no type: what PySpark 4.3 gives for rows that were not verified (recorded from it).


@pytest.mark.parametrize(
    ("value", "ddl", "expected"),
    [
        (300, "tinyint", 44),
        (2**40, "int", 0),
        (2**70, "bigint", None),
        (1.0, "int", None),
        (True, "int", None),
        ("x", "int", None),
        (1, "float", None),
        (1e300, "float", float("inf")),
        (1, "boolean", None),
        (5, "string", "5"),
        (True, "string", "true"),
        ({"a": 1}, "string", "{'a': 1}"),
        ("\ud800", "string", "?"),
        ("ab", "binary", b"ab"),
        (bytearray(b"ab"), "binary", b"ab"),
        (1, "binary", None),
        (Decimal("1.255"), "decimal(10,2)", Decimal("1.26")),
        (Decimal("1.245"), "decimal(10,2)", Decimal("1.25")),
        (Decimal("-1.255"), "decimal(10,2)", Decimal("-1.26")),
        (Decimal("1E+5"), "decimal(10,2)", Decimal("100000.00")),
        (Decimal("NaN"), "decimal(5,2)", None),
        (1, "decimal(5,2)", None),
        ((1, 2), "array<int>", [1, 2]),
        (b"ab", "array<int>", [97, 98]),
        ([1, "x"], "array<int>", [1, None]),
        (1, "array<int>", None),
        ({1: "x", 2: 3}, "map<string,int>", {"1": None, "2": 3}),
        ({"a": 1}, "struct<a:string,b:int>", Row(a="1", b=None)),
        (datetime.datetime(2020, 1, 1, 5), "date", datetime.date(2020, 1, 1)),
        (
            datetime.datetime(2020, 1, 1, tzinfo=datetime.timezone(SPAN(hours=5))),
            "timestamp_ntz",
            datetime.datetime(2020, 1, 1),
        ),
    ],
)
def test_unverified_values(value: Any, ddl: str, expected: Any) -> None:
    (found,) = there_and_back([value], ddl)
    assert found == expected
    assert type(found) is type(expected) or isinstance(expected, Row)


@pytest.mark.parametrize(
    ("value", "ddl", "error"),
    [
        (Decimal("123456789.5"), "decimal(5,2)", ArithmeticException),
        (Decimal("Infinity"), "decimal(5,2)", ArithmeticException),
        (Decimal("1E+999"), "decimal(38,2)", ArithmeticException),
        (5, "date", PySparkTypeError),
        ("2020-01-01", "timestamp", PySparkTypeError),
        (datetime.date(2020, 1, 1), "timestamp_ntz", PySparkTypeError),
        (1, "interval day to second", PySparkTypeError),
        ({None: 1}, "map<string,int>", PySparkValueError),
        ((1,), "struct<a:int,b:int>", PySparkValueError),
        (5, "struct<a:int,b:int>", PySparkValueError),
        (5, "interval year to month", PySparkNotImplementedError),
    ],
)
def test_values_that_are_refused(value: Any, ddl: str, error: type[PySparkException]) -> None:
    struct = struct_of(f"c {ddl}")
    with pytest.raises(error):
        encoder_of(struct["c"].dataType)([value])
    exported = export_rows([(value,)], struct)
    with pytest.raises(OSError, match=error.__name__):
        stream_rows(exported)
    assert type(exported.error) is error


def test_timestamps_are_local(zone: Any) -> None:
    zone("America/New_York")
    utc = datetime.timezone.utc
    values = [
        datetime.datetime(2020, 11, 1, 1, 30),
        datetime.datetime(2020, 11, 1, 1, 30, fold=1),
        datetime.datetime(1883, 11, 18, 12, 0, 0, 1),
        datetime.datetime(1969, 12, 31, 23, 59, 59, 500000),
        datetime.datetime(9999, 12, 31, 23, 59, 59, 999999),
        datetime.datetime(2300, 7, 1, 0, 0, 0, 1),
    ]
    found = there_and_back(values, "timestamp")
    assert found == values
    assert [value.fold for value in found] == [0, 1, 0, 0, 0, 0]
    assert there_and_back([datetime.datetime(2020, 1, 1, tzinfo=utc)], "timestamp") == [
        datetime.datetime(2019, 12, 31, 19)
    ]
    # This hour does not exist there.
    assert there_and_back([datetime.datetime(2020, 3, 8, 2, 30)], "timestamp") == [datetime.datetime(2020, 3, 8, 3, 30)]


@pytest.mark.parametrize("name", ["UTC", "America/New_York", "Australia/Lord_Howe", "Africa/Monrovia", "Asia/Kolkata"])
def test_timestamps_agree_with_one_by_one(zone: Any, name: str) -> None:
    zone(name)
    source = random.Random(11)
    bound = 2**33 * 1_000_000
    micros = [source.randrange(-bound, bound) for _ in range(20_000)]
    assert temporal.timestamps(micros) == [temporal.local_timestamp(value) for value in micros]
    folds = [value.fold for value in temporal.timestamps(micros)]
    assert folds == [temporal.local_timestamp(value).fold for value in micros]
    assert [temporal.instant_of(value) for value in temporal.timestamps(micros)] == micros
    epoch = datetime.datetime(1970, 1, 1)
    assert temporal.timestamps_ntz(micros) == [epoch + SPAN(microseconds=value) for value in micros]


def made(code: str, numbers: list[int], form: str, buffers: int = 2) -> Any:
    """A column of raw numbers of an Arrow type, read back."""
    import array

    from pyrite._engine.arrow.reader import decoder_of
    from pyrite._engine.arrow.writer import Column

    column = Column(len(numbers), 0, [None, array.array(code, numbers)][:buffers])
    out, schema = ArrowArray(), ArrowSchema()
    fill_array(out, column)
    schema.format = form.encode()
    try:
        return decoder_of(schema)(out, 0, len(numbers))
    finally:
        release(out)


@pytest.mark.parametrize(
    ("code", "number", "form"),
    [
        ("i", -719163, "tdD"),
        ("i", 2932897, "tdD"),
        ("i", 2**31 - 1, "tdD"),
        ("i", -(2**31), "tdD"),
        ("q", -(2**63), "tsu:UTC"),
        ("q", 2**63 - 1, "tsu:UTC"),
        ("q", -(2**63), "tsu:"),
        ("q", 2**63 - 1, "tsu:"),
        ("q", 2**63 - 1, "tss:UTC"),
    ],
)
def test_times_outside_of_the_calendar(code: str, number: int, form: str) -> None:
    # Python's calendar has the years 1 to 9999; PySpark raises the same.
    with pytest.raises((ValueError, OverflowError)):
        made(code, [number], form)


def test_other_units_and_widths() -> None:
    assert made("q", [1500, -1], "tsm:") == [TIME(1970, 1, 1, 0, 0, 1, 500000), TIME(1969, 12, 31, 23, 59, 59, 999000)]
    assert made("q", [1], "tss:") == [TIME(1970, 1, 1, 0, 0, 1)]
    assert made("q", [1999], "tsn:") == [TIME(1970, 1, 1, 0, 0, 0, 1)]
    assert made("q", [86_400_000], "tdm") == [DATE(1970, 1, 2)]
    assert made("i", [-150], "d:9,2,32") == [Decimal("-1.50")]
    assert made("q", [-150], "d:18,2,64") == [Decimal("-1.50")]
    assert made("q", [5, 0, -5, -1], "d:10,8")[:2] == [Decimal("5E-8"), Decimal("-5E-8")]
    assert [str(value) for value in made("q", [0, 0], "d:20,8")[:1]] == ["0E-8"]
    assert made("q", [-(2**63)], "tDu") == [SPAN(microseconds=-(2**63))]
    assert made("B", [255], "C") == [255]


def test_intervals_without_a_python_class(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(PySparkNotImplementedError, match="YearMonthIntervalType.fromInternal"):
        made("i", [3], "tiM")
    with pytest.raises(PySparkNotImplementedError, match="CalendarIntervalType.fromInternal"):
        made("q", [3, 0], "tin")
    monkeypatch.setenv("PYSPARK_YM_INTERVAL_LEGACY", "1")
    assert made("i", [3], "tiM") == [3]


def test_types_to_arrow_and_back() -> None:
    struct = struct_of(EVERY_TYPE + ", v array<int>, w interval year to month")
    struct = StructType([*struct.fields, StructField("z", struct, False)])
    schema = ArrowSchema()
    fill_schema(schema, struct)
    assert type_from_arrow(schema) == struct
    release(schema)
    assert not schema.release
    assert arrow_format(struct_of("a decimal(7,3)")["a"].dataType) == "d:7,3"


def test_a_moved_child_outlives_its_parent() -> None:
    out = ArrowArray()
    fill_array(out, encoder_of(struct_of("a array<int>")["a"].dataType)([[1, 2], [3]]))
    child = ArrowArray()
    ctypes.memmove(ctypes.addressof(child), ctypes.addressof(out.children[0].contents), ctypes.sizeof(ArrowArray))
    out.children[0].contents.release = None
    release(out)
    assert (ctypes.c_int32 * 3).from_address(child.buffers[1])[:] == [1, 2, 3]
    release(child)


def test_stream_capsules() -> None:
    struct = struct_of("a int")
    # Nobody takes this one: it is released after its capsule, also when that goes by an exception.
    with pytest.raises(KeyError, match="lost"):
        [export_rows([(1,)], struct).__arrow_c_stream__(), {}["lost"]]
    capsule = export_rows([(1,)], struct).__arrow_c_stream__()
    assert "arrow_array_stream" in repr(capsule)
    assert stream_rows(capsule) == [Row(a=1)]
    held = export_rows([(2,)], struct).__arrow_c_stream__()
    assert stream_rows(ctypes.addressof(struct_in(held, ArrowArrayStream))) == [Row(a=2)]
    with pytest.raises(ValueError, match="PyCapsule"):
        struct_in(held, ArrowSchema)


def test_a_stream_ends_and_tells_its_error() -> None:
    exported = export_rows([(object(),)], struct_of("a date"))
    capsule = exported.__arrow_c_stream__()
    stream = struct_in(capsule, ArrowArrayStream)
    out = ArrowArray()
    status = GET_ITEM(stream.get_next)(ctypes.addressof(stream), ctypes.addressof(out))
    assert status != 0
    assert isinstance(exported.error, PySparkTypeError)


def test_capsule_of_a_released_struct() -> None:
    schema = ArrowSchema()
    fill_schema(schema, struct_of("a int"))
    release(schema)
    capsule_of(schema)


# Against pyarrow


def test_pyarrow_reads_what_we_write() -> None:
    pa = pytest.importorskip("pyarrow")
    struct = struct_of(EVERY_TYPE)
    table = pa.RecordBatchReader.from_stream(export_rows(VALUES * 3, struct)).read_all()
    table.validate(full=True)
    assert table.num_rows == 9
    assert table.column("c").to_pylist() == [row[2] for row in VALUES * 3]
    assert table.column("p").to_pylist() == [row[15] for row in VALUES * 3]
    assert table.column("l").to_pylist()[0] == [("a", [1]), ("b", None)]
    assert table.column("i").to_pylist() == [row[8] for row in VALUES * 3]
    del table


def test_we_read_what_pyarrow_writes() -> None:
    pa = pytest.importorskip("pyarrow")
    struct = struct_of(EVERY_TYPE)
    table = pa.RecordBatchReader.from_stream(export_rows(VALUES * 3, struct)).read_all()
    assert [tuple(row) for row in stream_rows(table)] == VALUES * 3
    for start, count in itertools.product((0, 1, 2, 5), (0, 1, 4)):
        part = [tuple(row) for row in stream_rows(table.slice(start, count))]
        assert part == (VALUES * 3)[start : start + count]
    del table


TEXTS = ["", "a", None, "twelve bytes", "thirteen byte", "é" * 6, "é" * 7, "x" * 1000, None, "\U0001f600"]


@pytest.mark.parametrize("texts", [TEXTS, ["a", None, "bcd"], ["é", None], ["long enough for a buffer", "b"], []])
def test_strings_in_all_forms(texts: list[Any]) -> None:
    pa = pytest.importorskip("pyarrow")
    binary = [None if text is None else text.encode() for text in texts]
    pairs = [(pa.string(), texts), (pa.large_string(), texts), (pa.binary(), binary), (pa.large_binary(), binary)]
    if hasattr(pa, "string_view"):
        pairs += [(pa.string_view(), texts), (pa.binary_view(), binary)]
    for kind, values in pairs:
        table = pa.table({"t": pa.chunked_array([pa.array(values, kind), pa.array(values[1:], kind)], kind)})
        assert [row.t for row in stream_rows(table)] == values + values[1:]
        assert [row.t for row in stream_rows(table.slice(2, 5))] == (values + values[1:])[2:7]


def test_nested_forms_of_other_libraries() -> None:
    pa = pytest.importorskip("pyarrow")
    lists = [[1, 2], None, [], [None, 3]]
    for kind in (pa.list_(pa.int32()), pa.large_list(pa.int32())):
        assert [row.t for row in stream_rows(pa.table({"t": pa.array(lists, kind)}).slice(1))] == lists[1:]
    fixed = [[1, 2], None, [3, None]]
    table = pa.table({"t": pa.array(fixed, pa.list_(pa.int32(), 2))})
    assert [row.t for row in stream_rows(table.slice(1))] == fixed[1:]
    if hasattr(pa, "list_view"):
        table = pa.table({"t": pa.array(lists, pa.list_view(pa.int32()))})
        assert [row.t for row in stream_rows(table)] == lists
    words = ["b", None, "a", "b"]
    table = pa.table({"t": pa.array(words).dictionary_encode()})
    assert [row.t for row in stream_rows(table.slice(1))] == words[1:]
    structs = [{"x": 1, "y": None}, None, {"x": None, "y": "s"}]
    rows = stream_rows(pa.table({"t": pa.array(structs, pa.struct([("x", pa.int32()), ("y", pa.string())]))}).slice(1))
    assert [row.t for row in rows] == [None, Row(x=None, y="s")]


def test_a_type_that_spark_does_not_have() -> None:
    pa = pytest.importorskip("pyarrow")
    with pytest.raises(PySparkTypeError, match="UNSUPPORTED_DATA_TYPE_FOR_ARROW_CONVERSION"):
        stream_rows(pa.table({"t": pa.array([1.0], pa.float16())}))
