import Columnar

/// What a cast does with a value that the target type cannot hold.
package enum CastMode: Hashable, Sendable {
    /// Raise an error (`CAST` when ANSI mode is on).
    case ansi
    /// Give null or wrap around as Hive did (`CAST` when it is off).
    case legacy
    /// Give null (`try_cast`).
    case attempt
}

/// Conversion of values from one type to another.
package enum Cast {
    /// Whether Spark lets `from` be cast to `to` at all.
    package static func canCast(from: DataType, to: DataType, mode: CastMode) -> Bool {
        if from == to { return true }
        switch (from, to) {
        case (.null, _): return true
        case (_, .null): return false
        case (.variant, _): return to != .calendarInterval
        case (_, .variant): return !from.isInterval && from != .calendarInterval
        case (.calendarInterval, _), (_, .calendarInterval): return to.isString || from.isString
        case (.time, .time): return true
        case (.time, _) where to.isIntegral || to.isDecimal: return true
        case (.time, .timestamp), (.time, .timestampNTZ), (.timestamp, .time), (.timestampNTZ, .time): return true
        case (.spatial, _), (_, .spatial): return false
        case (.timestampNanos, _): return to.isDatetime
        case (_, .timestampNanos): return false
        case (_, _) where to.isString: return true
        case (_, _) where from.isString: return !to.isNested
        case (_, .binary): return mode == .legacy && from.isIntegral
        case (.binary, _): return false
        case (.boolean, _): return to.isNumeric || (mode == .legacy && to == .timestamp)
        case (_, .boolean): return from.isNumeric || (mode == .legacy && (from == .date || from == .timestamp))
        case (_, _) where from.isNumeric && to.isNumeric: return true
        case (_, .timestamp) where from.isNumeric: return true
        case (.timestamp, _) where to.isNumeric: return true
        case (.date, _) where to.isNumeric: return mode == .legacy
        case (_, _) where from.isDatetime && to.isDatetime: return true
        case (.yearMonthInterval, .yearMonthInterval), (.dayTimeInterval, .dayTimeInterval): return true
        case (.yearMonthInterval, _), (.dayTimeInterval, _): return to.isIntegral || to.isDecimal
        case (_, .yearMonthInterval), (_, .dayTimeInterval): return from.isIntegral || from.isDecimal
        case (.array(let x, let n1), .array(let y, let n2)):
            return canCast(from: x, to: y, mode: mode) && (n2 || !(n1 || loses(x, y, mode)))
        case (.map(let k1, let v1, let n1), .map(let k2, let v2, let n2)):
            return canCast(from: k1, to: k2, mode: mode) && (k1 == .null || !loses(k1, k2, mode))
                && canCast(from: v1, to: v2, mode: mode)
                && (n2 || !(n1 || loses(v1, v2, mode)))
        case (.structure(let x), .structure(let y)):
            return x.count == y.count
                && zip(x.fields, y.fields).allSatisfy { f, g in
                    canCast(from: f.dataType, to: g.dataType, mode: mode)
                        && (g.nullable
                            || !(f.nullable || loses(f.dataType, g.dataType, mode)))
                }
        default: return false
        }
    }

    /// Whether a cast may raise an error for some value.
    package static func isFallible(from: DataType, to: DataType, mode: CastMode) -> Bool {
        mode == .ansi && canLose(from: from, to: to)
    }

    /// Whether Spark declares the result of a cast nullable though its input is not: even in ANSI mode it does so where a
    /// value may be malformed or out of range, integers apart.
    package static func givesNull(from: DataType, to: DataType, mode: CastMode) -> Bool {
        if from == .null { return to != .null }
        if mode != .attempt, from.isIntegral, to.isIntegral { return false }
        return canLose(from: from, to: to)
    }

    /// Whether a cast turns some value into null instead of raising an error.
    private static func loses(_ from: DataType, _ to: DataType, _ mode: CastMode) -> Bool {
        // Elements of the null type are none: `array()`.
        if from == .null { return false }
        return mode != .ansi && canLose(from: from, to: to)
    }

    /// Whether some value of `from` has no counterpart in `to`.
    private static func canLose(from: DataType, to: DataType) -> Bool {
        if from == to || from == .null || (to.isString && from != .variant) { return false }
        switch (from, to) {
        case (.timestampNanos, _), (.timestamp, .time), (.timestampNTZ, .time): return false
        case (_, .variant): return false
        case (_, .binary), (_, .boolean): return from.isString && to == .boolean
        case (_, _) where from.isString: return true
        case (.boolean, .decimal(let p, let s)): return p - s < 1
        case (.boolean, _): return false
        case (.decimal(let p1, let s1), .decimal(let p2, let s2)): return !(p2 - s2 >= p1 - s1 && s2 >= s1)
        case (_, .decimal(let p, let s)):
            guard from.isIntegral, case .decimal(let needed, _)? = from.asDecimal else { return true }
            return p - s < needed
        case (_, .float), (_, .double): return false
        case (_, _) where from.isIntegral && to.isIntegral:
            return from.physicalType.width > to.physicalType.width
        case (.date, .timestampNTZ), (.timestamp, .date), (.timestampNTZ, .date), (.timestamp, .timestampNTZ),
            (.timestampNTZ, .timestamp), (.date, .timestamp):
            return false
        case (.timestamp, .long): return false
        case (_, .timestamp) where from.isIntegral: return false
        case (.array(let x, _), .array(let y, _)): return canLose(from: x, to: y)
        case (.map(let k1, let v1, _), .map(let k2, let v2, _)):
            return canLose(from: k1, to: k2) || canLose(from: v1, to: v2)
        case (.structure(let x), .structure(let y)):
            return zip(x.fields, y.fields).contains { canLose(from: $0.dataType, to: $1.dataType) }
        default: return true
        }
    }

    /// The column's values as `to`. The cast must be allowed (``canCast(from:to:mode:)``).
    package static func cast(
        _ column: Column, to: DataType, mode: CastMode, context: EvaluationContext
    ) throws -> Column {
        let from = column.type
        if from == to { return column }
        if from == .null { return .nulls(to, count: column.count) }
        guard canCast(from: from, to: to, mode: mode) || canCast(from: from, to: to, mode: .legacy) else {
            throw FunctionError.castWithoutSuggestion(sql: "CAST(… AS \(to.sql))", from: from, to: to)
        }
        if from.isString && to.isString { return column.reinterpreted(as: to) }
        if case .collated = to {
            return try cast(column, to: .string, mode: mode, context: context).reinterpreted(as: to)
        }
        if from == .variant {
            let task = VariantCast(context: context, isAttempt: mode == .attempt, target: to)
            return try evaluateRows([column], count: column.count, type: to) { rows in
                let input = VariantInput(rows.arguments[0])
                return try rows.build { row, builder in try task.append(input[row], to: builder) }
            }
        }
        if to == .variant {
            return try evaluateRows([column], count: column.count, type: to) { rows in
                let source = rows.constant(0) ?? rows.arguments[0]
                return try rows.variants { row, out in
                    try out.append(source, rows.constant(0) == nil ? row : 0)
                    return true
                }
            }
        }
        if case .timestampNanos(let isLocal) = from {
            let whole: DataType = isLocal ? .timestampNTZ : .timestamp
            let micros = try evaluateRows([column], count: column.count, type: whole) { rows in
                let x = rows.fixed(0, as: Int128.self)
                return rows.map { row -> Int64 in
                    let (quotient, rest) = x[row].quotientAndRemainder(dividingBy: 1_000)
                    return Int64(truncatingIfNeeded: rest < 0 ? quotient - 1 : quotient)
                }
            }
            return try cast(micros, to: to, mode: mode, context: context)
        }
        if case .time = from, case .time(let precision) = to {
            return try evaluateRows([column], count: column.count, type: to) { rows in
                let x = rows.fixed(0, as: Int64.self)
                let unit = Int64(powerOfTen(9 - precision))
                return rows.map { x[$0] / unit * unit }
            }
        }
        if from == .timestamp || from == .timestampNTZ, case .time(let precision) = to {
            var cursor = TimeZoneCursor(from.isLocalTimestamp ? .utc : context.timeZone)
            return try evaluateRows([column], count: column.count, type: to) { rows in
                let x = rows.fixed(0, as: Int64.self)
                let unit = Int64(powerOfTen(9 - precision))
                return rows.map { floorModulo(cursor.local(fromUTC: x[$0]), microsPerDay) * 1_000 / unit * unit }
            }
        }
        if from.isNested && to.isNested { return try castNested(column, to: to, mode: mode, context: context) }
        if case .yearMonthInterval = from, case .yearMonthInterval = to { return column.reinterpreted(as: to) }
        return try evaluateRows([column], count: column.count, type: to) { rows in
            let task = CastTask(rows: rows, from: from, to: to, mode: mode, context: context)
            if to.isString { return try task.toText() }
            if from.isString { return try task.fromText() }
            return try task.convert()
        }
    }
}

/// One cast of flat or constant rows.
struct CastTask {
    let rows: Rows
    let from: DataType
    let to: DataType
    let mode: CastMode
    let context: EvaluationContext

    /// Converts row by row; `nil` is an error in ANSI mode and null otherwise.
    ///
    /// - Parameter always: whether it is an error outside ANSI mode too.
    @inline(__always)
    func convert<R: BitwiseCopyable>(
        _ zero: R, always: Bool = false, failure: (Int) -> PyriteError, _ body: (Int) -> R?
    ) throws -> Column {
        if mode == .ansi || (always && mode == .legacy) {
            return try rows.mapValid(zero) { row in
                guard let value = body(row) else { throw failure(row) }
                return value
            }
        }
        return rows.mapOptional(zero, body)
    }

    func convert() throws -> Column {
        switch to.physicalType {
        case .bool: return toBoolean()
        case .int8 where to == .byte: return try toInteger(Int8.self)
        case .int16: return try toInteger(Int16.self)
        case .int32 where to == .integer: return try toInteger(Int32.self)
        case .int64 where to == .long: return try toInteger(Int64.self)
        case .float: return toFloat()
        case .double: return toDouble()
        case .view: return integerBytes()
        default: break
        }
        if case .decimal(let precision, let scale) = to {
            return try toDecimal(precision: precision, scale: scale)
        }
        if to.isDatetime { return try toDatetime() }
        if to.isInterval { return try toInterval() }
        throw FunctionError.castWithoutSuggestion(sql: "CAST(… AS \(to.sql))", from: from, to: to)
    }

    /// The value as errors quote it.
    func literal(_ row: Int) -> String { ValueText.literal(rows.arguments[0], row: row, context: context) }

    func overflow(_ row: Int) -> PyriteError {
        FunctionError.castOverflow(value: literal(row), from: from, to: to)
    }
}
