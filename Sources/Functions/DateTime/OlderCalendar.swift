/// The fields of a date and time as Java's `GregorianCalendar` resolves them: of contradicting fields those win that were
/// set last, and unless it is lenient all that were set must come out as they were.
///
/// Weeks begin on Sunday, and the first of a year is the one with 1 January: the calendar of the USA, as Spark's
/// formatters always use it.
struct OlderCalendar {
    /// In Java's order and numbering of values.
    enum Field: Int, CaseIterable {
        case era, year, month, weekOfYear, weekOfMonth, day, dayOfYear, weekday, weekdayInMonth, period, hourOfPeriod,
            hour, minute, second, millisecond, weekYear

        /// What the field may be unless the calendar is lenient.
        var range: ClosedRange<Int64> {
            switch self {
            case .era: 0...1
            case .year: 1...292_278_994
            case .month: 0...11
            case .weekOfYear: 1...53
            case .weekOfMonth: 0...6
            case .day: 1...31
            case .dayOfYear: 1...366
            case .weekday: 1...7
            case .weekdayInMonth: 1...6
            case .period: 0...1
            case .hourOfPeriod: 0...11
            case .hour: 0...23
            case .minute, .second: 0...59
            case .millisecond: 0...999
            case .weekYear: .min ... .max
            }
        }
    }

    private let isLenient: Bool
    private var values = [Int64](repeating: 0, count: Field.allCases.count)
    /// When each field was set; 0 for never.
    private var stamps = [Int](repeating: 0, count: Field.allCases.count)
    private var lastStamp = 0
    /// Seconds east of Greenwich that the text gave.
    var offset: Int64?

    init(isLenient: Bool) { self.isLenient = isLenient }

    mutating func set(_ field: Field, _ value: Int64) {
        lastStamp += 1
        values[field.rawValue] = value
        stamps[field.rawValue] = lastStamp
    }

    mutating func addYears(_ years: Int64) {
        for field in [Field.year, .weekYear] where isSet(field) { values[field.rawValue] += years }
    }

    /// The milliseconds, which are forgotten.
    mutating func takeMilliseconds() -> Int64? {
        guard isSet(.millisecond) else { return nil }
        defer { values[Field.millisecond.rawValue] = 0 }
        return self[.millisecond]
    }

    private func isSet(_ field: Field) -> Bool { stamps[field.rawValue] > 0 }
    private subscript(field: Field) -> Int64 { values[field.rawValue] }

    /// The instant in microseconds; `nil` when the fields make no time.
    func instant(_ zone: TimeZoneRules) -> Int64? {
        if !isLenient {
            for field in Field.allCases where isSet(field) && !field.range.contains(self[field]) { return nil }
            if let offset, offset < -13 * 3600 || offset > 14 * 3600 { return nil }
        }
        var year = isSet(.year) ? self[.year] : 1970
        if isSet(.era), self[.era] == 0 { year = 1 - year }
        guard year.magnitude < 1 << 32 else { return nil }
        var days = self.days(year)
        // The days between the Julian calendar and the Gregorian.
        if !isLenient, (-141_437 ..< -141_427).contains(days) { return nil }
        let stampOfHour = stamps[Field.hour.rawValue]
        let stampOfPeriod = together(.hourOfPeriod, .period)
        var usesHour = stampOfHour >= stampOfPeriod
        if stampOfHour == 0, stampOfPeriod == 0 { usesHour = !isSet(.hourOfPeriod) && !isSet(.period) }
        let hour = usesHour ? self[.hour] : self[.hourOfPeriod] + (isSet(.period) ? 12 * self[.period] : 0)
        let time = ((hour * 60 + self[.minute]) * 60 + self[.second]) * 1000 + self[.millisecond]
        days += floorDivide(time, 86_400_000)
        let (midnight, overflow) = days.multipliedReportingOverflow(by: microsPerDay)
        let (local, carried) = midnight.addingReportingOverflow(floorModulo(time, 86_400_000) * 1000)
        guard !overflow, !carried else { return nil }
        let instant: Int64
        if let offset {
            instant = local &- offset &* microsPerSecond
        } else {
            instant = zone.utcOfStandardTime(fromLocalMicros: local)
            if !isLenient,
                instant &+ zone.offset(atUTC: floorDivide(instant, microsPerSecond)) &* microsPerSecond != local
            {
                return nil
            }
        }
        return isLenient || agrees(days: days, time: floorModulo(time, 86_400_000)) ? instant : nil
    }

    /// The later of two fields' stamps, 0 unless both are set.
    private func together(_ a: Field, _ b: Field) -> Int {
        isSet(a) && isSet(b) ? max(stamps[a.rawValue], stamps[b.rawValue]) : 0
    }

    private func days(_ year: Int64) -> Int64 {
        if isSet(.weekYear), stamps[Field.weekYear.rawValue] > stamps[Field.year.rawValue] {
            let first = Self.firstWeek(ofYear: self[.weekYear])
            let week = isSet(.weekOfYear) ? self[.weekOfYear] : 1
            return first + 7 * (week - 1) + (isSet(.weekday) ? self[.weekday] - 1 : 0)
        }
        let weekday = stamps[Field.weekday.rawValue]
        var day = stamps[Field.day.rawValue]
        var inMonth = together(.weekOfMonth, .weekday)
        var ordinal = together(.weekdayInMonth, .weekday)
        let ofYear = stamps[Field.dayOfYear.rawValue]
        var inYear = together(.weekOfYear, .weekday)
        var best = max(day, inMonth, ordinal, ofYear, inYear)
        if best == 0 {
            inMonth = stamps[Field.weekOfMonth.rawValue]
            ordinal = max(stamps[Field.weekdayInMonth.rawValue], weekday)
            inYear = stamps[Field.weekOfYear.rawValue]
            best = max(inMonth, ordinal, inYear)
            if best == 0 {
                day = stamps[Field.month.rawValue]
                best = day
            }
        }
        let weekOfYear = stamps[Field.weekOfYear.rawValue]
        let isByMonth =
            best == day || (best == inMonth && stamps[Field.weekOfMonth.rawValue] >= weekOfYear)
            || (best == ordinal && stamps[Field.weekdayInMonth.rawValue] >= weekOfYear)
        guard isByMonth else {
            if best == ofYear { return CivilDate(year: year, month: 1, day: 1).days + self[.dayOfYear] - 1 }
            let first = Self.firstWeek(ofYear: year)
            return first + (weekday > 0 ? self[.weekday] - 1 : 0) + 7 * (self[.weekOfYear] - 1)
        }
        let month = self[.month]
        let start = CivilDate(
            year: year + floorDivide(month, 12), month: floorModulo(month, 12) + 1, day: 1
        ).days
        if best == day { return start + (isSet(.day) ? self[.day] - 1 : 0) }
        let wantsWeek =
            inMonth == ordinal
            ? stamps[Field.weekOfMonth.rawValue] >= stamps[Field.weekdayInMonth.rawValue] : best == inMonth
        if wantsWeek {
            let sunday = Self.onOrBefore(start, weekday: 1)
            return sunday + (weekday > 0 ? self[.weekday] - 1 : 0) + 7 * (self[.weekOfMonth] - 1)
        }
        let number = isSet(.weekdayInMonth) ? self[.weekdayInMonth] : 1
        let wanted = weekday > 0 ? self[.weekday] : 1
        if number >= 0 { return Self.onOrBefore(start + 7 * number - 1, weekday: wanted) }
        let length = CivilDate.length(ofMonth: floorModulo(month, 12) + 1, year: year + floorDivide(month, 12))
        return Self.onOrBefore(start + length + 7 * (number + 1) - 1, weekday: wanted)
    }

    /// Whether the fields that were set are those of the time that came out.
    private func agrees(days: Int64, time: Int64) -> Bool {
        let date = CivilDate(days: days)
        let hour = time / 3_600_000
        for field in Field.allCases where isSet(field) {
            let actual: Int64
            switch field {
            case .era: actual = date.year > 0 ? 1 : 0
            case .year: actual = date.year > 0 ? date.year : 1 - date.year
            case .month: actual = date.month - 1
            case .weekOfYear: actual = Self.week(of: date, days: days).week
            case .weekOfMonth: actual = Self.weekOfMonth(date, days: days)
            case .day: actual = date.day
            case .dayOfYear: actual = date.dayOfYear
            case .weekday: actual = (CivilDate.weekday(days: days) + 1) % 7 + 1
            case .weekdayInMonth: actual = (date.day - 1) / 7 + 1
            case .period: actual = hour / 12
            case .hourOfPeriod: actual = hour % 12
            case .hour: actual = hour
            case .minute: actual = time / 60_000 % 60
            case .second: actual = time / 1000 % 60
            case .millisecond: actual = time % 1000
            case .weekYear: continue
            }
            // A week's year sets the date as a whole and leaves nothing of the other fields to be compared.
            if isSet(.weekYear), stamps[Field.weekYear.rawValue] > stamps[Field.year.rawValue] {
                switch field {
                case .era, .year, .month, .weekOfYear, .weekOfMonth, .day, .dayOfYear, .weekday, .weekdayInMonth:
                    continue
                default: break
                }
            }
            if actual != self[field] { return false }
        }
        return true
    }

    // MARK: Weeks

    /// Days since 1970-01-01 of a date that the Julian calendar was in use for; `nil` for later ones.
    static func julianDays(_ date: CivilDate) -> Int64? {
        guard (date.year, date.month, date.day) < (1582, 10, 15) else { return nil }
        let early: Int64 = date.month <= 2 ? 1 : 0
        let year = date.year - early
        let dayOfYear = (153 * (date.month + 12 * early - 3) + 2) / 5 + date.day - 1
        return 365 * year + floorDivide(year, 4) + dayOfYear - 719_470
    }

    /// The last day up to `days` that is the weekday, Sunday being 1.
    private static func onOrBefore(_ days: Int64, weekday: Int64) -> Int64 {
        days - floorModulo(CivilDate.weekday(days: days) + 2 - weekday, 7)
    }

    /// The Sunday on which the week with 1 January begins.
    private static func firstWeek(ofYear year: Int64) -> Int64 {
        onOrBefore(CivilDate(year: year, month: 1, day: 1).days, weekday: 1)
    }

    static func week(of date: CivilDate, days: Int64) -> (year: Int64, week: Int64) {
        let next = firstWeek(ofYear: date.year + 1)
        if days >= next { return (date.year + 1, 1) }
        return (date.year, (days - firstWeek(ofYear: date.year)) / 7 + 1)
    }

    static func weekOfMonth(_ date: CivilDate, days: Int64) -> Int64 {
        (days - onOrBefore(days - date.day + 1, weekday: 1)) / 7 + 1
    }
}

extension TimeZoneRules {
    /// The instant of a local time, both in microseconds, as Java's older calendar finds it: of the two instants of a time
    /// in an overlap the later.
    func utcOfStandardTime(fromLocalMicros local: Int64) -> Int64 {
        let seconds = floorDivide(local, microsPerSecond)
        let early = utc(fromLocal: seconds)
        let after = offset(atUTC: seconds &+ 86_400)
        let late = seconds &- after
        let instant = late > early && offset(atUTC: late) == after ? late : early
        return local &- (seconds &- instant) &* microsPerSecond
    }

    /// Seconds east of Greenwich in the winter of 2020.
    var standardOffset: Int64 { min(offset(atUTC: 1_577_880_000), offset(atUTC: 1_593_600_000)) }

    /// Seconds east of Greenwich where the zone goes by this abbreviation in our days; `nil` if it never does.
    func offset(ofAbbreviation text: String) -> Int64? {
        for instant in [Int64(1_577_880_000), 1_593_600_000]
        where abbreviation(atUTC: instant).lowercased() == text.lowercased() {
            return offset(atUTC: instant)
        }
        return nil
    }
}

extension TimeZoneRules {
    /// The zone's English name at an instant, such as `Pacific Daylight Time`; the abbreviation where we know none.
    func longName(atUTC seconds: Int64) -> String {
        let abbreviation = self.abbreviation(atUTC: seconds)
        return Self.longNames["\(abbreviation)\(offset(atUTC: seconds) / 60)"] ?? abbreviation
    }

    /// By abbreviation and minutes east of Greenwich, as the same letters stand for several zones.
    private static let longNames = [
        "UTC0": "Coordinated Universal Time", "GMT0": "Greenwich Mean Time", "BST60": "British Summer Time",
        "PST-480": "Pacific Standard Time", "PDT-420": "Pacific Daylight Time", "MST-420": "Mountain Standard Time",
        "MDT-360": "Mountain Daylight Time", "CST-360": "Central Standard Time", "CDT-300": "Central Daylight Time",
        "EST-300": "Eastern Standard Time", "EDT-240": "Eastern Daylight Time", "AST-240": "Atlantic Standard Time",
        "ADT-180": "Atlantic Daylight Time", "AKST-540": "Alaska Standard Time", "AKDT-480": "Alaska Daylight Time",
        "HST-600": "Hawaii-Aleutian Standard Time", "CET60": "Central European Standard Time",
        "CEST120": "Central European Summer Time", "EET120": "Eastern European Standard Time",
        "EEST180": "Eastern European Summer Time", "WET0": "Western European Standard Time",
        "WEST60": "Western European Summer Time", "MSK180": "Moscow Standard Time", "JST540": "Japan Standard Time",
        "KST540": "Korean Standard Time", "CST480": "China Standard Time", "IST330": "India Standard Time",
        "HKT480": "Hong Kong Standard Time", "AEST600": "Australian Eastern Standard Time",
        "AEDT660": "Australian Eastern Daylight Time", "NZST720": "New Zealand Standard Time",
        "NZDT780": "New Zealand Daylight Time",
    ]
}
