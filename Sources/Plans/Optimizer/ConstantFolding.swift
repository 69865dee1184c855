import Columnar
import Functions

/// Computes expressions without columns once, at planning.
package enum ConstantFolding {
    /// The value of a deterministic expression that reads no column; `nil` for any other. Throws what evaluation throws.
    package static func value(of expression: Expression, context: EvaluationContext) throws -> Value? {
        if case .literal(let value, _) = expression { return value }
        guard isConstant(expression) else { return nil }
        return try column(expression, context).value(at: 0)
    }

    private static func isConstant(_ expression: Expression) -> Bool {
        switch expression {
        case .literal: true
        case .cast(let cast): isConstant(cast.child)
        case .alias(let alias): isConstant(alias.child)
        case .call(let call): call.binding.isDeterministic && call.arguments.allSatisfy(isConstant)
        case .and(let left, let right), .or(let left, let right): isConstant(left) && isConstant(right)
        default: false
        }
    }

    private static func column(_ expression: Expression, _ context: EvaluationContext) throws -> Column {
        switch expression {
        case .literal(let value, let type): return Column.constant(value, type, count: 1)
        case .alias(let alias): return try column(alias.child, context)
        case .cast(let cast):
            return try Functions.Cast.cast(
                try column(cast.child, context), to: cast.type, mode: cast.mode ?? .ansi, context: context)
        case .call(let call):
            return try call.binding.kernel(try call.arguments.map { try column($0, context) }, 1, context)
        case .and(let left, let right): return try combined(left, right, deciding: false, context)
        case .or(let left, let right): return try combined(left, right, deciding: true, context)
        default:
            throw PyriteError.internalError("Not a constant expression.")
        }
    }

    /// AND, which a false side decides, or OR, which a true one does; otherwise it is null where a side is.
    private static func combined(
        _ left: Expression, _ right: Expression, deciding: Bool, _ context: EvaluationContext
    ) throws -> Column {
        let first = try column(left, context).value(at: 0)
        if first == .boolean(deciding) { return .constant(first, .boolean, count: 1) }
        let second = try column(right, context).value(at: 0)
        return .constant(second == .boolean(deciding) || first != .null ? second : .null, .boolean, count: 1)
    }
}
