"""PySpark's functions over columns, by families. Commonly imported as ``F``."""

from pyrite.sql.udf import UserDefinedFunction, udf

from . import aggregate as _aggregate
from . import analytic as _analytic
from . import collection as _collection
from . import date_time as _date_time
from . import math as _math
from . import misc as _misc
from . import normal as _normal
from . import partitioning
from . import predicates as _predicates
from . import sketches as _sketches
from . import strings as _strings
from . import structured as _structured
from .aggregate import *
from .analytic import *
from .collection import *
from .date_time import *
from .math import *
from .misc import *
from .normal import *
from .predicates import *
from .sketches import *
from .strings import *
from .structured import *

__all__ = [
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
    "partitioning",
    "udf",
]
