"""PySpark's functions over columns, by families. Commonly imported as ``F``."""

from pyrite.sql.udf import UserDefinedFunction, udf  # noqa: F401

from . import aggregate as _aggregate
from . import analytic as _analytic
from . import collection as _collection
from . import date_time as _date_time
from . import math as _math
from . import misc as _misc
from . import normal as _normal
from . import partitioning  # noqa: F401
from . import predicates as _predicates
from . import sketches as _sketches
from . import strings as _strings
from . import structured as _structured
from .aggregate import *  # noqa: F403
from .analytic import *  # noqa: F403
from .collection import *  # noqa: F403
from .date_time import *  # noqa: F403
from .math import *  # noqa: F403
from .misc import *  # noqa: F403
from .normal import *  # noqa: F403
from .predicates import *  # noqa: F403
from .sketches import *  # noqa: F403
from .strings import *  # noqa: F403
from .structured import *  # noqa: F403

# Not taken by ``import *``, as in PySpark: old spellings, and names that would hide Python's own.
_BY_NAME_ONLY = {
    "approxCountDistinct",
    "bitwiseNOT",
    "chr",
    "countDistinct",
    "random",
    "shiftLeft",
    "shiftRight",
    "shiftRightUnsigned",
    "sumDistinct",
    "toDegrees",
    "toRadians",
    "uuid",
}

_names = [
    *_aggregate.__all__,
    *_analytic.__all__,
    *_collection.__all__,
    *_date_time.__all__,
    *_math.__all__,
    *_misc.__all__,
    *_normal.__all__,
    *_predicates.__all__,
    *_sketches.__all__,
    *_strings.__all__,
    *_structured.__all__,
    "UserDefinedFunction",
    "udf",
    "ArrowUDFType",
    "PandasUDFType",
    "AnalyzeArgument",
    "AnalyzeResult",
    "OrderingColumn",
    "PartitioningColumn",
    "SelectedColumn",
    "SkipRestOfInputTableException",
    "UserDefinedTableFunction",
    "arrow_udf",
    "arrow_udtf",
    "pandas_udf",
    "udtf",
]

#: Names of modules that are loaded when they are first used.
_HOMES = {
    "ArrowUDFType": "pandas.functions",
    "PandasUDFType": "pandas.functions",
    "arrow_udf": "pandas.functions",
    "pandas_udf": "pandas.functions",
    "AnalyzeArgument": "udtf",
    "AnalyzeResult": "udtf",
    "OrderingColumn": "udtf",
    "PartitioningColumn": "udtf",
    "SelectedColumn": "udtf",
    "SkipRestOfInputTableException": "udtf",
    "UserDefinedTableFunction": "udtf",
    "arrow_udtf": "udtf",
    "udtf": "udtf",
}

__all__ = [name for name in _names if name not in _BY_NAME_ONLY]


def __getattr__(name: str) -> object:
    home = _HOMES.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import importlib

    value = getattr(importlib.import_module(f"pyrite.sql.{home}"), name)
    globals()[name] = value
    return value
