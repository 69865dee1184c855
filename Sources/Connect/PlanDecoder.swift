import Columnar
import ConnectProtocol
import Plans
import SQL

/// Turns the messages of one request into plans, with names and types not yet resolved.
///
/// A decoder recurses as deep as the message nests (``messageDepthLimit`` at most), so it must run on a thread with a
/// large stack.
package struct PlanDecoder {
    /// What the process keeps under an id, a table that was handed over or a query; `nil` when there is nothing.
    package typealias TableLookup = (UInt64) -> LogicalPlan?

    let tables: TableLookup
    /// How SQL text within the messages is read.
    let options: SQLParserOptions
    /// The relations that a `WithRelations` defines for the expressions within it, by plan id.
    private var references: [Int64: Spark_Connect_Relation] = [:]
    private var depth = 0
    /// A relation or expression and what it holds are at least two messages.
    private static let depthLimit = messageDepthLimit / 2

    package init(options: SQLParserOptions = SQLParserOptions(), tables: @escaping TableLookup = { _ in nil }) {
        self.options = options
        self.tables = tables
    }

    /// What a request asks for.
    package enum Request {
        case query(LogicalPlan)
        case statement(Statement)
        /// `spark.sql(…)`: a query is handed back to the client as a relation, all else is carried out at once.
        case sql(Statement, relation: Spark_Connect_Relation)
        /// A question to the catalog, asked as a relation.
        case catalog(Spark_Connect_Catalog)
        /// How many partitions a query's result has. Asked as a command with ``partitionCountURL``.
        case partitionCount(LogicalPlan)
    }

    /// The type of the command extension that asks for a number of partitions; its value is a relation.
    static let partitionCountURL = "type.googleapis.com/pyrite.PartitionCount"

    package mutating func decode(_ plan: Spark_Connect_Plan) throws(PyriteError) -> Request {
        switch plan.opType {
        case .root(let relation):
            if case .catalog(let catalog) = relation.relType { return .catalog(catalog) }
            return .query(try decode(relation))
        case .command(let command): return try decode(command)
        case nil: throw InvalidPlan.notSupported("op_type", of: "Plan", unknown: plan.unknownFields)
        }
    }

    /// Runs `body` one level deeper. Subqueries make the recursion deeper than the message nests, without end when a
    /// malicious one contains itself.
    mutating func nested<Result>(
        _ body: (inout PlanDecoder) throws(PyriteError) -> Result
    ) throws(PyriteError) -> Result {
        guard depth < Self.depthLimit else {
            throw InvalidPlan.malformed("the plan is nested more than \(Self.depthLimit) levels deep")
        }
        depth += 1
        defer { depth -= 1 }
        return try body(&self)
    }

    /// Runs `body` while expressions can refer to these relations by their plan ids.
    mutating func with<Result>(
        references added: [Spark_Connect_Relation], _ body: (inout PlanDecoder) throws(PyriteError) -> Result
    ) throws(PyriteError) -> Result {
        let outer = references
        defer { references = outer }
        for relation in added where relation.common.hasPlanID { references[relation.common.planID] = relation }
        return try body(&self)
    }

    /// The plan of a relation that a subquery refers to.
    mutating func reference(_ planID: Int64) throws(PyriteError) -> LogicalPlan {
        guard let relation = references[planID] else {
            throw InvalidPlan.error(
                "INVALID_WITH_RELATION_REFERENCE", "No relation with the plan id \(planID) is given.")
        }
        return try decode(relation)
    }
}
