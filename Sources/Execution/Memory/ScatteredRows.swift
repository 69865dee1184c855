import Columnar

/// The rows of one input on local disk, scattered by the hash of their keys.
final class ScatteredRows: @unchecked Sendable {
    let schema: Schema
    private let keys: [PhysicalExpression]
    private let partitions: SpillPartitions
    private let job: Job

    init(_ schema: Schema, keys: [PhysicalExpression], level: Int, job: Job) throws {
        self.schema = schema
        self.keys = keys
        self.job = job
        partitions = try SpillPartitions(
            schema.fields.map(\.dataType), keyTypes: keys.map(\.type), level: level, job: job)
    }

    func append(_ batch: Batch) throws {
        let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        try partitions.append(batch, keys: try keys.map { try $0.evaluate(frame) })
    }

    func append(_ stream: any BatchStream) throws {
        while let batch = try stream.next() {
            try job.context.cancellation.check()
            try append(batch)
        }
    }

    /// The parts, when all rows are there.
    func finish() throws -> [SpilledBatches] { try partitions.finish() }

    /// An empty one for rows of a part, to be split by other bits of their hash.
    func next(level: Int) throws -> ScatteredRows { try ScatteredRows(schema, keys: keys, level: level, job: job) }
}

/// An input's rows as they come in: in memory, and from the first refusal of the budget on scattered over local disk.
final class ScatterableRows: @unchecked Sendable {
    private let schema: Schema
    private let keys: [PhysicalExpression]
    private let job: Job
    private let guardian = Condition()
    // Guarded by `guardian`.
    private var held: [Int: [Batch]] = [:]
    private var bytes = 0
    private var reserved = 0
    private(set) var scattered: ScatteredRows?

    init(_ schema: Schema, keys: [PhysicalExpression], job: Job) {
        self.schema = schema
        self.keys = keys
        self.job = job
    }

    deinit { job.memory.release(reserved) }

    /// The rows in memory in the order of the input, to be put together; their memory stays reserved.
    func takeBatches() -> [Batch] {
        defer { held = [:] }
        return held.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    func append(_ batch: Batch, partition: Int) throws {
        // Rows are held twice while they are put together, and need room in a table.
        let size = batch.heldByteCount * 2 + batch.count * 32
        let rows = try guardian.locked { () throws -> ScatteredRows? in
            if let scattered { return scattered }
            if job.memory.tryReserve(size) {
                reserved += size
            } else if bytes + size >= job.memory.leastPiece {
                return try scatter()
            }
            bytes += size
            held[partition, default: []].append(batch)
            return nil
        }
        try rows?.append(batch)
    }

    /// Moves the rows to disk; those to come follow them.
    @discardableResult
    func scatter() throws -> ScatteredRows {
        if let scattered { return scattered }
        let rows = try ScatteredRows(schema, keys: keys, level: 0, job: job)
        for batch in takeBatches() { try rows.append(batch) }
        job.memory.release(reserved)
        (bytes, reserved) = (0, 0)
        scattered = rows
        return rows
    }
}
