import Columnar
import Plans

/// INTERSECT and EXCEPT: rows of the left input that the right one has, or has not; null equals null.
final class RowSetOperator: MaterializedOperator, @unchecked Sendable {
    private let combination: RowSetCombination

    init(
        _ left: PhysicalOperator, _ right: PhysicalOperator, keepsCommon: Bool, isAll: Bool, output: [Attribute]
    ) {
        combination = RowSetCombination(types: output.map(\.type), keepsCommon: keepsCommon, isAll: isAll)
        super.init(output: output, children: [left, right])
    }

    override var name: String { combination.keepsCommon ? "Intersect" : "Except" }
    override var explanation: String { "\(name) \(combination.isAll)" }
    override var isBreaker: Bool { true }

    override func materialize(_ job: Job) throws -> Materialized {
        let left = try read(children[0], "set operation (left)", job)
        let right = try read(children[1], "set operation (right)", job)
        if left.scattered == nil && right.scattered == nil {
            let result = try combination.combine(
                left: BatchListStream(left.takeBatches()), right: BatchListStream(right.takeBatches()), job)
            if result.isEmpty { return .batches([[]]) }
            let all = try job.concatenate(result, schema: schema)
            return .batches(
                ShufflePlacement.inSparkOrder(
                    all, keys: all.columns, settings: job.settings, parallelism: job.parallelism))
        }
        return .streams(
            try combination.streams(left: try left.scatter(), right: try right.scatter(), level: 0, job))
    }

    private func read(_ child: PhysicalOperator, _ name: String, _ job: Job) throws -> ScatterableRows {
        let keys = output.enumerated().map { ColumnReference(index: $0.offset, type: $0.element.type) }
        let rows = ScatterableRows(child.schema, keys: keys, job: job) { $1 + $0 * 32 }
        try job.runPartitions(of: child, name) { partition, stream in
            while let batch = try stream.next() { try rows.append(batch, partition: partition) }
        }
        return rows
    }
}

/// What a set operation does with the rows of both sides.
private struct RowSetCombination: Sendable {
    let types: [DataType]
    let keepsCommon: Bool
    let isAll: Bool

    /// The result of rows on disk: equal rows lie in the same part of both sides.
    func streams(
        left: ScatteredRows, right: ScatteredRows, level: Int, _ job: Job
    ) throws -> [@Sendable () throws -> any BatchStream] {
        zip(try left.finish(), try right.finish()).map { mine, other in
            {
                if mine.isEmpty { return BatchListStream([]) }
                let holding = MemoryHolding(job.memory)
                let needed = (mine.rawByteCount + other.rawByteCount) * 2
                if !holding.grow(to: needed) {
                    if level < SpillPartitions.maxLevel {
                        let (nextLeft, nextRight) = (try left.next(level: level + 1), try right.next(level: level + 1))
                        try nextLeft.append(mine.stream())
                        try nextRight.append(other.stream())
                        let parts = try streams(left: nextLeft, right: nextRight, level: level + 1, job)
                        return ChainedStream(parts.map { part in { try part() } })
                    }
                    try holding.insist(on: needed)
                }
                return DeferredStream {
                    defer { holding.grow(to: 0) }
                    return try combine(left: mine.stream(), right: other.stream(), job)
                }
            }
        }
    }

    func combine(left: any BatchStream, right: any BatchStream, _ job: Job) throws -> [Batch] {
        let table = GroupTable(types: types)
        // How many right rows each group has left to match; a group that was given once is marked.
        var counts: [Int] = []
        while let batch = try right.next() {
            try job.context.cancellation.check()
            let ids = try table.insert(batch.columns, count: batch.count)
            let groups = ids.typed(Int32.self)
            counts.append(contentsOf: repeatElement(0, count: table.count - counts.count))
            for row in 0..<batch.count { counts[Int(groups[row])] += 1 }
        }
        var given = [Bool](repeating: false, count: counts.count)
        var result: [Batch] = []
        while let batch = try left.next() {
            try job.context.cancellation.check()
            let ids = try table.insert(batch.columns, count: batch.count)
            let groups = ids.typed(Int32.self)
            counts.append(contentsOf: repeatElement(0, count: table.count - counts.count))
            given.append(contentsOf: repeatElement(false, count: table.count - given.count))
            let rows = Selection(capacity: batch.count)
            var written = 0
            for row in 0..<batch.count {
                let group = Int(groups[row])
                let common = counts[group] > 0
                let keep = isAll ? common == keepsCommon : (common == keepsCommon && !given[group])
                if isAll && common { counts[group] -= 1 }
                if keep { given[group] = true }
                rows.rows[written] = Int32(truncatingIfNeeded: row)
                written &+= keep ? 1 : 0
            }
            rows.setCount(written)
            if written > 0 { result.append(batch.gather(rows)) }
        }
        return result
    }
}
