import Columnar
import Glibc

/// Gives the records of a byte source in chunks of memory that stay valid while their buffer is held.
final class CSVLineReader {
    /// A record without its line end.
    struct Line: BitwiseCopyable {
        var start: UnsafePointer<UInt8>
        var end: UnsafePointer<UInt8>
        var count: Int { end - start }
    }

    private let source: any ByteSource
    private let tokenizer: CSVTokenizer
    private let options: CSVOptions
    /// Records that begin at or after this many bytes of the source belong to another split.
    private var remaining: Int
    private(set) var chunk: Buffer
    private var position: UnsafePointer<UInt8>
    private var limit: UnsafePointer<UInt8>
    private var hasCarriageReturns = true
    private var sourceEnded = false
    private var isFirstChunk = true

    private static let chunkSize = 1 << 20
    /// The tokenizer reads words of 8 bytes, which may reach past the end.
    private static let padding = 64

    /// - Parameter length: how many bytes of the source hold starts of records of this split; `nil` for all.
    init(_ source: any ByteSource, _ options: CSVOptions, tokenizer: CSVTokenizer, length: Int?) {
        self.source = source
        self.options = options
        self.tokenizer = tokenizer
        remaining = length ?? .max
        chunk = Buffer(capacity: Self.padding)
        position = UnsafePointer(chunk.typed())
        limit = position
    }

    /// The next record of the current chunk; `nil` when a new chunk is needed (``advance()``) or there is none.
    @inline(__always)
    func nextLine() -> Line? {
        while position < limit, remaining > 0 {
            guard let (end, next) = lineEnd(from: position) else { return nil }
            let line = Line(start: position, end: end)
            remaining &-= next - position
            position = next
            return line
        }
        return nil
    }

    /// The end of the record's text and the start of the next; `nil` when the chunk may end before the record does.
    @inline(__always)
    private func lineEnd(from start: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, UnsafePointer<UInt8>)? {
        if options.isMultiLine { return tokenizer.multiLineEnd(start, limit, isLast: sourceEnded) }
        return terminator(from: start) ?? (sourceEnded ? (limit, limit) : nil)
    }

    @inline(__always)
    private func terminator(from start: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, UnsafePointer<UInt8>)? {
        if let separator = options.lineSeparator { return longTerminator(from: start, separator) }
        let count = limit - start
        let newline = memchr(start, 0x0A, count).map { UnsafePointer($0.assumingMemoryBound(to: UInt8.self)) }
        if hasCarriageReturns {
            let length = newline.map { $0 - start } ?? count
            if let found = memchr(start, 0x0D, length) {
                let carriage = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
                if carriage + 1 == limit && !sourceEnded { return nil }
                let next = carriage + 1 < limit && carriage[1] == 0x0A ? carriage + 2 : carriage + 1
                return (carriage, next)
            }
        }
        return newline.map { ($0, $0 + 1) }
    }

    private func longTerminator(
        from start: UnsafePointer<UInt8>, _ separator: [UInt8]
    ) -> (UnsafePointer<UInt8>, UnsafePointer<UInt8>)? {
        var scan = start
        while let found = memchr(scan, Int32(separator[0]), limit - scan) {
            let candidate = UnsafePointer(found.assumingMemoryBound(to: UInt8.self))
            if limit - candidate < separator.count { return nil }
            let matches = separator.withUnsafeBytes { pattern in
                pattern.baseAddress.map { memcmp(candidate, $0, pattern.count) == 0 } ?? false
            }
            if matches { return (candidate, candidate + separator.count) }
            scan = candidate + 1
        }
        return nil
    }

    /// Reads on into a new chunk, which begins with the record that the last one cut off. False at the end of the split.
    func advance() throws -> Bool {
        guard remaining > 0 else { return false }
        let rest = limit - position
        if sourceEnded { return rest > 0 }
        // A record longer than the chunk doubles it, so that looking for its end stays linear over all.
        let capacity = rest + max(Self.chunkSize, rest)
        let next = Buffer(capacity: capacity + Self.padding)
        memcpy(next.pointer, position, rest)
        var filled = rest
        while filled < capacity {
            let got = try source.read(into: next.pointer + filled, count: capacity - filled)
            if got == 0 {
                sourceEnded = true
                break
            }
            filled += got
            if filled - rest >= (capacity - rest) / 2 { break }
        }
        memset(next.pointer + filled, 0, Self.padding)
        chunk = next
        position = UnsafePointer(next.typed())
        limit = position + filled
        if isFirstChunk {
            isFirstChunk = false
            if filled >= 3, position[0] == 0xEF, position[1] == 0xBB, position[2] == 0xBF {
                position += 3
                remaining = max(remaining &- 3, 1)
            }
        }
        hasCarriageReturns = memchr(position, 0x0D, limit - position) != nil
        return position < limit
    }

    /// Passes over the rest of a record that began in the split before. `previous` is the byte before the split.
    func skipPartialLine(after previous: UInt8) throws {
        guard try advance() else { return }
        if previous == 0x0A { return }
        if previous == 0x0D {
            if position[0] == 0x0A {
                position += 1
                remaining &-= 1
            }
            return
        }
        while true {
            if let (_, next) = terminator(from: position) {
                remaining &-= next - position
                position = next
                return
            }
            remaining &-= limit - position
            position = limit
            guard try advance() else { return }
        }
    }

    /// Whether a record is nothing but white space, or a comment: such are no rows.
    @inline(__always)
    func isBlankOrComment(_ line: Line) -> Bool {
        guard line.count > 0 else { return true }
        if let comment = options.comment, line.start[0] == comment { return true }
        if line.start[0] > 0x20 { return false }
        var scan = line.start
        while scan < line.end {
            if scan[0] > 0x20 { return false }
            scan += 1
        }
        return true
    }
}
