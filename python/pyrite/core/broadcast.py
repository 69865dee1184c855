"""``pyspark.core.broadcast``: the same as :mod:`pyrite.broadcast`."""

from pyrite.broadcast import *  # noqa: F403
