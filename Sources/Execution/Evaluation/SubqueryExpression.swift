import Columnar
import Plans

/// A subquery that does not depend on the row: it runs once, before the query that it stands in.
final class SubqueryExpression: PhysicalExpression, @unchecked Sendable {
    private let kind: ResolvedSubquery.Kind
    /// For `IN`: what is looked up.
    private let values: [PhysicalExpression]
    let plan: PhysicalOperator
    // Written once by the driver before any task reads them.
    private var members: MemberSet?
    private var constant: PhysicalExpression?

    init(_ kind: ResolvedSubquery.Kind, values: [PhysicalExpression], plan: PhysicalOperator, type: DataType) {
        self.kind = kind
        self.values = values
        self.plan = plan
        super.init(type: type, canFail: values.contains(where: \.canFail))
    }

    override var cost: Int { values.reduce(10) { $0 + $1.cost } }

    /// Runs the subquery.
    func complete(_ job: Job) throws {
        try plan.prepare(job)
        let batches = try job.collect(plan, "subquery").flatMap { $0 }
        let rows = batches.reduce(0) { $0 + $1.count }
        switch kind {
        case .exists: constant = ConstantExpression(.boolean(rows > 0), type: .boolean)
        case .contains: members = try MemberSet(batches, types: plan.output.map(\.type))
        case .scalar:
            guard rows <= 1 else {
                throw PyriteError(
                    .sparkException, "SCALAR_SUBQUERY_TOO_MANY_ROWS", sqlState: "21000",
                    "More than one row returned by a subquery used as an expression.")
            }
            let value = batches.first { $0.count > 0 }?.columns.first?.value(at: 0) ?? .null
            constant = ConstantExpression(value, type: type)
        }
    }

    override func compute(_ frame: EvaluationFrame) throws -> Column {
        if let constant { return try constant.evaluate(frame) }
        guard let members else { throw PyriteError.internalError("a subquery was read before it had run") }
        return try members.contains(try values.map { try $0.evaluate(frame) }, count: frame.count)
    }
}
