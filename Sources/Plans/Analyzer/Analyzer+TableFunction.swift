import Columnar
import Functions

extension Analyzer {
    /// A table function of the host: it gives an array of structs, whose elements become rows, for each row of arguments.
    ///
    /// A table argument is collected before, into an array of structs for each of its partitions: the call then has a
    /// row for each partition.
    func resolveTableFunction(_ node: TableFunctionCall, _ environment: Environment) throws -> Resolved {
        let node = try settled(node, Resolved(.oneRow), environment)
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
        let resolved = try resolveGenerate(
            Generate(input, function: node.asGenerator(arguments), isOuter: false), environment)
        guard case .generate(let generate) = resolved.plan else {
            throw PyriteError.internalError("a table function that became no generator")
        }
        return try project(resolved, generate.output.map { .attribute($0) })
    }

    /// The call of a table function that the user registered under this name.
    func userTableFunction(_ name: [String], _ arguments: [Expression]) -> TableFunctionCall? {
        guard name.count == 1, let user = catalog.function(name[0]), PythonEvaluation.tables.contains(user.evalType)
        else { return nil }
        return TableFunctionCall(
            name: user.name, arguments: arguments, resultType: user.resultType,
            isDeterministic: user.isDeterministic, command: user.command, evalType: user.evalType)
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
        let columns = table.columns.isEmpty ? [.unresolvedStar(target: nil, planID: nil)] : table.columns
        let row = Expression.unresolvedFunction(UnresolvedFunction(["struct"], columns))
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

extension TableFunctionCall {
    /// The call as a generator of rows: it gives an array of structs, which are the rows.
    func asGenerator(_ arguments: [Expression]) -> Expression {
        let call = Expression.pythonUDF(
            PythonUDFCall(
                name: name, arguments: arguments, resultType: .array(resultType, containsNull: false),
                isDeterministic: isDeterministic, command: command, evalType: evalType))
        return .unresolvedFunction(UnresolvedFunction(["inline"], [call]))
    }

    /// Whether an argument is a table.
    var takesTable: Bool {
        arguments.contains { argument in
            var value = argument
            if case .namedArgument(_, let named) = argument { value = named }
            guard case .unresolvedSubquery(let subquery) = value, case .table = subquery.kind else { return false }
            return true
        }
    }
}
