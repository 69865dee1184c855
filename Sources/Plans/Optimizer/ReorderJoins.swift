import Functions

/// Joins in the order that makes the least work by what is known of the inputs' sizes.
package struct ReorderJoins: OptimizerRule {
    /// Small joins run in the order in which they were written, so that their rows come in the order that Spark's do.
    private static let minRows = 10_000.0

    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        guard JoinGraph.isRegion(plan), let graph = JoinGraph(plan), graph.relations.count > 2,
            graph.hasCrossJoin || graph.relations.reduce(0, { $0 + $1.statistics.rows }) >= Self.minRows,
            let ordered = try JoinOrder.plan(
                graph.optimizingRelations({ try apply($0, context: context) }), context: context)
        else { return try plan.mapChildren { try apply($0, context: context) } }
        let output = plan.output
        let given = ordered.output
        if given.count == output.count, zip(given, output).allSatisfy({ $0.id == $1.id }) { return ordered }
        return .project(Project(ordered, output.map { graph.expression(for: $0) }))
    }
}
