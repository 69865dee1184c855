import Columnar
import Functions
import Glibc
import Plans

extension Parser {
    // MARK: Strings

    /// One string literal or several in a row, which become one.
    mutating func parseString() throws -> String {
        guard at(.string) || (at(.doubleQuoted) && !quotesIdentifiers) else { throw unexpected() }
        var bytes: [UInt8] = []
        while at(.string) || (at(.doubleQuoted) && !quotesIdentifiers) {
            appendString(current, to: &bytes)
            advance()
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// One string, apart from those behind it.
    mutating func parseSingleString() throws -> String {
        guard at(.string) || (at(.doubleQuoted) && !quotesIdentifiers) else { throw unexpected() }
        var bytes: [UInt8] = []
        appendString(current, to: &bytes)
        advance()
        return String(decoding: bytes, as: UTF8.self)
    }

    private func appendString(_ token: Token, to out: inout [UInt8]) {
        var position = Int(token.start)
        let end = Int(token.end) - 1
        let isRaw = source.bytes[position] | 0x20 == UInt8(ascii: "r")
        position += isRaw ? 2 : 1
        if isRaw || options.escapedStringLiterals {
            out += source.bytes[position..<max(position, end)]
            return
        }
        let quote = source.bytes[position - 1]
        while position < end {
            let byte = source.bytes[position]
            if byte == UInt8(ascii: "\\"), position + 1 < end {
                position = appendEscape(at: position + 1, end: end, to: &out)
            } else {
                out.append(byte)
                position += byte == quote ? 2 : 1
            }
        }
    }

    /// Appends what the escape with the letter at `position` stands for; answers where it ends.
    private func appendEscape(at position: Int, end: Int, to out: inout [UInt8]) -> Int {
        let letter = source.bytes[position]
        func hex(_ count: Int) -> UInt32? {
            guard position + count < end else { return nil }
            return UInt32(source.text(position + 1..<position + 1 + count), radix: 16)
        }
        switch letter {
        case UInt8(ascii: "u"):
            if let code = hex(4) {
                // A surrogate pair is written as two escapes.
                if code & 0xFC00 == 0xD800, position + 10 < end, source.bytes[position + 5] == UInt8(ascii: "\\"),
                    source.bytes[position + 6] == UInt8(ascii: "u"),
                    let low = UInt32(source.text(position + 7..<position + 11), radix: 16), low & 0xFC00 == 0xDC00
                {
                    append(0x10000 + (code & 0x3FF) << 10 + low & 0x3FF, to: &out)
                    return position + 11
                }
                append(code, to: &out)
                return position + 5
            }
        case UInt8(ascii: "U"):
            if let code = hex(8) {
                append(code, to: &out)
                return position + 9
            }
        case UInt8(ascii: "0"), UInt8(ascii: "1"):
            let digits = source.bytes[position..<min(position + 3, end)]
            if digits.count == 3, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x37 }) {
                append(digits.reduce(0) { $0 * 8 + UInt32($1 - 0x30) }, to: &out)
                return position + 3
            }
            out.append(letter == UInt8(ascii: "0") ? 0 : letter)
            return position + 1
        case UInt8(ascii: "b"):
            out.append(0x08)
            return position + 1
        case UInt8(ascii: "n"):
            out.append(0x0A)
            return position + 1
        case UInt8(ascii: "r"):
            out.append(0x0D)
            return position + 1
        case UInt8(ascii: "t"):
            out.append(0x09)
            return position + 1
        case UInt8(ascii: "Z"):
            out.append(0x1A)
            return position + 1
        case UInt8(ascii: "%"), UInt8(ascii: "_"):
            // LIKE reads these; the backslash stays.
            out += [UInt8(ascii: "\\"), letter]
            return position + 1
        default: break
        }
        out.append(letter)
        return position + 1
    }

    private func append(_ code: UInt32, to out: inout [UInt8]) {
        out += Array(String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
    }

    // MARK: Numbers

    mutating func parseNumber(isNegative: Bool) throws -> Expression {
        let start = isNegative ? index - 1 : index
        let token = current
        advance()
        let sign = isNegative ? "-" : ""
        let digits = sign + text(token)
        switch token.kind {
        case .integer:
            if let value = Int64(digits) {
                let fits = Int32(exactly: value) != nil
                return .literal(.integer(value), fits ? .integer : .long)
            }
            return try decimalLiteral(digits, from: start)
        case .long: return try integerLiteral(digits, .long, Int64.min, Int64.max, from: start)
        case .short: return try integerLiteral(digits, .short, Int64(Int16.min), Int64(Int16.max), from: start)
        case .byte: return try integerLiteral(digits, .byte, Int64(Int8.min), Int64(Int8.max), from: start)
        case .decimal: return try decimalLiteral(digits, from: start)
        case .bigDecimal: return try decimalLiteral(String(digits.dropLast(2)), from: start)
        case .float:
            let body = String(digits.dropLast())
            guard let value = Float(Self.withLeadingDigit(body)), value.isFinite else {
                throw outOfRange(body, "float", "-3.4028234663852886E+38", "3.4028234663852886E+38", from: start)
            }
            return .literal(.float(value), .float)
        default:
            let body = token.kind == .double ? String(digits.dropLast()) : digits
            guard let value = Double(Self.withLeadingDigit(body)), value.isFinite else {
                throw outOfRange(body, "double", "-1.7976931348623157E+308", "1.7976931348623157E+308", from: start)
            }
            return .literal(.double(value), .double)
        }
    }

    /// `.5` and `1.` written so that the standard library reads them.
    private static func withLeadingDigit(_ text: String) -> String {
        var out = ""
        var previous: Character = " "
        for character in text {
            if character == ".", !previous.isNumber { out.append("0") }
            if previous == ".", !character.isNumber { out.append("0") }
            out.append(character)
            previous = character
        }
        if previous == "." { out.append("0") }
        return out
    }

    private func integerLiteral(
        _ digits: String, _ type: DataType, _ minimum: Int64, _ maximum: Int64, from start: Int
    ) throws -> Expression {
        let body = String(digits.dropLast())
        guard let value = Int64(body), value >= minimum, value <= maximum else {
            throw outOfRange(body, type.simpleString, "\(minimum)", "\(maximum)", from: start)
        }
        return .literal(.integer(value), type)
    }

    private func outOfRange(
        _ literal: String, _ type: String, _ minimum: String, _ maximum: String, from start: Int
    ) -> PyriteError {
        failure(
            "INVALID_NUMERIC_LITERAL_RANGE", "22003",
            "Numeric literal \(literal) is outside the valid range for \(type) with minimum value of \(minimum) and "
                + "maximum value of \(maximum). Please adjust the value accordingly.",
            [
                "rawStrippedQualifier": literal, "minValue": minimum, "maxValue": maximum, "typeName": type,
            ], from: start)
    }

    /// A decimal whose type has just the digits that were written.
    private func decimalLiteral(_ text: String, from start: Int) throws -> Expression {
        var unscaled = Int128(0)
        var digitCount = 0
        var scale = 0
        var isNegative = false
        var isFraction = false
        var exponent = 0
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "-"): isNegative = true
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                exponent = Int(String(decoding: rest, as: UTF8.self)) ?? .max
                rest = rest[rest.endIndex...]
            default:
                if isFraction { scale += 1 }
                if digitCount == 0, byte == UInt8(ascii: "0") { continue }
                digitCount += 1
                if digitCount <= DataType.maxDecimalPrecision {
                    unscaled = unscaled * 10 + Int128(byte - UInt8(ascii: "0"))
                }
            }
        }
        guard digitCount <= DataType.maxDecimalPrecision else { throw Self.excessivePrecision(digitCount) }
        guard abs(exponent) <= 10_000 else { throw Self.excessivePrecision(.max) }
        scale -= exponent
        // A negative scale means zeros before the point.
        while scale < 0 {
            if unscaled != 0 {
                digitCount += 1
                guard digitCount <= DataType.maxDecimalPrecision else {
                    throw Self.excessivePrecision(digitCount - scale)
                }
                unscaled *= 10
            }
            scale += 1
        }
        let precision = max(digitCount, scale, 1)
        guard precision <= DataType.maxDecimalPrecision else { throw Self.excessivePrecision(precision) }
        return .literal(.decimal(isNegative ? -unscaled : unscaled), .decimal(precision: precision, scale: scale))
    }

    // MARK: Typed literals

    /// `DATE '2020-01-01'`, `X'1F'`, `INTERVAL '1 day'` ….
    mutating func parseTypedLiteral() throws -> Expression {
        let start = index
        let name = text(current).uppercased()
        advance()
        let value = try parseString()
        let literal: Expression?
        switch name {
        case "DATE":
            literal = readDate(value).map { .literal(.integer(Int64($0)), .date) } ?? special(value, .date)
        case "TIMESTAMP_LTZ", "TIMESTAMP_NTZ", "TIMESTAMP":
            if name != "TIMESTAMP", let nanos = nanosTimestamp(value, isLocal: name == "TIMESTAMP_NTZ") {
                literal = nanos
                break
            }
            if name == "TIMESTAMP_NTZ" {
                literal =
                    withBytes(value) { DateTimeParsing.timestampNTZ($0) }.map { .literal(.integer($0), .timestampNTZ) }
                    ?? special(value, .timestampNTZ)
                break
            }
            if name == "TIMESTAMP", options.timestampsAreLocal {
                // A text with a zone is an instant all the same.
                if let local = withBytes(value, { DateTimeParsing.timestampNTZ($0, allowsZone: false) }) {
                    literal = .literal(.integer(local), .timestampNTZ)
                    break
                }
                if let word = special(value, .timestampNTZ) {
                    literal = word
                    break
                }
            }
            literal =
                withBytes(value) { DateTimeParsing.timestamp($0, timeZone: options.timeZone) }
                .map { .literal(.integer($0), .timestamp) } ?? special(value, .timestamp)
        case "X": literal = Self.binary(value).map { .literal(.binary($0), .binary) }
        case "INTERVAL":
            let units = IntervalText.units(value)
            literal = try units.flatMap { try intervalLiteral($0, from: start) }
        case "TIME":
            let digits = value.utf8.lastIndex(of: 0x2E).map { point in
                value.utf8[point...].dropFirst().prefix { $0 &- 0x30 <= 9 }.count
            }
            literal = withBytes(value) { TimeText.nanos($0) }
                .map { .literal(.integer($0), .time(precision: max(6, digits ?? 0))) }
        default:
            let supported =
                "\"DATE\", \"TIMESTAMP_NTZ\", \"TIMESTAMP_LTZ\", \"TIMESTAMP\", \"INTERVAL\", \"X\", \"TIME\""
            throw failure(
                "UNSUPPORTED_TYPED_LITERAL", "0A000",
                "Literals of the type \"\(name)\" are not supported. Supported types are \(supported).",
                ["unsupportedType": "\"\(name)\"", "supportedTypes": supported], from: start)
        }
        guard let literal else { throw invalidTypedLiteral(name, value, from: start) }
        return literal
    }

    /// A literal with seven to nine digits behind the seconds is one of nanoseconds.
    private func nanosTimestamp(_ text: String, isLocal: Bool) -> Expression? {
        let bytes = Array(text.utf8)
        guard let point = bytes.lastIndex(of: 0x2E) else { return nil }
        let digits = bytes[(point + 1)...].prefix { $0 >= 0x30 && $0 <= 0x39 }
        guard (7...9).contains(digits.count) else { return nil }
        let micros = withBytes(text) {
            isLocal
                ? DateTimeParsing.timestampNTZ($0) : DateTimeParsing.timestamp($0, timeZone: options.timeZone)
        }
        guard let micros else { return nil }
        var rest: Int128 = 0
        for index in 6..<9 {
            let digit = index < digits.count ? digits[digits.startIndex + index] - 0x30 : 0
            rest = rest * 10 + Int128(digit)
        }
        return .literal(.decimal(Int128(micros) * 1_000 + rest), .timestampNanos(isLocal: isLocal))
    }

    /// `DATE 'today'`, `TIMESTAMP 'epoch'`.
    private func special(_ text: String, _ type: DataType) -> Expression? {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        let now = Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1_000
        return SpecialDateTime.value(text, as: type, timeZone: options.timeZone, now: now)
            .map { .literal(.integer($0), type) }
    }

    private func readDate(_ text: String) -> Int32? { withBytes(text) { DateTimeParsing.date($0) } }

    private func withBytes<Result>(_ text: String, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
        Array(text.utf8).withUnsafeBytes(body)
    }

    private func invalidTypedLiteral(_ type: String, _ value: String, from start: Int) -> PyriteError {
        failure(
            "INVALID_TYPED_LITERAL", "42604", "The value of the typed literal \"\(type)\" is invalid: '\(value)'.",
            ["valueType": "\"\(type)\"", "value": "'\(value)'"], from: start)
    }

    /// Pairs of hexadecimal digits; an odd first digit is a byte of its own.
    private static func binary(_ text: String) -> [UInt8]? {
        var bytes: [UInt8] = []
        var pending: UInt8? = text.utf8.count % 2 == 1 ? 0 : nil
        for character in text {
            guard let digit = character.hexDigitValue, character.isASCII else { return nil }
            if let high = pending {
                bytes.append(high << 4 | UInt8(digit))
                pending = nil
            } else {
                pending = UInt8(digit)
            }
        }
        return bytes
    }

    // MARK: Intervals

    /// Whether INTERVAL begins a literal with units, not a column of that name or a typed literal.
    var atIntervalLiteral: Bool {
        let value = peek(1)
        if value.isNumber { return true }
        let isSigned = value.kind == .minus || value.kind == .plus
        let amount = isSigned ? peek(2) : value
        guard amount.isNumber || amount.kind == .string || amount.kind == .doubleQuoted else { return false }
        return IntervalUnit(text(peek(isSigned ? 3 : 2))) != nil
    }

    mutating func parseIntervalLiteral() throws -> Expression {
        let start = index
        advance()
        var units: [(amount: String, unit: IntervalUnit)] = []
        while atIntervalAmount || units.isEmpty {
            let isString = at(.string) || at(.doubleQuoted) || peek(1).kind == .string
            let first = index
            let amount = try parseIntervalAmount()
            guard let unit = IntervalUnit(text(current)) else { throw unexpected() }
            advance()
            if units.isEmpty, isString, at(.to), let end = IntervalUnit(text(peek(1))) {
                index += 2
                return try rangeLiteral(amount, unit, end, from: first)
            }
            units.append((amount, unit))
        }
        return try intervalLiteral(units, from: start)
    }

    /// Whether another `amount unit` follows; `INTERVAL 1 DAY - 1` must not take the minus.
    private var atIntervalAmount: Bool {
        let isSigned = at(.minus) || at(.plus)
        let amount = isSigned ? peek(1) : current
        guard amount.isNumber || amount.kind == .string || amount.kind == .doubleQuoted else { return false }
        return IntervalUnit(text(peek(isSigned ? 2 : 1))) != nil
    }

    private mutating func parseIntervalAmount() throws -> String {
        var sign = ""
        if take(.minus) { sign = "-" } else { _ = take(.plus) }
        if at(.integer) || at(.decimal) {
            let amount = text(current)
            advance()
            return sign + amount
        }
        let amount = try parseString()
        if sign == "-", amount.hasPrefix("-") { return String(amount.dropFirst()) }
        return sign + amount
    }

    private func intervalLiteral(
        _ units: [(amount: String, unit: IntervalUnit)], from start: Int
    ) throws -> Expression {
        let fields = units.map(\.unit)
        if fields.contains(where: \.isYearMonth), fields.contains(where: { !$0.isYearMonth }) {
            let literal = source.text(byteRange(from: start))
            throw failure(
                "_LEGACY_ERROR_TEMP_0029", "", "Cannot mix year-month and day-time fields: \(literal).",
                ["literal": literal], from: start)
        }
        guard let value = IntervalText.total(units), let type = IntervalUnit.type(of: fields) else {
            if units.allSatisfy({ Int32($0.amount) != nil }) {
                var error = failure(
                    "INTERVAL_ARITHMETIC_OVERFLOW.WITHOUT_SUGGESTION", "22015",
                    "Integer overflow while operating with intervals. Try devising appropriate values for the interval "
                        + "parameters.", [:], from: start)
                error.kind = .arithmetic
                throw error
            }
            let text = units.map { "\($0.amount) \($0.unit.rawValue)" }.joined(separator: " ")
            throw invalidInterval(text, from: start)
        }
        return .literal(.integer(value), type)
    }

    private func rangeLiteral(
        _ text: String, _ first: IntervalUnit, _ last: IntervalUnit, from start: Int
    ) throws -> Expression {
        guard let type = IntervalUnit.type(first, last), first != last else {
            throw failure(
                "INVALID_INTERVAL_FORMAT.UNSUPPORTED_FROM_TO_EXPRESSION", "22006",
                "Error parsing '\(text)' to interval. Please ensure that the value provided is in a valid format for "
                    + "defining an interval. Cannot support (interval '\(text)' \(first.rawValue) to \(last.rawValue)) "
                    + "expression.",
                ["input": text, "from": first.rawValue, "to": last.rawValue], from: start)
        }
        guard let value = IntervalText.range(text, first, last) else { throw invalidInterval(text, from: start) }
        return .literal(.integer(value), type)
    }

    private func invalidInterval(_ text: String, from start: Int) -> PyriteError {
        failure(
            "INVALID_INTERVAL_FORMAT.UNMATCHED_FORMAT_STRING_WITH_NOTICE", "22006",
            "Error parsing '\(text)' to interval. Please ensure that the value provided is in a valid format "
                + "for defining "
                + "an interval.",
            ["input": text], from: start)
    }
}
