import Columnar
import Plans

/// Gives each input row once for every projection: grouping sets, unpivot.
final class ExpandOperator: PhysicalOperator, @unchecked Sendable {
    private let projections: [[PhysicalExpression]]

    init(_ child: PhysicalOperator, projections: [[PhysicalExpression]], output: [Attribute]) {
        self.projections = projections
        super.init(output: output, children: [child])
    }

    override var name: String { "Expand" }
    override var explanation: String { "Expand \(describe(output))" }
    override var estimatedBytes: Double { children[0].estimatedBytes * Double(projections.count) }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        ExpandStream(try children[0].stream(task), projections, output.map(\.type), task)
    }

    private final class ExpandStream: BatchStream {
        private let input: any BatchStream
        private let projections: [[PhysicalExpression]]
        private let types: [DataType]
        private let task: TaskContext

        init(
            _ input: any BatchStream, _ projections: [[PhysicalExpression]], _ types: [DataType], _ task: TaskContext
        ) {
            self.input = input
            self.projections = projections
            self.types = types
            self.task = task
        }

        func next() throws -> Batch? {
            guard let batch = try input.next() else { return nil }
            let frame = EvaluationFrame(batch, task: task)
            let parts = try projections.map { try $0.map { try $0.evaluate(frame) } }
            let n = batch.count
            // Rows of one input row stay together: row r of projection p moves to r * projections + p.
            let rows = Selection(capacity: n * parts.count)
            for row in 0..<n {
                for part in parts.indices {
                    rows.rows[row &* parts.count &+ part] = Int32(truncatingIfNeeded: part &* n &+ row)
                }
            }
            rows.setCount(n * parts.count)
            let columns = types.enumerated().map { index, type in
                Column.concatenate(parts.map { $0[index].typed(as: type) }, type: type).gather(rows)
            }
            return Batch(columns, count: rows.count)
        }
    }
}

extension Column {
    /// A column of nulls of the wanted type for an untyped null.
    func typed(as type: DataType) -> Column {
        self.type == .null && type != .null ? Column.nulls(type, count: count) : self
    }
}
