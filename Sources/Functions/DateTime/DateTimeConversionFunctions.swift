import Columnar

/// Formats given as arguments: one for all rows, compiled once a batch, or one a row, compiled when it changes.
struct PatternInput {
    private let texts: TextInput
    private let context: EvaluationContext
    private let isForNTZ: Bool
    private let isParsing: Bool
    private var last: (row: Int, pattern: DateTimePattern)?

    init(_ texts: TextInput, _ context: EvaluationContext, isForNTZ: Bool = false, isParsing: Bool = false) {
        self.isParsing = isParsing
        self.texts = texts
        self.context = context
        self.isForNTZ = isForNTZ
    }

    mutating func pattern(_ row: Int) throws -> DateTimePattern {
        if let last {
            if texts.step == 0 { return last.pattern }
            if StringView.equal(texts.view(last.row), texts.view(row)) { return last.pattern }
        }
        let text = String(decoding: texts[row], as: UTF8.self)
        if isParsing, !context.legacy.contains(.readsTimesAsBefore) || isForNTZ {
            try FunctionError.checkReadable(pattern: text)
        }
        let pattern: DateTimePattern
        do {
            pattern = try DateTimePattern(text, context, isForNTZ: isForNTZ)
        } catch let error as PyriteError where isForNTZ && error.condition.hasSuffix("DATETIME_PATTERN_RECOGNITION") {
            // Timestamps without time zone came after the older patterns.
            throw FunctionError.unrecognizedDateTimePattern(text)
        }
        last = (row, pattern)
        return pattern
    }
}

/// Between text, dates, timestamps and numbers.
enum DateTimeConversionFunctions {
    static let definitions: [FunctionDefinition] = [
        parse(
            "to_date", .date, "to_date(text[, format]) - The text as a date.", ["to_date('2016-12-31', 'yyyy-MM-dd')"]),
        parse(
            "try_to_date", .date, isAttempt: true,
            "try_to_date(text[, format]) - The text as a date, null when malformed.",
            ["try_to_date('2016-12-31', 'yyyy-MM-dd')"]),
        parse(
            "to_timestamp", aliases: ["to_timestamp_ltz"], .timestamp,
            "to_timestamp(text[, format]) - The text as a "
                + "timestamp.", ["to_timestamp('2016-12-31', 'yyyy-MM-dd')"]),
        parse(
            "try_to_timestamp", .timestamp, isAttempt: true,
            "try_to_timestamp(text[, format]) - The text as a "
                + "timestamp, null when malformed.", ["try_to_timestamp('2016-12-31', 'yyyy-MM-dd')"]),
        parse(
            "to_timestamp_ntz", .timestampNTZ,
            "to_timestamp_ntz(text[, format]) - The text as a timestamp without time "
                + "zone.", ["to_timestamp_ntz('2016-12-31', 'yyyy-MM-dd')"]),
        .scalar(
            "date_format", .datetime, "date_format(ts, format) - The timestamp as text.",
            ["date_format('2016-04-08', 'y')"], since: "1.5.0", count: 2...2
        ) { call in
            if case .time = call.types[0] { return formatTime(call) }
            let type: DataType = call.types[0].isLocalTimestamp ? .timestampNTZ : .timestamp
            let types = try call.coerced([.type(type), .text])
            return .rows(call, argumentTypes: types, result: .string, canFail: true) { rows, context in
                let x = rows.fixed(0, as: Int64.self)
                var formats = PatternInput(rows.text(1), context)
                let zone = type == .timestamp ? context.timeZone : .utc
                if rows.constant(1) != nil, let first = rows.firstRow(where: { _ in true }) {
                    return try formats.pattern(first).texts(rows, of: x, timeZone: zone)
                }
                var cursor = TimeZoneCursor(zone)
                return try rows.mapText { row, out in
                    try formats.pattern(row).format(instant: x[row], &cursor, timeZone: zone, into: &out)
                    return true
                }
            }
        },
        .scalar(
            "from_unixtime", .datetime,
            "from_unixtime(seconds[, format]) - Seconds since 1970-01-01 00:00:00 UTC as "
                + "local time.", ["from_unixtime(0, 'yyyy-MM-dd HH:mm:ss')"], since: "1.5.0", count: 1...2
        ) { call in
            let types = try call.coerced([.long, .text])
            return .rows(call, argumentTypes: types, result: .string, nullable: .always, canFail: types.count > 1) {
                rows, context in
                let x = rows.fixed(0, as: Int64.self)
                var cursor = TimeZoneCursor(context.timeZone)
                let standard = try DateTimePattern("yyyy-MM-dd HH:mm:ss", context)
                var formats = types.count > 1 ? PatternInput(rows.text(1), context) : nil
                return try rows.mapText { row, out in
                    let micros = saturatedMicros(x[row], microsPerSecond)
                    let pattern = try formats?.pattern(row) ?? standard
                    pattern.format(instant: micros, &cursor, timeZone: context.timeZone, into: &out)
                    return true
                }
            }
        },
        unixTimestamp(
            "unix_timestamp", count: 0...2,
            "unix_timestamp([time[, format]]) - Seconds since 1970-01-01 00:00:00 "
                + "UTC; now without arguments."),
        unixTimestamp(
            "to_unix_timestamp", count: 1...2,
            "to_unix_timestamp(time[, format]) - Seconds since 1970-01-01 "
                + "00:00:00 UTC."),
        epoch("timestamp_seconds", "seconds", microsPerSecond),
        epoch("timestamp_millis", "milliseconds", 1000),
        epoch("timestamp_micros", "microseconds", 1),
        sinceEpoch("unix_seconds", "seconds", microsPerSecond),
        sinceEpoch("unix_millis", "milliseconds", 1000),
        sinceEpoch("unix_micros", "microseconds", 1),
        .scalar(
            "unix_date", .datetime, "unix_date(date) - Days since 1970-01-01.", ["unix_date(DATE'1970-01-02')"],
            since: "3.1.0", count: 1...1
        ) { call in
            guard !call.types[0].isString else { throw call.mismatch(0, required: "\"DATE\"") }
            return .rows(call, argumentTypes: try call.coerced([.date]), result: .integer) { rows, _ in
                let x = rows.fixed(0, as: Int32.self)
                return rows.map { x[$0] }
            }
        },
        .rows(
            "date_from_unix_date", .datetime, "date_from_unix_date(days) - The date so many days after 1970-01-01.",
            ["date_from_unix_date(1)"], since: "3.1.0", parameters: [.int], result: .date
        ) { rows, _ in
            let x = rows.fixed(0, as: Int32.self)
            return rows.map { x[$0] }
        },
        zoneShift("from_utc_timestamp", toUTC: false, "from_utc_timestamp(ts, zone) - A UTC time as time of the zone."),
        zoneShift("to_utc_timestamp", toUTC: true, "to_utc_timestamp(ts, zone) - A time of the zone as UTC time."),
    ]

    static func saturatedMicros(_ value: Int64, _ unit: Int64) -> Int64 {
        let (product, overflow) = value.multipliedReportingOverflow(by: unit)
        return overflow ? (value < 0 ? .min : .max) : product
    }

    private static func parse(
        _ name: String, aliases: [String] = [], _ type: DataType, isAttempt: Bool = false, _ usage: String,
        _ examples: [String]
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .datetime, usage, examples, since: "2.2.0", count: 1...2) { call in
            let type = call.timestampType(type)
            let raises = call.context.isANSI && !isAttempt
            let nullable: FunctionDefinition.Nullability = raises ? .whenArgumentsAre : .always
            let source = call.types[0]
            if call.arguments.count > 1 { _ = try call.coerced([.any, .text]) }
            // Without a format, or for what is no text, it is a cast.
            if call.arguments.count == 1 || !source.isString {
                let mode: CastMode = isAttempt ? .attempt : call.context.isANSI ? .ansi : .legacy
                if source.isNumeric, type == .timestampNTZ {
                    return ScalarBinding(
                        argumentTypes: [.string], resultType: type, nullable: true, canFail: mode == .ansi
                    ) { arguments, _, context in
                        try Cast.cast(arguments[0], to: type, mode: mode, context: context)
                    }
                }
                guard Cast.canCast(from: source, to: type, mode: mode) else {
                    throw call.mismatch(0, required: "\"STRING\"")
                }
                return ScalarBinding(
                    argumentTypes: call.types, resultType: type,
                    nullable: call.anyNullable
                        || (source != type && Cast.givesNull(from: source, to: type, mode: mode)),
                    canFail: Cast.isFallible(from: source, to: type, mode: mode)
                ) { arguments, _, context in
                    try Cast.cast(arguments[0], to: type, mode: mode, context: context)
                }
            }
            let types = try call.coerced([.text, .text])
            let alternative = type == .date ? "try_to_date" : "try_to_timestamp"
            return .rows(call, argumentTypes: types, result: type, nullable: nullable, canFail: true) { rows, context in
                let x = rows.text(0)
                var formats = PatternInput(
                    rows.text(1), context, isForNTZ: type == .timestampNTZ, isParsing: true)
                func failure(_ pattern: DateTimePattern, _ row: Int) throws -> PyriteError? {
                    try pattern.refuseChange(x[row], timeZone: context.timeZone)
                    guard raises else { return nil }
                    return FunctionError.cannotParseTimestamp(pattern.failure(x[row]), function: alternative)
                }
                if type == .date {
                    return try rows.mapOptional(Int32(0)) { row in
                        let pattern = try formats.pattern(row)
                        if let value = pattern.parseDate(x[row], timeZone: context.timeZone) { return value }
                        if let error = try failure(pattern, row) { throw error }
                        return nil
                    }
                }
                return try rows.mapOptional(Int64(0)) { row in
                    let pattern = try formats.pattern(row)
                    let value =
                        type == .timestamp
                        ? pattern.parseTimestamp(x[row], timeZone: context.timeZone)
                        : pattern.parseTimestampNTZ(x[row])
                    if let value { return value }
                    if let error = try failure(pattern, row) { throw error }
                    return nil
                }
            }
        }
    }

    /// A time of day as text.
    private static func formatTime(_ call: Call) -> ScalarBinding {
        .rows(call, argumentTypes: [call.types[0], .string], result: .string, canFail: true) { rows, context in
            let x = rows.fixed(0, as: Int64.self)
            var formats = PatternInput(rows.text(1), context)
            return try rows.mapText { row, out in
                try formats.pattern(row).format(local: x[row] / 1_000, into: &out)
                return true
            }
        }
    }

    private static func unixTimestamp(
        _ name: String, count: ClosedRange<Int>, _ usage: String
    ) -> FunctionDefinition {
        .scalar(name, .datetime, usage, ["\(name)('2016-04-08', 'yyyy-MM-dd')"], since: "1.5.0", count: count) { call in
            if call.arguments.isEmpty {
                return ScalarBinding(argumentTypes: [], resultType: .long, nullable: false) { _, count, context in
                    .constant(.integer(floorDivide(context.queryStart, microsPerSecond)), .long, count: count)
                }
            }
            let source = call.types[0]
            let raises = call.context.isANSI
            if !source.isString && source != .null {
                guard source.isDatetime else {
                    throw call.mismatch(0, required: "(\"STRING\" or \"DATE\" or \"TIMESTAMP\")")
                }
                let type: DataType = source == .timestampNTZ ? .timestampNTZ : .timestamp
                let types = [type] + (try call.coerced([.any, .text]).dropFirst())
                // The format is not looked at, be it null.
                return .rows(call, argumentTypes: types, result: .long, strict: false) { rows, _ in
                    let x = rows.fixed(0, as: Int64.self)
                    let nulls = rows.nulls(0)
                    return rows.mapOptional(Int64(0)) { nulls[$0] ? nil : floorDivide(x[$0], microsPerSecond) }
                }
            }
            let types = try call.coerced([.text, .text])
            return .rows(
                call, argumentTypes: types, result: .long, nullable: raises ? .whenArgumentsAre : .always,
                canFail: true
            ) { rows, context in
                let x = rows.text(0)
                let standard = try DateTimePattern("yyyy-MM-dd HH:mm:ss", context)
                var formats = types.count > 1 ? PatternInput(rows.text(1), context, isParsing: true) : nil
                return try rows.mapOptional(Int64(0)) { row in
                    let pattern = try formats?.pattern(row) ?? standard
                    if let value = pattern.parseTimestamp(x[row], timeZone: context.timeZone) {
                        return floorDivide(value, microsPerSecond)
                    }
                    try pattern.refuseChange(x[row], timeZone: context.timeZone)
                    guard raises else { return nil }
                    throw FunctionError.cannotParseTimestamp(pattern.failure(x[row]), function: "try_to_timestamp")
                }
            }
        }
    }

    private static func epoch(_ name: String, _ unit: String, _ factor: Int64) -> FunctionDefinition {
        .scalar(
            name, .datetime, "\(name)(n) - The timestamp n \(unit) after 1970-01-01 00:00:00 UTC.",
            ["\(name)(1230219000)"], since: "3.1.0", count: 1...1
        ) { call in
            if factor == microsPerSecond, case .decimal(_, let scale) = call.types[0], scale > 6 {
                return exactSeconds(call, scale: scale)
            }
            if factor == microsPerSecond, call.types[0].isFractional {
                return ScalarBinding(
                    argumentTypes: call.types, resultType: .timestamp,
                    nullable: call.anyNullable || call.types[0] != .double,
                    canFail: true
                ) { arguments, _, context in
                    try Cast.cast(arguments[0], to: .timestamp, mode: .attempt, context: context)
                }
            }
            let types = try call.coerced([.integral]).map { _ in DataType.long }
            return .rows(call, argumentTypes: types, result: .timestamp, canFail: factor != 1) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                return try rows.mapValid(Int64(0)) { row in
                    let (product, overflow) = x[row].multipliedReportingOverflow(by: factor)
                    if overflow {
                        throw FunctionError.dateTimeOverflow(
                            "create a TIMESTAMP from \(x[row])L \(unit) since the epoch")
                    }
                    return product
                }
            }
        }
    }

    /// Seconds with more digits than microseconds have: the digits beyond must be zeros.
    private static func exactSeconds(_ call: Call, scale: Int) -> ScalarBinding {
        let isWide = call.types[0].physicalType == .int128
        return .rows(call, argumentTypes: call.types, result: .timestamp, canFail: true) { rows, _ in
            let narrow = isWide ? nil : rows.fixed(0, as: Int64.self)
            let wide = isWide ? rows.fixed(0, as: Int128.self) : nil
            return try rows.mapValid(Int64(0)) { row in
                let value = wide.map { $0[row] } ?? Int128(narrow.map { $0[row] } ?? 0)
                let micros = DecimalArithmetic.rescale(value, from: scale, to: 6) ?? 0
                guard DecimalArithmetic.rescale(micros, from: 6, to: scale) == value else {
                    throw PyriteError(.arithmetic, "", sqlState: "", "Rounding necessary")
                }
                guard let result = Int64(exactly: micros) else {
                    throw PyriteError(.arithmetic, "", sqlState: "", "Overflow")
                }
                return result
            }
        }
    }

    private static func sinceEpoch(_ name: String, _ unit: String, _ factor: Int64) -> FunctionDefinition {
        .scalar(
            name, .datetime, "\(name)(ts) - The \(unit) since 1970-01-01 00:00:00 UTC.",
            ["\(name)(TIMESTAMP('1970-01-01 00:00:01Z'))"], since: "3.1.0", count: 1...1
        ) { call in
            guard !call.types[0].isString else {
                throw call.mismatch(0, required: "(\"(TIMESTAMP OR TIMESTAMP WITHOUT TIME ZONE)\")")
            }
            return .rows(call, argumentTypes: try call.coerced([.timestamp]), result: .long) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                return rows.map { floorDivide(x[$0], factor) }
            }
        }
    }

    private static func zoneShift(_ name: String, toUTC: Bool, _ usage: String) -> FunctionDefinition {
        .rows(
            name, .datetime, usage, ["\(name)('2016-08-31', 'Asia/Seoul')"], since: "1.5.0",
            parameters: [.timestamp, .text], result: .timestamp, canFail: true
        ) { rows, _ in
            let x = rows.fixed(0, as: Int64.self)
            let zones = rows.text(1)
            var last: (row: Int, cursor: TimeZoneCursor)?
            return try rows.mapValid(Int64(0)) { row in
                if last == nil || (zones.step != 0 && !StringView.equal(zones.view(last?.row ?? 0), zones.view(row))) {
                    let rules = try TimeZoneRules.named(String(decoding: zones[row], as: UTF8.self))
                    last = (row, TimeZoneCursor(rules))
                }
                let value = toUTC ? last?.cursor.utc(fromLocal: x[row]) : last?.cursor.local(fromUTC: x[row])
                return value ?? x[row]
            }
        }
    }
}
