"""User-defined types: Python classes stored as a SQL type."""

from __future__ import annotations

import base64
import importlib
import pickle
from typing import Any

from pyrite.errors import PySparkNotImplementedError, PySparkTypeError, PySparkValueError
from pyrite.sql._types.base import DataType


def _not_implemented(feature: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})


class UserDefinedType(DataType):
    """The base class of types whose values are objects of the user's class."""

    @classmethod
    def typeName(cls) -> str:
        return cls.__name__.lower()

    @classmethod
    def sqlType(cls) -> DataType:
        """The SQL type in which values are stored."""
        raise _not_implemented("sqlType()")

    @classmethod
    def module(cls) -> str:
        """The Python module of the type."""
        raise _not_implemented("module()")

    @classmethod
    def scalaUDT(cls) -> str:
        """The paired Scala class; empty when there is none."""
        return ""

    def needConversion(self) -> bool:
        return True

    @classmethod
    def _cachedSqlType(cls) -> DataType:
        if "_cached_sql_type" not in cls.__dict__:
            cls._cached_sql_type = cls.sqlType()  # type: ignore[attr-defined]
        return cls._cached_sql_type  # type: ignore[attr-defined, no-any-return]

    def toInternal(self, obj: Any) -> Any:
        return None if obj is None else self._cachedSqlType().toInternal(self.serialize(obj))

    def fromInternal(self, obj: Any) -> Any:
        value = self._cachedSqlType().fromInternal(obj)
        return None if value is None else self.deserialize(value)

    def serialize(self, obj: Any) -> Any:
        """The object as a value of the SQL type."""
        raise _not_implemented("toInternal()")

    def deserialize(self, datum: Any) -> Any:
        """The object of a value of the SQL type."""
        raise _not_implemented("fromInternal()")

    def simpleString(self) -> str:
        return "udt"

    def jsonValue(self) -> dict[str, Any]:
        name = type(self).__name__
        form: dict[str, Any] = {"type": "udt", "pyClass": f"{self.module()}.{name}"}
        if self.scalaUDT():
            assert self.module() != "__main__", "UDT in __main__ cannot work with ScalaUDT"
            form["class"] = self.scalaUDT()
        else:
            form["serializedClass"] = base64.b64encode(pickle.dumps(type(self))).decode("ascii")
        form["sqlType"] = self.sqlType().jsonValue()
        return form

    @classmethod
    def fromJson(cls, json: dict[str, Any]) -> UserDefinedType:
        """The type that a value made by ``jsonValue`` describes; its class must be importable."""
        module, _, name = str(json["pyClass"]).rpartition(".")
        found = getattr(importlib.import_module(module), name, None)
        if found is None:
            raise PySparkValueError(
                errorClass="UNSUPPORTED_OPERATION",
                messageParameters={"operation": "unpickling user defined types"},
            )
        if not (isinstance(found, type) and issubclass(found, UserDefinedType)):
            raise PySparkTypeError(
                errorClass="FIELD_TYPE_MISMATCH",
                messageParameters={"obj": str(found), "data_type": "UserDefinedType"},
            )
        return found()
