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
        let whole = FileSplit(file: file, byteRange: 0..<file.size)
        let lines = try LineReader(whole, options.lines, quoting: options.isMultiLine ? tokenizer : nil)
        while try lines.advance() {
            while let line = lines.nextLine() {
                if options.isBlankOrComment(line) { continue }
                var arena = StringArena()
                let tokens = try Self.tokens(of: line, tokenizer, &arena, limit: options.maxColumns)
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
        of line: LineReader.Line, _ tokenizer: CSVTokenizer, _ arena: inout StringArena, limit: Int
    ) throws -> [String?] {
        let fields = UnsafeMutablePointer<CSVField>.allocate(capacity: limit)
        defer { fields.deallocate() }
        let count = tokenizer.tokenize(line.start, line.end, into: fields, wanted: limit, counts: true, arena: &arena)
        guard count <= limit else {
            let record = String(decoding: line.bytes.prefix(1000), as: UTF8.self)
            throw PyriteError(
                .runtime, "MALFORMED_CSV_RECORD", sqlState: "KD000",
                "Malformed CSV record: \(record) has more than \(limit) columns (the option \"maxColumns\").",
                parameters: ["badRecord": record])
        }
        return (0..<count).map { index in
            fields[index].length < 0 ? nil : String(decoding: fields[index].bytes, as: UTF8.self)
        }
    }

    private func infer(
        _ files: [SourceFile], _ options: CSVOptions, columnCount: Int, _ context: EvaluationContext,
        _ inference: inout CSVSchemaInference
    ) throws {
        let splits = options.lines.splits(of: files, maxBytes: 8 << 20)
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

    package func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit] {
        try CSVOptions(options, context: EvaluationContext()).lines.splits(of: files, maxBytes: maxBytes)
    }

    package func checkReadable(_ schema: Schema, options: FormatOptions) throws {
        for field in schema.fields {
            if field.dataType.isNested || field.dataType == .null { throw Self.unsupported(field) }
        }
        try schema.checkCorruptRecordColumn(options["columnNameOfCorruptRecord"] ?? "_corrupt_record")
    }

    package func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader {
        return try CSVReader(split, request, CSVOptions(request.options, context: request.context))
    }

    // MARK: Writing

    package var writesRepeatedNames: Bool { true }

    package func writer(
        to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext
    ) throws -> any BatchWriter {
        for field in schema.fields where field.dataType.isNested || field.dataType == .null {
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
