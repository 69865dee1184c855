import Columnar
import Formats
import Functions
import Plans

/// SHOW and DESCRIBE, with Spark's columns and rows.
extension Session {
    func show(_ request: Statement.Show) throws -> Answer {
        switch request {
        case .databases(let pattern): return try names("namespace", try store.databases, pattern)
        case .catalogs(let pattern): return try names("catalog", [CatalogStore.catalogName], pattern)
        case .tables(let database, let pattern): return try showTables(database, pattern)
        case .tablesExtended(let database, let pattern): return try showTablesExtended(database, pattern)
        case .views(let database, let pattern): return try showViews(database, pattern)
        case .collations(let pattern):
            let wanted = NamePattern(pattern)
            var table = AnswerTable(
                [
                    "NAME", "LANGUAGE", "COUNTRY", "ACCENT_SENSITIVITY", "CASE_SENSITIVITY", "PAD_ATTRIBUTE",
                    "ICU_VERSION",
                ]
                .map { StructField($0, .string) })
            for collation in Collation.all where wanted.matches(collation.name) { table.append(collation.description) }
            return table.result
        case .columns(let table, let origin): return try showColumns(table, origin)
        case .partitions(let table, let specification, let origin):
            return try showPartitions(table, specification, origin: origin)
        case .createTable(let name, let origin): return try showCreateTable(name, origin)
        case .properties(let table, let key, let origin): return try showProperties(table, key, origin)
        case .functions(let scope, let pattern): return try showFunctions(scope, pattern)
        case .currentNamespace:
            var table = AnswerTable([
                StructField("catalog", .string, nullable: false), StructField("namespace", .string, nullable: false),
            ])
            table.append([.string(CatalogStore.catalogName), .string(currentDatabaseName)])
            return table.result
        }
    }

    private func names(_ column: String, _ names: [String], _ pattern: String?) throws -> Answer {
        let pattern = NamePattern(pattern)
        var table = AnswerTable([StructField(column, .string, nullable: false)])
        for name in names where pattern.matches(name) { table.append([.string(name)]) }
        return table.result
    }

    // MARK: Tables

    private func showTables(_ database: [String]?, _ pattern: String?) throws -> Answer {
        let pattern = NamePattern(pattern)
        var table = AnswerTable([
            StructField("namespace", .string, nullable: false), StructField("tableName", .string, nullable: false),
            StructField("isTemporary", .boolean, nullable: false),
        ])
        if let database, database.map({ $0.lowercased() }) == [Self.globalDatabase] {
            for view in runtime.globalViews.all where pattern.matches(view.name) {
                table.append([.string(Self.globalDatabase), .string(view.name), .boolean(true)])
            }
        } else {
            let name = try database.map(databaseName) ?? currentDatabaseName
            for known in try store.tables(name) where pattern.matches(known) {
                table.append([.string(name), .string(known), .boolean(false)])
            }
        }
        for view in views.all where pattern.matches(view.name) {
            table.append([.string(""), .string(view.name), .boolean(true)])
        }
        return table.result
    }

    private func showTablesExtended(_ database: [String]?, _ pattern: String) throws -> Answer {
        let matching = NamePattern(pattern)
        let name = try database.map(databaseName) ?? currentDatabaseName
        var table = AnswerTable([
            StructField("namespace", .string, nullable: false), StructField("tableName", .string, nullable: false),
            StructField("isTemporary", .boolean, nullable: false),
            StructField("information", .string, nullable: false),
        ])
        for known in try store.tables(name) where matching.matches(known) {
            let (objectName, object) = try object([name, known])
            var lines = try details(objectName, object).map { "\($0): \($1)" }
            let schema = try self.schema(of: .unresolvedRelation(UnresolvedRelation([name, known])))
            lines.append("Schema: \(schema.treeString())")
            table.append([
                .string(name), .string(known), .boolean(false), .string(lines.joined(separator: "\n") + "\n"),
            ])
        }
        for view in views.all where matching.matches(view.name) {
            let schema = try self.schema(of: view.plan)
            table.append([
                .string(""), .string(view.name), .boolean(true),
                .string("Table: \(view.name)\nType: VIEW\nSchema: \(schema.treeString())\n"),
            ])
        }
        return table.result
    }

    private func showViews(_ database: [String]?, _ pattern: String?) throws -> Answer {
        let pattern = NamePattern(pattern)
        let name = try database.map(databaseName) ?? currentDatabaseName
        var table = AnswerTable([
            StructField("namespace", .string, nullable: false), StructField("viewName", .string, nullable: false),
            StructField("isTemporary", .boolean, nullable: false),
        ])
        for known in try store.tables(name) where pattern.matches(known) {
            if case .view? = try store.object(name, known) {
                table.append([.string(name), .string(known), .boolean(false)])
            }
        }
        for view in views.all where pattern.matches(view.name) {
            table.append([.string(""), .string(view.name), .boolean(true)])
        }
        return table.result
    }

    private func showColumns(_ parts: [String], _ origin: Origin?) throws -> Answer {
        if view(parts) == nil { _ = try object(parts, origin: origin) }
        var table = AnswerTable([StructField("col_name", .string, nullable: false)])
        for name in try schema(of: .unresolvedRelation(UnresolvedRelation(parts))).names {
            table.append([.string(name)])
        }
        return table.result
    }

    private func showCreateTable(_ parts: [String], _ origin: Origin?) throws -> Answer {
        let text: String
        switch try object(parts, origin: origin).1 {
        case .table(let table): text = table.text
        case .view(let view): text = view.text(isStored: false)
        }
        return AnswerTable.single("createtab_stmt", .string, .string(text))
    }

    private func showProperties(_ parts: [String], _ key: String?, _ origin: Origin?) throws -> Answer {
        let (name, found) = try object(parts, origin: origin)
        let properties: [String: String]
        switch found {
        case .table(let table): properties = table.properties
        case .view(let view): properties = view.userProperties
        }
        var table = AnswerTable([
            StructField("key", .string, nullable: false), StructField("value", .string, nullable: false),
        ])
        if let key {
            let missing = "Table \(name.parts.joined(separator: ".")) does not have property: \(key)"
            table.append([.string(key), .string(properties[key] ?? missing)])
        } else {
            for (key, value) in properties.sorted(by: { $0.key < $1.key }) {
                table.append([.string(key), .string(value)])
            }
        }
        return table.result
    }

    // MARK: DESCRIBE

    private static let describeFields = [
        StructField("col_name", .string, nullable: false), StructField("data_type", .string, nullable: false),
        StructField("comment", .string),
    ]

    private func row(_ field: StructField) -> [Value] {
        let comment = ColumnMetadata(json: field.metadata).comment
        return [.string(field.name), .string(field.dataType.simpleString), comment.map { .string($0) } ?? .null]
    }

    func describe(_ plan: LogicalPlan) throws -> Answer {
        var table = AnswerTable(Self.describeFields)
        for field in try schema(of: plan).fields { table.append(row(field)) }
        return table.result
    }

    func describeTable(_ request: DescribeTable) throws -> Answer {
        let relation = LogicalPlan.unresolvedRelation(UnresolvedRelation(request.name, origin: request.origin))
        let found = view(request.name) == nil ? try object(request.name, origin: request.origin) : nil
        if let column = request.column { return try describeColumn(column, of: found, relation) }
        guard let (name, object) = found else { return try describe(relation) }
        var table = AnswerTable(Self.describeFields)
        func append(_ a: String, _ b: String = "", _ c: String = "") {
            table.append([.string(a), .string(b), .string(c)])
        }
        switch object {
        case .table(let definition):
            for field in definition.columns { table.append(row(field)) }
            if !definition.partitionColumns.isEmpty {
                append("# Partition Information")
                append("# col_name", "data_type", "comment")
                for field in definition.columns.suffix(definition.partitionColumns.count) { table.append(row(field)) }
            }
            let defaults = definition.columns.compactMap { field in
                ColumnMetadata(json: field.metadata).defaultText.map { (field, $0) }
            }
            if !defaults.isEmpty {
                append("")
                append("# Column Default Values")
                for (field, text) in defaults { append(field.name, field.dataType.simpleString, text) }
            }
            if !request.partition.isEmpty, try matchingPartitions(request.partition, name, definition).isEmpty {
                throw Self.missingPartitions(name, request.partition)
            }
        case .view(let definition):
            for (index, field) in try schema(of: relation).fields.enumerated() {
                var field = field
                if index < definition.columnComments.count, let comment = definition.columnComments[index] {
                    field.metadata = ColumnMetadata(comment: comment).json
                }
                table.append(row(field))
            }
        }
        if request.isExtended {
            append("")
            append("# Detailed Table Information")
            for (key, value) in try details(name, object) { append(key, value) }
        }
        return table.result
    }

    private func describeColumn(
        _ column: [String], of found: (ObjectName, CatalogStore.Object)?, _ relation: LogicalPlan
    ) throws -> Answer {
        var fields = try schema(of: relation).fields
        if case .table(let table)? = found?.1 { fields = table.columns }
        guard column.count == 1, let field = fields.first(where: { $0.name.lowercased() == column[0].lowercased() })
        else {
            let name = column.map(quoteIdentifier).joined(separator: ".")
            throw PyriteError(
                .analysis, "COLUMN_NOT_FOUND", sqlState: "42703",
                "The column \(name) cannot be found. Verify the spelling and correctness of the column name according to "
                    + "the SQL config \"spark.sql.caseSensitive\".",
                parameters: ["colName": name, "caseSensitiveConfig": "\"spark.sql.caseSensitive\""])
        }
        var table = AnswerTable([
            StructField("info_name", .string, nullable: false), StructField("info_value", .string, nullable: false),
        ])
        table.append([.string("col_name"), .string(field.name)])
        table.append([.string("data_type"), .string(field.dataType.simpleString)])
        table.append([.string("comment"), .string(ColumnMetadata(json: field.metadata).comment ?? "NULL")])
        return table.result
    }

    /// What DESCRIBE EXTENDED says of a table or view.
    private func details(_ name: ObjectName, _ object: CatalogStore.Object) throws -> [(String, String)] {
        var lines = [
            ("Catalog", CatalogStore.catalogName), ("Database", name.database), ("Table", name.name),
            ("Owner", Self.userName), ("Last Access", "UNKNOWN"), ("Created By", "Pyrite"),
        ]
        switch object {
        case .table(let table):
            lines.append(("Type", table.location == nil ? "MANAGED" : "EXTERNAL"))
            lines.append(("Provider", table.provider ?? "parquet"))
            if let comment = table.comment { lines.append(("Comment", comment)) }
            if let collation = table.collation { lines.append(("Collation", collation.name)) }
            if !table.properties.isEmpty { lines.append(("Table Properties", list(table.properties))) }
            lines.append(("Location", "file:" + (try location(name, table))))
            if !table.options.isEmpty { lines.append(("Storage Properties", list(table.options))) }
            if !table.partitionColumns.isEmpty { lines.append(("Partition Provider", "Catalog")) }
        case .view(let view):
            lines.append(("Type", "VIEW"))
            if let comment = view.comment { lines.append(("Comment", comment)) }
            if let collation = view.collation { lines.append(("Collation", collation.name)) }
            if !view.userProperties.isEmpty { lines.append(("Table Properties", list(view.userProperties))) }
            lines.append(("View Text", view.text))
            lines.append(("View Original Text", view.text))
            lines.append(("View Schema Mode", "COMPENSATION"))
            let database = view.properties[CreateView.databaseProperty] ?? CatalogStore.defaultDatabase
            lines.append(("View Catalog and Namespace", "\(CatalogStore.catalogName).\(database)"))
            let columns = view.columnNames.map(quoteIdentifier).joined(separator: ", ")
            lines.append(("View Query Output Columns", "[\(columns)]"))
        }
        return lines
    }

    private func list(_ properties: [String: String]) -> String {
        "[" + properties.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ") + "]"
    }
}
