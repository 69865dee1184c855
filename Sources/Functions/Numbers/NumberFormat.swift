/// A number format of `to_char` and `to_number`: `$99G999D99S`.
///
/// Letters: `0` and `9` digits, `.` or `D` the point, `,` or `G` a separator, `$` the currency sign, `S` a sign before or
/// behind, `MI` a minus or space before or behind, `PR` angle brackets around a negative number.
struct NumberFormat: Sendable {
    enum Token: Equatable, Sendable {
        /// Digits of the integer part; `isZero` in a run of digits that begins with 0.
        case digit(isZero: Bool)
        case group
    }

    enum Sign: Sendable { case none, always, minus }

    let text: String
    private(set) var integer: [Token] = []
    private(set) var fraction = 0
    private(set) var hasPoint = false
    private(set) var hasCurrency = false
    private(set) var signBefore = Sign.none
    private(set) var signBehind = Sign.none
    private(set) var isBracketed = false

    var integerDigits: Int { integer.count { $0 != .group } }
    var precision: Int { integerDigits + fraction }

    struct Malformed: Error {
        let condition: String
        let detail: String
    }

    /// Reads a format; the error names what is wrong with it.
    init(_ text: String) throws(Malformed) {
        self.text = text
        let letters = try Self.letters(text)
        try Self.check(letters)
        var position = 0
        if let first = letters.first, first == 0x53 || first == 0x4D {
            signBefore = first == 0x53 ? .always : .minus
            position += 1
        }
        if position < letters.count, letters[position] == 0x24 {
            hasCurrency = true
            position += 1
        }
        var isZero: Bool?
        while position < letters.count {
            switch letters[position] {
            case 0x30, 0x39:
                let starts = isZero ?? (letters[position] == 0x30)
                isZero = starts
                if hasPoint { fraction += 1 } else { integer.append(.digit(isZero: starts)) }
            case 0x2C:
                isZero = nil
                integer.append(.group)
            case 0x2E:
                isZero = nil
                hasPoint = true
            case 0x53 where position == letters.count - 1: signBehind = .always
            case 0x4D where position == letters.count - 1: signBehind = .minus
            case 0x50 where position == letters.count - 1: isBracketed = true
            default: throw Self.unexpected()
            }
            position += 1
        }
        guard precision <= 38 else { throw Self.unexpected() }
    }

    /// One letter a token: digits, `,`, `.`, `$`, `S`, and `M` for MI, `P` for PR.
    private static func letters(_ text: String) throws(Malformed) -> [UInt8] {
        let bytes = Array(text.uppercased().utf8)
        guard !bytes.isEmpty else {
            throw Malformed(condition: "EMPTY", detail: "The number format string cannot be empty.")
        }
        var letters: [UInt8] = []
        var position = 0
        while position < bytes.count {
            let next = position + 1 < bytes.count ? bytes[position + 1] : 0
            switch (bytes[position], next) {
            case (0x30, _), (0x39, _), (0x24, _), (0x53, _), (0x2C, _), (0x2E, _): letters.append(bytes[position])
            case (0x47, _): letters.append(0x2C)
            case (0x44, _): letters.append(0x2E)
            case (0x4D, 0x49), (0x50, 0x52):
                letters.append(bytes[position])
                position += 1
            default: throw bytes.contains(where: isDigit) ? unexpected() : withoutDigits()
            }
            position += 1
        }
        return letters
    }

    private static func check(_ letters: [UInt8]) throws(Malformed) {
        guard let firstDigit = letters.firstIndex(where: isDigit) else { throw withoutDigits() }
        let point = letters.firstIndex(of: 0x2E)
        if let currency = letters.firstIndex(of: 0x24) {
            if currency > firstDigit {
                throw Malformed(
                    condition: "CUR_MUST_BEFORE_DIGIT",
                    detail: "Currency characters must appear before digits in the number format.")
            }
            if let point, currency > point {
                throw Malformed(
                    condition: "CUR_MUST_BEFORE_DEC",
                    detail: "Currency characters must appear before any decimal point in the number format.")
            }
        }
        for (index, letter) in letters.enumerated() where letter == 0x2C {
            if let point, index > point {
                throw Malformed(
                    condition: "THOUSANDS_SEPS_MUST_BEFORE_DEC",
                    detail: "Thousands separators (, or G) may not appear after the decimal point in the number "
                        + "format.")
            }
            guard index > 0, isDigit(letters[index - 1]), index + 1 < letters.count, isDigit(letters[index + 1]) else {
                throw Malformed(
                    condition: "CONT_THOUSANDS_SEPS",
                    detail: "Thousands separators (, or G) must have digits in between them in the number format.")
            }
        }
        for letter in [0x2E, 0x24, 0x53, 0x4D, 0x50] as [UInt8] where letters.count(where: { $0 == letter }) > 1 {
            let names: [UInt8: String] = [0x2E: ". or D", 0x24: "$", 0x53: "S", 0x4D: "MI", 0x50: "PR"]
            throw Malformed(
                condition: "WRONG_NUM_TOKEN",
                detail: "At most one \(names[letter] ?? "") is allowed in the number format.")
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte == 0x30 || byte == 0x39 }

    private static func withoutDigits() -> Malformed {
        Malformed(condition: "WRONG_NUM_DIGIT", detail: "The format string requires at least one number digit.")
    }

    private static func unexpected() -> Malformed {
        Malformed(
            condition: "UNEXPECTED_TOKEN",
            detail: "Structure of the format string must match: `[MI|S] [$] [0|9|G|,]* "
                + "[.|D] [0|9]* [$] [PR|MI|S]`, but found an unexpected token.")
    }

    // MARK: Reading

    /// The unscaled value with ``fraction`` digits behind the point; `nil` when the text does not match.
    func parse(_ bytes: UnsafeRawBufferPointer) -> Int128? {
        var (start, end) = DateTimeParsing.trimmed(bytes)
        // Each minus and each pair of brackets turns the sign.
        var isNegative = false
        if isBracketed, start < end, bytes[start] == 0x3C {
            guard bytes[end - 1] == 0x3E else { return nil }
            isNegative = true
            start += 1
            end -= 1
        }
        if signBefore != .none, start < end {
            if bytes[start] == 0x2D {
                isNegative.toggle()
                start += 1
            } else if signBefore == .always, bytes[start] == 0x2B {
                start += 1
            }
        }
        if signBehind != .none, start < end {
            if bytes[end - 1] == 0x2D {
                isNegative.toggle()
                end -= 1
            } else if signBehind == .always, bytes[end - 1] == 0x2B {
                end -= 1
            }
        }
        if hasCurrency {
            guard start < end, bytes[start] == 0x24 else { return nil }
            start += 1
        }
        guard start <= end, let value = number(bytes, start, end) else { return nil }
        return isNegative ? -value : value
    }

    private func number(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ end: Int) -> Int128? {
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
                value = value &+ Int128(bytes[position] - 0x30) &* factor
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
        return value
    }

    // MARK: Writing

    /// Writes an unscaled value with ``fraction`` digits behind the point; `#`s when it has too many digits.
    func write(_ value: Int128, hasMorePlaces: Bool = false, into out: inout ByteWriter) {
        let isNegative = value < 0
        // Digits from the last on; those in front of the integer part's first are zeros.
        var digits: [UInt8] = []
        var rest = value.magnitude
        for _ in 0..<(integerDigits + fraction) {
            digits.append(0x30 + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        }
        let overflows = rest != 0 || hasMorePlaces
        let significant = digits.lastIndex { $0 != 0x30 }.map { max(0, $0 + 1 - fraction) } ?? 0
        var line = Line()
        if isBracketed, isNegative { line.bytes.append(0x3C) }
        switch signBefore {
        case .always: line.bytes.append(isNegative ? 0x2D : 0x2B)
        case .minus: if isNegative { line.bytes.append(0x2D) } else { line.pad() }
        case .none: break
        }
        if hasCurrency { line.bytes.append(0x24) }
        var left = integerDigits
        for token in integer {
            switch token {
            case .group:
                if let last = line.bytes.last, last &- 0x30 <= 9 { line.bytes.append(0x2C) } else { line.pad() }
            case .digit(let isZero):
                left -= 1
                if overflows {
                    line.bytes.append(0x23)
                } else if left < significant || isZero {
                    line.bytes.append(digits[fraction + left])
                } else {
                    line.pad()
                }
            }
        }
        if hasPoint {
            // A zero stands before the point where there is room.
            if line.bytes.last == 0x20, fraction > 0 { line.bytes[line.bytes.count - 1] = 0x30 }
            if fraction > 0 { line.bytes.append(0x2E) } else { line.pad() }
            for index in stride(from: fraction - 1, through: 0, by: -1) {
                line.bytes.append(overflows ? 0x23 : digits[index])
            }
        }
        switch signBehind {
        case .always: line.close(isNegative ? 0x2D : 0x2B)
        case .minus: if isNegative { line.close(0x2D) } else { line.bytes.append(0x20) }
        case .none: break
        }
        if isBracketed { if isNegative { line.close(0x3E) } else { line.bytes += [0x20, 0x20] } }
        line.bytes.withUnsafeBytes { out.append($0) }
    }

    /// Text being put together: signs stand next to the digits, not to the padding.
    private struct Line {
        var bytes: [UInt8] = []

        /// Adds a space, before a sign that stands last.
        mutating func pad() {
            switch bytes.last {
            case 0x2B, 0x2D, 0x3C: bytes.insert(0x20, at: bytes.count - 1)
            default: bytes.append(0x20)
            }
        }

        /// Adds a sign, before the spaces that stand last.
        mutating func close(_ byte: UInt8) {
            let end = bytes.lastIndex { $0 != 0x20 }.map { $0 + 1 } ?? 0
            bytes.insert(byte, at: end)
        }
    }
}
