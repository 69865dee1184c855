"""Random subqueries that read columns of the query around them, in every form that Spark and DuckDB share."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from query_fuzz.grammar import Grammar

COMPARISONS = ["=", "=", "=", "<", ">", "<>", ">="]
#: Columns of whole numbers, of which some are null; `n` numbers the rows of a table.
NUMBERS = ["a", "b", "n"]


class Correlation:
    """Makes parts of queries about relation ``p``; the relations of subqueries are ``u`` and ``v``."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self.random = grammar.random

    def table(self) -> str:
        return self.random.choice(["t1", "t2", "t3"])

    def outer(self) -> str:
        return f"p.{self.random.choice(['a', 'b'])}"

    def own(self, relations: list[str]) -> str:
        return f"{self.random.choice(relations)}.{self.random.choice(NUMBERS)}"

    def condition(self, relations: list[str]) -> str:
        def compared() -> str:
            return f"{self.own(relations)} {self.random.choice(COMPARISONS)} {self.outer()}"

        return self.grammar.one_of(
            compared,
            compared,
            lambda: f"{self.own(relations)} = {self.outer()} and {compared()}",
            lambda: f"{self.own(relations)} + {self.own(relations)} = {self.outer()}",
            lambda: f"({self.own(relations)} = {self.outer()} or {self.own(relations)} < 3)",
        )

    def source(self) -> tuple[str, list[str]]:
        """FROM and WHERE of a correlated subquery, and the relations that it shows."""
        u, v = self.table(), self.table()
        both = ["u", "v"]
        return self.grammar.one_of(
            lambda: (f"from {u} u where {self.condition(['u'])}", ["u"]),
            lambda: (f"from {u} u where {self.condition(['u'])}", ["u"]),
            lambda: (f"from {u} u join {v} v on u.n = v.n where {self.condition(both)}", both),
            lambda: (f"from {u} u left join {v} v on u.n = v.n and v.a > 3 where {self.condition(both)}", both),
            lambda: (f"from (select distinct a, b, n from {u} u where {self.condition(['u'])}) u where true", ["u"]),
            lambda: (
                f"from (select a, b, n from {u} u where {self.condition(['u'])} union all "
                f"select b, a, n from {v} v where {self.condition(['v'])}) u where u.n >= 0",
                ["u"],
            ),
        )

    def first(self, relations: list[str], column: str) -> str:
        """ORDER BY, with ties only between rows that are alike in all that counts."""
        keys = [column, *(f"{relation}.n" for relation in relations)]
        return "order by " + ", ".join(f"{key} nulls first" for key in keys)

    def scalar(self) -> str:
        source, relations = self.source()
        column = self.own(relations)
        return self.grammar.one_of(
            lambda: f"(select {self.aggregate(column)} {source})",
            lambda: f"(select {self.aggregate(column)} {source})",
            lambda: f"(select {self.aggregate(column)} {source} having count(*) > 1)",
            lambda: f"(select {column} {source} {self.first(relations, column)} limit 1)",
            lambda: f"(select sum(m) from (select {column} k, count(*) m {source} group by {column}) g)",
        )

    def aggregate(self, column: str) -> str:
        return self.random.choice(
            [
                "count(*)",
                "count(*) + 1",
                f"count({column})",
                f"count(distinct {column})",
                f"sum({column})",
                f"max({column})",
                f"coalesce(sum({column}), -1)",
                f"max({column}) - min({column})",
            ]
        )

    def predicate(self) -> str:
        source, relations = self.source()
        column = self.own(relations)
        negated = self.random.choice(["", "not "])
        return self.grammar.one_of(
            lambda: f"{negated}exists (select 1 {source})",
            lambda: f"{self.outer()} {negated}in (select {column} {source})",
            lambda: f"{negated}exists (select {column} {source} group by {column} having count(*) > 1)",
            lambda: f"(p.n < 5 or exists (select 1 {source}))",
            lambda: f"{self.outer()} {self.random.choice(COMPARISONS)} {self.scalar()}",
        )

    def lateral(self) -> str:
        source, relations = self.source()
        column = self.own(relations)
        count = self.random.randint(1, 3)
        body = self.grammar.one_of(
            lambda: f"select {column} x {source}",
            lambda: f"select count(*) x, sum({column}) y {source}",
            lambda: f"select {column} x, count(*) y {source} group by {column}",
            lambda: f"select {column} x {source} {self.first(relations, column)} limit {count}",
        )
        join = self.random.choice(["join", "left join"])
        condition = self.random.choice(["true", "true", "l.x > 3"])
        return f"select p.n, p.a, l.* from {self.table()} p {join} lateral ({body}) l on {condition}"

    def query(self) -> str:
        return self.grammar.one_of(
            lambda: f"select p.n, p.a, {self.scalar()} x from {self.table()} p",
            lambda: f"select p.n, p.a from {self.table()} p where {self.predicate()}",
            lambda: f"select p.n, p.a from {self.table()} p where {self.predicate()} and {self.predicate()}",
            lambda: (
                f"select p.a, count(*) c from {self.table()} p group by p.a having count(*) > "
                f"{self.scalar().replace('p.b', 'p.a')}"
            ),
            self.lateral,
        )
