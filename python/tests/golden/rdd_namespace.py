"""What the expressions over RDDs may name, and how their answers are written down."""

from __future__ import annotations

import datetime
import decimal
import fractions
import re
import uuid
from typing import Any


def names(sc: Any, row: Any, storage_level: Any) -> dict[str, Any]:
    """The namespace of the expressions."""
    return {
        "sc": sc,
        "Row": row,
        "StorageLevel": storage_level,
        "datetime": datetime,
        "decimal": decimal,
        "fractions": fractions,
        "shape": shape,
        "uuid": uuid,
    }


def shape(text: Any) -> str:
    """A description without the numbers of RDDs and the places in source files where they were made."""
    return re.sub(r"\[\d+\] at .*?:\d+", "", text.decode() if isinstance(text, bytes) else text)


def answer(expression: str, namespace: dict[str, Any]) -> str:
    """The value's repr, or the class and message of the exception."""
    try:
        return repr(eval(expression, namespace))
    except Exception as error:
        return f"! {type(error).__name__}: {error}"
