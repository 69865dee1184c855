import Columnar
import Glibc

/// Gives the records of a split in chunks of memory that stay valid while their buffer is held.
///
/// A record belongs to the split in which it begins, so that splits of a file together give every record once.
final class LineReader {
    /// A record without its line end.
    struct Line: BitwiseCopyable {
        var start: UnsafePointer<UInt8>
        var end: UnsafePointer<UInt8>
        var count: Int { end - start }
        var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: count) }

        /// Whether there is nothing but white space.
        @inline(__always)
        var isBlank: Bool {
            var scan = start
            while scan < end {
                if scan[0] > 0x20 { return false }
                scan += 1
            }
            return true
        }
    }

    private let source: any ByteSource
    private let separator: [UInt8]?
    /// Knows quotes, within which line ends are text; `nil` when every line end ends a record.
    private let quoting: CSVTokenizer?
    /// With quotes: what ends a record.
    private(set) var lineEnd = CSVTokenizer.LineEnd.newline
    /// Bytes of the source in which records of this split begin.
    private var remaining: Int
    private(set) var chunk: Buffer
    private var position: UnsafePointer<UInt8>
    private var limit: UnsafePointer<UInt8>
    private var hasCarriageReturns = true
    private var sourceEnded = false
    private var isFirstChunk = true

    private static let chunkSize = 1 << 20
    /// Callers read words of 8 bytes, which may reach past the end.
    private static let padding = 64

    /// Opens a split at its first record.
    ///
    /// - Parameter quoting: set when a record may hold line ends in quotes.
    init(_ split: FileSplit, _ options: LineOptions, quoting: CSVTokenizer? = nil) throws {
        let start = split.byteRange.lowerBound
        let isWhole = start == 0 && split.byteRange.upperBound >= split.file.size
        source = try options.open(split.file.path, offset: start)
        separator = options.separator
        self.quoting = quoting
        remaining = isWhole ? .max : split.byteRange.count
        chunk = Buffer(capacity: Self.padding)
        position = UnsafePointer(chunk.typed())
        limit = position
        if start > 0 {
            isFirstChunk = false
            var previous: UInt8 = 0
            _ = try FileByteSource(path: split.file.path, offset: start - 1).read(into: &previous, count: 1)
            try skipPartialLine(after: previous)
        }
    }

    /// The next record of the current chunk; `nil` when a new chunk is needed (``advance()``) or there is none.
    @inline(__always)
    func nextLine() -> Line? {
        guard position < limit, remaining > 0, let (end, next) = recordEnd(from: position) else { return nil }
        let line = Line(start: position, end: end)
        remaining &-= next - position
        position = next
        return line
    }

    /// The end of the record's text and the start of the next; `nil` when the chunk may end before the record does.
    @inline(__always)
    private func recordEnd(from start: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, UnsafePointer<UInt8>)? {
        if let quoting { return quoting.recordEnd(start, limit, lineEnd, isLast: sourceEnded) }
        return terminator(from: start) ?? (sourceEnded ? (limit, limit) : nil)
    }

    @inline(__always)
    private func terminator(from start: UnsafePointer<UInt8>) -> (UnsafePointer<UInt8>, UnsafePointer<UInt8>)? {
        if let separator { return givenTerminator(from: start, separator) }
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

    private func givenTerminator(
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
            if let quoting { lineEnd = quoting.lineEnd(in: position, limit) }
        }
        hasCarriageReturns = memchr(position, 0x0D, limit - position) != nil
        return position < limit
    }

    /// Passes over the rest of a record that began in the split before. `previous` is the byte before the split.
    private func skipPartialLine(after previous: UInt8) throws {
        guard try advance() else { return }
        if let separator {
            if previous == separator.last { return }
        } else {
            if previous == 0x0A { return }
            if previous == 0x0D {
                if position[0] == 0x0A { pass(to: position + 1) }
                return
            }
        }
        while true {
            if let (_, next) = terminator(from: position) { return pass(to: next) }
            // A carriage return at the very end ends the record, or belongs to the line feed that comes next.
            let isOpen = separator == nil && !sourceEnded && limit > position && (limit - 1)[0] == 0x0D
            pass(to: isOpen ? limit - 1 : limit)
            guard try advance() else { return }
        }
    }

    private func pass(to next: UnsafePointer<UInt8>) {
        remaining &-= next - position
        position = next
    }
}
