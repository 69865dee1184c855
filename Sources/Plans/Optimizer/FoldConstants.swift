import Columnar
import Functions

/// Computes what does not depend on rows, and simplifies AND, OR, CASE and filters whose outcome is then known.
package struct FoldConstants: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        plan.transformUp { node in
            let folded = node.mapExpressions { $0.mapNamed { $0.transformUp { fold($0, context) } } }
            guard case .filter(let filter) = folded, case .literal(let value, _) = filter.condition else {
                return folded
            }
            if value == .boolean(true) { return filter.child }
            return .localRelation(LocalRelation(schema: filter.child.schema, batches: [], output: filter.child.output))
        }
    }

    /// An expression that fails stays as it is: it may never be evaluated, and if it is, the error has its place.
    private func fold(_ expression: Expression, _ context: EvaluationContext) -> Expression {
        let yes = Expression.literal(.boolean(true), .boolean)
        let no = Expression.literal(.boolean(false), .boolean)
        switch expression {
        case .call(let call):
            guard call.arguments.allSatisfy(\.isLiteral) else { return expression }
        case .cast(let cast):
            guard cast.child.isLiteral else { return cast.child.dataType == cast.type ? cast.child : expression }
        case .and(let a, let b):
            if a.isTrue { return b }
            if b.isTrue { return a }
            if a.isFalse || (b.isFalse && !a.canFail) { return no }
            return expression
        case .or(let a, let b):
            if a.isFalse { return b }
            if b.isFalse { return a }
            if a.isTrue || (b.isTrue && !a.canFail) { return yes }
            return expression
        case .caseWhen(let branches, let otherwise):
            var kept: [CaseBranch] = []
            for branch in branches {
                if branch.condition.isFalse || branch.condition.isNullLiteral { continue }
                if branch.condition.isTrue {
                    return kept.isEmpty ? branch.value : .caseWhen(branches: kept, otherwise: branch.value)
                }
                kept.append(branch)
            }
            if kept.isEmpty { return otherwise ?? .literal(.null, expression.dataType) }
            return .caseWhen(branches: kept, otherwise: otherwise)
        case .coalesce(let values):
            let present = values.filter { !$0.isNullLiteral }
            guard let first = present.first else { return .literal(.null, expression.dataType) }
            return present.count == 1 || !first.nullable ? first : .coalesce(present)
        default: return expression
        }
        guard let value = try? ConstantFolding.value(of: expression, context: context) else { return expression }
        return .literal(value, expression.dataType)
    }
}

extension Expression {
    var isTrue: Bool { if case .literal(.boolean(true), _) = self { true } else { false } }
    var isFalse: Bool { if case .literal(.boolean(false), _) = self { true } else { false } }
    var isNullLiteral: Bool { if case .literal(.null, _) = self { true } else { false } }

    /// Changes the expression and keeps the alias around it, if there is one.
    func mapNamed(_ change: (Expression) throws -> Expression) rethrows -> Expression {
        guard case .alias(var alias) = self else { return try change(self) }
        alias.child = try change(alias.child)
        return .alias(alias)
    }
}
