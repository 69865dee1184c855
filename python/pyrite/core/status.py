"""``pyspark.core.status``: the same as :mod:`pyrite.status`."""

from pyrite.status import *  # noqa: F403
