import Columnar
import Execution
import Plans

/// Recursive common table expressions run before the query around them: their rows take their place in the plan.
extension Session {
    /// - Parameter limit: of an operator above that passes rows on one for one: enough rows end the recursion.
    func withoutRecursions(_ plan: LogicalPlan, _ context: QueryContext, limit: Int? = nil) throws -> LogicalPlan {
        guard plan.containsRecursion else { return plan }
        switch plan {
        case .recursion(let recursion): return try run(recursion, context, limit: limit)
        case .limit(let node):
            var inner: Int?
            if case .literal(.integer(let count), _)? = node.count, !node.isTail, node.offset == nil {
                inner = min(limit ?? .max, Int(clamping: count))
            }
            return try plan.mapChildren { try withoutRecursions($0, context, limit: inner) }
        case .project, .subqueryAlias:
            return try inSubqueries(of: plan.mapChildren { try withoutRecursions($0, context, limit: limit) }, context)
        default:
            return try inSubqueries(of: plan.mapChildren { try withoutRecursions($0, context) }, context)
        }
    }

    private func inSubqueries(of plan: LogicalPlan, _ context: QueryContext) throws -> LogicalPlan {
        try plan.mapExpressions { expression in
            try expression.transformUp { node in
                guard case .subquery(var query) = node else { return node }
                query.plan = try withoutRecursions(query.plan, context)
                return .subquery(query)
            }
        }
    }

    private func run(_ recursion: Recursion, _ context: QueryContext, limit: Int?) throws -> LogicalPlan {
        let levels = recursion.maximumLevel ?? configuration.number("spark.sql.cteRecursionLevelLimit") ?? 100
        let rowLimit = configuration.number("spark.sql.cteRecursionRowLimit") ?? 1_000_000
        var last = try rows(of: recursion.anchor, context)
        var all = last
        var count = last.rowCount
        var level = 0
        while last.rowCount > 0, count < limit ?? .max {
            level += 1
            guard levels < 0 || level <= levels else {
                throw PyriteError(
                    .sparkException, "RECURSION_LEVEL_LIMIT_EXCEEDED", sqlState: "42836",
                    "Recursion level limit \(levels) reached but query has not exhausted, try increasing it like 'WITH "
                        + "RECURSIVE t(col) MAX RECURSION LEVEL 200'.", parameters: ["levelLimit": "\(levels)"])
            }
            let given = last
            let step = recursion.step.replacingReference(recursion.reference) { output in
                .localRelation(
                    LocalRelation(schema: Schema(output.map(\.field)), batches: [], partitions: given, output: output))
            }
            last = try rows(of: step, context)
            all += last
            count += last.rowCount
            guard rowLimit < 0 || count <= rowLimit || limit != nil else {
                throw PyriteError(
                    .sparkException, "RECURSION_ROW_LIMIT_EXCEEDED", sqlState: "42836",
                    "Recursion row limit \(rowLimit) reached but query has not exhausted, try setting a larger LIMIT "
                        + "value when querying the CTE relation.", parameters: ["rowLimit": "\(rowLimit)"])
            }
        }
        return .localRelation(
            LocalRelation(
                schema: Schema(recursion.output.map(\.field)), batches: [], partitions: all, output: recursion.output))
    }

    private func rows(of plan: LogicalPlan, _ context: QueryContext) throws -> [[Batch]] {
        try runtime.engine.materialize(try prepare(plan, context), context: context)
    }
}

extension [[Batch]] {
    fileprivate var rowCount: Int { reduce(0) { $0 + $1.reduce(0) { $0 + $1.count } } }
}

extension LogicalPlan {
    fileprivate var containsRecursion: Bool {
        if case .recursion = self { return true }
        if children.contains(where: \.containsRecursion) { return true }
        return expressions.contains { expression in
            expression.contains { if case .subquery(let query) = $0 { query.plan.containsRecursion } else { false } }
        }
    }

    fileprivate func replacingReference(
        _ number: Int64, _ make: ([Attribute]) -> LogicalPlan
    ) -> LogicalPlan {
        if case .recursionReference(let node) = self, node.reference == number { return make(node.output) }
        return mapChildren { $0.replacingReference(number, make) }.mapExpressions { expression in
            expression.transformUp { node in
                guard case .subquery(var query) = node else { return node }
                query.plan = query.plan.replacingReference(number, make)
                return .subquery(query)
            }
        }
    }
}
