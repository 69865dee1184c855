import Columnar
import Formats
import Plans

/// The build side of a join, made once and shared by all probing tasks.
final class JoinBuild: @unchecked Sendable {
    private(set) var batch = Batch([], count: 0)
    private(set) var table: JoinTable?
    private var keys: [Column] = []

    func prepare(_ job: Job, child: PhysicalOperator, specification: JoinSpecification) throws {
        let batches = try job.collect(child, "join (build input)").flatMap { $0 }
        batch = batches.isEmpty ? Batch.empty(child.schema) : try job.concatenate(batches, schema: child.schema)
        if specification.buildKeys.isEmpty { return }
        let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        keys = try specification.buildKeys.map { try $0.evaluate(frame) }
        try job.memory.reserve(batch.count * 32)
        table = try JoinTable(batch, keys: keys, nullSafe: specification.nullSafe, job: job)
    }

    /// Lets the probe side drop rows that match no key, where such rows are not wanted.
    func filter(_ probe: PhysicalOperator, _ specification: JoinSpecification) {
        guard specification.mode == .inner || specification.mode == .semi else { return }
        let valid = JoinTable.matchable(keys, specification.nullSafe)
        for (index, key) in specification.probeKeys.enumerated() where !specification.nullSafe[index] {
            guard let reference = key as? ColumnReference, reference.type == keys[index].type,
                let filter = KeyMembership(keys[index], valid: valid)
            else { continue }
            probe.accept(filter, column: reference.index)
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
    }

    /// Every output row has its probe row's values; of a build row, where the join is inner.
    override func accept(_ filter: KeyMembership, column: Int) {
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

    override var partitionCount: Int { children[0].partitionCount }
    override var morselCount: Int { children[0].morselCount }
    override func resetMorsels() { children[0].resetMorsels() }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        JoinProbe(
            specification, table: build.table, build: build.batch, input: try children[0].stream(task), task: task,
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

    override func produce(_ job: Job) throws -> [[Batch]] {
        let build = JoinBuild()
        try build.prepare(job, child: children[1], specification: specification)
        let flags = Buffer(capacity: build.batch.count, zeroed: true)
        let probe = children[0]
        let slots = Slots<[Batch]>(count: probe.partitionCount)
        let specification = self.specification
        try job.runPartitions(of: probe, "join (probe)") { partition, input in
            let stream = JoinProbe(
                specification, table: build.table, build: build.batch, input: input,
                task: job.task(partition: partition), matched: flags.typed())
            var batches: [Batch] = []
            while let batch = try stream.next() {
                try job.memory.reserve(batch.ownedByteCount)
                batches.append(batch)
            }
            slots[partition] = batches
        }
        return slots.values + [unmatched(build.batch, flags.typed())]
    }

    private func unmatched(_ build: Batch, _ matched: UnsafeMutablePointer<UInt8>) -> [Batch] {
        let rows = Selection(capacity: build.count)
        var written = 0
        for row in 0..<build.count {
            rows.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= matched[row] == 0 ? 1 : 0
        }
        rows.setCount(written)
        if written == 0 { return [] }
        let picked = build.picking(specification.buildColumns).gather(rows)
        let probeOutput =
            specification.buildsLeft
            ? output.suffix(specification.probeColumns.count) : output.prefix(specification.probeColumns.count)
        let nulls = probeOutput.map { Column.nulls($0.type, count: written) }
        return [Batch(specification.buildsLeft ? picked.columns + nulls : nulls + picked.columns, count: written)]
    }
}
