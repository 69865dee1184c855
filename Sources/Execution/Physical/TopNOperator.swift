import Columnar
import Formats
import Plans

/// ORDER BY … LIMIT: each task keeps only the rows that may still be among the first `limit + offset`, and lets the scan
/// below know how far these reach.
final class TopNOperator: MaterializedOperator, @unchecked Sendable {
    private let keys: [PhysicalExpression]
    private let directions: [SortDirection]
    private let limit: Int
    private let offset: Int
    private let text: String
    /// Of the first key, where that is a column of integers.
    private let bound: (filter: MovingBound, column: Int)?

    /// Above this many rows a full sort is cheaper than sorting over and over.
    static let maxRows = 100_000

    init(
        _ child: PhysicalOperator, keys: [PhysicalExpression], directions: [SortDirection], limit: Int, offset: Int,
        text: String
    ) {
        self.keys = keys
        self.directions = directions
        self.limit = limit
        self.offset = offset
        self.text = text
        bound = Array(zip(keys, directions)).first.flatMap { TopNOperator.bound($0.0, $0.1) }
        super.init(output: child.output, children: [child])
    }

    override var name: String { "TakeOrderedAndProject" }
    override var explanation: String {
        "TakeOrderedAndProject(limit=\(limit + offset), orderBy=[\(text)], output=\(describe(output)))"
    }
    override var isBreaker: Bool { true }

    private static func bound(_ key: PhysicalExpression, _ direction: SortDirection) -> (MovingBound, Int)? {
        guard let reference = key as? ColumnReference else { return nil }
        switch reference.type.physicalType {
        case .int8, .int16, .int32, .int64:
            let filter = MovingBound(isAscending: direction.ascending, keepsNulls: direction.nullsFirst)
            return (filter, reference.index)
        default: return nil
        }
    }

    override func prepareInputs(_ job: Job) throws {
        if let (filter, column) = bound { children[0].accept(.bound(filter), column: column) }
        try super.prepareInputs(job)
    }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let wanted = limit + offset
        if limit == 0 { return [[]] }
        let child = children[0]
        let isSmall = child.estimatedBytes < 32e6
        let slots = Slots<Batch>(count: isSmall ? child.partitionCount : job.pool.width)
        let body: @Sendable (Int, any BatchStream) throws -> Void = { index, stream in
            slots[index] = try self.best(of: stream, wanted, job)
        }
        if isSmall {
            try job.runPartitions(of: child, "top-n (partial)", body)
        } else {
            try job.runShared(over: child, "top-n (partial)", body)
        }
        let parts = slots.values.filter { $0.count > 0 }
        if parts.isEmpty { return [[]] }
        let first = try truncate(Batch.concatenate(parts, schema: schema), to: wanted, job)
        return [offset >= first.count ? [] : [first.slice(offset..<first.count)]]
    }

    private func best(of stream: any BatchStream, _ wanted: Int, _ job: Job) throws -> Batch? {
        var held: [Batch] = []
        var rows = 0
        let room = max(wanted * 4, Batch.targetCount * 4)
        while let batch = try stream.next() {
            held.append(batch)
            rows += batch.count
            if rows > room {
                let best = try truncate(Batch.concatenate(held, schema: schema), to: wanted, job)
                held = [best]
                rows = best.count
                if rows == wanted { tighten(best) }
            }
        }
        if held.isEmpty { return nil }
        return try truncate(Batch.concatenate(held, schema: schema), to: wanted, job)
    }

    /// Rows behind the last of these are not wanted any more.
    private func tighten(_ best: Batch) {
        guard let (filter, column) = bound else { return }
        switch best.columns[column].value(at: best.count - 1) {
        case .integer(let number): filter.tighten(to: number)
        case .decimal(let number): if let number = Int64(exactly: number) { filter.tighten(to: number) }
        default: break
        }
    }

    private func truncate(_ batch: Batch, to wanted: Int, _ job: Job) throws -> Batch {
        let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let columns = try keys.map { try $0.evaluate(frame) }
        let order = try RowSorter.order(columns, directions: directions, count: batch.count)
        return batch.gather(order.slice(0..<min(wanted, order.count)))
    }
}
