"""The wire format, byte for byte, and what happens to bytes that are no message."""

from __future__ import annotations

import pytest

from pyrite._connect.messages import MESSAGES
from pyrite._connect.wire import decode, encode, fields


def test_known_bytes():
    assert encode("Range", {"start": 0, "end": 300, "step": 1}) == (b"\x08\x00\x10\xac\x02\x18\x01")
    assert encode("Limit", {"limit": 0}) == b""
    assert encode("Limit", {"limit": -1}) == b"\x10" + b"\xff" * 9 + b"\x01"
    assert encode("SQL", {"query": "é"}) == b"\x0a\x02\xc3\xa9"
    assert encode("StatApproxQuantile", {"probabilities": [0.5]}) == b"\x1a\x08" + b"\x00" * 6 + b"\xe0\x3f"
    assert encode("Read.NamedTable", {"options": {"k": "v"}}) == b"\x12\x06\x0a\x01k\x12\x01v"
    assert encode("Expression.Literal", {"double": -0.0}) == b"\x59" + b"\x00" * 7 + b"\x80"


ROUND_TRIPS = [
    ("Range", {"start": -5, "end": 2**63 - 1, "step": -(2**63), "num_partitions": 4}),
    ("Expression.Literal", {"binary": b"\x00\xff"}),
    ("Expression.Literal", {"boolean": False}),
    ("Expression.Literal", {"null": {"struct": {"fields": [{"name": "a", "data_type": {"long": {}}}]}}}),
    ("Expression.Literal.SpecializedArray", {"ints": {"values": [1, -1, 2**31 - 1]}}),
    ("Expression.Literal.SpecializedArray", {"bools": {"values": [True, False]}}),
    ("StatApproxQuantile", {"cols": ["a", "b"], "probabilities": [0.0, 0.25, 1.0], "relative_error": 0.1}),
    ("SQL", {"query": "x", "named_arguments": {"n": {"literal": {"integer": 1}}}}),
    ("Read.DataSource", {"format": "csv", "options": {"a": "1", "b": ""}, "paths": ["x", ""]}),
    ("StorageLevel", {"use_disk": True, "replication": 2}),
]


@pytest.mark.parametrize(("name", "message"), ROUND_TRIPS)
def test_round_trip(name, message):
    assert decode(name, encode(name, message)) == message


def test_unknown_fields_are_skipped():
    extra = b"\xa0\x1f\x05" + b"\xaa\x1f\x03abc" + b"\xa1\x1f12345678" + b"\xa5\x1f1234"
    assert decode("Limit", extra + encode("Limit", {"limit": 7})) == {"limit": 7}


@pytest.mark.parametrize("data", [b"\x08", b"\x10\xff", b"\x0a\x05ab", b"\x0b", b"\xff" * 11])
def test_bytes_that_are_no_message(data):
    with pytest.raises(ValueError, match="message|wire type|number"):
        decode("Limit", data)


@pytest.mark.parametrize(
    ("name", "message", "error"),
    [
        ("Limit", {"limit": 2**31}, ValueError),
        ("Limit", {"limit": "x"}, TypeError),
        ("SQL", {"query": 3}, TypeError),
        ("Range", {"end": -(2**63) - 1}, ValueError),
        ("Limit", {"nosuch": 1}, KeyError),
    ],
)
def test_values_that_do_not_fit(name, message, error):
    with pytest.raises(error):
        encode(name, message)


def test_every_entry_of_the_table():
    """Each can be parsed, names known types, and numbers no field twice."""
    scalars = {"bool", "enum", "int32", "int64", "uint32", "uint64", "string", "bytes", "double", "float"}
    for name in MESSAGES:
        table = fields(name)
        numbers = [field[0] for field in table.values()]
        assert len(set(numbers)) == len(numbers), name
        for _, _, kind, nested, _, _ in table.values():
            assert nested in MESSAGES or kind.removeprefix("map ") in scalars, (name, kind)
