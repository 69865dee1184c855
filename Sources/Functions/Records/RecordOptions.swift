import Columnar

/// Options of the functions that read and write records as text (`from_json`, `to_csv`, …), as a map literal gives them.
struct RecordOptions: Sendable {
    private let values: [String: String]

    init(_ values: [String: String] = [:]) {
        self.values = Dictionary(
            values.map { ($0.key.lowercased(), $0.value) }, uniquingKeysWith: { _, last in last })
    }

    /// The options of a foldable map argument of strings.
    init(_ call: Call, _ index: Int) throws {
        guard index < call.arguments.count else {
            self.init()
            return
        }
        let argument = call.arguments[index]
        guard case .map = argument.type else { throw Self.noMapFunction }
        guard case .map(.string, .string, _) = argument.type else {
            if case .map(.null, .null, _) = argument.type {
                self.init()
                return
            }
            throw PyriteError(
                .analysis, "INVALID_OPTIONS.NON_STRING_TYPE", sqlState: "42K06",
                "Invalid options: A type of keys and values in `map()` must be string, but got "
                    + "\"\(argument.type.sql)\".",
                parameters: ["mapType": "\"\(argument.type.sql)\""])
        }
        // Only the map constructor will do, though others may be constant too.
        let isConstructor = argument.sql.hasPrefix("map(") || argument.sql.hasPrefix("{")
        guard isConstructor, case .map(let keys, let entries)? = argument.literal else {
            throw Self.noMapFunction
        }
        var options: [String: String] = [:]
        for (key, value) in zip(keys, entries) {
            if case .string(let name) = key, case .string(let text) = value { options[name.lowercased()] = text }
        }
        self.init(options)
    }

    private static let noMapFunction = PyriteError(
        .analysis, "INVALID_OPTIONS.NON_MAP_FUNCTION", sqlState: "42K06",
        "Invalid options: Must use the `map()` function for options.")

    /// By lower-case name.
    var all: [String: String] { values }

    subscript(name: String) -> String? { values[name.lowercased()] }

    func flag(_ name: String, default standard: Bool = false) -> Bool {
        self[name].map { $0.lowercased() == "true" } ?? standard
    }

    /// The flag as Spark's JSON and XML sources read it: anything but true and false is an error.
    func strictFlag(_ name: String, default standard: Bool = false) throws -> Bool {
        switch self[name]?.uppercased() {
        case nil: return standard
        case "TRUE": return true
        case "FALSE": return false
        default:
            throw PyriteError(.illegalArgument, "", sqlState: "", "For input string: \"\(self[name] ?? "")\"")
        }
    }

    /// Throws for options of CSV that Spark refuses.
    func checkCSV() throws {
        func refuse(_ message: String) -> PyriteError {
            PyriteError(.illegalArgument, "", sqlState: "", message)
        }
        let flags = [
            "header", "inferSchema", "ignoreLeadingWhiteSpace", "ignoreTrailingWhiteSpace", "escapeQuotes", "quoteAll",
            "enforceSchema", "preferDate", "columnPruning",
        ]
        for name in flags {
            guard let value = self[name], !["true", "false"].contains(value.lowercased()) else { continue }
            throw PyriteError(
                .runtime, "_LEGACY_ERROR_TEMP_2147", sqlState: "", "\(name) flag can be true or false.",
                parameters: ["paramName": name])
        }
        let strict = ["multiLine", "enableDateTimeParsingFallback", "ignoreCorruptFiles", "ignoreMissingFiles"]
        for name in strict { _ = try strictFlag(name) }
        for name in ["quote", "escape", "comment", "charToEscapeQuoteEscaping"] {
            if let value = self[name], value.utf16.count > 1 {
                throw PyriteError(
                    .runtime, "OPTION_VALUE_EXCEEDS_ONE_CHARACTER", sqlState: "22023",
                    "The value of \(name) cannot be more than one character, but got \(value).",
                    parameters: ["optionName": name, "optionValue": value])
            }
        }
        if let value = self["sep"] ?? self["delimiter"] { _ = try Self.separator(value) }
        if let value = self["lineSep"] {
            let length = value.utf16.count
            guard (1...2).contains(length) else {
                throw PyriteError(
                    .illegalArgument, "INVALID_LINE_SEPARATOR.\(length == 0 ? "EMPTY" : "TOO_LONG")", sqlState: "22023",
                    "Invalid line separator configuration. The 'lineSep' option can"
                        + (length == 0
                            ? "not be an empty string."
                            : " contain at most 2 characters, but got \(length) characters."),
                    parameters: length == 0 ? [:] : ["length": "\(length)"])
            }
        }
        for name in ["maxColumns", "maxCharsPerColumn", "inputBufferSize"] {
            // Java takes the digits of any script.
            let digits = self[name]?.map { $0.wholeNumberValue.map { String($0) } ?? String($0) }.joined()
            guard let value = self[name], digits.flatMap({ Int32($0) }) == nil else { continue }
            if name == "inputBufferSize" {
                throw PyriteError(.numberFormat, "", sqlState: "", "For input string: \"\(value)\"")
            }
            throw PyriteError(
                .runtime, "_LEGACY_ERROR_TEMP_2146", sqlState: "",
                "\(name) should be an integer. Found \(value).", parameters: ["paramName": name, "value": value])
        }
        if let value = self["samplingRatio"] {
            let isSuffixed = value.utf8.count > 1 && value.utf8.last.map { "dDfF".utf8.contains($0) } ?? false
            if Double(isSuffixed ? String(value.dropLast()) : value)?.isFinite != true {
                throw PyriteError(.numberFormat, "", sqlState: "", "For input string: \"\(value)\"")
            }
        }
        let handlings = [
            "STOP_AT_CLOSING_QUOTE", "BACK_TO_DELIMITER", "STOP_AT_DELIMITER", "SKIP_VALUE", "RAISE_ERROR",
        ]
        if let value = self["unescapedQuoteHandling"], !handlings.contains(value.uppercased()) {
            throw refuse(
                "No enum constant com.univocity.parsers.csv.UnescapedQuoteHandling.\(value.uppercased())")
        }
        let charsets = ["utf-8", "utf8", "us-ascii", "iso-8859-1", "utf-16", "utf-16le", "utf-16be", "utf-32"]
        if let value = self["encoding"] ?? self["charset"], !charsets.contains(value.lowercased()) {
            throw PyriteError(
                .illegalArgument, "INVALID_PARAMETER_VALUE.CHARSET", sqlState: "22023",
                "The value of parameter(s) `charset` in `csv` is invalid: expects one of the known charsets, but got "
                    + "\(value).",
                parameters: ["parameter": "`charset`", "functionName": "`csv`", "charset": value])
        }
        let codecs = ["none", "uncompressed", "bzip2", "deflate", "gzip", "lz4", "snappy", "zstd"]
        if let value = self["compression"] ?? self["codec"], !codecs.contains(value.lowercased()) {
            throw PyriteError(
                .illegalArgument, "CODEC_NOT_AVAILABLE.WITH_AVAILABLE_CODECS_SUGGESTION", sqlState: "56038",
                "The codec \(value) is not available. Available codecs are \(codecs.joined(separator: ", ")).",
                parameters: ["codecName": value, "availableCodecs": codecs.joined(separator: ", ")])
        }
    }

    /// Throws for a mode that functions cannot have.
    func checkMode() throws {
        if self["mode"]?.uppercased() == "DROPMALFORMED" {
            throw PyriteError(
                .analysis, "PARSE_MODE_UNSUPPORTED", sqlState: "42601",
                "The function `from_csv` doesn't support the DROPMALFORMED mode. Acceptable modes are PERMISSIVE and "
                    + "FAILFAST.",
                parameters: ["funcName": "`from_csv`", "mode": "DROPMALFORMED"])
        }
    }

    /// The bytes of a separator; `\\t` and the like stand for what they stand for in Scala.
    static func separator(_ text: String) throws -> [UInt8] {
        func refuse(_ condition: String, _ message: String) -> PyriteError {
            PyriteError(
                .illegalArgument, "INVALID_DELIMITER_VALUE.\(condition)", sqlState: "42602",
                "Invalid value for delimiter. \(message)", parameters: ["str": text])
        }
        guard !text.isEmpty else { throw refuse("EMPTY_STRING", "Delimiter cannot be empty string.") }
        guard text.utf8.first == 0x5C, text.utf8.count == 2, let letter = text.utf8.last else {
            if text == "\\" { throw refuse("SINGLE_BACKSLASH", "Single backslash is prohibited.") }
            return Array(text.utf8)
        }
        let escapes: [UInt8: UInt8] = [0x74: 9, 0x72: 13, 0x62: 8, 0x66: 12, 0x22: 0x22, 0x27: 0x27, 0x5C: 0x5C]
        guard let byte = escapes[letter] else {
            throw refuse("UNSUPPORTED_SPECIAL_CHARACTER", "Unsupported special character for delimiter: \(text).")
        }
        return [byte]
    }

    /// FAILFAST: a malformed record is an error instead of nulls.
    var failsFast: Bool { self["mode"]?.uppercased() == "FAILFAST" }

    /// `nil` when Spark's own forms are to be read.
    func pattern(_ name: String, _ context: EvaluationContext, isForNTZ: Bool = false) throws -> DateTimePattern? {
        try self[name].map { try DateTimePattern($0, context, style: .fast, isForNTZ: isForNTZ) }
    }

    /// As ``pattern(_:_:isForNTZ:)``, for reading: one that is none matches nothing.
    func readingPattern(
        _ name: String, _ context: EvaluationContext, isForNTZ: Bool = false
    ) throws -> DateTimePattern? {
        try DateTimePattern.option(self[name], context, isWriting: false, isForNTZ: isForNTZ)
    }

    func timeZone(_ context: EvaluationContext) throws -> TimeZoneRules {
        try self["timeZone"].map { try TimeZoneRules.named($0) } ?? context.timeZone
    }

    /// The column that takes malformed records.
    var corruptColumn: String { self["columnNameOfCorruptRecord"] ?? "_corrupt_record" }

    /// Throws when a schema declares the column for malformed records with another type than string.
    func checkCorruptColumn(in type: DataType) throws {
        if case .structure(let schema) = type { try schema.checkCorruptRecordColumn(corruptColumn) }
    }
}

/// A type with the field names of its structs as bytes, made once for a call.
final class RecordType: Sendable {
    let type: DataType
    let names: [[UInt8]]
    let children: [RecordType]

    init(_ type: DataType) {
        self.type = type
        switch type {
        case .structure(let schema):
            names = schema.fields.map { Array($0.name.utf8) }
            children = schema.fields.map { RecordType($0.dataType) }
        case .array(let element, _):
            names = []
            children = [RecordType(element)]
        case .map(let key, let value, _):
            names = []
            children = [RecordType(key), RecordType(value)]
        default:
            names = []
            children = []
        }
    }
}

/// Text of records as values, for JSON, CSV and XML alike.
struct RecordText {
    let time: DateTimePattern?
    let timestamp: DateTimePattern?
    let timestampNTZ: DateTimePattern?
    let date: DateTimePattern?
    let timeZone: TimeZoneRules
    let now: Int64

    init(_ options: RecordOptions, _ context: EvaluationContext) throws {
        timestamp = try options.readingPattern("timestampFormat", context) ?? DateTimePattern.olderTimestamp(context)
        timestampNTZ = try options.readingPattern("timestampNTZFormat", context, isForNTZ: true)
        date = try options.readingPattern("dateFormat", context) ?? DateTimePattern.olderDate(context)
        timeZone = try options.timeZone(context)
        time = try options.readingPattern("timeFormat", EvaluationContext())
        now = context.queryStart
    }

    /// Appends the value that a text stands for; false, and nothing appended, when it stands for none.
    func append(_ text: UnsafeRawBufferPointer, _ type: DataType, to builder: ColumnBuilder) -> Bool {
        switch type {
        case .string, .collated, .char, .varchar, .binary: builder.append(bytes: text)
        case .boolean:
            guard let flag = Self.boolean(text) else { return false }
            builder.append(flag ? 1 : 0, as: UInt8.self)
        case .byte, .short, .integer, .long:
            guard let number = NumberParsing.integer(text) else { return false }
            return Self.append(number, type, to: builder)
        case .float:
            guard let number = NumberParsing.double(text) else { return false }
            builder.append(Float(number))
        case .double:
            guard let number = NumberParsing.double(text) else { return false }
            builder.append(number)
        case .decimal(let precision, let scale):
            guard case .value(let number) = NumberParsing.decimal(text, precision: precision, scale: scale) else {
                return false
            }
            builder.append(.decimal(number))
        case .date:
            guard let days = date.map({ $0.parseDate(text) }) ?? DateTimeParsing.date(text) else { return false }
            builder.append(days)
        case .timestamp:
            guard
                let micros = timestamp.map({ $0.parseTimestamp(text, timeZone: timeZone) })
                    ?? DateTimeParsing.timestamp(text, timeZone: timeZone, now: now)
            else { return false }
            builder.append(micros)
        case .timestampNTZ:
            guard let micros = timestampNTZ.map({ $0.parseTimestampNTZ(text) }) ?? DateTimeParsing.timestampNTZ(text)
            else { return false }
            builder.append(micros)
        // As Spark does, with all digits whatever the type's.
        case .time:
            guard let nanos = time.map({ $0.parseTime(text) }) ?? TimeText.nanos(text) else {
                return false
            }
            builder.append(nanos)
        case .yearMonthInterval(let start, let end):
            guard let months = IntervalText.months(text, start, end) else { return false }
            builder.append(months)
        case .dayTimeInterval(let start, let end):
            guard let micros = IntervalText.micros(text, start, end) else { return false }
            builder.append(micros)
        default: return false
        }
        return true
    }

    /// Whether white space stands around the text.
    static func isPadded(_ text: UnsafeRawBufferPointer) -> Bool {
        text.first.map { $0 <= 0x20 } ?? false || text.last.map { $0 <= 0x20 } ?? false
    }

    static func boolean(_ text: UnsafeRawBufferPointer) -> Bool? {
        switch text.count {
        case 4 where String(decoding: text, as: UTF8.self).lowercased() == "true": true
        case 5 where String(decoding: text, as: UTF8.self).lowercased() == "false": false
        default: nil
        }
    }

    /// Appends an integer that the type can hold.
    static func append(_ number: Int64, _ type: DataType, to builder: ColumnBuilder) -> Bool {
        switch type {
        case .byte:
            guard let value = Int8(exactly: number) else { return false }
            builder.append(value)
        case .short:
            guard let value = Int16(exactly: number) else { return false }
            builder.append(value)
        case .integer:
            guard let value = Int32(exactly: number) else { return false }
            builder.append(value)
        default: builder.append(number)
        }
        return true
    }

    static func malformedRecord(_ record: UnsafeRawBufferPointer) -> PyriteError {
        let text = String(decoding: record, as: UTF8.self)
        return PyriteError(
            .sparkException, "MALFORMED_RECORD_IN_PARSING.WITHOUT_SUGGESTION", sqlState: "22023",
            "Malformed records are detected in record parsing: \(text). Parse Mode: FAILFAST. To process malformed "
                + "records as null result, try setting the option 'mode' as 'PERMISSIVE'.",
            parameters: ["badRecord": text, "failFastMode": "FAILFAST"])
    }
}
