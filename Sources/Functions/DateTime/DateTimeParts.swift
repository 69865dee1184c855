import Columnar

/// `year(x)`, `hour(x)`, `extract(… FROM x)`: numbers out of dates and timestamps.
enum DateTimePart: String, Sendable, CaseIterable {
    case yearOfWeek, year, quarter, month, week, day, dayOfWeek, isoDayOfWeek, weekday, dayOfYear, hour, minute, second

    /// Of a date.
    @inline(__always) func value(ofDays days: Int64) -> Int32 {
        let result: Int64
        switch self {
        case .year: result = CivilDate(days: days).year
        case .quarter: result = (CivilDate(days: days).month &+ 2) / 3
        case .month: result = CivilDate(days: days).month
        case .day: result = CivilDate(days: days).day
        case .week: result = CivilDate.isoWeek(days: days).week
        case .yearOfWeek: result = CivilDate.isoWeek(days: days).year
        case .dayOfWeek: result = (CivilDate.weekday(days: days) &+ 1) % 7 &+ 1
        case .isoDayOfWeek: result = CivilDate.weekday(days: days) &+ 1
        case .weekday: result = CivilDate.weekday(days: days)
        case .dayOfYear: result = CivilDate(days: days).dayOfYear
        case .hour, .minute, .second: result = 0
        }
        return Int32(truncatingIfNeeded: result)
    }

    var isTime: Bool { self == .hour || self == .minute || self == .second }

    /// The names that `extract` takes.
    init?(name: String) {
        switch name.lowercased() {
        case "yearofweek": self = .yearOfWeek
        case "year", "y", "years", "yr", "yrs": self = .year
        case "quarter", "qtr": self = .quarter
        case "month", "mon", "mons", "months": self = .month
        case "week", "w", "weeks": self = .week
        case "day", "d", "days": self = .day
        case "dayofweek", "dow": self = .dayOfWeek
        case "dayofweek_iso", "dow_iso": self = .isoDayOfWeek
        case "doy": self = .dayOfYear
        case "hour", "h", "hours", "hr", "hrs": self = .hour
        case "minute", "m", "min", "mins", "minutes": self = .minute
        case "second", "s", "sec", "seconds", "secs": self = .second
        default: return nil
        }
    }

    func kernel(_ rows: Rows, _ type: DataType, _ context: EvaluationContext) -> Column {
        if isTime {
            let x = rows.fixed(0, as: Int64.self)
            var cursor = TimeZoneCursor(type == .timestamp ? context.timeZone : .utc)
            let (unit, limit): (Int64, Int64) =
                self == .hour ? (3_600_000_000, 24) : self == .minute ? (60_000_000, 60) : (microsPerSecond, 60)
            return rows.map {
                Int32(truncatingIfNeeded: floorModulo(floorDivide(cursor.local(fromUTC: x[$0]), unit), limit))
            }
        }
        let x = rows.fixed(0, as: Int32.self)
        // One loop for each part: the switch is outside.
        let isNarrow = CivilDate.areNarrow(x, count: rows.count)
        switch self {
        case .year where isNarrow: return rows.map { Int32(truncatingIfNeeded: CivilDate(narrow: x[$0]).year) }
        case .month where isNarrow: return rows.map { Int32(truncatingIfNeeded: CivilDate(narrow: x[$0]).month) }
        case .day where isNarrow: return rows.map { Int32(truncatingIfNeeded: CivilDate(narrow: x[$0]).day) }
        case .year: return rows.map { DateTimePart.year.value(ofDays: Int64(x[$0])) }
        case .month: return rows.map { DateTimePart.month.value(ofDays: Int64(x[$0])) }
        case .day: return rows.map { DateTimePart.day.value(ofDays: Int64(x[$0])) }
        default: return rows.map { value(ofDays: Int64(x[$0])) }
        }
    }
}
