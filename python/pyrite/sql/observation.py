"""Metrics about the rows that pass through a DataFrame."""

from __future__ import annotations

import threading

from pyrite.errors import PySparkAssertionError, PySparkTypeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame

__all__ = ["Observation"]


class Observation:
    """Receives the metrics of one DataFrame when its first action has ended.

    Parameters
    ----------
    name
        A name for the metrics; a random one when not given.

    Examples
    --------
    >>> from pyrite.sql import Observation, functions as F
    >>> seen = Observation("trips")
    >>> df.observe(seen, F.count(F.lit(1)).alias("rows")).collect()
    >>> seen.get
    {'rows': 2}
    """

    def __init__(self, name: str | None = None) -> None:
        if name is not None:
            if not isinstance(name, str):
                raise PySparkTypeError(
                    errorClass="NOT_EXPECTED_TYPE",
                    messageParameters={"expected_type": "str", "arg_name": "name", "arg_type": type(name).__name__},
                )
            if not name:
                from pyrite.sql._dataframe.checks import cannot_be_empty

                raise cannot_be_empty("name")
        self._name = name
        self._is_used = False
        self._arrived = threading.Event()
        self._metrics: dict[str, Any] = {}

    def _on(self, df: DataFrame, *exprs: Column) -> DataFrame:
        """The DataFrame with its rows observed."""
        import uuid

        if self._is_used:
            raise PySparkAssertionError(errorClass="REUSE_OBSERVATION", messageParameters={})
        self._is_used = True
        if self._name is None:
            self._name = str(uuid.uuid4())
        session = df._session
        session._observations[self._name] = self
        return df._over("collect_metrics", True, name=self._name, metrics=[expr._expr for expr in exprs])._keeping(self)

    def _receive(self, metrics: dict[str, Any]) -> None:
        # Those of the first action stay.
        if not self._arrived.is_set():
            self._metrics = metrics
            self._arrived.set()

    @property
    def get(self) -> dict[str, Any]:
        """The metrics by name. Waits for the end of the first action."""
        if not self._is_used:
            raise PySparkAssertionError(errorClass="NO_OBSERVE_BEFORE_GET", messageParameters={})
        self._arrived.wait()
        return self._metrics
