"""The exceptions by the name of the module in which PySpark's classic sessions have them."""

from pyrite.errors import *  # noqa: F403
from pyrite.errors import PySparkException
from pyrite.errors import __all__ as __all__

#: What the engine raises, whatever its kind.
CapturedException = PySparkException
