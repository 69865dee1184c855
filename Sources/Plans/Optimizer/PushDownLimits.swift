import Columnar
import Functions

/// Lets fewer rows be made: a limit goes below projections, into the inputs of a union, into the outer side of a join
/// and into scans; with an order, to the inputs of a union and the outer side that the order is of.
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
            if needed <= Self.maxOrderedRows, let child = ordered(limit.child, Int(needed)) {
                limit.child = child
                return .limit(limit)
            }
            limit.child = bounded(limit.child, Int(needed))
            return .limit(limit)
        }
    }

    /// More rows than this are sorted rather than kept in a heap.
    private static let maxOrderedRows: Int64 = 10_000

    /// A sort, perhaps below a projection, over inputs of which only the first rows in its order are kept.
    private func ordered(_ plan: LogicalPlan, _ count: Int) -> LogicalPlan? {
        switch plan {
        case .project(var project):
            guard let child = ordered(project.child, count) else { return nil }
            project.child = child
            return .project(project)
        case .sort(var sort):
            guard sort.isGlobal, sort.order.allSatisfy({ $0.expression.isMovable && !$0.expression.canFail }),
                let child = first(count, by: sort.order, of: sort.child)
            else { return nil }
            sort.child = child
            return .sort(sort)
        default: return nil
        }
    }

    /// The plan, without rows that are surely not among its first `count` ones; `nil` when no row can be left out.
    private func first(_ count: Int, by order: [SortOrder], of plan: LogicalPlan) -> LogicalPlan? {
        switch plan {
        case .project(var project):
            var definitions: [AttributeID: Expression] = [:]
            for entry in project.expressions {
                if let id = entry.outputAttribute?.id { definitions[id] = entry.withoutAlias }
            }
            let below = order.map { key in key.mapExpression { $0.replacing(definitions) } }
            guard below.allSatisfy({ $0.expression.isMovable && !$0.expression.canFail }),
                let child = first(count, by: below, of: project.child)
            else { return nil }
            project.child = child
            return .project(project)
        case .setOperation(var operation) where operation.kind == .union && operation.isAll:
            operation.inputs = operation.inputs.map { input in
                let columns = Dictionary(
                    zip(operation.output, input.output).map { ($0.id, Expression.attribute($1)) },
                    uniquingKeysWith: { first, _ in first })
                let own = order.map { key in key.mapExpression { $0.replacing(columns) } }
                return top(count, by: own, of: first(count, by: own, of: input) ?? input)
            }
            return .setOperation(operation)
        case .join(var join) where join.kind == .left && reads(order, only: join.left):
            join.left = top(count, by: order, of: first(count, by: order, of: join.left) ?? join.left)
            return .join(join)
        case .join(var join) where join.kind == .right && reads(order, only: join.right):
            join.right = top(count, by: order, of: first(count, by: order, of: join.right) ?? join.right)
            return .join(join)
        default: return nil
        }
    }

    private func reads(_ order: [SortOrder], only plan: LogicalPlan) -> Bool {
        let ids = Set(plan.output.map(\.id))
        return order.allSatisfy { $0.expression.references.isSubset(of: ids) }
    }

    private func top(_ count: Int, by order: [SortOrder], of plan: LogicalPlan) -> LogicalPlan {
        if case .limit = plan { return plan }
        return .limit(Limit(.sort(Sort(plan, order)), count: .literal(.integer(Int64(count)), .integer)))
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
