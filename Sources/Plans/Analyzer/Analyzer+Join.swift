import Columnar
import Functions

extension Analyzer {
    func resolveJoin(_ node: Join, _ environment: Environment) throws -> Resolved {
        let left = try resolve(node.left, environment)
        if node.isLateral, let generated = try lateralGenerator(node, left, environment) { return generated }
        var rightEnvironment = environment
        if node.isLateral { rightEnvironment.outer = OuterQuery(left) }
        var right = try resolve(node.right, rightEnvironment)
        let isLateral = rightEnvironment.outer.map { node.isLateral && !$0.references.isEmpty } ?? false
        if node.isLateral { try rejectLateral(node, right, rightEnvironment.outer?.references ?? []) }
        if isLateral { right = right.withColumnsOfItsOwn(besides: left.plan.output) }
        switch node.condition {
        case .using(let names): return try joinUsing(left, right, node.kind, names)
        case .natural:
            var seen = Set<String>()
            let names = left.visible.map(\.name).filter { name in
                right.visible.contains { $0.name.lowercased() == name.lowercased() }
                    && seen.insert(name.lowercased()).inserted
            }
            return try joinUsing(left, right, node.kind, names, takesFirst: true)
        case .none: return joined(left, right, node.kind, .none, isLateral: isLateral)
        case .on(let expression):
            var scope = joined(left, right, .inner, .none)
            scope.planColumns = mergedPlanColumns(left, right)
            try rejectAmbiguousPlans(expression, left, right)
            let condition = try ExpressionResolver(self, scope, environment).resolve(expression).withoutAlias
            guard condition.dataType == .boolean else {
                throw PyriteError(
                    .analysis, "JOIN_CONDITION_IS_NOT_BOOLEAN_TYPE", sqlState: "42K0E",
                    "The join condition \"\(condition.prettySQL)\" has the invalid type \"\(condition.dataType.sql)\", "
                        + "expected \"BOOLEAN\".",
                    parameters: [
                        "joinCondition": "\"\(condition.prettySQL)\"",
                        "conditionType": "\"\(condition.dataType.sql)\"",
                    ])
            }
            let kind = node.kind == .cross ? .inner : node.kind
            return joined(left, right, kind, .on(condition), isLateral: isLateral)
        }
    }

    /// Spark's restrictions of lateral joins.
    private func rejectLateral(_ node: Join, _ right: Resolved, _ references: [Attribute]) throws {
        let kind: String? =
            switch node.kind {
            case .right: "RIGHT OUTER"
            case .full: "FULL OUTER"
            case .leftSemi: "LEFT SEMI"
            case .leftAnti: "LEFT ANTI"
            case .inner, .left, .cross: nil
            }
        if let kind {
            throw PyriteError(
                .analysis, "INVALID_LATERAL_JOIN_TYPE", sqlState: "42613",
                "The \(kind) JOIN with LATERAL correlation is not allowed because an OUTER subquery cannot correlate to its "
                    + "join partner. Remove the LATERAL correlation or use an INNER JOIN, or LEFT OUTER JOIN instead.",
                parameters: ["joinType": kind])
        }
        try SubqueryRestrictions(outer: references, origin: nil).check(right.plan)
        if !right.plan.isDeterministic, tableFunction(node.right) == nil {
            throw PyriteError(
                .analysis, "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.NON_DETERMINISTIC_LATERAL_SUBQUERIES",
                sqlState: "0A000",
                "Unsupported subquery expression: Non-deterministic lateral subqueries are not supported when joining "
                    + "with outer relations that produce more than one row.")
        }
    }

    /// `FROM t, LATERAL explode(t.a) AS g(x)`: a generator over the rows of the left side.
    private func lateralGenerator(
        _ node: Join, _ left: Resolved, _ environment: Environment
    ) throws -> Resolved? {
        guard let source = try generator(node.right, left, environment) else { return nil }
        // Rows that the condition leaves without a partner are kept: that takes a join.
        if node.kind == .left, case .on(let expression) = node.condition {
            guard case .literal(.boolean(true), _) = expression else { return nil }
        }
        let function = try ExpressionResolver(self, left, environment).resolve(source.call).withoutAlias
        guard case .generator(let generator) = function else { return nil }
        // Without ON, Spark drops the rows that give nothing even from a left join.
        var isOuter = generator.name.hasSuffix("_outer")
        if node.kind == .left, case .on = node.condition { isOuter = true }
        let generated = try generate(left.plan, generator, isOuter: isOuter, names: Array(source.alias.dropFirst()))
        var result = left
        result.selectInput = nil
        result.plan = .generate(generated)
        result.visible += generated.output.map {
            var attribute = $0
            attribute.qualifier = Array(source.alias.prefix(1))
            return attribute
        }
        if let id = source.planID { result.planColumns[id] = generated.output }
        guard case .on(let expression) = node.condition else { return result }
        let condition = try ExpressionResolver(self, result, environment).resolve(expression).withoutAlias
        if node.kind == .left { return result }
        return result.wrapped { .filter(Filter($0, condition)) }
    }

    /// The right side of a lateral join as a call for each row of the left one, when it is one, with its name and its
    /// columns' names.
    private func generator(
        _ right: LogicalPlan, _ left: Resolved, _ environment: Environment
    ) throws -> (call: Expression, alias: [String], planID: Int64?)? {
        if case .unresolvedTableFunction(let name, let arguments, let alias) = right.withoutOrigin, name.count == 1,
            registry[name[0]]?.kind.isGenerator == true
        {
            return (.unresolvedFunction(UnresolvedFunction(name, arguments)), alias, nil)
        }
        guard let (call, alias, planID) = tableFunction(right), !call.takesTable else { return nil }
        let settled = try settled(call, left, environment)
        return (settled.asGenerator(settled.arguments), alias, planID)
    }

    /// The table function of the host that a relation calls, with the name and columns' names given to its rows.
    private func tableFunction(_ plan: LogicalPlan) -> (call: TableFunctionCall, alias: [String], planID: Int64?)? {
        switch plan {
        case .located(let child, _): return tableFunction(child)
        case .planID(let child, let id): return tableFunction(child).map { ($0.call, $0.alias, $0.planID ?? id) }
        case .unresolvedTableFunction(let name, let arguments, let alias):
            return userTableFunction(name, arguments).map { ($0, alias, nil) }
        case .tableFunction(let call): return (call, [], nil)
        case .subqueryAlias(let node) where node.qualifier.count == 1:
            return tableFunction(node.child).map { ($0.call, node.qualifier + node.columnNames, $0.planID) }
        default: return nil
        }
    }

    /// `df.join(df, df.a == df.a)`: both inputs come from the same DataFrame, so `df.a` may mean either.
    private func rejectAmbiguousPlans(_ expression: Expression, _ left: Resolved, _ right: Resolved) throws {
        if case .unresolvedAttribute(let name) = expression, let id = name.planID,
            let a = left.planColumns[id], let b = right.planColumns[id],
            case .found(let x, _) = Resolved.lookup(
                name.nameParts, among: a.filter { c in left.visible.contains { $0.id == c.id } }),
            case .found(let y, _) = Resolved.lookup(
                name.nameParts, among: b.filter { c in right.visible.contains { $0.id == c.id } }),
            x.id != y.id
        {
            let quoted = name.nameParts.map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "AMBIGUOUS_COLUMN_REFERENCE", sqlState: "42702",
                "Column \(quoted) is ambiguous. It's because you joined several DataFrame together, and some of these "
                    + "DataFrames are the same. This column points to one of the DataFrames but Spark is unable to figure "
                    + "out which one. Please alias the DataFrames with different names via `DataFrame.alias` before joining "
                    + "them, and specify the column using qualified name, e.g. `df.alias(\"a\").join(df.alias(\"b\"), "
                    + "col(\"a.id\") > col(\"b.id\"))`.", parameters: ["name": quoted])
        }
        for child in expression.children { try rejectAmbiguousPlans(child, left, right) }
    }

    private func mergedPlanColumns(_ left: Resolved, _ right: Resolved) -> [Int64: [Attribute]] {
        left.planColumns.merging(right.planColumns) { $0 + $1 }
    }

    private func joined(
        _ left: Resolved, _ right: Resolved, _ kind: Join.Kind, _ condition: Join.Condition, isLateral: Bool = false
    ) -> Resolved {
        let plan = LogicalPlan.join(
            Join(left.plan, right.plan, kind: kind, condition: condition, isLateral: isLateral))
        let nullableLeft = kind == .right || kind == .full
        let nullableRight = kind == .left || kind == .full
        func adjusted(_ attributes: [Attribute], _ nullable: Bool) -> [Attribute] {
            nullable ? attributes.map(\.asNullable) : attributes
        }
        var result = Resolved(plan)
        switch kind {
        case .leftSemi, .leftAnti:
            result.visible = left.visible
            result.hidden = left.hidden
            result.metadata = left.metadata
            result.planColumns = left.planColumns
        default:
            result.visible = adjusted(left.visible, nullableLeft) + adjusted(right.visible, nullableRight)
            result.hidden = adjusted(left.hidden, nullableLeft) + adjusted(right.hidden, nullableRight)
            result.metadata = adjusted(left.metadata, nullableLeft) + adjusted(right.metadata, nullableRight)
            result.planColumns = mergedPlanColumns(left, right)
        }
        return result
    }

    /// The keys once, in front; the sides' own keys stay reachable by their qualified names.
    private func joinUsing(
        _ left: Resolved, _ right: Resolved, _ kind: Join.Kind, _ names: [String],
        takesFirst: Bool = false
    ) throws -> Resolved {
        func key(_ name: String, _ side: Resolved, _ sideName: String) throws -> Attribute {
            // Of several columns of a name, NATURAL takes the first.
            if takesFirst, let first = side.visible.first(where: { $0.name.lowercased() == name.lowercased() }) {
                return first
            }
            switch Resolved.lookup([name], among: side.visible) {
            case .found(let attribute, _): return attribute
            case .ambiguous(let matches): throw NameError.ambiguous([name], matches, origin: nil)
            case .missing:
                let suggestion = side.visible.map { quoteIdentifier($0.name) }.joined(separator: ", ")
                throw PyriteError(
                    .analysis, "UNRESOLVED_USING_COLUMN_FOR_JOIN", sqlState: "42703",
                    "USING column \(quoteIdentifier(name)) cannot be resolved on the \(sideName) side of the join. The "
                        + "\(sideName)-side columns: [\(suggestion)].",
                    parameters: [
                        "colName": quoteIdentifier(name), "side": sideName, "suggestion": suggestion,
                    ])
            }
        }
        let keys = try names.map { (try key($0, left, "left"), try key($0, right, "right")) }
        let resolver = ExpressionResolver(self, joined(left, right, .inner, .none), Environment())
        let conditions = try keys.map { a, b in
            try resolver.resolve(.unresolvedFunction(UnresolvedFunction(["="], [.attribute(a), .attribute(b)])))
        }
        let condition = Expression.conjunction(conditions).map { Join.Condition.on($0) } ?? .none
        let effective = kind == .cross ? .inner : kind
        var result = joined(left, right, effective, condition)
        if kind == .leftSemi || kind == .leftAnti {
            let first = keys.map(\.0)
            let ids = Set(first.map(\.id))
            result.visible = first + result.visible.filter { !ids.contains($0.id) }
            return result
        }

        let leftKeys = Set(keys.map(\.0.id))
        let rightKeys = Set(keys.map(\.1.id))
        let byID = Dictionary(result.visible.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        var visibleKeys: [Expression] = []
        for (a, b) in keys {
            switch effective {
            case .right: visibleKeys.append(.attribute(byID[b.id] ?? b))
            case .full:
                let either = try resolver.coalesce(
                    [.attribute(byID[a.id] ?? a), .attribute(byID[b.id] ?? b)], name: "coalesce")
                visibleKeys.append(.alias(Alias(either, a.name, id: .fresh())))
            default: visibleKeys.append(.attribute(byID[a.id] ?? a))
            }
        }
        let rest = result.visible.filter { !leftKeys.contains($0.id) && !rightKeys.contains($0.id) }
        let shown = Set(visibleKeys.compactMap { $0.outputAttribute?.id })
        let hiddenKeys = result.visible.filter {
            (leftKeys.contains($0.id) || rightKeys.contains($0.id)) && !shown.contains($0.id)
        }
        let list = visibleKeys + (rest + hiddenKeys + result.hidden).map { .attribute($0) }
        result.plan = .project(Project(result.plan, list))
        let qualifiers = Dictionary(
            (rest + hiddenKeys + keys.map(\.0) + keys.map(\.1)).map { ($0.id, $0.qualifier) },
            uniquingKeysWith: { first, _ in first })
        result.visible = (visibleKeys.compactMap(\.outputAttribute) + rest).map {
            var attribute = $0
            attribute.qualifier = qualifiers[$0.id] ?? $0.qualifier
            return attribute
        }
        result.hidden = hiddenKeys + result.hidden
        return result
    }
}

extension Resolved {
    /// With other ids for columns that pass through from the left side of a lateral join: `LATERAL (SELECT t.*)`.
    fileprivate func withColumnsOfItsOwn(besides left: [Attribute]) -> Resolved {
        let ids = Set(left.map(\.id))
        let output = plan.output
        guard output.contains(where: { ids.contains($0.id) }) else { return self }
        var fresh: [AttributeID: AttributeID] = [:]
        for column in output where ids.contains(column.id) { fresh[column.id] = .fresh() }
        func renamed(_ columns: [Attribute]) -> [Attribute] {
            columns.map {
                var copy = $0
                copy.id = fresh[$0.id] ?? $0.id
                return copy
            }
        }
        let list = output.map { column in
            fresh[column.id].map { .alias(Alias(.attribute(column), column.name, metadata: column.metadata, id: $0)) }
                ?? Expression.attribute(column)
        }
        var copy = wrapped { .project(Project($0, list)) }
        copy.visible = renamed(visible)
        copy.hidden = renamed(hidden)
        copy.planColumns = planColumns.mapValues(renamed)
        return copy
    }
}

extension LogicalPlan {
    fileprivate var isDeterministic: Bool {
        expressions.allSatisfy(\.isDeterministic) && children.allSatisfy(\.isDeterministic)
    }
}
