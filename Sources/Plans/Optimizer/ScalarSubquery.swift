import Columnar
import Functions

/// Joins the values of a correlated scalar subquery to the outer rows.
struct ScalarSubquery {
    let context: EvaluationContext

    /// The subquery's value as an expression over `child`, which becomes a left join.
    func join(_ subquery: ResolvedSubquery, _ child: inout LogicalPlan) throws -> Expression {
        guard let value = subquery.plan.output.first else {
            throw PyriteError.internalError("A scalar subquery has no column.")
        }
        let plan = subquery.plan
        let outer = Set(subquery.outerReferences.map(\.id))
        let total = plan.total
        let overNothing = total.flatMap { valueOverNoRows(plan, $0) }
        if total == nil || overNothing != nil,
            let lifted = CorrelatedConditions(lifting: plan, outer: outer, use: .value), lifted.areEqualities
        {
            let condition = Expression.conjunction(lifted.conditions).map { Join.Condition.on($0) } ?? .none
            guard let overNothing else {
                return try joinOnlyRow(
                    lifted.plan, value, keys: lifted.keys, .left, condition: condition, &child)
            }
            return join(lifted.plan, value, orElse: overNothing, condition, &child)
        }
        let dependent = DependentJoin(OuterDomain(of: &child, columns: subquery.outerReferences), context: context)
        let flat = try dependent.flatten(plan)
        let condition = try dependent.condition(flat).map { Join.Condition.on($0) } ?? .none
        let own = dependent.standIn(for: value, in: flat)
        if plan.hasOneRowAtMost {
            child = .join(Join(child, flat.plan, kind: .left, condition: condition))
            return .attribute(own.asNullable)
        }
        return try joinOnlyRow(flat.plan, own, keys: flat.keys, .left, condition: condition, &child)
    }

    private func join(
        _ inner: LogicalPlan, _ value: Attribute, orElse other: Expression, _ condition: Join.Condition,
        _ child: inout LogicalPlan
    ) -> Expression {
        let column = Expression.attribute(value.asNullable)
        if case .literal(.null, _) = other {
            child = .join(Join(child, inner, kind: .left, condition: condition))
            return column
        }
        if !value.nullable {
            child = .join(Join(child, inner, kind: .left, condition: condition))
            return .coalesce([column, other])
        }
        let marker = Alias(.literal(.boolean(true), .boolean), "matched", id: .fresh())
        let marked = LogicalPlan.project(Project(inner, inner.output.map { .attribute($0) } + [.alias(marker)]))
        child = .join(Join(child, marked, kind: .left, condition: condition))
        let flag = Attribute(id: marker.id ?? .fresh(), marker.name, .boolean, nullable: true)
        return .caseWhen(branches: [CaseBranch(when: .attribute(flag), then: column)], otherwise: other)
    }

    /// With a check that no outer row finds several rows.
    private func joinOnlyRow(
        _ inner: LogicalPlan, _ value: Attribute, keys: [Attribute], _ kind: Join.Kind, condition: Join.Condition,
        _ child: inout LogicalPlan
    ) throws -> Expression {
        let groups = keys.map { Expression.attribute($0) }
        let first = Alias(
            .aggregate(
                try AggregateCall(
                    "first", [.attribute(value), .literal(.boolean(false), .boolean)], context)),
            value.name, id: .fresh())
        let one = Expression.literal(.integer(1), .integer)
        let count = Alias(.aggregate(try AggregateCall("count", [one], context)), "rows", id: .fresh())
        let grouped = LogicalPlan.aggregate(
            Aggregate(inner, groupBy: groups, aggregates: groups + [.alias(first), .alias(count)]))
        child = .join(Join(child, grouped, kind: kind, condition: condition))
        let column = Attribute(id: first.id ?? .fresh(), value.name, value.type, nullable: true)
        let rows = Attribute(id: count.id ?? .fresh(), count.name, .long, nullable: true)
        let binding = ScalarBinding(
            argumentTypes: [value.type, .long], resultType: value.type, nullable: true, canFail: true
        ) { arguments, _, _ in
            let counts = arguments[1].flattened()
            if let numbers = counts.fixedValues(Int64.self) {
                for row in 0..<counts.count where numbers[row] > 1 && !counts.isNull(row) {
                    throw PyriteError(
                        .sparkException, "SCALAR_SUBQUERY_TOO_MANY_ROWS", sqlState: "21000",
                        "More than one row returned by a subquery used as an expression.")
                }
            }
            return arguments[0]
        }
        return .call(ScalarCall("only_row", [.attribute(column), .attribute(rows)], binding: binding))
    }

    // MARK: Aggregations of no rows

    /// What the plan gives where the aggregation sees no row; `nil` when this is not known at planning.
    private func valueOverNoRows(_ plan: LogicalPlan, _ total: Aggregate) -> Expression? {
        guard let column = plan.output.first, let expression = overNoRows(column, plan),
            let value = try? ConstantFolding.value(of: expression, context: context)
        else { return nil }
        return .literal(value, column.type)
    }

    private func overNoRows(_ column: Attribute, _ plan: LogicalPlan) -> Expression? {
        switch plan {
        case .project(let project):
            guard
                let entry = project.expressions.first(where: { $0.outputAttribute?.id == column.id })?.withoutAlias
            else { return nil }
            if case .attribute(let source) = entry { return overNoRows(source, project.child) }
            var values: [AttributeID: Expression] = [:]
            for source in project.child.output where entry.references.contains(source.id) {
                guard let value = overNoRows(source, project.child) else { return nil }
                values[source.id] = value
            }
            return entry.replacing(values)
        case .aggregate(let aggregate):
            guard
                let entry = aggregate.aggregates.first(where: { $0.outputAttribute?.id == column.id })?.withoutAlias
            else { return nil }
            var isKnown = true
            let value = entry.transformUp { expression in
                guard case .aggregate(let call) = expression else { return expression }
                if Self.counts.contains(call.name) { return .literal(.integer(0), call.binding.resultType) }
                isKnown = isKnown && Self.nullOverNoRows.contains(call.name)
                return .literal(.null, call.binding.resultType)
            }
            return isKnown ? value : nil
        default: return nil
        }
    }

    private static let counts: Set<String> = ["count", "count_if", "regr_count"]
    private static let nullOverNoRows: Set<String> = [
        "sum", "avg", "mean", "min", "max", "first", "first_value", "last", "last_value", "any_value", "max_by",
        "min_by", "bool_and", "bool_or", "stddev", "stddev_samp", "stddev_pop", "variance", "var_samp", "var_pop",
        "median", "percentile",
    ]
}

extension LogicalPlan {
    /// The aggregation without groups that the plan is, projections aside.
    fileprivate var total: Aggregate? {
        switch self {
        case .aggregate(let aggregate): aggregate.groupBy.isEmpty ? aggregate : nil
        case .project(let project): project.child.total
        default: nil
        }
    }

    fileprivate var hasOneRowAtMost: Bool {
        switch self {
        case .oneRow: true
        case .aggregate(let aggregate): aggregate.groupBy.isEmpty
        case .project(let node): node.child.hasOneRowAtMost
        case .filter(let node): node.child.hasOneRowAtMost
        case .sort(let node): node.child.hasOneRowAtMost
        case .limit(let node):
            if case .literal(.integer(let count), _)? = node.count { count <= 1 } else { node.child.hasOneRowAtMost }
        default: false
        }
    }
}
