import Functions

/// Takes out of `(a AND b) OR (a AND c)` what every branch asks for: `a AND (b OR c)`; an equality among it may then join.
/// From branches that span several inputs of a join it derives what they ask of each one, which can be tested before the
/// join: `(x = 1 AND y = 2) OR (x = 3 AND y = 4)` implies `x = 1 OR x = 3`.
package struct FactorDisjunctions: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        plan.transformUp { node in
            switch node {
            case .filter(var filter):
                filter.condition = rewritten(filter.condition, over: relations(filter.child))
                return .filter(filter)
            case .join(var join):
                guard case .on(let condition) = join.condition else { return node }
                let inputs = join.kind == .inner ? relations(join.left) + relations(join.right) : []
                join.condition = .on(rewritten(condition, over: inputs))
                return .join(join)
            default: return node
            }
        }
    }

    private func rewritten(_ condition: Expression, over relations: [Set<AttributeID>]) -> Expression {
        let parts = condition.conjuncts.flatMap { factored($0).conjuncts }
        var implied: [Expression] = []
        for part in parts {
            let branches = part.disjuncts
            guard branches.count > 1, part.isMovable, !part.canFail, !part.contains(\.isSubquery) else { continue }
            let references = part.references
            for relation in relations where !relation.isDisjoint(with: references) && !references.isSubset(of: relation)
            {
                let own = branches.map { branch in
                    Expression.conjunction(
                        branch.conjuncts.filter { !$0.references.isEmpty && $0.references.isSubset(of: relation) })
                }
                let present = own.compactMap { $0 }
                guard present.count == branches.count, let either = Expression.disjunction(present) else { continue }
                implied.append(either)
            }
        }
        return Expression.conjunction(implied + parts) ?? condition
    }

    private func factored(_ part: Expression) -> Expression {
        let branches = part.disjuncts.map(\.conjuncts)
        guard branches.count > 1, part.isMovable, let first = branches.first else { return part }
        // What a branch asks first may shield what comes later from an error, so only what cannot fail is taken out.
        let common = first.filter { candidate in
            !candidate.canFail
                && branches.dropFirst().allSatisfy { $0.contains { $0.isSame(as: candidate) } }
        }
        if common.isEmpty { return part }
        var rest: [Expression] = []
        for branch in branches {
            let remaining = branch.filter { entry in !common.contains { $0.isSame(as: entry) } }
            // A branch that asks for nothing more makes the others superfluous.
            guard let condition = Expression.conjunction(remaining) else {
                return Expression.conjunction(common) ?? part
            }
            rest.append(condition)
        }
        return Expression.conjunction(common + (Expression.disjunction(rest).map { [$0] } ?? [])) ?? part
    }

    /// The columns of each input that inner joins below put together.
    private func relations(_ plan: LogicalPlan) -> [Set<AttributeID>] {
        switch plan {
        case .join(let join) where join.kind == .inner || join.kind == .cross:
            return relations(join.left) + relations(join.right)
        case .join(let join) where join.kind == .leftSemi || join.kind == .leftAnti || join.kind == .left:
            return relations(join.left)
        case .filter(let filter): return relations(filter.child)
        default: return [Set(plan.output.map(\.id))]
        }
    }
}
