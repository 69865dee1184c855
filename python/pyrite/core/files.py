"""``pyspark.core.files``: the same as :mod:`pyrite.files`."""

from pyrite.files import *  # noqa: F403
