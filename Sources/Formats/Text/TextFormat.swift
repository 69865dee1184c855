import Columnar
import Functions

/// Lines of text: one string column, `value`. With the option `wholetext` a file is one row.
package struct TextFormat: FileFormat {
    package init() {}

    package var name: String { "text" }

    package func inferSchema(
        of files: [SourceFile], options: FormatOptions, context: EvaluationContext
    ) throws -> Schema {
        Schema([StructField("value", .string)])
    }

    package func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit] {
        if try options.flag("wholetext", default: false) {
            return files.map { FileSplit(file: $0, byteRange: 0..<$0.size) }
        }
        return try CSVFormat().splits(of: files, options: Self.lineOptions(options), maxBytes: maxBytes)
    }

    /// The options of the line reader that text shares with CSV.
    private static func lineOptions(_ options: FormatOptions) -> FormatOptions {
        var lines = FormatOptions()
        lines["lineSep"] = options["lineSep"]
        lines["encoding"] = options["encoding"]
        return lines
    }

    package func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader {
        let options = try CSVOptions(Self.lineOptions(request.options), context: request.context)
        if try request.options.flag("wholetext", default: false) {
            return try WholeTextReader(split, request, options)
        }
        return try TextReader(split, request, options)
    }

    package func writer(
        to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext
    ) throws -> any BatchWriter {
        guard schema.count == 1, schema[0].dataType.isString else {
            guard schema.count == 1 else {
                throw PyriteError(
                    .analysis, "TEXT_DATA_SOURCE_COLUMN_COUNT", sqlState: "0A000",
                    "Text data source supports only a single column, and you have \(schema.count) columns.")
            }
            throw PyriteError(
                .analysis, "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", sqlState: "0A000",
                "The Text datasource doesn't support the column \(quoteIdentifier(schema[0].name)) of the type "
                    + "\"\(schema[0].dataType.sql)\".",
                parameters: [
                    "format": "Text", "columnName": quoteIdentifier(schema[0].name),
                    "columnType": "\"\(schema[0].dataType.sql)\"",
                ])
        }
        return try TextWriter(path, CSVOptions(Self.writeOptions(options), context: context, isWriting: true))
    }

    private static func writeOptions(_ options: FormatOptions) -> FormatOptions {
        var lines = lineOptions(options)
        lines["compression"] = options["compression"]
        return lines
    }

    package func fileSuffix(options: FormatOptions) throws -> String {
        let parsed = try CSVOptions(Self.writeOptions(options), context: EvaluationContext(), isWriting: true)
        return ".txt" + parsed.codec.fileSuffix
    }
}

/// Gives the lines of a split; long ones are views into the chunk that was read.
private final class TextReader: BatchReader {
    private let lines: CSVLineReader
    private let wantsValue: Bool
    private var rowsLeft: Int

    init(_ split: FileSplit, _ request: ScanRequest, _ options: CSVOptions) throws {
        let start = split.byteRange.lowerBound
        let isWhole = start == 0 && split.byteRange.upperBound >= split.file.size
        lines = CSVLineReader(
            try CSVFormat.open(split.file.path, offset: start, options), options, tokenizer: CSVTokenizer(options),
            length: isWhole ? nil : split.byteRange.count)
        wantsValue = request.columns.count > 0
        rowsLeft = request.limit ?? .max
        if start > 0 {
            var previous: UInt8 = 0
            _ = try FileByteSource(path: split.file.path, offset: start - 1).read(into: &previous, count: 1)
            try lines.skipPartialLine(after: previous)
        }
    }

    func next() throws -> Batch? {
        while rowsLeft > 0 {
            let views = Buffer(capacity: Batch.targetCount * 16)
            let out = views.typed(StringView.self)
            var count = 0
            while count < min(Batch.targetCount, rowsLeft), let line = lines.nextLine() {
                out[count] = StringView(line.start, length: line.count)
                count += 1
            }
            if count > 0 {
                rowsLeft -= count
                let column = Column(.string, count: count, layout: .view(views, heap: [lines.chunk]))
                return Batch(wantsValue ? [column] : [], count: count)
            }
            if try !lines.advance() { return nil }
        }
        return nil
    }
}

/// Gives a file as one row.
private final class WholeTextReader: BatchReader {
    private let source: any ByteSource
    private let wantsValue: Bool
    private var isAtEnd = false

    init(_ split: FileSplit, _ request: ScanRequest, _ options: CSVOptions) throws {
        source = try CSVFormat.open(split.file.path, offset: 0, options)
        wantsValue = request.columns.count > 0
    }

    func next() throws -> Batch? {
        if isAtEnd { return nil }
        isAtEnd = true
        var text = ByteWriter(capacity: 1 << 16)
        let block = Buffer(capacity: 1 << 16)
        while true {
            let count = try source.read(into: block.pointer, count: 1 << 16)
            if count == 0 { break }
            text.append(UnsafeRawBufferPointer(start: block.pointer, count: count))
        }
        guard text.count <= StringView.maxLength else {
            throw PyriteError.unsupported("a text of more than 2 GB in one row")
        }
        let builder = ColumnBuilder(.string, capacity: 1)
        builder.append(bytes: text.bytes)
        return Batch(wantsValue ? [builder.finish()] : [], count: 1)
    }
}

/// Writes each value and a line end; null is an empty line.
private final class TextWriter: BatchWriter {
    private let sink: FileByteSink
    private let lineEnd: [UInt8]
    private(set) var rowsWritten = 0
    var bytesWritten: Int { sink.bytesWritten }

    init(_ path: String, _ options: CSVOptions) throws {
        lineEnd = options.lineSeparator ?? [0x0A]
        sink = try FileByteSink(path: path, codec: options.codec)
    }

    func write(_ batch: Batch) throws {
        guard let column = batch.columns.first?.flattened(), let views = column.views else {
            for _ in 0..<batch.count { try endLine() }
            rowsWritten += batch.count
            return
        }
        for row in 0..<batch.count {
            if !column.isNull(row) { try sink.write(StringView.bytes(views + row)) }
            try endLine()
        }
        rowsWritten += batch.count
    }

    private func endLine() throws { try lineEnd.withUnsafeBytes { try sink.write($0) } }

    func finish() throws { try sink.finish() }

    func abandon() { sink.abandon() }
}
