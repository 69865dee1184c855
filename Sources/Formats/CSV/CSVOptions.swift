import Columnar
import Functions

/// The options of Spark's CSV source, checked and with their defaults.
struct CSVOptions: Sendable {
    enum Mode: Sendable { case permissive, dropMalformed, failFast }

    var separator: [UInt8]
    /// `nil` turns quoting off.
    var quote: UInt8?
    var escape: UInt8?
    var comment: UInt8?
    var hasHeader: Bool
    var infersSchema: Bool
    var prefersDate: Bool
    var ignoresLeadingWhiteSpace: Bool
    var ignoresTrailingWhiteSpace: Bool
    var nullValue: [UInt8]
    var emptyValue: [UInt8]
    var nanValue: [UInt8]
    var positiveInfinity: [UInt8]
    var negativeInfinity: [UInt8]
    var datePattern: DateTimePattern?
    var timestampPattern: DateTimePattern?
    var timestampNTZPattern: DateTimePattern?
    var mode: Mode
    var corruptRecordColumn: String
    var isMultiLine: Bool
    var lines: LineOptions
    var enforcesSchema: Bool
    var maxColumns: Int
    var samplingRatio: Double
    var quotesAll: Bool
    var escapesQuotes: Bool
    var codec: CompressionCodec
    var timeZone: TimeZoneRules

    init(_ options: FormatOptions, context: EvaluationContext, isWriting: Bool = false) throws {
        separator = Array(try Self.separator(options["sep"] ?? options["delimiter"] ?? ",").utf8)
        quote = try Self.character(options["quote"] ?? "\"", "quote")
        escape = try Self.character(options["escape"] ?? "\\", "escape")
        comment = try Self.character(options["comment"] ?? "", "comment")
        hasHeader = try options.flag("header", default: false)
        infersSchema = try options.flag("inferSchema", default: false)
        prefersDate = try options.flag("preferDate", default: true)
        ignoresLeadingWhiteSpace = try options.flag("ignoreLeadingWhiteSpace", default: isWriting)
        ignoresTrailingWhiteSpace = try options.flag("ignoreTrailingWhiteSpace", default: isWriting)
        nullValue = Array((options["nullValue"] ?? "").utf8)
        emptyValue = Array((options["emptyValue"] ?? (isWriting ? "\"\"" : "")).utf8)
        nanValue = Array((options["nanValue"] ?? "NaN").utf8)
        positiveInfinity = Array((options["positiveInf"] ?? "Inf").utf8)
        negativeInfinity = Array((options["negativeInf"] ?? "-Inf").utf8)
        datePattern = try DateTimePattern.option(options["dateFormat"], context, isWriting: isWriting)
        timestampPattern = try DateTimePattern.option(options["timestampFormat"], context, isWriting: isWriting)
        timestampNTZPattern = try DateTimePattern.option(
            options["timestampNTZFormat"], context, isWriting: isWriting, isForNTZ: true)
        if !isWriting, context.legacy.contains(.readsTimesAsBefore) {
            datePattern = try datePattern ?? DateTimePattern.olderDate(context)
            timestampPattern = try timestampPattern ?? DateTimePattern.olderTimestamp(context)
            prefersDate = false
        }
        switch (options["mode"] ?? "PERMISSIVE").uppercased() {
        case "DROPMALFORMED": mode = .dropMalformed
        case "FAILFAST": mode = .failFast
        // As in Spark, an unknown mode means the default.
        default: mode = .permissive
        }
        corruptRecordColumn = options["columnNameOfCorruptRecord"] ?? "_corrupt_record"
        isMultiLine = try options.flag("multiLine", default: false)
        let separator = options["lineSep"].map { Array(Self.unescaped($0).utf8) }
        if separator?.isEmpty == true {
            throw PyriteError(
                .illegalArgument, "INVALID_OPTION_VALUE", sqlState: "22023",
                "Option \"lineSep\" cannot be an empty string.", parameters: ["option": "lineSep", "value": ""])
        }
        lines = LineOptions(
            separator: separator, encoding: LineOptions.encoding(named: options["encoding"] ?? options["charset"]),
            isWhole: isMultiLine)
        enforcesSchema = try options.flag("enforceSchema", default: true)
        maxColumns = Int(options["maxColumns"] ?? "20480") ?? 20480
        samplingRatio = Double(options["samplingRatio"] ?? "1.0") ?? 1.0
        quotesAll = try options.flag("quoteAll", default: false)
        escapesQuotes = try options.flag("escapeQuotes", default: true)
        codec = isWriting ? try CompressionCodec.ofTextFile(options) : .uncompressed
        timeZone = try options["timeZone"].map { try TimeZoneRules.named($0) } ?? context.timeZone
    }

    /// Whether a record is nothing but white space, or a comment: such are no rows.
    @inline(__always)
    func isBlankOrComment(_ line: LineReader.Line) -> Bool {
        guard line.count > 0 else { return true }
        if let comment, line.start[0] == comment { return true }
        // With multiLine the lines are the tokenizer's, which keeps those with white space.
        return line.start[0] <= 0x20 && !isMultiLine && line.isBlank
    }

    private static func character(_ text: String, _ option: String) throws -> UInt8? {
        let plain = unescaped(text)
        if plain.isEmpty || plain == "\u{0}" { return nil }
        guard plain.utf8.count == 1, let byte = plain.utf8.first else {
            throw PyriteError(
                .illegalArgument, "INVALID_OPTION_VALUE", sqlState: "22023",
                "Option \"\(option)\" must be one ASCII character, got \"\(text)\".",
                parameters: ["option": option, "value": text])
        }
        return byte
    }

    private static func separator(_ text: String) throws -> String {
        let plain = unescaped(text)
        guard !plain.isEmpty else {
            throw PyriteError(
                .illegalArgument, "INVALID_DELIMITER_VALUE.EMPTY_STRING", sqlState: "42602",
                "Invalid value for delimiter. Delimiter cannot be empty string.")
        }
        return plain
    }

    /// Options may write a tab as backslash and t, and so on.
    private static func unescaped(_ text: String) -> String {
        guard text.count > 1, text.contains("\\") else { return text }
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                switch character {
                case "t": result.append("\t")
                case "n": result.append("\n")
                case "r": result.append("\r")
                case "b": result.append("\u{8}")
                case "f": result.append("\u{c}")
                case "0": result.append("\u{0}")
                default: result.append(character)
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }
}
