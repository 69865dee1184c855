import Columnar

extension CastTask {
    func toBoolean() -> Column {
        if from == .date { return .nulls(to, count: rows.count) }
        switch from.physicalType {
        case .int8: return nonZero(Int8.self)
        case .int16: return nonZero(Int16.self)
        case .int32: return nonZero(Int32.self)
        case .int64: return nonZero(Int64.self)
        case .int128: return nonZero(Int128.self)
        case .float: return nonZero(Float.self)
        case .double: return nonZero(Double.self)
        default: return .nulls(to, count: rows.count)
        }
    }

    @inline(__always) private func nonZero<T: BitwiseCopyable & Numeric>(_ type: T.Type) -> Column {
        let x = rows.fixed(0, as: T.self)
        return rows.test { x[$0] != 0 }
    }

    func toInteger<R: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ type: R.Type) throws -> Column {
        switch from {
        case .boolean:
            let x = rows.fixed(0, as: UInt8.self)
            return rows.map { R(truncatingIfNeeded: x[$0]) }
        case .byte: return try narrow(Int8.self, R.self)
        case .short: return try narrow(Int16.self, R.self)
        case .integer: return try narrow(Int32.self, R.self)
        case .long: return try narrow(Int64.self, R.self)
        case .float: return try truncate(Float.self, R.self)
        case .double: return try truncate(Double.self, R.self)
        case .timestamp:
            let x = rows.fixed(0, as: Int64.self)
            return try convert(R.zero, failure: overflow) { R(exactly: floorDivide(x[$0], microsPerSecond)) }
        case .decimal(_, let scale):
            let divisor = powerOfTen(scale)
            if from.physicalType == .int64 {
                let x = rows.fixed(0, as: Int64.self)
                let small = Int64(truncatingIfNeeded: divisor)
                return try convert(R.zero, failure: overflow) { row in
                    let value = x[row] / small
                    return mode == .legacy ? R(truncatingIfNeeded: value) : R(exactly: value)
                }
            }
            let x = rows.fixed(0, as: Int128.self)
            return try convert(R.zero, failure: overflow) { row in
                let value = x[row] / divisor
                return mode == .legacy ? R(truncatingIfNeeded: value) : R(exactly: value)
            }
        case .time: return try timeToInteger(R.self)
        case .yearMonthInterval(_, let end):
            let x = rows.fixed(0, as: Int32.self)
            let divisor: Int32 = end == .year ? 12 : 1
            return try convert(R.zero, always: true, failure: overflow) { R(exactly: x[$0] / divisor) }
        case .dayTimeInterval(_, let end):
            let x = rows.fixed(0, as: Int64.self)
            let divisor = IntervalText.micros(of: end)
            return try convert(R.zero, always: true, failure: overflow) { R(exactly: x[$0] / divisor) }
        default: return .nulls(to, count: rows.count)
        }
    }

    @inline(__always)
    private func narrow<T: FixedWidthInteger & BitwiseCopyable, R: FixedWidthInteger & BitwiseCopyable>(
        _ source: T.Type, _ target: R.Type
    ) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        if mode == .legacy || MemoryLayout<R>.size >= MemoryLayout<T>.size {
            return rows.map { R(truncatingIfNeeded: x[$0]) }
        }
        if mode == .ansi {
            var lost = false
            let result = rows.map { row -> R in
                let value = R(truncatingIfNeeded: x[row])
                lost = lost || T(truncatingIfNeeded: value) != x[row]
                return value
            }
            if lost, let row = rows.firstRow(where: { R(exactly: x[$0]) == nil }) { throw overflow(row) }
            return result
        }
        return rows.mapOptional(R.zero) { R(exactly: x[$0]) }
    }

    @inline(__always)
    private func truncate<T: BinaryFloatingPoint & BitwiseCopyable, R: FixedWidthInteger & BitwiseCopyable>(
        _ source: T.Type, _ target: R.Type
    ) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        if mode == .legacy {
            return rows.map { row -> R in
                let value = x[row]
                if value.isNaN { return 0 }
                // Java goes through int for the narrow types.
                if MemoryLayout<R>.size < 4 { return R(truncatingIfNeeded: saturated(value, Int32.self)) }
                return saturated(value, R.self)
            }
        }
        return try convert(R.zero, failure: overflow) { R(exactly: x[$0].rounded(.towardZero)) }
    }

    @inline(__always)
    private func saturated<T: BinaryFloatingPoint, R: FixedWidthInteger>(_ value: T, _ target: R.Type) -> R {
        R(exactly: value.rounded(.towardZero)) ?? (value < 0 ? R.min : R.max)
    }

    func toDouble() -> Column {
        switch from {
        case .boolean: return widen(UInt8.self) { Double($0) }
        case .byte: return widen(Int8.self) { Double($0) }
        case .short: return widen(Int16.self) { Double($0) }
        case .integer: return widen(Int32.self) { Double($0) }
        case .long: return widen(Int64.self) { Double($0) }
        case .float: return widen(Float.self) { Double($0) }
        case .timestamp: return widen(Int64.self) { Double($0) / 1_000_000 }
        case .decimal(_, let scale):
            if from.physicalType == .int64 {
                return widen(Int64.self) { DecimalArithmetic.double(Int128($0), scale: scale) }
            }
            return widen(Int128.self) { DecimalArithmetic.double($0, scale: scale) }
        default: return .nulls(to, count: rows.count)
        }
    }

    func toFloat() -> Column {
        switch from {
        case .boolean: return widen(UInt8.self) { Float($0) }
        case .byte: return widen(Int8.self) { Float($0) }
        case .short: return widen(Int16.self) { Float($0) }
        case .integer: return widen(Int32.self) { Float($0) }
        case .long: return widen(Int64.self) { Float($0) }
        case .double: return widen(Double.self) { Float($0) }
        case .timestamp: return widen(Int64.self) { Float(Double($0) / 1_000_000) }
        case .decimal(_, let scale):
            if from.physicalType == .int64 {
                return widen(Int64.self) { Float(DecimalArithmetic.double(Int128($0), scale: scale)) }
            }
            return widen(Int128.self) { Float(DecimalArithmetic.double($0, scale: scale)) }
        default: return .nulls(to, count: rows.count)
        }
    }

    @inline(__always)
    private func widen<T: BitwiseCopyable, R: BitwiseCopyable>(_ source: T.Type, _ body: (T) -> R) -> Column {
        let x = rows.fixed(0, as: T.self)
        return rows.map { body(x[$0]) }
    }

    func toDecimal(precision: Int, scale: Int) throws -> Column {
        switch from {
        case .boolean: return try decimal(UInt8.self, precision, scale) { integral(Int128($0), precision, scale) }
        case .byte: return try decimal(Int8.self, precision, scale) { integral(Int128($0), precision, scale) }
        case .short: return try decimal(Int16.self, precision, scale) { integral(Int128($0), precision, scale) }
        case .integer: return try decimal(Int32.self, precision, scale) { integral(Int128($0), precision, scale) }
        case .long: return try decimal(Int64.self, precision, scale) { integral(Int128($0), precision, scale) }
        case .float:
            return try decimalOfFloating(Float.self, precision, scale) { Double($0) }
        case .double:
            return try decimalOfFloating(Double.self, precision, scale) { $0 }
        case .timestamp:
            return try decimal(Int64.self, precision, scale) { fit(Int128($0), from: 6, precision, scale) }
        case .time:
            return try decimal(Int64.self, precision, scale) { fit(Int128($0), from: 9, precision, scale) }
        case .decimal(_, let oldScale):
            if from.physicalType == .int64 {
                return try decimal(Int64.self, precision, scale) {
                    fit(Int128($0), from: oldScale, precision, scale)
                }
            }
            return try decimal(Int128.self, precision, scale) { fit($0, from: oldScale, precision, scale) }
        case .yearMonthInterval(_, let end):
            let divisor: Int32 = end == .year ? 12 : 1
            return try decimal(Int32.self, precision, scale) { integral(Int128($0 / divisor), precision, scale) }
        case .dayTimeInterval(_, let end):
            if end == .second {
                return try decimal(Int64.self, precision, scale) { fit(Int128($0), from: 6, precision, scale) }
            }
            let divisor = IntervalText.micros(of: end)
            return try decimal(Int64.self, precision, scale) { integral(Int128($0 / divisor), precision, scale) }
        default: return .nulls(to, count: rows.count)
        }
    }

    private func integral(_ value: Int128, _ precision: Int, _ scale: Int) -> Int128? {
        fit(value, from: 0, precision, scale)
    }

    private func fit(_ value: Int128, from: Int, _ precision: Int, _ scale: Int) -> Int128? {
        guard let result = DecimalArithmetic.rescale(value, from: from, to: scale) else { return nil }
        return result.magnitude < powerOfTen(precision).magnitude ? result : nil
    }

    @inline(__always)
    private func decimal<T: BitwiseCopyable>(
        _ source: T.Type, _ precision: Int, _ scale: Int, _ body: (T) -> Int128?
    ) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        let failure = { (row: Int) -> PyriteError in
            FunctionError.numericOutOfRange(
                value: ValueText.plain(rows.arguments[0], row: row, context: context), precision: precision,
                scale: scale)
        }
        if to.physicalType == .int64 {
            return try convert(Int64(0), always: from.isInterval, failure: failure) { row in
                body(x[row]).map { Int64(truncatingIfNeeded: $0) }
            }
        }
        return try convert(Int128(0), always: from.isInterval, failure: failure) { body(x[$0]) }
    }

    /// What is no number is null, in ANSI mode too.
    @inline(__always)
    private func decimalOfFloating<T: BinaryFloatingPoint & BitwiseCopyable>(
        _ source: T.Type, _ precision: Int, _ scale: Int, _ widen: (T) -> Double
    ) throws -> Column {
        let x = rows.fixed(0, as: T.self)
        func value(_ row: Int) throws -> Int128? {
            guard x[row].isFinite else { return nil }
            // Java widens a float before it takes its digits.
            if let value = DecimalArithmetic.decimal(widen(x[row]), precision: precision, scale: scale) { return value }
            guard mode == .ansi else { return nil }
            throw FunctionError.numericOutOfRange(
                value: ValueText.plain(rows.arguments[0], row: row, context: context), precision: precision,
                scale: scale)
        }
        if to.physicalType == .int64 {
            return try rows.mapOptional(Int64(0)) { try value($0).map { Int64(truncatingIfNeeded: $0) } }
        }
        return try rows.mapOptional(Int128(0)) { try value($0) }
    }

    /// Big-endian bytes of an integer: the cast to binary outside ANSI mode.
    func integerBytes() -> Column {
        func write<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> Column {
            let x = rows.fixed(0, as: T.self)
            return rows.mapText { row, out in
                withUnsafeBytes(of: x[row].bigEndian) { out.append($0) }
                return true
            }
        }
        switch from.physicalType {
        case .int8: return write(Int8.self)
        case .int16: return write(Int16.self)
        case .int32: return write(Int32.self)
        default: return write(Int64.self)
        }
    }
}
