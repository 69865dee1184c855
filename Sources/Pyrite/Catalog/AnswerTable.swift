import Columnar

/// Builds the few rows that statements and questions to the catalog answer with.
struct AnswerTable {
    let schema: Schema
    private var rows: [[Value]] = []

    init(_ fields: [StructField]) { schema = Schema(fields) }

    mutating func append(_ row: [Value]) { rows.append(row) }

    var result: (schema: Schema, batches: [Batch]) {
        guard !rows.isEmpty else { return (schema, []) }
        let columns = schema.fields.enumerated().map { index, field -> Columnar.Column in
            let builder = ColumnBuilder(field.dataType, capacity: rows.count)
            for row in rows { builder.append(index < row.count ? row[index] : .null) }
            return builder.finish()
        }
        return (schema, [Batch(columns, count: rows.count)])
    }

    static func single(_ name: String, _ type: DataType, _ value: Value) -> (schema: Schema, batches: [Batch]) {
        var table = AnswerTable([StructField(name, type, nullable: false)])
        table.append([value])
        return table.result
    }

    static var nothing: (schema: Schema, batches: [Batch]) { (Schema(), []) }
}
