"""What RDDs are made of: lineage as plans of partitions, blocks of elements, and the scheduler of jobs and stages."""
