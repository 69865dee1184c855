import Columnar
import Functions
import Plans

@testable import Execution

/// Resolved plans put together by hand.
enum Build {
    static func attribute(_ name: String, _ type: DataType) -> Attribute { Attribute(name, type) }

    static func relation(_ columns: [(String, DataType, [Value])], partitions: Int? = nil) -> (LogicalPlan, [Attribute])
    {
        let attributes = columns.map { Attribute($0.0, $0.1) }
        let built = columns.map { column -> Column in
            let builder = ColumnBuilder(column.1)
            for value in column.2 { builder.append(value) }
            return builder.finish()
        }
        let batch = Batch(built, count: columns.first?.2.count ?? 0)
        var relation = LocalRelation(
            schema: Schema(attributes.map(\.field)), batches: [batch], output: attributes)
        if let partitions {
            relation.partitions = (0..<partitions).map { part in
                [batch.slice(part * batch.count / partitions..<(part + 1) * batch.count / partitions)]
            }
        }
        return (.localRelation(relation), attributes)
    }

    static func range(_ start: Int64, _ end: Int64, step: Int64 = 1, partitions: Int? = nil) -> (LogicalPlan, Attribute)
    {
        var relation = RangeRelation(start: start, end: end, step: step, partitionCount: partitions)
        let id = Attribute("id", .long, nullable: false)
        relation.output = [id]
        return (.range(relation), id)
    }

    static func call(_ name: String, _ arguments: Expression...) throws -> Expression {
        guard let definition = FunctionRegistry.builtIn[name], case .scalar(let bind) = definition.kind else {
            throw PyriteError.internalError("no function \(name)")
        }
        return .call(ScalarCall(name, arguments, binding: try bind(arguments.map(argument), ResolutionContext())))
    }

    static func aggregate(
        _ name: String, _ arguments: Expression..., distinct: Bool = false, filter: Expression? = nil
    ) throws -> Expression {
        guard let definition = FunctionRegistry.builtIn[name], case .aggregate(let bind) = definition.kind else {
            throw PyriteError.internalError("no aggregate \(name)")
        }
        let binding = try bind(arguments.map(argument), ResolutionContext())
        return .aggregate(AggregateCall(name, arguments, binding: binding, isDistinct: distinct, filter: filter))
    }

    private static func argument(_ expression: Expression) -> FunctionArgument {
        var literal: Value?
        if case .literal(let value, _) = expression { literal = value }
        return FunctionArgument(type: expression.dataType, nullable: expression.nullable, literal: literal)
    }

    static func named(_ expression: Expression, _ name: String) -> Expression {
        .alias(Alias(expression, name, id: .fresh()))
    }

    static func long(_ value: Int64) -> Expression { .literal(.integer(value), .long) }
}

/// An engine of two threads and the rows of plans.
struct Runner {
    let engine = QueryEngine(parallelism: 2)
    var context = QueryContext()

    func rows(_ plan: LogicalPlan) throws -> [[Value]] {
        try engine.execute(plan, context: context).collect().flatMap(Runner.rows)
    }

    func partitions(_ plan: LogicalPlan) throws -> [[[Value]]] {
        try engine.materialize(plan, context: context).map { $0.flatMap(Runner.rows) }
    }

    static func rows(_ batch: Batch) -> [[Value]] {
        (0..<batch.count).map { row in batch.columns.map { $0.value(at: row) } }
    }
}

extension Value: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(stringLiteral value: String) { self = .string(value) }
}
