import Columnar
import ConnectProtocol
import Testing

@testable import Connect

@Suite struct LiteralTests {
    typealias Literal = Spark_Connect_Expression.Literal

    private func decode(_ fill: (inout Literal) -> Void) throws -> TypedValue { try TypedValue(Literal.with(fill)) }

    private func failure(_ fill: (inout Literal) -> Void) -> PyriteError? {
        #expect(throws: PyriteError.self) { try TypedValue(Literal.with(fill)) }
    }

    @Test func plainValues() throws {
        #expect(try decode { $0.integer = 7 } == TypedValue(.integer, .integer(7)))
        #expect(try decode { $0.byte = -128 } == TypedValue(.byte, .integer(-128)))
        #expect(try decode { $0.long = .min } == TypedValue(.long, .integer(.min)))
        #expect(try decode { $0.string = "ä" } == TypedValue(.string, .string("ä")))
        #expect(try decode { $0.double = 0.5 } == TypedValue(.double, .double(0.5)))
        #expect(try decode { $0.date = -1 } == TypedValue(.date, .integer(-1)))
        #expect(try decode { $0.timestamp = 5 } == TypedValue(.timestamp, .integer(5)))
        #expect(try decode { $0.dayTimeInterval = 5 } == TypedValue(.dayTime, .integer(5)))
        #expect(try decode { $0.null = Spark_Connect_DataType(.date) } == TypedValue(.date, .null))
        #expect(try decode { $0.null = .init() } == TypedValue(.null, .null))
    }

    @Test func valuesBeyondTheirTypeAreRefused() {
        #expect(failure { $0.byte = 128 } != nil)
        #expect(failure { $0.short = -32769 } != nil)
    }

    @Test(arguments: [
        ("12.50", 4, 2, Int128(1250)), ("-0.001", 3, 3, -1), ("1E+3", 4, 0, 1000), ("0", 1, 0, 0),
        ("1.5e-3", 4, 4, 15),
        ("99999999999999999999999999999999999999", 38, 0, 99_999_999_999_999_999_999_999_999_999_999_999_999),
    ])
    func decimalOfTheText(text: String, precision: Int, scale: Int, unscaled: Int128) throws {
        let type = DataType.decimal(precision: precision, scale: scale)
        #expect(try decode { $0.decimal.value = text } == TypedValue(type, .decimal(unscaled)))
    }

    @Test func decimalOfADeclaredType() throws {
        let value = try decode {
            $0.decimal.value = "1.5"
            $0.decimal.precision = 10
            $0.decimal.scale = 3
        }
        #expect(value == TypedValue(.decimal(precision: 10, scale: 3), .decimal(1500)))
    }

    @Test(arguments: ["", "-", "1.2.3", "x", "1e", "1e999999999999", "999999999999999999999999999999999999999", "1,5"])
    func malformedDecimals(text: String) { #expect(failure { $0.decimal.value = text } != nil) }

    @Test func decimalThatDoesNotFitIsRefused() {
        #expect(
            failure {
                $0.decimal.value = "123.4"
                $0.decimal.precision = 3
                $0.decimal.scale = 1
            } != nil)
    }

    @Test func arrays() throws {
        let typed = try decode {
            $0.array.elementType = Spark_Connect_DataType(.integer)
            $0.array.elements = [.with { $0.integer = 1 }, .with { $0.null = Spark_Connect_DataType(.integer) }]
        }
        #expect(typed == TypedValue(.array(.integer, containsNull: true), .array([.integer(1), .null])))
        let inferred = try decode { $0.array.elements = [.with { $0.string = "a" }] }
        #expect(inferred == TypedValue(.array(.string, containsNull: false), .array([.string("a")])))
        let specialized = try decode { $0.specializedArray.longs.values = [1, 2] }
        #expect(specialized == TypedValue(.array(.long, containsNull: false), .array([.integer(1), .integer(2)])))
        #expect(failure { $0.array = .init() }?.condition == "CONNECT_INVALID_PLAN.ARRAY_LITERAL_MISSING_DATA_TYPE")
    }

    @Test func elementsOfAnotherTypeAreRefused() {
        #expect(
            failure {
                $0.array.elementType = Spark_Connect_DataType(.integer)
                $0.array.elements = [.with { $0.string = "a" }]
            } != nil)
        #expect(failure { $0.array.elements = [.with { $0.integer = 1 }, .with { $0.string = "a" }] } != nil)
    }

    @Test func mapsAndStructs() throws {
        let map = try decode {
            $0.map.keyType = Spark_Connect_DataType(.string)
            $0.map.valueType = Spark_Connect_DataType(.long)
            $0.map.keys = [.with { $0.string = "k" }]
            $0.map.values = [.with { $0.long = 2 }]
        }
        #expect(map == TypedValue(.map(.string, .long, valueContainsNull: true), .map([.string("k")], [.integer(2)])))
        #expect(failure { $0.map.keys = [.with { $0.string = "k" }] } != nil)

        let schema = Schema([StructField("a", .integer), StructField("b", .string)])
        let structure = try decode {
            $0.struct.structType = Spark_Connect_DataType(schema)
            $0.struct.elements = [.with { $0.integer = 1 }, .with { $0.string = "x" }]
        }
        #expect(structure == TypedValue(.structure(schema), .structure([.integer(1), .string("x")])))
        #expect(
            failure {
                $0.struct.structType = Spark_Connect_DataType(schema)
                $0.struct.elements = [.with { $0.integer = 1 }]
            } != nil)
    }
}
