import Columnar
import Functions
import Plans

/// The session settings that decide how text is read.
package struct SQLParserOptions: Sendable {
    /// `spark.sql.ansi.enabled`.
    package var isANSI = true
    /// `spark.sql.ansi.doubleQuotedIdentifiers`, which counts in ANSI mode only: `"a"` is a name, not a string.
    package var doubleQuotedIdentifiers = false
    /// `spark.sql.parser.escapedStringLiterals`: backslashes in strings stand for themselves.
    package var escapedStringLiterals = false
    /// `spark.sql.parser.quotedRegexColumnNames`: a name in backticks in a SELECT list is a regular expression.
    package var quotedRegexColumns = false
    /// `spark.sql.legacy.identifierClause`: `IDENTIFIER('a')` stands only where the name may be any constant string.
    package var legacyIdentifierClause = false
    /// `spark.sql.session.timeZone`: the zone of timestamp literals that name none.
    package var timeZone = TimeZoneRules.utc
    /// `spark.sql.timestampType` is TIMESTAMP_NTZ: TIMESTAMP means one without time zone.
    package var timestampsAreLocal = false
    /// Levels that expressions, queries and types may be nested. Later phases recurse over the tree as well: the limit
    /// guards them too.
    package var maximumDepth = 1000
    /// Of strings and their literals that nothing else gives a collation.
    package var defaultCollation: Collation?
    /// Computes an expression without columns, for IDENTIFIER(…); without it only string literals are taken.
    package var constant: (@Sendable (Expression) throws -> (value: Value, type: DataType))?

    /// The values of settings for `${name}` in the text, empty for those that are not set; `nil` leaves the text alone.
    package var setting: (@Sendable (String) -> String)?

    package init() {}
}

/// Reads Spark SQL into unresolved plans and expressions.
///
/// Errors are ``PyriteError``s of kind `.parse` with Spark's condition, position and the marked text. Time and memory
/// are linear in the text. Text that is nested too deeply gives `FAILED_TO_PARSE_TOO_COMPLEX`.
package struct SQLParser: Sendable {
    private let source: QueryText
    private let options: SQLParserOptions
    private let parameters: Parameters

    /// What stands for the parameter markers of the text.
    struct Parameters: Sendable {
        var named: [String: Expression]
        var positional: [Expression]

        var isEmpty: Bool { named.isEmpty && positional.isEmpty }
    }

    /// - Parameters:
    ///   - parameters: expressions for `:name` markers.
    ///   - positional: expressions for `?` markers, in order.
    package init(
        _ text: String, options: SQLParserOptions = SQLParserOptions(), parameters: [String: Expression] = [:],
        positional: [Expression] = []
    ) {
        source = QueryText(options.setting.map { VariableSubstitution.apply(to: text, $0) } ?? text)
        self.options = options
        self.parameters = Parameters(named: parameters, positional: positional)
    }

    /// Which kinds of parameter markers the text has.
    package var markers: (named: Bool, positional: Bool) {
        var lexer = Lexer(source)
        lexer.run()
        var found = (named: false, positional: false)
        for (index, token) in lexer.tokens.enumerated() {
            if token.kind == .question { found.positional = true }
            guard token.kind == .colon, index + 1 < lexer.tokens.count, lexer.tokens[index + 1].isIdentifier else {
                continue
            }
            // Behind a value a colon leads into a variant.
            let before = index > 0 ? lexer.tokens[index - 1] : nil
            let isPath = before.map {
                ($0.isIdentifier && $0.keyword == nil) || $0.kind == .rightParenthesis || $0.kind == .rightBracket
            }
            if isPath != true { found.named = true }
        }
        return found
    }

    /// One statement, with semicolons behind it or without.
    package func parseStatement() throws -> Statement {
        try whole { parser in
            let statement = try parser.parseStatement()
            parser.skipSemicolons()
            return statement
        }
    }

    /// One query.
    package func parseQuery() throws -> LogicalPlan {
        try whole { parser in
            let plan = try parser.parseQuery()
            parser.skipSemicolons()
            return plan
        }
    }

    /// The words that have a meaning of their own, in upper case.
    package static var keywords: [String] { Keyword.allCases.map(\.rawValue) }

    /// One expression, with or without an alias: what `expr()` and `selectExpr()` take.
    package func parseExpression() throws -> Expression { try whole { try $0.parseNamedExpression() } }

    /// One type, such as `array<int>`.
    package func parseDataType() throws -> DataType { try whole { try $0.parseDataType() } }

    /// The columns of a table: `a INT, b STRING NOT NULL COMMENT 'x'`, or the fields of `struct<a: INT>`.
    package func parseTableSchema() throws -> Schema {
        do {
            return try whole { Schema(try $0.parseColumnDefinitions()) }
        } catch {
            if case .structure(let schema)? = try? parseDataType() { return schema }
            throw error
        }
    }

    /// A name of one or more parts: `catalog.database.table`.
    package func parseMultipartIdentifier() throws -> [String] { try whole { try $0.parseMultipartIdentifier() } }

    private func whole<Result>(_ parse: (inout Parser) throws -> Result) throws -> Result {
        var parser = try Parser(source, options: options, parameters: parameters)
        let result = try parse(&parser)
        try parser.expectEnd()
        return result
    }
}
