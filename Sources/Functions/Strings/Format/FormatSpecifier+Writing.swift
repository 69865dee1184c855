import Columnar

extension FormatSpecifier {
    /// Writes the row's value: what Spark hands to Java is the value as it is kept, so that dates are numbers.
    func write(_ column: Column?, row: Int, into out: inout ByteWriter, context: EvaluationContext) throws {
        guard let column else {
            return justify(conversion == 0x6E ? "\n" : "%", into: &out)
        }
        let value = column.value(at: row)
        if value.isNull { return justify(limited(cased(conversion == 0x62 ? "false" : "null")), into: &out) }
        if isDate {
            guard case .integer(let millis) = value, column.type.physicalType == .int64 else {
                throw mismatch(column.type)
            }
            return justify(cased(date(millis, context.timeZone)), into: &out)
        }
        switch conversion {
        case 0x73: justify(limited(cased(plain(column, row: row, context))), into: &out)
        case 0x62:
            var flag = true
            if case .boolean(let set) = value { flag = set }
            justify(limited(cased(flag ? "true" : "false")), into: &out)
        case 0x68: justify(limited(cased(String(hash(value, column.type), radix: 16))), into: &out)
        case 0x63:
            guard case .integer(let number) = value, column.type.physicalType != .int64 else {
                throw mismatch(column.type)
            }
            guard number >= 0, number <= 0x10FFFF else {
                throw Self.refused("Code point = 0x\(String(UInt32(truncatingIfNeeded: number), radix: 16))")
            }
            justify(cased(Unicode.Scalar(UInt32(number)).map { String(Character($0)) } ?? "?"), into: &out)
        case 0x64, 0x6F, 0x78:
            guard case .integer(let number) = value else { throw mismatch(column.type) }
            justify(cased(try integer(number, column.type)), into: &out)
        default:
            switch value {
            case .double(let number): justify(real(number), into: &out)
            case .float(let number): justify(real(Double(number)), into: &out)
            default: throw mismatch(column.type)
            }
        }
    }

    private func cased(_ text: String) -> String { isUpper ? text.uppercased() : text }

    /// The first characters, as many as the precision says.
    private func limited(_ text: String) -> String {
        guard let precision, text.utf16.count > precision else { return text }
        return String(text.utf16.prefix(precision)) ?? String(text.prefix(precision))
    }

    private func justify(_ text: String, into out: inout ByteWriter) {
        let missing = max(0, (width ?? 0) - text.utf16.count)
        if !flags.contains(.left) { out.append(repeating: 0x20, count: missing) }
        out.append(text)
        if flags.contains(.left) { out.append(repeating: 0x20, count: missing) }
    }

    private func mismatch(_ type: DataType) -> PyriteError {
        let name =
            switch type {
            case .boolean: "java.lang.Boolean"
            case .byte: "java.lang.Byte"
            case .short: "java.lang.Short"
            case .float: "java.lang.Float"
            case .double: "java.lang.Double"
            case .decimal: "org.apache.spark.sql.types.Decimal"
            case .string, .char, .varchar: "org.apache.spark.unsafe.types.UTF8String"
            case .binary: "[B"
            case .array: "org.apache.spark.sql.catalyst.util.GenericArrayData"
            case .map: "org.apache.spark.sql.catalyst.util.ArrayBasedMapData"
            case .calendarInterval: "org.apache.spark.unsafe.types.CalendarInterval"
            case .structure: "org.apache.spark.sql.catalyst.expressions.GenericInternalRow"
            default: type.physicalType == .int32 ? "java.lang.Integer" : "java.lang.Long"
            }
        return Self.refused("\(letter) != \(name)")
    }

    /// The value's text in Java, nested values included.
    private func plain(_ column: Column, row: Int, _ context: EvaluationContext) -> String {
        if column.isNull(row) { return "null" }
        let value = column.value(at: row)
        switch (column.type, column.flattened().layout) {
        case (.calendarInterval, _), (.variant, _), (.binary, _):
            return ValueText.plain(column, row: row, context: context)
        case (_, .array(let offsets, let elements)):
            return "[" + list(elements, offsets, row, context) + "]"
        case (_, .map(let offsets, let keys, let values)):
            return "keys: [\(list(keys, offsets, row, context))], values: [\(list(values, offsets, row, context))]"
        case (_, .structure(let children)):
            return "[" + children.map { plain($0, row: row, context) }.joined(separator: ",") + "]"
        default:
            if case .integer(let number) = value { return "\(number)" }
            return ValueText.plain(column, row: row, context: context)
        }
    }

    private func list(_ elements: Column, _ offsets: Buffer, _ row: Int, _ context: EvaluationContext) -> String {
        let bounds = offsets.typed(Int32.self)
        return (Int(bounds[row])..<Int(bounds[row + 1])).map { plain(elements, row: $0, context) }
            .joined(separator: ",")
    }

    /// Java's `hashCode` of the value, as an unsigned number.
    private func hash(_ value: Value, _ type: DataType) -> UInt32 {
        func folded(_ bits: UInt64) -> UInt32 { UInt32(truncatingIfNeeded: bits ^ bits >> 32) }
        switch value {
        case .boolean(let flag): return flag ? 1231 : 1237
        case .integer(let number):
            return type.physicalType == .int64
                ? folded(UInt64(bitPattern: number)) : UInt32(truncatingIfNeeded: number)
        case .float(let number): return number.bitPattern
        case .double(let number): return folded(number.bitPattern)
        case .decimal(let unscaled): return UInt32(truncatingIfNeeded: unscaled)
        case .string(let text): return Array(text.utf8).withUnsafeBytes { Murmur3.hash($0, seed: 42) }
        case .binary(let bytes): return bytes.withUnsafeBytes { Murmur3.hash($0, seed: 42) }
        default: return 0
        }
    }

    // MARK: Integers

    private func integer(_ number: Int64, _ type: DataType) throws -> String {
        if conversion == 0x64 {
            return signed(grouped("\(number.magnitude)"), isNegative: number < 0)
        }
        try refuse([.parentheses, .space, .plus])
        let mask: UInt64 =
            switch type.physicalType {
            case .int8: 0xFF
            case .int16: 0xFFFF
            case .int32: 0xFFFF_FFFF
            default: .max
            }
        let digits = String(UInt64(bitPattern: number) & mask, radix: conversion == 0x6F ? 8 : 16)
        let prefix = flags.contains(.alternate) ? (conversion == 0x6F ? "0" : "0x") : ""
        let zeros = flags.contains(.zero) ? max(0, (width ?? 0) - digits.utf8.count - prefix.utf8.count) : 0
        return prefix + String(repeating: "0", count: zeros) + digits
    }

    /// Puts commas between thousands where wanted.
    private func grouped(_ digits: String) -> String {
        guard flags.contains(.group) else { return digits }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        var text = ""
        let integers = parts.first ?? ""
        for (index, digit) in integers.enumerated() {
            if index > 0, (integers.count - index) % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return parts.count > 1 ? text + "." + parts[1] : text
    }

    /// The magnitude with its sign, and zeros between them up to the width; `tail` follows and counts.
    private func signed(_ magnitude: String, isNegative: Bool, tail: String = "") -> String {
        let isEnclosed = isNegative && flags.contains(.parentheses)
        var sign = ""
        if isNegative {
            sign = isEnclosed ? "(" : "-"
        } else if flags.contains(.plus) {
            sign = "+"
        } else if flags.contains(.space) {
            sign = " "
        }
        let end = tail + (isEnclosed ? ")" : "")
        let length = sign.utf8.count + magnitude.utf8.count + end.utf8.count
        let zeros = flags.contains(.zero) ? max(0, (width ?? 0) - length) : 0
        return sign + String(repeating: "0", count: zeros) + magnitude + end
    }

    // MARK: Real numbers

    private func real(_ value: Double) -> String {
        if value.isNaN { return cased("NaN") }
        let isNegative = value.sign == .minus
        let magnitude = value.magnitude
        if value.isInfinite {
            var plain = self
            plain.flags.remove(.zero)
            return plain.signed(cased("Infinity"), isNegative: isNegative)
        }
        switch conversion {
        case 0x61: return hexadecimal(magnitude, isNegative: isNegative)
        case 0x66:
            var digits = DecimalDigits(magnitude)
            digits.round(to: digits.point + (precision ?? 6))
            var text = digits.fixed(precision ?? 6)
            if flags.contains(.alternate), precision == 0 { text += "." }
            return signed(grouped(text), isNegative: isNegative)
        case 0x65: return scientific(magnitude, precision ?? 6, isNegative: isNegative)
        default:
            let wanted = precision == 0 ? 1 : precision ?? 6
            var digits = DecimalDigits(magnitude)
            digits.round(to: wanted)
            if magnitude != 0, digits.point - 1 < -4 || digits.point - 1 >= wanted {
                return scientific(magnitude, wanted - 1, isNegative: isNegative)
            }
            return signed(
                grouped(digits.fixed(magnitude == 0 ? wanted - 1 : wanted - digits.point)), isNegative: isNegative)
        }
    }

    private func scientific(_ magnitude: Double, _ precision: Int, isNegative: Bool) -> String {
        var digits = DecimalDigits(magnitude)
        digits.round(to: precision + 1)
        var mantissa = digits.mantissa(precision)
        if flags.contains(.alternate), precision == 0 { mantissa += "." }
        let exponent = magnitude == 0 ? 0 : digits.point - 1
        let tail =
            "e" + (exponent < 0 ? "-" : "+") + (exponent.magnitude < 10 ? "0" : "") + "\(exponent.magnitude)"
        return signed(mantissa, isNegative: isNegative, tail: cased(tail))
    }

    private func hexadecimal(_ magnitude: Double, isNegative: Bool) -> String {
        var digits = HexadecimalReal.text(magnitude, precision: precision == 0 ? 1 : precision)
        // Java counts all but the sign.
        let zeros = flags.contains(.zero) ? max(0, (width ?? 0) - digits.utf8.count - 2) : 0
        digits = "0x" + String(repeating: "0", count: zeros) + digits
        var plain = self
        plain.flags.remove(.zero)
        return plain.signed(cased(digits), isNegative: isNegative)
    }
}

/// The decimal digits of a number, to be rounded half up on the fewest that identify it, as Java does.
private struct DecimalDigits {
    private var digits: [UInt8]
    /// Where the point stands: 0.DIGITS × 10^point.
    private(set) var point: Int

    init(_ magnitude: Double) {
        guard magnitude != 0 else {
            digits = [0x30]
            point = 1
            return
        }
        let shortest = ShortestDigits(magnitude)
        digits = Array(String(shortest.digits).utf8)
        point = shortest.pointPosition
    }

    /// Leaves the first `count` digits.
    mutating func round(to count: Int) {
        guard count >= 0, count < digits.count else { return }
        let roundsUp = digits[count] >= 0x35
        digits.removeSubrange(count...)
        guard roundsUp else { return }
        while digits.last == 0x39 { digits.removeLast() }
        if digits.isEmpty {
            digits = [0x31]
            point += 1
        } else {
            digits[digits.count - 1] += 1
        }
    }

    /// With as many decimals.
    func fixed(_ decimals: Int) -> String {
        var text: [UInt8] = []
        for place in 0..<max(point, 0) { text.append(place < digits.count ? digits[place] : 0x30) }
        if text.isEmpty { text.append(0x30) }
        if decimals > 0 {
            text.append(0x2E)
            for place in point..<(point + decimals) {
                text.append(digits.indices.contains(place) ? digits[place] : 0x30)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// One digit, then as many decimals.
    func mantissa(_ decimals: Int) -> String {
        var text = [digits.first ?? 0x30]
        if decimals > 0 {
            text.append(0x2E)
            for place in 1...decimals { text.append(digits.indices.contains(place) ? digits[place] : 0x30) }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Java's hexadecimal text of a number, without `0x`.
private enum HexadecimalReal {
    static func text(_ magnitude: Double, precision: Int?) -> String {
        guard let precision, precision > 0 else { return shortest(magnitude) }
        guard magnitude != 0, precision < 13 else { return padded(shortest(magnitude), precision) }
        let isTiny = magnitude < Double.leastNormalMagnitude
        let bits = (isTiny ? magnitude * 0x1p54 : magnitude).bitPattern
        let dropped = UInt64(52 - precision * 4)
        var kept = bits >> dropped
        let rest = bits & ((1 << dropped) &- 1)
        let half: UInt64 = 1 << (dropped &- 1)
        if rest > half || rest == half && kept & 1 != 0 { kept += 1 }
        let rounded = Double(bitPattern: kept << dropped)
        if rounded.isInfinite { return padded("1.0p1024", precision) }
        return padded(shortest(rounded, exponentShift: isTiny ? -54 : 0), precision)
    }

    private static func shortest(_ value: Double, exponentShift: Int = 0) -> String {
        if value == 0 { return "0.0p0" }
        var digits = String(value.significandBitPattern, radix: 16)
        digits = String(repeating: "0", count: 13 - digits.utf8.count) + digits
        while digits.utf8.count > 1, digits.utf8.last == 0x30 { digits.removeLast() }
        let isTiny = value.exponentBitPattern == 0
        let exponent = isTiny ? -1022 : Int(value.exponentBitPattern) - 1023
        return "\(isTiny ? 0 : 1).\(digits)p\(exponent + exponentShift)"
    }

    /// Zeros behind the digits up to the precision.
    private static func padded(_ text: String, _ precision: Int) -> String {
        let parts = text.split(separator: "p", maxSplits: 1)
        guard parts.count == 2 else { return text }
        let zeros = max(0, precision - (parts[0].utf8.count - 2))
        return parts[0] + String(repeating: "0", count: zeros) + "p" + parts[1]
    }
}
