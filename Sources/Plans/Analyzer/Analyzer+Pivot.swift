import Columnar
import Functions

extension Analyzer {
    /// `groupBy(…).pivot(…)` of the DataFrame API.
    func resolvePivot(
        _ node: Aggregate, _ child: Resolved, _ column: Expression, _ values: [Expression], _ environment: Environment
    ) throws -> Resolved {
        let resolver = ExpressionResolver(self, child, environment)
        let pivot = try resolver.resolve(column).withoutAlias
        let groups = try node.groupBy.map { try resolver.resolve($0) }
        let values = try values.isEmpty ? distinctValues(of: pivot, in: child) : values.map { try resolver.resolve($0) }
        let aggregates = try node.aggregates.map { try resolver.resolve($0) }
        let keys = zip(groups, node.groupBy).map { named($0, as: $1) }
        return try pivoted(child, by: groups, named: keys, pivot, values, aggregates, environment)
    }

    /// The PIVOT clause.
    func resolvePivotClause(
        _ node: Aggregate, _ child: Resolved, _ columns: [Expression], _ values: [Expression],
        _ environment: Environment
    ) throws -> Resolved {
        let resolver = ExpressionResolver(self, child, environment)
        let resolvedColumns = try columns.map { try resolver.resolve($0).withoutAlias }
        let aggregates = try node.aggregates.map { try resolver.resolve($0) }
        for aggregate in aggregates where !aggregate.containsAggregate {
            throw PyriteError(
                .analysis, "_LEGACY_ERROR_TEMP_1006", sqlState: "",
                "Aggregate expression required for pivot, but '\(aggregate.withoutAlias.prettySQL)' did not appear in any "
                    + "aggregate function.", parameters: ["sql": aggregate.withoutAlias.prettySQL])
        }
        var used = Set<AttributeID>()
        for expression in resolvedColumns + aggregates { expression.collectReferences(into: &used) }
        let groups = child.visible.filter { !used.contains($0.id) }.map { Expression.attribute($0) }
        let resolvedValues = try values.map { value -> Expression in
            guard let resolved = try? ExpressionResolver(self, Resolved(.oneRow), Environment()).resolve(value) else {
                let shown = try resolver.resolve(value).withoutAlias.prettySQL
                throw PyriteError(
                    .analysis, "NON_LITERAL_PIVOT_VALUES", sqlState: "42K08",
                    "Literal expressions required for pivot values, found \"\(shown)\".",
                    parameters: ["expression": "\"\(shown)\""])
            }
            return resolved
        }
        guard resolvedColumns.count > 1 else {
            return try pivoted(
                child, by: groups, named: groups, resolvedColumns[0], resolvedValues, aggregates, environment)
        }
        var arguments: [Expression] = []
        for (index, column) in resolvedColumns.enumerated() {
            arguments += [.literal(.string("col\(index + 1)"), .string), column]
        }
        let pivot = try resolver.resolve(.unresolvedFunction(UnresolvedFunction(["named_struct"], arguments)))
        return try pivoted(child, by: groups, named: groups, pivot, resolvedValues, aggregates, environment)
    }

    /// One aggregate with a FILTER for every value and aggregate. Where a group has no row with the value the result is
    /// null, also that of functions which are never null.
    private func pivoted(
        _ child: Resolved, by groups: [Expression], named keys: [Expression], _ pivot: Expression,
        _ values: [Expression], _ aggregates: [Expression], _ environment: Environment
    ) throws -> Resolved {
        let resolver = ExpressionResolver(self, child, environment)
        var list = keys
        for value in values {
            let bare = value.withoutAlias
            guard TypeCoercion.commonType(bare.dataType, pivot.dataType, isANSI: isANSI) != nil else {
                throw PyriteError(
                    .analysis, "PIVOT_VALUE_DATA_TYPE_MISMATCH", sqlState: "42K09",
                    "Invalid pivot value '\(bare.prettySQL)': value data type \(bare.dataType.simpleString) does not match "
                        + "pivot column data type \(pivot.dataType.simpleString).",
                    parameters: [
                        "value": bare.prettySQL, "valueType": bare.dataType.simpleString,
                        "pivotType": pivot.dataType.simpleString,
                    ])
            }
            let label: String
            if case .alias(let alias) = value { label = alias.name } else { label = valueLabel(bare) }
            // A value that is none of the column's type is in no row.
            let typed = Expression.cast(Cast(bare, to: pivot.dataType, mode: .attempt, isExplicit: false))
            let wanted = bare.dataType == pivot.dataType ? bare : typed
            let isMatch = try resolver.resolve(
                .unresolvedFunction(UnresolvedFunction(["<=>"], [pivot, wanted])))
            for aggregate in aggregates {
                let filtered = aggregate.withoutAlias.transformUp { expression in
                    guard case .aggregate(var call) = expression else { return expression }
                    call.filter = call.filter.map { .and($0, isMatch) } ?? isMatch
                    return .aggregate(call)
                }
                let suffix: String
                if case .alias(let alias) = aggregate { suffix = alias.name } else { suffix = aggregate.prettySQL }
                let name = aggregates.count == 1 ? label : "\(label)_\(suffix)"
                let column = filtered.isNullWithoutRows ? filtered : try whenAny(isMatch, filtered, resolver)
                list.append(.alias(Alias(column, name, id: .fresh())))
            }
        }
        return try aggregate(child, groupBy: groups, list: list, environment)
    }

    /// The expression where a row of the group passes the test, else null.
    private func whenAny(
        _ test: Expression, _ expression: Expression, _ resolver: ExpressionResolver
    ) throws -> Expression {
        let count = Expression.unresolvedFunction(
            UnresolvedFunction(["count"], [.literal(.integer(1), .integer)], filter: test))
        let isAny = try resolver.resolve(
            .unresolvedFunction(UnresolvedFunction([">"], [count, .literal(.integer(0), .long)])))
        return .caseWhen(
            branches: [CaseBranch(when: isAny, then: expression)], otherwise: .literal(.null, expression.dataType))
    }

    /// The values of the pivot column as literals, sorted: what a pivot that names no values means.
    private func distinctValues(of pivot: Expression, in child: Resolved) throws -> [Expression] {
        let column = Alias(pivot, "value", id: .fresh())
        let distinct = LogicalPlan.distinct(.project(Project(child.plan, [.alias(column)])))
        guard let attribute = distinct.output.first else { return [] }
        let sorted = LogicalPlan.sort(Sort(distinct, [SortOrder(.attribute(attribute))]))
        return try catalog.values(of: sorted).map { .literal($0, attribute.type) }
    }

    private func valueLabel(_ expression: Expression) -> String {
        guard let text = constantValue(.cast(Cast(expression, to: .string, mode: .legacy))) else {
            return expression.prettySQL
        }
        if case .string(let label) = text { return label }
        return "null"
    }
}

extension Expression {
    /// Whether this is one call that gives null for no rows.
    fileprivate var isNullWithoutRows: Bool {
        guard case .aggregate(let call) = self else { return false }
        return ["sum", "avg", "mean", "min", "max", "first", "last", "any_value", "first_value", "last_value"]
            .contains(call.name)
    }
}
