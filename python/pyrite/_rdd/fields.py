"""Which fields of a row a function reads, so that those that nobody reads need not become Python objects.

``df.rdd.map(lambda row: (row.k, 1))`` looks at one field of its rows. This is seen in the function's byte code, and
only where nothing else can happen to the row: every use of it must be ``row.name``, ``row["name"]`` or ``row[0]``.
"""

from __future__ import annotations

import dis
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import CodeType, FunctionType
from typing import Any

#: Functions by which a function may see its variables in other ways.
_SEE_VARIABLES = frozenset(["locals", "vars", "dir", "eval", "exec", "_getframe", "currentframe", "breakpoint"])
_LOADS = frozenset(["LOAD_FAST", "LOAD_FAST_BORROW", "LOAD_FAST_CHECK"])
#: Two instructions in one, of which the second loads.
_DOUBLE_LOADS = frozenset(
    ["LOAD_FAST_LOAD_FAST", "LOAD_FAST_BORROW_LOAD_FAST_BORROW", "STORE_FAST_LOAD_FAST"],
)
_IGNORED = frozenset(["EXTENDED_ARG", "CACHE", "NOP"])


@dataclass(frozen=True)
class ElementUse:
    """The functions of single elements that a chain of transformations begins with.

    ``passes_on``: the elements themselves go on behind them, as they do behind a filter.
    """

    functions: tuple[Callable[..., Any], ...]
    passes_on: bool

    def then(self, following: ElementUse | None) -> ElementUse | None:
        """What is done with the elements when another transformation follows; None is one that sees them all."""
        if not self.passes_on:
            return self
        if following is None:
            return None
        return ElementUse(self.functions + following.functions, following.passes_on)


def fields_read(functions: Sequence[Callable[..., Any]], names: Sequence[str]) -> frozenset[int] | None:
    """The positions of the fields that functions of one row read, or None when that is not certain.

    >>> sorted(fields_read([lambda row: row.b + row[2]], ["a", "b", "c"]))
    [1, 2]
    """
    found: set[int] = set()
    for function in functions:
        read = _read_by(function, names)
        if read is None:
            return None
        found |= read
    return frozenset(found)


def _read_by(function: Callable[..., Any], names: Sequence[str]) -> set[int] | None:
    if type(function) is not FunctionType:
        return None
    code: CodeType = function.__code__
    if code.co_argcount == 0 or not _SEE_VARIABLES.isdisjoint(code.co_names):
        return None
    row = code.co_varnames[0]
    instructions = [one for one in dis.get_instructions(code) if one.opname not in _IGNORED]
    found: set[int] = set()
    for index, instruction in enumerate(instructions):
        named = instruction.argval
        if isinstance(named, tuple) and instruction.opname in _DOUBLE_LOADS:
            if row not in named:
                continue
            is_load = named[0] != row
        elif named != row or instruction.opcode in dis.hasconst or instruction.opcode in dis.hasname:
            continue
        else:
            is_load = instruction.opname in _LOADS
        position = _position(instructions[index + 1 : index + 3], names) if is_load else None
        if position is None:
            return None
        found.add(position)
    return found


def _position(following: list[dis.Instruction], names: Sequence[str]) -> int | None:
    """The field that the instructions behind the load of a row read."""
    from pyrite.sql.types import Row

    if not following:
        return None
    name = following[0].argval
    if following[0].opname == "LOAD_ATTR":
        is_field = name in names and not name.startswith("__") and not hasattr(Row, name)
        return names.index(name) if is_field else None
    if following[0].opname not in ("LOAD_CONST", "LOAD_SMALL_INT") or len(following) < 2:
        return None
    then = following[1]
    if then.opname != "BINARY_SUBSCR" and not (then.opname == "BINARY_OP" and then.argrepr == "[]"):
        return None
    if type(name) is int and 0 <= name < len(names):
        return name
    return names.index(name) if type(name) is str and name in names else None
