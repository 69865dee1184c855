/// Puts regular expressions of Java (`java.util.regex.Pattern`) into PCRE2's syntax, which is nearly the same. What
/// differs: classes inside classes and `&&`, names of properties, octal and UTF-16 escapes, some flags, and braces that
/// are no quantifier.
struct JavaPattern {
    private let source: [UInt8]
    private var index = 0
    private var out: [UInt8] = []
    /// `(?U)` was seen: classes are of Unicode, which PCRE2 is told at the beginning.
    private var isUnicode = false

    private init(_ source: [UInt8]) { self.source = source }

    /// The pattern for PCRE2; `nil` when Java would refuse it. O(length).
    static func translated(_ source: [UInt8]) -> [UInt8]? {
        // Most patterns have nothing that differs.
        guard source.contains(where: { $0 == 0x5B || $0 == 0x5C || $0 == 0x7B || $0 == 0x3F }) else { return source }
        var pattern = JavaPattern(source)
        guard pattern.translate() else { return nil }
        return pattern.isUnicode ? Array("(*UCP)".utf8) + pattern.out : pattern.out
    }

    private var next: UInt8? { index < source.count ? source[index] : nil }
    private func peek(_ distance: Int) -> UInt8? {
        index + distance < source.count ? source[index + distance] : nil
    }

    private mutating func translate() -> Bool {
        while let byte = next {
            switch byte {
            case 0x5C:
                guard escape() else { return false }
            case 0x5B:
                index += 1
                guard let members = members(depth: 0) else { return false }
                out += members.fragment
            case 0x7B:
                guard isQuantifier else { return false }
                copy()
            case 0x28 where peek(1) == 0x3F: group()
            default: copy()
            }
        }
        return true
    }

    private mutating func copy() {
        out.append(source[index])
        index += 1
    }

    /// `{2}`, `{2,}` or `{2,3}` begins here.
    private var isQuantifier: Bool {
        var position = index + 1
        func digits() -> Int { source[position...].prefix { $0 &- 0x30 <= 9 }.count }
        guard position < source.count, digits() > 0 else { return false }
        position += digits()
        if position < source.count, source[position] == 0x2C {
            position += 1
            if position < source.count { position += digits() }
        }
        return position < source.count && source[position] == 0x7D
    }

    /// `(?`: flags without those that PCRE2 has always on (`u`) or not at all (`d`).
    private mutating func group() {
        out += [0x28, 0x3F]
        index += 2
        let flags = source[index...].prefix { byte in byte == 0x2D || (byte | 0x20) &- 0x61 < 26 }
        let end = index + flags.count
        guard !flags.isEmpty, end < source.count, source[end] == 0x29 || source[end] == 0x3A else { return }
        var isOff = false
        for flag in flags {
            if flag == 0x2D { isOff = true }
            if flag == 0x55 {
                isUnicode = isUnicode || !isOff
            } else if flag != 0x75, flag != 0x64 {
                out.append(flag)
            }
        }
        index = end
        if out.last == 0x2D { out.removeLast() }
    }

    // MARK: Escapes

    /// Outside of a class.
    private mutating func escape() -> Bool {
        guard let kind = peek(1) else { return false }
        switch kind {
        case 0x51:
            let quoted = takeQuoted()
            out += Array("\\Q".utf8) + quoted + Array("\\E".utf8)
        case 0x70, 0x50:
            guard let property = takeProperty() else { return false }
            out += property.fragment
        case 0x30, 0x75:
            guard let scalar = takeScalar() else { return false }
            out += Self.escaped(scalar)
        case 0x53, 0x44, 0x57:
            // PCRE2 10.42's just-in-time compiler lets them match ASCII alone when text may be malformed UTF-8.
            out += [0x5B, 0x5C, kind, 0x5D]
            index += 2
        default:
            out += [0x5C, kind]
            index += 2
        }
        return true
    }

    /// What stands between `\Q` and `\E`, or the pattern's end.
    private mutating func takeQuoted() -> [UInt8] {
        index += 2
        let start = index
        while index < source.count {
            if source[index] == 0x5C, peek(1) == 0x45 {
                defer { index += 2 }
                return Array(source[start..<index])
            }
            index += 1
        }
        return Array(source[start...])
    }

    /// `\0` with one to three octal digits, or `\u` with four digits, perhaps two of them for one character.
    private mutating func takeScalar() -> UInt32? {
        if peek(1) == 0x30 {
            index += 2
            var value: UInt32 = 0
            var count = 0
            while count < 3, let digit = next, digit &- 0x30 < 8, value * 8 + UInt32(digit - 0x30) <= 255 {
                value = value * 8 + UInt32(digit - 0x30)
                index += 1
                count += 1
            }
            return count > 0 ? value : nil
        }
        guard let high = takeUnit() else { return nil }
        guard (0xD800..<0xDC00).contains(high), next == 0x5C, peek(1) == 0x75 else { return high }
        let rest = index
        guard let low = takeUnit(), (0xDC00..<0xE000).contains(low) else {
            index = rest
            return high
        }
        return 0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)
    }

    private mutating func takeUnit() -> UInt32? {
        guard index + 6 <= source.count else { return nil }
        var value: UInt32 = 0
        for byte in source[(index + 2)..<(index + 6)] {
            guard let digit = Character(Unicode.Scalar(byte)).hexDigitValue else { return nil }
            value = value << 4 | UInt32(digit)
        }
        index += 6
        return value
    }

    private static func escaped(_ scalar: UInt32) -> [UInt8] {
        Array("\\x{\(String(scalar, radix: 16))}".utf8)
    }

    // MARK: Properties

    /// `\pL`, `\p{Lower}`, `\P{IsGreek}`, …
    private mutating func takeProperty() -> Members? {
        let isNegated = source[index + 1] == 0x50
        guard let first = peek(2) else { return nil }
        let name: String
        if first == 0x7B {
            let text = source[(index + 3)...].prefix { $0 != 0x7D }
            guard index + 3 + text.count < source.count else { return nil }
            name = String(decoding: text, as: UTF8.self)
            index += 4 + text.count
        } else {
            name = String(decoding: [first], as: UTF8.self)
            index += 3
        }
        guard let item = CharacterProperty.item(name, isNegated: isNegated) else { return nil }
        var members = Members()
        switch item {
        case .item(let text): members.items = Array(text.utf8)
        case .complement(let text):
            members.items = Array(text.utf8)
            members.isNegated = true
        }
        return members
    }

    // MARK: Classes

    /// The characters that a class has: those of its items and of the classes in it, as far as they are in all of the
    /// classes behind `&&` too.
    private struct Members {
        var isNegated = false
        /// As they stand between brackets.
        var items: [UInt8] = []
        /// Fragments of one character each.
        var others: [[UInt8]] = []
        var required: [[UInt8]] = []

        var isPlain: Bool { others.isEmpty && required.isEmpty }

        private var union: [UInt8] {
            var parts = others
            if !items.isEmpty { parts.insert([0x5B] + items + [0x5D], at: 0) }
            if parts.count == 1 { return parts[0] }
            return Array("(?:".utf8) + Array(parts.joined(separator: [0x7C])) + [0x29]
        }

        /// A fragment that matches one character of the class.
        var fragment: [UInt8] {
            if isPlain { return (isNegated ? [0x5B, 0x5E] : [0x5B]) + items + [0x5D] }
            var body: [UInt8] = []
            for other in required { body += Array("(?=".utf8) + other + [0x29] }
            body += items.isEmpty && others.isEmpty ? Array("(?s:.)".utf8) : union
            if isNegated { return Array("(?:(?!".utf8) + body + Array(")(?s:.))".utf8) }
            return Array("(?:".utf8) + body + [0x29]
        }
    }

    /// The class whose opening bracket has been passed; `nil` when it does not end.
    private mutating func members(depth: Int) -> Members? {
        guard depth < 100 else { return nil }
        var whole = Members()
        if next == 0x5E {
            whole.isNegated = true
            index += 1
        }
        var operands = [Members()]
        var isFirst = true
        while let byte = next {
            defer { isFirst = false }
            let last = operands.count - 1
            switch byte {
            case 0x5D where !isFirst:
                index += 1
                whole.items = operands[0].items
                whole.others = operands[0].others
                whole.required = operands.dropFirst().map(\.fragment)
                return whole
            case 0x5B:
                index += 1
                guard let inner = members(depth: depth + 1) else { return nil }
                add(inner, to: &operands[last])
            case 0x26 where peek(1) == 0x26:
                index += 2
                if operands[last].items.isEmpty, operands[last].others.isEmpty { continue }
                if next != 0x5D { operands.append(Members()) }
            case 0x5C:
                guard classEscape(&operands[last]) else { return nil }
            case 0x5D:
                operands[last].items += [0x5C, byte]
                index += 1
            default:
                operands[last].items.append(byte)
                index += 1
            }
        }
        return nil
    }

    private func add(_ inner: Members, to members: inout Members) {
        if inner.isPlain, !inner.isNegated {
            members.items += inner.items
        } else {
            members.others.append(inner.fragment)
        }
    }

    private mutating func classEscape(_ members: inout Members) -> Bool {
        guard let kind = peek(1) else { return false }
        switch kind {
        case 0x51:
            for byte in takeQuoted() {
                if byte < 0x80, !Character(Unicode.Scalar(byte)).isLetter, !Character(Unicode.Scalar(byte)).isNumber {
                    members.items.append(0x5C)
                }
                members.items.append(byte)
            }
        case 0x70, 0x50:
            guard let property = takeProperty() else { return false }
            add(property, to: &members)
        case 0x30, 0x75:
            guard let scalar = takeScalar() else { return false }
            members.items += Self.escaped(scalar)
        default:
            members.items += [0x5C, kind]
            index += 2
        }
        return true
    }
}
