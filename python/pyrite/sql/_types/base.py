"""The root of the data types."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable

#: The depth that means "to the end" in ``treeString``: the largest 32-bit integer, as in Spark.
MAX_DEPTH = 2147483647


class DataType:
    """The base class of data types.

    Types are compared by their parameters and are hashable. ``toInternal`` and ``fromInternal`` convert between the
    Python value of a type and the plain form it is stored in (days since 1970-01-01 for a date, and so on).
    """

    def __repr__(self) -> str:
        return type(self).__name__ + "()"

    def __hash__(self) -> int:
        return hash(str(self))

    def __eq__(self, other: Any) -> bool:
        return isinstance(other, self.__class__) and self.__dict__ == other.__dict__

    def __ne__(self, other: Any) -> bool:
        return not self.__eq__(other)

    @classmethod
    def typeName(cls) -> str:
        """The name of the type without its parameters, such as ``"decimal"``."""
        return cls.__name__[:-4].lower()

    def simpleString(self) -> str:
        """The type in SQL's short notation, such as ``"array<int>"``."""
        return self.typeName()

    def jsonValue(self) -> str | dict[str, Any]:
        """The type as a value that ``json.dumps`` takes."""
        return self.typeName()

    def json(self) -> str:
        """The type as a JSON text, with sorted keys and without spaces."""
        return json.dumps(self.jsonValue(), separators=(",", ":"), sort_keys=True)

    def needConversion(self) -> bool:
        """Whether the Python form of a value differs from the internal one."""
        return False

    def toInternal(self, obj: Any) -> Any:
        """The internal form of a Python value."""
        return obj

    def fromInternal(self, obj: Any) -> Any:
        """The Python value of an internal form."""
        return obj

    def _as_nullable(self) -> DataType:
        return self

    @classmethod
    def fromDDL(cls, ddl: str) -> DataType:
        """The type that a DDL text such as ``"a int, b array<string>"`` or ``"decimal(10,2)"`` describes.

        >>> DataType.fromDDL("b string, a int")
        StructType([StructField('b', StringType(), True), StructField('a', IntegerType(), True)])
        """
        from pyrite.sql._types.ddl import parse_ddl

        return parse_ddl(ddl)

    def _tree_name(self) -> str:
        """The name of the type in a schema tree."""
        return self.typeName()

    def _write_tree(self, prefix: str, write: Callable[[str], None], depth: int) -> None:
        """Writes the lines of the types inside this one; types without such have none."""


class DataTypeSingleton(type):
    """The metaclass of types without parameters: one instance each."""

    _instances: ClassVar[dict[type, Any]] = {}

    def __call__(cls) -> Any:
        instances = DataTypeSingleton._instances
        if cls not in instances:
            instances[cls] = super().__call__()
        return instances[cls]


class NullType(DataType, metaclass=DataTypeSingleton):
    """The type of None where nothing else is known."""

    @classmethod
    def typeName(cls) -> str:
        return "void"


class AtomicType(DataType):
    """A type that is neither null nor made of other types."""
