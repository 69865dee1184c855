import Columnar
import Plans

/// `DESCRIBE TABLE EXTENDED … AS JSON`: one row with an object.
extension Session {
    func describeAsJSON(
        _ request: DescribeTable, _ found: (ObjectName, CatalogStore.Object)?, _ relation: LogicalPlan
    ) throws -> Answer {
        let name = request.name.map(quoteIfNeeded).joined(separator: ".")
        guard request.column == nil else {
            throw PyriteError(
                .parse, "UNSUPPORTED_FEATURE.DESC_TABLE_COLUMN_JSON", sqlState: "0A000",
                "The feature is not supported: DESC TABLE COLUMN AS JSON not supported for individual columns.")
        }
        guard request.isExtended else {
            throw PyriteError(
                .parse, "DESCRIBE_JSON_NOT_EXTENDED", sqlState: "0A000",
                "DESCRIBE TABLE ... AS JSON only supported when [EXTENDED|FORMATTED] is specified.\nFor example: DESCRIBE "
                    + "EXTENDED \(name) AS JSON is supported but DESCRIBE \(name) AS JSON is not.",
                parameters: ["tableName": name])
        }
        var members: [(String, String)] = []
        switch found {
        case nil:
            members = [
                ("table_name", text(request.name.last ?? "")), ("catalog_name", text("system")),
                ("namespace", array(["session"])), ("schema_name", text("session")),
                ("columns", try columnList(try schema(of: relation).fields)), ("last_access", text("UNKNOWN")),
                ("created_by", text("Pyrite")), ("type", text("VIEW")),
            ]
        case let (name, .table(table))?: members = try describe(table, name, request.partition)
        case let (name, .view(view))?: members = try describe(view, name)
        }
        return AnswerTable.single("json_metadata", .string, .string(object(members)))
    }

    private func identity(_ name: ObjectName) -> [(String, String)] {
        [
            ("table_name", text(name.name)), ("catalog_name", text(CatalogStore.catalogName)),
            ("namespace", array([name.database])), ("schema_name", text(name.database)),
        ]
    }

    private func describe(
        _ table: CreateTable, _ name: ObjectName, _ partition: [PartitionValue]
    ) throws -> [(String, String)] {
        var members = identity(name) + [("columns", try columnList(table.columns))]
        var buckets: [(String, String)] = []
        if let given = table.buckets {
            buckets = [
                ("num_buckets", "\(given.count)"), ("bucket_columns", array(given.columns)),
                ("sort_columns", array(given.sortColumns)),
            ]
        }
        let storage = table.options.isEmpty ? [] : [("storage_properties", properties(table.options))]
        if partition.isEmpty {
            members += buckets + [("location", text("file:" + (try location(name, table))))] + storage
        } else {
            let details = try partitionDetails(partition, name, table)
            members.append(("partition_values", object(details.values.map { ($0.column, text($0.value)) })))
            members += [("location", text("file:" + details.location))] + storage
        }
        members += [
            ("last_access", text("UNKNOWN")), ("created_by", text("Pyrite")),
            ("type", text(table.location == nil ? "MANAGED" : "EXTERNAL")),
            ("provider", text(table.provider ?? "parquet")),
        ]
        if !partition.isEmpty { members += buckets }
        if partition.isEmpty, let comment = table.comment { members.append(("comment", text(comment))) }
        if !table.properties.isEmpty { members.append(("table_properties", properties(table.properties))) }
        if !table.partitionColumns.isEmpty {
            members.append(("partition_provider", text("Catalog")))
            members.append(("partition_columns", array(table.partitionColumns)))
        }
        members.append(("collation", text((table.collation ?? .utf8Binary).name)))
        return members
    }

    private func describe(_ view: CreateView, _ name: ObjectName) throws -> [(String, String)] {
        var members = identity(name) + [("columns", try columnList(try columns(of: view, name)))]
        members += [
            ("last_access", text("UNKNOWN")), ("created_by", text("Pyrite")), ("type", text("VIEW")),
        ]
        if let comment = view.comment { members.append(("comment", text(comment))) }
        members += [("view_text", text(view.text)), ("view_original_text", text(view.text))]
        if let mode = view.schemaMode { members.append(("view_schema_mode", text(mode.rawValue))) }
        let database = view.properties[CreateView.databaseProperty] ?? CatalogStore.defaultDatabase
        members.append(("view_catalog_and_namespace", text("\(CatalogStore.catalogName).\(database)")))
        members.append(
            ("view_query_output_columns", array(try view.rememberedColumns()?.map(\.name) ?? view.columnNames)))
        if !view.userProperties.isEmpty { members.append(("table_properties", properties(view.userProperties))) }
        members.append(("collation", text((view.collation ?? .utf8Binary).name)))
        return members
    }

    // MARK: JSON

    private func columnList(_ fields: [StructField]) throws -> String {
        let columns = fields.map { field -> String in
            let metadata = ColumnMetadata(json: field.metadata)
            var members = [("name", text(field.name)), ("type", type(field.dataType))]
            members.append(("nullable", field.nullable ? "true" : "false"))
            if let comment = metadata.comment { members.append(("comment", text(comment))) }
            if let written = metadata.defaultText { members.append(("default", text(written))) }
            return object(members)
        }
        return "[\(columns.joined(separator: ","))]"
    }

    private func type(_ type: DataType) -> String {
        switch type {
        case .array(let element, let holdsNull):
            return object([
                ("name", text("array")), ("element_type", self.type(element)),
                ("element_nullable", holdsNull ? "true" : "false"),
            ])
        case .map(let key, let value, let holdsNull):
            return object([
                ("name", text("map")), ("key_type", self.type(key)), ("value_type", self.type(value)),
                ("value_nullable", holdsNull ? "true" : "false"),
            ])
        case .structure(let schema):
            let fields = schema.fields.map { field in
                object([
                    ("name", text(field.name)), ("type", self.type(field.dataType)),
                    ("nullable", field.nullable ? "true" : "false"),
                ])
            }
            return object([("name", text("struct")), ("fields", "[\(fields.joined(separator: ","))]")])
        case .decimal(let precision, let scale):
            return object([("name", text("decimal")), ("precision", "\(precision)"), ("scale", "\(scale)")])
        case .char, .varchar: return self.type(.string)
        case .timestamp: return object([("name", text("timestamp_ltz"))])
        case _ where type.isString:
            return object([
                ("name", text("string")), ("collation", text((type.collation ?? .utf8Binary).name)),
            ])
        default: return object([("name", text(type.simpleString))])
        }
    }

    private func text(_ value: String) -> String { ColumnMetadata.quoted(value) }

    private func array(_ values: [String]) -> String { "[\(values.map(text).joined(separator: ","))]" }

    private func properties(_ values: [String: String]) -> String {
        object(CatalogText.redacted(values).sorted { $0.key < $1.key }.map { ($0.key, text($0.value)) })
    }

    private func object(_ members: [(String, String)]) -> String {
        "{\(members.map { "\(text($0.0)):\($0.1)" }.joined(separator: ","))}"
    }
}
