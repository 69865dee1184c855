import Columnar
import Plans

/// `dropDuplicates(columns)`: the first row of each key, in partition order.
final class DeduplicateOperator: MaterializedOperator, @unchecked Sendable {
    private let positions: [Int]

    init(_ child: PhysicalOperator, positions: [Int]) {
        self.positions = positions
        super.init(output: child.output, children: [child])
    }

    override var name: String { "HashAggregate" }
    override var explanation: String {
        let keys = positions.map { output[$0].planText }.joined(separator: ", ")
        return "HashAggregate(keys=[\(keys)], functions=[first(…)])"
    }
    override var isBreaker: Bool { true }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let child = children[0]
        let positions = self.positions
        let types = positions.map { output[$0].type }
        let slots = Slots<[Batch]>(count: child.partitionCount)
        try job.runPartitions(of: child, "deduplicate (partial)") { partition, stream in
            let table = GroupTable(types: types)
            var kept: [Batch] = []
            while let batch = try stream.next() {
                let fresh = try DeduplicateOperator.fresh(batch, table, positions)
                if fresh.count == 0 { continue }
                try job.memory.reserve(fresh.ownedByteCount)
                kept.append(fresh)
            }
            slots[partition] = kept
        }
        let parts = slots.values
        if parts.count == 1 { return parts }
        let table = GroupTable(types: types)
        var result: [Batch] = []
        for batch in parts.flatMap({ $0 }) {
            let fresh = try DeduplicateOperator.fresh(batch, table, positions)
            if fresh.count > 0 { result.append(fresh) }
        }
        if result.isEmpty { return [[]] }
        let all = try job.concatenate(result, schema: schema)
        let settings = job.settings
        guard all.count <= 1 << 18 else {
            return ShufflePlacement.coalesced(all, settings: settings, parallelism: job.parallelism)
        }
        return ShufflePlacement.inSparkOrder(
            all, keys: positions.map { all.columns[$0] }, settings: settings, parallelism: job.parallelism)
    }

    /// The rows whose key the table has not seen.
    private static func fresh(_ batch: Batch, _ table: GroupTable, _ positions: [Int]) throws -> Batch {
        let known = Int32(truncatingIfNeeded: table.count)
        let ids = try table.insert(positions.map { batch.columns[$0] }, count: batch.count)
        let groups = ids.typed(Int32.self)
        let rows = Selection(capacity: batch.count)
        var written = 0
        // Groups are numbered as they appear, except the null group, which comes after the others of its batch.
        let seen = Buffer(capacity: max(table.count - Int(known), 1), zeroed: true)
        let marks = seen.typed(UInt8.self)
        for row in 0..<batch.count where groups[row] >= known {
            let index = Int(groups[row] &- known)
            rows.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= marks[index] == 0 ? 1 : 0
            marks[index] = 1
        }
        rows.setCount(written)
        return written == batch.count ? batch : batch.gather(rows)
    }
}

/// INTERSECT and EXCEPT: rows of the left input that the right one has, or has not; null equals null.
final class RowSetOperator: MaterializedOperator, @unchecked Sendable {
    private let keepsCommon: Bool
    private let isAll: Bool

    init(
        _ left: PhysicalOperator, _ right: PhysicalOperator, keepsCommon: Bool, isAll: Bool, output: [Attribute]
    ) {
        self.keepsCommon = keepsCommon
        self.isAll = isAll
        super.init(output: output, children: [left, right])
    }

    override var name: String { keepsCommon ? "Intersect" : "Except" }
    override var explanation: String { "\(name) \(isAll)" }
    override var isBreaker: Bool { true }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let left = try job.collect(children[0], "set operation (left)").flatMap { $0 }
        let right = try job.collect(children[1], "set operation (right)").flatMap { $0 }
        let table = GroupTable(types: output.map(\.type))
        // How many right rows each group has left to match; a group that was given once is marked.
        var counts: [Int] = []
        for batch in right {
            let ids = try table.insert(batch.columns, count: batch.count)
            let groups = ids.typed(Int32.self)
            counts.append(contentsOf: repeatElement(0, count: table.count - counts.count))
            for row in 0..<batch.count { counts[Int(groups[row])] += 1 }
        }
        var given = [Bool](repeating: false, count: counts.count)
        var result: [Batch] = []
        for batch in left {
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
        if result.isEmpty { return [[]] }
        let all = try job.concatenate(result, schema: schema)
        return ShufflePlacement.inSparkOrder(
            all, keys: all.columns, settings: job.settings, parallelism: job.parallelism)
    }
}
