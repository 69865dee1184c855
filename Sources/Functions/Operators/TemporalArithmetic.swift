import Columnar

/// `+ - * /` with dates, times, timestamps and intervals, told apart in Spark's order; `nil` when neither operand is one
/// of them, or both are of kinds that the operator does not know.
func bindTemporalArithmetic(
    _ op: ArithmeticOperator, _ call: Call, failure: ArithmeticFailure
) throws -> ScalarBinding? {
    guard call.types.contains(where: \.isTemporal) else { return nil }
    switch op {
    case .add: return try bindTemporalSum(call, failure)
    case .subtract: return try bindTemporalDifference(call, failure)
    case .multiply, .divide: return try bindIntervalScale(op, call)
    case .remainder: return nil
    }
}

private func bindTemporalSum(_ call: Call, _ failure: ArithmeticFailure) throws -> ScalarBinding? {
    let (a, b) = (call.types[0], call.types[1])
    if a.isDatetime, b.isInterval { return try intervalShift(call, swapped: false, sign: 1, failure: failure) }
    if a.isInterval, b.isDatetime { return try intervalShift(call, swapped: true, sign: 1, failure: failure) }
    if a.isTime, b.isDayTime { return try timeShift(call, at: 0, sign: 1) }
    if a.isDayTime, b.isTime { return try timeShift(call, at: 1, sign: 1) }
    if let type = intervalType(a, b) { return intervalSum(.add, call, type, failure: failure) }
    if a == .calendarInterval, b == .calendarInterval { return calendarSum(call, sign: 1, failure: failure) }
    if a.isDatetime, b == .calendarInterval { return calendarShift(call, at: 0, sign: 1, failure: failure) }
    if a == .calendarInterval, b.isDatetime { return calendarShift(call, at: 1, sign: 1, failure: failure) }
    // Whatever else an interval is added to must be a timestamp.
    if b.isElapsing { return try textShift(call, at: 0, by: 1, symbol: "+", sign: 1, failure: failure) }
    if a.isElapsing { return try textShift(call, at: 1, by: 0, symbol: "+", sign: 1, failure: failure) }
    if (a.isDatetime && b == .null) || (a == .null && b.isDatetime) { return nullShift(call) }
    if (a.isTime && b == .null) || (a == .null && b.isTime) { return try nullTime(call, a.isTime ? a : b) }
    if a == .date { return try dateShift(call, swapped: false, sign: 1) }
    if b == .date { return try dateShift(call, swapped: true, sign: 1) }
    return nil
}

private func bindTemporalDifference(_ call: Call, _ failure: ArithmeticFailure) throws -> ScalarBinding? {
    let (a, b) = (call.types[0], call.types[1])
    if a.isDatetime, b.isInterval { return try intervalShift(call, swapped: false, sign: -1, failure: failure) }
    if a.isTime, b.isDayTime { return try timeShift(call, at: 0, sign: -1) }
    if a.isTime, b.isTime { return try timeDifference(call) }
    if (a.isTime && b == .null) || (a == .null && b.isTime) {
        return try nullTime(call, .dayTimeInterval(.hour, .second))
    }
    if let type = intervalType(a, b) { return intervalSum(.subtract, call, type, failure: failure) }
    if a == .calendarInterval, b == .calendarInterval { return calendarSum(call, sign: -1, failure: failure) }
    if a.isDatetime, b == .calendarInterval { return calendarShift(call, at: 0, sign: -1, failure: failure) }
    if b.isElapsing { return try textShift(call, at: 0, by: 1, symbol: "-", sign: -1, failure: failure) }
    if a.isTimestamp || b.isTimestamp {
        for (index, type) in call.types.enumerated() {
            guard type.isDatetime || type == .null || (type.isString && call.context.isANSI) else {
                throw call.mismatch(
                    index, operation: "-", required: "(\"TIMESTAMP\" or \"TIMESTAMP WITHOUT TIME ZONE\")")
            }
        }
        return timestampDifference(call)
    }
    if b == .date {
        if a == .date || a == .null || a.isString { return dateDifference(call) }
        if a.isTime {
            throw FunctionError.castWithoutSuggestion(sql: "CAST(\(call.arguments[0].sql) AS DATE)", from: a, to: .date)
        }
        throw FunctionError.unexpectedInputType(
            sql: call.operatorSQL("-"), position: 0, required: "\"DATE\"", input: call.arguments[0])
    }
    if a == .date {
        return b.isString || b == .null ? dateDifference(call) : try dateShift(call, swapped: false, sign: -1)
    }
    return nil
}

/// The type of the sum of two intervals of one family, one of which may be null.
private func intervalType(_ a: DataType, _ b: DataType) -> DataType? {
    guard a.isInterval || b.isInterval, a.isInterval || a == .null, b.isInterval || b == .null else { return nil }
    return TypeCoercion.tightestCommonType(a, b)
}

private func bindIntervalScale(_ op: ArithmeticOperator, _ call: Call) throws -> ScalarBinding? {
    let families: [(DataType) -> Bool] = [{ $0 == .calendarInterval }, { $0.isYearMonth }, { $0.isDayTime }]
    for isFamily in families {
        for interval in 0...1 where isFamily(call.types[interval]) && (op == .multiply || interval == 0) {
            let number = call.types[1 - interval]
            guard number.isNumeric || number.isString || number == .null else {
                throw call.mismatch(1 - interval, operation: op.symbol, required: "\"NUMERIC\"")
            }
            if call.types[interval] == .calendarInterval {
                return calendarScale(call, interval: interval, divides: op == .divide)
            }
            return intervalScale(call, interval: interval, divides: op == .divide)
        }
    }
    return nil
}

/// A date or timestamp and nothing: no timestamp.
private func nullShift(_ call: Call) -> ScalarBinding {
    let type: DataType = call.types.contains(.timestampNTZ) ? .timestampNTZ : .timestamp
    return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: true) { _, count, _ in
        .nulls(type, count: count)
    }
}

/// A time of day and nothing.
private func nullTime(_ call: Call, _ type: DataType) throws -> ScalarBinding {
    try call.requireTimeType()
    return ScalarBinding(argumentTypes: call.types, resultType: type, nullable: true) { _, count, _ in
        .nulls(type, count: count)
    }
}

/// A timestamp written as text and an interval: the moved timestamp as text.
private func textShift(
    _ call: Call, at: Int, by: Int, symbol: String, sign: Int64, failure: ArithmeticFailure
) throws -> ScalarBinding {
    guard call.types[at].isString else {
        if call.types[at] == .null {
            throw FunctionError.castWithoutSuggestion(
                sql: "CAST(\(call.operatorSQL(symbol)) AS VOID)", from: .timestamp, to: .null)
        }
        throw call.mismatch(
            at, operation: symbol, required: "(\"TIMESTAMP\" or \"TIMESTAMP WITHOUT TIME ZONE\")")
    }
    let isCalendar = call.types[by] == .calendarInterval
    var types = call.types
    types[at] = .timestamp
    var binding = ScalarBinding.rows(
        call, argumentTypes: types, result: .timestamp, nullable: .always, canFail: true
    ) { rows, context in
        if isCalendar {
            return try calendarShifted(rows, at: at, sign: sign, type: .timestamp, context, failure)
        }
        let x = rows.fixed(at, as: Int64.self)
        let micros = rows.fixed(by, as: Int64.self)
        var cursor = TimeZoneCursor(context.timeZone)
        return try rows.mapOptional(Int64(0)) { row in
            if let value = TemporalArithmetic.addDayTime(x[row], sign &* micros[row], &cursor) { return value }
            guard failure == .raise else { return nil }
            throw FunctionError.arithmeticOverflow("long overflow")
        }
    }
    binding.resultType = .string
    let moved = binding.kernel
    binding.kernel = { arguments, count, context in
        try Cast.cast(try moved(arguments, count, context), to: .string, mode: .ansi, context: context)
    }
    return binding
}

/// A time of day moved by an interval; leaving the day is an error.
private func timeShift(_ call: Call, at: Int, sign: Int64) throws -> ScalarBinding {
    try call.requireTimeType()
    guard case .time(let precision) = call.types[at], case .dayTimeInterval(_, let end) = call.types[1 - at] else {
        throw FunctionError.differingTypes(sql: call.sql, left: call.types[0], right: call.types[1])
    }
    let isAttempt = call.name.hasPrefix("try_")
    let result = DataType.time(precision: max(precision, end == .second ? 6 : 0))
    return .rows(
        call, argumentTypes: call.types, result: result, nullable: isAttempt ? .always : .whenArgumentsAre,
        canFail: !isAttempt
    ) { rows, _ in
        let x = rows.fixed(at, as: Int64.self)
        let micros = rows.fixed(1 - at, as: Int64.self)
        return try rows.mapOptional(Int64(0)) { row in
            let moved = Int128(x[row]) + Int128(sign) * Int128(micros[row]) * 1_000
            if moved >= 0, moved < Int128(microsPerDay) * 1_000 { return Int64(moved) }
            if isAttempt { return nil }
            throw FunctionError.dateTimeOverflow("adding an interval to a time of day")
        }
    }
}

private func timeDifference(_ call: Call) throws -> ScalarBinding {
    try call.requireTimeType()
    return .rows(call, argumentTypes: call.types, result: .dayTimeInterval(.hour, .second)) { rows, _ in
        let x = rows.fixed(0, as: Int64.self)
        let y = rows.fixed(1, as: Int64.self)
        return rows.map { (x[$0] &- y[$0]) / 1_000 }
    }
}

extension Call {
    /// An operand of an operator that is printed between its operands does not fit.
    fileprivate func mismatch(_ index: Int, operation: String, required: String) -> PyriteError {
        FunctionError.unexpectedInputType(
            sql: operatorSQL(operation), position: index, required: required, input: arguments[index])
    }
}

private func dateShift(_ call: Call, swapped: Bool, sign: Int32) throws -> ScalarBinding {
    let days = swapped ? 0 : 1
    guard call.types[days].isIntegral, ParameterType.smallInteger.target(call.types[days], isANSI: true) != nil else {
        let date = call.arguments[1 - days].sql
        throw FunctionError.unexpectedInputType(
            sql: "date_\(sign > 0 ? "add" : "sub")(\(date), \(call.arguments[days].sql))", position: 1,
            required: ParameterType.smallInteger.requirement, input: call.arguments[days])
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
    if divides, call.types[number].isIntegral {
        types[number] = .long
        return intervalQuotient(call, types, result, isAttempt: isAttempt)
    }
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

/// An interval divided by a whole number, exactly, halves rounded away from zero.
private func intervalQuotient(
    _ call: Call, _ types: [DataType], _ result: DataType, isAttempt: Bool
) -> ScalarBinding {
    let isMonths = types[0].physicalType == .int32
    return .rows(
        call, argumentTypes: types, result: result, nullable: isAttempt ? .always : .whenArgumentsAre,
        canFail: !isAttempt
    ) { rows, _ in
        let months = isMonths ? rows.fixed(0, as: Int32.self) : nil
        let micros = isMonths ? nil : rows.fixed(0, as: Int64.self)
        let divisors = rows.fixed(1, as: Int64.self)
        func quotient(_ row: Int) throws -> Int64? {
            let divisor = divisors[row]
            if divisor == 0 {
                if isAttempt { return nil }
                throw PyriteError(
                    .arithmetic, "INTERVAL_DIVIDED_BY_ZERO", sqlState: "22012",
                    "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.")
            }
            let value = months.map { Int64($0[row]) } ?? micros.map { $0[row] } ?? 0
            let least = isMonths ? Int64(Int32.min) : .min
            if divisor == -1, value == least {
                if isAttempt { return nil }
                throw PyriteError(
                    .arithmetic, "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", sqlState: "22015",
                    "Integer overflow while operating with intervals. Use `try_divide` to tolerate overflow and return "
                        + "NULL instead.", parameters: ["functionName": "`try_divide`"])
            }
            let (whole, rest) = value.quotientAndRemainder(dividingBy: divisor)
            let missing = divisor.magnitude - rest.magnitude
            guard rest.magnitude >= missing, rest != 0 else { return whole }
            return (value < 0) == (divisor < 0) ? whole + 1 : whole - 1
        }
        if isMonths {
            return try rows.mapOptional(Int32(0)) { try quotient($0).map { Int32(truncatingIfNeeded: $0) } }
        }
        return try rows.mapOptional(Int64(0)) { try quotient($0) }
    }
}

extension DataType {
    fileprivate var isDayTime: Bool { if case .dayTimeInterval = self { true } else { false } }
    fileprivate var isYearMonth: Bool { if case .yearMonthInterval = self { true } else { false } }
    fileprivate var isTimestamp: Bool { self == .timestamp || self == .timestampNTZ }
    /// Intervals that move timestamps, not months alone.
    fileprivate var isElapsing: Bool { isDayTime || self == .calendarInterval }
    fileprivate var isTemporal: Bool { isDatetime || isInterval || isTime || self == .calendarInterval }
    fileprivate var isTime: Bool { if case .time = self { true } else { false } }
}
