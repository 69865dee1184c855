"""SparkConf: settings given before a session starts."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["SparkConf"]


class SparkConf:
    """A set of settings. All setters return the object, so that they can be chained.

    ``loadDefaults``: whether to start with the settings given to ``pyrite run``.

    >>> conf = SparkConf().setMaster("local[2]").setAppName("counting")
    >>> conf.get("spark.master")
    'local[2]'
    """

    def __init__(self, loadDefaults: bool = True, _jvm: Any = None, _jconf: Any = None) -> None:
        self._settings: dict[str, str] = dict(_submitted) if loadDefaults else {}

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

    def setSparkHome(self, value: str) -> SparkConf:
        """Where Spark is installed; it is not needed here."""
        return self.set("spark.home", value)

    def setExecutorEnv(
        self, key: str | None = None, value: str | None = None, pairs: list[tuple[str, str]] | None = None
    ) -> SparkConf:
        """Gives environment variables of worker processes their values: one by ``key`` and ``value``, or ``pairs``."""
        if (key is None) == (pairs is None):
            from pyrite.errors import PySparkRuntimeError

            raise PySparkRuntimeError(errorClass="KEY_VALUE_PAIR_REQUIRED", messageParameters={})
        for name, text in pairs if pairs is not None else [(key, value)]:
            self.set(f"spark.executorEnv.{name}", text)
        return self

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


#: The settings that the command line gave; every SparkConf starts with them.
_submitted: dict[str, str] = {}


def setting_text(value: Any) -> str:
    """A setting's value as text: truth values in lower case, as they are in Spark's configuration."""
    return str(value).lower() if isinstance(value, bool) else str(value)
