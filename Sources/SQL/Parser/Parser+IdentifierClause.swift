import Columnar
import Plans

/// `IDENTIFIER(…)`: with a plain string it is a name wherever one may stand; with any constant expression it is the name
/// of a column, a function or an object of the catalog.
extension Parser {
    // MARK: Names

    /// The index of the parenthesis behind the strings of `IDENTIFIER('a')`; `nil` when the token is something else.
    func closeOfIdentifierLiteral(at start: Int) -> Int? {
        guard token(at: start).keyword == .identifier, token(at: start + 1).kind == .leftParenthesis,
            !options.legacyIdentifierClause
        else { return nil }
        var position = start + 2
        while let next = stringPiece(at: position) { position = next }
        return position > start + 2 && token(at: position).kind == .rightParenthesis ? position : nil
    }

    /// The index behind a string or a parameter that stands for one.
    private func stringPiece(at position: Int) -> Int? {
        switch token(at: position).kind {
        case .string: return position + 1
        case .doubleQuoted where !quotesIdentifiers: return position + 1
        case .question: return position + 1
        case .colon where isIdentifier(token(at: position + 1)): return position + 2
        default: return nil
        }
    }

    /// The parts of the name in `IDENTIFIER('a.b')`; `nil`, the cursor unmoved, when something else stands there.
    mutating func parseIdentifierLiteral() throws -> [String]? {
        guard let close = closeOfIdentifierLiteral(at: index) else { return nil }
        let start = index
        index += 2
        let value = try parsePrimary()
        guard index == close, case .literal(.string(let name), _) = value else {
            index = start
            return nil
        }
        advance()
        return try parts(of: name, from: start)
    }

    /// A name of one part only.
    ///
    /// - Parameter first: where what is blamed for more parts begins, when that is not at the cursor.
    mutating func parseSingleIdentifierLiteral(from first: Int? = nil) throws -> String? {
        let start = first ?? index
        guard let parts = try parseIdentifierLiteral() else { return nil }
        guard parts.count == 1 else {
            let quoted = parts.map(quoteIdentifier).joined(separator: ".")
            throw failure(
                "IDENTIFIER_TOO_MANY_NAME_PARTS", "42601",
                "\(quoted) is not a valid identifier as it has more than 1 name parts.",
                ["identifier": quoted, "limit": "1"], from: start)
        }
        return parts[0]
    }

    /// Reads the text of a name; what is wrong with it is told of the whole clause.
    private func parts(of name: String, from start: Int) throws -> [String] {
        guard name.utf8.contains(where: { $0 > 32 }) else {
            throw failure(
                "PARSE_EMPTY_STATEMENT", "42617", "Syntax error, unexpected empty statement.", from: start)
        }
        do {
            return try SQLParser(name, options: options).parseMultipartIdentifier()
        } catch var error as PyriteError {
            let range = byteRange(from: start)
            error.context = source.context(range)
            error.details = "\n\(source.excerpt(range))\n"
            throw error
        }
    }

    // MARK: Clauses

    /// `IDENTIFIER('a.b')` as a column or, with parentheses behind, as a function. A name behind it is a field's.
    mutating func parseIdentifierClause() throws -> Expression? {
        let start = index
        guard let parts = try parseIdentifierString() else { return nil }
        if at(.leftParenthesis) { return try parseCall(parts, from: start) }
        var column = Expression.unresolvedAttribute(UnresolvedAttribute(parts, origin: origin(from: start)))
        while at(.dot), isIdentifier(peek(1)) {
            advance()
            column = .unresolvedExtract(
                child: column, extraction: .literal(.string(try parseIdentifier()), .string),
                origin: origin(from: start))
        }
        return column
    }

    /// The name in `IDENTIFIER('a.b')`, whose argument may be any constant string; `nil`, the cursor unmoved, when
    /// something else stands there.
    mutating func parseIdentifierString() throws -> [String]? {
        guard at(.identifier), peek(1).kind == .leftParenthesis else { return nil }
        let start = index
        index += 2
        let valueStart = index
        let value = try parseExpression()
        guard at(.rightParenthesis) else {
            index = start
            return nil
        }
        let name = try constantString(value, from: valueStart)
        advance()
        return try parts(of: name, from: start)
    }

    /// The text that an expression without columns gives. The cursor stands behind the expression.
    func constantString(_ expression: Expression, from start: Int) throws -> String {
        if case .literal(.string(let text), _) = expression { return text }
        let sql = expression.prettySQL
        func invalid(_ condition: String, _ message: String) -> PyriteError {
            failure(
                "NOT_A_CONSTANT_STRING.\(condition)", "42601",
                "The expression \"\(sql)\" used for the routine or clause IDENTIFIER must be a constant STRING which is "
                    + "NOT NULL. \(message)", ["name": "IDENTIFIER", "expr": "\"\(sql)\""], from: start, kind: .analysis
            )
        }
        guard let constant = options.constant, let found = try? constant(expression) else {
            throw invalid("NOT_CONSTANT", "To be considered constant the expression must not depend on any columns.")
        }
        guard found.type.isString || found.type == .null else {
            throw invalid("WRONG_TYPE", "The data type of the expression is \"\(found.type.sql)\".")
        }
        guard case .string(let text) = found.value else { throw invalid("NULL", "The expression evaluates to NULL.") }
        return text
    }
}
