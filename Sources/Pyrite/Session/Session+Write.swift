import Columnar
import Execution
import Formats
import Plans

extension Session {
    func write(_ operation: WriteOperation, control: QueryControl) throws {
        let formatName = operation.format ?? configuration["spark.sql.sources.default"] ?? "parquet"
        switch operation.target {
        case .path(let path): try write(operation, format: formatName, to: try FileListing.localPath(path), control)
        case .table(let name):
            guard let table = Warehouse.tableName(name) else {
                throw PyriteError(
                    .analysis, "SCHEMA_NOT_FOUND", sqlState: "42704",
                    "The schema \(name.dropLast().map(quoteIdentifier).joined(separator: ".")) cannot be found.",
                    parameters: ["schemaName": name.dropLast().map(quoteIdentifier).joined(separator: ".")])
            }
            if view([table]) != nil { throw Self.tableExists(name) }
            let existing = warehouse.table(name)
            if existing != nil, operation.mode == .error { throw Self.tableExists(name) }
            let format = operation.mode == .append ? existing?.format ?? formatName : formatName
            try write(operation, format: format, to: try warehouse.path(table), control)
        }
    }

    static func tableExists(_ name: [String]) -> PyriteError {
        let quoted = (["spark_catalog", "default"] + name.suffix(1)).map(quoteIdentifier).joined(separator: ".")
        return PyriteError(
            .analysis, "TABLE_OR_VIEW_ALREADY_EXISTS", sqlState: "42P07",
            "Cannot create table or view \(quoted) because it already exists.\nChoose a different name, drop or replace the "
                + "existing object, or add the IF NOT EXISTS clause to tolerate pre-existing objects.",
            parameters: ["relationName": quoted])
    }

    private func write(
        _ operation: WriteOperation, format formatName: String, to path: String, _ control: QueryControl
    ) throws {
        let format = try FormatTable.format(formatName)
        let context = self.context(control)
        let analyzed = try analyze(operation.input, context)
        let schema = analyzed.schema
        try FileWriteSink.validate(schema: schema, partitionBy: operation.partitionBy, format: format)
        var options = FormatOptions(scanDefaults(format: formatName))
        for (name, value) in operation.options { options[name] = value }
        let overwriteMode =
            options["partitionOverwriteMode"] ?? configuration["spark.sql.sources.partitionOverwriteMode"] ?? "STATIC"
        let mode: WriteCommit.Mode
        switch operation.mode {
        case .error: mode = .error
        case .overwrite: mode = .overwrite
        case .append: mode = .append
        case .ignore: mode = .ignore
        }
        let prepared = try prepare(analyzed, context)
        let isDynamic = overwriteMode.lowercased() == "dynamic" && !operation.partitionBy.isEmpty
        guard let commit = try WriteCommit(path: path, mode: mode, isDynamic: isDynamic) else { return }
        let sink: FileWriteSink
        do {
            sink = try FileWriteSink(
                format, commit, schema: schema, partitionBy: operation.partitionBy, options: options,
                context: context.evaluation)
        } catch {
            commit.abort()
            throw error
        }
        try runtime.engine.write(prepared, to: sink, context: context)
    }

    var warehouse: Warehouse { Warehouse(folder: configuration["spark.sql.warehouse.dir"] ?? "spark-warehouse") }

    /// What the session's settings say where a read or write leaves an option out.
    func scanDefaults(format: String) -> [String: String] {
        guard format.lowercased() == "parquet" else { return [:] }
        var options: [String: String] = [:]
        if let codec = configuration["spark.sql.parquet.compression.codec"] { options["compression"] = codec }
        if configuration.flag("spark.sql.parquet.mergeSchema") { options["mergeSchema"] = "true" }
        return options
    }
}
