import Columnar
import Functions

/// Collects what an aggregation has to compute while the SELECT list, HAVING and ORDER BY above it are rewritten to read
/// its columns.
final class AggregationBuilder {
    let input: Resolved
    /// Attributes or aliases with ids.
    let groupBy: [Expression]
    /// Aliases of aggregate calls.
    private(set) var calls: [Expression] = []
    /// Of ROLLUP, CUBE and GROUPING SETS: what the keys and grouping functions became.
    var groupingSets: GroupingSetColumns?

    private let inputColumns: Set<AttributeID>

    init(input: Resolved, groupBy: [Expression]) {
        self.input = input
        self.groupBy = groupBy
        inputColumns = Set(input.plan.output.map(\.id))
    }

    /// The expression over the aggregation's output: grouping expressions and aggregate calls become its columns.
    func rewrite(_ expression: Expression) -> Expression {
        for group in groupBy where !expression.isLiteral {
            guard group.isSame(as: expression), var attribute = group.outputAttribute else { continue }
            // The column keeps the name by which it is called here.
            if case .attribute(let written) = expression, case .attribute = group { attribute.name = written.name }
            return .attribute(attribute)
        }
        switch expression {
        case .aggregate:
            if let known = calls.first(where: { $0.isSame(as: expression) }), let attribute = known.outputAttribute {
                return .attribute(attribute)
            }
            let alias = Expression.alias(Alias(expression, expression.prettySQL, id: .fresh()))
            calls.append(alias)
            return alias.outputAttribute.map { .attribute($0) } ?? expression
        case .window(var window):
            // The function itself runs over the groups; what it reads comes out of the aggregation.
            window.function = window.function.mapChildren { rewrite($0) }
            window.partitionBy = window.partitionBy.map { rewrite($0) }
            window.orderBy = window.orderBy.map { $0.mapExpression { rewrite($0) } }
            return .window(window)
        default:
            return expression.mapChildren { rewrite($0) }
        }
    }

    /// The first column of the input that an expression reads outside of grouping expressions and aggregate calls.
    func firstUngrouped(in expression: Expression) -> Attribute? {
        if groupBy.contains(where: { $0.isSame(as: expression) }) { return nil }
        switch expression {
        case .aggregate: return nil
        case .attribute(let attribute): return inputColumns.contains(attribute.id) ? attribute : nil
        default:
            for child in expression.children {
                if let found = firstUngrouped(in: child) { return found }
            }
            return nil
        }
    }

    var plan: LogicalPlan {
        var keys: [Expression] = []
        var columns: [Expression] = []
        for group in groupBy {
            guard let column = group.outputAttribute else { continue }
            guard column.type.hasCollation, let first = group.withoutAlias.firstOfGroup else {
                keys.append(group)
                columns.append(.attribute(column))
                continue
            }
            // Strings that are equal by their collation are one group, which shows the first of them.
            keys.append(.alias(Alias(group.withoutAlias.collationKey, column.name, id: .fresh())))
            columns.append(.alias(Alias(first, column.name, metadata: column.metadata, id: column.id)))
        }
        return .aggregate(Aggregate(input.plan, groupBy: keys, aggregates: columns + calls))
    }
}

extension Analyzer {
    /// The rows without duplicates.
    func distinctRows(_ child: Resolved) -> Resolved {
        child.visible.contains { $0.type.hasCollation } ? distinct(child) : child.wrapped { .distinct($0) }
    }

    /// The rows without duplicates among the columns, or among all, when collations tell which are equal.
    func distinct(_ child: Resolved, by columns: [Attribute]? = nil) -> Resolved {
        let keys = columns ?? child.visible
        let ids = Set(keys.map(\.id))
        let builder = AggregationBuilder(input: child, groupBy: keys.map { .attribute($0) })
        let list = child.visible.map { column -> Expression in
            guard !ids.contains(column.id), let first = Expression.attribute(column).firstOfGroup else {
                return .attribute(column)
            }
            return .alias(Alias(builder.rewrite(first), column.name, metadata: column.metadata, id: column.id))
        }
        return child.wrapped { _ in .project(Project(builder.plan, list)) }
    }
}

extension Expression {
    /// The call of `first` on the expression.
    fileprivate var firstOfGroup: Expression? {
        guard let definition = FunctionRegistry.builtIn["first"], case .aggregate(let bind) = definition.kind,
            let binding = try? bind(
                [FunctionArgument(type: dataType, nullable: nullable)],
                ResolutionContext(isANSI: true, functionName: "first"))
        else { return nil }
        let ignoringNulls = binding.argumentTypes.count > 1 ? [Expression.literal(.boolean(false), .boolean)] : []
        return .aggregate(AggregateCall("first", [self] + ignoringNulls, binding: binding))
    }

    /// `ALL` where it may be a column of that name.
    var isNameAll: Bool {
        if case .unresolvedAttribute(let name) = self {
            name.nameParts.map { $0.lowercased() } == ["all"]
        } else {
            false
        }
    }
    var isLiteral: Bool { if case .literal = self { true } else { false } }
}

extension Analyzer {
    func resolveAggregate(_ node: Aggregate, _ environment: Environment) throws -> Resolved {
        if let windowed = try withTimeWindows(node) { return try resolveAggregate(windowed, environment) }
        let child = try resolve(node.child, environment)
        switch node.grouping {
        case .plain: break
        case .all:
            // ALL may be a column's name.
            if case .found(let column, _) = Resolved.lookup(["all"], among: child.visible) {
                let list = try selectList(node.aggregates, child, environment)
                return try aggregate(child, groupBy: [.attribute(column)], list: list, environment)
            }
            let list = try selectList(node.aggregates, child, environment)
            let groups = list.filter { !$0.containsAggregate && !$0.contains(\.isWindow) }.map(\.withoutAlias)
            return try aggregate(child, groupBy: groups, list: list, environment)
        case .rollup, .cube, .sets: return try resolveGroupingSets(node, child, environment)
        case .pivot(let column, let values): return try resolvePivot(node, child, column, values, environment)
        case .pivotClause(let columns, let values):
            return try resolvePivotClause(node, child, columns, values, environment)
        }
        if node.isPipe { return try resolvePipeAggregate(node, child, environment) }
        let groups = try groupingExpressions(node, child, environment)
        var list = try selectList(node.aggregates, child, environment)
        if node.prependsGroupingColumns {
            // A star among the keys stands for several.
            let written: [Expression?] = groups.count == node.groupBy.count ? node.groupBy : groups.map { _ in nil }
            list = zip(groups, written).map { named($0, as: $1) } + list
        }
        return try aggregate(child, groupBy: groups, list: list, environment)
    }

    /// `|> AGGREGATE`: the keys first, then the aggregates, each of which must aggregate something.
    private func resolvePipeAggregate(
        _ node: Aggregate, _ child: Resolved, _ environment: Environment
    ) throws -> Resolved {
        let list = try selectList(node.aggregates, child, environment)
        for entry in list where !entry.containsAggregate {
            throw PyriteError(
                .analysis, "PIPE_OPERATOR_AGGREGATE_EXPRESSION_CONTAINS_NO_AGGREGATE_FUNCTION", sqlState: "0A000",
                "Non-grouping expression \(entry.withoutAlias.prettySQL) is provided as an argument to the |> AGGREGATE "
                    + "pipe operator but does not contain any aggregate function; please update it to include an aggregate "
                    + "function and then retry the query again.",
                parameters: ["expr": entry.withoutAlias.prettySQL])
        }
        let keys = try node.groupBy.map { written -> Expression in
            guard case .literal(.integer(let ordinal), .integer) = written else {
                return named(try ExpressionResolver(self, child, environment).resolve(written), as: written)
            }
            guard ordinal >= 1, ordinal <= Int64(child.visible.count) else {
                throw PyriteError(
                    .analysis, "GROUP_BY_POS_OUT_OF_RANGE", sqlState: "42805",
                    "GROUP BY position \(ordinal) is not in select list (valid range is [1, \(child.visible.count)]).",
                    parameters: ["index": "\(ordinal)", "size": "\(child.visible.count)"])
            }
            return .attribute(child.visible[Int(ordinal) - 1])
        }
        return try aggregate(child, groupBy: keys, list: keys + list, environment)
    }

    /// The grouping list: ordinals become entries of the SELECT list, names that no input column has its aliases.
    func groupingExpressions(_ node: Aggregate, _ child: Resolved, _ environment: Environment) throws -> [Expression] {
        let resolver = ExpressionResolver(self, child, environment)
        var aliases: [String: Expression] = [:]
        for case .alias(let alias) in node.aggregates where aliases[alias.name.lowercased()] == nil {
            aliases[alias.name.lowercased()] = alias.child
        }
        return try node.groupBy.enumerated().flatMap { position, expression -> [Expression] in
            let origin = position < node.groupOrigins.count ? node.groupOrigins[position] : nil
            if case .unresolvedStar(let target, let planID) = expression {
                return try expandStar(target, planID, child)
            }
            if case .literal(.integer(let ordinal), .integer) = expression, !node.prependsGroupingColumns {
                guard !node.aggregates.contains(where: \.isStar) else {
                    throw PyriteError(
                        .analysis, "STAR_GROUP_BY_POS", sqlState: "0A000",
                        "Star (*) is not allowed in a select list when GROUP BY an ordinal position is used.")
                }
                let list = try selectList(node.aggregates, child, environment)
                guard ordinal >= 1, ordinal <= Int64(list.count) else {
                    throw PyriteError(
                        .analysis, "GROUP_BY_POS_OUT_OF_RANGE", sqlState: "42805",
                        "GROUP BY position \(ordinal) is not in select list (valid range is [1, \(list.count)]).",
                        parameters: ["index": "\(ordinal)", "size": "\(list.count)"]
                    ).at(origin)
                }
                let entry = list[Int(ordinal) - 1]
                if entry.containsAggregate {
                    throw PyriteError(
                        .analysis, "GROUP_BY_POS_AGGREGATE", sqlState: "42903",
                        "GROUP BY \(ordinal) refers to an expression \(entry.withoutAlias.prettySQL) that contains an aggregate "
                            + "function. Aggregate functions are not allowed in GROUP BY.",
                        parameters: ["index": "\(ordinal)", "aggExpr": entry.withoutAlias.prettySQL]
                    ).at(origin)
                }
                return [entry.withoutAlias]
            }
            do {
                return [try resolver.resolve(expression)]
            } catch let error as PyriteError where error.isUnresolvedColumn {
                // A name that no column has may be the SELECT list's for one of its entries, also within a key.
                var isReplaced = false
                let written = expression.transformUp { node in
                    guard case .unresolvedAttribute(let name) = node, name.nameParts.count == 1,
                        case .missing = child.lookup(name.nameParts, planID: name.planID),
                        let entry = aliases[name.nameParts[0].lowercased()]
                    else { return node }
                    isReplaced = true
                    return entry
                }
                guard isReplaced else { throw error }
                return [try resolver.resolve(written)]
            }
        }
    }

    /// Aggregates `child` and computes a resolved SELECT list on top.
    func aggregate(
        _ child: Resolved, groupBy: [Expression], list: [Expression], _ environment: Environment
    ) throws -> Resolved {
        for group in groupBy where group.containsAggregate {
            throw PyriteError(
                .analysis, "GROUP_BY_AGGREGATE", sqlState: "42903",
                "Aggregate functions are not allowed in GROUP BY, but found \(group.prettySQL).",
                parameters: ["sqlExpr": group.prettySQL]
            ).at(group.firstAggregateOrigin)
        }
        var keys: [Expression] = []
        for group in groupBy.map(\.withoutAlias) where !keys.contains(where: { $0.isSame(as: group) }) {
            keys.append(named(group))
        }
        let builder = AggregationBuilder(input: child, groupBy: keys)
        return try finish(builder, list: list)
    }

    /// The projection of a SELECT list over an aggregation.
    func finish(_ builder: AggregationBuilder, list: [Expression]) throws -> Resolved {
        let rewritten = list.map { entry -> Expression in
            let result = builder.rewrite(entry)
            switch (entry, result) {
            case (.alias(let original), .alias): return .alias(with(original, child: result.withoutAlias))
            case (.alias(let original), _): return .alias(with(original, child: result))
            case (.attribute(let original), .attribute(let column)) where original.id != column.id:
                return .alias(Alias(result, original.name, id: .fresh()))
            default: return result
            }
        }
        let plan = builder.plan
        let available = Set(plan.output.map(\.id))
        let given = Set(builder.input.plan.output.map(\.id))
        for (entry, original) in zip(rewritten, list) {
            if let subquery = entry.correlatedScalar {
                throw PyriteError(
                    .analysis, "SCALAR_SUBQUERY_IS_IN_GROUP_BY_OR_AGGREGATE_FUNCTION", sqlState: "0A000",
                    "The correlated scalar subquery '\"\(entry.withoutAlias.prettySQL)\"' is neither present in GROUP BY, nor "
                        + "in an aggregate function. Add it to GROUP BY using ordinal position or wrap it in `first()` (or "
                        + "`first_value`) if you don't care which value you get.",
                    parameters: ["sqlExpr": "\"\(entry.withoutAlias.prettySQL)\""]
                ).at(subquery.origin)
            }
            // Columns of a query around this one are no columns to group by.
            let outer = entry.references.subtracting(available).intersection(given)
            if let missing = firstColumn(of: entry, among: outer) {
                throw missingAggregation(missing, in: original, grouped: !builder.groupBy.isEmpty)
            }
        }
        var aggregated = Resolved(plan)
        aggregated.planColumns = builder.input.planColumns
        var result = try project(aggregated, rewritten)
        // Qualifiers survive grouping: `SELECT t.a … GROUP BY t.a ORDER BY t.a`.
        result.visible = zip(result.visible, list).map { column, original in
            var column = column
            if case .attribute(let attribute) = original { column.qualifier = attribute.qualifier }
            return column
        }
        result.selectInput = SelectInput(input: aggregated, aggregation: builder)
        return result
    }

    private func with(_ alias: Alias, child: Expression) -> Alias {
        var copy = alias
        copy.child = child
        return copy
    }

    private func firstColumn(of expression: Expression, among ids: Set<AttributeID>) -> Attribute? {
        if case .attribute(let attribute) = expression { return ids.contains(attribute.id) ? attribute : nil }
        for child in expression.children {
            if let found = firstColumn(of: child, among: ids) { return found }
        }
        return nil
    }

    private func missingAggregation(_ column: Attribute, in expression: Expression, grouped: Bool) -> PyriteError {
        let sql = expression.withoutAlias.prettySQL
        if !grouped {
            return PyriteError(
                .analysis, "MISSING_GROUP_BY", sqlState: "42803",
                "The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER "
                    + "clauses.")
        }
        return PyriteError(
            .analysis, "MISSING_AGGREGATION", sqlState: "42803",
            "The non-aggregating expression \"\(sql)\" is based on columns which are not participating in the GROUP BY "
                + "clause.\nAdd the columns or the expression to the GROUP BY, aggregate the expression, or use "
                + "\"any_value(\(sql))\" if you do not care which of the values within a group is returned.",
            parameters: ["expression": "\"\(sql)\"", "expressionAnyValue": "\"any_value(\(sql))\""])
    }

    // MARK: HAVING and ORDER BY

    func having(_ child: Resolved, _ condition: Expression, _ environment: Environment) throws -> Resolved {
        guard let select = child.selectInput, let builder = select.aggregation else {
            if let select = child.selectInput, select.aggregation == nil {
                // HAVING without GROUP BY or aggregates in the SELECT list: one group of all rows when it aggregates.
                let resolved = try ExpressionResolver(self, child, environment).resolve(condition).withoutAlias
                guard !resolved.containsAggregate else { throw missingGroupBy() }
                let checked = try booleanCondition(resolved)
                return child.wrapped { .filter(Filter($0, checked)) }
            }
            let resolved = try ExpressionResolver(self, child, environment).resolve(condition).withoutAlias
            let checked = try booleanCondition(resolved)
            return child.wrapped { .filter(Filter($0, checked)) }
        }
        let (expressions, extended) = try resolveOverAggregation(
            [condition], child, builder, environment, prefersGroups: true)
        try rejectBareWindowFunction(in: expressions[0], at: condition.origin)
        var truth = expressions[0].withoutAlias
        // Unlike WHERE, HAVING casts what is no condition.
        let mode = isANSI ? CastMode.ansi : .legacy
        if truth.dataType != .boolean, Functions.Cast.canCast(from: truth.dataType, to: .boolean, mode: mode) {
            truth = .cast(Cast(truth, to: .boolean, mode: mode))
        }
        let checked = try booleanCondition(truth)
        var result = extended
        result.plan = .filter(Filter(extended.plan, checked))
        return result
    }

    private func missingGroupBy() -> PyriteError {
        PyriteError(
            .analysis, "MISSING_GROUP_BY", sqlState: "42803",
            "The query does not include a GROUP BY clause. Add GROUP BY or turn it into the window functions using OVER "
                + "clauses.")
    }

    /// Resolves HAVING or ORDER BY expressions over an aggregation. They may use the SELECT list's names, the grouping
    /// expressions and aggregate calls; what the SELECT list has not is computed and passed through hidden.
    ///
    /// - Parameter prefersGroups: whether a name means the column that is grouped by before the SELECT list's (HAVING).
    func resolveOverAggregation(
        _ expressions: [Expression], _ child: Resolved, _ builder: AggregationBuilder, _ environment: Environment,
        prefersGroups: Bool = false
    ) throws -> ([Expression], Resolved) {
        let scope = OverAggregation(
            child: child, builder: builder, prefersGroups: prefersGroups)
        var results: [Expression] = []
        for written in expressions {
            var expression = written
            if let sets = builder.groupingSets {
                let resolver = ExpressionResolver(self, builder.input, environment)
                expression = try groupingFunctions(written, sets, resolver)
            }
            var resolved = try resolveOver(scope, expression, environment)
            if let sets = builder.groupingSets { resolved = replaceKeys(in: resolved, sets) }
            if let unknown = builder.firstUngrouped(in: resolved) {
                throw unresolvedOverAggregation(unknown, in: written, scope)
            }
            results.append(builder.rewrite(resolved))
        }
        // The aggregation may have gained calls: rebuild it below the projection and pass the new columns through.
        let plan = builder.plan
        var extended = child
        let present = Set(child.plan.output.map(\.id))
        let needed = results.reduce(into: Set<AttributeID>()) { $1.collectReferences(into: &$0) }.subtracting(present)
        extended.plan = rebuilt(child.plan, aggregation: plan, passing: plan.output.filter { needed.contains($0.id) })
        return (results, extended)
    }

    private func resolveOver(
        _ scope: OverAggregation, _ expression: Expression, _ environment: Environment
    ) throws -> Expression {
        let builder = scope.builder
        func isGrouped(_ resolved: Expression) -> Bool {
            let replaced = builder.groupingSets.map { replaceKeys(in: resolved, $0) } ?? resolved
            return builder.firstUngrouped(in: replaced) == nil
        }
        var input = builder.input
        input.groups = builder
        let overInput = try? ExpressionResolver(self, input, environment).resolve(expression)
        if let overInput, scope.prefersGroups || overInput.containsAggregate, isGrouped(overInput) { return overInput }
        if !scope.prefersGroups, let over = try? ExpressionResolver(self, scope.child, environment).resolve(expression)
        {
            return over
        }
        if let overInput, isGrouped(overInput) { return overInput }
        var names = scope.mixed
        names.groups = builder
        var mixed = ExpressionResolver(self, names, environment)
        mixed.aggregateScope = builder.input
        do {
            return try mixed.resolve(expression)
        } catch let error as PyriteError where error.isUnresolvedColumn {
            guard let name = scope.firstUnknownName(in: expression) else { throw error }
            throw NameError.unresolved(name.nameParts, in: scope.child, origin: name.origin)
                .at(name.origin)
        }
    }

    /// A column of the input that is neither grouped by nor aggregated is as unknown as one that does not exist.
    private func unresolvedOverAggregation(
        _ column: Attribute, in written: Expression, _ scope: OverAggregation
    ) -> PyriteError {
        let name = scope.name(of: column, in: written) ?? UnresolvedAttribute([column.name])
        return NameError.unresolved(name.nameParts, in: scope.child, origin: name.origin).at(name.origin)
    }

    /// Replaces the aggregation at the bottom of filters, windows and the projection above it.
    private func rebuilt(_ plan: LogicalPlan, aggregation: LogicalPlan, passing columns: [Attribute]) -> LogicalPlan {
        switch plan {
        case .aggregate: return aggregation
        case .project(var project):
            project.child = rebuilt(project.child, aggregation: aggregation, passing: columns)
            let present = Set(project.expressions.compactMap { $0.outputAttribute?.id })
            project.expressions += columns.filter { !present.contains($0.id) }.map { .attribute($0) }
            return .project(project)
        case .filter, .window, .sort, .generate:
            return plan.mapChildren { rebuilt($0, aggregation: aggregation, passing: columns) }
        default: return plan
        }
    }

    func resolveSort(_ node: Sort, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let unresolved = try node.order.flatMap { order -> [SortOrder] in
            if node.order.count == 1, order.expression.isNameAll,
                case .missing = Resolved.lookup(["all"], among: child.visible)
            {
                return child.visible.map {
                    SortOrder(.attribute($0), ascending: order.ascending, nullsFirst: order.nullsFirst)
                }
            }
            switch order.expression {
            case .unresolvedStar(let target, let planID):
                return try expandStar(target, planID, child).map {
                    SortOrder($0.withoutAlias, ascending: order.ascending, nullsFirst: order.nullsFirst)
                }
            case .literal(.integer(let ordinal), .integer):
                guard ordinal >= 1, ordinal <= Int64(child.visible.count) else {
                    throw PyriteError(
                        .analysis, "ORDER_BY_POS_OUT_OF_RANGE", sqlState: "42805",
                        "ORDER BY position \(ordinal) is not in select list (valid range is [1, \(child.visible.count)]).",
                        parameters: ["index": "\(ordinal)", "size": "\(child.visible.count)"]
                    ).at(order.origin)
                }
                return [
                    SortOrder(
                        .attribute(child.visible[Int(ordinal) - 1]), ascending: order.ascending,
                        nullsFirst: order.nullsFirst)
                ]
            default: return [order]
            }
        }
        let (expressions, extended) =
            if let builder = child.selectInput?.aggregation {
                try resolveOverAggregation(unresolved.map(\.expression), child, builder, environment)
            } else {
                try resolveReachingBelow(unresolved.map(\.expression), child, environment, orders: true)
            }
        var order: [SortOrder] = []
        for (entry, expression) in zip(unresolved, expressions) {
            try rejectBareWindowFunction(in: expression, at: entry.expression.origin ?? entry.origin)
            let isGrouped = child.selectInput?.aggregation != nil
            if expression.contains(\.isWindow) || (!isGrouped && expression.containsAggregate) {
                throw PyriteError(
                    .analysis, "UNSUPPORTED_EXPR_FOR_OPERATOR", sqlState: "42K0E",
                    "A query operator contains one or more unsupported expressions. Consider to rewrite it to avoid window "
                        + "functions, aggregate functions, and generator functions in the WHERE clause. Invalid "
                        + "expressions: [\"\(expression.prettySQL)\"]",
                    parameters: ["invalidExprSqls": "\"\(expression.prettySQL)\""])
            }
            guard expression.dataType.isOrderable else {
                throw FunctionError.invalidOrdering("sortorder", sql: expression.prettySQL, expression.dataType)
                    .at(entry.origin)
            }
            order.append(
                SortOrder(
                    expression.withoutAlias.collationKey, ascending: entry.ascending, nullsFirst: entry.nullsFirst))
        }
        var result = extended
        result.plan = .sort(Sort(extended.plan, order, isGlobal: node.isGlobal))
        result.selectInput = nil
        return result.trimmed()
    }
}

extension Expression {
    /// A scalar subquery in the expression that reads columns of the query around it.
    fileprivate var correlatedScalar: ResolvedSubquery? {
        if case .subquery(let subquery) = self, case .scalar = subquery.kind, !subquery.outerReferences.isEmpty {
            return subquery
        }
        for child in children {
            if let found = child.correlatedScalar { return found }
        }
        return nil
    }
}
