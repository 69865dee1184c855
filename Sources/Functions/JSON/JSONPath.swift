import Columnar

/// A path into a JSON document as `get_json_object` takes it: `$.store.book[0].title`, `$[*].a`, `$['name']`.
struct JSONPath {
    enum Step {
        /// Bytes of ``storage``.
        case name(UnsafeRawBufferPointer)
        case index(Int)
        /// `[*]` and `.*`.
        case wildcard
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
        while position < text.count {
            switch text[position] {
            case 0x2E:
                var end = position + 1
                while end < text.count, text[end] != 0x2E, text[end] != 0x5B { end += 1 }
                guard end > position + 1 else { return nil }
                let name = UTF8Text.slice(text, position + 1, end)
                steps.append(name.count == 1 && name[0] == 0x2A ? .wildcard : .name(name))
                position = end
            case 0x5B:
                guard position + 1 < text.count else { return nil }
                if text[position + 1] == 0x27 {
                    var end = position + 2
                    while end < text.count, text[end] != 0x27, text[end] != 0x3F { end += 1 }
                    guard end > position + 2, end + 1 < text.count, text[end] == 0x27, text[end + 1] == 0x5D else {
                        return nil
                    }
                    let name = UTF8Text.slice(text, position + 2, end)
                    steps.append(name.count == 1 && name[0] == 0x2A ? .wildcard : .name(name))
                    position = end + 2
                } else {
                    guard let end = text[position...].firstIndex(of: 0x5D) else { return nil }
                    if text[position + 1] == 0x2A, end == position + 2 {
                        steps.append(.wildcard)
                    } else {
                        var index = 0
                        guard end > position + 1 else { return nil }
                        for byte in text[(position + 1)..<end] {
                            guard byte &- 0x30 <= 9, index < 1 << 40 else { return nil }
                            index = index * 10 + Int(byte - 0x30)
                        }
                        steps.append(.index(index))
                    }
                    position = end + 1
                }
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
        guard let kind = cursor.peekKind() else { return -1 }
        let rest = UnsafeBufferPointer(rebasing: steps.dropFirst())
        guard let step = steps.first else { return copy(&cursor, kind, style, into: &out) }
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

    /// All elements of an array. One match outside an array of matches is written alone.
    private func elements(
        _ cursor: inout JSONCursor, _ rest: UnsafeBufferPointer<Step>, style: Style, into out: inout ByteWriter,
        _ scratch: inout ByteWriter
    ) -> Int {
        let start = out.count
        let isOpen = style != .flatten
        if isOpen { out.append(0x5B) }
        var next = rest
        var inner = Style.quoted
        if case .wildcard? = rest.first {
            // `[*][*]` gives the elements of all elements in one array.
            next = UnsafeBufferPointer(rebasing: rest.dropFirst())
            inner = .flatten
        }
        var total = 0
        if !cursor.take(0x5D) {
            while true {
                let mark = out.count
                if total > 0 { out.append(0x2C) }
                let found: Int
                if inner == .flatten {
                    if cursor.peekKind() == .array {
                        cursor.position &+= 1
                        found = elements(&cursor, next, style: .flatten, into: &out, &scratch)
                    } else {
                        found = cursor.skipValue() ? 0 : -1
                    }
                } else {
                    found = evaluate(&cursor, next, style: .quoted, into: &out, &scratch)
                }
                if found < 0 {
                    out.truncate(to: start)
                    return -1
                }
                if found == 0 { out.truncate(to: mark) }
                total &+= found
                if cursor.take(0x5D) { break }
                guard cursor.take(0x2C) else {
                    out.truncate(to: start)
                    return -1
                }
            }
        }
        guard isOpen else { return total }
        if total == 0 {
            out.truncate(to: start)
            return 0
        }
        out.append(0x5D)
        if total == 1, style == .raw { unwrap(&out, start) }
        return total
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
        case (.null, .raw): return cursor.skipValue() ? 0 : -1
        default: return cursor.copyCompact(into: &out) ? 1 : -1
        }
    }
}
