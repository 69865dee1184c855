import Columnar
import Functions

/// The columns that an expansion for grouping sets gives.
struct GroupingSetColumns {
    var keys: [Expression]
    /// The keys again, null outside of their sets.
    var columns: [Attribute]
    /// The set's number: a column, or zero where there is but the empty set.
    var groupingID: Expression
}

extension Analyzer {
    /// ROLLUP, CUBE and GROUPING SETS: each row once for every set, with the keys outside the set null, then a plain
    /// aggregation by the keys and the set's number.
    func resolveGroupingSets(_ node: Aggregate, _ child: Resolved, _ environment: Environment) throws -> Resolved {
        var plain = node
        plain.grouping = .plain
        let keys = try groupingExpressions(plain, child, environment).map(\.withoutAlias)
        guard keys.count <= 64 else {
            throw PyriteError(
                .analysis, "GROUPING_SIZE_LIMIT_EXCEEDED", sqlState: "54000",
                "Grouping sets size cannot be greater than 64.", parameters: ["maxSize": "64"])
        }
        let sets = try groupingSets(plain, node.grouping, keys, child, environment)

        // Below: the input's columns, each key again under a new id, and the grouping id.
        let keyColumns = keys.map { key -> Attribute in
            let name = named(key).outputAttribute?.name ?? key.prettySQL
            return Attribute(name, key.dataType, nullable: true)
        }
        let groupingID = Attribute("spark_grouping_id", .long, nullable: false)
        // A set that is given twice makes two groups of the same keys, told apart by the set's position.
        let position = Attribute("gen_grouping_pos", .long, nullable: false)
        let repeats = Set(sets.map(Set.init)).count < sets.count
        let input = child.plan.output
        let projections = sets.enumerated().map { index, set -> [Expression] in
            var mask: Int64 = 0
            let values = keys.indices.map { index -> Expression in
                if set.contains(index) { return keys[index] }
                mask |= Int64(bitPattern: 1 << UInt64(keys.count - 1 - index))
                return .literal(.null, keys[index].dataType)
            }
            return input.map { .attribute($0) } + values + [.literal(.integer(mask), .long)]
                + (repeats ? [.literal(.integer(Int64(index)), .long)] : [])
        }
        let numbers = [groupingID] + (repeats ? [position] : [])
        let expand = Expand(child.plan, projections: projections, output: input + keyColumns + numbers)
        var expanded = child
        expanded.plan = .expand(expand)

        // The empty set alone is one group, also of no rows.
        let isGlobal = sets == [[]] && keys.isEmpty
        let builder = AggregationBuilder(
            input: expanded, groupBy: isGlobal ? [] : (keyColumns + numbers).map { .attribute($0) })
        let columns = GroupingSetColumns(
            keys: keys, columns: keyColumns,
            groupingID: isGlobal ? .literal(.integer(0), .long) : .attribute(groupingID))
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
        var result = try finish(builder, list: rewritten)
        for (index, entry) in list.enumerated() where index < result.visible.count {
            if case .attribute(let original) = entry { result.visible[index].qualifier = original.qualifier }
        }
        return result
    }

    private func groupingSets(
        _ node: Aggregate, _ grouping: Aggregate.Grouping, _ keys: [Expression], _ child: Resolved,
        _ environment: Environment
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
            return try sets.map { set in
                var element = node
                element.groupBy = set
                element.groupOrigins = []
                return try groupingExpressions(element, child, environment).map { expression in
                    let resolved = expression.withoutAlias
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
        if case .unresolvedAttribute(let name) = expression, name.nameParts.count == 1,
            name.nameParts[0].lowercased() == "grouping__id"
        {
            // Hive's name for it.
            return .alias(Alias(groupingID, name.nameParts[0]))
        }
        guard case .unresolvedFunction(let call) = expression, call.nameParts.count == 1 else {
            return try expression.mapChildren { try groupingFunctions($0, sets, resolver) }
        }
        switch call.nameParts[0].lowercased() {
        case "grouping_id":
            let given = try call.arguments.map { try resolver.resolve($0).withoutAlias }
            guard given.isEmpty || given.count == keys.count && zip(given, keys).allSatisfy({ $0.isSame(as: $1) })
            else {
                let (columns, wanted) = (given.map(\.prettySQL), keys.map(\.prettySQL))
                throw PyriteError(
                    .analysis, "GROUPING_ID_COLUMN_MISMATCH", sqlState: "42803",
                    "Columns of grouping_id (\(columns.joined(separator: ","))) does not match grouping columns "
                        + "(\(wanted.joined(separator: ","))).",
                    parameters: [
                        "groupingIdColumn": columns.joined(separator: ","),
                        "groupByColumns": wanted.joined(separator: ","),
                    ])
            }
            return .alias(Alias(groupingID, expression.prettySQL))
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
                UnresolvedFunction(["shiftright"], [groupingID, shift]))
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
