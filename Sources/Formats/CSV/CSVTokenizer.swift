import Columnar
import Glibc

/// A field as it stands in memory. `length` -1: there is no such field, or it is null.
struct CSVField: BitwiseCopyable, @unchecked Sendable {
    var start: UnsafePointer<UInt8>?
    var length: Int32

    static let missing = CSVField(start: nil, length: -1)
    var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(start: start, count: Int(max(length, 0))) }
}

/// Cuts records into fields by Spark's rules (those of the univocity parser as Spark sets it up): quotes count at the
/// start of a field only; a quote that nothing ends makes the field plain text up to the separator.
struct CSVTokenizer {
    private let separator: UInt8
    /// The bytes after the first, for separators of several characters.
    private let separatorTail: [UInt8]
    private let quote: UInt8?
    private let escape: UInt8?
    private let trimsLeading: Bool
    private let trimsTrailing: Bool
    private let lineSeparator: [UInt8]
    private let emptyField: CSVField
    /// Keeps `emptyField` alive.
    private let emptyValue: Buffer
    private let pattern: UInt64
    private let nullValue: [UInt8]

    init(_ options: CSVOptions) {
        separator = options.separator[0]
        separatorTail = Array(options.separator.dropFirst())
        quote = options.quote
        escape = options.escape
        trimsLeading = options.ignoresLeadingWhiteSpace
        trimsTrailing = options.ignoresTrailingWhiteSpace
        lineSeparator = options.lines.separator ?? []
        let emptyValue = Buffer(capacity: options.emptyValue.count)
        self.emptyValue = emptyValue
        options.emptyValue.withUnsafeBytes { bytes in
            if let base = bytes.baseAddress { memcpy(emptyValue.pointer, base, bytes.count) }
        }
        emptyField = CSVField(start: UnsafePointer(emptyValue.typed()), length: Int32(options.emptyValue.count))
        pattern = UInt64(options.separator[0]) &* 0x0101_0101_0101_0101
        nullValue = options.nullValue
    }

    /// What keeps the memory of replaced empty fields alive; columns that hold fields must hold it too.
    var heap: Buffer { emptyValue }

    /// Cuts one line. `fields[i]` receives field i for i < `wanted`; later fields are only counted, and not even that when
    /// `counts` is false. Readable memory must follow `end` for 8 bytes. Unescaped text goes to `arena`.
    ///
    /// Returns the number of fields.
    @inline(__always)
    func tokenize(
        _ begin: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, into fields: UnsafeMutablePointer<CSVField>,
        wanted: Int, counts: Bool, lineEnd: LineEnd = .newline, arena: inout StringArena
    ) -> Int {
        var position = begin
        var column = 0
        while true {
            if column >= wanted && !counts { return column }
            if position < end, let quote, startsWithQuote(position, end, quote) {
                let (field, next) = quoted(position, end, quote, lineEnd, &arena)
                if column < wanted { fields[column] = field }
                column &+= 1
                guard let next else { return column }
                position = next
                continue
            }
            let stop = separatorTail.isEmpty ? findSeparator(position, end) : findLongSeparator(position, end)
            if column < wanted { fields[column] = plain(position, stop ?? end) }
            column &+= 1
            guard let stop else { return column }
            position = stop + 1 + separatorTail.count
        }
    }

    @inline(__always)
    private func startsWithQuote(_ position: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ quote: UInt8) -> Bool
    {
        if position[0] == quote { return true }
        guard trimsLeading else { return false }
        var scan = position
        while scan < end && scan[0] <= 0x20 && scan[0] != separator { scan += 1 }
        return scan < end && scan[0] == quote
    }

    /// The first separator byte in [position, end), eight bytes at a time.
    @inline(__always)
    private func findSeparator(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8>? {
        var position = start
        while position < end {
            let word = UnsafeRawPointer(position).loadUnaligned(as: UInt64.self) ^ pattern
            let marks = (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
            if marks != 0 {
                let found = position + marks.trailingZeroBitCount &>> 3
                return found < end ? found : nil
            }
            position += 8
        }
        return nil
    }

    private func findLongSeparator(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>
    ) -> UnsafePointer<UInt8>? {
        var position = start
        let length = 1 + separatorTail.count
        while let found = findSeparator(position, end) {
            if end - found < length { return nil }
            var matches = true
            for (index, byte) in separatorTail.enumerated() where found[index + 1] != byte { matches = false }
            if matches { return found }
            position = found + 1
        }
        return nil
    }

    private func isSeparator(_ position: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> Bool {
        guard position < end, position[0] == separator, end - position > separatorTail.count else { return false }
        for (index, byte) in separatorTail.enumerated() where position[index + 1] != byte { return false }
        return true
    }

    @inline(__always)
    private func plain(_ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>) -> CSVField {
        var first = start
        var last = end
        if trimsLeading { while first < last && first[0] <= 0x20 { first += 1 } }
        if trimsTrailing { while last > first && (last - 1)[0] <= 0x20 { last -= 1 } }
        let length = last - first
        if length == 0 { return .missing }
        let field = CSVField(start: first, length: Int32(truncatingIfNeeded: length))
        return isNullValue(field) ? .missing : field
    }

    @inline(__always)
    private func isNullValue(_ field: CSVField) -> Bool {
        guard nullValue.count == Int(field.length) else { return false }
        guard nullValue.count > 0, let start = field.start else { return true }
        return nullValue.withUnsafeBytes { bytes in
            bytes.baseAddress.map { memcmp($0, start, bytes.count) == 0 } ?? true
        }
    }

    /// A field in quotes, and where the next begins (`nil` when the record ends).
    private func quoted(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ quote: UInt8, _ lineEnd: LineEnd,
        _ arena: inout StringArena
    ) -> (CSVField, UnsafePointer<UInt8>?) {
        var open = start
        while open[0] != quote { open += 1 }
        let content = open + 1
        var position = content
        var hasEscapes = false
        while position < end {
            let byte = position[0]
            if let escape, byte == escape, escape != quote, position + 1 < end,
                position[1] == quote || position[1] == escape
            {
                hasEscapes = true
                position += 2
                continue
            }
            if byte == quote {
                if escape == quote, position + 1 < end, position[1] == quote {
                    hasEscapes = true
                    position += 2
                    continue
                }
                var after = position + 1
                while after < end && after[0] <= 0x20 && !isSeparator(after, end) { after += 1 }
                if after == end || isSeparator(after, end) {
                    let field = finished(content, position, hasEscapes, quote, lineEnd, &arena)
                    return (field, after == end ? nil : after + 1 + separatorTail.count)
                }
                // A quote inside that is not escaped: the field is plain text, quotes and all.
                let stop = separatorTail.isEmpty ? findSeparator(position, end) : findLongSeparator(position, end)
                return (plain(open, stop ?? end), stop.map { $0 + 1 + separatorTail.count })
            }
            position += 1
        }
        return (finished(content, end, hasEscapes, quote, lineEnd, &arena), nil)
    }

    private func finished(
        _ start: UnsafePointer<UInt8>, _ end: UnsafePointer<UInt8>, _ hasEscapes: Bool, _ quote: UInt8,
        _ lineEnd: LineEnd, _ arena: inout StringArena
    ) -> CSVField {
        let length = end - start
        var field = length == 0 ? emptyField : CSVField(start: start, length: Int32(truncatingIfNeeded: length))
        if hasEscapes || (lineEnd.isRewritten && memchr(start, 0x0D, length) != nil) {
            let target = arena.allocate(length).assumingMemoryBound(to: UInt8.self)
            var written = 0
            var position = start
            while position < end {
                if position[0] == escape, position + 1 < end, position[1] == quote || position[1] == escape {
                    position += 1
                } else if lineEnd.isRewritten, position[0] == 0x0D {
                    // Line ends of the file's kind become LF in quotes.
                    if lineEnd == .carriageReturn {
                        target[written] = 0x0A
                        written &+= 1
                        position += 1
                        continue
                    }
                    if position + 1 < end, position[1] == 0x0A { position += 1 }
                }
                target[written] = position[0]
                written &+= 1
                position += 1
            }
            arena.shrinkLast(by: length - written)
            field = CSVField(start: UnsafePointer(target), length: Int32(truncatingIfNeeded: written))
        }
        return isNullValue(field) ? .missing : field
    }

    /// What ends a record when quotes may hold line ends: only what the file's first line ends with.
    enum LineEnd {
        case newline, carriageReturn, pair, given
        var isRewritten: Bool { self == .carriageReturn || self == .pair }
    }

    /// The kind of line end that comes first in [begin, limit), in quotes or not: univocity's rule.
    func lineEnd(in begin: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>) -> LineEnd {
        if !lineSeparator.isEmpty { return .given }
        var position = begin
        while position < limit {
            if position[0] == 0x0A { return .newline }
            if position[0] == 0x0D { return position + 1 < limit && position[1] == 0x0A ? .pair : .carriageReturn }
            position += 1
        }
        return .newline
    }

    /// The end of a record that may hold line ends in quotes, and the start of the next; `nil` when [begin, limit) does
    /// not hold all of it. One pass. O(length).
    func recordEnd(
        _ begin: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ lineEnd: LineEnd, isLast: Bool
    ) -> (UnsafePointer<UInt8>, UnsafePointer<UInt8>)? {
        var position = begin
        while position < limit {
            if let quote, startsWithQuote(position, limit, quote) {
                while position[0] != quote { position += 1 }
                position += 1
                while position < limit {
                    if let escape, position[0] == escape, position + 1 < limit,
                        position[1] == quote || position[1] == escape
                    {
                        position += 2
                        continue
                    }
                    position += 1
                    if (position - 1)[0] == quote { break }
                }
                if position >= limit { break }
            }
            while position < limit {
                let byte = position[0]
                if byte == 0x0A || byte == 0x0D || byte == lineSeparator.first {
                    let length = lineEndLength(position, limit, lineEnd)
                    if length < 0 && !isLast { return nil }
                    if length > 0 { return (position, position + length) }
                }
                if isSeparator(position, limit) { break }
                position += 1
            }
            if position == limit { break }
            position += 1 + separatorTail.count
        }
        return isLast ? (limit, limit) : nil
    }

    /// The bytes of the line end at `position`: 0 when it is none, -1 when that is not known before more is read.
    private func lineEndLength(
        _ position: UnsafePointer<UInt8>, _ limit: UnsafePointer<UInt8>, _ lineEnd: LineEnd
    ) -> Int {
        switch lineEnd {
        case .given:
            for (index, byte) in lineSeparator.enumerated() {
                if position + index >= limit { return -1 }
                if position[index] != byte { return 0 }
            }
            return lineSeparator.count
        case .newline: return position[0] == 0x0A ? 1 : 0
        case .carriageReturn: return position[0] == 0x0D ? 1 : 0
        case .pair:
            if position[0] != 0x0D { return 0 }
            if position + 1 == limit { return -1 }
            return position[1] == 0x0A ? 2 : 0
        }
    }
}
