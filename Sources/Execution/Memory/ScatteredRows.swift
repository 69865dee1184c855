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
    private let extraBytes: @Sendable (Int, Int) -> Int
    private let guardian = Condition()
    // Guarded by `guardian`.
    private var held: [Int: [Batch]] = [:]
    private var bytes = 0
    private var reserved = 0
    private(set) var scattered: ScatteredRows?

    /// `extraBytes`: what some rows of some bytes need besides, to be put together and in a table.
    init(
        _ schema: Schema, keys: [PhysicalExpression], job: Job,
        extraBytes: @escaping @Sendable (_ rows: Int, _ bytes: Int) -> Int
    ) {
        self.schema = schema
        self.keys = keys
        self.job = job
        self.extraBytes = extraBytes
    }

    deinit { job.memory.release(reserved) }

    /// Gives back what was reserved beyond `bytes`, which the rows and their table take now that they are there.
    func settle(on bytes: Int) {
        guardian.locked {
            let surplus = reserved - bytes
            if surplus <= 0 { return }
            job.memory.release(surplus)
            reserved = bytes
        }
    }

    /// The rows in memory in the order of the input, to be put together; their memory stays reserved.
    func takeBatches() -> [Batch] {
        defer { held = [:] }
        return held.sorted { $0.key < $1.key }.flatMap(\.value)
    }

    func append(_ batch: Batch, partition: Int) throws {
        let own = batch.heldByteCount
        let size = own + extraBytes(batch.count, own)
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
