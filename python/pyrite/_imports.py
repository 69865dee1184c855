"""Scripts that import PySpark, run on Pyrite: ``pyspark.x.y`` becomes another name of ``pyrite.x.y``."""

from __future__ import annotations

import importlib
import importlib.abc
import importlib.machinery
import importlib.util
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any

__all__ = ["install_as_pyspark"]

_NAME = "pyspark"
_OURS = "pyrite"


def install_as_pyspark() -> None:
    """Makes ``import pyspark`` and everything below it import Pyrite, in this process, from now on.

    To be called before the first import of PySpark; a second call does nothing. Modules that Pyrite does not have,
    such as ``pyspark.ml``, raise an ImportError that says so; of ``pyspark.pandas`` there are only the names of types.
    ``py4j.protocol`` gives the exceptions that scripts catch. Raises PySparkImportError when the real PySpark has been
    imported already.

    >>> import pyrite
    >>> pyrite.install_as_pyspark()
    >>> from pyspark.sql import SparkSession
    >>> SparkSession.__module__
    'pyrite.sql.session'
    """
    if any(isinstance(finder, _PySparkFinder) for finder in sys.meta_path):
        return
    if _NAME in sys.modules:
        from pyrite.errors import PySparkImportError

        raise PySparkImportError(
            "PySpark itself has been imported already: call install_as_pyspark() before anything imports pyspark."
        )
    sys.meta_path[:0] = [_PySparkFinder(), _Py4JFinder()]


class _Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds modules that are made by :meth:`create_module` and need not be executed."""

    def __init__(self) -> None:
        self._specs: dict[str, Any] = {}

    def exec_module(self, module: ModuleType) -> None:
        # The import system has just given the module the specification of its other name.
        if module.__name__ in self._specs:
            module.__spec__ = self._specs.pop(module.__name__)


class _PySparkFinder(_Finder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != _NAME and not fullname.startswith(_NAME + "."):
            return None
        ours = _OURS + fullname[len(_NAME) :]
        try:
            found = importlib.util.find_spec(ours)
        except ModuleNotFoundError:
            found = None
        if found is None:
            raise ModuleNotFoundError(f"{fullname} is not part of Pyrite: there is no module {ours}.", name=fullname)
        is_package = found.submodule_search_locations is not None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=is_package)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        if spec.name in (_NAME, f"{_NAME}.version"):
            return _versioned(spec.name)
        module = importlib.import_module(_OURS + spec.name[len(_NAME) :])
        self._specs[module.__name__] = module.__spec__
        return module


class _Versioned(ModuleType):
    """A module whose names are another one's, but for ``__version__``: that is Spark's, which libraries look at."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") and name != "__all__":
            raise AttributeError(name)
        if name == "version" and self.__name__ == _NAME:
            return importlib.import_module(f"{_NAME}.version")
        return getattr(self.__dict__["_pyrite_module"], name)

    def __dir__(self) -> list[str]:
        return dir(self.__dict__["_pyrite_module"])


def _versioned(name: str) -> ModuleType:
    from pyrite.sql.session import SPARK_VERSION

    ours = importlib.import_module(_OURS + name[len(_NAME) :])
    module = _Versioned(name, ours.__doc__)
    module.__dict__.update({"_pyrite_module": ours, "__version__": SPARK_VERSION, "__file__": ours.__file__})
    if hasattr(ours, "__path__"):
        module.__path__ = ours.__path__
    return module


class _Py4JFinder(_Finder):
    """The exceptions of py4j, for scripts that catch them: Pyrite's jobs raise these, and not those of a py4j."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None = None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname not in ("py4j", "py4j.protocol"):
            return None
        return importlib.machinery.ModuleSpec(fullname, self, is_package=fullname == "py4j")

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        module = ModuleType(spec.name, "The exceptions by which PySpark's scripts know failed jobs.")
        if spec.name == "py4j":
            module.__path__ = []
        else:
            from pyrite._rdd.failures import Py4JJavaError
            from pyrite.errors import PySparkException

            module.__dict__.update({"Py4JJavaError": Py4JJavaError, "Py4JError": PySparkException})
        return module
