/// Where the rows of a persisted plan may be kept. The engine keeps them in memory; the level is what the user is told.
public struct StorageLevel: Hashable, Sendable {
    public var useDisk: Bool
    public var useMemory: Bool
    public var useOffHeap: Bool
    public var deserialized: Bool
    public var replication: Int

    public init(
        useDisk: Bool, useMemory: Bool, useOffHeap: Bool = false, deserialized: Bool = false, replication: Int = 1
    ) {
        self.useDisk = useDisk
        self.useMemory = useMemory
        self.useOffHeap = useOffHeap
        self.deserialized = deserialized
        self.replication = replication
    }

    public static let none = StorageLevel(useDisk: false, useMemory: false)
    /// What `cache()` means.
    public static let memoryAndDisk = StorageLevel(useDisk: true, useMemory: true, deserialized: true)
}
