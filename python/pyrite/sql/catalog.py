"""Catalog: databases, tables, views, functions and cached tables."""

from __future__ import annotations

from typing import NamedTuple

from pyrite._connect.relation import Relation
from pyrite.errors import AnalysisException
from pyrite.sql._service import Service
from pyrite.storagelevel import StorageLevel

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import DataType, StructType
    from pyrite.sql.udf import UserDefinedFunction

__all__ = ["Catalog", "CatalogMetadata", "Column", "Database", "Function", "Table", "TablePartition"]


def _quoted(text: str) -> str:
    """A text as a string literal."""
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


class CatalogMetadata(NamedTuple):
    """A catalog."""

    name: str
    description: str | None


class Database(NamedTuple):
    """A database, and where its tables are kept."""

    name: str
    catalog: str | None
    description: str | None
    locationUri: str


class Table(NamedTuple):
    """A table or view."""

    name: str
    catalog: str | None
    namespace: list[str] | None
    description: str | None
    tableType: str
    isTemporary: bool

    @property
    def database(self) -> str | None:
        """The table's database."""
        return self.namespace[0] if self.namespace is not None and len(self.namespace) == 1 else None


class Column(NamedTuple):
    """A column of a table."""

    name: str
    description: str | None
    dataType: str
    nullable: bool
    isPartition: bool
    isBucket: bool
    isCluster: bool


class Function(NamedTuple):
    """A function."""

    name: str
    catalog: str | None
    namespace: list[str] | None
    description: str | None
    className: str
    isTemporary: bool


class TablePartition(NamedTuple):
    """A partition of a table."""

    partition: str


class Catalog(Service):
    """``spark.catalog``."""

    def __init__(self, sparkSession: SparkSession) -> None:
        self._session = sparkSession

    def _rows(self, kind: str, **body: Any) -> list[Any]:
        # Not a DataFrame, whose analysis would carry the request out as well.
        return self._session._rows(Relation(self._session, "catalog", {kind: body}))

    def _value(self, kind: str, **body: Any) -> Any:
        return self._rows(kind, **body)[0][0]

    def _run(self, statement: str) -> list[Any]:
        return self._session.sql(statement).collect()

    # Catalogs and databases

    def currentCatalog(self) -> str:
        """The catalog in use."""
        return self._value("current_catalog")  # type: ignore[no-any-return]

    def setCurrentCatalog(self, catalogName: str) -> None:
        """Makes another catalog the one in use."""
        self._rows("set_current_catalog", catalog_name=catalogName)

    def listCatalogs(self, pattern: str | None = None) -> list[CatalogMetadata]:
        """All catalogs, or those that match a pattern."""
        return [CatalogMetadata(*row) for row in self._rows("list_catalogs", pattern=pattern)]

    def currentDatabase(self) -> str:
        """The database in use."""
        return self._value("current_database")  # type: ignore[no-any-return]

    def setCurrentDatabase(self, dbName: str) -> None:
        """Makes another database the one in use."""
        self._rows("set_current_database", db_name=dbName)

    def listDatabases(self, pattern: str | None = None) -> list[Database]:
        """All databases, or those that match a pattern."""
        return [Database(*row) for row in self._rows("list_databases", pattern=pattern)]

    def getDatabase(self, dbName: str) -> Database:
        """A database by its name."""
        return Database(*self._rows("get_database", db_name=dbName)[0])

    def databaseExists(self, dbName: str) -> bool:
        """Whether there is such a database."""
        return self._value("database_exists", db_name=dbName)  # type: ignore[no-any-return]

    def createDatabase(self, dbName: str, ifNotExists: bool = False, properties: dict[str, str] | None = None) -> None:
        """Makes a database."""
        exists = "IF NOT EXISTS " if ifNotExists else ""
        given = ", ".join(f"{_quoted(key)} = {_quoted(value)}" for key, value in (properties or {}).items())
        self._run(f"CREATE DATABASE {exists}{dbName}" + (f" WITH DBPROPERTIES ({given})" if given else ""))

    def dropDatabase(self, dbName: str, ifExists: bool = False, cascade: bool = False) -> None:
        """Drops a database, with its tables when ``cascade``."""
        self._run(f"DROP DATABASE {'IF EXISTS ' if ifExists else ''}{dbName}{' CASCADE' if cascade else ''}")

    # Tables and views

    def listTables(self, dbName: str | None = None, pattern: str | None = None) -> list[Table]:
        """The tables and views of a database (the one in use when not given), and the temporary views."""
        return [Table(*row) for row in self._rows("list_tables", db_name=dbName, pattern=pattern)]

    def getTable(self, tableName: str) -> Table:
        """A table or view by its name."""
        return Table(*self._rows("get_table", table_name=tableName)[0])

    def tableExists(self, tableName: str, dbName: str | None = None) -> bool:
        """Whether there is such a table or view."""
        return self._value("table_exists", table_name=tableName, db_name=dbName)  # type: ignore[no-any-return]

    def listColumns(self, tableName: str, dbName: str | None = None) -> list[Column]:
        """The columns of a table or view."""
        return [Column(*row) for row in self._rows("list_columns", table_name=tableName, db_name=dbName)]

    def createTable(
        self,
        tableName: str,
        path: str | None = None,
        source: str | None = None,
        schema: StructType | None = None,
        description: str | None = None,
        **options: str,
    ) -> DataFrame:
        """Makes a table, over existing files when a path is given."""
        from pyrite._connect.types import type_message

        self._rows(
            "create_table",
            table_name=tableName,
            path=path,
            source=source,
            description=description,
            schema=None if schema is None else type_message(schema),
            options=options,
        )
        return self._session.table(tableName)

    def createExternalTable(
        self,
        tableName: str,
        path: str | None = None,
        source: str | None = None,
        schema: StructType | None = None,
        **options: str,
    ) -> DataFrame:
        """Use :meth:`createTable`."""
        import warnings

        warnings.warn(
            "createExternalTable is deprecated since Spark 2.2, please use createTable instead.",
            FutureWarning,
            stacklevel=2,
        )
        return self.createTable(tableName, path, source, schema, **options)

    def dropTable(self, tableName: str, ifExists: bool = False, purge: bool = False) -> None:
        """Drops a table."""
        self._rows("drop_table", table_name=tableName, if_exists=ifExists, purge=purge)

    def dropView(self, viewName: str, ifExists: bool = False) -> None:
        """Drops a view that is not temporary."""
        self._rows("drop_view", view_name=viewName, if_exists=ifExists)

    def truncateTable(self, tableName: str) -> None:
        """Removes all rows of a table."""
        self._run(f"TRUNCATE TABLE {tableName}")

    def analyzeTable(self, tableName: str, noScan: bool = False) -> None:
        """Computes a table's statistics, without counting its rows when ``noScan``."""
        self._run(f"ANALYZE TABLE {tableName} COMPUTE STATISTICS{' NOSCAN' if noScan else ''}")

    def listViews(self, dbName: str | None = None, pattern: str | None = None) -> list[Table]:
        """The views of a database, and the temporary views."""
        within = f" IN {dbName}" if dbName else ""
        like = f" LIKE {_quoted(pattern)}" if pattern is not None else ""
        views = self._run(f"SHOW VIEWS{within}{like}")
        return [self.getTable(f"{space}.{name}" if space else name) for space, name, _ in views]

    def listPartitions(self, tableName: str) -> list[TablePartition]:
        """The partitions of a table."""
        return [TablePartition(*row) for row in self._run(f"SHOW PARTITIONS {tableName}")]

    def getTableProperties(self, tableName: str) -> dict[str, str]:
        """The properties of a table."""
        return dict(self._run(f"SHOW TBLPROPERTIES {tableName}"))

    def getCreateTableString(self, tableName: str, asSerde: bool = False) -> str:
        """The CREATE TABLE statement that would make a table."""
        return self._run(f"SHOW CREATE TABLE {tableName}{' AS SERDE' if asSerde else ''}")[0][0]  # type: ignore[no-any-return]

    def dropTempView(self, viewName: str) -> bool:
        """Drops a temporary view; whether there was one."""
        return self._value("drop_temp_view", view_name=viewName)  # type: ignore[no-any-return]

    def dropGlobalTempView(self, viewName: str) -> bool:
        """Drops a global temporary view; whether there was one."""
        return self._value("drop_global_temp_view", view_name=viewName)  # type: ignore[no-any-return]

    # Functions

    def listFunctions(self, dbName: str | None = None, pattern: str | None = None) -> list[Function]:
        """All functions, or those that match a pattern."""
        if dbName is not None:
            self.getDatabase(dbName)
        return [Function(*row) for row in self._rows("list_functions", db_name=dbName, pattern=pattern)]

    def functionExists(self, functionName: str, dbName: str | None = None) -> bool:
        """Whether there is such a function."""
        return self._value("function_exists", function_name=functionName, db_name=dbName)  # type: ignore[no-any-return]

    def getFunction(self, functionName: str) -> Function:
        """A function by its name."""
        return Function(*self._rows("get_function", function_name=functionName)[0])

    def registerFunction(
        self, name: str, f: Callable[..., Any], returnType: DataType | str | None = None
    ) -> UserDefinedFunction:
        """Use :meth:`UDFRegistration.register`."""
        import warnings

        warnings.warn("Deprecated in 2.3.0. Use spark.udf.register instead.", FutureWarning, stacklevel=2)
        return self._session.udf.register(name, f, returnType)

    # Cached tables

    def isCached(self, tableName: str) -> bool:
        """Whether a table's rows are kept."""
        return self._value("is_cached", table_name=tableName)  # type: ignore[no-any-return]

    def cacheTable(self, tableName: str, storageLevel: StorageLevel | None = None) -> None:
        """Keeps a table's rows once they are read."""
        level = None if storageLevel is None else storageLevel._message()
        self._rows("cache_table", table_name=tableName, storage_level=level)

    def uncacheTable(self, tableName: str) -> None:
        """Forgets a table's kept rows."""
        self._rows("uncache_table", table_name=tableName)

    def clearCache(self) -> None:
        """Forgets all kept rows."""
        self._rows("clear_cache")

    def refreshTable(self, tableName: str) -> None:
        """Forgets what is known of a table's files."""
        self._session.table(tableName).schema  # noqa: B018  raises when there is no such table
        self._rows("refresh_table", table_name=tableName)

    def refreshByPath(self, path: str) -> None:
        """Forgets what is known of the files under a path."""
        self._rows("refresh_by_path", path=path)

    def recoverPartitions(self, tableName: str) -> None:
        """Looks for new partitions in a table's folder."""
        if not any(column.isPartition for column in self.listColumns(tableName)):
            table = self.getTable(tableName)
            shown = ".".join([f"`{part}`" for part in (table.catalog, *(table.namespace or ()), table.name)])
            raise AnalysisException(
                f"[NOT_A_PARTITIONED_TABLE] Operation ALTER TABLE RECOVER PARTITIONS is not allowed for {shown} "
                "because it is not a partitioned table. SQLSTATE: 42809",
                errorClass="NOT_A_PARTITIONED_TABLE",
                messageParameters={"operation": "ALTER TABLE RECOVER PARTITIONS", "tableIdentWithDB": shown},
                sqlState="42809",
            )
        self._run(f"ALTER TABLE {tableName} RECOVER PARTITIONS")
