import Columnar
import Functions
import Glibc

/// Comma-separated values, with the options of Spark's `csv` source.
package struct CSVFormat: FileFormat {
    package init() {}

    package var name: String { "csv" }

    // MARK: Reading

    package func inferSchema(of files: [SourceFile], options: FormatOptions, context: EvaluationContext) throws
        -> Schema
    {
        let parsed = try CSVOptions(options, context: context)
        // The first file with a record tells the columns.
        for file in files {
            guard let names = try header(of: file, parsed) else { continue }
            guard parsed.infersSchema else {
                return Schema(names.map { StructField($0, .string) })
            }
            var inference = CSVSchemaInference(columnCount: names.count, options: parsed, context: context)
            try infer(files, parsed, columnCount: names.count, context, &inference)
            return Schema(zip(names, inference.types).map { StructField($0, $1 ?? .string) })
        }
        return Schema()
    }

    /// The names of the columns: from the header, or `_c0`, `_c1`, …; `nil` for a file without records.
    private func header(of file: SourceFile, _ options: CSVOptions) throws -> [String]? {
        let tokenizer = CSVTokenizer(options)
        let lines = CSVLineReader(
            try Self.open(file.path, offset: 0, options), options, tokenizer: tokenizer, length: nil)
        while try lines.advance() {
            while let line = lines.nextLine() {
                if lines.isBlankOrComment(line) { continue }
                var arena = StringArena()
                let tokens = Self.tokens(of: line, tokenizer, &arena, limit: options.maxColumns)
                if !options.hasHeader { return tokens.indices.map { "_c\($0)" } }
                let repeated = Dictionary(grouping: tokens.compactMap { $0?.lowercased() }, by: { $0 }).filter {
                    $1.count > 1
                }
                return tokens.enumerated().map { index, token in
                    guard let token, !token.isEmpty else { return "_c\(index)" }
                    return repeated[token.lowercased()] != nil ? "\(token)\(index)" : token
                }
            }
        }
        return nil
    }

    /// The fields of a record as text; `nil` is null.
    static func tokens(
        of line: CSVLineReader.Line, _ tokenizer: CSVTokenizer, _ arena: inout StringArena, limit: Int
    ) -> [String?] {
        let fields = UnsafeMutablePointer<CSVField>.allocate(capacity: limit)
        defer { fields.deallocate() }
        let count = tokenizer.tokenize(line.start, line.end, into: fields, wanted: limit, counts: false, arena: &arena)
        return (0..<min(count, limit)).map { index in
            fields[index].length < 0 ? nil : String(decoding: fields[index].bytes, as: UTF8.self)
        }
    }

    private func infer(
        _ files: [SourceFile], _ options: CSVOptions, columnCount: Int, _ context: EvaluationContext,
        _ inference: inout CSVSchemaInference
    ) throws {
        let splits = try splits(of: files, parsed: options, maxBytes: 8 << 20)
        let schema = Schema((0..<columnCount).map { StructField("_c\($0)", .string) })
        let partial = try ParallelSplits.map(splits) { split in
            var part = CSVSchemaInference(columnCount: columnCount, options: options, context: context)
            let scanner = try CSVFieldScanner(split, options: options, columnCount: schema.count)
            while let count = try scanner.next() {
                for column in 0..<columnCount { part.update(column, scanner.fields(of: column), count: count) }
            }
            return part.types
        }
        for types in partial { inference.merge(types) }
    }

    /// The file's bytes as UTF-8 text.
    static func open(_ path: String, offset: Int, _ options: CSVOptions) throws -> any ByteSource {
        var source: any ByteSource = try FileByteSource(path: path, offset: offset)
        if let codec = CompressionCodec(fileName: path) {
            source = try DecompressingByteSource(source, codec: codec, path: path)
        }
        if let encoding = options.encoding {
            source = try TranscodingByteSource(source, encoding: encoding, path: path)
        }
        return source
    }

    package func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit] {
        try splits(of: files, parsed: CSVOptions(options, context: EvaluationContext()), maxBytes: maxBytes)
    }

    private func splits(of files: [SourceFile], parsed: CSVOptions, maxBytes: Int) throws -> [FileSplit] {
        let isSplittable = !parsed.isMultiLine && parsed.encoding == nil && parsed.lineSeparator == nil
        return files.flatMap { file -> [FileSplit] in
            guard isSplittable, CompressionCodec(fileName: file.path) == nil, file.size > maxBytes, maxBytes > 0 else {
                return [FileSplit(file: file, byteRange: 0..<file.size)]
            }
            return stride(from: 0, to: file.size, by: maxBytes).map { start in
                FileSplit(file: file, byteRange: start..<min(start + maxBytes, file.size))
            }
        }
    }

    package func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader {
        for field in request.dataSchema.fields where field.dataType.isNested { throw Self.unsupported(field) }
        return try CSVReader(split, request, CSVOptions(request.options, context: request.context))
    }

    // MARK: Writing

    package func writer(
        to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext
    ) throws -> any BatchWriter {
        for field in schema.fields where field.dataType.isNested || field.dataType == .binary {
            throw Self.unsupported(field)
        }
        return try CSVWriter(path, schema, CSVOptions(options, context: context, isWriting: true), context)
    }

    package func fileSuffix(options: FormatOptions) throws -> String {
        ".csv" + (try CSVOptions(options, context: EvaluationContext(), isWriting: true)).codec.fileSuffix
    }

    static func unsupported(_ field: StructField) -> PyriteError {
        PyriteError(
            .analysis, "UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE", sqlState: "0A000",
            "The CSV datasource doesn't support the column \(quoteIdentifier(field.name)) of the type "
                + "\"\(field.dataType.sql)\".",
            parameters: [
                "format": "CSV", "columnName": quoteIdentifier(field.name), "columnType": "\"\(field.dataType.sql)\"",
            ])
    }
}
