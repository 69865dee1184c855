import Columnar
import Formats
import Plans

/// Keeps the rows for which all conditions are true.
///
/// Conditions are evaluated one after another on the rows that are left: those that cannot fail first, cheap ones before
/// dear ones; those that may raise an error keep their place behind what was written before them.
final class FilterOperator: PhysicalOperator, @unchecked Sendable {
    private let conditions: [PhysicalExpression]
    private let text: String

    init(_ child: PhysicalOperator, conditions: [PhysicalExpression], text: String) {
        self.conditions = FilterOperator.ordered(conditions)
        self.text = text
        super.init(output: child.output, children: [child])
    }

    private static func ordered(_ conditions: [PhysicalExpression]) -> [PhysicalExpression] {
        let safe = conditions.filter { !$0.canFail }.enumerated()
            .sorted { ($0.element.cost, $0.offset) < ($1.element.cost, $1.offset) }.map(\.element)
        return safe + conditions.filter(\.canFail)
    }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        let conditions = self.conditions
        return MappedStream(try children[0].stream(task)) { batch in
            try FilterOperator.filter(batch, by: conditions, task: task)
        }
    }

    static func filter(_ batch: Batch, by conditions: [PhysicalExpression], task: TaskContext) throws -> Batch {
        var batch = batch
        for condition in conditions {
            let column = try condition.evaluate(EvaluationFrame(batch, task: task))
            if case .constant(let one) = column.layout {
                if one.value(at: 0) == .boolean(true) { continue }
                return Batch(batch.columns, count: 0)
            }
            if column.type == .null { return Batch(batch.columns, count: 0) }
            let rows = Selection(whereTrue: column)
            if rows.count == batch.count { continue }
            if rows.count == 0 { return Batch(batch.columns, count: 0) }
            batch = batch.gather(rows)
        }
        return batch
    }

    /// Rows that are gone can no longer fail, so conditions that may raise an error see all rows.
    override func accept(_ filter: RuntimeFilter, column: Int) {
        if !conditions.contains(where: \.canFail) { children[0].accept(filter, column: column) }
    }

    override var name: String { "Filter" }
    override var explanation: String { "Filter \(text)" }
}
