/// Fixed-point arithmetic on unscaled 128-bit values. Results beyond 38 digits are `nil`.
package enum DecimalArithmetic {
    /// 10^38: one more than the largest unscaled value.
    static let limit: Int128 = powerOfTen(38)

    /// `value` at another scale, rounded half away from zero; `nil` on overflow of 38 digits.
    package static func rescale(_ value: Int128, from: Int, to: Int) -> Int128? {
        if from == to { return value }
        if to > from {
            let (result, overflow) = value.multipliedReportingOverflow(by: powerOfTen(to - from))
            if to - from > 38 { return value == 0 ? 0 : nil }
            return overflow ? nil : result
        }
        if from - to > 38 { return 0 }
        return divideHalfUp(value, powerOfTen(from - to))
    }

    /// `a / b` rounded half away from zero; `b` must be positive.
    @inline(__always)
    static func divideHalfUp(_ a: Int128, _ b: Int128) -> Int128 {
        let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
        if rest.magnitude >= b.magnitude &- rest.magnitude { return a < 0 ? quotient &- 1 : quotient &+ 1 }
        return quotient
    }

    /// `a × b` at `dropping` digits fewer, rounded half up.
    static func multiply(_ a: Int128, _ b: Int128, dropping: Int) -> Int128? {
        let (product, overflow) = a.multipliedReportingOverflow(by: b)
        if !overflow { return dropping == 0 ? product : divideHalfUp(product, powerOfTen(dropping)) }
        guard dropping > 0 else { return nil }
        let wide = a.magnitude.multipliedFullWidth(by: b.magnitude)
        let divisor = powerOfTen(dropping).magnitude
        guard wide.high < divisor else { return nil }
        let (quotient, rest) = divisor.dividingFullWidth(wide)
        var result = quotient
        if rest >= divisor &- rest { result &+= 1 }
        guard result < limit.magnitude else { return nil }
        let signed = Int128(truncatingIfNeeded: result)
        return (a < 0) != (b < 0) ? -signed : signed
    }

    /// `a × 10^shift / b` rounded half up; `b` must not be zero.
    static func divide(_ a: Int128, _ b: Int128, shift: Int) -> Int128? {
        let divisor = b.magnitude
        let negative = (a < 0) != (b < 0)
        if shift < 0 {
            let (wider, overflow) = divisor.multipliedReportingOverflow(by: powerOfTen(-shift).magnitude)
            if overflow { return 0 }
            return signed(roundedQuotient(a.magnitude, wider), negative)
        }
        if shift <= 38 {
            let (scaled, overflow) = a.magnitude.multipliedReportingOverflow(by: powerOfTen(shift).magnitude)
            if !overflow { return signed(roundedQuotient(scaled, divisor), negative) }
        }
        // Long division, digit by digit.
        var (quotient, rest) = a.magnitude.quotientAndRemainder(dividingBy: divisor)
        for _ in 0..<shift {
            let (shifted, overflow) = quotient.multipliedReportingOverflow(by: 10)
            if overflow || shifted >= limit.magnitude { return nil }
            let wide = rest.multipliedFullWidth(by: 10)
            let (digit, next) = divisor.dividingFullWidth(wide)
            quotient = shifted &+ digit
            rest = next
        }
        if rest >= divisor &- rest { quotient &+= 1 }
        return signed(quotient, negative)
    }

    private static func roundedQuotient(_ a: UInt128, _ b: UInt128) -> UInt128 {
        let (quotient, rest) = a.quotientAndRemainder(dividingBy: b)
        return rest >= b &- rest ? quotient &+ 1 : quotient
    }

    private static func signed(_ magnitude: UInt128, _ negative: Bool) -> Int128? {
        guard magnitude < limit.magnitude else { return nil }
        let value = Int128(truncatingIfNeeded: magnitude)
        return negative ? -value : value
    }

    /// The nearest double.
    package static func double(_ unscaled: Int128, scale: Int) -> Double {
        if unscaled.magnitude < 1 << 53 && scale <= 22 {
            var divisor = 1.0
            for _ in 0..<scale { divisor *= 10 }
            return Double(Int64(truncatingIfNeeded: unscaled)) / divisor
        }
        var writer = ByteWriter()
        NumberWriting.decimal(unscaled, scale: scale, into: &writer)
        return NumberParsing.double(writer.bytes) ?? .nan
    }

    /// The decimal of a double's shortest digits, rounded half up; `nil` when it has more than `precision` digits.
    package static func decimal(_ value: Double, precision: Int, scale: Int) -> Int128? {
        guard value.isFinite else { return nil }
        if value == 0 { return 0 }
        return decimal(ShortestDigits(value.magnitude), negative: value < 0, precision: precision, scale: scale)
    }

    package static func decimal(_ value: Float, precision: Int, scale: Int) -> Int128? {
        // Java widens a float before it takes its digits.
        decimal(Double(value), precision: precision, scale: scale)
    }

    private static func decimal(_ digits: ShortestDigits, negative: Bool, precision: Int, scale: Int) -> Int128? {
        let shift = digits.pointPosition - digits.count + scale
        if shift > 38 { return nil }
        var value = Int128(digits.digits)
        if shift >= 0 {
            let (product, overflow) = value.multipliedReportingOverflow(by: powerOfTen(shift))
            if overflow { return nil }
            value = product
        } else {
            value = shift < -38 ? 0 : divideHalfUp(value, powerOfTen(-shift))
        }
        guard value < powerOfTen(precision) else { return nil }
        return negative ? -value : value
    }
}
