"""Reading and writing of files and tables."""

from __future__ import annotations

from pyrite._connect.relation import Relation
from pyrite.conf import setting_text
from pyrite.errors import (
    AnalysisException,
    IllegalArgumentException,
    PySparkNotImplementedError,
    PySparkValueError,
)
from pyrite.sql._service import Service

from ._dataframe.checks import check_type, not_expected_type

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import StructType

    _Option = str | int | float | bool | None

__all__ = ["DataFrameReader", "DataFrameWriter", "DataFrameWriterV2"]

_SAVE_MODES = {"append": 1, "overwrite": 2, "error": 3, "errorifexists": 3, "default": 3, "ignore": 4}
_SAVE_AS_TABLE, _INSERT_INTO = 1, 2
_CREATE, _OVERWRITE, _OVERWRITE_PARTITIONS, _APPEND, _REPLACE, _CREATE_OR_REPLACE = 1, 2, 3, 4, 5, 6


class DataFrameReader(Service):
    """``spark.read``: collects a format, a schema and options, and makes a DataFrame of files."""

    def __init__(self, spark: SparkSession) -> None:
        self._session = spark
        self._format: str | None = None
        self._schema: str | None = None
        self._options: dict[str, str] = {}

    def format(self, source: str) -> DataFrameReader:
        """The format: csv, json, parquet, text, …"""
        self._format = source
        return self

    def schema(self, schema: StructType | str) -> DataFrameReader:
        """The columns and their types, as a StructType or a DDL string; nothing is inferred then."""
        from pyrite.sql.types import StructType

        if isinstance(schema, StructType):
            self._schema = schema.json()
        elif isinstance(schema, str):
            from pyrite.sql._types.ddl import parse_ddl

            parse_ddl(schema)
            self._schema = schema
        else:
            raise not_expected_type("schema", "str or struct type", schema)
        return self

    def option(self, key: str, value: _Option) -> DataFrameReader:
        """An option of the format."""
        if value is not None:
            self._options[key] = setting_text(value)
        return self

    def options(self, **options: _Option) -> DataFrameReader:
        """Several options of the format."""
        for key, value in options.items():
            self.option(key, value)
        return self

    def _lines(self, source: Any) -> Any:
        """The path of what holds the lines of an RDD or DataFrame; paths stay as they are."""
        if isinstance(source, (str, list, tuple)) or source is None:
            return source
        from pyrite._rdd.frames import lines_as_file

        return lines_as_file(self._session, source) or source

    def load(
        self,
        path: str | list[str] | None = None,
        format: str | None = None,
        schema: StructType | str | None = None,
        **options: _Option,
    ) -> DataFrame:
        """The rows of a file, a folder, files that match a pattern, or a list of those."""
        if format is not None:
            self.format(format)
        if schema is not None:
            self.schema(schema)
        self.options(**options)
        if path is not None and not isinstance(path, (str, list, tuple)):
            raise not_expected_type("path", "str or list", path)
        paths = [path] if isinstance(path, str) else list(path or ())
        for item in paths:
            check_type("path", item, str, "str or list")
        in_python = self._session._data_sources and self._session._data_sources.get((self._format or "").lower())
        if in_python:
            from pyrite.sql._data_source import read_frame

            return read_frame(self._session, in_python, self._schema, self._options, paths)
        source = {"format": self._format, "schema": self._schema, "options": self._options, "paths": paths}
        return self._session._frame("read", {"data_source": source})

    def table(self, tableName: str) -> DataFrame:
        """The rows of a table or view."""
        check_type("tableName", tableName, str, "str")
        named = {"unparsed_identifier": tableName, "options": self._options}
        return self._session._settled(Relation(self._session, "read", {"named_table": named}))

    def csv(
        self,
        path: str | list[str],
        schema: StructType | str | None = None,
        sep: _Option = None,
        encoding: _Option = None,
        quote: _Option = None,
        escape: _Option = None,
        comment: _Option = None,
        header: _Option = None,
        inferSchema: _Option = None,
        ignoreLeadingWhiteSpace: _Option = None,
        ignoreTrailingWhiteSpace: _Option = None,
        nullValue: _Option = None,
        nanValue: _Option = None,
        positiveInf: _Option = None,
        negativeInf: _Option = None,
        dateFormat: _Option = None,
        timestampFormat: _Option = None,
        maxColumns: _Option = None,
        maxCharsPerColumn: _Option = None,
        maxMalformedLogPerPartition: _Option = None,
        mode: _Option = None,
        columnNameOfCorruptRecord: _Option = None,
        multiLine: _Option = None,
        charToEscapeQuoteEscaping: _Option = None,
        samplingRatio: _Option = None,
        enforceSchema: _Option = None,
        emptyValue: _Option = None,
        locale: _Option = None,
        lineSep: _Option = None,
        pathGlobFilter: _Option = None,
        recursiveFileLookup: _Option = None,
        modifiedBefore: _Option = None,
        modifiedAfter: _Option = None,
        unescapedQuoteHandling: _Option = None,
    ) -> DataFrame:
        """The rows of CSV files, or of an RDD or DataFrame of lines."""
        path = self._lines(path)
        if not isinstance(path, (str, list, tuple)):
            raise not_expected_type("path", "str, list, RDD, or DataFrame", path)
        self.options(
            sep=sep,
            encoding=encoding,
            quote=quote,
            escape=escape,
            comment=comment,
            header=header,
            inferSchema=inferSchema,
            ignoreLeadingWhiteSpace=ignoreLeadingWhiteSpace,
            ignoreTrailingWhiteSpace=ignoreTrailingWhiteSpace,
            nullValue=nullValue,
            nanValue=nanValue,
            positiveInf=positiveInf,
            negativeInf=negativeInf,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            maxColumns=maxColumns,
            maxCharsPerColumn=maxCharsPerColumn,
            maxMalformedLogPerPartition=maxMalformedLogPerPartition,
            mode=mode,
            columnNameOfCorruptRecord=columnNameOfCorruptRecord,
            multiLine=multiLine,
            charToEscapeQuoteEscaping=charToEscapeQuoteEscaping,
            samplingRatio=samplingRatio,
            enforceSchema=enforceSchema,
            emptyValue=emptyValue,
            locale=locale,
            lineSep=lineSep,
            pathGlobFilter=pathGlobFilter,
            recursiveFileLookup=recursiveFileLookup,
            modifiedBefore=modifiedBefore,
            modifiedAfter=modifiedAfter,
            unescapedQuoteHandling=unescapedQuoteHandling,
        )
        return self.load(path, "csv", schema)

    def json(
        self,
        path: str | list[str],
        schema: StructType | str | None = None,
        primitivesAsString: _Option = None,
        prefersDecimal: _Option = None,
        allowComments: _Option = None,
        allowUnquotedFieldNames: _Option = None,
        allowSingleQuotes: _Option = None,
        allowNumericLeadingZero: _Option = None,
        allowBackslashEscapingAnyCharacter: _Option = None,
        mode: _Option = None,
        columnNameOfCorruptRecord: _Option = None,
        dateFormat: _Option = None,
        timestampFormat: _Option = None,
        multiLine: _Option = None,
        allowUnquotedControlChars: _Option = None,
        lineSep: _Option = None,
        samplingRatio: _Option = None,
        dropFieldIfAllNull: _Option = None,
        encoding: _Option = None,
        locale: _Option = None,
        pathGlobFilter: _Option = None,
        recursiveFileLookup: _Option = None,
        modifiedBefore: _Option = None,
        modifiedAfter: _Option = None,
        allowNonNumericNumbers: _Option = None,
        useUnsafeRow: _Option = None,
    ) -> DataFrame:
        """The rows of JSON files, an object on each line unless ``multiLine``; or of an RDD of such texts."""
        path = self._lines(path)
        if not isinstance(path, (str, list, tuple)):
            raise not_expected_type("path", "str, list, RDD, or DataFrame", path)
        self.options(
            primitivesAsString=primitivesAsString,
            prefersDecimal=prefersDecimal,
            allowComments=allowComments,
            allowUnquotedFieldNames=allowUnquotedFieldNames,
            allowSingleQuotes=allowSingleQuotes,
            allowNumericLeadingZero=allowNumericLeadingZero,
            allowBackslashEscapingAnyCharacter=allowBackslashEscapingAnyCharacter,
            mode=mode,
            columnNameOfCorruptRecord=columnNameOfCorruptRecord,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            multiLine=multiLine,
            allowUnquotedControlChars=allowUnquotedControlChars,
            lineSep=lineSep,
            samplingRatio=samplingRatio,
            dropFieldIfAllNull=dropFieldIfAllNull,
            encoding=encoding,
            locale=locale,
            pathGlobFilter=pathGlobFilter,
            recursiveFileLookup=recursiveFileLookup,
            modifiedBefore=modifiedBefore,
            modifiedAfter=modifiedAfter,
            allowNonNumericNumbers=allowNonNumericNumbers,
            useUnsafeRow=useUnsafeRow,
        )
        return self.load(path, "json", schema)

    def parquet(self, *paths: str, **options: _Option) -> DataFrame:
        """The rows of Parquet files."""
        return self.options(**options).load(list(paths), "parquet")

    def text(
        self,
        paths: str | list[str],
        wholetext: bool = False,
        lineSep: _Option = None,
        pathGlobFilter: _Option = None,
        recursiveFileLookup: _Option = None,
        modifiedBefore: _Option = None,
        modifiedAfter: _Option = None,
    ) -> DataFrame:
        """The lines of text files, in a column ``value``; with ``wholetext`` a row for each file."""
        self.options(
            wholetext=wholetext,
            lineSep=lineSep,
            pathGlobFilter=pathGlobFilter,
            recursiveFileLookup=recursiveFileLookup,
            modifiedBefore=modifiedBefore,
            modifiedAfter=modifiedAfter,
        )
        return self.load(paths, "text")

    def orc(
        self,
        path: str | list[str],
        mergeSchema: _Option = None,
        pathGlobFilter: _Option = None,
        recursiveFileLookup: _Option = None,
        modifiedBefore: _Option = None,
        modifiedAfter: _Option = None,
    ) -> DataFrame:
        """The rows of ORC files."""
        self.options(
            mergeSchema=mergeSchema,
            pathGlobFilter=pathGlobFilter,
            recursiveFileLookup=recursiveFileLookup,
            modifiedBefore=modifiedBefore,
            modifiedAfter=modifiedAfter,
        )
        return self.load(path, "orc")

    def xml(
        self,
        path: str | list[str],
        rowTag: _Option = None,
        schema: StructType | str | None = None,
        excludeAttribute: _Option = None,
        attributePrefix: _Option = None,
        valueTag: _Option = None,
        ignoreSurroundingSpaces: _Option = None,
        rowValidationXSDPath: _Option = None,
        ignoreNamespace: _Option = None,
        wildcardColName: _Option = None,
        encoding: _Option = None,
        inferSchema: _Option = None,
        nullValue: _Option = None,
        dateFormat: _Option = None,
        timestampFormat: _Option = None,
        mode: _Option = None,
        columnNameOfCorruptRecord: _Option = None,
        multiLine: _Option = None,
        samplingRatio: _Option = None,
        locale: _Option = None,
    ) -> DataFrame:
        """The rows of XML files, or of an RDD or DataFrame of XML texts: an element of the name ``rowTag`` is a row.

        Examples
        --------
        >>> spark.read.xml("people.xml", rowTag="person").show()  # doctest: +SKIP
        """
        path = self._lines(path)
        if not isinstance(path, (str, list, tuple)):
            raise not_expected_type("path", "str, list, RDD, or DataFrame", path)
        self.options(
            rowTag=rowTag,
            excludeAttribute=excludeAttribute,
            attributePrefix=attributePrefix,
            valueTag=valueTag,
            ignoreSurroundingSpaces=ignoreSurroundingSpaces,
            rowValidationXSDPath=rowValidationXSDPath,
            ignoreNamespace=ignoreNamespace,
            wildcardColName=wildcardColName,
            encoding=encoding,
            inferSchema=inferSchema,
            nullValue=nullValue,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            mode=mode,
            columnNameOfCorruptRecord=columnNameOfCorruptRecord,
            multiLine=multiLine,
            samplingRatio=samplingRatio,
            locale=locale,
        )
        return self.load(path, "xml", schema)

    def jdbc(
        self,
        url: str,
        table: str,
        column: str | None = None,
        lowerBound: int | str | None = None,
        upperBound: int | str | None = None,
        numPartitions: int | None = None,
        predicates: list[str] | None = None,
        properties: dict[str, str] | None = None,
    ) -> DataFrame:
        """Databases are reached by drivers of Java, which Pyrite does not have: an error.

        Read them with a library of Python, and pass its Arrow or pandas data to ``createDataFrame``.
        """
        raise _no_java("jdbc")

    def changes(self, tableName: str) -> DataFrame:
        """Tables of files keep no history of their rows: an error."""
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "changes: tables of files keep no history"}
        )


def _no_java(method: str) -> PySparkNotImplementedError:
    return PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"{method}: database drivers of Java"}
    )


class DataFrameWriter(Service):
    """``df.write``: collects a format, a mode and options, and saves the rows."""

    def __init__(self, df: DataFrame) -> None:
        self._df = df
        self._source: str | None = None
        self._mode: int | None = None
        self._options: dict[str, str] = {}
        self._partitioning: list[str] = []
        self._sorting: list[str] = []
        self._clustering: list[str] = []
        self._buckets: dict[str, Any] | None = None

    def mode(self, saveMode: str | None) -> DataFrameWriter:
        """What to do when there is data: append, overwrite, ignore, or error (the default)."""
        if saveMode is not None:
            check_type("saveMode", saveMode, str, "str")
            mode = _SAVE_MODES.get(saveMode.lower())
            if mode is None:
                raise AnalysisException(
                    f'[INVALID_SAVE_MODE] The specified save mode "{saveMode}" is invalid. Valid save modes include '
                    '"append", "overwrite", "ignore", "error", "errorifexists", and "default". SQLSTATE: 42000',
                    errorClass="INVALID_SAVE_MODE",
                    messageParameters={"mode": f'"{saveMode}"'},
                    sqlState="42000",
                )
            self._mode = mode
        return self

    def format(self, source: str) -> DataFrameWriter:
        """The format: csv, json, parquet, text, …"""
        self._source = source
        return self

    def option(self, key: str, value: _Option) -> DataFrameWriter:
        """An option of the format."""
        if value is not None:
            self._options[key] = setting_text(value)
        return self

    def options(self, **options: _Option) -> DataFrameWriter:
        """Several options of the format."""
        for key, value in options.items():
            self.option(key, value)
        return self

    def partitionBy(self, *cols: str | list[str]) -> DataFrameWriter:
        """A folder for each value of the given columns."""
        self._partitioning = _names(cols, "cols")
        return self

    def bucketBy(self, numBuckets: int, col: str | list[str] | tuple[str, ...], *cols: str) -> DataFrameWriter:
        """A fixed number of files, chosen by the hash of the given columns."""
        check_type("numBuckets", numBuckets, int, "int")
        self._buckets = {"bucket_column_names": _first_and_others(col, cols), "num_buckets": numBuckets}
        return self

    def sortBy(self, col: str | list[str] | tuple[str, ...], *cols: str) -> DataFrameWriter:
        """The rows of each bucket in order of the given columns."""
        self._sorting = _first_and_others(col, cols)
        return self

    def clusterBy(self, *cols: str | list[str]) -> DataFrameWriter:
        """Rows with near values of the given columns near to each other."""
        self._clustering = _names(cols, "cols")
        assert self._clustering, "clusterBy needs one or more clustering columns."
        return self

    def save(
        self,
        path: str | None = None,
        format: str | None = None,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        **options: _Option,
    ) -> None:
        """Saves the rows to a folder."""
        self._set(format, mode, partitionBy, options)
        path = self._options.pop("path", None) if path is None else path
        sources = self._df._session._data_sources
        in_python = sources and sources.get((self._source or "").lower())
        if in_python:
            from pyrite.sql._data_source import write_frame

            modes = {1: "append", 2: "overwrite", 4: "ignore"}
            write_frame(self._df, in_python, modes.get(self._mode or 0, "error"), self._options, path)
            return
        if path is None:
            raise IllegalArgumentException(
                "'path' is not specified.", errorClass="_LEGACY_ERROR_TEMP_2047", messageParameters={}
            )
        if self._buckets is not None:
            raise _no_buckets("save", bool(self._sorting))
        if self._sorting:
            raise _sorts_without_buckets()
        self._write({"path": path})

    def saveAsTable(
        self,
        name: str,
        format: str | None = None,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        **options: _Option,
    ) -> None:
        """Saves the rows as a table; appended rows are matched by the columns' names."""
        self._set(format, mode, partitionBy, options)
        self._write({"table": {"table_name": name, "save_method": _SAVE_AS_TABLE}})

    def insertInto(self, tableName: str, overwrite: bool | None = None) -> None:
        """Puts the rows into a table; columns are matched by position."""
        if self._buckets is not None:
            raise _no_buckets("insertInto", bool(self._sorting))
        if overwrite is not None:
            self.mode("overwrite" if overwrite else "append")
        self._df._session.table(tableName).schema  # noqa: B018  raises when there is no such table
        self._write({"table": {"table_name": tableName, "save_method": _INSERT_INTO}})

    def csv(
        self,
        path: str,
        mode: str | None = None,
        compression: _Option = None,
        sep: _Option = None,
        quote: _Option = None,
        escape: _Option = None,
        header: _Option = None,
        nullValue: _Option = None,
        escapeQuotes: _Option = None,
        quoteAll: _Option = None,
        dateFormat: _Option = None,
        timestampFormat: _Option = None,
        ignoreLeadingWhiteSpace: _Option = None,
        ignoreTrailingWhiteSpace: _Option = None,
        charToEscapeQuoteEscaping: _Option = None,
        encoding: _Option = None,
        emptyValue: _Option = None,
        lineSep: _Option = None,
    ) -> None:
        """Saves the rows as CSV files."""
        self.options(
            compression=compression,
            sep=sep,
            quote=quote,
            escape=escape,
            header=header,
            nullValue=nullValue,
            escapeQuotes=escapeQuotes,
            quoteAll=quoteAll,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            ignoreLeadingWhiteSpace=ignoreLeadingWhiteSpace,
            ignoreTrailingWhiteSpace=ignoreTrailingWhiteSpace,
            charToEscapeQuoteEscaping=charToEscapeQuoteEscaping,
            encoding=encoding,
            emptyValue=emptyValue,
            lineSep=lineSep,
        )
        self.save(path, "csv", mode)

    def json(
        self,
        path: str,
        mode: str | None = None,
        compression: _Option = None,
        dateFormat: _Option = None,
        timestampFormat: _Option = None,
        lineSep: _Option = None,
        encoding: _Option = None,
        ignoreNullFields: _Option = None,
    ) -> None:
        """Saves the rows as JSON files, an object on each line."""
        self.options(
            compression=compression,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            lineSep=lineSep,
            encoding=encoding,
            ignoreNullFields=ignoreNullFields,
        )
        self.save(path, "json", mode)

    def parquet(
        self,
        path: str,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        compression: str | None = None,
    ) -> None:
        """Saves the rows as Parquet files."""
        self.option("compression", compression).save(path, "parquet", mode, partitionBy)

    def text(self, path: str, compression: str | None = None, lineSep: str | None = None) -> None:
        """Saves the rows, which have one column of text, as lines of text files."""
        self.options(compression=compression, lineSep=lineSep).save(path, "text")

    def orc(
        self,
        path: str,
        mode: str | None = None,
        partitionBy: str | list[str] | None = None,
        compression: _Option = None,
    ) -> None:
        """Saves the rows as ORC files."""
        self.options(
            compression=compression,
        )
        self.save(path, "orc", mode, partitionBy)

    def xml(
        self,
        path: str,
        rowTag: _Option = None,
        mode: str | None = None,
        attributePrefix: _Option = None,
        valueTag: _Option = None,
        rootTag: _Option = None,
        declaration: _Option = None,
        arrayElementName: _Option = None,
        nullValue: _Option = None,
        dateFormat: _Option = None,
        timestampFormat: _Option = None,
        compression: _Option = None,
        encoding: _Option = None,
        validateName: _Option = None,
    ) -> None:
        """Saves the rows as XML files, an element of the name ``rowTag`` for each."""
        self.options(
            rowTag=rowTag,
            attributePrefix=attributePrefix,
            valueTag=valueTag,
            rootTag=rootTag,
            declaration=declaration,
            arrayElementName=arrayElementName,
            nullValue=nullValue,
            dateFormat=dateFormat,
            timestampFormat=timestampFormat,
            compression=compression,
            encoding=encoding,
            validateName=validateName,
        )
        self.save(path, "xml", mode)

    def jdbc(self, url: str, table: str, mode: str | None = None, properties: dict[str, str] | None = None) -> None:
        """Databases are reached by drivers of Java, which Pyrite does not have: an error."""
        raise _no_java("jdbc")

    def _set(
        self, format: str | None, mode: str | None, partition_by: str | list[str] | None, options: dict[str, Any]
    ) -> None:
        self.mode(mode).options(**options)
        if partition_by is not None:
            self.partitionBy(partition_by)
        if format is not None:
            self.format(format)

    def _write(self, target: dict[str, Any]) -> None:
        self._df._session._execute_command(
            {
                "write_operation": {
                    "input": self._df._relation,
                    "source": self._source,
                    **target,
                    "mode": self._mode,
                    "sort_column_names": self._sorting,
                    "partitioning_columns": self._partitioning,
                    "clustering_columns": self._clustering,
                    "bucket_by": self._buckets,
                    "options": self._options,
                }
            }
        )


class DataFrameWriterV2(Service):
    """``df.writeTo(table)``: creates, fills and replaces tables."""

    def __init__(self, df: DataFrame, table: str) -> None:
        self._df = df
        self._table = table
        self._provider: str | None = None
        self._options: dict[str, str] = {}
        self._properties: dict[str, str] = {}
        self._partitioning: list[Column] = []
        self._clustering: list[str] = []

    def using(self, provider: str) -> DataFrameWriterV2:
        """The format of the table."""
        self._provider = provider
        return self

    def option(self, key: str, value: _Option) -> DataFrameWriterV2:
        """An option of the write."""
        if value is not None:
            self._options[key] = setting_text(value)
        return self

    def options(self, **options: _Option) -> DataFrameWriterV2:
        """Several options of the write."""
        for key, value in options.items():
            self.option(key, value)
        return self

    def tableProperty(self, property: str, value: str) -> DataFrameWriterV2:
        """A property of the table."""
        self._properties[property] = value
        return self

    def partitionedBy(self, col: Column, *cols: Column) -> DataFrameWriterV2:
        """The partitioning of the table, by columns or the transforms of ``functions.partitioning``."""
        self._partitioning = [col, *cols]
        return self

    def clusterBy(self, col: str, *cols: str) -> DataFrameWriterV2:
        """The columns by which the table's rows are kept near to each other."""
        self._clustering = [col, *cols]
        return self

    def create(self) -> None:
        """Makes the table; an error when there is one."""
        self._write(_CREATE)

    def replace(self) -> None:
        """Replaces the table; an error when there is none."""
        self._write(_REPLACE)

    def createOrReplace(self) -> None:
        """Makes or replaces the table."""
        self._write(_CREATE_OR_REPLACE)

    def append(self) -> None:
        """Adds the rows to the table."""
        self._write_to_existing(_APPEND)

    def overwrite(self, condition: Column) -> None:
        """Replaces the table's rows for which the condition holds."""
        self._write_to_existing(_OVERWRITE, condition)

    def overwritePartitions(self) -> None:
        """Replaces the partitions for which there are rows."""
        self._write_to_existing(_OVERWRITE_PARTITIONS)

    def _write_to_existing(self, mode: int, condition: Column | None = None) -> None:
        self._df._session.table(self._table).schema  # noqa: B018  raises when there is no such table
        self._write(mode, condition)

    def _write(self, mode: int, condition: Column | None = None) -> None:
        self._df._session._execute_command(
            {
                "write_operation_v2": {
                    "input": self._df._relation,
                    "table_name": self._table,
                    "provider": self._provider,
                    "partitioning_columns": [column._expr for column in self._partitioning],
                    "clustering_columns": self._clustering,
                    "options": self._options,
                    "table_properties": self._properties,
                    "mode": mode,
                    "overwrite_condition": None if condition is None else condition._expr,
                }
            }
        )


def _no_buckets(operation: str, is_sorted: bool) -> AnalysisException:
    by = "bucketBy and sortBy" if is_sorted else "bucketBy"
    number = "1313" if is_sorted else "1312"
    return AnalysisException(
        f"'{operation}' does not support {by} right now.",
        errorClass=f"_LEGACY_ERROR_TEMP_{number}",
        messageParameters={"operation": operation},
    )


def _sorts_without_buckets() -> AnalysisException:
    return AnalysisException(
        "[SORT_BY_WITHOUT_BUCKETING] sortBy must be used together with bucketBy. SQLSTATE: 42601",
        errorClass="SORT_BY_WITHOUT_BUCKETING",
        messageParameters={},
        sqlState="42601",
    )


def _names(cols: tuple[Any, ...], argument: str) -> list[str]:
    names = list(cols[0]) if len(cols) == 1 and isinstance(cols[0], (list, tuple)) else list(cols)
    for name in names:
        check_type(argument, name, str, "list[str]")
    return names


def _first_and_others(col: Any, cols: tuple[str, ...]) -> list[str]:
    if isinstance(col, (list, tuple)):
        if cols:
            raise PySparkValueError(
                errorClass="CANNOT_SET_TOGETHER",
                messageParameters={"arg_list": f"`col` of type {type(col).__name__} and `cols`"},
            )
        return _names((list(col),), "col")
    check_type("col", col, str, "list[str]")
    return [col, *_names(cols, "cols")]
