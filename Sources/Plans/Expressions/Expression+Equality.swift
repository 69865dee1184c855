import Columnar

extension Expression {
    /// Whether two resolved expressions compute the same value: the same tree, aliases and column names aside.
    package func isSame(as other: Expression) -> Bool {
        switch (self, other) {
        case (.alias(let a), _): return a.child.isSame(as: other)
        case (_, .alias(let b)): return isSame(as: b.child)
        case (.attribute(let a), .attribute(let b)): return a.id == b.id
        case (.literal(let a, let s), .literal(let b, let t)): return s == t && a == b
        case (.cast(let a), .cast(let b)): return a.type == b.type && a.mode == b.mode && a.child.isSame(as: b.child)
        case (.and, .and), (.or, .or):
            return Expression.same(children, other.children) || Expression.same(children, other.children.reversed())
        case (.coalesce, .coalesce): return Expression.same(children, other.children)
        case (.caseWhen(let a, let x), .caseWhen(let b, let y)):
            return a.count == b.count && (x == nil) == (y == nil) && Expression.same(children, other.children)
        case (.call(let a), .call(let b)):
            guard a.binding.isDeterministic, b.binding.isDeterministic,
                a.binding.resultType == b.binding.resultType
            else { return false }
            if a.name == b.name, Expression.same(a.arguments, b.arguments) { return true }
            return Expression.mirrored[a.name] == b.name && a.arguments.count == 2
                && Expression.same(a.arguments, b.arguments.reversed())
        case (.higherOrder(let a), .higherOrder(let b)):
            guard a.name == b.name, a.lambdas.count == b.lambdas.count, Expression.same(a.arguments, b.arguments) else {
                return false
            }
            return zip(a.lambdas, b.lambdas).allSatisfy { f, g in
                guard f.parameters.count == g.parameters.count else { return false }
                let renamed = zip(g.parameters, f.parameters).map { ($0.id, Expression.attribute($1)) }
                return f.body.isSame(as: g.body.replacing(Dictionary(renamed, uniquingKeysWith: { x, _ in x })))
            }
        case (.aggregate(let a), .aggregate(let b)):
            guard a.name == b.name, a.isDistinct == b.isDistinct, (a.filter == nil) == (b.filter == nil) else {
                return false
            }
            return Expression.same(children, other.children)
        case (.pythonUDF(let a), .pythonUDF(let b)):
            return a.isDeterministic && b.isDeterministic && a.command == b.command
                && Expression.same(a.arguments, b.arguments)
        case (.windowFunction(let a), .windowFunction(let b)):
            return a.name == b.name && Expression.same(a.arguments, b.arguments)
        case (.subquery(let a), .subquery(let b)):
            guard a.outerReferences.map(\.id) == b.outerReferences.map(\.id) else { return false }
            return PlanFingerprint.of(.project(Project(.oneRow, [self])))
                == PlanFingerprint.of(.project(Project(.oneRow, [other])))
        default: return false
        }
    }

    /// Operators that compute the same value over exchanged operands, and as which operator.
    private static let mirrored = [
        "+": "+", "*": "*", "=": "=", "<=>": "<=>", "!=": "!=", "&": "&", "|": "|", "^": "^", "<": ">", ">": "<",
        "<=": ">=", ">=": "<=",
    ]

    private static func same(_ a: [Expression], _ b: [Expression]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.isSame(as: $1) }
    }
}
