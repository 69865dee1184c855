import Columnar

/// Functions over lines of CSV.
enum CSVFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "from_csv", .csv, "from_csv(line, schema[, options]) - The struct that a line of CSV holds.",
            ["from_csv('1, 0.8', 'a INT, b DOUBLE')"], since: "3.0.0", count: 2...3, bindFromCSV),
        .scalar(
            "to_csv", .csv, "to_csv(struct[, options]) - A struct as a line of CSV.",
            ["to_csv(named_struct('a', 1, 'b', 2))"], since: "3.0.0", count: 1...2
        ) { call in
            guard case .structure(let schema) = call.types[0] else { throw call.mismatch(0, required: "\"STRUCT\"") }
            let options = try RecordOptions(call, 1)
            return .rows(call, argumentTypes: call.types, result: .string, canFail: true) { rows, context in
                if rows.count > 0 { try options.checkCSV() }
                let writer = try CSVRecordWriter(options, context)
                let column = rows.constant(0) ?? rows.arguments[0]
                let isConstant = rows.constant(0) != nil
                guard case .structure(let fields) = column.flattened().layout, fields.count == schema.count else {
                    return .nulls(.string, count: rows.count)
                }
                return rows.mapText { row, out in
                    writer.write(fields, isConstant ? 0 : row, into: &out)
                    return true
                }
            }
        },
        .scalar(
            "schema_of_csv", .csv, "schema_of_csv(line[, options]) - The type of a line of CSV, as DDL.",
            ["schema_of_csv('1,abc')"], since: "3.0.0", count: 1...2
        ) { call in
            var text = try call.foldableText(0, "csv")
            let options = try RecordOptions(call, 1)
            try options.checkCSV()
            let context = EvaluationContext(legacy: call.context.legacy)
            let patterns = (
                date: try options.pattern("dateFormat", context),
                time: try options.pattern("timestampFormat", context) ?? DateTimePattern.olderTimestamp(context)
            )
            let fields = text.withUTF8 { bytes -> [StructField] in
                var splitter = CSVLine(options)
                splitter.split(UnsafeRawBufferPointer(bytes))
                return (0..<splitter.count).map { index in
                    StructField(
                        "_c\(index)",
                        inferred(
                            splitter.field(index), isQuoted: splitter.isNull(index), patterns,
                            isLocal: context.legacy.contains(.timestampsAreLocal)))
                }
            }
            return .constant(.string(DataType.structure(Schema(fields)).sql), .string, call)
        },
    ]

    /// The narrowest type that a field fits.
    private static func inferred(
        _ text: UnsafeRawBufferPointer, isQuoted isNull: Bool,
        _ patterns: (date: DateTimePattern?, time: DateTimePattern?), isLocal: Bool
    ) -> DataType {
        if isNull || text.isEmpty { return .string }
        if let number = NumberParsing.integer(text) { return Int32(exactly: number) == nil ? .long : .integer }
        if NumberParsing.double(text) != nil { return .double }
        if patterns.time?.formatter != nil {
            // What the older patterns were asked for never became a date.
        } else if let pattern = patterns.date {
            if pattern.parseDate(text) != nil { return .date }
        } else if text.count == 10, DateTimeParsing.date(text) != nil {
            return .date
        }
        if isLocal, DateTimeParsing.timestampNTZ(text, allowsZone: false) != nil { return .timestampNTZ }
        if let pattern = patterns.time {
            if pattern.matchesTimestamp(text, timeZone: .utc) { return .timestamp }
        } else if text.count > 10, DateTimeParsing.timestamp(text, timeZone: .utc, now: 0) != nil {
            return .timestamp
        }
        return RecordText.boolean(text) == nil ? .string : .boolean
    }

    @Sendable private static func bindFromCSV(_ call: Call) throws -> ScalarBinding {
        let type = try call.schemaArgument(1).withNullableFields
        guard case .structure(let schema) = type else {
            throw PyriteError(
                .analysis, "INVALID_SCHEMA.NON_STRUCT_TYPE", sqlState: "42K07",
                "The input schema \"\(call.arguments[1].sql)\" is not a valid schema string. The input expression should "
                    + "be evaluated to struct type, but got \"\(type.sql)\".",
                parameters: ["inputSchema": "\"\(call.arguments[1].sql)\"", "dataType": "\"\(type.sql)\""])
        }
        let options = try RecordOptions(call, 2)
        try options.checkMode()
        try options.checkCorruptColumn(in: type)
        let result = type
        let types = [try call.coerced([.text, .any])[0]] + call.types.dropFirst()
        let corrupt = schema.fields.firstIndex { $0.name == options.corruptColumn && $0.dataType == .string }
        return .rows(call, argumentTypes: types, result: result, canFail: true) { rows, context in
            // Options matter once there is something to read.
            if (0..<rows.count).contains(where: { rows.validity?[$0] ?? true }) { try options.checkCSV() }
            let lines = rows.text(0)
            let text = try RecordText(options, context)
            var splitter = CSVLine(options)
            return try rows.build { row, builder in
                let line = lines[row]
                splitter.split(line)
                var position = 0
                let expected = schema.count - (corrupt == nil ? 0 : 1)
                var isMalformed = splitter.count != expected
                for (index, field) in schema.fields.enumerated() where index != corrupt {
                    let child = builder.child(index)
                    if position >= splitter.count || splitter.isNull(position) {
                        child.appendNull()
                    } else if field.dataType.isWhole && RecordText.isPadded(splitter.field(position))
                        || !text.append(splitter.field(position), field.dataType, to: child)
                    {
                        child.appendNull()
                        isMalformed = true
                    }
                    position += 1
                }
                if isMalformed, options.failsFast { throw RecordText.malformedRecord(line) }
                if let corrupt {
                    if isMalformed {
                        builder.child(corrupt).append(bytes: line)
                    } else {
                        builder.child(corrupt).appendNull()
                    }
                }
                builder.closeStructure()
            }
        }
    }
}

/// Splits lines of CSV into fields; the memory is reused from line to line.
struct CSVLine: ~Copyable {
    private let separator: [UInt8]
    private let quote: UInt8
    private let escape: UInt8
    private let nullText: [UInt8]
    private let emptyText: [UInt8]
    private let trimsStart: Bool
    private let trimsEnd: Bool
    private var text = ByteWriter()
    private var fields: [(start: Int, end: Int, isNull: Bool)] = []

    init(_ options: RecordOptions) {
        let mark = options["sep"] ?? options["delimiter"] ?? ","
        separator = (try? RecordOptions.separator(mark)) ?? Array(mark.utf8)
        quote = (options["quote"] ?? "\"").utf8.first ?? 0
        escape = (options["escape"] ?? "\\").utf8.first ?? 0
        nullText = Array((options["nullValue"] ?? "").utf8)
        emptyText = Array((options["emptyValue"] ?? "").utf8)
        trimsStart = options.flag("ignoreLeadingWhiteSpace")
        trimsEnd = options.flag("ignoreTrailingWhiteSpace")
    }

    var count: Int { fields.count }

    func field(_ index: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text.bytes[fields[index].start..<fields[index].end])
    }

    func isNull(_ index: Int) -> Bool { fields[index].isNull }

    mutating func split(_ line: UnsafeRawBufferPointer) {
        text.clear()
        fields.removeAll(keepingCapacity: true)
        var position = 0
        while true {
            let start = text.count
            var first = position
            while first < line.count, line[first] == 0x20, trimsStart { first &+= 1 }
            var isQuoted = false
            if quote != 0, first < line.count, line[first] == quote {
                isQuoted = true
                position = first &+ 1
                while position < line.count {
                    let byte = line[position]
                    position &+= 1
                    if byte == escape, escape != quote, position < line.count,
                        line[position] == quote || line[position] == escape
                    {
                        text.append(line[position])
                        position &+= 1
                    } else if byte == quote {
                        if position < line.count, line[position] == quote {
                            text.append(quote)
                            position &+= 1
                        } else {
                            break
                        }
                    } else {
                        text.append(byte)
                    }
                }
            } else {
                position = first
            }
            while position < line.count, !startsSeparator(line, position) {
                text.append(line[position])
                position &+= 1
            }
            var end = text.count
            if trimsEnd, !isQuoted { while end > start, text.bytes[end &- 1] == 0x20 { end &-= 1 } }
            let value = text.bytes[start..<end]
            let isNull = !isQuoted && value.elementsEqual(nullText)
            if isQuoted, value.isEmpty, !emptyText.isEmpty {
                emptyText.withUnsafeBytes { text.append($0) }
                end = text.count
            }
            fields.append((start, end, isNull))
            if position >= line.count { return }
            position &+= separator.count
        }
    }

    private func startsSeparator(_ line: UnsafeRawBufferPointer, _ position: Int) -> Bool {
        guard position &+ separator.count <= line.count else { return false }
        for index in 0..<separator.count where line[position &+ index] != separator[index] { return false }
        return !separator.isEmpty
    }
}

/// Writes structs as lines of CSV.
struct CSVRecordWriter {
    private let separator: [UInt8]
    private let quote: UInt8
    private let escape: UInt8
    private let nullText: [UInt8]
    private let emptyText: [UInt8]
    private let quotesAll: Bool
    private let escapesQuotes: Bool
    private let times: RecordTimes
    private let timeZone: TimeZoneRules
    private let context: EvaluationContext

    init(_ options: RecordOptions, _ context: EvaluationContext) throws {
        let mark = options["sep"] ?? options["delimiter"] ?? ","
        separator = (try? RecordOptions.separator(mark)) ?? Array(mark.utf8)
        quote = (options["quote"] ?? "\"").utf8.first ?? 0
        escape = (options["escape"] ?? "\\").utf8.first ?? 0
        nullText = Array((options["nullValue"] ?? "").utf8)
        emptyText = Array((options["emptyValue"] ?? "\"\"").utf8)
        quotesAll = options.flag("quoteAll")
        escapesQuotes = options.flag("escapeQuotes", default: true)
        times = try RecordTimes(options, context)
        timeZone = try options.timeZone(context)
        self.context = context
    }

    func write(_ fields: [Column], _ row: Int, into out: inout ByteWriter) {
        var text = ByteWriter()
        for (index, field) in fields.enumerated() {
            if index > 0 { separator.withUnsafeBytes { out.append($0) } }
            if field.isNull(row) {
                if nullText.isEmpty, !quotesAll { continue }
                nullText.withUnsafeBytes { append($0, to: &out) }
                continue
            }
            text.clear()
            value(field.flattened(), row, into: &text)
            if text.count > 0 {
                append(text.bytes, to: &out)
            } else if emptyText.elementsEqual([0x22, 0x22]) {
                emptyText.withUnsafeBytes { out.append($0) }
            } else {
                emptyText.withUnsafeBytes { append($0, to: &out) }
            }
        }
    }

    private func append(_ text: UnsafeRawBufferPointer, to out: inout ByteWriter) {
        let hasSeparator = separator.withUnsafeBytes { UTF8Text.find($0, in: text) != nil }
        let hasBreak = text.contains { $0 == 0x0A || $0 == 0x0D }
        let hasQuote = escapesQuotes && text.contains(quote)
        guard quotesAll || hasSeparator || hasBreak || hasQuote, quote != 0 else { return out.append(text) }
        out.append(quote)
        for byte in text {
            if byte == quote || (byte == escape && escape != 0x5C) { out.append(escape) }
            out.append(byte)
        }
        out.append(quote)
    }

    private func value(_ column: Column, _ row: Int, into out: inout ByteWriter) {
        switch column.type {
        case .timestamp:
            guard let values = column.fixedValues(Int64.self) else { return }
            var cursor = TimeZoneCursor(timeZone)
            times.timestamp.format(instant: values[row], &cursor, timeZone: timeZone, into: &out)
        case .timestampNTZ:
            guard let values = column.fixedValues(Int64.self) else { return }
            times.timestampNTZ.format(local: values[row], into: &out)
        case .date:
            guard let values = column.fixedValues(Int32.self) else { return }
            times.date.format(days: values[row], into: &out)
        case .time where times.time != nil:
            guard let values = column.fixedValues(Int64.self) else { return }
            times.time?.format(local: values[row] / 1_000, into: &out)
        case .binary:
            if let views = column.views { ValueText.write(bytes: StringView.bytes(views + row), into: &out) }
        case .array, .map, .structure: nested(column, row, into: &out)
        default: ValueText.write(column, row: row, into: &out, context: context)
        }
    }

    /// Nested values as text, in which nulls are left out: `[1,]`.
    private func nested(_ column: Column, _ row: Int, into out: inout ByteWriter) {
        switch column.layout {
        case .array(let offsets, let elements):
            let bounds = offsets.typed(Int32.self)
            out.append(0x5B)
            list(Int(bounds[row])..<Int(bounds[row + 1]), into: &out) { (elements, $0) }
            out.append(0x5D)
        case .structure(let children):
            out.append(0x7B)
            list(children.indices, into: &out) { (children[$0], row) }
            out.append(0x7D)
        case .map(let offsets, let keys, let values):
            let bounds = offsets.typed(Int32.self)
            out.append(0x7B)
            for index in Int(bounds[row])..<Int(bounds[row + 1]) {
                if index > Int(bounds[row]) { out.append(", " as StaticString) }
                value(keys.flattened(), index, into: &out)
                out.append(" ->" as StaticString)
                if values.isNull(index) { continue }
                out.append(0x20)
                value(values.flattened(), index, into: &out)
            }
            out.append(0x7D)
        default: break
        }
    }

    private func list(_ range: Range<Int>, into out: inout ByteWriter, _ element: (Int) -> (Column, Int)) {
        for index in range {
            let (column, row) = element(index)
            if index > range.lowerBound { out.append(0x2C) }
            if column.isNull(row) { continue }
            if index > range.lowerBound { out.append(0x20) }
            value(column.flattened(), row, into: &out)
        }
    }
}

extension DataType {
    /// Whether Spark reads numbers of the type without leave for white space.
    fileprivate var isWhole: Bool {
        switch self {
        case .byte, .short, .integer, .long, .boolean, .decimal: true
        default: false
        }
    }
}
