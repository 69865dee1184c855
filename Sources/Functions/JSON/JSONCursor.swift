import Columnar

/// Walks over JSON text in place: values are skipped, compared or copied out, and nothing is allocated.
struct JSONCursor {
    /// Departures from strict JSON that a reader may allow.
    struct Syntax: OptionSet {
        let rawValue: Int
        static let singleQuotes = Syntax(rawValue: 1)
        static let unquotedNames = Syntax(rawValue: 2)
        static let leadingZeros = Syntax(rawValue: 4)
        static let nonNumeric = Syntax(rawValue: 8)
        static let anyEscape = Syntax(rawValue: 16)
        static let controlCharacters = Syntax(rawValue: 32)
        static let comments = Syntax(rawValue: 64)
    }

    enum Kind {
        case object, array, string, number, boolean, null
    }

    /// Nesting beyond which text is taken for malformed.
    static let depthLimit = 1000

    let bytes: UnsafeRawBufferPointer
    var position: Int
    /// How many values around the current one a path has gone into.
    var depth = 0
    let syntax: Syntax
    /// Whether the last string or name passed over holds escapes.
    private var hasEscape = false

    init(_ bytes: UnsafeRawBufferPointer, at position: Int = 0, syntax: Syntax = []) {
        self.bytes = bytes
        self.position = position
        self.syntax = syntax
    }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }
    var isAtEnd: Bool { position >= bytes.count }

    @inline(__always) mutating func skipSpace() {
        // Nothing to pass over is by far the usual case.
        if position < bytes.count, bytes[position] > 0x2F { return }
        skipSpaces()
    }

    private mutating func skipSpaces() {
        while position < bytes.count {
            let byte = bytes[position]
            if byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 {
                position &+= 1
            } else if byte == 0x2F, syntax.contains(.comments), skipComment() {
                continue
            } else {
                return
            }
        }
    }

    private mutating func skipComment() -> Bool {
        guard position &+ 1 < bytes.count else { return false }
        if bytes[position &+ 1] == 0x2F {
            while position < bytes.count, bytes[position] != 0x0A { position &+= 1 }
            return true
        }
        guard bytes[position &+ 1] == 0x2A else { return false }
        var index = position &+ 2
        while index &+ 1 < bytes.count {
            if bytes[index] == 0x2A, bytes[index &+ 1] == 0x2F {
                position = index &+ 2
                return true
            }
            index &+= 1
        }
        return false
    }

    @inline(__always) mutating func take(_ byte: UInt8) -> Bool {
        skipSpace()
        guard current == byte else { return false }
        position &+= 1
        return true
    }

    /// What kind of value stands next; `nil` for the end and for what begins no value.
    mutating func peekKind() -> Kind? {
        skipSpace()
        switch current {
        case 0x7B: return .object
        case 0x5B: return .array
        case 0x22: return .string
        case 0x27: return syntax.contains(.singleQuotes) ? .string : nil
        case 0x74, 0x66: return .boolean
        case 0x6E: return .null
        case 0x2D, 0x30, 0x31, 0x32, 0x33, 0x34, 0x35, 0x36, 0x37, 0x38, 0x39: return .number
        case 0x2B, 0x49, 0x4E: return syntax.contains(.nonNumeric) ? .number : nil
        default: return nil
        }
    }

    /// Passes over a whole value; false when it is malformed.
    mutating func skipValue(depth: Int = 0) -> Bool {
        guard depth < Self.depthLimit else { return false }
        switch peekKind() {
        case .object:
            position &+= 1
            if take(0x7D) { return true }
            while true {
                guard skipName(), take(0x3A), skipValue(depth: depth + 1) else { return false }
                if take(0x7D) { return true }
                guard take(0x2C) else { return false }
            }
        case .array:
            position &+= 1
            if take(0x5D) { return true }
            while true {
                guard skipValue(depth: depth + 1) else { return false }
                if take(0x5D) { return true }
                guard take(0x2C) else { return false }
            }
        case .string: return skipString()
        case .number: return skipNumber()
        case .boolean: return skip(bytes[position] == 0x74 ? "true" : "false")
        case .null: return skip("null")
        case nil: return false
        }
    }

    mutating func skip(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard position &+ length <= bytes.count else { return false }
        for index in 0..<length where bytes[position &+ index] != word.utf8Start[index] { return false }
        let end = position &+ length
        if end < bytes.count, Self.isWordByte(bytes[end]) { return false }
        position = end
        return true
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x24: true
        default: byte >= 0x80
        }
    }

    /// Passes over the name of a member.
    mutating func skipName() -> Bool {
        skipSpace()
        guard let byte = current else { return false }
        if byte == 0x22 || (byte == 0x27 && syntax.contains(.singleQuotes)) { return skipString() }
        guard syntax.contains(.unquotedNames), Self.isWordByte(byte) else { return false }
        hasEscape = false
        while let next = current, Self.isWordByte(next) { position &+= 1 }
        return true
    }

    mutating func skipString() -> Bool {
        let quote = bytes[position]
        position &+= 1
        hasEscape = false
        let ones: UInt64 = 0x0101_0101_0101_0101
        while position < bytes.count {
            // Eight bytes at once as long as none is a quote, a backslash or a control character.
            if position &+ 8 <= bytes.count, let base = bytes.baseAddress {
                let word = base.loadUnaligned(fromByteOffset: position, as: UInt64.self)
                let (end, escape) = (word ^ ones &* UInt64(quote), word ^ ones &* 0x5C)
                let special =
                    (end &- ones) & ~end | (escape &- ones) & ~escape | (word &- ones &* 0x20) & ~word
                let marks = special & (ones &* 0x80)
                if marks == 0 {
                    position &+= 8
                    continue
                }
                position &+= marks.trailingZeroBitCount &>> 3
            }
            let byte = bytes[position]
            position &+= 1
            if byte == quote { return true }
            if byte == 0x5C {
                hasEscape = true
                guard let escape = current else { return false }
                position &+= 1
                switch escape {
                case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: break
                case 0x75:
                    guard hexadecimal(position) != nil else { return false }
                    position &+= 4
                case 0x27 where syntax.contains(.singleQuotes): break
                default: guard syntax.contains(.anyEscape) else { return false }
                }
            } else if byte < 0x20, !syntax.contains(.controlCharacters) {
                return false
            }
        }
        return false
    }

    private func hexadecimal(_ at: Int) -> UInt32? {
        guard at &+ 4 <= bytes.count else { return nil }
        var value: UInt32 = 0
        for index in 0..<4 {
            guard let digit = HexText.value(bytes[at &+ index]) else { return nil }
            value = value &<< 4 | UInt32(digit)
        }
        return value
    }

    private mutating func skipNumber() -> Bool {
        if syntax.contains(.nonNumeric), skipWord() { return true }
        if current == 0x2D { position &+= 1 }
        let first = position
        while let byte = current, byte &- 0x30 <= 9 { position &+= 1 }
        guard position > first else { return false }
        if bytes[first] == 0x30, position > first &+ 1, !syntax.contains(.leadingZeros) { return false }
        if current == 0x2E {
            position &+= 1
            let fraction = position
            while let byte = current, byte &- 0x30 <= 9 { position &+= 1 }
            guard position > fraction else { return false }
        }
        if let byte = current, byte | 0x20 == 0x65 {
            position &+= 1
            if current == 0x2B || current == 0x2D { position &+= 1 }
            let exponent = position
            while let byte = current, byte &- 0x30 <= 9 { position &+= 1 }
            guard position > exponent else { return false }
        }
        guard let next = current else { return true }
        return !Self.isWordByte(next)
    }

    private mutating func skipWord() -> Bool {
        let start = position
        let words: [StaticString] = ["NaN", "Infinity", "+Infinity", "-Infinity", "INF", "+INF", "-INF"]
        for word in words where skip(word) { return true }
        position = start
        return false
    }

    /// The bytes of the value that stands next, which is passed over; `nil` when it is malformed.
    mutating func slice() -> UnsafeRawBufferPointer? {
        skipSpace()
        let start = position
        guard skipValue() else { return nil }
        return UnsafeRawBufferPointer(rebasing: bytes[start..<position])
    }

    /// Appends the text of a string or name, escapes resolved; false when it is malformed.
    mutating func readText(into out: inout ByteWriter) -> Bool {
        skipSpace()
        guard let quote = current else { return false }
        guard quote == 0x22 || quote == 0x27 else {
            let start = position
            guard skipName() else { return false }
            out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<position]))
            return true
        }
        let start = position
        guard skipString() else { return false }
        let raw = UTF8Text.slice(bytes, start &+ 1, position &- 1)
        if hasEscape { Self.unescape(raw, into: &out) } else { out.append(raw) }
        return true
    }

    /// Whether the string or name that stands next is `name`; it is passed over. `nil` when it is malformed.
    mutating func isName(_ name: UnsafeRawBufferPointer, scratch: inout ByteWriter) -> Bool? {
        skipSpace()
        let start = position
        guard skipName() else { return nil }
        let isQuoted = bytes[start] == 0x22 || bytes[start] == 0x27
        let raw =
            isQuoted ? UTF8Text.slice(bytes, start &+ 1, position &- 1) : UTF8Text.slice(bytes, start, position)
        if !hasEscape { return UTF8Text.equal(raw, name) }
        scratch.clear()
        Self.unescape(raw, into: &scratch)
        return UTF8Text.equal(scratch.bytes, name)
    }

    /// Resolves the escapes of a string that ``skipString()`` has found well formed.
    static func unescape(_ raw: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        var plain = 0
        var index = 0
        while index < raw.count {
            guard raw[index] == 0x5C, index &+ 1 < raw.count else {
                index &+= 1
                continue
            }
            out.append(UnsafeRawBufferPointer(rebasing: raw[plain..<index]))
            let escape = raw[index &+ 1]
            index &+= 2
            switch escape {
            case 0x62: out.append(0x08)
            case 0x66: out.append(0x0C)
            case 0x6E: out.append(0x0A)
            case 0x72: out.append(0x0D)
            case 0x74: out.append(0x09)
            case 0x75:
                let cursor = JSONCursor(raw)
                var scalar = cursor.hexadecimal(index) ?? 0xFFFD
                index &+= 4
                if scalar &>> 10 == 0x36, index &+ 6 <= raw.count, raw[index] == 0x5C, raw[index &+ 1] == 0x75,
                    let low = cursor.hexadecimal(index &+ 2), low &>> 10 == 0x37
                {
                    scalar = 0x10000 &+ (scalar & 0x3FF) &<< 10 &+ (low & 0x3FF)
                    index &+= 6
                }
                out.append(scalar: scalar &>> 11 == 0x1B ? 0x3F : scalar)
            default: out.append(escape)
            }
            plain = index
        }
        out.append(UnsafeRawBufferPointer(rebasing: raw[min(plain, raw.count)...]))
    }

    /// Copies the value that stands next without the spaces between its tokens, strings with double quotes.
    mutating func copyCompact(into out: inout ByteWriter) -> Bool {
        switch peekKind() {
        case .object:
            position &+= 1
            out.append(0x7B)
            if take(0x7D) {
                out.append(0x7D)
                return true
            }
            while true {
                guard copyText(into: &out), take(0x3A) else { return false }
                out.append(0x3A)
                guard copyCompact(into: &out) else { return false }
                if take(0x7D) {
                    out.append(0x7D)
                    return true
                }
                guard take(0x2C) else { return false }
                out.append(0x2C)
            }
        case .array:
            position &+= 1
            out.append(0x5B)
            if take(0x5D) {
                out.append(0x5D)
                return true
            }
            while true {
                guard copyCompact(into: &out) else { return false }
                if take(0x5D) {
                    out.append(0x5D)
                    return true
                }
                guard take(0x2C) else { return false }
                out.append(0x2C)
            }
        case .string: return copyText(into: &out)
        case .number:
            guard let text = slice() else { return false }
            Self.copyNumber(text, into: &out)
            return true
        default:
            guard let text = slice() else { return false }
            out.append(text)
            return true
        }
    }

    /// Copies an integer as it is and anything else as the text of a double, in quotes where that is no JSON number.
    static func copyNumber(_ text: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        if text.contains(where: { $0 == 0x2E || $0 | 0x20 == 0x65 }), let number = NumberParsing.double(text) {
            if number.isFinite {
                NumberWriting.double(number, into: &out)
            } else {
                out.append(number < 0 ? "\"-Infinity\"" as StaticString : "\"Infinity\"")
            }
        } else {
            out.append(text)
        }
    }

    /// Copies a string or name as a quoted string.
    private mutating func copyText(into out: inout ByteWriter) -> Bool {
        skipSpace()
        let start = position
        guard skipName() else { return false }
        let isQuoted = bytes[start] == 0x22 || bytes[start] == 0x27
        let raw = UnsafeRawBufferPointer(
            rebasing: isQuoted ? bytes[(start &+ 1)..<(position &- 1)] : bytes[start..<position])
        if !raw.contains(0x5C), bytes[start] == 0x22 {
            out.append(0x22)
            out.append(raw)
            out.append(0x22)
        } else {
            var text = ByteWriter(capacity: raw.count)
            Self.unescape(raw, into: &text)
            JSONWriting.quoted(text.bytes, into: &out)
        }
        return true
    }
}
