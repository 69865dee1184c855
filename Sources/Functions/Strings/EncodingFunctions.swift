import CZlib
import Columnar

/// Bytes as text and text as bytes; digests.
enum EncodingFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "hex", .math, "hex(expr) - Hexadecimal digits of a number, string or binary value.", ["hex(17)"],
            since: "1.5.0", count: 1...1
        ) { call in
            if call.types[0].isNumeric {
                return .rows(call, argumentTypes: [.long], result: .string) { rows, _ in
                    let x = rows.fixed(0, as: Int64.self)
                    return rows.mapText { row, out in
                        out.append(String(UInt64(bitPattern: x[row]), radix: 16, uppercase: true))
                        return true
                    }
                }
            }
            return .rows(call, argumentTypes: try call.coerced([.textOrBinary]), result: .string) { rows, _ in
                let x = rows.text(0)
                return rows.mapText { row, out in
                    for byte in x[row] { HexText.write(byte, upper: true, into: &out) }
                    return true
                }
            }
        },
        .rows(
            "unhex", .math, "unhex(str) - The bytes of hexadecimal digits, null when malformed.",
            ["decode(unhex('537061726B2053514C'), 'UTF-8')"], since: "1.5.0", parameters: [.text], result: .binary,
            nullable: .always
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                var high: UInt8 = 0
                var waits = x[row].count % 2 == 1
                for byte in x[row] {
                    guard let digit = HexText.value(byte) else { return false }
                    if waits { out.append(high << 4 | digit) } else { high = digit }
                    waits.toggle()
                    if !waits { high = 0 }
                }
                return true
            }
        },
        .rows(
            "base64", .string, "base64(bin) - The bytes in base 64.", ["base64('Spark SQL')"], since: "1.5.0",
            parameters: [.binary], result: .string
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapText { row, out in
                Base64.encode(x[row], into: &out)
                return true
            }
        },
        .rows(
            "unbase64", .string, "unbase64(str) - The bytes of base 64 digits.", ["unbase64('U3BhcmsgU1FM')"],
            since: "1.5.0", parameters: [.text], result: .binary, canFail: true
        ) { rows, _ in
            let x = rows.text(0)
            return try rows.mapText { row, out in
                guard Base64.decode(x[row], into: &out) else {
                    let text = FunctionError.quoted(String(decoding: x[row], as: UTF8.self))
                    throw PyriteError(
                        .illegalArgument, "CONVERSION_INVALID_INPUT", sqlState: "22018",
                        "The value \(text) (`BASE64`) cannot be converted to \"BINARY\" because it is malformed.",
                        parameters: [
                            "str": text, "fmt": "`BASE64`", "targetType": "\"BINARY\"", "suggestion": "`try_to_binary`",
                        ])
                }
                return true
            }
        },
        digest("md5", "md5(expr) - The MD5 digest in hexadecimal digits.", ["md5('Spark')"], .md5),
        digest(
            "sha1", aliases: ["sha"], "sha1(expr) - The SHA-1 digest in hexadecimal digits.", ["sha1('Spark')"], .sha1),
        .rows(
            "sha2", .hash, "sha2(expr, bits) - The SHA-2 digest of 224, 256, 384 or 512 bits; 0 means 256.",
            ["sha2('Spark', 256)"], since: "1.5.0", parameters: [.binary, .int], result: .string, nullable: .always
        ) {
            rows, _ in
            let x = rows.text(0)
            let bits = rows.fixed(1, as: Int32.self)
            var last: (bits: Int32, digest: MessageDigest)?
            return try rows.mapText { row, out in
                if last?.bits != bits[row] {
                    last = try MessageDigest.Algorithm(sha2: Int(bits[row])).map { (bits[row], try MessageDigest($0)) }
                }
                guard let digest = try last?.digest.digest(x[row]) else { return false }
                for byte in digest { HexText.write(byte, upper: false, into: &out) }
                return true
            }
        },
        .rows(
            "crc32", .hash, "crc32(expr) - The cyclic redundancy check.", ["crc32('Spark')"], since: "1.5.0",
            parameters: [.binary], result: .long
        ) { rows, _ in
            let x = rows.text(0)
            return rows.mapValid(Int64(0)) { row in
                Int64(crc32_z(0, x[row].baseAddress?.assumingMemoryBound(to: UInt8.self), x[row].count))
            }
        },
        .rows(
            "encode", .string, "encode(str, charset) - The string's bytes in a character set.",
            ["encode('abc', 'utf-8')"],
            since: "1.5.0", parameters: [.text, .text], result: .binary, canFail: true
        ) { rows, context in
            let (x, names) = (rows.text(0), rows.text(1))
            return try rows.mapText { row, out in
                try CharacterSet(names[row], function: "encode").encode(
                    x[row], into: &out, replaces: context.legacy.contains(.replacesMalformedText))
                return true
            }
        },
        .scalar(
            "decode", .string,
            "decode(bin, charset) - The bytes read in a character set. decode(expr, search1, result1, …[, "
                + "default]) - The result beside the first search that equals expr.",
            ["decode(encode('abc', 'utf-8'), 'utf-8')"], since: "1.5.0", count: 2...Int.max
        ) { call in
            if call.arguments.count > 2 { return try bindChoice(call) }
            let types = try call.coerced([.binary, .text])
            return .rows(call, argumentTypes: types, result: .string, canFail: true) { rows, context in
                let (x, names) = (rows.text(0), rows.text(1))
                let replaces = context.legacy.contains(.replacesMalformedText)
                return try rows.mapText { row, out in
                    try CharacterSet(names[row], function: "decode").decode(x[row], into: &out, replaces: replaces)
                    return true
                }
            }
        },
    ]

    /// Nulls equal nulls here.
    private static func bindChoice(_ call: Call) throws -> ScalarBinding {
        let last = call.arguments.count
        let searches = Array(stride(from: 1, to: last - 1, by: 2))
        let results = searches.map { $0 + 1 } + (last % 2 == 0 ? [last - 1] : [])
        guard let compared = TypeCoercion.commonType(([0] + searches).map { call.types[$0] }),
            let type = TypeCoercion.commonType(results.map { call.types[$0] }), compared.isOrderable
        else { throw FunctionError.differingArgumentTypes(call.name, sql: call.sql, call.types) }
        let types = call.arguments.indices.map { results.contains($0) ? type : compared }
        return .rows(call, argumentTypes: types, result: type, nullable: .always, strict: false) { rows, _ in
            let columns = rows.arguments
            return rows.build { row, builder in
                let hit = searches.first { RowComparison.compare(columns[0], row, columns[$0], row) == 0 }
                let chosen = hit.map { $0 + 1 } ?? (last % 2 == 0 ? last - 1 : -1)
                builder.append(chosen < 0 ? .null : columns[chosen].value(at: row))
            }
        }
    }

    private static func digest(
        _ name: String, aliases: [String] = [], _ usage: String, _ examples: [String],
        _ algorithm: MessageDigest.Algorithm
    ) -> FunctionDefinition {
        .rows(name, aliases: aliases, .hash, usage, examples, since: "1.5.0", parameters: [.binary], result: .string) {
            rows, _ in
            let x = rows.text(0)
            let digest = try MessageDigest(algorithm)
            return try rows.mapText { row, out in
                for byte in try digest.digest(x[row]) { HexText.write(byte, upper: false, into: &out) }
                return true
            }
        }
    }
}

enum Base64 {
    static func encode(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter) {
        let alphabet: StaticString = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
        let digits = alphabet.utf8Start
        var index = 0
        while index < bytes.count {
            let a = bytes[index]
            let b = index + 1 < bytes.count ? bytes[index + 1] : 0
            let c = index + 2 < bytes.count ? bytes[index + 2] : 0
            out.append(digits[Int(a >> 2)])
            out.append(digits[Int((a & 3) << 4 | b >> 4)])
            out.append(index + 1 < bytes.count ? digits[Int((b & 15) << 2 | c >> 6)] : 0x3D)
            out.append(index + 2 < bytes.count ? digits[Int(c & 63)] : 0x3D)
            index += 3
        }
    }

    /// False for a text that is no base 64; white space is skipped.
    static func decode(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter) -> Bool {
        var bits: UInt32 = 0
        var count = 0
        var padding = 0
        for byte in bytes {
            let digit: UInt8
            switch byte {
            case 0x41...0x5A: digit = byte - 0x41
            case 0x61...0x7A: digit = byte - 0x61 + 26
            case 0x30...0x39: digit = byte - 0x30 + 52
            case 0x2B: digit = 62
            case 0x2F: digit = 63
            case 0x09...0x0D, 0x20: continue
            case 0x3D:
                padding += 1
                continue
            default: return false
            }
            if padding > 0 { return false }
            bits = bits << 6 | UInt32(digit)
            count += 1
            if count == 4 {
                out.append(UInt8(truncatingIfNeeded: bits >> 16))
                out.append(UInt8(truncatingIfNeeded: bits >> 8))
                out.append(UInt8(truncatingIfNeeded: bits))
                (bits, count) = (0, 0)
            }
        }
        switch count {
        case 0: return padding == 0
        case 2: out.append(UInt8(truncatingIfNeeded: bits >> 4))
        case 3:
            out.append(UInt8(truncatingIfNeeded: bits >> 10))
            out.append(UInt8(truncatingIfNeeded: bits >> 2))
        default: return false
        }
        return padding == 0 || padding + count == 4
    }
}

/// The character sets that `encode` and `decode` know.
private enum CharacterSet {
    case ascii, latin1, utf8, utf16, utf16BE, utf16LE, utf32

    init(_ name: UnsafeRawBufferPointer, function: String) throws {
        let text = String(decoding: name, as: UTF8.self)
        switch text.uppercased() {
        case "US-ASCII": self = .ascii
        case "ISO-8859-1": self = .latin1
        case "UTF-8": self = .utf8
        case "UTF-16": self = .utf16
        case "UTF-16BE": self = .utf16BE
        case "UTF-16LE": self = .utf16LE
        case "UTF-32": self = .utf32
        default:
            throw FunctionError.invalidParameter(
                function, parameter: "charset", condition: "CHARSET",
                detail:
                    "expects one of the iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8, "
                    + "but got \(text).",
                extra: [
                    "charset": text,
                    "charsets": "iso-8859-1, us-ascii, utf-16, utf-16be, utf-16le, utf-32, utf-8",
                ], kind: .illegalArgument)
        }
    }

    private var name: String {
        switch self {
        case .ascii: "us-ascii"
        case .latin1: "iso-8859-1"
        case .utf8: "utf-8"
        case .utf16: "utf-16"
        case .utf16BE: "utf-16be"
        case .utf16LE: "utf-16le"
        case .utf32: "utf-32"
        }
    }

    private func malformed(_ function: String) -> PyriteError {
        PyriteError(
            .illegalArgument, "MALFORMED_CHARACTER_CODING", sqlState: "22000",
            "Invalid value found when performing `\(function)` with \(name).",
            parameters: ["function": "`\(function)`", "charset": name])
    }

    /// - Parameter replaces: put `?` for what the set does not have instead of failing.
    func encode(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter, replaces: Bool) throws {
        if self == .utf8 { return out.append(bytes) }
        if self == .utf16 {
            out.append(0xFE)
            out.append(0xFF)
        }
        var position = 0
        while position < bytes.count {
            let scalar = UTF8Text.scalar(bytes, position)
            position += UTF8Text.width(bytes[position])
            switch self {
            case .ascii, .latin1:
                let isThere = scalar < (self == .ascii ? 0x80 : 0x100)
                guard isThere || replaces else { throw malformed("encode") }
                out.append(isThere ? UInt8(truncatingIfNeeded: scalar) : 0x3F)
            case .utf32:
                for shift: UInt32 in [24, 16, 8, 0] { out.append(UInt8(truncatingIfNeeded: scalar >> shift)) }
            default:
                let units: [UInt32] =
                    scalar < 0x10000
                    ? [scalar] : [0xD800 + (scalar - 0x10000) >> 10, 0xDC00 + (scalar - 0x10000) & 0x3FF]
                for unit in units {
                    let (high, low) = (UInt8(truncatingIfNeeded: unit >> 8), UInt8(truncatingIfNeeded: unit))
                    out.append(self == .utf16LE ? low : high)
                    out.append(self == .utf16LE ? high : low)
                }
            }
        }
    }

    /// - Parameter replaces: put U+FFFD for what is malformed instead of failing.
    func decode(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter, replaces: Bool) throws {
        switch self {
        case .utf8:
            guard TextCheckFunctions.firstInvalid(bytes, from: 0) == nil else {
                guard replaces else { throw malformed("decode") }
                return out.append(String(decoding: bytes, as: UTF8.self))
            }
            out.append(bytes)
        case .ascii, .latin1:
            for byte in bytes {
                let isThere = self == .latin1 || byte < 0x80
                guard isThere || replaces else { throw malformed("decode") }
                out.append(scalar: isThere ? UInt32(byte) : 0xFFFD)
            }
        case .utf32:
            guard bytes.count % 4 == 0 || replaces else { throw malformed("decode") }
            for start in stride(from: 0, to: bytes.count - 3, by: 4) {
                let scalar = (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(bytes[start + $1]) }
                let isThere = Unicode.Scalar(scalar) != nil
                guard isThere || replaces else { throw malformed("decode") }
                out.append(scalar: isThere ? scalar : 0xFFFD)
            }
        case .utf16, .utf16BE, .utf16LE:
            guard bytes.count % 2 == 0 || replaces else { throw malformed("decode") }
            var units = stride(from: 0, to: bytes.count - 1, by: 2).map {
                UInt16(bytes[$0]) << 8 | UInt16(bytes[$0 + 1])
            }
            if self == .utf16LE || (self == .utf16 && units.first == 0xFFFE) { units = units.map(\.byteSwapped) }
            if self == .utf16, units.first == 0xFEFF { units.removeFirst() }
            if !replaces {
                var unit = 0
                while unit < units.count {
                    let isPair = UTF16.isLeadSurrogate(units[unit])
                    guard !UTF16.isTrailSurrogate(units[unit]),
                        !isPair || unit + 1 < units.count && UTF16.isTrailSurrogate(units[unit + 1])
                    else { throw malformed("decode") }
                    unit += isPair ? 2 : 1
                }
            }
            out.append(String(decoding: units, as: UTF16.self))
        }
    }
}
