"""The names of Spark's streams, for scripts that import them.

Pyrite runs batch queries only: ``spark.readStream`` and ``df.writeStream`` raise an error. What users subclass or
annotate with can be imported, so that modules which also serve streaming jobs load.
"""

from pyrite.errors import StreamingQueryException
from pyrite.sql.streaming.listener import StreamingQueryListener
from pyrite.sql.streaming.query import StreamingQuery, StreamingQueryManager
from pyrite.sql.streaming.readwriter import DataStreamReader, DataStreamWriter
from pyrite.sql.streaming.stateful_processor import StatefulProcessor, StatefulProcessorHandle

__all__ = [
    "DataStreamReader",
    "DataStreamWriter",
    "StatefulProcessor",
    "StatefulProcessorHandle",
    "StreamingQuery",
    "StreamingQueryException",
    "StreamingQueryListener",
    "StreamingQueryManager",
]
