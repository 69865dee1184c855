import Columnar
import Functions

extension Expression {
    /// A call of a registered scalar function on resolved arguments that have the types it takes.
    static func call(_ name: String, _ arguments: [Expression], _ context: EvaluationContext) throws -> Expression {
        guard case .scalar(let bind)? = FunctionRegistry.builtIn[name]?.kind else {
            throw PyriteError.internalError("The registry has no function \(name).")
        }
        let binding = try bind(
            arguments.map { FunctionArgument(type: $0.dataType, nullable: $0.nullable, sql: $0.prettySQL) },
            ResolutionContext(isANSI: context.isANSI, functionName: name))
        return .call(ScalarCall(name, arguments, binding: binding))
    }

    /// The parts of a chain of ORs.
    var disjuncts: [Expression] {
        if case .or(let a, let b) = self { return a.disjuncts + b.disjuncts }
        return [self]
    }

    /// The OR of all parts; `nil` for none.
    static func disjunction(_ parts: [Expression]) -> Expression? {
        parts.first.map { first in parts.dropFirst().reduce(first) { .or($0, $1) } }
    }

    /// Whether the optimizer may evaluate the expression elsewhere in the plan or more often: same row, same value, and
    /// no code of the user's.
    var isMovable: Bool { isDeterministic && !contains(\.isPythonUDF) }
}
