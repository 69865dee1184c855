import Columnar

/// Today and now, moves and differences, and dates put together from parts.
enum DateTimeFunctions {
    static let definitions: [FunctionDefinition] = [
        now("current_timestamp", aliases: ["now"], .timestamp, "current_timestamp() - The instant the query started.") {
            .integer($0.queryStart)
        },
        now("localtimestamp", .timestampNTZ, "localtimestamp() - The local time the query started.") { context in
            var cursor = TimeZoneCursor(context.timeZone)
            return .integer(cursor.local(fromUTC: context.queryStart))
        },
        now("current_date", aliases: ["curdate"], .date, "current_date() - The date the query started.") { context in
            var cursor = TimeZoneCursor(context.timeZone)
            return .integer(floorDivide(cursor.local(fromUTC: context.queryStart), microsPerDay))
        },
        now("current_timezone", .string, "current_timezone() - The session's time zone.") { .string($0.timeZone.name) },
        .rows(
            "date_add", aliases: ["dateadd"], .datetime, "date_add(date, days) - The date so many days later.",
            ["date_add('2016-07-30', 1)"], since: "1.5.0", parameters: [.date, .smallInteger], result: .date
        ) { rows, _ in
            let x = rows.fixed(0, as: Int32.self)
            let y = rows.fixed(1, as: Int32.self)
            return rows.map { x[$0] &+ y[$0] }
        },
        .rows(
            "date_sub", .datetime, "date_sub(date, days) - The date so many days earlier.",
            ["date_sub('2016-07-30', 1)"], since: "1.5.0", parameters: [.date, .smallInteger], result: .date
        ) { rows, _ in
            let x = rows.fixed(0, as: Int32.self)
            let y = rows.fixed(1, as: Int32.self)
            return rows.map { x[$0] &- y[$0] }
        },
        .rows(
            "datediff", aliases: ["date_diff"], .datetime, "datediff(end, start) - The days from start to end.",
            ["datediff('2009-07-31', '2009-07-30')"], since: "1.5.0", parameters: [.date, .date], result: .integer
        ) {
            rows, _ in
            let x = rows.fixed(0, as: Int32.self)
            let y = rows.fixed(1, as: Int32.self)
            return rows.map { x[$0] &- y[$0] }
        },
        .rows(
            "add_months", .datetime, "add_months(date, n) - The date n months later.",
            ["add_months('2016-08-31', 1)"], since: "1.5.0", parameters: [.date, .int], result: .date,
            canFail: true
        ) { rows, _ in
            let x = rows.fixed(0, as: Int32.self)
            let y = rows.fixed(1, as: Int32.self)
            return try rows.mapValid(Int32(0)) { row in
                guard let days = Int32(exactly: CivilDate.addMonths(Int64(x[row]), Int64(y[row]))) else {
                    throw FunctionError.arithmeticOverflow("overflow")
                }
                return days
            }
        },
        .rows(
            "last_day", .datetime, "last_day(date) - The last day of the date's month.", ["last_day('2009-01-12')"],
            since: "1.5.0", parameters: [.date], result: .date
        ) { rows, _ in
            let x = rows.fixed(0, as: Int32.self)
            return rows.map { row in
                let date = CivilDate(days: Int64(x[row]))
                let rest = CivilDate.length(ofMonth: date.month, year: date.year) &- date.day
                return x[row] &+ Int32(truncatingIfNeeded: rest)
            }
        },
        .scalar(
            "next_day", .datetime, "next_day(date, day) - The first date after it that is such a day of the week.",
            ["next_day('2015-01-14', 'TU')"], since: "1.5.0", count: 2...2
        ) { call in
            let types = try call.coerced([.date, .text])
            let isANSI = call.context.isANSI
            return .rows(
                call, argumentTypes: types, result: .date, nullable: .always,
                canFail: isANSI
            ) { rows, _ in
                let x = rows.fixed(0, as: Int32.self)
                let names = rows.text(1)
                return try rows.mapOptional(Int32(0)) { row in
                    let name = String(decoding: names[row], as: UTF8.self)
                    guard let target = weekday(named: name) else {
                        if !isANSI { return nil }
                        throw PyriteError(
                            .illegalArgument, "ILLEGAL_DAY_OF_WEEK", sqlState: "22009",
                            "Illegal input for day of week: \(name).", parameters: ["string": name])
                    }
                    let days = Int64(x[row])
                    return Int32(
                        truncatingIfNeeded: days &+ 1 &+ floorModulo(target &- 1 &- CivilDate.weekday(days: days), 7))
                }
            }
        },
        .scalar(
            "months_between", .datetime,
            "months_between(a, b[, roundOff]) - The months from b to a, rounded to 8 digits "
                + "unless roundOff is false.", ["months_between('1997-02-28 10:30:00', '1996-10-30')"], since: "1.5.0",
            count: 2...3
        ) { call in
            let types = try call.coerced([.timestamp, .timestamp, .boolean])
            return .rows(call, argumentTypes: types, result: .double) { rows, context in
                let (x, y) = (rows.fixed(0, as: Int64.self), rows.fixed(1, as: Int64.self))
                let rounds = types.count > 2 ? rows.fixed(2, as: UInt8.self) : nil
                var cursor = TimeZoneCursor(context.timeZone)
                return rows.map { row in
                    monthsBetween(
                        cursor.local(fromUTC: x[row]), cursor.local(fromUTC: y[row]), (rounds?[row] ?? 1) != 0)
                }
            }
        },
        .scalar(
            "make_date", .datetime, "make_date(year, month, day) - The date of these parts.",
            ["make_date(2013, 7, 15)"],
            since: "3.0.0", count: 3...3
        ) { call in
            let types = try call.coerced([.int])
            let isANSI = call.context.isANSI
            return .rows(
                call, argumentTypes: types, result: .date, nullable: isANSI ? .whenArgumentsAre : .always,
                canFail: isANSI
            ) { rows, _ in
                let parts = (0..<3).map { rows.fixed($0, as: Int32.self) }
                return try rows.mapOptional(Int32(0)) { row in
                    let date = CivilDate(
                        year: Int64(parts[0][row]), month: Int64(parts[1][row]), day: Int64(parts[2][row]))
                    if date.isValid, let days = Int32(exactly: date.days) { return days }
                    if isANSI { throw outOfBounds(date) }
                    return nil
                }
            }
        },
        makeTimestamp("make_timestamp", aliases: ["make_timestamp_ltz"], .timestamp),
        makeTimestamp("make_timestamp_ntz", .timestampNTZ),
        makeTimestamp("try_make_timestamp", aliases: ["try_make_timestamp_ltz"], .timestamp, isAttempt: true),
        makeTimestamp("try_make_timestamp_ntz", .timestampNTZ, isAttempt: true),
        .scalar(
            "timestampadd", .datetime, "timestampadd(unit, n, ts) - The timestamp moved by n units.",
            ["timestampadd('HOUR', 8, timestamp_ntz'2022-02-11 20:30:00')"], since: "3.3.0", count: 3...3
        ) { call in
            let type: DataType = call.types[2] == .timestampNTZ ? .timestampNTZ : .timestamp
            let types = try call.coerced([.text, .long, .type(type)])
            return .rows(call, argumentTypes: types, result: type, canFail: true) { rows, context in
                let unit = try IntervalUnit(rows.text(0)[0], function: "TIMESTAMPADD")
                let n = rows.fixed(1, as: Int64.self)
                let x = rows.fixed(2, as: Int64.self)
                var cursor = TimeZoneCursor(type == .timestamp ? context.timeZone : .utc)
                return try rows.mapValid(Int64(0)) { row in
                    guard let value = unit.add(n[row], to: x[row], &cursor) else {
                        let moved = rows.constant(2) ?? rows.arguments[2]
                        let text = ValueText.literal(
                            moved, row: rows.constant(2) == nil ? row : 0, context: context)
                        throw FunctionError.dateTimeOverflow("add \(n[row])L \(unit.name) to \(text)")
                    }
                    return value
                }
            }
        },
        .scalar(
            "timestampdiff", .datetime, "timestampdiff(unit, start, end) - The whole units from start to end.",
            ["timestampdiff('DAY', timestamp'2022-02-01', timestamp'2022-02-11')"], since: "3.3.0", count: 3...3
        ) { call in
            let types = try call.coerced([.text, .timestamp, .timestamp])
            return .rows(call, argumentTypes: types, result: .long, canFail: true) { rows, context in
                let unit = try IntervalUnit(rows.text(0)[0], function: "TIMESTAMPDIFF")
                let x = rows.fixed(1, as: Int64.self)
                let y = rows.fixed(2, as: Int64.self)
                var cursor = TimeZoneCursor(context.timeZone)
                return rows.map { unit.between(cursor.local(fromUTC: x[$0]), cursor.local(fromUTC: y[$0])) }
            }
        },
    ]

    private static func now(
        _ name: String, aliases: [String] = [], _ type: DataType, _ usage: String,
        _ value: @escaping @Sendable (EvaluationContext) -> Value
    ) -> FunctionDefinition {
        let most = type == .timestamp || type == .timestampNTZ ? 1 : 0
        return .scalar(name, aliases: aliases, .datetime, usage, ["\(name)()"], since: "1.5.0", count: 0...most) {
            call in
            if let precision = call.integerLiteral(0), precision > 6 {
                return try TimestampNanosFunctions.now(call, isLocal: type == .timestampNTZ, value)
            }
            return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: false) { _, count, context in
                .constant(value(context), type, count: count)
            }
        }
    }

    /// Monday is 0.
    private static func weekday(named name: String) -> Int64? {
        let lowered = name.lowercased()
        for (index, full) in DateTimeNames.weekdays.enumerated() {
            let day = full.description.lowercased()
            if lowered == day || lowered == day.prefix(3) || lowered == day.prefix(2) { return Int64(index) }
        }
        return nil
    }

    /// Of two local times in microseconds. Whole months when both are the same or both the last day of their months,
    /// else 31 days make a month.
    static func monthsBetween(_ a: Int64, _ b: Int64, _ rounds: Bool) -> Double {
        let (p, q) = (floorDivide(a, microsPerDay), floorDivide(b, microsPerDay))
        let (x, y) = (CivilDate(days: p), CivilDate(days: q))
        let months = Double((x.year &- y.year) &* 12 &+ x.month &- y.month)
        let isLast =
            x.day == CivilDate.length(ofMonth: x.month, year: x.year)
            && y.day == CivilDate.length(ofMonth: y.month, year: y.year)
        if x.day == y.day || isLast { return months }
        let time = (a &- p &* microsPerDay) / microsPerSecond &- (b &- q &* microsPerDay) / microsPerSecond
        let seconds = Double((x.day &- y.day) &* secondsPerDay &+ time)
        let result = months + seconds / Double(31 * secondsPerDay)
        return rounds ? (result * 1e8).rounded() / 1e8 : result
    }

    static func outOfBounds(_ date: CivilDate) -> PyriteError {
        let message: String
        if !(1...12).contains(date.month) {
            message = "Invalid value for MonthOfYear (valid values 1 - 12): \(date.month)"
        } else if !(1...31).contains(date.day) {
            message = "Invalid value for DayOfMonth (valid values 1 - 28/31): \(date.day)"
        } else {
            message = DateTimeNames.invalidDate(year: date.year, month: date.month, day: date.day)
        }
        return outOfBounds(message)
    }

    static func outOfBounds(_ message: String) -> PyriteError {
        PyriteError(
            .dateTime, "DATETIME_FIELD_OUT_OF_BOUNDS.WITHOUT_SUGGESTION", sqlState: "22023", "\(message).",
            parameters: ["rangeMessage": message])
    }

    private static func makeTimestamp(
        _ name: String, aliases: [String] = [], _ type: DataType, isAttempt: Bool = false
    ) -> FunctionDefinition {
        .scalar(
            name, aliases: aliases, .datetime,
            "\(name)(year, month, day, hour, min, sec[, timezone]) - The timestamp of "
                + "these parts.", ["\(name)(2014, 12, 28, 6, 30, 45.887)"], since: "3.0.0", count: 1...7
        ) { call in
            // Of a date it is an instant whatever the session calls a timestamp.
            if call.arguments.count < 6 { return try makeFromDate(call, type, isAttempt) }
            let type = call.timestampType(type)
            let seconds = DataType.decimal(precision: 16, scale: 6)
            let zone: [DataType] = call.arguments.count > 6 ? [.string] : []
            let types = [DataType](repeating: .integer, count: 5) + [seconds] + zone
            for (index, type) in call.types.enumerated() where index < 5 {
                guard ParameterType.int.target(type, isANSI: true) != nil else {
                    throw call.mismatch(index, required: "\"INT\"")
                }
            }
            let raises = call.context.isANSI && !isAttempt
            return .rows(
                call, argumentTypes: types, result: type, nullable: raises ? .whenArgumentsAre : .always,
                canFail: raises
            ) { rows, context in
                let parts = (0..<5).map { rows.fixed($0, as: Int32.self) }
                let micros = rows.fixed(5, as: Int64.self)
                let zones = types.count > 6 ? rows.text(6) : nil
                return try rows.mapOptional(Int64(0)) { row in
                    do {
                        let local = try localTime(parts.map { Int64($0[row]) }, micros[row])
                        if type == .timestampNTZ { return local }
                        let zone = try zones.map { try TimeZoneRules.named(String(decoding: $0[row], as: UTF8.self)) }
                        return (zone ?? context.timeZone).utc(fromLocalMicros: local)
                    } catch {
                        if raises { throw error }
                        return nil
                    }
                }
            }
        }
    }

    /// `make_timestamp(date[, time[, zone]])`.
    private static func makeFromDate(_ call: Call, _ type: DataType, _ isAttempt: Bool) throws -> ScalarBinding {
        try call.requireCount(1...3)
        if call.arguments.count == 3, call.types[0] != .date, call.types[0] != .null {
            throw call.mismatch(0, required: "\"DATE\"")
        }
        var types = [DataType.date]
        if call.arguments.count > 1 {
            switch call.types[1] {
            case .time: types.append(call.types[1])
            case .null: types.append(.time)
            default: throw call.mismatch(1, required: "\"TIME\"")
            }
        }
        if call.arguments.count > 2 { types.append(.string) }
        let argumentTypes = types
        return .rows(
            call, argumentTypes: argumentTypes, result: type, nullable: isAttempt ? .always : .whenArgumentsAre,
            canFail: !isAttempt
        ) { rows, context in
            let dates = rows.fixed(0, as: Int32.self)
            let times = argumentTypes.count > 1 ? rows.fixed(1, as: Int64.self) : nil
            let zones = argumentTypes.count > 2 ? rows.text(2) : nil
            return try rows.mapOptional(Int64(0)) { row in
                let local = Int64(dates[row]) &* microsPerDay &+ (times.map { $0[row] } ?? 0) / 1_000
                if type == .timestampNTZ { return local }
                do {
                    let zone = try zones.map { try TimeZoneRules.named(String(decoding: $0[row], as: UTF8.self)) }
                    return (zone ?? context.timeZone).utc(fromLocalMicros: local)
                } catch {
                    if isAttempt { return nil }
                    throw error
                }
            }
        }
    }

    private static func localTime(_ parts: [Int64], _ micros: Int64) throws -> Int64 {
        let date = CivilDate(year: parts[0], month: parts[1], day: parts[2])
        guard date.isValid, date.days.magnitude < 100_000_000 else { throw outOfBounds(date) }
        guard (0...23).contains(parts[3]) else {
            throw outOfBounds("Invalid value for HourOfDay (valid values 0 - 23): \(parts[3])")
        }
        guard (0...59).contains(parts[4]) else {
            throw outOfBounds("Invalid value for MinuteOfHour (valid values 0 - 59): \(parts[4])")
        }
        // Second 60 without a fraction begins the next minute.
        guard !(60_000_001..<61_000_000).contains(micros) else {
            let seconds = String(Double(micros) / 1e6)
            throw PyriteError(
                .dateTime, "INVALID_FRACTION_OF_SECOND", sqlState: "22023",
                "Valid range for seconds is [0, 60] (inclusive), but the provided value is \(seconds). To avoid this "
                    + "error, use `try_make_timestamp` to return NULL instead.",
                parameters: ["secAndMicros": seconds])
        }
        guard (0...60_000_000).contains(micros) else {
            throw outOfBounds("Invalid value for SecondOfMinute (valid values 0 - 59): \(micros / microsPerSecond)")
        }
        return date.days &* microsPerDay &+ (parts[3] &* 3600 &+ parts[4] &* 60) &* microsPerSecond &+ micros
    }
}

/// The units of `timestampadd` and `timestampdiff`.
struct IntervalUnit: Sendable {
    let name: String
    /// 0 when the unit is elapsed time.
    private let months: Int64
    private let micros: Int64

    init(_ bytes: UnsafeRawBufferPointer, function: String) throws {
        name = String(decoding: bytes, as: UTF8.self).uppercased()
        switch name {
        case "YEAR": (months, micros) = (12, 0)
        case "QUARTER": (months, micros) = (3, 0)
        case "MONTH": (months, micros) = (1, 0)
        case "WEEK": (months, micros) = (0, 7 * microsPerDay)
        case "DAY", "DAYOFYEAR": (months, micros) = (0, microsPerDay)
        case "HOUR": (months, micros) = (0, 3_600_000_000)
        case "MINUTE": (months, micros) = (0, 60_000_000)
        case "SECOND": (months, micros) = (0, microsPerSecond)
        case "MILLISECOND": (months, micros) = (0, 1000)
        case "MICROSECOND": (months, micros) = (0, 1)
        default:
            throw PyriteError(
                .analysis, "INVALID_PARAMETER_VALUE.DATETIME_UNIT", sqlState: "22023",
                "The value of parameter(s) `unit` in `\(function)` is invalid: expects one of the units without "
                    + "quotes YEAR, "
                    + "QUARTER, MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, but got "
                    + "'\(name)'.",
                parameters: ["functionName": "`\(function)`", "parameter": "`unit`", "invalidValue": "'\(name)'"])
        }
    }

    func add(_ n: Int64, to instant: Int64, _ cursor: inout TimeZoneCursor) -> Int64? {
        if months > 0 {
            guard n.magnitude < 1 << 32, Int32(exactly: n * months) != nil else { return nil }
            return TemporalArithmetic.addMonths(instant, n * months, &cursor)
        }
        let (amount, overflow) = n.multipliedReportingOverflow(by: micros)
        if overflow { return nil }
        if micros >= microsPerDay { return TemporalArithmetic.addDayTime(instant, amount, &cursor) }
        let (result, carried) = instant.addingReportingOverflow(amount)
        return carried ? nil : result
    }

    /// Whole units between local times.
    func between(_ start: Int64, _ end: Int64) -> Int64 {
        if months == 0 { return (end &- start) / micros }
        let startDay = floorDivide(start, microsPerDay)
        var endDay = floorDivide(end, microsPerDay)
        // A last day that is not whole does not count.
        let (startTime, endTime) = (floorModulo(start, microsPerDay), floorModulo(end, microsPerDay))
        if endDay > startDay, endTime < startTime {
            endDay &-= 1
        } else if endDay < startDay, endTime > startTime {
            endDay &+= 1
        }
        let (p, q) = (CivilDate(days: startDay), CivilDate(days: endDay))
        let days = ((q.year &- p.year) &* 12 &+ q.month &- p.month) &* 32 &+ q.day &- p.day
        let total = days / 32
        return total / months
    }
}
