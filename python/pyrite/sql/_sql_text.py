"""The arguments of ``spark.sql``: parameters of the statement, and values filled into its text."""

from __future__ import annotations

import itertools
import string

from pyrite._connect.relation import Relation
from pyrite.errors import PySparkValueError
from pyrite.sql.column import Column

from ._dataframe.checks import not_expected_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_view_numbers = itertools.count()


def arguments_of(args: Any) -> dict[str, Any]:
    """The fields of the SQL message for named (dict) or positional (list) parameters."""
    from pyrite.sql.functions._build import lit

    if args is None:
        return {}
    if isinstance(args, dict):
        return {"named_arguments": {str(name): lit(value)._expr for name, value in args.items()}}
    if isinstance(args, (list, tuple)):
        return {"pos_arguments": [lit(value)._expr for value in args]}
    raise not_expected_type("args", "dict or list", args)


def filled_in(text: str, values: dict[str, Any]) -> tuple[str, list[Relation]]:
    """The text with ``{name}`` replaced, and the plans that the names put in for DataFrames stand for."""
    formatter = _Formatter()
    return formatter.vformat(text, (), values), formatter.views


class _Formatter(string.Formatter):
    def __init__(self) -> None:
        self.views: list[Relation] = []
        self._names: dict[int, str] = {}
        #: What stands in the braces that are being filled.
        self._field = ""

    def get_field(self, field_name: str, args: Any, kwargs: Any) -> Any:
        self._field = field_name
        return super().get_field(field_name, args, kwargs)

    def format_field(self, value: Any, format_spec: str) -> Any:
        from pyrite.sql.dataframe import DataFrame

        if isinstance(value, DataFrame):
            return self._view(value)
        if isinstance(value, Column):
            expression = value._expr
            if getattr(expression, "kind", None) != "unresolved_attribute":
                raise PySparkValueError(
                    errorClass="VALUE_NOT_PLAIN_COLUMN_REFERENCE",
                    messageParameters={"val": str(value), "field_name": self._field},
                )
            return expression.text
        if isinstance(value, str):
            return "'" + value.replace("\\", "\\\\").replace("'", "\\'") + "'"
        return super().format_field(value, format_spec)

    def get_value(self, key: Any, args: Any, kwargs: Any) -> Any:
        if isinstance(key, str) and key not in kwargs:
            raise KeyError(key)
        return super().get_value(key, args, kwargs)

    def _view(self, frame: Any) -> str:
        name = self._names.get(id(frame))
        if name is None:
            name = self._names[id(frame)] = f"_pyrite_view_{next(_view_numbers)}"
            view = Relation(frame._session, "subquery_alias", {"input": frame._relation, "alias": name})
            self.views.append(view)
        return name
