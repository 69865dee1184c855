import Columnar

/// Precision and scale of decimal results. A result that needs more than 38 digits gives up fraction digits down to 6
/// before it gives up integral digits, as SQL Server and Hive do.
package enum DecimalTyping {
    static let minimumAdjustedScale = 6
    static let max = DataType.maxDecimalPrecision

    /// Cut to 38 digits, fraction digits first.
    package static func adjusted(precision: Int, scale: Int) -> DataType {
        if precision <= max { return .decimal(precision: precision, scale: scale) }
        if scale < 0 { return .decimal(precision: max, scale: scale) }
        let integralDigits = precision - scale
        let keptScale = Swift.max(max - integralDigits, Swift.min(scale, minimumAdjustedScale))
        return .decimal(precision: max, scale: keptScale)
    }

    /// Both cut to 38.
    package static func bounded(precision: Int, scale: Int) -> DataType {
        .decimal(precision: Swift.min(precision, max), scale: Swift.min(scale, max))
    }

    /// Cut to 38 digits, integral digits kept.
    package static func boundedPreferringIntegral(precision: Int, scale: Int) -> DataType {
        if precision <= max { return .decimal(precision: precision, scale: scale) }
        return .decimal(precision: max, scale: Swift.max(0, scale - (precision - max)))
    }

    package static func add(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> DataType {
        let scale = Swift.max(s1, s2)
        return adjusted(precision: Swift.max(p1 - s1, p2 - s2) + scale + 1, scale: scale)
    }

    package static func multiply(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> DataType {
        adjusted(precision: p1 + p2 + 1, scale: s1 + s2)
    }

    package static func divide(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> DataType {
        let scale = Swift.max(6, s1 + p2 + 1)
        return adjusted(precision: p1 - s1 + s2 + scale, scale: scale)
    }

    package static func remainder(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> DataType {
        let scale = Swift.max(s1, s2)
        return adjusted(precision: Swift.min(p1 - s1, p2 - s2) + scale, scale: scale)
    }

    /// The integral part of a quotient, before it becomes a long.
    package static func integralDivide(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> DataType {
        let digits = p1 - s1 + s2
        return bounded(precision: digits == 0 ? 1 : digits, scale: 0)
    }

    /// The type that holds every value of both.
    package static func wider(_ p1: Int, _ s1: Int, _ p2: Int, _ s2: Int) -> DataType {
        let scale = Swift.max(s1, s2)
        let range = Swift.max(p1 - s1, p2 - s2)
        return boundedPreferringIntegral(precision: range + scale, scale: scale)
    }

    /// The narrowest decimal type of an integer literal (`1` is decimal(1,0) beside a decimal).
    package static func narrowest(forLiteral value: Int64) -> DataType {
        var digits = 1
        var rest = value.magnitude / 10
        while rest > 0 {
            digits += 1
            rest /= 10
        }
        return .decimal(precision: digits, scale: 0)
    }
}
