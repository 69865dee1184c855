"""A logger whose records are lines of JSON, which a DataFrame can read again."""

from __future__ import annotations

import json
import logging
import traceback
from typing import Any, cast

__all__ = ["SPARK_LOG_SCHEMA", "PySparkLogger"]

#: The columns of such logs, for ``spark.read.schema(SPARK_LOG_SCHEMA).json(path)``.
SPARK_LOG_SCHEMA = (
    "ts TIMESTAMP, level STRING, msg STRING, context map<STRING, STRING>, "
    "exception STRUCT<class STRING, msg STRING, stacktrace "
    "ARRAY<STRUCT<class STRING, method STRING, file STRING,line STRING>>>,logger STRING"
)


class JSONFormatter(logging.Formatter):
    """A record as a JSON object: its time, level, logger, message, context and exception."""

    default_msec_format = "%s.%03d"

    def __init__(self, ensure_ascii: bool = False) -> None:
        super().__init__()
        self._ensure_ascii = ensure_ascii

    def format(self, record: logging.LogRecord) -> str:
        """The line of a record."""
        entry: dict[str, Any] = {
            "ts": self.formatTime(record, self.datefmt),
            "level": record.levelname,
            "logger": record.name,
            "msg": record.getMessage(),
            "context": record.__dict__.get("context", {}),
        }
        if record.exc_info:
            kind, error, trace = record.exc_info
            entry["exception"] = {
                "class": kind.__name__ if kind else "UnknownException",
                "msg": str(error),
                "stacktrace": [
                    {"class": None, "method": frame.name, "file": frame.filename, "line": str(frame.lineno)}
                    for frame in traceback.extract_tb(trace)
                ],
            }
        return json.dumps(entry, ensure_ascii=self._ensure_ascii)


class PySparkLogger(logging.Logger):
    """A logger that writes lines of JSON, to the standard error unless it is given another handler.

    Named arguments of its methods become the record's context:

    >>> logger = PySparkLogger.getLogger("ExampleLogger")
    >>> logger.warning("This is a warning", user="test_user")  # doctest: +SKIP
    {"ts": "...", "level": "WARNING", "logger": "ExampleLogger", "msg": "...", "context": {"user": "test_user"}}
    """

    def __init__(self, name: str = "PySparkLogger") -> None:
        super().__init__(name, level=logging.WARN)
        self.addHandler(logging.StreamHandler())

    def addHandler(self, handler: logging.Handler) -> None:
        """Adds a handler, which is made to write JSON."""
        handler.setFormatter(JSONFormatter())
        super().addHandler(handler)

    @staticmethod
    def getLogger(name: str | None = None) -> PySparkLogger:
        """The logger of a name; the root logger without one."""
        existing = logging.getLoggerClass()
        logging.setLoggerClass(PySparkLogger)
        try:
            return cast(PySparkLogger, logging.getLogger(name))
        finally:
            logging.setLoggerClass(existing)

    def _log(  # type: ignore[override]
        self,
        level: int,
        msg: object,
        args: tuple[object, ...],
        exc_info: Any = None,
        extra: Any = None,
        stack_info: bool = False,
        stacklevel: int = 1,
        **kwargs: object,
    ) -> None:
        if extra is not None:
            kwargs["extra"] = extra
        super()._log(level, msg, args, exc_info, {"context": kwargs}, stack_info, stacklevel)
