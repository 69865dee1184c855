import Columnar

/// Windows of time to group by. The analyzer computes them below the aggregation; see `Analyzer+TimeWindow`.
enum TimeWindowFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "window", .datetime,
            "window(ts, length[, slide[, start]]) - The window of time that the timestamp lies in, as a struct of start "
                + "and end.",
            ["window(ts, '5 minutes')"], since: "2.0.0", count: 0...5, bindWindow),
        .scalar(
            "session_window", .datetime,
            "session_window(ts, gap) - The session that the timestamp belongs to: sessions are apart by more than the "
                + "gap.",
            ["session_window(ts, '5 minutes')"], since: "3.2.0", count: 2...2
        ) { call in
            let type = try timeType(call)
            let result = windowType(type)
            let gap: ParameterType = call.types[1].isInterval ? .type(.dayTime) : .text
            let types = try call.coerced([.type(type), gap])
            return .rows(call, argumentTypes: types, result: result, nullable: .always, canFail: true) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                let texts = types[1] == .dayTime ? nil : rows.text(1)
                let micros = types[1] == .dayTime ? rows.fixed(1, as: Int64.self) : nil
                return try rows.build { row, builder in
                    let length = try micros.map { $0[row] } ?? duration(texts.map { $0[row] }, call.name)
                    builder.child(0).append(x[row])
                    builder.child(1).append(x[row] &+ length)
                    builder.closeStructure()
                }
            }
        },
        .scalar(
            "window_time", .datetime, "window_time(window) - The last microsecond of a window.",
            ["window_time(window)"], since: "3.4.0", count: 1...1
        ) { call in
            guard case .structure(let schema) = call.types[0], schema.count == 2, schema[1].dataType.isDatetime else {
                throw call.mismatch(0, required: "\"STRUCT\"")
            }
            let type = schema[1].dataType
            return .rows(call, argumentTypes: call.types, result: type, nullable: .always) { rows, _ in
                let flat = rows.arguments[0].flattened()
                guard case .structure(let fields) = flat.layout else { return .nulls(type, count: rows.count) }
                let end = fields[1].flattened()
                guard let ends = end.fixedValues(Int64.self) else { return .nulls(type, count: rows.count) }
                defer { withExtendedLifetime(end) {} }
                return rows.map { ends[$0] &- 1 }
            }
        },
    ]

    private static func timeType(_ call: Call) throws -> DataType {
        switch call.types[0] {
        case .timestampNTZ: .timestampNTZ
        case .timestamp, .date, .string, .collated, .char, .varchar, .null: .timestamp
        default: throw call.mismatch(0, required: "(\"TIMESTAMP\" or \"TIMESTAMP_NTZ\")")
        }
    }

    private static func windowType(_ type: DataType) -> DataType {
        .structure(Schema([StructField("start", type), StructField("end", type)]))
    }

    /// More windows than this over one moment, a gigabyte of them, are refused.
    private static let windowLimit: Int64 = 1 << 26

    /// One window, or with a fifth argument all windows that slide over the time.
    @Sendable private static func bindWindow(_ call: Call) throws -> ScalarBinding {
        // The fifth argument is the analyzer's own.
        if call.arguments.count < 5 { try call.requireCount(2...4) }
        let type = try timeType(call)
        func length(_ index: Int) throws -> Int64? {
            guard index < call.arguments.count else { return nil }
            guard var text = call.stringLiteral(index) else {
                if case .integer(let micros)? = call.arguments[index].literal, call.types[index].isIntegral {
                    return micros
                }
                throw PyriteError(
                    .analysis, "_LEGACY_ERROR_TEMP_1207", sqlState: "",
                    "The duration and time inputs to window must be an integer, long or string literal.")
            }
            return try text.withUTF8 { try duration(UnsafeRawBufferPointer($0), call.name) }
        }
        let width = try length(1) ?? 0
        let slide = try length(2) ?? width
        let start = try length(3) ?? 0
        try requirePositive(width, "window_duration", call)
        try requirePositive(slide, "slide_duration", call)
        guard slide <= width else {
            throw violation(call, ("slide_duration", slide), "<=", ("window_duration", width))
        }
        guard start.magnitude < UInt64(slide) else {
            throw violation(call, ("abs(start_time)", Int64(clamping: start.magnitude)), "<", ("slide_duration", slide))
        }
        let isList = call.arguments.count > 4
        guard !isList || width / slide < windowLimit else {
            throw PyriteError(
                .runtime, "COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION", sqlState: "54000",
                "Can't create array with \(width / slide) elements which exceeding the array size limit \(windowLimit), "
                    + "unsuccessful try to create arrays in the function `window`.",
                parameters: [
                    "numberOfElements": "\(width / slide)", "maxRoundedArrayLength": "\(windowLimit)",
                    "functionName": "`window`",
                ])
        }
        let window = windowType(type)
        let result = isList ? DataType.array(window, containsNull: false) : window
        return .rows(
            call, argumentTypes: [type] + call.types.dropFirst(), result: result, canFail: true
        ) { rows, _ in
            let x = rows.fixed(0, as: Int64.self)
            return rows.build { row, builder in
                let last = x[row] &- floorModulo(x[row] &- start, slide)
                let target = isList ? builder.child(0) : builder
                var first = last
                repeat {
                    target.child(0).append(first)
                    target.child(1).append(first &+ width)
                    target.closeStructure()
                    first = first &- slide
                } while isList && first &+ width > x[row]
                if isList { builder.closeRange() }
            }
        }
    }

    private static func requirePositive(_ value: Int64, _ name: String, _ call: Call) throws {
        guard value <= 0 else { return }
        throw FunctionError.valueOutOfRange(
            sql: call.sql, name: name, range: "(0, \(Int64.max)]", value: "\(value)L")
    }

    private static func violation(
        _ call: Call, _ left: (name: String, value: Int64), _ constraint: String, _ right: (name: String, value: Int64)
    ) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.PARAMETER_CONSTRAINT_VIOLATION", sqlState: "42K09",
            "Cannot resolve \"\(call.sql)\" due to data type mismatch: The `\(left.name)`(\(left.value)L) must be "
                + "\(constraint) the `\(right.name)`(\(right.value)L).",
            parameters: [
                "sqlExpr": "\"\(call.sql)\"", "leftExprName": "`\(left.name)`", "leftExprValue": "\(left.value)L",
                "constraint": constraint, "rightExprName": "`\(right.name)`", "rightExprValue": "\(right.value)L",
            ])
    }

    /// Microseconds of `5 minutes`, `1 hour 30 minutes`, with or without the word INTERVAL.
    static func duration(_ bytes: UnsafeRawBufferPointer?, _ function: String) throws -> Int64 {
        let text = bytes.map { String(decoding: $0, as: UTF8.self) } ?? ""
        var words = text.lowercased().split(whereSeparator: { $0 == " " || $0 == "\t" })
        if words.first == "interval" { words.removeFirst() }
        let failure = PyriteError(
            .illegalArgument, "CANNOT_PARSE_INTERVAL", sqlState: "22006",
            "Unable to parse \(FunctionError.quoted(text)). Please ensure that the value provided is in a valid format "
                + "for defining an interval.",
            parameters: ["intervalString": FunctionError.quoted(text)])
        guard !words.isEmpty, words.count % 2 == 0 else { throw failure }
        var total: Int64 = 0
        for index in stride(from: 0, to: words.count, by: 2) {
            guard let number = Int64(words[index]) else { throw failure }
            let unit: Int64
            if words[index + 1].hasPrefix("month") || words[index + 1].hasPrefix("year") {
                throw PyriteError(
                    .illegalArgument, "_LEGACY_ERROR_TEMP_3231", sqlState: "",
                    "Intervals greater than a month is not supported (\(text)).")
            }
            switch words[index + 1].hasSuffix("s") ? words[index + 1].dropLast() : words[index + 1] {
            case "week": unit = 7 * microsPerDay
            case "day": unit = microsPerDay
            case "hour": unit = 3_600_000_000
            case "minute": unit = 60_000_000
            case "second": unit = microsPerSecond
            case "millisecond": unit = 1_000
            case "microsecond": unit = 1
            default: throw failure
            }
            let (part, overflow) = number.multipliedReportingOverflow(by: unit)
            let (sum, carried) = total.addingReportingOverflow(part)
            if overflow || carried { throw failure }
            total = sum
        }
        return total
    }
}
