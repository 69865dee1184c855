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
        case .tables(let database, let pattern): return try showRelations(database, pattern, nameColumn: "tableName")
        case .tablesExtended(let database, let pattern): return try showTablesExtended(database, pattern)
        case .views(let database, let pattern):
            return try showRelations(database, pattern, nameColumn: "viewName", onlyViews: true)
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

    /// The tables and views of a database, or its views only, and the session's temporary views.
    private func showRelations(
        _ database: [String]?, _ pattern: String?, nameColumn: String, onlyViews: Bool = false
    ) throws -> Answer {
        let pattern = NamePattern(pattern)
        var table = AnswerTable([
            StructField("namespace", .string, nullable: false), StructField(nameColumn, .string, nullable: false),
            StructField("isTemporary", .boolean, nullable: false),
        ])
        if let database, database.map({ $0.lowercased() }) == [Self.globalDatabase] {
            for view in runtime.globalViews.all where pattern.matches(view.name) {
                table.append([.string(Self.globalDatabase), .string(view.name), .boolean(true)])
            }
        } else {
            let name = try database.map(databaseName) ?? currentDatabaseName
            for known in try store.tables(name) where pattern.matches(known) {
                if onlyViews {
                    guard case .view? = try store.object(name, known) else { continue }
                }
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
            var lines = ["Table: \(view.name)", "Last Access: UNKNOWN", "Created By: Pyrite", "Type: VIEW"]
            if let text = view.text {
                lines.append("View Text: \(text)")
                let isShown = configuration.isOn("spark.sql.legacy.viewSchemaBindingMode")
                if isShown { lines.append("View Schema Mode: BINDING") }
                lines.append("View Catalog and Namespace: \(CatalogStore.catalogName).\(view.database)")
                lines.append(
                    "View Query Output Columns: [\(schema.names.map(quoteIdentifier).joined(separator: ", "))]")
            }
            lines.append("Schema: \(schema.treeString())")
            table.append([
                .string(""), .string(view.name), .boolean(true), .string(lines.joined(separator: "\n") + "\n"),
            ])
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
        case .table(let table): text = table.text(isStored: false)
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
}
