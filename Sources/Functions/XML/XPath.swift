import Columnar
import Glibc

/// An XPath 1.0 expression: location paths with predicates, the core functions, arithmetic and comparisons.
final class XPath: Sendable {
    enum Axis: Sendable { case child, descendant, attribute, current, parent }
    enum Test: Sendable, Equatable {
        case name([UInt8])
        case any
        case text
        case node
    }
    struct Step: Sendable {
        var axis: Axis
        var test: Test
        var predicates: [Node]
    }
    indirect enum Node: Sendable {
        case path(isAbsolute: Bool, [Step])
        case number(Double)
        case string([UInt8])
        case call(String, [Node])
        case binary(String, Node, Node)
        case negated(Node)
        case filtered(Node, [Step])
    }

    let root: Node

    /// `nil` for a text that is no expression.
    init?(_ text: UnsafeRawBufferPointer) {
        var parser = XPathParser(text)
        guard let node = parser.parseExpression(), parser.isAtEnd else { return nil }
        root = node
    }
}

/// Reads XPath expressions.
private struct XPathParser {
    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0

    init(_ text: UnsafeRawBufferPointer) { bytes = Array(text) }

    var isAtEnd: Bool {
        mutating get {
            skipSpace()
            return position == bytes.count
        }
    }

    private mutating func skipSpace() {
        while position < bytes.count, bytes[position] <= 0x20 { position += 1 }
    }

    private mutating func take(_ text: String) -> Bool {
        skipSpace()
        let wanted = Array(text.utf8)
        guard bytes[position...].starts(with: wanted) else { return false }
        if let last = wanted.last, XMLDocument.isNameByte(last), last > 0x40, position + wanted.count < bytes.count,
            XMLDocument.isNameByte(bytes[position + wanted.count])
        {
            return false
        }
        position += wanted.count
        return true
    }

    mutating func parseExpression() -> XPath.Node? { parse(level: 0) }

    private static let operators: [[String]] = [
        ["or"], ["and"], ["!=", "="], ["<=", ">=", "<", ">"], ["+", "-"], ["*", "div", "mod"], ["|"],
    ]

    private mutating func parse(level: Int) -> XPath.Node? {
        guard level < Self.operators.count else { return parseUnary() }
        depth += 1
        defer { depth -= 1 }
        guard depth < 200, var left = parse(level: level + 1) else { return nil }
        search: while true {
            for symbol in Self.operators[level] where take(symbol) {
                guard let right = parse(level: level + 1) else { return nil }
                left = .binary(symbol, left, right)
                continue search
            }
            return left
        }
    }

    private mutating func parseUnary() -> XPath.Node? {
        if take("-") { return parseUnary().map { .negated($0) } }
        skipSpace()
        guard position < bytes.count else { return nil }
        let byte = bytes[position]
        if byte == 0x22 || byte == 0x27 {
            guard let end = bytes[(position + 1)...].firstIndex(of: byte) else { return nil }
            let text = Array(bytes[(position + 1)..<end])
            position = end + 1
            return .string(text)
        }
        let isFraction = byte == 0x2E && position + 1 < bytes.count && bytes[position + 1] &- 0x30 <= 9
        if byte &- 0x30 <= 9 || isFraction {
            let start = position
            while position < bytes.count, bytes[position] &- 0x30 <= 9 || bytes[position] == 0x2E { position += 1 }
            return Double(String(decoding: bytes[start..<position], as: UTF8.self)).map { .number($0) }
        }
        if byte == 0x28 {
            position += 1
            guard let inner = parseExpression(), take(")") else { return nil }
            return rest(of: inner)
        }
        if let name = peekName(), let open = afterSpace(position + name.utf8.count), bytes[open] == 0x28,
            name != "text", name != "node"
        {
            position = open + 1
            var arguments: [XPath.Node] = []
            if !take(")") {
                repeat {
                    guard let argument = parseExpression() else { return nil }
                    arguments.append(argument)
                } while take(",")
                guard take(")") else { return nil }
            }
            return rest(of: .call(name, arguments))
        }
        return parsePath()
    }

    /// `/steps` behind a parenthesis or call.
    private mutating func rest(of node: XPath.Node) -> XPath.Node? {
        skipSpace()
        guard position < bytes.count, bytes[position] == 0x2F else { return node }
        guard case .path(_, let steps)? = parsePath() else { return nil }
        return .filtered(node, steps)
    }

    private func afterSpace(_ start: Int) -> Int? {
        var index = start
        while index < bytes.count, bytes[index] <= 0x20 { index += 1 }
        return index < bytes.count ? index : nil
    }

    private func peekName() -> String? {
        var end = position
        while end < bytes.count, XMLDocument.isNameByte(bytes[end]) { end += 1 }
        guard end > position, bytes[position] &- 0x30 > 9 else { return nil }
        return String(decoding: bytes[position..<end], as: UTF8.self)
    }

    private mutating func parsePath() -> XPath.Node? {
        var steps: [XPath.Step] = []
        var isAbsolute = false
        if take("//") {
            isAbsolute = true
            steps.append(XPath.Step(axis: .descendant, test: .node, predicates: []))
        } else if take("/") {
            isAbsolute = true
            skipSpace()
            if position == bytes.count { return .path(isAbsolute: true, []) }
        }
        while true {
            guard let step = parseStep() else { return nil }
            steps.append(step)
            if take("//") {
                steps.append(XPath.Step(axis: .descendant, test: .node, predicates: []))
            } else if !take("/") {
                return .path(isAbsolute: isAbsolute, steps)
            }
        }
    }

    private mutating func parseStep() -> XPath.Step? {
        if take("..") { return XPath.Step(axis: .parent, test: .node, predicates: []) }
        if take(".") { return XPath.Step(axis: .current, test: .node, predicates: []) }
        var axis = XPath.Axis.child
        if take("@") || take("attribute::") { axis = .attribute }
        if take("child::") { axis = .child }
        if take("self::") { axis = .current }
        if take("parent::") { axis = .parent }
        let test: XPath.Test
        skipSpace()
        if take("*") {
            test = .any
        } else if let name = peekName() {
            position += name.utf8.count
            if name == "text" || name == "node", take("(") {
                guard take(")") else { return nil }
                test = name == "text" ? .text : .node
            } else {
                test = .name(Array(name.utf8))
            }
        } else {
            return nil
        }
        var predicates: [XPath.Node] = []
        while take("[") {
            guard let predicate = parseExpression(), take("]") else { return nil }
            predicates.append(predicate)
        }
        return XPath.Step(axis: axis, test: test, predicates: predicates)
    }
}

/// A value of XPath's four types.
enum XPathValue {
    case nodes([Int])
    case number(Double)
    case boolean(Bool)
    case string([UInt8])
}

extension XMLDocument {
    /// The value of an expression over the document; `nil` for a function that is not known.
    func evaluate(_ path: XPath) -> XPathValue? { evaluate(path.root, 0, 1, 1) }

    private func evaluate(_ node: XPath.Node, _ context: Int, _ position: Int, _ size: Int) -> XPathValue? {
        switch node {
        case .number(let number): return .number(number)
        case .string(let text): return .string(text)
        case .path(let isAbsolute, let steps): return .nodes(walk(steps, from: [isAbsolute ? 0 : context]))
        case .filtered(let inner, let steps):
            guard case .nodes(let start)? = evaluate(inner, context, position, size) else { return nil }
            return .nodes(walk(steps, from: start))
        case .negated(let inner):
            return evaluate(inner, context, position, size).map { .number(-number($0)) }
        case .binary(let symbol, let left, let right):
            guard let a = evaluate(left, context, position, size), let b = evaluate(right, context, position, size)
            else { return nil }
            return combine(symbol, a, b)
        case .call(let name, let arguments):
            var values: [XPathValue] = []
            for argument in arguments {
                guard let value = evaluate(argument, context, position, size) else { return nil }
                values.append(value)
            }
            return call(name, values, context, position, size)
        }
    }

    private func walk(_ steps: [XPath.Step], from start: [Int]) -> [Int] {
        var current = start
        for step in steps {
            var next: [Int] = []
            for node in current {
                var found: [Int] = []
                collect(step, node, into: &found)
                for predicate in step.predicates {
                    var kept: [Int] = []
                    for (index, candidate) in found.enumerated() {
                        guard let value = evaluate(predicate, candidate, index + 1, found.count) else { continue }
                        let holds: Bool
                        if case .number(let number) = value {
                            holds = number == Double(index + 1)
                        } else {
                            holds = boolean(value)
                        }
                        if holds { kept.append(candidate) }
                    }
                    found = kept
                }
                next += found
            }
            // Nodes are numbered in document order.
            if current.count > 1 { next = Array(Set(next)).sorted() }
            current = next
        }
        return current
    }

    private func matches(_ node: Int, _ test: XPath.Test, _ axis: XPath.Axis) -> Bool {
        switch test {
        case .node: true
        case .text: nodes[node].kind == .text
        case .any: nodes[node].kind == (axis == .attribute ? .attribute : .element)
        case .name(let name):
            nodes[node].kind == (axis == .attribute ? .attribute : .element)
                && bytes(nodes[node].name).elementsEqual(name)
        }
    }

    private func collect(_ step: XPath.Step, _ node: Int, into found: inout [Int]) {
        switch step.axis {
        case .current: if matches(node, step.test, .child) { found.append(node) }
        case .parent: if nodes[node].parent >= 0 { found.append(nodes[node].parent) }
        case .attribute:
            var attribute = nodes[node].firstAttribute
            while attribute >= 0 {
                if matches(attribute, step.test, .attribute) { found.append(attribute) }
                attribute = nodes[attribute].nextSibling
            }
        case .child:
            var child = nodes[node].firstChild
            while child >= 0 {
                if matches(child, step.test, .child) { found.append(child) }
                child = nodes[child].nextSibling
            }
        case .descendant:
            found.append(node)
            var child = nodes[node].firstChild
            while child >= 0 {
                if nodes[child].kind == .element { collect(step, child, into: &found) }
                child = nodes[child].nextSibling
            }
        }
    }

    // MARK: Conversions

    func string(ofNode node: Int) -> [UInt8] {
        var out = ByteWriter()
        appendText(of: node, to: &out)
        return Array(out.bytes)
    }

    func string(_ value: XPathValue) -> [UInt8] {
        switch value {
        case .nodes(let nodes): return nodes.first.map { string(ofNode: $0) } ?? []
        case .string(let text): return text
        case .boolean(let flag): return Array((flag ? "true" : "false").utf8)
        case .number(let number):
            if number == number.rounded(), number.magnitude < 1e15 { return Array("\(Int64(number))".utf8) }
            if number.isInfinite { return Array((number < 0 ? "-Infinity" : "Infinity").utf8) }
            return Array((number.isNaN ? "NaN" : "\(number)").utf8)
        }
    }

    func number(_ value: XPathValue) -> Double {
        switch value {
        case .number(let number): return number
        case .boolean(let flag): return flag ? 1 : 0
        case .nodes, .string:
            let text = String(decoding: string(value), as: UTF8.self)
            let trimmed = text.split(whereSeparator: { $0.isWhitespace }).joined(separator: " ")
            return Double(trimmed) ?? .nan
        }
    }

    func boolean(_ value: XPathValue) -> Bool {
        switch value {
        case .nodes(let nodes): !nodes.isEmpty
        case .number(let number): number != 0 && !number.isNaN
        case .boolean(let flag): flag
        case .string(let text): !text.isEmpty
        }
    }

    private func combine(_ symbol: String, _ a: XPathValue, _ b: XPathValue) -> XPathValue? {
        switch symbol {
        case "or": return .boolean(boolean(a) || boolean(b))
        case "and": return .boolean(boolean(a) && boolean(b))
        case "+": return .number(number(a) + number(b))
        case "-": return .number(number(a) - number(b))
        case "*": return .number(number(a) * number(b))
        case "div": return .number(number(a) / number(b))
        case "mod": return .number(fmod(number(a), number(b)))
        case "|":
            guard case .nodes(let x) = a, case .nodes(let y) = b else { return nil }
            return .nodes(Array(Set(x + y)).sorted())
        default: return .boolean(compare(symbol, a, b))
        }
    }

    /// A comparison with nodes holds when it does for some of them.
    private func compare(_ symbol: String, _ a: XPathValue, _ b: XPathValue) -> Bool {
        if case .nodes(let nodes) = a {
            return nodes.contains { compare(symbol, .string(string(ofNode: $0)), b) }
        }
        if case .nodes(let nodes) = b {
            return nodes.contains { compare(symbol, a, .string(string(ofNode: $0))) }
        }
        if symbol == "=" || symbol == "!=" {
            let isEqual: Bool
            switch (a, b) {
            case (.boolean, _), (_, .boolean): isEqual = boolean(a) == boolean(b)
            case (.number, _), (_, .number): isEqual = number(a) == number(b)
            default: isEqual = string(a) == string(b)
            }
            return isEqual == (symbol == "=")
        }
        let (x, y) = (number(a), number(b))
        switch symbol {
        case "<": return x < y
        case "<=": return x <= y
        case ">": return x > y
        default: return x >= y
        }
    }

    private func call(
        _ name: String, _ values: [XPathValue], _ context: Int, _ position: Int, _ size: Int
    ) -> XPathValue? {
        switch (name, values.count) {
        case ("position", 0): return .number(Double(position))
        case ("last", 0): return .number(Double(size))
        case ("count", 1):
            guard case .nodes(let nodes) = values[0] else { return nil }
            return .number(Double(nodes.count))
        case ("sum", 1):
            guard case .nodes(let nodes) = values[0] else { return nil }
            return .number(nodes.reduce(0) { $0 + number(.string(string(ofNode: $1))) })
        case ("string", 0): return .string(string(ofNode: context))
        case ("string", 1): return .string(string(values[0]))
        case ("number", 0): return .number(number(.string(string(ofNode: context))))
        case ("number", 1): return .number(number(values[0]))
        case ("boolean", 1): return .boolean(boolean(values[0]))
        case ("not", 1): return .boolean(!boolean(values[0]))
        case ("true", 0): return .boolean(true)
        case ("false", 0): return .boolean(false)
        case ("name", 0), ("local-name", 0): return .string(Array(bytes(nodes[context].name)))
        case ("name", 1), ("local-name", 1):
            guard case .nodes(let found) = values[0] else { return nil }
            return .string(found.first.map { Array(bytes(nodes[$0].name)) } ?? [])
        case ("concat", 2...): return .string(values.flatMap { string($0) })
        case ("floor", 1): return .number(number(values[0]).rounded(.down))
        case ("ceiling", 1): return .number(number(values[0]).rounded(.up))
        case ("round", 1): return .number((number(values[0]) + 0.5).rounded(.down))
        case ("string-length", 1):
            return .number(Double(String(decoding: string(values[0]), as: UTF8.self).unicodeScalars.count))
        case ("normalize-space", 1):
            let words = string(values[0]).split(whereSeparator: { $0 <= 0x20 })
            return .string(Array(words.joined(separator: [0x20])))
        case ("contains", 2):
            return .boolean(search(string(values[0]), string(values[1])) != nil)
        case ("starts-with", 2): return .boolean(string(values[0]).starts(with: string(values[1])))
        case ("substring-before", 2):
            let text = string(values[0])
            return .string(search(text, string(values[1])).map { Array(text[..<$0]) } ?? [])
        case ("substring-after", 2):
            let (text, mark) = (string(values[0]), string(values[1]))
            return .string(search(text, mark).map { Array(text[($0 + mark.count)...]) } ?? [])
        case ("substring", 2...3):
            let scalars = Array(String(decoding: string(values[0]), as: UTF8.self).unicodeScalars)
            let first = (number(values[1]) + 0.5).rounded(.down)
            let end = values.count > 2 ? first + (number(values[2]) + 0.5).rounded(.down) : .infinity
            var out = String.UnicodeScalarView()
            for (index, scalar) in scalars.enumerated() where Double(index + 1) >= first && Double(index + 1) < end {
                out.append(scalar)
            }
            return .string(Array(String(out).utf8))
        default: return nil
        }
    }

    private func search(_ text: [UInt8], _ needle: [UInt8]) -> Int? {
        text.withUnsafeBytes { bytes in needle.withUnsafeBytes { UTF8Text.find($0, in: bytes) } }
    }
}
