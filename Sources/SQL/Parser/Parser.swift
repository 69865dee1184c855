import Columnar
import Plans

/// A cursor over the tokens of one text: recursive descent for clauses, precedence climbing for operators. Never steps
/// back over more than one token; where the grammar is ambiguous it looks ahead.
struct Parser {
    let source: QueryText
    let options: SQLParserOptions
    let parameters: SQLParser.Parameters
    private let tokens: ContiguousArray<Token>
    /// For a left parenthesis the index of the right one, or of the last token when there is none.
    private let matching: ContiguousArray<Int32>
    /// For every token the first one from there on that is not a left parenthesis.
    private let beyondOpenings: ContiguousArray<Int32>
    /// Whether the text has a WINDOW clause at all; finding the clauses ahead of their use costs a scan.
    let mayDefineWindows: Bool
    var index = 0
    var positionalParameters = 0
    /// Windows named by the WINDOW clauses of the queries around the cursor, innermost last.
    var windowScopes: [WindowScope] = []
    /// Whether the cursor is in the GROUP BY of `|> AGGREGATE`, where keys may be given names.
    var isPipeAggregate = false
    /// Whether the cursor is behind a pipe, where a `|` may be another one. In other expressions it is an operator.
    var isInPipe = false
    /// Whether the cursor is in the query of a script's FOR, where DO is no name.
    var isLoopQuery = false
    /// Of strings and their literals within a statement with DEFAULT COLLATION.
    var defaultCollation: Collation?
    private var depth = 0
    private var stack = StackGuard()

    init(_ source: QueryText, options: SQLParserOptions, parameters: SQLParser.Parameters) throws {
        var lexer = Lexer(source)
        lexer.run()
        self.source = source
        self.options = options
        defaultCollation = options.defaultCollation
        self.parameters = parameters
        tokens = lexer.tokens
        let last = Int32(clamping: tokens.count - 1)
        var matching = ContiguousArray(repeating: last, count: tokens.count)
        var open: [Int] = []
        var mayDefineWindows = false
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .leftParenthesis: open.append(index)
            case .rightParenthesis: if let start = open.popLast() { matching[start] = Int32(clamping: index) }
            default: if token.keyword == .window { mayDefineWindows = true }
            }
        }
        var beyondOpenings = ContiguousArray(repeating: last, count: tokens.count)
        for index in tokens.indices.reversed().dropFirst() {
            beyondOpenings[index] =
                tokens[index].kind == .leftParenthesis ? beyondOpenings[index + 1] : Int32(clamping: index)
        }
        self.matching = matching
        self.beyondOpenings = beyondOpenings
        self.mayDefineWindows = mayDefineWindows
        if lexer.unclosedComment != nil { throw unclosedComment() }
    }

    // MARK: Looking

    var current: Token { tokens[index] }

    /// The token so many places ahead; the end token beyond the end.
    func peek(_ ahead: Int) -> Token { tokens[min(index + ahead, tokens.count - 1)] }

    func token(at index: Int) -> Token { tokens[min(max(index, 0), tokens.count - 1)] }

    /// The index of the parenthesis that closes the one at `index`.
    func closingParenthesis(of index: Int) -> Int { Int(matching[min(index, tokens.count - 1)]) }

    /// The first token at or behind `index` that is not a left parenthesis.
    func tokenBeyondOpenings(at index: Int) -> Token { tokens[Int(beyondOpenings[min(index, tokens.count - 1)])] }

    func at(_ kind: Token.Kind) -> Bool { current.kind == kind }

    func at(_ keyword: Keyword) -> Bool { current.keyword == keyword }

    func at(_ keyword: Keyword, _ next: Keyword) -> Bool { current.keyword == keyword && peek(1).keyword == next }

    /// Whether the token is a word that has a meaning in a few places only and is no keyword otherwise.
    func isWord(_ token: Token, _ word: String) -> Bool {
        token.kind == .word && Int(token.end - token.start) == word.utf8.count && text(token).uppercased() == word
    }

    func atWord(_ word: String) -> Bool { isWord(current, word) }

    func text(_ token: Token) -> String { source.text(Int(token.start)..<Int(token.end)) }

    // MARK: Moving

    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    mutating func take(_ kind: Token.Kind) -> Bool {
        guard current.kind == kind else { return false }
        advance()
        return true
    }

    mutating func take(_ keyword: Keyword) -> Bool {
        guard current.keyword == keyword else { return false }
        advance()
        return true
    }

    mutating func take(_ keyword: Keyword, _ next: Keyword) -> Bool {
        guard at(keyword, next) else { return false }
        index += 2
        return true
    }

    mutating func expect(_ kind: Token.Kind, _ symbol: String) throws {
        guard current.kind == kind else { throw unexpected(expecting: symbol) { $0.kind == kind } }
        advance()
    }

    mutating func expect(_ keyword: Keyword) throws {
        guard current.keyword == keyword else {
            throw unexpected(expecting: keyword.rawValue) { $0.keyword == keyword }
        }
        advance()
    }

    mutating func skipSemicolons() { while take(.semicolon) {} }

    func expectEnd() throws {
        guard current.kind != .endOfText else { return }
        throw unexpected(expecting: nil) { $0.kind == .endOfText }
    }

    // MARK: Names

    /// A name: a word or a quoted identifier, the quotes and doubled backticks removed.
    mutating func parseIdentifier() throws -> String {
        let token = current
        switch token.kind {
        case .word:
            if token.keyword == .identifier, let name = try parseSingleIdentifierLiteral() { return name }
            advance()
            return text(token)
        case .quotedIdentifier:
            advance()
            return unquote(token, quote: UInt8(ascii: "`"))
        case .doubleQuoted where quotesIdentifiers:
            advance()
            return unquote(token, quote: UInt8(ascii: "\""))
        case .invalidWord: throw invalidIdentifier(token)
        default: throw unexpected()
        }
    }

    var quotesIdentifiers: Bool { options.isANSI && options.doubleQuotedIdentifiers }

    /// Whether the cursor stands on a name.
    var atIdentifier: Bool { isIdentifier(current) }

    func isIdentifier(_ token: Token) -> Bool {
        token.isIdentifier || (token.kind == .doubleQuoted && quotesIdentifiers)
    }

    private func unquote(_ token: Token, quote: UInt8) -> String {
        var bytes: [UInt8] = []
        var index = Int(token.start) + 1
        while index < Int(token.end) - 1 {
            bytes.append(source.bytes[index])
            index += source.bytes[index] == quote ? 2 : 1
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// A name where no operator can follow, so that a hyphen behind it shows a name that wants quotes: `my-table`.
    mutating func parsePlainIdentifier() throws -> String {
        let start = index
        let name = try parseIdentifier()
        guard at(.minus), isIdentifier(peek(1)) else { return name }
        while at(.minus), isIdentifier(peek(1)) { index += 2 }
        throw invalidIdentifier(source.text(byteRange(from: start)), at: Int(token(at: start).start))
    }

    mutating func parseMultipartIdentifier() throws -> [String] {
        var parts: [String] = []
        repeat {
            if let literal = try parseIdentifierLiteral() {
                parts += literal
            } else {
                parts.append(try parsePlainIdentifier())
            }
        } while take(.dot)
        return parts
    }

    /// `(a, b, c)`.
    mutating func parseIdentifierList() throws -> [String] {
        try expect(.leftParenthesis, "(")
        var names = [try parsePlainIdentifier()]
        while take(.comma) { names.append(try parsePlainIdentifier()) }
        try expect(.rightParenthesis, ")")
        return names
    }

    // MARK: Nesting

    /// Runs one level of recursion, unless the text is nested too deeply or the thread's stack is nearly used up.
    mutating func nested<Result>(_ body: (inout Parser) throws -> Result) throws -> Result {
        try deepen()
        defer { depth -= 1 }
        return try body(&self)
    }

    /// Adds a level to the tree without recursion in the parser, as each operator of `1 + 1 + 1` does.
    mutating func deepen() throws {
        depth += 1
        if depth > options.maximumDepth || (depth > 16 && stack.isNearlyFull) { throw tooComplex() }
    }

    mutating func restoreDepth(_ saved: Int) { depth = saved }

    var currentDepth: Int { depth }

    // MARK: Origins

    /// The text from the token at `start` to the one before the cursor.
    func origin(from start: Int) -> Origin { Origin(source, byteRange(from: start)) }

    func byteRange(from start: Int) -> Range<Int> {
        let lower = Int(tokens[start].start)
        return lower..<max(lower, Int(tokens[max(start, index - 1)].end))
    }
}
