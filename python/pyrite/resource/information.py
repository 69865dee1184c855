"""A resource that was given to a task."""

from __future__ import annotations

__all__ = ["ResourceInformation"]


class ResourceInformation:
    """A kind of resource, such as ``gpu``, and the addresses of those given."""

    def __init__(self, name: str, addresses: list[str]) -> None:
        self._name = name
        self._addresses = addresses

    @property
    def name(self) -> str:
        """The kind of resource."""
        return self._name

    @property
    def addresses(self) -> list[str]:
        """Which ones; what an address is depends on the kind."""
        return self._addresses
