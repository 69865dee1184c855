import Columnar
import Formats
import Plans

/// The build side of a join, made once and shared by all probing tasks.
final class JoinBuild: @unchecked Sendable {
    private(set) var batch = Batch([], count: 0)
    private(set) var table: JoinTable?
    private var keys: [Column] = []

    /// Set when the rows did not fit memory: then they are on disk, and there is no table.
    private(set) var scattered: ScatteredRows?
    private(set) var hasNullKey = false
    private(set) var isEmpty = true
    private let guardian = Condition()
    /// As ``scattered``, of a join without keys.
    private var blocks: [SpillableRows]?
    /// Holds the memory of what is built.
    private var input: ScatterableRows?

    func prepare(_ job: Job, child: PhysicalOperator, specification: JoinSpecification) throws {
        var batches: [Batch]
        if specification.buildKeys.isEmpty {
            let rows = try job.spillable(child, "join (build input)")
            let inMemory = rows.compactMap(\.inMemory)
            blocks = rows
            if inMemory.count < rows.count { return }
            batches = inMemory.flatMap { $0 }
        } else {
            let rows = ScatterableRows(child.schema, keys: specification.buildKeys, job: job) {
                specification.extraBuildBytes(rows: $0, bytes: $1)
            }
            input = rows
            try job.runPartitions(of: child, "join (build input)") { partition, stream in
                while let batch = try stream.next() {
                    if specification.isNullAware { try self.lookForNulls(batch, specification, job.context) }
                    try rows.append(batch, partition: partition)
                }
            }
            scattered = rows.scattered
            if scattered != nil { return }
            batches = rows.takeBatches()
        }
        if batches.isEmpty { batches = [Batch.empty(child.schema)] }
        batch = try job.concatenate(consume batches, schema: child.schema)
        if specification.buildKeys.isEmpty { return }
        let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        keys = try specification.buildKeys.map { try $0.evaluate(frame) }
        let table = try JoinTable(batch, keys: keys, nullSafe: specification.nullSafe, job: job)
        self.table = table
        input?.settle(on: batch.heldByteCount + table.byteCount)
    }

    /// The output of the join when the build side is on disk; reads all of the probe side.
    func spilled(
        _ job: Job, probe: PhysicalOperator, build: PhysicalOperator, _ specification: JoinSpecification
    ) throws -> [@Sendable () throws -> any BatchStream]? {
        if let scattered {
            let side = try ScatteredRows(probe.schema, keys: specification.probeKeys, level: 0, job: job)
            try job.runShared(over: probe, "join (scatter)") { _, stream in
                try side.append(self.withoutUnknown(stream, specification, job.context))
            }
            return try PartitionedJoin(specification, probe: side, build: scattered, job: job).streams()
        }
        guard let blocks, blocks.contains(where: { $0.inMemory == nil }) else { return nil }
        let rows = try job.spillable(probe, "join (probe input)")
        return BlockJoin(
            specification, build: { ChainedStream(blocks.map { part in { part.stream() } }) },
            buildSchema: build.schema, probe: rows.map { part in (rows: part.stream, count: part.rowCount) }, job: job
        ).streams()
    }

    private func lookForNulls(
        _ batch: Batch, _ specification: JoinSpecification, _ context: QueryContext
    ) throws {
        let frame = EvaluationFrame(batch, context: context.evaluation, pythonRunner: context.pythonRunner)
        let hasNull = try specification.buildKeys.contains { try $0.evaluate(frame).flattened().nullCount > 0 }
        guardian.locked {
            isEmpty = isEmpty && batch.count == 0
            hasNullKey = hasNullKey || hasNull
        }
    }

    /// The probe side's rows without those for which `NOT IN` is unknown: there a null key equals any key there is.
    func withoutUnknown(
        _ stream: any BatchStream, _ specification: JoinSpecification, _ context: QueryContext
    ) -> any BatchStream {
        guard specification.isNullAware, !isEmpty, let key = specification.probeKeys.first else { return stream }
        if hasNullKey { return BatchListStream([]) }
        return MappedStream(stream) { batch in
            let frame = EvaluationFrame(batch, context: context.evaluation, pythonRunner: context.pythonRunner)
            let column = try key.evaluate(frame).flattened()
            guard column.mayHaveNulls else { return batch }
            let rows = Selection(capacity: batch.count)
            var written = 0
            for row in 0..<batch.count {
                rows.rows[written] = Int32(truncatingIfNeeded: row)
                written &+= column.isNull(row) ? 0 : 1
            }
            rows.setCount(written)
            return written == batch.count ? batch : batch.gather(rows)
        }
    }

    /// Lets the probe side drop rows that match no key, where such rows are not wanted.
    func filter(_ probe: PhysicalOperator, _ specification: JoinSpecification) {
        guard specification.mode == .inner || specification.mode == .semi, table != nil else { return }
        let valid = JoinTable.matchable(keys, specification.nullSafe)
        for (index, key) in specification.probeKeys.enumerated() where !specification.nullSafe[index] {
            guard let reference = key as? ColumnReference, reference.type == keys[index].type,
                let filter = KeyMembership(keys[index], valid: valid)
            else { continue }
            probe.accept(.keys(filter), column: reference.index)
        }
    }
}

extension Batch {
    static func empty(_ schema: Schema) -> Batch {
        Batch(schema.fields.map { ColumnBuilder($0.dataType).finish() }, count: 0)
    }
}

/// A join that streams the probe side past a table of the other side.
final class HashJoinOperator: PhysicalOperator, @unchecked Sendable {
    private let specification: JoinSpecification
    private let build = JoinBuild()
    /// Set when the build side did not fit memory.
    private var partitioned: [@Sendable () throws -> any BatchStream]?
    private let queue = MorselQueue()

    /// `children`: probe side, build side.
    init(probe: PhysicalOperator, build: PhysicalOperator, _ specification: JoinSpecification, output: [Attribute]) {
        self.specification = specification
        super.init(output: output, children: [probe, build])
    }

    override var name: String { specification.operatorName }
    override var explanation: String { "\(name) \(specification.text)" }

    override func prepare(_ job: Job) throws {
        try children[1].prepare(job)
        try build.prepare(job, child: children[1], specification: specification)
        build.filter(children[0], specification)
        try children[0].prepare(job)
        partitioned = try build.spilled(job, probe: children[0], build: children[1], specification)
    }

    /// Every output row has its probe row's values; of a build row, where the join is inner.
    override func accept(_ filter: RuntimeFilter, column: Int) {
        if specification.residual.contains(where: \.canFail) { return }
        let probe = specification.probeColumns
        let built = specification.buildColumns
        let isFilter = specification.mode == .semi || specification.mode == .anti
        let probeStart = specification.buildsLeft && !isFilter ? built.count : 0
        if probe.indices.contains(column - probeStart) {
            children[0].accept(filter, column: probe[column - probeStart])
        } else if specification.mode == .inner {
            let buildStart = specification.buildsLeft ? 0 : probe.count
            guard built.indices.contains(column - buildStart) else { return }
            children[1].accept(filter, column: built[column - buildStart])
        }
    }

    override var partitionCount: Int { partitioned?.count ?? children[0].partitionCount }
    override var morselCount: Int { partitioned?.count ?? children[0].morselCount }
    override func resetMorsels() {
        queue.reset()
        children[0].resetMorsels()
    }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        if let partitioned {
            switch task.assignment {
            case .partition(let index): return try partitioned[index]()
            case .shared:
                let queue = self.queue
                return DrawnStream { try queue.take(of: partitioned.count).map { try partitioned[$0]() } }
            }
        }
        return JoinProbe(
            specification, table: build.table, build: build.batch,
            input: build.withoutUnknown(try children[0].stream(task), specification, task.job.context), task: task,
            matched: nil)
    }
}

/// A join that also gives build rows without a match: all probing must end before they are known.
final class OuterHashJoinOperator: MaterializedOperator, @unchecked Sendable {
    private let specification: JoinSpecification

    init(probe: PhysicalOperator, build: PhysicalOperator, _ specification: JoinSpecification, output: [Attribute]) {
        self.specification = specification
        super.init(output: output, children: [probe, build])
    }

    override var name: String { specification.probeKeys.isEmpty ? "BroadcastNestedLoopJoin" : "ShuffledHashJoin" }
    override var explanation: String { "\(name) \(specification.text)" }
    override var isBreaker: Bool { true }

    override func materialize(_ job: Job) throws -> Materialized {
        let build = JoinBuild()
        try build.prepare(job, child: children[1], specification: specification)
        let probe = children[0]
        if let streams = try build.spilled(job, probe: probe, build: children[1], specification) {
            return .streams(streams)
        }
        let flags = Buffer(capacity: build.batch.count, zeroed: true)
        let slots = Slots<SpillableRows>(count: probe.partitionCount)
        let (specification, schema) = (self.specification, self.schema)
        try job.runPartitions(of: probe, "join (probe)") { partition, input in
            let stream = JoinProbe(
                specification, table: build.table, build: build.batch, input: input,
                task: job.task(partition: partition), matched: flags.typed())
            let rows = SpillableRows(schema, job: job)
            while let batch = try stream.next() { try rows.append(batch) }
            slots[partition] = rows
        }
        let rest = SpillableRows(schema, job: job)
        if let batch = specification.unmatched(build.batch, flags.typed()) { try rest.append(batch) }
        return Materialized(slots.values + [rest])
    }
}
