import Columnar

extension Analyzer {
    /// The tables of facts about the engine that are called like functions; `nil` for another name.
    func builtInTable(_ name: String) throws -> LogicalPlan? {
        switch name {
        case "collations":
            let schema = Schema(
                [
                    "CATALOG", "SCHEMA", "NAME", "LANGUAGE", "COUNTRY", "ACCENT_SENSITIVITY", "CASE_SENSITIVITY",
                    "PAD_ATTRIBUTE", "ICU_VERSION",
                ].map { StructField($0, .string) })
            return table(schema, Collation.all.map { [.string("SYSTEM"), .string("BUILTIN")] + $0.description })
        case "sql_keywords":
            let schema = Schema([
                StructField("keyword", .string, nullable: false), StructField("reserved", .boolean, nullable: false),
            ])
            return table(schema, catalog.keywords.sorted().map { [.string($0), .boolean(false)] })
        case "python_worker_logs":
            let frame = DataType.structure(
                Schema(["class", "method", "file", "line"].map { StructField($0, .string) }))
            let exception = DataType.structure(
                Schema([
                    StructField("class", .string), StructField("msg", .string),
                    StructField("stacktrace", .array(frame, containsNull: true)),
                ]))
            let schema = Schema([
                StructField("ts", .timestamp), StructField("level", .string), StructField("msg", .string),
                StructField("context", .map(.string, .string, valueContainsNull: true)),
                StructField("exception", exception), StructField("logger", .string),
            ])
            return table(schema, [])
        default: return nil
        }
    }

    private func table(_ schema: Schema, _ rows: [[Value]]) -> LogicalPlan {
        let builders = schema.fields.map { ColumnBuilder($0.dataType, capacity: rows.count) }
        for row in rows {
            for (builder, value) in zip(builders, row) { builder.append(value) }
        }
        let batch = Batch(builders.map { $0.finish() }, count: rows.count)
        return .localRelation(LocalRelation(schema: schema, batches: rows.isEmpty ? [] : [batch]))
    }
}

extension Collation {
    /// Name, language, country, sensitivity to accents and case, what trailing spaces do, and ICU's version.
    package var description: [Value] {
        [
            .string(name), .null, .null, .string("ACCENT_SENSITIVE"),
            .string(comparison == .bytes ? "CASE_SENSITIVE" : "CASE_INSENSITIVE"),
            .string(ignoresTrailingSpaces ? "RTRIM" : "NO_PAD"), .null,
        ]
    }
}
