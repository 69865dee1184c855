import Columnar
import Functions

/// Writes each row as a JSON object on a line.
final class JSONFileWriter: BatchWriter {
    private let sink: FileByteSink
    private let schema: Schema
    private var generator: JSONGenerator
    private var out = ByteWriter(capacity: 1 << 16)
    private let lineEnd: [UInt8]
    private(set) var rowsWritten = 0
    var bytesWritten: Int { sink.bytesWritten }

    init(_ path: String, _ schema: Schema, _ options: FormatOptions, _ context: EvaluationContext) throws {
        self.schema = schema
        generator = JSONGenerator(
            options: try JSONOptions(options.all, context: context, isWriting: true), context: context)
        lineEnd = try JSONFormat.lines(options).separator ?? [0x0A]
        sink = try FileByteSink(path: path, codec: try CompressionCodec.ofTextFile(options))
    }

    func write(_ batch: Batch) throws {
        let columns = batch.columns.map { $0.flattened() }
        for row in 0..<batch.count {
            generator.writeObject(columns, schema, row: row, into: &out)
            lineEnd.withUnsafeBytes { out.append($0) }
            if out.count > 1 << 16 { try flush() }
        }
        rowsWritten += batch.count
    }

    private func flush() throws {
        try sink.write(out.bytes)
        out.clear()
    }

    func finish() throws {
        try flush()
        try sink.finish()
    }

    func abandon() { sink.abandon() }
}
