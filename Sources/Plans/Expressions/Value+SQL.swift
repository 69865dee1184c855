import Columnar
import Functions

extension Value {
    /// A literal as Spark prints it in column names: numbers and strings bare, dates and intervals typed.
    func prettySQL(_ type: DataType, timeZone: TimeZoneRules) -> String {
        switch self {
        case .null: return "NULL"
        case .boolean(let value): return value ? "true" : "false"
        case .integer(let value): return integerText(value, type, timeZone)
        case .float(let value): return floatingText(Double(value), digits: value.description)
        case .double(let value): return floatingText(value, digits: value.description)
        case .decimal(let value):
            if case .decimal(_, let scale) = type { return Self.decimalText(value, scale: scale) }
            if case .timestampNanos(let isLocal) = type { return nanosText(value, isLocal: isLocal, timeZone) }
            return "\(value)"
        case .string(let value):
            if case .collated(let collation) = type { return "'\(value)' collate \(collation.name)" }
            return value
        case .binary(let bytes): return "X'" + bytes.map(hexText).joined() + "'"
        case .array(let values):
            let element: DataType = if case .array(let element, _) = type { element } else { .null }
            return "ARRAY(" + values.map { $0.prettySQL(element, timeZone: timeZone) }.joined(separator: ", ") + ")"
        case .map(let keys, let values):
            guard case .map(let keyType, let valueType, _) = type else { return "MAP()" }
            let pairs = zip(keys, values).map {
                "\($0.prettySQL(keyType, timeZone: timeZone)), \($1.prettySQL(valueType, timeZone: timeZone))"
            }
            return "MAP(\(pairs.joined(separator: ", ")))"
        case .structure(let values):
            guard case .structure(let schema) = type else { return "NAMED_STRUCT()" }
            let fields = zip(schema.fields, values).map {
                "'\($0.name)', \($1.prettySQL($0.dataType, timeZone: timeZone))"
            }
            return "NAMED_STRUCT(\(fields.joined(separator: ", ")))"
        }
    }

    /// A literal of nanoseconds, its fraction without zeros at the end.
    private func nanosText(_ value: Int128, isLocal: Bool, _ timeZone: TimeZoneRules) -> String {
        var (micros, rest) = value.quotientAndRemainder(dividingBy: 1_000)
        if rest < 0 { (micros, rest) = (micros - 1, rest + 1_000) }
        let instant = Int64(truncatingIfNeeded: micros)
        let offset = isLocal ? 0 : timeZone.offset(atUTC: floorDivide(instant, microsPerSecond))
        let local = instant &+ offset &* microsPerSecond
        let seconds = floorDivide(local, microsPerSecond)
        let nanos = (local &- seconds &* microsPerSecond) &* 1_000 &+ Int64(truncatingIfNeeded: rest)
        var text = written { DateTimeWriting.timestamp(local: seconds &* microsPerSecond, into: &$0) }
        if nanos > 0 {
            var digits = String(nanos)
            digits = String(repeating: "0", count: 9 - digits.utf8.count) + digits
            while digits.hasSuffix("0") { digits.removeLast() }
            text += "." + digits
        }
        return "\(isLocal ? "TIMESTAMP_NTZ" : "TIMESTAMP_LTZ") '\(text)'"
    }

    private func integerText(_ value: Int64, _ type: DataType, _ timeZone: TimeZoneRules) -> String {
        switch type {
        case .date: return "DATE '\(written { DateTimeWriting.date(value, into: &$0) })'"
        case .timestamp:
            let offset = timeZone.offset(atUTC: floorDivide(value, microsPerSecond))
            let local = value.addingReportingOverflow(offset &* microsPerSecond).partialValue
            return "TIMESTAMP '\(written { DateTimeWriting.timestamp(local: local, into: &$0) })'"
        case .timestampNTZ: return "TIMESTAMP_NTZ '\(written { DateTimeWriting.timestamp(local: value, into: &$0) })'"
        case .time: return "TIME '\(written { DateTimeWriting.time(nanos: value, into: &$0) })'"
        case .yearMonthInterval(let first, let last): return yearMonthText(value, first, last)
        case .dayTimeInterval(let first, let last): return dayTimeText(value, first, last)
        default: return "\(value)"
        }
    }

    private func written(_ write: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter(capacity: 64)
        write(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }

    private func hexText(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }

    /// An unscaled decimal with its point, as Spark prints it when it needs no exponent.
    package static func decimalText(_ value: Int128, scale: Int) -> String {
        var digits = "\(value.magnitude)"
        if scale > 0 {
            if digits.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.count) + digits }
            digits.insert(".", at: digits.index(digits.endIndex, offsetBy: -scale))
        }
        return (value < 0 ? "-" : "") + digits
    }

    // MARK: Intervals

    private func yearMonthText(
        _ months: Int64, _ first: DataType.YearMonthField, _ last: DataType.YearMonthField
    ) -> String {
        let sign = months < 0 ? "-" : ""
        let count = months.magnitude
        switch (first, last) {
        case (.year, .year): return "INTERVAL '\(sign)\(count / 12)' YEAR"
        case (.month, .month): return "INTERVAL '\(sign)\(count)' MONTH"
        default: return "INTERVAL '\(sign)\(count / 12)-\(count % 12)' YEAR TO MONTH"
        }
    }

    private func dayTimeText(_ micros: Int64, _ first: DataType.DayTimeField, _ last: DataType.DayTimeField) -> String {
        let sizes: [UInt64] = [86_400_000_000, 3_600_000_000, 60_000_000, 1_000_000]
        let names = ["DAY", "HOUR", "MINUTE", "SECOND"]
        var rest = micros.magnitude
        var out = micros < 0 ? "-" : ""
        for field in first.rawValue...max(first.rawValue, last.rawValue) {
            let count = rest / sizes[field]
            rest %= sizes[field]
            if field > first.rawValue { out += field == 1 ? " " : ":" }
            // Days are written as they are, the other fields with two digits at least.
            out += (field > 0 && count < 10 ? "0" : "") + "\(count)"
        }
        if last == .second, rest > 0 {
            var fraction = "\(rest)"
            fraction = String(repeating: "0", count: 6 - fraction.count) + fraction
            while fraction.hasSuffix("0") { fraction.removeLast() }
            out += "." + fraction
        }
        let range = first == last ? names[first.rawValue] : "\(names[first.rawValue]) TO \(names[last.rawValue])"
        return "INTERVAL '\(out)' \(range)"
    }

    // MARK: Floating point

    /// The shortest digits that name the number, with an exponent below 1e-3 and from 1e7 on.
    private func floatingText(_ value: Double, digits: String) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Infinity" : "Infinity" }
        if value == 0 { return value.sign == .minus ? "-0.0" : "0.0" }
        let magnitude = abs(value)
        let (mantissa, exponent) = Self.scientific(digits)
        let sign = value < 0 ? "-" : ""
        if magnitude >= 1e-3, magnitude < 1e7 {
            return sign + Self.plain(mantissa, exponent)
        }
        let first = mantissa.prefix(1)
        let others = mantissa.dropFirst()
        return "\(sign)\(first).\(others.isEmpty ? "0" : String(others))E\(exponent)"
    }

    /// The significant digits and the exponent of the first.
    private static func scientific(_ text: String) -> (String, Int) {
        var digits = ""
        var pointAt: Int?
        var exponent = 0
        for (offset, character) in text.enumerated() {
            if character == "e" {
                exponent = Int(text.dropFirst(offset + 1)) ?? 0
                break
            }
            if character == "." { pointAt = digits.count } else if character != "-" { digits.append(character) }
        }
        exponent += (pointAt ?? digits.count) - 1
        while digits.count > 1, digits.hasPrefix("0") {
            digits.removeFirst()
            exponent -= 1
        }
        while digits.count > 1, digits.hasSuffix("0") { digits.removeLast() }
        return (digits, exponent)
    }

    private static func plain(_ digits: String, _ exponent: Int) -> String {
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + digits }
        if digits.count <= exponent + 1 {
            return digits + String(repeating: "0", count: exponent + 1 - digits.count) + ".0"
        }
        return String(digits.prefix(exponent + 1)) + "." + String(digits.dropFirst(exponent + 1))
    }
}
