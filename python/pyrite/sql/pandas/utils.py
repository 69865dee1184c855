"""Whether the packages that functions over tables need are there."""

from __future__ import annotations

from pyrite.sql.utils import require_minimum_pandas_version, require_minimum_pyarrow_version

__all__ = ["require_minimum_pandas_version", "require_minimum_pyarrow_version"]
