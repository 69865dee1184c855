import Columnar
import Plans

/// A subplan that several operators of a query read: it runs when the first of them is prepared, on the driver's thread.
final class SharedSubplan: @unchecked Sendable {
    let plan: PhysicalOperator
    let number: Int64
    private var result: Materialized?

    init(_ plan: PhysicalOperator, number: Int64) {
        self.plan = plan
        self.number = number
    }

    func run(_ job: Job) throws -> Materialized {
        if let result { return result }
        try plan.prepare(job)
        let materialized: Materialized
        if let operation = plan as? MaterializedOperator {
            materialized = operation.result
        } else {
            materialized = Materialized(try job.spillable(plan, "shared subplan"))
        }
        result = materialized
        return materialized
    }
}

/// The rows of a ``SharedSubplan``, in one of the places that read them.
final class SharedSubplanOperator: MaterializedOperator, @unchecked Sendable {
    private let subplan: SharedSubplan
    private let positions: [Int]
    private let isFirst: Bool

    /// `positions`: the subplan's columns that ``output`` names. `isFirst`: `explain` shows the subplan here.
    init(_ subplan: SharedSubplan, positions: [Int], output: [Attribute], isFirst: Bool) {
        self.subplan = subplan
        self.positions = positions
        self.isFirst = isFirst
        super.init(output: output, children: isFirst ? [subplan.plan] : [])
    }

    /// The subplan prepares itself, once.
    override func prepareInputs(_ job: Job) throws {}

    override func materialize(_ job: Job) throws -> Materialized {
        let positions = self.positions
        switch try subplan.run(job) {
        case .batches(let partitions): return .batches(partitions.map { $0.map { $0.picking(positions) } })
        case .streams(let streams):
            return .streams(streams.map { open in { MappedStream(try open()) { $0.picking(positions) } } })
        }
    }

    override var estimatedBytes: Double { subplan.plan.estimatedBytes }
    override var name: String { isFirst ? "SharedSubplan" : "ReusedSubplan" }
    override var explanation: String { "\(name) \(describe(output)), subplan#\(subplan.number)" }
}
