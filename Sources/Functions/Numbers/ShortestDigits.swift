/// The fewest decimal digits that identify a positive finite number: 0.DIGITS × 10^pointPosition.
struct ShortestDigits {
    var digits: UInt64 = 0
    var count = 0
    var pointPosition = 0

    /// Raffaello Giulietti's algorithm ("The Schubfach way to render doubles"): the number and the bounds of what reads
    /// back as it are multiplied by a power of ten, so that few candidates are left. The power is a 128-bit
    /// approximation that is good enough for every double.
    init(_ value: Double) {
        let significand = value.significandBitPattern
        let exponent = Int(value.exponentBitPattern)
        let c = exponent == 0 ? significand : significand | 1 &<< 52
        let q = exponent == 0 ? -1074 : exponent &- 1075
        // Java shows two digits, the nearest ones: of the smallest numbers one is not always the first of them.
        if exponent == 0, c < 20, c != 2 {
            var units = Double(c) * 4.940656458412465
            var power = -325
            while units >= 10 {
                units /= 10
                power &+= 1
            }
            take(UInt64((units * 10).rounded()), exponent: power)
            return
        }
        if q <= 0, q > -53, c & ((1 &<< UInt64(truncatingIfNeeded: 0 &- q)) &- 1) == 0 {
            take(c &>> UInt64(truncatingIfNeeded: 0 &- q), exponent: 0)
            return
        }
        let isClose = significand == 0 && exponent > 1
        let k = (q &* 1_262_611 &- (isClose ? 524_031 : 0)) >> 22
        let shift = UInt64(truncatingIfNeeded: q &+ (0 &- k &* 1_741_647) >> 19 &+ 1)
        let power = PowersOfTen.shared.power(0 &- k)
        // Bounds count as readable when the significand is even. All numbers are times four.
        let odd = c & 1
        let lower = Self.product(power, (4 &* c &- (isClose ? 1 : 2)) &<< shift) &+ odd
        let middle = Self.product(power, 4 &* c &<< shift)
        let upper = Self.product(power, (4 &* c &+ 2) &<< shift) &- odd
        let s = middle &>> 2
        if s >= 10 {
            let tens = s / 10
            let isDown = lower <= 40 &* tens
            let isUp = 40 &* tens &+ 40 <= upper
            if isDown != isUp {
                take(isUp ? tens &+ 1 : tens, exponent: k &+ 1)
                return
            }
        }
        let isDown = lower <= 4 &* s
        let isUp = 4 &* s &+ 4 <= upper
        let half = 4 &* s &+ 2
        let roundsUp = isDown != isUp ? isUp : middle > half || (middle == half && s & 1 != 0)
        take(roundsUp ? s &+ 1 : s, exponent: k)
    }

    /// Takes number × 10^exponent; zeros at the end are no digits.
    private mutating func take(_ number: UInt64, exponent: Int) {
        var (number, exponent) = (number, exponent)
        while true {
            let tens = number / 10
            guard number != 0, tens &* 10 == number else { break }
            number = tens
            exponent &+= 1
        }
        var length = 17
        var limit: UInt64 = 10_000_000_000_000_000
        while length > 1 && number < limit {
            limit /= 10
            length &-= 1
        }
        digits = number
        count = length
        pointPosition = length &+ exponent
    }

    /// The upper 64 bits of a 128-bit number times x, the last of them set when any bit below is.
    @inline(__always)
    private static func product(_ power: (high: UInt64, low: UInt64), _ x: UInt64) -> UInt64 {
        let below = power.low.multipliedFullWidth(by: x).high
        let (high, low) = power.high.multipliedFullWidth(by: x)
        let (sum, carry) = low.addingReportingOverflow(below)
        return (high &+ (carry ? 1 : 0)) | (sum > 1 ? 1 : 0)
    }

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

/// The powers of ten from 10^-292 to 10^324, the first 128 bits of each, rounded up. Worked out in exact integers when
/// first needed, which takes a fraction of a millisecond.
private final class PowersOfTen: @unchecked Sendable {
    static let shared = PowersOfTen()
    private static let least = -292
    // Written in `init` only.
    private let words: UnsafeMutablePointer<UInt64>

    private init() {
        let (least, greatest) = (Self.least, 324)
        words = .allocate(capacity: (greatest - least + 1) * 2)
        // Limbs, the lowest first: 10^k, and 2^1216 / 10^k, whose division by ten again and again stays exact.
        var number: [UInt64] = [1]
        for k in 0...greatest {
            store(number, at: k, roundsUp: false)
            var carry: UInt64 = 0
            for index in number.indices {
                let (high, low) = number[index].multipliedFullWidth(by: 10)
                let (sum, overflow) = low.addingReportingOverflow(carry)
                number[index] = sum
                carry = high + (overflow ? 1 : 0)
            }
            if carry > 0 { number.append(carry) }
        }
        number = [UInt64](repeating: 0, count: 19) + [1]
        for k in stride(from: -1, through: least, by: -1) {
            var rest: UInt64 = 0
            for index in number.indices.reversed() {
                (number[index], rest) = UInt64(10).dividingFullWidth((rest, number[index]))
            }
            if number.last == 0 { number.removeLast() }
            store(number, at: k, roundsUp: true)
        }
    }

    /// Stores the first 128 bits of a number of limbs, one more when bits are left over.
    private func store(_ number: [UInt64], at k: Int, roundsUp: Bool) {
        func limb(_ index: Int) -> UInt64 { index >= 0 ? number[index] : 0 }
        let last = number.count - 1
        let shift = UInt64(number[last].leadingZeroBitCount)
        func shifted(_ index: Int) -> UInt64 {
            shift == 0 ? limb(index) : limb(index) << shift | limb(index - 1) >> (64 - shift)
        }
        var (high, low) = (shifted(last), shifted(last - 1))
        let isInexact = roundsUp || shifted(last - 2) != 0 || (0..<max(0, last - 2)).contains { number[$0] != 0 }
        if isInexact {
            low &+= 1
            if low == 0 { high &+= 1 }
        }
        words[(k - Self.least) * 2] = high
        words[(k - Self.least) * 2 + 1] = low
    }

    @inline(__always) func power(_ k: Int) -> (high: UInt64, low: UInt64) {
        let index = min(max(k, Self.least), 324) &- Self.least
        return (words[index &* 2], words[index &* 2 &+ 1])
    }
}
