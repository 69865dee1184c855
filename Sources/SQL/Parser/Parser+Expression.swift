import Columnar
import Plans

/// Operators by precedence: OR, AND, NOT, one predicate (BETWEEN, IN, LIKE, IS …), comparison, `|`, `^`, `&`, shifts,
/// `+ - ||`, `* / % DIV`, signs.
extension Parser {
    mutating func parseExpression() throws -> Expression { try nested { try $0.parseDisjunction() } }

    // MARK: Logic

    private mutating func parseDisjunction() throws -> Expression {
        let start = index
        let first = try parseConjunction()
        guard at(.or), peek(1).startsExpression else { return first }
        var operands = [first]
        while at(.or), peek(1).startsExpression {
            advance()
            operands.append(try parseConjunction())
        }
        let place = origin(from: start)
        return Self.balanced(operands[...]) { Self.logical("or", $0, $1, place) }
    }

    private mutating func parseConjunction() throws -> Expression {
        let start = index
        let first = try parseNegation()
        guard at(.and), peek(1).startsExpression else { return first }
        var operands = [first]
        while at(.and), peek(1).startsExpression {
            advance()
            operands.append(try parseNegation())
        }
        let place = origin(from: start)
        return Self.balanced(operands[...]) { Self.logical("and", $0, $1, place) }
    }

    private static func logical(_ name: String, _ a: Expression, _ b: Expression, _ place: Origin) -> Expression {
        .unresolvedFunction(UnresolvedFunction([name], [a, b], origin: place))
    }

    /// A tree of logarithmic depth, so that thousands of conditions do not make a deep one. Shaped as Spark's, which
    /// shows in column names.
    private static func balanced(
        _ operands: ArraySlice<Expression>, _ combine: (Expression, Expression) -> Expression
    ) -> Expression {
        if operands.count == 1 { return operands[operands.startIndex] }
        let middle = operands.startIndex + (operands.count - 1) / 2
        return combine(
            balanced(operands[...middle], combine), balanced(operands[(middle + 1)...], combine))
    }

    private mutating func parseNegation() throws -> Expression {
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        var starts: [Int] = []
        // NOT is a column's name where no operand follows.
        while at(.bang) || (at(.not) && peek(1).startsExpression) {
            starts.append(index)
            try deepen()
            advance()
        }
        var result = try parsePredicated()
        for start in starts.reversed() { result = function("not", [result], from: start) }
        return result
    }

    // MARK: Predicates

    private mutating func parsePredicated() throws -> Expression {
        let value = try parseValue()
        guard current.kind == .word else {
            if at(.bang), let keyword = peek(1).keyword,
                [.like, .ilike, .rlike, .regexp, .in, .between].contains(keyword)
            {
                throw discontinuedBang()
            }
            return value
        }
        // As in Spark, what a predicate is blamed for begins at its keyword.
        let start = index
        let isNegated = at(.not)
        let keyword = isNegated ? peek(1).keyword : current.keyword
        // Behind the keyword must come something, or it is an alias or an error that is told elsewhere.
        guard let keyword, peek(isNegated ? 2 : 1).kind != .endOfText else { return value }
        let result: Expression?
        switch keyword {
        case .between, .in, .like, .ilike, .rlike, .regexp:
            if isNegated { advance() }
            advance()
            switch keyword {
            case .between: result = try parseBetween(value, from: start)
            case .in: result = try parseIn(value, from: start)
            case .like, .ilike: return try parseLike(value, name: keyword, isNegated: isNegated, from: start)
            default:
                let pattern = try parseValue()
                result = function("rlike", [value, pattern], from: start)
            }
        case .is where !isNegated: return try parseIs(value, from: start)
        default: return value
        }
        guard let result else { return value }
        return isNegated ? function("not", [result], from: start) : result
    }

    private mutating func parseBetween(_ value: Expression, from start: Int) throws -> Expression {
        let lower = try parseValue()
        try expect(.and)
        let upper = try parseValue()
        return function("between", [value, lower, upper], from: start)
    }

    private mutating func parseIn(_ value: Expression, from start: Int) throws -> Expression {
        guard at(.leftParenthesis) else { throw unexpected() }
        if isQuery(at: index + 1) {
            advance()
            let plan = try parseQuery()
            try expect(.rightParenthesis, ")")
            return .unresolvedSubquery(Subquery(.contains(rowValues(value)), plan, origin: origin(from: start)))
        }
        advance()
        if take(.rightParenthesis) {
            throw failure(
                "INVALID_SQL_SYNTAX.EMPTY_IN_PREDICATE", "42000",
                "Invalid SQL syntax: IN predicate requires at least one value. Empty IN clauses like 'IN ()' are not "
                    + "allowed. Consider using 'WHERE FALSE' if you need an always-false condition, or provide at "
                    + "least one value in the IN list.", from: start)
        }
        let list = try parseExpressionList()
        try expect(.rightParenthesis, ")")
        return function("in", [value] + list, from: start)
    }

    /// The values of a row constructor; any other value alone.
    private func rowValues(_ value: Expression) -> [Expression] {
        guard case .unresolvedFunction(let call) = value, call.isRowConstructor else { return [value] }
        return stride(from: 1, to: call.arguments.count, by: 2).map { call.arguments[$0] }
    }

    private mutating func parseLike(
        _ value: Expression, name: Keyword, isNegated: Bool, from start: Int
    ) throws -> Expression {
        let name = name == .like ? "like" : "ilike"
        if let quantifier = current.keyword, [.any, .some, .all].contains(quantifier), peek(1).kind == .leftParenthesis
        {
            advance()
            advance()
            if take(.rightParenthesis) {
                throw failure(
                    "INVALID_SQL_SYNTAX.EMPTY_QUANTIFIED_PATTERN", "42000",
                    "Invalid SQL syntax: Expected at least one pattern between '(' and ')'.", from: start)
            }
            let patterns = try parseExpressionList()
            try expect(.rightParenthesis, ")")
            // One test for each pattern; NOT belongs to each of them.
            let call = "\(isNegated ? "not" : "")like\(quantifier == .all ? "all" : "any")"
            func folded(_ text: Expression) -> Expression {
                name == "like" ? text : function("lower", [text], from: start)
            }
            return function(call, [folded(value)] + patterns.map(folded), from: start)
        }
        var arguments = [value, try parseValue()]
        if at(.escape), peek(1).kind == .string || peek(1).kind == .doubleQuoted {
            advance()
            let escape = try parseString()
            guard escape.unicodeScalars.count == 1 else {
                throw failure(
                    "INVALID_ESC", "42604",
                    "Found an invalid escape string: '\(escape)'. The escape string must contain only one character.",
                    ["invalidEscape": "'\(escape)'"], from: start)
            }
            arguments.append(.literal(.string(escape), .string))
        }
        let like = function(name, arguments, from: start)
        return isNegated ? function("not", [like], from: start) : like
    }

    private mutating func parseIs(_ value: Expression, from start: Int) throws -> Expression {
        if peek(1).kind == .bang {
            advance()
            throw discontinuedBang()
        }
        let isNegated = peek(1).keyword == .not
        let what = peek(isNegated ? 2 : 1)
        let isKnown: Bool
        switch what.keyword {
        case .null, .unknown, .true, .false: isKnown = true
        case .distinct: isKnown = peek(isNegated ? 3 : 2).keyword == .from
        default: isKnown = what.kind == .endOfText
        }
        guard isKnown else { throw unexpected() }
        index += isNegated ? 2 : 1
        if current.kind == .endOfText { throw unexpected() }
        let keyword = current.keyword
        advance()
        switch keyword {
        case .null, .unknown: return function(isNegated ? "isnotnull" : "isnull", [value], from: start)
        case .distinct:
            advance()
            let other = try parseValue()
            let same = function("<=>", [value, other], from: start)
            return isNegated ? same : function("not", [same], from: start)
        default:
            let literal = Expression.literal(.boolean(keyword == .true), .boolean)
            let same = function("<=>", [value, literal], from: start)
            return isNegated ? function("not", [same], from: start) : same
        }
    }

    // MARK: Values

    /// An expression without logic and predicates.
    mutating func parseValue(minimum: Int = 0) throws -> Expression {
        let start = index
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        var left = try parseSigned()
        while let found = binaryOperator(), found.precedence >= minimum {
            try deepen()
            index += found.tokenCount
            let right = try parseValue(minimum: found.precedence + 1)
            if found.name == "!=" {
                left = function("not", [function("=", [left, right], from: start)], from: start)
            } else {
                left = function(found.name, [left, right], from: start)
            }
        }
        return left
    }

    private struct BinaryOperator {
        var name: String
        var precedence: Int
        var tokenCount = 1
    }

    private func binaryOperator() -> BinaryOperator? {
        switch current.kind {
        case .equal: return BinaryOperator(name: "=", precedence: 1)
        case .nullSafeEqual: return BinaryOperator(name: "<=>", precedence: 1)
        case .notEqual: return BinaryOperator(name: "!=", precedence: 1)
        case .less: return BinaryOperator(name: "<", precedence: 1)
        case .lessEqual: return BinaryOperator(name: "<=", precedence: 1)
        case .greaterEqual: return BinaryOperator(name: ">=", precedence: 1)
        case .greater:
            guard isGreater(peek(1), behind: current) else { return BinaryOperator(name: ">", precedence: 1) }
            if isGreater(peek(2), behind: peek(1)) {
                return BinaryOperator(name: ">>>", precedence: 5, tokenCount: 3)
            }
            return BinaryOperator(name: ">>", precedence: 5, tokenCount: 2)
        case .pipe: return isInPipe && atPipeBar ? nil : BinaryOperator(name: "|", precedence: 2)
        case .hat: return BinaryOperator(name: "^", precedence: 3)
        case .ampersand: return BinaryOperator(name: "&", precedence: 4)
        case .shiftLeft: return BinaryOperator(name: "<<", precedence: 5)
        case .plus: return BinaryOperator(name: "+", precedence: 6)
        case .minus: return BinaryOperator(name: "-", precedence: 6)
        case .concat: return BinaryOperator(name: "concat", precedence: 6)
        case .star: return BinaryOperator(name: "*", precedence: 7)
        case .slash: return BinaryOperator(name: "/", precedence: 7)
        case .percent: return BinaryOperator(name: "%", precedence: 7)
        case .word where at(.div) && peek(1).startsExpression: return BinaryOperator(name: "div", precedence: 7)
        default: return nil
        }
    }

    private func isGreater(_ token: Token, behind first: Token) -> Bool {
        token.kind == .greater && token.start == first.end
    }

    private mutating func parseSigned() throws -> Expression {
        var signs: [(name: String, start: Int)] = []
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        while true {
            let name: String
            switch current.kind {
            // A minus right before a number belongs to the literal.
            case .minus where !peek(1).isNumber: name = "negative"
            case .plus: name = "positive"
            case .tilde: name = "~"
            default:
                var result = try parsePostfix()
                for sign in signs.reversed() { result = function(sign.name, [result], from: sign.start) }
                return result
            }
            try deepen()
            signs.append((name, index))
            advance()
        }
    }

    // MARK: Behind a value

    /// `COLLATE name` behind a value. Apart, because what it needs on the stack would be taken at every level of nesting.
    private mutating func parseCollate(_ value: Expression, from start: Int) throws -> Expression {
        advance()
        let name = Expression.literal(.string(try parseCollationName()), .string)
        return .unresolvedFunction(UnresolvedFunction(["collate"], [value, name], origin: origin(from: start)))
    }

    private mutating func parsePostfix() throws -> Expression {
        let start = index
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        var value = try parsePrimary()
        while true {
            switch current.kind {
            case .dot:
                guard isIdentifier(peek(1)) else {
                    advance()
                    throw unexpected()
                }
                advance()
                let field = try parseIdentifier()
                if case .unresolvedAttribute(var attribute) = value {
                    attribute.nameParts.append(field)
                    attribute.origin = origin(from: start)
                    value = .unresolvedAttribute(attribute)
                } else {
                    value = .unresolvedExtract(
                        child: value, extraction: .literal(.string(field), .string), origin: origin(from: start))
                }
            case .leftBracket:
                advance()
                let key = try nested { try $0.parseValue() }
                try expect(.rightBracket, "]")
                value = .unresolvedExtract(child: value, extraction: key, origin: origin(from: start))
            case .colon where isIdentifier(peek(1)) || peek(1).kind == .leftBracket:
                value = try parseVariantPath(of: value, from: start)
            case .doubleColon:
                advance()
                let type = try parseDataType().withoutLength
                value = .cast(Cast(value, to: type, origin: origin(from: start)))
            case .word where at(.collate) && isIdentifier(peek(1)): value = try parseCollate(value, from: start)
            default: return value
            }
            try deepen()
        }
    }

    /// `v:a.b[0]['c d']`: a part of a variant, named by the last name in its path.
    private mutating func parseVariantPath(of value: Expression, from start: Int) throws -> Expression {
        advance()
        var path = "$"
        var name: String?
        func take(_ identifier: String) {
            path += "." + identifier
            name = identifier.split(separator: ".").last.map(String.init) ?? identifier
        }
        if at(.leftBracket) {
            path += try parsePathSubscript(&name)
        } else {
            take(try parseIdentifier())
        }
        while true {
            if at(.leftBracket) {
                path += try parsePathSubscript(&name)
            } else if at(.dot), isIdentifier(peek(1)) {
                advance()
                take(try parseIdentifier())
            } else {
                break
            }
        }
        let names = name.map { [Expression.literal(.string($0), .string)] } ?? []
        return function("semi_structured_extract", [value, .literal(.string(path), .string)] + names, from: start)
    }

    /// `[0]` or `['a b']`.
    private mutating func parsePathSubscript(_ name: inout String?) throws -> String {
        advance()
        let text: String
        if current.kind == .integer {
            text = self.text(current)
            advance()
        } else if current.kind == .string {
            let key = try parseString()
            name = key
            text = "'\(key)'"
        } else {
            throw unexpected()
        }
        try expect(.rightBracket, "]")
        return "[\(text)]"
    }

    // MARK: Pieces

    mutating func parseExpressionList() throws -> [Expression] {
        var list = [try parseExpression()]
        while take(.comma) { list.append(try parseExpression()) }
        return list
    }

    /// An expression with an optional alias.
    mutating func parseNamedExpression() throws -> Expression {
        if options.quotedRegexColumns, let pattern = try parseColumnPattern() { return pattern }
        let start = index
        let value = try parseExpression()
        if at(.as) {
            if closeOfIdentifierLiteral(at: index + 1) != nil {
                advance()
                return .alias(Alias(value, try parseSingleIdentifierLiteral(from: start) ?? parseIdentifier()))
            }
            if isIdentifier(peek(1)), !(peek(1).keyword == .from && isIdentifier(peek(2))) {
                advance()
                return .alias(Alias(value, try parsePlainIdentifier()))
            }
            if peek(1).kind == .leftParenthesis {
                advance()
                return aliasing(value, try parseIdentifierList())
            }
            // `AS` is the alias itself.
            return .alias(Alias(value, try parseIdentifier()))
        }
        if at(.leftParenthesis), isIdentifier(peek(1)) {
            return aliasing(value, try parseIdentifierList())
        }
        guard isIdentifier(current), !startsClause() else { return value }
        return .alias(Alias(value, try parsePlainIdentifier()))
    }

    /// A name in backticks that stands alone in the list: all columns that it matches as a regular expression.
    private mutating func parseColumnPattern() throws -> Expression? {
        let isQualified = isIdentifier(current) && peek(1).kind == .dot
        let name = isQualified ? peek(2) : current
        let next = isQualified ? peek(3) : peek(1)
        guard name.kind == .quotedIdentifier,
            next.kind == .comma || next.kind == .endOfText || next.kind == .semicolon
                || next.kind == .rightParenthesis || next.keyword == .from
        else { return nil }
        var target: [String]?
        if isQualified {
            target = [try parseIdentifier()]
            advance()
        }
        return .unresolvedRegex(pattern: try parseIdentifier(), planID: nil, target: target)
    }

    private func aliasing(_ value: Expression, _ names: [String]) -> Expression {
        .alias(Alias(value, names.first ?? "", moreNames: Array(names.dropFirst())))
    }

    func function(_ name: String, _ arguments: [Expression], from start: Int) -> Expression {
        .unresolvedFunction(UnresolvedFunction([name], arguments, origin: origin(from: start)))
    }
}

extension UnresolvedFunction {
    /// Whether this came from `(a, b)`.
    var isRowConstructor: Bool {
        nameParts == ["named_struct"] && origin?.fragment.first == "("
    }
}

extension DataType {
    /// CAST knows no lengths of strings.
    var withoutLength: DataType {
        switch self {
        case .char, .varchar: .string
        case .array(let element, let containsNull): .array(element.withoutLength, containsNull: containsNull)
        case .map(let key, let value, let containsNull):
            .map(key.withoutLength, value.withoutLength, valueContainsNull: containsNull)
        case .structure(let schema):
            .structure(
                Schema(
                    schema.fields.map { field in
                        var field = field
                        field.dataType = field.dataType.withoutLength
                        return field
                    }))
        default: self
        }
    }
}
