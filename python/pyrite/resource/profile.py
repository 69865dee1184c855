"""Profiles: what a stage's executors and tasks need together."""

from __future__ import annotations

import itertools

from pyrite.resource.requests import (
    ExecutorResourceRequest,
    ExecutorResourceRequests,
    TaskResourceRequest,
    TaskResourceRequests,
)

__all__ = ["ResourceProfile", "ResourceProfileBuilder"]

#: 0 is the profile of stages that say nothing.
_numbers = itertools.count(1)


class ResourceProfile:
    """What executors and tasks of an RDD need; ``RDD.withResources`` takes it."""

    def __init__(
        self,
        _exec_req: dict[str, ExecutorResourceRequest] | None = None,
        _task_req: dict[str, TaskResourceRequest] | None = None,
    ) -> None:
        self._id = next(_numbers)
        self._executor = dict(_exec_req or {})
        self._task = dict(_task_req or {})

    @property
    def id(self) -> int:
        """A number that no other profile has."""
        return self._id

    @property
    def taskResources(self) -> dict[str, TaskResourceRequest]:
        """What a task needs, by the kind of resource."""
        return self._task

    @property
    def executorResources(self) -> dict[str, ExecutorResourceRequest]:
        """What an executor needs, by the kind of resource."""
        return self._executor


class ResourceProfileBuilder:
    """Collects requests for a profile.

    >>> builder = ResourceProfileBuilder().require(TaskResourceRequests().cpus(2))
    >>> builder.build.taskResources["cpus"].amount
    2.0
    """

    def __init__(self) -> None:
        self._executor: dict[str, ExecutorResourceRequest] = {}
        self._task: dict[str, TaskResourceRequest] = {}

    def require(self, resourceRequest: ExecutorResourceRequests | TaskResourceRequests) -> ResourceProfileBuilder:
        """Adds requests; later ones for the same resource take the place of earlier ones."""
        if isinstance(resourceRequest, TaskResourceRequests):
            self._task.update(resourceRequest.requests)
        else:
            self._executor.update(resourceRequest.requests)
        return self

    def clearExecutorResourceRequests(self) -> None:
        """Forgets what executors need."""
        self._executor = {}

    def clearTaskResourceRequests(self) -> None:
        """Forgets what tasks need."""
        self._task = {}

    @property
    def taskResources(self) -> dict[str, TaskResourceRequest]:
        """What tasks need so far."""
        return self._task

    @property
    def executorResources(self) -> dict[str, ExecutorResourceRequest]:
        """What executors need so far."""
        return self._executor

    @property
    def build(self) -> ResourceProfile:
        """The profile."""
        return ResourceProfile(self._executor, self._task)
