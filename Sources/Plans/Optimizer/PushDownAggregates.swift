import Columnar
import Functions

/// Aggregates one input of a join before the join, by its keys, where this leaves few rows to be joined; the aggregation
/// above then puts the parts together. (Yan and Larson, "Eager Aggregation and Lazy Aggregation", VLDB 1995.)
package struct PushDownAggregates: OptimizerRule {
    /// Smaller inputs are not worth a second aggregation.
    private static let minRows = 100_000.0
    /// How many rows a group must have on average.
    private static let minRowsPerGroup = 4.0

    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        try plan.transformUp { node in
            guard case .aggregate(let aggregate) = node, !aggregate.groupBy.isEmpty else { return node }
            return try pushed(aggregate, context) ?? node
        }
    }

    private func pushed(_ aggregate: Aggregate, _ context: EvaluationContext) throws -> LogicalPlan? {
        guard case .join(let join) = aggregate.child.belowPlainProjections, join.kind == .inner || join.kind == .left
        else { return nil }
        let calls = aggregate.aggregates.flatMap(\.aggregateCalls)
        guard !calls.isEmpty, calls.allSatisfy({ isSplittable($0, besides: join.kind) }) else { return nil }
        let read = calls.reduce(into: Set<AttributeID>()) { ids, call in
            for argument in call.arguments { argument.collectReferences(into: &ids) }
        }
        let leftIDs = Set(join.left.output.map(\.id))
        let rightIDs = Set(join.right.output.map(\.id))
        if read.isSubset(of: rightIDs), let keys = keys(aggregate, join, of: join.right) {
            guard pays(join.right, keys, in: join) else { return nil }
            var parts = Parts(aggregate, context)
            var result = join
            result.right = try parts.lower(join.right, keys)
            return try parts.upper(.join(result))
        }
        if join.kind == .inner, read.isSubset(of: leftIDs), let keys = keys(aggregate, join, of: join.left) {
            guard pays(join.left, keys, in: join) else { return nil }
            var parts = Parts(aggregate, context)
            var result = join
            result.left = try parts.lower(join.left, keys)
            return try parts.upper(.join(result))
        }
        return nil
    }

    private func isSplittable(_ call: AggregateCall, besides kind: Join.Kind) -> Bool {
        guard !call.isDistinct, call.filter == nil, call.arguments.count == 1,
            call.arguments.allSatisfy({ $0.isMovable && !$0.canFail && !$0.contains(\.isSubquery) })
        else { return false }
        switch call.name {
        // The order of a floating-point sum shows in its last digits.
        case "sum": return !call.binding.resultType.isFloatingPoint && call.binding.resultType.isNumeric
        // A row without a partner counts as one.
        case "count": return kind == .inner || !call.arguments[0].references.isEmpty
        case "min", "max": return !call.arguments[0].references.isEmpty
        default: return false
        }
    }

    /// The columns of one side that the join and the aggregation tell rows apart by; `nil` when there are others.
    private func keys(_ aggregate: Aggregate, _ join: Join, of side: LogicalPlan) -> [Attribute]? {
        let columns = side.output
        let ids = Set(columns.map(\.id))
        var wanted = Set<AttributeID>()
        guard !join.onConditions.isEmpty else { return nil }
        for condition in join.onConditions {
            guard let (a, b) = condition.equatedColumns, ids.contains(a.id) != ids.contains(b.id) else { return nil }
            wanted.insert(ids.contains(a.id) ? a.id : b.id)
        }
        for group in aggregate.groupBy {
            guard case .attribute(let column) = group else { return nil }
            if ids.contains(column.id) { wanted.insert(column.id) }
        }
        return columns.filter { wanted.contains($0.id) }
    }

    private func pays(_ side: LogicalPlan, _ keys: [Attribute], in join: Join) -> Bool {
        let statistics = side.statistics
        guard statistics.rows >= Self.minRows, keys.allSatisfy({ statistics.columns[$0.id]?.distinct != nil }) else {
            return false
        }
        let groups = statistics.grouped(by: keys.map { .attribute($0) }, giving: []).rows
        // Where the join drops rows, those that are left are fewer than the groups of all.
        return groups * Self.minRowsPerGroup <= statistics.rows
            && LogicalPlan.join(join).statistics.rows >= statistics.rows * 0.8
    }

    /// An aggregation cut in two.
    private struct Parts {
        private let aggregate: Aggregate
        private let context: EvaluationContext
        private var partial: [(call: AggregateCall, column: Attribute)] = []

        init(_ aggregate: Aggregate, _ context: EvaluationContext) {
            self.aggregate = aggregate
            self.context = context
        }

        /// The side's groups with a part of each aggregate.
        mutating func lower(_ side: LogicalPlan, _ keys: [Attribute]) throws -> LogicalPlan {
            var list = keys.map { Expression.attribute($0) }
            for call in aggregate.aggregates.flatMap(\.aggregateCalls)
            where !partial.contains(where: { Expression.aggregate($0.call).isSame(as: .aggregate(call)) }) {
                let alias = Expression.alias(Alias(.aggregate(call), "partial_\(call.name)", id: .fresh()))
                guard let column = alias.outputAttribute else {
                    throw PyriteError.internalError("An aggregate has no column.")
                }
                list.append(alias)
                partial.append((call, column))
            }
            return .aggregate(Aggregate(side, groupBy: keys.map { .attribute($0) }, aggregates: list))
        }

        /// The aggregation over the parts.
        func upper(_ child: LogicalPlan) throws -> LogicalPlan {
            var result = aggregate
            result.child = child
            result.aggregates = try aggregate.aggregates.map { entry in
                try entry.mapNamed { expression in
                    try expression.transformUp { node in
                        guard case .aggregate(let call) = node else { return node }
                        return try combined(call)
                    }
                }
            }
            return .aggregate(result)
        }

        private func combined(_ call: AggregateCall) throws -> Expression {
            guard
                let column = partial.first(where: { Expression.aggregate($0.call).isSame(as: .aggregate(call)) })?
                    .column
            else { throw PyriteError.internalError("An aggregate has no part.") }
            let name = call.name == "count" ? "sum" : call.name
            let total = Expression.aggregate(try AggregateCall(name, [.attribute(column.asNullable)], context))
            let type = call.binding.resultType
            let typed = total.dataType == type ? total : .cast(Cast(total, to: type, mode: .ansi, isExplicit: false))
            return call.name == "count" ? .coalesce([typed, .literal(.integer(0), .long)]) : typed
        }
    }
}

extension Expression {
    /// The calls of aggregate functions in the expression.
    fileprivate var aggregateCalls: [AggregateCall] {
        if case .aggregate(let call) = self { [call] } else { children.flatMap(\.aggregateCalls) }
    }
}

extension LogicalPlan {
    /// The plan below projections that only choose columns.
    fileprivate var belowPlainProjections: LogicalPlan {
        guard case .project(let project) = self,
            project.expressions.allSatisfy({ if case .attribute = $0 { true } else { false } })
        else { return self }
        return project.child.belowPlainProjections
    }
}
