import Columnar
import Functions
import Plans

/// An aggregate over frames that begin with the partition and end at the current row, or with its peers: the state grows
/// from row to row.
final class RunningAggregate {
    private let accumulator: any Accumulator
    private let specification: WindowSpecification

    init(_ aggregate: AggregateSpecification, _ specification: WindowSpecification) {
        accumulator = aggregate.binding.makeAccumulator()
        accumulator.resize(groups: 1)
        self.specification = specification
    }

    /// The results for all rows of all partitions. O(rows).
    static func evaluate(
        _ aggregate: AggregateSpecification, _ arguments: AggregateInput, _ specification: WindowSpecification,
        _ input: WindowInput, _ job: Job
    ) throws -> Column {
        var results = Results(rows: input.batch.count)
        for partition in input.partitions {
            try job.context.cancellation.check()
            try RunningAggregate(aggregate, specification).advance(
                over: partition, of: input, arguments, job.context.evaluation, &results)
        }
        return results.column(specification.type)
    }

    /// The results for the next rows of the partition, all rows of `input`.
    func next(_ arguments: AggregateInput, _ input: WindowInput, _ context: EvaluationContext) throws -> Column {
        var results = Results(rows: input.batch.count)
        try advance(over: 0..<input.batch.count, of: input, arguments, context, &results)
        return results.column(specification.type)
    }

    /// One result for each group of peers, or each row, and which of them is whose.
    private struct Results {
        var columns: [Column] = []
        let sources: Selection

        init(rows: Int) {
            sources = Selection(capacity: rows)
            sources.setCount(rows)
        }

        func column(_ type: DataType) -> Column { Column.concatenate(columns, type: type).gather(sources) }
    }

    private func advance(
        over rows: Range<Int>, of input: WindowInput, _ arguments: AggregateInput, _ context: EvaluationContext,
        _ results: inout Results
    ) throws {
        var taken = arguments.rows.map { $0.count(before: rows.lowerBound) } ?? rows.lowerBound
        var row = rows.lowerBound
        while row < rows.upperBound {
            let end = specification.isRows ? row + 1 : Int(input.peerEnd[row])
            var next = end
            if let allowed = arguments.rows {
                next = taken
                while next < allowed.count && Int(allowed.rows[next]) < end { next += 1 }
            }
            if next > taken {
                try accumulator.updateSingle(
                    arguments.arguments.map { $0.slice(taken..<next) }, count: next - taken, context: context)
            }
            taken = next
            for peer in row..<end { results.sources.rows[peer] = Int32(truncatingIfNeeded: results.columns.count) }
            results.columns.append(try accumulator.result(groups: 0..<1, context: context))
            row = end
        }
    }
}

extension Selection {
    /// How many of the row numbers, which ascend, are below `row`. O(log n).
    fileprivate func count(before row: Int) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if Int(rows[middle]) < row { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
