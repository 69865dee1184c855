extension LogicalPlan {
    /// The plan below the places in the query text that it is wrapped in.
    package var withoutOrigin: LogicalPlan {
        if case .located(let child, _) = self { child.withoutOrigin } else { self }
    }

    /// The inputs, left before right.
    package var children: [LogicalPlan] {
        switch self {
        case .unresolvedRelation, .unresolvedTableFunction, .scan, .range, .inlineTable, .localRelation,
            .recursionReference,
            .oneRow, .tableFunction:
            []
        case .project(let node): [node.child]
        case .filter(let node): [node.child]
        case .aggregate(let node): [node.child]
        case .sort(let node): [node.child]
        case .limit(let node): [node.child]
        case .distinct(let child): [child]
        case .deduplicate(let node): [node.child]
        case .subqueryAlias(let node): [node.child]
        case .repartition(let node): [node.child]
        case .sample(let node): [node.child]
        case .withColumns(let node): [node.child]
        case .dropColumns(let node): [node.child]
        case .renameColumns(let node): [node.child]
        case .toDF(let child, _): [child]
        case .viewQuery(let view): [view.child]
        case .window(let node): [node.child]
        case .generate(let node): [node.child]
        case .expand(let node): [node.child]
        case .fillNulls(let node): [node.child]
        case .dropNulls(let node): [node.child]
        case .replaceValues(let node): [node.child]
        case .unpivot(let node): [node.child]
        case .hint(let node): [node.child]
        case .toSchema(let child, _): [child]
        case .mapPartitions(let node): [node.child]
        case .describe(let node): [node.child]
        case .frequentItems(let node): [node.child]
        case .collectMetrics(let node): [node.child]
        case .show(let node): [node.child]
        case .shared(let node): [node.plan]
        case .planID(let child, _), .located(let child, _): [child]
        case .with(let node): [node.child]
        case .join(let node): [node.left, node.right]
        case .setOperation(let node): node.inputs
        case .recursion(let node): [node.anchor, node.step]
        }
    }

    /// The same node over other inputs, each made from the old one by `change`.
    package func mapChildren(_ change: (LogicalPlan) throws -> LogicalPlan) rethrows -> LogicalPlan {
        switch self {
        case .unresolvedRelation, .unresolvedTableFunction, .scan, .range, .inlineTable, .localRelation,
            .recursionReference,
            .oneRow, .tableFunction:
            return self
        case .project(var node):
            node.child = try change(node.child)
            return .project(node)
        case .filter(var node):
            node.child = try change(node.child)
            return .filter(node)
        case .aggregate(var node):
            node.child = try change(node.child)
            return .aggregate(node)
        case .sort(var node):
            node.child = try change(node.child)
            return .sort(node)
        case .limit(var node):
            node.child = try change(node.child)
            return .limit(node)
        case .distinct(let child): return .distinct(try change(child))
        case .deduplicate(var node):
            node.child = try change(node.child)
            return .deduplicate(node)
        case .subqueryAlias(var node):
            node.child = try change(node.child)
            return .subqueryAlias(node)
        case .repartition(var node):
            node.child = try change(node.child)
            return .repartition(node)
        case .sample(var node):
            node.child = try change(node.child)
            return .sample(node)
        case .withColumns(var node):
            node.child = try change(node.child)
            return .withColumns(node)
        case .dropColumns(var node):
            node.child = try change(node.child)
            return .dropColumns(node)
        case .renameColumns(var node):
            node.child = try change(node.child)
            return .renameColumns(node)
        case .toDF(let child, let names): return .toDF(try change(child), names: names)
        case .viewQuery(var view):
            view.child = try change(view.child)
            return .viewQuery(view)
        case .window(var node):
            node.child = try change(node.child)
            return .window(node)
        case .generate(var node):
            node.child = try change(node.child)
            return .generate(node)
        case .expand(var node):
            node.child = try change(node.child)
            return .expand(node)
        case .fillNulls(var node):
            node.child = try change(node.child)
            return .fillNulls(node)
        case .dropNulls(var node):
            node.child = try change(node.child)
            return .dropNulls(node)
        case .replaceValues(var node):
            node.child = try change(node.child)
            return .replaceValues(node)
        case .unpivot(var node):
            node.child = try change(node.child)
            return .unpivot(node)
        case .hint(var node):
            node.child = try change(node.child)
            return .hint(node)
        case .toSchema(let child, let schema): return .toSchema(try change(child), schema)
        case .mapPartitions(var node):
            node.child = try change(node.child)
            return .mapPartitions(node)
        case .describe(var node):
            node.child = try change(node.child)
            return .describe(node)
        case .frequentItems(var node):
            node.child = try change(node.child)
            return .frequentItems(node)
        case .collectMetrics(var node):
            node.child = try change(node.child)
            return .collectMetrics(node)
        case .show(var node):
            node.child = try change(node.child)
            return .show(node)
        case .shared(var node):
            node.plan = try change(node.plan)
            return .shared(node)
        case .planID(let child, let id): return .planID(try change(child), id)
        case .located(let child, let origin): return .located(try change(child), origin)
        case .with(var node):
            node.child = try change(node.child)
            return .with(node)
        case .join(var node):
            node.left = try change(node.left)
            node.right = try change(node.right)
            return .join(node)
        case .setOperation(var node):
            node.inputs = try node.inputs.map(change)
            return .setOperation(node)
        case .recursion(var node):
            node.anchor = try change(node.anchor)
            node.step = try change(node.step)
            return .recursion(node)
        }
    }

    /// Rewrites the tree from the leaves up.
    package func transformUp(_ change: (LogicalPlan) throws -> LogicalPlan) rethrows -> LogicalPlan {
        try change(try mapChildren { try $0.transformUp(change) })
    }

    /// The expressions that the node itself evaluates over its inputs.
    package var expressions: [Expression] {
        switch self {
        case .project(let node): node.expressions
        case .filter(let node): [node.condition]
        case .aggregate(let node): node.groupBy + node.aggregates
        case .sort(let node): node.order.map(\.expression)
        case .repartition(let node):
            switch node.scheme {
            case .hash(let keys): keys
            case .direct(let number): [number]
            case .range(let order): order.map(\.expression)
            case .roundRobin, .coalesce: []
            }
        case .window(let node): node.expressions
        case .generate(let node): [node.function]
        case .expand(let node): node.projections.flatMap { $0 }
        case .collectMetrics(let node): node.metrics
        case .join(let node): if case .on(let condition) = node.condition { [condition] } else { [] }
        default: []
        }
    }

    /// The same node with each of its ``expressions`` changed.
    package func mapExpressions(_ change: (Expression) throws -> Expression) rethrows -> LogicalPlan {
        switch self {
        case .project(var node):
            node.expressions = try node.expressions.map(change)
            return .project(node)
        case .filter(var node):
            node.condition = try change(node.condition)
            return .filter(node)
        case .aggregate(var node):
            node.groupBy = try node.groupBy.map(change)
            node.aggregates = try node.aggregates.map(change)
            return .aggregate(node)
        case .sort(var node):
            node.order = try node.order.map { try $0.mapExpression(change) }
            return .sort(node)
        case .repartition(var node):
            switch node.scheme {
            case .hash(let keys): node.scheme = .hash(try keys.map(change))
            case .direct(let number): node.scheme = .direct(try change(number))
            case .range(let order): node.scheme = .range(try order.map { try $0.mapExpression(change) })
            case .roundRobin, .coalesce: break
            }
            return .repartition(node)
        case .window(var node):
            node.expressions = try node.expressions.map(change)
            return .window(node)
        case .generate(var node):
            node.function = try change(node.function)
            return .generate(node)
        case .expand(var node):
            node.projections = try node.projections.map { try $0.map(change) }
            return .expand(node)
        case .collectMetrics(var node):
            node.metrics = try node.metrics.map(change)
            return .collectMetrics(node)
        case .join(var node):
            if case .on(let condition) = node.condition { node.condition = .on(try change(condition)) }
            return .join(node)
        default: return self
        }
    }
}
