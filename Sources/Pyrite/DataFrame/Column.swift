import Columnar
import Plans

/// An expression over the columns of a ``DataFrame``: what ``col(_:)``, ``lit(_:)`` and the functions give.
///
/// Operators build larger expressions. `==`, `!=`, `&&` and `||` give columns, not Swift's `Bool`; nothing is computed
/// before the DataFrame is asked for rows.
public struct Column: Sendable {
    let expression: Expression

    init(_ expression: Expression) { self.expression = expression }

    static func call(_ name: String, _ arguments: [Column], isDistinct: Bool = false) -> Column {
        Column(
            .unresolvedFunction(
                UnresolvedFunction([name], arguments.map(\.expression), isDistinct: isDistinct)))
    }

    /// The same values under another name.
    public func alias(_ name: String) -> Column { Column(.alias(Alias(expression, name))) }

    /// Converted to a type named as in SQL, such as `"decimal(10,2)"`. Throws when there is no such type.
    public func cast(_ type: String) throws -> Column {
        Column(.cast(Cast(expression, to: try sqlType(type))))
    }

    public var isNull: Column { .call("isnull", [self]) }
    public var isNotNull: Column { .call("isnotnull", [self]) }

    /// Sort keys for ``DataFrame/orderBy(_:)``. Nulls come first in ascending and last in descending order.
    public var ascending: Column { Column(.sortOrder(SortOrder(expression))) }
    public var descending: Column { Column(.sortOrder(SortOrder(expression, ascending: false))) }

    public static func + (left: Column, right: Column) -> Column { .call("+", [left, right]) }
    public static func - (left: Column, right: Column) -> Column { .call("-", [left, right]) }
    public static func * (left: Column, right: Column) -> Column { .call("*", [left, right]) }
    public static func / (left: Column, right: Column) -> Column { .call("/", [left, right]) }
    public static func % (left: Column, right: Column) -> Column { .call("%", [left, right]) }
    public static func == (left: Column, right: Column) -> Column { .call("=", [left, right]) }
    public static func != (left: Column, right: Column) -> Column { .call("not", [.call("=", [left, right])]) }
    public static func < (left: Column, right: Column) -> Column { .call("<", [left, right]) }
    public static func <= (left: Column, right: Column) -> Column { .call("<=", [left, right]) }
    public static func > (left: Column, right: Column) -> Column { .call(">", [left, right]) }
    public static func >= (left: Column, right: Column) -> Column { .call(">=", [left, right]) }
    public static func && (left: Column, right: Column) -> Column { Column(.and(left.expression, right.expression)) }
    public static func || (left: Column, right: Column) -> Column { Column(.or(left.expression, right.expression)) }
    public static prefix func ! (column: Column) -> Column { .call("not", [column]) }
}

extension Column: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByStringLiteral,
    ExpressibleByBooleanLiteral
{
    public init(integerLiteral value: Int) { self = lit(value) }
    public init(floatLiteral value: Double) { self = lit(value) }
    public init(stringLiteral value: String) { self = lit(value) }
    public init(booleanLiteral value: Bool) { self = lit(value) }
}
