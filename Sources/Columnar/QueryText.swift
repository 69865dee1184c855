/// The query text with what is needed to say where something stands in it. Positions count characters (code points),
/// ranges count bytes.
package final class QueryText: Hashable, Sendable {
    package let string: String
    package let bytes: [UInt8]
    private let isASCII: Bool
    /// Byte offsets at which lines begin.
    private let lineStarts: [Int]

    package init(_ string: String) {
        self.string = string
        bytes = Array(string.utf8)
        var isASCII = true
        var lineStarts = [0]
        for (offset, byte) in bytes.enumerated() {
            if byte >= 0x80 { isASCII = false }
            if byte == 0x0A { lineStarts.append(offset + 1) }
        }
        self.isASCII = isASCII
        self.lineStarts = lineStarts
    }

    package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Characters between two byte offsets.
    private func characters(in range: Range<Int>) -> Int {
        isASCII ? range.count : bytes[range].reduce(0) { $0 + ($1 & 0xC0 == 0x80 ? 0 : 1) }
    }

    /// The line, from 0, that holds a byte offset.
    private func lineIndex(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }

    /// The line from 1 and the column from 0.
    package func position(at offset: Int) -> (line: Int, column: Int) {
        let line = lineIndex(at: offset)
        return (line + 1, characters(in: lineStarts[line]..<offset))
    }

    /// The place of a part of the text.
    package func context(_ range: Range<Int>) -> PyriteError.QueryContext {
        let (line, column) = position(at: range.lowerBound)
        let start = characters(in: 0..<range.lowerBound)
        return PyriteError.QueryContext(
            fragment: text(range), line: line, startPosition: column, startIndex: start,
            stopIndex: start + characters(in: range) - 1, text: self, range: range)
    }

    package static func == (a: QueryText, b: QueryText) -> Bool { a === b || a.bytes == b.bytes }

    package func hash(into hasher: inout Hasher) { hasher.combine(bytes.count) }

    /// All lines, with a row of carets below the one where the error is.
    package func listing(caretAt offset: Int) -> String {
        let (line, column) = position(at: offset)
        var lines = string.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let marker = String(repeating: "-", count: column) + "^^^"
        if line <= lines.count { lines.insert(marker, at: line) } else { lines.append(marker) }
        return lines.joined(separator: "\n")
    }

    /// The lines that a part of the text stands on, with carets below the part.
    package func excerpt(_ range: Range<Int>) -> String {
        let first = lineIndex(at: range.lowerBound)
        let last = lineIndex(at: max(range.lowerBound, range.upperBound - 1))
        let (line, column) = position(at: range.lowerBound)
        var out = "== SQL (line \(line), position \(column + 1)) =="
        for index in first...last {
            let start = lineStarts[index]
            let end = index + 1 < lineStarts.count ? lineStarts[index + 1] - 1 : bytes.count
            let marked = max(start, range.lowerBound)..<max(start, min(end, range.upperBound))
            out += "\n" + text(start..<end) + "\n"
            out += String(repeating: " ", count: characters(in: start..<marked.lowerBound))
            out += String(repeating: "^", count: characters(in: marked))
        }
        return out
    }
}
