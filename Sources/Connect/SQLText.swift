import Columnar
import ConnectProtocol
import Plans
import SQL

/// Runs the SQL parser, which throws no other errors than the engine's.
func parsed<Result>(_ parse: () throws -> Result) throws(PyriteError) -> Result {
    do {
        return try parse()
    } catch let error as PyriteError {
        throw error
    } catch {
        throw PyriteError.internalError("\(error)")
    }
}

/// A type written as DDL, such as `array<int>`.
func parseTypeText(_ text: String) throws(PyriteError) -> DataType {
    try parsed { try SQLParser(text).parseDataType() }
}

extension PlanDecoder {
    /// A query given as text. Other statements are commands, not relations.
    mutating func decode(_ message: Spark_Connect_SQL) throws(PyriteError) -> LogicalPlan {
        let parser = try parser(message)
        return try parsed { try parser.parseQuery() }
    }

    /// `spark.sql(…)`: the text is the input relation, or stands in fields that older clients fill. A table by its name
    /// (`spark.table(…)`) is a query as well.
    mutating func decode(_ message: Spark_Connect_SqlCommand) throws(PyriteError) -> Request {
        guard message.hasInput else {
            let sql = Spark_Connect_SQL.with {
                $0.query = message.sql
                $0.args = message.args
                $0.posArgs = message.posArgs
                $0.namedArguments = message.namedArguments
                $0.posArguments = message.posArguments
            }
            return .sql(try statement(sql), relation: .with { $0.sql = sql })
        }
        switch message.input.relType {
        case .sql(let sql): return .sql(try statement(sql), relation: message.input)
        case .withRelations(let relations):
            guard case .sql(let sql) = relations.root.relType else {
                throw InvalidPlan.error("INVALID_SQL_WITH_REFERENCES", "The root of the relations is not a SQL text.")
            }
            guard case .query(let query) = try statement(sql) else {
                throw PyriteError.unsupported("statements other than queries over DataFrames given as arguments")
            }
            let plan = LogicalPlan.with(With(try definitions(relations.references), query))
            return .sql(.query(plan), relation: message.input)
        case .read(let read): return .sql(.query(try decode(read)), relation: message.input)
        default:
            throw InvalidPlan.error(
                "SQL_COMMAND_EXPECTS_SQL_OR_WITH_RELATIONS", "A SQL command holds neither a text nor relations.")
        }
    }

    private mutating func statement(_ message: Spark_Connect_SQL) throws(PyriteError) -> Statement {
        let parser = try parser(message)
        return try parsed { try parser.parseStatement() }
    }

    /// The parser of a text whose parameters are literals or, from newer clients, expressions.
    private mutating func parser(_ message: Spark_Connect_SQL) throws(PyriteError) -> SQLParser {
        var named: [String: Expression] = [:]
        for (name, literal) in message.args { named[name] = try constant(literal) }
        for (name, argument) in message.namedArguments { named[name] = try decode(argument) }
        let literals = try message.posArgs.map(constant)
        let positional = literals + (try decode(message.posArguments))
        return SQLParser(message.query, options: options, parameters: named, positional: positional)
    }
}
