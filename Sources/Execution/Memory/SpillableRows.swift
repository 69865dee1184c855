import Columnar

/// Rows that are kept in the order in which they come: in memory, and from the first refusal of the budget on local disk.
/// Appended by one thread, then read any number of times.
final class SpillableRows: @unchecked Sendable {
    private let types: [DataType]
    private let job: Job
    private var batches: [Batch] = []
    private var bytes = 0
    private var reserved = 0
    private var file: SpillFile?

    init(_ schema: Schema, job: Job) {
        types = schema.fields.map(\.dataType)
        self.job = job
    }

    deinit { job.memory.release(reserved) }

    /// The rows when all are in memory.
    var inMemory: [Batch]? { file == nil ? batches : nil }

    func append(_ batch: Batch) throws {
        if let file { return try file.append(batch) }
        let size = batch.heldByteCount
        if job.memory.tryReserve(size) {
            reserved += size
        } else if bytes + size >= job.memory.leastPiece {
            let file = try SpillFile(types, directory: job.localDirectory)
            for batch in batches { try write(batch, file) }
            try write(batch, file)
            self.file = file
            batches = []
            job.memory.release(reserved)
            reserved = 0
            return
        }
        batches.append(batch)
        bytes += size
    }

    /// Large batches in pieces, so that reading takes little memory.
    private func write(_ batch: Batch, _ file: SpillFile) throws {
        for start in stride(from: 0, to: batch.count, by: Batch.targetCount) {
            try file.append(batch.slice(start..<min(start + Batch.targetCount, batch.count)))
        }
    }

    func stream() -> any BatchStream { file?.stream() ?? BatchListStream(batches) }
}

extension Materialized {
    /// Partitions of rows, in memory when all are.
    init(_ rows: [SpillableRows]) {
        let inMemory = rows.compactMap(\.inMemory)
        if inMemory.count == rows.count {
            self = .batches(inMemory)
        } else {
            self = .streams(rows.map { rows in { rows.stream() } })
        }
    }
}
