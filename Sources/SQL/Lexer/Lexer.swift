import Columnar

/// Cuts query text into tokens. Linear in the text; comments and white space leave nothing behind.
struct Lexer {
    private let bytes: [UInt8]
    private var offset = 0
    private(set) var tokens = ContiguousArray<Token>()
    /// Where a bracketed comment begins that the text never closes.
    private(set) var unclosedComment: Int?

    init(_ source: QueryText) {
        bytes = source.bytes
        tokens.reserveCapacity(bytes.count / 4 + 2)
    }

    /// All tokens; the last is ``Token/Kind/endOfText``.
    mutating func run() {
        while true {
            skipBlanks()
            guard offset < bytes.count else { break }
            scanToken()
        }
        tokens.append(Token(kind: .endOfText, start: Int32(clamping: bytes.count), end: Int32(clamping: bytes.count)))
    }

    private func byte(_ ahead: Int = 0) -> UInt8 {
        let index = offset + ahead
        return index < bytes.count ? bytes[index] : 0
    }

    private mutating func add(_ kind: Token.Kind, length: Int, keyword: Keyword? = nil) {
        tokens.append(
            Token(
                kind: kind, keyword: keyword, start: Int32(clamping: offset), end: Int32(clamping: offset + length)))
        offset += length
    }

    // MARK: Blanks and comments

    private mutating func skipBlanks() {
        while offset < bytes.count {
            switch byte() {
            case 0x20, 0x09, 0x0A, 0x0B, 0x0C, 0x0D: offset += 1
            case UInt8(ascii: "-") where byte(1) == UInt8(ascii: "-"): skipLineComment()
            case UInt8(ascii: "/") where byte(1) == UInt8(ascii: "*") && byte(2) != UInt8(ascii: "+"):
                skipBracketedComment()
            default:
                let length = unicodeBlankLength
                if length == 0 { return }
                offset += length
            }
        }
    }

    private mutating func skipLineComment() {
        while offset < bytes.count {
            // A backslash before the end of the line continues the comment.
            if byte() == UInt8(ascii: "\\"), byte(1) == 0x0A {
                offset += 2
                continue
            }
            if byte() == 0x0A || byte() == 0x0D { return }
            offset += 1
        }
    }

    private mutating func skipBracketedComment() {
        let start = offset
        var depth = 0
        while offset < bytes.count {
            if byte() == UInt8(ascii: "/"), byte(1) == UInt8(ascii: "*"), byte(2) != UInt8(ascii: "+") {
                depth += 1
                offset += 2
            } else if byte() == UInt8(ascii: "*"), byte(1) == UInt8(ascii: "/") {
                depth -= 1
                offset += 2
                if depth == 0 { return }
            } else {
                offset += 1
            }
        }
        if unclosedComment == nil { unclosedComment = start }
    }

    /// Bytes of a white-space character outside ASCII at the offset; 0 when there is none.
    private var unicodeBlankLength: Int {
        switch (byte(), byte(1), byte(2)) {
        case (0xC2, 0xA0, _): 2
        case (0xE1, 0x9A, 0x80), (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xAF),
            (0xE2, 0x81, 0x9F), (0xE3, 0x80, 0x80):
            3
        default: 0
        }
    }

    // MARK: Tokens

    private mutating func scanToken() {
        let first = byte()
        switch first {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): scanNumber()
        case UInt8(ascii: "."):
            if Self.isDigit(byte(1)) { scanNumber() } else { add(.dot, length: 1) }
        case UInt8(ascii: "'"): scanString(quote: first, prefix: 0, isRaw: false, kind: .string)
        case UInt8(ascii: "\""): scanString(quote: first, prefix: 0, isRaw: false, kind: .doubleQuoted)
        case UInt8(ascii: "r"), UInt8(ascii: "R"):
            if byte(1) == UInt8(ascii: "'") || byte(1) == UInt8(ascii: "\"") {
                scanString(quote: byte(1), prefix: 1, isRaw: true, kind: .string)
            } else {
                scanWord()
            }
        case UInt8(ascii: "`"): scanQuotedIdentifier()
        default:
            if Self.isWordByte(first) || first >= 0x80 { scanWord() } else { scanSymbol(first) }
        }
    }

    private mutating func scanWord() {
        var end = offset
        var isASCII = true
        while end < bytes.count {
            let next = bytes[end]
            if next >= 0x80 {
                // A blank ends the word; any other character belongs to it.
                let saved = offset
                offset = end
                let blank = unicodeBlankLength
                offset = saved
                if blank > 0 { break }
                isASCII = false
            } else if !Self.isWordByte(next) {
                break
            }
            end += 1
        }
        let keyword = isASCII ? KeywordTable.shared[bytes[offset..<end]] : nil
        add(isASCII ? .word : .invalidWord, length: max(1, end - offset), keyword: keyword)
    }

    private mutating func scanNumber() {
        var end = offset
        func at(_ index: Int) -> UInt8 { index < bytes.count ? bytes[index] : 0 }
        while Self.isDigit(at(end)) { end += 1 }
        let integerEnd = end
        var kind = Token.Kind.integer
        if at(end) == UInt8(ascii: ".") {
            end += 1
            while Self.isDigit(at(end)) { end += 1 }
            kind = .decimal
        }
        if at(end) | 0x20 == UInt8(ascii: "e") {
            var exponentEnd = end + 1
            if at(exponentEnd) == UInt8(ascii: "+") || at(exponentEnd) == UInt8(ascii: "-") { exponentEnd += 1 }
            if Self.isDigit(at(exponentEnd)) {
                while Self.isDigit(at(exponentEnd)) { exponentEnd += 1 }
                end = exponentEnd
                kind = .exponent
            }
        }
        let isWhole = kind == .integer
        switch at(end) | 0x20 {
        case UInt8(ascii: "b") where at(end + 1) | 0x20 == UInt8(ascii: "d"): (kind, end) = (.bigDecimal, end + 2)
        case UInt8(ascii: "d"): (kind, end) = (.double, end + 1)
        case UInt8(ascii: "f"): (kind, end) = (.float, end + 1)
        case UInt8(ascii: "l") where isWhole: (kind, end) = (.long, end + 1)
        case UInt8(ascii: "s") where isWhole: (kind, end) = (.short, end + 1)
        case UInt8(ascii: "y") where isWhole: (kind, end) = (.byte, end + 1)
        default: break
        }
        if !Self.isWordByte(at(end)) {
            add(kind, length: end - offset)
        } else if at(integerEnd) != UInt8(ascii: ".") {
            // Digits may begin a name: `1st`.
            scanWord()
        } else if integerEnd > offset {
            add(.integer, length: integerEnd - offset)
        } else {
            add(.dot, length: 1)
        }
    }

    private mutating func scanString(quote: UInt8, prefix: Int, isRaw: Bool, kind: Token.Kind) {
        var end = offset + prefix + 1
        while end < bytes.count {
            if bytes[end] == UInt8(ascii: "\\"), !isRaw {
                end += 2
            } else if bytes[end] == quote {
                if !isRaw, end + 1 < bytes.count, bytes[end + 1] == quote {
                    end += 2
                } else {
                    return add(kind, length: end + 1 - offset)
                }
            } else {
                end += 1
            }
        }
        if prefix > 0 { add(.word, length: prefix) }
        add(.unrecognized, length: 1)
    }

    private mutating func scanQuotedIdentifier() {
        var end = offset + 1
        while end < bytes.count {
            if bytes[end] == UInt8(ascii: "`") {
                if end + 1 < bytes.count, bytes[end + 1] == UInt8(ascii: "`") {
                    end += 2
                    continue
                }
                return add(.quotedIdentifier, length: end + 1 - offset)
            }
            end += 1
        }
        add(.unrecognized, length: 1)
    }

    private mutating func scanSymbol(_ first: UInt8) {
        let second = byte(1)
        let third = byte(2)
        switch (first, second) {
        case (UInt8(ascii: "("), _): add(.leftParenthesis, length: 1)
        case (UInt8(ascii: ")"), _): add(.rightParenthesis, length: 1)
        case (UInt8(ascii: "["), _): add(.leftBracket, length: 1)
        case (UInt8(ascii: "]"), _): add(.rightBracket, length: 1)
        case (UInt8(ascii: ","), _): add(.comma, length: 1)
        case (UInt8(ascii: ";"), _): add(.semicolon, length: 1)
        case (UInt8(ascii: ":"), UInt8(ascii: ":")): add(.doubleColon, length: 2)
        case (UInt8(ascii: ":"), _): add(.colon, length: 1)
        case (UInt8(ascii: "?"), _): add(.question, length: 1)
        case (UInt8(ascii: "+"), _): add(.plus, length: 1)
        case (UInt8(ascii: "-"), UInt8(ascii: ">")): add(.arrow, length: 2)
        case (UInt8(ascii: "-"), _): add(.minus, length: 1)
        case (UInt8(ascii: "*"), UInt8(ascii: "/")): add(.hintEnd, length: 2)
        case (UInt8(ascii: "*"), _): add(.star, length: 1)
        case (UInt8(ascii: "/"), UInt8(ascii: "*")): add(.hintStart, length: 3)
        case (UInt8(ascii: "/"), _): add(.slash, length: 1)
        case (UInt8(ascii: "%"), _): add(.percent, length: 1)
        case (UInt8(ascii: "~"), _): add(.tilde, length: 1)
        case (UInt8(ascii: "&"), _): add(.ampersand, length: 1)
        case (UInt8(ascii: "|"), UInt8(ascii: "|")): add(.concat, length: 2)
        case (UInt8(ascii: "|"), UInt8(ascii: ">")): add(.pipeOperator, length: 2)
        case (UInt8(ascii: "|"), _): add(.pipe, length: 1)
        case (UInt8(ascii: "^"), _): add(.hat, length: 1)
        case (UInt8(ascii: "="), UInt8(ascii: "=")): add(.equal, length: 2)
        case (UInt8(ascii: "="), UInt8(ascii: ">")): add(.fatArrow, length: 2)
        case (UInt8(ascii: "="), _): add(.equal, length: 1)
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): add(.notEqual, length: 2)
        case (UInt8(ascii: "!"), UInt8(ascii: ">")): add(.lessEqual, length: 2)
        case (UInt8(ascii: "!"), UInt8(ascii: "<")): add(.greaterEqual, length: 2)
        case (UInt8(ascii: "!"), _): add(.bang, length: 1)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")) where third == UInt8(ascii: ">"): add(.nullSafeEqual, length: 3)
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): add(.lessEqual, length: 2)
        case (UInt8(ascii: "<"), UInt8(ascii: ">")): add(.notEqual, length: 2)
        case (UInt8(ascii: "<"), UInt8(ascii: "<")): add(.shiftLeft, length: 2)
        case (UInt8(ascii: "<"), _): add(.less, length: 1)
        // `>>` stays two tokens, because it may close two type parameters.
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): add(.greaterEqual, length: 2)
        case (UInt8(ascii: ">"), _): add(.greater, length: 1)
        default: add(.unrecognized, length: 1)
        }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A) || byte == 0x5F
    }
}
