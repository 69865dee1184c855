import Functions

/// Runs a subplan once that the query has several times, in subqueries too: a common table expression read twice, a
/// DataFrame joined to an aggregation of itself.
///
/// Only subplans with an aggregation or join are shared, and of joins only those that give few rows for what they read:
/// reading files again may cost less than keeping all rows.
package struct ShareSubplans: OptimizerRule {
    package var includesSubqueries: Bool { true }

    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        var sources: [String: Int] = [:]
        countSources(plan, &sources)
        guard sources.values.contains(where: { $0 > 1 }) else { return plan }
        var counts: [String: Int] = [:]
        count(plan, &counts)
        guard counts.values.contains(where: { $0 > 1 }) else { return plan }
        var known: [String: (id: AttributeID, plan: LogicalPlan)] = [:]
        return replace(plan, counts, &known)
    }

    private func countSources(_ plan: LogicalPlan, _ sources: inout [String: Int]) {
        if case .scan(let scan) = plan { sources[scan.source?.description ?? "", default: 0] += 1 }
        for child in plan.children + plan.subqueryPlans { countSources(child, &sources) }
    }

    private func count(_ plan: LogicalPlan, _ counts: inout [String: Int]) {
        if isCandidate(plan) { counts[PlanFingerprint.of(plan), default: 0] += 1 }
        for child in plan.children + plan.subqueryPlans { count(child, &counts) }
    }

    private func replace(
        _ plan: LogicalPlan, _ counts: [String: Int], _ known: inout [String: (id: AttributeID, plan: LogicalPlan)]
    ) -> LogicalPlan {
        if isCandidate(plan) {
            let fingerprint = PlanFingerprint.of(plan)
            if counts[fingerprint, default: 0] > 1 {
                let (id, shared) = known[fingerprint] ?? (.fresh(), plan)
                known[fingerprint] = (id, shared)
                return .shared(
                    SharedPlan(id: id, plan: shared, columns: shared.output.map(\.id), output: plan.output))
            }
        }
        return plan.mapChildren { replace($0, counts, &known) }.mapOwnSubqueries { replace($0, counts, &known) }
    }

    private func isCandidate(_ plan: LogicalPlan) -> Bool {
        switch plan {
        case .aggregate, .distinct: return isRepeatable(plan)
        case .join: return isRepeatable(plan) && plan.statistics.rows < scannedRows(plan) / 4
        default: return false
        }
    }

    private func isRepeatable(_ plan: LogicalPlan) -> Bool {
        if case .sample = plan { return false }
        if case .shared = plan { return false }
        return plan.expressions.allSatisfy { $0.isMovable && !$0.contains(\.isSubquery) }
            && plan.children.allSatisfy(isRepeatable)
    }

    private func scannedRows(_ plan: LogicalPlan) -> Double {
        plan.children.isEmpty ? plan.statistics.rows : plan.children.reduce(0) { $0 + scannedRows($1) }
    }
}

extension LogicalPlan {
    /// The plans of the subqueries in the node's own expressions.
    var subqueryPlans: [LogicalPlan] {
        var plans: [LogicalPlan] = []
        func visit(_ expression: Expression) {
            if case .subquery(let subquery) = expression { plans.append(subquery.plan) }
            for child in expression.children { visit(child) }
        }
        for expression in expressions { visit(expression) }
        return plans
    }

    /// The same node with the plan of each subquery in its own expressions changed.
    func mapOwnSubqueries(_ change: (LogicalPlan) throws -> LogicalPlan) rethrows -> LogicalPlan {
        try mapExpressions { expression in
            guard expression.contains(\.isSubquery) else { return expression }
            return try expression.transformUp {
                guard case .subquery(var subquery) = $0 else { return $0 }
                subquery.plan = try change(subquery.plan)
                return .subquery(subquery)
            }
        }
    }
}
