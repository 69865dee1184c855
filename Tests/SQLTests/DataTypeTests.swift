import Columnar
import Testing

@testable import SQL

@Suite struct DataTypeTests {
    @Test(arguments: [
        ("int", DataType.integer), ("LONG", .long), ("decimal", .defaultDecimal),
        ("numeric(12)", .decimal(precision: 12, scale: 0)), ("dec(5,2)", .decimal(precision: 5, scale: 2)),
        ("timestamp_ntz", .timestampNTZ), ("timestamp without time zone", .timestampNTZ),
        ("varchar(3)", .varchar(length: 3)),
        ("array<array<int>>", .array(.array(.integer, containsNull: true), containsNull: true)),
        (
            "map<string, array<double>>",
            .map(.string, .array(.double, containsNull: true), valueContainsNull: true)
        ),
        (
            "struct<a: int, `b c` string not null>",
            .structure(Schema([StructField("a", .integer), StructField("b c", .string, nullable: false)]))
        ),
        ("struct<>", .structure(Schema())), ("interval day to second", .dayTime),
        ("interval year", .yearMonthInterval(.year, .year)),
    ])
    func readsType(text: String, type: DataType) throws {
        #expect(try SQLParser(text).parseDataType() == type)
    }

    @Test func readsTableSchema() throws {
        let schema = try SQLParser("a INT, b: STRING NOT NULL COMMENT 'say \"x\"', date DATE").parseTableSchema()
        #expect(
            schema
                == Schema([
                    StructField("a", .integer),
                    StructField("b", .string, nullable: false, metadata: #"{"comment":"say \"x\""}"#),
                    StructField("date", .date),
                ]))
        #expect(try SQLParser("struct<a: int, b: string>").parseTableSchema().names == ["a", "b"])
    }

    @Test(arguments: ["a", "a int,", "a int b int", "a array<int", "", "struct<a>", "a interval day to year"])
    func refusesSchema(text: String) {
        #expect(throws: PyriteError.self) { try SQLParser(text).parseTableSchema() }
    }

    @Test func readsNames() throws {
        #expect(try SQLParser("a.`b.c`.d").parseMultipartIdentifier() == ["a", "b.c", "d"])
        #expect(throws: PyriteError.self) { try SQLParser("a.").parseMultipartIdentifier() }
    }
}
