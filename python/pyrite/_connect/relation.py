"""Relations: what a ``DataFrame`` holds. Each node carries its wire bytes and keeps alive what the plan refers to."""

from __future__ import annotations

import itertools

from .wire import Encodable, encode

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_plan_ids = itertools.count()

#: Nodes that give a row for each of their input's.
_PROJECTIONS = frozenset(
    ["project", "with_columns", "with_columns_renamed", "drop", "to_df", "to_schema", "subquery_alias"]
)


class PlanContext:
    """The plan that expressions are encoded for: its session, and the plans and other objects that they refer to."""

    def __init__(self, session: Any) -> None:
        self.session = session
        self.references: list[Relation] = []
        self.resources: list[Any] = []
        self.has_outer_columns = False

    def keep(self, resource: Any) -> None:
        """Makes the plan keep an object alive."""
        if resource not in self.resources:
            self.resources.append(resource)

    def refer_to(self, relation: Relation) -> None:
        """Makes the plan carry another one along."""
        if relation not in self.references:
            self.references.append(relation)


class Relation(Encodable):
    """One node of a logical plan, encoded for a session when it is made.

    ``plan_id`` is the node's number, by which ``df.column`` names the DataFrame it comes from. ``resources`` are
    objects that must live as long as the plan can run, such as tables held by the engine. ``source`` is the number of
    the node below all projections: nodes that share it have rows at the same places. ``is_open`` says that columns of
    an outer query occur in the plan, which has a meaning only inside of that.
    """

    __slots__ = ("is_open", "plan_id", "resources", "source")

    plan_id: int
    resources: tuple[Any, ...]
    source: int
    is_open: bool

    def __init__(self, session: Any, kind: str, body: dict[str, Any], resources: tuple[Any, ...] = ()) -> None:
        self.plan_id = self.source = next(_plan_ids)
        if kind in _PROJECTIONS and "input" in body:
            self.source = body["input"].source
        inputs = [value for value in body.values() if isinstance(value, Relation)]
        for value in inputs:
            resources += tuple(item for item in value.resources if item not in resources)
        context = PlanContext(session)
        self.encoded = encode("Relation", {"common": {"plan_id": self.plan_id}, kind: body}, context)
        resources += tuple(item for item in context.resources if item not in resources)
        if context.references:
            root = EncodedRelation(self.encoded, self.plan_id)
            self.plan_id = next(_plan_ids)
            relations = {"root": root, "references": context.references}
            self.encoded = encode("Relation", {"common": {"plan_id": self.plan_id}, "with_relations": relations})
            resources += tuple(item for reference in context.references for item in reference.resources)
        self.resources = resources
        self.is_open = context.has_outer_columns or any(part.is_open for part in (*inputs, *context.references))

    def message_type(self) -> str:
        return "Relation"


class EncodedRelation(Relation):
    """A relation that came from the engine as bytes, such as the answer to an SQL command."""

    __slots__ = ()

    def __init__(self, encoded: bytes, plan_id: int | None, resources: tuple[Any, ...] = ()) -> None:
        self.plan_id = next(_plan_ids) if plan_id is None else plan_id
        self.source = self.plan_id
        self.resources = resources
        self.is_open = False
        self.encoded = encoded


class InProcessTable:
    """Rows, or a query, held by the engine for plans of one session. They are dropped when nothing refers to them."""

    TYPE_URL = "type.googleapis.com/pyrite.InProcessTable"

    def __init__(self, session: Any, table_id: int) -> None:
        self._session = session
        self.table_id = table_id

    def relation(self, resources: tuple[Any, ...] = ()) -> Relation:
        """A relation that scans the table, and keeps it and what it needs."""
        value = encode("pyrite.InProcessTable", {"table_id": self.table_id})
        return Relation(self._session, "extension", {"type_url": self.TYPE_URL, "value": value}, (self, *resources))

    def __del__(self) -> None:
        if self._session._engine.is_open:
            self._session._engine.release_table(self.table_id)
