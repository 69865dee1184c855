import Columnar
import Plans

/// PIVOT and UNPIVOT behind a relation.
extension Parser {
    var atPivot: Bool { at(.pivot) && peek(1).kind == .leftParenthesis }

    var atUnpivot: Bool {
        guard at(.unpivot) else { return false }
        return peek(1).kind == .leftParenthesis
            || ((peek(1).keyword == .include || peek(1).keyword == .exclude) && peek(2).keyword == .nulls)
    }

    /// `PIVOT (sum(x) AS s FOR c IN (1 AS one, 2))`. The cursor stands on PIVOT.
    mutating func parsePivot(of child: LogicalPlan) throws -> LogicalPlan {
        index += 2
        var aggregates = [try parseNamedExpression()]
        while take(.comma) { aggregates.append(try parseNamedExpression()) }
        try expect(.for)
        let columns = try parsePivotColumns()
        try expect(.in)
        try expect(.leftParenthesis, "(")
        var values = [try parseNamedExpression()]
        while take(.comma) { values.append(try parseNamedExpression()) }
        try expect(.rightParenthesis, ")")
        try expect(.rightParenthesis, ")")
        let pivot = Aggregate(
            child, groupBy: [], aggregates: aggregates, grouping: .pivotClause(columns: columns, values: values))
        return try parsePivotAlias(of: .aggregate(pivot))
    }

    private mutating func parsePivotAlias(of plan: LogicalPlan) throws -> LogicalPlan {
        guard at(.as) || (atIdentifier && !startsRelationClause()) else { return plan }
        _ = take(.as)
        return .subqueryAlias(SubqueryAlias(plan, [try parseIdentifier()]))
    }

    private mutating func parsePivotColumns() throws -> [Expression] {
        guard take(.leftParenthesis) else { return [try parseColumn()] }
        var columns = [try parseColumn()]
        while take(.comma) { columns.append(try parseColumn()) }
        try expect(.rightParenthesis, ")")
        return columns
    }

    /// A column by its name.
    private mutating func parseColumn() throws -> Expression {
        let start = index
        let name = try parseMultipartIdentifier()
        return .unresolvedAttribute(UnresolvedAttribute(name, origin: origin(from: start)))
    }

    /// `UNPIVOT [INCLUDE NULLS] (value FOR name IN (a AS x, b))`, or with several value columns
    /// `UNPIVOT ((v, w) FOR name IN ((a, b) AS x, (c, d)))`. The cursor stands on UNPIVOT.
    mutating func parseUnpivot(of child: LogicalPlan) throws -> LogicalPlan {
        advance()
        let includesNulls = at(.include)
        if !at(.leftParenthesis) { index += 2 }
        try expect(.leftParenthesis, "(")
        let isMultiple = at(.leftParenthesis)
        let valueColumns = isMultiple ? try parseIdentifierList() : [try parseIdentifier()]
        try expect(.for)
        let variable = try parseIdentifier()
        try expect(.in)
        try expect(.leftParenthesis, "(")
        var groups: [Unpivot.Group] = []
        repeat {
            var columns: [Expression] = []
            if isMultiple {
                try expect(.leftParenthesis, "(")
                repeat { columns.append(try parseColumn()) } while take(.comma)
                try expect(.rightParenthesis, ")")
            } else {
                columns.append(try parseColumn())
            }
            var name: String?
            if take(.as) || atIdentifier { name = try parseIdentifier() }
            groups.append(Unpivot.Group(columns, name: name))
        } while take(.comma)
        try expect(.rightParenthesis, ")")
        try expect(.rightParenthesis, ")")
        let unpivot = Unpivot(
            child, ids: nil, groups: groups, variableColumn: variable, valueColumns: valueColumns,
            excludesNulls: !includesNulls)
        return try parsePivotAlias(of: .unpivot(unpivot))
    }
}
