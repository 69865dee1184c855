import Columnar
import Glibc

/// Reading of numbers as Spark's casts and CSV do.
package enum NumberParsing {
    /// An integer with an optional sign, white space around ignored. With `allowsFraction` (casts outside ANSI mode) a
    /// fraction is cut off. `nil` when malformed or beyond Int64.
    @inline(__always)
    package static func integer(_ bytes: UnsafeRawBufferPointer, allowsFraction: Bool = false) -> Int64? {
        var position = 0
        var end = bytes.count
        while position < end && bytes[position] <= 0x20 { position &+= 1 }
        while end > position && bytes[end &- 1] <= 0x20 { end &-= 1 }
        guard position < end else { return nil }
        let negative = bytes[position] == 0x2D
        if negative || bytes[position] == 0x2B { position &+= 1 }
        guard position < end else { return nil }
        var value: UInt64 = 0
        let first = position
        while position < end {
            let digit = bytes[position] &- 0x30
            if digit > 9 { break }
            if position &- first >= 18 {
                let (product, o1) = value.multipliedReportingOverflow(by: 10)
                let (sum, o2) = product.addingReportingOverflow(UInt64(digit))
                if o1 || o2 { return nil }
                value = sum
            } else {
                value = value &* 10 &+ UInt64(digit)
            }
            position &+= 1
        }
        if position < end {
            guard allowsFraction, bytes[position] == 0x2E else { return nil }
            position &+= 1
            while position < end {
                guard bytes[position] &- 0x30 <= 9 else { return nil }
                position &+= 1
            }
        } else if position == first {
            return nil
        }
        if negative {
            return value <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- value) : nil
        }
        return value < 1 << 63 ? Int64(truncatingIfNeeded: value) : nil
    }

    /// A number as Java's `Double.parseDouble` takes it, plus Spark's `inf`, `+inf`, `-infinity`, `nan` in any case.
    package static func double(_ bytes: UnsafeRawBufferPointer) -> Double? {
        var position = 0
        var end = bytes.count
        while position < end && bytes[position] <= 0x20 { position &+= 1 }
        while end > position && bytes[end &- 1] <= 0x20 { end &-= 1 }
        guard position < end else { return nil }
        let start = position
        let negative = bytes[position] == 0x2D
        if negative || bytes[position] == 0x2B { position &+= 1 }
        var mantissa: UInt64 = 0
        var digits = 0
        var significant = 0
        var scale = 0
        var seenPoint = false
        while position < end {
            let digit = bytes[position] &- 0x30
            if digit <= 9 {
                digits &+= 1
                if significant < 19 {
                    mantissa = mantissa &* 10 &+ UInt64(digit)
                    if mantissa > 0 { significant &+= 1 }
                    if seenPoint { scale &+= 1 }
                } else {
                    significant &+= 1
                }
            } else if bytes[position] == 0x2E && !seenPoint {
                seenPoint = true
            } else {
                break
            }
            position &+= 1
        }
        if digits == 0 { return special(UnsafeRawBufferPointer(rebasing: bytes[start..<end])) }
        if position == end && mantissa < 1 << 53 && significant < 19 && scale <= 22 {
            let value = Double(mantissa) / exactPower(scale)
            return negative ? -value : value
        }
        if position < end && bytes[position] | 0x20 == 0x65 {
            position &+= 1
            if position < end && (bytes[position] == 0x2D || bytes[position] == 0x2B) { position &+= 1 }
            let first = position
            while position < end && bytes[position] &- 0x30 <= 9 { position &+= 1 }
            guard position > first else { return nil }
        }
        var textEnd = position
        if position < end {
            let suffix = bytes[position] | 0x20
            guard position == end &- 1, suffix == 0x64 || suffix == 0x66 else { return nil }
        }
        textEnd = position
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: textEnd &- start &+ 1) { copy in
            for index in start..<textEnd { copy[index &- start] = CChar(bitPattern: bytes[index]) }
            copy[textEnd &- start] = 0
            guard let base = copy.baseAddress else { return nil }
            return strtod(base, nil)
        }
    }

    /// Powers up to 10^22 are exact doubles.
    @inline(__always)
    private static func exactPower(_ exponent: Int) -> Double {
        switch exponent {
        case 0: 1
        case 1: 10
        case 2: 100
        case 3: 1000
        case 4: 1e4
        case 5: 1e5
        case 6: 1e6
        case 7: 1e7
        case 8: 1e8
        case 9: 1e9
        case 10: 1e10
        case 11: 1e11
        case 12: 1e12
        case 13: 1e13
        case 14: 1e14
        case 15: 1e15
        case 16: 1e16
        case 17: 1e17
        case 18: 1e18
        case 19: 1e19
        case 20: 1e20
        case 21: 1e21
        default: 1e22
        }
    }

    private static func special(_ bytes: UnsafeRawBufferPointer) -> Double? {
        guard bytes.count <= 9 else { return nil }
        switch String(decoding: bytes, as: UTF8.self).lowercased() {
        case "inf", "+inf", "infinity", "+infinity": return .infinity
        case "-inf", "-infinity": return -.infinity
        case "nan": return .nan
        default: return nil
        }
    }

    /// A decimal whose digits may be grouped by commas, as the CSV and JSON sources read it in the US locale; `nil` when
    /// malformed, out of range or without a comma.
    package static func groupedDecimal(_ bytes: UnsafeRawBufferPointer, precision: Int, scale: Int) -> Int128? {
        guard bytes.contains(0x2C) else { return nil }
        let plain = bytes.filter { $0 != 0x2C }
        return plain.withUnsafeBytes {
            if case .value(let value) = decimal($0, precision: precision, scale: scale) { value } else { nil }
        }
    }

    package enum DecimalOutcome {
        case value(Int128)
        case malformed
        case outOfRange
    }

    /// A number as Java's `BigDecimal` takes it, rounded half up to `scale` digits; it must have at most `precision`
    /// digits.
    package static func decimal(_ bytes: UnsafeRawBufferPointer, precision: Int, scale: Int) -> DecimalOutcome {
        var position = 0
        var end = bytes.count
        while position < end && bytes[position] <= 0x20 { position &+= 1 }
        while end > position && bytes[end &- 1] <= 0x20 { end &-= 1 }
        guard position < end else { return .malformed }
        let negative = bytes[position] == 0x2D
        if negative || bytes[position] == 0x2B { position &+= 1 }
        let first = position
        var integralDigits = 0
        var digits = 0
        var seenPoint = false
        while position < end {
            if bytes[position] &- 0x30 <= 9 {
                digits &+= 1
                if !seenPoint { integralDigits &+= 1 }
            } else if bytes[position] == 0x2E && !seenPoint {
                seenPoint = true
            } else {
                break
            }
            position &+= 1
        }
        guard digits > 0 else { return .malformed }
        let mantissaEnd = position
        var exponent = 0
        if position < end {
            guard bytes[position] | 0x20 == 0x65 else { return .malformed }
            let rest = UnsafeRawBufferPointer(rebasing: bytes[(position &+ 1)..<end])
            guard let first = rest.first, first > 0x20, let value = integer(rest), value.magnitude < 1 << 31 else {
                return .malformed
            }
            exponent = Int(value)
        }
        // Digits before this position are kept, the one at it rounds.
        let kept = integralDigits &+ exponent &+ scale
        var value: Int128 = 0
        var index = 0
        let limit = powerOfTen(precision)
        // From here on one more digit is too many.
        let full = powerOfTen(precision - 1)
        for at in first..<mantissaEnd where bytes[at] != 0x2E {
            let digit = Int128(bytes[at] &- 0x30)
            if index < kept {
                if value >= full { return .outOfRange }
                value = value &* 10 &+ digit
            } else {
                if index == kept && digit >= 5 { value &+= 1 }
                break
            }
            index &+= 1
        }
        while index < kept && value != 0 {
            if value >= full { return .outOfRange }
            value = value &* 10
            index &+= 1
        }
        if value >= limit { return .outOfRange }
        return .value(negative ? -value : value)
    }
}
