import Columnar
import Functions

/// Writes rows as CSV text the way Spark does: a field is quoted when it holds the separator, a quote, a line end, the
/// comment character at its start, or white space at an end; an empty string is written as `""`.
final class CSVWriter: BatchWriter {
    private let sink: FileByteSink
    private let schema: Schema
    private let options: CSVOptions
    private let context: EvaluationContext
    private var out = ByteWriter(capacity: 1 << 16)
    private var cell = ByteWriter(capacity: 256)
    private let lineEnd: [UInt8]
    private(set) var rowsWritten = 0
    /// The writer's share of the header is written when the first row comes, or at the end of a file without rows.
    private var hasStarted = false

    var bytesWritten: Int { sink.bytesWritten }

    init(_ path: String, _ schema: Schema, _ options: CSVOptions, _ context: EvaluationContext) throws {
        self.schema = schema
        self.options = options
        self.context = context
        lineEnd = options.lines.separator ?? [0x0A]
        sink = try FileByteSink(path: path, codec: options.codec)
    }

    func write(_ batch: Batch) throws {
        try start()
        let columns = batch.columns.map { $0.flattened() }
        var cursor = TimeZoneCursor(options.timeZone)
        for row in 0..<batch.count {
            let start = out.count
            for (index, column) in columns.enumerated() {
                if index > 0 { append(options.separator) }
                if column.isNull(row) {
                    appendText(options.nullValue, isNull: true)
                } else {
                    cell.clear()
                    format(column, row, &cursor)
                    appendCell(isText: column.type.isString)
                }
            }
            // A row without any text is not written, as Spark's writer does it.
            if out.count > start { append(lineEnd) }
            if out.count > 1 << 16 { try flush() }
        }
        rowsWritten += batch.count
    }

    private func start() throws {
        guard !hasStarted else { return }
        hasStarted = true
        guard options.hasHeader else { return }
        for (index, name) in schema.names.enumerated() {
            if index > 0 { append(options.separator) }
            cell.clear()
            cell.append(name)
            appendCell(isText: true)
        }
        append(lineEnd)
    }

    private func format(_ column: Column, _ row: Int, _ cursor: inout TimeZoneCursor) {
        switch column.type {
        case .date:
            guard let days = column.fixedValues(Int32.self) else { return }
            if let pattern = options.datePattern {
                pattern.format(days: days[row], into: &cell)
            } else {
                DateTimeWriting.date(Int64(days[row]), into: &cell)
            }
        case .timestamp:
            guard let micros = column.fixedValues(Int64.self) else { return }
            if let pattern = options.timestampPattern {
                pattern.format(instant: micros[row], &cursor, timeZone: options.timeZone, into: &cell)
            } else {
                DateTimeWriting.isoTimestamp(instant: micros[row], &cursor, into: &cell)
            }
        case .timestampNTZ:
            guard let micros = column.fixedValues(Int64.self) else { return }
            if let pattern = options.timestampNTZPattern {
                pattern.format(local: micros[row], into: &cell)
            } else {
                DateTimeWriting.isoTimestamp(local: micros[row], into: &cell)
            }
        case .binary:
            guard let views = column.views else { return }
            cell.append(0x5B)
            for (index, byte) in StringView.bytes(views + row).enumerated() {
                if index > 0 { cell.append(0x20) }
                for half in [byte >> 4, byte & 15] { cell.append(half < 10 ? 0x30 + half : 0x37 + half) }
            }
            cell.append(0x5D)
        default:
            ValueText.write(column, row: row, into: &cell, context: context)
        }
    }

    private func append(_ bytes: [UInt8]) { bytes.withUnsafeBytes { out.append($0) } }

    private func appendText(_ bytes: [UInt8], isNull: Bool) {
        guard options.quotesAll, let quote = options.quote else { return append(bytes) }
        out.append(quote)
        append(bytes)
        out.append(quote)
    }

    private func appendCell(isText: Bool) {
        let bytes = cell.bytes
        if bytes.count == 0 {
            // The default is the two quotes themselves.
            return options.emptyValue == [0x22, 0x22]
                ? append(options.emptyValue) : appendText(options.emptyValue, isNull: false)
        }
        var first = 0
        var last = bytes.count
        if options.ignoresLeadingWhiteSpace { while first < last && bytes[first] <= 0x20 { first += 1 } }
        if options.ignoresTrailingWhiteSpace { while last > first && bytes[last - 1] <= 0x20 { last -= 1 } }
        let text = UnsafeRawBufferPointer(rebasing: bytes[first..<last])
        guard let quote = options.quote else { return out.append(text) }
        var needsQuotes = options.quotesAll
        var hasQuotes = false
        if isText {
            for (index, byte) in text.enumerated() {
                if byte == options.separator[0] || byte == 0x0A || byte == 0x0D
                    || (index == 0 && byte == options.comment)
                {
                    needsQuotes = true
                }
                if byte == quote { hasQuotes = true }
            }
            if hasQuotes && options.escapesQuotes { needsQuotes = true }
        }
        guard needsQuotes else { return out.append(text) }
        out.append(quote)
        if let escape = options.escape {
            for byte in text {
                if byte == quote || (byte == escape && escape != quote) { out.append(escape) }
                out.append(byte)
            }
        } else {
            out.append(text)
        }
        out.append(quote)
    }

    private func flush() throws {
        try sink.write(out.bytes)
        out.clear()
    }

    func finish() throws {
        try start()
        try flush()
        try sink.finish()
    }

    func abandon() { sink.abandon() }
}
