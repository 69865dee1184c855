import Columnar

/// Case, length, parts, padding, searching.
enum StringFunctions {
    static let definitions: [FunctionDefinition] = [
        changeCase("upper", aliases: ["ucase"], upper: true),
        changeCase("lower", aliases: ["lcase"], upper: false),
        text(
            "initcap", "initcap(str) - Each word with its first letter in upper case, the rest in lower.",
            ["initcap('sPark sql')"]
        ) { bytes, out in
            let lowered = String(decoding: bytes, as: UTF8.self).lowercased()
            var atStart = true
            for character in lowered.unicodeScalars {
                out.append(atStart ? character.properties.titlecaseMapping : String(character))
                atStart = character == " "
            }
        },
        .scalar(
            "length", aliases: ["len", "char_length", "character_length"], .string,
            "length(expr) - The number of "
                + "characters, or of bytes of a binary value.", ["length('Spark SQL ')"], since: "1.5.0", count: 1...1
        ) { call in
            let types = try call.coerced([.textOrBinary])
            return .rows(call, argumentTypes: types, result: .integer) { rows, _ in
                let x = rows.text(0)
                if types[0] == .binary { return rows.map { Int32(truncatingIfNeeded: x[$0].count) } }
                return rows.map { Int32(truncatingIfNeeded: UTF8Text.length(x[$0])) }
            }
        },
        .scalar(
            "octet_length", .string, "octet_length(expr) - The number of bytes.", ["octet_length('Spark SQL')"],
            since: "2.3.0", count: 1...1
        ) { call in
            .rows(call, argumentTypes: try call.coerced([.textOrBinary]), result: .integer) { rows, _ in
                let x = rows.text(0)
                return rows.map { Int32(truncatingIfNeeded: x[$0].count) }
            }
        },
        .scalar(
            "bit_length", .string, "bit_length(expr) - The number of bits.", ["bit_length('Spark SQL')"],
            since: "2.3.0", count: 1...1
        ) { call in
            .rows(call, argumentTypes: try call.coerced([.textOrBinary]), result: .integer) { rows, _ in
                let x = rows.text(0)
                return rows.map { Int32(truncatingIfNeeded: x[$0].count &* 8) }
            }
        },
        .scalar(
            "substring", aliases: ["substr"], .string,
            "substring(str, pos[, len]) - The characters from pos (counted from "
                + "1, or from the end when negative) on.", ["substring('Spark SQL', 5, 1)"], since: "1.5.0",
            count: 2...3
        ) {
            call in
            let types = try call.coerced([.textOrBinary, .int, .int])
            let result: DataType = types[0] == .binary ? .binary : .string
            return .rows(call, argumentTypes: types, result: result) { rows, _ in
                let x = rows.text(0)
                let positions = rows.fixed(1, as: Int32.self)
                let lengths = types.count > 2 ? rows.fixed(2, as: Int32.self) : nil
                let isBinary = result == .binary
                return rows.slices(of: x) { row in
                    substring(x[row], Int(positions[row]), lengths.map { Int($0[row]) }, isBinary: isBinary)
                }
            }
        },
        .scalar(
            "left", .string, "left(str, len) - The first characters.", ["left('Spark SQL', 3)"], since: "2.3.0",
            count: 2...2
        ) { call in
            let types = try call.coerced([.textOrBinary, .int])
            return .rows(call, argumentTypes: types, result: types[0] == .binary ? .binary : .string) { rows, _ in
                let x = rows.text(0)
                let n = rows.fixed(1, as: Int32.self)
                return rows.slices(of: x) { substring(x[$0], 1, max(0, Int(n[$0])), isBinary: types[0] == .binary) }
            }
        },
        .scalar(
            "right", .string, "right(str, len) - The last characters.", ["right('Spark SQL', 3)"], since: "2.3.0",
            count: 2...2
        ) { call in
            let types = try call.coerced([.text, .int])
            return .rows(call, argumentTypes: types, result: .string) { rows, _ in
                let x = rows.text(0)
                let n = rows.fixed(1, as: Int32.self)
                return rows.slices(of: x) { row in
                    n[row] <= 0
                        ? UnsafeRawBufferPointer(start: nil, count: 0)
                        : substring(x[row], -Int(n[row]), nil, isBinary: false)
                }
            }
        },
        trim("trim", leading: true, trailing: true), trim("ltrim", leading: true, trailing: false),
        trim("rtrim", leading: false, trailing: true),
        trim("btrim", leading: true, trailing: true, subjectFirst: true),
        .scalar(
            "reverse", .collection, "reverse(expr) - The string or array backwards.", ["reverse('Spark SQL')"],
            since: "1.5.0", count: 1...1
        ) { call in
            if case .array = call.types[0] {
                return .rows(call, argumentTypes: call.types, result: call.types[0]) { rows, _ in
                    ArrayKernels.rearranged(rows) { range, _ in Array(range.reversed()) }
                }
            }
            if call.types[0] == .binary {
                return .rows(call, argumentTypes: call.types, result: .binary) { rows, _ in
                    let x = rows.text(0)
                    return rows.mapText { row, out in
                        for byte in x[row].reversed() { out.append(byte) }
                        return true
                    }
                }
            }
            return .rows(call, argumentTypes: try call.coerced([.text]), result: .string) { rows, _ in
                let x = rows.text(0)
                return rows.mapText { row, out in
                    UTF8Text.writeReversed(x[row], into: &out)
                    return true
                }
            }
        },
        .rows(
            "repeat", .string, "repeat(str, n) - The string n times.", ["repeat('123', 2)"], since: "1.5.0",
            parameters: [.text, .int], result: .string, canFail: true
        ) { rows, _ in
            let x = rows.text(0)
            let n = rows.fixed(1, as: Int32.self)
            return try rows.mapText { row, out in
                guard n[row] > 0 else { return true }
                try requireLength(x[row].count.multipliedReportingOverflow(by: Int(n[row])).partialValue)
                for _ in 0..<n[row] { out.append(x[row]) }
                return true
            }
        },
        .rows(
            "space", .string, "space(n) - n spaces.", ["space(2)"], since: "1.5.0", parameters: [.int], result: .string,
            canFail: true
        ) { rows, _ in
            let n = rows.fixed(0, as: Int32.self)
            return try rows.mapText { row, out in
                try requireLength(Int(n[row]))
                out.append(repeating: 0x20, count: Int(n[row]))
                return true
            }
        },
        pad("lpad", onLeft: true), pad("rpad", onLeft: false),
        .rows(
            "replace", .string, "replace(str, search[, replacement]) - Every occurrence replaced, or removed.",
            ["replace('ABCabc', 'abc', 'DEF')"], since: "2.3.0", parameters: [.text, .text, .text], optional: 1,
            result: .string
        ) { rows, _ in
            let (x, search) = (rows.text(0), rows.text(1))
            let replacement = rows.arguments.count > 2 ? rows.text(2) : nil
            return rows.mapText { row, out in
                let (bytes, needle) = (x[row], search[row])
                var position = 0
                if needle.count > 0 {
                    while let hit = UTF8Text.find(needle, in: bytes, from: position) {
                        out.append(UTF8Text.slice(bytes, position, hit))
                        if let replacement { out.append(replacement[row]) }
                        position = hit + needle.count
                    }
                }
                out.append(UTF8Text.slice(bytes, position, bytes.count))
                return true
            }
        },
        .rows(
            "translate", .string,
            "translate(str, from, to) - Each character of `from` replaced by the one at its place in "
                + "`to`, or removed.", ["translate('AaBbCc', 'abc', '123')"], since: "1.5.0",
            parameters: [.text, .text, .text],
            result: .string
        ) { rows, _ in
            let (x, from, to) = (rows.text(0), rows.text(1), rows.text(2))
            var table: [UInt32: UInt32?] = [:]
            var tableRow = -1
            return rows.mapText { row, out in
                if tableRow < 0 || from.step != 0 || to.step != 0 {
                    table = translation(from[row], to[row])
                    tableRow = row
                }
                var position = 0
                while position < x[row].count {
                    let scalar = UTF8Text.scalar(x[row], position)
                    if let target = table[scalar] {
                        if let target { out.append(scalar: target) }
                    } else {
                        out.append(scalar: scalar)
                    }
                    position += UTF8Text.width(x[row][position])
                }
                return true
            }
        },
        .scalar(
            "overlay", .string,
            "overlay(input, replace, pos[, len]) - The input with len characters from pos on replaced.",
            ["overlay('Spark SQL', '_', 6)"], since: "3.0.0", count: 3...4
        ) { call in
            let isBinary = call.types[0] == .binary && call.types[1] == .binary
            let text = ParameterType.type(isBinary ? .binary : .string)
            let types = try call.coerced([text, text, .int, .int])
            return .rows(call, argumentTypes: types, result: isBinary ? .binary : .string) { rows, _ in
                let (x, y) = (rows.text(0), rows.text(1))
                let positions = rows.fixed(2, as: Int32.self)
                let lengths = rows.arguments.count > 3 ? rows.fixed(3, as: Int32.self) : nil
                return rows.mapText { row, out in
                    let position = Int(positions[row])
                    let given = lengths.map { Int($0[row]) } ?? -1
                    let length = given >= 0 ? given : isBinary ? y[row].count : UTF8Text.length(y[row])
                    out.append(substring(x[row], 1, position - 1, isBinary: isBinary))
                    out.append(y[row])
                    out.append(substring(x[row], position + length, nil, isBinary: isBinary))
                    return true
                }
            }
        },
        .rows(
            "ascii", .string, "ascii(str) - The code of the first character.", ["ascii('222')"], since: "1.5.0",
            parameters: [.text], result: .integer
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapValid(Int32(0)) { row in
                x[row].count == 0 ? 0 : Int32(truncatingIfNeeded: UTF8Text.scalar(x[row], 0))
            }
        },
        .rows(
            "chr", aliases: ["char"], .string, "chr(n) - The character of the code n modulo 256.", ["chr(65)"],
            since: "2.3.0", parameters: [.long], result: .string
        ) { rows, _ in
            let n = rows.fixed(0, as: Int64.self)
            return rows.mapText { row, out in
                if n[row] >= 0 { out.append(scalar: UInt32(truncatingIfNeeded: n[row] & 0xFF)) }
                return true
            }
        },
        .rows(
            "soundex", .string, "soundex(str) - The Soundex code.", ["soundex('Miller')"], since: "1.5.0",
            parameters: [.text], result: .string
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                TextDistance.soundex(x[row], into: &out)
                return true
            }
        },
        .scalar(
            "levenshtein", .string, "levenshtein(a, b[, threshold]) - The edit distance, -1 when above the threshold.",
            ["levenshtein('kitten', 'sitting')"], since: "1.5.0", count: 2...3
        ) { call in
            let types = try call.coerced([.text, .text, .int])
            if types.count > 2, call.arguments[2].literal == .null {
                return .rows(call, argumentTypes: types, result: .integer) { rows, _ in
                    .nulls(.integer, count: rows.count)
                }
            }
            return .rows(call, argumentTypes: types, result: .integer, strict: false) { rows, _ in
                let (x, y) = (rows.text(0), rows.text(1))
                let (noX, noY) = (rows.nulls(0), rows.nulls(1))
                let noLimit = types.count > 2 ? rows.nulls(2) : nil
                let limits = types.count > 2 ? rows.fixed(2, as: Int32.self) : nil
                var scratch = TextDistance()
                return rows.mapOptional(Int32(0)) { row in
                    if noX[row] || noY[row] { return nil }
                    let distance = scratch.levenshtein(x[row], y[row])
                    // A threshold that is null is 0.
                    if let limits, distance > (noLimit?[row] == true ? 0 : Int(limits[row])) { return -1 }
                    return Int32(truncatingIfNeeded: distance)
                }
            }
        },
    ]

    static func requireLength(_ bytes: Int) throws {
        guard bytes <= StringView.maxLength else {
            throw PyriteError(
                .runtime, "COLLECTION_SIZE_LIMIT_EXCEEDED.FUNCTION", sqlState: "54000",
                "Can't create a string with \(bytes) bytes which exceeding the limit \(StringView.maxLength).",
                parameters: ["numberOfElements": "\(bytes)", "maxRoundedArrayLength": "\(StringView.maxLength)"])
        }
    }

    @inline(__always)
    static func substring(
        _ bytes: UnsafeRawBufferPointer, _ position: Int, _ length: Int?, isBinary: Bool
    ) -> UnsafeRawBufferPointer {
        var start = position > 0 ? position &- 1 : 0
        if position < 0 { start = (isBinary ? bytes.count : UTF8Text.length(bytes)) &+ position }
        var end = Int.max
        if let length {
            guard length > 0 else { return UnsafeRawBufferPointer(start: nil, count: 0) }
            end = start &+ length
        }
        start = max(0, start)
        guard end > start else { return UnsafeRawBufferPointer(start: nil, count: 0) }
        if isBinary { return UTF8Text.slice(bytes, min(start, bytes.count), min(end, bytes.count)) }
        let first = UTF8Text.advance(bytes, 0, by: start)
        let last = end == Int.max ? bytes.count : UTF8Text.advance(bytes, first, by: end &- start)
        return UTF8Text.slice(bytes, first, last)
    }

    private static func translation(
        _ from: UnsafeRawBufferPointer, _ to: UnsafeRawBufferPointer
    ) -> [UInt32: UInt32?] {
        var table: [UInt32: UInt32?] = [:]
        var (i, j) = (0, 0)
        while i < from.count {
            let key = UTF8Text.scalar(from, i)
            let target: UInt32? = j < to.count ? UTF8Text.scalar(to, j) : nil
            if table[key] == nil { table[key] = .some(target) }
            i += UTF8Text.width(from[i])
            if j < to.count { j += UTF8Text.width(to[j]) }
        }
        return table
    }

    private static func changeCase(_ name: String, aliases: [String], upper: Bool) -> FunctionDefinition {
        .rows(
            name, aliases: aliases, .string, "\(name)(str) - The string in \(name) case.", ["\(name)('SparkSql')"],
            parameters: [.text], result: .string
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                UTF8Text.writeCase(x[row], upper: upper, into: &out)
                return true
            }
        }
    }

    private static func text(
        _ name: String, _ usage: String, _ examples: [String],
        _ body: @escaping @Sendable (UnsafeRawBufferPointer, inout ByteWriter) -> Void
    ) -> FunctionDefinition {
        .rows(name, .string, usage, examples, since: "1.5.0", parameters: [.text], result: .string) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                body(x[row], &out)
                return true
            }
        }
    }

    /// With two arguments the characters to trim come first, but for `btrim`.
    private static func trim(
        _ name: String, leading: Bool, trailing: Bool, subjectFirst: Bool = false
    ) -> FunctionDefinition {
        let place = leading && trailing ? "at both ends" : leading ? "at its start" : "at its end"
        let usage = "\(name)(str) - The string without spaces \(place), or without the characters given."
        return .rows(
            name, .string, usage, ["\(name)('    SparkSQL   ')"],
            since: "1.5.0", parameters: [.text, .text], optional: 1, result: .string
        ) { rows, _ in
            let hasSet = rows.arguments.count > 1
            let x = rows.text(hasSet && !subjectFirst ? 1 : 0)
            let set = hasSet ? rows.text(subjectFirst ? 1 : 0) : nil
            return rows.slices(of: x) { row in
                let bytes = x[row]
                var (start, end) = (0, bytes.count)
                guard let set else {
                    if leading { while start < end && bytes[start] == 0x20 { start &+= 1 } }
                    if trailing { while end > start && bytes[end &- 1] == 0x20 { end &-= 1 } }
                    return UTF8Text.slice(bytes, start, end)
                }
                if leading {
                    while start < end {
                        let next = min(start + UTF8Text.width(bytes[start]), end)
                        guard UTF8Text.find(UTF8Text.slice(bytes, start, next), in: set[row]) != nil else { break }
                        start = next
                    }
                }
                if trailing {
                    while end > start {
                        var previous = end - 1
                        while previous > start && bytes[previous] & 0xC0 == 0x80 { previous -= 1 }
                        guard UTF8Text.find(UTF8Text.slice(bytes, previous, end), in: set[row]) != nil else { break }
                        end = previous
                    }
                }
                return UTF8Text.slice(bytes, start, end)
            }
        }
    }

    /// Binary values are padded with zero bytes, strings with spaces.
    private static func pad(_ name: String, onLeft: Bool) -> FunctionDefinition {
        .scalar(
            name, .string, "\(name)(str, len[, pad]) - The string cut or padded to len characters.",
            ["\(name)('hi', 5, '??')"], since: "1.5.0", count: 2...3
        ) { call in
            let types = try call.coerced([.textOrBinary, .int, .textOrBinary])
            let isBinary = types[0] == .binary
            return .rows(call, argumentTypes: types, result: types[0], canFail: true) { rows, _ in
                let x = rows.text(0)
                let lengths = rows.fixed(1, as: Int32.self)
                let pads = types.count > 2 ? rows.text(2) : nil
                return try rows.mapText { row, out in
                    let wanted = Int(lengths[row])
                    guard wanted > 0 else { return true }
                    let length = isBinary ? x[row].count : UTF8Text.length(x[row])
                    if length >= wanted {
                        out.append(substring(x[row], 1, wanted, isBinary: isBinary))
                        return true
                    }
                    try requireLength(wanted)
                    if !onLeft { out.append(x[row]) }
                    if let pads {
                        var left = wanted - length
                        let unit = isBinary ? pads[row].count : UTF8Text.length(pads[row])
                        if unit == 1, pads[row].count == 1 {
                            out.append(repeating: pads[row][0], count: left)
                            left = 0
                        }
                        while unit > 0 && left > 0 {
                            let taken = min(left, unit)
                            out.append(substring(pads[row], 1, taken, isBinary: isBinary))
                            left -= taken
                        }
                    } else {
                        out.append(repeating: isBinary ? 0 : 0x20, count: wanted - length)
                    }
                    if onLeft { out.append(x[row]) }
                    return true
                }
            }
        }
    }
}

/// Similarity of texts.
struct TextDistance {
    private var a: [UInt32] = []
    private var b: [UInt32] = []
    private var row: [Int] = []

    /// Edit distance over characters with one row of the table. O(|x| × |y|).
    mutating func levenshtein(_ x: UnsafeRawBufferPointer, _ y: UnsafeRawBufferPointer) -> Int {
        TextDistance.decode(x, into: &a)
        TextDistance.decode(y, into: &b)
        if a.isEmpty { return b.count }
        row.removeAll(keepingCapacity: true)
        row.append(contentsOf: 0...b.count)
        for (i, scalar) in a.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, other) in b.enumerated() {
                let above = row[j + 1]
                row[j + 1] = min(min(above, row[j]) + 1, diagonal + (scalar == other ? 0 : 1))
                diagonal = above
            }
        }
        return row[b.count]
    }

    private static func decode(_ bytes: UnsafeRawBufferPointer, into scalars: inout [UInt32]) {
        scalars.removeAll(keepingCapacity: true)
        var position = 0
        while position < bytes.count {
            scalars.append(UTF8Text.scalar(bytes, position))
            position += UTF8Text.width(bytes[position])
        }
    }

    /// American Soundex; texts that do not begin with a letter stay as they are.
    static func soundex(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        guard bytes.count > 0, bytes[0] & 0xDF >= 0x41, bytes[0] & 0xDF <= 0x5A else { return out.append(bytes) }
        let codes: StaticString = "01230127022455012623017202"
        func code(_ byte: UInt8) -> UInt8? {
            let upper = byte & 0xDF
            guard upper >= 0x41, upper <= 0x5A, byte >= 0x41 else { return nil }
            return codes.utf8Start[Int(upper - 0x41)]
        }
        out.append(bytes[0] & 0xDF)
        var last = code(bytes[0])
        var count = 1
        for index in 1..<max(1, bytes.count) where count < 4 {
            guard let current = code(bytes[index]) else {
                last = 0x30
                continue
            }
            // 7 marks H and W, which do not part equal codes.
            if current == 0x37 { continue }
            if current != 0x30 && current != last {
                out.append(current)
                count += 1
            }
            last = current
        }
        out.append(repeating: 0x30, count: 4 - count)
    }
}
