import Columnar
import Functions

extension Analyzer {
    /// A table function of the host: it gives an array of structs, whose elements become rows, for each row of arguments.
    ///
    /// A table argument is collected before, into an array of structs for each of its partitions: the call then has a
    /// row for each partition.
    func resolveTableFunction(_ node: TableFunctionCall, _ environment: Environment) throws -> Resolved {
        var arguments = node.arguments
        var input = LogicalPlan.oneRow
        for (index, argument) in arguments.enumerated() {
            let (name, value) = parts(of: argument)
            guard case .unresolvedSubquery(let subquery) = value, case .table(let table) = subquery.kind else {
                continue
            }
            guard case .oneRow = input else {
                throw PyriteError(
                    .analysis, "TABLE_VALUED_FUNCTION_TOO_MANY_TABLE_ARGUMENTS", sqlState: "54023",
                    "There are too many table arguments for table-valued function. It allows one table argument.",
                    parameters: ["num": "2"])
            }
            input = Analyzer.collected(subquery.plan, table)
            let rows = Expression.unresolvedFunction(
                UnresolvedFunction(
                    ["named_struct"],
                    [
                        .literal(.string(Analyzer.tableMark), .string),
                        .unresolvedAttribute(UnresolvedAttribute([Analyzer.tableMark])),
                    ]))
            arguments[index] = name.map { .namedArgument(name: $0, value: rows) } ?? rows
        }
        let call = Expression.pythonUDF(
            PythonUDFCall(
                name: node.name, arguments: arguments, resultType: .array(node.resultType, containsNull: false),
                isDeterministic: node.isDeterministic, command: node.command, evalType: node.evalType))
        let inline = Expression.unresolvedFunction(UnresolvedFunction(["inline"], [call]))
        let resolved = try resolveGenerate(Generate(input, function: inline, isOuter: false), environment)
        guard case .generate(let generate) = resolved.plan else {
            throw PyriteError.internalError("a table function that became no generator")
        }
        return try project(resolved, generate.output.map { .attribute($0) })
    }

    /// The name of the field that tells the function which of its arguments are the rows of a table.
    private static let tableMark = "pyrite_table"

    private func parts(of argument: Expression) -> (name: String?, value: Expression) {
        if case .namedArgument(let name, let value) = argument { return (name, value) }
        return (nil, argument)
    }

    private static func collected(_ plan: LogicalPlan, _ table: TableArgument) -> LogicalPlan {
        var child = plan
        if !table.orderBy.isEmpty { child = .sort(Sort(plan, table.orderBy)) }
        let row = Expression.unresolvedFunction(
            UnresolvedFunction(["struct"], [.unresolvedStar(target: nil, planID: nil)]))
        let rows = Expression.unresolvedFunction(UnresolvedFunction(["collect_list"], [row]))
        let keys = table.partitionBy.enumerated().map { Expression.alias(Alias($1, "key_\($0)")) }
        let grouped = LogicalPlan.aggregate(
            Aggregate(
                child, groupBy: keys, aggregates: [.alias(Alias(rows, tableMark))], prependsGroupingColumns: true))
        guard !keys.isEmpty else { return grouped }
        let order = keys.indices.map { SortOrder(.unresolvedAttribute(UnresolvedAttribute(["key_\($0)"]))) }
        return .sort(Sort(grouped, order, isGlobal: false))
    }
}
