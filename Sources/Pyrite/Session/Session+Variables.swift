import Columnar
import Plans
import SQL

/// Session variables: DECLARE, SET VAR, DROP, and EXECUTE IMMEDIATE, which runs a text.
extension Session {
    struct Variable: Sendable {
        /// As it was declared.
        var name: String
        var type: DataType
        var value: Value
        var defaultValue: Value
    }

    /// The last part of a variable's name, lower case; `nil` when the name cannot be one.
    static func variableKey(_ parts: [String]) -> String? {
        let lowered = parts.map { $0.lowercased() }
        switch lowered.count {
        case 1: return lowered[0]
        case 2 where lowered[0] == "session": return lowered[1]
        case 3 where lowered[0] == "system" && lowered[1] == "session": return lowered[2]
        default: return nil
        }
    }

    func declare(_ request: DeclareVariable, control: QueryControl) throws {
        var keys: [(key: String, name: String)] = []
        for parts in [request.name] + request.moreNames {
            guard let last = parts.last, let key = Self.variableKey(parts) else {
                throw Self.unresolvedVariable(VariableName(parts, origin: nil))
            }
            let quoted = "`system`.`session`.\(quoteIdentifier(last))"
            guard !keys.contains(where: { $0.key == key }) else {
                throw PyriteError(
                    .analysis, "DUPLICATE_VARIABLE_NAME_INSIDE_DECLARE", sqlState: "42734",
                    "Found duplicate variable \(quoted) in the declare variable list. Please, remove one of them.",
                    parameters: ["variableName": quoted])
            }
            guard request.orReplace || variable(key) == nil else {
                throw PyriteError(
                    .analysis, "VARIABLE_ALREADY_EXISTS", sqlState: "42723",
                    "Cannot create the variable \(quoted) because it already exists. Choose a "
                        + "different name, or drop or replace the existing variable.",
                    parameters: ["variableName": quoted])
            }
            keys.append((key, last))
        }
        var type = request.type ?? .null
        var value = Value.null
        if let expression = request.defaultValue {
            let found = try evaluate(expression, as: request.type, control)
            (value, type) = (found.value, request.type ?? found.type)
        }
        for (key, name) in keys {
            setVariable(key, Variable(name: name, type: type, value: value, defaultValue: value))
        }
    }

    func dropVariable(_ parts: [String], ifExists: Bool) throws {
        guard let key = Self.variableKey(parts), variable(key) != nil else {
            if ifExists { return }
            let quoted = (["system", "session"] + parts.suffix(1)).map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "VARIABLE_NOT_FOUND", sqlState: "42883",
                "The variable \(quoted) cannot be found. Verify the spelling and correctness of the schema and catalog.\nIf "
                    + "you did not qualify the name with a schema and catalog, verify the current_schema() output, or "
                    + "qualify the name with the correct schema and catalog.\nTo tolerate the error on drop use DROP "
                    + "VARIABLE IF EXISTS.", parameters: ["variableName": quoted])
        }
        setVariable(key, nil)
    }

    static func unresolvedVariable(_ name: VariableName) -> PyriteError {
        let quoted = name.parts.map(quoteIdentifier).joined(separator: ".")
        return PyriteError(
            .analysis, "UNRESOLVED_VARIABLE", sqlState: "42883",
            "Cannot resolve variable \(quoted) on search path [`system`.`session`].",
            parameters: ["variableName": quoted, "searchPath": "[`system`.`session`]"]
        ).at(name.origin)
    }

    private func found(_ name: VariableName) throws -> (key: String, Variable) {
        guard let key = Self.variableKey(name.parts), let variable = variable(key) else {
            throw Self.unresolvedVariable(name)
        }
        return (key, variable)
    }

    func setVariables(_ assignments: [VariableAssignment], control: QueryControl) throws {
        try rejectRepeated(assignments.map(\.name))
        var changed: [(String, Variable)] = []
        for assignment in assignments {
            var (key, variable) = try found(assignment.name)
            if let value = assignment.value {
                variable.value = try evaluate(value, as: variable.type, control).value
            } else {
                variable.value = variable.defaultValue
            }
            changed.append((key, variable))
        }
        for (key, variable) in changed { setVariable(key, variable) }
    }

    /// A variable may be set once in a statement.
    private func rejectRepeated(_ names: [VariableName]) throws {
        var seen = Set<String>()
        for name in names {
            let (key, _) = try found(name)
            guard !seen.insert(key).inserted else { continue }
            let quoted = quoteIdentifier(key)
            throw PyriteError(
                .analysis, "DUPLICATE_ASSIGNMENTS", sqlState: "42701",
                "The columns or variables \(quoted) appear more than once as assignment targets.",
                parameters: ["nameList": quoted])
        }
    }

    /// Sets variables from the columns of a query of at most one row; no row sets nulls.
    func setVariables(_ names: [VariableName], from query: LogicalPlan, control: QueryControl) throws {
        try rejectRepeated(names)
        let targets = try names.map(found)
        let output = try schema(of: query)
        guard output.count == targets.count else {
            throw PyriteError(
                .analysis, "ASSIGNMENT_ARITY_MISMATCH", sqlState: "42802",
                "The number of columns or variables assigned or aliased: \(targets.count) does not match the number of "
                    + "source expressions: \(output.count).",
                parameters: ["numTarget": "\(targets.count)", "numExpr": "\(output.count)"])
        }
        let typed = LogicalPlan.project(
            Project(
                .toDF(query, names: targets.indices.map { "v\($0)" }),
                targets.enumerated().map { index, target in
                    .cast(Cast(.unresolvedAttribute(UnresolvedAttribute(["v\(index)"])), to: target.1.type))
                }))
        let rows = try collect(typed, control: control).batches
        guard rows.reduce(0, { $0 + $1.count }) <= 1 else {
            throw PyriteError(
                .runtime, "ROW_SUBQUERY_TOO_MANY_ROWS", sqlState: "21000",
                "More than one row returned by a subquery used as a row."
            )
        }
        let batch = rows.first { $0.count > 0 }
        for (index, (key, variable)) in targets.enumerated() {
            var changed = variable
            changed.value = batch?.columns[index].value(at: 0) ?? .null
            setVariable(key, changed)
        }
    }

    /// The value of an expression, which may hold subqueries, and its type.
    func evaluate(
        _ expression: Expression, as type: DataType?, _ control: QueryControl
    ) throws -> (value: Value, type: DataType) {
        let cast = type.map { Expression.cast(Cast(expression, to: $0)) } ?? expression
        let (schema, batches) = try collect(
            .project(Project(.oneRow, [.alias(Alias(cast, "value"))])), control: control)
        let batch = batches.first { $0.count > 0 }
        return (batch?.columns.first?.value(at: 0) ?? .null, schema.fields.first?.dataType ?? .null)
    }

    // MARK: EXECUTE IMMEDIATE

    func executeImmediate(_ request: ExecuteImmediate, control: QueryControl) throws -> Answer {
        let found = try evaluate(request.query, as: nil, control)
        guard found.type.isString else {
            throw PyriteError(
                .analysis, "INVALID_EXPR_TYPE_FOR_QUERY_EXECUTE_IMMEDIATE", sqlState: "42K09",
                "Expression type must be string type but got \"\(found.type.sql)\".",
                parameters: ["exprType": "\"\(found.type.sql)\""])
        }
        guard case .string(let text) = found.value else {
            throw PyriteError(
                .analysis, "NULL_QUERY_STRING_EXECUTE_IMMEDIATE", sqlState: "22004",
                "Execute immediate requires a non-null variable as the query string, but the provided variable is null."
            )
        }
        var named: [String: Expression] = [:]
        var positional: [Expression] = []
        var unnamed: [String] = []
        for argument in request.arguments {
            if case .unresolvedSubquery = argument.withoutAlias {
                let sql = argument.withoutAlias.prettySQL
                throw PyriteError(
                    .analysis, "UNSUPPORTED_EXPR_FOR_PARAMETER", sqlState: "42K0E",
                    "A query parameter contains unsupported expression. Parameters can either be variables or literals. "
                        + "Invalid expression: [\(sql)]", parameters: ["invalidExprSql": "\"\(sql)\""]
                ).at(argument.withoutAlias.origin)
            }
            let value = try evaluate(argument.withoutAlias, as: nil, control)
            let literal = Expression.literal(value.value, value.type)
            positional.append(literal)
            switch argument {
            case .alias(let alias): named[alias.name] = literal
            case .unresolvedAttribute(let name): named[name.nameParts.last ?? ""] = literal
            default: unnamed.append("\"\(argument.prettySQL)\"")
            }
        }
        let parser = SQLParser(text, options: parserOptions, parameters: named, positional: positional)
        let markers = parser.markers
        guard !markers.named || !markers.positional else {
            throw PyriteError(
                .analysis, "INVALID_QUERY_MIXED_QUERY_PARAMETERS", sqlState: "42613",
                "Parameterized query must either use positional, or named parameters, but not both.")
        }
        guard !markers.named || unnamed.isEmpty else {
            let list = unnamed.joined(separator: ", ")
            throw PyriteError(
                .analysis, "ALL_PARAMETERS_MUST_BE_NAMED", sqlState: "07001",
                "Using name parameterized queries requires all parameters to be named. Parameters missing names: \(list).",
                parameters: ["exprs": list])
        }
        let statement = try parser.parseStatement()
        guard !request.into.isEmpty else { return try run(statement, control: control) }
        guard case .query(let plan) = statement else {
            throw PyriteError(
                .analysis, "INVALID_STATEMENT_FOR_EXECUTE_INTO", sqlState: "07501",
                "The INTO clause of EXECUTE IMMEDIATE is only valid for queries but the given statement is not a query: "
                    + "\(text).", parameters: ["sqlString": text])
        }
        try setVariables(request.into, from: plan, control: control)
        return AnswerTable.nothing
    }
}
