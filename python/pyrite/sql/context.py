"""SQLContext and HiveContext, for scripts from before SparkSession."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

from pyrite._globals import _NoValue, _NoValueType
from pyrite.sql.session import SparkSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from pyrite.context import SparkContext
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.readwriter import DataFrameReader
    from pyrite.sql.types import DataType, StructType
    from pyrite.sql.udf import UDFRegistration, UserDefinedFunction
    from pyrite.sql.udtf import UDTFRegistration

__all__ = ["HiveContext", "SQLContext"]


class SQLContext:
    """What a session does, by its old name.

    Examples
    --------
    >>> context = SQLContext.getOrCreate(spark.sparkContext)
    >>> context.sql("SELECT 1 AS one").collect()
    [Row(one=1)]
    """

    def __init__(
        self, sparkContext: SparkContext, sparkSession: SparkSession | None = None, jsqlContext: Any = None
    ) -> None:
        warnings.warn("Deprecated in 3.0.0. Use SparkSession.builder.getOrCreate() instead.", FutureWarning, 2)
        self._sc = sparkContext
        self.sparkSession = sparkSession if sparkSession is not None else SparkSession.builder.getOrCreate()

    @classmethod
    def getOrCreate(cls, sc: SparkContext | None = None) -> SQLContext:
        """A context on the session in use, or on a new one."""
        if sc is None:
            sc = SparkSession.builder.getOrCreate().sparkContext
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = cls(sc)
        warnings.warn("Deprecated in 3.0.0. Use SparkSession.builder.getOrCreate() instead.", FutureWarning, 2)
        return made

    def newSession(self) -> SQLContext:
        """A context with its own settings, views and functions."""
        return self.__class__(self._sc, self.sparkSession.newSession())

    def setConf(self, key: str, value: bool | int | str) -> None:
        """Gives a setting a value."""
        self.sparkSession.conf.set(key, value)

    def getConf(self, key: str, defaultValue: str | None | _NoValueType = _NoValue) -> str | None:
        """The value of a setting, or the default when one is given."""
        return self.sparkSession.conf.get(key, defaultValue)

    @property
    def udf(self) -> UDFRegistration:
        """Python functions for SQL."""
        return self.sparkSession.udf

    @property
    def udtf(self) -> UDTFRegistration:
        """Python table functions for SQL."""
        return self.sparkSession.udtf

    @property
    def read(self) -> DataFrameReader:
        """Reads files and tables."""
        return self.sparkSession.read

    @property
    def readStream(self) -> Any:
        """Streams are not part of Pyrite: an error."""
        return self.sparkSession.readStream

    @property
    def streams(self) -> Any:
        """The running streaming queries: none."""
        return self.sparkSession.streams

    def range(self, start: int, end: int | None = None, step: int = 1, numPartitions: int | None = None) -> DataFrame:
        """The numbers from ``start`` to before ``end`` in a column ``id``."""
        return self.sparkSession.range(start, end, step, numPartitions)

    def registerFunction(
        self, name: str, f: Callable[..., Any], returnType: DataType | str | None = None
    ) -> UserDefinedFunction:
        """Use ``spark.udf.register``."""
        return self.sparkSession.udf.register(name, f, returnType)

    def registerJavaFunction(self, name: str, javaClassName: str, returnType: DataType | str | None = None) -> None:
        """There is no Java here: an error."""
        self.sparkSession.udf.registerJavaFunction(name, javaClassName, returnType)

    def createDataFrame(
        self, data: Any, schema: Any = None, samplingRatio: float | None = None, verifySchema: bool = True
    ) -> DataFrame:
        """See :meth:`SparkSession.createDataFrame`."""
        return self.sparkSession.createDataFrame(data, schema, samplingRatio, verifySchema)

    def registerDataFrameAsTable(self, df: DataFrame, tableName: str) -> None:
        """Use :meth:`DataFrame.createOrReplaceTempView`."""
        df.createOrReplaceTempView(tableName)

    def dropTempTable(self, tableName: str) -> None:
        """Use :meth:`Catalog.dropTempView`."""
        self.sparkSession.catalog.dropTempView(tableName)

    def createExternalTable(
        self,
        tableName: str,
        path: str | None = None,
        source: str | None = None,
        schema: StructType | None = None,
        **options: str,
    ) -> DataFrame:
        """Use :meth:`Catalog.createTable`."""
        return self.sparkSession.catalog.createExternalTable(tableName, path, source, schema, **options)

    def sql(self, sqlQuery: str) -> DataFrame:
        """Runs SQL: a query as a DataFrame, a command at once."""
        return self.sparkSession.sql(sqlQuery)

    def table(self, tableName: str) -> DataFrame:
        """A table or view by its name."""
        return self.sparkSession.table(tableName)

    def tables(self, dbName: str | None = None) -> DataFrame:
        """The tables and views of a database, and the temporary views."""
        return self.sparkSession.sql(f"SHOW TABLES{f' IN {dbName}' if dbName else ''}")

    def tableNames(self, dbName: str | None = None) -> list[str]:
        """The names of :meth:`tables`."""
        return [row.tableName for row in self.tables(dbName).collect()]

    def cacheTable(self, tableName: str) -> None:
        """Keeps a table's rows once they are read."""
        self.sparkSession.catalog.cacheTable(tableName)

    def uncacheTable(self, tableName: str) -> None:
        """Forgets a table's kept rows."""
        self.sparkSession.catalog.uncacheTable(tableName)

    def clearCache(self) -> None:
        """Forgets all kept rows."""
        self.sparkSession.catalog.clearCache()


class HiveContext(SQLContext):
    """As :class:`SQLContext`: tables are kept without Hive."""

    def __init__(
        self, sparkContext: SparkContext, sparkSession: SparkSession | None = None, jhiveContext: Any = None
    ) -> None:
        super().__init__(sparkContext, sparkSession)

    def refreshTable(self, tableName: str) -> None:
        """Forgets what is remembered of a table's files."""
        self.sparkSession.catalog.refreshTable(tableName)
