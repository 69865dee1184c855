import Columnar
import Plans

/// SHOW and DESCRIBE.
extension Parser {
    mutating func parseShow() throws -> Statement {
        let start = index
        advance()
        guard let what = current.keyword else {
            guard atIdentifier else { throw unexpected() }
            let word = text(current).uppercased()
            advance()
            guard !at(.endOfText) else { throw unexpected(hint: ": missing 'FUNCTIONS'") }
            throw unsupported("SHOW \(word)", from: start)
        }
        advance()
        switch what {
        case .databases, .schemas, .namespaces:
            if take(.in) || take(.from) { _ = try parseTableName() }
            return .show(.databases(pattern: try parsePattern()))
        case .tables:
            let database = take(.in) || take(.from) ? try parseTableName() : nil
            return .show(.tables(database: database, pattern: try parsePattern()))
        case .table where at(.extended):
            advance()
            let database = take(.in) || take(.from) ? try parseTableName() : nil
            try expect(.like)
            let pattern = try parseString()
            if at(.partition) { throw unsupported("SHOW TABLE EXTENDED ... PARTITION", from: start) }
            return .show(.tablesExtended(database: database, pattern: pattern))
        case .views:
            let database = take(.in) || take(.from) ? try parseTableName() : nil
            return .show(.views(database: database, pattern: try parsePattern()))
        case .columns:
            guard take(.in) || take(.from) else { throw unexpected() }
            let nameStart = index
            var table = try parseTableName()
            let origin = origin(from: nameStart)
            if take(.in) || take(.from) { table = try parseTableName() + table.suffix(1) }
            return .show(.columns(table: table, origin: origin))
        case .partitions:
            let (table, origin) = try parseLocatedName()
            let specification = at(.partition) ? try parsePartition() : []
            return .show(.partitions(table: table, specification: specification, origin: origin))
        case .create:
            try expect(.table)
            let (table, origin) = try parseLocatedName()
            if take(.as) { try expect(.serde) }
            return .show(.createTable(table, origin: origin))
        case .tblproperties:
            let (table, origin) = try parseLocatedName()
            var key: String?
            if take(.leftParenthesis) {
                key = try parsePropertyKey()
                try expect(.rightParenthesis, ")")
            }
            return .show(.properties(table: table, key: key, origin: origin))
        case .functions: return try parseShowFunctions(.all)
        case .all where at(.functions), .user where at(.functions), .system where at(.functions):
            advance()
            return try parseShowFunctions(what == .user ? .user : what == .system ? .system : .all)
        case .collations: return .show(.collations(pattern: try parsePattern()))
        case .catalogs: return .show(.catalogs(pattern: try parsePattern()))
        case .current where at(.namespace) || at(.schema) || at(.database):
            advance()
            return .show(.currentNamespace)
        default:
            index -= 1
            let word = text(current).uppercased()
            advance()
            guard !at(.endOfText) else { throw unexpected(hint: ": missing 'FUNCTIONS'") }
            throw unsupported("SHOW \(word)", from: start)
        }
    }

    private mutating func parseLocatedName() throws -> ([String], Origin) {
        let start = index
        let name = try parseTableName()
        return (name, origin(from: start))
    }

    /// `LIKE 'a*'`, or the pattern alone.
    private mutating func parsePattern() throws -> String? {
        let hasWord = take(.like)
        guard hasWord || at(.string) || at(.doubleQuoted) else { return nil }
        return try parseString()
    }

    private mutating func parseShowFunctions(_ scope: Statement.FunctionScope) throws -> Statement {
        if take(.in) || take(.from) { _ = try parseTableName() }
        if at(.like), isIdentifier(peek(1)) { advance() }
        if atIdentifier, !at(.like) {
            return .show(.functions(scope: scope, pattern: try parseMultipartIdentifier().last))
        }
        return .show(.functions(scope: scope, pattern: try parsePattern()))
    }

    mutating func parseDescribe() throws -> Statement {
        advance()
        if at(.query), isQuery(at: index + 1) {
            advance()
            return .describe(try parseQuery())
        }
        if isQuery(at: index), !at(.table) || peek(2).kind == .pipeOperator { return .describe(try parseQuery()) }
        if at(.function), peek(1).kind != .endOfText, peek(1).kind != .semicolon, peek(1).kind != .dot {
            advance()
            let isExtended = at(.extended) && peek(1).kind != .endOfText
            if isExtended { advance() }
            let start = index
            // Operators are named by their symbol, or in quotes.
            let name: [String]
            if at(.string) {
                name = [try parseString()]
            } else if atIdentifier {
                name = try parseTableName()
            } else {
                name = [text(current)]
                advance()
            }
            return .describeFunction(name: name, isExtended: isExtended, origin: origin(from: start))
        }
        if at(.database) || at(.schema) || at(.namespace), isIdentifier(peek(1)) {
            advance()
            let isExtended = at(.extended) && isIdentifier(peek(1))
            if isExtended { advance() }
            return .describeDatabase(name: try parseTableName(), isExtended: isExtended)
        }
        if at(.table), isIdentifier(peek(1)) { advance() }
        let isExtended = at(.extended) || at(.formatted)
        if isExtended, isIdentifier(peek(1)) { advance() }
        let (name, origin) = try parseLocatedName()
        var request = DescribeTable(name, isExtended: isExtended, origin: origin)
        if at(.partition) { request.partition = try parsePartition() }
        if atIdentifier, !at(.as) || peek(1).keyword != .json { request.column = try parseMultipartIdentifier() }
        if at(.as), peek(1).keyword == .json {
            index += 2
            request.isJSON = true
        }
        return .describeTable(request)
    }
}
