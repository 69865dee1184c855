import Columnar
import Functions
import Testing

@testable import Formats

@Suite struct ParquetGoodFilesTests {
    /// The columns of the Parquet project's good files, flat and nested, have the values that PyArrow reads.
    @Test(.enabled(if: parquetTestFolder() != nil, "the Parquet project's test files are not here"))
    func valuesEqualPyArrows() throws {
        let folder = try #require(parquetTestFolder())
        var byFile: [String: [(column: String, rows: Int, hash: String)]] = [:]
        for line in parquetExpectations.split(separator: "\n") {
            let parts = line.split(separator: "|").map(String.init)
            byFile[parts[0], default: []].append((parts[1], try #require(Int(parts[2])), parts[3]))
        }
        #expect(byFile.count > 45)
        for (name, columns) in byFile {
            let path = "\(folder)/data/\(name)"
            let inferred = try ParquetFormat().inferSchema(
                of: [sourceFile(path)], options: FormatOptions(), context: EvaluationContext())
            let known = Set(columns.map(\.column))
            // PyArrow gives no values for a few nested columns.
            let wanted = Schema(inferred.fields.filter { known.contains($0.name) || !$0.dataType.isNested })
            let (schema, batches) = try readParquet(path, schema: wanted, maxBytes: 1 << 16)
            #expect(Set(schema.names) == known, "\(name)")
            for expected in columns {
                let index = try #require(schema.names.firstIndex(of: expected.column))
                var hash: UInt64 = 0xcbf2_9ce4_8422_2325
                var rows = 0
                for batch in batches {
                    rows += batch.count
                    for row in 0..<batch.count {
                        for byte in (canonicalText(batch.columns[index].value(at: row)) + "\n").utf8 {
                            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
                        }
                    }
                }
                #expect(rows == expected.rows, "\(name) \(expected.column)")
                #expect(String(hash, radix: 16) == expected.hash, "\(name) \(expected.column)")
            }
        }
    }

    /// Encrypted files and the bad files give an error that names the file. ARROW-GH-43605 is bad only in that it packs
    /// the indices of a one-value dictionary in 0 bits, as some good files do: it is read, as Spark and PyArrow read it.
    @Test(.enabled(if: parquetTestFolder() != nil, "the Parquet project's test files are not here"))
    func badFilesGiveErrorsThatNameThem() throws {
        let folder = try #require(parquetTestFolder())
        let bad = listFolder("\(folder)/bad_data").filter { $0.hasSuffix(".parquet") }.map {
            "\(folder)/bad_data/\($0)"
        }
        let encrypted = listFolder("\(folder)/data").filter { $0.hasSuffix(".encrypted") }.map {
            "\(folder)/data/\($0)"
        }
        #expect(bad.count >= 8)
        for path in bad + encrypted where !path.hasSuffix("ARROW-GH-43605.parquet") {
            let error = #expect(throws: PyriteError.self, "\(path)") { try readParquet(path) }
            #expect(error?.message.contains(path) ?? false, "\(error?.description ?? "")")
        }
    }

    @Test(.enabled(if: parquetTestFolder() != nil, "the Parquet project's test files are not here"))
    func indicesOfNoBitsAreRead() throws {
        let folder = try #require(parquetTestFolder())
        let (_, batches) = try readParquet("\(folder)/bad_data/ARROW-GH-43605.parquet")
        #expect(batches.reduce(0) { $0 + $1.count } == 21186)
        #expect(batches.allSatisfy { $0.columns[0].value(at: $0.count - 1) == .integer(0) })
    }

    @Test(.enabled(if: parquetTestFolder() != nil, "the Parquet project's test files are not here"))
    func checksumsAreVerifiedWhenAsked() throws {
        let folder = try #require(parquetTestFolder()) + "/data/"
        let option = ["parquet.page.verify-checksum.enabled": "true"]
        #expect(
            try readParquet(folder + "datapage_v1-uncompressed-checksum.parquet", options: option).batches.count > 0)
        #expect(try readParquet(folder + "rle-dict-snappy-checksum.parquet", options: option).batches.count > 0)
        for name in ["datapage_v1-corrupt-checksum", "rle-dict-uncompressed-corrupt-checksum"] {
            let error = #expect(throws: PyriteError.self) {
                try readParquet("\(folder)\(name).parquet", options: option)
            }
            #expect(error?.message.contains("checksum") ?? false)
        }
    }
}
