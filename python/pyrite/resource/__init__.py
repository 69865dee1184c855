"""What tasks and executors need, for scripts that say so. It is only noted: the one executor here is this process."""

from pyrite.resource.information import ResourceInformation
from pyrite.resource.profile import ResourceProfile, ResourceProfileBuilder
from pyrite.resource.requests import (
    ExecutorResourceRequest,
    ExecutorResourceRequests,
    TaskResourceRequest,
    TaskResourceRequests,
)

__all__ = [
    "ExecutorResourceRequest",
    "ExecutorResourceRequests",
    "ResourceInformation",
    "ResourceProfile",
    "ResourceProfileBuilder",
    "TaskResourceRequest",
    "TaskResourceRequests",
]
