import Columnar
import Plans

/// A semi or anti join that builds the side it keeps and streams the other one past it: for a left side much smaller than
/// the right. Rows come in the left side's order.
final class BuildSideSemiJoinOperator: MaterializedOperator, @unchecked Sendable {
    private let specification: JoinSpecification

    /// The specification's mode is inner and its output empty: probing only marks build rows.
    init(probe: PhysicalOperator, build: PhysicalOperator, _ specification: JoinSpecification, output: [Attribute]) {
        self.specification = specification
        super.init(output: output, children: [probe, build])
    }

    override var name: String { "BroadcastHashJoin" }
    override var explanation: String { "\(name) \(specification.text)" }
    override var isBreaker: Bool { true }

    private let build = JoinBuild()

    override func prepareInputs(_ job: Job) throws {
        try children[1].prepare(job)
        try build.prepare(job, child: children[1], specification: specification)
        build.filter(children[0], specification)
        try children[0].prepare(job)
    }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let flags = Buffer(capacity: build.batch.count, zeroed: true)
        let (specification, build) = (specification, build)
        try job.runShared(over: children[0], "join (probe)") { _, input in
            let task = TaskContext(job: job, assignment: .shared, evaluation: job.context.evaluation)
            var marking = specification
            marking.buildColumns = []
            let stream = JoinProbe(
                marking, table: build.table, build: build.batch, input: input, task: task, matched: flags.typed())
            while try stream.next() != nil {}
        }
        let rows = Selection(capacity: build.batch.count)
        let wanted: UInt8 = specification.kind == .leftSemi ? 1 : 0
        let matched = flags.typed(UInt8.self)
        var written = 0
        for row in 0..<build.batch.count {
            rows.rows[written] = Int32(truncatingIfNeeded: row)
            written &+= matched[row] == wanted ? 1 : 0
        }
        rows.setCount(written)
        return try job.gather(build.batch.picking(specification.buildColumns), rows, parts: job.pool.width)
    }
}
