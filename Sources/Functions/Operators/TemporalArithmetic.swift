import Columnar

/// `+` and `-` with dates, timestamps and intervals; `nil` when neither operand is one of them.
func bindTemporalArithmetic(
    _ op: ArithmeticOperator, _ call: Call, failure: ArithmeticFailure
) throws -> ScalarBinding? {
    let (a, b) = (call.arguments[0].type, call.arguments[1].type)
    if a.isTime || b.isTime { try call.requireTimeType() }
    guard a.isDatetime || a.isInterval || b.isDatetime || b.isInterval else { return nil }
    switch (op, a, b) {
    case (.add, .date, _) where b.isIntegral || b == .null: return try dateShift(call, swapped: false, sign: 1)
    case (.add, _, .date) where a.isIntegral || a == .null: return try dateShift(call, swapped: true, sign: 1)
    case (.subtract, .date, _) where b.isIntegral: return try dateShift(call, swapped: false, sign: -1)
    case (.subtract, .date, .date): return dateDifference(call)
    case (.subtract, .date, _) where b.isString: return dateDifference(call)
    case (.subtract, _, .date) where a.isString: return dateDifference(call)
    case (.subtract, _, _) where (a.isDatetime || a.isString) && (b.isDatetime || b.isString):
        return timestampDifference(call)
    case (.add, _, _) where a.isDatetime && b.isInterval:
        return try intervalShift(call, swapped: false, sign: 1, failure: failure)
    case (.add, _, _) where a.isInterval && b.isDatetime:
        return try intervalShift(call, swapped: true, sign: 1, failure: failure)
    case (.subtract, _, _) where a.isDatetime && b.isInterval:
        return try intervalShift(call, swapped: false, sign: -1, failure: failure)
    case (.add, _, _) where a.isInterval && b.isInterval, (.subtract, _, _) where a.isInterval && b.isInterval:
        guard let type = TypeCoercion.tightestCommonType(a, b) else { break }
        return intervalSum(op, call, type, failure: failure)
    case (.multiply, _, _) where a.isInterval && (b.isNumeric || b.isString):
        return intervalScale(call, interval: 0, divides: false)
    case (.multiply, _, _) where b.isInterval && (a.isNumeric || a.isString):
        return intervalScale(call, interval: 1, divides: false)
    case (.divide, _, _) where a.isInterval && (b.isNumeric || b.isString):
        return intervalScale(call, interval: 0, divides: true)
    case (_, .null, _) where b.isInterval, (_, _, .null) where a.isInterval:
        return intervalSum(op, call, a.isInterval ? a : b, failure: failure)
    default: break
    }
    if a.isDatetime || b.isDatetime, op == .add || op == .subtract, a == .date || b == .date {
        let index = a == .date ? 1 : 0
        throw FunctionError.unexpectedInputType(
            sql: "\(op == .add ? "date_add" : "date_sub")(\(call.arguments[0].sql), \(call.arguments[1].sql))",
            position: index, required: ParameterType.smallInteger.requirement, input: call.arguments[index])
    }
    if a == b {
        throw FunctionError.wrongOperatorType(
            sql: call.operatorSQL(op.symbol),
            required: "(\"NUMERIC\" or \"INTERVAL DAY TO SECOND\" or \"INTERVAL YEAR TO"
                + " MONTH\" or \"INTERVAL\")", actual: a)
    }
    throw FunctionError.differingTypes(sql: call.operatorSQL(op.symbol), left: a, right: b)
}

private func dateShift(_ call: Call, swapped: Bool, sign: Int32) throws -> ScalarBinding {
    let days = swapped ? 0 : 1
    guard ParameterType.smallInteger.target(call.types[days], isANSI: true) != nil else {
        throw call.mismatch(days, required: ParameterType.smallInteger.requirement)
    }
    return .rows(
        call, argumentTypes: swapped ? [.integer, .date] : [.date, .integer], result: .date
    ) { rows, _ in
        let x = rows.fixed(swapped ? 1 : 0, as: Int32.self)
        let y = rows.fixed(days, as: Int32.self)
        return rows.map { x[$0] &+ sign &* y[$0] }
    }
}

private func dateDifference(_ call: Call) -> ScalarBinding {
    .rows(call, argumentTypes: [.date, .date], result: .dayTimeInterval(.day, .day)) { rows, _ in
        let x = rows.fixed(0, as: Int32.self)
        let y = rows.fixed(1, as: Int32.self)
        return rows.map { (Int64(x[$0]) &- Int64(y[$0])) &* microsPerDay }
    }
}

private func timestampDifference(_ call: Call) -> ScalarBinding {
    let isLocal = call.types.contains(.timestampNTZ) && !call.types.contains(.timestamp)
    let type: DataType = isLocal ? .timestampNTZ : .timestamp
    return .rows(call, argumentTypes: [type, type], result: .dayTime) { rows, context in
        let x = rows.fixed(0, as: Int64.self)
        let y = rows.fixed(1, as: Int64.self)
        var cursor = TimeZoneCursor(isLocal ? .utc : context.timeZone)
        // Days and times are told apart in local time, as Java's ChronoUnit does.
        return rows.map { cursor.local(fromUTC: x[$0]) &- cursor.local(fromUTC: y[$0]) }
    }
}

private func intervalShift(
    _ call: Call, swapped: Bool, sign: Int64, failure: ArithmeticFailure
) throws -> ScalarBinding {
    let (at, by) = swapped ? (1, 0) : (0, 1)
    let (type, interval) = (call.types[at], call.types[by])
    if case .yearMonthInterval = interval {
        return .rows(call, argumentTypes: call.types, result: type, canFail: true) { rows, context in
            let months = rows.fixed(by, as: Int32.self)
            if type == .date {
                let x = rows.fixed(at, as: Int32.self)
                return rows.map {
                    Int32(truncatingIfNeeded: CivilDate.addMonths(Int64(x[$0]), sign &* Int64(months[$0])))
                }
            }
            let x = rows.fixed(at, as: Int64.self)
            var cursor = TimeZoneCursor(type == .timestamp ? context.timeZone : .utc)
            return rows.map { TemporalArithmetic.addMonths(x[$0], sign &* Int64(months[$0]), &cursor) }
        }
    }
    // Whole days leave a date a date; hours make it a timestamp.
    if type == .date, interval == .dayTimeInterval(.day, .day) {
        return .rows(call, argumentTypes: call.types, result: .date) { rows, _ in
            let x = rows.fixed(at, as: Int32.self)
            let micros = rows.fixed(by, as: Int64.self)
            return rows.map { x[$0] &+ Int32(truncatingIfNeeded: sign &* micros[$0] / microsPerDay) }
        }
    }
    let result: DataType = type == .date ? .timestamp : type
    var types = call.types
    types[at] = result
    return .rows(call, argumentTypes: types, result: result, canFail: failure == .raise) { rows, context in
        let x = rows.fixed(at, as: Int64.self)
        let micros = rows.fixed(by, as: Int64.self)
        var cursor = TimeZoneCursor(result == .timestamp ? context.timeZone : .utc)
        return try rows.mapOptional(Int64(0)) { row in
            let amount = sign &* micros[row]
            if let value = TemporalArithmetic.addDayTime(x[row], amount, &cursor) { return value }
            guard failure == .raise else { return nil }
            throw FunctionError.arithmeticOverflow("long overflow")
        }
    }
}

enum TemporalArithmetic {
    /// An instant moved by months of local time.
    @inline(__always)
    static func addMonths(_ instant: Int64, _ months: Int64, _ cursor: inout TimeZoneCursor) -> Int64 {
        let local = cursor.local(fromUTC: instant)
        let days = floorDivide(local, microsPerDay)
        let moved = CivilDate.addMonths(days, months)
        return cursor.utc(fromLocal: moved &* microsPerDay &+ (local &- days &* microsPerDay))
    }

    /// An instant moved by whole days of local time and the rest in elapsed time.
    @inline(__always)
    static func addDayTime(_ instant: Int64, _ micros: Int64, _ cursor: inout TimeZoneCursor) -> Int64? {
        let days = micros / microsPerDay
        let rest = micros % microsPerDay
        var moved = instant
        if days != 0 {
            let (local, overflow) = cursor.local(fromUTC: instant).addingReportingOverflow(days &* microsPerDay)
            if overflow { return nil }
            moved = cursor.utc(fromLocal: local)
        }
        let (result, overflow) = moved.addingReportingOverflow(rest)
        return overflow ? nil : result
    }
}

private func intervalSum(
    _ op: ArithmeticOperator, _ call: Call, _ type: DataType, failure: ArithmeticFailure
) -> ScalarBinding {
    .rows(call, argumentTypes: [type, type], result: type, canFail: failure == .raise) { rows, _ in
        func sum<T: FixedWidthInteger & BitwiseCopyable>(_ width: T.Type) throws -> Column {
            let x = rows.fixed(0, as: T.self)
            let y = rows.fixed(1, as: T.self)
            return try rows.mapOptional(T.zero) { row in
                let (value, overflow) =
                    op == .add
                    ? x[row].addingReportingOverflow(y[row]) : x[row].subtractingReportingOverflow(y[row])
                if !overflow { return value }
                guard failure == .raise else { return nil }
                throw PyriteError(
                    .arithmetic, "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", sqlState: "22015",
                    "Integer overflow while operating with intervals. Use `\(op.alternative)` to tolerate overflow and "
                        + "return NULL instead.", parameters: ["functionName": "`\(op.alternative)`"])
            }
        }
        return type.physicalType == .int32 ? try sum(Int32.self) : try sum(Int64.self)
    }
}

/// Interval times or divided by a number, rounded half up.
private func intervalScale(_ call: Call, interval: Int, divides: Bool) -> ScalarBinding {
    let type = call.types[interval]
    let isMonths = type.physicalType == .int32
    let result: DataType = isMonths ? .yearMonth : .dayTime
    var types: [DataType] = [.double, .double]
    types[interval] = type
    let number = 1 - interval
    let isAttempt = call.name.hasPrefix("try_")
    return .rows(
        call, argumentTypes: types, result: result, nullable: isAttempt ? .always : .whenArgumentsAre,
        canFail: !isAttempt
    ) { rows, _ in
        let factor = rows.fixed(number, as: Double.self)
        func scaled(_ value: Int64, _ row: Int) throws -> Double {
            if !divides { return Double(value) * factor[row] }
            if factor[row] == 0 {
                throw PyriteError(
                    .arithmetic, "INTERVAL_DIVIDED_BY_ZERO", sqlState: "22012",
                    "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.")
            }
            return Double(value) / factor[row]
        }
        if isMonths {
            let x = rows.fixed(interval, as: Int32.self)
            return try rows.mapOptional(Int32(0)) { row in
                if isAttempt, divides, factor[row] == 0 { return nil }
                guard let value = Int32(exactly: try scaled(Int64(x[row]), row).rounded(.toNearestOrAwayFromZero))
                else {
                    if isAttempt { return nil }
                    throw FunctionError.arithmeticOverflow("integer overflow")
                }
                return value
            }
        }
        let x = rows.fixed(interval, as: Int64.self)
        return try rows.mapOptional(Int64(0)) { row in
            if isAttempt, divides, factor[row] == 0 { return nil }
            guard let value = Int64(exactly: try scaled(x[row], row).rounded(.toNearestOrAwayFromZero)) else {
                if isAttempt { return nil }
                throw FunctionError.arithmeticOverflow("long overflow")
            }
            return value
        }
    }
}

extension DataType {
    fileprivate var isTime: Bool { if case .time = self { true } else { false } }
}
