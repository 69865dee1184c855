import Columnar
import Functions

/// A rewrite of an analyzed plan into one with the same rows that costs no more.
package protocol OptimizerRule: Sendable {
    func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan
}

/// The rules in the order in which they run. Each stands in a file of its name.
package struct Optimizer: Sendable {
    package let context: EvaluationContext

    package init(context: EvaluationContext) { self.context = context }

    package static let rules: [any OptimizerRule] = [
        RemoveNames(),
        RewriteSubqueries(),
        FoldConstants(),
        FactorDisjunctions(),
        PushDownPredicates(),
        InferPredicates(),
        PushDownPredicates(),
        CollapseProjections(),
        ReorderJoins(),
        PushDownLimits(),
        PruneColumns(),
        CollapseProjections(),
        PushFiltersIntoScans(),
    ]

    package func optimize(_ plan: LogicalPlan) throws -> LogicalPlan {
        try Self.rules.reduce(plan) { try apply($1, $0) }
    }

    /// The rule on the plan and on the plans of the subqueries in its expressions.
    private func apply(_ rule: any OptimizerRule, _ plan: LogicalPlan) throws -> LogicalPlan {
        try rule.apply(try inSubqueries(plan) { try apply(rule, $0) }, context: context)
    }

    private func inSubqueries(
        _ plan: LogicalPlan, _ change: (LogicalPlan) throws -> LogicalPlan
    ) throws -> LogicalPlan {
        try plan.mapChildren { try inSubqueries($0, change) }.mapExpressions { expression in
            guard expression.contains(\.isSubquery) else { return expression }
            return try expression.transformUp {
                guard case .subquery(var subquery) = $0 else { return $0 }
                subquery.plan = try change(subquery.plan)
                return .subquery(subquery)
            }
        }
    }
}
