import Columnar
import Execution
import Formats
import Plans

extension Session {
    func write(_ operation: WriteOperation, control: QueryControl) throws {
        let formatName = operation.format ?? configuration["spark.sql.sources.default"] ?? "parquet"
        switch operation.target {
        case .path(let path): try write(operation, format: formatName, to: try FileListing.localPath(path), control)
        case .table(let name): try writeTable(operation, name, control: control)
        }
    }

    private func write(
        _ operation: WriteOperation, format formatName: String, to path: String, _ control: QueryControl
    ) throws {
        let overwriteMode =
            operation.options.first { $0.key.lowercased() == "partitionoverwritemode" }?.value
            ?? configuration["spark.sql.sources.partitionOverwriteMode"] ?? "STATIC"
        let isDynamic = overwriteMode.lowercased() == "dynamic" && !operation.partitionBy.isEmpty
        try writeFiles(
            try analyze(operation.input, context(control)), operation, format: formatName, to: path,
            isDynamic: isDynamic, control)
    }

    /// Writes the rows of an analyzed plan as files.
    ///
    /// - Parameter isDynamic: an overwrite leaves the partitions alone that get no rows.
    func writeFiles(
        _ analyzed: LogicalPlan, _ operation: WriteOperation, format formatName: String, to path: String,
        isDynamic: Bool, _ control: QueryControl
    ) throws {
        let format = try FormatTable.format(formatName)
        let context = self.context(control)
        let analyzed = format.name == "parquet" ? analyzed : analyzed.withoutCollations
        let schema = analyzed.schema
        try FileWriteSink.validate(schema: schema, partitionBy: operation.partitionBy, format: format)
        var options = FormatOptions(scanDefaults(format: formatName))
        for (name, value) in operation.options { options[name] = value }
        let mode: WriteCommit.Mode
        switch operation.mode {
        case .error: mode = .error
        case .overwrite: mode = .overwrite
        case .append: mode = .append
        case .ignore: mode = .ignore
        }
        let prepared = try prepare(analyzed, context)
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
        caches.refresh(path: path)
    }

    /// What the session's settings say where a read or write leaves an option out.
    func scanDefaults(format: String) -> [String: String] {
        guard format.lowercased() == "parquet" else { return [:] }
        var options: [String: String] = [:]
        if let codec = configuration["spark.sql.parquet.compression.codec"] { options["compression"] = codec }
        if let type = configuration["spark.sql.parquet.outputTimestampType"] {
            options["spark.sql.parquet.outputTimestampType"] = type
        }
        if configuration.flag("spark.sql.parquet.mergeSchema") { options["mergeSchema"] = "true" }
        return options
    }
}

extension LogicalPlan {
    /// The same rows with plain strings, for files that keep no collations.
    fileprivate var withoutCollations: LogicalPlan {
        guard output.contains(where: { $0.type.hasCollation }) else { return self }
        let columns = output.map { column -> Expression in
            guard column.type.hasCollation else { return .attribute(column) }
            let value = Cast(.attribute(column), to: column.type.withoutCollations, mode: .ansi, isExplicit: false)
            return .alias(Alias(.cast(value), column.name, metadata: column.metadata, id: .fresh()))
        }
        return .project(Project(self, columns))
    }
}
