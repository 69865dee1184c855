import Columnar

/// Functions that look for one string in another by a collation which ignores case or spaces at the end.
package enum CollatedSearch {
    /// Both strings count without the spaces at their ends where the collation says so.
    private static let tests: Set<String> = ["contains", "startswith", "endswith", "instr", "locate", "find_in_set"]
    private static let changes: Set<String> = [
        "replace", "split_part", "substring_index", "translate", "trim", "ltrim", "rtrim", "btrim",
    ]

    /// Whether a function has a kernel of its own for a collation.
    package static func knows(_ name: String, _ collation: Collation) -> Bool {
        tests.contains(name) || (changes.contains(name) && collation.comparison == .lowerCase)
    }

    /// The function bound to plain strings, with a kernel that searches by the collation; `nil` for calls which need no
    /// other kernel.
    package static func binding(
        _ name: String, like plain: ScalarBinding, _ collation: Collation
    ) -> ScalarBinding? {
        guard knows(name, collation), plain.argumentTypes.allSatisfy({ $0 != .binary }) else { return nil }
        if name == "instr", plain.argumentTypes.count > 2 { return nil }
        if name.utf8.suffix(4).elementsEqual("trim".utf8), plain.argumentTypes.count < 2 { return nil }
        var result = plain
        let type = plain.resultType
        result.kernel = { arguments, count, _ in
            try evaluateRows(arguments, count: count, type: type) { try kernel(name, $0, collation) }
        }
        return result
    }

    private static func kernel(_ name: String, _ rows: Rows, _ collation: Collation) throws -> Column {
        switch name {
        case "contains": return test(rows, collation) { $0.find($1) != nil }
        case "startswith": return test(rows, collation) { $0.hasPrefix($1) }
        case "endswith": return test(rows, collation) { $0.hasSuffix($1) }
        case "instr": return position(rows, text: 0, needle: 1, collation)
        case "locate": return position(rows, text: 1, needle: 0, collation)
        case "find_in_set": return findInSet(rows, collation)
        case "replace": return replaced(rows)
        case "split_part": return try part(rows)
        case "substring_index": return substringIndex(rows)
        case "translate": return translated(rows)
        default: return trimmed(rows, name, collation)
        }
    }

    /// The folded text and needle of each row; a constant needle is folded once.
    private struct Pair {
        var text = FoldedText()
        var needle = FoldedText()
        private let texts: TextInput
        private let needles: TextInput
        private let collation: Collation?
        private var isFolded = false

        /// Without a collation spaces at the end count.
        init(_ texts: TextInput, _ needles: TextInput, _ collation: Collation?) {
            self.texts = texts
            self.needles = needles
            self.collation = collation
        }

        mutating func load(_ row: Int) {
            func bytes(_ input: TextInput) -> UnsafeRawBufferPointer {
                collation.map { CollatedText.trimmed(input[row], $0) } ?? input[row]
            }
            text.fold(bytes(texts), collation?.comparison ?? .lowerCase)
            if needles.step != 0 || !isFolded { needle.fold(bytes(needles), collation?.comparison ?? .lowerCase) }
            isFolded = true
        }
    }

    private static func test(
        _ rows: Rows, _ collation: Collation, _ holds: (FoldedText, FoldedText) -> Bool
    ) -> Column {
        var pair = Pair(rows.text(0), rows.text(1), collation)
        return rows.mapValid(UInt8(0)) { row in
            pair.load(row)
            return holds(pair.text, pair.needle) ? 1 : 0
        }
    }

    /// In characters of the original, counted from 1.
    private static func position(_ rows: Rows, text: Int, needle: Int, _ collation: Collation) -> Column {
        let texts = rows.text(text)
        let starts = rows.arguments.count > 2 ? rows.fixed(2, as: Int32.self) : nil
        var pair = Pair(texts, rows.text(needle), collation)
        return rows.mapValid(Int32(0)) { row in
            let start = Int(starts?[row] ?? 1)
            guard start > 0 else { return 0 }
            pair.load(row)
            if pair.needle.bytes.isEmpty { return 1 }
            let first = pair.text.index(at: UTF8Text.advance(texts[row], 0, by: start &- 1))
            guard let hit = pair.text.find(pair.needle, from: first) else { return 0 }
            let before = UTF8Text.slice(texts[row], 0, hit.range.lowerBound)
            return Int32(truncatingIfNeeded: UTF8Text.length(before) &+ 1)
        }
    }

    private static func findInSet(_ rows: Rows, _ collation: Collation) -> Column {
        let (words, sets) = (rows.text(0), rows.text(1))
        var word = ByteWriter()
        var item = ByteWriter()
        return rows.mapValid(Int32(0)) { row in
            if words[row].contains(0x2C) { return 0 }
            word.clear()
            CollatedText.write(words[row], collation, into: &word)
            let set = sets[row]
            var start = 0
            var place: Int32 = 1
            while true {
                var end = start
                while end < set.count && set[end] != 0x2C { end += 1 }
                item.clear()
                CollatedText.write(UTF8Text.slice(set, start, end), collation, into: &item)
                if UTF8Text.equal(item.bytes, word.bytes) { return place }
                if end >= set.count { return 0 }
                start = end + 1
                place &+= 1
            }
        }
    }

    private static func replaced(_ rows: Rows) -> Column {
        let texts = rows.text(0)
        let replacement = rows.arguments.count > 2 ? rows.text(2) : nil
        var pair = Pair(texts, rows.text(1), nil)
        return rows.mapText { row, out in
            let bytes = texts[row]
            pair.load(row)
            var (position, index) = (0, 0)
            let length = pair.needle.bytes.count
            while length > 0, let hit = pair.text.find(pair.needle, from: index) {
                out.append(UTF8Text.slice(bytes, position, hit.range.lowerBound))
                if let replacement { out.append(replacement[row]) }
                position = hit.range.upperBound
                index = hit.index + length
            }
            out.append(UTF8Text.slice(bytes, position, bytes.count))
            return true
        }
    }

    private static func part(_ rows: Rows) throws -> Column {
        let texts = rows.text(0)
        let n = rows.fixed(2, as: Int32.self)
        var pair = Pair(texts, rows.text(1), nil)
        return try rows.slices(of: texts) { row in
            if n[row] == 0 { throw StringSearchFunctions.zeroIndex() }
            let bytes = texts[row]
            pair.load(row)
            var ends: [Range<Int>] = []
            var index = 0
            let length = pair.needle.bytes.count
            while length > 0, let hit = pair.text.find(pair.needle, from: index) {
                ends.append(hit.range)
                index = hit.index + length
            }
            let wanted = n[row] > 0 ? Int(n[row]) - 1 : ends.count + 1 + Int(n[row])
            guard wanted >= 0, wanted <= ends.count else { return UTF8Text.slice(bytes, 0, 0) }
            return UTF8Text.slice(
                bytes, wanted == 0 ? 0 : ends[wanted - 1].upperBound,
                wanted == ends.count ? bytes.count : ends[wanted].lowerBound)
        }
    }

    private static func substringIndex(_ rows: Rows) -> Column {
        let texts = rows.text(0)
        let n = rows.fixed(2, as: Int32.self)
        var pair = Pair(texts, rows.text(1), nil)
        return rows.slices(of: texts) { row in
            let (bytes, count) = (texts[row], Int(n[row]))
            pair.load(row)
            if count == 0 || pair.needle.bytes.isEmpty { return UTF8Text.slice(bytes, 0, 0) }
            // Places may overlap: the next is looked for one byte further.
            var hits: [Range<Int>] = []
            var index = 0
            while let hit = pair.text.find(pair.needle, from: index) {
                hits.append(hit.range)
                index = hit.index + 1
            }
            guard hits.count >= abs(count) else { return bytes }
            return count > 0
                ? UTF8Text.slice(bytes, 0, hits[count - 1].lowerBound)
                : UTF8Text.slice(bytes, hits[hits.count + count].upperBound, bytes.count)
        }
    }

    private static func translated(_ rows: Rows) -> Column {
        let (texts, from, to) = (rows.text(0), rows.text(1), rows.text(2))
        var table: [UInt32: UInt32?] = [:]
        var isMade = false
        return rows.mapText { row, out in
            if !isMade || from.step != 0 || to.step != 0 {
                table.removeAll(keepingCapacity: true)
                let targets = points(to[row])
                for (index, point) in points(from[row]).enumerated() {
                    let key = CollatedText.lowerCasePoint(point)
                    if table[key] == nil { table[key] = .some(index < targets.count ? targets[index] : nil) }
                }
                isMade = true
            }
            for point in points(texts[row]) {
                if let target = table[CollatedText.lowerCasePoint(point)] {
                    if let target { out.append(scalar: target) }
                } else {
                    out.append(scalar: point)
                }
            }
            return true
        }
    }

    /// With a set of characters given: first, but for `btrim`. Spaces at the end that do not count stay there.
    private static func trimmed(_ rows: Rows, _ name: String, _ collation: Collation) -> Column {
        let texts = rows.text(name == "btrim" ? 0 : 1)
        let sets = rows.text(name == "btrim" ? 1 : 0)
        var set: Set<UInt32> = []
        var isMade = false
        return rows.mapText { row, out in
            if !isMade || sets.step != 0 { set = Set(points(sets[row]).map(CollatedText.lowerCasePoint)) }
            isMade = true
            let bytes = texts[row]
            func isInSet(_ position: Int) -> Bool {
                set.contains(CollatedText.lowerCasePoint(UTF8Text.scalar(bytes, position)))
            }
            let last = CollatedText.trimmed(bytes, collation).count
            var (start, end) = (0, name == "ltrim" || set.contains(0x20) ? bytes.count : last)
            let tail = end
            if name != "rtrim" {
                while start < end, isInSet(start) { start = min(start + UTF8Text.width(bytes[start]), end) }
            }
            if name != "ltrim" {
                while end > start {
                    var previous = end - 1
                    while previous > start && bytes[previous] & 0xC0 == 0x80 { previous -= 1 }
                    guard isInSet(previous) else { break }
                    end = previous
                }
            }
            out.append(UTF8Text.slice(bytes, start, end))
            out.append(UTF8Text.slice(bytes, tail, bytes.count))
            return true
        }
    }

    private static func points(_ bytes: UnsafeRawBufferPointer) -> [UInt32] {
        var result: [UInt32] = []
        var position = 0
        while position < bytes.count {
            result.append(UTF8Text.scalar(bytes, position))
            position += UTF8Text.width(bytes[position])
        }
        return result
    }
}
