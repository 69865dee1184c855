import Columnar

/// One column chunk's place in the schema of a file being written: every Spark column has one, nested ones have several.
struct ParquetLeaf {
    /// The names from the top down, as the format nests them (`list`, `element`, `key_value`, …).
    let path: [String]
    let storage: ParquetStorage
    /// The definition level of a value that is there.
    let maxDefinition: Int
    /// The number of lists and maps around the value.
    let maxRepetition: Int

    /// A column of its own with nulls: the common case, written without a detour.
    var isFlat: Bool { path.count == 1 }

    /// The leaves of a field in schema order. Throws for structs without fields, which the format cannot hold.
    static func leaves(of field: StructField, timestamps: ParquetTimestamps) throws -> [ParquetLeaf] {
        var found: [ParquetLeaf] = []
        try visit(field.dataType, [field.name], definition: 0, repetition: 0, isRequired: false, timestamps, &found)
        return found
    }

    private static func visit(
        _ type: DataType, _ path: [String], definition: Int, repetition: Int, isRequired: Bool,
        _ timestamps: ParquetTimestamps, _ found: inout [ParquetLeaf]
    ) throws {
        let own = definition + (isRequired ? 0 : 1)
        switch type {
        case .structure(let schema):
            guard schema.count > 0 else {
                throw PyriteError(
                    .analysis, "EMPTY_SCHEMA_NOT_SUPPORTED_FOR_DATASOURCE", sqlState: "0A000",
                    "The Parquet datasource does not support writing empty or nested empty schemas. Please make sure the "
                        + "data schema has at least one or more column(s).", parameters: ["format": "Parquet"])
            }
            for field in schema.fields {
                try visit(
                    field.dataType, path + [field.name], definition: own, repetition: repetition, isRequired: false,
                    timestamps, &found)
            }
        case .array(let element, _):
            try visit(
                element, path + ["list", "element"], definition: own + 1, repetition: repetition + 1, isRequired: false,
                timestamps, &found)
        case .map(let key, let value, _):
            try visit(
                key, path + ["key_value", "key"], definition: own + 1, repetition: repetition + 1, isRequired: true,
                timestamps, &found)
            try visit(
                value, path + ["key_value", "value"], definition: own + 1, repetition: repetition + 1,
                isRequired: false, timestamps, &found)
        case .variant:
            for part in ["value", "metadata"] {
                try visit(
                    .binary, path + [part], definition: own, repetition: repetition, isRequired: true, timestamps,
                    &found)
            }
        default:
            found.append(
                ParquetLeaf(
                    path: path, storage: try ParquetStorage(type, timestamps), maxDefinition: own,
                    maxRepetition: repetition))
        }
    }
}

/// How instants are stored: `spark.sql.parquet.outputTimestampType`.
enum ParquetTimestamps: String {
    case int96 = "INT96"
    case micros = "TIMESTAMP_MICROS"
    case millis = "TIMESTAMP_MILLIS"
}
