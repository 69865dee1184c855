import Columnar
import Functions
import Glibc
import Testing

@testable import Formats

/// Damaged files give an error or data, never a trap.
@Suite struct ParquetMutationTests {
    private func readBytes(_ path: String) -> [UInt8] {
        let size = sourceFile(path).size
        var bytes = [UInt8](repeating: 0, count: size)
        let descriptor = open(path, O_RDONLY)
        defer { close(descriptor) }
        let got = bytes.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, size) }
        return got == size ? bytes : []
    }

    private func survives(_ bytes: [UInt8], _ path: String) -> Bool {
        let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        _ = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, bytes.count) }
        close(descriptor)
        do {
            let (schema, batches) = try readParquet(path)
            // Touch every value: views must point at memory that is there.
            for batch in batches.prefix(4) {
                for column in batch.columns {
                    for row in stride(from: 0, to: batch.count, by: 37) { _ = column.value(at: row) }
                }
            }
            let filters = schema.fields.prefix(2).map { ScanFilter.compare(column: $0.name, .less, .integer(5)) }
            _ = try readParquet(path, filters: Array(filters))
            return true
        } catch is PyriteError {
            return true
        } catch {
            return false
        }
    }

    private func mutate(_ original: [UInt8], times: Int, seed: UInt64, in folder: TemporaryFolder) {
        var random = SeededNumbers(state: seed)
        let path = folder.path + "/mutated.parquet"
        guard original.count > 20 else { return }
        for _ in 0..<times {
            var bytes = original
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                // The footer and the page headers are small beside the data: aim at both ends.
                let region = Int.random(in: 0..<3, using: &random)
                let span = min(400, bytes.count)
                let position =
                    switch region {
                    case 0: Int.random(in: 0..<bytes.count, using: &random)
                    case 1: Int.random(in: 0..<span, using: &random)
                    default: bytes.count - 1 - Int.random(in: 0..<span, using: &random)
                    }
                switch Int.random(in: 0..<4, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes[position] ^= 1 << UInt8.random(in: 0..<8, using: &random)
                case 2: bytes[position] = [0, 0xFF, 0x7F, 0x80].randomElement(using: &random) ?? 0
                default: bytes.remove(at: position)
                }
                if bytes.count < 20 { break }
            }
            #expect(survives(bytes, path))
        }
    }

    @Test(arguments: ["none", "snappy", "zstd", "lz4_raw", "gzip", "brotli", "lz4"])
    func writtenFiles(codec: String) throws {
        let folder = TemporaryFolder()
        let schema = flatSchema(nullable: true)
        let path = folder.path + "/original.parquet"
        let batches = [
            sampleBatch(rows: 120, distinct: 11, seed: 1, schema: schema),
            sampleBatch(rows: 40, distinct: 40, seed: 2, schema: schema),
        ]
        try writeParquet(path, schema, batches, options: ["compression": codec, "parquet.page.size": "300"])
        mutate(readBytes(path), times: 60, seed: UInt64(codec.utf8.count), in: folder)
    }

    @Test(.enabled(if: parquetTestFolder() != nil, "the Parquet project's test files are not here"))
    func foreignFiles() throws {
        let folder = TemporaryFolder()
        let files = try #require(parquetTestFolder()) + "/data/"
        for name in [
            "delta_byte_array", "delta_length_byte_array", "datapage_v2.snappy", "byte_stream_split.zstd",
            "rle_boolean_encoding", "alltypes_plain", "delta_binary_packed", "int96_from_spark", "nested_maps.snappy",
            "repeated_no_annotation", "hadoop_lz4_compressed", "data_index_bloom_encoding_stats",
        ] {
            let bytes = readBytes(files + name + ".parquet")
            #expect(bytes.count > 20)
            mutate(bytes, times: 30, seed: UInt64(bytes.count), in: folder)
        }
    }
}
