import Columnar
import Functions

/// Computes decimals that are summed or averaged in 64 bits where the metadata of what is read proves that no intermediate
/// result has more than 18 digits, whatever larger type the rules of decimal arithmetic give it.
///
/// The sums themselves take arguments of any width and keep their own, so the aggregate's result does not change.
package struct NarrowDecimalArithmetic: OptimizerRule {
    package func apply(_ plan: LogicalPlan, context: EvaluationContext) throws -> LogicalPlan {
        plan.transformUp { node in
            guard case .aggregate(var aggregate) = node, aggregate.aggregates.contains(where: isCandidate) else {
                return node
            }
            let statistics = aggregate.child.statistics
            aggregate.aggregates = aggregate.aggregates.map { entry in
                guard isCandidate(entry) else { return entry }
                return entry.mapNamed { expression in
                    guard case .aggregate(var call) = expression else { return expression }
                    call.arguments = call.arguments.map { narrow($0, statistics)?.expression ?? $0 }
                    return .aggregate(call)
                }
            }
            return .aggregate(aggregate)
        }
    }

    private func isCandidate(_ entry: Expression) -> Bool {
        guard case .aggregate(let call) = entry.withoutAlias, ["sum", "avg", "mean"].contains(call.name),
            !call.isDistinct, let argument = call.arguments.first, case .decimal(let precision, _) = argument.dataType
        else { return false }
        return precision > 18
    }

    /// An expression of at most 18 digits, its scale, and bounds of its values.
    private struct Narrow {
        var expression: Expression
        var low: Double
        var high: Double

        /// `nil` when a value could need more than 18 digits; bounds are rounded, so the last digit is not used.
        init?(_ expression: Expression, _ low: Double, _ high: Double) {
            guard case .decimal(_, let scale) = expression.dataType else { return nil }
            var limit = 0.9e18
            for _ in 0..<scale { limit /= 10 }
            guard max(abs(low), abs(high)) < limit else { return nil }
            (self.expression, self.low, self.high) = (expression, low, high)
        }
    }

    private func narrow(_ expression: Expression, _ statistics: RelationStatistics) -> Narrow? {
        guard case .decimal(let precision, let scale) = expression.dataType else { return nil }
        switch expression {
        case .attribute(let attribute):
            guard precision <= 18, let column = statistics.columns[attribute.id], column.isExact, let low = column.min,
                let high = column.max
            else { return nil }
            return Narrow(expression, low, high)
        case .literal(let value, let type):
            guard let number = Estimate.number(value, type), scale <= 18 else { return nil }
            return Narrow(.literal(value, .decimal(precision: min(precision, 18), scale: scale)), number, number)
        case .cast(let cast):
            return narrowed(cast, precision, scale, statistics)
        case .caseWhen(let branches, let otherwise?):
            guard let rest = narrow(otherwise, statistics) else { return nil }
            var values: [Narrow] = []
            for branch in branches {
                guard let value = narrow(branch.value, statistics) else { return nil }
                values.append(value)
            }
            let type = DataType.decimal(precision: 18, scale: scale)
            let narrowBranches = zip(branches, values).map {
                CaseBranch(when: $0.condition, then: cast($1.expression, to: type))
            }
            return Narrow(
                .caseWhen(branches: narrowBranches, otherwise: cast(rest.expression, to: type)),
                values.reduce(rest.low) { min($0, $1.low) }, values.reduce(rest.high) { max($0, $1.high) })
        case .call(var call):
            guard call.arguments.count == 2, let a = narrow(call.arguments[0], statistics),
                let b = narrow(call.arguments[1], statistics),
                let binding = NarrowDecimals.binding(
                    call.name, a.expression.dataType, b.expression.dataType, nullable: call.binding.nullable),
                case .decimal(_, scale) = binding.resultType
            else { return nil }
            let (low, high): (Double, Double)
            switch call.name {
            case "+": (low, high) = (a.low + b.low, a.high + b.high)
            case "-": (low, high) = (a.low - b.high, a.high - b.low)
            default:
                let products = [a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high]
                (low, high) = (products.reduce(products[0], min), products.reduce(products[0], max))
            }
            call.arguments = [a.expression, b.expression]
            call.binding = binding
            return Narrow(.call(call), low, high)
        default: return nil
        }
    }

    /// A cast to a decimal that loses no digits.
    private func narrowed(_ cast: Cast, _ precision: Int, _ scale: Int, _ statistics: RelationStatistics) -> Narrow? {
        guard cast.isWidening, scale <= 18 else { return nil }
        let type = DataType.decimal(precision: min(precision, 18), scale: scale)
        if case .decimal = cast.child.dataType {
            guard let child = narrow(cast.child, statistics) else { return nil }
            return Narrow(self.cast(child.expression, to: type), child.low, child.high)
        }
        guard case .attribute(let attribute) = cast.child, let column = statistics.columns[attribute.id],
            column.isExact,
            let low = column.min, let high = column.max
        else { return nil }
        return Narrow(self.cast(cast.child, to: type), low, high)
    }

    private func cast(_ expression: Expression, to type: DataType) -> Expression {
        expression.dataType == type ? expression : .cast(Cast(expression, to: type, mode: .ansi, isExplicit: false))
    }
}
