"""The exception classes, by the module path PySpark gives them."""
