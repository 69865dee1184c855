import Columnar
import Functions

/// Writes rows as files of a format under a folder, one file for each partition of the job, or for each partition and
/// `key=value` folder when the output is partitioned by columns.
package final class FileWriteSink: WriteSink {
    private let format: any FileFormat
    private let commitProtocol: WriteCommit
    private let schema: Schema
    private let options: FormatOptions
    private let context: EvaluationContext
    /// Positions of the partition columns and of the others in the input.
    private let keyColumns: [Int]
    private let dataColumns: [Int]
    private let suffix: String
    /// `maxRecordsPerFile`; 0 for no limit.
    private let maxRowsPerFile: Int

    /// Throws when the format cannot write the schema or a partition column does not exist.
    package init(
        _ format: any FileFormat, _ commit: WriteCommit, schema: Schema, partitionBy: [String], options: FormatOptions,
        context: EvaluationContext
    ) throws {
        self.format = format
        commitProtocol = commit
        self.schema = schema
        self.options = options
        self.context = context
        keyColumns = try Self.positions(of: partitionBy, in: schema)
        let keys = Set(keyColumns)
        dataColumns = schema.fields.indices.filter { !keys.contains($0) }
        suffix = try format.fileSuffix(options: options)
        maxRowsPerFile = Int(options["maxRecordsPerFile"] ?? "0") ?? 0
    }

    /// Checks what can be checked before anything is touched.
    package static func validate(schema: Schema, partitionBy: [String], format: any FileFormat) throws {
        var seen = Set<String>()
        for name in format.writesRepeatedNames ? [] : schema.names where !seen.insert(name.lowercased()).inserted {
            throw PyriteError(
                .analysis, "COLUMN_ALREADY_EXISTS", sqlState: "42711",
                "The column \(quoteIdentifier(name.lowercased())) already exists. Choose another name or rename the existing "
                    + "column.", parameters: ["columnName": quoteIdentifier(name.lowercased())])
        }
        let keys = try positions(of: partitionBy, in: schema)
        if !keys.isEmpty && keys.count == schema.count {
            throw PyriteError(
                .analysis, "ALL_PARTITION_COLUMNS_NOT_ALLOWED", sqlState: "KD005",
                "Cannot use all columns for partition columns.")
        }
    }

    private static func positions(of names: [String], in schema: Schema) throws -> [Int] {
        try names.map { name in
            guard let index = schema.index(ofName: name) else {
                throw PyriteError(
                    .analysis, "_LEGACY_ERROR_TEMP_1155", sqlState: "",
                    "Partition column \(quoteIdentifier(name)) not found in schema "
                        + "\(DataType.structure(schema).simpleString).", parameters: ["column": quoteIdentifier(name)])
            }
            return index
        }
    }

    package func writer(forPartition partition: Int) throws -> any PartitionWriter {
        let writer = FileSetWriter(self, partition: partition)
        if keyColumns.isEmpty { try writer.open() }
        return writer
    }

    package func commit() throws { try commitProtocol.commit() }

    package func abort() { commitProtocol.abort() }

    /// The open files of one task.
    private final class FileSetWriter: PartitionWriter {
        private struct OpenFile {
            var writer: any BatchWriter
            var rows = 0
        }
        private let sink: FileWriteSink
        private let partition: Int
        private var files: [String: OpenFile] = [:]
        private var sequence = 0
        private(set) var rowsWritten = 0
        private(set) var bytesWritten = 0

        /// With more folders than this open at once, the oldest files are ended; a later row begins a new file there.
        private static let maxOpenFiles = 256

        init(_ sink: FileWriteSink, partition: Int) {
            self.sink = sink
            self.partition = partition
        }

        func open(_ folder: String = "") throws {
            if files.count >= Self.maxOpenFiles { try finish() }
            let path = try sink.commitProtocol.filePath(
                folder: folder, partition: partition, sequence: sequence, suffix: sink.suffix)
            let schema = Schema(sink.dataColumns.map { sink.schema[$0] })
            files[folder] = OpenFile(
                writer: try sink.format.writer(
                    to: path, schema: schema, options: sink.options, context: sink.context))
        }

        func write(_ batch: Batch) throws {
            let data = Batch(sink.dataColumns.map { batch.columns[$0] }, count: batch.count)
            if sink.keyColumns.isEmpty { return try write(data, to: "") }
            for (folder, rows) in try folders(of: batch) {
                try write(rows.count == batch.count ? data : data.gather(rows), to: folder)
            }
        }

        private func write(_ batch: Batch, to folder: String) throws {
            var rest = batch
            while rest.count > 0 {
                if files[folder] == nil { try open(folder) }
                guard var file = files[folder] else { return }
                var part = rest
                if sink.maxRowsPerFile > 0 {
                    let room = sink.maxRowsPerFile - file.rows
                    if room <= 0 {
                        try end(file)
                        files[folder] = nil
                        sequence += 1
                        continue
                    }
                    part = rest.slice(0..<min(room, rest.count))
                }
                try file.writer.write(part)
                file.rows += part.count
                files[folder] = file
                rowsWritten += part.count
                if part.count == rest.count { return }
                rest = rest.slice(part.count..<rest.count)
            }
        }

        /// The rows of each folder, in the order in which folders first occur.
        private func folders(of batch: Batch) throws -> [(String, Selection)] {
            let texts = try sink.keyColumns.map { index -> Column in
                let column = batch.columns[index]
                return try Cast.cast(column, to: .string, mode: .legacy, context: sink.context).flattened()
            }
            var order: [String] = []
            var rows: [String: [Int]] = [:]
            for row in 0..<batch.count {
                let parts = zip(sink.keyColumns, texts).map { index, column -> String in
                    var value: String?
                    if case .string(let text) = column.value(at: row) { value = text }
                    return PartitionPath.folder(sink.schema[index].name, value)
                }
                let folder = parts.joined(separator: "/")
                if rows[folder] == nil { order.append(folder) }
                rows[folder, default: []].append(row)
            }
            return order.map { ($0, Selection(rows[$0] ?? [])) }
        }

        private func end(_ file: OpenFile) throws {
            try file.writer.finish()
            bytesWritten += file.writer.bytesWritten
        }

        func finish() throws {
            for (folder, file) in files {
                try end(file)
                files[folder] = nil
            }
            sequence += 1
        }

        func abandon() {
            for file in files.values { file.writer.abandon() }
            files = [:]
        }
    }
}
