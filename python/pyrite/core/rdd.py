"""``pyspark.core.rdd``: the same as :mod:`pyrite.rdd`."""

from pyrite.rdd import RDD, BoundedFloat, Partitioner, PipelinedRDD, RDDBarrier, portable_hash

__all__ = ["RDD", "BoundedFloat", "Partitioner", "PipelinedRDD", "RDDBarrier", "portable_hash"]
