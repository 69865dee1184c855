import Columnar
import Functions
import Glibc

// Operations on numbers besides the basic ones. What CPython computes with the C library is computed with the same
// functions here.

// MARK: Bits and powers of whole numbers

enum AndIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 { a & b }
}

enum OrIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 { a | b }
}

enum XorIntegers: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 { a ^ b }
}

enum InvertInteger: PythonUnary {
    @inline(__always) static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 { ~a }
}

enum ShiftLeft: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        guard b >= 0, b < 63 else {
            doubt |= PythonStatus.doubt
            return 0
        }
        let shifted = a &<< b
        doubt |= shifted &>> b != a ? PythonStatus.doubt : 0
        return shifted
    }
}

enum ShiftRight: PythonBinary {
    @inline(__always) static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        doubt |= b < 0 ? PythonStatus.doubt : 0
        return a &>> min(max(b, 0), 63)
    }
}

/// `a ** b`; a negative exponent gives a float in Python, which is left to it.
enum PowerOfIntegers: PythonBinary {
    static func apply(_ a: Int64, _ b: Int64, _ doubt: inout UInt8) -> Int64 {
        guard b >= 0, b < 64 || (a >= -1 && a <= 1), doubt == 0 else {
            doubt |= PythonStatus.doubt
            return 0
        }
        if a == 0 || a == 1 { return b == 0 ? 1 : a }
        if a == -1 { return b & 1 == 0 ? 1 : -1 }
        var result: Int64 = 1
        for _ in 0..<b {
            let (product, overflow) = result.multipliedReportingOverflow(by: a)
            guard !overflow else {
                doubt |= PythonStatus.doubt
                return 0
            }
            result = product
        }
        return result
    }
}

enum FlagToInteger: PythonUnary {
    @inline(__always) static func apply(_ a: UInt8, _ doubt: inout UInt8) -> Int64 { a == 0 ? 0 : 1 }
}

// MARK: Floats

/// `a // b`, as CPython computes it from the remainder.
enum FloorDivideFloats: PythonBinary {
    static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double {
        guard b != 0 else {
            doubt |= PythonStatus.doubt
            return 0
        }
        var remainder = fmod(a, b)
        var quotient = (a - remainder) / b
        if remainder != 0 {
            if (b < 0) != (remainder < 0) {
                remainder += b
                quotient -= 1
            }
        }
        if quotient != 0 {
            let rounded = quotient.rounded(.down)
            return quotient - rounded > 0.5 ? rounded + 1 : rounded
        }
        return copysign(0, a / b)
    }
}

/// `a ** b` where both are finite and the result is an ordinary number.
enum PowerOfFloats: PythonBinary {
    static func apply(_ a: Double, _ b: Double, _ doubt: inout UInt8) -> Double {
        guard a.isFinite, b.isFinite, a > 0 || (a < 0 && b.rounded() == b) else {
            doubt |= PythonStatus.doubt
            return 0
        }
        let power = pow(a, b)
        doubt |= power.isFinite && power != 0 ? 0 : PythonStatus.doubt
        return power
    }
}

/// `round(x)`: ties go to the even neighbour.
enum RoundToInteger: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> Int64 {
        FloatToInteger.apply(a.rounded(.toNearestOrEven), &doubt)
    }
}

enum FloorToInteger: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> Int64 {
        FloatToInteger.apply(a.rounded(.down), &doubt)
    }
}

enum CeilingToInteger: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> Int64 {
        FloatToInteger.apply(a.rounded(.up), &doubt)
    }
}

enum IsNotANumber: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> UInt8 { a.isNaN ? 1 : 0 }
}

enum IsInfinite: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> UInt8 { a.isInfinite ? 1 : 0 }
}

enum IsFinite: PythonUnary {
    @inline(__always) static func apply(_ a: Double, _ doubt: inout UInt8) -> UInt8 { a.isFinite ? 1 : 0 }
}

/// A function of the C library that Python's `math` passes on. Results that are no ordinary numbers are errors there,
/// unless the argument is none either.
func mathematics(_ name: String, _ floats: PythonVector) -> PythonVector {
    let count = floats.count
    let values = Buffer(capacity: count * 8)
    let (source, target) = (floats.floats, values.typed(Double.self))
    let status = doubting(floats)
    let statuses = status.typed(UInt8.self)
    switch name {
    case "math.sqrt": for row in 0..<count { target[row] = sqrt(source[row]) }
    case "math.exp": for row in 0..<count { target[row] = exp(source[row]) }
    case "math.log": for row in 0..<count { target[row] = log(source[row]) }
    case "math.log2": for row in 0..<count { target[row] = log2(source[row]) }
    case "math.log10": for row in 0..<count { target[row] = log10(source[row]) }
    case "math.sin": for row in 0..<count { target[row] = sin(source[row]) }
    case "math.cos": for row in 0..<count { target[row] = cos(source[row]) }
    case "math.tan": for row in 0..<count { target[row] = tan(source[row]) }
    case "math.atan": for row in 0..<count { target[row] = atan(source[row]) }
    default: for row in 0..<count { target[row] = source[row].magnitude }
    }
    for row in 0..<count where !target[row].isFinite { statuses[row] = PythonStatus.doubt }
    return PythonVector(.float, count: count, values: values, status: status)
}

/// `round(x, digits)`: the decimal text that is nearest to the number, read again, as CPython does it.
func roundFloats(_ floats: PythonVector, digits: Int) -> PythonVector {
    let count = floats.count
    let values = Buffer(capacity: count * 8)
    let (source, target) = (floats.floats, values.typed(Double.self))
    let status = doubting(floats)
    let statuses = status.typed(UInt8.self)
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
        guard let base = text.baseAddress else { return }
        for row in 0..<count where statuses[row] == 0 {
            guard source[row].magnitude < 1e15 else {
                statuses[row] = PythonStatus.doubt
                continue
            }
            _ = withVaList([CInt(digits), source[row]]) { vsnprintf(base, 64, "%.*f", $0) }
            target[row] = strtod(base, nil)
        }
    }
    return PythonVector(.float, count: count, values: values, status: status)
}

/// `float(text)` of plain decimal numbers; Python knows more.
func parseFloats(_ texts: PythonVector) -> PythonVector {
    let count = texts.count
    let values = Buffer(capacity: count * 8)
    let target = values.typed(Double.self)
    let status = doubting(texts)
    let statuses = status.typed(UInt8.self)
    let views = texts.texts
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { text in
        guard let base = text.baseAddress else { return }
        for row in 0..<count where statuses[row] == 0 {
            let bytes = StringView.bytes(views + row)
            guard bytes.count < 64, isPlainDecimal(bytes) else {
                statuses[row] = PythonStatus.doubt
                continue
            }
            for index in 0..<bytes.count { base[index] = CChar(bitPattern: bytes[index]) }
            base[bytes.count] = 0
            target[row] = strtod(base, nil)
        }
    }
    return PythonVector(.float, count: count, values: values, status: status)
}

/// `[+-]digits[.digits][e[+-]digits]`, digits before or behind the point.
private func isPlainDecimal(_ bytes: UnsafeRawBufferPointer) -> Bool {
    var index = 0
    func digits() -> Int {
        let start = index
        while index < bytes.count, bytes[index] &- 0x30 < 10 { index &+= 1 }
        return index &- start
    }
    func sign() {
        if index < bytes.count, bytes[index] == UInt8(ascii: "-") || bytes[index] == UInt8(ascii: "+") { index &+= 1 }
    }
    sign()
    var found = digits()
    if index < bytes.count, bytes[index] == UInt8(ascii: ".") {
        index &+= 1
        found &+= digits()
    }
    guard found > 0 else { return false }
    if index < bytes.count, bytes[index] | 0x20 == UInt8(ascii: "e") {
        index &+= 1
        sign()
        let exponent = digits()
        guard exponent > 0, exponent < 4 else { return false }
    }
    return index == bytes.count
}

// MARK: Dates, as days since 1970

/// The days that Python's dates reach: 0001-01-01 to 9999-12-31.
let pythonDays: ClosedRange<Int64> = -719_162...2_932_896

enum YearOfDate: PythonUnary {
    static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 { CivilDate(days: a).year }
}

enum MonthOfDate: PythonUnary {
    static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 { CivilDate(days: a).month }
}

enum DayOfDate: PythonUnary {
    static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 { CivilDate(days: a).day }
}

/// Monday is 0.
enum WeekdayOfDate: PythonUnary {
    static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 { ((a &+ 3) % 7 &+ 7) % 7 }
}

/// Monday is 1.
enum ISOWeekdayOfDate: PythonUnary {
    static func apply(_ a: Int64, _ doubt: inout UInt8) -> Int64 { ((a &+ 3) % 7 &+ 7) % 7 &+ 1 }
}

// MARK: Numbers as text

extension TextScratch {
    /// A number under `[0][width][,].nf`; false where Python has to do it.
    mutating func append(_ number: Double, fixed format: PythonFormat) -> Bool {
        guard number.isFinite, let precision = format.precision else { return false }
        var done = false
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 512) { text in
            guard let base = text.baseAddress else { return }
            let size = Int(withVaList([CInt(precision), number]) { vsnprintf(base, 512, "%.*f", $0) })
            guard size > 0, size < 512 else { return }
            let written = UnsafeRawBufferPointer(start: base, count: size)
            let isNegative = written[0] == UInt8(ascii: "-")
            let point = written.firstIndex(of: UInt8(ascii: ".")) ?? size
            let whole = point &- (isNegative ? 1 : 0)
            let commas = format.hasCommas ? (whole &- 1) / 3 : 0
            let padding = max(0, format.width &- size &- commas)
            if !format.padsWithZeros { append(0x20, times: padding) }
            if isNegative { append(UInt8(ascii: "-"), times: 1) }
            if format.padsWithZeros { append(0x30, times: padding) }
            for index in (isNegative ? 1 : 0)..<size {
                append(written[index], times: 1)
                let left = point &- 1 &- index
                if format.hasCommas, left > 0, left % 3 == 0 { append(UInt8(ascii: ","), times: 1) }
            }
            done = true
        }
        return done
    }

    /// `str(number)`: the fewest digits that tell the number from its neighbours.
    mutating func append(shortest number: Double) -> Bool {
        guard number.isFinite else { return false }
        var digits: [UInt8] = []
        var (point, exponent, isBehind, isNegative) = (0, 0, false, false)
        let text = Array(number.description.utf8)
        var index = 0
        if text.first == UInt8(ascii: "-") { (isNegative, index) = (true, 1) }
        while index < text.count {
            let byte = text[index]
            if byte == UInt8(ascii: ".") {
                isBehind = true
            } else if byte == UInt8(ascii: "e") {
                guard let number = Int(String(decoding: text[(index + 1)...], as: UTF8.self)) else { return false }
                exponent = number
                break
            } else {
                digits.append(byte)
                point += isBehind ? 0 : 1
            }
            index += 1
        }
        while digits.last == 0x30 { digits.removeLast() }
        let zeros = digits.prefix { $0 == 0x30 }.count
        digits.removeFirst(zeros)
        point += exponent - zeros
        if digits.isEmpty { (digits, point) = ([0x30], 1) }
        if isNegative { append(UInt8(ascii: "-"), times: 1) }
        let scale = point - 1
        if scale >= -4, scale < 16 {
            if point <= 0 {
                append(0x30, times: 1)
                append(UInt8(ascii: "."), times: 1)
                append(0x30, times: -point)
                digits.withUnsafeBytes { append($0) }
            } else {
                for place in 0..<max(point, digits.count) {
                    if place == point { append(UInt8(ascii: "."), times: 1) }
                    append(place < digits.count ? digits[place] : 0x30, times: 1)
                }
                if digits.count <= point {
                    append(UInt8(ascii: "."), times: 1)
                    append(0x30, times: 1)
                }
            }
            return true
        }
        append(digits[0], times: 1)
        if digits.count > 1 {
            append(UInt8(ascii: "."), times: 1)
            digits[1...].withUnsafeBytes { append($0) }
        }
        append(UInt8(ascii: "e"), times: 1)
        append(scale < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"), times: 1)
        if abs(scale) < 10 { append(0x30, times: 1) }
        Array(String(abs(scale)).utf8).withUnsafeBytes { append($0) }
        return true
    }

    /// A day as `YYYY-MM-DD`.
    mutating func append(day: Int64) {
        let date = CivilDate(days: day)
        for (number, width) in [(date.year, 4), (date.month, 2), (date.day, 2)] {
            if width == 2 { append(UInt8(ascii: "-"), times: 1) }
            var divisor: Int64 = width == 4 ? 1000 : 10
            while divisor > 0 {
                append(UInt8(truncatingIfNeeded: number / divisor % 10) &+ 0x30, times: 1)
                divisor /= 10
            }
        }
    }
}
