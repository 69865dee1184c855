"""What makes a new DataFrame from DataFrames: nothing is computed before an action asks for rows."""

from __future__ import annotations

from pyrite._connect import expression
from pyrite._connect.relation import Relation
from pyrite.errors import AnalysisException, PySparkTypeError, SessionNotSameException
from pyrite.sql.column import Column

from . import checks
from .checks import check_partitions, check_type, not_expected_type, one_sequence, random_seed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from pyrite.rdd import RDD
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.group import GroupedData
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import StructType

    ColumnOrName = Column | str

_JOIN_TYPES = {
    "inner": 1,
    "outer": 2,
    "full": 2,
    "fullouter": 2,
    "left": 3,
    "leftouter": 3,
    "right": 4,
    "rightouter": 4,
    "anti": 5,
    "leftanti": 5,
    "semi": 6,
    "leftsemi": 6,
    "cross": 7,
}
_JOIN_TYPE_NAMES = (
    "inner outer full fullouter full_outer leftouter left left_outer rightouter right right_outer "
    "leftsemi left_semi semi leftanti left_anti anti cross"
)
_INTERSECT, _UNION, _EXCEPT = 1, 2, 3


class Transformations:
    """Mixed into DataFrame."""

    _relation: Relation
    _session: SparkSession
    _known_schema: StructType | None

    def _derive(self, kind: str, body: dict[str, Any], same_schema: bool = False) -> DataFrame:
        """A DataFrame whose plan is a node of the given kind over what the body refers to."""
        from pyrite.sql.dataframe import DataFrame

        result = DataFrame(Relation(self._session, kind, body), self._session)
        if same_schema and self._known_schema is not None:
            result._known_schema = self._known_schema
        return result

    def _over(self, kind: str, same_schema: bool = False, **body: Any) -> DataFrame:
        return self._derive(kind, {"input": self._relation, **body}, same_schema)

    def _attribute(self, name: str, is_metadata_column: bool = False) -> Column:
        return Column(expression.attribute(name, self._relation.plan_id, is_metadata_column))

    def _columns_of(self, cols: Sequence[Any], name: str = "col", ordinals: bool = False) -> list[Column]:
        """Columns given as columns, names or (from 1) ordinals, one by one or as a list."""
        from pyrite.sql.functions._build import col as named_column

        columns = []
        for col in one_sequence(cols):
            if isinstance(col, Column):
                columns.append(col)
            elif isinstance(col, str):
                columns.append(named_column(col))
            elif ordinals and isinstance(col, int) and not isinstance(col, bool):
                columns.append(self._by_ordinal(col))
            else:
                raise not_expected_type(name, "Column or str", col)
        return columns

    def _by_ordinal(self, ordinal: int) -> Column:
        from pyrite.errors import PySparkIndexError

        if ordinal < 1:
            raise PySparkIndexError(errorClass="INDEX_NOT_POSITIVE", messageParameters={"index": str(ordinal)})
        return self[ordinal - 1]  # type: ignore[index,no-any-return]

    def _check_names(self, names: Sequence[str]) -> None:
        """Raises Spark's error for a name that is no column's."""
        known = {field.name.lower() for field in self.schema.fields}  # type: ignore[attr-defined]
        for name in names:
            if name.lower() not in known:
                among = ", ".join([field.name for field in self.schema.fields])  # type: ignore[attr-defined]
                raise AnalysisException(
                    f'[UNRESOLVED_COLUMN_AMONG_FIELD_NAMES] Cannot resolve column name "{name}" among ({among}). '
                    "SQLSTATE: 42703",
                    errorClass="UNRESOLVED_COLUMN_AMONG_FIELD_NAMES",
                    messageParameters={"colName": name, "fieldNames": among},
                    sqlState="42703",
                )

    def _other(self, other: Any) -> DataFrame:
        from pyrite.sql.dataframe import DataFrame

        if not isinstance(other, DataFrame):
            raise not_expected_type("other", "DataFrame", other)
        if other._session is not self._session:
            raise SessionNotSameException(errorClass="SESSION_NOT_SAME", messageParameters={})
        return other

    # Columns

    def select(self, *cols: Any) -> DataFrame:
        """The given columns, as names, expressions or one list of them; ``"*"`` stands for all."""
        return self._over("project", expressions=_expressions(self._columns_of(cols)))

    def selectExpr(self, *expr: str | list[str]) -> DataFrame:
        """The given columns, as SQL text."""
        texts = [text for item in expr for text in ([item] if isinstance(item, str) else item)]
        return self._over("project", expressions=[expression.sql_expression(text) for text in texts])

    def withColumn(self, colName: str, col: Column) -> DataFrame:
        """All columns, and another one; a column of the same name is replaced."""
        check_type("colName", colName, str, "str")
        check_type("col", col, Column, "Column")
        return self._with_columns([(colName, col, None)])

    def withColumns(self, *colsMap: dict[str, Column]) -> DataFrame:
        """All columns, and others given as a dict from names to columns."""
        assert len(colsMap) == 1
        check_type("colsMap", colsMap[0], dict, "dict")
        for col in colsMap[0].values():
            check_type("col", col, Column, "Column or str")
        return self._with_columns([(name, col, None) for name, col in colsMap[0].items()])

    def withMetadata(self, columnName: str, metadata: dict[str, Any]) -> DataFrame:
        """The same columns, one of them with other metadata."""
        check_type("metadata", metadata, dict, "dict")
        import json

        return self._with_columns([(columnName, self[columnName], json.dumps(metadata))])  # type: ignore[index]

    def _with_columns(self, columns: list[tuple[str, Column, str | None]]) -> DataFrame:
        aliases = [{"expr": col._expr, "name": [name], "metadata": metadata} for name, col, metadata in columns]
        return self._over("with_columns", aliases=aliases)

    def withColumnRenamed(self, existing: str, new: str) -> DataFrame:
        """The same columns, one of them renamed; nothing happens when there is no such column."""
        return self.withColumnsRenamed({existing: new})

    def withColumnsRenamed(self, colsMap: dict[str, str]) -> DataFrame:
        """The same columns, renamed by a dict from old to new names."""
        check_type("colsMap", colsMap, dict, "dict")
        renames = [{"col_name": old, "new_col_name": new} for old, new in colsMap.items()]
        return self._over("with_columns_renamed", renames=renames)

    def drop(self, *cols: ColumnOrName) -> DataFrame:
        """All columns but the given ones; names that do not occur are ignored."""
        for col in cols:
            check_type("col", col, (str, Column), "Column or str")
        return self._over(
            "drop",
            columns=[col._expr for col in cols if isinstance(col, Column)],
            column_names=[col for col in cols if isinstance(col, str)],
        )

    def toDF(self, *cols: str) -> DataFrame:
        """The same columns under new names, in order."""
        for col in cols:
            check_type("cols", col, str, "list[str]")
        return self._over("to_df", column_names=list(cols))

    def to(self, schema: StructType) -> DataFrame:
        """The columns reordered by name and cast to fit a schema."""
        from pyrite._connect.types import type_message

        return self._over("to_schema", schema=type_message(schema))

    def colRegex(self, colName: str) -> Column:
        """The columns whose names match a regular expression in backquotes."""
        check_type("colName", colName, str, "str")
        return Column(expression.regex(colName, self._relation.plan_id))

    def metadataColumn(self, colName: str) -> Column:
        """A column that the data source offers besides those of the schema."""
        check_type("colName", colName, str, "str")
        return self._attribute(colName, is_metadata_column=True)

    # Rows

    def filter(self, condition: ColumnOrName) -> DataFrame:
        """The rows for which a condition holds, given as a column or as SQL text."""
        if isinstance(condition, str):
            return self._over("filter", True, condition=expression.sql_expression(condition))
        check_type("condition", condition, Column, "Column or str")
        return self._over("filter", True, condition=condition._expr)

    where = filter

    def distinct(self) -> DataFrame:
        """The rows without repetitions."""
        return self._over("deduplicate", True, all_columns_as_keys=True, within_watermark=False)

    def dropDuplicates(self, subset: list[str] | None = None) -> DataFrame:
        """One row for each combination of values in the given columns (all when None)."""
        if subset is None:
            return self.distinct()
        check_type("subset", subset, (list, tuple), "list or tuple")
        for name in subset:
            check_type("subset", name, str, "str")
        self._check_names(subset)
        return self._over(
            "deduplicate", True, column_names=list(subset), all_columns_as_keys=False, within_watermark=False
        )

    drop_duplicates = dropDuplicates

    def limit(self, num: int) -> DataFrame:
        """At most the first ``num`` rows."""
        check_type("num", num, int, "int")
        return self._over("limit", True, limit=num)

    def offset(self, num: int) -> DataFrame:
        """All rows but the first ``num``."""
        check_type("num", num, int, "int")
        return self._over("offset", True, offset=num)

    def sample(
        self,
        withReplacement: float | bool | None = None,
        fraction: int | float | None = None,
        seed: int | None = None,
    ) -> DataFrame:
        """A random share of the rows: ``sample(fraction)``, ``sample(withReplacement, fraction)``, each with a seed."""
        if isinstance(withReplacement, bool) and isinstance(fraction, float):
            replacement, share = withReplacement, fraction
        elif withReplacement is None and isinstance(fraction, float):
            replacement, share = False, fraction
        elif isinstance(withReplacement, float):
            replacement, share = False, withReplacement
            seed = seed if fraction is None else int(fraction)
        else:
            raise PySparkTypeError(
                errorClass="NOT_EXPECTED_TYPE",
                messageParameters={
                    "expected_type": "bool, float or int",
                    "arg_name": "withReplacement (optional), fraction (required) and seed (optional)",
                    "arg_type": ", ".join([type(arg).__name__ for arg in (withReplacement, fraction, seed)]),
                },
            )
        if share < 0 or (share > 1 and not replacement):
            interval = "must be nonnegative with replacement"
            if not replacement:
                interval = "must be on interval [0, 1] without replacement"
            raise checks.requirement_failed(f"Sampling fraction ({share}) {interval}")
        return self._over(
            "sample",
            True,
            lower_bound=0.0,
            upper_bound=share,
            with_replacement=replacement,
            seed=random_seed(seed),
        )

    def randomSplit(self, weights: list[float], seed: int | None = None) -> list[DataFrame]:
        """The rows dealt at random to several DataFrames, in proportion to the weights."""
        for weight in weights:
            if weight < 0.0:
                raise checks.not_positive("weights", weight)
        total = sum(weights)
        if total <= 0:
            raise checks.requirement_failed(f"Sum of weights must be positive, but got {weights}")
        seed = random_seed(seed)
        splits, lower = [], 0.0
        for weight in weights:
            upper = lower + weight / total
            splits.append(
                self._over(
                    "sample",
                    True,
                    lower_bound=lower,
                    upper_bound=upper,
                    with_replacement=False,
                    seed=seed,
                    deterministic_order=True,
                )
            )
            lower = upper
        return splits

    def sampleBy(self, col: ColumnOrName, fractions: dict[Any, float], seed: int | None = None) -> DataFrame:
        """A random share of the rows, another for each value of a column."""
        from pyrite._connect.literal import literal_message

        check_type("col", col, (str, Column), "Column or str")
        check_type("fractions", fractions, dict, "dict")
        for stratum in fractions:
            if not isinstance(stratum, (float, int, str)):
                raise PySparkTypeError(
                    errorClass="DISALLOWED_TYPE_FOR_CONTAINER",
                    messageParameters={
                        "arg_name": "fractions",
                        "arg_type": type(fractions).__name__,
                        "allowed_types": "float, int, str",
                        "item_type": type(stratum).__name__,
                    },
                )
        if not all(0 <= fraction <= 1 for fraction in fractions.values()):
            shown = ", ".join([f"{stratum} -> {fraction}" for stratum, fraction in fractions.items()])
            raise checks.requirement_failed(f"Fractions must be in [0, 1], but got Map({shown}).")
        return self._over(
            "sample_by",
            col=self._columns_of([col])[0]._expr,
            fractions=[{"stratum": literal_message(k), "fraction": float(v)} for k, v in fractions.items()],
            seed=random_seed(seed),
        )

    # Order and partitions

    def sort(self, *cols: Any, **kwargs: Any) -> DataFrame:
        """The rows in order. ``ascending``: True, False, or a list with an entry for each column."""
        return self._sort(cols, kwargs, True)

    orderBy = sort

    def sortWithinPartitions(self, *cols: Any, **kwargs: Any) -> DataFrame:
        """The rows of each partition in order."""
        return self._sort(cols, kwargs, False)

    def _sort(self, cols: tuple[Any, ...], options: dict[str, Any], is_global: bool) -> DataFrame:
        from pyrite.sql.functions._build import col

        columns = checks.sort_columns(cols, options.get("ascending", True), col, self._by_ordinal)
        return self._over("sort", True, order=[column._expr.order for column in columns], is_global=is_global)  # type: ignore[attr-defined]

    def repartition(self, numPartitions: int | ColumnOrName, *cols: ColumnOrName) -> DataFrame:
        """The rows dealt anew to partitions: to ``numPartitions``, by the hash of columns, or both."""
        if isinstance(numPartitions, int) and not isinstance(numPartitions, bool):
            check_partitions(numPartitions)
            if not cols:
                return self._over("repartition", True, num_partitions=numPartitions, shuffle=True)
            return self._by_expressions(self._columns_of(cols), numPartitions)
        check_type("numPartitions", numPartitions, (str, Column), "Column or str")
        return self._by_expressions(self._columns_of((numPartitions, *cols)), None)

    def repartitionByRange(self, numPartitions: int | ColumnOrName, *cols: ColumnOrName) -> DataFrame:
        """The rows dealt to partitions by ranges of the given columns."""
        count: int | None = None
        if isinstance(numPartitions, int) and not isinstance(numPartitions, bool):
            check_partitions(numPartitions)
            if not cols:
                raise checks.cannot_be_empty("partition-by expression")
            count = numPartitions
        else:
            check_type("numPartitions", numPartitions, (str, Column), "Column, int or str")
            cols = (numPartitions, *cols)  # type: ignore[arg-type]
        columns = checks.sort_columns(self._columns_of(cols), True, self._attribute, self._by_ordinal)
        return self._by_expressions(columns, count)

    def repartitionById(self, numPartitions: int, partitionIdCol: ColumnOrName) -> DataFrame:
        """The rows dealt to the partitions whose numbers a column gives."""
        check_partitions(numPartitions)
        target = expression.direct_partition_id(self._columns_of([partitionIdCol])[0]._expr)
        return self._by_expressions([Column(target)], numPartitions)

    def _by_expressions(self, columns: list[Column], count: int | None) -> DataFrame:
        return self._over(
            "repartition_by_expression", True, partition_exprs=_expressions(columns), num_partitions=count
        )

    def coalesce(self, numPartitions: int) -> DataFrame:
        """Fewer partitions, by joining neighbours without moving rows around."""
        check_partitions(numPartitions)
        return self._over("repartition", True, num_partitions=numPartitions, shuffle=False)

    # Several DataFrames

    def join(self, other: DataFrame, on: Any = None, how: str | None = None) -> DataFrame:
        """The pairs of rows for which a condition holds.

        ``on``: a name or names both sides have (which then appear once), a condition, or a list of conditions. ``how``:
        inner (the default), cross, outer/full, left, right, semi or anti, with or without ``_outer`` and ``left_``.
        """
        body: dict[str, Any] = {"left": self._relation, "right": self._other(other)._relation}
        body["join_type"] = _join_type(how)
        conditions = [] if on is None else list(on) if isinstance(on, (list, tuple)) else [on]
        if conditions and all(isinstance(item, str) for item in conditions):
            body["using_columns"] = conditions
        elif conditions:
            assert all(isinstance(item, Column) for item in conditions), "on should be Column or list of Column"
            condition = conditions[0]
            for item in conditions[1:]:
                condition = condition & item
            body["join_condition"] = condition._expr
        return self._derive("join", body)

    def crossJoin(self, other: DataFrame) -> DataFrame:
        """All pairs of rows."""
        return self.join(other, how="cross")

    def lateralJoin(self, other: DataFrame, on: Column | None = None, how: str | None = None) -> DataFrame:
        """Each row joined with the rows of a DataFrame that refers to it by ``outer`` columns."""
        body = {"left": self._relation, "right": self._other(other)._relation, "join_type": _join_type(how)}
        return self._derive("lateral_join", {**body, "join_condition": None if on is None else on._expr})

    def nearestByJoin(
        self,
        other: DataFrame,
        rankingExpression: Column,
        numResults: int,
        mode: str,
        direction: str,
        *,
        joinType: str = "inner",
    ) -> DataFrame:
        """Each row with those of another DataFrame that rank first for it.

        Parameters
        ----------
        other
            The rows to choose from. All pairs are looked at: filter it first when it is large.
        rankingExpression
            What pairs are ranked by. Pairs for which it is NULL are left out.
        numResults
            How many to choose for each row, from 1 to 100,000.
        mode
            ``exact``, or ``approx``, which allows for less than that but gives the same here.
        direction
            ``distance``: the smallest first; ``similarity``: the largest first.
        joinType
            ``inner``, or ``leftouter`` to keep rows for which there is nothing to choose.

        Examples
        --------
        >>> from pyrite.sql import functions as F
        >>> users = spark.createDataFrame([(1, 10.0), (2, 20.0)], ["user", "score"])
        >>> goods = spark.createDataFrame([("A", 11.0), ("B", 22.0)], ["product", "price"])
        >>> near = users.nearestByJoin(goods, F.abs(users.score - goods.price), 1, "exact", "distance")
        >>> near.select("user", "product").orderBy("user").collect()
        [Row(user=1, product='A'), Row(user=2, product='B')]
        """
        from .reshaping import nearest

        return nearest(self, self._other(other), rankingExpression, numResults, mode, direction, joinType)  # type: ignore[arg-type]

    def union(self, other: DataFrame) -> DataFrame:
        """The rows of both, columns matched by position; repetitions stay."""
        return self._set_operation(other, _UNION, True)

    unionAll = union

    def unionByName(self, other: DataFrame, allowMissingColumns: bool = False) -> DataFrame:
        """The rows of both, columns matched by name; missing ones may be filled with NULL."""
        return self._set_operation(other, _UNION, True, by_name=True, allow_missing=allowMissingColumns)

    def intersect(self, other: DataFrame) -> DataFrame:
        """The rows that both have, without repetitions."""
        return self._set_operation(other, _INTERSECT, False)

    def intersectAll(self, other: DataFrame) -> DataFrame:
        """The rows that both have, as often as both have them."""
        return self._set_operation(other, _INTERSECT, True)

    def subtract(self, other: DataFrame) -> DataFrame:
        """The rows that the other has not, without repetitions."""
        return self._set_operation(other, _EXCEPT, False)

    def exceptAll(self, other: DataFrame) -> DataFrame:
        """The rows that are left when those of the other are taken away one by one."""
        return self._set_operation(other, _EXCEPT, True)

    def _set_operation(
        self, other: DataFrame, kind: int, is_all: bool, by_name: bool = False, allow_missing: bool = False
    ) -> DataFrame:
        return self._derive(
            "set_op",
            {
                "left_input": self._relation,
                "right_input": self._other(other)._relation,
                "set_op_type": kind,
                "is_all": is_all,
                "by_name": by_name,
                "allow_missing_columns": allow_missing,
            },
        )

    def zip(self, other: DataFrame) -> DataFrame:
        """The columns of both side by side, for DataFrames made from the same rows."""
        from .reshaping import zipped

        return zipped(self, self._other(other))  # type: ignore[arg-type]

    # Groups and shapes

    def groupBy(self, *cols: Any) -> GroupedData:
        """Groups of rows that agree in the given columns, for aggregation."""
        return self._group("groupby", cols)

    groupby = groupBy

    def rollup(self, *cols: Any) -> GroupedData:
        """Groups by all columns, by all but the last, and so on to one group of everything."""
        return self._group("rollup", cols)

    def cube(self, *cols: Any) -> GroupedData:
        """Groups by every combination of the columns."""
        return self._group("cube", cols)

    def groupingSets(self, groupingSets: Sequence[Sequence[Any]], *cols: Any) -> GroupedData:
        """Groups by each of several sets of columns."""
        from pyrite.sql.group import GroupedData

        sets = [self._columns_of(list(item), "groupingSets", ordinals=True) for item in groupingSets]
        columns = self._columns_of(list(cols), ordinals=True)
        return GroupedData(self, "grouping_sets", columns, grouping_sets=sets)  # type: ignore[arg-type]

    def _group(self, kind: str, cols: tuple[Any, ...]) -> GroupedData:
        from pyrite.sql.group import GroupedData

        return GroupedData(self, kind, self._columns_of(cols, ordinals=True))  # type: ignore[arg-type]

    def agg(self, *exprs: Column | dict[str, str]) -> DataFrame:
        """Aggregates over all rows."""
        return self.groupBy().agg(*exprs)

    def unpivot(
        self,
        ids: Any,
        values: Any,
        variableColumnName: str,
        valueColumnName: str,
    ) -> DataFrame:
        """Turns columns into rows of (name, value), keeping ``ids``; all other columns when ``values`` is None."""
        assert ids is not None, "ids must not be None"
        body: dict[str, Any] = {
            "ids": _expressions(self._columns_of(ids if isinstance(ids, (list, tuple)) else [ids])),
            "variable_column_name": variableColumnName,
            "value_column_name": valueColumnName,
        }
        if values is not None:
            columns = self._columns_of(values if isinstance(values, (list, tuple)) else [values])
            body["values"] = {"values": _expressions(columns)}
        return self._over("unpivot", **body)

    melt = unpivot

    def transpose(self, indexColumn: ColumnOrName | None = None) -> DataFrame:
        """Rows as columns: the index column (the first when None) gives their names, in order; NULL names are left out.

        The rows are read at once, because they say what the columns are. The first column, ``key``, holds the old
        columns' names; the others must have types that one type can hold.

        Examples
        --------
        >>> df = spark.createDataFrame([("A", 1, 2), ("B", 3, 4)], ["id", "x", "y"])
        >>> df.transpose().collect()
        [Row(key='x', A=1, B=3), Row(key='y', A=2, B=4)]
        """
        from .reshaping import transposed

        index = None if indexColumn is None else self._columns_of([indexColumn])[0]
        return transposed(self, index)  # type: ignore[arg-type]

    # Names, hints, chains

    def alias(self, alias: str) -> DataFrame:
        """The same rows under a name, for qualified columns."""
        assert isinstance(alias, str), "alias should be a string"
        return self._over("subquery_alias", True, alias=alias)

    def hint(self, name: str, *parameters: Any) -> DataFrame:
        """Advice for the planner, such as ``broadcast``."""
        check_type("name", name, str, "str")
        values = parameters[0] if len(parameters) == 1 and isinstance(parameters[0], list) else parameters
        for value in values:
            if not isinstance(value, (str, float, int, Column, list)):
                raise PySparkTypeError(
                    errorClass="DISALLOWED_TYPE_FOR_CONTAINER",
                    messageParameters={
                        "arg_name": "parameters",
                        "arg_type": type(parameters).__name__,
                        "allowed_types": "str, float, int, Column, list[str], list[float], list[int]",
                        "item_type": type(value).__name__,
                    },
                )
        from pyrite.sql.functions._build import lit

        return self._over("hint", True, name=name, parameters=_expressions([lit(value) for value in values]))

    def transform(self, func: Callable[..., DataFrame], *args: Any, **kwargs: Any) -> DataFrame:
        """What a Python function makes of this DataFrame, for chains of calls."""
        from pyrite.sql.dataframe import DataFrame

        result = func(self, *args, **kwargs)
        assert isinstance(result, DataFrame), (
            f"Func returned an instance of type [{type(result)}], should have been DataFrame."
        )
        return result

    def toJSON(self, use_unicode: bool = True) -> RDD[Any]:
        """An RDD of each row as JSON text: strings, or bytes in UTF-8 when ``use_unicode`` is False.

        Examples
        --------
        >>> spark.createDataFrame([(1, "a")], ["n", "letter"]).toJSON().collect()
        ['{"n":1,"letter":"a"}']
        """
        from pyrite._rdd.frames import rdd_of
        from pyrite.sql import functions as F

        texts = rdd_of(self.select(F.to_json(F.struct(F.col("*"))).alias("value")))
        return texts.map(lambda row: row.value if use_unicode else row.value.encode())

    def zipWithIndex(self, indexColName: str = "index") -> DataFrame:
        """All columns, and one that numbers the rows from 0 without gaps.

        Examples
        --------
        >>> spark.createDataFrame([("a",), ("b",)], ["letter"]).zipWithIndex().collect()
        [Row(letter='a', index=0), Row(letter='b', index=1)]
        """
        from .reshaping import numbered

        return numbered(self, indexColName)  # type: ignore[arg-type]


def _expressions(columns: Sequence[Column]) -> list[Any]:
    return [column._expr for column in columns]


def _join_type(how: str | None) -> int:
    if how is None:
        return _JOIN_TYPES["inner"]
    assert isinstance(how, str), "how should be a string"
    kind = _JOIN_TYPES.get(how.lower().replace("_", ""))
    if kind is None:
        supported = "'" + "', '".join(_JOIN_TYPE_NAMES.split()) + "'"
        raise AnalysisException(
            errorClass="UNSUPPORTED_JOIN_TYPE",
            messageParameters={"typ": how, "supported": supported},
            sqlState="0A000",
        )
    return kind
