"""The exceptions by the name of the module in which PySpark's classic sessions have them."""

from pyrite.errors import *  # noqa: F403
from pyrite.errors import __all__ as __all__
