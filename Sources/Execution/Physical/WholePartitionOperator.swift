import Columnar

/// An operator whose rows depend on the partition as a whole: tasks that share morsels take whole partitions instead.
class WholePartitionOperator: PhysicalOperator, @unchecked Sendable {
    private let queue = MorselQueue()

    final override var morselCount: Int { partitionCount }

    final override func resetMorsels() {
        queue.reset()
        super.resetMorsels()
    }

    final override func open(_ task: TaskContext) throws -> any BatchStream {
        if case .partition(let index) = task.assignment { return try stream(partition: index, task) }
        return DrawnStream { [self] in
            try queue.take(of: partitionCount).map { try stream(partition: $0, task) }
        }
    }

    /// The rows of one partition. Called on the task's thread.
    func stream(partition: Int, _ task: TaskContext) throws -> any BatchStream {
        throw PyriteError.internalError("\(name) cannot be opened")
    }
}
