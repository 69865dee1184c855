"""What stands for an argument that was not given, where None is a value."""

from __future__ import annotations

__all__ = ["_NoValue"]


class _NoValueType:
    """The type of :data:`_NoValue`, of which there is one instance, in copies and after pickling too."""

    _instance: _NoValueType | None = None

    def __new__(cls) -> _NoValueType:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __reduce__(self) -> tuple[type[_NoValueType], tuple[()]]:
        return (self.__class__, ())

    def __repr__(self) -> str:
        return "<no value>"


_NoValue = _NoValueType()
