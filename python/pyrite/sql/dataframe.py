"""DataFrame: rows with named, typed columns, given by a plan that runs when an action asks for them."""

from __future__ import annotations

from pyrite._connect.expression import Subquery
from pyrite.errors import PySparkAttributeError, PySparkNotImplementedError
from pyrite.sql.column import Column

# Scripts find these names here, too.
from pyrite.sql.types import Row, StructType  # noqa: F401
from pyrite.storagelevel import StorageLevel  # noqa: F401

from ._dataframe.checks import not_expected_type
from ._dataframe.results import Results
from ._dataframe.statistics import DataFrameNaFunctions, DataFrameStatFunctions, Statistics
from ._dataframe.transformations import Transformations
from .pandas.map_ops import PandasMapOpsMixin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite._connect.relation import Relation
    from pyrite.sql.session import SparkSession
    from pyrite.sql.table_arg import TableArg
    from pyrite.sql.types import StructType

__all__ = ["DataFrame", "DataFrameNaFunctions", "DataFrameStatFunctions"]


for _part in (DataFrameNaFunctions, DataFrameStatFunctions):
    _part.__module__ = __name__  # where they are imported from


class DataFrame(Results, Statistics, Transformations, PandasMapOpsMixin):
    """Rows with named, typed columns.

    A DataFrame is a plan: transformations such as ``select`` and ``join`` make new ones at once, and actions such as
    ``collect``, ``show`` and ``write`` run it. Columns are reached as ``df.name`` or ``df["name"]``.
    """

    def __init__(
        self, relation: Relation, session: SparkSession, schema: StructType | None = None, is_analyzed: bool = False
    ) -> None:
        self._relation = relation
        self._session = session
        self._known_schema = schema
        # What is wrong with a plan is raised where it is made, as in Spark. The answer is read when it is asked for.
        is_settled = is_analyzed or schema is not None or relation.is_open
        self._analysis = None if is_settled else session._analysis_of(relation)

    @property
    def sparkSession(self) -> SparkSession:
        """The session that this DataFrame belongs to."""
        return self._session

    @property
    def schema(self) -> StructType:
        """The names and types of the columns. Raises what is wrong with the plan."""
        if self._known_schema is None:
            from pyrite._connect.types import type_from_message
            from pyrite._connect.wire import decode

            answer = decode("AnalyzePlanResponse", self._analysis or self._session._analysis_of(self._relation))
            self._known_schema = type_from_message(answer["schema"]["schema"])  # type: ignore[assignment]
            self._analysis = None
        return self._known_schema  # type: ignore[return-value]

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return [field.name for field in self.schema.fields]

    @property
    def dtypes(self) -> list[tuple[str, str]]:
        """The names and types of the columns, types as SQL writes them."""
        return [(field.name, field.dataType.simpleString()) for field in self.schema.fields]

    @property
    def isStreaming(self) -> bool:
        """Whether the rows never end. They do."""
        return False

    @property
    def na(self) -> DataFrameNaFunctions:
        """The methods for missing values."""
        return DataFrameNaFunctions(self)

    @property
    def stat(self) -> DataFrameStatFunctions:
        """The methods for statistics of columns."""
        return DataFrameStatFunctions(self)

    def scalar(self) -> Column:
        """The only value of this DataFrame (NULL when there is no row), for use inside of another one."""
        return Column(Subquery(self._relation, Subquery.SCALAR))

    def exists(self) -> Column:
        """Whether this DataFrame has rows, for use inside of another one."""
        return Column(Subquery(self._relation, Subquery.EXISTS))

    def asTable(self) -> TableArg:
        """The rows as an argument of a table function, to be partitioned and ordered for it."""
        from pyrite.sql.table_arg import TableArg

        return TableArg(self)

    @property
    def plot(self) -> Any:
        """Plots of the rows, which need pandas' plotting on the side of Spark; an error without it."""
        from pyrite.sql._dataframe.convert import _required

        _required("plotly")
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "DataFrame.plot; use toPandas().plot"}
        )

    def pandas_api(self, index_col: Any = None) -> Any:
        """The pandas API on Spark is not part of Pyrite: an error. ``toPandas()`` gives a real pandas DataFrame."""
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "the pandas API on Spark; use toPandas()"}
        )

    @property
    def writeStream(self) -> Any:
        """Streams are not part of Pyrite: an error."""
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "streaming queries (writeStream)"}
        )

    def withWatermark(self, eventTime: str, delayThreshold: str) -> DataFrame:
        """How late rows of a stream may be. Without streams nothing is late: the rows as they are."""
        return self

    def dropDuplicatesWithinWatermark(self, subset: list[str] | None = None) -> DataFrame:
        """Only for streams: an error."""
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "dropDuplicatesWithinWatermark"}
        )

    def mergeInto(self, table: str, condition: Column) -> Any:
        """Tables here cannot change rows in place: an error."""
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED",
            messageParameters={"feature": "mergeInto: tables of files have no row changes"},
        )

    @property
    def executionInfo(self) -> None:
        """Metrics of the last execution, which Spark gives only to remote clients."""
        return None

    def _keeping(self, resource: Any) -> DataFrame:
        """This DataFrame, whose plan keeps an object alive."""
        self._relation.resources += (resource,)
        return self

    def __getattr__(self, name: str) -> Column:
        if name.startswith("__") or name not in self.columns:
            raise PySparkAttributeError(errorClass="ATTRIBUTE_NOT_SUPPORTED", messageParameters={"attr_name": name})
        return self._attribute(name)

    def __getitem__(self, item: Any) -> Any:
        """A column by name or position, rows by a condition, or several columns by a list."""
        if isinstance(item, str):
            if item == "*":
                from pyrite._connect.expression import star

                return Column(star(plan_id=self._relation.plan_id))
            if item not in self.columns:
                # Another case, a nested field, a quoted or an unknown name: the analyzer says what is wrong.
                self.select(item).schema  # noqa: B018
            return self._attribute(item)
        if isinstance(item, Column):
            return self.filter(item)
        if isinstance(item, (list, tuple)):
            return self.select(*item)
        if isinstance(item, int):
            return self._attribute(self.columns[item])
        raise not_expected_type("item", "Column, float, integer, list or string", item)

    def __dir__(self) -> list[str]:
        names = set(super().__dir__())
        names.update(name for name in self.columns if name.isidentifier())
        return sorted(names)

    def _ipython_key_completions_(self) -> list[str]:
        return self.columns

    def __repr__(self) -> str:
        if self._session.conf.get("spark.sql.repl.eagerEval.enabled", "false") == "true":
            rows, width = self._eager_limits()
            return self._show_string(rows, width)
        return f"DataFrame[{', '.join([f'{name}: {kind}' for name, kind in self.dtypes])}]"
