import Columnar
import Plans

/// The pipe syntax: `FROM t |> WHERE a > 1 |> AGGREGATE sum(b) GROUP BY c`.
extension Parser {
    /// Applies the pipe operators that follow, from left to right.
    ///
    /// - Parameter start: the token at which the query begins.
    mutating func parsePipes(behind plan: LogicalPlan, from start: Int) throws -> LogicalPlan {
        var plan = plan
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        while at(.pipeOperator) || atPipeBar {
            try deepen()
            advance()
            let wasInPipe = isInPipe
            isInPipe = true
            defer { isInPipe = wasInPipe }
            let operated = try parsePipeOperator(over: plan)
            plan = .located(operated, origin(from: start))
        }
        return plan
    }

    /// Whether `|` stands here for `|>`: before the word of an operator and what may follow that.
    var atPipeBar: Bool {
        guard at(.pipe), let keyword = peek(1).keyword else { return false }
        let next = peek(2)
        switch keyword {
        case .select, .extend, .aggregate, .where: return next.startsExpression || next.kind == .hintStart
        case .drop: return isIdentifier(next)
        case .set: return isIdentifier(next) && peek(3).kind == .equal
        case .order, .sort, .cluster, .distribute: return next.keyword == .by
        case .limit, .offset: return next.isNumber
        case .union, .except, .intersect, .setMinus:
            return next.kind == .leftParenthesis
                || [.all, .distinct, .select, .values, .table, .from].contains(next.keyword)
        case .tablesample, .pivot, .unpivot: return next.kind == .leftParenthesis
        case .join: return isIdentifier(next) || next.kind == .leftParenthesis
        case .inner, .cross, .left, .right, .full, .natural:
            return [.join, .outer, .semi, .anti, .inner, .left, .right, .full].contains(next.keyword)
        default: return false
        }
    }

    private mutating func parsePipeOperator(over plan: LogicalPlan) throws -> LogicalPlan {
        switch current.keyword {
        case .select: return try parsePipeSelect(over: plan)
        case .extend:
            advance()
            let star = Expression.unresolvedStar(target: nil, planID: nil)
            return .project(Project(plan, [star] + (try parseNamedExpressions()), pipeClause: "EXTEND"))
        case .set:
            advance()
            // Each assignment sees what those before it gave.
            return try parsePipeAssignments().reduce(plan) { .withColumns(WithColumns($0, [$1], replacesOnly: true)) }
        case .drop:
            advance()
            var columns: [UnresolvedAttribute] = []
            repeat {
                let start = index
                let name = try parseMultipartIdentifier()
                columns.append(UnresolvedAttribute(name, origin: origin(from: start)))
            } while take(.comma)
            return .project(Project(plan, [.unresolvedStarExcept(target: nil, except: columns)]))
        case .as:
            advance()
            return .subqueryAlias(SubqueryAlias(plan, [try parsePlainIdentifier()]))
        case .where:
            advance()
            return .filter(Filter(Self.asTable(plan), try parseExpression()))
        case .aggregate:
            advance()
            return try parsePipeAggregate(over: plan)
        case .tablesample where atSample: return try parseSample(of: plan)
        case .pivot where atPivot: return try parsePivot(of: plan)
        case .unpivot where atUnpivot: return try parseUnpivot(of: plan)
        case .order, .sort, .cluster, .distribute, .limit, .offset:
            return try parseOrganization(of: Self.asTable(plan))
        default: break
        }
        if let operation = setOperation {
            advance()
            let isAll = parseSetQuantifier()
            return .setOperation(SetOperation(operation, [plan, try parseQueryPrimary()], isAll: isAll))
        }
        if let joined = try parseJoin(of: plan) { return joined }
        throw unexpected()
    }

    /// The plan as an operator behind it sees it: its columns, and nothing of what they were made from.
    private static func asTable(_ plan: LogicalPlan) -> LogicalPlan {
        switch plan.withoutOrigin {
        case .subqueryAlias, .unresolvedRelation: plan
        default: .subqueryAlias(SubqueryAlias(plan, [anonymousSubquery]))
        }
    }

    private mutating func parseNamedExpressions() throws -> [Expression] {
        var list = [try parseNamedExpression()]
        while take(.comma) { list.append(try parseNamedExpression()) }
        return list
    }

    private mutating func parsePipeSelect(over plan: LogicalPlan) throws -> LogicalPlan {
        advance()
        var hints: [(name: String, arguments: [Expression])] = []
        while at(.hintStart) { hints += try parseHints() }
        let isDistinct = at(.distinct) && peek(1).startsExpression
        if isDistinct || (at(.all) && peek(1).startsExpression) { advance() }
        let list = try parseNamedExpressions()
        var projection = LogicalPlan.project(Project(plan, list))
        if at(.group, .by) { projection = .aggregate(try parseGroupBy(over: plan, list: list)) }
        skipWindowClause()
        let selected = isDistinct ? LogicalPlan.distinct(projection) : projection
        return hints.reversed().reduce(selected) { .hint(Hint($0, name: $1.name, arguments: $1.arguments)) }
    }

    private mutating func parsePipeAssignments() throws -> [Alias] {
        var columns: [Alias] = []
        repeat {
            let name = try parseIdentifier()
            if at(.dot) {
                throw failure(
                    "UNSUPPORTED_FEATURE.SET_PIPE_OPERATOR_NESTED_COLUMN", "0A000",
                    "The feature is not supported: |> SET of a field of a struct.", from: index - 1)
            }
            try expect(.equal, "=")
            columns.append(Alias(try parseExpression(), name))
        } while take(.comma)
        return columns
    }

    private mutating func parsePipeAggregate(over plan: LogicalPlan) throws -> LogicalPlan {
        var list: [Expression] = []
        if !at(.group, .by) { list = try parseNamedExpressions() }
        guard at(.group, .by) else {
            return .aggregate(Aggregate(plan, groupBy: [], aggregates: list, isPipe: true))
        }
        isPipeAggregate = true
        defer { isPipeAggregate = false }
        var aggregate = try parseGroupBy(over: plan, list: list)
        aggregate.prependsGroupingColumns = true
        aggregate.isPipe = true
        return .aggregate(aggregate)
    }
}
