"""SparkConf: settings given before a session starts."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["SparkConf"]


class SparkConf:
    """A set of settings. ``loadDefaults`` is accepted for PySpark's sake: there are no defaults to load."""

    def __init__(self, loadDefaults: bool = True) -> None:
        self._settings: dict[str, str] = {}

    def set(self, key: str, value: Any) -> SparkConf:
        """Gives a setting a value."""
        self._settings[key] = setting_text(value)
        return self

    def setIfMissing(self, key: str, value: Any) -> SparkConf:
        """Gives a setting a value unless it has one."""
        if key not in self._settings:
            self.set(key, value)
        return self

    def setMaster(self, value: str) -> SparkConf:
        """Where to run: ``local``, ``local[n]`` or ``local[*]``."""
        return self.set("spark.master", value)

    def setAppName(self, value: str) -> SparkConf:
        """The application's name."""
        return self.set("spark.app.name", value)

    def setAll(self, pairs: list[tuple[str, str]]) -> SparkConf:
        """Gives several settings their values."""
        for key, value in pairs:
            self.set(key, value)
        return self

    def get(self, key: str, defaultValue: str | None = None) -> str | None:
        """The value of a setting, or the default."""
        return self._settings.get(key, defaultValue)

    def getAll(self) -> list[tuple[str, str]]:
        """All settings as pairs."""
        return list(self._settings.items())

    def contains(self, key: str) -> bool:
        """Whether a setting has a value."""
        return key in self._settings

    def toDebugString(self) -> str:
        """All settings in order, a line for each."""
        return "\n".join([f"{key}={value}" for key, value in sorted(self._settings.items())])


def setting_text(value: Any) -> str:
    """A setting's value as text: truth values in lower case, as they are in Spark's configuration."""
    return str(value).lower() if isinstance(value, bool) else str(value)
