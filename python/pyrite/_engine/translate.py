"""Python functions as trees that the engine computes without Python.

A function is translated when its source is at hand and is made of arithmetic, comparisons, boolean logic, slices and
formatting of text, look-ups in constant dicts, calls of built-in functions, of ``math`` and of methods of texts and
dates, conditionals and assignments to names. Anything else is no translation: the function is then called as it is. The
engine still leaves single rows to the function, those where it cannot be sure of Python's result, and those where
Python would raise an error. So ``raise`` and ``assert`` are such rows, and of ``try`` only the body is translated.

The tree is written as JSON; :file:`Sources/Execution/Evaluation/Python/PythonNode.swift` reads it.
"""

from __future__ import annotations

import ast
import builtins
import json
import os
import threading
import types
from collections.abc import Callable
from typing import Any

#: Larger functions are not worth it.
_MAX_NODES = 400

_BINARY = {
    ast.Add: "+",
    ast.Sub: "-",
    ast.Mult: "*",
    ast.Div: "/",
    ast.FloorDiv: "//",
    ast.Mod: "%",
    ast.Pow: "**",
    ast.BitAnd: "&",
    ast.BitOr: "|",
    ast.BitXor: "^",
    ast.LShift: "<<",
    ast.RShift: ">>",
}
_UNARY_FUNCTIONS = ("int", "str", "len", "abs", "float", "bool", "round")
#: Methods without arguments: of texts, then of dates.
_METHODS = (
    *("upper", "lower", "strip", "lstrip", "rstrip", "capitalize", "title", "swapcase"),
    *("isdigit", "isdecimal", "isnumeric", "isalpha", "isalnum", "isspace", "isupper", "islower"),
    *("weekday", "isoweekday", "isoformat"),
)
_METHODS_OF_ONE = ("startswith", "endswith", "find", "count", "removeprefix", "removesuffix")
_ATTRIBUTES = ("year", "month", "day")
_MATH = (
    *("floor", "ceil", "fabs", "sqrt", "exp", "log", "log2", "log10", "sin", "cos", "tan", "atan"),
    *("isnan", "isinf", "isfinite"),
)
_MATH_CONSTANTS = ("pi", "e", "tau", "inf")
_FORMAT = r"(0?[0-9]{0,2}[dxXob]|[0-9]{0,2},d?|0?[0-9]{0,2}(\.[0-9]{1,2})?f|[0-9]{0,2},(\.[0-9]{1,2})?f)"
_PADDING = r"(?:([ -~]?)([<>]))?([1-9][0-9]{0,2})s?"
#: Larger tables are no chains of comparisons.
_MAX_TABLE = 64
_LONG = 1 << 63

#: Held while sources are parsed and trees compiled: CPython 3.11 counts the depth of trees for all threads together,
#: and raises SystemError when they take turns.
_parsing = threading.RLock()


def _after_fork() -> None:
    # Another thread may have held it.
    global _parsing
    _parsing = threading.RLock()


os.register_at_fork(after_in_child=_after_fork)


class _Untranslatable(Exception):
    pass


def translation(func: Callable[..., Any], argument_count: int) -> str | None:
    """The tree of a function called with so many arguments; None when it has none."""
    if not isinstance(func, types.FunctionType):
        return None
    try:
        with _parsing:
            definition = _definition(func)
        return json.dumps(_Translator(func, definition, argument_count).tree(), separators=(",", ":"))
    except (_Untranslatable, RecursionError, SystemError):
        # The system's error is that of two threads in CPython's parser: see `_parsing`.
        return None


def _definition(func: types.FunctionType) -> ast.FunctionDef | ast.Lambda:
    """The function's own node in its source, told from others there by its code."""
    import inspect
    import textwrap

    try:
        lines, _ = inspect.getsourcelines(func)
    except (OSError, TypeError, IndexError, SyntaxError):
        raise _Untranslatable from None
    tree = _parsed(textwrap.dedent("".join(lines)))
    if func.__name__ != "<lambda>":
        if len(tree.body) != 1 or not isinstance(tree.body[0], ast.FunctionDef):
            raise _Untranslatable
        definition = tree.body[0]
        if definition.name != func.__name__ or not _is_same_code(definition, func):
            raise _Untranslatable
        return definition
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda) and _is_same_code(node, func)]
    if len(found) != 1:
        raise _Untranslatable
    return found[0]


def _parsed(source: str) -> ast.Module:
    # The lines of a lambda may be part of a longer expression: what follows is cut off piece by piece.
    for text in _candidates(source):
        try:
            return ast.parse(text)
        except SyntaxError:
            continue
    raise _Untranslatable


def _candidates(source: str) -> list[str]:
    start = source.find("lambda")
    if start < 0:
        return [source]
    text = source[start:].rstrip()
    return [source, *[text[:end] for end in range(len(text), 7, -1)][:400]]


def _is_same_code(node: ast.FunctionDef | ast.Lambda, func: types.FunctionType) -> bool:
    """Whether compiling a node gives the function's instructions and constants."""
    if isinstance(node, ast.Lambda):
        body: ast.stmt = ast.Expr(node)
    else:
        import copy

        body = copy.copy(node)
        body.decorator_list = []
    free = func.__code__.co_freevars
    if free:
        # Names of the enclosing function must be free in the copy too.
        outer = ast.parse(f"def _outer({', '.join(free)}):\n    pass").body[0]
        outer.body = [body]  # type: ignore[attr-defined]
        body = outer
    modules = [name for name in func.__code__.co_names if isinstance(func.__globals__.get(name), types.ModuleType)]
    imports: list[ast.stmt] = [ast.Import([ast.alias(name)]) for name in modules]
    # Attributes of modules that the same source imports are compiled in another way.
    for before in ([], imports) if imports else ([],):
        module = ast.fix_missing_locations(ast.Module([*before, body], []))
        try:
            compiled = compile(module, "<translation>", "exec", dont_inherit=True)
        except (SyntaxError, ValueError, TypeError):
            return False
        if any(_equals(code, func.__code__) for code in _codes(compiled)):
            return True
    return False


def _codes(code: types.CodeType) -> list[types.CodeType]:
    nested = [constant for constant in code.co_consts if isinstance(constant, types.CodeType)]
    return [inner for item in nested for inner in (item, *_codes(item))]


def _equals(a: types.CodeType, b: types.CodeType) -> bool:
    return (
        a.co_name == b.co_name
        and a.co_code == b.co_code
        and a.co_names == b.co_names
        and a.co_varnames == b.co_varnames
        and [repr(c) for c in a.co_consts if not isinstance(c, types.CodeType)]
        == [repr(c) for c in b.co_consts if not isinstance(c, types.CodeType)]
    )


class _Translator:
    def __init__(self, func: types.FunctionType, definition: Any, argument_count: int) -> None:
        self._func = func
        self._definition = definition
        self._nodes = 0
        self._slots = 0
        arguments = definition.args
        if arguments.vararg or arguments.kwarg or arguments.kwonlyargs:
            raise _Untranslatable
        names = [argument.arg for argument in [*arguments.posonlyargs, *arguments.args]]
        if argument_count > len(names):
            raise _Untranslatable
        self._arguments: dict[str, Any] = {}
        defaults = dict(zip(reversed(names), reversed(func.__defaults__ or ())))
        for index, name in enumerate(names):
            if index < argument_count:
                self._arguments[name] = ["arg", str(index)]
            elif name in defaults:
                self._arguments[name] = self._constant(defaults[name])
            else:
                raise _Untranslatable

    def tree(self) -> Any:
        if isinstance(self._definition, ast.Lambda):
            return self._expression(self._definition.body, self._arguments)
        return self._block(self._definition.body, self._arguments)

    def _counted(self, node: list[Any]) -> list[Any]:
        self._nodes += 1
        if self._nodes > _MAX_NODES:
            raise _Untranslatable
        return node

    # Statements: each block is an expression, the value that it returns.

    def _block(self, statements: list[ast.stmt], names: dict[str, Any]) -> Any:
        if not statements:
            return self._counted(["none"])
        first, rest = statements[0], statements[1:]
        if isinstance(first, ast.Return):
            return self._counted(["none"]) if first.value is None else self._expression(first.value, names)
        if isinstance(first, ast.If):
            return self._counted(
                [
                    "if",
                    self._expression(first.test, names),
                    self._block([*first.body, *rest], names),
                    self._block([*first.orelse, *rest], names),
                ]
            )
        if isinstance(first, ast.Assign) and len(first.targets) == 1 and isinstance(first.targets[0], ast.Name):
            return self._bind(first.targets[0].id, self._expression(first.value, names), rest, names)
        if isinstance(first, ast.AnnAssign) and isinstance(first.target, ast.Name) and first.value is not None:
            return self._bind(first.target.id, self._expression(first.value, names), rest, names)
        if isinstance(first, ast.AugAssign) and isinstance(first.target, ast.Name):
            current = self._name(first.target.id, names)
            value = self._binary(first.op, current, self._expression(first.value, names))
            return self._bind(first.target.id, value, rest, names)
        if isinstance(first, ast.Raise):
            return self._counted(["doubt"])
        if isinstance(first, ast.Assert):
            test = self._expression(first.test, names)
            return self._counted(["if", test, self._block(rest, names), ["doubt"]])
        if isinstance(first, ast.Try) and not first.finalbody:
            # Where the body raises, the row is left to the function as it is, with its handlers.
            return self._block([*first.body, *first.orelse, *rest], names)
        if isinstance(first, ast.Pass) or (isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)):
            return self._block(rest, names)
        raise _Untranslatable

    def _bind(self, name: str, value: Any, rest: list[ast.stmt], names: dict[str, Any]) -> Any:
        slot = str(self._slots)
        self._slots += 1
        return self._counted(["let", slot, value, self._block(rest, {**names, name: ["local", slot]})])

    # Expressions

    def _expression(self, node: ast.expr, names: dict[str, Any]) -> Any:
        method = getattr(self, f"_{type(node).__name__.lower()}_expression", None)
        if method is None:
            raise _Untranslatable
        return self._counted(method(node, names))

    def _constant_expression(self, node: ast.Constant, names: dict[str, Any]) -> Any:
        return self._constant(node.value)

    def _constant(self, value: Any) -> Any:
        if value is None:
            return ["none"]
        if value is True or value is False:
            return ["bool", str(value)]
        if type(value) is int and -_LONG <= value < _LONG:
            return ["int", str(value)]
        if type(value) is float and value == value:
            return ["float", value.hex() if abs(value) != float("inf") else ("inf" if value > 0 else "-inf")]
        if type(value) is str and value.isprintable() and "\\" not in value:
            return ["str", value]
        raise _Untranslatable

    def _name_expression(self, node: ast.Name, names: dict[str, Any]) -> Any:
        return self._name(node.id, names)

    def _name(self, name: str, names: dict[str, Any]) -> Any:
        if name in names:
            return names[name]
        code = self._func.__code__
        if name in code.co_varnames:
            # A local variable that is not assigned on this path.
            raise _Untranslatable
        if name in code.co_freevars:
            cell = (self._func.__closure__ or ())[code.co_freevars.index(name)]
            try:
                return self._constant(cell.cell_contents)
            except ValueError:
                raise _Untranslatable from None
        if name in self._func.__globals__:
            return self._constant(self._func.__globals__[name])
        raise _Untranslatable

    def _is_builtin(self, name: str, names: dict[str, Any]) -> bool:
        code = self._func.__code__
        return (
            name not in names
            and name not in code.co_varnames
            and name not in code.co_freevars
            and name not in self._func.__globals__
            and hasattr(builtins, name)
        )

    def _binop_expression(self, node: ast.BinOp, names: dict[str, Any]) -> Any:
        return self._binary(node.op, self._expression(node.left, names), self._expression(node.right, names))

    def _binary(self, operator: ast.operator, left: Any, right: Any) -> Any:
        name = _BINARY.get(type(operator))
        if name is None:
            raise _Untranslatable
        return [name, left, right]

    def _unaryop_expression(self, node: ast.UnaryOp, names: dict[str, Any]) -> Any:
        operand = self._expression(node.operand, names)
        if isinstance(node.op, ast.Not):
            return ["not", operand]
        if isinstance(node.op, ast.USub):
            if operand[0] == "int" and operand[1] != str(-_LONG):
                return ["int", str(-int(operand[1]))]
            return ["neg", operand]
        if isinstance(node.op, ast.UAdd):
            return ["pos", operand]
        if isinstance(node.op, ast.Invert):
            return ["invert", operand]
        raise _Untranslatable

    def _boolop_expression(self, node: ast.BoolOp, names: dict[str, Any]) -> Any:
        values = [self._expression(value, names) for value in node.values]
        result = values[-1]
        for value in reversed(values[:-1]):
            # The operand itself is the result, so it is computed once and named.
            slot = str(self._slots)
            self._slots += 1
            kept = ["local", slot]
            branches = [result, kept] if isinstance(node.op, ast.And) else [kept, result]
            result = self._counted(["let", slot, value, self._counted(["if", kept, *branches])])
        return result

    def _ifexp_expression(self, node: ast.IfExp, names: dict[str, Any]) -> Any:
        return ["if", *[self._expression(part, names) for part in (node.test, node.body, node.orelse)]]

    def _compare_expression(self, node: ast.Compare, names: dict[str, Any]) -> Any:
        if len(node.ops) == 1:
            return self._comparison(node.ops[0], node.left, node.comparators[0], names)
        # a < b < c: each operand is computed once, and only as far as needed.
        operands = [node.left, *node.comparators]
        if not all(isinstance(operand, (ast.Name, ast.Constant)) for operand in operands[1:-1]):
            raise _Untranslatable
        parts = [
            self._comparison(operator, operands[index], operands[index + 1], names)
            for index, operator in enumerate(node.ops)
        ]
        result = parts[-1]
        for part in reversed(parts[:-1]):
            result = self._counted(["if", part, result, ["bool", "False"]])
        return result

    def _comparison(self, operator: ast.cmpop, left: ast.expr, right: ast.expr, names: dict[str, Any]) -> Any:
        if isinstance(operator, (ast.Is, ast.IsNot)):
            if not (isinstance(right, ast.Constant) and right.value is None):
                raise _Untranslatable
            test = ["is_none", self._expression(left, names)]
            return test if isinstance(operator, ast.Is) else ["not", test]
        if isinstance(operator, (ast.In, ast.NotIn)):
            found = self._membership(left, right, names)
            return found if isinstance(operator, ast.In) else ["not", found]
        a, b = self._expression(left, names), self._expression(right, names)
        if isinstance(operator, ast.Eq):
            return ["==", a, b]
        if isinstance(operator, ast.NotEq):
            return ["not", ["==", a, b]]
        if isinstance(operator, ast.Lt):
            return ["<", a, b]
        if isinstance(operator, ast.LtE):
            return ["<=", a, b]
        # a > b raises the errors that b < a raises, but the operands are computed in their own order.
        slot = str(self._slots)
        self._slots += 1
        name = "<" if isinstance(operator, ast.Gt) else "<="
        return ["let", slot, a, self._counted([name, b, ["local", slot]])]

    def _membership(self, left: ast.expr, right: ast.expr, names: dict[str, Any]) -> Any:
        value = self._expression(left, names)
        table = self._table(right, names)
        if table is None:
            return ["contains", self._expression(right, names), value]
        return self._looked_up(value, [(key, ["bool", "True"]) for key, _ in table], ["bool", "False"])

    def _looked_up(self, value: Any, table: list[tuple[Any, Any]], otherwise: Any) -> Any:
        """The result whose key equals a value, by one comparison after the other."""
        slot = str(self._slots)
        self._slots += 1
        result = otherwise
        for key, found in reversed(table):
            test = self._counted(["==", ["local", slot], key])
            result = self._counted(["if", test, found, result])
        return ["let", slot, value, result]

    def _table(self, node: ast.expr, names: dict[str, Any]) -> list[tuple[Any, Any]] | None:
        """The constants of a tuple, list, set or dict: pairs of keys and values. None for anything else."""
        if isinstance(node, (ast.Tuple, ast.List, ast.Set)):
            pairs: list[tuple[Any, Any]] = [(self._constant_item(item), None) for item in node.elts]
        elif isinstance(node, ast.Dict):
            pairs = [(self._constant_item(key), self._constant_item(item)) for key, item in zip(node.keys, node.values)]
        elif isinstance(node, ast.Name) and node.id not in names:
            known = self._outer(node.id)
            if isinstance(known, dict):
                pairs = [(self._constant(key), self._constant(item)) for key, item in known.items()]
            elif isinstance(known, (tuple, list, set, frozenset)):
                pairs = [(self._constant(item), None) for item in known]
            else:
                return None
        else:
            return None
        # Python looks by identity and hash first, which tells None, and values that differ from themselves.
        if not 0 < len(pairs) <= _MAX_TABLE or any(key[0] == "none" for key, _ in pairs):
            raise _Untranslatable
        if pairs[0][1] is not None and {key[0] for key, _ in pairs} not in ({"int"}, {"str"}):
            # Equal keys of other types are one key.
            raise _Untranslatable
        # The last of equal keys of a dict display counts.
        return list({json.dumps(key): (key, item) for key, item in pairs}.values())

    def _constant_item(self, node: ast.expr | None) -> Any:
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and isinstance(node.operand, ast.Constant):
            value = node.operand.value
            if isinstance(value, (int, float)) and not isinstance(value, bool):
                return self._constant(-value)
        if not isinstance(node, ast.Constant):
            raise _Untranslatable
        return self._constant(node.value)

    def _subscript_expression(self, node: ast.Subscript, names: dict[str, Any]) -> Any:
        place = node.slice
        if isinstance(node.value, ast.Call) and not isinstance(place, ast.Slice):
            part = self._part(node.value, place, names)
            if part is not None:
                return part
        table = None if isinstance(place, ast.Slice) else self._table(node.value, names)
        if table is not None:
            if any(item is None for _, item in table):
                raise _Untranslatable
            return self._looked_up(self._expression(place, names), table, ["doubt"])
        value = self._expression(node.value, names)
        if isinstance(place, ast.Slice):
            if place.step is not None:
                step = place.step
                reverses = isinstance(step, ast.UnaryOp) and isinstance(step.op, ast.USub)
                if not reverses or ast.unparse(step) != "-1" or place.lower or place.upper:
                    raise _Untranslatable
                return ["reverse", value]
            return ["slice", value, self._place(place.lower, names), self._place(place.upper, names)]
        index = self._expression(place, names)
        if index[0] != "int":
            raise _Untranslatable
        return ["index", value, index]

    def _part(self, call: ast.Call, place: ast.expr, names: dict[str, Any]) -> Any:
        """``text.split(separator)[index]``; None for anything else."""
        function = call.func
        if not isinstance(function, ast.Attribute) or function.attr != "split" or call.keywords or len(call.args) > 1:
            return None
        index = self._expression(place, names)
        separator = self._expression(call.args[0], names) if call.args else ["str", ""]
        if index[0] != "int" or separator[0] != "str" or (call.args and not separator[1]):
            raise _Untranslatable
        return ["part", self._expression(function.value, names), separator, index]

    def _place(self, node: ast.expr | None, names: dict[str, Any]) -> str:
        if node is None:
            return ""
        place = self._expression(node, names)
        if place[0] == "none":
            return ""
        if place[0] != "int" or abs(int(place[1])) > 1 << 30:
            raise _Untranslatable
        return str(place[1])

    def _joinedstr_expression(self, node: ast.JoinedStr, names: dict[str, Any]) -> Any:
        return ["join", *[self._expression(part, names) for part in node.values]]

    def _formattedvalue_expression(self, node: ast.FormattedValue, names: dict[str, Any]) -> Any:
        if node.conversion not in (-1, ord("s")):
            raise _Untranslatable
        value = self._expression(node.value, names)
        spec = ""
        if node.format_spec is not None:
            parts = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else [None]
            if not all(isinstance(part, ast.Constant) for part in parts):
                raise _Untranslatable
            spec = "".join([str(part.value) for part in parts if isinstance(part, ast.Constant)])
        if not spec:
            # Text stands for itself, and whole numbers in decimal.
            return ["join", value]
        return self._formatted(value, spec, node.conversion != -1)

    def _formatted(self, value: Any, spec: str, is_text: bool) -> Any:
        import re

        padding = re.fullmatch(_PADDING, spec)
        if padding and (is_text or padding[2] or spec.endswith("s")):
            # Only texts are padded to the right of themselves without being asked.
            fill, side, width = padding.groups()
            kind = "rjust" if side == ">" else "ljust"
            if side is None and not spec.endswith("s") and not is_text:
                raise _Untranslatable
            text = ["join", value] if is_text else self._only_text(value)
            return [kind, text, ["int", width], ["str", fill or " "]]
        if is_text or not re.fullmatch(_FORMAT, spec):
            raise _Untranslatable
        return ["format", value, spec]

    def _only_text(self, value: Any) -> Any:
        """A value that must be a text."""
        return self._counted(["+", value, ["str", ""]])

    def _call_expression(self, node: ast.Call, names: dict[str, Any]) -> Any:
        if node.keywords or any(isinstance(argument, ast.Starred) for argument in node.args):
            raise _Untranslatable
        function = node.func
        mathematical = self._mathematical(function, names)
        if mathematical is not None:
            if len(node.args) != 1 or mathematical not in _MATH:
                raise _Untranslatable
            return [f"math.{mathematical}", self._expression(node.args[0], names)]
        if isinstance(function, ast.Name) and self._is_builtin(function.id, names):
            arguments = [self._expression(argument, names) for argument in node.args]
            if function.id in _UNARY_FUNCTIONS and len(arguments) == 1:
                return [function.id, *arguments]
            if function.id == "round" and len(arguments) == 2 and arguments[1][0] == "int":
                return ["round", *arguments]
            if function.id in ("min", "max") and len(arguments) >= 2:
                result = arguments[0]
                for argument in arguments[1:]:
                    result = self._counted([function.id, result, argument])
                return result
            raise _Untranslatable
        if isinstance(function, ast.Attribute):
            return self._method(function, node.args, names)
        raise _Untranslatable

    def _method(self, function: ast.Attribute, given: list[ast.expr], names: dict[str, Any]) -> Any:
        name = function.attr
        if name == "get" and len(given) in (1, 2):
            table = self._table(function.value, names)
            if table is None or any(item is None for _, item in table):
                raise _Untranslatable
            otherwise = self._expression(given[1], names) if len(given) == 2 else ["none"]
            return self._looked_up(self._expression(given[0], names), table, otherwise)
        value = self._expression(function.value, names)
        if name == "format" and value[0] == "str":
            return self._format_call(value[1], given, names)
        if name == "join" and len(given) == 1 and isinstance(given[0], (ast.List, ast.Tuple)) and given[0].elts:
            parts = [self._only_text(self._expression(item, names)) for item in given[0].elts]
            between = [part for item in parts for part in (self._only_text(value), item)]
            return ["join", *between[1:]]
        if name in ("startswith", "endswith") and len(given) == 1 and isinstance(given[0], ast.Tuple):
            slot = str(self._slots)
            self._slots += 1
            result: Any = ["bool", "False"]
            for item in reversed(given[0].elts):
                test = self._counted([name, ["local", slot], self._expression(item, names)])
                result = self._counted(["if", test, ["bool", "True"], result])
            return ["let", slot, value, result]
        arguments = [self._expression(argument, names) for argument in given]
        kinds = [argument[0] for argument in arguments]
        if name in _METHODS and not arguments:
            return [name, value]
        if name in _METHODS_OF_ONE and len(arguments) == 1:
            return [name, value, *arguments]
        if name == "replace" and kinds == ["str", "str"] and arguments[0][1]:
            return [name, value, *arguments]
        if name == "zfill" and kinds == ["int"]:
            return [name, value, *arguments]
        if name in ("ljust", "rjust") and kinds in (["int"], ["int", "str"]):
            return [name, value, *arguments, *([["str", " "]] if len(arguments) == 1 else [])]
        raise _Untranslatable

    def _format_call(self, text: str, given: list[ast.expr], names: dict[str, Any]) -> Any:
        """``'…{}…'.format(…)``."""
        import string

        arguments = [self._expression(argument, names) for argument in given]
        parts: list[Any] = []
        used = 0
        try:
            fields = list(string.Formatter().parse(text))
        except ValueError:
            raise _Untranslatable from None
        for literal, field, spec, conversion in fields:
            if literal:
                parts.append(["str", literal])
            if field is None:
                continue
            # Every argument once, in order: so each is computed, as in Python.
            if field not in ("", str(used)) or conversion or used >= len(arguments):
                raise _Untranslatable
            parts.append(self._formatted(arguments[used], spec, False) if spec else ["join", arguments[used]])
            used += 1
        if used != len(arguments):
            raise _Untranslatable
        return ["join", *parts]

    def _attribute_expression(self, node: ast.Attribute, names: dict[str, Any]) -> Any:
        constant = self._mathematical(node, names)
        if constant is not None:
            import math

            if constant not in _MATH_CONSTANTS:
                raise _Untranslatable
            return self._constant(getattr(math, constant))
        if node.attr not in _ATTRIBUTES:
            raise _Untranslatable
        return [node.attr, self._expression(node.value, names)]

    def _mathematical(self, node: ast.expr, names: dict[str, Any]) -> str | None:
        """The name of a member of ``math`` that an expression stands for."""
        import math

        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id not in names:
            return node.attr if self._outer(node.value.id) is math else None
        if isinstance(node, ast.Name) and node.id not in names:
            known = self._outer(node.id)
            return next((name for name in _MATH if getattr(math, name) is known), None)
        return None

    def _outer(self, name: str) -> Any:
        """The value of a name of the enclosing function or the module; None when it has none."""
        code = self._func.__code__
        if name in code.co_freevars:
            try:
                return (self._func.__closure__ or ())[code.co_freevars.index(name)].cell_contents
            except ValueError:
                return None
        return None if name in code.co_varnames else self._func.__globals__.get(name)
