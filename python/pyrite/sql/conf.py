"""RuntimeConfig: the settings of a running session."""

from __future__ import annotations

from pyrite._globals import _NoValue, _NoValueType
from pyrite.conf import setting_text
from pyrite.sql._service import Service

from ._dataframe.checks import check_type, requirement_failed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from pyrite.sql.session import SparkSession

__all__ = ["RuntimeConfig"]


class RuntimeConfig(Service):
    """``spark.conf``."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session

    def set(self, key: str, value: str | int | bool) -> None:
        """Gives a setting a value. Raises when the setting does not take it or is fixed once a session runs."""
        check_type("key", key, str, "str")
        if value is None:
            raise requirement_failed(f"value cannot be null for key: {key}")
        check_type("value", value, (bool, int, float, str), "bool, int or str")
        self._request({"set": {"pairs": [{"key": key, "value": setting_text(value)}]}})

    def get(self, key: str, default: str | None | _NoValueType = _NoValue) -> str | None:
        """The value of a setting. Raises when it has none and no default is given."""
        check_type("key", key, str, "str")
        if isinstance(default, _NoValueType):
            pairs = self._request({"get": {"keys": [key]}})
        elif default is None:
            pairs = self._request({"get_option": {"keys": [key]}})
        else:
            check_type("default", default, str, "str")
            pairs = self._request({"get_with_default": {"pairs": [{"key": key, "value": default}]}})
        return pairs[0].get("value") if pairs else None

    @property
    def getAll(self) -> dict[str, str]:
        """All settings that have a value."""
        return {pair["key"]: pair.get("value", "") for pair in self._request({"get_all": {}})}

    def unset(self, key: str) -> None:
        """Gives a setting its default value again."""
        check_type("key", key, str, "str")
        self._request({"unset": {"keys": [key]}})

    def isModifiable(self, key: str) -> bool:
        """Whether a setting can be changed while the session runs."""
        check_type("key", key, str, "str")
        pairs = self._request({"is_modifiable": {"keys": [key]}})
        return bool(pairs) and pairs[0].get("value") == "true"

    def _set_silently(self, settings: dict[str, str]) -> None:
        """Sets what can be set while the session runs, and leaves the rest as it is."""
        pairs = [{"key": key, "value": value} for key, value in settings.items()]
        if pairs:
            self._request({"set": {"pairs": pairs, "silent": True}})

    def _request(self, operation: dict[str, Any]) -> list[dict[str, str]]:
        from pyrite._connect.wire import decode, encode

        request = encode("ConfigRequest", {"operation": operation})
        pairs = decode("ConfigResponse", self._session._engine.config(request)).get("pairs", [])
        return [{"key": "", **pair} for pair in pairs]
