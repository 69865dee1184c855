import Columnar
import Functions

/// Turns subqueries into joins: EXISTS and IN into semi and anti joins, correlated scalar subqueries into left joins, and
/// lateral joins into plain ones.
///
/// Where it can, correlation goes by lifting conditions (``CorrelatedConditions``), otherwise by computing the subquery for
/// all outer rows at once (``DependentJoin``). Uncorrelated subqueries within expressions stay: they run once, before the
/// query.
package struct RewriteSubqueries: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        try plan.transformUp { node in
            switch node {
            case .join(let join) where join.isLateral: return try LateralJoin(context: context).rewrite(join)
            case .join(let join): return try rewrite(join, context)
            case .filter(let filter): return try rewrite(filter, context)
            default: return try rewriteExpressions(node, context)
            }
        }
    }

    private func rewrite(_ filter: Filter, _ context: EvaluationContext) throws -> LogicalPlan {
        guard filter.condition.contains(\.isSubquery) else { return .filter(filter) }
        let parts = try filter.condition.negationsInward(context).conjuncts
        let output = filter.child.output
        // What asks no subquery comes first: fewer rows ask the others.
        let plain = parts.filter { !$0.contains(\.isSubquery) }
        var child = Expression.conjunction(plain).map { .filter(Filter(filter.child, $0)) } ?? filter.child
        var kept: [Expression] = []
        for part in parts where part.contains(\.isSubquery) {
            let (subquery, negated) = Self.existence(part)
            guard var subquery else {
                kept.append(try replace(part, &child, context))
                continue
            }
            subquery.plan = try apply(subquery.plan, context: context)
            child = try semiJoin(child, subquery, negated: negated, context)
        }
        let result = Expression.conjunction(kept).map { LogicalPlan.filter(Filter(child, $0)) } ?? child
        return trimmed(result, to: output)
    }

    /// Subqueries in the condition of an inner join are a filter's; in that of another they must read one side only.
    private func rewrite(_ original: Join, _ context: EvaluationContext) throws -> LogicalPlan {
        let parts = original.onConditions
        guard parts.contains(where: { $0.contains(\.isSubquery) }) else { return .join(original) }
        var join = original
        let asking = parts.filter { $0.contains(\.isSubquery) }
        var plain = parts.filter { !$0.contains(\.isSubquery) }
        if join.kind == .inner || join.kind == .cross {
            join.condition = Expression.conjunction(plain).map { .on($0) } ?? .none
            guard let condition = Expression.conjunction(asking) else { return .join(join) }
            return try rewrite(Filter(.join(join), condition), context)
        }
        let output = LogicalPlan.join(original).output
        let rightIDs = Set(join.right.output.map(\.id))
        for part in asking {
            if join.kind != .right, join.kind != .full, part.references.isSubset(of: rightIDs),
                !part.references.isEmpty
            {
                join.right = try rewrite(Filter(join.right, part), context)
            } else if part.references.isSubset(of: rightIDs) {
                plain.append(try replace(part, &join.right, context))
            } else {
                plain.append(try replace(part, &join.left, context))
            }
        }
        join.condition = Expression.conjunction(plain).map { .on($0) } ?? .none
        return trimmed(.join(join), to: output)
    }

    private func rewriteExpressions(_ node: LogicalPlan, _ context: EvaluationContext) throws -> LogicalPlan {
        guard node.expressions.contains(where: { $0.contains(\.isSubquery) }), let first = node.children.first else {
            return node
        }
        var child = first
        let rewritten = try node.mapExpressions { try replace($0, &child, context) }
        return trimmed(rewritten.mapChildren { _ in child }, to: node.output)
    }

    private func trimmed(_ plan: LogicalPlan, to output: [Attribute]) -> LogicalPlan {
        plan.output.count == output.count ? plan : .project(Project(plan, output.map { .attribute($0) }))
    }

    /// Replaces correlated subqueries by columns of joins; others are run on their own before the query.
    private func replace(
        _ expression: Expression, _ child: inout LogicalPlan, _ context: EvaluationContext
    ) throws -> Expression {
        guard expression.contains(\.isSubquery) else { return expression }
        if case .call(let call) = expression, call.name == "not", call.arguments.first?.isCondition == true {
            return try replace(expression.negationsInward(context), &child, context)
        }
        if case .call(let call) = expression, call.name == "not", case .subquery(let subquery)? = call.arguments.first,
            case .contains(let values) = subquery.kind
        {
            let values = try values.map { try replace($0, &child, context) }
            return try isMember(subquery, values, negated: true, &child, context)
        }
        guard case .subquery(var subquery) = expression else {
            return try expression.mapChildren { try replace($0, &child, context) }
        }
        if case .contains(let values) = subquery.kind {
            let values = try values.map { try replace($0, &child, context) }
            return try isMember(subquery, values, negated: false, &child, context)
        }
        subquery.plan = try apply(subquery.plan, context: context)
        if subquery.outerReferences.isEmpty { return .subquery(subquery) }
        switch subquery.kind {
        case .scalar: return try ScalarSubquery(context: context).join(subquery, &child)
        case .exists, .contains: return try mark(subquery, &child, context)
        }
    }

    // MARK: EXISTS and IN

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

    /// The rows of `child` for which a row of the subquery exists, or none does.
    private func semiJoin(
        _ original: LogicalPlan, _ subquery: ResolvedSubquery, negated: Bool, _ context: EvaluationContext
    ) throws -> LogicalPlan {
        var child = original
        let inner: LogicalPlan
        var conditions: [Expression]
        var columns = subquery.plan.output
        let outer = Set(subquery.outerReferences.map(\.id))
        if case .exists = subquery.kind, subquery.plan.alwaysHasRow {
            return negated ? .filter(Filter(child, .literal(.boolean(false), .boolean))) : child
        }
        let plan = if case .exists = subquery.kind { subquery.plan.withoutNeedlessLimit } else { subquery.plan }
        if let lifted = CorrelatedConditions(lifting: plan, outer: outer, use: .existence) {
            (inner, conditions) = (lifted.plan, lifted.conditions)
        } else {
            let dependent = DependentJoin(OuterDomain(of: &child, columns: subquery.outerReferences), context: context)
            let flat = try dependent.flatten(plan)
            (inner, conditions) = (flat.plan, try dependent.condition(flat)?.conjuncts ?? [])
            columns = columns.map { dependent.standIn(for: $0, in: flat) }
        }
        if case .contains(let values) = subquery.kind {
            for (value, column) in zip(values, columns) {
                let equal = try Expression.call("=", [value, .attribute(column)], context)
                // NOT IN: a null on either side makes the answer unknown, which is no match for a filter.
                let isUnknown = negated && (value.nullable || column.nullable)
                conditions.append(isUnknown ? .or(equal, try Expression.call("isnull", [equal], context)) : equal)
            }
        }
        let condition = Expression.conjunction(conditions).map { Join.Condition.on($0) } ?? .none
        return .join(Join(child, inner, kind: negated ? .leftAnti : .leftSemi, condition: condition))
    }

    /// EXISTS whose answer is a value (under OR, NOT or CASE, or in a SELECT list): a column of a left join with the
    /// distinct outer values for which there is a row.
    private func mark(
        _ subquery: ResolvedSubquery, _ child: inout LogicalPlan, _ context: EvaluationContext
    ) throws -> Expression {
        if subquery.plan.alwaysHasRow { return .literal(.boolean(true), .boolean) }
        let plan = subquery.plan.withoutNeedlessLimit
        let outer = Set(subquery.outerReferences.map(\.id))
        let (inner, keys, conditions): (LogicalPlan, [Attribute], [Expression])
        if let lifted = CorrelatedConditions(lifting: plan, outer: outer, use: .existence), lifted.areEqualities {
            (inner, keys, conditions) = (lifted.plan, lifted.keys, lifted.conditions)
        } else {
            let dependent = DependentJoin(OuterDomain(of: &child, columns: subquery.outerReferences), context: context)
            let flat = try dependent.flatten(plan)
            (inner, keys) = (flat.plan, flat.keys)
            conditions = try dependent.condition(flat)?.conjuncts ?? []
        }
        let marker = Alias(.literal(.boolean(true), .boolean), "exists", id: .fresh())
        let distinct = LogicalPlan.distinct(.project(Project(inner, keys.map { .attribute($0) })))
        let marked = LogicalPlan.project(Project(distinct, keys.map { .attribute($0) } + [.alias(marker)]))
        let condition = Expression.conjunction(conditions).map { Join.Condition.on($0) } ?? .none
        child = .join(Join(child, marked, kind: .left, condition: condition))
        let column = Attribute(id: marker.id ?? .fresh(), marker.name, .boolean, nullable: true)
        return .coalesce([.attribute(column), .literal(.boolean(false), .boolean)])
    }

    /// IN or NOT IN whose answer is a value. As in Spark it is true or false and never null: where a null leaves it
    /// unknown, both are false.
    private func isMember(
        _ original: ResolvedSubquery, _ values: [Expression], negated: Bool, _ child: inout LogicalPlan,
        _ context: EvaluationContext
    ) throws -> Expression {
        var subquery = original
        subquery.kind = .contains(values)
        subquery.plan = try apply(subquery.plan, context: context)
        guard subquery.outerReferences.isEmpty else {
            return try markMembers(subquery, values, negated: negated, &child, context)
        }
        let answer = Expression.subquery(subquery)
        let no = Expression.literal(.boolean(false), .boolean)
        return .coalesce([negated ? try Expression.call("not", [answer], context) : answer, no])
    }

    /// For each outer row the numbers of rows that match and of those for which it is unknown.
    private func markMembers(
        _ subquery: ResolvedSubquery, _ values: [Expression], negated: Bool, _ child: inout LogicalPlan,
        _ context: EvaluationContext
    ) throws -> Expression {
        // The values become columns, by which the subquery's rows are compared for each outer row.
        let named = values.map { Alias($0, "value", id: .fresh()) }
        let columns = named.compactMap { Expression.alias($0).outputAttribute }
        child = .project(Project(child, child.output.map { .attribute($0) } + named.map { .alias($0) }))
        let domain = OuterDomain(of: &child, columns: subquery.outerReferences + columns)
        let dependent = DependentJoin(domain, context: context)
        let flat = try dependent.flatten(subquery.plan)
        let wanted = flat.keys.suffix(columns.count)
        let equalities = try zip(wanted, subquery.plan.output).map { value, column in
            let own = dependent.standIn(for: column, in: flat)
            return try Expression.call("=", [.attribute(value), .attribute(own)], context)
        }
        guard let equal = Expression.conjunction(equalities) else {
            throw PyriteError.internalError("IN compares no columns.")
        }
        let isUnknown = try Expression.call("isnull", [equal], context)
        let counts = try [equal, isUnknown].map { condition in
            Alias(.aggregate(try AggregateCall("count_if", [condition], context)), "rows", id: .fresh())
        }
        let keys = flat.keys.map { Expression.attribute($0) }
        let counted = LogicalPlan.aggregate(
            Aggregate(flat.plan, groupBy: keys, aggregates: keys + counts.map { .alias($0) }))
        let condition = try dependent.condition(flat).map { Join.Condition.on($0) } ?? .none
        child = .join(Join(child, counted, kind: .left, condition: condition))
        let isSome = try counts.map { count -> Expression in
            let column = Attribute(id: count.id ?? .fresh(), count.name, .long, nullable: true)
            let number = Expression.coalesce([.attribute(column), .literal(.integer(0), .long)])
            return try Expression.call(">", [number, .literal(.integer(0), .long)], context)
        }
        if !negated { return isSome[0] }
        return try Expression.call("not", [.or(isSome[0], isSome[1])], context)
    }
}

extension Expression {
    /// AND, OR or NOT.
    fileprivate var isCondition: Bool {
        switch self {
        case .and, .or: true
        case .call(let call): call.name == "not"
        default: false
        }
    }

    /// The condition with NOT in front of nothing but single tests, where subqueries are asked: whether an unknown answer
    /// counts as false depends on it.
    fileprivate func negationsInward(_ context: EvaluationContext, isNegated: Bool = false) throws -> Expression {
        guard contains(\.isSubquery) else { return isNegated ? try .call("not", [self], context) : self }
        switch self {
        case .and(let a, let b), .or(let a, let b):
            let left = try a.negationsInward(context, isNegated: isNegated)
            let right = try b.negationsInward(context, isNegated: isNegated)
            let isConjunction = if case .and = self { !isNegated } else { isNegated }
            return isConjunction ? .and(left, right) : .or(left, right)
        case .call(let call) where call.name == "not" && call.arguments.count == 1:
            return try call.arguments[0].negationsInward(context, isNegated: !isNegated)
        default: return isNegated ? try .call("not", [self], context) : self
        }
    }
}

extension AggregateCall {
    /// A call of a registered aggregate function on resolved arguments that have the types it takes.
    init(_ name: String, _ arguments: [Expression], _ context: EvaluationContext) throws {
        guard case .aggregate(let bind)? = FunctionRegistry.builtIn[name]?.kind else {
            throw PyriteError.internalError("The registry has no aggregate function \(name).")
        }
        let binding = try bind(
            arguments.map { FunctionArgument(type: $0.dataType, nullable: $0.nullable, sql: $0.prettySQL) },
            ResolutionContext(isANSI: context.isANSI, functionName: name))
        self.init(name, arguments, binding: binding)
    }
}

extension LogicalPlan {
    /// Whether the plan gives a row whatever its input is: an aggregation without groups.
    fileprivate var alwaysHasRow: Bool {
        switch self {
        case .aggregate(let aggregate): aggregate.groupBy.isEmpty
        case .project(let project): project.child.alwaysHasRow
        case .sort(let sort): sort.child.alwaysHasRow
        default: false
        }
    }

    /// The plan without what changes nothing in whether it has rows.
    fileprivate var withoutNeedlessLimit: LogicalPlan {
        switch self {
        case .limit(let limit):
            guard limit.offset == nil, case .literal(.integer(let count), _)? = limit.count, count > 0 else {
                return self
            }
            return limit.child.withoutNeedlessLimit
        case .sort(let sort): return sort.child.withoutNeedlessLimit
        case .project(let project): return project.child.withoutNeedlessLimit
        default: return self
        }
    }
}
