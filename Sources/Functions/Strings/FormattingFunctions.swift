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
            if case .string(let text) = call.arguments[0].literal, FormatPattern.hasZeroIndex(Array(text.utf8)) {
                throw PyriteError(
                    .analysis, "INVALID_PARAMETER_VALUE.ZERO_INDEX", sqlState: "22023",
                    "The value of parameter(s) `strfmt` in `\(call.name)` is invalid: expects %1$, %2$ and so on, "
                        + "but got %0$.", parameters: ["parameter": "`strfmt`", "functionName": "`\(call.name)`"])
            }
            let types = [DataType.string] + call.types.dropFirst()
            return .rows(
                call, argumentTypes: types, result: .string, nullable: call.arguments[0].nullable ? .always : .never,
                canFail: true, strict: false
            ) { rows, context in
                let formats = rows.text(0)
                let missing = rows.nulls(0)
                let columns = rows.arguments.dropFirst().map { $0.flattened() }
                let constant = try rows.constantText(0).map { try FormatPattern($0) }
                return try rows.mapText { row, out in
                    if missing[row] { return false }
                    let pattern = try constant ?? FormatPattern(Array(formats[row]))
                    try pattern.write(columns, row: row, into: &out, context: context)
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
        var isNegativeZero = false
        switch column.value(at: row) {
        case .integer(let value): unscaled = Int128(value)
        case .decimal(let value):
            unscaled = value
            if case .decimal(_, let s) = column.type { scale = s }
        case .float(let value):
            guard digits(Double(value), &unscaled, &scale, &out) else { return }
            isNegativeZero = value == 0 && value.sign == .minus
        case .double(let value):
            guard digits(value, &unscaled, &scale, &out) else { return }
            isNegativeZero = value == 0 && value.sign == .minus
        default: return
        }
        var negative = unscaled < 0
        var fractionDigits = scale
        var value = unscaled
        if scale > maximumDecimals {
            value = RoundingFunctions.drop(unscaled, scale - maximumDecimals, .halfEven)
            fractionDigits = maximumDecimals
        }
        if value == 0 && unscaled == 0 { negative = isNegativeZero }
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
