"""Functions over the rows of groups: ``applyInPandas``, ``applyInArrow``, and both over cogrouped DataFrames."""

from __future__ import annotations

from functools import partial

from pyrite.errors import PySparkTypeError, PySparkValueError
from pyrite.util import PythonEvalType

from .map_ops import conversion_of, function_name, struct_type
from .typehints import takes_iterator

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from pyrite.sql.column import Column
    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.group import GroupedData
    from pyrite.sql.types import StructType

__all__ = ["PandasCogroupedOps", "PandasGroupedOpsMixin"]


class PandasGroupedOpsMixin:
    """Mixed into GroupedData."""

    if TYPE_CHECKING:
        _df: DataFrame
        _columns: Sequence[Column]

    def apply(self, udf: Any) -> DataFrame:
        """The older form of :meth:`applyInPandas`, for a function made by ``pandas_udf`` with GROUPED_MAP."""
        if getattr(udf, "evalType", None) != PythonEvalType.SQL_GROUPED_MAP_PANDAS_UDF:
            raise PySparkTypeError(
                errorClass="INVALID_UDF_EVAL_TYPE", messageParameters={"eval_type": "SQL_GROUPED_MAP_PANDAS_UDF"}
            )
        return self.applyInPandas(udf.func, udf.returnType)

    def applyInPandas(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """What a function makes of each group's rows, given and returned as a pandas DataFrame.

        Parameters
        ----------
        func
            ``func(frame)`` or ``func(key, frame)``; the key is a tuple. The frame holds all columns of the group. With
            the hint ``Iterator[pandas.DataFrame]`` it gets and gives iterators over DataFrames.
        schema
            The columns of the result, as a StructType or in DDL.

        Examples
        --------
        >>> df = spark.createDataFrame([(1, 1.0), (1, 3.0), (2, 5.0)], ("id", "v"))
        >>> def centred(frame):
        ...     return frame.assign(v=frame.v - frame.v.mean())
        >>> df.groupby("id").applyInPandas(centred, "id long, v double").collect()
        [Row(id=1, v=-1.0), Row(id=1, v=1.0), Row(id=2, v=0.0)]
        """
        from pyrite._engine.partition import grouped_pandas

        struct = struct_type(schema)
        iterates = takes_iterator(func)
        kind = PythonEvalType.SQL_GROUPED_MAP_PANDAS_ITER_UDF if iterates else PythonEvalType.SQL_GROUPED_MAP_PANDAS_UDF
        conversion = conversion_of(self._df._session)
        maker = partial(grouped_pandas, func, struct, conversion, _parameters(func, 1) == 2, iterates)
        return self._mapped(func, kind, maker, struct)

    def applyInArrow(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """What a function makes of each group's rows, given and returned as a PyArrow table.

        The parameters are those of :meth:`applyInPandas`, with tables; the key is a tuple of PyArrow scalars.
        """
        from pyrite._engine.partition import grouped_arrow

        struct = struct_type(schema)
        iterates = takes_iterator(func)
        kind = PythonEvalType.SQL_GROUPED_MAP_ARROW_ITER_UDF if iterates else PythonEvalType.SQL_GROUPED_MAP_ARROW_UDF
        maker = partial(grouped_arrow, func, struct, _parameters(func, 1) == 2, 1, iterates)
        return self._mapped(func, kind, maker, struct)

    def cogroup(self, other: GroupedData) -> PandasCogroupedOps:
        """These groups beside those of another DataFrame with the same keys."""
        from pyrite.sql.group import GroupedData

        if not isinstance(other, GroupedData):
            raise PySparkTypeError(
                errorClass="NOT_EXPECTED_TYPE",
                messageParameters={
                    "expected_type": "GroupedData",
                    "arg_name": "other",
                    "arg_type": type(other).__name__,
                },
            )
        return PandasCogroupedOps(self, other)  # type: ignore[arg-type]

    def applyInPandasWithState(
        self,
        func: Callable[..., Any],
        outputStructType: StructType | str,
        stateStructType: StructType | str,
        outputMode: str,
        timeoutConf: str,
    ) -> DataFrame:
        """Only for streams: an error."""
        raise _only_for_streams("applyInPandasWithState")

    def transformWithStateInPandas(
        self,
        statefulProcessor: Any,
        outputStructType: StructType | str,
        outputMode: str,
        timeMode: str,
        initialState: GroupedData | None = None,
        eventTimeColumnName: str = "",
    ) -> DataFrame:
        """Only for streams: an error."""
        raise _only_for_streams("transformWithStateInPandas")

    def transformWithState(
        self,
        statefulProcessor: Any,
        outputStructType: StructType | str,
        outputMode: str,
        timeMode: str,
        initialState: GroupedData | None = None,
        eventTimeColumnName: str = "",
    ) -> DataFrame:
        """Only for streams: an error."""
        raise _only_for_streams("transformWithState")

    def _mapped(self, func: Callable[..., Any], kind: int, maker: Callable[[], Any], schema: StructType) -> DataFrame:
        from pyrite.sql.udf import PartitionFunctionCall

        call = PartitionFunctionCall(self._df._session, function_name(func), kind, maker, schema)
        return self._df._over(
            "group_map", grouping_expressions=[column._expr for column in self._columns], func=call.message()
        )._keeping(call)


class PandasCogroupedOps:
    """Two grouped DataFrames side by side. Made by ``GroupedData.cogroup``."""

    def __init__(self, gd1: GroupedData, gd2: GroupedData) -> None:
        self._gd1 = gd1
        self._gd2 = gd2

    def applyInPandas(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """What a function makes of the rows of both sides for each key: ``func(left, right)`` or ``func(key, …)``.

        A side without rows for a key gives an empty DataFrame.
        """
        from pyrite._engine.partition import cogrouped_pandas

        struct = struct_type(schema)
        conversion = conversion_of(self._gd1._df._session)
        maker = partial(cogrouped_pandas, func, struct, conversion, _parameters(func, 2) == 3)
        return self._mapped(func, PythonEvalType.SQL_COGROUPED_MAP_PANDAS_UDF, maker, struct)

    def applyInArrow(self, func: Callable[..., Any], schema: StructType | str) -> DataFrame:
        """As :meth:`applyInPandas` with PyArrow tables."""
        from pyrite._engine.partition import grouped_arrow

        struct = struct_type(schema)
        maker = partial(grouped_arrow, func, struct, _parameters(func, 2) == 3, 2, False)
        return self._mapped(func, PythonEvalType.SQL_COGROUPED_MAP_ARROW_UDF, maker, struct)

    def _mapped(self, func: Callable[..., Any], kind: int, maker: Callable[[], Any], schema: StructType) -> DataFrame:
        from pyrite.sql.udf import PartitionFunctionCall

        left, right = self._gd1, self._gd2
        call = PartitionFunctionCall(left._df._session, function_name(func), kind, maker, schema)
        return left._df._over(
            "co_group_map",
            input_grouping_expressions=[column._expr for column in left._columns],
            other=left._df._other(right._df)._relation,
            other_grouping_expressions=[column._expr for column in right._columns],
            func=call.message(),
        )._keeping(call)


def _parameters(func: Callable[..., Any], sides: int) -> int:
    """How many parameters a function over groups has: one for each side, and perhaps one for the key."""
    import inspect

    count = len(inspect.signature(func).parameters)
    if count not in (sides, sides + 1):
        raise PySparkValueError(
            errorClass="INVALID_PANDAS_UDF",
            messageParameters={
                "detail": f"the function must take {sides} or {sides + 1} arguments, but takes {count}."
            },
        )
    return count


def _only_for_streams(method: str) -> Exception:
    from pyrite.errors import PySparkNotImplementedError

    return PySparkNotImplementedError(
        errorClass="NOT_IMPLEMENTED", messageParameters={"feature": f"streaming queries ({method})"}
    )
