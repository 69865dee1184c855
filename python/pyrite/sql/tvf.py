"""Functions that give tables: ``spark.tvf``."""

from __future__ import annotations

from pyrite._connect.relation import Relation
from pyrite.sql._service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession

__all__ = ["TableValuedFunction"]


class TableValuedFunction(Service):
    """The table functions of SQL as methods. With ``lateralJoin`` their arguments may be columns of the other side.

    Examples
    --------
    >>> from pyrite.sql import functions as F
    >>> spark.tvf.explode(F.array(F.lit(1), F.lit(2))).collect()
    [Row(col=1), Row(col=2)]
    """

    def __init__(self, sparkSession: SparkSession) -> None:
        self._session = sparkSession

    def range(self, start: int, end: int | None = None, step: int = 1, numPartitions: int | None = None) -> DataFrame:
        """The numbers from ``start`` to before ``end`` in a column ``id``."""
        return self._session.range(start, end, step, numPartitions)

    def explode(self, collection: Column) -> DataFrame:
        """A row for each element of an array, or for each key and value of a map."""
        return self._call("explode", collection)

    def explode_outer(self, collection: Column) -> DataFrame:
        """As :meth:`explode`, with a row of NULL for an empty or missing collection."""
        return self._call("explode_outer", collection)

    def inline(self, input: Column) -> DataFrame:
        """A row for each struct of an array, a column for each field."""
        return self._call("inline", input)

    def inline_outer(self, input: Column) -> DataFrame:
        """As :meth:`inline`, with a row of NULLs for an empty or missing array."""
        return self._call("inline_outer", input)

    def json_tuple(self, input: Column, *fields: Column) -> DataFrame:
        """One row with the named fields of a JSON text."""
        from pyrite.errors import PySparkValueError

        if not fields:
            raise PySparkValueError(errorClass="CANNOT_BE_EMPTY", messageParameters={"item": "field"})
        return self._call("json_tuple", input, *fields)

    def posexplode(self, collection: Column) -> DataFrame:
        """As :meth:`explode`, with the position before."""
        return self._call("posexplode", collection)

    def posexplode_outer(self, collection: Column) -> DataFrame:
        """As :meth:`posexplode`, with a row of NULLs for an empty or missing collection."""
        return self._call("posexplode_outer", collection)

    def stack(self, n: Column, *fields: Column) -> DataFrame:
        """The fields as ``n`` rows."""
        return self._call("stack", n, *fields)

    def collations(self) -> DataFrame:
        """The collations that strings can have."""
        return self._call("collations")

    def sql_keywords(self) -> DataFrame:
        """The keywords of SQL, and whether they are reserved."""
        return self._call("sql_keywords")

    def variant_explode(self, input: Column) -> DataFrame:
        """A row for each element of a variant array or object."""
        return self._call("variant_explode", input)

    def variant_explode_outer(self, input: Column) -> DataFrame:
        """As :meth:`variant_explode`, with a row of NULLs when there is nothing."""
        return self._call("variant_explode_outer", input)

    def python_worker_logs(self) -> DataFrame:
        """What Python functions logged."""
        return self._call("python_worker_logs")

    def _call(self, name: str, *arguments: Any) -> DataFrame:
        from pyrite.sql.dataframe import DataFrame
        from pyrite.sql.functions._build import to_column

        body = {"function_name": name, "arguments": [to_column(argument)._expr for argument in arguments]}
        return DataFrame(Relation(self._session, "unresolved_table_valued_function", body), self._session)
