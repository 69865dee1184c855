import Columnar
import Functions

/// What Spark refuses in subqueries that read outer columns, although it has a meaning.
struct SubqueryRestrictions {
    private let outer: Set<AttributeID>
    /// The text of the subquery.
    private let origin: Origin?

    init(outer: [Attribute], origin: Origin?) {
        self.outer = Set(outer.map(\.id))
        self.origin = origin
    }

    func check(_ plan: LogicalPlan) throws {
        guard !outer.isEmpty else { return }
        switch plan {
        case .aggregate(let aggregate): try check(aggregate)
        case .project(let project):
            // One SELECT list: what is computed from groups stands above their aggregation.
            if project.child.isAggregation, let list = project.expressions.first(where: reads) {
                throw refused(
                    "CORRELATED_REFERENCE",
                    "Expressions referencing the outer query are not supported "
                        + "outside of WHERE/HAVING clauses: \"\(list.prettySQL)\".",
                    ["sqlExprs": "\"\(list.prettySQL)\""])
            }
        case .join(let join):
            let dropsLeft = join.kind == .right || join.kind == .full
            let dropsRight = join.kind == .left || join.kind == .full
            if (dropsLeft && join.left.reads(outer)) || (dropsRight && join.right.reads(outer)) {
                throw refused(
                    "ACCESSING_OUTER_QUERY_COLUMN_IS_NOT_ALLOWED",
                    "Accessing outer query column is not allowed in this location.", [:])
            }
        default: break
        }
        for child in plan.children { try check(child) }
    }

    private func check(_ aggregate: Aggregate) throws {
        for entry in aggregate.aggregates {
            guard case .aggregate(let call) = entry.withoutAlias, reads(entry) else { continue }
            if !entry.references.isSubset(of: outer) {
                throw refused(
                    "AGGREGATE_FUNCTION_MIXED_OUTER_LOCAL_REFERENCES",
                    "Found an aggregate function in a correlated predicate that has both outer and local references, "
                        + "which is not supported: \(entry.withoutAlias.prettySQL).",
                    ["function": entry.withoutAlias.prettySQL], at: call.origin)
            }
        }
        if let entry = (aggregate.aggregates + aggregate.groupBy).first(where: reads) {
            throw refused(
                "CORRELATED_REFERENCE",
                "Expressions referencing the outer query are not supported outside of WHERE/HAVING clauses: "
                    + "\"\(entry.withoutAlias.prettySQL)\".", ["sqlExprs": "\"\(entry.withoutAlias.prettySQL)\""])
        }
    }

    private func reads(_ expression: Expression) -> Bool { !expression.references.isDisjoint(with: outer) }

    private func refused(
        _ condition: String, _ message: String, _ parameters: KeyValuePairs<String, String>, at place: Origin? = nil
    ) -> PyriteError {
        PyriteError(
            .analysis, "UNSUPPORTED_SUBQUERY_EXPRESSION_CATEGORY.\(condition)", sqlState: "0A000",
            "Unsupported subquery expression: \(message)", parameters: parameters
        ).at(place ?? origin)
    }
}

extension LogicalPlan {
    fileprivate var isAggregation: Bool {
        switch self {
        case .aggregate: true
        case .filter(let filter): filter.child.isAggregation
        default: false
        }
    }
}
