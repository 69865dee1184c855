import Columnar
import Glibc

/// The texts of a split's records: its lines, or the whole file under `multiLine`.
final class JSONRecords {
    private let lines: LineReader?
    private let split: FileSplit
    private let options: LineOptions
    private var whole: LineReader.Line?
    private var wholeBuffer: Buffer?

    init(_ split: FileSplit, _ options: LineOptions) throws {
        self.split = split
        self.options = options
        lines = options.isWhole ? nil : try LineReader(split, options)
    }

    /// What keeps the texts handed out since the last ``advance()`` alive.
    var chunk: Buffer { lines?.chunk ?? wholeBuffer ?? Buffer(capacity: 0) }

    /// Moves to the next chunk of records; false at the end.
    func advance() throws -> Bool {
        if let lines { return try lines.advance() }
        guard wholeBuffer == nil else { return false }
        let (buffer, count) = try readWhole()
        wholeBuffer = buffer
        let start = UnsafePointer<UInt8>(buffer.typed())
        let hasMark = count >= 3 && start[0] == 0xEF && start[1] == 0xBB && start[2] == 0xBF
        whole = LineReader.Line(start: hasMark ? start + 3 : start, end: start + count)
        return true
    }

    /// The next record of the chunk; `nil` when it has no more.
    @inline(__always)
    func next() -> LineReader.Line? {
        if let lines { return lines.nextLine() }
        defer { whole = nil }
        return whole
    }

    private func readWhole() throws -> (Buffer, Int) {
        var options = options
        if options.encoding == nil { options.encoding = try Self.detectedEncoding(options.open(split.file.path)) }
        let source = try options.open(split.file.path)
        var buffer = Buffer(capacity: max(split.file.size, 64) + 64)
        var count = 0
        while true {
            if buffer.capacity - count <= 64 {
                let larger = Buffer(capacity: buffer.capacity * 2)
                memcpy(larger.pointer, buffer.pointer, count)
                buffer = larger
            }
            let got = try source.read(into: buffer.pointer + count, count: buffer.capacity - count - 64)
            if got == 0 { break }
            count += got
        }
        guard count <= StringView.maxLength else { throw PyriteError.unsupported("a JSON value of more than 2 GB") }
        return (buffer, count)
    }

    /// The encoding that the first bytes tell: JSON begins with two ASCII characters (RFC 4627), or a byte-order mark.
    private static func detectedEncoding(_ source: any ByteSource) throws -> String? {
        var bytes: (UInt8, UInt8, UInt8, UInt8) = (1, 1, 1, 1)
        _ = try withUnsafeMutableBytes(of: &bytes) { raw in
            try raw.baseAddress.map { try source.read(into: $0, count: 4) } ?? 0
        }
        switch bytes {
        case (0, 0, 0xFE, 0xFF), (0xFF, 0xFE, 0, 0): return "UTF-32"
        case (0, 0, 0, 1...): return "UTF-32BE"
        case (1..., 0, 0, 0): return "UTF-32LE"
        case (0xFE, 0xFF, _, _), (0xFF, 0xFE, _, _): return "UTF-16"
        case (0, 1..., 0, _): return "UTF-16BE"
        case (1..., 0, _, 0): return "UTF-16LE"
        default: return nil
        }
    }
}
