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

    override func materialize(_ job: Job) throws -> Materialized {
        let child = children[0]
        let tasks = Slots<FirstRows>(count: child.partitionCount)
        let spill = FirstRowsSpill(schema, positions: positions, job: job)
        let positions = self.positions
        let types = positions.map { output[$0].type }
        try job.runPartitions(of: child, "deduplicate (partial)") { partition, stream in
            let rows = FirstRows(partition: partition, memory: job.memory)
            var table = GroupTable(types: types)
            while let batch = try stream.next() {
                let fresh = try DeduplicateOperator.fresh(batch, table, positions)
                if fresh.count == 0 { continue }
                if rows.append(fresh, tableBytes: table.byteCount) { continue }
                try spill.take(rows)
                table = GroupTable(types: types)
            }
            tasks[partition] = rows
        }
        let parts = tasks.values
        if !spill.isUsed {
            if parts.count == 1 { return .batches([parts[0].batches]) }
            let merging = MemoryHolding(job.memory)
            if merging.grow(to: parts.reduce(0) { $0 + $1.bytes } * 2) {
                let result = try merge(parts.flatMap(\.batches), job)
                merging.grow(to: merging.bytes / 2)
                for part in parts { part.letGo() }
                return .batches(result)
            }
        }
        for part in parts { try spill.take(part) }
        return .streams(try spill.streams())
    }

    private func merge(_ batches: [Batch], _ job: Job) throws -> [[Batch]] {
        let table = GroupTable(types: positions.map { output[$0].type })
        var result: [Batch] = []
        for batch in batches {
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
    fileprivate static func fresh(_ batch: Batch, _ table: GroupTable, _ positions: [Int]) throws -> Batch {
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

/// The rows that one task has kept, in memory.
private final class FirstRows: @unchecked Sendable {
    private let memory: MemoryHolding
    private(set) var batches: [Batch] = []
    private(set) var bytes = 0
    /// Where the next row to be written stands in the order of all rows: by partition, then as they came.
    var place: Int64

    init(partition: Int, memory: MemoryReservation) {
        self.memory = MemoryHolding(memory)
        place = Int64(partition) << 40
    }

    /// Returns whether there is memory for the rows and a table of `tableBytes`.
    func append(_ batch: Batch, tableBytes: Int) -> Bool {
        batches.append(batch)
        bytes += batch.heldByteCount
        return memory.grow(to: bytes + tableBytes)
    }

    func letGo() {
        batches = []
        bytes = 0
        memory.grow(to: 0)
    }
}

/// Kept rows that did not fit memory, on local disk by the hash of their keys, each with its place in the input's order:
/// of those with equal keys the earliest is the first.
private final class FirstRowsSpill: @unchecked Sendable {
    private let schema: Schema
    private let positions: [Int]
    private let job: Job
    private let level: Int
    private let guardian = Condition()
    // Guarded by `guardian`; made when first needed.
    private var partitions: SpillPartitions?

    init(_ schema: Schema, positions: [Int], job: Job, level: Int = 0) {
        self.schema = schema
        self.positions = positions
        self.job = job
        self.level = level
    }

    var isUsed: Bool { guardian.locked { partitions != nil } }

    private var types: [DataType] { schema.fields.map(\.dataType) + [.long] }

    private func files() throws -> SpillPartitions {
        try guardian.locked {
            let made =
                try partitions
                ?? SpillPartitions(types, keyTypes: positions.map { types[$0] }, level: level, job: job)
            partitions = made
            return made
        }
    }

    /// Writes a task's rows and lets go of them.
    func take(_ rows: FirstRows) throws {
        for batch in rows.batches {
            let places = Buffer(capacity: batch.count * 8)
            let place = places.typed(Int64.self)
            for row in 0..<batch.count { place[row] = rows.place &+ Int64(row) }
            rows.place &+= Int64(batch.count)
            let column = Column(.long, count: batch.count, layout: .fixed(places))
            try write(Batch(batch.columns + [column], count: batch.count))
        }
        rows.letGo()
    }

    private func write(_ batch: Batch) throws {
        try files().append(batch, keys: positions.map { batch.columns[$0] })
    }

    /// The first rows, one stream a part, computed when it is read.
    func streams() throws -> [@Sendable () throws -> any BatchStream] {
        guard let parts = try guardian.locked({ partitions })?.finish() else { return [] }
        return parts.map { rows in { try self.stream(rows) } }
    }

    private func stream(_ rows: SpilledBatches) throws -> any BatchStream {
        if rows.isEmpty { return BatchListStream([]) }
        let holding = MemoryHolding(job.memory)
        // As they are read, put together, in order, and the table of their keys.
        let needed = rows.rawByteCount * 3
        if !holding.grow(to: needed) {
            if level < SpillPartitions.maxLevel {
                let next = FirstRowsSpill(schema, positions: positions, job: job, level: level + 1)
                let input = rows.stream()
                while let batch = try input.next() {
                    try job.context.cancellation.check()
                    try next.write(batch)
                }
                return ChainedStream(try next.streams().map { part in { try part() } })
            }
            try holding.insist(on: needed)
        }
        return DeferredStream { [self] in
            defer { holding.grow(to: 0) }
            var batches: [Batch] = []
            let input = rows.stream()
            while let batch = try input.next() { batches.append(batch) }
            let full = Schema(schema.fields + [StructField("place", .long)])
            let all = Batch.concatenate(batches, schema: full)
            let order = try RowSorter.order(
                [all.columns[schema.count]], directions: [SortDirection(ascending: true, nullsFirst: true)],
                count: all.count)
            let sorted = all.picking(Array(0..<schema.count)).gather(order)
            let table = GroupTable(types: positions.map { schema.fields[$0].dataType })
            return [try DeduplicateOperator.fresh(sorted, table, positions)]
        }
    }
}
