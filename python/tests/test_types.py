"""The data types against what PySpark answered (golden/record_types.py)."""

from __future__ import annotations

import copy
import json
import pickle
import sys
from pathlib import Path
from typing import Any

import pytest

import pyrite.sql.types as types
from pyrite.errors import ParseException, PySparkValueError
from pyrite.sql.types import DataType, Row, StructType, _parse_datatype_string

GOLDEN = Path(__file__).parent / "golden"
sys.path.insert(0, str(GOLDEN))

from namespace import namespace  # noqa: E402
from record_types import answer  # noqa: E402


def recorded(name: str) -> list[Any]:
    lines = (GOLDEN / name).read_text(encoding="utf-8").splitlines()
    return [pytest.param(json.loads(line), id=json.loads(line)["expression"][:60]) for line in lines]


@pytest.mark.parametrize("expected", recorded("types_answers.jsonl"))
def test_same_answer_as_pyspark(expected: dict[str, Any]) -> None:
    found = answer(expected["expression"], namespace(types))
    # A class is named by its module in some parameters.
    text = json.dumps(found).replace("pyrite.", "pyspark.")
    assert json.loads(text) == expected


@pytest.mark.parametrize("expected", recorded("ddl_answers.jsonl"))
def test_same_reading_of_ddl_as_pyspark(expected: dict[str, Any]) -> None:
    assert answer(expected["expression"], {"types": types}) == expected


def test_ddl_error_points_at_the_text() -> None:
    with pytest.raises(ParseException) as raised:
        _parse_datatype_string("a int,\n b int c")
    assert "(line 2, pos 7)" in str(raised.value)
    assert "== SQL ==\na int,\n b int c\n-------^^^" in str(raised.value)


@pytest.mark.parametrize("text", ["a string comment 'it\\'s'", 'a string comment "it\'s"'])
def test_ddl_comment_is_unescaped(text: str) -> None:
    struct = _parse_datatype_string(text)
    assert isinstance(struct, StructType)
    assert struct["a"].metadata == {"comment": "it's"}


def test_ddl_and_back() -> None:
    text = "a INT NOT NULL,`b c` ARRAY<STRUCT<x: DECIMAL(5,2), y: MAP<STRING, DATE>>> COMMENT 'it\\'s'"
    struct = _parse_datatype_string(text)
    assert isinstance(struct, StructType)
    assert struct.toDDL() == text
    assert _parse_datatype_string(struct.toDDL()) == struct


@pytest.mark.parametrize(
    "text",
    ["'" * 50, "`", "a <" * 30, "array<" * 2000, "\0", "a int comment '\\", "((((", "é" * 9, "x" * 100_000, "-a" * 9],
)
def test_no_text_breaks_the_ddl_parser(text: str) -> None:
    with pytest.raises(ParseException):
        _parse_datatype_string(text)


def test_types_survive_pickling_and_json() -> None:
    text = (
        "a byte, b decimal(5,2), c array<map<string,date>>, d struct<x:timestamp_ntz NOT NULL>, e char(3), "
        "f varchar(4), g interval day to minute, h interval year, i time(3), j void, k binary, "
        "l string collate UNICODE, m variant"
    )
    struct = _parse_datatype_string(text)
    assert pickle.loads(pickle.dumps(struct)) == struct
    assert copy.deepcopy(struct) == struct
    assert types._parse_datatype_json_string(struct.json()) == struct
    assert DataType.fromDDL(text) == struct


def test_classes_name_their_public_module() -> None:
    for name in types.__all__:
        assert getattr(types, name).__module__ == "pyrite.sql.types"


def test_timestamps_go_through_local_time(monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime
    import time

    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    try:
        kind = types.TimestampType()
        moment = datetime.datetime(2020, 7, 1, 12, 0, 0, 250000)
        assert kind.toInternal(moment) == 1593619200250000
        assert kind.fromInternal(1593619200250000) == moment
        assert kind.fromInternal(-1) == datetime.datetime(1969, 12, 31, 18, 59, 59, 999999)
    finally:
        monkeypatch.undo()
        time.tzset()


def test_rows_of_a_subclass_stay_rows() -> None:
    class Mine(Row):
        pass

    assert isinstance(Mine(a=1), Row)
    assert Mine(a=1).asDict() == {"a": 1}
    with pytest.raises(PySparkValueError):
        Row(a=1)["nothing"]
