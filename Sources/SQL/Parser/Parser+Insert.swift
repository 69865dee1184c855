import Columnar
import Plans

/// INSERT.
extension Parser {
    mutating func parseInsert() throws -> Statement {
        let start = index
        advance()
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
        if at(.table), isIdentifier(peek(1)) { advance() }
        let nameStart = index
        let name = try parseTableName()
        var insert = Insert(name, .oneRow, isOverwrite: isOverwrite)
        insert.origin = origin(from: nameStart)
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
        if at(.replace), peek(1).keyword == .where { throw unsupported("INSERT ... REPLACE WHERE", from: start) }
        insert.headOrigin = origin(from: start)
        insert.input = try parseQuery()
        return .insert(insert)
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
