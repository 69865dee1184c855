import Columnar
import Plans

/// The windows that a WINDOW clause names, found before the SELECT list that uses them.
struct WindowScope {
    /// By name; each holds within one SELECT, the tokens of which stand with it.
    var definitions: [String: [(tokens: Range<Int>, definition: WindowDefinition)]]
    /// The token behind the clause, by the token of its WINDOW keyword.
    var clauseEnds: [Int: Int]
}

struct WindowDefinition {
    var partitionBy: [Expression] = []
    var orderBy: [SortOrder] = []
    var frame: WindowExpression.Frame?
}

extension Parser {
    /// What follows OVER.
    mutating func parseWindow(_ function: Expression) throws -> WindowExpression {
        let start = index
        let definition = try nested { try $0.parseWindowSpecification() }
        var window = WindowExpression(
            function: function, partitionBy: definition.partitionBy, orderBy: definition.orderBy,
            frame: definition.frame)
        window.origin = origin(from: start)
        return window
    }

    private mutating func parseWindowSpecification() throws -> WindowDefinition {
        let start = index
        if atIdentifier { return try namedWindow(from: start) }
        try expect(.leftParenthesis, "(")
        if atIdentifier, peek(1).kind == .rightParenthesis, !at(.rows), !at(.range) {
            let definition = try namedWindow(from: index)
            advance()
            return definition
        }
        var definition = WindowDefinition()
        if take(.cluster, .by) {
            definition.partitionBy = try parseExpressionList()
        } else {
            if take(.partition, .by) || take(.distribute, .by) { definition.partitionBy = try parseExpressionList() }
            if take(.order, .by) || take(.sort, .by) { definition.orderBy = try parseSortOrders() }
        }
        if at(.rows) || at(.range) { definition.frame = try parseFrame() }
        try expect(.rightParenthesis, ")")
        return definition
    }

    private mutating func namedWindow(from start: Int) throws -> WindowDefinition {
        let name = try parseIdentifier()
        for scope in windowScopes.reversed() {
            let found = scope.definitions[name.lowercased()]?.first { $0.tokens.contains(start) }
            if let found { return found.definition }
        }
        throw failure(
            "MISSING_WINDOW_SPECIFICATION", "42P20",
            "Window specification is not defined in the WINDOW clause for `\(name)`. For more information about WINDOW "
                + "clauses, please refer to "
                + "'https://spark.apache.org/docs/latest/sql-ref-syntax-qry-select-window.html'.",
            ["windowName": "`\(name)`", "docroot": "https://spark.apache.org/docs/latest"], from: start,
            kind: .analysis)
    }

    private mutating func parseFrame() throws -> WindowExpression.Frame {
        let unit: WindowExpression.FrameUnit = at(.rows) ? .rows : .range
        advance()
        guard take(.between) else { return WindowExpression.Frame(unit, try parseFrameBound(), .currentRow) }
        let lower = try parseFrameBound()
        try expect(.and)
        return WindowExpression.Frame(unit, lower, try parseFrameBound())
    }

    private mutating func parseFrameBound() throws -> WindowExpression.Bound {
        if take(.unbounded, .preceding) { return .unboundedPreceding }
        if take(.unbounded, .following) { return .unboundedFollowing }
        if take(.current, .row) { return .currentRow }
        let offset = try nested { try $0.parseValue() }
        if take(.preceding) { return .offset(offset, preceding: true) }
        guard take(.following) else { throw unexpected() }
        return .offset(offset, preceding: false)
    }

    // MARK: The WINDOW clause

    /// Looks ahead from the start of a query for its WINDOW clauses and reads them, so that OVER finds the names.
    mutating func findWindowClauses() throws {
        guard mayDefineWindows else { return }
        var scope = WindowScope(definitions: [:], clauseEnds: [:])
        let start = index
        var position = index
        var segment = index
        scan: while true {
            let token = token(at: position)
            switch token.kind {
            case .endOfText, .rightParenthesis, .semicolon: break scan
            case .leftParenthesis: position = closingParenthesis(of: position)
            case .pipeOperator: segment = position
            case .word where isSetOperator(at: position): segment = position
            default:
                guard token.keyword == .window, namesWindow(at: position + 1) else { break }
                index = position + 1
                let clause = position
                position = try parseWindowDefinitions(into: &scope, segment: segment..<clause)
                scope.clauseEnds[clause] = position
                position -= 1
            }
            position += 1
        }
        index = start
        windowScopes.append(scope)
    }

    /// Whether UNION or the like stands between two queries there.
    private func isSetOperator(at position: Int) -> Bool {
        switch token(at: position).keyword {
        case .union, .intersect, .except, .setMinus: break
        default: return false
        }
        let next = token(at: position + 1)
        if next.kind == .leftParenthesis { return isQuery(at: position + 1) }
        return [.all, .distinct, .select, .values, .table, .from].contains(next.keyword)
    }

    /// Whether a window's name and AS stand there.
    func namesWindow(at position: Int) -> Bool {
        guard isIdentifier(token(at: position)) else { return false }
        let next = token(at: (closeOfIdentifierLiteral(at: position) ?? position) + 1)
        return next.keyword == .as || next.kind == .minus
    }

    mutating func leaveWindowClauses() {
        if mayDefineWindows { _ = windowScopes.popLast() }
    }

    /// Steps over a WINDOW clause that ``findWindowClauses()`` has read.
    mutating func skipWindowClause() {
        if at(.window), let end = windowScopes.last?.clauseEnds[index] { index = end }
    }

    /// Reads a WINDOW clause; windows may be other names for ones that come later. Gives the token behind the clause.
    private mutating func parseWindowDefinitions(
        into scope: inout WindowScope, segment: Range<Int>
    ) throws -> Int {
        var other: [(name: String, start: Int)] = []
        var known: [String: WindowDefinition] = [:]
        // Windows of the clause's SELECT, and names in the clause itself.
        var tokens = segment
        repeat {
            let name = try parsePlainIdentifier()
            try expect(.as)
            if atIdentifier {
                other.append((name, index))
                _ = try parseIdentifier()
            } else {
                known[name.lowercased()] = try parseWindowSpecification()
            }
            tokens = segment.lowerBound..<(index + 1)
        } while take(.comma)
        let end = index
        func add(_ name: String, _ definition: WindowDefinition) {
            scope.definitions[name.lowercased(), default: []].append((tokens, definition))
        }
        for (name, definition) in known { add(name, definition) }
        windowScopes.append(scope)
        defer { windowScopes.removeLast() }
        for (name, start) in other {
            index = start
            let definition = try namedWindow(from: start)
            add(name, definition)
            windowScopes[windowScopes.count - 1] = scope
        }
        index = end
        return end
    }
}
