"""Expressions: what a ``Column`` holds. Each node carries its wire bytes and the text that ``repr`` shows."""

from __future__ import annotations

import itertools

from .literal import literal_message, literal_text
from .wire import ContextNeeded, Encodable, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

SORT_ASCENDING, SORT_DESCENDING = 1, 2
NULLS_FIRST, NULLS_LAST = 1, 2
CAST_TRY = 3

# Functions that the plan names otherwise than the representation of a Column does.
_DISPLAY_NAMES = {"==": "=", "not": "!", "startsWith": "startswith", "endsWith": "endswith"}
_TYPE_ALIASES = {"LONG": "BIGINT", "INTEGER": "INT", "SHORT": "SMALLINT", "BYTE": "TINYINT", "REAL": "FLOAT"}

_lambda_ids = itertools.count()


class Expression(Encodable):
    """One node of an expression tree: the ``oneof`` member's name and its message.

    Nodes are immutable. Their bytes are made at once, from those of their children, unless a child depends on the plan.
    """

    __slots__ = ("kind", "body", "text")

    def __init__(self, kind: str, body: dict[str, Any], text: str) -> None:
        self.kind = kind
        self.body = body
        self.text = text
        try:
            self.encoded = encode("Expression", {kind: body})
        except ContextNeeded:
            self.encoded = None

    def message_type(self) -> str:
        return "Expression"

    def resolve(self, context: Any) -> dict[str, Any]:
        return {self.kind: self.body}


class SortOrder(Expression):
    """An expression with a direction. ``order`` is the ``SortOrder`` message by itself, for Sort and Window."""

    __slots__ = ("order",)

    def __init__(self, child: Expression, ascending: bool, nulls_first: bool) -> None:
        body = {
            "child": child,
            "direction": SORT_ASCENDING if ascending else SORT_DESCENDING,
            "null_ordering": NULLS_FIRST if nulls_first else NULLS_LAST,
        }
        direction = "ASC" if ascending else "DESC"
        super().__init__("sort_order", body, f"{child.text} {direction} NULLS {'FIRST' if nulls_first else 'LAST'}")
        self.order = body


class CaseWhen(Expression):
    """``CASE WHEN … THEN … [ELSE …] END``; open for further branches until it has an ELSE."""

    __slots__ = ("branches", "closed")

    def __init__(
        self, branches: tuple[tuple[Expression, Expression], ...], otherwise: Expression | None = None
    ) -> None:
        arguments = [part for branch in branches for part in branch]
        text = "".join([f" WHEN {condition.text} THEN {value.text}" for condition, value in branches])
        if otherwise is not None:
            arguments.append(otherwise)
            text += f" ELSE {otherwise.text}"
        super().__init__("unresolved_function", {"function_name": "when", "arguments": arguments}, f"CASE{text} END")
        self.branches = branches
        self.closed = otherwise is not None


def literal(value: Any) -> Expression:
    return Expression("literal", literal_message(value), literal_text(value))


def attribute(name: str, plan_id: int | None = None, is_metadata_column: bool = False) -> Expression:
    body = {"unparsed_identifier": name, "plan_id": plan_id, "is_metadata_column": is_metadata_column}
    return Expression("unresolved_attribute", body, name)


def star(target: str | None = None, plan_id: int | None = None) -> Expression:
    return Expression("unresolved_star", {"unparsed_target": target, "plan_id": plan_id}, target or "*")


def regex(pattern: str, plan_id: int | None = None) -> Expression:
    return Expression("unresolved_regex", {"col_name": pattern, "plan_id": plan_id}, "unresolvedregex()")


def sql_expression(text: str) -> Expression:
    return Expression("expression_string", {"expression": text}, text)


def function(
    name: str, arguments: Sequence[Expression], is_distinct: bool = False, is_internal: bool = False
) -> Expression:
    shown = ", ".join([argument.text for argument in arguments])
    body = {"function_name": name, "arguments": list(arguments), "is_distinct": is_distinct}
    if is_internal:
        body["is_internal"] = True
    return Expression("unresolved_function", body, f"{_DISPLAY_NAMES.get(name, name)}({shown})")


def call_function(name: str, arguments: Sequence[Expression]) -> Expression:
    shown = ", ".join([argument.text for argument in arguments])
    return Expression("call_function", {"function_name": name, "arguments": list(arguments)}, f"{name}({shown})")


def alias(child: Expression, names: Sequence[str], metadata: Any = None) -> Expression:
    body: dict[str, Any] = {"expr": child, "name": list(names)}
    if metadata is not None:
        import json

        body["metadata"] = json.dumps(metadata)
    shown = names[0] if len(names) == 1 else f"({', '.join(names)})"
    return Expression("alias", body, f"{child.text} AS {shown}")


def cast(child: Expression, data_type: Any, is_try: bool = False) -> Expression:
    body: dict[str, Any] = {"expr": child, "eval_mode": CAST_TRY if is_try else None}
    if isinstance(data_type, str):
        body["type_str"] = data_type
        name = data_type.upper()
    else:
        from .types import type_message

        body["type"] = type_message(data_type)
        name = data_type.simpleString().upper()
    name = _TYPE_ALIASES.get(name, name)
    return Expression("cast", body, f"{'TRY_' if is_try else ''}CAST({child.text} AS {name})")


def extract_value(child: Expression, key: Expression) -> Expression:
    body = {"child": child, "extraction": key}
    return Expression("unresolved_extract_value", body, f"{child.text}[{key.text}]")


def update_field(struct: Expression, name: str, value: Expression | None) -> Expression:
    """Adds or replaces a field of a struct, or drops it when ``value`` is None."""
    body = {"struct_expression": struct, "field_name": name, "value_expression": value}
    shown = f"{struct.text}, {name}"
    text = f"drop_field({shown})" if value is None else f"update_field({shown}, {value.text})"
    return Expression("update_fields", body, text)


def lambda_variable(stem: str) -> tuple[dict[str, Any], Expression]:
    """A fresh variable: its message, for the function's head, and the expression that refers to it."""
    name = f"{stem}_{next(_lambda_ids)}"
    body = {"name_parts": [name]}
    return body, Expression("unresolved_named_lambda_variable", body, name)


def lambda_function(result: Expression, variables: Sequence[tuple[dict[str, Any], Expression]]) -> Expression:
    names = [variable.text for _, variable in variables]
    head = names[0] if len(names) == 1 else f"({', '.join(names)})"
    body = {"function": result, "arguments": [message for message, _ in variables]}
    return Expression("lambda_function", body, f"{head} -> {result.text}")


def named_argument(name: str, value: Expression) -> Expression:
    return Expression("named_argument_expression", {"key": name, "value": value}, f"{name} => {value.text}")


def direct_partition_id(child: Expression) -> Expression:
    return Expression("direct_shuffle_partition_id", {"child": child}, f"direct_shuffle_partition_id({child.text})")


class PythonFunctionCall(Expression):
    """A call of a Python function, which is registered with the session that runs the plan."""

    __slots__ = ("count", "udf")

    def __init__(self, udf: Any, arguments: Sequence[Expression]) -> None:
        self.udf = udf
        self.count = len(arguments)
        shown = ", ".join([argument.text for argument in arguments])
        body = {"function_name": udf._name, "deterministic": udf.deterministic, "arguments": list(arguments)}
        super().__init__("common_inline_user_defined_function", body, f"{udf._name}({shown})")
        self.encoded = None

    def resolve(self, context: Any) -> dict[str, Any]:
        context.keep(self.udf)
        return {self.kind: {**self.body, "python_udf": self.udf._python_udf_message(context.session, self.count)}}


class OuterColumn(Expression):
    """A column of the outer query, inside of a subquery; the analyzer finds it by its name or plan."""

    __slots__ = ()

    def __init__(self, column: Expression) -> None:
        super().__init__(column.kind, column.body, column.text)
        self.encoded = None

    def resolve(self, context: Any) -> dict[str, Any]:
        context.has_outer_columns = True
        return {self.kind: self.body}


class Subquery(Expression):
    """What a DataFrame gives inside of another one's plan, which carries the DataFrame's plan along."""

    __slots__ = ("relation",)

    SCALAR, EXISTS, IN = 1, 2, 4

    def __init__(self, relation: Any, kind: int, values: Sequence[Expression] = ()) -> None:
        self.relation = relation
        body = {"plan_id": relation.plan_id, "subquery_type": kind, "in_subquery_values": list(values)}
        super().__init__("subquery_expression", body, "subquery()")
        self.encoded = None

    def resolve(self, context: Any) -> dict[str, Any]:
        context.refer_to(self.relation)
        return {self.kind: self.body}


class TableArgument(Expression):
    """The rows of a DataFrame as an argument of a table function."""

    __slots__ = ("relation",)

    TABLE = 3

    def __init__(self, relation: Any, partition: Sequence[Expression], order: Sequence[Any], is_single: bool) -> None:
        self.relation = relation
        options = {"partition_spec": list(partition), "order_spec": list(order), "with_single_partition": is_single}
        body = {"plan_id": relation.plan_id, "subquery_type": self.TABLE, "table_arg_options": options}
        super().__init__("subquery_expression", body, "table()")
        self.encoded = None

    def resolve(self, context: Any) -> dict[str, Any]:
        context.refer_to(self.relation)
        return {self.kind: self.body}
