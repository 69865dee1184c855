"""What asks for results: rows, tables, views, cached data, plans."""

from __future__ import annotations

import re

from pyrite.errors import AnalysisException

from .checks import check_type, not_expected_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    import pandas
    import pyarrow

    from pyrite._connect.relation import Relation
    from pyrite.rdd import RDD
    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.observation import Observation
    from pyrite.sql.readwriter import DataFrameWriter, DataFrameWriterV2
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import Row, StructType
    from pyrite.storagelevel import StorageLevel

_EXPLAIN_MODES = {"simple": 1, "extended": 2, "codegen": 3, "cost": 4, "formatted": 5}


class Results:
    """Mixed into DataFrame."""

    _relation: Relation
    _session: SparkSession

    if TYPE_CHECKING:

        @property
        def schema(self) -> StructType: ...

        def _over(self, kind: str, same_schema: bool = False, **body: Any) -> DataFrame: ...
        def limit(self, num: int) -> DataFrame: ...
        def select(self, *cols: Any) -> DataFrame: ...
        def agg(self, *exprs: Any) -> DataFrame: ...

    # Rows

    def collect(self) -> list[Row]:
        """All rows."""
        return self._session._rows(self._relation)

    def take(self, num: int) -> list[Row]:
        """The first ``num`` rows."""
        return self.limit(num).collect()

    def head(self, n: int | None = None) -> Any:
        """The first row (None when there is none), or with ``n`` a list of the first rows."""
        if n is None:
            rows = self.take(1)
            return rows[0] if rows else None
        return self.take(n)

    def first(self) -> Row | None:
        """The first row, or None."""
        return self.head()  # type: ignore[no-any-return]

    def tail(self, num: int) -> list[Row]:
        """The last ``num`` rows."""
        check_type("num", num, int, "int")
        if num < 0:
            return []
        return self._over("tail", limit=num).collect()

    def count(self) -> int:
        """The number of rows."""
        from pyrite.sql.functions._build import call, lit

        return self.agg(call("count", lit(1)))._only_value()  # type: ignore[no-any-return]

    def isEmpty(self) -> bool:
        """Whether there are no rows."""
        return not self.select().take(1)

    def toLocalIterator(self, prefetchPartitions: bool = False) -> Iterator[Row]:
        """The rows one by one, taken from the engine batch by batch."""
        return self._session._iterate(self._relation)

    def foreach(self, f: Callable[[Row], Any]) -> None:
        """Calls a function with every row."""
        self.rdd.foreach(f)

    # Rows kept aside

    def checkpoint(self, eager: bool = True) -> DataFrame:
        """The same rows without their history: computed now and kept, or with ``eager=False`` when first asked for."""
        return self.localCheckpoint(eager)

    def localCheckpoint(self, eager: bool = True, storageLevel: StorageLevel | None = None) -> DataFrame:
        """The same rows without their history: computed now and kept, or with ``eager=False`` when first asked for."""
        from pyrite.sql._local_data import _table

        if not eager:
            return self.persist(storageLevel)
        return _table(self._session, self, None)

    def observe(self, observation: Observation | str, *exprs: Column) -> DataFrame:
        """The same rows; aggregates over them are told to the observation when an action has ended.

        Parameters
        ----------
        observation
            An :class:`Observation`, or a name.
        exprs
            Aggregates with names, such as ``F.count(F.lit(1)).alias("rows")``.
        """
        from pyrite.sql.column import Column
        from pyrite.sql.observation import Observation

        from .checks import cannot_be_empty

        if not exprs:
            raise cannot_be_empty("exprs")
        if not all(isinstance(expr, Column) for expr in exprs):
            raise not_expected_type("exprs", "list[Column]", exprs)
        if isinstance(observation, str):
            observation = Observation(observation)
        elif not isinstance(observation, Observation):
            raise not_expected_type("observation", "Observation or str", observation)
        return observation._on(self, *exprs)  # type: ignore[arg-type]

    def _only_value(self) -> Any:
        return self.collect()[0][0]

    @property
    def rdd(self) -> RDD[Row]:
        """The rows as an RDD, in the partitions of this DataFrame."""
        from pyrite._rdd.frames import rdd_of

        return rdd_of(self)  # type: ignore[arg-type]

    def foreachPartition(self, f: Callable[[Iterator[Row]], Any]) -> None:
        """Calls a function with the iterator of the rows of every partition."""
        self.rdd.foreachPartition(f)  # type: ignore[arg-type]

    # Tables of other libraries

    def toArrow(self) -> pyarrow.Table:
        """All rows as a PyArrow table."""
        from .convert import arrow_table

        return arrow_table(self)  # type: ignore[arg-type]

    def toPandas(self) -> pandas.DataFrame:
        """All rows as a pandas DataFrame."""
        from .convert import pandas_frame

        return pandas_frame(self)  # type: ignore[arg-type]

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows as an Arrow C stream, which Polars, DuckDB, PyArrow and others read without copying."""
        return self._session._execute(self._relation).stream_capsule()

    # Text

    def show(self, n: int = 20, truncate: bool | int = True, vertical: bool = False) -> None:
        """Prints the first ``n`` rows as a table.

        ``truncate``: True cuts values after 20 characters, a number after so many. ``vertical``: a line for each value.
        """
        print(self._show_string(n, truncate, vertical))

    def _show_string(self, n: int = 20, truncate: bool | int = True, vertical: bool = False) -> str:
        check_type("n", n, int, "int")
        check_type("vertical", vertical, bool, "bool")
        if isinstance(truncate, bool):
            width = 20 if truncate else 0
        else:
            try:
                width = int(truncate)
            except ValueError:
                raise not_expected_type("truncate", "bool", truncate) from None
        return self._over("show_string", num_rows=n, truncate=width, vertical=vertical)._only_value()  # type: ignore[no-any-return]

    def printSchema(self, level: int | None = None) -> None:
        """Prints the columns and their types as a tree, to the given depth."""
        print(self.schema.treeString(level) if level else self.schema.treeString())

    def explain(self, extended: bool | str | None = None, mode: str | None = None) -> None:
        """Prints the plan: ``simple``, ``extended`` (or True), ``codegen``, ``cost`` or ``formatted``."""
        print(self._explain_string(extended, mode))

    def _explain_string(self, extended: bool | str | None = None, mode: str | None = None) -> str:
        from pyrite.errors import IllegalArgumentException, PySparkValueError

        if extended is not None and mode is not None:
            raise PySparkValueError(
                errorClass="CANNOT_SET_TOGETHER", messageParameters={"arg_list": "extended and mode"}
            )
        if extended is not None and not isinstance(extended, (bool, str)):
            raise not_expected_type("extended", "bool or str", extended)
        if mode is not None and not isinstance(mode, str):
            raise not_expected_type("mode", "str", mode)
        chosen = mode or extended
        name = "extended" if chosen is True else chosen or "simple"
        number = _EXPLAIN_MODES.get(str(name).lower())
        if number is None:
            accepted = "', '".join(_EXPLAIN_MODES)
            raise IllegalArgumentException(f"Unknown explain mode: {name}. Accepted explain modes are '{accepted}'.")
        answer = self._session._analyze("explain", {"plan": {"root": self._relation}, "explain_mode": number})
        return answer.get("explain_string", "")  # type: ignore[no-any-return]

    def _repr_html_(self) -> str | None:
        """The first rows as an HTML table for notebooks, when ``spark.sql.repl.eagerEval.enabled`` is true."""
        conf = self._session.conf
        if conf.get("spark.sql.repl.eagerEval.enabled", "false") != "true":
            return None
        rows, width = self._eager_limits()
        return self._over("html_string", num_rows=rows, truncate=width)._only_value()  # type: ignore[no-any-return]

    def _eager_limits(self) -> tuple[int, int]:
        conf = self._session.conf
        return (
            int(conf.get("spark.sql.repl.eagerEval.maxNumRows", "20") or 20),
            int(conf.get("spark.sql.repl.eagerEval.truncate", "20") or 20),
        )

    # Views, tables, files

    def createTempView(self, name: str) -> None:
        """Names this DataFrame for SQL in this session; an error when the name is taken."""
        self._create_view(name, False, False)

    def createOrReplaceTempView(self, name: str) -> None:
        """Names this DataFrame for SQL in this session."""
        self._create_view(name, False, True)

    def createGlobalTempView(self, name: str) -> None:
        """Names this DataFrame, in ``global_temp``, for all sessions; an error when the name is taken."""
        self._create_view(name, True, False)

    def createOrReplaceGlobalTempView(self, name: str) -> None:
        """Names this DataFrame, in ``global_temp``, for all sessions."""
        self._create_view(name, True, True)

    def registerTempTable(self, name: str) -> None:
        """Use :meth:`createOrReplaceTempView`."""
        import warnings

        warnings.warn("Deprecated in 2.0, use createOrReplaceTempView instead.", FutureWarning, stacklevel=2)
        self.createOrReplaceTempView(name)

    def _create_view(self, name: str, is_global: bool, replace: bool) -> None:
        check_type("name", name, str, "str")
        if not re.fullmatch(r"(?:`(?:[^`]|``)+`|\w+)(?:\.(?:`(?:[^`]|``)+`|\w+))*", name):
            raise AnalysisException(
                f"Invalid view name: {name}.",
                errorClass="_LEGACY_ERROR_TEMP_1321",
                messageParameters={"viewName": name},
            )
        command = {"input": self._relation, "name": name, "is_global": is_global, "replace": replace}
        self._session._execute_command({"create_dataframe_view": command})
        self._session._keep_for_view(name, self._relation.resources)

    @property
    def write(self) -> DataFrameWriter:
        """Saves the rows to files or tables."""
        from pyrite.sql.readwriter import DataFrameWriter

        return DataFrameWriter(self)  # type: ignore[arg-type]

    def writeTo(self, table: str) -> DataFrameWriterV2:
        """Saves the rows to a table, by the newer interface."""
        from pyrite.sql.readwriter import DataFrameWriterV2

        return DataFrameWriterV2(self, table)  # type: ignore[arg-type]

    # Cached data

    def cache(self) -> DataFrame:
        """Keeps the rows once they are computed, in memory and on disk."""
        return self.persist()

    def persist(self, storageLevel: StorageLevel | None = None) -> DataFrame:
        """Keeps the rows once they are computed, at a storage level (memory and disk when not given)."""
        from pyrite.storagelevel import StorageLevel

        level = StorageLevel.MEMORY_AND_DISK_DESER if storageLevel is None else storageLevel
        if not isinstance(level, StorageLevel):
            raise TypeError("storageLevel must be of type pyspark.StorageLevel")
        self._session._analyze("persist", {"relation": self._relation, "storage_level": level._message()})
        return self  # type: ignore[return-value]

    def unpersist(self, blocking: bool = False) -> DataFrame:
        """Forgets what was kept."""
        self._session._analyze("unpersist", {"relation": self._relation, "blocking": blocking})
        return self  # type: ignore[return-value]

    @property
    def storageLevel(self) -> StorageLevel:
        """The level at which the rows are kept."""
        from pyrite.storagelevel import StorageLevel

        answer = self._session._analyze("get_storage_level", {"relation": self._relation})
        return StorageLevel._from_message(answer.get("storage_level", {}))

    @property
    def is_cached(self) -> bool:
        """Whether the rows are kept."""
        from pyrite.storagelevel import StorageLevel

        return self.storageLevel != StorageLevel.NONE

    # Facts about the plan

    def isLocal(self) -> bool:
        """Whether the rows are at hand without a job."""
        return self._analyze_plan("is_local").get("is_local", False)  # type: ignore[no-any-return]

    def inputFiles(self) -> list[str]:
        """The files that the rows come from, as far as they are known."""
        return list(self._analyze_plan("input_files").get("files", []))

    def sameSemantics(self, other: DataFrame) -> bool:
        """Whether both plans surely give the same rows."""
        other = self._other(other)  # type: ignore[attr-defined]
        plans = {"target_plan": {"root": self._relation}, "other_plan": {"root": other._relation}}
        return self._session._analyze("same_semantics", plans).get("result", False)  # type: ignore[no-any-return]

    def semanticHash(self) -> int:
        """A hash that plans with the same semantics share."""
        return self._analyze_plan("semantic_hash").get("result", 0)  # type: ignore[no-any-return]

    def _analyze_plan(self, kind: str) -> dict[str, Any]:
        return self._session._analyze(kind, {"plan": {"root": self._relation}})
