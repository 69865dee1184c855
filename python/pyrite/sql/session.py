"""SparkSession: the entry point to DataFrames and SQL."""

from __future__ import annotations

import os
import threading
from contextlib import contextmanager

from pyrite._connect.relation import EncodedRelation, InProcessTable, PlanContext, Relation
from pyrite._connect.wire import decode, encode
from pyrite.conf import setting_text
from pyrite.context import SparkContext
from pyrite.sql.dataframe import DataFrame

from ._dataframe.checks import check_type, requirement_failed
from ._service import Service

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any, ClassVar

    from pyrite._engine.session import EngineSession, Operation
    from pyrite.conf import SparkConf
    from pyrite.sql.catalog import Catalog
    from pyrite.sql.conf import RuntimeConfig
    from pyrite.sql.datasource import DataSource, DataSourceRegistration
    from pyrite.sql.readwriter import DataFrameReader
    from pyrite.sql.streaming.query import StreamingQueryManager
    from pyrite.sql.tvf import TableValuedFunction
    from pyrite.sql.types import Row
    from pyrite.sql.udf import UDFRegistration
    from pyrite.sql.udtf import UDTFRegistration

__all__ = ["SparkSession"]

SPARK_VERSION = "4.3.0"


class classproperty:
    """A property of a class: its function gets the class, whether it is asked for by the class or by an instance.

    Examples
    --------
    >>> class Circle:
    ...     @classproperty
    ...     def corners(cls):
    ...         return 0
    >>> Circle.corners
    0
    """

    def __init__(self, fget: Callable[[Any], Any]) -> None:
        self.fget = fget

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return self.fget(type(instance) if owner is None else owner)


class SparkSession(Service):
    """Settings, views and functions, and the methods that make DataFrames.

    Made by ``SparkSession.builder.getOrCreate()``. May be used from several threads.
    """

    _active: ClassVar[threading.local] = threading.local()
    _default: ClassVar[SparkSession | None] = None
    _lock: ClassVar[Any] = threading.RLock()

    class Builder(Service):
        """Collects settings for a session."""

        def __init__(self) -> None:
            self._options: dict[str, str] = {}

        def config(
            self,
            key: str | None = None,
            value: Any = None,
            conf: SparkConf | None = None,
            *,
            map: dict[str, Any] | None = None,
        ) -> SparkSession.Builder:
            """Gives a setting a value; or all those of a SparkConf or a dict."""
            settings = dict(conf.getAll()) if conf is not None else map
            if settings is None:
                check_type("key", key, str, "str")
                settings = {str(key): value}
            for name, item in settings.items():
                self._options[name] = setting_text(item)
            return self

        def master(self, master: str) -> SparkSession.Builder:
            """Where to run: ``local``, ``local[n]`` or ``local[*]``."""
            return self.config("spark.master", master)

        def appName(self, name: str) -> SparkSession.Builder:
            """The application's name."""
            return self.config("spark.app.name", name)

        def enableHiveSupport(self) -> SparkSession.Builder:
            """Changes nothing: there is one catalog, and it keeps tables without Hive."""
            return self

        def getOrCreate(self) -> SparkSession:
            """The session in use, with these settings applied, or a new one."""
            with SparkSession._lock:
                session = SparkSession.getActiveSession() or SparkSession._default
                if session is None or session._stopped:
                    return self.create()
                session.conf._set_silently(self._options)
                return session

        def create(self) -> SparkSession:
            """A new session: that of a new application, or another one of the running application."""
            from pyrite.conf import SparkConf

            with SparkSession._lock:
                context = SparkContext._active_spark_context
                if context is None:
                    session = SparkSession(SparkContext(conf=SparkConf().setAll(list(self._options.items()))))
                else:
                    session = SparkSession(context)
                    session.conf._set_silently(self._options)
                return session

    @classproperty
    def builder(cls) -> Builder:
        """A new builder whenever it is asked for."""
        return SparkSession.Builder()

    def __init__(self, sparkContext: SparkContext, _engine: EngineSession | None = None) -> None:
        engine = _engine or sparkContext._engine
        if engine is None:
            from pyrite.errors import PySparkRuntimeError

            raise PySparkRuntimeError("The SparkContext has been stopped.")
        self._context = sparkContext
        self._engine: EngineSession = engine
        self._owns_engine = _engine is not None
        self._is_stopped = False
        self._tags = threading.local()
        # Functions and tables that views and SQL may name: they live as long as the session.
        self._kept: list[Any] = []
        self._observations: dict[str, Any] = {}
        self._progress_handlers: list[Any] = []
        self._data_sources: dict[str, type[DataSource]] = {}
        self._kept_for_views: dict[str, Any] = {}
        with SparkSession._lock:
            if SparkSession._default is None or SparkSession._default._stopped:
                SparkSession._default = self
            SparkSession._active.session = self

    @property
    def _stopped(self) -> bool:
        """Whether the session has ended, by itself or with its application."""
        return self._is_stopped or self._context._engine is None

    @classmethod
    def getActiveSession(cls) -> SparkSession | None:
        """The session this thread uses, or None."""
        session = getattr(cls._active, "session", None) or cls._default
        return None if session is None or session._stopped else session

    @classmethod
    def active(cls) -> SparkSession:
        """The session this thread uses, or the first one; an error when there is none."""
        session = cls.getActiveSession()
        if session is None:
            from pyrite.errors import PySparkRuntimeError

            raise PySparkRuntimeError(errorClass="NO_ACTIVE_OR_DEFAULT_SESSION", messageParameters={})
        return session

    def newSession(self) -> SparkSession:
        """A session with its own settings, views and functions that shares threads and cached data with this one."""
        active = getattr(SparkSession._active, "session", None)
        session = SparkSession(self._context, self._engine.new_session())
        SparkSession._active.session = active
        return session

    def stop(self) -> None:
        """Ends the session and its application: what runs is cancelled, views and cached data are dropped."""
        with SparkSession._lock:
            if self._stopped:
                return
            self._is_stopped = True
            if SparkSession._default is self:
                SparkSession._default = None
            if getattr(SparkSession._active, "session", None) is self:
                SparkSession._active.session = None
        self._kept.clear()
        self._kept_for_views.clear()
        if self._owns_engine:
            self._engine.close()
        self._context.stop()

    def __enter__(self) -> SparkSession:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    # What belongs to the session

    @property
    def version(self) -> str:
        """The Spark version whose behaviour this is."""
        return SPARK_VERSION

    @property
    def sparkContext(self) -> SparkContext:
        """The application."""
        return self._context

    @property
    def conf(self) -> RuntimeConfig:
        """The session's settings."""
        from pyrite.sql.conf import RuntimeConfig

        return RuntimeConfig(self)

    @property
    def catalog(self) -> Catalog:
        """Databases, tables, views and functions."""
        from pyrite.sql.catalog import Catalog

        return Catalog(self)

    @property
    def udf(self) -> UDFRegistration:
        """Python functions for SQL."""
        from pyrite.sql.udf import UDFRegistration

        return UDFRegistration(self)

    @property
    def udtf(self) -> UDTFRegistration:
        """Python table functions for SQL."""
        from pyrite.sql.udtf import UDTFRegistration

        return UDTFRegistration(self)

    @property
    def tvf(self) -> TableValuedFunction:
        """The table functions of SQL."""
        from pyrite.sql.tvf import TableValuedFunction

        return TableValuedFunction(self)

    @property
    def dataSource(self) -> DataSourceRegistration:
        """Data sources written in Python."""
        from pyrite.sql.datasource import DataSourceRegistration

        return DataSourceRegistration(self)

    @property
    def readStream(self) -> Any:
        """Streams are not part of Pyrite: an error."""
        raise self._not_implemented("streaming queries (readStream)")

    @property
    def streams(self) -> StreamingQueryManager:
        """The running streaming queries. Streams are not part of Pyrite: there are none."""
        from pyrite.sql.streaming.query import StreamingQueryManager

        return StreamingQueryManager()

    @property
    def client(self) -> Any:
        """Only a session of a remote Spark has a client: an error."""
        raise self._not_implemented("client: the engine runs in this process")

    def copyFromLocalToFs(self, local_path: str, dest_path: str) -> None:
        """Only for a remote Spark: an error."""
        raise self._not_implemented("copyFromLocalToFs: the engine runs in this process")

    def addArtifacts(self, *path: str, pyfile: bool = False, archive: bool = False, file: bool = False) -> None:
        """Makes Python files importable (``pyfile``). Other files are where they are: nothing has to be sent."""
        import sys

        if sum((pyfile, archive, file)) > 1:
            from pyrite.errors import PySparkValueError

            raise PySparkValueError(
                errorClass="INVALID_MULTIPLE_ARGUMENT_CONDITIONS",
                messageParameters={"arg_names": "'pyfile', 'archive' and/or 'file'", "condition": "True together"},
            )
        if pyfile:
            sys.path[:0] = [item for item in path if item not in sys.path]

    addArtifact = addArtifacts

    def registerProgressHandler(self, handler: Callable[..., None]) -> None:
        """Has a function called when an operation begins and when it has ended.

        It gets keyword arguments: ``stages`` (the stages known, none yet), ``inflight_tasks``, ``operation_id`` and
        ``done``, which is True at the end.
        """
        if handler not in self._progress_handlers:
            self._progress_handlers.append(handler)

    def removeProgressHandler(self, handler: Any) -> None:
        """Forgets a handler."""
        if handler in self._progress_handlers:
            self._progress_handlers.remove(handler)

    def clearProgressHandlers(self) -> None:
        """Forgets all handlers."""
        self._progress_handlers.clear()

    @staticmethod
    def _not_implemented(feature: str) -> Exception:
        from pyrite.errors import PySparkNotImplementedError

        return PySparkNotImplementedError(errorClass="NOT_IMPLEMENTED", messageParameters={"feature": feature})

    @property
    def read(self) -> DataFrameReader:
        """Reads files and tables."""
        from pyrite.sql.readwriter import DataFrameReader

        return DataFrameReader(self)

    # DataFrames

    def range(self, start: int, end: int | None = None, step: int = 1, numPartitions: int | None = None) -> DataFrame:
        """The numbers from ``start`` to before ``end`` in a column ``id``; from 0 when only one number is given."""
        first, last = (0, start) if end is None else (start, end)
        if int(step) == 0:
            raise requirement_failed("step (0) cannot be 0")
        body = {"start": int(first), "end": int(last), "step": int(step), "num_partitions": numPartitions}
        return self._frame("range", body)

    def emptyDataFrame(self, schema: Any) -> DataFrame:
        """No rows, of the columns of a schema."""
        return self.createDataFrame([], schema)

    def table(self, tableName: str) -> DataFrame:
        """A table or view by its name, as it is now."""
        return self.read.table(tableName)

    def sql(self, sqlQuery: str, args: Any = None, **kwargs: Any) -> DataFrame:
        """Runs SQL: a query as a DataFrame, a command at once.

        ``args``: values for ``?`` (a list) or for ``:name`` (a dict). Keyword arguments fill ``{name}`` in the text;
        they may be values, columns or DataFrames.
        """
        check_type("sqlQuery", sqlQuery, str, "str")
        from pyrite.sql._sql_text import arguments_of, filled_in

        text, views = filled_in(sqlQuery, kwargs) if kwargs else (sqlQuery, [])
        relation: Relation = Relation(self, "sql", {"query": text, **arguments_of(args)})
        if views:
            relation = Relation(
                self,
                "with_relations",
                {"root": relation, "references": views},
                tuple(item for view in views for item in view.resources),
            )
        return self._settled(relation)

    def _settled(self, relation: Relation) -> DataFrame:
        """A query by names as the query over what the names mean now, or the rows that a command answers with.

        The engine has analyzed the query by then.
        """
        answer = self._execute_command({"sql_command": {"input": relation}})
        result = answer.get("sql_command_result", {}).get("relation")
        if result is None:
            return DataFrame(relation, self)
        kept = result.get("extension", {})
        if kept.get("type_url") == InProcessTable.TYPE_URL:
            table_id = decode("pyrite.InProcessTable", kept.get("value", b"")).get("table_id", 0)
            # The rows of the views are part of the query that is kept; their functions live on this side.
            kept_functions = {
                id(item): item
                for resources in (relation.resources, *self._kept_for_views.values())
                for item in resources
                if not isinstance(item, InProcessTable)
            }
            kept_relation = InProcessTable(self, table_id).relation(tuple(kept_functions.values()))
            return DataFrame(kept_relation, self, is_analyzed=True)
        plan_id = result.get("common", {}).get("plan_id")
        settled = EncodedRelation(encode("Relation", result), plan_id, relation.resources)
        return DataFrame(settled, self, is_analyzed=True)

    def createDataFrame(
        self,
        data: Any,
        schema: Any = None,
        samplingRatio: float | None = None,
        verifySchema: bool = True,
    ) -> DataFrame:
        """A DataFrame of rows (tuples, lists, dicts, Rows, or scalars with a type), pandas, NumPy or Arrow data.

        ``schema``: a StructType, a type for scalars, a DDL string, or names of columns; what is missing is inferred
        from the data. ``verifySchema``: whether values are checked against the types.
        """
        from pyrite.sql._local_data import local_frame

        return local_frame(self, data, schema, samplingRatio, verifySchema)

    def _frame(self, kind: str, body: dict[str, Any], resources: tuple[Any, ...] = ()) -> DataFrame:
        return DataFrame(Relation(self, kind, body, resources), self)

    # Running operations

    def interruptAll(self) -> list[str]:
        """Cancels what runs in this session, and returns the names of the cancelled operations."""
        return self._interrupt({"interrupt_type": 1})

    def interruptTag(self, tag: str) -> list[str]:
        """Cancels what was started with a tag."""
        return self._interrupt({"interrupt_type": 2, "operation_tag": tag})

    def interruptOperation(self, op_id: str) -> list[str]:
        """Cancels one operation."""
        return self._interrupt({"interrupt_type": 3, "operation_id": op_id})

    def addTag(self, tag: str) -> None:
        """Marks what this thread starts from now on, for :meth:`interruptTag`."""
        check_type("tag", tag, str, "str")
        if not tag or "," in tag:
            from pyrite.errors import IllegalArgumentException

            wrong = "contain ','." if tag else "be an empty string."
            raise IllegalArgumentException(f"Spark job tag cannot {wrong}")
        self._tags.names = {*self.getTags(), tag}

    def removeTag(self, tag: str) -> None:
        """Takes a mark back."""
        self._tags.names = self.getTags() - {tag}

    def getTags(self) -> set[str]:
        """This thread's marks."""
        return set(getattr(self._tags, "names", ()))

    def clearTags(self) -> None:
        """Takes all of this thread's marks back."""
        self._tags.names = set()

    def _interrupt(self, message: dict[str, Any]) -> list[str]:
        answer = self._engine.interrupt(encode("InterruptRequest", message))
        return list(decode("InterruptResponse", answer).get("interrupted_ids", []))

    # The engine

    def _execute(self, relation: Relation) -> Operation:
        return self._engine.execute(self._request({"root": relation}))

    def _request(self, plan: dict[str, Any]) -> bytes:
        tags = sorted(self.getTags() | self._context._query_tags())
        return encode("ExecutePlanRequest", {"plan": plan, "tags": tags}, PlanContext(self))

    @contextmanager
    def _progress(self) -> Iterator[None]:
        """Tells the progress handlers of what runs inside."""
        handlers = list(self._progress_handlers)
        if not handlers:
            yield
            return
        import uuid

        operation_id = str(uuid.uuid4())
        for done in (False, True):
            for handler in handlers:
                handler(stages=[], inflight_tasks=0 if done else 1, operation_id=operation_id, done=done)
            if not done:
                yield

    def _rows(self, relation: Relation) -> list[Row]:
        from pyrite._engine.arrow.rows import operation_rows

        with self._progress(), self._execute(relation) as operation:
            rows = operation_rows(operation)
            self._observe(operation, relation)
            return rows

    def _iterate(self, relation: Relation) -> Iterator[Row]:
        from pyrite._engine.arrow.rows import operation_row_iterator

        with self._progress(), self._execute(relation) as operation:
            yield from operation_row_iterator(operation)
            self._observe(operation, relation)

    def _execute_command(self, command: dict[str, Any]) -> dict[str, Any]:
        """Runs a command to its end and returns the response message."""
        with self._progress(), self._engine.execute(self._request({"command": command})) as operation:
            operation.wait()
            answer = decode("ExecutePlanResponse", operation.response())
        self._deliver(answer)
        return answer

    def _observe(self, operation: Operation, relation: Relation) -> None:
        """Hands on what the observations of a plan saw, once its rows were read."""
        if self._observations and any(resource in self._observations.values() for resource in relation.resources):
            self._deliver(decode("ExecutePlanResponse", operation.response()))

    def _deliver(self, answer: dict[str, Any]) -> None:
        from pyrite._connect.literal import value_of_literal

        for metrics in answer.get("observed_metrics", ()):
            observation = self._observations.pop(metrics.get("name", ""), None)
            if observation is not None:
                values = [value_of_literal(value) for value in metrics.get("values", ())]
                observation._receive(dict(zip(metrics.get("keys", ()), values)))

    def _analyze(self, kind: str, body: dict[str, Any]) -> dict[str, Any]:
        """The answer to a question about a plan, such as its schema."""
        request = encode("AnalyzePlanRequest", {kind: body})
        return decode("AnalyzePlanResponse", self._engine.analyze(request)).get(kind, {})  # type: ignore[no-any-return]

    def _analysis_of(self, relation: Relation) -> bytes:
        """Analyzes a plan: the response message with its schema, or the error that it has."""
        return self._engine.analyze(encode("AnalyzePlanRequest", {"schema": {"plan": {"root": relation}}}))

    def _keep(self, resource: Any) -> None:
        self._kept.append(resource)

    def _keep_for_view(self, name: str, resources: tuple[Any, ...]) -> None:
        """Keeps what a view's plan refers to, until the view is replaced or the session ends."""
        self._kept_for_views[name.lower()] = resources


def _after_fork() -> None:
    # Another thread of the forked process may have held it.
    SparkSession._lock = threading.RLock()


os.register_at_fork(after_in_child=_after_fork)
