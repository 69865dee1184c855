"""DataFrames and SQL."""
