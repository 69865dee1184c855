import Columnar
import Plans

/// Queries: WITH, set operations, SELECT, ORDER BY and LIMIT.
extension Parser {
    mutating func parseQuery() throws -> LogicalPlan { try nested { try $0.parseQueryBody() } }

    private mutating func parseQueryBody() throws -> LogicalPlan {
        try findWindowClauses()
        defer { leaveWindowClauses() }
        let start = index
        let isRecursive = at(.with, .recursive) && isIdentifier(peek(2))
        let definitions = at(.with) ? try parseCommonTableExpressions() : []
        let plan = try parseOrganization(of: try parsePipes(behind: try parseSetOperations(), from: start))
        try rejectDuplicates(definitions, from: start)
        if definitions.isEmpty { return plan }
        return .located(.with(With(definitions, plan, isRecursive: isRecursive)), origin(from: start))
    }

    // MARK: WITH

    mutating func parseCommonTableExpressions() throws -> [With.Definition] {
        advance()
        if at(.recursive), isIdentifier(peek(1)) { advance() }
        var definitions: [With.Definition] = []
        repeat {
            let start = index
            let name = try parsePlainIdentifier()
            let columns = at(.leftParenthesis) && !isQuery(at: index + 1) ? try parseIdentifierList() : []
            var maximumLevel: Int?
            if at(.max, .recursion) {
                index += 2
                try expect(.level)
                maximumLevel = Int(text(current))
                try expect(.integer, "INTEGER_VALUE")
            }
            _ = take(.as)
            guard at(.leftParenthesis) else { throw unexpected() }
            advance()
            let plan = try parseQuery()
            try expect(.rightParenthesis, ")")
            definitions.append(
                With.Definition(
                    name: name, columnNames: columns, plan: plan, maximumLevel: maximumLevel,
                    origin: origin(from: start))
            )
        } while take(.comma)
        return definitions
    }

    private func rejectDuplicates(_ definitions: [With.Definition], from start: Int) throws {
        var seen = Set<String>()
        guard let name = definitions.map({ $0.name.lowercased() }).first(where: { !seen.insert($0).inserted }) else {
            return
        }
        throw failure(
            "DUPLICATED_CTE_NAMES", "42602", "CTE definition can't have duplicate names: `\(name)`.",
            ["duplicateNames": "`\(name)`"], from: start)
    }

    // MARK: Set operations

    /// UNION, EXCEPT and MINUS from left to right; INTERSECT binds tighter.
    ///
    /// Chains of unions become one node of many inputs: `a UNION ALL b UNION ALL c`. So do distinct ones, and a
    /// distinct one behind any (what repeats inside falls away in the end).
    private mutating func parseSetOperations() throws -> LogicalPlan {
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        let start = index
        var left = try parseIntersections()
        var union: SetOperation?
        while let kind = setOperation, kind != .intersect {
            advance()
            let isAll = parseSetQuantifier()
            let right = try parseIntersections()
            if kind == .union, let isChainAll = union?.isAll, isChainAll || !isAll {
                // The array is appended to in place: copying it each time would take quadratic time.
                union?.inputs.append(right)
                union?.isAll = isAll
                continue
            }
            if let chain = union.take() { left = .setOperation(chain) }
            try deepen()
            let operation = SetOperation(kind, [left, right], isAll: isAll)
            if kind == .union { union = operation } else { left = located(operation, from: start) }
        }
        return union.map { located($0, from: start) } ?? left
    }

    private func located(_ operation: SetOperation, from start: Int) -> LogicalPlan {
        var operation = operation
        operation.origin = origin(from: start)
        return .located(.setOperation(operation), origin(from: start))
    }

    private mutating func parseIntersections() throws -> LogicalPlan {
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        let start = index
        var left = try parseQueryPrimary()
        while setOperation == .intersect {
            advance()
            let isAll = parseSetQuantifier()
            try deepen()
            let operation = SetOperation(.intersect, [left, try parseQueryPrimary()], isAll: isAll)
            left = located(operation, from: start)
        }
        return left
    }

    var setOperation: SetOperation.Kind? {
        switch current.keyword {
        case .union: .union
        case .intersect: .intersect
        case .except, .setMinus: .except
        default: nil
        }
    }

    mutating func parseSetQuantifier() -> Bool {
        if take(.all) { return true }
        _ = take(.distinct)
        return false
    }

    // MARK: Simple queries

    mutating func parseQueryPrimary() throws -> LogicalPlan {
        switch current.kind {
        case .leftParenthesis:
            advance()
            let plan = try parseQuery()
            try expect(.rightParenthesis, ")")
            return plan
        case .word:
            switch current.keyword {
            case .select: return try parseSelect(from: nil)
            case .values: return try parseInlineTable()
            case .table:
                advance()
                let start = index
                let name = try parseIdentifierString() ?? parseMultipartIdentifier()
                return .unresolvedRelation(UnresolvedRelation(name, origin: origin(from: start)))
            case .from: return try parseFromFirst()
            case .map, .reduce: throw unsupported("script transformation", from: index)
            default: throw unexpected()
            }
        default: throw unexpected()
        }
    }

    /// `FROM t SELECT a`; several SELECTs give the rows of all. Without any, all columns: `FROM t |> …`.
    private mutating func parseFromFirst() throws -> LogicalPlan {
        let plan = try parseFrom()
        guard at(.select) else { return plan }
        var bodies: [LogicalPlan] = []
        while at(.select) { bodies.append(try parseOrganization(of: try parseSelect(from: plan))) }
        return bodies.count == 1 ? bodies[0] : .setOperation(SetOperation(.union, bodies, isAll: true))
    }

    mutating func parseSelect(from given: LogicalPlan?) throws -> LogicalPlan {
        try nested { try $0.parseSelectBody(from: given) }
    }

    private mutating func parseSelectBody(from given: LogicalPlan?) throws -> LogicalPlan {
        let start = index
        advance()
        var hints: [(name: String, arguments: [Expression])] = []
        while at(.hintStart) { hints += try parseHints() }
        if isScriptTransformation { return try parseScriptTransformation(from: given, start) }
        var isDistinct = false
        if at(.distinct), peek(1).startsExpression, !(peek(1).keyword == .from && isIdentifier(peek(2))) {
            advance()
            isDistinct = true
        } else if at(.all), peek(1).startsExpression, peek(1).keyword != .from {
            advance()
        }
        var list = [try parseNamedExpression()]
        while take(.comma) { list.append(try parseNamedExpression()) }
        var plan = try parseSelectedRows(list, from: given)
        if isDistinct { plan = .distinct(plan) }
        for hint in hints.reversed() { plan = .hint(Hint(plan, name: hint.name, arguments: hint.arguments)) }
        return .located(plan, origin(from: start))
    }

    /// What stands behind the list of SELECT: FROM up to QUALIFY.
    mutating func parseSelectedRows(_ list: [Expression], from given: LogicalPlan?) throws -> LogicalPlan {
        var plan: LogicalPlan
        if let given {
            plan = try parseLateralViews(over: given)
        } else {
            plan = at(.from) ? try parseFrom() : .oneRow
        }
        if take(.where) { plan = .filter(Filter(plan, try parseExpression())) }
        var isAggregate = false
        if at(.group, .by) {
            plan = .aggregate(try parseGroupBy(over: plan, list: list))
            isAggregate = true
        }
        if at(.having), peek(1).startsExpression {
            advance()
            let condition = try parseExpression()
            if !isAggregate { plan = .aggregate(Aggregate(plan, groupBy: [], aggregates: list)) }
            plan = .filter(Filter(plan, condition, isHaving: true))
            isAggregate = true
        }
        if !isAggregate { plan = .project(Project(plan, list)) }
        skipWindowClause()
        if at(.qualify), peek(1).startsExpression {
            advance()
            plan = .filter(Filter(plan, try parseExpression(), isQualify: true))
        }
        return plan
    }

    mutating func parseHints() throws -> [(name: String, arguments: [Expression])] {
        advance()
        var hints: [(name: String, arguments: [Expression])] = []
        while !at(.hintEnd) || hints.isEmpty {
            let name = try parseIdentifier()
            var arguments: [Expression] = []
            if take(.leftParenthesis) {
                if !at(.rightParenthesis) { arguments = try parseExpressionList() }
                try expect(.rightParenthesis, ")")
            }
            hints.append((name, arguments))
            _ = take(.comma)
        }
        advance()
        return hints
    }

    // MARK: GROUP BY

    private enum GroupingElement {
        case plain(Expression)
        case sets([[Expression]])
        case rollup([[Expression]])
        case cube([[Expression]])
    }

    mutating func parseGroupBy(over child: LogicalPlan, list: [Expression]) throws -> Aggregate {
        let start = index
        index += 2
        var elements: [GroupingElement] = []
        var origins: [Origin] = []
        repeat {
            let start = index
            elements.append(try parseGroupingElement())
            origins.append(origin(from: start))
        } while take(.comma)
        let plain: [Expression] = elements.compactMap {
            if case .plain(let expression) = $0 { expression } else { nil }
        }
        if plain.count == elements.count {
            if take(.with, .rollup) { return Aggregate(child, groupBy: plain, aggregates: list, grouping: .rollup) }
            if take(.with, .cube) { return Aggregate(child, groupBy: plain, aggregates: list, grouping: .cube) }
            if at(.grouping, .sets), case .sets(let sets) = try parseGroupingElement() {
                return Aggregate(child, groupBy: plain, aggregates: list, grouping: .sets(sets))
            }
            if plain.count == 1, case .unresolvedAttribute(let name) = plain[0], name.nameParts.count == 1,
                name.nameParts[0].lowercased() == "all"
            {
                return Aggregate(child, groupBy: [], aggregates: list, grouping: .all)
            }
            var aggregate = Aggregate(child, groupBy: plain, aggregates: list)
            aggregate.groupOrigins = origins
            return aggregate
        }
        if elements.count == 1 {
            switch elements[0] {
            case .rollup(let parts) where parts.allSatisfy({ $0.count == 1 }):
                return Aggregate(child, groupBy: parts.flatMap(\.self), aggregates: list, grouping: .rollup)
            case .cube(let parts) where parts.allSatisfy({ $0.count == 1 }):
                return Aggregate(child, groupBy: parts.flatMap(\.self), aggregates: list, grouping: .cube)
            default: break
            }
        }
        let sets = try groupingSets(elements, from: start)
        return Aggregate(child, groupBy: Self.distinct(sets), aggregates: list, grouping: .sets(sets))
    }

    private mutating func parseGroupingElement() throws -> GroupingElement {
        if at(.rollup) || at(.cube), peek(1).kind == .leftParenthesis {
            let isRollup = at(.rollup)
            advance()
            let parts = try parseGroupingSets()
            return isRollup ? .rollup(parts) : .cube(parts)
        }
        if at(.grouping, .sets), peek(2).kind == .leftParenthesis {
            index += 2
            return .sets(try parseGroupingSets())
        }
        return .plain(isPipeAggregate ? try parseNamedExpression() : try parseExpression())
    }

    /// `((a, b), a, ())`; nested ROLLUP and CUBE are written out.
    private mutating func parseGroupingSets() throws -> [[Expression]] {
        let start = index
        try expect(.leftParenthesis, "(")
        var sets: [[Expression]] = []
        repeat {
            if at(.leftParenthesis) {
                let close = closingParenthesis(of: index)
                let behind = token(at: close + 1).kind
                if behind == .comma || behind == .rightParenthesis {
                    advance()
                    sets.append(at(.rightParenthesis) ? [] : try parseExpressionList())
                    try expect(.rightParenthesis, ")")
                    continue
                }
            }
            switch try parseGroupingElement() {
            case .plain(let expression): sets.append([expression])
            case let element: sets += try groupingSets([element], from: start)
            }
        } while take(.comma)
        try expect(.rightParenthesis, ")")
        return sets
    }

    /// All combinations of what the elements stand for.
    private func groupingSets(_ elements: [GroupingElement], from start: Int) throws -> [[Expression]] {
        var product: [[Expression]] = [[]]
        for element in elements {
            let choices: [[Expression]]
            switch element {
            case .plain(let expression): choices = [[expression]]
            case .sets(let sets): choices = sets
            case .rollup(let parts):
                choices = (0...parts.count).reversed().map { parts[..<$0].flatMap(\.self) }
            case .cube(let parts):
                guard parts.count <= 12 else { throw tooManySets(from: start) }
                choices = (0..<(1 << parts.count)).map { mask in
                    parts.enumerated().filter { mask & (1 << (parts.count - 1 - $0.offset)) == 0 }.flatMap(\.element)
                }
            }
            guard product.count * choices.count <= 4096 else { throw tooManySets(from: start) }
            product = product.flatMap { left in choices.map { left + $0 } }
        }
        return product
    }

    private func tooManySets(from start: Int) -> PyriteError {
        failure(
            "GROUPING_SIZE_LIMIT_EXCEEDED", "54000", "Grouping sets are limited to 4096 combinations.",
            ["maxSize": "4096"], from: start)
    }

    /// The expressions of all sets, each once. Written alike is the same here; the analyzer compares by meaning.
    private static func distinct(_ sets: [[Expression]]) -> [Expression] {
        var seen = Set<String>()
        return sets.flatMap(\.self).filter { seen.insert($0.prettySQL.lowercased()).inserted }
    }

    // MARK: ORDER BY and LIMIT

    mutating func parseOrganization(of plan: LogicalPlan) throws -> LogicalPlan {
        var plan = plan
        let start = index
        if take(.order, .by) {
            let sort = Sort(plan, try parseSortOrders())
            plan = .located(.sort(sort), origin(from: start))
        } else if take(.cluster, .by) {
            let keys = try parseExpressionList()
            plan = .repartition(Repartition(plan, partitionCount: nil, scheme: .hash(keys)))
            plan = .sort(Sort(plan, keys.map { SortOrder($0) }, isGlobal: false))
        } else {
            if take(.distribute, .by) {
                let keys = try parseExpressionList()
                plan = .repartition(Repartition(plan, partitionCount: nil, scheme: .hash(keys)))
            }
            if take(.sort, .by) { plan = .sort(Sort(plan, try parseSortOrders(), isGlobal: false)) }
        }
        let isClusterBehind = at(.cluster, .by) && token(at: start).keyword == .order
        let isOtherBehind = (at(.distribute, .by) || at(.sort, .by)) && token(at: start).keyword != .distribute
        if index > start, isClusterBehind || isOtherBehind {
            index += 2
            _ = try parseSortOrders()
            throw failure(
                "UNSUPPORTED_FEATURE.COMBINATION_QUERY_RESULT_CLAUSES", "0A000",
                "The feature is not supported: Combination of ORDER BY/SORT BY/DISTRIBUTE BY/CLUSTER BY.", from: start)
        }
        skipWindowClause()
        var count: Expression?
        var limitStart = index + 1
        if at(.limit) {
            advance()
            if at(.all), !peek(1).startsExpression || peek(1).keyword == .offset {
                advance()
            } else {
                count = try parseExpression()
            }
        }
        var limitOrigin = origin(from: min(limitStart, index))
        var offset: Expression?
        if take(.offset) {
            limitStart = index
            offset = try parseExpression()
            if count == nil { limitOrigin = origin(from: limitStart) }
        }
        guard count != nil || offset != nil else { return plan }
        return .located(.limit(Limit(plan, count: count, offset: offset)), limitOrigin)
    }

    mutating func parseSortOrders() throws -> [SortOrder] {
        var orders = [try parseSortOrder()]
        while take(.comma) { orders.append(try parseSortOrder()) }
        return orders
    }

    private mutating func parseSortOrder() throws -> SortOrder {
        let start = index
        let expression = try parseExpression()
        let ascending = !take(.desc)
        if ascending { _ = take(.asc) }
        var nullsFirst: Bool?
        if take(.nulls, .first) { nullsFirst = true } else if take(.nulls, .last) { nullsFirst = false }
        return SortOrder(expression, ascending: ascending, nullsFirst: nullsFirst, origin: origin(from: start))
    }

    // MARK: Where a clause begins

    /// Whether the word at the cursor begins a clause behind a SELECT item rather than being its alias.
    func startsClause() -> Bool {
        let next = peek(1)
        if isLoopQuery, atWord("DO") { return true }
        switch current.keyword {
        case .from: return isIdentifier(next) || next.kind == .leftParenthesis
        case .lateral: return next.keyword == .view
        case .insert: return next.keyword == .overwrite || (next.keyword == .into && isIdentifier(peek(2)))
        case .where, .having, .qualify, .limit, .offset: return next.startsExpression
        case .group, .order, .sort, .cluster, .distribute: return next.keyword == .by
        // Behind an aggregate of a PIVOT clause.
        case .for:
            if next.kind == .leftParenthesis { return true }
            return isIdentifier(next) && (peek(2).keyword == .in || peek(2).kind == .dot)
        case .select: return next.startsExpression
        case .window: return namesWindow(at: index + 1)
        case .union, .except, .setMinus, .intersect:
            return next.kind == .leftParenthesis
                || [.all, .distinct, .select, .values, .table, .from].contains(next.keyword)
        default: return false
        }
    }
}
