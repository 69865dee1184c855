import Columnar

/// `mask`, checks of digits and encodings, and similarity of strings.
enum TextCheckFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "mask", .string,
            "mask(input[, upper, lower, digit, other]) - The text with upper-case letters, lower-case letters, digits and "
                + "other characters replaced; a null leaves its kind as it is.",
            ["mask('abcd-EFGH-8765-4321')"], since: "3.4.0", count: 1...5, bindMask),
        .rows(
            "luhn_check", .string, "luhn_check(digits) - Whether the last digit is right by the Luhn algorithm.",
            ["luhn_check('8112189876')"], since: "3.5.0", parameters: [.text], result: .boolean
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapValid(UInt8(0)) { isLuhn(x[$0]) ? 1 : 0 }
        },
        .rows(
            "is_valid_utf8", .string, "is_valid_utf8(str) - Whether the bytes are well-formed UTF-8.",
            ["is_valid_utf8('Spark')"], since: "4.0.0", parameters: [.textOrBinary], result: .boolean
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapValid(UInt8(0)) { firstInvalid(x[$0], from: 0) == nil ? 1 : 0 }
        },
        .rows(
            "make_valid_utf8", .string,
            "make_valid_utf8(str) - The string with U+FFFD in place of bytes that are no UTF-8.",
            ["make_valid_utf8('Spark')"], since: "4.0.0", parameters: [.textOrBinary], result: .string
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                let bytes = x[row]
                var start = 0
                while let bad = firstInvalid(bytes, from: start) {
                    out.append(UnsafeRawBufferPointer(rebasing: bytes[start..<bad.lowerBound]))
                    out.append("\u{FFFD}" as StaticString)
                    start = bad.upperBound
                }
                out.append(UnsafeRawBufferPointer(rebasing: bytes[start...]))
                return true
            }
        },
        validate("validate_utf8", isAttempt: false, "validate_utf8(str) - The string; an error when it is no UTF-8."),
        validate(
            "try_validate_utf8", isAttempt: true, "try_validate_utf8(str) - The string, null when it is no UTF-8."),
        .rows(
            "quote", .string, "quote(str) - The string between single quotes, quotes in it escaped.",
            ["quote('Don\\'t')"], since: "4.1.0", parameters: [.text], result: .string
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                out.append(0x27)
                for byte in x[row] {
                    if byte == 0x27 { out.append(0x5C) }
                    out.append(byte)
                }
                out.append(0x27)
                return true
            }
        },
        .rows(
            "jaro_winkler_similarity", .string,
            "jaro_winkler_similarity(left, right) - How alike two strings are, from 0 to 1.",
            ["jaro_winkler_similarity('MARTHA', 'MARHTA')"], since: "4.3.0", parameters: [.text, .text],
            result: .double
        ) { rows, _ in
            let (x, y) = (rows.text(0), rows.text(1))
            var measure = JaroWinkler()
            return rows.mapValid(0.0) { measure.similarity(x[$0], y[$0]) }
        },
        .scalar(
            "sentences", .string, "sentences(str[, language[, country]]) - The words of each sentence.",
            ["sentences('Hi there! Good morning.')"], since: "2.0.0", count: 1...3
        ) { call in
            let type = DataType.array(.array(.string, containsNull: false), containsNull: false)
            return .rows(call, argumentTypes: try call.coerced([.text]), result: type) { rows, _ in
                let x = rows.text(0)
                return rows.build { row, builder in Sentences.append(x[row], to: builder) }
            }
        },
    ]

    // MARK: mask

    @Sendable private static func bindMask(_ call: Call) throws -> ScalarBinding {
        let standard: [UInt32?] = [0x58, 0x78, 0x6E, nil]
        var replacements = standard
        for index in 1..<max(call.arguments.count, 1) {
            let argument = call.arguments[index]
            switch argument.literal {
            case .string(let text)?:
                guard text.unicodeScalars.count == 1 else {
                    throw PyriteError(
                        .analysis, "DATATYPE_MISMATCH.INPUT_SIZE_NOT_ONE", sqlState: "42K09",
                        "Cannot resolve \"\(call.sql)\" due to data type mismatch: Length of "
                            + "\(["upperChar", "lowerChar", "digitChar", "otherChar"][index - 1]) should be 1.",
                        parameters: [
                            "sqlExpr": "\"\(call.sql)\"",
                            "exprName": ["upperChar", "lowerChar", "digitChar", "otherChar"][index - 1],
                        ])
                }
                replacements[index - 1] = text.unicodeScalars.first?.value
            case .null?: replacements[index - 1] = nil
            default:
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: ["upperChar", "lowerChar", "digitChar", "otherChar"][index - 1],
                    type: .string, input: argument.sql)
            }
        }
        let chosen = replacements
        let types = [try call.coerced([.text, .any])[0]] + call.types.dropFirst().map { _ in DataType.string }
        return .rows(call, argumentTypes: types, result: .string, strict: false) { rows, _ in
            let x = rows.text(0)
            let nulls = rows.nulls(0)
            return rows.mapText { row, out in
                if nulls[row] { return false }
                let bytes = x[row]
                var position = 0
                while position < bytes.count {
                    let scalar = UTF8Text.scalar(bytes, position)
                    position &+= UTF8Text.width(bytes[position])
                    out.append(scalar: chosen[kind(scalar)] ?? scalar)
                }
                return true
            }
        }
    }

    /// 0 for an upper-case letter, 1 for a lower-case one, 2 for a digit, 3 for the rest.
    private static func kind(_ scalar: UInt32) -> Int {
        if scalar < 0x80 {
            switch scalar {
            case 0x41...0x5A: return 0
            case 0x61...0x7A: return 1
            case 0x30...0x39: return 2
            default: return 3
            }
        }
        guard let properties = Unicode.Scalar(scalar)?.properties else { return 3 }
        if properties.isUppercase { return 0 }
        if properties.isLowercase { return 1 }
        return properties.generalCategory == .decimalNumber ? 2 : 3
    }

    private static func isLuhn(_ digits: UnsafeRawBufferPointer) -> Bool {
        guard !digits.isEmpty else { return false }
        var sum = 0
        var doubles = false
        for byte in digits.reversed() {
            guard byte &- 0x30 <= 9 else { return false }
            var digit = Int(byte &- 0x30)
            if doubles {
                digit &*= 2
                if digit > 9 { digit &-= 9 }
            }
            sum &+= digit
            doubles.toggle()
        }
        return sum % 10 == 0
    }

    // MARK: UTF-8

    private static func validate(_ name: String, isAttempt: Bool, _ usage: String) -> FunctionDefinition {
        .rows(
            name, .string, usage, ["\(name)('Spark')"], since: "4.0.0", parameters: [.textOrBinary], result: .string,
            nullable: isAttempt ? .always : .whenArgumentsAre, canFail: !isAttempt
        ) { rows, _ in
            let x = rows.text(0)
            return try rows.slices(of: x) { row in
                if firstInvalid(x[row], from: 0) == nil { return x[row] }
                if isAttempt { return nil }
                let hex = x[row].map { ($0 < 16 ? "\\x0" : "\\x") + String($0, radix: 16, uppercase: true) }.joined()
                throw PyriteError(
                    .illegalArgument, "INVALID_UTF8_STRING", sqlState: "22029",
                    "Invalid UTF8 byte sequence found in string: \(hex).", parameters: ["str": hex])
            }
        }
    }

    /// The first bytes from `start` on that are no UTF-8: as many as belong together of a broken character.
    static func firstInvalid(_ bytes: UnsafeRawBufferPointer, from start: Int) -> Range<Int>? {
        var position = start
        while position < bytes.count {
            let lead = bytes[position]
            if lead < 0x80 {
                position &+= 1
                continue
            }
            let (length, low, high): (Int, UInt8, UInt8) =
                switch lead {
                case 0xC2...0xDF: (2, 0x80, 0xBF)
                case 0xE0: (3, 0xA0, 0xBF)
                case 0xE1...0xEC, 0xEE, 0xEF: (3, 0x80, 0xBF)
                case 0xED: (3, 0x80, 0x9F)
                case 0xF0: (4, 0x90, 0xBF)
                case 0xF1...0xF3: (4, 0x80, 0xBF)
                case 0xF4: (4, 0x80, 0x8F)
                default: (1, 0, 0)
                }
            if length == 1 { return position..<(position &+ 1) }
            var index = 1
            while index < length, position &+ index < bytes.count {
                let byte = bytes[position &+ index]
                let isGood = index == 1 ? byte >= low && byte <= high : byte & 0xC0 == 0x80
                if !isGood { break }
                index &+= 1
            }
            if index < length { return position..<(position &+ index) }
            position &+= length
        }
        return nil
    }
}

/// The Jaro-Winkler similarity (W. Winkler, 1990) of strings by characters.
struct JaroWinkler: ~Copyable {
    private var left: [UInt32] = []
    private var right: [UInt32] = []
    private var leftMatched: [Bool] = []
    private var rightMatched: [Bool] = []

    mutating func similarity(_ a: UnsafeRawBufferPointer, _ b: UnsafeRawBufferPointer) -> Double {
        Self.load(a, &left)
        Self.load(b, &right)
        let (n, m) = (left.count, right.count)
        if n == 0 && m == 0 { return 1 }
        if n == 0 || m == 0 { return 0 }
        let window = max(max(n, m) / 2 - 1, 0)
        leftMatched.removeAll(keepingCapacity: true)
        leftMatched.append(contentsOf: repeatElement(false, count: n))
        rightMatched.removeAll(keepingCapacity: true)
        rightMatched.append(contentsOf: repeatElement(false, count: m))
        var matches = 0
        for i in 0..<n {
            let end = min(i + window + 1, m)
            var j = max(0, i - window)
            while j < end {
                if !rightMatched[j], left[i] == right[j] {
                    leftMatched[i] = true
                    rightMatched[j] = true
                    matches += 1
                    break
                }
                j += 1
            }
        }
        if matches == 0 { return 0 }
        var transpositions = 0
        var j = 0
        for i in 0..<n where leftMatched[i] {
            while !rightMatched[j] { j += 1 }
            if left[i] != right[j] { transpositions += 1 }
            j += 1
        }
        let count = Double(matches)
        let jaro =
            (count / Double(n) + count / Double(m) + (count - Double(transpositions / 2)) / count) / 3
        var prefix = 0
        while prefix < min(4, n, m), left[prefix] == right[prefix] { prefix += 1 }
        return jaro + Double(prefix) * 0.1 * (1 - jaro)
    }

    private static func load(_ bytes: UnsafeRawBufferPointer, _ out: inout [UInt32]) {
        out.removeAll(keepingCapacity: true)
        var position = 0
        while position < bytes.count {
            out.append(UTF8Text.scalar(bytes, position))
            position &+= UTF8Text.width(bytes[position])
        }
    }
}

/// Text cut into sentences, and those into words.
private enum Sentences {
    static func append(_ bytes: UnsafeRawBufferPointer, to builder: ColumnBuilder) {
        let sentences = builder.child(0)
        var words = 0
        func endSentence() {
            if words > 0 { sentences.closeRange() }
            words = 0
        }
        var position = 0
        var start = -1
        func endWord(_ end: Int) {
            guard start >= 0 else { return }
            sentences.child(0).append(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
            words += 1
            start = -1
        }
        while position < bytes.count {
            let scalar = UTF8Text.scalar(bytes, position)
            let next = position &+ UTF8Text.width(bytes[position])
            if isWord(scalar) {
                if start < 0 { start = position }
            } else if isInner(scalar), start >= 0, next < bytes.count, isWord(UTF8Text.scalar(bytes, next)) {
                // A point or apostrophe inside a word or number belongs to it.
            } else {
                endWord(position)
                if ends(scalar, bytes, next) { endSentence() }
            }
            position = next
        }
        endWord(bytes.count)
        endSentence()
        builder.closeRange()
    }

    /// A point before a lower-case word ends an abbreviation, not a sentence.
    private static func ends(_ scalar: UInt32, _ bytes: UnsafeRawBufferPointer, _ next: Int) -> Bool {
        guard scalar == 0x21 || scalar == 0x3F || scalar == 0x2E else { return false }
        guard next < bytes.count else { return true }
        guard bytes[next] <= 0x20 else { return false }
        guard scalar == 0x2E, let first = bytes[next...].first(where: { $0 > 0x20 }) else { return true }
        return !(0x61...0x7A).contains(first)
    }

    private static func isWord(_ scalar: UInt32) -> Bool {
        if scalar < 0x80 {
            return (0x30...0x39).contains(scalar) || (0x41...0x5A).contains(scalar) || (0x61...0x7A).contains(scalar)
                || scalar == 0x5F
        }
        guard let properties = Unicode.Scalar(scalar)?.properties else { return false }
        return properties.isAlphabetic || properties.numericType != nil
    }

    private static func isInner(_ scalar: UInt32) -> Bool { scalar == 0x2E || scalar == 0x27 || scalar == 0x2019 }
}
