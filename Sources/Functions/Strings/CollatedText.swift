import Columnar

/// Strings in the bytes by which a collation compares them: two strings are equal, or in order, when these bytes are.
enum CollatedText {
    /// The string without the spaces at its end, where they do not count.
    static func trimmed(_ text: UnsafeRawBufferPointer, _ collation: Collation) -> UnsafeRawBufferPointer {
        guard collation.ignoresTrailingSpaces else { return text }
        var count = text.count
        while count > 0, text[count &- 1] == 0x20 { count &-= 1 }
        return UTF8Text.slice(text, 0, count)
    }

    static func write(_ text: UnsafeRawBufferPointer, _ collation: Collation, into out: inout ByteWriter) {
        let text = trimmed(text, collation)
        switch collation.comparison {
        case .bytes: out.append(text)
        case .lowerCase where UTF8Text.isASCII(text): UTF8Text.writeCase(text, upper: false, into: &out)
        case .lowerCase:
            for scalar in String(decoding: text, as: UTF8.self).unicodeScalars { out.append(lowerCase(scalar)) }
        }
    }

    /// Letter by letter: what stands around a sigma does not count, and both its small forms are one.
    static func lowerCase(_ scalar: Unicode.Scalar) -> String {
        scalar == "\u{3C2}" ? "\u{3C3}" : scalar.properties.lowercaseMapping
    }

    /// The same as one code point; the only letter that has two (İ) stands for itself.
    static func lowerCasePoint(_ point: UInt32) -> UInt32 {
        if point < 0x80 { return point >= 0x41 && point <= 0x5A ? point &+ 0x20 : point }
        guard let scalar = Unicode.Scalar(point) else { return point }
        let lower = lowerCase(scalar).unicodeScalars
        return lower.count == 1 ? lower.first?.value ?? point : point
    }

    /// Negative, zero or positive.
    static func compare(
        _ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>, _ collation: Collation
    ) -> Int {
        let (x, y) = (trimmed(StringView.bytes(a), collation), trimmed(StringView.bytes(b), collation))
        let isFolding = collation.comparison == .lowerCase
        for index in 0..<min(x.count, y.count) {
            let (p, q) = (x[index], y[index])
            if isFolding, (p | q) & 0x80 != 0 { return compareFolded(x, y, collation) }
            let (l, r) = isFolding ? (lowerCasePoint(UInt32(p)), lowerCasePoint(UInt32(q))) : (UInt32(p), UInt32(q))
            if l != r { return l < r ? -1 : 1 }
        }
        return x.count &- y.count
    }

    private static func compareFolded(
        _ x: UnsafeRawBufferPointer, _ y: UnsafeRawBufferPointer, _ collation: Collation
    ) -> Int {
        var left = ByteWriter()
        var right = ByteWriter()
        write(x, collation, into: &left)
        write(y, collation, into: &right)
        let (a, b) = (left.bytes, right.bytes)
        for index in 0..<min(a.count, b.count) where a[index] != b[index] { return a[index] < b[index] ? -1 : 1 }
        return a.count &- b.count
    }
}

/// A string in lower case (or as it is) that knows where in the original its letters stand: what search functions look through when
/// case does not count. Reused from row to row.
struct FoldedText {
    private(set) var bytes: [UInt8] = []
    /// Where in the original the letter of each byte begins, -1 for bytes inside of a letter, and at last the original's
    /// length. Empty when the places are the same in both.
    private var places: [Int] = []

    mutating func fold(_ text: UnsafeRawBufferPointer, _ comparison: Collation.Comparison) {
        bytes.removeAll(keepingCapacity: true)
        places.removeAll(keepingCapacity: true)
        if comparison == .bytes {
            bytes.append(contentsOf: text)
            return
        }
        if UTF8Text.isASCII(text) {
            for byte in text { bytes.append(byte >= 0x41 && byte <= 0x5A ? byte &+ 0x20 : byte) }
            return
        }
        var position = 0
        while position < text.count {
            let width = UTF8Text.width(text[position])
            var isFirst = true
            func add(_ byte: UInt8, _ bytes: inout [UInt8], _ places: inout [Int]) {
                bytes.append(byte)
                places.append(isFirst ? position : -1)
                isFirst = false
            }
            if let scalar = Unicode.Scalar(UTF8Text.scalar(text, position)) {
                for byte in CollatedText.lowerCase(scalar).utf8 { add(byte, &bytes, &places) }
            }
            position += width
        }
        places.append(text.count)
    }

    /// The place in the original, `nil` inside of a letter.
    private func place(_ index: Int) -> Int? {
        if places.isEmpty { return index }
        return places[index] >= 0 ? places[index] : nil
    }

    /// Where to search from for what begins at or after a place in the original.
    func index(at place: Int) -> Int {
        places.isEmpty ? min(place, bytes.count) : places.firstIndex { $0 >= place } ?? bytes.count
    }

    /// Where the needle stands in the original at or after `start` (of the folded bytes), whole letters only, and at
    /// which of the folded bytes it begins.
    func find(_ needle: FoldedText, from start: Int = 0) -> (range: Range<Int>, index: Int)? {
        bytes.withUnsafeBytes { text in
            needle.bytes.withUnsafeBytes { wanted in
                var position = start
                while let hit = UTF8Text.find(wanted, in: text, from: position) {
                    if let range = range(hit, wanted.count) { return (range, hit) }
                    position = hit + 1
                }
                return nil
            }
        }
    }

    func hasPrefix(_ needle: FoldedText) -> Bool {
        bytes.starts(with: needle.bytes) && range(0, needle.bytes.count) != nil
    }

    func hasSuffix(_ needle: FoldedText) -> Bool {
        let start = bytes.count - needle.bytes.count
        return start >= 0 && bytes[start...].elementsEqual(needle.bytes) && range(start, needle.bytes.count) != nil
    }

    private func range(_ start: Int, _ count: Int) -> Range<Int>? {
        guard let first = place(start), let last = place(start + count) else { return nil }
        return first..<last
    }
}
