import Columnar
import Plans

extension Parser {
    // MARK: Calls

    /// The cursor stands on the left parenthesis.
    mutating func parseCall(_ name: [String], from start: Int) throws -> Expression {
        try nested { try $0.parseCallBody(name, from: start) }
    }

    private mutating func parseCallBody(_ name: [String], from start: Int) throws -> Expression {
        advance()
        var call = UnresolvedFunction(name, [])
        if at(.distinct), peek(1).startsExpression {
            advance()
            call.isDistinct = true
        } else if at(.all), peek(1).startsExpression {
            advance()
        }
        if !at(.rightParenthesis) {
            call.arguments.append(try parseArgument())
            while take(.comma) { call.arguments.append(try parseArgument()) }
        }
        try parseNullTreatmentArgument(name, &call)
        try expect(.rightParenthesis, ")")
        if name.count == 1, name[0].lowercased() == "count", !call.isDistinct, call.arguments.count == 1,
            case .unresolvedStar(nil, _) = call.arguments[0]
        {
            call.arguments = [.literal(.integer(1), .integer)]
        }
        return try finishCall(call, from: start)
    }

    private mutating func parseArgument() throws -> Expression {
        if atIdentifier, peek(1).kind == .fatArrow {
            let name = try parseIdentifier()
            advance()
            return .namedArgument(name: name, value: try parseExpression())
        }
        return try parseExpression()
    }

    /// `first(a IGNORE NULLS)`.
    private mutating func parseNullTreatmentArgument(_ name: [String], _ call: inout UnresolvedFunction) throws {
        guard at(.ignore, .nulls) || at(.respect, .nulls), call.arguments.count == 1, name.count == 1 else { return }
        guard ["first", "last", "any_value"].contains(name[0].lowercased()) else { return }
        if at(.ignore) { call.ignoreNulls = true }
        index += 2
    }

    /// What may stand behind the parentheses: WITHIN GROUP, FILTER, IGNORE NULLS, OVER.
    private mutating func finishCall(_ call: UnresolvedFunction, from start: Int) throws -> Expression {
        var call = call
        if take(.within, .group) {
            try expect(.leftParenthesis, "(")
            try expect(.order)
            try expect(.by)
            call.orderWithinGroup = try parseSortOrders()
            try expect(.rightParenthesis, ")")
        }
        if at(.filter), peek(1).kind == .leftParenthesis {
            advance()
            advance()
            guard at(.where) else {
                index -= 1
                throw unexpected()
            }
            advance()
            call.filter = try parseExpression()
            try expect(.rightParenthesis, ")")
        }
        if at(.ignore, .nulls) || at(.respect, .nulls) {
            call.ignoreNulls = at(.ignore)
            index += 2
        }
        call.origin = origin(from: start)
        if at(.over), peek(1).kind == .leftParenthesis || isIdentifier(peek(1)) {
            advance()
            var window = try parseWindow(.unresolvedFunction(call))
            // The function is blamed together with its window.
            call.origin = origin(from: start)
            window.function = .unresolvedFunction(call)
            return .window(window)
        }
        return .unresolvedFunction(call)
    }

    // MARK: Calls with a syntax of their own

    /// Parses the call when the keyword is one with its own syntax and that syntax is used. The cursor stands on the
    /// keyword, a left parenthesis follows.
    mutating func parseSpecialCall(_ keyword: Keyword) throws -> Expression? {
        let start = index
        switch keyword {
        case .cast, .tryCast: return try nested { try $0.parseCast(isTry: keyword == .tryCast) }
        case .exists where isQuery(at: index + 2):
            index += 2
            let plan = try parseQuery()
            try expect(.rightParenthesis, ")")
            return .unresolvedSubquery(Subquery(.exists, plan, origin: origin(from: start)))
        case .struct: return try nested { try $0.parseStruct() }
        case .extract: return try nested { try $0.parseExtract() }
        case .position: return try nested { try $0.parsePosition() }
        case .substring, .substr: return try nested { try $0.parseSubstring() }
        case .trim: return try nested { try $0.parseTrim() }
        case .overlay: return try nested { try $0.parseOverlay() }
        case .timestampAdd, .dateAdd, .dateAddSnake, .timestampDiff, .dateDiff, .dateDiffSnake, .timeDiff:
            return try nested { try $0.parseDatetimeArithmetic(keyword) }
        case .identifier: return try parseIdentifierClause()
        default: return nil
        }
    }

    private mutating func parseCast(isTry: Bool) throws -> Expression {
        let start = index
        index += 2
        let value = try parseExpression()
        guard take(.as) else { throw unexpected(expecting: nil) { $0.kind == .rightParenthesis } }
        let type = try parseDataType().withoutLength
        try expect(.rightParenthesis, ")")
        return .cast(Cast(value, to: type, mode: isTry ? .attempt : nil, origin: origin(from: start)))
    }

    private mutating func parseStruct() throws -> Expression {
        let start = index
        index += 2
        var fields: [Expression] = []
        if !at(.rightParenthesis) {
            fields.append(try parseNamedExpression())
            while take(.comma) { fields.append(try parseNamedExpression()) }
        }
        try expect(.rightParenthesis, ")")
        return function("struct", fields, from: start)
    }

    private mutating func parseExtract() throws -> Expression? {
        guard isIdentifier(peek(2)), peek(3).kind != .rightParenthesis, peek(3).kind != .comma else { return nil }
        let start = index
        index += 2
        let field = try parseIdentifier()
        guard take(.from) else { throw unexpected(expecting: nil) { $0.kind == .rightParenthesis } }
        let value = try parseValue()
        try expect(.rightParenthesis, ")")
        return function("extract", [.literal(.string(field), .string), value], from: start)
    }

    private mutating func parsePosition() throws -> Expression? {
        let start = index
        index += 2
        let needle = try parseValue()
        guard take(.in) else {
            index = start
            return nil
        }
        let value = try parseValue()
        try expect(.rightParenthesis, ")")
        return function("locate", [needle, value], from: start)
    }

    private mutating func parseSubstring() throws -> Expression? {
        let start = index
        index += 2
        let value = try parseValue()
        guard take(.from) else {
            index = start
            return nil
        }
        var arguments = [value, try parseValue()]
        if take(.for) || take(.comma) { arguments.append(try parseValue()) }
        try expect(.rightParenthesis, ")")
        return function("substring", arguments, from: start)
    }

    private mutating func parseTrim() throws -> Expression? {
        let start = index
        index += 2
        let side = [Keyword.both, .leading, .trailing].first {
            at($0) && peek(1).kind != .rightParenthesis && peek(1).kind != .comma
        }
        let name = side == .leading ? "ltrim" : side == .trailing ? "rtrim" : "trim"
        if side != nil { advance() }
        if side != nil, at(.from), peek(1).startsExpression {
            advance()
            let value = try parseValue()
            try expect(.rightParenthesis, ")")
            return function(name, [value], from: start)
        }
        let characters = try parseValue()
        guard take(.from) else {
            if side != nil { throw unexpected() }
            index = start
            return nil
        }
        let value = try parseValue()
        try expect(.rightParenthesis, ")")
        return function(name, [characters, value], from: start)
    }

    private mutating func parseOverlay() throws -> Expression? {
        let start = index
        index += 2
        let input = try parseValue()
        guard take(.placing) else {
            index = start
            return nil
        }
        var arguments = [input, try parseValue()]
        try expect(.from)
        arguments.append(try parseValue())
        if take(.for) { arguments.append(try parseValue()) }
        try expect(.rightParenthesis, ")")
        return function("overlay", arguments, from: start)
    }

    /// `timestampadd(DAY, 1, x)`, `datediff(HOUR, a, b)`: the unit becomes a string.
    private mutating func parseDatetimeArithmetic(_ keyword: Keyword) throws -> Expression? {
        let start = index
        guard peek(3).kind == .comma else { return nil }
        let unit = peek(2)
        if unit.kind == .string, token(at: closingParenthesis(of: index + 1)).kind == .rightParenthesis {
            guard countArguments(of: index + 1) == 3 else { return nil }
            let name = text(current).lowercased()
            index = closingParenthesis(of: index + 1) + 1
            throw failure(
                "INVALID_PARAMETER_VALUE.DATETIME_UNIT", "22023",
                "The value of parameter(s) `unit` in `\(name)` is invalid: expects one of the units without "
                    + "quotes YEAR, "
                    + "QUARTER, MONTH, WEEK, DAY, DAYOFYEAR, HOUR, MINUTE, SECOND, MILLISECOND, MICROSECOND, "
                    + "but got the "
                    + "string literal \(text(unit)).",
                ["functionName": "`\(name)`", "parameter": "`unit`", "invalidValue": text(unit)], from: start)
        }
        let units: Set<String> = [
            "YEAR", "QUARTER", "MONTH", "WEEK", "DAY", "DAYOFYEAR", "HOUR", "MINUTE", "SECOND", "MILLISECOND",
            "MICROSECOND",
        ]
        guard unit.kind == .word, units.contains(text(unit).uppercased()) else { return nil }
        index += 4
        let second = try parseValue()
        guard take(.comma) else {
            index = start
            return nil
        }
        let third = try parseValue()
        try expect(.rightParenthesis, ")")
        let name: String
        switch keyword {
        case .timestampAdd, .dateAdd, .dateAddSnake: name = "timestampadd"
        default: name = "timestampdiff"
        }
        return function(name, [.literal(.string(text(unit)), .string), second, third], from: start)
    }

    /// Commas at the top level of a parenthesis, plus one.
    private func countArguments(of open: Int) -> Int {
        let close = closingParenthesis(of: open)
        var count = 1
        var position = open + 1
        while position < close {
            switch token(at: position).kind {
            case .leftParenthesis: position = closingParenthesis(of: position)
            case .comma: count += 1
            default: break
            }
            position += 1
        }
        return count
    }
}
