"""SparkContext: the application that sessions belong to."""

from __future__ import annotations

import threading

from pyrite.conf import SparkConf

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

    from pyrite._engine.session import EngineSession

__all__ = ["SparkContext"]

_LOG_LEVELS = ("ALL", "DEBUG", "ERROR", "FATAL", "INFO", "OFF", "TRACE", "WARN")


class SparkContext:
    """An application: its name, where it runs, and the engine session that its first SparkSession uses.

    There is one at a time in a process. ``SparkSession.builder.getOrCreate()`` makes it.
    """

    _active_spark_context: ClassVar[SparkContext | None] = None
    _lock: ClassVar[Any] = threading.RLock()

    def __init__(
        self, master: str | None = None, appName: str | None = None, conf: SparkConf | None = None, **options: Any
    ) -> None:
        from pyrite._engine.session import EngineSession

        settings = SparkConf().setAll(conf.getAll() if conf is not None else [])
        for key, value in (("spark.master", master), ("spark.app.name", appName)):
            if value is not None:
                settings.set(key, value)
        settings.setIfMissing("spark.master", "local[*]")
        settings.setIfMissing("spark.app.name", "pyrite")
        with SparkContext._lock:
            active = SparkContext._active_spark_context
            if active is not None:
                raise ValueError(
                    "Cannot run multiple SparkContexts at once; existing SparkContext"
                    f"(app={active.appName}, master={active.master})"
                )
            import time

            self._started = int(time.time() * 1000)
            self._settings = settings
            self._engine: EngineSession | None = EngineSession(dict(settings.getAll()))
            SparkContext._active_spark_context = self

    @classmethod
    def getOrCreate(cls, conf: SparkConf | None = None) -> SparkContext:
        """The running application, or a new one."""
        with cls._lock:
            return cls._active_spark_context or cls(conf=conf)

    @property
    def appName(self) -> str:
        """The application's name."""
        return self._settings.get("spark.app.name") or ""

    @property
    def master(self) -> str:
        """Where it runs, such as ``local[*]``."""
        return self._settings.get("spark.master") or ""

    @property
    def version(self) -> str:
        """The Spark version whose behaviour this is."""
        from pyrite.sql.session import SPARK_VERSION

        return SPARK_VERSION

    @property
    def applicationId(self) -> str:
        """A name for this run of the application."""
        return f"local-{self._started}"

    @property
    def startTime(self) -> int:
        """When the application started, in milliseconds since 1970."""
        return self._started

    @property
    def defaultParallelism(self) -> int:
        """How many tasks run at the same time: the number in ``local[n]``, or of this machine's cores."""
        import os
        import re

        match = re.match(r"local\[(\d+|\*)(?:,.*)?\]$", self.master)
        if match is None:
            return 1
        return (len(os.sched_getaffinity(0)) or 1) if match.group(1) == "*" else int(match.group(1))

    @property
    def defaultMinPartitions(self) -> int:
        """The least number of partitions of files, when none is asked for."""
        return min(self.defaultParallelism, 2)

    @property
    def uiWebUrl(self) -> str | None:
        """The address of the web interface, which is not running."""
        return None

    def getConf(self) -> SparkConf:
        """A copy of the settings the application started with."""
        return SparkConf().setAll(self._settings.getAll())

    def setLogLevel(self, logLevel: str) -> None:
        """Which messages are shown, from ALL to OFF."""
        if str(logLevel).upper() not in _LOG_LEVELS:
            from pyrite.errors import IllegalArgumentException

            supported = ",".join(_LOG_LEVELS)
            raise IllegalArgumentException(
                f"requirement failed: Supplied level {logLevel} did not match one of: {supported}"
            )
        self._settings.set("spark.log.level", str(logLevel).upper())

    def stop(self) -> None:
        """Ends the application: what runs is cancelled, sessions are closed."""
        with SparkContext._lock:
            engine, self._engine = self._engine, None
            if SparkContext._active_spark_context is self:
                SparkContext._active_spark_context = None
        if engine is not None:
            engine.close()

    def __enter__(self) -> SparkContext:
        return self

    def __exit__(self, *error: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return f"<SparkContext master={self.master} appName={self.appName}>"
