import Columnar

/// The type TIME: a time of day. Spark keeps most of it behind `spark.sql.timeType.enabled`.
enum TimeFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "current_time", aliases: ["localtime"], .datetime,
            "current_time([precision]) - The local time of day the query started.", ["current_time()"],
            since: "4.1.0", count: 0...1
        ) { call in
            let precision = call.arguments.isEmpty ? 6 : call.integerLiteral(0) ?? -1
            guard (0...9).contains(precision) else {
                throw FunctionError.invalidParameter(
                    call.name, parameter: "precision", condition: "INTEGER",
                    detail: "expects an integer between 0 and 9.", kind: .analysis)
            }
            let type = DataType.time(precision: Int(precision))
            let unit = Int64(powerOfTen(9 - Int(precision)))
            return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: false) { _, count, context in
                var cursor = TimeZoneCursor(context.timeZone)
                let local = cursor.local(fromUTC: context.queryStart)
                let nanos = floorModulo(local, microsPerDay) * 1_000
                return .constant(.integer(nanos / unit * unit), type, count: count)
            }
        },
        .scalar(
            "make_time", .datetime, "make_time(hour, minute, second) - A time of day.", ["make_time(6, 30, 45.887)"],
            since: "4.1.0", count: 3...3
        ) { call in
            try call.requireTimeType()
            let types = try call.coerced([.int, .int, .type(.decimal(precision: 16, scale: 6))])
            return .rows(call, argumentTypes: types, result: .time, canFail: true) { rows, _ in
                let (hours, minutes) = (rows.fixed(0, as: Int32.self), rows.fixed(1, as: Int32.self))
                let micros = rows.fixed(2, as: Int64.self)
                return try rows.mapValid(Int64(0)) { row in
                    let (h, m, s) = (Int64(hours[row]), Int64(minutes[row]), micros[row])
                    guard (0...23).contains(h) else {
                        throw DateTimeFunctions.outOfBounds(
                            "Invalid value for HourOfDay (valid values 0 - 23): \(h)")
                    }
                    guard (0...59).contains(m) else {
                        throw DateTimeFunctions.outOfBounds(
                            "Invalid value for MinuteOfHour (valid values 0 - 59): \(m)")
                    }
                    guard (0..<60_000_000).contains(s) else {
                        throw DateTimeFunctions.outOfBounds(
                            "Invalid value for SecondOfMinute (valid values 0 - 59): \(s / microsPerSecond)")
                    }
                    return ((h * 3600 + m * 60) * microsPerSecond + s) * 1_000
                }
            }
        },
        parse("to_time", isAttempt: false),
        parse("try_to_time", isAttempt: true),
        .scalar(
            "time_trunc", .datetime, "time_trunc(unit, time) - The time cut to whole units.",
            ["time_trunc('HOUR', TIME'09:32:05.359')"], since: "4.1.0", count: 2...2
        ) { call in
            let type = try requireTime(call, 1)
            return .rows(call, argumentTypes: [.string, type], result: type, nullable: .always, canFail: true) {
                rows, _ in
                let (units, x) = (rows.text(0), rows.fixed(1, as: Int64.self))
                return try rows.mapOptional(Int64(0)) { row in
                    let unit = try nanos(units[row], call.name)
                    return x[row] / unit * unit
                }
            }
        },
        .scalar(
            "time_diff", .datetime, "time_diff(unit, start, end) - The whole units from start to end.",
            ["time_diff('HOUR', TIME'20:30:29', TIME'21:30:28')"], since: "4.1.0", count: 3...3
        ) { call in
            let types = [DataType.string, try requireTime(call, 1), try requireTime(call, 2)]
            return .rows(call, argumentTypes: types, result: .long, canFail: true) { rows, _ in
                let (units, x, y) = (rows.text(0), rows.fixed(1, as: Int64.self), rows.fixed(2, as: Int64.self))
                return try rows.mapValid(Int64(0)) { row in
                    (y[row] / 1_000 - x[row] / 1_000) / max(try nanos(units[row], call.name) / 1_000, 1)
                }
            }
        },
        from("seconds", 1_000_000_000), from("millis", 1_000_000), from("micros", 1_000),
        to("seconds", 1_000_000_000), to("millis", 1_000_000), to("micros", 1_000),
    ]

    private static func requireTime(_ call: Call, _ index: Int) throws -> DataType {
        try call.requireTimeType()
        if case .time = call.types[index] { return call.types[index] }
        if call.types[index] == .null { return .time }
        throw call.mismatch(index, required: "\"TIME\"")
    }

    private static func nanos(_ unit: UnsafeRawBufferPointer, _ function: String) throws -> Int64 {
        let name = String(decoding: unit, as: UTF8.self).uppercased()
        switch name {
        case "HOUR": return 3_600_000_000_000
        case "MINUTE": return 60_000_000_000
        case "SECOND": return 1_000_000_000
        case "MILLISECOND": return 1_000_000
        case "MICROSECOND": return 1_000
        default:
            throw FunctionError.invalidParameter(
                function, parameter: "unit", condition: "TIME_UNIT",
                detail: "expects one of the units 'HOUR', 'MINUTE', 'SECOND', 'MILLISECOND', 'MICROSECOND', but got "
                    + "'\(name)'.", extra: ["invalidValue": "'\(name)'"], kind: .illegalArgument)
        }
    }

    private static func parse(_ name: String, isAttempt: Bool) -> FunctionDefinition {
        .scalar(
            name, .datetime, "\(name)(text[, format]) - The time of day that a text stands for.",
            ["\(name)('00:12:00')"], since: "4.1.0", count: 1...2
        ) { call in
            try call.requireTimeType()
            let types = try call.coerced([.text, .text])
            return .rows(
                call, argumentTypes: types, result: .time, nullable: isAttempt ? .always : .whenArgumentsAre,
                canFail: !isAttempt
            ) { rows, _ in
                let x = rows.text(0)
                let formats = types.count > 1 ? rows.text(1) : nil
                return try rows.mapOptional(Int64(0)) { row in
                    let micros: Int64?
                    if let formats {
                        let pattern = try DateTimePattern(String(decoding: formats[row], as: UTF8.self))
                        micros = pattern.parseTimestampNTZ(x[row])
                    } else {
                        micros = TimeText.micros(x[row])
                    }
                    if let micros { return floorModulo(micros, microsPerDay) * 1_000 }
                    if isAttempt { return nil }
                    let text = String(decoding: x[row], as: UTF8.self)
                    let format = formats.map { String(decoding: $0[row], as: UTF8.self) } ?? "HH:mm:ss.SSSSSS"
                    throw PyriteError(
                        .dateTime, "CANNOT_PARSE_TIME", sqlState: "22010",
                        "The input string '\(text)' cannot be parsed to a TIME value because it does not match to the "
                            + "datetime format '\(format)'.",
                        parameters: ["input": "'\(text)'", "format": "'\(format)'"])
                }
            }
        }
    }

    /// `time_from_seconds` and so on: a time from the units since midnight.
    private static func from(_ unit: String, _ factor: Int64) -> FunctionDefinition {
        .scalar(
            "time_from_\(unit)", .datetime, "time_from_\(unit)(n) - The time n \(unit) after midnight.",
            ["time_from_\(unit)(0)"], since: "4.2.0", count: 1...1
        ) { call in
            try call.requireTimeType()
            let source: DataType = unit == "seconds" ? .decimal(precision: 14, scale: 6) : .long
            return .rows(
                call, argumentTypes: try call.coerced([.type(source)]), result: .time, canFail: true
            ) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                let scale = unit == "seconds" ? Int64(1_000) : factor
                return try rows.mapValid(Int64(0)) { row in
                    let (nanos, overflow) = x[row].multipliedReportingOverflow(by: scale)
                    guard !overflow, (0..<86_400_000_000_000).contains(nanos) else {
                        throw DateTimeFunctions.outOfBounds("Invalid value for a time of day: \(x[row])")
                    }
                    return nanos
                }
            }
        }
    }

    private static func to(_ unit: String, _ factor: Int64) -> FunctionDefinition {
        .scalar(
            "time_to_\(unit)", .datetime, "time_to_\(unit)(time) - The \(unit) since midnight.",
            ["time_to_\(unit)(TIME'14:30:00')"], since: "4.2.0", count: 1...1
        ) { call in
            let type = try requireTime(call, 0)
            let result: DataType = unit == "seconds" ? .decimal(precision: 14, scale: 6) : .long
            let divisor = unit == "seconds" ? Int64(1_000) : factor
            return .rows(call, argumentTypes: [type], result: result) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                return rows.map { x[$0] / divisor }
            }
        }
    }
}

/// Text of times of day.
package enum TimeText {
    /// Nanoseconds of what ``micros(_:)`` reads.
    package static func nanos(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        guard let micros = micros(bytes) else { return nil }
        var rest: Int64 = 0
        if let point = bytes.lastIndex(of: 0x2E) {
            for index in (point + 7)...(point + 9) {
                let digit = index < bytes.count ? bytes[index] &- 0x30 : 0
                rest = rest * 10 + (digit <= 9 ? Int64(digit) : 0)
            }
        }
        return micros * 1_000 + rest
    }

    /// Microseconds of `[T]H:mm[:ss[.ffffff]]`, with AM or PM behind it or not; `nil` for another text.
    package static func micros(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        // Behind AM or PM there may be spaces, but no other white space.
        var last = bytes.count
        while last > 0, bytes[last - 1] == 0x20 { last -= 1 }
        var end = last
        var isAfternoon: Bool?
        if end > 2, bytes[end - 1] | 0x20 == 0x6D {
            switch bytes[end - 2] | 0x20 {
            case 0x61: isAfternoon = false
            case 0x70: isAfternoon = true
            default: return nil
            }
            end -= 2
        }
        let text = UnsafeRawBufferPointer(rebasing: bytes[..<end])
        var start: Int
        (start, end) = DateTimeParsing.trimmed(text)
        if start == 0, end > 0, bytes[0] == 0x54 { start = 1 }
        guard let micros = wholeDay(String(decoding: bytes[start..<end], as: UTF8.self)) else { return nil }
        guard let isAfternoon else { return micros }
        let halfDay = microsPerDay / 2
        guard micros >= 3600 * microsPerSecond, micros < halfDay + 3600 * microsPerSecond else { return nil }
        return micros % halfDay + (isAfternoon ? halfDay : 0)
    }

    private static func wholeDay(_ text: String) -> Int64? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2 || parts.count == 3, let hour = Int64(parts[0]), let minute = Int64(parts[1]),
            (0...23).contains(hour), (0...59).contains(minute), (1...2).contains(parts[0].utf8.count),
            (1...2).contains(parts[1].utf8.count)
        else { return nil }
        var micros: Int64 = 0
        if parts.count == 3 {
            let seconds = parts[2].split(separator: ".", omittingEmptySubsequences: false)
            guard seconds.count <= 2, let whole = Int64(seconds[0]), (0...59).contains(whole),
                (1...2).contains(seconds[0].utf8.count)
            else { return nil }
            micros = whole * microsPerSecond
            if seconds.count == 2 {
                let digits = seconds[1]
                guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 &- 0x30 <= 9 }), digits.utf8.count <= 9,
                    let fraction = Int64(digits.prefix(6))
                else { return nil }
                micros += fraction * Int64(powerOfTen(6 - min(6, digits.utf8.count)))
            }
        }
        return (hour * 3600 + minute * 60) * microsPerSecond + micros
    }
}

extension Call {
    /// Fails unless the type TIME is enabled.
    func requireTimeType() throws {
        guard !context.isTimeTypeEnabled else { return }
        throw PyriteError(
            .analysis, "UNSUPPORTED_TIME_TYPE", sqlState: "0A000", "The data type TIME is not supported.")
    }
}
