import Columnar
import Functions

/// Table functions of the host that say for each call what rows they give: their `analyze`.
extension Analyzer {
    /// The call with its result type, and with its table arguments as the function wants them.
    ///
    /// The host's function gets four values for each argument: the name it is given by, whether it is a table, a
    /// constant or neither, its type in DDL, and the value of a constant. It gives a list of lists of texts: the schema
    /// and the command of the call itself; the columns to partition by; those to order by, each with its direction and
    /// the place of nulls; the columns to choose, each with its new name. Or one list: `error` and the message.
    func settled(
        _ call: TableFunctionCall, _ scope: Resolved, _ environment: Environment
    ) throws -> TableFunctionCall {
        guard case .null = call.resultType else { return call }
        var described: [Expression] = []
        for argument in call.arguments {
            var name = ""
            var value = argument
            if case .namedArgument(let given, let named) = argument { (name, value) = (given, named) }
            let (kind, type, constant) = try description(of: value, scope, environment)
            described += [name, kind, type.sql].map { .literal(.string($0), .string) } + [constant]
        }
        let question = Expression.pythonUDF(
            PythonUDFCall(
                name: call.name, arguments: described, resultType: Self.answerType, isDeterministic: true,
                command: call.command, evalType: Self.batchedFunction))
        let plan = LogicalPlan.project(Project(.oneRow, [.alias(Alias(question, "answer", id: .fresh()))]))
        let answer = try catalog.values(of: plan).first.flatMap(Self.texts) ?? []
        guard answer.count == 4, let schema = answer[0].first, answer[0].count == 2 else {
            throw Self.failed(answer.first?.dropFirst().first ?? "it gave no result")
        }
        var settled = call
        settled.resultType = try catalog.schema(schema)
        settled.command = Array(answer[0][1].utf8)
        settled.arguments = call.arguments.map { Self.arranged($0, answer) }
        return settled
    }

    /// The type of scalar functions, which `analyze` is called as.
    private static let batchedFunction = 100

    private static let answerType = DataType.array(.array(.string, containsNull: false), containsNull: false)

    private func description(
        of argument: Expression, _ scope: Resolved, _ environment: Environment
    ) throws -> (kind: String, type: DataType, constant: Expression) {
        let nothing = Expression.literal(.null, .null)
        if case .unresolvedSubquery(let subquery) = argument, case .table = subquery.kind {
            return ("table", .structure(try resolve(subquery.plan, environment).trimmed().plan.schema), nothing)
        }
        let resolved = try ExpressionResolver(self, scope, environment).resolve(argument).withoutAlias
        let isConstant = try ConstantFolding.value(of: resolved, context: context) != nil
        return (isConstant ? "constant" : "value", resolved.dataType, isConstant ? resolved : nothing)
    }

    private static func texts(_ value: Value) -> [[String]]? {
        guard case .array(let lists) = value else { return nil }
        return lists.map { list in
            guard case .array(let items) = list else { return [] }
            return items.map { if case .string(let text) = $0 { text } else { "" } }
        }
    }

    /// A table argument as the answer wants it; any other as it is.
    private static func arranged(_ argument: Expression, _ answer: [[String]]) -> Expression {
        if case .namedArgument(let name, let value) = argument {
            return .namedArgument(name: name, value: arranged(value, answer))
        }
        guard case .unresolvedSubquery(var subquery) = argument, case .table(var table) = subquery.kind else {
            return argument
        }
        func column(_ name: String) -> Expression { .unresolvedAttribute(UnresolvedAttribute([name])) }
        if !answer[1].isEmpty { table.partitionBy = answer[1].map(column) }
        let order = answer[2]
        if !order.isEmpty {
            table.orderBy = stride(from: 0, to: order.count - 2, by: 3).map {
                SortOrder(column(order[$0]), ascending: order[$0 + 1] == "asc", nullsFirst: order[$0 + 2] == "first")
            }
        }
        let chosen = answer[3]
        table.columns = stride(from: 0, to: chosen.count - 1, by: 2).map {
            chosen[$0 + 1].isEmpty ? column(chosen[$0]) : .alias(Alias(column(chosen[$0]), chosen[$0 + 1]))
        }
        subquery.kind = .table(table)
        return .unresolvedSubquery(subquery)
    }

    private static func failed(_ message: String) -> PyriteError {
        PyriteError(
            .analysis, "TABLE_VALUED_FUNCTION_FAILED_TO_ANALYZE_IN_PYTHON", sqlState: "38000",
            "Failed to analyze the Python user defined table function: \(message)", parameters: ["msg": message])
    }
}
