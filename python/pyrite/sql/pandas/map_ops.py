"""``mapInPandas`` and ``mapInArrow``."""

from __future__ import annotations

from functools import partial

from pyrite.util import PythonEvalType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.session import SparkSession
    from pyrite.sql.types import StructType

__all__ = ["PandasMapOpsMixin"]


class PandasMapOpsMixin:
    """Mixed into DataFrame."""

    if TYPE_CHECKING:
        _session: SparkSession

        def _over(self, kind: str, same_schema: bool = False, **body: Any) -> DataFrame: ...

    def mapInPandas(
        self, func: Callable[..., Any], schema: StructType | str, barrier: bool = False, profile: Any = None
    ) -> DataFrame:
        """What a function makes of each partition: it gets an iterator over pandas DataFrames and gives DataFrames.

        Parameters
        ----------
        func
            Called once for each partition. It may give any number of DataFrames of any length.
        schema
            The columns of these DataFrames, as a StructType or in DDL.
        barrier
            Whether all partitions must run at once. Changes nothing here.

        Examples
        --------
        >>> df = spark.createDataFrame([(1, 21), (2, 30)], ("id", "age"))
        >>> def adults(frames):
        ...     for frame in frames:
        ...         yield frame[frame.id == 1]
        >>> df.mapInPandas(adults, df.schema).collect()
        [Row(id=1, age=21)]
        """
        from pyrite._engine.partition import map_pandas

        struct = struct_type(schema)
        maker = partial(map_pandas, func, struct, conversion_of(self._session))
        return self._mapped(func, PythonEvalType.SQL_MAP_PANDAS_ITER_UDF, maker, struct, barrier)

    def mapInArrow(
        self, func: Callable[..., Any], schema: StructType | str, barrier: bool = False, profile: Any = None
    ) -> DataFrame:
        """What a function makes of each partition: it gets an iterator over PyArrow record batches and gives such.

        The parameters are those of :meth:`mapInPandas`. Nothing is copied on the way in.
        """
        from pyrite._engine.partition import map_arrow

        struct = struct_type(schema)
        maker = partial(map_arrow, func, struct)
        return self._mapped(func, PythonEvalType.SQL_MAP_ARROW_ITER_UDF, maker, struct, barrier)

    def _mapped(
        self, func: Callable[..., Any], kind: int, maker: Callable[[], Any], schema: StructType, barrier: bool
    ) -> DataFrame:
        from pyrite.sql.udf import PartitionFunctionCall

        if not callable(func):
            raise TypeError("unsupported callable")
        call = PartitionFunctionCall(self._session, function_name(func), kind, maker, schema)
        return self._over("map_partitions", func=call.message(), is_barrier=barrier)._keeping(call)


def struct_type(schema: StructType | str) -> StructType:
    """A schema given as a type or in DDL."""
    from pyrite.errors import PySparkTypeError
    from pyrite.sql._types.ddl import parse_ddl
    from pyrite.sql.types import StructType

    parsed = parse_ddl(schema) if isinstance(schema, str) else schema
    if not isinstance(parsed, StructType):
        raise PySparkTypeError(
            errorClass="INVALID_RETURN_TYPE_FOR_PANDAS_UDF",
            messageParameters={"eval_type": "a function over rows", "return_type": str(parsed)},
        )
    return parsed


def conversion_of(session: SparkSession) -> Any:
    """How a session's columns become pandas series."""
    from pyrite._engine.vectorized import PandasConversion
    from pyrite.sql._dataframe.convert import _required

    _required("pandas")
    _required("pyarrow")
    return PandasConversion(session.conf.get("spark.sql.session.timeZone", "UTC") or "UTC")


def function_name(func: Callable[..., Any]) -> str:
    """A function's name for plans."""
    return getattr(func, "__name__", type(func).__name__)
