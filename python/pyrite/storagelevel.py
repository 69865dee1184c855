"""StorageLevel: where cached data is kept."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, ClassVar

__all__ = ["StorageLevel"]


class StorageLevel:
    """Whether cached data may be on disk, in memory, off the heap, deserialized, and how many copies are kept."""

    NONE: ClassVar[StorageLevel]
    DISK_ONLY: ClassVar[StorageLevel]
    DISK_ONLY_2: ClassVar[StorageLevel]
    DISK_ONLY_3: ClassVar[StorageLevel]
    MEMORY_ONLY: ClassVar[StorageLevel]
    MEMORY_ONLY_2: ClassVar[StorageLevel]
    MEMORY_AND_DISK: ClassVar[StorageLevel]
    MEMORY_AND_DISK_2: ClassVar[StorageLevel]
    OFF_HEAP: ClassVar[StorageLevel]
    MEMORY_AND_DISK_DESER: ClassVar[StorageLevel]

    def __init__(
        self, useDisk: bool, useMemory: bool, useOffHeap: bool, deserialized: bool, replication: int = 1
    ) -> None:
        self.useDisk = useDisk
        self.useMemory = useMemory
        self.useOffHeap = useOffHeap
        self.deserialized = deserialized
        self.replication = replication

    def _key(self) -> tuple[Any, ...]:
        return (self.useDisk, self.useMemory, self.useOffHeap, self.deserialized, self.replication)

    def _message(self) -> dict[str, Any]:
        """The ``StorageLevel`` message."""
        return {
            "use_disk": self.useDisk,
            "use_memory": self.useMemory,
            "use_off_heap": self.useOffHeap,
            "deserialized": self.deserialized,
            "replication": self.replication,
        }

    @classmethod
    def _from_message(cls, message: dict[str, Any]) -> StorageLevel:
        return cls(
            message.get("use_disk", False),
            message.get("use_memory", False),
            message.get("use_off_heap", False),
            message.get("deserialized", False),
            message.get("replication", 1),
        )

    def __eq__(self, other: object) -> bool:
        return isinstance(other, StorageLevel) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return "StorageLevel({}, {}, {}, {}, {})".format(*self._key())

    def __str__(self) -> str:
        where = ["Disk "] if self.useDisk else []
        where += ["Memory "] if self.useMemory else []
        where += ["OffHeap "] if self.useOffHeap else []
        where += ["Deserialized "] if self.deserialized else ["Serialized "]
        return "".join(where) + f"{self.replication}x Replicated"


StorageLevel.NONE = StorageLevel(False, False, False, False)
StorageLevel.DISK_ONLY = StorageLevel(True, False, False, False)
StorageLevel.DISK_ONLY_2 = StorageLevel(True, False, False, False, 2)
StorageLevel.DISK_ONLY_3 = StorageLevel(True, False, False, False, 3)
StorageLevel.MEMORY_ONLY = StorageLevel(False, True, False, False)
StorageLevel.MEMORY_ONLY_2 = StorageLevel(False, True, False, False, 2)
StorageLevel.MEMORY_AND_DISK = StorageLevel(True, True, False, False)
StorageLevel.MEMORY_AND_DISK_2 = StorageLevel(True, True, False, False, 2)
StorageLevel.OFF_HEAP = StorageLevel(True, True, True, False, 1)
StorageLevel.MEMORY_AND_DISK_DESER = StorageLevel(True, True, False, True)
