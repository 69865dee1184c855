"""Rows: tuples with field names."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from pyrite.errors import (
    PySparkAttributeError,
    PySparkKeyError,
    PySparkRuntimeError,
    PySparkTypeError,
    PySparkValueError,
)

_new = tuple.__new__


def _create_row(fields: Any, values: Any) -> Row:
    row = _new(Row, values)
    row.__dict__["__fields__"] = fields
    return row


class Row(tuple[Any, ...]):
    """A row of a DataFrame: a tuple whose values are also found by field name.

    >>> row = Row(name="Alice", age=11)
    >>> row.name, row["age"], row[0]
    ('Alice', 11, 'Alice')

    Called with names only it makes something that makes rows:

    >>> Person = Row("name", "age")
    >>> Person("Alice", 11)
    Row(name='Alice', age=11)
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Row:
        if kwargs:
            if args:
                raise PySparkValueError(
                    errorClass="CANNOT_SET_TOGETHER", messageParameters={"arg_list": "args and kwargs"}
                )
            row = _new(cls, kwargs.values())
            row.__dict__["__fields__"] = list(kwargs)
            return row
        return _new(cls, args)

    def asDict(self, recursive: bool = False) -> dict[str, Any]:
        """The row as a dict; ``recursive`` turns nested rows into dicts as well.

        Of several fields of the same name, the last one stays.
        """
        if not hasattr(self, "__fields__"):
            raise PySparkTypeError(
                errorClass="CANNOT_CONVERT_TYPE", messageParameters={"from_type": "Row", "to_type": "dict"}
            )
        if recursive:
            return dict(zip(self.__fields__, map(_plain, self)))
        return dict(zip(self.__fields__, self))

    def __contains__(self, item: Any) -> bool:
        if hasattr(self, "__fields__"):
            return item in self.__fields__
        return super().__contains__(item)

    def __call__(self, *args: Any) -> Row:
        """A row with these values and this row's values as its field names."""
        if len(args) > len(self):
            raise PySparkValueError(
                errorClass="TOO_MANY_VALUES",
                messageParameters={"expected": str(len(self)), "item": "fields", "actual": str(len(args))},
            )
        return _create_row(self, args)

    def __getitem__(self, item: Any) -> Any:
        if isinstance(item, (int, slice)):
            return super().__getitem__(item)
        try:
            return super().__getitem__(self.__fields__.index(item))
        except IndexError:
            raise PySparkKeyError(errorClass="KEY_NOT_EXISTS", messageParameters={"key": str(item)}) from None
        except ValueError:
            raise PySparkValueError(item) from None

    def __getattr__(self, item: str) -> Any:
        if not item.startswith("__"):
            try:
                return super().__getitem__(self.__fields__.index(item))
            except (IndexError, ValueError):
                pass
        raise PySparkAttributeError(errorClass="ATTRIBUTE_NOT_SUPPORTED", messageParameters={"attr_name": item})

    def __setattr__(self, key: Any, value: Any) -> None:
        if key != "__fields__":
            raise PySparkRuntimeError(errorClass="READ_ONLY", messageParameters={"object": "Row"})
        self.__dict__[key] = value

    def __reduce__(self) -> str | tuple[Any, ...]:
        if hasattr(self, "__fields__"):
            return (_create_row, (self.__fields__, tuple(self)))
        return tuple.__reduce__(self)

    def __repr__(self) -> str:
        if hasattr(self, "__fields__"):
            return f"Row({', '.join(f'{name}={value!r}' for name, value in zip(self.__fields__, tuple(self)))})"
        return f"<Row({', '.join(repr(field) for field in self)})>"


#: What makes fields of named tuples attributes: it reads a tuple's element without a call of Python code.
_getter: Any = type(namedtuple("_Sample", "field").field)  # type: ignore[attr-defined]


def row_class(names: list[str]) -> type[Row]:
    """A class for many rows with these fields: they need no dict of their own, and their fields are read faster."""
    positions: dict[Any, int] = {}
    for position, name in enumerate(names):
        positions.setdefault(name, position)
    get = tuple.__getitem__

    def get_item(self: Row, item: Any) -> Any:
        # A field's name, else whatever a tuple takes.
        if item.__class__ is str and item in positions:
            return get(self, positions[item])
        if item.__class__ is int:
            return get(self, item)
        return Row.__getitem__(self, item)

    members: dict[str, Any] = {"__fields__": names, "__module__": Row.__module__, "__getitem__": get_item}
    for name, position in positions.items():
        # As for every row, methods of tuples hide fields of their names.
        if not name.startswith("__") and not hasattr(Row, name):
            members[name] = _getter(position, None)
    return type("Row", (Row,), members)


def _plain(value: Any) -> Any:
    if isinstance(value, Row):
        return value.asDict(True)
    if isinstance(value, list):
        return [_plain(element) for element in value]
    if isinstance(value, dict):
        return {key: _plain(element) for key, element in value.items()}
    return value
