import Columnar
import Functions
import Testing

/// Keys of collated strings and searches that ignore case, over all encodings.
@Suite struct CollationTests {
    private let context = EvaluationContext()

    private func column(_ values: [Value], _ type: DataType) -> Column {
        let builder = ColumnBuilder(type)
        for value in values { builder.append(value) }
        return builder.finish()
    }

    private func texts(_ values: String?..., as type: DataType = .string) -> Column {
        column(values.map { $0.map { .string($0) } ?? .null }, type)
    }

    private func values(_ column: Column) -> [Value] { (0..<column.count).map { column.value(at: $0) } }

    private func collation(_ name: String) throws -> Collation { try Collation(name: name) }

    private func search(_ name: String, _ collation: String, _ columns: [Column]) throws -> [Value] {
        guard case .scalar(let bind)? = FunctionRegistry.builtIn[name]?.kind else { return [] }
        let plain = try bind(columns.map { FunctionArgument(type: $0.type) }, ResolutionContext(functionName: name))
        let binding = try #require(CollatedSearch.binding(name, like: plain, try Collation(name: collation)))
        let inputs = try zip(columns, binding.argumentTypes).map {
            try Cast.cast($0, to: $1, mode: .ansi, context: context)
        }
        return values(try binding.kernel(inputs, columns[0].count, context))
    }

    @Test func namesAreReadInAnyCaseAndUnknownOnesFail() throws {
        #expect(try collation("utf8_lcase_rtrim").name == "UTF8_LCASE_RTRIM")
        #expect(Collation.all.map(\.name) == ["UTF8_BINARY", "UTF8_LCASE", "UTF8_BINARY_RTRIM", "UTF8_LCASE_RTRIM"])
        for (name, condition) in [
            ("nope", "COLLATION_INVALID_NAME"), ("UTF8_BINARY_CI", "COLLATION_INVALID_NAME"),
            ("", "COLLATION_INVALID_NAME"), ("UNICODE_CI", "UNSUPPORTED_FEATURE"), ("de", "UNSUPPORTED_FEATURE"),
        ] {
            #expect { try collation(name) } throws: { ($0 as? PyriteError)?.condition == condition }
        }
    }

    @Test func keysAreEqualWhereTheStringsAre() throws {
        let type = DataType.text(try collation("UTF8_LCASE_RTRIM"))
        let flat = texts("Abc  ", nil, "ΣΑΣ and more text", "İ", " ", as: type)
        let wanted: [Value] = [.string("abc"), .null, .string("σασ and more text"), .string("i\u{307}"), .string("")]
        func key(_ column: Column) throws -> Column {
            try CollationFunctions.key(of: column.type, nullable: true).kernel([column], column.count, context)
        }
        let result = try key(flat)
        #expect(result.type == .string)
        #expect(values(result) == wanted)

        let indices = Buffer(capacity: 12)
        for (row, index) in [4, 0, 2].enumerated() { indices.typed(Int32.self)[row] = Int32(index) }
        let dictionary = Column(type, count: 3, layout: .dictionary(indices: indices, values: flat))
        #expect(values(try key(dictionary)) == [wanted[4], wanted[0], wanted[2]])
        #expect(values(try key(.constant(.string("X "), type, count: 2))) == [.string("x"), .string("x")])
    }

    @Test func keysReachIntoNestedValues() throws {
        let text = DataType.text(try collation("UTF8_LCASE"))
        let type = DataType.structure(
            Schema([
                StructField("a", .array(text, containsNull: true)), StructField("b", .string), StructField("c", .long),
            ]))
        let row = Value.structure([.array([.string("A"), .null]), .string("B"), .integer(1)])
        let binding = CollationFunctions.key(of: type, nullable: false)
        #expect(binding.resultType == type.withoutCollations)
        let result = try binding.kernel([column([row, .null], type)], 2, context)
        #expect(
            values(result) == [.structure([.array([.string("a"), .null]), .string("B"), .integer(1)]), .null])
    }

    @Test func placesAreThoseOfTheOriginal() throws {
        let input = texts("xİy", "XI\u{307}Y", nil, "axbXc")
        #expect(
            try search("instr", "UTF8_LCASE", [input, texts("Y", "İ", "a", "X")])
                == [.integer(3), .integer(2), .null, .integer(2)])
        // Half a letter is no letter.
        let letter = Column.constant(.string("i"), .string, count: 4)
        #expect(
            try search("contains", "UTF8_LCASE", [input, letter])
                == [.boolean(false), .boolean(true), .null, .boolean(false)])
        #expect(
            try search(
                "locate", "UTF8_LCASE",
                [texts("x", "x"), texts("axbXc", "aX"), column([.integer(3), .integer(3)], .integer)])
                == [.integer(4), .integer(0)])
    }

    @Test func partsAreCutFromTheOriginal() throws {
        let input = texts("AxBXC", "İxß")
        let delimiter = Column.constant(.string("X"), .string, count: 2)
        func number(_ n: Int64) -> Column { .constant(.integer(n), .integer, count: 2) }
        #expect(
            try search("split_part", "UTF8_LCASE", [input, delimiter, number(-1)]) == [.string("C"), .string("ß")])
        #expect(
            try search("substring_index", "UTF8_LCASE", [input, delimiter, number(-2)])
                == [.string("BXC"), .string("İxß")])
        #expect(
            try search("replace", "UTF8_LCASE", [input, delimiter, texts("-", "")]) == [
                .string("A-B-C"), .string("İß"),
            ])
        #expect(
            try search("translate", "UTF8_LCASE", [input, texts("ab", "ß"), texts("1", "s")])
                == [.string("1xXC"), .string("İxs")])
        #expect { try search("split_part", "UTF8_LCASE", [input, delimiter, number(0)]) } throws: {
            ($0 as? PyriteError)?.condition == "INVALID_INDEX_OF_ZERO"
        }
    }

    @Test func spacesAtTheEndDoNotCountOrStay() throws {
        let input = texts("Abca  ", "a")
        #expect(
            try search("endswith", "UTF8_LCASE_RTRIM", [input, texts("CA ", "b")]) == [.boolean(true), .boolean(false)])
        #expect(
            try search("rtrim", "UTF8_LCASE_RTRIM", [texts("a", "A"), input]) == [.string("Abc  "), .string("")])
        #expect(
            try search("find_in_set", "UTF8_BINARY_RTRIM", [texts("b ", "B"), texts("a,b  ,c", "a,b")])
                == [.integer(2), .integer(0)])
    }

    @Test func valuesOfAnyTypeAreComparedByTheirCollation() throws {
        let type = DataType.text(try collation("UTF8_LCASE"))
        let input = texts("Bç", "bÇ", "A", "a ", as: type)
        #expect(RowComparison.compare(input, 0, input, 1) == 0)
        #expect(RowComparison.compare(input, 2, input, 0) < 0)
        #expect(RowComparison.compare(input, 3, input, 2) > 0)
    }
}
