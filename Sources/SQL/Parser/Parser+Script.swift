import Columnar
import Plans

/// SQL scripts: `BEGIN … END` and the statements that only they hold.
extension Parser {
    /// `BEGIN [NOT ATOMIC] … END [label]`; the cursor stands on BEGIN.
    mutating func parseCompound(label: String?) throws -> CompoundStatement {
        try nested { try $0.parseCompoundBody(label: label) }
    }

    private mutating func parseCompoundBody(label: String?) throws -> CompoundStatement {
        try expect(.begin)
        if at(.not), isWord(peek(1), "ATOMIC") { index += 2 }
        var compound = CompoundStatement(label: label, statements: [], handlers: [])
        // Names of conditions, by upper case, and the SQLSTATEs that they stand for.
        var conditions: [String: String] = [:]
        while !at(.end) {
            if at(.declare), isWord(peek(2), "CONDITION") {
                advance()
                let name = try parseIdentifier().uppercased()
                advance()
                conditions[name] = take(.for) ? try parseSQLState() : "45000"
            } else if at(.declare), isWord(peek(1), "EXIT") || isWord(peek(1), "CONTINUE"), isWord(peek(2), "HANDLER") {
                compound.handlers.append(try parseHandler(conditions))
            } else {
                compound.statements.append(try parseScriptStatement())
            }
            guard at(.semicolon) else { throw unexpected(hint: ": missing ';'") }
            skipSemicolons()
        }
        advance()
        try closeLabel(label)
        return compound
    }

    /// `SQLSTATE [VALUE] '22012'`.
    private mutating func parseSQLState() throws -> String {
        guard atWord("SQLSTATE") else { throw unexpected() }
        advance()
        if atWord("VALUE") { advance() }
        return try parseString().uppercased()
    }

    /// `DECLARE EXIT HANDLER FOR DIVIDE_BY_ZERO, SQLSTATE '22003' statement`.
    private mutating func parseHandler(_ conditions: [String: String]) throws -> ScriptHandler {
        advance()
        let isExit = atWord("EXIT")
        index += 2
        try expect(.for)
        var handled: [String] = []
        repeat {
            if atWord("SQLSTATE") {
                handled.append(try parseSQLState())
            } else if at(.not), isWord(peek(1), "FOUND") {
                index += 2
                handled.append("NOT FOUND")
            } else {
                let name = try parseMultipartIdentifier().joined(separator: ".").uppercased()
                handled.append(conditions[name] ?? name)
            }
        } while take(.comma)
        return ScriptHandler(isExit: isExit, conditions: handled, body: [try parseScriptStatement()])
    }

    /// The name behind END must be that before BEGIN or the loop.
    private mutating func closeLabel(_ label: String?) throws {
        guard atIdentifier, !at(.end) else { return }
        let start = index
        let name = try parseIdentifier()
        guard name.lowercased() == label?.lowercased() else {
            throw failure(
                "LABELS_MISMATCH", "42K0L",
                "Begin label \(quoteIdentifier(label ?? "")) does not match the end label \(quoteIdentifier(name)).",
                ["beginLabel": quoteIdentifier(label ?? ""), "endLabel": quoteIdentifier(name)], from: start)
        }
    }

    // MARK: Statements

    private mutating func parseScriptStatement() throws -> ScriptStatement {
        try nested { try $0.parseAnyScriptStatement() }
    }

    private mutating func parseAnyScriptStatement() throws -> ScriptStatement {
        var label: String?
        if atIdentifier, peek(1).kind == .colon {
            label = try parseIdentifier().lowercased()
            advance()
        }
        switch current.keyword {
        case .begin: return .compound(try parseCompound(label: label))
        case .if: return try parseIf()
        case .case: return try parseCaseStatement()
        case .for: return try parseForEach(label)
        case .set where !(peek(1).keyword == .var || peek(1).keyword == .variable):
            // Within scripts SET sets variables.
            return .statement(try parseSetVariable())
        default: break
        }
        guard current.kind == .word else { return .statement(try parseStatement()) }
        switch text(current).uppercased() {
        case "WHILE":
            advance()
            let condition = try parseExpression()
            try expectWord("DO")
            let body = try parseBlock(until: ["END"])
            try closeLoop("WHILE", label)
            return .loop(ScriptLoop(label: label, body: body, whileCondition: condition))
        case "REPEAT":
            advance()
            let body = try parseBlock(until: ["UNTIL"])
            advance()
            let condition = try parseExpression()
            try closeLoop("REPEAT", label)
            return .loop(ScriptLoop(label: label, body: body, untilCondition: condition))
        case "LOOP":
            advance()
            let body = try parseBlock(until: ["END"])
            try closeLoop("LOOP", label)
            return .loop(ScriptLoop(label: label, body: body))
        case "LEAVE":
            advance()
            return .leave(label: try parseIdentifier().lowercased())
        case "ITERATE":
            advance()
            return .iterate(label: try parseIdentifier().lowercased())
        default: return .statement(try parseStatement())
        }
    }

    private mutating func expectWord(_ word: String) throws {
        guard atWord(word) else { throw unexpected() }
        advance()
    }

    private mutating func closeLoop(_ word: String, _ label: String?) throws {
        try expect(.end)
        try expectWord(word)
        try closeLabel(label)
    }

    /// Statements up to one of the words, each with a semicolon behind it.
    private mutating func parseBlock(until words: [String]) throws -> [ScriptStatement] {
        var statements: [ScriptStatement] = []
        while !words.contains(where: { atWord($0) }) {
            guard current.kind != .endOfText else { throw unexpected() }
            statements.append(try parseScriptStatement())
            guard at(.semicolon) else { throw unexpected(hint: ": missing ';'") }
            skipSemicolons()
        }
        return statements
    }

    private mutating func parseIf() throws -> ScriptStatement {
        advance()
        var branches: [ScriptBranch] = []
        var otherwise: [ScriptStatement] = []
        repeat {
            let condition = try parseExpression()
            try expect(.then)
            branches.append(
                ScriptBranch(condition: condition, body: try parseBlock(until: ["ELSEIF", "ELSE", "END"])))
        } while takeWord("ELSEIF")
        if take(.else) { otherwise = try parseBlock(until: ["END"]) }
        try expect(.end)
        try expect(.if)
        return .branches(branches, otherwise: otherwise)
    }

    private mutating func takeWord(_ word: String) -> Bool {
        guard atWord(word) else { return false }
        advance()
        return true
    }

    /// `CASE [subject] WHEN … THEN …; END CASE`.
    private mutating func parseCaseStatement() throws -> ScriptStatement {
        advance()
        let subject = at(.when) ? nil : try parseExpression()
        var branches: [ScriptBranch] = []
        while take(.when) {
            let start = index
            var condition = try parseExpression()
            if let subject { condition = function("=", [subject, condition], from: start) }
            try expect(.then)
            branches.append(ScriptBranch(condition: condition, body: try parseBlock(until: ["WHEN", "ELSE", "END"])))
        }
        guard !branches.isEmpty else { throw unexpected() }
        let otherwise = take(.else) ? try parseBlock(until: ["END"]) : []
        try expect(.end)
        try expect(.case)
        return .branches(branches, otherwise: otherwise)
    }

    /// `FOR row AS SELECT … DO …; END FOR`.
    private mutating func parseForEach(_ label: String?) throws -> ScriptStatement {
        advance()
        var variable: String?
        if atIdentifier, peek(1).keyword == .as {
            variable = try parseIdentifier()
            advance()
        }
        isLoopQuery = true
        let query = try parseQuery()
        isLoopQuery = false
        try expectWord("DO")
        let body = try parseBlock(until: ["END"])
        try expect(.end)
        try expect(.for)
        try closeLabel(label)
        return .forEach(label: label, variable: variable, query: query, body: body)
    }
}
