import Columnar
import Functions

extension Analyzer {
    /// All statistics in one aggregation, then a row for each of them out of its result.
    func resolveDescribe(_ node: Describe, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        let columns: [Attribute]
        if node.columns.isEmpty {
            columns = child.visible.filter { $0.type.isNumeric || $0.type.isString }
        } else {
            columns = try node.columns.map { name in
                guard case .found(let attribute, _) = Resolved.lookup([name], among: child.visible) else {
                    throw NameError.unresolved([name], in: child, origin: nil)
                }
                return attribute
            }
        }
        var aggregates: [Expression] = []
        var rows: [Expression] = []
        for statistic in node.statistics {
            var fields: [Expression] = [.literal(.string("summary"), .string), .literal(.string(statistic), .string)]
            for column in columns {
                let name = "s\(aggregates.count)"
                let value = try Analyzer.statistic(statistic, of: column)
                aggregates.append(.alias(Alias(.cast(Cast(value, to: .string)), name)))
                fields += [
                    .literal(.string(column.name), .string), .unresolvedAttribute(UnresolvedAttribute([name])),
                ]
            }
            rows.append(.unresolvedFunction(UnresolvedFunction(["named_struct"], fields)))
        }
        let below: LogicalPlan =
            aggregates.isEmpty
            ? .oneRow
            : try aggregate(child, groupBy: [], list: selectList(aggregates, child, environment), environment).plan
        let scope = Resolved(below)
        let array = Expression.unresolvedFunction(UnresolvedFunction(["array"], rows))
        let inline = Expression.unresolvedFunction(UnresolvedFunction(["inline"], [array]))
        let function = try ExpressionResolver(self, scope, environment).resolve(inline)
        guard case .generator(let call) = function.withoutAlias else {
            throw PyriteError.internalError("inline is no generator")
        }
        let generated = try generate(below, call, isOuter: false, names: [])
        let result = Resolved(.generate(generated))
        return try project(result, generated.output.map { .attribute($0) })
    }

    private static func statistic(_ name: String, of column: Attribute) throws -> Expression {
        let value = Expression.attribute(column)
        // Text that is no number has no mean.
        let number = column.type.isString ? Expression.cast(Cast(value, to: .double, mode: .attempt)) : value
        func call(_ function: String, _ arguments: Expression..., isDistinct: Bool = false) -> Expression {
            .unresolvedFunction(UnresolvedFunction([function], arguments, isDistinct: isDistinct))
        }
        switch name.lowercased() {
        case "count": return call("count", value)
        case "count_distinct": return call("count", value, isDistinct: true)
        case "approx_count_distinct": return call("approx_count_distinct", value)
        case "mean": return call("avg", number)
        case "stddev": return call("stddev", number)
        case "min": return call("min", value)
        case "max": return call("max", value)
        default:
            guard name.hasSuffix("%"), let percent = Double(name.dropLast()) else {
                throw PyriteError(
                    .illegalArgument, "UNRECOGNIZED_STATISTIC", sqlState: "42704",
                    "The statistic \(name) is not recognized.", parameters: ["stats": name])
            }
            guard percent >= 0, percent <= 100 else {
                throw PyriteError(
                    .illegalArgument, "INVALID_PARAMETER_VALUE", sqlState: "22023",
                    "requirement failed: Percentiles must be in the range [0, 1]", parameters: ["parameter": name])
            }
            return call("percentile_approx", number, .literal(.double(percent / 100), .double))
        }
    }

    /// For each column its values by how often they occur, the frequent ones collected; all columns side by side.
    func resolveFrequentItems(_ node: FrequentItems, _ environment: Environment) throws -> Resolved {
        let child = try resolve(node.child, environment)
        var joined: LogicalPlan?
        for name in node.columns {
            guard case .found(let attribute, _) = Resolved.lookup([name], among: child.visible) else {
                throw NameError.unresolved([name], in: child, origin: nil)
            }
            let value = Expression.unresolvedAttribute(UnresolvedAttribute(["value"]))
            func call(_ function: String, _ arguments: Expression...) -> Expression {
                .unresolvedFunction(UnresolvedFunction([function], arguments))
            }
            let one = Expression.literal(.integer(1), .integer)
            let counted = LogicalPlan.aggregate(
                Aggregate(
                    node.child, groupBy: [.alias(Alias(.unresolvedAttribute(UnresolvedAttribute([name])), "value"))],
                    aggregates: [.alias(Alias(call("count", one), "n"))], prependsGroupingColumns: true))
            let count = Expression.unresolvedAttribute(UnresolvedAttribute(["n"]))
            let total = Expression.window(
                WindowExpression(function: call("sum", count), partitionBy: [], orderBy: []))
            let shared = LogicalPlan.project(
                Project(counted, [value, .alias(Alias(count, "n")), .alias(Alias(total, "total"))]))
            let enough = call(
                ">=", count,
                call(
                    "*", .unresolvedAttribute(UnresolvedAttribute(["total"])), .literal(.double(node.support), .double))
            )
            let items = LogicalPlan.aggregate(
                Aggregate(
                    .filter(Filter(shared, enough)), groupBy: [],
                    aggregates: [.alias(Alias(call("collect_list", value), "\(attribute.name)_freqItems"))]))
            joined = joined.map { .join(Join($0, items, kind: .cross, condition: .none)) } ?? items
        }
        return try resolve(joined ?? .oneRow, environment)
    }
}
