import Columnar
import Plans
import Synchronization

/// The input of a sort while it comes in: rows in memory, and sorted runs of those that did not fit.
final class SortRuns: @unchecked Sendable {
    private let schema: Schema
    private let directions: [SortDirection]
    private let job: Job
    private let keyColumns: KeyColumns
    private let guardian = Condition()
    // Guarded by `guardian`.
    private var held: [Int: [Batch]] = [:]
    private var heldBytes = 0
    private var reserved = 0
    private(set) var runs: [SpillFile] = []

    /// Bytes of a batch of a run: one of each run is in memory while they are merged.
    private var frameBytes: Int { job.memory.leastPiece / 8 }

    /// The columns to sort by, of some of the rows; flat.
    typealias KeyColumns = @Sendable (Batch) throws -> [Column]

    init(_ schema: Schema, directions: [SortDirection], job: Job, keyColumns: @escaping KeyColumns) {
        self.schema = schema
        self.directions = directions
        self.job = job
        self.keyColumns = keyColumns
    }

    convenience init(_ schema: Schema, keys: [PhysicalExpression], directions: [SortDirection], job: Job) {
        self.init(schema, directions: directions, job: job) { batch in
            let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
            return try keys.map { try $0.evaluate(frame).flattened() }
        }
    }

    /// Takes rows of an input partition in. Several threads may call at a time; one writes a run while others wait.
    func append(_ batch: Batch, partition: Int) throws {
        let bytes = batch.heldByteCount
        try guardian.locked {
            // A sort holds each row twice: as it came, and as it goes out.
            if job.memory.tryReserve(bytes * 2) {
                reserved += bytes * 2
            } else if heldBytes >= job.memory.leastPiece {
                try spill()
                if job.memory.tryReserve(bytes * 2) { reserved += bytes * 2 }
            }
            held[partition, default: []].append(batch)
            heldBytes += bytes
        }
    }

    private func spill() throws {
        let file = try SpillFile(schema.fields.map(\.dataType), space: job.spillSpace)
        for batch in try sortedRest() { try file.append(batch) }
        runs.append(file)
        job.memory.release(reserved)
        reserved = 0
    }

    /// Says that nothing is held any more.
    func letGo() {
        job.memory.release(reserved)
        reserved = 0
    }

    /// The batches in memory in the order of the input.
    func takeRest() -> [Batch] {
        defer {
            held = [:]
            heldBytes = 0
        }
        return held.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    /// The rows in memory, sorted, in small batches.
    private func sortedRest() throws -> [Batch] {
        let all = Batch.concatenate(takeRest(), schema: schema)
        if all.count == 0 { return [] }
        let rows = try RowSorter.order(try keyColumns(all), directions: directions, count: all.count)
        let size = all.rows(inBytes: frameBytes)
        return stride(from: 0, to: all.count, by: size).map {
            all.gather(rows.slice($0..<min($0 + size, all.count)))
        }
    }

    /// All rows in order, after the last ``append(_:partition:)``: merges the runs anew for every reader.
    func merged() throws -> @Sendable () throws -> any BatchStream {
        if !held.isEmpty { try spill() }
        let (runs, schema, directions, keyColumns) = (self.runs, self.schema, self.directions, self.keyColumns)
        let pieceBytes = job.memory.leastPiece / 2
        return {
            RunMerge(runs, schema: schema, directions: directions, pieceBytes: pieceBytes, keyColumns)
        }
    }
}

/// Merges sorted runs, many rows at a time: of the last rows of all runs' current batches the least bounds what can go
/// out next; what lies before it in any batch is put together and sorted.
private final class RunMerge: BatchStream {
    private struct Cursor {
        var file: SpillFile
        var next = 0
        var batch = Batch([], count: 0)
        var keys: [Column] = []
        var position = 0
    }

    private var cursors: [Cursor]
    private let schema: Schema
    private let directions: [SortDirection]
    private let keyColumns: (Batch) throws -> [Column]
    private let pieceBytes: Int
    private var ready: [Batch] = []

    init(
        _ runs: [SpillFile], schema: Schema, directions: [SortDirection], pieceBytes: Int,
        _ keyColumns: @escaping (Batch) throws -> [Column]
    ) {
        cursors = runs.map { Cursor(file: $0) }
        self.schema = schema
        self.directions = directions
        self.pieceBytes = pieceBytes
        self.keyColumns = keyColumns
    }

    func next() throws -> Batch? {
        while ready.isEmpty {
            try fill()
            if cursors.isEmpty { return nil }
            try advance()
        }
        return ready.removeFirst()
    }

    /// Gives every run rows to look at; runs that have none left go.
    private func fill() throws {
        for index in cursors.indices {
            while cursors[index].position == cursors[index].batch.count,
                cursors[index].next < cursors[index].file.frameCount
            {
                let batch = try cursors[index].file.batch(cursors[index].next)
                cursors[index].next += 1
                cursors[index].batch = batch
                cursors[index].keys = try keyColumns(batch)
                cursors[index].position = 0
            }
        }
        cursors.removeAll { $0.position == $0.batch.count }
    }

    private func compare(_ a: Cursor, _ row: Int, _ b: Cursor, _ other: Int) -> Int {
        RowOrder.compare(a.keys, row, b.keys, other, directions)
    }

    private func advance() throws {
        var least = 0
        for index in cursors.indices.dropFirst() {
            let (a, b) = (cursors[index], cursors[least])
            if compare(a, a.batch.count - 1, b, b.batch.count - 1) < 0 { least = index }
        }
        let bound = cursors[least]
        var slices: [Batch] = []
        for index in cursors.indices {
            let cursor = cursors[index]
            var (low, high) = (cursor.position, cursor.batch.count)
            while low < high {
                let middle = (low + high) / 2
                // Runs are numbered in the order of the input: of equal rows, those of earlier runs go first.
                let order = compare(cursor, middle, bound, bound.batch.count - 1)
                if order < 0 || (order == 0 && index <= least) { low = middle + 1 } else { high = middle }
            }
            if low > cursor.position { slices.append(cursor.batch.slice(cursor.position..<low)) }
            cursors[index].position = low
        }
        if slices.count == 1 {
            ready = slices
            return
        }
        let all = Batch.concatenate(slices, schema: schema)
        let rows = try RowSorter.order(try keyColumns(all), directions: directions, count: all.count)
        let size = all.rows(inBytes: pieceBytes)
        ready = stride(from: 0, to: all.count, by: size).map {
            all.gather(rows.slice($0..<min($0 + size, all.count)))
        }
    }
}

extension Batch {
    /// How many of the rows, on average, take so many bytes; within what is sensible for a batch.
    fileprivate func rows(inBytes bytes: Int) -> Int {
        max(64, min(Batch.targetCount, bytes / max(heldByteCount / max(count, 1), 1)))
    }
}
