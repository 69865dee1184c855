"""Missing values and statistics of columns."""

from __future__ import annotations

from pyrite._connect.literal import literal_message
from pyrite._globals import _NoValue
from pyrite.errors import PySparkTypeError, PySparkValueError

from .checks import check_type, column_names, not_expected_type, requirement_failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.dataframe import DataFrame
    from pyrite.sql.types import DataType


class Statistics:
    """Mixed into DataFrame."""

    if TYPE_CHECKING:

        def _over(self, kind: str, same_schema: bool = False, **body: Any) -> DataFrame: ...
        def select(self, *cols: Any) -> DataFrame: ...

    # Missing values

    def fillna(self, value: Any, subset: Any = None) -> DataFrame:
        """NULLs (and NaNs) replaced by a value, or by one for each column given as a dict.

        Only columns of the value's kind are changed, and only those in ``subset`` when it is given.
        """
        if not isinstance(value, (float, int, str, bool, dict)):
            raise not_expected_type("value", "bool, dict, float, int or str", value)
        if isinstance(value, dict):
            if not value:
                return self  # type: ignore[return-value]
            for name, item in value.items():
                check_type("key type of dict", name, str, "str")
                check_type("value type of dict", item, (bool, int, float, str), "bool, float, int or str")
            return self._over("fill_na", cols=list(value), values=[_fill_literal(item) for item in value.values()])
        if not isinstance(subset, (str, list, tuple, type(None))):
            raise not_expected_type("subset", "list or tuple", subset)
        names = [] if subset is None else column_names(subset)
        return self._over("fill_na", cols=names, values=[_fill_literal(value)])

    def dropna(self, how: str = "any", thresh: int | None = None, subset: Any = None) -> DataFrame:
        """The rows without NULL (or NaN) in any column, or not in all with ``how="all"``.

        ``thresh``: the least number of values that are not NULL; takes precedence over ``how``.
        """
        if how is not None:
            check_type("how", how, str, "str")
            if how not in ("any", "all"):
                raise PySparkValueError(
                    errorClass="VALUE_NOT_ALLOWED",
                    messageParameters={"arg_name": "how", "allowed_values": "['any', 'all']"},
                )
        least = 1 if how == "all" else None
        if thresh is not None:
            check_type("thresh", thresh, int, "int")
            least = thresh
        names = [] if subset is None else column_names(subset)
        return self._over("drop_na", True, cols=names, min_non_nulls=least)

    def replace(self, to_replace: Any, value: Any = _NoValue, subset: Any = None) -> DataFrame:
        """Values replaced by others: one by one, a list by a list or by one value, or by a dict."""
        if value is _NoValue:
            if not isinstance(to_replace, dict):
                raise PySparkTypeError(
                    errorClass="ARGUMENT_REQUIRED",
                    messageParameters={"arg_name": "value", "condition": "`to_replace` is dict"},
                )
            value = None
        if not isinstance(to_replace, (bool, float, int, str, list, tuple, dict)):
            raise not_expected_type("to_replace", "bool, dict, float, int, str or tuple", to_replace)
        if not isinstance(to_replace, dict) and not isinstance(value, (bool, float, int, str, list, tuple, type(None))):
            raise not_expected_type("value", "bool, float, int, list, None, str or tuple", value)
        if not isinstance(subset, (list, tuple, str, type(None))):
            raise not_expected_type("subset", "list, str or tuple", subset)
        pairs = _replacements(to_replace, value)
        for name in [subset] if isinstance(subset, str) else subset or ():
            self._type_of(name)
        return self._over(
            "replace",
            True,
            cols=[subset] if isinstance(subset, str) else list(subset or ()),
            replacements=[
                {"old_value": literal_message(_as_double(old)), "new_value": literal_message(_as_double(new))}
                for old, new in pairs.items()
            ],
        )

    # Statistics

    def describe(self, *cols: str | list[str]) -> DataFrame:
        """Count, mean, standard deviation, least and largest value of the given (or all) columns, as text."""
        names = [name for item in cols for name in ([item] if isinstance(item, str) else item)]
        return self._over("describe", cols=names)

    def summary(self, *statistics: str) -> DataFrame:
        """The given statistics of all columns, such as ``count``, ``mean`` or ``25%``, as text."""
        for statistic in statistics:
            check_type("statistics", statistic, str, "list[str]")
        return self._over("summary", statistics=list(statistics))

    def cov(self, col1: str, col2: str) -> float:
        """The covariance of two columns, as of a sample."""
        check_type("col1", col1, str, "str")
        check_type("col2", col2, str, "str")
        self._check_numeric("Currently covariance calculation for columns with dataType", col1, col2)
        return self._over("cov", col1=col1, col2=col2)._only_value()  # type: ignore[no-any-return]

    def corr(self, col1: str, col2: str, method: str | None = None) -> float:
        """Pearson's correlation of two columns."""
        check_type("col1", col1, str, "str")
        check_type("col2", col2, str, "str")
        if method not in (None, "", "pearson"):
            raise PySparkValueError(
                errorClass="VALUE_NOT_ALLOWED",
                messageParameters={"arg_name": "method", "allowed_values": "['pearson']"},
            )
        self._check_numeric("Currently correlation calculation for columns with dataType", col1, col2)
        return self._over("corr", col1=col1, col2=col2, method="pearson")._only_value()  # type: ignore[no-any-return]

    def approxQuantile(self, col: Any, probabilities: Any, relativeError: float) -> Any:
        """Approximate quantiles of a column, or a list of them for each of several columns."""
        check_type("col", col, (str, list, tuple), "list, str or tuple")
        names = [col] if isinstance(col, str) else list(col)
        for name in names:
            check_type("columns", name, str, "list[str]")
        check_type("probabilities", probabilities, (list, tuple), "list or tuple")
        for probability in probabilities:
            if not isinstance(probability, (float, int)) or not 0 <= probability <= 1:
                raise not_expected_type("probabilities", "list[float, int]", probability)
        check_type("relativeError", relativeError, (float, int), "float or int")
        if relativeError < 0:
            raise PySparkValueError(
                errorClass="NEGATIVE_VALUE",
                messageParameters={"arg_name": "relativeError", "arg_value": str(relativeError)},
            )
        from pyrite.sql._types.atomic import NumericType

        for name in names:
            kind = self._type_of(name)
            if not isinstance(kind, NumericType):
                shown = f"{type(kind).__name__} is not supported."
                raise requirement_failed(f"Quantile calculation for column {name} with data type {shown}")
        result = self._over(
            "approx_quantile",
            cols=names,
            probabilities=[float(probability) for probability in probabilities],
            relative_error=float(relativeError),
        )._only_value()
        return list(result[0]) if isinstance(col, str) else [list(quantiles) for quantiles in result]

    def _type_of(self, name: str) -> DataType:
        """The type of a column. Raises Spark's error for a name that is no column's."""
        return self.select(name).schema.fields[0].dataType

    def _check_numeric(self, what: str, *names: str) -> None:
        from pyrite.sql._types.atomic import NumericType

        for name in names:
            kind = self._type_of(name)
            if not isinstance(kind, NumericType):
                raise requirement_failed(f"{what} {kind.simpleString()} not supported.")

    def crosstab(self, col1: str, col2: str) -> DataFrame:
        """How often each pair of values of two columns occurs, as a table."""
        check_type("col1", col1, str, "str")
        check_type("col2", col2, str, "str")
        return self._over("crosstab", col1=col1, col2=col2)

    def freqItems(self, cols: list[str] | tuple[str, ...], support: float | None = None) -> DataFrame:
        """Values that may occur in more than a share of the rows, for each column."""
        check_type("cols", cols, (list, tuple), "list or tuple")
        return self._over("freq_items", cols=list(cols), support=support or 0.01)


class DataFrameNaFunctions:
    """``df.na``: the methods for missing values by their short names."""

    def __init__(self, df: DataFrame) -> None:
        self.df = df

    def drop(self, how: str = "any", thresh: int | None = None, subset: Any = None) -> DataFrame:
        """See :meth:`DataFrame.dropna`."""
        return self.df.dropna(how=how, thresh=thresh, subset=subset)

    def fill(self, value: Any, subset: Any = None) -> DataFrame:
        """See :meth:`DataFrame.fillna`."""
        return self.df.fillna(value=value, subset=subset)

    def replace(self, to_replace: Any, value: Any = _NoValue, subset: Any = None) -> DataFrame:
        """See :meth:`DataFrame.replace`."""
        return self.df.replace(to_replace, value, subset)


class DataFrameStatFunctions:
    """``df.stat``: the statistics of columns."""

    def __init__(self, df: DataFrame) -> None:
        self.df = df

    def approxQuantile(self, col: Any, probabilities: Any, relativeError: float) -> Any:
        """See :meth:`DataFrame.approxQuantile`."""
        return self.df.approxQuantile(col, probabilities, relativeError)

    def corr(self, col1: str, col2: str, method: str | None = None) -> float:
        """See :meth:`DataFrame.corr`."""
        return self.df.corr(col1, col2, method)

    def cov(self, col1: str, col2: str) -> float:
        """See :meth:`DataFrame.cov`."""
        return self.df.cov(col1, col2)

    def crosstab(self, col1: str, col2: str) -> DataFrame:
        """See :meth:`DataFrame.crosstab`."""
        return self.df.crosstab(col1, col2)

    def freqItems(self, cols: list[str], support: float | None = None) -> DataFrame:
        """See :meth:`DataFrame.freqItems`."""
        return self.df.freqItems(cols, support)

    def sampleBy(self, col: str, fractions: dict[Any, float], seed: int | None = None) -> DataFrame:
        """See :meth:`DataFrame.sampleBy`."""
        return self.df.sampleBy(col, fractions, seed)


def _fill_literal(value: Any) -> dict[str, Any]:
    """Whole numbers fill columns of any numeric type, so they go as bigint."""
    return {"long": value} if isinstance(value, int) and not isinstance(value, bool) else literal_message(value)


def _as_double(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _replacements(to_replace: Any, value: Any) -> dict[Any, Any]:
    """Old and new values; all truth values, all text or all numbers."""
    if isinstance(to_replace, dict):
        if value is not None:
            import warnings

            warnings.warn(
                "to_replace is a dict and value is not None. value will be ignored.", UserWarning, stacklevel=4
            )
        pairs = to_replace
    else:
        old = list(to_replace) if isinstance(to_replace, (list, tuple)) else [to_replace]
        new = list(value) if isinstance(value, (list, tuple)) else [value] * len(old)
        if len(old) != len(new):
            raise PySparkValueError(
                errorClass="LENGTH_SHOULD_BE_THE_SAME",
                messageParameters={
                    "arg1": "to_replace",
                    "arg2": "value",
                    "arg1_length": str(len(old)),
                    "arg2_length": str(len(new)),
                },
            )
        pairs = dict(zip(old, new))
    values = [*pairs, *[item for item in pairs.values() if item is not None]]
    if not any(all(isinstance(item, kind) for item in values) for kind in (bool, str, (float, int))):
        raise PySparkValueError(errorClass="MIXED_TYPE_REPLACEMENT", messageParameters={})
    return pairs
