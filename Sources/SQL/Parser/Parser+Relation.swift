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
            let clause = index
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
            var generate = Generate(plan, function: function, isOuter: isOuter, alias: alias, columnNames: columns)
            generate.origin = origin(from: clause)
            plan = .generate(generate)
            if atPivot || atUnpivot {
                let clause = atPivot ? "PIVOT" : "UNPIVOT"
                throw failure(
                    "NOT_ALLOWED_IN_FROM.LATERAL_WITH_\(clause)", "42601",
                    "Not allowed in the FROM clause: LATERAL together with \(clause).", from: start)
            }
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
        let start = index
        let isNatural = at(.natural)
        let ahead = isNatural ? 1 : 0
        guard let (kind, length) = joinKind(ahead) else {
            if isNatural { throw unexpectedJoin(after: 1) }
            return nil
        }
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
        } else if atNearest {
            return try parseNearest(left, right, kind, isLateral: isLateral, from: start)
        }
        if isLateral { try rejectLateral(kind, condition, from: start) }
        let join = Join(left, right, kind: kind, condition: condition, isLateral: isLateral)
        return .located(.join(join), origin(from: start))
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

    /// `APPROX NEAREST 3 BY DISTANCE expression` in place of a condition.
    private var atNearest: Bool { (atWord("APPROX") || atWord("EXACT")) && isWord(peek(1), "NEAREST") }

    /// The rows of the right side that come nearest to each of the left: those with the smallest distance or the greatest
    /// similarity. Found exactly, which an approximate search may be.
    private mutating func parseNearest(
        _ left: LogicalPlan, _ right: LogicalPlan, _ kind: Join.Kind, isLateral: Bool, from start: Int
    ) throws -> LogicalPlan {
        index += 2
        var count = 1
        if at(.integer) {
            count = Int(text(current)) ?? .max
            advance()
        }
        try expect(.by)
        guard atWord("DISTANCE") || atWord("SIMILARITY") else { throw unexpected() }
        let isDistance = atWord("DISTANCE")
        advance()
        let measure = try parseExpression()
        guard kind == .inner || kind == .left else {
            let name = kind == .cross ? "CROSS" : kind == .right ? "RIGHT OUTER" : kind == .full ? "FULL OUTER" : "SEMI"
            throw failure(
                "NEAREST_BY_JOIN.UNSUPPORTED_JOIN_TYPE", "42604",
                "Invalid nearest-by join: the join type \(name) is not supported; use INNER or LEFT OUTER.",
                ["joinType": name], from: start)
        }
        guard count >= 1, count <= 100_000 else {
            throw failure(
                "NEAREST_BY_JOIN.NUM_RESULTS_OUT_OF_RANGE", "42604",
                "Invalid nearest-by join: the number of results must be between 1 and 100000.",
                ["numResults": "\(count)", "min": "1", "max": "100000"], from: start)
        }
        guard !isLateral else {
            throw failure(
                "UNSUPPORTED_FEATURE.LATERAL_JOIN_NEAREST_BY", "0A000",
                "The feature is not supported: LATERAL join with NEAREST BY.", from: start)
        }
        // Each left row gets a number; a window over those of one number ranks the rows that it was joined with.
        let number = "__nearest_row"
        let star = Expression.unresolvedStar(target: nil, planID: nil)
        let identified = LogicalPlan.project(
            Project(
                left,
                [
                    star,
                    .alias(
                        Alias(.unresolvedFunction(UnresolvedFunction(["monotonically_increasing_id"], [])), number)),
                ]))
        let joined = LogicalPlan.project(Project(.join(Join(identified, right, kind: kind)), [star]))
        let column = UnresolvedAttribute([number])
        let rank = Expression.window(
            WindowExpression(
                function: .unresolvedFunction(UnresolvedFunction(["row_number"], [])),
                partitionBy: [.unresolvedAttribute(column)],
                orderBy: [SortOrder(measure, ascending: isDistance, nullsFirst: false)]))
        let limit = Expression.literal(.integer(Int64(count)), .integer)
        let nearest = LogicalPlan.filter(
            Filter(
                joined, .unresolvedFunction(UnresolvedFunction(["<="], [rank, limit], origin: origin(from: start))),
                isQualify: true))
        return .located(
            .project(Project(nearest, [.unresolvedStarExcept(target: nil, except: [column])])), origin(from: start))
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
                return try parseAlias(
                    of: try parseSample(of: plan), otherwise: [Self.anonymousSubquery], from: start)
            }
            advance()
            let plan = try parseRelation()
            try expect(.rightParenthesis, ")")
            return try parseAlias(of: try parseSample(of: plan), otherwise: [], from: start)
        case .word where at(.values) && peek(1).startsExpression: return try parseInlineTable()
        case .string: throw unexpected()
        default: break
        }
        let name = try parseTableName()
        if at(.leftParenthesis) { return try parseTableFunction(name, from: start) }
        return try parseTable(name, from: start)
    }

    private mutating func parseTable(_ name: [String], from start: Int) throws -> LogicalPlan {
        let place = origin(from: start)
        let relation = LogicalPlan.unresolvedRelation(UnresolvedRelation(name, origin: place))
        try rejectOtherVersions(from: start)
        if at(.with), peek(1).kind == .leftParenthesis {
            advance()
            let options = try parseProperties()
            let given = UnresolvedRelation(name, options: options, origin: place)
            return try parseAlias(of: try parseSample(of: .unresolvedRelation(given)), otherwise: [], from: start)
        }
        return try parseAlias(of: try parseSample(of: relation), otherwise: [], from: start)
    }

    /// Time travel and changes between versions, which tables of files know nothing of.
    private mutating func rejectOtherVersions(from start: Int) throws {
        let isSystem = atWord("SYSTEM_TIME") || atWord("SYSTEM_VERSION")
        if at(.for) && peek(2).keyword == .as || at(.timestamp, .as) && peek(2).keyword == .of
            || at(.version, .as) && peek(2).keyword == .of || (isSystem && peek(1).keyword == .as)
        {
            throw failure(
                "UNSUPPORTED_FEATURE.TIME_TRAVEL", "0A000",
                "The feature is not supported: Time travel on the relation: \(text(token(at: start))).",
                ["relationId": text(token(at: start))], from: start)
        }
        if atWord("CHANGES"), peek(1).keyword == .from,
            peek(2).keyword == .version || peek(2).keyword == .timestamp || isWord(peek(2), "SYSTEM_TIME")
                || isWord(peek(2), "SYSTEM_VERSION")
        {
            throw failure(
                "UNSUPPORTED_FEATURE.CHANGE_DATA_CAPTURE", "0A000",
                "The feature is not supported: Change data capture on the relation: \(text(token(at: start))).",
                ["relationName": text(token(at: start))], from: start)
        }
    }

    private mutating func parseTableFunction(_ name: [String], from start: Int) throws -> LogicalPlan {
        advance()
        var arguments: [Expression] = []
        if !at(.rightParenthesis) {
            arguments.append(try parseTableArgument())
            while take(.comma) { arguments.append(try parseTableArgument()) }
        }
        try expect(.rightParenthesis, ")")
        let place = origin(from: start)
        var columns: [String] = []
        var alias: String?
        if atRelationAlias {
            _ = take(.as)
            alias = try parseIdentifier()
            if at(.leftParenthesis) { columns = try parseIdentifierList() }
        }
        return .located(
            .unresolvedTableFunction(name: name, arguments: arguments, alias: (alias.map { [$0] } ?? []) + columns),
            place)
    }

    private mutating func parseTableArgument() throws -> Expression {
        if atIdentifier, peek(1).kind == .fatArrow {
            let name = try parseIdentifier()
            advance()
            return .namedArgument(name: name, value: try parseTableArgument())
        }
        guard at(.table), peek(1).kind == .leftParenthesis || isIdentifier(peek(1)) else {
            return try parseExpression()
        }
        let start = index
        advance()
        guard take(.leftParenthesis) else {
            let name = try parseMultipartIdentifier()
            throw failure(
                "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_IDENTIFIER_ARGUMENT_MISSING_PARENTHESES", "42000",
                "Invalid SQL syntax: call to table-valued function is invalid because parentheses are missing around the "
                    + "provided TABLE argument \(name.joined(separator: ".")); please surround this with parentheses.",
                ["argumentName": "`\(name.joined(separator: "."))`"], from: start)
        }
        let plan: LogicalPlan
        if isQuery(at: index) {
            plan = try parseQuery()
        } else {
            let nameStart = index
            plan = .unresolvedRelation(
                UnresolvedRelation(try parseTableName(), origin: origin(from: nameStart)))
        }
        try expect(.rightParenthesis, ")")
        let argument = try parseTableArgumentRows(from: start)
        return .unresolvedSubquery(Subquery(.table(argument), plan, origin: origin(from: start)))
    }

    /// `PARTITION BY (a, b) ORDER BY (c, d)` or `WITH SINGLE PARTITION` behind a table argument.
    private mutating func parseTableArgumentRows(from start: Int) throws -> TableArgument {
        var argument = TableArgument(partitionBy: [], orderBy: [])
        let isSingle = at(.with) && isWord(peek(1), "SINGLE")
        if isSingle {
            index += 2
            try expect(.partition)
        } else if take(.partition, .by) || take(.distribute, .by) {
            if at(.leftParenthesis) {
                advance()
                argument.partitionBy = try parseExpressionList()
                try expect(.rightParenthesis, ")")
            } else {
                argument.partitionBy = [try parseExpression()]
                if at(.comma), peek(2).kind != .fatArrow, !(peek(1).keyword == .table) {
                    throw failure(
                        "INVALID_SQL_SYNTAX.INVALID_TABLE_FUNCTION_TABLE_ARGUMENT_PARTITIONING", "42000",
                        "Invalid SQL syntax: the TABLE argument of a table-valued function is partitioned by several "
                            + "expressions, which must be surrounded by parentheses.", from: start)
                }
            }
        }
        if isSingle || !argument.partitionBy.isEmpty, take(.order, .by) || take(.sort, .by) {
            if at(.leftParenthesis) {
                advance()
                argument.orderBy = try parseSortOrders()
                try expect(.rightParenthesis, ")")
            } else {
                argument.orderBy = [try parseSortOrders()].flatMap(\.self)
            }
        }
        return argument
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
        let plan = try parseAlias(
            of: .inlineTable(InlineTable(rows: rows, names: names, origin: origin(from: start))), otherwise: [],
            from: start)
        if case .subqueryAlias(let alias) = plan.withoutOrigin, !alias.columnNames.isEmpty,
            alias.columnNames.count != width
        {
            throw failure(
                "INVALID_INLINE_TABLE.NUM_COLUMNS_MISMATCH", "42000",
                "Invalid inline table. Inline table expected \(alias.columnNames.count) columns but found \(width) "
                    + "columns in row 0.",
                [
                    "expectedNumCols": "\(alias.columnNames.count)", "actualNumCols": "\(width)", "rowIndex": "0",
                ], from: start)
        }
        return .located(plan, origin(from: start))
    }

    // MARK: Aliases

    private var atRelationAlias: Bool {
        if at(.as), isIdentifier(peek(1)) { return true }
        return atIdentifier && !startsRelationClause()
    }

    /// `AS t(a, b)`.
    private mutating func parseAlias(
        of plan: LogicalPlan, otherwise: [String], from start: Int
    ) throws -> LogicalPlan {
        let plan = try parseWatermark(of: plan)
        guard atRelationAlias else {
            return otherwise.isEmpty ? plan : .subqueryAlias(SubqueryAlias(plan, otherwise))
        }
        // `t AS` alone names the relation "as".
        if at(.as), isIdentifier(peek(1)) { advance() }
        if current.keyword?.isRelationSeparator == true { throw unexpected() }
        let name = try parsePlainIdentifier()
        let columns = at(.leftParenthesis) ? try parseIdentifierList() : []
        let aliased = LogicalPlan.subqueryAlias(SubqueryAlias(plan, [name], columnNames: columns))
        return columns.isEmpty ? aliased : .located(aliased, origin(from: start))
    }

    /// `WATERMARK time DELAY OF INTERVAL 10 SECONDS` says nothing about rows that are all there; with a name it gives a
    /// column.
    private mutating func parseWatermark(of plan: LogicalPlan) throws -> LogicalPlan {
        guard atWord("WATERMARK"),
            (1..<64).contains(where: { isWord(peek($0), "DELAY") && peek($0 + 1).keyword == .of })
        else { return plan }
        advance()
        let time = try parseExpression()
        var named: LogicalPlan?
        if take(.as) {
            let alias = Expression.alias(Alias(time, try parseIdentifier()))
            named = .project(Project(plan, [.unresolvedStar(target: nil, planID: nil), alias]))
        }
        guard atWord("DELAY") else { throw unexpected() }
        index += 2
        _ = try parseExpression()
        return named ?? plan
    }

    /// Whether the word at the cursor begins what may follow a relation rather than being its alias.
    func startsRelationClause() -> Bool {
        guard let keyword = current.keyword else { return startsClause() }
        if keyword.isRelationSeparator { return true }
        switch keyword {
        case .tablesample: return atSample
        case .pivot: return atPivot
        case .unpivot: return atUnpivot
        case .select: return peek(1).startsExpression
        case .insert: return peek(1).keyword == .into || peek(1).keyword == .overwrite
        case .with: return peek(1).kind == .leftParenthesis
        default: return startsClause()
        }
    }

    // MARK: TABLESAMPLE

    /// Whether TABLESAMPLE stands at the cursor, with a method or without.
    var atSample: Bool {
        guard at(.tablesample) else { return false }
        if peek(1).kind == .leftParenthesis { return true }
        return (peek(1).keyword == .system || isWord(peek(1), "BERNOULLI")) && peek(2).kind == .leftParenthesis
    }

    mutating func parseSample(of plan: LogicalPlan) throws -> LogicalPlan {
        guard atSample else { return plan }
        let start = index
        let isSystem = peek(1).keyword == .system
        index += peek(1).kind == .leftParenthesis ? 2 : 3
        let sampled = try parseSampleBody(of: plan, isSystem: isSystem, from: start)
        guard isSystem, case .sample(var sample) = sampled else { return sampled }
        sample.isSystem = true
        return .sample(sample)
    }

    private mutating func parseSampleBody(of plan: LogicalPlan, isSystem: Bool, from start: Int) throws -> LogicalPlan {
        let isPercent = peek(1).keyword == .percent || (at(.minus) && peek(2).keyword == .percent)
        if isSystem, !isPercent {
            index = closingParenthesis(of: index - 1) + 1
            throw failure(
                "UNSUPPORTED_FEATURE.TABLESAMPLE_SYSTEM_SAMPLE_METHOD", "0A000",
                "The feature is not supported: TABLESAMPLE SYSTEM takes a percentage only.", from: start)
        }
        let sampled: LogicalPlan
        if at(.bucket) {
            advance()
            let numerator = try parseSampleNumber()
            try expect(.out)
            try expect(.of)
            let denominator = try parseSampleNumber()
            guard denominator > 0 else { throw unexpected() }
            sampled = try sample(plan, numerator / denominator, from: start)
        } else if isPercent {
            let percent = try parseSampleNumber()
            advance()
            if percent < 0 || percent > 100, at(.rightParenthesis) { advance() }
            sampled = try sample(plan, percent / 100, from: start)
        } else {
            let count = try parseExpression()
            guard take(.rows) else {
                throw unsupported("TABLESAMPLE by bytes", from: start)
            }
            sampled = .limit(Limit(plan, count: count))
        }
        try expect(.rightParenthesis, ")")
        guard at(.repeatable), peek(1).kind == .leftParenthesis else { return sampled }
        guard case .sample(var sample) = sampled else {
            // As many rows as asked for are the same each time.
            index = closingParenthesis(of: index + 1) + 1
            return sampled
        }
        advance()
        try expect(.leftParenthesis, "(")
        sample.seed = Int64(text(current))
        guard sample.seed != nil else { throw unexpected() }
        advance()
        try expect(.rightParenthesis, ")")
        if isSystem {
            throw failure(
                "UNSUPPORTED_FEATURE.TABLESAMPLE_SYSTEM_REPEATABLE", "0A000",
                "The feature is not supported: TABLESAMPLE SYSTEM with REPEATABLE.", from: start)
        }
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
