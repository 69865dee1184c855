"""What reads and writes streams, for annotations."""

from __future__ import annotations

from typing import Any

from pyrite.errors import PySparkNotImplementedError

__all__ = ["DataStreamReader", "DataStreamWriter"]


class DataStreamReader:
    """Would be ``spark.readStream``. Pyrite has no streams: making one is an error."""

    def __init__(self, spark: Any) -> None:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "streaming queries (readStream)"}
        )


class DataStreamWriter:
    """Would be ``df.writeStream``. Pyrite has no streams: making one is an error."""

    def __init__(self, df: Any) -> None:
        raise PySparkNotImplementedError(
            errorClass="NOT_IMPLEMENTED", messageParameters={"feature": "streaming queries (writeStream)"}
        )
