import Columnar
import Plans

/// CREATE and DROP.
extension Parser {
    /// A name of an object of the catalog, also as IDENTIFIER(…).
    mutating func parseTableName() throws -> [String] {
        // `IDENTIFIER('a').b` is put together from names.
        if let close = closeOfIdentifierLiteral(at: index), token(at: close + 1).kind == .dot {
            return try parseMultipartIdentifier()
        }
        return try parseIdentifierString() ?? parseMultipartIdentifier()
    }

    mutating func parseCreate() throws -> Statement {
        let start = index
        let isReplacement = at(.replace)
        advance()
        let orReplace = isReplacement || take(.or, .replace)
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
            return try parseCreateTable(orReplace: orReplace, isReplacement: isReplacement, from: start)
        }
        if !orReplace, take(.database) || take(.schema) || take(.namespace) { return try parseCreateDatabase() }
        guard atIdentifier else { throw unexpected() }
        throw unsupported("CREATE \(text(current).uppercased())", from: start)
    }

    private mutating func parseIfNotExists() throws -> Bool {
        if at(.if), peek(1).kind == .bang {
            advance()
            throw discontinuedBang()
        }
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
            } else if at(.default), isWord(peek(1), "COLLATION") {
                throw failure(
                    "UNSUPPORTED_FEATURE.SCHEMA_LEVEL_COLLATIONS", "0A000",
                    "The feature is not supported: Default collation for the specified schema.", from: index)
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
        if at(.string) || at(.doubleQuoted) { return try parseSingleString() }
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

    private mutating func parseCreateTable(
        orReplace: Bool, isReplacement: Bool, from start: Int
    ) throws -> Statement {
        let ifNotExists = try parseIfNotExists()
        var request = CreateTable(try parseTableName())
        request.ifNotExists = ifNotExists
        request.orReplace = orReplace
        request.mustExist = isReplacement
        if orReplace { request.unsupportedOperation = "REPLACE TABLE" }
        if at(.like), isIdentifier(peek(1)) {
            advance()
            return try parseCreateTableLike(request)
        }
        defaultCollation = try collationAhead()
        defer { defaultCollation = options.defaultCollation }
        if at(.leftParenthesis), !isQuery(at: index + 1) {
            advance()
            repeat {
                if at(.constraint) || isTableConstraint {
                    throw unsupported("constraints", from: start)
                }
                let columnStart = index
                let (field, _, isGenerated) = try parseTableColumn(
                    named: try parsePlainIdentifier(), from: columnStart,
                    duplicate: "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE")
                if isGenerated { request.unsupportedOperation = "generated columns" }
                request.columns.append(field)
            } while take(.comma)
            try expect(.rightParenthesis, ")")
        }
        try parseTableClauses(&request, from: start)
        if take(.as) || at(.select) || at(.with) || at(.values) || at(.from) || at(.leftParenthesis) || at(.table) {
            request.query = try parseQuery()
            guard request.columns.isEmpty else {
                throw failure(
                    "_LEGACY_ERROR_TEMP_0035", "",
                    "Operation not allowed: Schema may not be specified in a Create Table As Select (CTAS) statement.",
                    from: start)
            }
        }
        return .createTable(request)
    }

    /// What DEFAULT COLLATION among the clauses behind a table's columns says.
    private func collationAhead() throws -> Collation? {
        var position = index
        while true {
            let next = token(at: position)
            switch next.keyword {
            case .as, .select: return nil
            case .default where isWord(token(at: position + 1), "COLLATION"):
                var ahead = self
                ahead.index = position + 2
                return try Collation(name: try ahead.parseCollationName())
            default: break
            }
            if next.kind == .endOfText { return nil }
            position = next.kind == .leftParenthesis ? closingParenthesis(of: position) + 1 : position + 1
        }
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
        var seen = Set<String>()
        func once(_ clause: String, _ parser: Parser) throws {
            guard seen.insert(clause).inserted else {
                throw parser.failure(
                    "DUPLICATE_CLAUSES", "42614",
                    "Found duplicate clauses: \(clause). Please, remove one of them.", ["clauseName": clause],
                    from: start)
            }
        }
        while true {
            switch current.keyword {
            case .using:
                advance()
                request.provider = try parseMultipartIdentifier().joined(separator: ".")
            case .options where peek(1).kind == .leftParenthesis:
                advance()
                request.options = try parseProperties()
                try once("OPTIONS", self)
            case .partitioned:
                advance()
                try expect(.by)
                try parsePartitionedBy(&request)
                try once("PARTITIONED BY", self)
            case .clustered:
                request.buckets = try parseBuckets()
                try once("CLUSTERED BY", self)
            case .cluster where peek(1).keyword == .by:
                index += 2
                _ = try parseIdentifierPaths()
                try once("CLUSTER BY", self)
            case .location:
                advance()
                request.location = try parseString()
                try once("LOCATION", self)
            case .comment:
                advance()
                request.comment = try parseString()
                try once("COMMENT", self)
            case .tblproperties:
                advance()
                request.properties = try parseProperties()
                // As Spark has it: COMMENT is the clause for that.
                request.properties["comment"] = nil
                try once("TBLPROPERTIES", self)
            case .stored:
                try parseStorage(&request)
                try once("STORED AS/BY", self)
            case .row:
                try parseRowFormat()
                request.isHive = true
                try once("ROW FORMAT", self)
            case .default where isWord(peek(1), "COLLATION"):
                index += 2
                request.collation = try Collation(name: try parseCollationName())
                try once("DEFAULT COLLATION", self)
            default:
                if atWord("SKEWED") {
                    index = endOfStatement
                    throw invalidClause("CREATE TABLE ... SKEWED BY", from: start)
                }
                if request.isHive, request.provider != nil, seen.contains("ROW FORMAT") {
                    throw invalidClause("CREATE TABLE ... USING ... ROW FORMAT", from: start)
                }
                if seen.contains("CLUSTER BY"), seen.contains("PARTITIONED BY") {
                    throw failure(
                        "SPECIFY_CLUSTER_BY_WITH_PARTITIONED_BY_IS_NOT_ALLOWED", "42908",
                        "Cannot specify both CLUSTER BY and PARTITIONED BY.", from: start)
                }
                if seen.contains("CLUSTER BY"), seen.contains("CLUSTERED BY") {
                    throw failure(
                        "SPECIFY_CLUSTER_BY_WITH_BUCKETING_IS_NOT_ALLOWED", "42908",
                        "Cannot specify both CLUSTER BY and CLUSTERED BY INTO BUCKETS.", from: start)
                }
                return
            }
        }
    }

    private func invalidClause(_ operation: String, from start: Int) -> PyriteError {
        failure(
            "INVALID_STATEMENT_OR_CLAUSE", "42601", "The statement or clause: \(operation) is not valid.",
            ["operation": operation], from: start)
    }

    /// `CLUSTERED BY (a) SORTED BY (b DESC) INTO 5 BUCKETS`: how rows are put into files is left to the engine.
    private mutating func parseBuckets() throws -> CreateTable.Buckets {
        advance()
        try expect(.by)
        let columns = try parseIdentifierList()
        var sortColumns: [String] = []
        if atWord("SORTED") {
            advance()
            try expect(.by)
            try expect(.leftParenthesis, "(")
            repeat {
                sortColumns.append(try parseIdentifier())
                if !take(.desc) { _ = take(.asc) }
            } while take(.comma)
            try expect(.rightParenthesis, ")")
        }
        try expect(.into)
        let count = Int(text(current)) ?? 0
        try expect(.integer, "INTEGER_VALUE")
        try expect(.buckets)
        try CreateTable.Buckets.check(count: count)
        return CreateTable.Buckets(count: count, columns: columns, sortColumns: sortColumns)
    }

    /// `(a, s.b)`.
    private mutating func parseIdentifierPaths() throws -> [[String]] {
        try expect(.leftParenthesis, "(")
        var paths = [try parseMultipartIdentifier()]
        while take(.comma) { paths.append(try parseMultipartIdentifier()) }
        try expect(.rightParenthesis, ")")
        return paths
    }

    /// `STORED AS PARQUET`, `STORED AS INPUTFORMAT 'a' OUTPUTFORMAT 'b'`, `STORED BY 'handler'`.
    private mutating func parseStorage(_ request: inout CreateTable) throws {
        let start = index
        advance()
        if take(.by) {
            _ = try parseString()
            throw invalidClause("STORED BY", from: start)
        }
        try expect(.as)
        if atWord("INPUTFORMAT") {
            advance()
            _ = try parseString()
            guard atWord("OUTPUTFORMAT") else { throw unexpected() }
            advance()
            _ = try parseString()
            request.isHive = true
            return
        }
        let format = try parseIdentifier().lowercased()
        if ["textfile", "rcfile", "sequencefile"].contains(format) {
            request.isHive = true
        } else {
            request.provider = format
        }
    }

    /// `ROW FORMAT SERDE 'class' WITH SERDEPROPERTIES (…)` or `ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' …`.
    mutating func parseRowFormat() throws {
        advance()
        guard atWord("FORMAT") else { throw unexpected() }
        advance()
        if atWord("SERDE") {
            advance()
            _ = try parseString()
            if at(.with), isWord(peek(1), "SERDEPROPERTIES") {
                index += 2
                _ = try parseProperties()
            }
            return
        }
        try expect(.delimited)
        while at(.word), !at(.as), !at(.using), !at(.stored), !at(.location), !at(.partitioned), !at(.tblproperties),
            !at(.comment), !at(.row), !at(.select), !at(.with), !at(.from)
        {
            advance()
            if at(.string) || at(.doubleQuoted) { _ = try parseString() }
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
        let start = index
        let name = try parsePlainIdentifier()
        return try parseTableColumn(
            named: name, from: start, duplicate: "CREATE_TABLE_COLUMN_DESCRIPTOR_DUPLICATE"
        ).0
    }

    /// What stands behind a column's name, and whether FIRST or AFTER does.
    ///
    /// - Parameter duplicate: the condition of what is said twice.
    mutating func parseTableColumn(
        named name: String, from start: Int, duplicate: String
    ) throws -> (StructField, hasPosition: Bool, isGenerated: Bool) {
        _ = take(.colon)
        var field = StructField(name, try parseDataType())
        var metadata = ColumnMetadata()
        var seen = Set<String>()
        func once(_ option: String, _ parser: Parser) throws {
            guard seen.insert(option).inserted else {
                let statement = duplicate.prefix { $0 != "_" }
                throw parser.failure(
                    duplicate, "42710",
                    "\(statement) TABLE column \(name) specifies descriptor \"\(option)\" more than once, which is "
                        + "invalid.", ["columnName": name, "optionName": option], from: start)
            }
        }
        while true {
            if at(.bang), peek(1).keyword == .null { throw discontinuedBang() }
            if take(.not, .null) {
                field.nullable = false
                try once("NOT NULL", self)
            } else if at(.comment), peek(1).kind == .string || peek(1).kind == .doubleQuoted {
                advance()
                metadata.comment = try parseString()
                try once("COMMENT", self)
            } else if at(.default), !isWord(peek(1), "COLLATION") {
                advance()
                let defaultStart = index
                _ = try parseExpression()
                metadata.defaultText = source.text(byteRange(from: defaultStart))
                try once("DEFAULT", self)
            } else if at(.generated) {
                try parseGeneration(from: start, type: field.dataType)
                try once("GENERATED ALWAYS AS", self)
            } else if at(.first), duplicate.hasPrefix("ALTER") {
                advance()
                try once("FIRST|AFTER", self)
            } else if at(.after), duplicate.hasPrefix("ALTER") {
                advance()
                _ = try parseIdentifier()
                try once("FIRST|AFTER", self)
            } else {
                field.metadata = metadata.json
                return (field, seen.contains("FIRST|AFTER"), seen.contains("GENERATED ALWAYS AS"))
            }
        }
    }

    /// `PRIMARY KEY (a)` and the like among the columns, which are no names of columns there.
    private var isTableConstraint: Bool {
        (atWord("PRIMARY") || atWord("FOREIGN")) && isWord(peek(1), "KEY")
            || (atWord("UNIQUE") || atWord("CHECK")) && peek(1).kind == .leftParenthesis
    }

    /// `GENERATED ALWAYS AS (expression)` or `GENERATED ALWAYS AS IDENTITY (START WITH 1 INCREMENT BY 2)`.
    private mutating func parseGeneration(from start: Int, type: DataType) throws {
        advance()
        let isDefault = at(.by) && peek(1).keyword == .default
        if isDefault {
            index += 2
        } else {
            guard atWord("ALWAYS") else { throw unexpected() }
            advance()
        }
        try expect(.as)
        guard atWord("IDENTITY") else {
            try expect(.leftParenthesis, "(")
            _ = try parseExpression()
            return try expect(.rightParenthesis, ")")
        }
        advance()
        if take(.leftParenthesis) {
            var seen = Set<String>()
            while !at(.rightParenthesis) {
                let option = text(current).uppercased()
                guard option == "START" || option == "INCREMENT" else { throw unexpected() }
                advance()
                try expect(option == "START" ? .with : .by)
                _ = take(.minus)
                let isZero = text(current) == "0"
                guard at(.integer) else { throw unexpected() }
                advance()
                guard seen.insert(option).inserted else {
                    throw failure(
                        "IDENTITY_COLUMNS_DUPLICATED_SEQUENCE_GENERATOR_OPTION", "42601",
                        "Duplicated IDENTITY column sequence generator option: \(option).",
                        ["sequenceGeneratorOption": option], from: start)
                }
                if option == "INCREMENT", isZero {
                    throw failure(
                        "IDENTITY_COLUMNS_ILLEGAL_STEP", "42611", "IDENTITY column step cannot be 0.", from: start)
                }
            }
            advance()
        }
        guard type == .long || type == .integer else {
            throw failure(
                "IDENTITY_COLUMNS_UNSUPPORTED_DATA_TYPE", "428H2",
                "DataType \"\(type.sql)\" is not supported for IDENTITY columns.", ["dataType": "\"\(type.sql)\""],
                from: start)
        }
    }

    // MARK: Views

    private mutating func parseCreateView(
        _ scope: CreateView.Scope, orReplace: Bool, from start: Int
    ) throws -> Statement {
        let ifNotExists = try parseIfNotExists()
        let name = try parseTableName()
        var columns: [(name: String, comment: String?)] = []
        if at(.leftParenthesis), scope != .persistent,
            token(at: closingParenthesis(of: index) + 1).keyword == .using
        {
            advance()
            let fields = try parseTableColumns()
            try expect(.rightParenthesis, ")")
            return .createView(try parseViewUsing(name, Schema(fields), scope, orReplace: orReplace))
        }
        if at(.leftParenthesis) { columns = try parseViewColumns() }
        var comment: String?
        var properties: [String: String] = [:]
        var schemaMode: ViewSchemaMode?
        while true {
            if take(.comment) {
                comment = try parseString()
            } else if take(.tblproperties) {
                properties = try parseProperties()
            } else if at(.with, .schema) {
                index += 2
                schemaMode = try parseSchemaMode()
            } else if at(.default), isWord(peek(1), "COLLATION") {
                index += 2
                defaultCollation = try Collation(name: try parseCollationName())
            } else {
                break
            }
        }
        defer { defaultCollation = options.defaultCollation }
        if at(.using), scope != .persistent {
            return .createView(try parseViewUsing(name, nil, scope, orReplace: orReplace))
        }
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
        view.collation = defaultCollation
        view.schemaMode = schemaMode
        view.origin = origin(from: start)
        if schemaMode != nil, scope != .persistent {
            throw failure(
                "UNSUPPORTED_FEATURE.TEMPORARY_VIEW_WITH_SCHEMA_BINDING_MODE", "0A000",
                "The feature is not supported: Temporary views cannot be created with the WITH SCHEMA clause. Recreate the "
                    + "temporary view when the underlying schema changes, or use a persisted view.", from: start)
        }
        view.text = source.text(byteRange(from: queryStart))
        return .createView(view)
    }

    /// Behind WITH SCHEMA.
    mutating func parseSchemaMode() throws -> ViewSchemaMode {
        let words = ["BINDING", "COMPENSATION", "EVOLUTION"]
        if at(.type), isWord(peek(1), "EVOLUTION") {
            index += 2
            return .typeEvolution
        }
        guard let word = words.first(where: { atWord($0) }), let mode = ViewSchemaMode(rawValue: word) else {
            throw unexpected()
        }
        advance()
        return mode
    }

    /// `CREATE TEMPORARY VIEW v (a INT) USING csv OPTIONS (path '/data')`: the files as they are when read.
    private mutating func parseViewUsing(
        _ name: [String], _ schema: Schema?, _ scope: CreateView.Scope, orReplace: Bool
    ) throws -> CreateView {
        try expect(.using)
        let format = try parseMultipartIdentifier().joined(separator: ".").lowercased()
        var options = take(.options) ? try parseProperties() : [:]
        var paths: [String] = []
        if let key = options.keys.first(where: { $0.lowercased() == "path" }),
            let path = options.removeValue(forKey: key)
        {
            paths = [path]
        }
        let scan = Scan(format: format, paths: paths, options: options, userSchema: schema)
        return CreateView(name: name, plan: .scan(scan), scope: scope, orReplace: orReplace)
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
                guard field.nullable else {
                    throw failure(
                        "USER_DEFINED_FUNCTIONS.NOT_NULL_ON_FUNCTION_PARAMETERS", "42601",
                        "User defined function is invalid: Cannot specify NOT NULL on function parameters.", from: start
                    )
                }
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
                    // Without a list the columns are those of the body.
                    result = .table([])
                    if take(.leftParenthesis) {
                        result = .table(try parseTableColumns())
                        try expect(.rightParenthesis, ")")
                    }
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
            } else if takeWords("CONTAINS", "SQL") || takeWords("READS", "SQL", "DATA") {
                continue
            } else {
                break
            }
        }
        try expect(.return)
        let bodyStart = index
        var isBareQuery = false
        if case .table = result {
            _ = try parseQuery()
        } else if !at(.leftParenthesis), isQuery(at: index) {
            // The value of the query's only row.
            isBareQuery = true
            _ = try parseQuery()
        } else {
            _ = try parseExpression()
        }
        let body = source.text(byteRange(from: bodyStart))
        return .createFunction(
            CreateFunction(
                name: name, parameters: parameters, result: result, body: isBareQuery ? "(\(body))" : body,
                comment: comment, isTemporary: isTemporary, orReplace: orReplace, ifNotExists: ifNotExists,
                text: source.text(byteRange(from: start))))
    }

    private mutating func takeWords(_ words: String...) -> Bool {
        for (offset, word) in words.enumerated() where text(peek(offset)).uppercased() != word { return false }
        index += words.count
        return true
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
