import Columnar
import Functions

/// What a window's frame may be.
extension ExpressionResolver {
    /// The frame with its bounds resolved, or Spark's error.
    func checked(_ frame: WindowExpression.Frame, _ window: WindowExpression) throws -> WindowExpression.Frame {
        var resolved = frame
        resolved.lower = try bound(frame.lower)
        resolved.upper = try bound(frame.upper)
        let offsets = [resolved.lower, resolved.upper].compactMap { bound in
            if case .offset(let expression, _) = bound { expression } else { nil as Expression? }
        }
        if resolved.unit == .range, !offsets.isEmpty {
            guard window.orderBy.count <= 1 else {
                let orders = window.orderBy.map { Expression.sortOrder($0).prettySQL }.joined(separator: ", ")
                throw mismatch(
                    "RANGE_FRAME_MULTI_ORDER",
                    "A range window frame with value boundaries cannot be used in a window "
                        + "specification with multiple order by expressions: \(orders).")
            }
            if let key = window.orderBy.first?.expression {
                for offset in offsets where !Self.fits(offset.dataType, key.dataType) {
                    throw mismatch(
                        "SPECIFIED_WINDOW_FRAME_UNACCEPTED_TYPE",
                        "The data type of the \"\(offset.dataType.sql)\" boundary does not match that of the order key "
                            + "\"\(key.dataType.sql)\".")
                }
            }
        }
        if position(resolved.lower) > position(resolved.upper) {
            throw mismatch(
                "SPECIFIED_WINDOW_FRAME_WRONG_COMPARISON",
                "The lower bound of a window frame must be less than or equal to the upper bound.")
        }
        return resolved
    }

    private func bound(_ bound: WindowExpression.Bound) throws -> WindowExpression.Bound {
        guard case .offset(let written, let preceding) = bound else { return bound }
        let offset = try resolve(written).withoutAlias
        guard analyzer.constantValue(offset) != nil else {
            throw PyriteError(
                .parse, "INVALID_SQL_SYNTAX.INVALID_WINDOW_FRAME_BOUND", sqlState: "42000",
                "Invalid SQL syntax: Frame bound value must be a literal.")
        }
        return .offset(offset, preceding: preceding)
    }

    private func mismatch(_ condition: String, _ message: String) -> PyriteError {
        PyriteError(
            .analysis, "DATATYPE_MISMATCH.\(condition)", sqlState: "42K09",
            "Cannot resolve the window specification due to data type mismatch: \(message)")
    }

    private static func fits(_ offset: DataType, _ key: DataType) -> Bool {
        switch (key, offset) {
        case (.date, .dayTimeInterval), (.date, .yearMonthInterval), (.timestamp, .dayTimeInterval),
            (.timestamp, .yearMonthInterval), (.timestampNTZ, .dayTimeInterval), (.timestampNTZ, .yearMonthInterval),
            (.dayTimeInterval, .dayTimeInterval), (.yearMonthInterval, .yearMonthInterval):
            true
        case (.date, _): offset.isIntegral
        default: key.isNumeric && offset.isNumeric
        }
    }

    /// Where a bound lies; offsets in days, months as 31 of them, which is enough to compare bounds of one kind.
    private func position(_ bound: WindowExpression.Bound) -> Double {
        switch bound {
        case .unboundedPreceding: return -.infinity
        case .unboundedFollowing: return .infinity
        case .currentRow: return 0
        case .offset(let expression, let preceding):
            let number: Double =
                switch analyzer.constantValue(expression) {
                case .integer(let number)?: Double(number)
                case .double(let number)?: number
                case .float(let number)?: Double(number)
                case .decimal(let number)?: Double(number)
                default: 0
                }
            return preceding ? -number : number
        }
    }
}
