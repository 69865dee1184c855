import Columnar
import Functions

/// The different values that rows of an outer query give to a subquery.
struct OuterDomain {
    /// The columns of the outer query that the subquery reads.
    let columns: [Attribute]
    private let source: LogicalPlan
    private let sourceColumns: [Attribute]

    /// Reads the rows of `outer` a second time. Where that might give other rows, `outer` becomes a subplan that runs once.
    init(of outer: inout LogicalPlan, columns: [Attribute]) {
        self.columns = columns
        if outer.isRepeatable {
            (source, sourceColumns) = (outer, columns)
            return
        }
        let id = AttributeID.fresh()
        sourceColumns = columns.map {
            var copy = $0
            copy.id = .fresh()
            return copy
        }
        source = .shared(SharedPlan(id: id, plan: outer, columns: columns.map(\.id), output: sourceColumns))
        let output = outer.output
        outer = .shared(SharedPlan(id: id, plan: outer, columns: output.map(\.id), output: output))
    }

    /// The combinations of values, once each, under names of their own.
    func instance() -> (plan: LogicalPlan, keys: [Attribute]) {
        let values = LogicalPlan.distinct(.project(Project(source, sourceColumns.map { .attribute($0) })))
        let renamed = sourceColumns.map { Alias(.attribute($0), $0.name, id: .fresh()) }
        let keys = renamed.compactMap { Expression.alias($0).outputAttribute }
        return (.project(Project(values, renamed.map { .alias($0) })), keys)
    }
}

/// Takes the correlation out of a plan by computing its rows for all outer rows at once: the plan is joined to the
/// ``OuterDomain``, and this join sinks through the plan's operators to where no outer column is read below. Each operator
/// on the way treats the rows of one combination of outer values as it treated all rows before: it groups, numbers and
/// compares by these values too.
///
/// See Neumann and Kemper, "Unnesting Arbitrary Queries", BTW 2015.
struct DependentJoin {
    /// A plan that reads no outer columns; it has the columns of the original, and the values of the outer row that each
    /// row is for.
    struct Flat {
        var plan: LogicalPlan
        /// The stand-ins for the outer columns, in the order of the domain's columns.
        var keys: [Attribute]
    }

    let domain: OuterDomain
    let context: EvaluationContext
    private let outer: Set<AttributeID>

    init(_ domain: OuterDomain, context: EvaluationContext) {
        self.domain = domain
        self.context = context
        outer = Set(domain.columns.map(\.id))
    }

    /// What stands for a column of the original plan in the flat one: another column only where it was an outer one.
    func standIn(for column: Attribute, in flat: Flat) -> Attribute {
        zip(domain.columns, flat.keys).first { $0.0.id == column.id }?.1 ?? column
    }

    /// The condition that joins outer rows with their rows of the flat plan.
    func condition(_ flat: Flat) throws -> Expression? { try equal(domain.columns, flat.keys) }

    func flatten(_ plan: LogicalPlan) throws -> Flat {
        guard plan.reads(outer) else { return free(plan) }
        switch plan {
        case .filter(var filter):
            let child = try flatten(filter.child)
            filter.child = child.plan
            filter.condition = replaced(filter.condition, child.keys)
            return Flat(plan: .filter(filter), keys: child.keys)
        case .project(let project): return try flatten(project)
        case .aggregate(let aggregate):
            return try aggregate.groupBy.isEmpty ? flattenTotal(aggregate) : flattenGroups(aggregate)
        case .distinct(let child):
            let flat = try flatten(child)
            return Flat(plan: .distinct(flat.plan), keys: flat.keys)
        case .deduplicate(let node): return try flatten(node)
        case .sort(var sort):
            let child = try flatten(sort.child)
            sort.child = child.plan
            sort.order = sort.order.map { order in order.mapExpression { replaced($0, child.keys) } }
            return Flat(plan: .sort(sort), keys: child.keys)
        case .limit(let limit): return try flatten(limit)
        case .window(var window):
            let child = try flatten(window.child)
            window.child = child.plan
            window.expressions = window.expressions.map { entry in
                replaced(entry, child.keys).mapNamed { expression in
                    guard case .window(var function) = expression else { return expression }
                    function.partitionBy = child.keys.map { .attribute($0) } + function.partitionBy
                    return .window(function)
                }
            }
            return Flat(plan: .window(window), keys: child.keys)
        case .generate(var generate):
            let child = try flatten(generate.child)
            generate.child = child.plan
            generate.function = replaced(generate.function, child.keys)
            return Flat(plan: .generate(generate), keys: child.keys)
        case .expand(var expand):
            let child = try flatten(expand.child)
            let keys = child.keys.map(renamed)
            expand.child = child.plan
            expand.projections = expand.projections.map { projection in
                projection.map { replaced($0, child.keys) } + child.keys.map { .attribute($0) }
            }
            expand.output += keys
            return Flat(plan: .expand(expand), keys: keys)
        case .join(let join) where !join.isLateral: return try flatten(join)
        case .setOperation(let operation): return try flatten(operation)
        case .repartition(let node): return try flatten(node.child)
        case .hint(let node): return try flatten(node.child)
        case .subqueryAlias(let node): return try flatten(node.child)
        default: throw PyriteError.unsupported("a subquery that reads outer columns below this operator")
        }
    }

    // MARK: Rows one by one

    /// Rows that are the same for every outer row.
    private func free(_ plan: LogicalPlan) -> Flat {
        let (values, keys) = domain.instance()
        if case .oneRow = plan { return Flat(plan: values, keys: keys) }
        return Flat(plan: .join(Join(values, plan, kind: .cross)), keys: keys)
    }

    private func flatten(_ original: Project) throws -> Flat {
        var project = original
        let child = try flatten(project.child)
        project.child = child.plan
        project.expressions = project.expressions.map { replaced($0, child.keys) }
        let present = Set(project.expressions.compactMap { $0.outputAttribute?.id })
        project.expressions += child.keys.filter { !present.contains($0.id) }.map { .attribute($0) }
        return Flat(plan: .project(project), keys: child.keys)
    }

    func replaced(_ expression: Expression, _ keys: [Attribute]) -> Expression {
        expression.replacing(
            Dictionary(
                zip(domain.columns, keys).map { ($0.id, Expression.attribute($1)) },
                uniquingKeysWith: { first, _ in first }))
    }

    private func renamed(_ column: Attribute) -> Attribute {
        var copy = column
        copy.id = .fresh()
        return copy
    }

    /// Null-safe equality of columns in pairs; nulls of the outer row are values like others here.
    func equal(_ a: [Attribute], _ b: [Attribute]) throws -> Expression? {
        Expression.conjunction(
            try zip(a, b).map { x, y in
                try Expression.call(
                    x.nullable || y.nullable ? "<=>" : "=", [.attribute(x), .attribute(y)], context)
            })
    }

    // MARK: Groups

    private func flattenGroups(_ original: Aggregate) throws -> Flat {
        var aggregate = original
        let child = try flatten(aggregate.child)
        let ids = Set(child.keys.map(\.id))
        aggregate.child = child.plan
        let own = aggregate.groupBy.map { replaced($0, child.keys) }.filter { entry in
            if case .attribute(let column) = entry { !ids.contains(column.id) } else { true }
        }
        aggregate.groupBy = child.keys.map { .attribute($0) } + own
        let list = aggregate.aggregates.map { replaced($0, child.keys) }
        let present = Set(list.compactMap { $0.outputAttribute?.id })
        aggregate.aggregates = child.keys.filter { !present.contains($0.id) }.map { .attribute($0) } + list
        return Flat(plan: .aggregate(aggregate), keys: child.keys)
    }

    /// An aggregation without groups has a row for every outer row, also for those without any input: all of the domain
    /// is joined to the input, and the functions see the rows that found one.
    private func flattenTotal(_ original: Aggregate) throws -> Flat {
        var aggregate = original
        let child = try flatten(aggregate.child)
        let (values, keys) = domain.instance()
        let marker = Alias(.literal(.boolean(true), .boolean), "matched", id: .fresh())
        let marked = LogicalPlan.project(
            Project(child.plan, child.plan.output.map { .attribute($0) } + [.alias(marker)]))
        let condition = try equal(keys, child.keys).map { Join.Condition.on($0) } ?? .none
        aggregate.child = .join(Join(values, marked, kind: .left, condition: condition))
        let flag = Attribute(id: marker.id ?? .fresh(), marker.name, .boolean, nullable: true)
        let isMatched = try Expression.call("isnotnull", [.attribute(flag)], context)
        aggregate.groupBy = keys.map { .attribute($0) }
        aggregate.aggregates =
            keys.map { .attribute($0) }
            + aggregate.aggregates.map { entry in
                replaced(entry, keys).transformUp { expression in
                    guard case .aggregate(var call) = expression else { return expression }
                    call.filter = call.filter.map { .and(isMatched, $0) } ?? isMatched
                    return .aggregate(call)
                }
            }
        return Flat(plan: .aggregate(aggregate), keys: keys)
    }

    private func flatten(_ original: Deduplicate) throws -> Flat {
        var node = original
        let child = try flatten(node.child)
        // Columns are named here, so that the stand-ins need names that nothing else has.
        let named = child.keys.map { Alias(.attribute($0), "outer#\($0.id.number)", id: .fresh()) }
        let keys = named.compactMap { Expression.alias($0).outputAttribute }
        let rest = child.plan.output.filter { column in !child.keys.contains { $0.id == column.id } }
        node.child = .project(Project(child.plan, rest.map { .attribute($0) } + named.map { .alias($0) }))
        if !node.columns.isEmpty { node.columns += keys.map(\.name) }
        return Flat(plan: .deduplicate(node), keys: keys)
    }

    // MARK: Limits

    /// The first rows for each outer row: those with the smallest numbers.
    private func flatten(_ limit: Limit) throws -> Flat {
        if limit.isTail { throw PyriteError.unsupported("the last rows of a subquery that reads outer columns") }
        if case .project(var project) = limit.child {
            var inner = limit
            inner.child = project.child
            project.child = .limit(inner)
            return try flatten(project)
        }
        var order = [SortOrder(.literal(.integer(1), .integer))]
        var child: Flat
        if case .sort(let sort) = limit.child, sort.isGlobal {
            child = try flatten(sort.child)
            order = sort.order.map { entry in entry.mapExpression { replaced($0, child.keys) } }
        } else {
            child = try flatten(limit.child)
        }
        let call = WindowFunctionCall(
            name: "row_number", arguments: [], resultType: .integer, nullable: false, ignoreNulls: false)
        let window = WindowExpression(
            function: .windowFunction(call), partitionBy: child.keys.map { .attribute($0) }, orderBy: order)
        let alias = Alias(.window(window), "row", id: .fresh())
        guard let number = Expression.alias(alias).outputAttribute else { return child }
        var conditions: [Expression] = []
        let offset = limit.offset.map(integer)
        if let offset { conditions.append(try Expression.call(">", [.attribute(number), offset], context)) }
        if let count = limit.count.map(integer) {
            let last = try offset.map { try Expression.call("+", [count, $0], context) } ?? count
            conditions.append(try Expression.call("<=", [.attribute(number), last], context))
        }
        child.plan = .window(WindowOperator(child.plan, [.alias(alias)]))
        if let condition = Expression.conjunction(conditions) { child.plan = .filter(Filter(child.plan, condition)) }
        return child
    }

    private func integer(_ expression: Expression) -> Expression {
        expression.dataType == .integer
            ? expression : .cast(Cast(expression, to: .integer, mode: .ansi, isExplicit: false))
    }

    // MARK: Several inputs

    private func flatten(_ original: Join) throws -> Flat {
        var join = original
        let readsLeft = join.left.reads(outer)
        let readsRight = join.right.reads(outer)
        let flattensLeft: Bool
        let flattensRight: Bool
        switch join.kind {
        case .inner, .cross: (flattensLeft, flattensRight) = (readsLeft || !readsRight, readsRight)
        case .left, .leftSemi, .leftAnti: (flattensLeft, flattensRight) = (true, readsRight)
        case .right: (flattensLeft, flattensRight) = (readsLeft, true)
        case .full: (flattensLeft, flattensRight) = (true, true)
        }
        let left = flattensLeft ? try flatten(join.left) : nil
        let right = flattensRight ? try flatten(join.right) : nil
        join.left = left?.plan ?? join.left
        join.right = right?.plan ?? join.right
        let keys = (join.kind == .right ? right?.keys : left?.keys) ?? right?.keys ?? []
        var conditions = join.onConditions.map { replaced($0, keys) }
        if let left, let right, let same = try equal(left.keys, right.keys) { conditions.append(same) }
        join.condition = Expression.conjunction(conditions).map { .on($0) } ?? .none
        if join.kind == .cross, !conditions.isEmpty { join.kind = .inner }
        guard join.kind == .full, let left, let right else { return Flat(plan: .join(join), keys: keys) }
        let either = zip(left.keys, right.keys).map { a, b in
            Alias(.coalesce([.attribute(a.asNullable), .attribute(b.asNullable)]), a.name, id: .fresh())
        }
        let output = LogicalPlan.join(join).output
        return Flat(
            plan: .project(Project(.join(join), output.map { .attribute($0) } + either.map { .alias($0) })),
            keys: either.compactMap { Expression.alias($0).outputAttribute })
    }

    private func flatten(_ original: SetOperation) throws -> Flat {
        var operation = original
        guard operation.kind == .union else {
            throw PyriteError.internalError("INTERSECT and EXCEPT are joins after analysis.")
        }
        operation.inputs = try operation.inputs.map { input in
            let flat = try flatten(input)
            let columns = input.output.map { column in
                Expression.alias(Alias(.attribute(standIn(for: column, in: flat)), column.name, id: .fresh()))
            }
            return .project(Project(flat.plan, columns + flat.keys.map { .attribute($0) }))
        }
        let keys = domain.columns.map(renamed)
        operation.output += keys
        return Flat(plan: .setOperation(operation), keys: keys)
    }
}

extension LogicalPlan {
    /// Whether the plan surely gives the same rows when it runs again within the query.
    var isRepeatable: Bool {
        switch self {
        case .scan, .range, .localRelation, .oneRow: true
        case .project, .filter, .aggregate, .sort, .distinct, .join, .setOperation, .hint, .expand, .generate:
            expressions.allSatisfy { $0.isMovable && !$0.contains(\.isSubquery) && !$0.contains(\.dependsOnOrder) }
                && children.allSatisfy(\.isRepeatable)
        default: false
        }
    }
}

extension Expression {
    /// Whether an aggregate's value may change with the order of its input.
    fileprivate var dependsOnOrder: Bool {
        guard case .aggregate(let call) = self else { return false }
        return !["count", "sum", "avg", "mean", "min", "max", "count_if", "bool_and", "bool_or"].contains(call.name)
            || call.binding.resultType.isFloatingPoint
    }
}
