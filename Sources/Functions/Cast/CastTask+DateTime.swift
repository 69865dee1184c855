import Columnar

extension CastTask {
    func toDatetime() throws -> Column {
        var cursor = TimeZoneCursor(context.timeZone)
        switch (from, to) {
        case (.timestamp, .date):
            let x = rows.fixed(0, as: Int64.self)
            if let offset = context.timeZone.fixedOffset {
                let shift = offset &* microsPerSecond
                return rows.map { Int32(truncatingIfNeeded: floorDivide(x[$0] &+ shift, microsPerDay)) }
            }
            return rows.map { Int32(truncatingIfNeeded: floorDivide(cursor.local(fromUTC: x[$0]), microsPerDay)) }
        case (.timestampNTZ, .date):
            let x = rows.fixed(0, as: Int64.self)
            return rows.map { Int32(truncatingIfNeeded: floorDivide(x[$0], microsPerDay)) }
        case (.date, .timestampNTZ):
            let x = rows.fixed(0, as: Int32.self)
            return try convert(Int64(0), failure: tooFar) { micros(ofDays: x[$0]) }
        case (.date, .timestamp):
            let x = rows.fixed(0, as: Int32.self)
            return try convert(Int64(0), failure: tooFar) { row in
                micros(ofDays: x[row]).map { cursor.utc(fromLocal: $0) }
            }
        case (.timestamp, .timestampNTZ) where context.timeZone.fixedOffset == 0,
            (.timestampNTZ, .timestamp) where context.timeZone.fixedOffset == 0:
            return rows.arguments[0].reinterpreted(as: to)
        case (.timestamp, .timestampNTZ):
            let x = rows.fixed(0, as: Int64.self)
            return rows.map { cursor.local(fromUTC: x[$0]) }
        case (.timestampNTZ, .timestamp):
            let x = rows.fixed(0, as: Int64.self)
            return rows.map { cursor.utc(fromLocal: x[$0]) }
        case (.time, _): return timeToDatetime()
        case (_, .timestamp): return try numberToTimestamp()
        default: return .nulls(to, count: rows.count)
        }
    }

    private func micros(ofDays days: Int32) -> Int64? {
        let (result, overflow) = Int64(days).multipliedReportingOverflow(by: microsPerDay)
        return overflow ? nil : result
    }

    private func tooFar(_ row: Int) -> PyriteError { FunctionError.arithmeticOverflow("long overflow") }

    /// Seconds since the epoch.
    private func numberToTimestamp() throws -> Column {
        switch from {
        // A microsecond, not a second.
        case .boolean:
            let x = rows.fixed(0, as: UInt8.self)
            return rows.map { Int64(x[$0]) }
        case .byte: return seconds(Int8.self)
        case .short: return seconds(Int16.self)
        case .integer: return seconds(Int32.self)
        case .long: return seconds(Int64.self)
        case .float: return try seconds(Float.self) { Double($0) }
        case .double: return try seconds(Double.self) { $0 }
        case .decimal(_, let scale):
            if from.physicalType == .int64 {
                return try decimalSeconds(Int64.self, scale) { Int128($0) }
            }
            return try decimalSeconds(Int128.self, scale) { $0 }
        default: return .nulls(to, count: rows.count)
        }
    }

    /// Saturates, as Java's `TimeUnit` does.
    @inline(__always)
    private func seconds<T: FixedWidthInteger & BitwiseCopyable>(_ source: T.Type) -> Column {
        let x = rows.fixed(0, as: T.self)
        return rows.map { row -> Int64 in
            let (product, overflow) = Int64(truncatingIfNeeded: x[row]).multipliedReportingOverflow(by: microsPerSecond)
            return overflow ? (x[row] < 0 ? .min : .max) : product
        }
    }

    @inline(__always)
    private func seconds<T: BitwiseCopyable>(_ source: T.Type, _ widen: (T) -> Double) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        let saturates = mode == .legacy
        func failure(_ row: Int) -> PyriteError {
            let value = widen(x[row])
            guard !value.isFinite else { return overflow(row) }
            let text = value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
            return FunctionError.invalidCastInput(value: text, from: .double, to: to, kind: .dateTime)
        }
        return try convert(Int64(0), failure: failure) { row in
            let micros = (widen(x[row]) * 1_000_000).rounded(.towardZero)
            if let exact = Int64(exactly: micros) { return exact }
            return saturates && widen(x[row]).isFinite ? (micros < 0 ? .min : .max) : nil
        }
    }

    @inline(__always)
    private func decimalSeconds<T: BitwiseCopyable>(
        _ source: T.Type, _ scale: Int, _ widen: (T) -> Int128
    ) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        let (up, down) = (powerOfTen(max(0, 6 - scale)), powerOfTen(max(0, scale - 6)))
        return try convert(Int64(0), failure: overflow) { row in
            let (scaled, overflow) = widen(x[row]).multipliedReportingOverflow(by: up)
            return overflow ? nil : Int64(exactly: scaled / down)
        }
    }

    /// Numbers and other intervals of the same family.
    func toInterval() throws -> Column {
        switch to {
        case .yearMonthInterval(_, let end):
            let unit: Int128 = end == .year ? 12 : 1
            return try scaledInterval(unit, zero: Int32(0)) { Int32(exactly: $0) }
        case .dayTimeInterval(_, let end):
            if case .dayTimeInterval = from {
                let x = rows.fixed(0, as: Int64.self)
                let unit = IntervalText.micros(of: end)
                return end == .second ? rows.map { x[$0] } : rows.map { x[$0] / unit &* unit }
            }
            return try scaledInterval(Int128(IntervalText.micros(of: end)), zero: Int64(0)) { Int64(exactly: $0) }
        default: return .nulls(to, count: rows.count)
        }
    }

    @inline(__always)
    private func scaledInterval<R: BitwiseCopyable>(
        _ unit: Int128, zero: R, _ narrow: (Int128) -> R?
    ) throws -> Column {
        let column = rows.arguments[0]
        var scale = 0
        if case .decimal(_, let s) = from { scale = s }
        let divisor = powerOfTen(scale)
        return try convert(zero, always: true, failure: overflow) { row in
            let value: Int128
            switch column.value(at: rows.constant(0) == nil ? row : 0) {
            case .integer(let number): value = Int128(number)
            case .decimal(let number): value = number
            default: return nil
            }
            let (product, overflow) = value.multipliedReportingOverflow(by: unit)
            return overflow ? nil : narrow(DecimalArithmetic.divideHalfUp(product, divisor))
        }
    }
}
