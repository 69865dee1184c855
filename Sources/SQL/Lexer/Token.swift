/// One piece of the query text.
struct Token {
    enum Kind: UInt8 {
        case endOfText
        case word, quotedIdentifier
        /// A word with letters outside ASCII, which must be quoted to be a name.
        case invalidWord
        case string, doubleQuoted
        case integer
        /// With a point, an exponent or a suffix other than those of ``Suffix``'s integers.
        case decimal, exponent
        /// Numbers with a suffix: `1L`, `1S`, `1Y`, `1F`, `1D`, `1BD`.
        case long, short, byte, float, double, bigDecimal
        case leftParenthesis, rightParenthesis, leftBracket, rightBracket
        case comma, dot, semicolon, colon, doubleColon, question
        case plus, minus, star, slash, percent, tilde, ampersand, pipe, hat, concat, pipeOperator
        case equal, nullSafeEqual, notEqual, bang, less, lessEqual, greater, greaterEqual, shiftLeft
        case arrow, fatArrow, hintStart, hintEnd
        /// A character that starts no token, or a quote that is never closed.
        case unrecognized
    }

    var kind: Kind
    var keyword: Keyword?
    /// Offsets of bytes.
    var start: Int32
    var end: Int32

    var isNumber: Bool {
        switch kind {
        case .integer, .decimal, .exponent, .long, .short, .byte, .float, .double, .bigDecimal: true
        default: false
        }
    }

    /// Whether the token may be a name.
    var isIdentifier: Bool { kind == .word || kind == .quotedIdentifier || kind == .invalidWord }

    /// Whether an expression may begin here.
    var startsExpression: Bool {
        switch kind {
        case .word, .quotedIdentifier, .invalidWord, .string, .doubleQuoted, .leftParenthesis, .minus, .plus, .tilde,
            .bang, .star, .question, .colon:
            true
        default: isNumber
        }
    }
}
