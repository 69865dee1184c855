import Functions

/// Tells scans which conditions hold for every row wanted, so that they can skip row groups, pages and rows. The filter
/// above stays.
package struct PushFiltersIntoScans: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        plan.transformUp { node in
            guard case .filter(var filter) = node, case .scan(var scan) = filter.child else { return node }
            scan.pushedFilters += filter.condition.conjuncts.filter {
                $0.isDeterministic && !$0.contains(\.isPythonUDF) && !$0.contains(\.isSubquery)
            }
            // A limit that was pushed counts rows after the filter, not before.
            scan.pushedLimit = nil
            filter.child = .scan(scan)
            return .filter(filter)
        }
    }
}
