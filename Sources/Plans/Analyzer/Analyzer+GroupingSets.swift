import Columnar
import Functions

/// The columns that an expansion for grouping sets gives.
struct GroupingSetColumns {
    var keys: [Expression]
    /// The keys again, null outside of their sets.
    var columns: [Attribute]
    var groupingID: Attribute
}

extension Analyzer {
    /// ROLLUP, CUBE and GROUPING SETS: each row once for every set, with the keys outside the set null, then a plain
    /// aggregation by the keys and the set's number.
    func resolveGroupingSets(_ node: Aggregate, _ child: Resolved, _ environment: Environment) throws -> Resolved {
        var plain = node
        plain.grouping = .plain
        let keys = try groupingExpressions(plain, child, environment).map(\.withoutAlias)
        guard keys.count <= 32 else {
            throw PyriteError(
                .analysis, "GROUPING_SIZE_LIMIT_EXCEEDED", sqlState: "54000",
                "Grouping sets size cannot be greater than 32.", parameters: ["maxSize": "32"])
        }
        let sets = try groupingSets(node.grouping, keys, child, environment)

        // Below: the input's columns, each key again under a new id, and the grouping id.
        let keyColumns = keys.map { key -> Attribute in
            let name = named(key).outputAttribute?.name ?? key.prettySQL
            return Attribute(name, key.dataType, nullable: true)
        }
        let groupingID = Attribute("spark_grouping_id", .long, nullable: false)
        let input = child.plan.output
        let projections = sets.map { set -> [Expression] in
            var mask: Int64 = 0
            let values = keys.indices.map { index -> Expression in
                if set.contains(index) { return keys[index] }
                mask |= 1 << Int64(keys.count - 1 - index)
                return .literal(.null, keys[index].dataType)
            }
            return input.map { .attribute($0) } + values + [.literal(.integer(mask), .long)]
        }
        let expand = Expand(child.plan, projections: projections, output: input + keyColumns + [groupingID])
        var expanded = child
        expanded.plan = .expand(expand)

        let builder = AggregationBuilder(
            input: expanded, groupBy: keyColumns.map { .attribute($0) } + [.attribute(groupingID)])
        let columns = GroupingSetColumns(keys: keys, columns: keyColumns, groupingID: groupingID)
        builder.groupingSets = columns
        let resolver = ExpressionResolver(self, child, environment)
        let prepared = try node.aggregates.map { try groupingFunctions($0, columns, resolver) }
        var list = try selectList(prepared, child, environment)
        if node.prependsGroupingColumns { list = keys.map { named($0) } + list }
        // Outside aggregate calls the SELECT list means the expanded keys, inside the input's own columns.
        let rewritten = list.map { entry -> Expression in
            let replaced = replaceKeys(in: entry, columns)
            if case .attribute(let original) = entry, case .attribute(let key) = replaced, original.id != key.id {
                return .alias(Alias(replaced, original.name, id: .fresh()))
            }
            return replaced
        }
        return try finish(builder, list: rewritten)
    }

    private func groupingSets(
        _ grouping: Aggregate.Grouping, _ keys: [Expression], _ child: Resolved, _ environment: Environment
    ) throws -> [[Int]] {
        let all = Array(keys.indices)
        switch grouping {
        case .rollup: return (0...all.count).reversed().map { Array(all.prefix($0)) }
        case .cube:
            guard all.count <= 16 else {
                throw PyriteError(
                    .analysis, "GROUPING_SIZE_LIMIT_EXCEEDED", sqlState: "54000",
                    "CUBE over \(all.count) columns gives more grouping sets than Pyrite expands (65,536).",
                    parameters: ["maxSize": "16"])
            }
            return (0..<(1 << all.count)).map { mask in all.filter { mask & (1 << (all.count - 1 - $0)) == 0 } }
        case .sets(let sets):
            let resolver = ExpressionResolver(self, child, environment)
            return try sets.map { set in
                try set.map { expression in
                    let resolved = try resolver.resolve(expression)
                    guard let index = keys.firstIndex(where: { $0.isSame(as: resolved) }) else {
                        throw PyriteError(
                            .analysis, "GROUPING_COLUMN_MISMATCH", sqlState: "42803",
                            "Column of grouping (\(resolved.prettySQL)) can't be found in grouping columns.",
                            parameters: [
                                "grouping": resolved.prettySQL,
                                "groupingColumns": keys.map(\.prettySQL).joined(separator: ", "),
                            ])
                    }
                    return index
                }
            }
        case .plain, .pivot, .pivotClause, .all: return [all]
        }
    }

    /// `grouping(key)` and `grouping_id()` as arithmetic on the set's number.
    func groupingFunctions(
        _ expression: Expression, _ sets: GroupingSetColumns, _ resolver: ExpressionResolver
    ) throws -> Expression {
        let (keys, groupingID) = (sets.keys, sets.groupingID)
        guard case .unresolvedFunction(let call) = expression, call.nameParts.count == 1 else {
            return try expression.mapChildren { try groupingFunctions($0, sets, resolver) }
        }
        switch call.nameParts[0].lowercased() {
        case "grouping_id":
            return .alias(Alias(.attribute(groupingID), expression.prettySQL))
        case "grouping" where call.arguments.count == 1:
            let key = try resolver.resolve(call.arguments[0])
            guard let index = keys.firstIndex(where: { $0.isSame(as: key) }) else {
                throw PyriteError(
                    .analysis, "GROUPING_COLUMN_MISMATCH", sqlState: "42803",
                    "Column of grouping (\(key.prettySQL)) can't be found in grouping columns.",
                    parameters: [
                        "grouping": key.prettySQL, "groupingColumns": keys.map(\.prettySQL).joined(separator: ", "),
                    ])
            }
            let shift = Expression.literal(.integer(Int64(keys.count - 1 - index)), .integer)
            let shifted = Expression.unresolvedFunction(
                UnresolvedFunction(["shiftright"], [.attribute(groupingID), shift]))
            let bit = Expression.unresolvedFunction(
                UnresolvedFunction(["&"], [shifted, .literal(.integer(1), .long)]))
            return .alias(Alias(.cast(Cast(bit, to: .byte)), expression.prettySQL))
        default:
            return try expression.mapChildren { try groupingFunctions($0, sets, resolver) }
        }
    }

    func replaceKeys(in expression: Expression, _ sets: GroupingSetColumns) -> Expression {
        let (keys, columns) = (sets.keys, sets.columns)
        if case .aggregate = expression { return expression }
        if let index = keys.firstIndex(where: { $0.isSame(as: expression) }) {
            if case .alias(var alias) = expression {
                alias.child = .attribute(columns[index])
                return .alias(alias)
            }
            return .attribute(columns[index])
        }
        return expression.mapChildren { replaceKeys(in: $0, sets) }
    }
}
