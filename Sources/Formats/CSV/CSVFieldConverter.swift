import Columnar
import Functions
import Glibc

/// Turns the fields of one column into a column of its type.
struct CSVFieldConverter {
    let options: CSVOptions
    let context: EvaluationContext

    /// Fields that the type cannot hold become null and mark their rows in `malformed`.
    func convert(
        _ fields: UnsafePointer<CSVField>, count: Int, to type: DataType, heap: [Buffer],
        malformed: UnsafeMutablePointer<Bool>
    ) -> Column {
        switch type {
        case .string, .collated, .char, .varchar, .binary:
            return strings(fields, count, type, heap)
        case .boolean:
            return values(fields, count, type, malformed, zero: UInt8(0)) { boolean($0).map { $0 ? 1 : 0 } }
        case .byte:
            return values(fields, count, type, malformed, zero: Int8(0)) { integer($0).flatMap { Int8(exactly: $0) } }
        case .short:
            return values(fields, count, type, malformed, zero: Int16(0)) { integer($0).flatMap { Int16(exactly: $0) } }
        case .integer:
            return values(fields, count, type, malformed, zero: Int32(0)) { integer($0).flatMap { Int32(exactly: $0) } }
        case .long: return values(fields, count, type, malformed, zero: Int64(0)) { integer($0) }
        case .float:
            return values(fields, count, type, malformed, zero: Float(0)) { number($0).map { Float($0) } }
        case .double: return values(fields, count, type, malformed, zero: Double(0)) { number($0) }
        case .decimal(let precision, let scale):
            if precision <= 18 {
                return values(fields, count, type, malformed, zero: Int64(0)) {
                    decimal($0, precision, scale).map { Int64(truncatingIfNeeded: $0) }
                }
            }
            return values(fields, count, type, malformed, zero: Int128(0)) { decimal($0, precision, scale) }
        case .date: return values(fields, count, type, malformed, zero: Int32(0)) { date($0) }
        case .timestamp: return values(fields, count, type, malformed, zero: Int64(0)) { timestamp($0) }
        case .timestampNTZ: return values(fields, count, type, malformed, zero: Int64(0)) { timestampNTZ($0) }
        default:
            return casted(fields, count, type, malformed)
        }
    }

    /// One loop for each type: the closure is inlined into it.
    @inline(__always)
    private func values<T: BitwiseCopyable>(
        _ fields: UnsafePointer<CSVField>, _ count: Int, _ type: DataType, _ malformed: UnsafeMutablePointer<Bool>,
        zero: T, _ parse: (CSVField) -> T?
    ) -> Column {
        let buffer = Buffer(capacity: count * MemoryLayout<T>.stride)
        let out = buffer.typed(T.self)
        var validity: Bitmap?
        for row in 0..<count {
            let field = fields[row]
            if field.length >= 0, let value = parse(field) {
                out[row] = value
                continue
            }
            if field.length >= 0 { malformed[row] = true }
            out[row] = zero
            if validity == nil { validity = Bitmap(count: count, filledWith: true) }
            validity?.clear(row)
        }
        return Column(type, count: count, layout: .fixed(buffer), validity: validity)
    }

    private func strings(_ fields: UnsafePointer<CSVField>, _ count: Int, _ type: DataType, _ heap: [Buffer]) -> Column
    {
        let buffer = Buffer(capacity: count * 16)
        let out = buffer.typed(StringView.self)
        var validity: Bitmap?
        var arena = StringArena()
        for row in 0..<count {
            let field = fields[row]
            guard let start = field.start, field.length >= 0 else {
                out[row] = StringView()
                if validity == nil { validity = Bitmap(count: count, filledWith: true) }
                validity?.clear(row)
                continue
            }
            if type != .binary, !isValidUTF8(start, Int(field.length)) {
                var repaired = String(
                    decoding: UnsafeBufferPointer(start: start, count: Int(field.length)), as: UTF8.self)
                out[row] = repaired.withUTF8 { arena.view(of: UnsafeRawBufferPointer($0)) }
            } else {
                out[row] = StringView(start, length: Int(field.length))
            }
        }
        return Column(type, count: count, layout: .view(buffer, heap: heap + arena.buffers), validity: validity)
    }

    /// ASCII is told eight bytes at a time; anything else is checked by the standard library.
    @inline(__always)
    private func isValidUTF8(_ start: UnsafePointer<UInt8>, _ count: Int) -> Bool {
        var index = 0
        var high: UInt64 = 0
        while index &+ 8 <= count {
            high |= UnsafeRawPointer(start + index).loadUnaligned(as: UInt64.self)
            index &+= 8
        }
        while index < count {
            high |= UInt64(start[index])
            index &+= 1
        }
        if high & 0x8080_8080_8080_8080 == 0 { return true }
        return String(validating: UnsafeBufferPointer(start: start, count: count), as: UTF8.self) != nil
    }

    /// Types without a rule of their own in CSV go through the cast from string.
    private func casted(
        _ fields: UnsafePointer<CSVField>, _ count: Int, _ type: DataType, _ malformed: UnsafeMutablePointer<Bool>
    ) -> Column {
        let text = strings(fields, count, .string, [])
        guard let column = try? Cast.cast(text, to: type, mode: .attempt, context: context) else {
            for row in 0..<count where fields[row].length >= 0 { malformed[row] = true }
            return Column.nulls(type, count: count)
        }
        for row in 0..<count where fields[row].length >= 0 && column.isNull(row) { malformed[row] = true }
        return column
    }

    // MARK: Single values

    /// As Java's `Long.parseLong`: digits with a sign, no white space.
    @inline(__always)
    func integer(_ field: CSVField) -> Int64? {
        guard let start = field.start, field.length > 0 else { return nil }
        let length = Int(field.length)
        // White space at either end, which the general reader allows, is malformed here.
        if length > 18 || start[0] <= 0x20 || start[length &- 1] <= 0x20 {
            if start[0] <= 0x20 || start[length &- 1] <= 0x20 { return nil }
            return NumberParsing.integer(field.bytes)
        }
        var index = 0
        let negative = start[0] == 0x2D
        if negative || start[0] == 0x2B { index = 1 }
        if index == length { return nil }
        var value: Int64 = 0
        while index < length {
            let digit = start[index] &- 0x30
            if digit > 9 { return nil }
            value = value &* 10 &+ Int64(digit)
            index &+= 1
        }
        return negative ? 0 &- value : value
    }

    @inline(__always)
    func number(_ field: CSVField) -> Double? {
        guard let start = field.start, field.length > 0 else { return nil }
        let last = start[Int(field.length) &- 1]
        // Only special values end in a letter other than the suffixes f and d.
        if last &- 0x30 > 9 && last != 0x2E {
            if isEqual(field, options.nanValue) { return .nan }
            if isEqual(field, options.positiveInfinity) { return .infinity }
            if isEqual(field, options.negativeInfinity) { return -.infinity }
        }
        return NumberParsing.double(field.bytes)
    }

    func decimal(_ field: CSVField, _ precision: Int, _ scale: Int) -> Int128? {
        if case .value(let value) = NumberParsing.decimal(field.bytes, precision: precision, scale: scale) {
            return value
        }
        return NumberParsing.groupedDecimal(field.bytes, precision: precision, scale: scale)
    }

    func boolean(_ field: CSVField) -> Bool? {
        switch field.length {
        case 4: isEqualIgnoringCase(field, "true") ? true : nil
        case 5: isEqualIgnoringCase(field, "false") ? false : nil
        default: nil
        }
    }

    @inline(__always)
    func date(_ field: CSVField) -> Int32? {
        if let pattern = options.datePattern { return pattern.parseDate(field.bytes) }
        return DateTimeParsing.date(field.bytes)
    }

    @inline(__always)
    func timestamp(_ field: CSVField) -> Int64? {
        if let pattern = options.timestampPattern {
            return pattern.parseTimestamp(field.bytes, timeZone: options.timeZone)
        }
        return DateTimeParsing.timestamp(field.bytes, timeZone: options.timeZone, now: context.queryStart)
    }

    @inline(__always)
    func timestampNTZ(_ field: CSVField) -> Int64? {
        if let pattern = options.timestampNTZPattern {
            return pattern.parseTimestampNTZ(field.bytes)
        }
        return DateTimeParsing.timestampNTZ(field.bytes, allowsZone: false)
    }

    private func isEqual(_ field: CSVField, _ text: [UInt8]) -> Bool {
        guard text.count == Int(field.length), let start = field.start else { return false }
        return text.withUnsafeBytes { bytes in bytes.baseAddress.map { memcmp($0, start, bytes.count) == 0 } ?? true }
    }

    private func isEqualIgnoringCase(_ field: CSVField, _ word: StaticString) -> Bool {
        guard let start = field.start else { return false }
        for index in 0..<word.utf8CodeUnitCount where start[index] | 0x20 != word.utf8Start[index] { return false }
        return true
    }
}
