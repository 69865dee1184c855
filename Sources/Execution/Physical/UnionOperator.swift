import Columnar
import Plans

/// The rows of all inputs; the partitions of the second follow those of the first.
final class UnionOperator: PhysicalOperator, @unchecked Sendable {
    /// The inputs' columns lie in the order of ``output`` and have its types.
    init(_ children: [PhysicalOperator], output: [Attribute]) {
        super.init(output: output, children: children)
    }

    override var partitionCount: Int { children.reduce(0) { $0 + $1.partitionCount } }
    override var name: String { "Union" }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        switch task.assignment {
        case .shared:
            let children = self.children
            return ChainedStream(children.map { child in { try child.stream(task) } })
        case .partition(var index):
            for child in children {
                if index < child.partitionCount { return try child.stream(task.reading(partition: index)) }
                index -= child.partitionCount
            }
            return BatchListStream([])
        }
    }
}
