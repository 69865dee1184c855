import Columnar
import Plans

/// INSERT.
extension Parser {
    /// Whether INSERT clauses stand behind the FROM clause at the cursor.
    var insertsFollow: Bool {
        var position = index
        while true {
            let token = token(at: position)
            switch token.kind {
            case .endOfText, .semicolon, .rightParenthesis: return false
            case .leftParenthesis: position = closingParenthesis(of: position)
            default:
                let next = self.token(at: position + 1).keyword
                if token.keyword == .insert, next == .into || next == .overwrite { return true }
            }
            position += 1
        }
    }

    /// `FROM t INSERT INTO a SELECT … INSERT INTO b SELECT …`.
    mutating func parseInserts() throws -> [Insert] {
        let source = try parseFrom()
        var inserts: [Insert] = []
        while at(.insert) {
            let start = index
            advance()
            let isOverwrite = at(.overwrite)
            guard take(.into) || take(.overwrite) else { throw unexpected() }
            var insert = try parseInsertTarget(isOverwrite: isOverwrite, from: start)
            guard at(.select) else { throw unexpected() }
            insert.input = try parseOrganization(of: try parseSelect(from: source))
            inserts.append(insert)
        }
        return inserts
    }

    /// `WITH a AS (…) INSERT INTO t SELECT …`, or FROM with several INSERT behind it.
    mutating func parseInsertsWithExpressions() throws -> Statement {
        let start = index
        let isRecursive = at(.with, .recursive) && isIdentifier(peek(2))
        let definitions = try parseCommonTableExpressions()
        func with(_ plan: LogicalPlan, _ origin: Origin) -> LogicalPlan {
            .located(.with(With(definitions, plan, isRecursive: isRecursive)), origin)
        }
        guard at(.insert) else {
            let inserts = try parseInserts().map { insert in
                var insert = insert
                insert.input = with(insert.input, origin(from: start))
                return insert
            }
            return .inserts(inserts)
        }
        guard case .insert(var insert) = try parseInsert() else { throw unexpected() }
        insert.input = with(insert.input, origin(from: start))
        return .insert(insert)
    }

    mutating func parseInsert() throws -> Statement {
        let start = index
        advance()
        if at(.with, .schema), isWord(peek(2), "EVOLUTION") { index += 3 }
        let isOverwrite: Bool
        if take(.into) {
            isOverwrite = false
        } else {
            guard take(.overwrite) else { throw unexpected() }
            isOverwrite = true
        }
        if isOverwrite, at(.directory) || (at(.local) && peek(1).keyword == .directory) {
            return try parseInsertDirectory()
        }
        var insert = try parseInsertTarget(isOverwrite: isOverwrite, from: start)
        if at(.replace), let refused = try parseReplacement(of: insert, from: start) { return refused }
        insert.input = try parseQuery()
        return .insert(insert)
    }

    /// `REPLACE WHERE`, `REPLACE ON` and `REPLACE USING`, which tables of files do not take.
    private mutating func parseReplacement(of insert: Insert, from start: Int) throws -> Statement? {
        guard let keyword = peek(1).keyword, [.where, .on, .using].contains(keyword) else { return nil }
        if keyword == .where, insert.alias != nil {
            throw failure(
                "INSERT_REPLACE_WHERE_TABLE_ALIAS_NOT_ALLOWED", "42000",
                "A table alias is not allowed in INSERT INTO ... REPLACE WHERE.", from: start)
        }
        index = endOfStatement
        return .rowLevel(operation: "INSERT REPLACE \(keyword.rawValue)", name: insert.table, origin: insert.origin)
    }

    /// The table, its partition and columns.
    private mutating func parseInsertTarget(isOverwrite: Bool, from start: Int) throws -> Insert {
        if at(.table), isIdentifier(peek(1)) { advance() }
        let nameStart = index
        let name = try parseTableName()
        var insert = Insert(name, .oneRow, isOverwrite: isOverwrite)
        insert.origin = origin(from: nameStart)
        if at(.as), isIdentifier(peek(1)) {
            advance()
            insert.alias = try parseIdentifier()
        }
        if at(.partition) {
            insert.partition = try parsePartition()
            if at(.if, .not), peek(2).keyword == .exists {
                index += 3
                insert.ifNotExists = true
            }
        }
        if at(.by), peek(1).keyword == .name {
            index += 2
            insert.byName = true
        } else if at(.leftParenthesis), !isQuery(at: index + 1) {
            advance()
            repeat {
                let columnStart = index
                let column = try parseMultipartIdentifier()
                insert.columns.append(UnresolvedAttribute(column, origin: origin(from: columnStart)))
            } while take(.comma)
            try expect(.rightParenthesis, ")")
        }
        insert.headOrigin = origin(from: start)
        return insert
    }

    /// `INSERT OVERWRITE DIRECTORY '/path' USING csv OPTIONS (…) SELECT …`.
    private mutating func parseInsertDirectory() throws -> Statement {
        let start = index
        _ = take(.local)
        try expect(.directory)
        var options: [String: String] = [:]
        var path = at(.string) || at(.doubleQuoted) ? try parseString() : nil
        guard take(.using) else { throw unsupported("INSERT OVERWRITE DIRECTORY without USING", from: start) }
        let format = try parseMultipartIdentifier().joined(separator: ".")
        if take(.options) { options = try parseProperties() }
        if let key = options.keys.first(where: { $0.lowercased() == "path" }) {
            path = options.removeValue(forKey: key) ?? path
        }
        guard let path else { throw unexpected() }
        return .write(
            WriteOperation(
                input: try parseQuery(), format: format, target: .path(path), mode: .overwrite, options: options))
    }
}
