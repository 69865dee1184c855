import Columnar
import Functions
import Glibc

@testable import Formats

/// A file in the temporary folder, removed when let go.
final class TemporaryFile {
    let path: String

    init(_ bytes: [UInt8], suffix: String = ".csv", codec: CompressionCodec = .uncompressed) throws {
        path = "/tmp/pyrite-test-\(getpid())-\(UInt64.random(in: 0..<(.max)))\(suffix)"
        let sink = try FileByteSink(path: path, codec: codec)
        try bytes.withUnsafeBytes { try sink.write($0) }
        try sink.finish()
    }

    deinit { unlink(path) }

    var source: SourceFile { SourceFile(path: path, size: FileTree.entry(path, "")?.size ?? 0) }
}

/// All rows of a file, read split by split.
func rows(
    of file: SourceFile, _ format: any FileFormat, schema: Schema, options: FormatOptions = FormatOptions(),
    maxBytes: Int = .max
) throws -> [[Value]] {
    var result: [[Value]] = []
    for split in try format.splits(of: [file], options: options, maxBytes: maxBytes) {
        let request = ScanRequest(columns: schema, dataSchema: schema, options: options)
        let reader = try format.reader(for: split, request: request)
        while let batch = try reader.next() {
            for row in 0..<batch.count { result.append(batch.columns.map { $0.value(at: row) }) }
        }
    }
    return result
}

/// The same numbers on every run.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state
    }
}
