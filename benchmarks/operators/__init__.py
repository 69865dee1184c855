"""Single operators over one large table: grouping, sorting, windows, reading CSV, writing Parquet."""
