import Columnar
import Plans

/// Statements other than queries.
extension Parser {
    mutating func parseStatement() throws -> Statement {
        let start = index
        guard let keyword = current.keyword else {
            if at(.leftParenthesis) { return .query(try parseQuery()) }
            throw unexpected()
        }
        switch keyword {
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
        case .clear where peek(1).keyword == .cache: throw unsupported("CLEAR CACHE", from: start)
        case .alter, .analyze, .add, .begin, .call, .comment, .declare, .delete, .execute, .grant, .list, .load, .lock,
            .merge, .msck, .refresh, .repair, .replace, .revoke, .truncate, .update, .use:
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
        default: throw unsupported("EXPLAIN of a statement that is not a query", from: start)
        }
    }

    // MARK: Views

    private mutating func parseCreate() throws -> Statement {
        let start = index
        advance()
        let orReplace = take(.or, .replace)
        let isGlobal = take(.global)
        let isTemporary = take(.temp) || take(.temporary)
        guard at(.view) else {
            guard atIdentifier else { throw unexpected() }
            throw unsupported("CREATE \(text(current).uppercased())", from: start)
        }
        advance()
        let ifNotExists = at(.if, .not) && peek(2).keyword == .exists
        if ifNotExists { index += 3 }
        let name = try parseMultipartIdentifier()
        let columns = at(.leftParenthesis) ? try parseViewColumns() : []
        if at(.comment), peek(1).kind == .string { index += 2 }
        guard isTemporary else { throw unsupported("CREATE VIEW without TEMPORARY", from: start) }
        if at(.using) { throw unsupported("CREATE TEMPORARY VIEW ... USING", from: start) }
        try expect(.as)
        let plan = try parseQuery()
        if ifNotExists {
            throw failure(
                "INVALID_SQL_SYNTAX.CREATE_TEMP_VIEW_WITH_IF_NOT_EXISTS", "42000",
                "Invalid SQL syntax: It is not allowed to define a TEMPORARY view with IF NOT EXISTS.", from: start)
        }
        return .createView(
            CreateView(
                name: name, columnNames: columns, plan: plan, scope: isGlobal ? .global : .local, orReplace: orReplace))
    }

    /// `(a, b COMMENT 'x')`.
    private mutating func parseViewColumns() throws -> [String] {
        try expect(.leftParenthesis, "(")
        var names: [String] = []
        repeat {
            names.append(try parseIdentifier())
            if take(.comment) { _ = try parseString() }
        } while take(.comma)
        try expect(.rightParenthesis, ")")
        return names
    }

    private mutating func parseDrop() throws -> Statement {
        let start = index
        advance()
        guard at(.view) else {
            guard atIdentifier else { throw unexpected() }
            throw unsupported("DROP \(text(current).uppercased())", from: start)
        }
        advance()
        let ifExists = take(.if, .exists)
        return .dropView(name: try parseMultipartIdentifier(), ifExists: ifExists)
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
            if at(.interval) { throw unsupported("SET TIME ZONE INTERVAL", from: start) }
            return .set(key: "spark.sql.session.timeZone", value: try parseString())
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
        if take(.lazy), !at(.table) { throw unexpected() }
        try expect(.table)
        let name = try parseMultipartIdentifier()
        if at(.options), peek(1).kind == .leftParenthesis {
            index = closingParenthesis(of: index + 1) + 1
        }
        if take(.as) || at(.select) || at(.with) { return .cache(name: name, plan: try parseQuery()) }
        return .cache(name: name, plan: nil)
    }

    private mutating func parseUncache() throws -> Statement {
        advance()
        try expect(.table)
        let ifExists = take(.if, .exists)
        return .uncache(name: try parseMultipartIdentifier(), ifExists: ifExists)
    }

    // MARK: SHOW and DESCRIBE

    private mutating func parseShow() throws -> Statement {
        let start = index
        advance()
        if at(.tables) || at(.functions), peek(1).kind == .endOfText || peek(1).kind == .semicolon {
            let isTables = at(.tables)
            advance()
            return isTables ? .showTables : .showFunctions
        }
        guard atIdentifier else { throw unexpected() }
        let what = text(current).uppercased()
        advance()
        guard !at(.endOfText) || ["CATALOGS", "DATABASES", "SCHEMAS", "VIEWS", "NAMESPACES"].contains(what) else {
            throw unexpected(hint: ": missing 'FUNCTIONS'")
        }
        throw unsupported("SHOW \(what) with these clauses", from: start)
    }

    private mutating func parseDescribe() throws -> Statement {
        let start = index
        advance()
        if at(.query), isQuery(at: index + 1) {
            advance()
            return .describe(try parseQuery())
        }
        if isQuery(at: index), !at(.table) || peek(2).kind != .endOfText { return .describe(try parseQuery()) }
        if at(.function) || at(.database) || at(.extended) || at(.formatted), isIdentifier(peek(1)) {
            throw unsupported("DESCRIBE \(text(current).uppercased())", from: start)
        }
        if at(.table), isIdentifier(peek(1)) { advance() }
        let name = try parseMultipartIdentifier()
        return .describe(.unresolvedRelation(UnresolvedRelation(name, origin: origin(from: start))))
    }

    // MARK: INSERT

    private mutating func parseInsert() throws -> Statement {
        let start = index
        advance()
        let mode: WriteOperation.Mode
        if take(.into) {
            mode = .append
        } else {
            guard take(.overwrite) else { throw unexpected() }
            mode = .overwrite
        }
        _ = take(.table)
        let name = try parseMultipartIdentifier()
        if at(.partition) || at(.by) || at(.replace) || (at(.leftParenthesis) && !isQuery(at: index + 1)) {
            throw unsupported("INSERT with PARTITION, BY NAME, REPLACE WHERE or a column list", from: start)
        }
        let plan = try parseQuery()
        return .write(WriteOperation(input: plan, format: nil, target: .table(name), mode: mode))
    }
}
