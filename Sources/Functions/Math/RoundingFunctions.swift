import Columnar

/// round, bround, ceil, floor and their decimal result types.
enum RoundingFunctions {
    enum Mode: Sendable { case halfUp, halfEven, ceiling, floor }

    static let definitions: [FunctionDefinition] = [
        round("round", .halfUp, "round(expr[, d]) - Rounded to d digits, halves away from zero."),
        round("bround", .halfEven, "bround(expr[, d]) - Rounded to d digits, halves to the even digit."),
        whole(
            "ceil", aliases: ["ceiling"], .ceiling,
            "ceil(expr[, d]) - The least number of d digits that is not "
                + "below."),
        whole("floor", aliases: [], .floor, "floor(expr[, d]) - The greatest number of d digits that is not above."),
    ]

    private static func round(_ name: String, _ mode: Mode, _ usage: String) -> FunctionDefinition {
        .scalar(name, .math, usage, ["\(name)(2.5, 0)"], since: "1.5.0", count: 1...2) { call in
            let scale = try scale(call)
            let types = [try call.coerced([.number])[0]] + call.types.dropFirst().map { _ in DataType.integer }
            return binding(call, types, scale, mode)
        }
    }

    private static func scale(_ call: Call) throws -> Int {
        guard call.arguments.count > 1 else { return 0 }
        if case .null? = call.arguments[1].literal { return 0 }
        guard let value = call.integerLiteral(1) else {
            throw FunctionError.nonFoldable(
                sql: call.sql, name: "scale", type: .integer, input: call.arguments[1].sql)
        }
        return Int(max(-400, min(400, value)))
    }

    private static func whole(
        _ name: String, aliases: [String], _ mode: Mode, _ usage: String
    ) -> FunctionDefinition {
        .scalar(name, aliases: aliases, .math, usage, ["\(name)(-0.1)"], since: "1.4.0", count: 1...2) { call in
            if call.arguments.count == 1 {
                switch call.types[0] {
                case .decimal(let precision, let scale):
                    let result = DataType.decimal(
                        precision: scale == 0 ? precision : max(1, min(38, precision - scale + 1)), scale: 0)
                    return decimal(call, call.types, result, from: scale, digits: 0, mode)
                case _ where call.types[0].isIntegral:
                    return .rows(call, argumentTypes: [.long], result: .long, nullable: .always) { rows, _ in
                        rows.arguments[0]
                    }
                default:
                    let raises = call.context.isANSI
                    return .rows(
                        call, argumentTypes: try call.coerced([.double]), result: .long, nullable: .always,
                        canFail: raises
                    ) { rows, _ in
                        let x = rows.fixed(0, as: Double.self)
                        if raises,
                            rows.firstRow(where: { !x[$0].isNaN && x[$0].magnitude >= 9_223_372_036_854_775_808 })
                                != nil
                        {
                            throw FunctionError.arithmeticOverflow("overflow")
                        }
                        return mode == .ceiling
                            ? rows.map { saturated(x[$0].rounded(.up)) } : rows.map { saturated(x[$0].rounded(.down)) }
                    }
                }
            }
            // With a scale the argument is a decimal, whatever it was; what is no number is null.
            guard call.types[1] != .null, call.types[1] != .long, call.arguments[1].literal != .null else {
                throw FunctionError.nonFoldableArgument(call.name, parameter: "scale", type: .integer)
            }
            let scale = try scale(call)
            let type = try call.coerced([.number])[0].asDecimal ?? .decimal(precision: 30, scale: 15)
            guard case .decimal(let precision, let from) = type else { return binding(call, [type], scale, mode) }
            let digits = precision - from + 1 + max(0, min(scale, from))
            let result = DataType.decimal(precision: min(38, max(digits, -scale + 1)), scale: max(0, min(scale, from)))
            return decimal(call, [type, .integer], result, from: from, digits: scale, mode)
        }
    }

    /// A whole number as a long: the nearest one for those too large, 0 for NaN.
    @inline(__always) private static func saturated(_ value: Double) -> Int64 {
        if value.magnitude < 0x1p63 { return Int64(value) }
        return value.isNaN ? 0 : value < 0 ? .min : .max
    }

    private static func binding(_ call: Call, _ types: [DataType], _ scale: Int, _ mode: Mode) -> ScalarBinding {
        let type = types[0]
        switch type {
        case .decimal(let precision, let from):
            let integralDigits = precision - from + 1
            let result: DataType
            if scale < 0 {
                result = .decimal(precision: min(38, max(integralDigits, -scale + 1)), scale: 0)
            } else {
                let kept = min(from, scale)
                result = .decimal(precision: min(38, integralDigits + kept), scale: kept)
            }
            return decimal(call, types, result, from: from, digits: scale, mode)
        case .float, .double: return floating(call, types, scale, mode)
        default: return integral(call, types, scale, mode)
        }
    }

    private static func decimal(
        _ call: Call, _ types: [DataType], _ result: DataType, from: Int, digits: Int, _ mode: Mode
    ) -> ScalarBinding {
        let isANSI = call.context.isANSI
        return .rows(
            call, argumentTypes: types, result: result, nullable: .always, canFail: isANSI
        ) { rows, _ in
            guard case .decimal(let precision, let scale) = result else { return .nulls(result, count: rows.count) }
            let limit = powerOfTen(precision).magnitude
            let compute = { (value: Int128) throws -> Int128? in
                let rounded = drop(value, from - digits, mode)
                let (widened, overflow) = rounded.multipliedReportingOverflow(by: powerOfTen(max(0, -digits)))
                let fitted =
                    overflow
                    ? nil
                    : DecimalArithmetic.rescale(
                        widened, from: digits < 0 ? 0 : min(digits, from), to: scale)
                if let fitted, fitted.magnitude < limit { return fitted }
                guard isANSI else { return nil }
                throw FunctionError.numericOutOfRange(value: "\(rounded)", precision: precision, scale: scale)
            }
            let isSmall = result.physicalType == .int64
            if types[0].physicalType == .int64 {
                let x = rows.fixed(0, as: Int64.self)
                if isSmall {
                    return try rows.mapOptional(Int64(0)) { row in
                        try compute(Int128(x[row])).map { Int64(truncatingIfNeeded: $0) }
                    }
                }
                return try rows.mapOptional(Int128(0)) { try compute(Int128(x[$0])) }
            }
            let x = rows.fixed(0, as: Int128.self)
            if isSmall {
                return try rows.mapOptional(Int64(0)) { row in
                    try compute(x[row]).map { Int64(truncatingIfNeeded: $0) }
                }
            }
            return try rows.mapOptional(Int128(0)) { try compute(x[$0]) }
        }
    }

    /// `value` without its last `count` digits; unchanged for none.
    static func drop(_ value: Int128, _ count: Int, _ mode: Mode) -> Int128 {
        if count <= 0 { return value }
        if count > 38 {
            switch mode {
            case .ceiling: return value > 0 ? 1 : 0
            case .floor: return value < 0 ? -1 : 0
            default: return 0
            }
        }
        let divisor = powerOfTen(count)
        let (quotient, rest) = value.quotientAndRemainder(dividingBy: divisor)
        if rest == 0 { return quotient }
        switch mode {
        case .ceiling: return value > 0 ? quotient + 1 : quotient
        case .floor: return value < 0 ? quotient - 1 : quotient
        case .halfUp, .halfEven:
            let magnitude = rest.magnitude
            let other = divisor.magnitude - magnitude
            let isUp = magnitude > other || (magnitude == other && (mode == .halfUp || quotient & 1 != 0))
            return isUp ? quotient + (value < 0 ? -1 : 1) : quotient
        }
    }

    private static func floating(_ call: Call, _ types: [DataType], _ scale: Int, _ mode: Mode) -> ScalarBinding {
        .rows(call, argumentTypes: types, result: types[0], nullable: .always) { rows, _ in
            let isHalf = mode == .halfUp || mode == .halfEven
            let power = isHalf && (0...15).contains(scale) ? Double(powerOfTen(scale)) : nil
            func compute(_ value: Double) -> Double {
                guard value.isFinite, value != 0 else { return value }
                // Rounding works on the shortest decimal digits, as Java's BigDecimal of the number does.
                let digits = ShortestDigits(value.magnitude)
                let fractionDigits = digits.count - digits.pointPosition
                if fractionDigits <= scale { return value }
                let rounded = drop(Int128(digits.digits), fractionDigits - scale, mode)
                let magnitude: Double
                if scale >= 0 {
                    magnitude = DecimalArithmetic.double(rounded, scale: scale)
                } else {
                    let (wide, overflow) = rounded.multipliedReportingOverflow(by: powerOfTen(min(38, -scale)))
                    magnitude =
                        rounded == 0 ? 0 : overflow || -scale > 38 ? value.magnitude : Double(wide)
                }
                return value < 0 ? -magnitude : magnitude
            }
            if types[0] == .float {
                let x = rows.fixed(0, as: Float.self)
                return rows.map { row -> Float in
                    let digits = Double("\(x[row])") ?? Double(x[row])
                    return Float(compute(digits))
                }
            }
            let x = rows.fixed(0, as: Double.self)
            guard let power else { return rows.map { compute(x[$0]) } }
            // Where the digits behind are clearly more or less than half, the digits themselves are not needed. Blocks
            // without a branch; one that holds a doubtful number is gone over again.
            let buffer = Buffer(capacity: rows.count &* 8)
            let out = buffer.typed(Double.self)
            var start = 0
            while start < rows.count {
                let end = min(start &+ 64, rows.count)
                var clear = 0
                for row in start..<end {
                    let scaled = x[row].magnitude * power
                    let whole = scaled.rounded(.down)
                    let part = scaled - whole
                    let magnitude = (part > 0.5 ? whole + 1 : whole) / power
                    out[row] = Double(signOf: x[row], magnitudeOf: magnitude)
                    let isClear = scaled < 4e15 && abs(part - 0.5) > max(1e-9, scaled * 1e-15)
                    clear &+= isClear ? 1 : 0
                }
                if clear < end &- start { for row in start..<end { out[row] = compute(x[row]) } }
                start = end
            }
            return Column(.double, count: rows.count, layout: .fixed(buffer), validity: rows.validity)
        }
    }

    private static func integral(_ call: Call, _ types: [DataType], _ scale: Int, _ mode: Mode) -> ScalarBinding {
        let isANSI = call.context.isANSI
        return .rows(call, argumentTypes: types, result: types[0], nullable: .always, canFail: isANSI && scale < 0) {
            rows, _ in
            if scale >= 0 { return rows.arguments[0] }
            func integers<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) throws -> Column {
                let x = rows.fixed(0, as: T.self)
                let unit = powerOfTen(-scale)
                return try rows.mapValid(T.zero) { row in
                    let value = -scale > 38 ? 0 : drop(Int128(x[row]), -scale, mode) &* unit
                    if let fitted = T(exactly: value) { return fitted }
                    guard isANSI else { return T(truncatingIfNeeded: value) }
                    throw FunctionError.arithmeticOverflow("overflow")
                }
            }
            switch types[0].physicalType {
            case .int8: return try integers(Int8.self)
            case .int16: return try integers(Int16.self)
            case .int32: return try integers(Int32.self)
            default: return try integers(Int64.self)
            }
        }
    }
}
