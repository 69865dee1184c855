import Columnar
import Execution
import Formats
import Plans
import SQL

/// Tables and persistent views: making, dropping, changing.
extension Session {
    /// The table or view of a name, not of temporary ones. Throws when there is none.
    func object(_ parts: [String], origin: Origin? = nil) throws -> (ObjectName, CatalogStore.Object) {
        let name = try objectName(parts)
        guard let found = try store.object(name.database, name.name) else {
            throw Self.missingTable(parts).at(origin)
        }
        return (name, found)
    }

    /// The table of a name. Throws when there is none, or a view of that name.
    func catalogTable(_ parts: [String], origin: Origin? = nil) throws -> (ObjectName, CreateTable) {
        if view(parts) != nil {
            throw Self.viewInsteadOfTable(parts.map(quoteIdentifier).joined(separator: "."), origin)
        }
        let (name, found) = try object(parts, origin: origin)
        guard case .table(let table) = found else { throw Self.viewInsteadOfTable(name.quoted, origin) }
        return (name, table)
    }

    static func viewInsteadOfTable(
        _ quoted: String, _ origin: Origin?, operation: String = "INSERT"
    ) -> PyriteError {
        PyriteError(
            .analysis, "EXPECT_TABLE_NOT_VIEW.NO_ALTERNATIVE", sqlState: "42809",
            "'\(operation)' expects a table but \(quoted) is a view.",
            parameters: ["viewName": quoted, "operation": operation]
        ).at(origin)
    }

    static func tableExists(_ quoted: String) -> PyriteError {
        PyriteError(
            .analysis, "TABLE_OR_VIEW_ALREADY_EXISTS", sqlState: "42P07",
            "Cannot create table or view \(quoted) because it already exists.\nChoose a different name, drop or replace the "
                + "existing object, or add the IF NOT EXISTS clause to tolerate pre-existing objects.",
            parameters: ["relationName": quoted])
    }

    /// Where a table's files are.
    func location(_ name: ObjectName, _ table: CreateTable) throws -> String {
        try table.location ?? store.managedPath(name.database, name.name)
    }

    /// The scan of a table; columns of limited length are strings to it.
    func scan(_ name: ObjectName, _ table: CreateTable) throws -> LogicalPlan {
        let path = try location(name, table)
        let fields = table.columns.map { field -> StructField in
            var field = field
            field.dataType = field.dataType.withoutStringLengths
            field.nullable = true
            return field
        }
        var scan = Scan(
            format: table.provider ?? "parquet", paths: FileTree.exists(path) ? [path] : [], options: table.options,
            userSchema: Schema(fields))
        scan.table = path
        return .scan(scan)
    }

    // MARK: Making

    /// The name of a table to be made. `nil` when there is one already, and that is no error.
    private func freeName(_ parts: [String], ifNotExists: Bool) throws -> ObjectName? {
        let name = try objectName(parts)
        guard CatalogStore.isValidName(name.name) else { throw Self.invalidName(parts.last ?? "") }
        guard try store.databaseExists(name.database) else { throw Self.missingDatabase([name.database]) }
        guard try store.object(name.database, name.name) == nil else {
            if ifNotExists { return nil }
            throw Self.tableExists(name.quoted)
        }
        return name
    }

    func createTable(_ request: CreateTable, control: QueryControl = QueryControl()) throws {
        let refused = try objectName(request.name)
        if request.isHive {
            throw PyriteError(
                .analysis, "NOT_SUPPORTED_COMMAND_WITHOUT_HIVE_SUPPORT", sqlState: "0A000",
                "CREATE Hive TABLE (AS SELECT) is not supported, if you want to enable it, please set "
                    + "\"spark.sql.catalogImplementation\" to \"hive\".",
                parameters: ["cmd": "CREATE Hive TABLE (AS SELECT)"])
        }
        if let operation = request.unsupportedOperation { throw Self.unsupportedOperation(refused, operation) }
        guard let name = try freeName(request.name, ifNotExists: request.ifNotExists) else { return }
        var table = request
        table.name = name.parts
        table.ifNotExists = false
        let provider = request.provider ?? configuration["spark.sql.sources.default"] ?? "parquet"
        table.provider = provider.lowercased()
        let format = try FormatTable.format(provider)
        if let key = table.options.keys.first(where: { $0.lowercased() == "path" }) {
            table.location = table.options.removeValue(forKey: key) ?? table.location
        }
        table.location = try table.location.map(FileListing.localPath)
        if let query = request.query {
            let analyzed = try analyze(query, context(control))
            table.columns = analyzed.schema.fields.map { field in
                let type = request.collation.map { field.dataType == .string ? .text($0) : field.dataType }
                return StructField(field.name, type ?? field.dataType, metadata: field.metadata)
            }
        } else {
            table.columns += table.partitionFields
            if table.columns.isEmpty { try inferColumns(&table, format) }
        }
        try Self.arrangeColumns(&table, name)
        let path = try location(name, table)
        if let query = request.query {
            var operation = WriteOperation(
                input: query, format: provider, target: .path(path), mode: .append,
                partitionBy: table.partitionColumns, options: table.options)
            // What an external table's folder holds stays; a managed one begins empty.
            if table.location == nil { operation.mode = .overwrite }
            try writeFiles(
                try analyze(query, context(control)), operation, format: provider, to: path, isDynamic: false, control)
        } else if !FileTree.exists(path) {
            // A table may as well lie over a single file.
            try FileTree.makeFolders(path)
        }
        table.query = nil
        table.partitionFields = []
        try store.save(.table(table), name.database, name.name)
    }

    private func inferColumns(_ table: inout CreateTable, _ format: any FileFormat) throws {
        guard let location = table.location, FileTree.exists(location) else {
            throw PyriteError(
                .analysis, "UNABLE_TO_INFER_SCHEMA", sqlState: "42KD9",
                "Unable to infer schema for \(format.name). It must be specified manually.",
                parameters: ["format": format.name])
        }
        let scan = LogicalPlan.scan(
            Scan(format: format.name, paths: [location], options: table.options))
        table.columns = try schema(of: scan).fields
    }

    /// Checks the columns and moves those that partition the table to the end.
    private static func arrangeColumns(_ table: inout CreateTable, _ name: ObjectName) throws {
        var seen = Set<String>()
        for field in table.columns where !seen.insert(field.name.lowercased()).inserted {
            throw columnExists(field.name)
        }
        if table.columns.contains(where: { $0.dataType.hasCollatedKeys }) {
            throw PyriteError(
                .analysis, "UNSUPPORTED_FEATURE.COLLATIONS_IN_MAP_KEYS", sqlState: "0A000",
                "The feature is not supported: Collated strings for keys of maps.")
        }
        var last: [StructField] = []
        for column in table.partitionColumns {
            guard let index = table.columns.firstIndex(where: { $0.name.lowercased() == column.lowercased() }) else {
                throw PyriteError(
                    .analysis, "COLUMN_NOT_DEFINED_IN_TABLE", sqlState: "42703",
                    "partition column \(quoteIdentifier(column)) is not defined in table \(name.quoted), defined table "
                        + "columns are: \(table.columns.map { quoteIdentifier($0.name) }.joined(separator: ", ")).",
                    parameters: [
                        "colType": "partition", "colName": quoteIdentifier(column), "tableName": name.quoted,
                        "tableCols": table.columns.map { quoteIdentifier($0.name) }.joined(separator: ", "),
                    ])
            }
            let type = table.columns[index].dataType
            guard !type.hasCollation else {
                throw PyriteError(
                    .analysis, "INVALID_PARTITION_COLUMN_DATA_TYPE", sqlState: "0A000",
                    "Cannot use \"\(type.sql)\" for partition column.", parameters: ["type": "\"\(type.sql)\""])
            }
            last.append(table.columns.remove(at: index))
        }
        guard !table.columns.isEmpty || last.isEmpty else {
            throw PyriteError(
                .analysis, "ALL_PARTITION_COLUMNS_NOT_ALLOWED", sqlState: "KD005",
                "Cannot use all columns for partition columns.")
        }
        table.partitionColumns = last.map(\.name)
        table.columns += last
    }

    static func columnExists(_ name: String) -> PyriteError {
        let quoted = quoteIdentifier(name.lowercased())
        return PyriteError(
            .analysis, "COLUMN_ALREADY_EXISTS", sqlState: "42711",
            "The column \(quoted) already exists. Choose another name or rename the existing column.",
            parameters: ["columnName": quoted])
    }

    func createTableLike(
        _ parts: [String], source: [String], ifNotExists: Bool, provider: String?, location: String?
    ) throws {
        guard let name = try freeName(parts, ifNotExists: ifNotExists) else { return }
        var table = CreateTable(name.parts)
        if view(source) == nil, case let (_, .table(known)) = try object(source) {
            table = known
            table.name = name.parts
            table.comment = nil
            table.properties = [:]
        } else {
            table.columns = try schema(of: .unresolvedRelation(UnresolvedRelation(source))).fields
        }
        if let provider { table.provider = provider.lowercased() }
        table.provider = table.provider ?? configuration["spark.sql.sources.default"] ?? "parquet"
        _ = try FormatTable.format(table.provider ?? "parquet")
        table.location = try location.map(FileListing.localPath)
        try FileTree.makeFolders(try self.location(name, table))
        try store.save(.table(table), name.database, name.name)
    }

    // MARK: Dropping

    package func dropTable(_ parts: [String], ifExists: Bool) throws -> Answer {
        if try dropTemporaryView(parts) { return AnswerTable.nothing }
        let name = try objectName(parts)
        guard try store.object(name.database, name.name) != nil else {
            if ifExists { return AnswerTable.nothing }
            throw Self.missingTable(parts)
        }
        try dropObject(name)
        return AnswerTable.nothing
    }

    package func dropView(_ parts: [String], ifExists: Bool) throws -> Answer {
        if try dropTemporaryView(parts) { return AnswerTable.nothing }
        let name = try objectName(parts)
        guard let found = try store.object(name.database, name.name) else {
            if ifExists { return AnswerTable.nothing }
            throw Self.missingTable(parts)
        }
        guard case .view = found else {
            throw PyriteError(
                .analysis, "WRONG_COMMAND_FOR_OBJECT_TYPE", sqlState: "42809",
                "The operation DROP VIEW requires a VIEW. But \(name.quoted) is a TABLE. Use DROP TABLE instead.",
                parameters: [
                    "operation": "DROP VIEW", "requiredType": "VIEW", "objectName": name.quoted, "foundType": "TABLE",
                    "alternative": "DROP TABLE",
                ])
        }
        try dropObject(name)
        return AnswerTable.nothing
    }

    /// Removes a table with the files that are its own, or a view.
    func dropObject(_ name: ObjectName) throws {
        if !caches.isEmpty,
            let plan = try? analyze(.unresolvedRelation(UnresolvedRelation(name.parts)), context())
        {
            caches.remove(plan)
        }
        if case .table(let table)? = try store.object(name.database, name.name), table.location == nil {
            FileTree.remove(try location(name, table))
        }
        try store.remove(name.database, name.name)
    }

    static func unsupportedOperation(_ name: ObjectName, _ operation: String) -> PyriteError {
        PyriteError(
            .analysis, "UNSUPPORTED_FEATURE.TABLE_OPERATION", sqlState: "0A000",
            "The feature is not supported: Table \(name.quoted) does not support \(operation). Please check the current "
                + "catalog and namespace to make sure the qualified table name is expected, and also check the catalog "
                + "implementation which is configured by \"spark.sql.catalog\".",
            parameters: ["tableName": name.quoted, "operation": operation])
    }
}

extension DataType {
    /// The type with `char` and `varchar` as strings, inside too.
    var withoutStringLengths: DataType {
        switch self {
        case .char, .varchar: .string
        case .array(let element, let containsNull): .array(element.withoutStringLengths, containsNull: containsNull)
        case .map(let key, let value, let containsNull):
            .map(key.withoutStringLengths, value.withoutStringLengths, valueContainsNull: containsNull)
        case .structure(let schema):
            .structure(
                Schema(
                    schema.fields.map {
                        StructField(
                            $0.name, $0.dataType.withoutStringLengths, nullable: $0.nullable, metadata: $0.metadata)
                    }))
        default: self
        }
    }
}
