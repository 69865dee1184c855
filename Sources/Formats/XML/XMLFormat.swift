import Columnar
import Functions

/// XML, an element of the name `rowTag` for each row, with the options of Spark's `xml` source.
package struct XMLFormat: FileFormat {
    package init() {}

    package var name: String { "xml" }

    // MARK: Options

    static func rowTag(_ options: FormatOptions) throws -> String {
        guard let tag = options["rowTag"], !tag.isEmpty else {
            throw PyriteError(
                .analysis, "XML_ROW_TAG_MISSING", sqlState: "42KDF",
                "`rowTag` option is required for reading/writing files in XML format.",
                parameters: ["rowTag": "`rowTag`"])
        }
        return tag
    }

    static func corruptRecordColumn(_ options: FormatOptions) -> String {
        options["columnNameOfCorruptRecord"] ?? "_corrupt_record"
    }

    /// A file is read as a whole: an element may begin anywhere.
    static func lines(_ options: FormatOptions) -> LineOptions {
        LineOptions(
            separator: nil, encoding: LineOptions.encoding(named: options["encoding"] ?? options["charset"]),
            isWhole: true)
    }

    // MARK: Reading

    package func inferSchema(
        of files: [SourceFile], options: FormatOptions, context: EvaluationContext
    ) throws -> Schema {
        let tag = Array(try Self.rowTag(options).utf8)
        let lines = Self.lines(options)
        let splits = lines.splits(of: files.filter { $0.size > 0 }, maxBytes: 8 << 20)
        let parts = try ParallelSplits.map(splits) { split in
            var part = XMLSchemaInference(options: options.all)
            let records = try JSONRecords(split, lines)
            while try records.advance() {
                while let file = records.next() {
                    var scanner = XMLRowScanner(file.bytes, tag: tag)
                    while !part.hasMalformed, let row = scanner.next() { part.update(row) }
                    part.hasMalformed = part.hasMalformed || scanner.isMalformed
                }
            }
            return part
        }
        var whole = XMLSchemaInference(options: options.all)
        for part in parts { whole.merge(part) }
        var fields = whole.schema().fields
        let keepsMalformed = (options["mode"] ?? "PERMISSIVE").uppercased() == "PERMISSIVE"
        if whole.hasMalformed && keepsMalformed {
            fields.append(StructField(Self.corruptRecordColumn(options), .string))
            fields.sort { $0.name < $1.name }
        }
        return Schema(fields)
    }

    package func checkReadable(_ schema: Schema, options: FormatOptions) throws {
        _ = try Self.rowTag(options)
    }

    package func splits(of files: [SourceFile], options: FormatOptions, maxBytes: Int) throws -> [FileSplit] {
        Self.lines(options).splits(of: files, maxBytes: maxBytes)
    }

    package func reader(for split: FileSplit, request: ScanRequest) throws -> any BatchReader {
        try XMLFileReader(split, request)
    }

    // MARK: Writing

    package func writer(
        to path: String, schema: Schema, options: FormatOptions, context: EvaluationContext
    ) throws -> any BatchWriter {
        try XMLFileWriter(path, schema, options, context)
    }

    package func fileSuffix(options: FormatOptions) throws -> String {
        _ = try Self.rowTag(options)
        return ".xml" + (try CompressionCodec.ofTextFile(options)).fileSuffix
    }
}

/// Finds the elements of one name in an XML text, from its start to its end. What is inside of such an element, and in
/// comments and CDATA, is not looked at.
struct XMLRowScanner {
    private let text: UnsafeRawBufferPointer
    private let tag: [UInt8]
    private var position = 0
    /// Whether the text broke off in the middle of something.
    private(set) var isMalformed = false

    init(_ text: UnsafeRawBufferPointer, tag: [UInt8]) {
        self.text = text
        self.tag = tag
    }

    /// The next element, from the bracket that opens it to the one that closes it.
    mutating func next() -> UnsafeRawBufferPointer? {
        while let start = nextTag() {
            guard case .open(let isEmpty) = kind(at: start) else { continue }
            if isEmpty { return UnsafeRawBufferPointer(rebasing: text[start..<position]) }
            var depth = 1
            while depth > 0 {
                guard let inner = nextTag() else {
                    isMalformed = true
                    return nil
                }
                switch kind(at: inner) {
                case .open(let isEmpty): depth += isEmpty ? 0 : 1
                case .close: depth -= 1
                case .other: continue
                }
            }
            return UnsafeRawBufferPointer(rebasing: text[start..<position])
        }
        return nil
    }

    private enum Kind { case open(isEmpty: Bool), close, other }

    /// What the tag that ends before `position` is to the wanted elements.
    private func kind(at start: Int) -> Kind {
        let isClose = start + 1 < position && text[start + 1] == 0x2F
        let name = start + (isClose ? 2 : 1)
        guard name + tag.count < position, text[name..<(name + tag.count)].elementsEqual(tag) else { return .other }
        switch text[name + tag.count] {
        case 0x20, 0x09, 0x0A, 0x0D, 0x2F, 0x3E: break
        default: return .other
        }
        return isClose ? .close : .open(isEmpty: text[position - 2] == 0x2F)
    }

    /// Where the next tag begins; `position` is behind it then. `nil` at the end.
    private mutating func nextTag() -> Int? {
        while position < text.count {
            guard text[position] == 0x3C else {
                position += 1
                continue
            }
            let start = position
            if starts("<!--") {
                guard skip(past: "-->") else { return nil }
            } else if starts("<![CDATA[") {
                guard skip(past: "]]>") else { return nil }
            } else if starts("<?") {
                guard skip(past: "?>") else { return nil }
            } else {
                return skipTag() ? start : nil
            }
        }
        return nil
    }

    private func starts(_ prefix: StaticString) -> Bool {
        let count = prefix.utf8CodeUnitCount
        guard position + count <= text.count else { return false }
        return text[position..<(position + count)].elementsEqual(
            UnsafeBufferPointer(start: prefix.utf8Start, count: count))
    }

    private mutating func skip(past end: StaticString) -> Bool {
        while position < text.count {
            if starts(end) {
                position += end.utf8CodeUnitCount
                return true
            }
            position += 1
        }
        isMalformed = true
        return false
    }

    /// Moves behind a tag's closing bracket; brackets in quotes are none.
    private mutating func skipTag() -> Bool {
        var quote: UInt8 = 0
        while position < text.count {
            let byte = text[position]
            position += 1
            if quote != 0 {
                if byte == quote { quote = 0 }
            } else if byte == 0x22 || byte == 0x27 {
                quote = byte
            } else if byte == 0x3E {
                return true
            }
        }
        isMalformed = true
        return false
    }
}
