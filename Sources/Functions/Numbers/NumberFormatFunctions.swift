import Columnar

/// Conversion by formats: numbers, datetimes and binary values to text and back.
enum NumberFormatFunctions {
    static let definitions: [FunctionDefinition] = [
        .scalar(
            "to_char", aliases: ["to_varchar"], .string,
            "to_char(value, format) - A number, datetime or binary value as text.",
            ["to_char(454, '999')", "to_char(78.12, '$99.99')", "to_char(date'2016-04-08', 'y')"], since: "3.4.0",
            count: 2...2, bindToChar),
        number("to_number", isAttempt: false, since: "3.3.0"),
        number("try_to_number", isAttempt: true, since: "3.3.0"),
        binary("to_binary", isAttempt: false, since: "3.3.0"),
        binary("try_to_binary", isAttempt: true, since: "3.3.0"),
    ]

    private static func malformed(_ call: Call, _ text: String, _ error: NumberFormat.Malformed) -> PyriteError {
        PyriteError(
            .analysis, "INVALID_FORMAT.\(error.condition)", sqlState: "42601",
            "The format is invalid: '\(text)'. \(error.detail)", parameters: ["format": "'\(text)'"])
    }

    private static func format(_ call: Call) throws -> NumberFormat? {
        guard let text = call.stringLiteral(1) else {
            if case .null? = call.arguments[1].literal { return nil }
            throw FunctionError.nonFoldable(
                sql: call.sql, name: "format", type: .string, input: call.arguments[1].sql)
        }
        do {
            return try NumberFormat(text)
        } catch {
            throw malformed(call, text.uppercased(), error)
        }
    }

    @Sendable private static func bindToChar(_ call: Call) throws -> ScalarBinding {
        let type = call.types[0]
        if type.isDatetime || type.isTime || (type.isString && call.arguments[0].literal == nil) {
            return try delegate("date_format", call)
        }
        if type == .binary {
            guard let text = call.stringLiteral(1) else {
                throw FunctionError.nonFoldable(
                    sql: call.sql, name: "format", type: .string, input: call.arguments[1].sql)
            }
            switch text.lowercased().filter({ $0 != " " }) {
            case "base64":
                return .rows(call, argumentTypes: [.binary, .string], result: .string) { rows, _ in
                    let x = rows.text(0)
                    return rows.mapText { row, out in
                        Base64.encode(x[row], into: &out)
                        return true
                    }
                }
            case "hex":
                return .rows(call, argumentTypes: [.binary, .string], result: .string) { rows, _ in
                    let x = rows.text(0)
                    return rows.mapText { row, out in
                        for byte in x[row] { HexText.write(byte, upper: true, into: &out) }
                        return true
                    }
                }
            case "utf-8":
                return .rows(call, argumentTypes: [.binary, .string], result: .string) { rows, _ in
                    let x = rows.text(0)
                    return rows.slices(of: x) { x[$0] }
                }
            default:
                throw FunctionError.invalidParameter(
                    call.name, parameter: "format", condition: "BINARY_FORMAT",
                    detail: "expects one of binary formats 'base64', 'hex', 'utf-8', but got '\(text)'.",
                    extra: ["invalidFormat": "'\(text)'"], kind: .analysis)
            }
        }
        guard let format = try format(call) else {
            return ScalarBinding(argumentTypes: call.types, resultType: .string, nullable: true) { _, count, _ in
                .nulls(.string, count: count)
            }
        }
        // Wide enough for every number that is written, with the format's digits behind the point.
        let source: DataType
        if case .decimal = type {
            source = type
        } else if let decimal = type.asDecimal, type.isNumeric {
            source = decimal
        } else if type.isString || type == .null {
            source = .decimal(precision: 38, scale: min(format.fraction, 18))
        } else {
            throw call.mismatch(0, required: "(\"NUMERIC\" or \"BINARY\" or \"DATETIME\")")
        }
        guard case .decimal(_, let scale) = source else { throw call.mismatch(0, required: "\"NUMERIC\"") }
        let isWide = source.physicalType == .int128
        return .rows(call, argumentTypes: [source, .string], result: .string) { rows, _ in
            let narrow = isWide ? nil : rows.fixed(0, as: Int64.self)
            let wide = isWide ? rows.fixed(0, as: Int128.self) : nil
            return rows.mapText { row, out in
                let value = wide.map { $0[row] } ?? Int128(narrow.map { $0[row] } ?? 0)
                let rescaled = DecimalArithmetic.rescale(value, from: scale, to: format.fraction) ?? 0
                let isExact = DecimalArithmetic.rescale(rescaled, from: format.fraction, to: scale) == value
                format.write(rescaled, hasMorePlaces: !isExact, into: &out)
                return true
            }
        }
    }

    private static func delegate(_ name: String, _ call: Call) throws -> ScalarBinding {
        guard let definition = FunctionRegistry.builtIn[name], case .scalar(let bind) = definition.kind else {
            throw PyriteError.internalError("The function \(name) is missing.")
        }
        return try bind(call.arguments, call.context)
    }

    private static func number(_ name: String, isAttempt: Bool, since: String) -> FunctionDefinition {
        .scalar(
            name, .string, "\(name)(text, format) - The number that a text in a format stands for.",
            ["\(name)('454', '999')"], since: since, count: 2...2
        ) { call in
            let text = try call.coerced([.text, .text])
            guard let format = try format(call) else {
                let type = DataType.decimal(precision: 38, scale: 0)
                return ScalarBinding(argumentTypes: text, resultType: type, nullable: true) { _, count, _ in
                    .nulls(type, count: count)
                }
            }
            let type = DataType.decimal(precision: format.precision, scale: format.fraction)
            return .rows(
                call, argumentTypes: text, result: type, nullable: isAttempt ? .always : .whenArgumentsAre,
                canFail: !isAttempt
            ) { rows, _ in
                let x = rows.text(0)
                func parsed(_ row: Int) throws -> Int128? {
                    if let value = format.parse(x[row]) { return value }
                    if isAttempt { return nil }
                    let value = String(decoding: x[row], as: UTF8.self)
                    throw PyriteError(
                        .illegalArgument, "INVALID_FORMAT.MISMATCH_INPUT", sqlState: "42601",
                        "The format is invalid: \(format.text). The input \"STRING\" \(value) does not match the "
                            + "format.",
                        parameters: ["format": format.text, "inputType": "\"STRING\"", "input": value])
                }
                if type.physicalType == .int64 {
                    return try rows.mapOptional(Int64(0)) { try parsed($0).map { Int64(truncatingIfNeeded: $0) } }
                }
                return try rows.mapOptional(Int128(0)) { try parsed($0) }
            }
        }
    }

    private static func binary(_ name: String, isAttempt: Bool, since: String) -> FunctionDefinition {
        .scalar(
            name, .string, "\(name)(text[, format]) - The bytes of a text in hex (the default), base64 or utf-8.",
            ["\(name)('abc', 'utf-8')"], since: since, count: 1...2
        ) { call in
            let types = try call.coerced([.text, .text])
            let format = call.arguments.count > 1 ? call.stringLiteral(1)?.lowercased() : "hex"
            if call.arguments.count > 1, format == nil, call.arguments[1].literal != .null {
                throw FunctionError.nonFoldable(sql: call.sql, name: "fmt", type: .string, input: call.arguments[1].sql)
            }
            let known = ["hex", "base64", "utf-8", "utf8"]
            if let format, !known.contains(format), !isAttempt {
                throw PyriteError(
                    .analysis, "DATATYPE_MISMATCH.INVALID_ARG_VALUE", sqlState: "42K09",
                    "Cannot resolve \"\(call.sql)\" due to data type mismatch: The `fmt` value must to be a "
                        + "case-insensitive \"STRING\" literal of 'hex', 'utf-8', 'utf8', or 'base64', but got "
                        + "'\(format)'.",
                    parameters: [
                        "sqlExpr": "\"\(call.sql)\"", "inputName": "fmt",
                        "requireType": "case-insensitive \"STRING\"",
                        "validValues": "'hex', 'utf-8', 'utf8', or 'base64'", "inputValue": "'\(format)'",
                    ])
            }
            return .rows(
                call, argumentTypes: types, result: .binary, nullable: .always, canFail: !isAttempt
            ) { rows, _ in
                let x = rows.text(0)
                guard let format, known.contains(format) else { return .nulls(.binary, count: rows.count) }
                if format.hasPrefix("utf") { return rows.slices(of: x) { x[$0] } }
                return try rows.mapText { row, out in
                    let isGood =
                        format == "base64" ? Base64.decode(x[row], into: &out) : unhex(x[row], into: &out)
                    if isGood { return true }
                    if isAttempt { return false }
                    let text = String(decoding: x[row], as: UTF8.self)
                    throw PyriteError(
                        .illegalArgument, "CONVERSION_INVALID_INPUT", sqlState: "22018",
                        "The value '\(text)' (`\(format.uppercased())`) cannot be converted to \"BINARY\" because it is "
                            + "malformed. Correct the value as per the syntax, or change its format. Use "
                            + "`try_to_binary` to tolerate malformed input and return NULL instead.",
                        parameters: [
                            "str": "'\(text)'", "fmt": "`\(format.uppercased())`", "targetType": "\"BINARY\"",
                            "suggestion": "`try_to_binary`",
                        ])
                }
            }
        }
    }

    private static func unhex(_ bytes: UnsafeRawBufferPointer, into out: inout ByteWriter) -> Bool {
        var index = 0
        if bytes.count % 2 == 1 {
            guard let digit = HexText.value(bytes[0]) else { return false }
            out.append(digit)
            index = 1
        }
        while index &+ 1 < bytes.count {
            guard let high = HexText.value(bytes[index]), let low = HexText.value(bytes[index &+ 1]) else {
                return false
            }
            out.append(high << 4 | low)
            index &+= 2
        }
        return true
    }
}
