"""Requests for resources."""

from __future__ import annotations

__all__ = ["ExecutorResourceRequest", "ExecutorResourceRequests", "TaskResourceRequest", "TaskResourceRequests"]


class ExecutorResourceRequest:
    """So much of a resource for an executor; a script that finds it and its vendor may be named."""

    def __init__(self, resourceName: str, amount: int, discoveryScript: str = "", vendor: str = "") -> None:
        self._name = resourceName
        self._amount = amount
        self._discovery_script = discoveryScript
        self._vendor = vendor

    @property
    def resourceName(self) -> str:
        """The kind of resource."""
        return self._name

    @property
    def amount(self) -> int:
        """How much of it; memory in MiB."""
        return self._amount

    @property
    def discoveryScript(self) -> str:
        """The script that finds it, or an empty text."""
        return self._discovery_script

    @property
    def vendor(self) -> str:
        """Its vendor, or an empty text."""
        return self._vendor


class ExecutorResourceRequests:
    """What an executor needs. The methods return the object, so that they can be chained.

    >>> ExecutorResourceRequests().cores(4).memory("2g").requests["memory"].amount
    2048
    """

    def __init__(self, _requests: dict[str, ExecutorResourceRequest] | None = None) -> None:
        self._requests = dict(_requests or {})

    def memory(self, amount: str) -> ExecutorResourceRequests:
        """Memory in all, such as ``2g``."""
        return self._with("memory", _mebibytes(amount))

    def memoryOverhead(self, amount: str) -> ExecutorResourceRequests:
        """Memory outside of Java's heap."""
        return self._with("memoryOverhead", _mebibytes(amount))

    def offheapMemory(self, amount: str) -> ExecutorResourceRequests:
        """Memory that Spark itself uses outside of Java's heap."""
        return self._with("offHeap", _mebibytes(amount))

    def pysparkMemory(self, amount: str) -> ExecutorResourceRequests:
        """Memory of Python workers."""
        return self._with("pyspark.memory", _mebibytes(amount))

    def cores(self, amount: int) -> ExecutorResourceRequests:
        """Cores."""
        return self._with("cores", amount)

    def resource(
        self, resourceName: str, amount: int, discoveryScript: str = "", vendor: str = ""
    ) -> ExecutorResourceRequests:
        """Any other resource."""
        self._requests[resourceName] = ExecutorResourceRequest(resourceName, amount, discoveryScript, vendor)
        return self

    @property
    def requests(self) -> dict[str, ExecutorResourceRequest]:
        """All requests by the kind of resource."""
        return self._requests

    def _with(self, name: str, amount: int) -> ExecutorResourceRequests:
        self._requests[name] = ExecutorResourceRequest(name, amount)
        return self


class TaskResourceRequest:
    """So much of a resource for a task; a part of one when it is below 1."""

    def __init__(self, resourceName: str, amount: float) -> None:
        self._name = resourceName
        self._amount = float(amount)

    @property
    def resourceName(self) -> str:
        """The kind of resource."""
        return self._name

    @property
    def amount(self) -> float:
        """How much of it."""
        return self._amount


class TaskResourceRequests:
    """What a task needs. The methods return the object, so that they can be chained."""

    def __init__(self, _requests: dict[str, TaskResourceRequest] | None = None) -> None:
        self._requests = dict(_requests or {})

    def cpus(self, amount: float) -> TaskResourceRequests:
        """Cores."""
        return self.resource("cpus", amount)

    def resource(self, resourceName: str, amount: float) -> TaskResourceRequests:
        """Any other resource."""
        self._requests[resourceName] = TaskResourceRequest(resourceName, amount)
        return self

    @property
    def requests(self) -> dict[str, TaskResourceRequest]:
        """All requests by the kind of resource."""
        return self._requests


def _mebibytes(text: str) -> int:
    from pyrite.rdd import _mebibytes as parse

    return parse(text)
