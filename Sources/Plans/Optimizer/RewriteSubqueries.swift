import Columnar
import Functions

/// Turns EXISTS and IN into semi and anti joins, and correlated scalar subqueries into left joins with an aggregation.
///
/// Correlation is taken out by lifting the subquery's conditions that mention outer columns into the join. This covers
/// conditions in filters anywhere above which only projections, filters and (for equalities) aggregations stand; see
/// Neumann and Kemper, "Unnesting Arbitrary Queries", BTW 2015, for the general case.
package struct RewriteSubqueries: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        try plan.transformUp { node in
            switch node {
            case .filter(let filter): return try rewrite(filter, context)
            case .project, .aggregate, .sort, .join:
                return try rewriteScalars(node, context)
            default: return node
            }
        }
    }

    private func rewrite(_ filter: Filter, _ context: EvaluationContext) throws -> LogicalPlan {
        var child = filter.child
        let output = child.output
        var kept: [Expression] = []
        for part in filter.condition.conjuncts {
            let (subquery, negated) = Self.existence(part)
            guard var subquery else {
                kept.append(try replaceScalars(part, &child, context))
                continue
            }
            subquery.plan = try apply(subquery.plan, context: context)
            let (inner, lifted) = try Self.decorrelate(subquery)
            var conditions = lifted
            var kind: Join.Kind = negated ? .leftAnti : .leftSemi
            if case .contains(let values) = subquery.kind {
                let columns = subquery.plan.output
                for (value, column) in zip(values, columns) {
                    let equal = try Self.equality(value, .attribute(column), context)
                    if negated, value.nullable || column.nullable {
                        // NOT IN: a null on either side makes the answer unknown, which is no match for a filter.
                        kind = .leftAnti
                        let unknown = try Expression.call("isnull", [equal], context)
                        conditions.append(.or(equal, unknown))
                    } else {
                        conditions.append(equal)
                    }
                }
            }
            let condition = Expression.conjunction(conditions).map { Join.Condition.on($0) } ?? .none
            child = .join(Join(child, inner, kind: kind, condition: condition))
        }
        let result = Expression.conjunction(kept).map { LogicalPlan.filter(Filter(child, $0)) } ?? child
        if result.output.count == output.count { return result }
        return .project(Project(result, output.map { .attribute($0) }))
    }

    private func rewriteScalars(_ node: LogicalPlan, _ context: EvaluationContext) throws -> LogicalPlan {
        guard node.expressions.contains(where: { $0.contains(\.isSubquery) }), let first = node.children.first else {
            return node
        }
        var child = first
        let rewritten = try node.mapExpressions { try replaceScalars($0, &child, context) }
        var isFirst = true
        let result = rewritten.mapChildren { other -> LogicalPlan in
            defer { isFirst = false }
            return isFirst ? child : other
        }
        if case .sort = result { return .project(Project(result, node.output.map { .attribute($0) })) }
        return result
    }

    /// Replaces correlated scalar subqueries by columns of a left join; others are run on their own before the query.
    private func replaceScalars(
        _ expression: Expression, _ child: inout LogicalPlan, _ context: EvaluationContext
    ) throws -> Expression {
        guard expression.contains(\.isSubquery) else { return expression }
        if case .subquery(var subquery) = expression {
            subquery.plan = try apply(subquery.plan, context: context)
            switch subquery.kind {
            case .scalar:
                if subquery.outerReferences.isEmpty { return .subquery(subquery) }
                return try joinScalar(subquery, &child, context)
            case .exists, .contains: return try joinExistence(subquery, &child, context)
            }
        }
        return try expression.mapChildren { try replaceScalars($0, &child, context) }
    }

    /// EXISTS or IN under OR, NOT or CASE: joined to the distinct matches with a marker column.
    private func joinExistence(
        _ subquery: ResolvedSubquery, _ child: inout LogicalPlan, _ context: EvaluationContext
    ) throws -> Expression {
        let (inner, lifted) = try Self.decorrelate(subquery)
        let innerIDs = Set(inner.output.map(\.id))
        var conditions = lifted
        var keys: [Expression] = []
        if case .contains(let values) = subquery.kind {
            for (value, column) in zip(values, subquery.plan.output) {
                conditions.append(try Self.equality(value, .attribute(column), context))
                keys.append(.attribute(column))
            }
        }
        for condition in lifted {
            let own = inner.output.filter { condition.references.contains($0.id) && innerIDs.contains($0.id) }
            for column in own where !keys.contains(where: { $0.isSame(as: .attribute(column)) }) {
                keys.append(.attribute(column))
            }
        }
        let distinct = LogicalPlan.distinct(.project(Project(inner, keys)))
        let marker = Alias(.literal(.boolean(true), .boolean), "exists", id: .fresh())
        let marked: LogicalPlan
        if keys.isEmpty {
            let one = LogicalPlan.limit(Limit(inner, count: .literal(.integer(1), .integer)))
            marked = .project(Project(one, [.alias(marker)]))
        } else {
            marked = .project(Project(distinct, keys + [.alias(marker)]))
        }
        guard lifted.allSatisfy({ Self.isEquality($0) }) else {
            throw PyriteError.unsupported(
                "EXISTS or IN with a correlated condition other than =, outside a plain WHERE")
        }
        let condition = Expression.conjunction(conditions).map { Join.Condition.on($0) } ?? .none
        child = .join(Join(child, marked, kind: .left, condition: condition))
        let column = Attribute(id: marker.id ?? .fresh(), "exists", .boolean, nullable: true)
        return .coalesce([.attribute(column), .literal(.boolean(false), .boolean)])
    }

    private func joinScalar(
        _ subquery: ResolvedSubquery, _ child: inout LogicalPlan, _ context: EvaluationContext
    ) throws -> Expression {
        guard let value = subquery.plan.output.first else {
            throw PyriteError.internalError("A scalar subquery has no column.")
        }
        let (inner, lifted) = try Self.decorrelate(subquery)
        guard lifted.allSatisfy({ Self.isEquality($0) }) else {
            throw PyriteError.unsupported("a correlated scalar subquery with a condition other than =")
        }
        let condition = Expression.conjunction(lifted).map { Join.Condition.on($0) } ?? .none
        child = .join(Join(child, inner, kind: .left, condition: condition))
        let column = Expression.attribute(value.asNullable)
        // count() of no rows is 0, while the join gives null.
        guard let empty = Self.valueOverNoRows(subquery.plan) else { return column }
        return .coalesce([column, empty])
    }

    private static func valueOverNoRows(_ plan: LogicalPlan) -> Expression? {
        switch plan {
        case .project(let project):
            guard let expression = project.expressions.first, case .attribute = expression.withoutAlias else {
                return nil
            }
            return valueOverNoRows(project.child)
        case .aggregate(let aggregate):
            guard case .aggregate(let call)? = aggregate.aggregates.last?.withoutAlias,
                ["count", "count_if", "regr_count"].contains(call.name)
            else { return nil }
            return .literal(.integer(0), .long)
        default: return nil
        }
    }

    // MARK: Correlation

    private static func existence(_ expression: Expression) -> (ResolvedSubquery?, negated: Bool) {
        switch expression {
        case .subquery(let subquery):
            if case .scalar = subquery.kind { return (nil, false) }
            return (subquery, false)
        case .call(let call) where call.name == "not":
            guard case .subquery(let subquery)? = call.arguments.first else { return (nil, false) }
            if case .scalar = subquery.kind { return (nil, false) }
            return (subquery, true)
        default: return (nil, false)
        }
    }

    /// The subquery's plan without conditions on outer columns, and those conditions. Columns that they read are added
    /// to the plan's output (and to the keys of aggregations they pass).
    private static func decorrelate(_ subquery: ResolvedSubquery) throws -> (LogicalPlan, [Expression]) {
        if subquery.outerReferences.isEmpty { return (subquery.plan, []) }
        let outer = Set(subquery.outerReferences.map(\.id))
        return try lift(subquery.plan, outer)
    }

    private static func lift(_ plan: LogicalPlan, _ outer: Set<AttributeID>) throws -> (LogicalPlan, [Expression]) {
        switch plan {
        case .filter(let filter):
            let (child, below) = try lift(filter.child, outer)
            var lifted = below
            var kept: [Expression] = []
            for part in filter.condition.conjuncts {
                if part.references.isDisjoint(with: outer) { kept.append(part) } else { lifted.append(part) }
            }
            return (Expression.conjunction(kept).map { .filter(Filter(child, $0)) } ?? child, lifted)
        case .project(var project):
            let (child, lifted) = try lift(project.child, outer)
            project.child = child
            try reject(project.expressions, outer)
            let present = Set(project.expressions.compactMap { $0.outputAttribute?.id })
            let needed = lifted.reduce(into: Set<AttributeID>()) { $1.collectReferences(into: &$0) }
            project.expressions += child.output.filter { needed.contains($0.id) && !present.contains($0.id) }
                .map { .attribute($0) }
            return (.project(project), lifted)
        case .aggregate(var aggregate):
            let (child, lifted) = try lift(aggregate.child, outer)
            aggregate.child = child
            try reject(aggregate.groupBy + aggregate.aggregates, outer)
            guard lifted.allSatisfy(isEquality) else {
                throw PyriteError.unsupported("a correlated condition other than = below an aggregation")
            }
            let needed = lifted.reduce(into: Set<AttributeID>()) { $1.collectReferences(into: &$0) }
            let present = Set(aggregate.groupBy.compactMap { $0.outputAttribute?.id })
            let keys = child.output.filter { needed.contains($0.id) && !present.contains($0.id) }
                .map { Expression.attribute($0) }
            aggregate.groupBy += keys
            aggregate.aggregates = keys + aggregate.aggregates
            return (.aggregate(aggregate), lifted)
        case .distinct(let child):
            let (inner, lifted) = try lift(child, outer)
            return (.distinct(inner), lifted)
        case .sort(let sort): return try lift(sort.child, outer)
        case .subqueryAlias(let alias): return try lift(alias.child, outer)
        case .join(var join) where join.kind == .inner || join.kind == .cross:
            let (left, a) = try lift(join.left, outer)
            let (right, b) = try lift(join.right, outer)
            join.left = left
            join.right = right
            var lifted = a + b
            if case .on(let condition) = join.condition {
                var kept: [Expression] = []
                for part in condition.conjuncts {
                    if part.references.isDisjoint(with: outer) { kept.append(part) } else { lifted.append(part) }
                }
                join.condition = Expression.conjunction(kept).map { .on($0) } ?? .none
            }
            return (.join(join), lifted)
        default:
            guard uses(plan, outer) else { return (plan, []) }
            throw PyriteError.unsupported("a correlated subquery whose outer column stands below this operator")
        }
    }

    private static func reject(_ expressions: [Expression], _ outer: Set<AttributeID>) throws {
        for expression in expressions where !expression.references.isDisjoint(with: outer) {
            throw PyriteError.unsupported("a correlated subquery with an outer column in its SELECT list")
        }
    }

    private static func uses(_ plan: LogicalPlan, _ outer: Set<AttributeID>) -> Bool {
        plan.expressions.contains { !$0.references.isDisjoint(with: outer) }
            || plan.children.contains { uses($0, outer) }
    }

    private static func isEquality(_ expression: Expression) -> Bool {
        if case .call(let call) = expression { call.name == "=" || call.name == "<=>" } else { false }
    }

    private static func equality(_ a: Expression, _ b: Expression, _ context: EvaluationContext) throws -> Expression {
        try Expression.call("=", [a, b], context)
    }
}
