import Columnar

/// A small XML reader: elements, attributes, text, CDATA, character references and comments, without DTDs or name
/// spaces. The tree lies in arrays, so that a document costs no allocation for each node, and is reused from row to row.
struct XMLDocument: ~Copyable {
    enum Kind { case element, attribute, text }

    struct Node {
        var kind: Kind
        /// The name, or nothing for text.
        var name: Range<Int>
        /// The text of attributes and text nodes.
        var value: Range<Int>
        var parent: Int
        var nextSibling = -1
        var firstChild = -1
        var lastChild = -1
        var firstAttribute = -1
        var lastAttribute = -1
    }

    private(set) var nodes: [Node] = []
    /// Names and texts with references resolved.
    private var text = ByteWriter()
    private var source = UnsafeRawBufferPointer(start: nil, count: 0)
    private var position = 0
    static let depthLimit = 1000

    init() {}

    func bytes(_ range: Range<Int>) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(rebasing: text.bytes[range])
    }

    /// The outermost element; node 0 is the document above it.
    var root: Int { nodes.isEmpty ? -1 : firstElement(of: 0) }

    private func firstElement(of node: Int) -> Int {
        var child = nodes[node].firstChild
        while child >= 0, nodes[child].kind != .element { child = nodes[child].nextSibling }
        return child
    }

    /// Reads a document; false when it is not well formed.
    mutating func parse(_ bytes: UnsafeRawBufferPointer) -> Bool {
        nodes.removeAll(keepingCapacity: true)
        text.clear()
        source = bytes
        position = 0
        nodes.append(Node(kind: .element, name: 0..<0, value: 0..<0, parent: -1))
        var current = 0
        var depth = 0
        var hasRoot = false
        while position < source.count {
            if source[position] != 0x3C {
                let start = text.count
                guard readText(until: 0x3C) else { return false }
                if current == 0 {
                    guard text.bytes[start...].allSatisfy({ $0 <= 0x20 }) else { return false }
                } else {
                    append(Node(kind: .text, name: 0..<0, value: start..<text.count, parent: current), to: current)
                }
                continue
            }
            if starts("<!--") {
                guard skip(past: "-->") else { return false }
            } else if starts("<![CDATA[") {
                position += 9
                let start = position
                guard current != 0, skip(past: "]]>") else { return false }
                let begin = text.count
                text.append(UnsafeRawBufferPointer(rebasing: source[start..<(position - 3)]))
                append(Node(kind: .text, name: 0..<0, value: begin..<text.count, parent: current), to: current)
            } else if starts("<?") {
                guard skip(past: "?>") else { return false }
            } else if starts("<!DOCTYPE") {
                // Entities of a DTD are not resolved: what needs them fails.
                guard skip(past: ">") else { return false }
            } else if starts("</") {
                position += 2
                guard current != 0, let name = readName() else { return false }
                skipSpace()
                guard take(0x3E), self.bytes(nodes[current].name).elementsEqual(self.bytes(name)) else { return false }
                current = nodes[current].parent
                depth -= 1
            } else {
                position += 1
                guard depth < Self.depthLimit, current != 0 || !hasRoot, let name = readName() else { return false }
                hasRoot = true
                let node = append(Node(kind: .element, name: name, value: 0..<0, parent: current), to: current)
                while true {
                    let hasSpace = skipSpace()
                    if take(0x3E) {
                        current = node
                        depth += 1
                        break
                    }
                    if starts("/>") {
                        position += 2
                        break
                    }
                    guard hasSpace, readAttribute(of: node) else { return false }
                }
            }
        }
        return current == 0 && hasRoot
    }

    @discardableResult
    private mutating func append(_ node: Node, to parent: Int) -> Int {
        let index = nodes.count
        nodes.append(node)
        if nodes[parent].lastChild >= 0 {
            nodes[nodes[parent].lastChild].nextSibling = index
        } else {
            nodes[parent].firstChild = index
        }
        nodes[parent].lastChild = index
        return index
    }

    private mutating func readAttribute(of element: Int) -> Bool {
        guard let name = readName() else { return false }
        skipSpace()
        guard take(0x3D) else { return false }
        skipSpace()
        guard position < source.count, source[position] == 0x22 || source[position] == 0x27 else { return false }
        let quote = source[position]
        position += 1
        let start = text.count
        guard readText(until: quote), take(quote) else { return false }
        let index = nodes.count
        nodes.append(Node(kind: .attribute, name: name, value: start..<text.count, parent: element))
        if nodes[element].lastAttribute >= 0 {
            nodes[nodes[element].lastAttribute].nextSibling = index
        } else {
            nodes[element].firstAttribute = index
        }
        nodes[element].lastAttribute = index
        return true
    }

    private func starts(_ word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard position + length <= source.count else { return false }
        for index in 0..<length where source[position + index] != word.utf8Start[index] { return false }
        return true
    }

    private mutating func skip(past word: StaticString) -> Bool {
        while position < source.count {
            if starts(word) {
                position += word.utf8CodeUnitCount
                return true
            }
            position += 1
        }
        return false
    }

    @discardableResult
    private mutating func skipSpace() -> Bool {
        let start = position
        while position < source.count, source[position] <= 0x20 { position += 1 }
        return position > start
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard position < source.count, source[position] == byte else { return false }
        position += 1
        return true
    }

    static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x2D, 0x2E, 0x3A: true
        default: byte >= 0x80
        }
    }

    private mutating func readName() -> Range<Int>? {
        let start = position
        while position < source.count, Self.isNameByte(source[position]) { position += 1 }
        guard position > start, source[start] &- 0x30 > 9, source[start] != 0x2D, source[start] != 0x2E else {
            return nil
        }
        let begin = text.count
        text.append(UnsafeRawBufferPointer(rebasing: source[start..<position]))
        return begin..<text.count
    }

    /// Copies text with its references resolved, up to a byte that is left standing.
    private mutating func readText(until end: UInt8) -> Bool {
        while position < source.count, source[position] != end {
            let byte = source[position]
            if byte == 0x3C { return false }
            position += 1
            guard byte == 0x26 else {
                text.append(byte)
                continue
            }
            guard let stop = source[position...].firstIndex(of: 0x3B), stop - position <= 10 else { return false }
            let name = String(decoding: source[position..<stop], as: UTF8.self)
            position = stop + 1
            switch name {
            case "lt": text.append(0x3C)
            case "gt": text.append(0x3E)
            case "amp": text.append(0x26)
            case "quot": text.append(0x22)
            case "apos": text.append(0x27)
            default:
                let isHex = name.hasPrefix("#x")
                guard name.hasPrefix("#"), let scalar = UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10),
                    Unicode.Scalar(scalar) != nil
                else { return false }
                text.append(scalar: scalar)
            }
        }
        return true
    }

    /// Appends all text in a node and below.
    func appendText(of node: Int, to out: inout ByteWriter) {
        if nodes[node].kind != .element {
            out.append(bytes(nodes[node].value))
            return
        }
        var child = nodes[node].firstChild
        while child >= 0 {
            appendText(of: child, to: &out)
            child = nodes[child].nextSibling
        }
    }
}
