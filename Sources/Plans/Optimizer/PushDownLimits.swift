import Columnar
import Functions

/// Lets fewer rows be made: a limit goes below projections, into the inputs of a union, into the outer side of a join
/// and into scans.
package struct PushDownLimits: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        plan.transformUp { node in
            guard case .limit(var limit) = node, !limit.isTail,
                case .literal(.integer(let count), _)? = limit.count
            else { return node }
            var offset: Int64 = 0
            if case .literal(.integer(let number), _)? = limit.offset { offset = number }
            let (needed, overflow) = count.addingReportingOverflow(offset)
            if overflow { return node }
            limit.child = bounded(limit.child, Int(needed))
            return .limit(limit)
        }
    }

    /// The plan, giving at least its first `count` rows (of any order it has) and perhaps no more.
    private func bounded(_ plan: LogicalPlan, _ count: Int) -> LogicalPlan {
        switch plan {
        case .project(var project):
            project.child = bounded(project.child, count)
            return .project(project)
        case .setOperation(var operation) where operation.kind == .union && operation.isAll:
            operation.inputs = operation.inputs.map { limited(bounded($0, count), count) }
            return .setOperation(operation)
        case .join(var join) where join.kind == .left:
            join.left = limited(bounded(join.left, count), count)
            return .join(join)
        case .join(var join) where join.kind == .right:
            join.right = limited(bounded(join.right, count), count)
            return .join(join)
        case .scan(var scan) where scan.pushedFilters.isEmpty:
            scan.pushedLimit = min(scan.pushedLimit ?? count, count)
            return .scan(scan)
        default: return plan
        }
    }

    private func limited(_ plan: LogicalPlan, _ count: Int) -> LogicalPlan {
        if case .limit = plan { return plan }
        return .limit(Limit(plan, count: .literal(.integer(Int64(count)), .integer)))
    }
}
