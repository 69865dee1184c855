import Columnar
import Glibc

/// What a JSON value begins with.
package enum JSONToken: UInt8, Sendable {
    case object, array, string
    /// A number without and with fraction or exponent.
    case integer, fraction
    /// `NaN`, `Infinity` and their kin without quotes.
    case nonNumeric
    case `true`, `false`, null
    /// There is nothing more.
    case end
    case malformed
}

/// Reads JSON text from front to back without building anything. The grammar is RFC 8259's with the liberties that
/// Spark's options take (those of the Jackson parser).
///
/// After a scalar token ``tokenStart``..<``tokenEnd`` hold its text, without quotes. Nothing is read past `end`.
package struct JSONScanner {
    package private(set) var position: UnsafePointer<UInt8>
    private let end: UnsafePointer<UInt8>
    package private(set) var tokenStart: UnsafePointer<UInt8>
    /// Where the last value begins, its quote or bracket included.
    private(set) var valueStart: UnsafePointer<UInt8>
    package private(set) var tokenEnd: UnsafePointer<UInt8>
    /// The last string has escapes, which ``unescape(into:)`` replaces.
    package private(set) var hasEscapes = false
    private let flags: Flags

    /// Values nested deeper than this are malformed.
    package static let depthLimit = 1000

    private struct Flags {
        var comments, unquotedNames, singleQuotes, leadingZeros, anyEscape, controlCharacters, nonNumeric: Bool
    }

    package init(_ text: UnsafeRawBufferPointer, _ options: JSONOptions) {
        // An empty text may have no address; any will do for an empty range.
        let start = text.baseAddress?.assumingMemoryBound(to: UInt8.self) ?? ("" as StaticString).utf8Start
        position = start
        end = start + text.count
        tokenStart = start
        valueStart = start
        tokenEnd = start
        flags = Flags(
            comments: options.allowsComments, unquotedNames: options.allowsUnquotedNames,
            singleQuotes: options.allowsSingleQuotes, leadingZeros: options.allowsLeadingZeros,
            anyEscape: options.allowsAnyEscape, controlCharacters: options.allowsControlCharacters,
            nonNumeric: options.allowsNonNumericNumbers)
    }

    package var token: UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: tokenStart, count: tokenEnd - tokenStart)
    }

    // MARK: Structure

    /// Moves to the next character that is neither white space nor comment; false when a comment does not end.
    @inline(__always)
    private mutating func skipSpace() -> Bool {
        while position < end {
            let byte = position[0]
            if byte > 0x20 { return byte == 0x2F && flags.comments ? skipComment() : true }
            guard byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 else { return true }
            position += 1
        }
        return true
    }

    @inline(never)
    private mutating func skipComment() -> Bool {
        guard position + 1 < end else { return true }
        if position[1] == 0x2F {
            while position < end, position[0] != 0x0A { position += 1 }
            return skipSpace()
        }
        guard position[1] == 0x2A else { return true }
        position += 2
        while position + 1 < end {
            if position[0] == 0x2A, position[1] == 0x2F {
                position += 2
                return skipSpace()
            }
            position += 1
        }
        return false
    }

    /// Reads the start of a value: all of a scalar, the bracket of an object or array.
    @inline(__always)
    package mutating func value() -> JSONToken {
        guard skipSpace() else { return .malformed }
        guard position < end else { return .end }
        tokenStart = position
        valueStart = position
        switch position[0] {
        case 0x22:
            return string(0x22) ? .string : .malformed
        case 0x7B:
            position += 1
            return .object
        case 0x5B:
            position += 1
            return .array
        case 0x2D, 0x30...0x39: return number()
        default: return rare()
        }
    }

    @inline(never)
    private mutating func rare() -> JSONToken {
        switch position[0] {
        case 0x27 where flags.singleQuotes: return string(0x27) ? .string : .malformed
        case 0x74: return word("true") ? .true : .malformed
        case 0x66: return word("false") ? .false : .malformed
        case 0x6E: return word("null") ? .null : .malformed
        case 0x4E: return flags.nonNumeric && word("NaN") ? .nonNumeric : .malformed
        case 0x49: return flags.nonNumeric && word("Infinity") ? .nonNumeric : .malformed
        case 0x2B: return signed("+Infinity", "+INF")
        default: return .malformed
        }
    }

    private mutating func signed(_ long: StaticString, _ short: StaticString) -> JSONToken {
        flags.nonNumeric && (word(long) || word(short)) ? .nonNumeric : .malformed
    }

    private mutating func word(_ text: StaticString) -> Bool {
        let count = text.utf8CodeUnitCount
        guard end - position >= count, memcmp(position, text.utf8Start, count) == 0 else { return false }
        if position + count < end, Self.isNameByte(position[count]) { return false }
        position += count
        tokenEnd = position
        return true
    }

    /// After the bracket of an object or the end of a member's value: moves to the next member's value and gives true, its
    /// name being the token; gives false at the object's end, `nil` when malformed.
    @inline(__always)
    package mutating func nextMember(isFirst: Bool) -> Bool? {
        guard skipSpace(), position < end else { return nil }
        if position[0] == 0x7D {
            position += 1
            return false
        }
        if !isFirst {
            guard position[0] == 0x2C else { return nil }
            position += 1
            guard skipSpace(), position < end else { return nil }
        }
        tokenStart = position
        if position[0] == 0x22 {
            guard string(0x22) else { return nil }
        } else {
            guard oddName() else { return nil }
        }
        let name = (tokenStart, tokenEnd)
        guard skipSpace(), position < end, position[0] == 0x3A else { return nil }
        position += 1
        (tokenStart, tokenEnd) = name
        return true
    }

    private mutating func oddName() -> Bool {
        if position[0] == 0x27, flags.singleQuotes { return string(0x27) }
        guard flags.unquotedNames else { return false }
        hasEscapes = false
        while position < end, Self.isNameByte(position[0]) { position += 1 }
        tokenEnd = position
        return tokenEnd > tokenStart
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x24, 0x5F, 0x80...: true
        default: false
        }
    }

    /// After the bracket of an array or the end of an element: true when another element follows, false at the array's
    /// end, `nil` when malformed.
    @inline(__always)
    package mutating func nextElement(isFirst: Bool) -> Bool? {
        guard skipSpace(), position < end else { return nil }
        if position[0] == 0x5D {
            position += 1
            return false
        }
        if isFirst { return true }
        guard position[0] == 0x2C else { return nil }
        position += 1
        return true
    }

    /// Passes over the rest of the value that `token` began; false when it is malformed.
    package mutating func skip(_ token: JSONToken, depth: Int) -> Bool {
        switch token {
        case .object:
            guard depth < Self.depthLimit else { return false }
            var isFirst = true
            while let more = nextMember(isFirst: isFirst) {
                if !more { return true }
                isFirst = false
                guard skip(value(), depth: depth + 1) else { return false }
            }
            return false
        case .array:
            guard depth < Self.depthLimit else { return false }
            var isFirst = true
            while let more = nextElement(isFirst: isFirst) {
                if !more { return true }
                isFirst = false
                guard skip(value(), depth: depth + 1) else { return false }
            }
            return false
        case .end, .malformed: return false
        default: return true
        }
    }

    // MARK: Scalars

    /// Reads a number, whose text becomes the token.
    private mutating func number() -> JSONToken {
        var scan = position
        if scan[0] == 0x2D {
            scan += 1
            if scan < end, scan[0] == 0x49 { return signed("-Infinity", "-INF") }
        }
        let digits = scan
        while scan < end, scan[0] &- 0x30 <= 9 { scan += 1 }
        guard scan > digits else { return .malformed }
        if digits[0] == 0x30, scan - digits > 1, !flags.leadingZeros { return .malformed }
        var token = JSONToken.integer
        if scan < end, scan[0] == 0x2E {
            token = .fraction
            scan += 1
            let fraction = scan
            while scan < end, scan[0] &- 0x30 <= 9 { scan += 1 }
            guard scan > fraction else { return .malformed }
        }
        if scan < end, scan[0] | 0x20 == 0x65 {
            token = .fraction
            scan += 1
            if scan < end, scan[0] == 0x2B || scan[0] == 0x2D { scan += 1 }
            let exponent = scan
            while scan < end, scan[0] &- 0x30 <= 9 { scan += 1 }
            guard scan > exponent else { return .malformed }
        }
        if scan < end, Self.isNameByte(scan[0]) { return .malformed }
        position = scan
        tokenEnd = scan
        return token
    }

    /// Reads a string in `quote`s: eight bytes at a time up to the first that is not plain.
    @inline(__always)
    private mutating func string(_ quote: UInt8) -> Bool {
        var scan = position + 1
        tokenStart = scan
        hasEscapes = false
        var isASCII = true
        let pattern = UInt64(quote) &* 0x0101_0101_0101_0101
        while true {
            while end - scan >= 8 {
                let word = UnsafeRawPointer(scan).loadUnaligned(as: UInt64.self)
                let quotes = word ^ pattern
                let slashes = word ^ 0x5C5C_5C5C_5C5C_5C5C
                let low: UInt64 = 0x0101_0101_0101_0101
                let marks =
                    ((quotes &- low) & ~quotes) | ((slashes &- low) & ~slashes)
                    | ((word &- 0x2020_2020_2020_2020) & ~word)
                let high = word & 0x8080_8080_8080_8080
                let special = (marks & 0x8080_8080_8080_8080) | high
                if special != 0 {
                    scan += special.trailingZeroBitCount &>> 3
                    break
                }
                scan += 8
            }
            guard scan < end else { return false }
            let byte = scan[0]
            if byte == quote { break }
            if byte >= 0x80 {
                isASCII = false
            } else if byte == 0x5C {
                hasEscapes = true
                guard let length = escapeLength(scan) else { return false }
                scan += length
                continue
            } else if byte < 0x20, !flags.controlCharacters {
                return false
            }
            scan += 1
        }
        tokenEnd = scan
        position = scan + 1
        return isASCII
            || String(validating: UnsafeBufferPointer(start: tokenStart, count: tokenEnd - tokenStart), as: UTF8.self)
                != nil
    }

    /// The bytes of the escape at `scan`, `nil` when it is none.
    private func escapeLength(_ scan: UnsafePointer<UInt8>) -> Int? {
        guard scan + 1 < end else { return nil }
        switch scan[1] {
        case 0x22, 0x5C, 0x2F, 0x62, 0x66, 0x6E, 0x72, 0x74: return 2
        case 0x75:
            guard end - scan >= 6, Self.codeUnit(scan) != nil else { return nil }
            return 6
        case 0x27: return flags.singleQuotes || flags.anyEscape ? 2 : nil
        default: return flags.anyEscape && scan[1] < 0x80 ? 2 : nil
        }
    }

    /// The code unit of `\uXXXX`, six readable bytes.
    private static func codeUnit(_ scan: UnsafePointer<UInt8>) -> UInt32? {
        var value: UInt32 = 0
        for index in 2..<6 {
            let byte = scan[index]
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: return nil
            }
            value = value << 4 | UInt32(digit)
        }
        return value
    }

    /// Writes the last string without its escapes to `target`, which has room for the token's bytes, and gives the number
    /// written. Half a surrogate pair becomes `?`, as when Java encodes it.
    package func unescape(into target: UnsafeMutablePointer<UInt8>) -> Int {
        var written = 0
        var scan = tokenStart
        while scan < tokenEnd {
            guard scan[0] == 0x5C else {
                target[written] = scan[0]
                written &+= 1
                scan += 1
                continue
            }
            var plain = scan[1]
            switch plain {
            case 0x62: plain = 0x08
            case 0x66: plain = 0x0C
            case 0x6E: plain = 0x0A
            case 0x72: plain = 0x0D
            case 0x74: plain = 0x09
            case 0x75:
                var scalar = Self.codeUnit(scan) ?? 0x3F
                scan += 6
                if scalar & 0xFC00 == 0xD800, tokenEnd - scan >= 6, scan[0] == 0x5C, scan[1] == 0x75,
                    let low = Self.codeUnit(scan), low & 0xFC00 == 0xDC00
                {
                    scalar = 0x10000 + (scalar & 0x3FF) << 10 + (low & 0x3FF)
                    scan += 6
                } else if scalar & 0xF800 == 0xD800 {
                    scalar = 0x3F
                }
                written = Self.encode(scalar, target, written)
                continue
            default: break
            }
            target[written] = plain
            written &+= 1
            scan += 2
        }
        return written
    }

    private static func encode(_ scalar: UInt32, _ target: UnsafeMutablePointer<UInt8>, _ start: Int) -> Int {
        func put(_ index: Int, _ value: UInt32) { target[start &+ index] = UInt8(truncatingIfNeeded: value) }
        if scalar < 0x80 {
            put(0, scalar)
            return start &+ 1
        }
        if scalar < 0x800 {
            put(0, 0xC0 | scalar >> 6)
            put(1, 0x80 | scalar & 0x3F)
            return start &+ 2
        }
        if scalar < 0x10000 {
            put(0, 0xE0 | scalar >> 12)
            put(1, 0x80 | scalar >> 6 & 0x3F)
            put(2, 0x80 | scalar & 0x3F)
            return start &+ 3
        }
        put(0, 0xF0 | scalar >> 18)
        put(1, 0x80 | scalar >> 12 & 0x3F)
        put(2, 0x80 | scalar >> 6 & 0x3F)
        put(3, 0x80 | scalar & 0x3F)
        return start &+ 4
    }

    /// The last string or name as text of its own.
    package var tokenText: String {
        guard hasEscapes else { return String(decoding: token, as: UTF8.self) }
        return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: max(token.count, 1)) { buffer in
            guard let base = buffer.baseAddress else { return "" }
            let count = unescape(into: base)
            return String(decoding: UnsafeBufferPointer(start: base, count: count), as: UTF8.self)
        }
    }
}
