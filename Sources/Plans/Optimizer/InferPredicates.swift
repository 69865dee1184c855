import Functions

/// What is known of a join key holds for the key it equals: `a.k = b.k AND a.k > 5` also tests `b.k > 5` before the join.
package struct InferPredicates: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        plan.transformUp { node in
            guard case .join(var join) = node, case .on(let condition) = join.condition, !join.isLateral else {
                return node
            }
            let (toLeft, toRight): (Bool, Bool)
            switch join.kind {
            case .inner, .leftSemi: (toLeft, toRight) = (true, true)
            case .left, .leftAnti: (toLeft, toRight) = (false, true)
            case .right: (toLeft, toRight) = (true, false)
            case .full, .cross: return node
            }
            let leftIDs = Set(join.left.output.map(\.id))
            var left = constraints(join.left)
            var right = constraints(join.right)
            var (newLeft, newRight): ([Expression], [Expression]) = ([], [])
            for part in condition.conjuncts {
                guard case .call(let call) = part, call.name == "=", call.arguments.count == 2,
                    case .attribute(let a) = call.arguments[0], case .attribute(let b) = call.arguments[1],
                    a.type == b.type, leftIDs.contains(a.id) != leftIDs.contains(b.id)
                else { continue }
                let (own, foreign) = leftIDs.contains(a.id) ? (a, b) : (b, a)
                if toRight { newRight += translated(left, from: own, to: foreign, known: &right) }
                if toLeft { newLeft += translated(right, from: foreign, to: own, known: &left) }
            }
            if let more = Expression.conjunction(newLeft) { join.left = .filter(Filter(join.left, more)) }
            if let more = Expression.conjunction(newRight) { join.right = .filter(Filter(join.right, more)) }
            return .join(join)
        }
    }

    private func translated(
        _ constraints: [Expression], from source: Attribute, to target: Attribute, known: inout [Expression]
    ) -> [Expression] {
        var result: [Expression] = []
        for constraint in constraints where constraint.references == [source.id] {
            let moved = constraint.replacing([source.id: .attribute(target)])
            if known.contains(where: { $0.isSame(as: moved) }) { continue }
            known.append(moved)
            result.append(moved)
        }
        return result
    }

    /// Conditions on one column that hold for every row of the plan.
    private func constraints(_ plan: LogicalPlan) -> [Expression] {
        switch plan {
        case .filter(let filter):
            return filter.condition.conjuncts.filter {
                $0.isMovable && !$0.canFail && !$0.contains(\.isSubquery) && $0.references.count == 1
            } + constraints(filter.child)
        case .project, .aggregate:
            let entries = if case .aggregate(let aggregate) = plan { aggregate.groupBy } else { plan.expressions }
            var names: [AttributeID: Attribute] = [:]
            for entry in entries {
                if case .attribute(let source) = entry.withoutAlias, let target = entry.outputAttribute {
                    names[source.id] = target
                }
            }
            return plan.children.flatMap(constraints).compactMap { constraint in
                guard let id = constraint.references.first, let target = names[id] else { return nil }
                return constraint.replacing([id: .attribute(target)])
            }
        case .join(let join):
            switch join.kind {
            case .inner, .cross: return constraints(join.left) + constraints(join.right)
            case .left, .leftSemi, .leftAnti: return constraints(join.left)
            case .right: return constraints(join.right)
            case .full: return []
            }
        case .sort, .limit, .distinct, .repartition, .hint: return plan.children.flatMap(constraints)
        default: return []
        }
    }
}
