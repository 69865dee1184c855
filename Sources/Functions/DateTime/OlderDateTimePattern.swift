import Columnar

/// A date-time pattern as Spark took it before version 3.0 (`spark.sql.legacy.timeParserPolicy` is LEGACY): Java's
/// `SimpleDateFormat` in functions, the `FastDateFormat` of Apache Commons in the sources and functions of CSV, JSON and
/// XML.
///
/// Reading takes numbers of any width, names in their short and long forms, and anything behind what the pattern needs.
package final class OlderDateTimePattern: Sendable {
    /// Whose rules hold.
    package enum Style: Sendable {
        /// `SimpleDateFormat`, not lenient: fields out of range are malformed. `S` counts milliseconds.
        case simple
        /// `FastDateFormat`: fields out of range carry over. `S` is a fraction of a second.
        case fast
    }

    enum Item: Sendable {
        case literal([UInt8])
        case field(UInt8, count: Int)

        var isLiteral: Bool {
            if case .literal = self { return true }
            return false
        }
    }

    let style: Style
    let items: [Item]
    /// How many `S` the pattern has.
    let fractionDigits: Int
    /// Two digits of a year mean one from so many years before the query on.
    static let yearsBack: Int64 = 80

    /// `nil` for letters that have no meaning.
    package init?(_ pattern: String, style: Style) {
        self.style = style
        let bytes = Array(pattern.utf8)
        var items: [Item] = []
        var literal: [UInt8] = []
        var digits = 0
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x27 {
                position += 1
                if position < bytes.count, bytes[position] == 0x27 {
                    literal.append(0x27)
                    position += 1
                    continue
                }
                var isClosed = false
                while position < bytes.count, !isClosed {
                    if bytes[position] != 0x27 {
                        literal.append(bytes[position])
                    } else if position + 1 < bytes.count, bytes[position + 1] == 0x27 {
                        literal.append(0x27)
                        position += 1
                    } else {
                        isClosed = true
                    }
                    position += 1
                }
                guard isClosed else { return nil }
                continue
            }
            guard (byte | 0x20) >= 0x61, (byte | 0x20) <= 0x7A else {
                literal.append(byte)
                position += 1
                continue
            }
            var end = position + 1
            while end < bytes.count, bytes[end] == byte { end += 1 }
            let count = end - position
            guard "GyYMLwWDdFEuaHkKhmsSzZX".utf8.contains(byte), byte != 0x58 || count <= 3 else { return nil }
            if !literal.isEmpty { items.append(.literal(literal)) }
            literal = []
            items.append(.field(byte, count: count))
            if byte == 0x53 { digits += count }
            position = end
        }
        if !literal.isEmpty { items.append(.literal(literal)) }
        self.items = items
        fractionDigits = digits
    }

    /// An instant in microseconds; `nil` when the text does not match or is no valid time.
    func parseTimestamp(_ bytes: UnsafeRawBufferPointer, timeZone: TimeZoneRules, now: Int64) -> Int64? {
        var fields = OlderCalendar(isLenient: style == .fast)
        let today = CivilDate(days: floorDivide(now, microsPerDay))
        let centuryStart = today.year - Self.yearsBack
        guard let isAmbiguous = parse(bytes, &fields, timeZone, centuryStart: centuryStart) else { return nil }
        var fraction: Int64 = 0
        if style == .fast, fractionDigits > 0, let value = fields.takeMilliseconds() {
            var scale: Int64 = 1
            for _ in 0..<min(fractionDigits, 18) { scale *= 10 }
            fraction = value &* microsPerSecond / scale
        }
        guard var instant = fields.instant(timeZone) else { return nil }
        if isAmbiguous {
            let start = CivilDate(year: centuryStart, month: today.month, day: today.day).days
            if instant < start * microsPerDay + floorModulo(now, microsPerDay) {
                fields.addYears(100)
                guard let later = fields.instant(timeZone) else { return nil }
                instant = later
            }
        }
        let (sum, overflow) = instant.addingReportingOverflow(fraction)
        return overflow ? nil : sum
    }

    /// Days since the epoch; `nil` when the text does not match or is no valid date.
    func parseDate(_ bytes: UnsafeRawBufferPointer, timeZone: TimeZoneRules, now: Int64) -> Int32? {
        guard let instant = parseTimestamp(bytes, timeZone: timeZone, now: now) else { return nil }
        let offset = timeZone.offset(atUTC: floorDivide(instant, microsPerSecond)) &* microsPerSecond
        return Int32(exactly: floorDivide(instant &+ offset, microsPerDay))
    }

    // MARK: Reading

    /// Sets the fields that the text gives; whether two digits of a year may mean two years, `nil` when it does not match.
    private func parse(
        _ bytes: UnsafeRawBufferPointer, _ fields: inout OlderCalendar, _ timeZone: TimeZoneRules, centuryStart: Int64
    ) -> Bool? {
        var position = 0
        var isAmbiguous = false
        for index in items.indices {
            switch items[index] {
            case .literal(let text):
                guard position + text.count <= bytes.count,
                    text.indices.allSatisfy({ bytes[position + $0] == text[$0] })
                else { return nil }
                position += text.count
            case .field(let letter, let count):
                guard
                    let end = field(
                        letter, count, bytes, position, width: width(index), &fields, timeZone, centuryStart,
                        &isAmbiguous)
                else { return nil }
                position = end
            }
        }
        return isAmbiguous
    }

    /// How many characters a number may take because the next item is a field too; `nil` when any.
    private func width(_ index: Int) -> Int? {
        guard index + 1 < items.count, case .field(let letter, let count) = items[index],
            case .field(let next, let nextCount) = items[index + 1]
        else { return nil }
        if style == .simple { return count }
        return Self.isNumber(letter, count) && Self.isNumber(next, nextCount) ? count : nil
    }

    private static func isNumber(_ letter: UInt8, _ count: Int) -> Bool {
        switch letter {
        case 0x47, 0x45, 0x61, 0x7A, 0x5A, 0x58: false
        case 0x4D, 0x4C: count < 3
        default: true
        }
    }

    private func field(
        _ letter: UInt8, _ count: Int, _ bytes: UnsafeRawBufferPointer, _ start: Int, width: Int?,
        _ fields: inout OlderCalendar, _ timeZone: TimeZoneRules, _ centuryStart: Int64, _ isAmbiguous: inout Bool
    ) -> Int? {
        if !Self.isNumber(letter, count) {
            // Java looks for white space to skip, but then for the name from where it was.
            if style == .simple, !bytes[min(start, bytes.count)...].contains(where: { $0 != 0x20 && $0 != 9 }) {
                return nil
            }
            return name(letter, count, bytes, start, &fields, timeZone)
        }
        var position = start
        if style == .simple || width == nil {
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 9 { position += 1 }
        }
        let first = position
        var end = bytes.count
        if let width {
            // The width counts from where the field begins, white space included.
            guard style == .fast || start + width <= end else { return nil }
            end = min(end, start + width)
        }
        var isNegative = false
        if style == .simple, position < end, bytes[position] == 0x2D {
            isNegative = true
            position += 1
        }
        let digits = position
        var value: Int64 = 0
        while position < end, bytes[position] &- 0x30 <= 9 {
            guard position - digits < 17 else { return nil }
            value = value * 10 + Int64(bytes[position] &- 0x30)
            position += 1
        }
        guard position > digits, value <= Int64(Int32.max) else { return nil }
        if isNegative { value = -value }
        switch letter {
        case 0x79, 0x59:
            if count <= 2, style == .simple ? position - first == 2 && !isNegative : value < 100 {
                let turn = centuryStart % 100
                isAmbiguous = isAmbiguous || (style == .simple && value == turn)
                value += centuryStart / 100 * 100 + (value < turn ? 100 : 0)
            }
            fields.set(letter == 0x79 ? .year : .weekYear, value)
        case 0x4D, 0x4C: fields.set(.month, value - 1)
        case 0x77: fields.set(.weekOfYear, value)
        case 0x57: fields.set(.weekOfMonth, value)
        case 0x44: fields.set(.dayOfYear, value)
        case 0x64: fields.set(.day, value)
        case 0x46: fields.set(.weekdayInMonth, value)
        // Java counts weekdays from Sunday, which is 1.
        case 0x75: fields.set(.weekday, (1...7).contains(value) ? value % 7 + 1 : value)
        case 0x48: fields.set(.hour, value)
        case 0x6B:
            guard style == .fast || (1...24).contains(value) else { return nil }
            fields.set(.hour, value == 24 ? 0 : value)
        case 0x4B: fields.set(.hourOfPeriod, value)
        case 0x68:
            guard style == .fast || (1...12).contains(value) else { return nil }
            fields.set(.hourOfPeriod, value == 12 ? 0 : value)
        case 0x6D: fields.set(.minute, value)
        case 0x73: fields.set(.second, value)
        default: fields.set(.millisecond, value)
        }
        return position
    }

    private func name(
        _ letter: UInt8, _ count: Int, _ bytes: UnsafeRawBufferPointer, _ start: Int, _ fields: inout OlderCalendar,
        _ timeZone: TimeZoneRules
    ) -> Int? {
        func match(_ lists: [StaticString]..., set: (Int) -> Void) -> Int? {
            for names in lists {
                for (index, name) in names.enumerated() where Self.matches(bytes, start, name) {
                    set(index)
                    return start + name.utf8CodeUnitCount
                }
            }
            return nil
        }
        switch letter {
        case 0x47: return match(DateTimeNames.shortEras) { fields.set(.era, Int64($0)) }
        case 0x4D, 0x4C:
            return match(DateTimeNames.months, DateTimeNames.shortMonths) { fields.set(.month, Int64($0)) }
        case 0x45:
            return match(DateTimeNames.weekdays, DateTimeNames.shortWeekdays) {
                fields.set(.weekday, Int64(($0 + 1) % 7 + 1))
            }
        case 0x61: return match(DateTimeNames.periods) { fields.set(.period, Int64($0)) }
        default: return zone(letter, count, bytes, start, &fields, timeZone)
        }
    }

    private static func matches(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ name: StaticString) -> Bool {
        let length = name.utf8CodeUnitCount
        guard start + length <= bytes.count else { return false }
        return (0..<length).allSatisfy { bytes[start + $0] | 0x20 == name.utf8Start[$0] | 0x20 }
    }

    /// `z`, `Z` and `X`.
    private func zone(
        _ letter: UInt8, _ count: Int, _ bytes: UnsafeRawBufferPointer, _ start: Int, _ fields: inout OlderCalendar,
        _ timeZone: TimeZoneRules
    ) -> Int? {
        var position = start
        if style == .simple {
            while position < bytes.count, bytes[position] == 0x20 || bytes[position] == 9 { position += 1 }
        }
        guard position < bytes.count else { return nil }
        let isISO = letter == 0x58 || (style == .fast && letter == 0x5A && count == 2)
        if isISO, bytes[position] == 0x5A {
            fields.offset = 0
            return position + 1
        }
        if bytes[position] == 0x2B || bytes[position] == 0x2D {
            let form = letter == 0x58 ? count : isISO ? 3 : 2
            return Self.offset(
                bytes, position, hasMinutes: form != 1, hasColon: form == 3, isPadded: true, &fields)
        }
        guard !isISO else { return nil }
        if Self.matches(bytes, position, "GMT") {
            position += 3
            guard position < bytes.count, bytes[position] == 0x2B || bytes[position] == 0x2D else {
                fields.offset = 0
                return position
            }
            return Self.offset(bytes, position, hasMinutes: true, hasColon: true, isPadded: false, &fields)
        }
        return Self.zoneName(bytes, position, &fields, timeZone)
    }

    /// `+01`, `+0130`, `+01:30` and, not padded, `+1:30`.
    private static func offset(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, hasMinutes: Bool, hasColon: Bool, isPadded: Bool,
        _ fields: inout OlderCalendar
    ) -> Int? {
        func digit(_ index: Int) -> Int64? {
            index < bytes.count && bytes[index] &- 0x30 <= 9 ? Int64(bytes[index] &- 0x30) : nil
        }
        var position = start + 1
        guard var hours = digit(position) else { return nil }
        position += 1
        if let second = digit(position) {
            hours = hours * 10 + second
            position += 1
        } else if isPadded {
            return nil
        }
        var minutes: Int64 = 0
        if hasMinutes {
            if hasColon {
                guard position < bytes.count, bytes[position] == 0x3A else { return nil }
                position += 1
            }
            guard let tens = digit(position), let ones = digit(position + 1) else { return nil }
            minutes = tens * 10 + ones
            position += 2
        }
        guard hours <= 23, minutes <= 59 else { return nil }
        let seconds = hours * 3600 + minutes * 60
        fields.offset = bytes[start] == 0x2D ? -seconds : seconds
        return position
    }

    /// A name of a zone: the session's own, then those that the older Java API knows by three letters or a region.
    private static func zoneName(
        _ bytes: UnsafeRawBufferPointer, _ start: Int, _ fields: inout OlderCalendar, _ timeZone: TimeZoneRules
    ) -> Int? {
        for (name, offset) in zoneNames where matches(bytes, start, name) {
            fields.offset = offset
            return start + name.utf8CodeUnitCount
        }
        var end = start
        while end < bytes.count, (bytes[end] | 0x20) >= 0x61, (bytes[end] | 0x20) <= 0x7A { end += 1 }
        let text = String(decoding: UnsafeRawBufferPointer(rebasing: bytes[start..<end]), as: UTF8.self)
        if let offset = timeZone.offset(ofAbbreviation: text) {
            fields.offset = offset
            return end
        }
        guard end - start == 3, let rules = try? TimeZoneRules.named(text.uppercased()) else { return nil }
        // The name of a zone in winter.
        fields.offset = rules.standardOffset
        return end
    }

    /// Long names come first, as the longest match counts.
    private static let zoneNames: [(StaticString, Int64)] = [
        ("Coordinated Universal Time", 0), ("Greenwich Mean Time", 0),
        ("Pacific Standard Time", -28_800), ("Pacific Daylight Time", -25_200),
        ("Mountain Standard Time", -25_200), ("Mountain Daylight Time", -21_600),
        ("Central Standard Time", -21_600), ("Central Daylight Time", -18_000),
        ("Eastern Standard Time", -18_000), ("Eastern Daylight Time", -14_400),
        ("Central European Standard Time", 3_600), ("Central European Summer Time", 7_200),
        ("Japan Standard Time", 32_400), ("India Standard Time", 19_800), ("China Standard Time", 28_800),
        ("PST", -28_800), ("PDT", -25_200), ("MST", -25_200), ("MDT", -21_600), ("CST", -21_600), ("CDT", -18_000),
        ("EST", -18_000), ("EDT", -14_400), ("CEST", 7_200), ("CET", 3_600), ("EEST", 10_800), ("EET", 7_200),
        ("WEST", 3_600), ("WET", 0), ("UTC", 0), ("JST", 32_400), ("MSK", 10_800), ("AKST", -32_400),
        ("AKDT", -28_800), ("HST", -36_000),
    ]

    // MARK: Writing

    /// Writes an instant in microseconds as local time of the cursor's zone.
    func format(
        instant: Int64, _ cursor: inout TimeZoneCursor, timeZone: TimeZoneRules, into out: inout ByteWriter
    ) {
        let local = cursor.local(fromUTC: instant)
        format(
            local: local, offset: floorDivide(local &- instant, microsPerSecond), timeZone, instant, into: &out)
    }

    func format(days: Int32, into out: inout ByteWriter) {
        let local = Int64(days) &* microsPerDay
        format(local: local, offset: 0, .utc, local, into: &out)
    }

    func format(
        local: Int64, offset: Int64, _ timeZone: TimeZoneRules, _ instant: Int64, into out: inout ByteWriter
    ) {
        let days = floorDivide(local, microsPerDay)
        let micros = local &- days &* microsPerDay
        let date = CivilDate(days: days)
        let seconds = micros / microsPerSecond
        let hour = seconds / 3600
        // Counted from Monday, which is 0.
        let weekday = CivilDate.weekday(days: OlderCalendar.julianDays(date) ?? days)
        for item in items {
            guard case .field(let letter, let count) = item else {
                if case .literal(let text) = item { for byte in text { out.append(byte) } }
                continue
            }
            func number(_ value: Int64) { out.append(digits: value.magnitude, width: count) }
            switch letter {
            case 0x47: out.append(DateTimeNames.shortEras[date.year > 0 ? 1 : 0])
            case 0x79, 0x59:
                let year =
                    letter == 0x79
                    ? (date.year > 0 ? date.year : 1 &- date.year) : OlderCalendar.week(of: date, days: days).year
                if count == 2 {
                    out.append(digits: floorModulo(year, 100).magnitude, width: 2)
                } else {
                    number(year)
                }
            case 0x4D, 0x4C:
                if count < 3 {
                    number(date.month)
                } else {
                    out.append((count >= 4 ? DateTimeNames.months : DateTimeNames.shortMonths)[Int(date.month) - 1])
                }
            case 0x77: number(OlderCalendar.week(of: date, days: days).week)
            case 0x57: number(OlderCalendar.weekOfMonth(date, days: days))
            case 0x44: number(date.dayOfYear)
            case 0x64: number(date.day)
            case 0x46: number((date.day - 1) / 7 + 1)
            case 0x45: out.append((count >= 4 ? DateTimeNames.weekdays : DateTimeNames.shortWeekdays)[Int(weekday)])
            case 0x75: number(weekday + 1)
            case 0x61: out.append(DateTimeNames.periods[hour < 12 ? 0 : 1])
            case 0x48: number(hour)
            case 0x6B: number(hour == 0 ? 24 : hour)
            case 0x4B: number(hour % 12)
            case 0x68: number(hour % 12 == 0 ? 12 : hour % 12)
            case 0x6D: number(seconds / 60 % 60)
            case 0x73: number(seconds % 60)
            case 0x53:
                let fraction = micros % microsPerSecond
                if style == .simple {
                    number(fraction / 1000)
                } else {
                    var value = fraction
                    for _ in min(fractionDigits, 6)..<6 { value /= 10 }
                    for _ in 6..<min(max(6, fractionDigits), 12) { value &*= 10 }
                    number(value)
                }
            case 0x7A:
                if count >= 4 {
                    out.append(timeZone.longName(atUTC: floorDivide(instant, microsPerSecond)))
                } else {
                    out.append(timeZone.abbreviation(atUTC: floorDivide(instant, microsPerSecond)))
                }
            default: Self.write(offset: offset, letter, count, style, into: &out)
            }
        }
    }

    /// `Z` and `X`.
    private static func write(
        offset: Int64, _ letter: UInt8, _ count: Int, _ style: Style, into out: inout ByteWriter
    ) {
        let isISO = letter == 0x58 || (style == .fast && count == 2)
        if isISO, offset == 0 { return out.append(0x5A) }
        out.append(offset < 0 ? 0x2D : 0x2B)
        out.append(digits: offset.magnitude / 3600, width: 2)
        if letter == 0x58, count == 1 { return }
        if letter == 0x58 ? count == 3 : isISO { out.append(0x3A) }
        out.append(digits: offset.magnitude / 60 % 60, width: 2)
    }
}
