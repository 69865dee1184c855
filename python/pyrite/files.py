"""SparkFiles: where files added to the application are found."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from pyrite.context import SparkContext

__all__ = ["SparkFiles"]


class SparkFiles:
    """Finds files that ``SparkContext.addFile`` and ``addPyFile`` added, on the driver and inside of tasks.

    >>> sc.addFile("/data/words.txt")  # doctest: +SKIP
    >>> SparkFiles.get("words.txt")  # doctest: +SKIP
    '/tmp/.../words.txt'
    """

    _root_directory: ClassVar[str | None] = None
    _is_running_on_worker: ClassVar[bool] = False
    _sc: ClassVar[SparkContext | None] = None

    def __init__(self) -> None:
        raise NotImplementedError("Do not construct SparkFiles objects")

    @classmethod
    def get(cls, filename: str) -> str:
        """The absolute path of an added file."""
        return os.path.abspath(os.path.join(cls.getRootDirectory(), filename))

    @classmethod
    def getRootDirectory(cls) -> str:
        """The folder that holds all added files."""
        if cls._root_directory is None:
            from pyrite.errors import PySparkRuntimeError

            raise PySparkRuntimeError(
                errorClass="CALL_BEFORE_INITIALIZE",
                messageParameters={"func_name": "SparkFiles.getRootDirectory", "object": "SparkContext"},
            )
        return cls._root_directory
