import Columnar

/// Text of numbers as Java and Spark write them.
package enum NumberWriting {
    /// `Double.toString`: the shortest digits that read back as the same number, plain from 0.001 up to 10^7, else
    /// with an exponent (`1.0E10`).
    package static func double(_ value: Double, into out: inout ByteWriter) {
        if writeSmall(value, into: &out) { return }
        if value.isNaN { return out.append("NaN" as StaticString) }
        if value.sign == .minus { out.append(0x2D) }
        if value.isInfinite { return out.append("Infinity" as StaticString) }
        if value == 0 { return out.append("0.0" as StaticString) }
        // Java writes the least number with the two digits that are nearest, not with the one that is enough.
        if value.magnitude == .leastNonzeroMagnitude { return out.append("4.9E-324" as StaticString) }
        scientificOrPlain(ShortestDigits(value.magnitude), into: &out)
    }

    package static func float(_ value: Float, into out: inout ByteWriter) {
        if value.isNaN { return out.append("NaN" as StaticString) }
        if value.sign == .minus { out.append(0x2D) }
        if value.isInfinite { return out.append("Infinity" as StaticString) }
        if value == 0 { return out.append("0.0" as StaticString) }
        if value.magnitude == .leastNonzeroMagnitude { return out.append("1.4E-45" as StaticString) }
        scientificOrPlain(ShortestDigits(value.magnitude), into: &out)
    }

    /// Numbers with at most two fraction digits, the bulk of real data, without the search for the shortest digits.
    @inline(__always)
    private static func writeSmall(_ value: Double, into out: inout ByteWriter) -> Bool {
        let magnitude = value.magnitude
        guard magnitude < 10_000_000, magnitude >= 0.001 else { return false }
        let hundredths = (magnitude * 100).rounded()
        guard hundredths / 100 == magnitude else { return false }
        let whole = UInt64(hundredths)
        if value < 0 { out.append(0x2D) }
        out.append(digits: whole / 100)
        out.append(0x2E)
        let fraction = whole % 100
        if fraction % 10 == 0 {
            out.append(digits: fraction / 10)
        } else {
            out.append(digits: fraction, width: 2)
        }
        return true
    }

    private static func scientificOrPlain(_ number: ShortestDigits, into out: inout ByteWriter) {
        // The value is 0.d1d2d3… × 10^point.
        let point = number.pointPosition
        if point > -3 && point <= 7 {
            if point <= 0 {
                out.append("0." as StaticString)
                out.append(repeating: 0x30, count: -point)
                out.append(digits: number.digits, width: number.count)
            } else if number.count <= point {
                out.append(digits: number.digits, width: number.count)
                out.append(repeating: 0x30, count: point - number.count)
                out.append(".0" as StaticString)
            } else {
                let start = out.count
                out.append(digits: number.digits, width: number.count)
                out.insert(0x2E, at: start + point)
            }
            return
        }
        let start = out.count
        out.append(digits: number.digits, width: number.count)
        out.insert(0x2E, at: start + 1)
        if number.count == 1 { out.append(0x30) }
        out.append(0x45)
        out.append(integer: Int64(point - 1))
    }

    /// A decimal with all digits of its scale: `1.50`.
    package static func decimal(_ unscaled: Int128, scale: Int, into out: inout ByteWriter) {
        if unscaled < 0 { out.append(0x2D) }
        let magnitude = unscaled.magnitude
        if scale <= 0 {
            out.append(digits: magnitude)
            if magnitude != 0 { out.append(repeating: 0x30, count: -scale) }
            return
        }
        let divisor = UInt128(truncatingIfNeeded: powerOfTen(scale))
        let (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: divisor)
        out.append(digits: whole)
        out.append(0x2E)
        var width = 1
        var limit: UInt128 = 10
        while width < scale && fraction >= limit {
            width += 1
            limit *= 10
        }
        out.append(repeating: 0x30, count: scale - width)
        out.append(digits: fraction)
    }

    package static func text(_ body: (inout ByteWriter) -> Void) -> String {
        var writer = ByteWriter()
        body(&writer)
        return String(decoding: writer.bytes, as: UTF8.self)
    }
}

/// 10^exponent for 0...38; 38 for more.
package func powerOfTen(_ exponent: Int) -> Int128 {
    var result: Int128 = 1
    for _ in 0..<max(0, min(exponent, 38)) { result &*= 10 }
    return result
}
