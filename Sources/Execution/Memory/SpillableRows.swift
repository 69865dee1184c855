import Columnar

/// Rows that are kept in the order in which they come: in memory, and from the first refusal of the budget on local disk.
/// Appended by one thread, then read any number of times.
final class SpillableRows: @unchecked Sendable {
    private let types: [DataType]
    private let memory: MemoryReservation
    private let space: SpillSpace
    private var batches: [Batch] = []
    private(set) var bytes = 0
    private var reserved = 0
    private var file: SpillFile?

    init(_ schema: Schema, memory: MemoryReservation, space: SpillSpace) {
        types = schema.fields.map(\.dataType)
        self.memory = memory
        self.space = space
    }

    convenience init(_ schema: Schema, job: Job) { self.init(schema, memory: job.memory, space: job.spillSpace) }

    deinit { memory.release(reserved) }

    /// The rows when all are in memory.
    var inMemory: [Batch]? { file == nil ? batches : nil }

    func append(_ batch: Batch) throws {
        let size = batch.heldByteCount
        bytes += size
        if let file { return try write(batch, file) }
        if memory.tryReserve(size) {
            reserved += size
        } else if bytes >= memory.leastPiece {
            try moveToDisk()
            if let file { return try write(batch, file) }
        }
        batches.append(batch)
    }

    /// Writes what is in memory; rows to come follow it.
    func moveToDisk() throws {
        if file != nil { return }
        let file = try SpillFile(types, space: space)
        for batch in batches { try write(batch, file) }
        self.file = file
        batches = []
        memory.release(reserved)
        reserved = 0
    }

    /// Large batches in pieces, so that reading takes little memory.
    private func write(_ batch: Batch, _ file: SpillFile) throws {
        for start in stride(from: 0, to: batch.count, by: Batch.targetCount) {
            try file.append(batch.slice(start..<min(start + Batch.targetCount, batch.count)))
        }
    }

    func stream() -> any BatchStream { file?.batches.stream() ?? BatchListStream(batches) }

    /// The rows when all are in memory, to be kept until the query ends: their memory stays reserved until then.
    fileprivate func handOver() -> [Batch]? {
        guard file == nil else { return nil }
        reserved = 0
        return batches
    }

    var rowCount: Int { file?.batches.rowCount ?? batches.reduce(0) { $0 + $1.count } }
}

extension Materialized {
    /// Partitions of rows, in memory when all are.
    init(_ rows: [SpillableRows]) {
        if rows.allSatisfy({ $0.inMemory != nil }) {
            self = .batches(rows.compactMap { $0.handOver() })
        } else {
            self = .streams(rows.map { rows in { rows.stream() } })
        }
    }
}
