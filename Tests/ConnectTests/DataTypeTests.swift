import Columnar
import ConnectProtocol
import Testing

@testable import Connect

@Suite struct DataTypeTests {
    static let types: [DataType] = [
        .null, .boolean, .byte, .short, .integer, .long, .float, .double, .decimal(precision: 12, scale: 3), .string,
        .char(length: 3), .varchar(length: 7), .binary, .date, .timestamp, .timestampNTZ, .yearMonth,
        .yearMonthInterval(.month, .month), .dayTime, .dayTimeInterval(.hour, .minute),
        .array(.integer, containsNull: false),
        .map(.string, .array(.double, containsNull: true), valueContainsNull: false),
        .structure(
            Schema([
                StructField("a", .integer, nullable: false, metadata: "{\"k\":1}"),
                StructField("b", .structure(Schema([StructField("c", .date)]))),
            ])),
    ]

    @Test(arguments: types)
    func survivesTheWire(type: DataType) throws {
        let bytes = try serialize(Spark_Connect_DataType(type))
        #expect(try DataType(parseMessage(Spark_Connect_DataType.self, from: bytes)) == type)
    }

    @Test func decimalBoundsAreChecked() {
        func condition(_ precision: Int32, _ scale: Int32) -> String? {
            let message = Spark_Connect_DataType.with {
                $0.decimal.precision = precision
                $0.decimal.scale = scale
            }
            return #expect(throws: PyriteError.self) { try DataType(message) }?.condition
        }
        #expect(condition(39, 0) == "DECIMAL_PRECISION_EXCEEDS_MAX_PRECISION")
        #expect(condition(5, 6) == "INVALID_DECIMAL_SCALE")
        #expect(condition(0, 0) == "CONNECT_INVALID_PLAN.ASSERTION_FAILURE")
        #expect(condition(5, .min) == "CONNECT_INVALID_PLAN.ASSERTION_FAILURE")
    }

    @Test func unknownKindIsNamedByItsNumber() throws {
        // Field 26, geometry: an empty message.
        let message = try parseMessage(Spark_Connect_DataType.self, from: [0xD2, 0x01, 0x00])
        let error = #expect(throws: PyriteError.self) { try DataType(message) }
        #expect(error?.condition == "CONNECT_INVALID_PLAN.INVALID_ONE_OF_FIELD_NOT_SUPPORTED")
        #expect(error?.message.contains("26") == true)
    }

    @Test func schemaInJSON() throws {
        let json = """
            {"type": "struct", "fields": [
              {"name": "a\\u00e4\\n", "type": {"type": "array", "elementType": {"type": "struct", "fields": []},
               "containsNull": false}, "nullable": false, "metadata": {"x": [1, -2.5e3, true, null]}},
              {"name": "m", "type": {"type": "map", "keyType": "null", "valueType": "null",
               "valueContainsNull": true}, "nullable": true, "metadata": {}}]}
            """
        let expected = Schema([
            StructField(
                "aä\n", .array(.structure(Schema()), containsNull: false), nullable: false,
                metadata: "{\"x\": [1, -2.5e3, true, null]}"),
            StructField("m", .map(.null, .null, valueContainsNull: true)),
        ])
        #expect(try parseSchemaText(json) == expected)
    }

    @Test(arguments: [
        "{", "{}", "{\"type\": \"struct\"}", "{\"type\": \"struct\", \"fields\": [{\"name\": \"a\"}]}",
        "{\"type\": \"array\", \"elementType\": \"null\", \"containsNull\": true}", "{\"type\": 3}",
        "{\"type\": \"struct\", \"fields\": []} x", "{\"type\": \"\\uD800\"}",
    ])
    func malformedSchemaInJSON(text: String) {
        let error = #expect(throws: PyriteError.self) { try parseSchemaText(text) }
        #expect(error?.condition.hasPrefix("CONNECT_INVALID_PLAN") == true)
    }
}
