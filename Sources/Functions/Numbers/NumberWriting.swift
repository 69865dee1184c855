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
        scientificOrPlain(ShortestDigits(value.magnitude), into: &out)
    }

    package static func float(_ value: Float, into out: inout ByteWriter) {
        if value.isNaN { return out.append("NaN" as StaticString) }
        if value.sign == .minus { out.append(0x2D) }
        if value.isInfinite { return out.append("Infinity" as StaticString) }
        if value == 0 { return out.append("0.0" as StaticString) }
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
                let divisor = powerOfTen64(number.count - point)
                out.append(digits: number.digits / divisor, width: point)
                out.append(0x2E)
                out.append(digits: number.digits % divisor, width: number.count - point)
            }
            return
        }
        let divisor = powerOfTen64(number.count - 1)
        out.append(digits: number.digits / divisor)
        out.append(0x2E)
        out.append(digits: number.digits % divisor, width: max(1, number.count - 1))
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

/// 10^exponent for 0...19.
func powerOfTen64(_ exponent: Int) -> UInt64 {
    var result: UInt64 = 1
    for _ in 0..<max(0, min(exponent, 19)) { result &*= 10 }
    return result
}

/// The fewest decimal digits that identify a positive finite number: 0.DIGITS × 10^pointPosition.
struct ShortestDigits {
    var digits: UInt64 = 0
    var count = 0
    var pointPosition = 0

    init(_ value: Double) { self.init(text: value.description) }
    init(_ value: Float) { self.init(text: value.description) }

    /// Reads the standard library's own shortest form (`123.45`, `1e-05`).
    private init(text: String) {
        var text = text
        var exponent = 0
        var negativeExponent = false
        var inExponent = false
        var seenPoint = false
        var zeros = 0
        text.withUTF8 { bytes in
            for byte in bytes {
                switch byte {
                case 0x2E: seenPoint = true
                case 0x65, 0x45: inExponent = true
                case 0x2D where inExponent: negativeExponent = true
                case 0x30...0x39:
                    if inExponent {
                        exponent = exponent * 10 + Int(byte - 0x30)
                    } else if byte == 0x30 {
                        if count == 0 {
                            if seenPoint { pointPosition -= 1 }
                        } else {
                            zeros += 1
                            if !seenPoint { pointPosition += 1 }
                        }
                    } else {
                        while zeros > 0 {
                            digits = digits &* 10
                            count += 1
                            zeros -= 1
                        }
                        digits = digits &* 10 &+ UInt64(byte - 0x30)
                        count += 1
                        if !seenPoint { pointPosition += 1 }
                    }
                default: break
                }
            }
        }
        pointPosition += negativeExponent ? -exponent : exponent
        if count == 0 { count = 1 }
    }
}
