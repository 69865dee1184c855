import Columnar
import Functions
import Plans
import Synchronization

/// Passes rows on and aggregates them on the way: `observe`.
final class CollectMetricsOperator: PhysicalOperator, @unchecked Sendable {
    private let metricsName: String
    private let specifications: [AggregateSpecification]
    /// What the metrics are computed from the aggregates' results by, and under which names.
    private let results: [(name: String, expression: PhysicalExpression)]
    /// Tasks add to one table in turn; `nil` once the result was taken.
    private let table: Mutex<AggregateTable?>

    init(
        _ child: PhysicalOperator, name: String, specifications: [AggregateSpecification],
        results: [(name: String, expression: PhysicalExpression)]
    ) {
        self.metricsName = name
        self.specifications = specifications
        self.results = results
        table = Mutex(AggregateTable(keyTypes: [], specifications: specifications))
        super.init(output: child.output, children: [child])
    }

    override var name: String { "CollectMetrics" }
    override var explanation: String {
        "CollectMetrics \(metricsName), [\(results.map(\.name).joined(separator: ", "))]"
    }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        MappedStream(try children[0].stream(task)) { [self] batch in
            try observe(batch, task)
            return batch
        }
    }

    private func observe(_ batch: Batch, _ task: TaskContext) throws {
        let frame = EvaluationFrame(batch, task: task)
        let inputs = try specifications.map { specification -> AggregateInput in
            let arguments = try specification.arguments.map { try $0.evaluate(frame) }
            guard let filter = specification.filter else { return AggregateInput(arguments: arguments, rows: nil) }
            let passes = try filter.evaluate(frame).flattened()
            return AggregateInput(arguments: arguments, rows: Selection(whereTrue: passes))
        }
        try table.withLock {
            try $0?.update(keys: [], inputs: inputs, count: batch.count, context: task.evaluation)
        }
    }

    /// The metrics' values by name, after the query has ended.
    func finish(_ context: EvaluationContext) throws -> ObservedMetrics {
        let columns = try table.withLock { table in
            defer { table = nil }
            return try table?.results(context) ?? []
        }
        let frame = EvaluationFrame(Batch(columns, count: 1), context: context, pythonRunner: nil)
        return ObservedMetrics(
            name: metricsName,
            values: try results.map { result in
                (result.name, try result.expression.evaluate(frame).value(at: 0), result.expression.type)
            })
    }
}

/// What ``CollectMetrics`` found.
package struct ObservedMetrics: Sendable {
    package let name: String
    package let values: [(name: String, value: Value, type: DataType)]
}

extension PhysicalOperator {
    /// Hands over what the metrics operators of this tree found.
    func reportMetrics(_ context: QueryContext) throws {
        if let metrics = self as? CollectMetricsOperator {
            context.observed?(try metrics.finish(context.evaluation))
        }
        for child in children { try child.reportMetrics(context) }
    }
}
