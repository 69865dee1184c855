import Columnar

/// The parts of calendar intervals by row.
struct CalendarIntervalInput {
    let months: FixedInput<Int32>
    let days: FixedInput<Int32>
    let micros: FixedInput<Int64>
    /// 0 for a constant.
    private let step: Int

    init(_ column: Column) {
        var flat = column
        var step = 1
        if case .constant(let one) = column.layout {
            flat = one
            step = 0
        }
        var parts = [Column.nulls(.null, count: 0), .nulls(.null, count: 0), .nulls(.null, count: 0)]
        if case .structure(let stored) = flat.flattened().layout, stored.count == 3 {
            parts = stored.map { $0.flattened() }
        }
        self.step = step
        months = FixedInput(parts[0])
        days = FixedInput(parts[1])
        micros = FixedInput(parts[2])
    }

    @inline(__always)
    subscript(row: Int) -> (months: Int32, days: Int32, micros: Int64) {
        let row = row &* step
        return (months[row], days[row], micros[row])
    }
}

extension ColumnBuilder {
    /// Appends a calendar interval.
    fileprivate func append(months: Int32, days: Int32, micros: Int64) {
        child(0).append(months)
        child(1).append(days)
        child(2).append(micros)
        closeStructure()
    }
}

/// A calendar interval with every part negated.
func calendarNegation(_ call: Call) -> ScalarBinding {
    .rows(call, argumentTypes: call.types, result: .calendarInterval, canFail: call.context.isANSI) { rows, context in
        let x = CalendarIntervalInput(rows.arguments[0])
        return try rows.build { row, builder in
            let parts = x[row]
            if context.isANSI, parts.months == .min || parts.days == .min || parts.micros == .min {
                throw FunctionError.arithmeticOverflow("overflow")
            }
            builder.append(months: 0 &- parts.months, days: 0 &- parts.days, micros: 0 &- parts.micros)
        }
    }
}

/// The sum or difference of two calendar intervals, part by part.
func calendarSum(_ call: Call, sign: Int64, failure: ArithmeticFailure) -> ScalarBinding {
    .rows(
        call, argumentTypes: call.types, result: .calendarInterval,
        nullable: failure == .null ? .always : .whenArgumentsAre, canFail: failure == .raise
    ) { rows, _ in
        let (x, y) = (CalendarIntervalInput(rows.arguments[0]), CalendarIntervalInput(rows.arguments[1]))
        return try rows.build { row, builder in
            let (p, q) = (x[row], y[row])
            let months = Int64(p.months) &+ sign &* Int64(q.months)
            let days = Int64(p.days) &+ sign &* Int64(q.days)
            let (micros, overflow) =
                sign > 0 ? p.micros.addingReportingOverflow(q.micros) : p.micros.subtractingReportingOverflow(q.micros)
            if !overflow, let months = Int32(exactly: months), let days = Int32(exactly: days) {
                return builder.append(months: months, days: days, micros: micros)
            }
            switch failure {
            case .raise:
                let alternative = sign > 0 ? "try_add" : "try_subtract"
                throw PyriteError(
                    .arithmetic, "INTERVAL_ARITHMETIC_OVERFLOW.WITH_SUGGESTION", sqlState: "22015",
                    "Integer overflow while operating with intervals. Use `\(alternative)` to tolerate overflow and "
                        + "return NULL instead.", parameters: ["functionName": "`\(alternative)`"])
            case .null: builder.appendNull()
            case .wrap:
                builder.append(
                    months: Int32(truncatingIfNeeded: months), days: Int32(truncatingIfNeeded: days), micros: micros)
            }
        }
    }
}

/// A date or timestamp moved by months, then days, then elapsed time.
func calendarShift(_ call: Call, at: Int, sign: Int64, failure: ArithmeticFailure) -> ScalarBinding {
    let type = call.types[at]
    return .rows(call, argumentTypes: call.types, result: type, nullable: .always, canFail: failure == .raise) {
        rows, context in try calendarShifted(rows, at: at, sign: sign, type: type, context, failure)
    }
}

func calendarShifted(
    _ rows: Rows, at: Int, sign: Int64, type: DataType, _ context: EvaluationContext, _ failure: ArithmeticFailure
) throws -> Column {
    let intervals = CalendarIntervalInput(rows.arguments[1 - at])
    var cursor = TimeZoneCursor(type == .timestampNTZ ? .utc : context.timeZone)
    func moved(_ instant: Int64, _ by: (months: Int32, days: Int32, micros: Int64)) throws -> Int64? {
        let inMonths = TemporalArithmetic.addMonths(instant, sign &* Int64(by.months), &cursor)
        let whole = sign &* Int64(by.days) &* microsPerDay
        if let inDays = TemporalArithmetic.addDayTime(inMonths, whole, &cursor) {
            let (result, overflow) = inDays.addingReportingOverflow(sign &* by.micros)
            if !overflow { return result }
        }
        guard failure == .raise else { return nil }
        throw FunctionError.arithmeticOverflow("long overflow")
    }
    guard type == .date else {
        let x = rows.fixed(at, as: Int64.self)
        return try rows.mapOptional(Int64(0)) { try moved(x[$0], intervals[$0]) }
    }
    let x = rows.fixed(at, as: Int32.self)
    return try rows.mapOptional(Int32(0)) { row in
        let by = intervals[row]
        if by.micros == 0 {
            let months = CivilDate.addMonths(Int64(x[row]), sign &* Int64(by.months))
            return Int32(truncatingIfNeeded: months &+ sign &* Int64(by.days))
        }
        if context.isANSI {
            if failure == .null { return nil }
            throw PyriteError(
                .illegalArgument, "INVALID_INTERVAL_WITH_MICROSECONDS_ADDITION", sqlState: "22006",
                "Cannot add an interval to a date because its microseconds part is not 0. If necessary set "
                    + "\(FunctionError.ansiConfig) to \"false\" to bypass this error.",
                parameters: ["ansiConfig": FunctionError.ansiConfig])
        }
        let start = cursor.utc(fromLocal: Int64(x[row]) &* microsPerDay)
        guard let end = try moved(start, by) else { return nil }
        return Int32(truncatingIfNeeded: floorDivide(cursor.local(fromUTC: end), microsPerDay))
    }
}

/// A calendar interval times or divided by a number. What days have behind the point becomes time; of months it is
/// dropped.
func calendarScale(_ call: Call, interval: Int, divides: Bool) -> ScalarBinding {
    var types: [DataType] = [.double, .double]
    types[interval] = .calendarInterval
    let isAttempt = call.name.hasPrefix("try_")
    let isANSI = call.context.isANSI
    return .rows(
        call, argumentTypes: types, result: .calendarInterval, nullable: .always, canFail: isANSI && !isAttempt
    ) { rows, _ in
        let intervals = CalendarIntervalInput(rows.arguments[interval])
        let factor = rows.fixed(1 - interval, as: Double.self)
        return try rows.build { row, builder in
            let (value, number) = (intervals[row], factor[row])
            if divides, number == 0 {
                guard isANSI, !isAttempt else { return builder.appendNull() }
                throw PyriteError(
                    .arithmetic, "INTERVAL_DIVIDED_BY_ZERO", sqlState: "22012",
                    "Division by zero. Use `try_divide` to tolerate divisor being 0 and return NULL instead.")
            }
            func scaled(_ part: Double) -> Double { divides ? part / number : part * number }
            let (months, days) = (scaled(Double(value.months)), scaled(Double(value.days)))
            let wholeDays = days.rounded(.towardZero)
            let micros = scaled(Double(value.micros)) + Double(microsPerDay) * (days - wholeDays)
            guard let m = Int32(exactly: months.rounded(.towardZero)), let d = Int32(exactly: wholeDays),
                let t = Int64(exactly: (micros + 0.5).rounded(.down))
            else {
                guard isANSI, !isAttempt else { return builder.appendNull() }
                throw FunctionError.arithmeticOverflow("integer overflow")
            }
            builder.append(months: m, days: d, micros: t)
        }
    }
}
