"""Hadoop's configuration, as far as scripts set it through ``sc._jsc.hadoopConfiguration()``."""

from __future__ import annotations

from typing import Any


class JavaContext:
    """What stands for PySpark's Java object of an application: it has Hadoop's configuration, and nothing else."""

    def __init__(self, settings: list[tuple[str, str]]) -> None:
        self._hadoop = HadoopConfiguration(settings)

    def hadoopConfiguration(self) -> HadoopConfiguration:
        """The configuration: one for the whole application."""
        return self._hadoop

    def __getattr__(self, name: str) -> Any:
        from pyrite.errors import PySparkAttributeError

        raise PySparkAttributeError(errorClass="JVM_ATTRIBUTE_NOT_SUPPORTED", messageParameters={"attr_name": name})


class HadoopConfiguration:
    """Settings of file systems by name. They are kept and told again; local files need none of them."""

    def __init__(self, settings: list[tuple[str, str]]) -> None:
        prefix = "spark.hadoop."
        self._values = {name[len(prefix) :]: value for name, value in settings if name.startswith(prefix)}

    def set(self, name: str, value: str) -> None:
        """Gives a setting a value."""
        self._values[name] = str(value)

    def get(self, name: str, default: str | None = None) -> str | None:
        """The value of a setting, or the default."""
        return self._values.get(name, default)

    def unset(self, name: str) -> None:
        """Forgets a setting."""
        self._values.pop(name, None)
