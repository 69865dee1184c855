"""The structs of the Arrow C Data and C Stream Interfaces, and the capsules that carry them between libraries.

The layouts are fixed by the Apache Arrow specification. A struct handed to somebody else must outlive the hand-over, so
:class:`Heap` keeps Python-made structs (and what their pointers need) alive until their ``release`` is called.
"""

from __future__ import annotations

import ctypes
import itertools
from typing import Any

FLAG_NULLABLE = 2

#: The error number that a stream's callbacks return: an input/output error.
EIO = 5


class ArrowSchema(ctypes.Structure):
    """The type of an array."""


ArrowSchema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_void_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowSchema))),
    ("dictionary", ctypes.POINTER(ArrowSchema)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class ArrowArray(ctypes.Structure):
    """The values of an array."""


ArrowArray._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(ArrowArray))),
    ("dictionary", ctypes.POINTER(ArrowArray)),
    ("release", ctypes.c_void_p),
    ("private_data", ctypes.c_void_p),
]


class ArrowArrayStream(ctypes.Structure):
    """A source of arrays of one type."""

    _fields_ = [
        ("get_schema", ctypes.c_void_p),
        ("get_next", ctypes.c_void_p),
        ("get_last_error", ctypes.c_void_p),
        ("release", ctypes.c_void_p),
        ("private_data", ctypes.c_void_p),
    ]


RELEASE = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
GET_ITEM = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_void_p)
LAST_ERROR = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p)


def release(struct: Any) -> None:
    """Calls a struct's release, unless it was released or moved away."""
    address = struct.release
    if address:
        RELEASE(address)(ctypes.addressof(struct))


class Heap:
    """Objects that stay alive under a number until somebody outside lets them go."""

    def __init__(self) -> None:
        self._numbers = itertools.count(1)
        self._objects: dict[int, Any] = {}

    def keep(self, value: Any) -> int:
        number = next(self._numbers)
        self._objects[number] = value
        return number

    def drop(self, number: int | None) -> None:
        self._objects.pop(number or 0, None)

    def __getitem__(self, number: int) -> Any:
        return self._objects[number]

    def __len__(self) -> int:
        return len(self._objects)


#: Everything that exported structs point to.
heap = Heap()


@RELEASE
def _release_schema(address: int) -> None:
    _release_tree(ArrowSchema.from_address(address))


@RELEASE
def _release_array(address: int) -> None:
    _release_tree(ArrowArray.from_address(address))


def _release_tree(struct: Any) -> None:
    # A consumer may have moved a child away (its release is then null here) to release it later by itself.
    for index in range(struct.n_children):
        release(struct.children[index].contents)
    if struct.dictionary:
        release(struct.dictionary.contents)
    number = struct.private_data
    struct.release = None
    heap.drop(number)


RELEASE_SCHEMA = ctypes.cast(_release_schema, ctypes.c_void_p).value
RELEASE_ARRAY = ctypes.cast(_release_array, ctypes.c_void_p).value


# Capsules

_NAMES = {
    ArrowSchema: b"arrow_schema",
    ArrowArray: b"arrow_array",
    ArrowArrayStream: b"arrow_array_stream",
}
_TYPES = {name: struct for struct, name in _NAMES.items()}

# These functions are prototyped here and not on ctypes.pythonapi, which others share.
_DESTRUCTOR = ctypes.PYFUNCTYPE(None, ctypes.c_void_p)
_capsule_new = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi)
)
_capsule_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)
# A destructor gets an object without references: it must not be turned into a Python reference.
_dying_name = ctypes.PYFUNCTYPE(ctypes.c_char_p, ctypes.c_void_p)(("PyCapsule_GetName", ctypes.pythonapi))
_dying_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)

#: Structs owned by living capsules, by address.
_owned: dict[int, Any] = {}


@_DESTRUCTOR
def _destroy_capsule(capsule: int) -> None:
    name = _dying_name(capsule)
    address = _dying_pointer(capsule, name)
    struct = _owned.pop(address, None)
    if struct is not None:
        release(struct)


_DESTROY = ctypes.cast(_destroy_capsule, ctypes.c_void_p)


def capsule_of(struct: Any) -> Any:
    """A PyCapsule that owns a struct: it is released with the capsule unless somebody moved it away."""
    address = ctypes.addressof(struct)
    _owned[address] = struct
    return _capsule_new(address, _NAMES[type(struct)], _DESTROY)


def struct_in(capsule: Any, kind: Any) -> Any:
    """The struct that a capsule of this kind holds; it lives as long as the capsule."""
    return kind.from_address(_capsule_pointer(capsule, _NAMES[kind]))
