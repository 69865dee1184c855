import Columnar
import Functions

/// A rewrite of an analyzed plan into one with the same rows that costs no more.
package protocol OptimizerRule: Sendable {
    /// Whether the rule itself looks into the plans of subqueries, which otherwise it is applied to one by one.
    var includesSubqueries: Bool { get }
    func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan
}

extension OptimizerRule {
    package var includesSubqueries: Bool { false }
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
        ShareSubplans(),
        PushDownLimits(),
        PruneColumns(),
        CollapseProjections(),
        PushFiltersIntoScans(),
        NarrowDecimalArithmetic(),
    ]

    package func optimize(_ plan: LogicalPlan) throws -> LogicalPlan {
        try Self.rules.reduce(plan) { try apply($1, $0) }
    }

    /// The rule on the plan and on the plans of the subqueries in its expressions.
    private func apply(_ rule: any OptimizerRule, _ plan: LogicalPlan) throws -> LogicalPlan {
        if rule.includesSubqueries { return try rule.apply(plan, context: context) }
        return try rule.apply(try plan.mapSubqueries { try apply(rule, $0) }, context: context)
    }
}

extension LogicalPlan {
    /// The same plan with the plan of each subquery in its expressions changed.
    func mapSubqueries(_ change: (LogicalPlan) throws -> LogicalPlan) rethrows -> LogicalPlan {
        try mapChildren { try $0.mapSubqueries(change) }.mapOwnSubqueries(change)
    }
}
