import Columnar

/// `& | ^ ~ << >>` and their kin.
enum BitwiseFunctions {
    enum Operator: Sendable { case and, or, xor }
    enum Shift: Sendable { case left, right, unsignedRight }

    static let definitions: [FunctionDefinition] = [
        binary("&", .and, "expr1 & expr2 - Bitwise and.", ["3 & 5"]),
        binary("|", .or, "expr1 | expr2 - Bitwise or.", ["3 | 5"]),
        binary("^", .xor, "expr1 ^ expr2 - Bitwise exclusive or.", ["3 ^ 5"]),
        .scalar("~", .bitwise, "~ expr - Bitwise not.", ["~ 0"], count: 1...1) { call in
            let type = try integralType(call, "~", call.types[0])
            return .rows(call, argumentTypes: [type], result: type) { rows, _ in
                switch type.physicalType {
                case .int8: invert(rows, Int8.self)
                case .int16: invert(rows, Int16.self)
                case .int32: invert(rows, Int32.self)
                default: invert(rows, Int64.self)
                }
            }
        },
        shift("shiftleft", aliases: ["<<"], .left, "base << n - Shifts left by n bits.", ["shiftleft(2, 1)"]),
        shift(
            "shiftright", aliases: [">>"], .right, "base >> n - Shifts right by n bits, keeping the sign.",
            ["shiftright(4, 1)"]),
        shift(
            "shiftrightunsigned", aliases: [">>>"], .unsignedRight,
            "base >>> n - Shifts right by n bits, filling in "
                + "zeros.", ["shiftrightunsigned(4, 1)"]),
        .scalar(
            "bit_count", .bitwise, "bit_count(expr) - The number of set bits.", ["bit_count(0)"], since: "3.0.0",
            count: 1...1
        ) { call in
            if call.types[0] == .boolean {
                return .rows(call, argumentTypes: [.boolean], result: .integer) { rows, _ in
                    let x = rows.fixed(0, as: UInt8.self)
                    return rows.map { Int32(x[$0]) }
                }
            }
            _ = try integralType(call, "bit_count", call.types[0])
            return .rows(call, argumentTypes: [.long], result: .integer) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                return rows.map { Int32(truncatingIfNeeded: x[$0].nonzeroBitCount) }
            }
        },
        .scalar(
            "bit_get", aliases: ["getbit"], .bitwise,
            "bit_get(expr, pos) - The bit at a position counted from the "
                + "right, from 0.", ["bit_get(11, 0)"], since: "3.2.0", count: 2...2
        ) { call in
            let type = try integralType(call, call.name, call.types[0])
            let width = Int32(type.physicalType.width * 8)
            return .rows(call, argumentTypes: [.long, .integer], result: .byte, canFail: true) { rows, _ in
                let x = rows.fixed(0, as: Int64.self)
                let position = rows.fixed(1, as: Int32.self)
                return try rows.mapValid(Int8(0)) { row in
                    guard position[row] >= 0, position[row] < width else {
                        throw FunctionError.invalidParameter(
                            "bit_get", parameter: "pos", condition: "BIT_POSITION_RANGE",
                            detail: "expects an integer value in [0, \(width)), but got \(position[row]).",
                            extra: ["upper": "\(width)", "invalidValue": "\(position[row])"])
                    }
                    return Int8(truncatingIfNeeded: x[row] &>> Int64(position[row]) & 1)
                }
            }
        },
    ]

    private static func integralType(_ call: Call, _ symbol: String, _ type: DataType) throws -> DataType {
        if type.isIntegral { return type }
        if type == .null || type.isString { return .long }
        throw call.mismatch(0, required: "\"INTEGRAL\"")
    }

    private static func binary(
        _ name: String, _ op: Operator, _ usage: String, _ examples: [String]
    ) -> FunctionDefinition {
        .scalar(name, .bitwise, usage, examples, since: "1.4.0", count: 2...2) { call in
            let (a, b) = (call.types[0], call.types[1])
            guard var type = TypeCoercion.commonType(a, b, isANSI: call.context.isANSI) else {
                throw FunctionError.differingTypes(sql: call.operatorSQL(name), left: a, right: b)
            }
            if type == .null { type = .integer }
            guard type.isIntegral else {
                throw FunctionError.wrongOperatorType(
                    sql: call.operatorSQL(name), required: "\"INTEGRAL\"", actual: type)
            }
            let result = type
            return .rows(call, argumentTypes: [type, type], result: type) { rows, _ in
                switch result.physicalType {
                case .int8: combine(rows, op, Int8.self)
                case .int16: combine(rows, op, Int16.self)
                case .int32: combine(rows, op, Int32.self)
                default: combine(rows, op, Int64.self)
                }
            }
        }
    }

    private static func combine<T: FixedWidthInteger & BitwiseCopyable>(
        _ rows: Rows, _ op: Operator, _ type: T.Type
    ) -> Column {
        let x = rows.fixed(0, as: T.self)
        let y = rows.fixed(1, as: T.self)
        return switch op {
        case .and: rows.map { x[$0] & y[$0] }
        case .or: rows.map { x[$0] | y[$0] }
        case .xor: rows.map { x[$0] ^ y[$0] }
        }
    }

    private static func invert<T: FixedWidthInteger & BitwiseCopyable>(_ rows: Rows, _ type: T.Type) -> Column {
        let x = rows.fixed(0, as: T.self)
        return rows.map { ~x[$0] }
    }

    private static func shift(
        _ name: String, aliases: [String], _ kind: Shift, _ usage: String, _ examples: [String]
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .bitwise, usage, examples, since: "1.5.0", count: 2...2) { call in
            let type: DataType = call.types[0] == .long ? .long : .integer
            let types = try call.coerced([.type(type), .int])
            return .rows(call, argumentTypes: types, result: type) { rows, _ in
                let n = rows.fixed(1, as: Int32.self)
                if type == .long {
                    let x = rows.fixed(0, as: Int64.self)
                    return switch kind {
                    case .left: rows.map { x[$0] &<< Int64(n[$0]) }
                    case .right: rows.map { x[$0] &>> Int64(n[$0]) }
                    case .unsignedRight:
                        rows.map { Int64(bitPattern: UInt64(bitPattern: x[$0]) &>> UInt64(truncatingIfNeeded: n[$0])) }
                    }
                }
                let x = rows.fixed(0, as: Int32.self)
                return switch kind {
                case .left: rows.map { x[$0] &<< n[$0] }
                case .right: rows.map { x[$0] &>> n[$0] }
                case .unsignedRight:
                    rows.map { Int32(bitPattern: UInt32(bitPattern: x[$0]) &>> UInt32(truncatingIfNeeded: n[$0])) }
                }
            }
        }
    }
}
