import Columnar
import Functions
import Plans
import Testing

@Suite struct ExpressionSQLTests {
    private let a = Expression.attribute(Attribute("a", .integer))

    @Test func hidesCoercions() {
        let implicit = Expression.cast(Cast(a, to: .long, isExplicit: false))
        let call = Expression.unresolvedFunction(UnresolvedFunction(["+"], [implicit, .literal(.integer(1), .long)]))
        #expect(call.prettySQL == "(a + 1)")
        let explicit = Expression.cast(Cast(a, to: .decimal(precision: 10, scale: 2)))
        #expect(explicit.prettySQL == "CAST(a AS DECIMAL(10,2))")
        #expect(explicit.defaultColumnName == "a")
        #expect(Expression.cast(Cast(implicit, to: .string)).defaultColumnName == "a")
        #expect(
            Expression.cast(Cast(.literal(.integer(1), .integer), to: .string)).defaultColumnName == "CAST(1 AS STRING)"
        )
    }

    @Test(arguments: [
        (Value.double(1), DataType.double, "1.0"), (.double(1e7), .double, "1.0E7"), (.double(0.001), .double, "0.001"),
        (.double(1.5e-4), .double, "1.5E-4"), (.double(123_456.789), .double, "123456.789"),
        (.double(-0.0), .double, "-0.0"),
        (.double(.nan), .double, "NaN"), (.float(0.1), .float, "0.1"), (.double(9_999_999), .double, "9999999.0"),
        (.decimal(-5), .decimal(precision: 3, scale: 2), "-0.05"),
        (.decimal(123), .decimal(precision: 3, scale: 0), "123"),
        (.null, .integer, "NULL"), (.string("it's"), .string, "it's"), (.binary([1, 0xAB]), .binary, "X'01AB'"),
        (.integer(-1), .date, "DATE '1969-12-31'"),
        (.integer(1_500_000), .timestampNTZ, "TIMESTAMP_NTZ '1970-01-01 00:00:01.5'"),
        (.integer(-14), .yearMonth, "INTERVAL '-1-2' YEAR TO MONTH"),
        (.integer(93_784_500_000), .dayTime, "INTERVAL '1 02:03:04.5' DAY TO SECOND"),
        (.integer(5_400_000_000), .dayTimeInterval(.minute, .minute), "INTERVAL '90' MINUTE"),
        (.array([.integer(1), .null]), .array(.integer, containsNull: true), "ARRAY(1, NULL)"),
    ])
    func printsLiteral(value: Value, type: DataType, text: String) {
        #expect(Expression.literal(value, type).prettySQL == text)
    }

    @Test func printsTimestampsInTheZone() throws {
        let zone = try TimeZoneRules.named("+02:00")
        let literal = Expression.literal(.integer(0), .timestamp)
        #expect(literal.prettySQL(timeZone: zone) == "TIMESTAMP '1970-01-01 02:00:00'")
    }
}
