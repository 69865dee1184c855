import Columnar
import Functions
import Testing

@testable import Formats

/// However a file is cut or stored, its rows stay the same.
@Suite struct CSVSplitTests {
    private static let schema = Schema([
        StructField("a", .integer), StructField("b", .string), StructField("c", .double),
    ])

    /// Rows with every kind of field, under one line end; the last line has none.
    private static func text(lineEnd: String, byteOrderMark: Bool = false) -> [UInt8] {
        let lines = [
            "a,b,c", "1,x,1.5", "", "2,\"quoted, with a separator\",-2", "3,,", "  ", "4,\"q\\\"x\",1e3", "5,é😀,5.25",
            "6,\"\",0.001", "7,a longer field that is not held inside a view,7",
        ]
        return (byteOrderMark ? [0xEF, 0xBB, 0xBF] : []) + Array(lines.joined(separator: lineEnd).utf8)
    }

    private static let expected: [[Value]] = [
        [.integer(1), .string("x"), .double(1.5)],
        [.integer(2), .string("quoted, with a separator"), .double(-2)],
        [.integer(3), .null, .null],
        [.integer(4), .string("q\"x"), .double(1000)],
        [.integer(5), .string("é😀"), .double(5.25)],
        [.integer(6), .null, .double(0.001)],
        [.integer(7), .string("a longer field that is not held inside a view"), .double(7)],
    ]

    @Test(arguments: ["\n", "\r\n", "\r"], [false, true])
    func everySplitSizeGivesTheSameRows(lineEnd: String, byteOrderMark: Bool) throws {
        let bytes = Self.text(lineEnd: lineEnd, byteOrderMark: byteOrderMark)
        let file = try TemporaryFile(bytes)
        let options = FormatOptions(["header": "true"])
        // A split must reach past a byte-order mark.
        for size in (byteOrderMark ? 4 : 1)...bytes.count {
            let found = try rows(of: file.source, CSVFormat(), schema: Self.schema, options: options, maxBytes: size)
            #expect(found == Self.expected, "split size \(size)")
        }
    }

    @Test func everySplitSizeGivesTheSameRowsWithALineSeparator() throws {
        let bytes = Self.text(lineEnd: ";")
        let file = try TemporaryFile(bytes)
        let options = FormatOptions(["header": "true", "lineSep": ";"])
        for size in 1...bytes.count {
            let found = try rows(of: file.source, CSVFormat(), schema: Self.schema, options: options, maxBytes: size)
            #expect(found == Self.expected, "split size \(size)")
        }
    }

    @Test(arguments: ["\n", "\r\n", "\r"])
    func largeFilesAreCutAtChunksAndSplits(lineEnd: String) throws {
        // Lines of growing length put line ends at every place of the reader's chunks of a megabyte.
        var text = ""
        var expected: [[Value]] = []
        for number in 0..<9_000 {
            let word = String(repeating: "w", count: number % 613)
            text += "\(number),\(word)\(lineEnd)"
            expected.append([.integer(Int64(number)), word.isEmpty ? .null : .string(word)])
        }
        let schema = Schema([StructField("n", .integer), StructField("w", .string)])
        let file = try TemporaryFile(Array(text.utf8))
        for size in [1 << 16, 99_991, (1 << 20) + 1, .max] {
            #expect(try rows(of: file.source, CSVFormat(), schema: schema, maxBytes: size) == expected)
        }
    }

    @Test(arguments: [CompressionCodec.gzip, .zstd, .bzip2, .deflate])
    func compressedFilesAreOneSplit(codec: CompressionCodec) throws {
        let file = try TemporaryFile(Self.text(lineEnd: "\n"), suffix: ".csv" + codec.fileSuffix, codec: codec)
        let options = FormatOptions(["header": "true"])
        #expect(try CSVFormat().splits(of: [file.source], options: options, maxBytes: 10).count == 1)
        #expect(try rows(of: file.source, CSVFormat(), schema: Self.schema, options: options) == Self.expected)
    }

    @Test func quotesHoldLineEndsUnderMultiLine() throws {
        let schema = Schema([StructField("a", .integer), StructField("b", .string)])
        var text = ""
        var expected: [[Value]] = []
        for number in 0..<20_000 {
            let word = "line\n\(number)\"\n" + String(repeating: ",", count: number % 97)
            text += "\(number),\"\(word.replacing("\"", with: "\\\""))\"\n"
            expected.append([.integer(Int64(number)), .string(word)])
        }
        let options = FormatOptions(["multiLine": "true"])
        let file = try TemporaryFile(Array(text.utf8))
        #expect(try CSVFormat().splits(of: [file.source], options: options, maxBytes: 10).count == 1)
        #expect(try rows(of: file.source, CSVFormat(), schema: schema, options: options) == expected)
    }
}

extension String {
    fileprivate func replacing(_ character: Character, with text: String) -> String {
        split(separator: character, omittingEmptySubsequences: false).joined(separator: text)
    }
}
