/// A number format of `to_char` and `to_number`: `$99G999D99S`.
///
/// Letters: `0` and `9` digits, `.` or `D` the point, `,` or `G` a separator, `$` the currency sign, `S` a sign before or
/// behind, `MI` a minus or space, `PR` angle brackets around a negative number.
struct NumberFormat: Sendable {
    enum Token: Equatable, Sendable {
        /// Digits of the integer part; `isZero` for a group that begins with 0.
        case digit(isZero: Bool)
        case group
    }

    enum Sign: Sendable {
        case none
        case before
        case behind
        case minusBefore
        case minusBehind
    }

    let text: String
    private(set) var integer: [Token] = []
    private(set) var fraction = 0
    private(set) var hasPoint = false
    private(set) var hasCurrency = false
    private(set) var sign = Sign.none
    private(set) var isBracketed = false

    var integerDigits: Int { integer.count { $0 != .group } }
    var precision: Int { integerDigits + fraction }

    /// Reads a format; the message names what is wrong with it.
    init(_ text: String) throws(Malformed) {
        self.text = text
        let bytes = Array(text.uppercased().utf8)
        guard !bytes.isEmpty else {
            throw Malformed(condition: "EMPTY", detail: "The number format string cannot be empty.")
        }
        var position = 0
        func at(_ letters: String) -> Bool { bytes[position...].starts(with: letters.utf8) }
        if position < bytes.count, at("S") {
            sign = .before
            position += 1
        } else if at("MI") {
            sign = .minusBefore
            position += 2
        }
        if position < bytes.count, bytes[position] == 0x24 {
            hasCurrency = true
            position += 1
        }
        var isZeroGroup = false
        var sawDigit = false
        while position < bytes.count {
            switch bytes[position] {
            case 0x30, 0x39:
                if hasPoint {
                    fraction += 1
                } else {
                    if !sawDigit { isZeroGroup = bytes[position] == 0x30 }
                    integer.append(.digit(isZero: isZeroGroup || bytes[position] == 0x30))
                    if bytes[position] == 0x30 { isZeroGroup = true }
                    sawDigit = true
                }
                position += 1
            case 0x2C, 0x47:
                guard !hasPoint else { throw Self.unexpected(text) }
                integer.append(.group)
                position += 1
            case 0x2E, 0x44:
                guard !hasPoint else { throw Self.unexpected(text) }
                hasPoint = true
                position += 1
            case 0x24:
                guard !hasCurrency else { throw Self.unexpected(text) }
                hasCurrency = true
                position += 1
            default:
                guard sign == .none || at("PR") else { throw Self.unexpected(text) }
                if at("PR"), position + 2 == bytes.count {
                    isBracketed = true
                    position += 2
                } else if at("MI"), position + 2 == bytes.count {
                    sign = .minusBehind
                    position += 2
                } else if at("S"), position + 1 == bytes.count {
                    sign = .behind
                    position += 1
                } else {
                    throw Self.unexpected(text)
                }
            }
        }
        guard precision > 0 else {
            throw Malformed(
                condition: "WRONG_NUM_DIGIT", detail: "The format string requires at least one number digit.")
        }
        guard precision <= 38 else { throw Self.unexpected(text) }
        guard integer.last != .group || integer.isEmpty else { throw Self.unexpected(text) }
    }

    struct Malformed: Error {
        let condition: String
        let detail: String
    }

    private static func unexpected(_ text: String) -> Malformed {
        Malformed(
            condition: "UNEXPECTED_TOKEN",
            detail: "Structure of the format string must match: `[MI|S] [$] [0|9|G|,]* "
                + "[.|D] [0|9]* [$] [PR|MI|S]`, but found an unexpected token.")
    }

    // MARK: Reading

    /// The unscaled value with ``fraction`` digits behind the point; `nil` when the text does not match.
    func parse(_ bytes: UnsafeRawBufferPointer) -> Int128? {
        var (start, end) = DateTimeParsing.trimmed(bytes)
        var isNegative = false
        func take(_ byte: UInt8) -> Bool {
            guard start < end, bytes[start] == byte else { return false }
            start += 1
            return true
        }
        if isBracketed, start < end, bytes[start] == 0x3C {
            guard bytes[end - 1] == 0x3E else { return nil }
            isNegative = true
            start += 1
            end -= 1
        }
        switch sign {
        case .before, .minusBefore: if take(0x2D) { isNegative = true } else { _ = sign == .before && take(0x2B) }
        case .behind, .minusBehind:
            if end > start, bytes[end - 1] == 0x2D {
                isNegative = true
                end -= 1
            } else if sign == .behind, end > start, bytes[end - 1] == 0x2B {
                end -= 1
            }
        case .none: break
        }
        if hasCurrency, !take(0x24) { return nil }
        var value: Int128 = 0
        var digits = 0
        let pointAt = bytes[start..<end].firstIndex(of: 0x2E) ?? end
        // Groups are matched from the point to the left, so that missing leading digits do no harm.
        var position = pointAt
        var index = integer.count
        var factor: Int128 = 1
        while position > start {
            position -= 1
            guard index > 0 else { return nil }
            index -= 1
            if bytes[position] == 0x2C {
                guard integer[index] == .group else { return nil }
            } else {
                guard integer[index] != .group, bytes[position] &- 0x30 <= 9 else { return nil }
                value += Int128(bytes[position] - 0x30) * factor
                factor = factor &* 10
                digits += 1
            }
        }
        // What the format has further to the left may only be digits that are optional.
        while index > 0 {
            index -= 1
            if case .digit(isZero: true) = integer[index] { return nil }
        }
        var places = 0
        if pointAt < end {
            guard hasPoint else { return nil }
            for at in (pointAt + 1)..<end {
                guard bytes[at] &- 0x30 <= 9, places < fraction else { return nil }
                value = value &* 10 &+ Int128(bytes[at] - 0x30)
                places += 1
                digits += 1
            }
        }
        guard digits > 0 else { return nil }
        for _ in places..<fraction { value = value &* 10 }
        return isNegative ? -value : value
    }

    // MARK: Writing

    /// Writes an unscaled value with ``fraction`` digits behind the point; `#`s when it has too many digits.
    func write(_ value: Int128, hasMorePlaces: Bool = false, into out: inout ByteWriter) {
        let magnitude = value.magnitude
        let isNegative = value < 0
        var digits: [UInt8] = []
        var rest = magnitude
        for _ in 0..<(integerDigits + fraction) {
            digits.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        let overflows = rest != 0 || hasMorePlaces
        var body: [UInt8] = []
        var isLeading = true
        var next = digits.count
        let integerValue = fraction >= 39 ? 0 : magnitude / UInt128(powerOfTen(fraction).magnitude)
        for token in integer {
            switch token {
            case .group:
                body.append(isLeading && !overflows ? 0x20 : 0x2C)
            case .digit(let isZero):
                next -= 1
                if overflows {
                    body.append(0x23)
                    continue
                }
                if digits[next] != 0x30 || isZero { isLeading = false }
                // The last digit of the integer part stays when there is nothing else.
                if isLeading, next == fraction, integerValue == 0 { isLeading = false }
                body.append(isLeading ? 0x20 : digits[next])
            }
        }
        if hasPoint || fraction > 0 {
            body.append(0x2E)
            for index in stride(from: fraction - 1, through: 0, by: -1) {
                body.append(overflows ? 0x23 : digits[index])
            }
        }
        if isBracketed, isNegative { out.append(0x3C) }
        if sign == .before { out.append(isNegative ? 0x2D : 0x2B) }
        if sign == .minusBefore { out.append(isNegative ? 0x2D : 0x20) }
        if hasCurrency { out.append(0x24) }
        body.withUnsafeBytes { out.append($0) }
        if sign == .behind { out.append(isNegative ? 0x2D : 0x2B) }
        if sign == .minusBehind { out.append(isNegative ? 0x2D : 0x20) }
        if isBracketed {
            if isNegative {
                out.append(0x3E)
            } else {
                out.append(repeating: 0x20, count: 2)
            }
        }
    }
}
