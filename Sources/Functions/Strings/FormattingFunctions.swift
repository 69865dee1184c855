import Columnar
import Glibc

/// format_number and format_string.
enum FormattingFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "format_number", .string,
            "format_number(expr, d) - The number with thousands parted and d decimals, or in a "
                + "pattern like '#,###.##'.", ["format_number(12332.123456, 4)"], since: "1.5.0", count: 2...2
        ) { call in
            let isPattern = call.types[1].isString
            let types = try call.coerced([.number, isPattern ? .text : .int])
            return .rows(call, argumentTypes: types, result: .string, nullable: .always) { rows, context in
                let column = rows.arguments[0].flattened()
                let patterns = isPattern ? rows.text(1) : nil
                let decimals = isPattern ? nil : rows.fixed(1, as: Int32.self)
                return rows.mapText { row, out in
                    let style: NumberStyle
                    if let patterns {
                        style = NumberStyle(pattern: String(decoding: patterns[row], as: UTF8.self))
                    } else {
                        guard let digits = decimals?[row], digits >= 0 else { return false }
                        style = NumberStyle(decimals: Int(min(digits, 400)))
                    }
                    style.write(column, row, into: &out, context)
                    return true
                }
            }
        },
        .scalar(
            "format_string", aliases: ["printf"], .string, "format_string(format, a, b, …) - printf-style text.",
            ["format_string('Hello World %d %s', 100, 'days')"], since: "1.5.0", count: 1...Int.max
        ) { call in
            let types = [DataType.string] + call.types.dropFirst()
            return .rows(
                call, argumentTypes: types, result: .string, nullable: call.arguments[0].nullable ? .always : .never,
                canFail: true, strict: false
            ) { rows, context in
                let formats = rows.text(0)
                let missing = rows.nulls(0)
                let columns = rows.arguments.dropFirst().map { $0.flattened() }
                return try rows.mapText { row, out in
                    if missing[row] { return false }
                    var formatter = FormatWriter(
                        bytes: Array(formats[row]), columns: columns, row: row, context: context)
                    try formatter.write(into: &out)
                    return true
                }
            }
        },
    ]
}

/// How `format_number` writes: rounding half to even, as Java's DecimalFormat does.
private struct NumberStyle {
    var minimumDecimals: Int
    var maximumDecimals: Int
    var minimumIntegers = 1
    /// Digits between separators, 0 for none.
    var grouping: Int

    init(decimals: Int) {
        minimumDecimals = decimals
        maximumDecimals = decimals
        grouping = 3
    }

    init(pattern: String) {
        let parts = pattern.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let integers = parts.first ?? ""
        let fraction = parts.count > 1 ? parts[1] : ""
        minimumDecimals = fraction.filter { $0 == "0" }.count
        maximumDecimals = fraction.filter { $0 == "0" || $0 == "#" }.count
        minimumIntegers = integers.filter { $0 == "0" }.count
        let groups = integers.split(separator: ",", omittingEmptySubsequences: false)
        grouping = groups.count > 1 ? groups[groups.count - 1].count : 0
        if pattern.isEmpty { (minimumDecimals, maximumDecimals, minimumIntegers, grouping) = (0, 0, 1, 3) }
    }

    func write(_ column: Column, _ row: Int, into out: inout ByteWriter, _ context: EvaluationContext) {
        var unscaled: Int128 = 0
        var scale = 0
        switch column.value(at: row) {
        case .integer(let value): unscaled = Int128(value)
        case .decimal(let value):
            unscaled = value
            if case .decimal(_, let s) = column.type { scale = s }
        case .float(let value):
            guard digits(Double(value), &unscaled, &scale, &out) else { return }
        case .double(let value): guard digits(value, &unscaled, &scale, &out) else { return }
        default: return
        }
        var negative = unscaled < 0
        var fractionDigits = scale
        var value = unscaled
        if scale > maximumDecimals {
            value = RoundingFunctions.drop(unscaled, scale - maximumDecimals, .halfEven)
            fractionDigits = maximumDecimals
        }
        if value == 0 && unscaled == 0 { negative = false }
        var text = Array(String(value.magnitude).utf8)
        if fractionDigits < 0 {
            text += [UInt8](repeating: 0x30, count: -fractionDigits)
            fractionDigits = 0
        }
        while text.count < fractionDigits + 1 { text.insert(0x30, at: 0) }
        var integers = Array(text.dropLast(fractionDigits))
        var fraction = Array(text.suffix(fractionDigits))
        while fraction.count > minimumDecimals, fraction.last == 0x30 { fraction.removeLast() }
        while fraction.count < minimumDecimals { fraction.append(0x30) }
        while integers.count > max(minimumIntegers, fraction.isEmpty ? 1 : 0), integers.first == 0x30 {
            integers.removeFirst()
        }
        while integers.count < minimumIntegers { integers.insert(0x30, at: 0) }
        if negative { out.append(0x2D) }
        for (index, digit) in integers.enumerated() {
            if grouping > 0, index > 0, (integers.count - index) % grouping == 0 { out.append(0x2C) }
            out.append(digit)
        }
        if !fraction.isEmpty {
            out.append(0x2E)
            for digit in fraction { out.append(digit) }
        }
    }

    /// The shortest digits of a double; writes what is no number and gives false.
    private func digits(
        _ value: Double, _ unscaled: inout Int128, _ scale: inout Int, _ out: inout ByteWriter
    ) -> Bool {
        if value.isNaN {
            out.append("NaN" as StaticString)
            return false
        }
        if value.isInfinite {
            out.append(value < 0 ? "-∞" as StaticString : "∞")
            return false
        }
        if value == 0 { return true }
        let number = ShortestDigits(value.magnitude)
        unscaled = value < 0 ? -Int128(number.digits) : Int128(number.digits)
        scale = number.count - number.pointPosition
        return true
    }
}

/// One printf-style text in Java's dialect.
private struct FormatWriter {
    let bytes: [UInt8]
    let columns: [Column]
    let row: Int
    let context: EvaluationContext

    private func malformed(_ specifier: String) -> PyriteError {
        PyriteError(
            .illegalArgument, "INVALID_FORMAT.MISMATCH_INPUT", sqlState: "42601",
            "The format is invalid: '\(String(decoding: bytes, as: UTF8.self))'. \(specifier)",
            parameters: ["format": String(decoding: bytes, as: UTF8.self)])
    }

    mutating func write(into out: inout ByteWriter) throws {
        var index = 0
        var next = 0
        while index < bytes.count {
            guard bytes[index] == 0x25 else {
                out.append(bytes[index])
                index += 1
                continue
            }
            let start = index
            index += 1
            var explicit: Int?
            var number = 0
            let mark = index
            while index < bytes.count, bytes[index] &- 0x30 <= 9, number < 1 << 20 {
                number = number * 10 + Int(bytes[index] &- 0x30)
                index += 1
            }
            if index < bytes.count, bytes[index] == 0x24, index > mark {
                explicit = number - 1
                index += 1
            } else {
                index = mark
            }
            var flags = Set<UInt8>()
            while index < bytes.count, [0x2D, 0x23, 0x2B, 0x20, 0x30, 0x2C, 0x28].contains(bytes[index]) {
                flags.insert(bytes[index])
                index += 1
            }
            var width = 0
            while index < bytes.count, bytes[index] &- 0x30 <= 9, width < 1 << 20 {
                width = width * 10 + Int(bytes[index] &- 0x30)
                index += 1
            }
            var precision: Int?
            if index < bytes.count, bytes[index] == 0x2E {
                index += 1
                var digits = 0
                while index < bytes.count, bytes[index] &- 0x30 <= 9, digits < 1 << 16 {
                    digits = digits * 10 + Int(bytes[index] &- 0x30)
                    index += 1
                }
                precision = digits
            }
            guard index < bytes.count else { throw malformed("A conversion is missing.") }
            let conversion = bytes[index]
            index += 1
            if conversion == 0x25 || conversion == 0x6E {
                out.append(conversion == 0x25 ? 0x25 : 0x0A)
                continue
            }
            let position = explicit ?? next
            if explicit == nil { next += 1 }
            guard position >= 0, position < columns.count else {
                throw malformed("Format specifier '\(String(decoding: bytes[start..<index], as: UTF8.self))'.")
            }
            var text = try convert(columns[position], conversion, flags, precision)
            let length = UTF8Text.lengthOf(text)
            if length < width {
                let padding = [UInt8](repeating: 0x20, count: width - length)
                if flags.contains(0x2D) {
                    text += padding
                } else if flags.contains(0x30) {
                    let sign = text.first == 0x2D || text.first == 0x2B ? 1 : 0
                    text.insert(contentsOf: [UInt8](repeating: 0x30, count: width - length), at: sign)
                } else {
                    text = padding + text
                }
            }
            text.withUnsafeBytes { out.append($0) }
        }
    }

    private func convert(
        _ column: Column, _ conversion: UInt8, _ flags: Set<UInt8>, _ precision: Int?
    ) throws -> [UInt8] {
        let value = column.value(at: row)
        let isUpper = conversion & 0x20 == 0
        var text: String
        switch conversion | 0x20 {
        case 0x73, 0x62, 0x68:
            text = ValueText.plain(column, row: row, context: context)
            if conversion | 0x20 == 0x62 {
                if case .boolean(let flag) = value { text = flag ? "true" : "false" } else { text = "\(!value.isNull)" }
            }
            if let precision { text = String(text.prefix(precision)) }
        case 0x64, 0x78, 0x6F, 0x63:
            if value.isNull {
                text = "null"
                break
            }
            guard case .integer(let number) = value else { throw malformed("An integer is expected.") }
            let bits = UInt64(bitPattern: number) & (column.type == .long ? .max : 0xFFFF_FFFF)
            switch conversion | 0x20 {
            case 0x78: text = String(bits, radix: 16)
            case 0x6F: text = String(bits, radix: 8)
            case 0x63: text = Unicode.Scalar(UInt32(truncatingIfNeeded: number)).map { String($0) } ?? "?"
            default: text = signed(grouped("\(number.magnitude)", flags), number < 0, flags)
            }
        case 0x66, 0x65, 0x67:
            let number: Double
            switch value {
            case .null: return Array("null".utf8)
            case .double(let double): number = double
            case .float(let float): number = Double(float)
            case .decimal(let unscaled):
                guard case .decimal(_, let scale) = column.type else { throw malformed("A number is expected.") }
                number = DecimalArithmetic.double(unscaled, scale: scale)
                if conversion == 0x66 {
                    let digits = precision ?? 6
                    let rounded = DecimalArithmetic.rescale(unscaled, from: scale, to: min(digits, 38)) ?? unscaled
                    let plain = NumberWriting.text {
                        NumberWriting.decimal(Int128(truncatingIfNeeded: rounded.magnitude), scale: digits, into: &$0)
                    }
                    return Array(signed(grouped(plain, flags), unscaled < 0, flags).utf8)
                }
            default: throw malformed("A number is expected.")
            }
            if !number.isFinite { return Array((number.isNaN ? "NaN" : number < 0 ? "-Infinity" : "Infinity").utf8) }
            text = signed(
                grouped(Self.real(number.magnitude, conversion | 0x20, precision ?? 6), flags), number < 0, flags)
        default: throw malformed("The conversion '\(String(UnicodeScalar(conversion)))' is unknown.")
        }
        return Array((isUpper ? text.uppercased() : text).utf8)
    }

    private func grouped(_ digits: String, _ flags: Set<UInt8>) -> String {
        guard flags.contains(0x2C) else { return digits }
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        var out = ""
        let integers = parts.first ?? ""
        for (index, digit) in integers.enumerated() {
            if index > 0, (integers.count - index) % 3 == 0 { out.append(",") }
            out.append(digit)
        }
        return parts.count > 1 ? out + "." + parts[1] : out
    }

    private func signed(_ text: String, _ negative: Bool, _ flags: Set<UInt8>) -> String {
        if negative { return flags.contains(0x28) ? "(\(text))" : "-" + text }
        return flags.contains(0x2B) ? "+" + text : flags.contains(0x20) ? " " + text : text
    }

    /// Fixed or scientific, rounded half up on the shortest digits, as Java does.
    private static func real(_ value: Double, _ conversion: UInt8, _ precision: Int) -> String {
        var conversion = conversion
        var digits = precision
        if conversion == 0x67 {
            digits = max(1, precision)
            if value >= 1e-4 && value < pow(10, Double(digits)) || value == 0 {
                conversion = 0x66
                digits = max(0, digits - (value == 0 ? 1 : ShortestDigits(value).pointPosition))
            } else {
                conversion = 0x65
                digits -= 1
            }
        }
        if value == 0 {
            let zeros = digits > 0 ? "0." + String(repeating: "0", count: digits) : "0"
            return conversion == 0x65 ? zeros + "e+00" : zeros
        }
        let number = ShortestDigits(value)
        if conversion == 0x66 {
            let scale = number.count - number.pointPosition
            let kept = RoundingFunctions.drop(Int128(number.digits), scale - digits, .halfUp)
            var text = String(kept)
            let shown = min(scale, digits)
            if shown < digits { text += String(repeating: "0", count: digits - shown) }
            if digits == 0 { return text }
            while text.count < digits + 1 { text = "0" + text }
            let point = text.index(text.endIndex, offsetBy: -digits)
            return text[..<point] + "." + text[point...]
        }
        var exponent = number.pointPosition - 1
        var text = String(RoundingFunctions.drop(Int128(number.digits), number.count - digits - 1, .halfUp))
        if text.count > min(number.count, digits + 1) { exponent += 1 }
        text = String(text.prefix(digits + 1))
        while text.count < digits + 1 { text += "0" }
        let body = digits > 0 ? text.prefix(1) + "." + text.dropFirst() : text.prefix(1)[...]
        return "\(body)e\(exponent < 0 ? "-" : "+")\(exponent.magnitude < 10 ? "0" : "")\(exponent.magnitude)"
    }
}

extension UTF8Text {
    static func lengthOf(_ bytes: [UInt8]) -> Int { bytes.withUnsafeBytes { length($0) } }
}
