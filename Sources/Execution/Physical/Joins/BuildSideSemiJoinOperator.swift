import Columnar
import Plans

/// A semi or anti join that builds the side it keeps and streams the other one past it: for a left side much smaller than
/// the right. Rows come in the left side's order.
final class BuildSideSemiJoinOperator: MaterializedOperator, @unchecked Sendable {
    private let specification: JoinSpecification
    /// The same join with the sides as usual: the one kept streams past a table of the other.
    private let filtering: JoinSpecification
    private let build = JoinBuild()

    /// `marking`: an inner join whose pairs mark the build rows that have a match. `filtering`: the join by which to go on
    /// where the build side does not fit memory.
    init(
        probe: PhysicalOperator, build: PhysicalOperator, marking: JoinSpecification, filtering: JoinSpecification,
        output: [Attribute]
    ) {
        self.specification = marking
        self.filtering = filtering
        super.init(output: output, children: [probe, build])
    }

    override var name: String { "BroadcastHashJoin" }
    override var explanation: String { "\(name) \(specification.text)" }
    override var isBreaker: Bool { true }

    override func prepareInputs(_ job: Job) throws {
        try children[1].prepare(job)
        try build.prepare(job, child: children[1], specification: specification)
        build.filter(children[0], specification)
        try children[0].prepare(job)
    }

    override func materialize(_ job: Job) throws -> Materialized {
        if let kept = build.scattered {
            let other = try ScatteredRows(children[0].schema, keys: specification.probeKeys, level: 0, job: job)
            try job.runShared(over: children[0], "join (scatter)") { _, stream in try other.append(stream) }
            return .streams(try PartitionedJoin(filtering, probe: kept, build: other, job: job).streams())
        }
        let flags = Buffer(capacity: build.batch.count, zeroed: true)
        var marking = specification
        (marking.probeColumns, marking.buildColumns) = ([], [])
        let (specification, build) = (marking, build)
        try job.runShared(over: children[0], "join (probe)") { _, input in
            let task = TaskContext(job: job, assignment: .shared, evaluation: job.context.evaluation)
            let stream = JoinProbe(
                specification, table: build.table, build: build.batch, input: input, task: task, matched: flags.typed())
            while try stream.next() != nil {}
        }
        return .batches(try job.gather(picked, kept(flags.typed()), parts: job.pool.width))
    }

    private var picked: Batch { build.batch.picking(specification.buildColumns) }

    /// The build rows with a match, or of an anti join those without.
    private func kept(_ matched: UnsafeMutablePointer<UInt8>) -> Selection {
        let rows = Selection(capacity: build.batch.count)
        let wanted: UInt8 = specification.kind == .leftSemi ? 1 : 0
        var written = 0
        for row in 0..<build.batch.count {
            rows.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= matched[row] == wanted ? 1 : 0
        }
        rows.setCount(written)
        return rows
    }
}
