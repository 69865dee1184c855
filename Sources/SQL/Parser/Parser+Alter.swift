import Columnar
import Plans

/// ALTER, TRUNCATE and other statements that change what is in the catalog.
extension Parser {
    mutating func parseAlter() throws -> Statement {
        let start = index
        advance()
        if take(.database) || take(.schema) || take(.namespace) { return try parseAlterDatabase(from: start) }
        let isView = at(.view)
        guard take(.table) || take(.view) else {
            guard atIdentifier else { throw unexpected() }
            throw unsupported("ALTER \(text(current).uppercased())", from: start)
        }
        let nameStart = index
        let name = try parseTableName()
        let origin = origin(from: nameStart)
        let change = try parseTableChange(isView: isView, from: start)
        return .alterTable(name: name, change, origin: origin)
    }

    private mutating func parseAlterDatabase(from start: Int) throws -> Statement {
        let name = try parseTableName()
        if take(.unset) {
            if !take(.dbproperties) { try expect(.properties) }
            return .alterDatabase(name: name, .unsetProperties(try parsePropertyKeys()))
        }
        if at(.default), isWord(peek(1), "COLLATION") {
            index = endOfStatement
            throw wholeTextFailure(
                "UNSUPPORTED_FEATURE.SCHEMA_LEVEL_COLLATIONS", "0A000",
                "The feature is not supported: Default collation for the specified schema.", [:])
        }
        try expect(.set)
        if take(.location) { return .alterDatabase(name: name, .setLocation(try parseString())) }
        if !take(.dbproperties) { try expect(.properties) }
        return .alterDatabase(name: name, .setProperties(try parseProperties()))
    }

    private mutating func parsePropertyKeys() throws -> [String] {
        try expect(.leftParenthesis, "(")
        var keys = [try parsePropertyKey()]
        while take(.comma) { keys.append(try parsePropertyKey()) }
        try expect(.rightParenthesis, ")")
        return keys
    }

    private mutating func parseTableChange(isView: Bool, from start: Int) throws -> TableChange {
        switch current.keyword {
        case .rename where peek(1).keyword == .to:
            index += 2
            return .rename(to: try parseTableName(), isView: isView)
        case .rename where peek(1).keyword == .column || peek(1).keyword == .columns:
            index = endOfStatement
            return .unsupported("RENAME COLUMN")
        case .set:
            advance()
            return try parseTableSetting(from: start)
        case .unset:
            advance()
            try expect(.tblproperties)
            _ = take(.if, .exists)
            return .unsetProperties(try parsePropertyKeys())
        case .with where isView && peek(1).keyword == .schema:
            index += 2
            return .setViewSchemaMode(try parseSchemaMode())
        case .as where isView:
            advance()
            let queryStart = index
            let plan = try parseQuery()
            return .setViewQuery(plan, text: source.text(byteRange(from: queryStart)))
        case .add: return try parseAdd(from: start)
        case .drop: return try parseDropPart(from: start)
        case .alter, .change: return try parseColumnChange(from: start)
        case .partition:
            let old = try parsePartition()
            if at(.change) || at(.replace) {
                index = endOfStatement
                throw failure(
                    "INVALID_STATEMENT_OR_CLAUSE", "42601",
                    "The statement or clause: ALTER TABLE ... PARTITION ... CHANGE COLUMN is not valid.",
                    ["operation": "ALTER TABLE ... PARTITION ... CHANGE COLUMN"], from: start)
            }
            if at(.set) { throw unsupported("ALTER TABLE ... PARTITION ... SET", from: start) }
            try expect(.rename)
            try expect(.to)
            return .renamePartition(old, to: try parsePartition())
        case .recover where peek(1).keyword == .partitions:
            index += 2
            return .recoverPartitions
        case .replace:
            index = endOfStatement
            return .unsupported("REPLACE COLUMNS")
        case .default where isWord(peek(1), "COLLATION"):
            index += 2
            return .setCollation(try Collation(name: try parseCollationName()))
        case .cluster where peek(1).keyword == .by:
            index = endOfStatement
            return .unsupported("CLUSTER BY")
        default:
            guard atIdentifier else { throw unexpected() }
            throw unsupported("ALTER TABLE ... \(text(current).uppercased())", from: start)
        }
    }

    var endOfStatement: Int {
        var position = index
        while token(at: position).kind != .endOfText, token(at: position).kind != .semicolon { position += 1 }
        return position
    }

    private mutating func parseTableSetting(from start: Int) throws -> TableChange {
        if take(.tblproperties) { return .setProperties(try parseProperties()) }
        if take(.location) { return .setLocation(try parseString()) }
        guard atIdentifier else { throw unexpected() }
        throw unsupported("ALTER TABLE ... SET \(text(current).uppercased())", from: start)
    }

    private mutating func parseAdd(from start: Int) throws -> TableChange {
        advance()
        let ifNotExists = at(.if, .not) && peek(2).keyword == .exists
        if ifNotExists { index += 3 }
        if at(.partition) {
            var partitions: [[PartitionValue]] = []
            while at(.partition) {
                partitions.append(try parsePartition())
                if at(.location) { throw unsupported("partitions with a LOCATION", from: start) }
            }
            return .addPartitions(partitions, ifNotExists: ifNotExists)
        }
        if at(.constraint) || peek(1).keyword == .constraint { throw unsupported("constraints", from: start) }
        guard take(.columns) || take(.column) else { throw unexpected() }
        let isList = take(.leftParenthesis)
        var columns: [StructField] = []
        var isQualified = false
        repeat {
            let (field, isSpecial) = try parseAddedColumn()
            columns.append(field)
            isQualified = isQualified || isSpecial
        } while take(.comma)
        if isList { try expect(.rightParenthesis, ")") }
        return isQualified ? .unsupported("ADD COLUMN with qualified column") : .addColumns(columns)
    }

    /// A column to add: whether it is a field of a struct or stands elsewhere than last is told beside it.
    private mutating func parseAddedColumn() throws -> (StructField, isSpecial: Bool) {
        let start = index
        let name = try parseMultipartIdentifier()
        let (field, hasPosition, _) = try parseTableColumn(
            named: name.last ?? "", from: start, duplicate: "ALTER_TABLE_COLUMN_DESCRIPTOR_DUPLICATE")
        return (field, name.count > 1 || hasPosition)
    }

    private mutating func parseDropPart(from start: Int) throws -> TableChange {
        advance()
        if at(.column) || at(.columns) {
            index = endOfStatement
            return .unsupported("DROP COLUMN")
        }
        let ifExists = take(.if, .exists)
        guard at(.partition) else { throw unsupported("this ALTER TABLE ... DROP", from: start) }
        var partitions = [try parsePartition()]
        while take(.comma) { partitions.append(try parsePartition()) }
        _ = take(.purge)
        return .dropPartitions(partitions, ifExists: ifExists)
    }

    /// `ALTER COLUMN a COMMENT 'x'`, `ALTER COLUMN a TYPE BIGINT`, `CHANGE COLUMN a a INT COMMENT 'x'`.
    private mutating func parseColumnChange(from start: Int) throws -> TableChange {
        let isChange = at(.change)
        advance()
        _ = take(.column)
        let column = try parseMultipartIdentifier()
        if isChange, atIdentifier, !at(.comment), !at(.type), !at(.first), !at(.after) {
            let renamed = try parseIdentifier()
            let type = try parseDataType()
            let comment = take(.comment) ? try parseString() : nil
            if take(.first) { return .unsupported("ALTER COLUMN ... FIRST | AFTER") }
            if take(.after) {
                _ = try parseIdentifier()
                return .unsupported("ALTER COLUMN ... FIRST | AFTER")
            }
            guard renamed.lowercased() == column.last?.lowercased() else { return .unsupported("RENAME COLUMN") }
            return .setColumnType(column: column, type, comment: comment)
        }
        if take(.comment) { return .setColumnComment(column: column, comment: try parseString()) }
        if take(.type) { return .setColumnType(column: column, try parseDataType(), comment: nil) }
        index = endOfStatement
        return .unsupported("ALTER COLUMN")
    }

    /// `PARTITION (day = 'mon', hour)`.
    mutating func parsePartition() throws -> [PartitionValue] {
        try expect(.partition)
        try expect(.leftParenthesis, "(")
        var values: [PartitionValue] = []
        repeat {
            let column = try parseIdentifier()
            let value = take(.equal) ? try parseValue(minimum: 2) : nil
            values.append(PartitionValue(column: column, value: value))
        } while take(.comma)
        try expect(.rightParenthesis, ")")
        return values
    }

    // MARK: Other changes

    mutating func parseUse() throws -> Statement {
        advance()
        if at(.database) || at(.schema) || at(.namespace), isIdentifier(peek(1)) { advance() }
        return .use(database: try parseTableName())
    }

    mutating func parseTruncate() throws -> Statement {
        advance()
        try expect(.table)
        let start = index
        let name = try parseTableName()
        let origin = origin(from: start)
        return .truncate(name: name, partition: at(.partition) ? try parsePartition() : [], origin: origin)
    }

    /// `COMMENT ON TABLE t IS 'text'`.
    mutating func parseCommentOn() throws -> Statement {
        index += 2
        let isTable = at(.table)
        guard isTable || at(.database) || at(.schema) || at(.namespace) else { throw unexpected() }
        advance()
        let start = index
        let name = try parseTableName()
        let origin = origin(from: start)
        try expect(.is)
        let comment = take(.null) ? nil : try parseString()
        if isTable { return .alterTable(name: name, .setComment(comment), origin: origin) }
        return .alterDatabase(name: name, .setComment(comment ?? ""))
    }

    /// A word other than NOSCAN behind COMPUTE STATISTICS.
    private mutating func unexpectedNoscan(from start: Int) -> PyriteError {
        let word = text(current)
        advance()
        return failure(
            "INVALID_SQL_SYNTAX.ANALYZE_TABLE_UNEXPECTED_NOSCAN", "42000",
            "Invalid SQL syntax: ANALYZE TABLE(S) ... COMPUTE STATISTICS ... \(word) must be either NOSCAN or empty.",
            ["ctx": word], from: start)
    }

    mutating func parseAnalyze() throws -> Statement {
        let statementStart = index
        advance()
        if take(.tables) {
            if take(.in) || take(.from) { _ = try parseTableName() }
            try expect(.compute)
            try expect(.statistics)
            if !take(.noscan), atIdentifier { throw unexpectedNoscan(from: statementStart) }
            return .refreshPath(nil)
        }
        try expect(.table)
        let start = index
        let name = try parseTableName()
        let origin = origin(from: start)
        if at(.partition) { _ = try parsePartition() }
        try expect(.compute)
        try expect(.statistics)
        if take(.for) {
            if take(.all) {
                try expect(.columns)
            } else {
                try expect(.columns)
                repeat { _ = try parseIdentifier() } while take(.comma)
            }
        } else if !take(.noscan), atIdentifier {
            throw unexpectedNoscan(from: statementStart)
        }
        return .checkTable(name: name, origin: origin)
    }

    mutating func parseRefresh() throws -> Statement {
        advance()
        if at(.string) || at(.doubleQuoted) {
            return .refreshPath(try parseString())
        }
        if take(.function) {
            _ = try parseTableName()
            return .refreshPath(nil)
        }
        if at(.table), isIdentifier(peek(1)) { advance() }
        let start = index
        let name = try parseTableName()
        return .refreshTable(name: name, origin: origin(from: start))
    }

    /// `MSCK REPAIR TABLE t`.
    mutating func parseRepair() throws -> Statement {
        _ = take(.msck)
        try expect(.repair)
        try expect(.table)
        let start = index
        let name = try parseTableName()
        let origin = origin(from: start)
        if take(.add) || take(.drop) || take(.sync) { try expect(.partitions) }
        return .refreshTable(name: name, origin: origin)
    }

    mutating func parseRowLevel() throws -> Statement {
        let operation = text(current).uppercased()
        let statementStart = index
        advance()
        if operation == "MERGE", at(.with, .schema), isWord(peek(2), "EVOLUTION") { index += 3 }
        if operation == "DELETE" { try expect(.from) }
        if operation == "MERGE" { try expect(.into) }
        guard atIdentifier else { throw unexpected() }
        let start = index
        let name = try parseTableName()
        let origin = origin(from: start)
        let hasColumns =
            (at(.as) && peek(2).kind == .leftParenthesis) || (isIdentifier(current) && peek(1).kind == .leftParenthesis)
        index = endOfStatement
        if hasColumns, operation != "MERGE" || token(at: start + 1).kind != .leftParenthesis {
            throw failure(
                "COLUMN_ALIASES_NOT_ALLOWED", "42601", "Column aliases are not allowed in \(operation).",
                ["op": "`\(operation)`"], from: statementStart)
        }
        return .rowLevel(operation: operation, name: name, origin: origin)
    }
}
