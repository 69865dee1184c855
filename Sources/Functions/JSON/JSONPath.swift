import Columnar

/// A path into a JSON document as `get_json_object` takes it: `$.store.book[0].title`, `$[*].a`, `$['name']`.
struct JSONPath {
    enum Step {
        /// Bytes of ``storage``.
        case name(UnsafeRawBufferPointer)
        case index(Int)
        /// `[*]`.
        case wildcard
        /// `.*` and `['*']`, which can be written, but match nothing.
        case nothing
    }

    let steps: [Step]
    /// The path, which keeps the names alive: steps are walked for every row, and cost no reference counting.
    private let storage: Buffer

    /// `nil` for a text that is no path.
    init?(_ path: UnsafeRawBufferPointer) {
        guard path.first == 0x24, let base = path.baseAddress else { return nil }
        storage = Buffer(capacity: path.count)
        storage.pointer.copyMemory(from: base, byteCount: path.count)
        let text = UnsafeRawBufferPointer(start: storage.pointer, count: path.count)
        var steps: [Step] = []
        var position = 1
        // Spaces may stand before names, numbers and `['`, and at the end; behind a name they are a part of it.
        func skipSpaces() {
            while position < text.count, text[position] == 0x20 || text[position] &- 9 <= 4 { position += 1 }
        }
        while position < text.count {
            let node = position
            skipSpaces()
            guard position < text.count else { break }
            if position > node {
                guard position + 1 < text.count, text[position] == 0x5B, text[position + 1] == 0x27 else { return nil }
            }
            switch text[position] {
            case 0x2E:
                position += 1
                if position < text.count, text[position] == 0x2A {
                    steps.append(.nothing)
                    position += 1
                    continue
                }
                skipSpaces()
                let start = position
                while position < text.count, text[position] != 0x2E, text[position] != 0x5B { position += 1 }
                guard position > start else { return nil }
                steps.append(.name(UTF8Text.slice(text, start, position)))
            case 0x5B:
                position += 1
                if position < text.count, text[position] == 0x27 {
                    position += 1
                    skipSpaces()
                    let start = position
                    while position < text.count, text[position] != 0x27 { position += 1 }
                    guard position > start, position + 1 < text.count, text[position + 1] == 0x5D else { return nil }
                    let name = UTF8Text.slice(text, start, position)
                    steps.append(name.count == 1 && name[0] == 0x2A ? .nothing : .name(name))
                    position += 2
                    continue
                }
                if position < text.count, text[position] == 0x2A {
                    steps.append(.wildcard)
                    position += 1
                } else {
                    skipSpaces()
                    var index = 0
                    let start = position
                    while position < text.count, text[position] &- 0x30 <= 9, index < 1 << 40 {
                        index = index * 10 + Int(text[position] - 0x30)
                        position += 1
                    }
                    guard position > start else { return nil }
                    steps.append(.index(index))
                }
                guard position < text.count, text[position] == 0x5D else { return nil }
                position += 1
            default: return nil
            }
        }
        self.steps = steps
    }

    /// Writes what the path selects: a string bare, anything else as JSON, several matches as an array. False when
    /// there is nothing, or null, or the text is malformed.
    func extract(_ json: UnsafeRawBufferPointer, into out: inout ByteWriter, scratch: inout ByteWriter) -> Bool {
        var cursor = JSONCursor(json, syntax: .singleQuotes)
        return steps.withUnsafeBufferPointer {
            evaluate(&cursor, $0, style: .raw, into: &out, &scratch) > 0
        }
    }

    /// How matches are written: alone (`raw`), as elements of an array that the caller opened (`quoted`), or flattened
    /// into it.
    private enum Style { case raw, quoted, flatten }

    /// The number of matches written. The cursor is left behind the value unless it turned out malformed (-1).
    private func evaluate(
        _ cursor: inout JSONCursor, _ steps: UnsafeBufferPointer<Step>, style: Style, into out: inout ByteWriter,
        _ scratch: inout ByteWriter
    ) -> Int {
        // Paths and arrays can lead as deep as they like, but the stack cannot.
        guard let kind = cursor.peekKind(), cursor.depth < JSONCursor.depthLimit else { return -1 }
        cursor.depth &+= 1
        defer { cursor.depth &-= 1 }
        let rest = UnsafeBufferPointer(rebasing: steps.dropFirst())
        guard let step = steps.first else {
            guard kind == .array, style == .flatten else { return copy(&cursor, kind, style, into: &out) }
            cursor.position &+= 1
            return list(&cursor, steps, style: .flatten, into: &out, &scratch)
        }
        switch (kind, step) {
        case (.object, .name(let name)):
            cursor.position &+= 1
            var found = 0
            if cursor.take(0x7D) { return 0 }
            while true {
                guard let isMatch = cursor.isName(name, scratch: &scratch), cursor.take(0x3A)
                else { return found > 0 ? found : -1 }
                if isMatch, found == 0, cursor.peekKind() != .null {
                    found = evaluate(&cursor, rest, style: style, into: &out, &scratch)
                    if found < 0 || (found > 0 && style == .raw) { return found }
                } else {
                    guard cursor.skipValue() else { return -1 }
                }
                if cursor.take(0x7D) { return found }
                guard cursor.take(0x2C) else { return -1 }
            }
        case (.array, .wildcard):
            cursor.position &+= 1
            return elements(&cursor, rest, style: style, into: &out, &scratch)
        case (.array, .index(let wanted)):
            cursor.position &+= 1
            if cursor.take(0x5D) { return 0 }
            var index = 0
            var found = 0
            while true {
                if index == wanted {
                    var inner = style
                    if case .wildcard? = rest.first { inner = .quoted }
                    found = evaluate(&cursor, rest, style: inner, into: &out, &scratch)
                    if found < 0 || style == .raw { return found }
                } else {
                    guard cursor.skipValue() else { return -1 }
                }
                index &+= 1
                if cursor.take(0x5D) { return found }
                guard cursor.take(0x2C) else { return -1 }
            }
        default: return cursor.skipValue() ? 0 : -1
        }
    }

    /// All elements of an array, as an array. One match outside an array of matches is written alone. Gives 1 where
    /// some element matched.
    private func elements(
        _ cursor: inout JSONCursor, _ rest: UnsafeBufferPointer<Step>, style: Style, into out: inout ByteWriter,
        _ scratch: inout ByteWriter
    ) -> Int {
        let start = out.count
        var (next, inner) = (rest, style == .flatten ? Style.flatten : .quoted)
        // `[*][*]` gives everything below in one array, whose brackets stay.
        var isDouble = false
        if case .wildcard? = rest.first {
            (next, inner, isDouble) = (UnsafeBufferPointer(rebasing: rest.dropFirst()), .flatten, true)
        }
        out.append(0x5B)
        let matches = list(&cursor, next, style: inner, into: &out, &scratch)
        if matches < 0 || (matches == 0 && style != .quoted) {
            out.truncate(to: start)
            return matches
        }
        out.append(0x5D)
        if matches == 1, style != .quoted, !isDouble { unwrap(&out, start) }
        return min(matches, 1)
    }

    /// What the steps select in the elements of an array, with commas between; the opening bracket has been read.
    private func list(
        _ cursor: inout JSONCursor, _ steps: UnsafeBufferPointer<Step>, style: Style, into out: inout ByteWriter,
        _ scratch: inout ByteWriter
    ) -> Int {
        if cursor.take(0x5D) { return 0 }
        var matches = 0
        var isWritten = false
        while true {
            let mark = out.count
            if isWritten { out.append(0x2C) }
            let body = out.count
            let found = evaluate(&cursor, steps, style: style, into: &out, &scratch)
            if found < 0 { return -1 }
            if out.count == body { out.truncate(to: mark) } else { isWritten = true }
            if found > 0 { matches &+= 1 }
            if cursor.take(0x5D) { return matches }
            guard cursor.take(0x2C) else { return -1 }
        }
    }

    /// Removes the brackets around a single match.
    private func unwrap(_ out: inout ByteWriter, _ start: Int) {
        var text = ByteWriter(capacity: out.count &- start)
        text.append(UnsafeRawBufferPointer(rebasing: out.bytes[(start &+ 1)..<(out.count &- 1)]))
        out.truncate(to: start)
        out.append(text.bytes)
    }

    private func copy(
        _ cursor: inout JSONCursor, _ kind: JSONCursor.Kind, _ style: Style, into out: inout ByteWriter
    ) -> Int {
        switch (kind, style) {
        case (.string, .raw): return cursor.readText(into: &out) ? 1 : -1
        default: return cursor.copyCompact(into: &out) ? 1 : -1
        }
    }
}
