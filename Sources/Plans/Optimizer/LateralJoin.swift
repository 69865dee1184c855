import Columnar
import Functions

/// Makes a plain join of one whose right side reads columns of the left.
struct LateralJoin {
    let context: EvaluationContext

    func rewrite(_ original: Join) throws -> LogicalPlan {
        var join = original
        join.isLateral = false
        let output = LogicalPlan.join(original).output
        let columns = join.right.columnsRead(of: join.left.output)
        if columns.isEmpty { return .join(join) }
        let outer = Set(columns.map(\.id))
        if join.kind == .inner || join.kind == .cross || (join.kind == .left && isOneToOne(join)),
            let plan = inlined(join.right, join.left, outer)
        {
            let filtered =
                Expression.conjunction(join.kind == .left ? [] : join.onConditions)
                .map { LogicalPlan.filter(Filter(plan, $0)) } ?? plan
            return .project(Project(filtered, output.map { .attribute($0) }))
        }
        var conditions = join.onConditions
        if let lifted = CorrelatedConditions(lifting: join.right, outer: outer, use: .rows) {
            join.right = lifted.plan
            conditions = lifted.conditions + conditions
        } else {
            let dependent = DependentJoin(OuterDomain(of: &join.left, columns: columns), context: context)
            let flat = try dependent.flatten(join.right)
            join.right = flat.plan
            if let condition = try dependent.condition(flat) { conditions.insert(condition, at: 0) }
        }
        join.condition = Expression.conjunction(conditions).map { .on($0) } ?? .none
        if join.kind == .cross, !conditions.isEmpty { join.kind = .inner }
        return .project(Project(.join(join), output.map { .attribute($0) }))
    }

    /// Whether every left row has exactly one row on the right, and keeps it.
    private func isOneToOne(_ join: Join) -> Bool {
        func isOneRow(_ plan: LogicalPlan) -> Bool {
            switch plan {
            case .oneRow: true
            case .project(let project): isOneRow(project.child)
            default: false
            }
        }
        return isOneRow(join.right)
            && join.onConditions.allSatisfy { if case .literal(.boolean(true), _) = $0 { true } else { false } }
    }

    /// The plan over the left side's rows themselves, with their columns beside its own: possible where rows go one by
    /// one through the plan. `nil` where they do not.
    private func inlined(_ plan: LogicalPlan, _ left: LogicalPlan, _ outer: Set<AttributeID>) -> LogicalPlan? {
        if case .oneRow = plan { return left }
        guard plan.reads(outer) else { return .join(Join(left, plan, kind: .cross)) }
        switch plan {
        case .filter(var filter):
            guard let child = inlined(filter.child, left, outer) else { return nil }
            filter.child = child
            return .filter(filter)
        case .project(var project):
            guard let child = inlined(project.child, left, outer) else { return nil }
            project.child = child
            let columns = left.output
            let ids = Set(columns.map(\.id))
            project.expressions =
                columns.map { .attribute($0) }
                + project.expressions.filter { $0.outputAttribute.map { !ids.contains($0.id) } ?? true }
            return .project(project)
        case .generate(var generate):
            guard let child = inlined(generate.child, left, outer) else { return nil }
            generate.child = child
            return .generate(generate)
        case .sort(let sort): return inlined(sort.child, left, outer)
        case .hint(let hint): return inlined(hint.child, left, outer)
        case .join(var join):
            let (readsLeft, readsRight) = (join.left.reads(outer), join.right.reads(outer))
            switch join.kind {
            case .inner, .cross:
                if readsLeft && readsRight { return nil }
                if readsRight {
                    guard let right = inlined(join.right, left, outer) else { return nil }
                    join.right = right
                    return .join(join)
                }
            case .left, .leftSemi, .leftAnti: if readsRight { return nil }
            case .right, .full: return nil
            }
            guard let inner = inlined(join.left, left, outer) else { return nil }
            join.left = inner
            return .join(join)
        default: return nil
        }
    }
}
