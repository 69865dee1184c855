import Columnar

/// The text of ANSI intervals: `INTERVAL '1-2' YEAR TO MONTH`, `INTERVAL '1 02:03:04.5' DAY TO SECOND`.
package enum IntervalText {
    /// Microseconds in one of a field.
    package static func micros(of field: DataType.DayTimeField) -> Int64 {
        switch field {
        case .day: microsPerDay
        case .hour: 3_600_000_000
        case .minute: 60_000_000
        case .second: microsPerSecond
        }
    }

    package static func write(
        months: Int32, _ start: DataType.YearMonthField, _ end: DataType.YearMonthField, into out: inout ByteWriter
    ) {
        out.append("INTERVAL '" as StaticString)
        if months < 0 { out.append(0x2D) }
        let magnitude = UInt64(months.magnitude)
        switch (start, end) {
        case (.year, .year): out.append(digits: magnitude / 12)
        case (.month, .month): out.append(digits: magnitude)
        default:
            out.append(digits: magnitude / 12)
            out.append(0x2D)
            out.append(digits: magnitude % 12)
        }
        out.append("' " as StaticString)
        out.append("\(start)".uppercased())
        if start != end {
            out.append(" TO " as StaticString)
            out.append("\(end)".uppercased())
        }
    }

    package static func write(
        micros: Int64, _ start: DataType.DayTimeField, _ end: DataType.DayTimeField, into out: inout ByteWriter
    ) {
        out.append("INTERVAL '" as StaticString)
        if micros < 0 { out.append(0x2D) }
        var rest = micros.magnitude
        var field = start
        while true {
            let unit = UInt64(IntervalText.micros(of: field))
            let width = field == start ? 1 : 2
            out.append(digits: rest / unit, width: field == start && field != .day ? 2 : width)
            rest %= unit
            if field == .second { DateTimeWriting.fraction(rest, into: &out) }
            guard field != end, let next = DataType.DayTimeField(rawValue: field.rawValue + 1) else { break }
            out.append(field == .day ? 0x20 : 0x3A)
            field = next
        }
        out.append("' " as StaticString)
        out.append("\(start)".uppercased())
        if start != end {
            out.append(" TO " as StaticString)
            out.append("\(end)".uppercased())
        }
    }

    /// The parts of a calendar interval, those that are zero left out: `1 years 2 days 3 hours`.
    package static func write(calendar parts: [Column], _ row: Int, into out: inout ByteWriter) {
        guard parts.count == 3, case .integer(let months) = parts[0].value(at: row),
            case .integer(let days) = parts[1].value(at: row), case .integer(let micros) = parts[2].value(at: row)
        else { return }
        let start = out.count
        func part(_ value: Int64, _ unit: StaticString, _ out: inout ByteWriter) {
            guard value != 0 else { return }
            if out.count > start { out.append(0x20) }
            out.append(integer: value)
            out.append(unit)
        }
        part(months / 12, " years", &out)
        part(months % 12, " months", &out)
        part(days, " days", &out)
        part(micros / 3_600_000_000, " hours", &out)
        part(micros / 60_000_000 % 60, " minutes", &out)
        let rest = micros % 60_000_000
        if rest != 0 {
            if out.count > start { out.append(0x20) }
            if rest < 0 { out.append(0x2D) }
            out.append(digits: rest.magnitude / 1_000_000)
            DateTimeWriting.fraction(rest.magnitude % 1_000_000, into: &out)
            out.append(" seconds" as StaticString)
        }
        if out.count == start { out.append("0 seconds" as StaticString) }
    }

    /// Reads `1-2`, `'-5'` or the full literal form.
    static func months(
        _ bytes: UnsafeRawBufferPointer, _ start: DataType.YearMonthField, _ end: DataType.YearMonthField
    ) -> Int32? {
        let (negative, body) = unwrapped(bytes)
        let parts = body.split(separator: "-", omittingEmptySubsequences: false).map { Int64($0) }
        guard !parts.isEmpty, parts.allSatisfy({ ($0 ?? -1) >= 0 && ($0 ?? -1) < 1 << 40 }) else { return nil }
        let numbers = parts.compactMap { $0 }
        let total: Int64
        if numbers.count == 2, start == .year, end == .month, numbers[1] < 12 {
            total = numbers[0] * 12 + numbers[1]
        } else if numbers.count == 1, start == end {
            total = start == .year ? numbers[0] * 12 : numbers[0]
        } else {
            return nil
        }
        return Int32(exactly: negative ? -total : total)
    }

    /// Reads `1 02:03:04.5` and its parts, or the full literal form.
    static func micros(
        _ bytes: UnsafeRawBufferPointer, _ start: DataType.DayTimeField, _ end: DataType.DayTimeField
    ) -> Int64? {
        let (negative, body) = unwrapped(bytes)
        var rest = Substring(body)
        var total: Int64 = 0
        var field = start
        while true {
            let digits = rest.prefix { $0.isASCII && $0.isNumber }
            guard let number = Int64(digits), number < 1 << 40 else { return nil }
            rest = rest.dropFirst(digits.count)
            let (part, o1) = number.multipliedReportingOverflow(by: micros(of: field))
            let (sum, o2) = total.addingReportingOverflow(part)
            if o1 || o2 { return nil }
            total = sum
            if field == .second, rest.first == "." {
                let fraction = rest.dropFirst().prefix { $0.isASCII && $0.isNumber }
                guard fraction.count <= 9, let value = Int64(fraction.prefix(6)) else { return nil }
                total &+= value &* Int64(powerOfTen(6 - min(6, fraction.count)))
                rest = rest.dropFirst(fraction.count + 1)
            }
            guard field != end, let next = DataType.DayTimeField(rawValue: field.rawValue + 1) else { break }
            guard rest.first == (field == .day ? " " : ":") else { return nil }
            rest = rest.dropFirst()
            field = next
        }
        return rest.isEmpty ? (negative ? -total : total) : nil
    }

    /// The text between the quotes of a literal, or the text itself, and its sign.
    private static func unwrapped(_ bytes: UnsafeRawBufferPointer) -> (Bool, String) {
        let (start, end) = DateTimeParsing.trimmed(bytes)
        var text = String(decoding: bytes[start..<end], as: UTF8.self)
        var negative = false
        if text.lowercased().hasPrefix("interval") {
            let parts = text.split(separator: "'", omittingEmptySubsequences: false)
            if parts.count == 3 {
                negative = parts[0].contains("-")
                text = String(parts[1])
            }
        }
        if text.hasPrefix("-") {
            negative.toggle()
            text.removeFirst()
        } else if text.hasPrefix("+") {
            text.removeFirst()
        }
        return (negative, text)
    }
}
