import Functions

/// Takes out the operators that only gave names during analysis.
package struct RemoveNames: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        try plan.transformUp { node in
            switch node {
            case .subqueryAlias(let alias): return alias.child
            case .planID(let child, _), .located(let child, _): return child
            default:
                return try node.mapExpressions { expression in
                    try expression.transformUp {
                        guard case .subquery(var subquery) = $0 else { return $0 }
                        subquery.plan = try apply(subquery.plan, context: context)
                        return .subquery(subquery)
                    }
                }
            }
        }
    }
}
