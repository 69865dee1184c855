import Columnar

/// The units that `date_trunc` and `trunc` cut to.
enum TruncationUnit: Sendable {
    case microsecond, millisecond, second, minute, hour, day, week, month, quarter, year

    init?(_ bytes: UnsafeRawBufferPointer) {
        switch String(decoding: bytes, as: UTF8.self).uppercased() {
        case "MICROSECOND": self = .microsecond
        case "MILLISECOND": self = .millisecond
        case "SECOND": self = .second
        case "MINUTE": self = .minute
        case "HOUR": self = .hour
        case "DAY", "DD": self = .day
        case "WEEK": self = .week
        case "MON", "MONTH", "MM": self = .month
        case "QUARTER": self = .quarter
        case "YEAR", "YYYY", "YY": self = .year
        default: return nil
        }
    }

    var isForDates: Bool {
        switch self {
        case .week, .month, .quarter, .year: true
        default: false
        }
    }

    /// Days of the longest unit of its kind; so many after a unit's first day lie in the next unit. For ``isForDates``.
    var longestDays: Int64 {
        switch self {
        case .week: 7
        case .month: 31
        case .quarter: 92
        default: 366
        }
    }

    /// The first day of the unit that holds a day.
    @inline(__always) func truncate(days: Int64) -> Int64 {
        switch self {
        case .week: return days &- CivilDate.weekday(days: days)
        case .month: return days &- CivilDate(days: days).day &+ 1
        case .quarter:
            let date = CivilDate(days: days)
            return CivilDate(year: date.year, month: (date.month &- 1) / 3 &* 3 &+ 1, day: 1).days
        case .year: return CivilDate(year: CivilDate(days: days).year, month: 1, day: 1).days
        default: return days
        }
    }

    /// An instant in microseconds cut in local time.
    @inline(__always) func truncate(_ instant: Int64, _ cursor: inout TimeZoneCursor) -> Int64 {
        switch self {
        case .microsecond: return instant
        case .millisecond: return floorDivide(instant, 1000) &* 1000
        case .second: return floorDivide(instant, microsPerSecond) &* microsPerSecond
        case .minute, .hour:
            // Offsets may hold seconds or half hours: cut in local time, but stay with the instant's own offset.
            let local = cursor.local(fromUTC: instant)
            let unit: Int64 = self == .minute ? 60_000_000 : 3_600_000_000
            return instant &- floorModulo(local, unit)
        default:
            let days = floorDivide(cursor.local(fromUTC: instant), microsPerDay)
            return cursor.utc(fromLocal: truncate(days: days) &* microsPerDay)
        }
    }
}

enum TruncationFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "date_trunc", .datetime, "date_trunc(unit, ts) - The timestamp cut to the unit.",
            ["date_trunc('YEAR', '2015-03-05T09:32:05.359')"], since: "2.3.0", count: 2...2
        ) { call in
            if case .timestampNanos(let isLocal) = call.types[1] {
                throw PyriteError.unsupported("date_trunc of timestamps to the nanosecond (\(isLocal ? "NTZ" : "LTZ"))")
            }
            let type = DataType.timestamp
            let isLocal = call.types[1] == .timestampNTZ
            let types = [try call.coerced([.text, .any])[0], type]
            if !isLocal { _ = try call.coerced([.any, .timestamp]) }
            return .rows(call, argumentTypes: types, result: type, nullable: .always) { rows, context in
                let units = rows.text(0)
                let x = rows.fixed(1, as: Int64.self)
                var cursor = TimeZoneCursor(context.timeZone)
                guard units.step == 0 || rows.count == 1 else {
                    return rows.mapOptional(Int64(0)) { row in
                        TruncationUnit(units[row])?.truncate(x[row], &cursor)
                    }
                }
                guard let unit = TruncationUnit(units[0]) else { return .nulls(type, count: rows.count) }
                return truncate(rows, x, unit, &cursor, context.timeZone)
            }
        },
        .scalar(
            "trunc", .datetime, "trunc(date, unit) - The date cut to the unit.", ["trunc('2019-08-04', 'week')"],
            since: "1.5.0", count: 2...2
        ) { call in
            let types = try call.coerced([.date, .text])
            return .rows(call, argumentTypes: types, result: .date, nullable: .always) { rows, _ in
                let x = rows.fixed(0, as: Int32.self)
                let units = rows.text(1)
                if units.step == 0 || rows.count == 1 {
                    guard let unit = TruncationUnit(units[0]), unit.isForDates else {
                        return .nulls(.date, count: rows.count)
                    }
                    return rows.map { Int32(truncatingIfNeeded: unit.truncate(days: Int64(x[$0]))) }
                }
                return rows.mapOptional(Int32(0)) { row in
                    guard let unit = TruncationUnit(units[row]), unit.isForDates else { return nil }
                    return Int32(truncatingIfNeeded: unit.truncate(days: Int64(x[row])))
                }
            }
        },
    ]

    /// A loop for each of the usual units.
    private static func truncate(
        _ rows: Rows, _ x: FixedInput<Int64>, _ unit: TruncationUnit, _ cursor: inout TimeZoneCursor,
        _ zone: TimeZoneRules
    ) -> Column {
        var local = cursor
        if unit == .month, let offset = zone.fixedOffset {
            let shift = offset &* microsPerSecond
            return rows.map { row in
                let days = floorDivide(x[row] &+ shift, microsPerDay)
                return unit.truncate(days: days) &* microsPerDay &- shift
            }
        }
        switch unit {
        case .hour: return rows.map { TruncationUnit.hour.truncate(x[$0], &local) }
        case .day: return rows.map { TruncationUnit.day.truncate(x[$0], &local) }
        case .week, .month, .quarter, .year:
            // Times close to each other lie in the same unit: it is looked up again only when one does not.
            var (start, end, instant) = (Int64.max, Int64.min, Int64(0))
            return rows.map { row in
                let time = local.local(fromUTC: x[row])
                if time < start || time >= end {
                    let first = unit.truncate(days: floorDivide(time, microsPerDay))
                    start = first &* microsPerDay
                    end = unit.truncate(days: first &+ unit.longestDays) &* microsPerDay
                    instant = local.utc(fromLocal: start)
                }
                return instant
            }
        default: return rows.map { unit.truncate(x[$0], &local) }
        }
    }
}
