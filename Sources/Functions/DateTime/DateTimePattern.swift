import Columnar

/// A date-time pattern in Java's letters (`yyyy-MM-dd HH:mm:ss.SSS`), as Spark's functions and file options take it.
///
/// Compiled once; parsing and formatting work on byte buffers and allocate nothing.
package final class DateTimePattern: Sendable {
    enum Field: Sendable {
        case year, month, day, dayOfYear, hour, hourOfPeriod, clockHour, clockHourOfPeriod, minute, second, quarter
    }

    enum Item: Sendable {
        /// At least `minimum` digits; parsing takes up to `maximum`.
        case number(Field, minimum: Int, maximum: Int)
        case reducedYear
        case fraction(Int)
        case monthName(full: Bool)
        case weekdayName(full: Bool)
        case quarterName(full: Bool)
        case period
        case era(full: Bool)
        /// `VV` and `z`.
        case zoneName(ZoneName)
        /// `+HH:mm` forms; `zero` stands for no offset.
        case offset(style: OffsetStyle, zero: StaticString)
        case localizedOffset(full: Bool)
        case alignedWeekOfMonth
        case literal(UInt8)
        case optionalStart(end: Int)
        case optionalEnd
    }

    enum ZoneName: Sendable {
        case region, short, long
    }

    enum OffsetStyle: Sendable {
        /// `+HH`, with minutes when not zero.
        case hours
        case basic
        case extended
        case basicSeconds
        case extendedSeconds
    }

    package let pattern: String
    let items: [Item]
    /// `yyyy-MM-dd`
    let isISODate: Bool
    /// `yyyy-MM-dd HH:mm:ss` or with `'T'`.
    let isISOTimestamp: Bool
    private let separator: UInt8
    /// What the pattern meant before Spark 3.0, where the session asks for that or for being told of differences.
    private let older: OlderDateTimePattern?
    /// What the session's pattern means is what it meant before Spark 3.0.
    private let isOlder: Bool
    /// When the query started.
    private let now: Int64

    /// A pattern as the session wants patterns to be read (`spark.sql.legacy.timeParserPolicy`). For timestamps without
    /// time zone no pattern ever was an older one.
    package convenience init(
        _ pattern: String, _ context: EvaluationContext, style: OlderDateTimePattern.Style = .simple,
        isForNTZ: Bool = false
    ) throws {
        guard !context.legacy.isDisjoint(with: [.readsTimesAsBefore, .refusesChangedTimes]) else {
            try self.init(pattern)
            return
        }
        let refuses = context.legacy.contains(.refusesChangedTimes)
        let older = refuses || !isForNTZ ? OlderDateTimePattern(pattern, style: style) : nil
        if context.legacy.contains(.readsTimesAsBefore), !isForNTZ {
            guard let older else { throw FunctionError.unrecognizedDateTimePattern(pattern) }
            self.init(pattern: pattern, items: [], older: older, isOlder: true, now: context.queryStart)
        } else {
            let items = try DateTimePattern(pattern).items
            self.init(pattern: pattern, items: items, older: older, now: context.queryStart)
        }
    }

    /// Compiles a pattern; throws INVALID_DATETIME_PATTERN for letters that Spark does not take.
    package init(_ pattern: String) throws {
        self.pattern = pattern
        var compiler = PatternCompiler(pattern)
        items = try compiler.compile()
        isISODate = pattern == "yyyy-MM-dd"
        isISOTimestamp = pattern == "yyyy-MM-dd HH:mm:ss" || pattern == "yyyy-MM-dd'T'HH:mm:ss"
        separator = pattern.contains("'T'") ? 0x54 : 0x20
        older = nil
        isOlder = false
        now = 0
    }

    private init(
        pattern: String, items: [Item], older: OlderDateTimePattern? = nil, isOlder: Bool = false, now: Int64 = 0
    ) {
        self.pattern = pattern
        self.items = items
        self.older = older
        self.isOlder = isOlder
        self.now = now
        isISODate = false
        isISOTimestamp = false
        separator = 0x20
    }

    /// Stands for an invalid pattern where Spark reads on and finds every value malformed. Its items are bytes that no
    /// UTF-8 text holds.
    package static func matchingNothing(_ pattern: String) -> DateTimePattern {
        DateTimePattern(pattern: pattern, items: [.literal(0xFF), .literal(0xFF)])
    }

    // MARK: Parsing

    /// The local time in microseconds and the text's own zone; `nil` when the text does not match.
    func parse(_ bytes: UnsafeRawBufferPointer) -> DateTimeFields? {
        var fields = DateTimeFields()
        let end = items.withUnsafeBufferPointer { items in
            DateTimePattern.match(items, 0..<items.count, bytes, 0, &fields)
        }
        guard end == bytes.count else { return nil }
        return fields
    }

    /// An instant in microseconds; `nil` when the text does not match or is no valid time.
    package func parseTimestamp(_ bytes: UnsafeRawBufferPointer, timeZone: TimeZoneRules) -> Int64? {
        if isOlder, let older {
            if let value = older.parseTimestamp(bytes, timeZone: timeZone, now: now) { return value }
            // Sources of records fall back to what a cast reads.
            return older.style == .fast ? DateTimeParsing.timestamp(bytes, timeZone: timeZone, now: now) : nil
        }
        if isISOTimestamp, bytes.count == 19, bytes[10] == separator {
            guard let local = DateTimeParsing.isoTimestamp(bytes, 0, 19) else { return nil }
            return timeZone.utc(fromLocalMicros: local)
        }
        guard let fields = parse(bytes) else { return nil }
        return instant(of: fields, bytes, timeZone)
    }

    /// The zones of names that patterns read as those of a place, in summer too.
    private static let namedZones = [
        "EST": "America/New_York", "EDT": "America/New_York", "CDT": "America/Chicago", "MST": "America/Denver",
        "MDT": "America/Denver", "PDT": "America/Los_Angeles", "HST": "Pacific/Honolulu", "AKST": "America/Anchorage",
        "AKDT": "America/Anchorage", "CEST": "Europe/Paris", "EEST": "Europe/Athens",
    ]

    /// Whether the text matches the pattern itself, and not just what sources fall back to.
    package func matchesTimestamp(_ bytes: UnsafeRawBufferPointer, timeZone: TimeZoneRules) -> Bool {
        if let formatter { return formatter.parseTimestamp(bytes, timeZone: timeZone, now: now) != nil }
        return parseTimestamp(bytes, timeZone: timeZone) != nil
    }

    private func instant(
        of fields: DateTimeFields, _ bytes: UnsafeRawBufferPointer, _ timeZone: TimeZoneRules
    ) -> Int64? {
        guard let local = fields.local else { return nil }
        if let offset = fields.offset { return local &- offset &* microsPerSecond }
        if let zone = fields.zone {
            let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[zone]), as: UTF8.self)
            guard let rules = try? TimeZoneRules.named(Self.namedZones[text] ?? text) else { return nil }
            return rules.utc(fromLocalMicros: local)
        }
        return timeZone.utc(fromLocalMicros: local)
    }

    /// A local time in microseconds; `nil` when the text does not match. A zone in it is ignored.
    package func parseTimestampNTZ(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        if isISOTimestamp, bytes.count == 19, bytes[10] == separator {
            return DateTimeParsing.isoTimestamp(bytes, 0, 19)
        }
        guard let fields = parse(bytes) else { return nil }
        if let zone = fields.zone {
            let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[zone]), as: UTF8.self)
            guard (try? TimeZoneRules.named(Self.namedZones[text] ?? text)) != nil else { return nil }
        }
        return fields.local
    }

    /// Nanoseconds since midnight; `nil` when the text does not match.
    func parseTime(_ bytes: UnsafeRawBufferPointer) -> Int64? {
        parseTimestampNTZ(bytes).map { floorModulo($0, microsPerDay) * 1_000 }
    }

    /// Days since the epoch; `nil` when the text does not match.
    package func parseDate(_ bytes: UnsafeRawBufferPointer) -> Int32? {
        if isOlder, let older {
            return older.parseDate(bytes, timeZone: .utc, now: now)
                ?? (older.style == .fast ? DateTimeParsing.date(bytes) : nil)
        }
        if isISODate { return bytes.count == 10 ? DateTimeParsing.isoDate(bytes, 0, 10) : nil }
        return parse(bytes)?.days.flatMap { Int32(exactly: $0) }
    }

    /// The date of a time as ``parseTimestamp(_:timeZone:)`` finds it: a zone in the text counts.
    func parseDate(_ bytes: UnsafeRawBufferPointer, timeZone: TimeZoneRules) -> Int32? {
        if isOlder { return older?.parseDate(bytes, timeZone: timeZone, now: now) }
        if isISODate { return bytes.count == 10 ? DateTimeParsing.isoDate(bytes, 0, 10) : nil }
        guard let fields = parse(bytes), let local = fields.local else { return nil }
        guard fields.offset != nil || fields.zone != nil else {
            return Int32(exactly: floorDivide(local, microsPerDay))
        }
        guard let instant = instant(of: fields, bytes, timeZone) else { return nil }
        let offset = timeZone.offset(atUTC: floorDivide(instant, microsPerSecond))
        return Int32(exactly: floorDivide(instant &+ offset &* microsPerSecond, microsPerDay))
    }

    /// Throws where a text that does not match would have been read before Spark 3.0, and the session wants to know.
    func refuseChange(_ bytes: UnsafeRawBufferPointer, timeZone: TimeZoneRules) throws {
        guard !isOlder, let older, older.parseTimestamp(bytes, timeZone: timeZone, now: now) != nil else { return }
        throw FunctionError.parsedOnlyBefore(String(decoding: bytes, as: UTF8.self))
    }

    /// The older pattern where the session's patterns are such.
    var formatter: OlderDateTimePattern? { isOlder ? older : nil }

    /// Where and why a text does not match, in Java's words.
    package func failure(_ bytes: UnsafeRawBufferPointer) -> String {
        let text = String(decoding: bytes, as: UTF8.self)
        if isOlder { return "Unparseable date: \"\(text)\"" }
        var fields = DateTimeFields()
        let end = items.withUnsafeBufferPointer { items in
            DateTimePattern.match(items, 0..<items.count, bytes, 0, &fields)
        }
        if end < 0 { return "Text '\(text)' could not be parsed at index \(-1 - end)" }
        if end < bytes.count { return "Text '\(text)' could not be parsed, unparsed text found at index \(end)" }
        return "Text '\(text)' could not be parsed: \(fields.problem)"
    }

    /// The position after the match, or -1 - the position of the failure.
    private static func match(
        _ items: UnsafeBufferPointer<Item>, _ range: Range<Int>, _ bytes: UnsafeRawBufferPointer, _ start: Int,
        _ fields: inout DateTimeFields
    ) -> Int {
        var position = start
        var index = range.lowerBound
        while index < range.upperBound {
            let next: Int
            switch items[index] {
            case .optionalStart(let end):
                var attempt = fields
                let inner = match(items, (index + 1)..<end, bytes, position, &attempt)
                if inner >= 0 {
                    fields = attempt
                    position = inner
                }
                index = end + 1
                continue
            case .optionalEnd:
                index += 1
                continue
            case .literal(let byte):
                next = position < bytes.count && bytes[position] == byte ? position + 1 : -1
            case .number(let field, let minimum, let maximum):
                next = number(
                    bytes, position, minimum,
                    reserve(items, index, range.upperBound, bytes, position, maximum, minimum),
                    isYear: field == .year
                ) { fields.set(field, $0) }
            case .reducedYear:
                next = number(bytes, position, 2, 2, isYear: false) { fields.set(.year, 2000 + $0) }
            case .fraction(let most):
                // Fewer digits than the pattern has will do.
                var fraction: Int64 = 0
                next = number(bytes, position, 1, most, isYear: false) { fraction = $0 }
                let digits = next - position
                if digits > 0 {
                    for _ in min(digits, 6)..<6 { fraction *= 10 }
                    for _ in 6..<max(6, digits) { fraction /= 10 }
                    guard fields.fraction ?? fraction == fraction else { return -1 - position }
                    fields.fraction = fraction
                }
            case .monthName(let full):
                next = name(bytes, position, full ? DateTimeNames.months : DateTimeNames.shortMonths) {
                    fields.set(.month, Int64($0 + 1))
                }
            case .weekdayName(let full):
                next = name(bytes, position, full ? DateTimeNames.weekdays : DateTimeNames.shortWeekdays) {
                    fields.weekday = Int64($0)
                }
            case .quarterName(let full):
                next = name(bytes, position, full ? DateTimeNames.quarters : DateTimeNames.shortQuarters) {
                    fields.set(.quarter, Int64($0 + 1))
                }
            case .period: next = name(bytes, position, DateTimeNames.periods) { fields.period = Int64($0) }
            case .era(let full):
                next = name(bytes, position, full ? DateTimeNames.eras : DateTimeNames.shortEras) {
                    fields.isBeforeChrist = $0 == 0
                }
            case .zoneName:
                var end = position
                while end < bytes.count, isZoneByte(bytes[end]) { end += 1 }
                fields.zone = position..<end
                next = end > position ? end : -1
            case .offset, .localizedOffset: next = offset(bytes, position, &fields)
            case .alignedWeekOfMonth: next = number(bytes, position, 1, 1, isYear: false) { _ in }
            }
            guard next >= 0 else { return -1 - position }
            position = next
            index += 1
        }
        return position
    }

    private static func isZoneByte(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x3A) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7A) || byte == 0x2F
            || byte == 0x2B || byte == 0x2D || byte == 0x5F
    }

    /// How many digits a number may take when others follow without anything between: `yyyyMMdd`.
    private static func reserve(
        _ items: UnsafeBufferPointer<Item>, _ index: Int, _ end: Int, _ bytes: UnsafeRawBufferPointer, _ position: Int,
        _ maximum: Int, _ minimum: Int
    ) -> Int {
        var reserved = 0
        var next = index + 1
        loop: while next < end {
            switch items[next] {
            case .number(_, let minimum, let maximum) where minimum == maximum: reserved += minimum
            case .fraction(1): reserved += 1
            case .reducedYear: reserved += 2
            default: break loop
            }
            next += 1
        }
        guard reserved > 0 else { return maximum }
        var run = 0
        while position + run < bytes.count, bytes[position + run] &- 0x30 <= 9 { run += 1 }
        return max(minimum, min(maximum, run - reserved))
    }

    @inline(__always)
    private static func number(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ minimum: Int, _ maximum: Int, isYear: Bool,
        _ store: (Int64) -> Void
    ) -> Int {
        var position = start
        var negative = false
        var signed = false
        if isYear, position < bytes.count, bytes[position] == 0x2D || bytes[position] == 0x2B {
            negative = bytes[position] == 0x2D
            signed = true
            position += 1
        }
        let first = position
        var value: Int64 = 0
        while position < bytes.count, position - first < min(maximum, 18), bytes[position] &- 0x30 <= 9 {
            value = value * 10 + Int64(bytes[position] &- 0x30)
            position += 1
        }
        let digits = position - first
        guard digits >= minimum else { return -1 }
        // A year of more digits than its pattern must say so with a sign.
        if isYear && minimum == 4 && digits > 4 && !signed { return -1 }
        store(negative ? -value : value)
        return position
    }

    private static func name(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ names: [StaticString], _ store: (Int) -> Void
    ) -> Int {
        for (index, name) in names.enumerated() {
            let length = name.utf8CodeUnitCount
            guard start + length <= bytes.count else { continue }
            if (0..<length).allSatisfy({ bytes[start + $0] | 0x20 == name.utf8Start[$0] | 0x20 }) {
                store(index)
                return start + length
            }
        }
        return -1
    }

    /// `Z`, `+01`, `+0130`, `+01:30`, `+01:30:15`, `GMT+1`.
    private static func offset(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ fields: inout DateTimeFields
    ) -> Int {
        var position = start
        if position + 3 <= bytes.count, bytes[position] == 0x47, bytes[position + 1] == 0x4D {
            position += 3
            if position == bytes.count || (bytes[position] != 0x2B && bytes[position] != 0x2D) {
                fields.offset = 0
                return position
            }
        }
        guard position < bytes.count else { return -1 }
        if bytes[position] == 0x5A {
            fields.offset = 0
            return position + 1
        }
        guard bytes[position] == 0x2B || bytes[position] == 0x2D else { return -1 }
        let negative = bytes[position] == 0x2D
        position += 1
        var parts: (Int64, Int64, Int64) = (0, 0, 0)
        var count = 0
        while count < 3, position < bytes.count {
            var at = position
            if count > 0, bytes[at] == 0x3A { at += 1 }
            guard at < bytes.count, bytes[at] &- 0x30 <= 9 else { break }
            var value = Int64(bytes[at] &- 0x30)
            at += 1
            if at < bytes.count, bytes[at] &- 0x30 <= 9 {
                value = value * 10 + Int64(bytes[at] &- 0x30)
                at += 1
            } else if count > 0 {
                break
            }
            switch count {
            case 0: parts.0 = value
            case 1: parts.1 = value
            default: parts.2 = value
            }
            count += 1
            position = at
        }
        guard count > 0, parts.0 <= 18, parts.1 < 60, parts.2 < 60 else { return -1 }
        let seconds = parts.0 * 3600 + parts.1 * 60 + parts.2
        guard seconds <= 18 * 3600 else { return -1 }
        fields.offset = negative ? -seconds : seconds
        return position
    }
}

/// What a pattern found in a text.
struct DateTimeFields {
    var year: Int64?
    var month: Int64?
    var day: Int64?
    var dayOfYear: Int64?
    var hour: Int64?
    var hourOfPeriod: Int64?
    var minute: Int64 = 0
    var second: Int64 = 0
    /// In microseconds.
    var fraction: Int64?
    var period: Int64?
    var weekday: Int64?
    var isBeforeChrist = false
    var offset: Int64?
    var zone: Range<Int>?

    mutating func set(_ field: DateTimePattern.Field, _ value: Int64) {
        switch field {
        case .year: year = value
        case .month: month = value
        case .day: day = value
        case .dayOfYear: dayOfYear = value
        case .hour: hour = value
        case .clockHour: hour = value == 24 ? 0 : (value == 0 ? 99 : value)
        case .hourOfPeriod: hourOfPeriod = value
        case .clockHourOfPeriod: hourOfPeriod = value == 12 ? 0 : (value == 0 ? 99 : value)
        case .minute: minute = value
        case .second: second = value
        case .quarter: month = month ?? ((value - 1) * 3 + 1)
        }
    }

    /// `nil` when the fields make no date.
    var days: Int64? {
        var y = year ?? 1970
        if isBeforeChrist { y = 1 - y }
        if let dayOfYear {
            guard y.magnitude < 1 << 32, dayOfYear >= 1, dayOfYear <= (CivilDate.isLeap(y) ? 366 : 365) else {
                return nil
            }
            let days = CivilDate(year: y, month: 1, day: 1).days + dayOfYear - 1
            let date = CivilDate(days: days)
            guard month ?? date.month == date.month, day ?? date.day == date.day else { return nil }
            return days
        }
        let date = CivilDate(year: y, month: month ?? 1, day: day ?? 1)
        guard date.isValid, y.magnitude < 1 << 32 else { return nil }
        if let weekday, CivilDate.weekday(days: date.days) != weekday { return nil }
        return date.days
    }

    /// Microseconds of local time; `nil` when the fields make no time.
    var local: Int64? {
        guard let days else { return nil }
        var h = hour ?? 0
        if let hourOfPeriod {
            guard hourOfPeriod < 12 else { return nil }
            if hour == nil { h = hourOfPeriod + (period ?? 0) * 12 }
        }
        guard h < 24, minute < 60, second < 60 else { return nil }
        let (product, overflow) = days.multipliedReportingOverflow(by: microsPerDay)
        let time = (h * 3600 + minute * 60 + second) * microsPerSecond + (fraction ?? 0)
        let (sum, carried) = product.addingReportingOverflow(time)
        return overflow || carried ? nil : sum
    }

    /// Why the fields make no time, in Java's words.
    var problem: String {
        if let month, !(1...12).contains(month) {
            return "Invalid value for MonthOfYear (valid values 1 - 12): \(month)"
        }
        if let day, !(1...31).contains(day) {
            return "Invalid value for DayOfMonth (valid values 1 - 28/31): \(day)"
        }
        if let hour, hour > 23 { return "Invalid value for HourOfDay (valid values 0 - 23): \(hour)" }
        if let hourOfPeriod, hourOfPeriod > 11 {
            return "Invalid value for ClockHourOfAmPm (valid values 1 - 12): \(hourOfPeriod)"
        }
        if minute > 59 { return "Invalid value for MinuteOfHour (valid values 0 - 59): \(minute)" }
        if second > 59 { return "Invalid value for SecondOfMinute (valid values 0 - 59): \(second)" }
        return DateTimeNames.invalidDate(year: year ?? 1970, month: month ?? 1, day: day ?? 1)
    }
}

extension TimeZoneRules {
    /// The instant of a local time, both in microseconds.
    func utc(fromLocalMicros local: Int64) -> Int64 {
        if let fixedOffset { return local &- fixedOffset &* microsPerSecond }
        let seconds = floorDivide(local, microsPerSecond)
        return local &- (seconds &- utc(fromLocal: seconds)) &* microsPerSecond
    }
}

/// English names, as Spark's formatters use them whatever the locale of the machine.
enum DateTimeNames {
    static let months: [StaticString] = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let shortMonths: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    static let weekdays: [StaticString] = [
        "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
    ]
    static let shortWeekdays: [StaticString] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    static let quarters: [StaticString] = ["1st quarter", "2nd quarter", "3rd quarter", "4th quarter"]
    static let shortQuarters: [StaticString] = ["Q1", "Q2", "Q3", "Q4"]
    static let periods: [StaticString] = ["AM", "PM"]
    static let eras: [StaticString] = ["Before Christ", "Anno Domini"]
    static let shortEras: [StaticString] = ["BC", "AD"]

    /// Java's message for a day that a month does not have.
    static func invalidDate(year: Int64, month: Int64, day: Int64) -> String {
        if month == 2 && day == 29 { return "Invalid date 'February 29' as '\(year)' is not a leap year" }
        guard (1...12).contains(month) else { return "Invalid date" }
        return "Invalid date '\(months[Int(month) - 1].description.uppercased()) \(day)'"
    }
}
