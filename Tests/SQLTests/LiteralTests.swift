import Columnar
import Functions
import Plans
import Testing

@testable import SQL

@Suite struct LiteralTests {
    private func literal(_ text: String, _ options: SQLParserOptions = SQLParserOptions()) throws -> (Value, DataType) {
        guard case .literal(let value, let type) = try SQLParser(text, options: options).parseExpression() else {
            throw PyriteError.internalError("no literal: \(text)")
        }
        return (value, type)
    }

    @Test(arguments: [
        ("1", Value.integer(1), DataType.integer), ("-2147483648", .integer(-2_147_483_648), .integer),
        ("2147483648", .integer(2_147_483_648), .long), ("1L", .integer(1), .long), ("1s", .integer(1), .short),
        ("127Y", .integer(127), .byte), ("1.5D", .double(1.5), .double), ("1f", .float(1), .float),
        ("1e5", .double(100_000), .double), (".5e1", .double(5), .double),
        ("9223372036854775808", .decimal(9_223_372_036_854_775_808), .decimal(precision: 19, scale: 0)),
        ("1.50", .decimal(150), .decimal(precision: 3, scale: 2)),
        (".5", .decimal(5), .decimal(precision: 1, scale: 1)),
        ("0.001", .decimal(1), .decimal(precision: 3, scale: 3)),
        ("-1.", .decimal(-1), .decimal(precision: 1, scale: 0)),
        ("1e5BD", .decimal(100_000), .decimal(precision: 6, scale: 0)),
        ("true", .boolean(true), .boolean), ("NULL", .null, .null), ("X'1F0'", .binary([0x01, 0xF0]), .binary),
        ("date '2020-01-02'", .integer(18_263), .date), ("date '2020'", .integer(18_262), .date),
        ("timestamp_ntz '1970-01-01 00:00:01.5'", .integer(1_500_000), .timestampNTZ),
        ("timestamp '1970-01-01 01:00:00+01:00'", .integer(0), .timestamp),
        ("interval 1 year 2 months", .integer(14), .yearMonth),
        ("interval '1-2' year to month", .integer(14), .yearMonth),
        ("interval -3 month", .integer(-3), .yearMonthInterval(.month, .month)),
        ("interval 2 weeks", .integer(14 * 86_400_000_000), .dayTimeInterval(.day, .day)),
        ("interval '1 02:03:04.5' day to second", .integer(93_784_500_000), .dayTime),
        ("interval '-01:30' hour to minute", .integer(-5_400_000_000), .dayTimeInterval(.hour, .minute)),
        ("interval '2.5' second", .integer(2_500_000), .dayTimeInterval(.second, .second)),
        ("interval '1 day 2 hours'", .integer(93_600_000_000), .dayTimeInterval(.day, .hour)),
    ])
    func readsLiteral(text: String, value: Value, type: DataType) throws {
        let found = try literal(text)
        #expect(found.0 == value)
        #expect(found.1 == type)
    }

    @Test(arguments: [
        (#"'a\'b'"#, "a'b"), ("'it''s'", "it's"), (#""a""b""#, "a\"b"), (#"'a\nb\t\\'"#, "a\nb\t\\"),
        (#"r'a\nb'"#, #"a\nb"#), (#"'\u0041\101\U0001F600'"#, "AA\u{1F600}"), (#"'\%\_'"#, #"\%\_"#),
        (#"'\ud83d\ude00'"#, "\u{1F600}"), ("'a' 'b' \"c\"", "abc"), (#"'\q'"#, "q"), ("''", ""), (#"'\0'"#, "\0"),
    ])
    func readsString(text: String, value: String) throws {
        #expect(try literal(text).0 == .string(value))
    }

    @Test func keepsBackslashesWhenAsked() throws {
        var options = SQLParserOptions()
        options.escapedStringLiterals = true
        #expect(try literal(#"'a\nb'"#, options).0 == .string(#"a\nb"#))
    }

    @Test func readsTimestampsInTheSessionZone() throws {
        var options = SQLParserOptions()
        options.timeZone = try TimeZoneRules.named("+02:00")
        #expect(try literal("timestamp '1970-01-01 02:00:00'", options).0 == .integer(0))
    }

    @Test func quotesNamesWhenAsked() throws {
        var options = SQLParserOptions()
        options.doubleQuotedIdentifiers = true
        guard case .unresolvedAttribute(let name) = try SQLParser("\"a b\".c", options: options).parseExpression()
        else {
            throw PyriteError.internalError("no name")
        }
        #expect(name.nameParts == ["a b", "c"])
    }
}
