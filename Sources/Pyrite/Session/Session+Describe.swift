import Columnar
import Formats
import Functions
import Plans

/// DESCRIBE of queries, tables and views, with Spark's rows.
extension Session {
    static let describeFields = [
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
        if !request.partition.isEmpty { try requirePartitions(request, of: found) }
        if request.isJSON { return try describeAsJSON(request, found, relation) }
        if let column = request.column {
            return try describeColumn(column, of: found, relation, isExtended: request.isExtended)
        }
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
            if !request.partition.isEmpty, try matchingPartitions(request.partition, name, definition).isEmpty {
                throw Self.missingPartitions(name, request.partition)
            }
        case .view(let definition):
            for field in try columns(of: definition, name) { table.append(row(field)) }
        }
        func appendDefaults() {
            guard case .table(let definition) = object else { return }
            let defaults = definition.columns.compactMap { field in
                ColumnMetadata(json: field.metadata).defaultText.map { (field, $0) }
            }
            guard !defaults.isEmpty else { return }
            append("")
            append("# Column Default Values")
            for (field, text) in defaults { append(field.name, field.dataType.simpleString, text) }
        }
        guard request.isExtended else {
            appendDefaults()
            return table.result
        }
        append("")
        if !request.partition.isEmpty, case .table(let definition) = object {
            let partition = try partitionDetails(request.partition, name, definition)
            append("# Detailed Partition Information")
            append("Database", name.database)
            append("Table", name.name)
            let values = partition.values.map { "\($0.column)=\($0.value)" }
            append("Partition Values", "[\(values.joined(separator: ", "))]")
            append("Location", "file:" + partition.location)
            if !definition.options.isEmpty { append("Storage Properties", list(definition.options)) }
            append("Last Access", "UNKNOWN")
            append("")
            append("# Storage Information")
            for (key, value) in bucketDetails(definition) { append(key, value) }
            append("Location", "file:" + (try location(name, definition)))
            if !definition.options.isEmpty { append("Storage Properties", list(definition.options)) }
            return table.result
        }
        append("# Detailed Table Information")
        for (key, value) in try details(name, object) { append(key, value) }
        appendDefaults()
        return table.result
    }

    private func describeColumn(
        _ column: [String], of found: (ObjectName, CatalogStore.Object)?, _ relation: LogicalPlan, isExtended: Bool
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
        guard isExtended else { return table.result }
        // Columns have no statistics in the catalog.
        for name in ["min", "max", "num_nulls", "distinct_count", "avg_col_len", "max_col_len", "histogram"] {
            table.append([.string(name), .string("NULL")])
        }
        return table.result
    }

    /// What DESCRIBE EXTENDED says of a table or view.
    func details(_ name: ObjectName, _ object: CatalogStore.Object) throws -> [(String, String)] {
        var lines = [
            ("Catalog", CatalogStore.catalogName), ("Database", name.database), ("Table", name.name),
            ("Last Access", "UNKNOWN"), ("Created By", "Pyrite"),
        ]
        switch object {
        case .table(let table):
            lines.append(("Type", table.location == nil ? "MANAGED" : "EXTERNAL"))
            lines.append(("Provider", table.provider ?? "parquet"))
            lines += bucketDetails(table)
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
            lines.append(("View Text", view.text))
            lines.append(("View Original Text", view.text))
            if let mode = view.schemaMode { lines.append(("View Schema Mode", mode.rawValue)) }
            let database = view.properties[CreateView.databaseProperty] ?? CatalogStore.defaultDatabase
            lines.append(("View Catalog and Namespace", "\(CatalogStore.catalogName).\(database)"))
            let names = try queryColumnNames(of: view, name)
            lines.append(("View Query Output Columns", "[\(names.map(quoteIdentifier).joined(separator: ", "))]"))
            if !view.userProperties.isEmpty { lines.append(("Table Properties", list(view.userProperties))) }
        }
        return lines
    }

    /// The names of a view's columns in its query.
    private func queryColumnNames(of view: CreateView, _ name: ObjectName) throws -> [String] {
        if view.schemaMode == .evolution, !view.hasColumnList { return try columns(of: view, name).map(\.name) }
        return try view.rememberedColumns()?.map(\.name) ?? view.columnNames
    }

    private func bucketDetails(_ table: CreateTable) -> [(String, String)] {
        guard let buckets = table.buckets else { return [] }
        func quoted(_ names: [String]) -> String { "[\(names.map(quoteIdentifier).joined(separator: ", "))]" }
        return [
            ("Num Buckets", "\(buckets.count)"), ("Bucket Columns", quoted(buckets.columns)),
            ("Sort Columns", quoted(buckets.sortColumns)),
        ]
    }

    private func list(_ properties: [String: String]) -> String {
        "["
            + CatalogText.redacted(properties).sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(
                separator: ", ") + "]"
    }

    // MARK: Partitions

    /// Only partitioned tables have partitions, and their values must all be given.
    private func requirePartitions(
        _ request: DescribeTable, of found: (ObjectName, CatalogStore.Object)?
    ) throws {
        let kind: String
        switch found?.1 {
        case .table: return
        case .view: kind = "VIEW"
        case nil: kind = "TEMPORARY VIEW"
        }
        let name = request.name.map(quoteIdentifier).joined(separator: ".")
        throw PyriteError(
            .analysis, "FORBIDDEN_OPERATION", sqlState: "42809",
            "The operation DESC PARTITION is not allowed on the \(kind): \(name).",
            parameters: ["statement": "DESC PARTITION", "objectType": kind, "objectName": name])
    }

    /// The values and the folder of one partition.
    func partitionDetails(
        _ partition: [PartitionValue], _ name: ObjectName, _ table: CreateTable
    ) throws -> (values: [(column: String, value: String)], location: String) {
        guard let folder = try matchingPartitions(partition, name, table).first else {
            throw Self.missingPartitions(name, partition)
        }
        let values = folder.split(separator: "/").map { part -> (column: String, value: String) in
            let pieces = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return (String(pieces[0]), pieces.count > 1 ? PartitionPath.unescaped(String(pieces[1])) : "")
        }
        return (values, "\(try location(name, table))/\(folder)")
    }
}
