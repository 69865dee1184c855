import Columnar
import Plans

/// CREATE and DROP.
extension Parser {
    /// A name of an object of the catalog, also as IDENTIFIER(…).
    mutating func parseTableName() throws -> [String] { try parseIdentifierString() ?? parseMultipartIdentifier() }

    mutating func parseCreate() throws -> Statement {
        let start = index
        advance()
        let orReplace = take(.or, .replace)
        let isGlobal = take(.global)
        let isTemporary = take(.temp) || take(.temporary)
        if take(.view) {
            let scope: CreateView.Scope = isTemporary ? (isGlobal ? .global : .local) : .persistent
            return try parseCreateView(scope, orReplace: orReplace, from: start)
        }
        if take(.function) { return try parseCreateFunction(isTemporary, orReplace: orReplace, from: start) }
        guard !isGlobal, !isTemporary else { throw unexpected() }
        if take(.table) || (at(.external) && peek(1).keyword == .table) {
            if at(.table) || take(.external) { _ = take(.table) }
            return try parseCreateTable(orReplace: orReplace, from: start)
        }
        if !orReplace, take(.database) || take(.schema) || take(.namespace) { return try parseCreateDatabase() }
        guard atIdentifier else { throw unexpected() }
        throw unsupported("CREATE \(text(current).uppercased())", from: start)
    }

    private mutating func parseIfNotExists() throws -> Bool {
        guard at(.if, .not), peek(2).keyword == .exists else { return false }
        index += 3
        return true
    }

    // MARK: Databases

    private mutating func parseCreateDatabase() throws -> Statement {
        let ifNotExists = try parseIfNotExists()
        var request = CreateDatabase(name: try parseTableName(), ifNotExists: ifNotExists)
        while true {
            if take(.comment) {
                request.comment = try parseString()
            } else if take(.location) {
                request.location = try parseString()
            } else if take(.with) {
                if !take(.dbproperties) { try expect(.properties) }
                request.properties = try parseProperties()
            } else {
                return .createDatabase(request)
            }
        }
    }

    /// `('a' = 'b', c.d 1)`.
    mutating func parseProperties() throws -> [String: String] {
        try expect(.leftParenthesis, "(")
        var properties: [String: String] = [:]
        repeat {
            let key = try parsePropertyKey()
            _ = take(.equal)
            properties[key] = try parsePropertyValue()
        } while take(.comma)
        try expect(.rightParenthesis, ")")
        return properties
    }

    mutating func parsePropertyKey() throws -> String {
        if at(.string) || at(.doubleQuoted) { return try parseString() }
        return try parseMultipartIdentifier().joined(separator: ".")
    }

    private mutating func parsePropertyValue() throws -> String {
        if at(.string) || at(.doubleQuoted) { return try parseString() }
        let sign = take(.minus) ? "-" : ""
        guard current.isNumber || at(.true) || at(.false) else { throw unexpected() }
        let value = text(current)
        advance()
        return sign + value.lowercased()
    }

    // MARK: Tables

    private mutating func parseCreateTable(orReplace: Bool, from start: Int) throws -> Statement {
        let ifNotExists = try parseIfNotExists()
        var request = CreateTable(try parseTableName())
        request.ifNotExists = ifNotExists
        request.orReplace = orReplace
        if at(.like), isIdentifier(peek(1)) {
            advance()
            return try parseCreateTableLike(request)
        }
        if at(.leftParenthesis), !isQuery(at: index + 1) {
            advance()
            request.columns = try parseTableColumns()
            try expect(.rightParenthesis, ")")
        }
        try parseTableClauses(&request, from: start)
        if take(.as) || at(.select) || at(.with) || at(.values) || at(.from) || at(.leftParenthesis) || at(.table) {
            request.query = try parseQuery()
        }
        return .createTable(request)
    }

    private mutating func parseCreateTableLike(_ request: CreateTable) throws -> Statement {
        let source = try parseTableName()
        var provider: String?
        var location: String?
        while true {
            if take(.using) {
                provider = try parseMultipartIdentifier().joined(separator: ".")
            } else if take(.location) {
                location = try parseString()
            } else if take(.tblproperties) {
                _ = try parseProperties()
            } else {
                return .createTableLike(
                    name: request.name, source: source, ifNotExists: request.ifNotExists, provider: provider,
                    location: location)
            }
        }
    }

    private mutating func parseTableClauses(_ request: inout CreateTable, from start: Int) throws {
        while true {
            switch current.keyword {
            case .using:
                advance()
                request.provider = try parseMultipartIdentifier().joined(separator: ".")
            case .options where peek(1).kind == .leftParenthesis:
                advance()
                request.options = try parseProperties()
            case .partitioned:
                advance()
                try expect(.by)
                try parsePartitionedBy(&request)
            case .clustered: throw unsupported("CLUSTERED BY (buckets)", from: start)
            case .cluster where peek(1).keyword == .by: throw unsupported("CLUSTER BY of a table", from: start)
            case .location:
                advance()
                request.location = try parseString()
            case .comment:
                advance()
                request.comment = try parseString()
            case .tblproperties:
                advance()
                request.properties = try parseProperties()
            case .stored:
                advance()
                try expect(.as)
                request.provider = try parseIdentifier().lowercased()
            case .row: throw unsupported("ROW FORMAT", from: start)
            default: return
            }
        }
    }

    private mutating func parsePartitionedBy(_ request: inout CreateTable) throws {
        try expect(.leftParenthesis, "(")
        repeat {
            if isIdentifier(peek(1)) || peek(1).kind == .colon {
                let field = try parseTableColumn()
                request.partitionFields.append(field)
                request.partitionColumns.append(field.name)
            } else {
                let start = index
                let name = try parseIdentifier()
                if at(.leftParenthesis) { throw unsupported("partition transforms", from: start) }
                request.partitionColumns.append(name)
            }
        } while take(.comma)
        try expect(.rightParenthesis, ")")
    }

    mutating func parseTableColumns() throws -> [StructField] {
        var fields = [try parseTableColumn()]
        while take(.comma) { fields.append(try parseTableColumn()) }
        return fields
    }

    /// `name type NOT NULL DEFAULT expression COMMENT 'text'`.
    private mutating func parseTableColumn() throws -> StructField {
        let name = try parseIdentifier()
        _ = take(.colon)
        var field = StructField(name, try parseDataType())
        var comment: String?
        var defaultText: String?
        while true {
            if take(.not, .null) {
                field.nullable = false
            } else if at(.comment), peek(1).kind == .string || peek(1).kind == .doubleQuoted {
                advance()
                comment = try parseString()
            } else if at(.default) {
                advance()
                let start = index
                _ = try parseExpression()
                defaultText = source.text(byteRange(from: start))
            } else if at(.generated) {
                throw unsupported("generated columns", from: index)
            } else {
                field.metadata = ColumnMetadata(comment: comment, defaultText: defaultText).json
                return field
            }
        }
    }

    // MARK: Views

    private mutating func parseCreateView(
        _ scope: CreateView.Scope, orReplace: Bool, from start: Int
    ) throws -> Statement {
        let ifNotExists = try parseIfNotExists()
        let name = try parseTableName()
        var columns: [(name: String, comment: String?)] = []
        if at(.leftParenthesis) { columns = try parseViewColumns() }
        var comment: String?
        var properties: [String: String] = [:]
        while true {
            if take(.comment) {
                comment = try parseString()
            } else if take(.tblproperties) {
                properties = try parseProperties()
            } else if at(.with, .schema) {
                index += 3
            } else {
                break
            }
        }
        if at(.using) { throw unsupported("CREATE TEMPORARY VIEW ... USING", from: start) }
        try expect(.as)
        let queryStart = index
        let plan = try parseQuery()
        if ifNotExists, scope != .persistent {
            throw failure(
                "INVALID_SQL_SYNTAX.CREATE_TEMP_VIEW_WITH_IF_NOT_EXISTS", "42000",
                "Invalid SQL syntax: It is not allowed to define a TEMPORARY view with IF NOT EXISTS.", from: start)
        }
        var view = CreateView(
            name: name, columnNames: columns.map(\.name), plan: plan, scope: scope, orReplace: orReplace)
        view.ifNotExists = ifNotExists
        view.columnComments = columns.map(\.comment)
        view.comment = comment
        view.properties = properties
        view.text = source.text(byteRange(from: queryStart))
        return .createView(view)
    }

    /// `(a, b COMMENT 'x')`.
    private mutating func parseViewColumns() throws -> [(name: String, comment: String?)] {
        try expect(.leftParenthesis, "(")
        var columns: [(name: String, comment: String?)] = []
        repeat {
            let name = try parseIdentifier()
            columns.append((name, take(.comment) ? try parseString() : nil))
        } while take(.comma)
        try expect(.rightParenthesis, ")")
        return columns
    }

    // MARK: Functions

    private mutating func parseCreateFunction(_ isTemporary: Bool, orReplace: Bool, from start: Int) throws -> Statement
    {
        let ifNotExists = try parseIfNotExists()
        let name = try parseTableName()
        guard at(.leftParenthesis) else { throw unsupported("functions of Java classes", from: start) }
        advance()
        var parameters: [CreateFunction.Parameter] = []
        if !at(.rightParenthesis) {
            repeat {
                let field = try parseTableColumn()
                parameters.append(
                    CreateFunction.Parameter(
                        name: field.name, type: field.dataType,
                        defaultText: ColumnMetadata(json: field.metadata).defaultText))
            } while take(.comma)
        }
        try expect(.rightParenthesis, ")")
        var result = CreateFunction.Result.scalar(nil)
        var comment: String?
        while true {
            if take(.returns) {
                if take(.table) {
                    try expect(.leftParenthesis, "(")
                    result = .table(try parseTableColumns())
                    try expect(.rightParenthesis, ")")
                } else {
                    result = .scalar(try parseDataType())
                }
            } else if take(.comment) {
                comment = try parseString()
            } else if at(.language) {
                guard peek(1).keyword == .sql else { throw unsupported("functions in other languages", from: start) }
                index += 2
            } else if take(.deterministic) || take(.not, .deterministic) {
                continue
            } else if at(.sql), peek(1).keyword != .return {
                // CONTAINS SQL and the like change nothing here.
                advance()
            } else {
                break
            }
        }
        try expect(.return)
        let bodyStart = index
        if case .table = result { _ = try parseQuery() } else { _ = try parseExpression() }
        return .createFunction(
            CreateFunction(
                name: name, parameters: parameters, result: result, body: source.text(byteRange(from: bodyStart)),
                comment: comment, isTemporary: isTemporary, orReplace: orReplace, ifNotExists: ifNotExists,
                text: source.text(byteRange(from: start))))
    }

    // MARK: DROP

    mutating func parseDrop() throws -> Statement {
        let start = index
        advance()
        let isTemporary = take(.temporary) || take(.temp)
        guard let what = current.keyword else {
            guard atIdentifier else { throw unexpected() }
            throw unsupported("DROP \(text(current).uppercased())", from: start)
        }
        advance()
        let ifExists = take(.if, .exists)
        switch what {
        case .view: return .dropView(name: try parseTableName(), ifExists: ifExists)
        case .table:
            let name = try parseTableName()
            _ = take(.purge)
            return .dropTable(name: name, ifExists: ifExists)
        case .database, .schema, .namespace:
            let name = try parseTableName()
            let cascade = take(.cascade)
            if !cascade { _ = take(.restrict) }
            return .dropDatabase(name: name, ifExists: ifExists, cascade: cascade)
        case .function:
            return .dropFunction(name: try parseTableName(), ifExists: ifExists, isTemporary: isTemporary)
        case .variable where isTemporary, .var where isTemporary:
            return .dropVariable(name: try parseTableName(), ifExists: ifExists)
        default:
            index -= 1
            guard atIdentifier else { throw unexpected() }
            throw unsupported("DROP \(text(current).uppercased())", from: start)
        }
    }
}
