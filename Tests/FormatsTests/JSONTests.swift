import Columnar
import Functions
import Testing

@testable import Formats

/// However a JSON file is cut or damaged, it gives the same rows or an error.
@Suite struct JSONTests {
    private static let schema = Schema([
        StructField("a", .long), StructField("s", .string),
        StructField("n", .structure(Schema([StructField("x", .array(.double, containsNull: true))]))),
        StructField("m", .map(.string, .integer, valueContainsNull: true)), StructField("_corrupt_record", .string),
    ])

    private static let lines = [
        #"{"a":1,"s":"x","n":{"x":[1,2.5,null]},"m":{"k":1}}"#,
        #" {"n":{"x":[]}, "a":2, "s":"a longer text that no view holds itself","m":{}} "#,
        "", #"{"a":"no number","s":"\u00e9\n","n":{"x":["q"]},"m":{"k":"v"}}"#, #"{"a":3"#,
        #"[{"a":4},{"a":5,"s":{"nested": [1, 2]}}]"#, #"{"a":6,"a":7,"n":{"x":[1]},"n":{"x":[9]}}"#, "nonsense", "{}",
    ]

    @Test(arguments: ["\n", "\r\n", "\r"])
    func everySplitSizeGivesTheSameRows(lineEnd: String) throws {
        let bytes = Array(Self.lines.joined(separator: lineEnd).utf8)
        let file = try TemporaryFile(bytes, suffix: ".json")
        let whole = try rows(of: file.source, JSONFormat(), schema: Self.schema)
        let numbers: [Int64?] = [1, 2, nil, nil, 4, 5, 7, nil, nil]
        #expect(whole.map { $0[0] } == numbers.map { number in number.map { Value.integer($0) } ?? .null })
        #expect(whole[0][2] == .structure([.array([.double(1), .double(2.5), .null])]))
        #expect(whole[2] == [.null, .string("é\n"), .structure([.null]), .null, .string(Self.lines[3])])
        #expect(whole[3] == [.null, .null, .null, .null, .string(Self.lines[4])])
        #expect(whole[5][1] == .string(#"{"nested": [1, 2]}"#))
        #expect(whole[6][2] == .structure([.array([.double(9)])]))
        for size in 1...bytes.count {
            #expect(
                try rows(of: file.source, JSONFormat(), schema: Self.schema, maxBytes: size) == whole, "size \(size)")
        }
    }

    @Test func manyRecordsGrowTheColumns() throws {
        var text = ""
        var expected: [[Value]] = []
        let schema = Schema([StructField("v", .array(.string, containsNull: true)), StructField("n", .integer)])
        for number in 0..<20_000 {
            let words = (0..<number % 5).map { "word \($0) of line number \(number)" }
            let list = words.map { "\"\($0)\"" }.joined(separator: ", ")
            text += "{\"n\":\(number),\"v\":[\(list)]}\n"
            expected.append([.array(words.map { .string($0) }), .integer(Int64(number))])
        }
        let file = try TemporaryFile(Array(text.utf8), suffix: ".json")
        #expect(try rows(of: file.source, JSONFormat(), schema: schema, maxBytes: 99_991) == expected)
    }

    @Test(arguments: 0..<4)
    func damagedTextIsReadOrRefused(set: Int) throws {
        let options = FormatOptions(
            [
                [:], ["allowComments": "true", "allowUnquotedFieldNames": "true", "allowNumericLeadingZeros": "true"],
                [
                    "allowBackslashEscapingAnyCharacter": "true", "allowUnquotedControlChars": "true",
                    "prefersDecimal": "true", "inferTimestamp": "true",
                ], ["multiLine": "true", "dropFieldIfAllNull": "true"],
            ][set])
        let seed = Array(Self.lines.joined(separator: set == 3 ? "," : "\n").utf8)
        let bytes: [UInt8] = Array("{}[],:\"\\'\n/*-+.e0Nu ".utf8) + [0, 0xFF, 0xC3]
        var generator = SeededGenerator(UInt64(set) + 99)
        for _ in 0..<150 {
            var text = seed
            for _ in 0...Int.random(in: 0..<5, using: &generator) {
                let position = Int.random(in: 0..<max(text.count, 1), using: &generator)
                let byte = bytes.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text.insert(byte, at: position)
                case 1 where !text.isEmpty: text.remove(at: position)
                case 2: text.removeLast(min(text.count, position / 8))
                default: if !text.isEmpty { text[position] = byte }
                }
            }
            let file = try TemporaryFile(text, suffix: ".json")
            let format = JSONFormat()
            let inferred = try? format.inferSchema(of: [file.source], options: options, context: EvaluationContext())
            for schema in [inferred, Self.schema].compactMap({ $0 }) where schema.names != ["_corrupt_record"] {
                let whole = try rows(of: file.source, format, schema: schema, options: options)
                let size = Int.random(in: 1...64, using: &generator)
                let cut = try rows(of: file.source, format, schema: schema, options: options, maxBytes: size)
                #expect(whole.description == cut.description, "\(text) in pieces of \(size)")
            }
        }
    }
}
