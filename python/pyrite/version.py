"""The version of the Python package."""

__version__: str = "0.1.0"
