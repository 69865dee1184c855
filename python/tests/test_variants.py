"""Variant values in Python."""

from __future__ import annotations

import decimal
import json

import pytest
from api import F, T, errors


def test_variants_as_python_values_and_json(spark):
    text = '{"b":[1,-300,70000,5000000000,null,true],"a":{"x":1.25,"y":1e3},"s":"' + "é" * 40 + '"}'
    (row,) = spark.createDataFrame([(text,)], ["j"]).select(F.parse_json("j").alias("v")).collect()
    expected = {
        "a": {"x": decimal.Decimal("1.25"), "y": 1000.0},
        "b": [1, -300, 70000, 5_000_000_000, None, True],
        "s": "é" * 40,
    }
    assert row.v.toPython() == expected
    assert json.loads(row.v.toJson()) == json.loads(text)
    assert T.VariantVal.parseJson(text).toPython() == expected
    assert str(T.VariantVal.parseJson('[ 1, "a" ]')) == '[1,"a"]'
    assert T.VariantVal.parseJson("{}").toPython() == {}
    assert T.VariantVal.parseJson(str(list(range(300)))).toPython() == list(range(300))


@pytest.mark.parametrize("value", [b"", b"\x0c", b"\x14\x01", b"\x02\x01\x05\x00\x02\x0c\x01", b"\x78"])
def test_malformed_variants_are_errors(value):
    with pytest.raises(errors.PySparkValueError, match="MALFORMED_VARIANT"):
        T.VariantVal(value, b"\x01\x00\x00").toPython()
