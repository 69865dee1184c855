import Columnar

/// A compiled LIKE pattern: `%` for any characters, `_` for one, an escape character before either.
struct LikePattern {
    /// `pieces`: literals with any characters between them; `general`: patterns with `_`.
    private enum Shape { case equal, prefix, suffix, contains, pieces, general }

    /// Bytes of literals; 256 stands for one character, 257 for any number of them.
    private let codes: [UInt16]
    private let literal: [UInt8]
    private let finder: ByteFinder
    private let shape: Shape
    /// Of patterns without `_`: what the text begins and ends with, and what comes between, in order.
    private let prefix: [UInt8]
    private let suffix: [UInt8]
    private let middle: [ByteFinder]

    /// Throws INVALID_FORMAT for an escape before another character or at the end.
    init(_ pattern: UnsafeRawBufferPointer, escape: UInt8) throws {
        var codes: [UInt16] = []
        var index = 0
        while index < pattern.count {
            let byte = pattern[index]
            if byte == escape {
                guard index + 1 < pattern.count else { throw LikePattern.invalid("ESC_AT_THE_END", pattern, nil) }
                let next = pattern[index + 1]
                guard next == escape || next == 0x5F || next == 0x25 else {
                    throw LikePattern.invalid("ESC_IN_THE_MIDDLE", pattern, next)
                }
                codes.append(UInt16(next))
                index += 2
                continue
            }
            switch byte {
            case 0x25: if codes.last != 257 { codes.append(257) }
            case 0x5F: codes.append(256)
            default: codes.append(UInt16(byte))
            }
            index += 1
        }
        let body = codes.filter { $0 != 257 }
        let isPlain = body.allSatisfy { $0 < 256 }
        let inner = codes.dropFirst().dropLast().contains(257)
        let (opens, closes) = (codes.first == 257, codes.last == 257)
        if !isPlain {
            shape = .general
        } else if inner {
            shape = .pieces
        } else if opens && closes {
            shape = .contains
        } else if opens {
            shape = .suffix
        } else {
            shape = closes ? .prefix : .equal
        }
        self.codes = codes
        literal = body.map { UInt8(truncatingIfNeeded: $0) }
        finder = ByteFinder(literal)
        var parts = codes.split(separator: 257).map { $0.map { UInt8(truncatingIfNeeded: $0) } }
        prefix = opens || parts.isEmpty ? [] : parts.removeFirst()
        suffix = closes || parts.isEmpty ? [] : parts.removeLast()
        middle = parts.map(ByteFinder.init)
    }

    private static func invalid(_ kind: String, _ pattern: UnsafeRawBufferPointer, _ byte: UInt8?) -> PyriteError {
        let text = String(decoding: pattern, as: UTF8.self)
        let quoted = FunctionError.quoted(text.replacing("\\", with: "\\\\"))
        let named = byte.map { "precede \(FunctionError.quoted(String(UnicodeScalar($0))))" } ?? "end with"
        var error = PyriteError(
            .analysis, "INVALID_FORMAT.\(kind)", sqlState: "42601",
            "The format is invalid: \(quoted). The escape character is not allowed to \(named).",
            parameters: ["format": quoted])
        if let byte {
            let more = PyriteError(
                .analysis, "", sqlState: "", "", parameters: ["char": FunctionError.quoted(String(UnicodeScalar(byte)))]
            )
            error.parameters += more.parameters
        }
        return error
    }

    /// Tests all rows with one loop for each shape.
    func test(_ rows: Rows, _ texts: TextInput) -> Column {
        literal.withUnsafeBytes { literal in
            switch shape {
            case .equal: rows.test { UTF8Text.equal(texts[$0], literal) }
            case .prefix: rows.test { UTF8Text.hasPrefix(texts[$0], literal) }
            case .suffix: rows.test { UTF8Text.hasSuffix(texts[$0], literal) }
            case .contains: rows.test { finder.find(literal, in: texts[$0], from: 0) != nil }
            case .pieces: testPieces(rows, texts)
            case .general:
                codes.withUnsafeBufferPointer { codes in rows.test { LikePattern.matches(texts[$0], codes) } }
            }
        }
    }

    private func testPieces(_ rows: Rows, _ texts: TextInput) -> Column {
        prefix.withUnsafeBytes { prefix in
            suffix.withUnsafeBytes { suffix in
                guard middle.count == 2 else {
                    return rows.test { holdsPieces(texts[$0], prefix, suffix) }
                }
                // The common `%a%b%`, without an array in the loop.
                let (first, second) = (middle[0], middle[1])
                return first.needle.withUnsafeBytes { a in
                    second.needle.withUnsafeBytes { b in
                        rows.test { row in
                            guard let text = LikePattern.inside(texts[row], prefix, suffix),
                                let hit = first.find(a, in: text, from: 0)
                            else { return false }
                            return second.find(b, in: text, from: hit &+ a.count) != nil
                        }
                    }
                }
            }
        }
    }

    /// What lies between the prefix and the suffix; `nil` when the text has not both.
    @inline(__always) private static func inside(
        _ bytes: UnsafeRawBufferPointer, _ prefix: UnsafeRawBufferPointer, _ suffix: UnsafeRawBufferPointer
    ) -> UnsafeRawBufferPointer? {
        guard bytes.count >= prefix.count &+ suffix.count, UTF8Text.hasPrefix(bytes, prefix),
            UTF8Text.hasSuffix(bytes, suffix)
        else { return nil }
        return UTF8Text.slice(bytes, prefix.count, bytes.count &- suffix.count)
    }

    private func holdsPieces(
        _ bytes: UnsafeRawBufferPointer, _ prefix: UnsafeRawBufferPointer, _ suffix: UnsafeRawBufferPointer
    ) -> Bool {
        guard let text = LikePattern.inside(bytes, prefix, suffix) else { return false }
        var position = 0
        for finder in middle {
            let hit = finder.needle.withUnsafeBytes { finder.find($0, in: text, from: position) }
            guard let hit else { return false }
            position = hit &+ finder.needle.count
        }
        return true
    }

    func matches(_ bytes: UnsafeRawBufferPointer) -> Bool {
        codes.withUnsafeBufferPointer { LikePattern.matches(bytes, $0) }
    }

    /// Greedy matching that goes back to the last `%` only: O(text × pattern) at worst.
    private static func matches(_ bytes: UnsafeRawBufferPointer, _ codes: UnsafeBufferPointer<UInt16>) -> Bool {
        var (position, code) = (0, 0)
        var (restart, star) = (0, -1)
        while position < bytes.count {
            if code < codes.count, codes[code] == 257 {
                star = code
                restart = position
                code &+= 1
            } else if code < codes.count, codes[code] == 256 {
                position = min(position &+ UTF8Text.width(bytes[position]), bytes.count)
                code &+= 1
            } else if code < codes.count, codes[code] == UInt16(bytes[position]) {
                position &+= 1
                code &+= 1
            } else if star >= 0 {
                restart = min(restart &+ UTF8Text.width(bytes[restart]), bytes.count)
                position = restart
                code = star &+ 1
            } else {
                return false
            }
        }
        while code < codes.count, codes[code] == 257 { code &+= 1 }
        return code == codes.count
    }
}
