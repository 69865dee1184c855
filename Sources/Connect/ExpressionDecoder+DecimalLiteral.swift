import Columnar
import ConnectProtocol

extension TypedValue {
    /// A decimal constant: text such as `-12.50` or `1E+3`, with the type's precision and scale, or those of the text.
    static func decimal(_ message: Spark_Connect_Expression.Literal.Decimal) throws(PyriteError) -> TypedValue {
        func failure() -> PyriteError { InvalidPlan.error("the decimal literal '\(message.value)'") }
        guard let number = DecimalText(message.value) else { throw failure() }
        let natural = max(number.digits, number.scale, 1)
        let precision = message.hasPrecision ? message.precision : Int32(clamping: natural)
        let scale = message.hasScale ? message.scale : Int32(clamping: number.scale)
        let type = try DataType.decimal(precision: precision, scale: scale)
        guard case .decimal(let p, let s) = type, let unscaled = number.unscaled(scale: s),
            unscaled.magnitude < UInt128(powerOfTen: p)
        else { throw failure() }
        return TypedValue(type, .decimal(unscaled))
    }
}

/// A decimal number as written: `mantissa` · 10^-`scale`, of so many significant `digits`.
private struct DecimalText {
    var mantissa: Int128 = 0
    var scale = 0
    var digits = 0

    init?(_ text: String) {
        var bytes = Array(text.utf8)[...]
        var negative = false
        if let sign = bytes.first, sign == UInt8(ascii: "-") || sign == UInt8(ascii: "+") {
            negative = sign == UInt8(ascii: "-")
            bytes.removeFirst()
        }
        var seenDigit = false
        var seenPoint = false
        while let byte = bytes.first, byte != UInt8(ascii: "e"), byte != UInt8(ascii: "E") {
            bytes.removeFirst()
            if byte == UInt8(ascii: "."), !seenPoint {
                seenPoint = true
                continue
            }
            guard byte >= 0x30, byte <= 0x39 else { return nil }
            seenDigit = true
            if seenPoint { scale += 1 }
            if digits > 0 || byte != 0x30 { digits += 1 }
            let (shifted, overflow) = mantissa.multipliedReportingOverflow(by: 10)
            let (sum, carry) = shifted.addingReportingOverflow(Int128(byte - 0x30))
            guard !overflow, !carry else { return nil }
            mantissa = sum
        }
        guard seenDigit else { return nil }
        if !bytes.isEmpty {
            guard let exponent = Int(String(decoding: bytes.dropFirst(), as: UTF8.self)), abs(exponent) <= 100 else {
                return nil
            }
            scale -= exponent
            if scale < 0 {
                // Spark's decimals have no negative scale: 1E+3 is 1000.
                guard let whole = unscaled(scale: 0) else { return nil }
                if mantissa != 0 { digits -= scale }
                mantissa = whole
                scale = 0
            }
        }
        if negative { mantissa = -mantissa }
    }

    /// The unscaled value at another scale; `nil` when that would drop digits or overflow.
    func unscaled(scale wanted: Int) -> Int128? {
        var value = mantissa
        var current = scale
        while current < wanted {
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            value = product
            current += 1
        }
        while current > wanted {
            let (quotient, rest) = value.quotientAndRemainder(dividingBy: 10)
            guard rest == 0 else { return nil }
            value = quotient
            current -= 1
        }
        return value
    }
}

extension UInt128 {
    /// 10^`exponent` for exponents up to 38.
    fileprivate init(powerOfTen exponent: Int) {
        self = 1
        for _ in 0..<exponent { self *= 10 }
    }
}
