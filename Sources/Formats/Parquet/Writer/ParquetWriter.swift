import Columnar
import Glibc

/// Writes one Parquet file as Spark does: row groups of about a million rows or 128 MiB, pages of about one MiB.
final class ParquetWriter: BatchWriter {
    private let path: String
    private let schema: Schema
    private let codec: CompressionCodec
    private var descriptor: Int32
    /// The writers of all leaves, and which of them each column has.
    private let columns: [ColumnChunkWriter]
    private let leaves: [Range<Int>]
    private let timestamps: ParquetTimestamps
    private var rowGroups: [RowGroupSummary] = []
    private var groupRows = 0
    private(set) var rowsWritten = 0
    private(set) var bytesWritten = 0
    private let maxGroupRows: Int
    private let maxGroupBytes: Int

    struct RowGroupSummary {
        var rowCount: Int
        var offset: Int
        var chunks: [ChunkSummary]
    }

    init(path: String, schema: Schema, options: ParquetWriteOptions) throws {
        self.path = path
        self.schema = schema
        codec = options.codec
        maxGroupRows = options.maxGroupRows
        maxGroupBytes = options.maxGroupBytes
        timestamps = options.timestamps
        var columns: [ColumnChunkWriter] = []
        leaves = try schema.fields.map { field in
            let start = columns.count
            for leaf in try ParquetLeaf.leaves(of: field, timestamps: options.timestamps) {
                columns.append(
                    ColumnChunkWriter(leaf, codec: options.codec, level: options.level, pageSize: options.pageSize))
            }
            return start..<columns.count
        }
        self.columns = columns
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        guard descriptor >= 0 else { throw Self.failure(path, String(cString: strerror(errno))) }
        try withUnsafeBytes(of: ParquetFile.magic.littleEndian) { try output($0) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    private static func failure(_ path: String, _ reason: String) -> PyriteError {
        PyriteError(
            .sparkException, "TASK_WRITE_FAILED", sqlState: "58030",
            "Task failed while writing rows to \(ParquetError.uri(path)): \(reason).",
            parameters: ["path": ParquetError.uri(path)])
    }

    private func naming<Result>(_ body: () throws -> Result) throws -> Result {
        do {
            return try body()
        } catch let error as ParquetError {
            throw Self.failure(path, error.message)
        } catch let error as CompressionError {
            throw Self.failure(path, error.message)
        }
    }

    private func output(_ bytes: UnsafeRawBufferPointer) throws {
        guard descriptor >= 0 else { throw Self.failure(path, "the file is closed") }
        var done = 0
        while done < bytes.count, let base = bytes.baseAddress {
            let written = Glibc.write(descriptor, base + done, bytes.count - done)
            if written < 0 {
                if errno == EINTR { continue }
                throw Self.failure(path, String(cString: strerror(errno)))
            }
            done += written
        }
        bytesWritten += bytes.count
    }

    func write(_ batch: Batch) throws {
        guard batch.columns.count == schema.count else {
            throw PyriteError.internalError(
                "a batch of \(batch.columns.count) columns for a file of \(schema.count)")
        }
        var start = 0
        while start < batch.count {
            let count = min(batch.count - start, Batch.targetCount, maxGroupRows - groupRows)
            try writePiece(batch.slice(start..<start + count))
            start += count
        }
    }

    /// Writes few rows; fewer still when their strings are so long that a page would become huge.
    private func writePiece(_ batch: Batch) throws {
        if batch.count > 1, batch.columns.contains(where: { Self.viewBytes($0) > 32 << 20 }) {
            try writePiece(batch.slice(0..<batch.count / 2))
            return try writePiece(batch.slice(batch.count / 2..<batch.count))
        }
        try naming {
            for (range, column) in zip(leaves, batch.columns) {
                if columns[range.lowerBound].leaf.isFlat {
                    try columns[range.lowerBound].write(column)
                } else {
                    try ColumnShredder.write(column, to: columns[range])
                }
            }
        }
        rowsWritten += batch.count
        groupRows += batch.count
        if groupRows >= maxGroupRows || columns.reduce(0, { $0 + $1.byteCount }) >= maxGroupBytes {
            try finishGroup()
        }
    }

    private static func viewBytes(_ column: Column) -> Int {
        switch column.layout {
        case .array(_, let elements): return viewBytes(elements)
        case .map(_, let keys, let values): return viewBytes(keys) + viewBytes(values)
        case .structure(let children): return children.reduce(0) { $0 + viewBytes($1) }
        default: break
        }
        guard case .view = column.layout, let views = column.views else { return 0 }
        var total = 0
        for row in 0..<column.count { total &+= views[row].length }
        return total
    }

    private func finishGroup() throws {
        guard groupRows > 0 else { return }
        try naming {
            var group = RowGroupSummary(rowCount: groupRows, offset: bytesWritten, chunks: [])
            for column in columns {
                group.chunks.append(try column.finishChunk(to: { try output($0) }, at: bytesWritten))
            }
            rowGroups.append(group)
        }
        groupRows = 0
    }

    func finish() throws {
        try finishGroup()
        let footer = ParquetFooterEncoder(
            schema: schema, timestamps: timestamps, rowCount: rowsWritten, rowGroups: rowGroups
        ).encoded()
        try footer.withUnsafeBytes { try output($0) }
        try withUnsafeBytes(of: UInt32(clamping: footer.count).littleEndian) { try output($0) }
        try withUnsafeBytes(of: ParquetFile.magic.littleEndian) { try output($0) }
        let descriptor = self.descriptor
        self.descriptor = -1
        guard close(descriptor) == 0 else { throw Self.failure(path, String(cString: strerror(errno))) }
    }

    func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        unlink(path)
    }
}

/// What the options of a write say.
struct ParquetWriteOptions {
    var codec = CompressionCodec.snappy
    var level: Int?
    var pageSize = 1 << 20
    var maxGroupBytes = 128 << 20
    var maxGroupRows = 1 << 20
    var timestamps = ParquetTimestamps.micros

    init(_ options: FormatOptions) throws {
        let name =
            options["compression"] ?? options["parquet.compression"]
            ?? options["spark.sql.parquet.compression.codec"] ?? "snappy"
        guard let codec = CompressionCodec(optionName: name), codec != .bzip2, codec != .deflate else {
            let available = "brotli, uncompressed, snappy, lz4_raw, none, zstd, lz4, gzip"
            throw PyriteError(
                .illegalArgument, "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", sqlState: "56038",
                "The codec \(name) is not available. Available codecs are \(available).",
                parameters: ["codecName": name, "availableCodecs": available])
        }
        self.codec = codec
        level = try options.positive("parquet.compression.codec.zstd.level", at: codec == .zstd)
        pageSize = try options.positive("parquet.page.size", at: true) ?? pageSize
        maxGroupBytes = try options.positive("parquet.block.size", at: true) ?? maxGroupBytes
        if let text = options["spark.sql.parquet.outputTimestampType"] {
            guard let timestamps = ParquetTimestamps(rawValue: text.uppercased()) else {
                throw PyriteError(
                    .illegalArgument, "INVALID_CONF_VALUE.OUT_OF_RANGE_OF_OPTIONS", sqlState: "22022",
                    "The value '\(text)' in the config \"spark.sql.parquet.outputTimestampType\" is invalid. The value should "
                        + "be one of TIMESTAMP_MILLIS, INT96, TIMESTAMP_MICROS.",
                    parameters: [
                        "confValue": text, "confName": "spark.sql.parquet.outputTimestampType",
                        "confOptions": "TIMESTAMP_MILLIS, INT96, TIMESTAMP_MICROS",
                    ])
            }
            self.timestamps = timestamps
        }
    }

    /// As Spark names its files.
    var fileSuffix: String {
        switch codec {
        case .uncompressed: ".parquet"
        case .gzip: ".gz.parquet"
        case .zstd: ".zstd.parquet"
        case .lz4: ".lz4hadoop.parquet"
        case .lz4Raw: ".lz4raw.parquet"
        case .brotli: ".br.parquet"
        default: ".\(codec.rawValue).parquet"
        }
    }
}

extension FormatOptions {
    /// A whole number above zero; `nil` when the option is absent or does not apply.
    fileprivate func positive(_ name: String, at applies: Bool) throws -> Int? {
        guard applies, let text = self[name] else { return nil }
        guard let value = Int(text), value > 0 else {
            throw PyriteError(
                .illegalArgument, "INVALID_OPTION_VALUE", sqlState: "22023",
                "Option \"\(name)\" takes a whole number above zero, got \"\(text)\".",
                parameters: ["option": name, "value": text])
        }
        return value
    }
}
