import Columnar

/// `+ - * / % div`, signs and bits, and the `try_` forms.
enum ArithmeticFunctions {
    static let definitions: [FunctionDefinition] = [
        binary("+", .add, "expr1 + expr2 - Returns expr1 + expr2.", ["1 + 2"]),
        binary("-", .subtract, "expr1 - expr2 - Returns expr1 - expr2.", ["2 - 1"]),
        binary("*", .multiply, "expr1 * expr2 - Returns expr1 * expr2.", ["2 * 3"]),
        binary("/", .divide, "expr1 / expr2 - Divides; integers are divided as doubles.", ["3 / 2"]),
        binary(
            "%", aliases: ["mod"], .remainder, "expr1 % expr2 - The remainder, with the sign of expr1.", ["2 % 1.8"]),
        attempt("try_add", .add, "try_add(expr1, expr2) - The sum, or null on overflow.", ["try_add(1, 2)"]),
        attempt(
            "try_subtract", .subtract, "try_subtract(expr1, expr2) - The difference, or null on overflow.",
            ["try_subtract(2, 1)"]),
        attempt(
            "try_multiply", .multiply, "try_multiply(expr1, expr2) - The product, or null on overflow.",
            ["try_multiply(2, 3)"]),
        attempt(
            "try_divide", .divide, "try_divide(dividend, divisor) - The quotient, or null for a divisor of 0.",
            ["try_divide(3, 2)"]),
        attempt(
            "try_mod", .remainder, "try_mod(dividend, divisor) - The remainder, or null for a divisor of 0.",
            ["try_mod(3, 2)"]),
        .scalar(
            "div", .math, "expr1 div expr2 - The integral part of the quotient, as a long.", ["3 div 2"],
            since: "3.0.0", count: 2...2, bindIntegralDivide),
        .scalar(
            "pmod", .math,
            "pmod(expr1, expr2) - The remainder with the sign of expr2: never negative for a positive "
                + "expr2.", ["pmod(-10, 3)"], since: "1.5.0", count: 2...2, bindPositiveModulo),
        .scalar("negative", .math, "negative(expr) - The negated value.", ["negative(1)"], count: 1...1) { call in
            if call.types[0] == .calendarInterval { return calendarNegation(call) }
            return try bindSign(call, symbol: "-") { .negate }
        },
        .scalar("positive", .math, "positive(expr) - The value itself.", ["positive(1)"], since: "1.5.0", count: 1...1)
        {
            call in
            let type = try signedType(call)
            return .rows(call, argumentTypes: [type], result: type) { rows, _ in rows.arguments[0] }
        },
        .scalar("abs", .math, "abs(expr) - The absolute value.", ["abs(-1)"], since: "1.2.0", count: 1...1) { call in
            try bindSign(call, symbol: "abs") { .absolute }
        },
    ]

    private static func binary(
        _ name: String, aliases: [String] = [], _ op: ArithmeticOperator, _ usage: String, _ examples: [String]
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .math, usage, examples, count: 2...2) { call in
            try bindArithmetic(op, call, failure: call.context.isANSI ? .raise : .wrap)
        }
    }

    private static func attempt(
        _ name: String, _ op: ArithmeticOperator, _ usage: String, _ examples: [String]
    ) -> FunctionDefinition {
        .scalar(name, .math, usage, examples, since: "3.2.0", count: 2...2) { call in
            try bindArithmetic(op, call, failure: .null)
        }
    }

    enum SignChange { case negate, absolute }

    private static func signedType(_ call: Call) throws -> DataType {
        let type = call.types[0]
        if type.isString || type == .null { return .double }
        guard type.isNumeric || type.isInterval else {
            throw call.mismatch(
                0, required: "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO MONTH\" or \"INTERVAL\")"
            )
        }
        return type
    }

    private static func bindSign(_ call: Call, symbol: String, _ change: () -> SignChange) throws -> ScalarBinding {
        let type = try signedType(call)
        let change = change()
        let isANSI = call.context.isANSI
        return .rows(call, argumentTypes: [type], result: type, canFail: isANSI && !type.isFractional) { rows, _ in
            switch type.physicalType {
            case .int8: return try changeSign(rows, change, isANSI, Int8.self)
            case .int16: return try changeSign(rows, change, isANSI, Int16.self)
            case .int32: return try changeSign(rows, change, isANSI, Int32.self)
            case .int64: return try changeSign(rows, change, isANSI, Int64.self)
            case .int128: return try changeSign(rows, change, isANSI, Int128.self)
            case .float:
                let x = rows.fixed(0, as: Float.self)
                return change == .negate ? rows.map { -x[$0] } : rows.map { x[$0].magnitude }
            default:
                let x = rows.fixed(0, as: Double.self)
                return change == .negate ? rows.map { -x[$0] } : rows.map { x[$0].magnitude }
            }
        }
    }

    private static func changeSign<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ rows: Rows, _ change: SignChange, _ isANSI: Bool, _ type: T.Type
    ) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        var least = T.max
        for row in 0..<rows.count { least = min(least, x[row]) }
        let lowest = least == T.min
        let result =
            change == .negate
            ? rows.map { row -> T in 0 &- x[row] } : rows.map { row -> T in x[row] < 0 ? 0 &- x[row] : x[row] }
        if lowest, isANSI, rows.firstRow(where: { x[$0] == T.min }) != nil {
            throw FunctionError.arithmeticOverflow("overflow")
        }
        return result
    }

    @Sendable private static func bindIntegralDivide(_ call: Call) throws -> ScalarBinding {
        let (left, right) = (call.arguments[0], call.arguments[1])
        let isANSI = call.context.isANSI
        guard let (a, b) = operandTypes(left, right, isANSI) else {
            throw FunctionError.differingTypes(sql: call.operatorSQL("div"), left: left.type, right: right.type)
        }
        let nullable = FunctionDefinition.Nullability.always
        if case .decimal(let p1, let s1) = a, case .decimal(let p2, let s2) = b {
            return .rows(call, argumentTypes: [a, b], result: .long, nullable: nullable, canFail: isANSI) { rows, _ in
                let common = max(s1, s2)
                let columns = rows.arguments
                return try rows.mapOptional(Int64(0)) { row in
                    guard case .decimal(let p) = columns[0].value(at: columns[0].isConstant ? 0 : row),
                        case .decimal(let q) = columns[1].value(at: columns[1].isConstant ? 0 : row)
                    else { return nil }
                    if q == 0 {
                        guard isANSI else { return nil }
                        throw FunctionError.divideByZero()
                    }
                    guard let x = DecimalArithmetic.rescale(p, from: s1, to: common),
                        let y = DecimalArithmetic.rescale(q, from: s2, to: common)
                    else { return nil }
                    guard let value = Int64(exactly: x / y) else {
                        guard isANSI else { return Int64(truncatingIfNeeded: x / y) }
                        throw FunctionError.numericOutOfRange(
                            value: "\(x / y)", precision: min(38, p1 - s1 + s2 + p2 - p2), scale: 0)
                    }
                    return value
                }
            }
        }
        if a.isInterval && b.isInterval {
            let x = a.physicalType == .int32
            return .rows(call, argumentTypes: [a, b], result: .long, nullable: nullable, canFail: isANSI) { rows, _ in
                x ? try integralQuotient(rows, Int32.self, isANSI) : try integralQuotient(rows, Int64.self, isANSI)
            }
        }
        guard a.isIntegral, b.isIntegral else {
            guard left.type == right.type || (isANSI && left.type.isString != right.type.isString) else {
                throw FunctionError.differingTypes(sql: call.operatorSQL("div"), left: left.type, right: right.type)
            }
            throw FunctionError.wrongOperatorType(
                sql: call.operatorSQL("div"),
                required: "(\"BIGINT\" or \"DECIMAL\" or \"INTERVAL YEAR TO MONTH\" or "
                    + "\"INTERVAL DAY TO SECOND\")", actual: a)
        }
        return .rows(call, argumentTypes: [.long, .long], result: .long, nullable: nullable, canFail: isANSI) {
            rows, _ in try integralQuotient(rows, Int64.self, isANSI)
        }
    }

    private static func integralQuotient<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ rows: Rows, _ type: T.Type, _ isANSI: Bool
    ) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        let y = rows.fixed(1, as: T.self)
        return try rows.mapOptional(Int64(0)) { row in
            if y[row] == 0 {
                guard isANSI else { return nil }
                throw FunctionError.divideByZero()
            }
            if y[row] == -1 && x[row] == T.min {
                guard isANSI else { return Int64(truncatingIfNeeded: T.min) }
                throw FunctionError.arithmeticOverflow("Overflow in integral divide", alternative: "try_divide")
            }
            return Int64(truncatingIfNeeded: x[row] / y[row])
        }
    }

    @Sendable private static func bindPositiveModulo(_ call: Call) throws -> ScalarBinding {
        let (left, right) = (call.arguments[0], call.arguments[1])
        let isANSI = call.context.isANSI
        guard let (a, b) = operandTypes(left, right, isANSI), a.isNumeric, b.isNumeric else {
            if left.type.isString || right.type.isString || left.type == right.type {
                throw FunctionError.wrongOperatorType(
                    sql: call.sql, required: "\"NUMERIC\"", actual: left.type.isString ? right.type : left.type)
            }
            throw FunctionError.differingTypes(sql: call.sql, left: left.type, right: right.type)
        }
        var type = a
        if case .decimal(let p1, let s1) = a, case .decimal(let p2, let s2) = b {
            type = DecimalTyping.remainder(p1, s1, p2, s2)
        }
        let common: DataType
        if case .decimal = type {
            guard let wider = TypeCoercion.commonType(a, b) else {
                throw FunctionError.differingTypes(sql: call.sql, left: a, right: b)
            }
            common = wider
        } else {
            common = type
        }
        let result = type
        let wide = ScalarBinding.rows(
            call, argumentTypes: [common, common], result: common, nullable: .always, canFail: isANSI
        ) { rows, _ in
            func integers<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ width: T.Type) throws -> Column {
                let x = rows.fixed(0, as: T.self)
                let y = rows.fixed(1, as: T.self)
                return try rows.mapOptional(T.zero) { row in
                    let divisor = y[row]
                    if divisor == 0 {
                        guard isANSI else { return nil }
                        throw FunctionError.remainderByZero()
                    }
                    if divisor == -1 { return 0 }
                    let rest = x[row] % divisor
                    return rest < 0 ? (rest &+ divisor) % divisor : rest
                }
            }
            func floats<T: BinaryFloatingPoint & BitwiseCopyable>(_ width: T.Type) throws -> Column {
                let x = rows.fixed(0, as: T.self)
                let y = rows.fixed(1, as: T.self)
                return try rows.mapOptional(T.zero) { row in
                    if y[row] == 0 {
                        guard isANSI else { return nil }
                        throw FunctionError.remainderByZero()
                    }
                    let rest = x[row].truncatingRemainder(dividingBy: y[row])
                    return rest < 0 ? (rest + y[row]).truncatingRemainder(dividingBy: y[row]) : rest
                }
            }
            switch common.physicalType {
            case .int8: return try integers(Int8.self)
            case .int16: return try integers(Int16.self)
            case .int32: return try integers(Int32.self)
            case .int64: return try integers(Int64.self)
            case .int128: return try integers(Int128.self)
            case .float: return try floats(Float.self)
            default: return try floats(Double.self)
            }
        }
        if common == result { return wide }
        var binding = wide
        binding.resultType = result
        let inner = wide.kernel
        binding.kernel = { arguments, count, context in
            try Cast.cast(try inner(arguments, count, context), to: result, mode: .ansi, context: context)
        }
        return binding
    }
}
