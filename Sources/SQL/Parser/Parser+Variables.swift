import Columnar
import Plans

/// Session variables and EXECUTE IMMEDIATE.
extension Parser {
    /// `DECLARE [OR REPLACE] [VARIABLE] a [INT] [DEFAULT 1]`.
    mutating func parseDeclare() throws -> Statement {
        let start = index
        advance()
        let orReplace = take(.or, .replace)
        if at(.variable) || at(.var), isIdentifier(peek(1)) { advance() }
        let name = try parseTableName()
        var moreNames: [[String]] = []
        while take(.comma) { moreNames.append(try parseTableName()) }
        var type: DataType?
        if atIdentifier, !at(.default) { type = try parseDataType() }
        var value: Expression?
        if take(.default) || take(.equal) { value = try parseExpression() }
        guard type != nil || value != nil else {
            throw failure(
                "INVALID_SQL_SYNTAX.VARIABLE_TYPE_OR_DEFAULT_REQUIRED", "42000",
                "Invalid SQL syntax: The definition of a SQL variable requires either a datatype or a DEFAULT clause.",
                from: start)
        }
        return .declareVariable(
            DeclareVariable(
                name: name, moreNames: moreNames, type: type, defaultValue: value, orReplace: orReplace))
    }

    /// Behind SET; the cursor stands on VAR or VARIABLE.
    mutating func parseSetVariable() throws -> Statement {
        advance()
        if take(.leftParenthesis) {
            var names = [try parseVariableName()]
            while take(.comma) { names.append(try parseVariableName()) }
            try expect(.rightParenthesis, ")")
            try expect(.equal, "=")
            try expect(.leftParenthesis, "(")
            let query = try parseQuery()
            try expect(.rightParenthesis, ")")
            return .setVariablesFromQuery(names, query)
        }
        var assignments: [VariableAssignment] = []
        repeat {
            let name = try parseVariableName()
            try expect(.equal, "=")
            if at(.default), !peek(1).startsExpression, peek(1).kind != .dot {
                advance()
                assignments.append(VariableAssignment(name: name, value: nil))
            } else {
                assignments.append(VariableAssignment(name: name, value: try parseExpression()))
            }
        } while take(.comma)
        return .setVariables(assignments)
    }

    private mutating func parseVariableName() throws -> VariableName {
        let start = index
        let parts = try parseTableName()
        return VariableName(parts, origin: origin(from: start))
    }

    /// `EXECUTE IMMEDIATE text [INTO a, b] [USING 1 AS p, 2]`.
    mutating func parseExecuteImmediate() throws -> Statement {
        index += 2
        let query = try parseExpression()
        var into: [VariableName] = []
        if take(.into) { repeat { into.append(try parseVariableName()) } while take(.comma) }
        var arguments: [Expression] = []
        let usingStart = index
        if take(.using) {
            let isList =
                at(.leftParenthesis) && !isQuery(at: index)
                && token(at: closingParenthesis(of: index) + 1).kind != .comma
            if isList { advance() }
            repeat { arguments.append(try parseNamedExpression()) } while take(.comma)
            if isList { try expect(.rightParenthesis, ")") }
            try rejectRepeatedAliases(arguments, from: usingStart)
        }
        return .executeImmediate(ExecuteImmediate(query: query, into: into, arguments: arguments))
    }

    private func rejectRepeatedAliases(_ arguments: [Expression], from start: Int) throws {
        var seen = Set<String>()
        for case .alias(let alias) in arguments where !seen.insert(alias.name).inserted {
            let name = quoteIdentifier(alias.name)
            throw failure(
                "EXEC_IMMEDIATE_DUPLICATE_ARGUMENT_ALIASES", "42701",
                "The USING clause of this EXECUTE IMMEDIATE command contained multiple arguments with same alias "
                    + "(\(name)), which is invalid; please update the command to specify unique aliases and then try it "
                    + "again.", ["aliases": name], from: start)
        }
    }
}
