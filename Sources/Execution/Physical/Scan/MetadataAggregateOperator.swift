import Columnar
import Plans

/// One row: aggregates over all rows of files, told by the files' metadata without reading them.
final class MetadataAggregateOperator: MaterializedOperator, @unchecked Sendable {
    private let values: [Value]
    private let text: String

    /// `values`: of the output columns. `text`: for `explain`, the aggregates and where they come from.
    init(_ values: [Value], output: [Attribute], text: String) {
        self.values = values
        self.text = text
        super.init(output: output, children: [])
    }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let columns = zip(values, output).map { Column.constant($0, $1.type, count: 1) }
        return [[Batch(columns, count: 1)]]
    }

    override var name: String { "MetadataAggregate" }
    override var explanation: String { "\(name) \(describe(output)) \(text)" }
    override var estimatedBytes: Double { 0 }
}
