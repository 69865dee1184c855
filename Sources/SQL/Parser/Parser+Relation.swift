import Columnar
import Plans

/// FROM: tables, subqueries, joins, table functions, lateral views.
extension Parser {
    /// Spark's name for a subquery in FROM that was given none.
    static let anonymousSubquery = "__auto_generated_subquery_name"

    mutating func parseFrom() throws -> LogicalPlan {
        try expect(.from)
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        var isLateral = take(.lateral)
        var plan = try parseRelation()
        if isLateral { plan = .join(Join(.oneRow, plan, kind: .inner, isLateral: true)) }
        while take(.comma) {
            try deepen()
            isLateral = take(.lateral)
            plan = .join(Join(plan, try parseRelation(), kind: .inner, isLateral: isLateral))
        }
        return try parseLateralViews(over: plan)
    }

    mutating func parseLateralViews(over plan: LogicalPlan) throws -> LogicalPlan {
        var plan = plan
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        while at(.lateral, .view) {
            try deepen()
            index += 2
            let isOuter = take(.outer)
            let start = index
            let name = try parseMultipartIdentifier()
            guard at(.leftParenthesis) else { throw unexpected() }
            let function = try parseCall(name, from: start)
            let alias = try parseIdentifier()
            var columns: [String] = []
            if take(.as) || (atIdentifier && !startsRelationClause()) {
                columns.append(try parseIdentifier())
                while take(.comma) { columns.append(try parseIdentifier()) }
            }
            plan = .generate(
                Generate(plan, function: function, isOuter: isOuter, alias: alias, columnNames: columns))
        }
        return plan
    }

    // MARK: Joins

    private mutating func parseRelation() throws -> LogicalPlan {
        let savedDepth = currentDepth
        defer { restoreDepth(savedDepth) }
        var left = try nested { try $0.parseRelationPrimary() }
        while true {
            if atPivot {
                try deepen()
                left = try parsePivot(of: left)
            } else if atUnpivot {
                try deepen()
                left = try parseUnpivot(of: left)
            } else if let joined = try parseJoin(of: left) {
                left = joined
            } else {
                return left
            }
        }
    }

    /// The join with what follows; `nil` when no join does.
    mutating func parseJoin(of left: LogicalPlan) throws -> LogicalPlan? {
        let isNatural = at(.natural)
        let ahead = isNatural ? 1 : 0
        guard let (kind, length) = joinKind(ahead) else {
            if isNatural { throw unexpectedJoin(after: 1) }
            return nil
        }
        let start = index
        index += ahead + length
        try expect(.join)
        try deepen()
        let isLateral = take(.lateral)
        let right = try nested { try $0.parseRelationPrimary() }
        var condition = Join.Condition.none
        if isNatural {
            condition = .natural
        } else if take(.on) {
            condition = .on(try parseExpression())
        } else if take(.using) {
            condition = .using(try parseIdentifierList())
        }
        if isLateral { try rejectLateral(kind, condition, from: start) }
        return .join(Join(left, right, kind: kind, condition: condition, isLateral: isLateral))
    }

    /// Forms of joins that LATERAL does not go with.
    private func rejectLateral(_ kind: Join.Kind, _ condition: Join.Condition, from start: Int) throws {
        switch condition {
        case .natural:
            throw failure(
                "INCOMPATIBLE_JOIN_TYPES", "42613", "The join types LATERAL and NATURAL are incompatible.", from: start)
        case .using:
            throw failure(
                "UNSUPPORTED_FEATURE.LATERAL_JOIN_USING", "0A000",
                "The feature is not supported: JOIN USING with LATERAL correlation.", from: start)
        case .none, .on: break
        }
        let name: String
        switch kind {
        case .inner, .cross, .left: return
        case .right: name = "RIGHT OUTER"
        case .full: name = "FULL OUTER"
        case .leftSemi: name = "LEFT SEMI"
        case .leftAnti: name = "LEFT ANTI"
        }
        throw failure(
            "INVALID_LATERAL_JOIN_TYPE", "42613",
            "The \(name) JOIN with LATERAL correlation is not allowed because an OUTER subquery cannot correlate to its join "
                + "partner. Remove the LATERAL correlation or use an INNER JOIN, or LEFT OUTER JOIN instead.",
            from: start)
    }

    /// The join that the words at the cursor name, and how many words stand before JOIN.
    private func joinKind(_ ahead: Int) -> (Join.Kind, Int)? {
        let first = peek(ahead).keyword
        let second = peek(ahead + 1).keyword
        switch first {
        case .join: return (.inner, 0)
        case .inner: return (.inner, 1)
        case .cross: return (.cross, 1)
        case .semi: return (.leftSemi, 1)
        case .anti: return (.leftAnti, 1)
        case .left:
            switch second {
            case .outer: return (.left, 2)
            case .semi: return (.leftSemi, 2)
            case .anti: return (.leftAnti, 2)
            default: return (.left, 1)
            }
        case .right: return (.right, second == .outer ? 2 : 1)
        case .full: return (.full, second == .outer ? 2 : 1)
        default: return nil
        }
    }

    private mutating func unexpectedJoin(after words: Int) -> PyriteError {
        index += words
        return unexpected()
    }

    // MARK: Relations

    private mutating func parseRelationPrimary() throws -> LogicalPlan {
        let start = index
        switch current.kind {
        case .leftParenthesis:
            if isQuery(at: index + 1) {
                advance()
                let plan = try parseQuery()
                if at(.endOfText) { throw unexpected(hint: ": missing ')'") }
                try expect(.rightParenthesis, ")")
                return try parseAlias(of: try parseSample(of: plan), otherwise: [Self.anonymousSubquery])
            }
            advance()
            let plan = try parseRelation()
            try expect(.rightParenthesis, ")")
            return try parseAlias(of: try parseSample(of: plan), otherwise: [])
        case .word where at(.values) && peek(1).startsExpression: return try parseInlineTable()
        case .string: throw unexpected()
        default: break
        }
        if let name = try parseIdentifierString() { return try parseTable(name, from: start) }
        let name = try parseMultipartIdentifier()
        if at(.leftParenthesis) { return try parseTableFunction(name, from: start) }
        return try parseTable(name, from: start)
    }

    private mutating func parseTable(_ name: [String], from start: Int) throws -> LogicalPlan {
        let relation = LogicalPlan.unresolvedRelation(UnresolvedRelation(name, origin: origin(from: start)))
        if at(.for) && peek(2).keyword == .as || at(.timestamp, .as) && peek(2).keyword == .of
            || at(.version, .as) && peek(2).keyword == .of
        {
            throw unsupported("time travel (TIMESTAMP AS OF, VERSION AS OF)", from: start)
        }
        if at(.with), peek(1).kind == .leftParenthesis { throw unsupported("options behind a table name", from: index) }
        return try parseAlias(of: try parseSample(of: relation), otherwise: [])
    }

    private mutating func parseTableFunction(_ name: [String], from start: Int) throws -> LogicalPlan {
        advance()
        var arguments: [Expression] = []
        if !at(.rightParenthesis) {
            arguments.append(try parseTableArgument())
            while take(.comma) { arguments.append(try parseTableArgument()) }
        }
        try expect(.rightParenthesis, ")")
        var columns: [String] = []
        var alias: String?
        if atRelationAlias {
            _ = take(.as)
            alias = try parseIdentifier()
            if at(.leftParenthesis) { columns = try parseIdentifierList() }
        }
        return .unresolvedTableFunction(name: name, arguments: arguments, alias: (alias.map { [$0] } ?? []) + columns)
    }

    private mutating func parseTableArgument() throws -> Expression {
        if at(.table), peek(1).kind == .leftParenthesis || isIdentifier(peek(1)) {
            throw unsupported("TABLE arguments of table functions", from: index)
        }
        if atIdentifier, peek(1).kind == .fatArrow {
            let name = try parseIdentifier()
            advance()
            return .namedArgument(name: name, value: try parseExpression())
        }
        return try parseExpression()
    }

    /// `VALUES (1, 'a'), (2, 'b') AS t(x, y)`.
    mutating func parseInlineTable() throws -> LogicalPlan {
        let start = index
        advance()
        var rows: [[Expression]] = []
        repeat {
            let value = try parseExpression()
            if case .unresolvedFunction(let call) = value, call.isRowConstructor {
                rows.append(stride(from: 1, to: call.arguments.count, by: 2).map { call.arguments[$0] })
            } else {
                rows.append([value])
            }
        } while take(.comma)
        let width = rows.first?.count ?? 0
        if let index = rows.firstIndex(where: { $0.count != width }) {
            throw failure(
                "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", "42000",
                "Invalid inline table. Inline table expected \(width) columns but found \(rows[index].count) "
                    + "columns in "
                    + "row \(index).",
                [
                    "expectedNumCols": "\(width)", "actualNumCols": "\(rows[index].count)", "rowIndex": "\(index)",
                ], from: start)
        }
        let names = (1...max(1, width)).map { "col\($0)" }
        let plan = try parseAlias(of: .inlineTable(InlineTable(rows: rows, names: names)), otherwise: [])
        if case .subqueryAlias(let alias) = plan, !alias.columnNames.isEmpty, alias.columnNames.count != width {
            throw failure(
                "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", "42000",
                "Invalid inline table. Inline table expected \(alias.columnNames.count) columns but found \(width) "
                    + "columns in row 0.",
                [
                    "expectedNumCols": "\(alias.columnNames.count)", "actualNumCols": "\(width)", "rowIndex": "0",
                ], from: start)
        }
        return plan
    }

    // MARK: Aliases

    private var atRelationAlias: Bool {
        if at(.as), isIdentifier(peek(1)) { return true }
        return atIdentifier && !startsRelationClause()
    }

    /// `AS t(a, b)`.
    private mutating func parseAlias(of plan: LogicalPlan, otherwise: [String]) throws -> LogicalPlan {
        guard atRelationAlias else {
            return otherwise.isEmpty ? plan : .subqueryAlias(SubqueryAlias(plan, otherwise))
        }
        // `t AS` alone names the relation "as".
        if at(.as), isIdentifier(peek(1)) { advance() }
        if current.keyword?.isRelationSeparator == true { throw unexpected() }
        let name = try parseIdentifier()
        let columns = at(.leftParenthesis) ? try parseIdentifierList() : []
        return .subqueryAlias(SubqueryAlias(plan, [name], columnNames: columns))
    }

    /// Whether the word at the cursor begins what may follow a relation rather than being its alias.
    func startsRelationClause() -> Bool {
        guard let keyword = current.keyword else { return false }
        if keyword.isRelationSeparator { return true }
        switch keyword {
        case .tablesample: return peek(1).kind == .leftParenthesis
        case .pivot: return atPivot
        case .unpivot: return atUnpivot
        case .select: return peek(1).startsExpression
        case .with: return peek(1).kind == .leftParenthesis
        default: return startsClause()
        }
    }

    // MARK: TABLESAMPLE

    mutating func parseSample(of plan: LogicalPlan) throws -> LogicalPlan {
        guard at(.tablesample), peek(1).kind == .leftParenthesis else { return plan }
        let start = index
        index += 2
        let sampled: LogicalPlan
        if at(.bucket) {
            advance()
            let numerator = try parseSampleNumber()
            try expect(.out)
            try expect(.of)
            let denominator = try parseSampleNumber()
            guard denominator > 0 else { throw unexpected() }
            sampled = try sample(plan, numerator / denominator, from: start)
        } else if peek(1).keyword == .percent || (at(.minus) && peek(2).keyword == .percent) {
            let percent = try parseSampleNumber()
            advance()
            sampled = try sample(plan, percent / 100, from: start)
        } else {
            let count = try parseExpression()
            guard take(.rows) else {
                throw unsupported("TABLESAMPLE by bytes", from: start)
            }
            sampled = .limit(Limit(plan, count: count))
        }
        try expect(.rightParenthesis, ")")
        guard at(.repeatable), case .sample(var sample) = sampled else { return sampled }
        advance()
        try expect(.leftParenthesis, "(")
        sample.seed = Int64(text(current))
        guard sample.seed != nil else { throw unexpected() }
        advance()
        try expect(.rightParenthesis, ")")
        return .sample(sample)
    }

    private func sample(_ plan: LogicalPlan, _ fraction: Double, from start: Int) throws -> LogicalPlan {
        guard fraction >= 0, fraction <= 1.000_001 else {
            throw failure(
                "INVALID_TABLESAMPLE_FRACTION", "22023",
                "TABLESAMPLE fraction \(fraction) is invalid. It must be on the interval [0, 1].",
                ["fraction": "\(fraction)"], from: start)
        }
        return .sample(Sample(plan, lowerBound: 0, upperBound: fraction, withReplacement: false, seed: nil))
    }

    private mutating func parseSampleNumber() throws -> Double {
        let isNegative = take(.minus)
        guard at(.integer) || at(.decimal), let value = Double(text(current)) else { throw unexpected() }
        advance()
        return isNegative ? -value : value
    }
}
