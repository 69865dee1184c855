import Columnar
import Plans

extension Parser {
    /// The current token as Spark names it in syntax errors.
    private var nearText: String { current.kind == .endOfText ? "end of input" : "'\(text(current))'" }

    /// `PARSE_SYNTAX_ERROR` at the current token.
    func unexpected(hint: String = "") -> PyriteError {
        var error = PyriteError(
            .parse, "PARSE_SYNTAX_ERROR", sqlState: "42601", "Syntax error at or near \(nearText)\(hint).",
            parameters: ["error": nearText, "hint": hint])
        place(&error, at: Int(current.start))
        return error
    }

    /// A syntax error where one kind of token was wanted: says what is missing or too much, when dropping the current
    /// token or adding the wanted one would repair the text.
    func unexpected(expecting symbol: String?, _ isExpected: (Token) -> Bool) -> PyriteError {
        if current.kind != .endOfText, isExpected(peek(1)) || token(at: index - 1).kind == .semicolon {
            return unexpected(hint: ": extra input \(nearText)")
        }
        if let symbol, canFollow(symbol) { return unexpected(hint: ": missing '\(symbol)'") }
        return unexpected()
    }

    /// Whether the current token could stand behind the missing one.
    private func canFollow(_ symbol: String) -> Bool {
        switch symbol {
        case ")", "]", "END": false
        case "JOIN": token(at: index - 1).keyword == .cross && current.isIdentifier
        case "AND", "AS": current.kind == .word
        default: current.startsExpression
        }
    }

    /// Adds the line, the position and the whole text with a marker.
    private func place(_ error: inout PyriteError, at offset: Int) {
        let (line, column) = source.position(at: offset)
        error.details = " (line \(line), pos \(column))\n\n== SQL ==\n\(source.listing(caretAt: offset))\n"
        error.context = nil
    }

    /// An error about a part of the text, from the token at `start` to the one before the cursor.
    func failure(
        _ condition: String, _ sqlState: String, _ message: String, _ parameters: KeyValuePairs<String, String> = [:],
        from start: Int, kind: PyriteError.Kind = .parse
    ) -> PyriteError {
        let range = byteRange(from: start)
        var error = PyriteError(kind, condition, sqlState: sqlState, message, parameters: parameters)
        error.context = source.context(range)
        error.details = "\n\(source.excerpt(range))\n"
        return error
    }

    /// A clause or statement of Spark's that the engine does not have.
    func unsupported(_ clause: String, from start: Int) -> PyriteError {
        failure(
            "UNSUPPORTED_FEATURE", "0A000", "The feature is not supported: \(clause).", ["feature": clause],
            from: start)
    }

    func invalidIdentifier(_ token: Token) -> PyriteError { invalidIdentifier(text(token), at: Int(token.start)) }

    func invalidIdentifier(_ name: String, at offset: Int) -> PyriteError {
        var error = PyriteError(
            .parse, "INVALID_IDENTIFIER", sqlState: "42602",
            "The unquoted identifier \(name) is invalid and must be back quoted as: `\(name)`.\n"
                + "Unquoted identifiers can only contain ASCII letters ('a' - 'z', 'A' - 'Z'), digits ('0' - '9'), "
                + "and underbar ('_').\nUnquoted identifiers must also not start with a digit.\nDifferent data sources "
                + "and meta stores may impose additional restrictions on valid identifiers.",
            parameters: ["ident": name])
        place(&error, at: offset)
        return error
    }

    /// An exclamation mark where Spark once took it for NOT.
    func discontinuedBang() -> PyriteError {
        let range = Int(current.start)..<Int(current.end)
        var error = PyriteError(
            .parse, "SYNTAX_DISCONTINUED.BANG_EQUALS_NOT", sqlState: "42601",
            "Support of the clause or keyword: '!' has been discontinued in this context. The '!' keyword is only "
                + "supported as an alias for the prefix operator 'NOT'. Use the 'NOT' keyword instead for infix clauses "
                + "such as `NOT LIKE`, `NOT IN`, `NOT BETWEEN`, etc.", parameters: ["clause": "!"])
        error.context = source.context(range)
        error.details = "\n\(source.excerpt(range))\n"
        return error
    }

    /// An error about the text as a whole.
    func wholeTextFailure(
        _ condition: String, _ sqlState: String, _ message: String, _ parameters: KeyValuePairs<String, String>
    ) -> PyriteError {
        var error = PyriteError(.parse, condition, sqlState: sqlState, message, parameters: parameters)
        error.details = "\n== SQL ==\n\(source.string)"
        return error
    }

    func unclosedComment() -> PyriteError {
        wholeTextFailure(
            "UNCLOSED_BRACKETED_COMMENT", "42601",
            "Found an unclosed bracketed comment. Please, append */ at the end of the comment.", [:])
    }

    func tooComplex() -> PyriteError {
        var error = PyriteError(
            .parse, "FAILED_TO_PARSE_TOO_COMPLEX", sqlState: "54001",
            "The statement, including potential SQL functions and referred views, was too complex to parse. Divide it "
                + "into multiple, less complex chunks: it is nested more than \(options.maximumDepth) levels deep, or "
                + "deeper than the stack of this thread allows.")
        let (line, column) = source.position(at: Int(current.start))
        error.details = " (line \(line), pos \(column))"
        return error
    }
}
