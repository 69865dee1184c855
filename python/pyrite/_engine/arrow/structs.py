"""The structs of the Arrow C Data and C Stream Interfaces, and the capsules that carry them between libraries.

The layouts are fixed by the Apache Arrow specification. A struct handed to somebody else must outlive the hand-over, so
:class:`Heap` keeps Python-made structs (and what their pointers need) alive until their ``release`` is called.
"""

from __future__ import annotations

import ctypes
import itertools
import sys
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
# These functions are prototyped here and not on ctypes.pythonapi, which others share.
_capsule_new = ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_void_p, ctypes.c_char_p, ctypes.c_void_p)(
    ("PyCapsule_New", ctypes.pythonapi)
)
_capsule_pointer = ctypes.PYFUNCTYPE(ctypes.c_void_p, ctypes.py_object, ctypes.c_char_p)(
    ("PyCapsule_GetPointer", ctypes.pythonapi)
)

#: Structs in capsules, with their capsules, by address.
_lent: dict[int, tuple[Any, Any]] = {}

#: The references to a capsule that only this module knows: the dict's tuple, a local name, and the call's argument.
_OWN_REFERENCES = 3


def capsule_of(struct: Any) -> Any:
    """A PyCapsule of a struct, which is released some time after the capsule unless somebody moved it away.

    A capsule could call a destructor. But one written in Python may be called while an exception is on its way, and
    would lose it. So forgotten capsules are looked for whenever another one is made.
    """
    sweep()
    address = ctypes.addressof(struct)
    capsule = _capsule_new(address, _NAMES[type(struct)], None)
    _lent[address] = (struct, capsule)
    return capsule


def sweep() -> None:
    """Releases the structs of capsules that nobody holds any more."""
    for address in list(_lent):
        entry = _lent.get(address)
        if entry is None:
            continue
        capsule = entry[1]
        if sys.getrefcount(capsule) <= _OWN_REFERENCES and _lent.pop(address, None) is not None:
            release(entry[0])


def struct_in(capsule: Any, kind: Any) -> Any:
    """The struct that a capsule of this kind holds; it lives as long as the capsule."""
    return kind.from_address(_capsule_pointer(capsule, _NAMES[kind]))


def stream_of(source: Any) -> tuple[Any, Any]:
    """The ArrowArrayStream of a capsule, an address, or an object with ``__arrow_c_stream__``, and what keeps it alive.

    Pyarrow tables, Polars and pandas (2.2 with pyarrow) data frames are such objects.
    """
    if isinstance(source, int):
        return ArrowArrayStream.from_address(source), None
    if hasattr(source, "__arrow_c_stream__"):
        source = source.__arrow_c_stream__()
    return struct_in(source, ArrowArrayStream), source
