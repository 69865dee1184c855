import Columnar

/// Packs several integer columns of a key into one 64-bit word by the ranges that their values take, where their types
/// alone would need more: a timestamp of one year and a small number take 45 and 10 bits, not 64 and 32.
///
/// Null is 0, a value its distance from the range's lowest plus one. Ranges widen as values come in, and words made before
/// then mean something else: ``unpack(_:count:)`` them first.
struct KeyRanges {
    private struct Field {
        var type: DataType
        var shift: UInt64 = 0
        /// Of the field; the codes are 0 ..< 2^bits.
        var bits: UInt64 = 0
        /// The value of code 1.
        var lowest: Int64 = 0
        /// The values seen so far.
        var seen: ClosedRange<Int64>?

        /// Values that have a code.
        var capacity: UInt64 { bits >= 64 ? .max : (1 &<< bits) &- 1 }

        func holds(_ range: ClosedRange<Int64>) -> Bool {
            UInt64(bitPattern: range.lowerBound &- lowest) < capacity
                && UInt64(bitPattern: range.upperBound &- lowest) < capacity
        }
    }

    enum Fit {
        /// The words made before keep their meaning.
        case same
        /// The fields have other places or ranges than before.
        case changed
        /// No layout of 64 bits has room for the values.
        case none
    }

    private var fields: [Field]

    /// `nil` for keys that are no integers, or a single one.
    init?(_ types: [DataType]) {
        guard KeyRanges.canPack(types) else { return nil }
        fields = types.map { Field(type: $0) }
    }

    static func canPack(_ types: [DataType]) -> Bool {
        types.count > 1
            && types.allSatisfy {
                switch $0.physicalType {
                case .int8, .int16, .int32, .int64: true
                default: false
                }
            }
    }

    // MARK: Ranges

    /// Makes room for the values of key columns, which must be flat or constant.
    mutating func fit(_ columns: [Column], count: Int) -> Fit {
        var changes = false
        for index in fields.indices {
            guard let range = KeyRanges.range(of: columns[index], count) else { continue }
            let seen = fields[index].seen.map {
                min($0.lowerBound, range.lowerBound)...max($0.upperBound, range.upperBound)
            }
            if !fields[index].holds(range) { changes = true }
            fields[index].seen = seen ?? range
        }
        if !changes && fields[0].bits > 0 { return .same }
        return layOut() ? .changed : .none
    }

    private mutating func layOut() -> Bool {
        var total: UInt64 = 0
        for index in fields.indices {
            guard let seen = fields[index].seen else {
                // Nothing but nulls so far.
                fields[index].bits = 1
                fields[index].lowest = 0
                total += 1
                continue
            }
            let span = UInt64(bitPattern: seen.upperBound &- seen.lowerBound)
            // One code for each value and one for null.
            guard span < .max - 1 else { return false }
            let bits = UInt64(64 - (span + 1).leadingZeroBitCount)
            fields[index].bits = bits
            total += bits
        }
        guard total <= 64 else { return false }
        // A bit more for each column, so that ranges that grow step by step are laid out again a few times only.
        let isRoomy = total + UInt64(fields.count) <= 64
        var shift: UInt64 = 0
        for index in fields.indices {
            if isRoomy { fields[index].bits += 1 }
            fields[index].shift = shift
            shift += fields[index].bits
            guard let seen = fields[index].seen else { continue }
            let spare = fields[index].capacity - UInt64(bitPattern: seen.upperBound &- seen.lowerBound) - 1
            fields[index].lowest = seen.lowerBound &- Int64(bitPattern: spare / 2)
        }
        return true
    }

    private static func range(of column: Column, _ count: Int) -> ClosedRange<Int64>? {
        if count == 0 { return nil }
        let (source, n) = flat(column, count)
        guard case .fixed(let buffer) = source.layout else { return nil }
        let validity = source.validity.map { UnsafePointer($0.words) }
        switch source.type.physicalType {
        case .int8: return range(UnsafePointer(buffer.typed(Int8.self)), validity, n)
        case .int16: return range(UnsafePointer(buffer.typed(Int16.self)), validity, n)
        case .int32: return range(UnsafePointer(buffer.typed(Int32.self)), validity, n)
        case .int64: return range(UnsafePointer(buffer.typed(Int64.self)), validity, n)
        default: return nil
        }
    }

    private static func range<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: UnsafePointer<T>, _ validity: UnsafePointer<UInt64>?, _ count: Int
    ) -> ClosedRange<Int64>? {
        var (low, high) = (T.max, T.min)
        if let validity {
            for row in 0..<count {
                let valid = validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0
                let value = values[row]
                low = min(low, valid ? value : T.max)
                high = max(high, valid ? value : T.min)
            }
        } else {
            for row in 0..<count {
                low = min(low, values[row])
                high = max(high, values[row])
            }
        }
        return low <= high ? Int64(low)...Int64(high) : nil
    }

    /// One row stands for all where the column is constant.
    private static func flat(_ column: Column, _ count: Int) -> (Column, Int) {
        if case .constant(let one) = column.layout { return (one.flattened(), 1) }
        return (column.flattened(), count)
    }

    // MARK: Words

    /// The words of keys whose values ``fit(_:count:)`` has made room for.
    func pack(_ columns: [Column], count: Int) -> Buffer {
        let out = Buffer(capacity: count &* 8, zeroed: true)
        let words = out.typed(UInt64.self)
        for (field, column) in zip(fields, columns) {
            let (source, n) = KeyRanges.flat(column, count)
            guard case .fixed(let buffer) = source.layout else { continue }
            if n != count {
                // A constant; null adds nothing.
                if source.isNull(0) { continue }
                let one = Buffer(capacity: 8, zeroed: true)
                add(field, source, buffer, 1, one.typed(UInt64.self))
                let word = one.typed(UInt64.self)[0]
                for row in 0..<count { words[row] |= word }
                continue
            }
            add(field, source, buffer, count, words)
        }
        return out
    }

    private func add(
        _ field: Field, _ column: Column, _ buffer: Buffer, _ count: Int, _ words: UnsafeMutablePointer<UInt64>
    ) {
        func loop<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ values: UnsafeMutablePointer<T>) {
            let (base, shift) = (field.lowest &- 1, field.shift)
            if let validity = column.validity?.words {
                for row in 0..<count {
                    let valid = validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1
                    let code = UInt64(bitPattern: Int64(values[row]) &- base) & (0 &- valid)
                    words[row] |= code &<< shift
                }
            } else {
                for row in 0..<count { words[row] |= UInt64(bitPattern: Int64(values[row]) &- base) &<< shift }
            }
        }
        switch column.type.physicalType {
        case .int8: loop(buffer.typed(Int8.self))
        case .int16: loop(buffer.typed(Int16.self))
        case .int32: loop(buffer.typed(Int32.self))
        case .int64: loop(buffer.typed(Int64.self))
        default: return
        }
    }

    /// The words of any keys, and the rows all of whose values have a code (`nil`: all rows).
    func packKnown(_ columns: [Column], count: Int) -> (words: Buffer, known: Bitmap?) {
        var known: Bitmap?
        for (field, column) in zip(fields, columns) {
            guard let range = KeyRanges.range(of: column, count), !field.holds(range) else { continue }
            let (source, n) = KeyRanges.flat(column, count)
            guard case .fixed(let buffer) = source.layout else { continue }
            let flags = Bitmap(count: count, filledWith: n != count)
            if n == count {
                mark(field, source, buffer, count, flags)
            } else {
                for row in 0..<count { flags.clear(row) }
            }
            known = Bitmap.and(known, flags)
        }
        let words = pack(columns, count: count)
        return (words, known)
    }

    /// Sets the bits of the rows that have a code.
    private func mark(_ field: Field, _ column: Column, _ buffer: Buffer, _ count: Int, _ flags: Bitmap) {
        let (lowest, capacity, bits) = (field.lowest, field.capacity, flags.words)
        let validity = column.validity.map { UnsafePointer($0.words) }
        func loop<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ values: UnsafeMutablePointer<T>) {
            for row in 0..<count {
                var held: UInt64 = UInt64(bitPattern: Int64(values[row]) &- lowest) < capacity ? 1 : 0
                if let validity { held |= ~(validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63)) & 1 }
                bits[row &>> 6] |= held &<< UInt64(truncatingIfNeeded: row & 63)
            }
        }
        switch column.type.physicalType {
        case .int8: loop(buffer.typed(Int8.self))
        case .int16: loop(buffer.typed(Int16.self))
        case .int32: loop(buffer.typed(Int32.self))
        case .int64: loop(buffer.typed(Int64.self))
        default: return
        }
    }

    /// The key columns that words stand for.
    func unpack(_ words: UnsafePointer<UInt64>, count: Int) -> [Column] {
        fields.map { field in
            let values = Buffer(capacity: count &* field.type.physicalType.width)
            let mask = field.capacity
            var nulls = 0
            for row in 0..<count { nulls &+= (words[row] &>> field.shift) & mask == 0 ? 1 : 0 }
            func loop<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ out: UnsafeMutablePointer<T>) {
                for row in 0..<count {
                    let code = (words[row] &>> field.shift) & mask
                    out[row] = code == 0 ? 0 : T(truncatingIfNeeded: field.lowest &+ Int64(bitPattern: code) &- 1)
                }
            }
            switch field.type.physicalType {
            case .int8: loop(values.typed(Int8.self))
            case .int16: loop(values.typed(Int16.self))
            case .int32: loop(values.typed(Int32.self))
            default: loop(values.typed(Int64.self))
            }
            var validity: Bitmap?
            if nulls > 0 {
                let bits = Bitmap(count: count, filledWith: true)
                for row in 0..<count where (words[row] &>> field.shift) & mask == 0 { bits.clear(row) }
                validity = bits
            }
            return Column(field.type, count: count, layout: .fixed(values), validity: validity)
        }
    }
}
