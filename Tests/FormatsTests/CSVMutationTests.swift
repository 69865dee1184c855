import Columnar
import Functions
import Testing

@testable import Formats

/// Damaged text gives rows or an error, never a trap, and the same however it is cut.
@Suite struct CSVMutationTests {
    private static let seeds: [String] = [
        "a,b,c\n1,2.5,x\n\"q\"\"q\",\"a\\\"b\",\"c,d\"\n",
        "#c\r\na;b;c\r\n2020-01-02;2020-01-02 03:04:05;true\r\n;;\r\n",
        "\u{FEFF}1\t\"x\ny\"\tNaN\r-5\t\"\"\t1e400\r",
    ]
    private static let optionSets: [[String: String]] = [
        [:], ["header": "true", "sep": ";", "comment": "#", "mode": "DROPMALFORMED"],
        ["sep": "\t", "multiLine": "true"], ["sep": "||", "quote": "", "lineSep": "\n"],
        ["escape": "\"", "ignoreLeadingWhiteSpace": "true", "ignoreTrailingWhiteSpace": "true", "nullValue": "x"],
        ["inferSchema": "true", "emptyValue": "E", "enforceSchema": "false", "header": "true"],
    ]
    private static let bytes: [UInt8] = Array(",;\"\\\n\r\t #|0-x".utf8) + [0, 0xFF, 0xC3]

    @Test(arguments: 0..<6)
    func damagedTextIsReadOrRefused(set: Int) throws {
        var generator = SeededGenerator(UInt64(set) + 7)
        let options = FormatOptions(Self.optionSets[set])
        let given = Schema([
            StructField("a", .integer), StructField("b", .timestamp),
            StructField("c", .decimal(precision: 20, scale: 2)),
            StructField("_corrupt_record", .string),
        ])
        for round in 0..<120 {
            var text = Array(Self.seeds[round % Self.seeds.count].utf8)
            for _ in 0...Int.random(in: 0..<6, using: &generator) {
                let position = Int.random(in: 0..<max(text.count, 1), using: &generator)
                let byte = Self.bytes.randomElement(using: &generator) ?? 0
                switch Int.random(in: 0..<4, using: &generator) {
                case 0: text.insert(byte, at: position)
                case 1 where !text.isEmpty: text.remove(at: position)
                case 2: text.append(contentsOf: text.suffix(position))
                default: if !text.isEmpty { text[position] = byte }
                }
            }
            let file = try TemporaryFile(text)
            let format = CSVFormat()
            let inferred = try? format.inferSchema(of: [file.source], options: options, context: EvaluationContext())
            for schema in [inferred, given].compactMap({ $0 }) {
                guard let whole = try? rows(of: file.source, format, schema: schema, options: options) else { continue }
                let size = Int.random(in: 4...64, using: &generator)
                let cut = try rows(of: file.source, format, schema: schema, options: options, maxBytes: size)
                #expect(whole.description == cut.description, "\(text) in pieces of \(size)")
            }
        }
    }
}
