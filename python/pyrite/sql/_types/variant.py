"""The Variant type: a value whose type is known per row."""

from __future__ import annotations

from typing import Any

from pyrite.sql._types.base import AtomicType


class VariantType(AtomicType):
    """Semi-structured values."""

    def needConversion(self) -> bool:
        return True

    def fromInternal(self, obj: dict[str, Any] | None) -> VariantVal | None:
        if obj is None or "value" not in obj or "metadata" not in obj:
            return None
        return VariantVal(obj["value"], obj["metadata"])

    def toInternal(self, variant: VariantVal | None) -> dict[str, Any] | None:
        return None if variant is None else {"value": variant.value, "metadata": variant.metadata}


class VariantVal:
    """A Variant in its binary form: the value's bytes and the dictionary of its field names.

    Examples
    --------
    >>> value = VariantVal.parseJson('{"a": [1, 2.5]}')
    >>> value.toPython()
    {'a': [1, Decimal('2.5')]}
    >>> value.toJson()
    '{"a":[1,2.5]}'
    """

    def __init__(self, value: bytes, metadata: bytes):
        self.value = value
        self.metadata = metadata

    def __str__(self) -> str:
        return self.toJson()

    def __repr__(self) -> str:
        return f"VariantVal({self.value!r}, {self.metadata!r})"

    def toPython(self) -> Any:
        """The value as dicts, lists and plain Python values; timestamps are in UTC."""
        from pyrite.sql._types.variant_binary import python_value

        return python_value(self.value, self.metadata)

    def toJson(self, zone_id: str = "UTC") -> str:
        """The value as JSON text, timestamps in the given time zone."""
        from pyrite.sql._types.variant_binary import json_text, python_value

        return json_text(python_value(self.value, self.metadata, zone=zone_id))

    @classmethod
    def parseJson(cls, json_str: str) -> VariantVal:
        """The variant of a JSON text."""
        from pyrite.sql._types.variant_binary import from_json

        return cls(*from_json(json_str))
