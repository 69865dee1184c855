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
        PushDownPredicates(),
        CollapseProjections(),
        PushDownLimits(),
        PruneColumns(),
        CollapseProjections(),
        PushFiltersIntoScans(),
    ]

    package func optimize(_ plan: LogicalPlan) throws -> LogicalPlan {
        try Self.rules.reduce(plan) { try $1.apply($0, context: context) }
    }
}
