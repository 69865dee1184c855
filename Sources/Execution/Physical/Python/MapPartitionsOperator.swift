import Columnar
import Plans

/// Gives each partition's rows to a function of the host, which gives rows back: as many as it likes, when it likes.
///
/// The function pulls its input, so nothing of a partition is kept but what the function keeps.
final class MapPartitionsOperator: WholePartitionOperator, @unchecked Sendable {
    private let node: MapPartitions

    init(_ child: PhysicalOperator, _ node: MapPartitions) {
        self.node = node
        super.init(output: node.output, children: [child])
    }

    override var name: String { "MapInPython" }
    override var explanation: String { "MapInPython \(node.name)(), \(describe(output))" }

    override func stream(partition: Int, _ task: TaskContext) throws -> any BatchStream {
        guard let runner = task.job.context.pythonRunner else {
            throw PyriteError.unsupported("Python functions outside a Python process")
        }
        let child = children[0]
        return try runner.stream(
            command: node.command, partition: partition, input: try child.stream(task.reading(partition: partition)),
            inputSchema: child.schema, resultSchema: node.schema)
    }
}
