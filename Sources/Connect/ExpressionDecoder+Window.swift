import Columnar
import ConnectProtocol
import Plans

extension PlanDecoder {
    mutating func decode(_ message: Spark_Connect_Expression.Window) throws(PyriteError) -> WindowExpression {
        guard message.hasWindowFunction else {
            throw InvalidPlan.error("WINDOW_FUNCTION_REQUIRED", "A window expression has no function.")
        }
        return WindowExpression(
            function: try decode(message.windowFunction), partitionBy: try decode(message.partitionSpec),
            orderBy: try decode(message.orderSpec),
            frame: message.hasFrameSpec ? try decode(message.frameSpec) : nil)
    }

    private mutating func decode(
        _ message: Spark_Connect_Expression.Window.WindowFrame
    ) throws(PyriteError) -> WindowExpression.Frame {
        let unit: WindowExpression.FrameUnit
        switch message.frameType {
        case .row: unit = .rows
        case .range: unit = .range
        case .undefined: throw InvalidPlan.invalidEnum("Expression.Window.WindowFrame.FrameType", 0)
        case .UNRECOGNIZED(let number):
            throw InvalidPlan.invalidEnum("Expression.Window.WindowFrame.FrameType", number)
        }
        guard message.hasLower else {
            throw InvalidPlan.error("LOWER_BOUND_REQUIRED_IN_WINDOW_FRAME", "A window frame has no lower bound.")
        }
        guard message.hasUpper else {
            throw InvalidPlan.error("UPPER_BOUND_REQUIRED_IN_WINDOW_FRAME", "A window frame has no upper bound.")
        }
        return WindowExpression.Frame(
            unit, try decode(message.lower, unbounded: .unboundedPreceding),
            try decode(message.upper, unbounded: .unboundedFollowing))
    }

    /// An offset from the current row: negative ones precede it.
    private mutating func decode(
        _ message: Spark_Connect_Expression.Window.WindowFrame.FrameBoundary, unbounded: WindowExpression.Bound
    ) throws(PyriteError) -> WindowExpression.Bound {
        switch message.boundary {
        case .currentRow: return .currentRow
        case .unbounded: return unbounded
        case .value(let value):
            let offset = try decode(value)
            guard case .literal(.integer(let distance), let type) = offset, type.isIntegral, distance != .min else {
                return .offset(offset, preceding: false)
            }
            if distance == 0 { return .currentRow }
            return .offset(.literal(.integer(abs(distance)), type), preceding: distance < 0)
        case nil: throw InvalidPlan.notSet("boundary", of: "Expression.Window.WindowFrame.FrameBoundary")
        }
    }
}
