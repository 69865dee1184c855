"""Whether a Python function's result surely depends on nothing but its arguments.

Such a function may be called once for equal arguments. Its code is looked at: it may use its arguments, constants,
built-in functions without effects, a few modules of that kind, and other functions of the same sort. Whatever else it
names, or anything that it stores outside of itself, makes it no such function.
"""

from __future__ import annotations

import dis
import types
from collections.abc import Callable
from typing import Any

_BUILTINS = frozenset(
    [
        *("abs", "all", "any", "ascii", "bin", "bool", "bytes", "chr", "complex", "dict", "divmod", "enumerate"),
        *("filter", "float", "format", "frozenset", "hex", "int", "isinstance", "len", "list", "map", "max", "min"),
        *("oct", "ord", "pow", "range", "repr", "reversed", "round", "set", "slice", "sorted", "str", "sum", "tuple"),
        *("type", "zip", "ArithmeticError", "AttributeError", "Exception", "IndexError", "KeyError", "LookupError"),
        *("OverflowError", "RuntimeError", "TypeError", "UnicodeError", "ValueError", "ZeroDivisionError"),
    ]
)
_MODULES = frozenset(
    ["math", "re", "string", "unicodedata", "json", "base64", "hashlib", "html", "urllib.parse", "zlib"]
)
_CONSTANTS = (int, float, complex, str, bytes, bool, type(None))
_FORBIDDEN = ("STORE_GLOBAL", "DELETE_GLOBAL", "STORE_ATTR", "DELETE_ATTR", "IMPORT_", "STORE_DEREF", "DELETE_DEREF")
#: Functions that call functions that call functions are not followed further than this.
_MAX_DEPTH = 4


def is_pure(func: Callable[..., Any], depth: int = _MAX_DEPTH) -> bool:
    """Whether calls with equal arguments give equal results and nothing else happens, for sure."""
    if not isinstance(func, types.FunctionType) or depth == 0 or func.__kwdefaults__:
        return False
    if not all(_is_constant(value) for value in func.__defaults__ or ()):
        return False
    for cell in func.__closure__ or ():
        try:
            if not _is_harmless(cell.cell_contents, depth):
                return False
        except ValueError:
            return False
    return all(_is_pure_code(code, func.__globals__, depth) for code in _codes(func.__code__))


def _codes(code: types.CodeType) -> list[types.CodeType]:
    nested = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return [code, *[inner for item in nested for inner in _codes(item)]]


def _is_pure_code(code: types.CodeType, names: dict[str, Any], depth: int) -> bool:
    import builtins

    for instruction in dis.get_instructions(code):
        if instruction.opname.startswith(_FORBIDDEN):
            return False
        if instruction.opname in ("LOAD_GLOBAL", "LOAD_NAME"):
            name = instruction.argval
            if name in names:
                if not _is_harmless(names[name], depth):
                    return False
            elif name not in _BUILTINS or not hasattr(builtins, name):
                return False
    return True


def _is_constant(value: Any) -> bool:
    return type(value) in _CONSTANTS or (type(value) in (tuple, frozenset) and all(map(_is_constant, value)))


def _is_harmless(value: Any, depth: int) -> bool:
    if isinstance(value, types.ModuleType):
        return value.__name__ in _MODULES
    if isinstance(value, types.FunctionType):
        return value.__module__ in _MODULES or is_pure(value, depth - 1)
    if isinstance(value, types.BuiltinFunctionType):
        return value.__module__ in _MODULES or (value.__module__ == "builtins" and value.__name__ in _BUILTINS)
    if isinstance(value, type):
        return value.__module__ == "builtins" and value.__name__ in _BUILTINS
    return _is_constant(value) or type(value).__module__ == "re"
