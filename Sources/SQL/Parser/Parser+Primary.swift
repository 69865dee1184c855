import Columnar
import Plans

/// What operators work on: literals, names, calls, CASE, CAST, parentheses, subqueries.
extension Parser {
    mutating func parsePrimary() throws -> Expression {
        let token = current
        switch token.kind {
        case .word: return try parseWord()
        case .quotedIdentifier: return try parseName()
        case .doubleQuoted: return quotesIdentifiers ? try parseName() : .literal(.string(try parseString()), .string)
        case .string:
            return try joined(.literal(.string(try parseString()), .text(defaultCollation ?? .utf8Binary)))
        case .leftParenthesis: return try parseParenthesized()
        case .minus where peek(1).isNumber:
            advance()
            return try parseNumber(isNegative: true)
        case .star:
            let start = index
            advance()
            return try parseStarExcept(target: nil, from: start)
        case .colon where isIdentifier(peek(1)): return try joined(try parseNamedParameter())
        case .question: return try joined(try parsePositionalParameter())
        case .invalidWord: throw invalidIdentifier(token)
        default:
            if token.isNumber { return try parseNumber(isNegative: false) }
            throw unexpected()
        }
    }

    // MARK: Words

    private mutating func parseWord() throws -> Expression {
        let next = peek(1).kind
        if let keyword = current.keyword {
            switch keyword {
            case .null where next != .leftParenthesis && next != .dot:
                advance()
                return .literal(.null, .null)
            case .true where next != .leftParenthesis && next != .dot,
                .false where next != .leftParenthesis && next != .dot:
                advance()
                return .literal(.boolean(keyword == .true), .boolean)
            case .case where peek(1).startsExpression && !peek(1).isClauseEnd: return try parseCase()
            case .interval where atIntervalLiteral: return try parseIntervalLiteral()
            case .currentDate, .currentTimestamp, .currentUser, .currentTime:
                if next != .leftParenthesis, next != .dot {
                    let start = index
                    advance()
                    return function(keyword.rawValue.lowercased(), [], from: start)
                }
            default:
                if next == .leftParenthesis, let special = try parseSpecialCall(keyword) { return special }
            }
        }
        if next == .string || (next == .doubleQuoted && !quotesIdentifiers) { return try parseTypedLiteral() }
        if next == .arrow {
            let name = try parseIdentifier()
            advance()
            return .lambda(parameters: [name], body: try parseExpression())
        }
        return try parseName()
    }

    /// A column, `t.*` or a call.
    private mutating func parseName() throws -> Expression {
        let start = index
        var parts = [try parseIdentifier()]
        while at(.dot) {
            if peek(1).kind == .star {
                advance()
                advance()
                return try parseStarExcept(target: parts, from: start)
            }
            guard isIdentifier(peek(1)) else { break }
            advance()
            // Behind a dot IDENTIFIER is a function's name.
            if at(.identifier) {
                parts.append(text(current))
                advance()
            } else {
                parts.append(try parseIdentifier())
            }
        }
        if at(.leftParenthesis) { return try parseCall(parts, from: start) }
        return .unresolvedAttribute(UnresolvedAttribute(parts, origin: origin(from: start)))
    }

    /// The star, with the columns that it leaves out.
    private mutating func parseStarExcept(target: [String]?, from start: Int) throws -> Expression {
        guard at(.except), peek(1).kind == .leftParenthesis, isIdentifier(peek(2)), !isQuery(at: index + 1) else {
            return .unresolvedStar(target: target, planID: nil)
        }
        index += 2
        var columns: [UnresolvedAttribute] = []
        repeat { columns.append(UnresolvedAttribute(try parseMultipartIdentifier())) } while take(.comma)
        try expect(.rightParenthesis, ")")
        for column in columns.indices { columns[column].origin = origin(from: start) }
        return .unresolvedStarExcept(target: target, except: columns)
    }

    private mutating func parseCase() throws -> Expression {
        let start = index
        advance()
        let subject = at(.when) ? nil : try parseExpression()
        guard at(.when) else { throw unexpected() }
        var arguments: [Expression] = []
        while take(.when) {
            let conditionStart = index
            var condition = try parseExpression()
            if let subject {
                condition = .unresolvedFunction(
                    UnresolvedFunction(["="], [subject, condition], origin: origin(from: conditionStart)))
            }
            try expect(.then)
            arguments += [condition, try parseExpression()]
        }
        if take(.else) { arguments.append(try parseExpression()) }
        try expect(.end)
        return function("case", arguments, from: start)
    }

    // MARK: Parentheses

    private mutating func parseParenthesized() throws -> Expression {
        let start = index
        if token(at: closingParenthesis(of: index) + 1).kind == .arrow, isIdentifier(peek(1)) {
            let parameters = try parseIdentifierList()
            try expect(.arrow, "->")
            return .lambda(parameters: parameters, body: try parseExpression())
        }
        if isQuery(at: index + 1) {
            advance()
            let plan = try parseQuery()
            try expect(.rightParenthesis, ")")
            return .unresolvedSubquery(Subquery(.scalar, plan, origin: origin(from: start)))
        }
        advance()
        let first = try parseNamedExpression()
        guard at(.comma) else {
            try expect(.rightParenthesis, ")")
            return first
        }
        var values = [first]
        while take(.comma) { values.append(try parseNamedExpression()) }
        try expect(.rightParenthesis, ")")
        return row(values, from: start)
    }

    /// `(a, b)` is a struct whose fields bear the columns' names, or `col1`, `col2` ….
    private func row(_ values: [Expression], from start: Int) -> Expression {
        var arguments: [Expression] = []
        for (offset, value) in values.enumerated() {
            let name: String
            var field = value
            switch value {
            case .alias(let alias):
                name = alias.name
                field = alias.child
            case .unresolvedAttribute(let attribute): name = attribute.nameParts.last ?? "col\(offset + 1)"
            default: name = "col\(offset + 1)"
            }
            arguments += [.literal(.string(name), .string), field]
        }
        return function("named_struct", arguments, from: start)
    }

    /// Whether a query begins at the token: `SELECT …`, `WITH …`, `VALUES …`, `TABLE t`, `FROM t SELECT`, or one
    /// of them in parentheses that is not just an operand.
    func isQuery(at start: Int) -> Bool {
        switch tokenBeyondOpenings(at: start).keyword {
        case .select, .with, .values, .table, .from: break
        default: return false
        }
        var position = start
        while token(at: position).kind == .leftParenthesis {
            let behind = token(at: closingParenthesis(of: position) + 1)
            switch behind.kind {
            case .rightParenthesis, .semicolon, .endOfText: break
            default:
                switch behind.keyword {
                case .union, .except, .setMinus, .intersect, .order, .limit, .offset, .sort, .cluster, .distribute:
                    break
                default: return false
                }
            }
            position += 1
        }
        let next = token(at: position + 1)
        switch token(at: position).keyword {
        case .select: return next.startsExpression || next.kind == .hintStart
        case .with: return isIdentifier(next) && [.leftParenthesis, .word].contains(token(at: position + 2).kind)
        case .values: return next.startsExpression && next.kind != .star && next.kind != .minus && next.kind != .plus
        case .table, .from: return isIdentifier(next)
        default: return false
        }
    }

    // MARK: Parameters

    private mutating func parseNamedParameter() throws -> Expression {
        let start = index
        advance()
        let name = try parseIdentifier()
        guard let value = parameters.named[name] else { throw unboundParameter(name, from: start) }
        return value
    }

    private mutating func parsePositionalParameter() throws -> Expression {
        let start = index
        advance()
        guard positionalParameters < parameters.positional.count else {
            throw unboundParameter("_\(source.context(byteRange(from: start)).startIndex)", from: start)
        }
        positionalParameters += 1
        return parameters.positional[positionalParameters - 1]
    }

    /// Strings that stand side by side are one, also those that parameters stand for: `:schema '.' :table`.
    private mutating func joined(_ value: Expression) throws -> Expression {
        guard case .literal(.string(var text), let type) = value, !parameters.isEmpty || at(.string) else {
            return value
        }
        while true {
            if at(.string) || (at(.doubleQuoted) && !quotesIdentifiers) {
                text += try parseString()
            } else if at(.colon), isIdentifier(peek(1)),
                case .literal(.string(let more), _)? = parameters.named[self.text(peek(1))]
            {
                index += 2
                text += more
            } else {
                return .literal(.string(text), type)
            }
        }
    }

    private func unboundParameter(_ name: String, from start: Int) -> PyriteError {
        failure(
            "UNBOUND_SQL_PARAMETER", "42P02",
            "Found the unbound parameter: \(name). Please, fix `args` and provide a mapping of the parameter "
                + "to either a "
                + "SQL literal or collection constructor functions such as `map()`, `array()`, `struct()`.",
            ["name": name], from: start, kind: .analysis)
    }
}

extension Token {
    /// A word that ends an expression rather than begins one.
    var isClauseEnd: Bool {
        switch keyword {
        case .from, .as, .where, .and, .or: true
        default: false
        }
    }
}
