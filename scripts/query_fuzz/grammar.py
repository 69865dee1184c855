"""Random queries over tables of :mod:`tables`, in the SQL that Spark and DuckDB read alike.

Where the two spell a thing differently a query holds ``{spark|duckdb}``; :func:`spelled` picks a side. Queries whose
answer would depend on the order of rows (limits, ranking) order by the row number ``n`` of every table in them.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable

TABLES = ["t1", "t2", "t3"]
COLUMNS = {
    "int": ["a", "b"],
    "string": ["c"],
    "double": ["d"],
    "decimal": ["e"],
    "date": ["f"],
    "long": ["n"],
    "boolean": ["g"],
}
TYPES = list(COLUMNS)
ORDERABLE = ["int", "string", "date", "decimal", "long", "double"]
COMPARISONS = ["=", "<", ">", "<=", ">=", "<>"]
JOINS = [
    "join",
    "join",
    "join",
    "left join",
    "left join",
    "right join",
    "full join",
    "{left semi join|semi join}",
    "{left anti join|anti join}",
]
FRAMES = [
    "",
    "rows between unbounded preceding and current row",
    "rows between current row and unbounded following",
    "rows between unbounded preceding and unbounded following",
    "range between unbounded preceding and current row",
]


def spelled(query: str, engine: int) -> str:
    """The query as engine 0 (Spark's SQL) or 1 (DuckDB's) reads it."""
    return re.sub(r"\{([^|{}]*)\|([^|{}]*)\}", lambda match: match.group(engine + 1), query)


class Grammar:
    """Makes queries from a seeded generator; the same seed makes the same queries."""

    def __init__(self, generator: random.Random) -> None:
        self.random = generator
        self.subqueries = 0

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def one_of(self, *makers: Callable[[], str]) -> str:
        return self.random.choice(makers)()

    # Expressions.

    def column(self, relations: list[str], kind: str) -> str:
        return f"{self.random.choice(relations)}.{self.random.choice(COLUMNS[kind])}"

    def literal(self, kind: str) -> str:
        number = self.random.randint
        match kind:
            case "int":
                return str(number(-2, 20))
            case "long":
                return str(number(0, 3000))
            case "string":
                return "'" + self.random.choice(["a", "ab", "w1", "w2", "w10", "zebra crossing at", "é"]) + "'"
            case "double":
                return f"cast({number(-50, 50) / 4} as double)"
            case "decimal":
                return f"{number(-100, 100) / 4:.2f}"
            case "date":
                return f"date '2020-0{number(1, 3)}-{number(10, 28)}'"
        return self.random.choice(["true", "false"])

    def expression(self, relations: list[str], kind: str, depth: int = 2) -> str:
        if depth <= 0 or self.chance(0.45):
            return self.column(relations, kind)

        def inner(kind: str) -> str:
            return self.expression(relations, kind, depth - 1)

        def condition() -> str:
            return self.predicate(relations, depth - 1)

        number = self.random.randint
        match kind:
            case "int":
                return self.one_of(
                    lambda: f"({inner('int')} + {number(0, 5)})",
                    lambda: f"({inner('int')} % 7)",
                    lambda: f"coalesce({inner('int')}, {number(0, 9)})",
                    lambda: f"cast(length({inner('string')}) as int)",
                    lambda: f"case when {condition()} then {inner('int')} else {inner('int')} end",
                    lambda: f"cast(year({inner('date')}) as int)",
                    lambda: f"abs({inner('int')})",
                    lambda: f"nullif({inner('int')}, {number(0, 5)})",
                    lambda: f"greatest({inner('int')}, {inner('int')})",
                )
            case "string":
                return self.one_of(
                    lambda: f"upper({inner('string')})",
                    lambda: f"({inner('string')} || 'x')",
                    lambda: f"coalesce({inner('string')}, 'none')",
                    lambda: f"substring({inner('string')}, 1, 3)",
                    lambda: f"cast({inner('int')} as string)",
                    lambda: f"case when {condition()} then {inner('string')} end",
                )
            case "long":
                return f"({inner('long')} + {inner('int')})"
            case "double":
                return self.one_of(
                    lambda: f"({inner('double')} * 2)",
                    lambda: f"({inner('double')} + {inner('int')})",
                    lambda: f"abs({inner('double')})",
                )
            case "decimal":
                return self.one_of(
                    lambda: f"({inner('decimal')} + {inner('decimal')})",
                    lambda: f"(-{inner('decimal')})",
                    lambda: f"abs({inner('decimal')})",
                )
            case "date":
                return f"coalesce({inner('date')}, date '2020-02-02')"
        return f"({condition()})"

    def predicate(self, relations: list[str], depth: int = 2) -> str:
        if depth > 0 and self.chance(0.25):
            connective = self.random.choice(["and", "or"])
            return f"({self.predicate(relations, depth - 1)} {connective} {self.predicate(relations, depth - 1)})"
        if depth > 0 and self.chance(0.06):
            return f"(not {self.predicate(relations, depth - 1)})"
        kind = self.random.choice(ORDERABLE)
        value = self.expression(relations, kind, 1)

        def listed() -> str:
            return ", ".join(self.literal(kind) for _ in range(self.random.randint(1, 4)))

        def pattern() -> str:
            return self.random.choice(["w%", "%1", "%a%", "ab", "_", "w_", "%", ""])

        return self.one_of(
            lambda: f"{value} is {self.random.choice(['', 'not '])}null",
            lambda: f"{value} in ({listed()})",
            lambda: f"{self.expression(relations, 'string', 1)} like '{pattern()}'",
            lambda: f"{value} between {self.literal(kind)} and {self.literal(kind)}",
            lambda: self.column(relations, "boolean"),
            lambda: f"{value} is not distinct from {self.expression(relations, kind, 1)}",
            lambda: f"{value} {self.random.choice(COMPARISONS)} {self.literal(kind)}",
            lambda: f"{value} {self.random.choice(COMPARISONS)} {self.literal(kind)}",
            lambda: f"{value} {self.random.choice(COMPARISONS)} {self.expression(relations, kind, 1)}",
        )

    def subquery_predicate(self, relations: list[str]) -> str:
        """A condition with a subquery, mostly a correlated one."""
        self.subqueries += 1
        table, alias = self.random.choice(TABLES), f"s{self.subqueries}"
        kind = self.random.choice(["int", "string", "long", "date"])
        own = self.predicate([alias], 1)
        outer = f"{alias}.{self.random.choice(COLUMNS[kind])} = {self.column(relations, kind)}"
        source = f"from {table} {alias} where {own}"
        negated = self.random.choice(["", "not "])
        function = self.random.choice(["max", "min", "sum", "count"])
        number, compared = self.expression(relations, "int", 1), self.random.choice(["<", ">", "="])
        value = self.expression(relations, kind, 1)
        return self.one_of(
            lambda: f"{negated}exists (select 1 {source} and {outer})",
            lambda: f"{negated}exists (select 1 {source} and {alias}.n <> {self.column(relations, 'long')})",
            lambda: f"{value} {negated}in (select {self.column([alias], kind)} {source})",
            lambda: f"{value} in (select {self.column([alias], kind)} {source} and {outer})",
            lambda: f"{number} {compared} (select {function}({self.column([alias], 'int')}) {source} and {outer})",
            lambda: f"{number} {compared} (select max({self.column([alias], 'int')}) {source})",
        )

    def aggregate(self, relations: list[str]) -> str:
        def any_of(kinds: list[str]) -> str:
            return self.expression(relations, self.random.choice(kinds), 1)

        return self.one_of(
            lambda: "count(*)",
            lambda: f"count({any_of(['int', 'string', 'decimal'])})",
            lambda: f"sum({any_of(['int'])})",
            lambda: f"sum({self.column(relations, 'decimal')})",
            lambda: f"min({any_of(ORDERABLE)})",
            lambda: f"max({any_of(ORDERABLE)})",
            lambda: f"count(distinct {any_of(['int', 'string', 'date'])})",
            lambda: f"sum(distinct {self.column(relations, 'int')})",
            lambda: f"avg({self.column(relations, 'int')})",
            lambda: f"sum({self.column(relations, 'int')}) filter (where {self.predicate(relations, 1)})",
            lambda: f"bool_or({self.predicate(relations, 0)})",
        )

    # Relations.

    def source(self, alias: str) -> str:
        table, other = self.random.choice(TABLES), self.random.choice(TABLES)
        if self.chance(0.6):
            return f"{table} {alias}"
        columns = "max(b) b, min(c) c, max(d) d, sum(e) e, max(f) f, max(n) n, bool_or(g) g"
        return self.one_of(
            lambda: f"(select * from {table} y where {self.predicate(['y'], 1)}) {alias}",
            lambda: f"(select a, {columns} from {table} group by a) {alias}",
            lambda: f"(select * from {table} union all select * from {other}) {alias}",
            lambda: f"(select distinct * from {table}) {alias}",
        )

    def from_clause(self) -> tuple[str, list[str], str]:
        """A FROM clause, the relations whose columns it shows, and a WHERE clause."""
        aliases = ["p", "q", "r"][: self.random.choice([1, 1, 2, 2, 3])]
        text, visible = self.source(aliases[0]), [aliases[0]]
        for alias in aliases[1:]:
            join = self.random.choice(JOINS)
            kind = self.random.choice(["int", "int", "long", "string", "date", "decimal"])
            condition = f"{self.expression(visible, kind, 1)} = {self.expression([alias], kind, 1)}"
            if self.chance(0.3):
                condition += f" and {self.predicate([*visible, alias], 1)}"
            if self.chance(0.2):
                kind = self.random.choice(["int", "long", "string"])
                condition += f" and {self.column(visible, kind)} = {self.column([alias], kind)}"
            text += f" {join} {self.source(alias)} on {condition}"
            if "semi" not in join and "anti" not in join:
                visible.append(alias)
        conditions = [self.predicate(visible)] if self.chance(0.6) else []
        if self.chance(0.3):
            conditions.append(self.subquery_predicate(visible))
        return text, visible, " where " + " and ".join(conditions) if conditions else ""

    def order(self, key: str) -> str:
        return f"{key}{self.random.choice(['', ' desc'])} nulls {self.random.choice(['first', 'last'])}"

    def total_order(self, relations: list[str]) -> str:
        return ", ".join(self.order(f"{relation}.n") for relation in relations)

    def window(self, relations: list[str]) -> str:
        kind = self.random.choice(["int", "string", "date", "boolean"])
        partition = f"partition by {self.expression(relations, kind, 1)}" if self.chance(0.8) else ""
        peers = f"order by {self.order(self.expression(relations, self.random.choice(['int', 'date', 'string']), 1))}"
        rows = f"{peers}, {self.total_order(relations)}"
        near, far = self.random.randint(0, 4), self.random.randint(2, 4)
        moving = [f"rows between {far} preceding and {near} following", f"rows between {far} preceding and 1 preceding"]
        frame = self.random.choice(FRAMES + moving)
        number = self.column(relations, "int")
        return self.one_of(
            lambda: f"row_number() over ({partition} {rows})",
            lambda: f"rank() over ({partition} {peers})",
            lambda: f"dense_rank() over ({partition} {peers})",
            lambda: f"ntile(3) over ({partition} {rows})",
            lambda: f"count(*) over ({partition} {peers} range between current row and unbounded following)",
            lambda: f"sum({self.column(relations, 'decimal')}) over ({partition})",
            lambda: f"lag({number}, {self.random.randint(1, 3)}) over ({partition} {rows})",
            lambda: (
                f"{self.random.choice(['sum', 'avg', 'min', 'max', 'count'])}({number}) "
                f"over ({partition} {rows} {frame})"
            ),
            lambda: (
                f"{self.random.choice(['min', 'max', 'first_value', 'last_value'])}"
                f"({self.column(relations, 'string')}) over ({partition} {rows} {frame})"
            ),
        )

    # Queries.

    def projection(self) -> str:
        text, relations, where = self.from_clause()
        distinct = "distinct " if self.chance(0.25) else ""
        columns = [self.expression(relations, self.random.choice(TYPES)) for _ in range(self.random.randint(1, 4))]
        named = ", ".join(f"{column} c{index}" for index, column in enumerate(columns))
        return f"select {distinct}{named} from {text}{where}"

    def grouping(self) -> str:
        text, relations, where = self.from_clause()
        count = self.random.choice([0, 1, 1, 2, 3])
        keys = [self.expression(relations, self.random.choice(TYPES), 1) for _ in range(count)]
        values = [self.aggregate(relations) for _ in range(self.random.randint(1, 3))]
        columns = ", ".join(f"{value} c{index}" for index, value in enumerate(keys + values))
        by = f" group by {', '.join(keys)}" if keys else ""
        having = f" having {self.random.choice(['count(*) > 1', 'count(*) % 2 = 0'])}" if self.chance(0.2) else ""
        return f"select {columns} from {text}{where}{by}{having}"

    def windows(self) -> str:
        text, relations, where = self.from_clause()
        identity = ", ".join(f"{relation}.n n_{relation}" for relation in relations)
        return f"select {identity}, {self.window(relations)} w0, {self.window(relations)} w1 from {text}{where}"

    def set_operation(self) -> str:
        kinds = [self.random.choice(TYPES) for _ in range(self.random.randint(1, 3))]
        sides = []
        for _ in range(2):
            text, relations, where = self.from_clause()
            columns = ", ".join(f"{self.expression(relations, kind, 1)} c{i}" for i, kind in enumerate(kinds))
            sides.append(f"select {columns} from {text}{where}")
        operator = self.random.choice(["union", "union all", "intersect", "except", "intersect all", "except all"])
        return f" {operator} ".join(sides)

    def first_rows(self) -> str:
        text, relations, where = self.from_clause()
        identity = ", ".join(f"{relation}.n n_{relation}" for relation in relations)
        key = self.order(self.expression(relations, self.random.choice(["int", "date", "string", "decimal"]), 1))
        extra = self.expression(relations, self.random.choice(TYPES), 1)
        order = f"order by {key}, {self.total_order(relations)}"
        return f"select {identity}, {extra} x from {text}{where} {order} limit {self.random.choice([1, 5, 100])}"

    def query(self) -> str:
        forms = [self.projection, self.grouping, self.windows, self.set_operation, self.first_rows]
        return self.random.choices(forms, weights=[40, 30, 15, 8, 7])[0]()
