/// Reads the JSON documents that schemas come in. Numbers are kept as text: no schema needs their value.
package struct JSONReader {
    package indirect enum Value {
        case null
        case bool(Bool)
        case number
        case string(String)
        case array([Value])
        /// The last of several members of one name, and where the object stands in the document.
        case object([String: Value], Range<Int>)
    }

    private let bytes: [UInt8]
    private var position = 0
    private var depth = 0
    private static let depthLimit = 500

    package init(_ text: String) { bytes = Array(text.utf8) }

    package func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The whole document's value, `nil` when it is malformed.
    package mutating func readDocument() -> Value? {
        guard let value = readValue() else { return nil }
        skipSpace()
        return position == bytes.count ? value : nil
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpace() {
        while let byte = current, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { position += 1 }
    }

    private mutating func skip(_ character: Unicode.Scalar) -> Bool {
        skipSpace()
        guard current == UInt8(ascii: character) else { return false }
        position += 1
        return true
    }

    private mutating func skip(word: StaticString) -> Bool {
        let end = position + word.utf8CodeUnitCount
        guard end <= bytes.count,
            bytes[position..<end].elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: end - position))
        else { return false }
        position = end
        return true
    }

    private mutating func readValue() -> Value? {
        guard depth < Self.depthLimit else { return nil }
        depth += 1
        defer { depth -= 1 }
        skipSpace()
        switch current {
        case UInt8(ascii: "{"): return readObject()
        case UInt8(ascii: "["): return readArray()
        case UInt8(ascii: "\""): return readString().map { .string($0) }
        case UInt8(ascii: "t"): return skip(word: "true") ? .bool(true) : nil
        case UInt8(ascii: "f"): return skip(word: "false") ? .bool(false) : nil
        case UInt8(ascii: "n"): return skip(word: "null") ? .null : nil
        default:
            let start = position
            while let byte = current, isNumberByte(byte) { position += 1 }
            return position > start ? .number : nil
        }
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "e"),
            UInt8(ascii: "E"):
            true
        default: false
        }
    }

    private mutating func readObject() -> Value? {
        let start = position
        position += 1
        var members: [String: Value] = [:]
        if skip("}") { return .object(members, start..<position) }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\""), let name = readString(), skip(":"), let value = readValue() else {
                return nil
            }
            members[name] = value
            if skip("}") { return .object(members, start..<position) }
            guard skip(",") else { return nil }
        }
    }

    private mutating func readArray() -> Value? {
        position += 1
        var elements: [Value] = []
        if skip("]") { return .array(elements) }
        while true {
            guard let value = readValue() else { return nil }
            elements.append(value)
            if skip("]") { return .array(elements) }
            guard skip(",") else { return nil }
        }
    }

    private mutating func readString() -> String? {
        position += 1
        var content: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: content, as: UTF8.self)
            case UInt8(ascii: "\\"):
                guard let escape = current else { return nil }
                position += 1
                switch escape {
                case UInt8(ascii: "n"): content.append(0x0A)
                case UInt8(ascii: "t"): content.append(0x09)
                case UInt8(ascii: "r"): content.append(0x0D)
                case UInt8(ascii: "b"): content.append(0x08)
                case UInt8(ascii: "f"): content.append(0x0C)
                case UInt8(ascii: "u"):
                    guard let scalar = readScalar() else { return nil }
                    content.append(contentsOf: Array(String(Character(scalar)).utf8))
                default: content.append(escape)
                }
            default: content.append(byte)
            }
        }
        return nil
    }

    /// The four hexadecimal digits behind `\u`, and the second half of a surrogate pair.
    private mutating func readScalar() -> Unicode.Scalar? {
        guard let first = readHex() else { return nil }
        guard (0xD800...0xDBFF).contains(first) else { return Unicode.Scalar(first) }
        guard skip(word: "\\u"), let second = readHex(), (0xDC00...0xDFFF).contains(second) else { return nil }
        return Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    }

    private mutating func readHex() -> UInt32? {
        guard position + 4 <= bytes.count,
            let value = UInt32(String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
        else { return nil }
        position += 4
        return value
    }
}
