import Columnar

/// Decimal arithmetic whose results are known to have at most 18 digits.
package enum NarrowDecimals {
    /// `+`, `-` or `*` of two decimals of at most 18 digits each, as a decimal of 18 digits and the exact scale, computed in
    /// 64 bits. The caller knows that no result is larger; nothing is checked. `nil` for other operators and sizes.
    package static func binding(_ name: String, _ left: DataType, _ right: DataType, nullable: Bool) -> ScalarBinding? {
        guard case .decimal(let p1, let s1) = left, case .decimal(let p2, let s2) = right, p1 <= 18, p2 <= 18 else {
            return nil
        }
        let op: ArithmeticOperator
        switch name {
        case "+": op = .add
        case "-": op = .subtract
        case "*": op = .multiply
        default: return nil
        }
        let scale = op == .multiply ? s1 + s2 : max(s1, s2)
        guard scale <= 18 else { return nil }
        let result = DataType.decimal(precision: 18, scale: scale)
        return ScalarBinding(argumentTypes: [left, right], resultType: result, nullable: nullable) {
            arguments, count, _ in
            try evaluateRows(arguments, count: count, type: result, strict: true) {
                try decimalArithmetic(op, $0, left: (left, s1), right: (right, s2), failure: .null)
            }
        }
    }
}
