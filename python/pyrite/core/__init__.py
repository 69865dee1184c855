"""The modules of the core under the names they have in PySpark 4."""
