"""The names that recorded expressions use."""

from __future__ import annotations

import array
import collections
import datetime
import decimal
import pickle
from types import ModuleType
from typing import Any

Point = collections.namedtuple("Point", "x y")


class Thing:
    """A plain object with attributes."""

    def __init__(self, **attributes: Any):
        self.__dict__.update(attributes)


def namespace(types: ModuleType) -> dict[str, Any]:
    """All names of a types module, and what makes values for them."""
    names = {name: getattr(types, name) for name in dir(types) if not name.startswith("__")}
    return {
        **names,
        "array": array.array,
        "datetime": datetime,
        "Decimal": decimal.Decimal,
        "pickle": pickle,
        "Point": Point,
        "Thing": Thing,
    }
