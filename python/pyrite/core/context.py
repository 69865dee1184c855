"""``pyspark.core.context``: the same as :mod:`pyrite.context`."""

from pyrite.context import *  # noqa: F403
