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

    package func checkReadable(_ schema: Schema, options: FormatOptions) throws {
        if let field = schema.fields.first(where: { !$0.dataType.isString }) { throw Self.unsupported(field) }
    }

    package func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit] {
        if try options.flag("wholetext", default: false) {
            return files.map { FileSplit(file: $0, byteRange: 0..<$0.size) }
        }
        return try Self.lines(options).splits(of: files, maxBytes: maxBytes)
    }

    private static func tooManyColumns(_ schema: Schema) -> PyriteError {
        PyriteError(
            .analysis, "_LEGACY_ERROR_TEMP_1290", sqlState: "",
            "Text data source supports only a single column, and you have \(schema.count) columns.",
            parameters: ["schemaSize": String(schema.count)])
    }

    private static func unsupported(_ field: StructField) -> PyriteError {
        PyriteError(
            .analysis, "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", sqlState: "0A000",
            "The Text datasource doesn't support the column \(quoteIdentifier(field.name)) of the type "
                + "\"\(field.dataType.sql)\".",
            parameters: [
                "format": "Text", "columnName": quoteIdentifier(field.name), "columnType": "\"\(field.dataType.sql)\"",
            ])
    }

    private static func lines(_ options: FormatOptions) throws -> LineOptions {
        if options["lineSep"]?.isEmpty == true {
            throw PyriteError(
                .illegalArgument, "INVALID_OPTION_VALUE", sqlState: "22023",
                "Option \"lineSep\" cannot be an empty string.", parameters: ["option": "lineSep", "value": ""])
        }
        return LineOptions(
            separator: options["lineSep"].map { Array($0.utf8) },
            encoding: LineOptions.encoding(named: options["encoding"] ?? options["charset"]))
    }

    package func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader {
        if request.dataSchema.count != 1 { throw Self.tooManyColumns(request.dataSchema) }
        let lines = try Self.lines(request.options)
        if try request.options.flag("wholetext", default: false) {
            return try WholeTextReader(split, request, lines)
        }
        return try TextReader(split, request, lines)
    }

    package func writer(
        to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext
    ) throws -> any BatchWriter {
        if schema.count != 1 { throw Self.tooManyColumns(schema) }
        try checkReadable(schema, options: options)
        return try TextWriter(path, Self.lines(options), CompressionCodec.ofTextFile(options))
    }

    package func fileSuffix(options: FormatOptions) throws -> String {
        ".txt" + (try CompressionCodec.ofTextFile(options)).fileSuffix
    }
}

/// Gives the lines of a split; long ones are views into the chunk that was read.
private final class TextReader: BatchReader {
    private let lines: LineReader
    private let wantsValue: Bool
    private var rowsLeft: Int

    init(_ split: FileSplit, _ request: ScanRequest, _ options: LineOptions) throws {
        lines = try LineReader(split, options)
        wantsValue = request.columns.count > 0
        rowsLeft = request.limit ?? .max
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

    init(_ split: FileSplit, _ request: ScanRequest, _ options: LineOptions) throws {
        source = try options.open(split.file.path)
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
        if text.count == 0 { return nil }
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

    init(_ path: String, _ options: LineOptions, _ codec: CompressionCodec) throws {
        lineEnd = options.separator ?? [0x0A]
        sink = try FileByteSink(path: path, codec: codec)
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
