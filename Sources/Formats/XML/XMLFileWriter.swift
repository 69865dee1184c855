import Columnar
import Functions

/// Writes each row as an element below the root element. A file without rows is empty.
final class XMLFileWriter: BatchWriter {
    private let sink: FileByteSink
    private let type: DataType
    private let writer: XMLRowWriter
    private let head: String
    private let rootName: String
    private var out = ByteWriter(capacity: 1 << 16)
    private(set) var rowsWritten = 0
    var bytesWritten: Int { sink.bytesWritten }

    init(_ path: String, _ schema: Schema, _ options: FormatOptions, _ context: EvaluationContext) throws {
        _ = try XMLFormat.rowTag(options)
        type = .structure(schema)
        writer = try XMLRowWriter(options: options.all, context: context)
        // The root's tag may be followed by its attributes.
        let root = options["rootTag"] ?? "ROWS"
        rootName = root.split(separator: " ").first.map(String.init) ?? root
        let declaration = options["declaration"] ?? #"version="1.0" encoding="UTF-8" standalone="yes""#
        let opening = String(decoding: root.utf8.map { $0 == 0x27 ? 0x22 : $0 }, as: UTF8.self)
        head = (declaration.isEmpty ? "" : "<?xml \(declaration)?>\n") + "<\(opening)>"
        sink = try FileByteSink(path: path, codec: try CompressionCodec.ofTextFile(options))
    }

    func write(_ batch: Batch) throws {
        if rowsWritten == 0 && batch.count > 0 { out.append(head) }
        let rows = Column(type, count: batch.count, layout: .structure(batch.columns.map { $0.flattened() }))
        for row in 0..<batch.count {
            writer.write(rows, row, into: &out)
            if out.count > 1 << 16 { try flush() }
        }
        rowsWritten += batch.count
    }

    private func flush() throws {
        try sink.write(out.bytes)
        out.clear()
    }

    func finish() throws {
        if rowsWritten > 0 { out.append("\n</\(rootName)>") }
        try flush()
        try sink.finish()
    }

    func abandon() { sink.abandon() }
}
