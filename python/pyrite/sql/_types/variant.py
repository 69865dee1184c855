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
    """A Variant in its binary form: the value's bytes and the dictionary of its field names."""

    def __init__(self, value: bytes, metadata: bytes):
        self.value = value
        self.metadata = metadata

    def __repr__(self) -> str:
        return f"VariantVal({self.value!r}, {self.metadata!r})"
