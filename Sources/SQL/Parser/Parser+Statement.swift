import Columnar
import Plans

/// Statements other than queries.
extension Parser {
    mutating func parseStatement() throws -> Statement {
        let start = index
        if current.isIdentifier, peek(1).kind == .colon, peek(2).keyword == .begin {
            let label = try parseIdentifier().lowercased()
            advance()
            return .script(try parseCompound(label: label))
        }
        guard let keyword = current.keyword else {
            if at(.leftParenthesis) { return .query(try parseQuery()) }
            throw unexpected()
        }
        switch keyword {
        case .from where insertsFollow: return .inserts(try parseInserts())
        case .with where insertsFollow: return try parseInsertsWithExpressions()
        case .select, .with, .values, .table, .from: return .query(try parseQuery())
        case .explain: return try parseExplain()
        case .create: return try parseCreate()
        case .drop: return try parseDrop()
        case .set: return try parseSet()
        case .reset: return try parseReset()
        case .cache: return try parseCache()
        case .uncache: return try parseUncache()
        case .show: return try parseShow()
        case .describe, .desc: return try parseDescribe()
        case .insert: return try parseInsert()
        case .clear where peek(1).keyword == .cache:
            index += 2
            return .clearCache
        case .use: return try parseUse()
        case .alter: return try parseAlter()
        case .truncate: return try parseTruncate()
        case .comment where peek(1).keyword == .on: return try parseCommentOn()
        case .analyze: return try parseAnalyze()
        case .refresh: return try parseRefresh()
        case .msck, .repair: return try parseRepair()
        case .declare: return try parseDeclare()
        case .execute where peek(1).keyword == .immediate: return try parseExecuteImmediate()
        case .delete, .update, .merge: return try parseRowLevel()
        case .replace where peek(1).keyword == .table: return try parseCreate()
        case .begin where !peek(1).isNothing: return .script(try parseCompound(label: nil))
        case .add, .begin, .call, .comment, .execute, .grant, .list, .load, .lock, .replace, .revoke:
            guard peek(1).isIdentifier else {
                advance()
                throw unexpected()
            }
            throw unsupported("the \(keyword.rawValue) statement", from: start)
        default: throw unexpected()
        }
    }

    // MARK: EXPLAIN

    private mutating func parseExplain() throws -> Statement {
        advance()
        var mode = ExplainMode.simple
        switch current.keyword {
        case .extended: mode = .extended
        case .codegen: mode = .codegen
        case .cost: mode = .cost
        case .formatted: mode = .formatted
        default: break
        }
        if mode != .simple { advance() }
        let start = index
        switch try nested({ try $0.parseStatement() }) {
        case .query(let plan): return .explain(plan, mode: mode)
        case .write(let write): return .explain(write.input, mode: mode)
        case .insert(let insert): return .explain(insert.input, mode: mode)
        default: throw unsupported("EXPLAIN of a statement that is not a query", from: start)
        }
    }

    // MARK: Settings

    /// `SET`, `SET key`, `SET key = value` where key and value are taken from the text as they stand.
    private mutating func parseSet() throws -> Statement {
        let start = index
        advance()
        if at(.time, .zone) {
            index += 2
            if at(.local) {
                advance()
                return .set(key: "spark.sql.session.timeZone", value: "")
            }
            if at(.interval) {
                guard case .literal(.integer(let micros), .dayTimeInterval) = try parseIntervalLiteral() else {
                    throw unexpected()
                }
                let seconds = abs(micros) / 1_000_000
                guard micros % 1_000_000 == 0, seconds <= 18 * 3600 else {
                    let hours = "\(micros / 3_600_000_000)"
                    throw failure(
                        "INVALID_INTERVAL_FORMAT.TIMEZONE_INTERVAL_OUT_OF_RANGE", "22006",
                        "Error parsing '\(hours)' to interval. Please ensure that the value provided is in a valid format "
                            + "for defining an interval. The interval value must be in the range of [-18, +18] hours "
                            + "with second precision.",
                        ["input": hours], from: start)
                }
                let minutes = seconds / 60
                func two(_ number: Int64) -> String { number < 10 ? "0\(number)" : "\(number)" }
                let zone =
                    "\(micros < 0 ? "-" : "+")\(two(minutes / 60)):\(two(minutes % 60))"
                    + (seconds % 60 == 0 ? "" : ":\(two(seconds % 60))")
                return .set(key: "spark.sql.session.timeZone", value: zone)
            }
            return .set(key: "spark.sql.session.timeZone", value: try parseString())
        }
        if at(.var) || at(.variable), peek(1).isIdentifier || peek(1).kind == .leftParenthesis {
            return try parseSetVariable()
        }
        var body = restOfText()
        guard !body.isEmpty else { return .set(key: nil, value: nil) }
        if body == "-v" { return .set(key: nil, value: nil) }
        guard let sign = body.firstIndex(of: "=") else {
            guard body.first == "`" || isSettingKey(body) else { throw invalidSet(from: start) }
            return .set(key: unquoteSetting(body), value: nil)
        }
        let key = trim(String(body[..<sign]))
        body = trim(String(body[body.index(after: sign)...]))
        guard key.first == "`" || isSettingKey(key) else { throw invalidSet(from: start) }
        return .set(key: unquoteSetting(key), value: unquoteSetting(body))
    }

    private mutating func parseReset() throws -> Statement {
        let start = index
        advance()
        let key = restOfText()
        if key.isEmpty { return .reset(key: nil) }
        guard key.first == "`" || isSettingKey(key) else { throw invalidSet(from: start) }
        return .reset(key: unquoteSetting(key))
    }

    /// The text from the cursor to the end without trailing semicolons; the cursor moves there.
    private mutating func restOfText() -> String {
        var last = index
        while token(at: last).kind != .endOfText { last += 1 }
        var end = last
        while end > index, token(at: end - 1).kind == .semicolon { end -= 1 }
        let range = Int(current.start)..<max(Int(current.start), Int(token(at: end - 1).end))
        let rest = end > index ? source.text(range) : ""
        index = last
        return trim(rest)
    }

    private func trim(_ text: String) -> String {
        var rest = text[...]
        while let first = rest.first, first.isWhitespace { rest = rest.dropFirst() }
        while let last = rest.last, last.isWhitespace { rest = rest.dropLast() }
        return String(rest)
    }

    private func isSettingKey(_ text: String) -> Bool { !text.contains(where: \.isWhitespace) }

    private func unquoteSetting(_ text: String) -> String {
        guard text.count >= 2, text.first == "`", text.last == "`" else { return text }
        return text.dropFirst().dropLast().split(separator: "``", omittingEmptySubsequences: false)
            .joined(separator: "`")
    }

    private func invalidSet(from start: Int) -> PyriteError {
        failure(
            "INVALID_SET_SYNTAX", "42000",
            "Expected format is 'SET', 'SET key', or 'SET key=value'. If you want to include special "
                + "characters in key, or "
                + "include semicolon in value, please use backquotes, e.g., SET `key`=`value`.", from: start)
    }

    // MARK: Cache

    private mutating func parseCache() throws -> Statement {
        advance()
        let isLazy = take(.lazy)
        if isLazy, !at(.table) { throw unexpected() }
        try expect(.table)
        let name = try parseTableName()
        if at(.options), peek(1).kind == .leftParenthesis {
            index = closingParenthesis(of: index + 1) + 1
        }
        if take(.as) || at(.select) || at(.with) {
            return .cache(name: name, plan: try parseQuery(), isLazy: isLazy)
        }
        return .cache(name: name, plan: nil, isLazy: isLazy)
    }

    private mutating func parseUncache() throws -> Statement {
        advance()
        try expect(.table)
        let ifExists = take(.if, .exists)
        return .uncache(name: try parseTableName(), ifExists: ifExists)
    }
}

extension Token {
    fileprivate var isNothing: Bool { kind == .endOfText || kind == .semicolon }
}
