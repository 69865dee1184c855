import Columnar

extension CastTask {
    /// To string. Scalars are written in a loop of their type, nested values by ``ValueText``.
    func toText() throws -> Column {
        var cursor = TimeZoneCursor(context.timeZone)
        switch from {
        case .boolean:
            let x = rows.fixed(0, as: UInt8.self)
            return rows.mapText { row, out in
                out.append(x[row] != 0 ? "true" as StaticString : "false")
                return true
            }
        case .byte: return integers(Int8.self)
        case .short: return integers(Int16.self)
        case .integer: return integers(Int32.self)
        case .long: return integers(Int64.self)
        case .float:
            let x = rows.fixed(0, as: Float.self)
            return rows.mapText { row, out in
                NumberWriting.float(x[row], into: &out)
                return true
            }
        case .double:
            let x = rows.fixed(0, as: Double.self)
            return rows.mapText { row, out in
                NumberWriting.double(x[row], into: &out)
                return true
            }
        case .binary: return rows.arguments[0].reinterpreted(as: to)
        case .date:
            let x = rows.fixed(0, as: Int32.self)
            return rows.mapText { row, out in
                DateTimeWriting.date(Int64(x[row]), into: &out)
                return true
            }
        case .timestamp:
            let x = rows.fixed(0, as: Int64.self)
            return rows.mapText { row, out in
                DateTimeWriting.timestamp(local: cursor.local(fromUTC: x[row]), into: &out)
                return true
            }
        case .timestampNTZ:
            let x = rows.fixed(0, as: Int64.self)
            return rows.mapText { row, out in
                DateTimeWriting.timestamp(local: x[row], into: &out)
                return true
            }
        case .decimal(_, let scale):
            if from.physicalType == .int64 {
                let x = rows.fixed(0, as: Int64.self)
                return rows.mapText { row, out in
                    NumberWriting.decimal(Int128(x[row]), scale: scale, into: &out)
                    return true
                }
            }
            let x = rows.fixed(0, as: Int128.self)
            return rows.mapText { row, out in
                NumberWriting.decimal(x[row], scale: scale, into: &out)
                return true
            }
        default:
            let column = rows.arguments[0].flattened()
            return rows.mapText { row, out in
                ValueText.write(column, row: row, into: &out, context: context)
                return true
            }
        }
    }

    @inline(__always)
    private func integers<T: FixedWidthInteger & BitwiseCopyable>(_ type: T.Type) -> Column {
        let x = rows.fixed(0, as: T.self)
        return rows.mapText { row, out in
            out.append(integer: Int64(truncatingIfNeeded: x[row]))
            return true
        }
    }

    /// From string.
    func fromText() throws -> Column {
        let x = rows.text(0)
        let legacy = mode == .legacy
        let malformed = { (row: Int) -> PyriteError in
            let kind: PyriteError.Kind = to.isDatetime ? .dateTime : to == .boolean ? .runtime : .numberFormat
            return FunctionError.invalidCastInput(
                value: FunctionError.quoted(String(decoding: x[row], as: UTF8.self)), from: from, to: to, kind: kind)
        }
        let unmatched = { (row: Int) -> PyriteError in
            FunctionError.unmatchedInterval(String(decoding: x[row], as: UTF8.self), to)
        }
        switch to {
        case .binary: return rows.arguments[0].reinterpreted(as: to)
        case .boolean:
            return try convert(UInt8(0), failure: malformed) { BooleanText.parse(x[$0]).map { $0 ? 1 : 0 } }
        case .byte:
            return try convert(Int8(0), failure: malformed) {
                NumberParsing.integer(x[$0], allowsFraction: legacy).flatMap { Int8(exactly: $0) }
            }
        case .short:
            return try convert(Int16(0), failure: malformed) {
                NumberParsing.integer(x[$0], allowsFraction: legacy).flatMap { Int16(exactly: $0) }
            }
        case .integer:
            return try convert(Int32(0), failure: malformed) {
                NumberParsing.integer(x[$0], allowsFraction: legacy).flatMap { Int32(exactly: $0) }
            }
        case .long:
            return try convert(Int64(0), failure: malformed) {
                NumberParsing.integer(x[$0], allowsFraction: legacy)
            }
        case .float:
            return try convert(Float(0), failure: malformed) { NumberParsing.double(x[$0]).map { Float($0) } }
        case .double:
            return try convert(Double(0), failure: malformed) { NumberParsing.double(x[$0]) }
        case .date:
            return try convert(Int32(0), failure: malformed) { DateTimeParsing.date(x[$0]) }
        case .timestamp:
            return try convert(Int64(0), failure: malformed) {
                DateTimeParsing.timestamp(x[$0], timeZone: context.timeZone, now: context.queryStart)
            }
        case .timestampNTZ:
            return try convert(Int64(0), failure: malformed) { DateTimeParsing.timestampNTZ(x[$0]) }
        case .decimal(let precision, let scale):
            let failure = { (row: Int) -> PyriteError in
                if case .malformed = NumberParsing.decimal(x[row], precision: precision, scale: scale) {
                    return malformed(row)
                }
                return FunctionError.numericOutOfRange(
                    value: String(decoding: x[row], as: UTF8.self), precision: precision, scale: scale)
            }
            if to.physicalType == .int64 {
                return try convert(Int64(0), failure: failure) { row in
                    guard case .value(let value) = NumberParsing.decimal(x[row], precision: precision, scale: scale)
                    else { return nil }
                    return Int64(truncatingIfNeeded: value)
                }
            }
            return try convert(Int128(0), failure: failure) { row in
                guard case .value(let value) = NumberParsing.decimal(x[row], precision: precision, scale: scale)
                else { return nil }
                return value
            }
        case .time(let precision):
            let unit = Int64(powerOfTen(9 - precision))
            return try convert(Int64(0), failure: malformed) { row in
                TimeText.nanos(x[row]).map { $0 / unit &* unit }
            }
        case .yearMonthInterval(let start, let end):
            return try convert(Int32(0), always: true, failure: unmatched) { IntervalText.months(x[$0], start, end) }
        case .dayTimeInterval(let start, let end):
            return try convert(Int64(0), always: true, failure: unmatched) { IntervalText.micros(x[$0], start, end) }
        case .calendarInterval:
            return rows.build { row, builder in
                guard let parts = CalendarIntervalText.parse(x[row]) else { return builder.appendNull() }
                builder.child(0).append(parts.months)
                builder.child(1).append(parts.days)
                builder.child(2).append(parts.micros)
                builder.closeStructure()
            }
        default:
            throw FunctionError.castWithoutSuggestion(sql: "CAST(… AS \(to.sql))", from: from, to: to)
        }
    }
}

/// Spark's words for true and false.
package enum BooleanText {
    package static func parse(_ bytes: UnsafeRawBufferPointer) -> Bool? {
        let (start, end) = DateTimeParsing.trimmed(bytes)
        guard end > start, end - start <= 5 else { return nil }
        switch String(decoding: bytes[start..<end], as: UTF8.self).lowercased() {
        case "t", "true", "y", "yes", "1": return true
        case "f", "false", "n", "no", "0": return false
        default: return nil
        }
    }
}
