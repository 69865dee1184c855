import Columnar

/// Tells for the rows of a batch whether a scan's conditions may hold. On dictionary columns every distinct value is
/// looked at once a dictionary.
///
/// Errs on the side of keeping rows: the engine filters again. Used by one thread.
final class FilterEvaluator {
    /// Positions of columns by lower-case name.
    private let positions: [String: Int]
    private var tables: [TableKey: (values: Column, flags: Buffer)] = [:]

    private struct TableKey: Hashable {
        var filter: ScanFilter
        var column: Int
    }

    init(positions: [String: Int]) { self.positions = positions }

    /// A byte for each of `count` rows: 1 where the condition may hold.
    func flags(_ filter: ScanFilter, _ columns: [Column?], count: Int) -> Buffer { evaluate(filter, columns, count) }

    /// Whether some value of a dictionary may satisfy a comparison, which is on that column.
    func mayMatch(_ filter: ScanFilter, dictionary: Column) -> Bool {
        guard dictionary.count > 0, let name = filter.column, let position = positions[name.lowercased()] else {
            return true
        }
        let flags = evaluate(filter, dictionary, position)
        return withExtendedLifetime(flags) {
            let flag = flags.typed(UInt8.self)
            for i in 0..<dictionary.count where flag[i] != 0 { return true }
            return false
        }
    }

    func combine(_ flags: Buffer, _ others: Buffer, _ count: Int, and isAnd: Bool) {
        let to = flags.typed(UInt8.self)
        let from = UnsafePointer(others.typed(UInt8.self))
        if isAnd { for i in 0..<count { to[i] &= from[i] } } else { for i in 0..<count { to[i] |= from[i] } }
    }

    private func filled(_ value: UInt8, _ count: Int) -> Buffer {
        let flags = Buffer(capacity: count)
        flags.typed(UInt8.self).update(repeating: value, count: count)
        return flags
    }

    private func evaluate(_ filter: ScanFilter, _ columns: [Column?], _ count: Int) -> Buffer {
        switch filter {
        case .all(let parts):
            let flags = filled(1, count)
            for part in parts { combine(flags, evaluate(part, columns, count), count, and: true) }
            return flags
        case .any(let parts):
            let flags = filled(0, count)
            for part in parts { combine(flags, evaluate(part, columns, count), count, and: false) }
            return flags
        default:
            guard let name = filter.column, let position = positions[name.lowercased()], position < columns.count,
                let column = columns[position]
            else { return filled(1, count) }
            return evaluate(filter, column, position)
        }
    }

    private func evaluate(_ filter: ScanFilter, _ column: Column, _ position: Int) -> Buffer {
        let count = column.count
        switch filter {
        case .isNull, .isNotNull:
            let wanted: UInt8 = if case .isNull = filter { 0 } else { 1 }
            if column.isConstant || column.validity == nil {
                return filled((column.isNull(0) ? 0 : 1) == wanted ? 1 : 0, count)
            }
            let flags = filled(1, count)
            clearNulls(flags, column)
            if wanted == 0 {
                let to = flags.typed(UInt8.self)
                for i in 0..<count { to[i] ^= 1 }
            }
            return flags
        default: break
        }
        let null: UInt8 = filter.maySatisfyNull ? 1 : 0
        if case .null = column.layout { return filled(null, count) }
        if case .constant(let one) = column.layout {
            if one.isNull(0) { return filled(null, count) }
            let single = evaluate(filter, one, position)
            return withExtendedLifetime(single) { filled(single.typed(UInt8.self)[0], count) }
        }
        let flags: Buffer
        if case .dictionary(let indices, let values) = column.layout {
            let table = dictionaryTable(filter, values, position)
            flags = Buffer(capacity: count)
            lookUp(UnsafePointer(table.typed(UInt8.self)), indices, flags, count)
        } else {
            flags = compareFlat(filter, column)
        }
        if column.validity != nil { null == 0 ? clearNulls(flags, column) : setNulls(flags, column) }
        return flags
    }

    private func dictionaryTable(_ filter: ScanFilter, _ values: Column, _ position: Int) -> Buffer {
        // A bound that moves has no answer that could be kept.
        if case .within = filter { return compareFlat(filter, values) }
        let key = TableKey(filter: filter, column: position)
        if let known = tables[key], known.values === values { return known.flags }
        let flags = compareFlat(filter, values)
        tables[key] = (values, flags)
        return flags
    }

    private func lookUp(_ table: UnsafePointer<UInt8>, _ indices: Buffer, _ flags: Buffer, _ count: Int) {
        let index = UnsafePointer(indices.typed(Int32.self))
        let to = flags.typed(UInt8.self)
        for i in 0..<count { to[i] = table[Int(index[i])] }
    }

    private func clearNulls(_ flags: Buffer, _ column: Column) {
        guard let words = column.validity?.words else { return }
        let to = flags.typed(UInt8.self)
        for i in 0..<column.count {
            to[i] &= UInt8(truncatingIfNeeded: words[i &>> 6] &>> UInt64(truncatingIfNeeded: i & 63) & 1)
        }
    }

    private func setNulls(_ flags: Buffer, _ column: Column) {
        guard let words = column.validity?.words else { return }
        let to = flags.typed(UInt8.self)
        for i in 0..<column.count {
            to[i] |= ~UInt8(truncatingIfNeeded: words[i &>> 6] &>> UInt64(truncatingIfNeeded: i & 63)) & 1
        }
    }

    /// Compares the values of a flat column, nulls' too.
    private func compareFlat(_ filter: ScanFilter, _ column: Column) -> Buffer {
        let count = column.count
        switch filter {
        case .compare(_, let comparison, let value):
            let flags = Buffer(capacity: count)
            return compareValues(column, comparison, value, flags) ? flags : filled(1, count)
        case .oneOf(_, let values):
            guard values.count <= 64 else { return filled(1, count) }
            let flags = filled(0, count)
            let some = Buffer(capacity: count)
            for value in values where !value.isNull {
                guard compareValues(column, .equal, value, some) else { return filled(1, count) }
                combine(flags, some, count, and: false)
            }
            return flags
        case .member(_, let keys):
            let flags = Buffer(capacity: count)
            return keys.test(column, into: flags) ? flags : filled(1, count)
        case .within(_, let bound):
            let flags = Buffer(capacity: count)
            return bound.test(column, into: flags) ? flags : filled(1, count)
        default: return filled(1, count)
        }
    }
}

/// Writes for each value of a flat column whether the comparison holds; `false` when the value is of another kind or
/// cannot be compared simply.
private func compareValues(
    _ column: Column, _ comparison: ScanFilter.Comparison, _ value: Value, _ flags: Buffer
) -> Bool {
    let out = flags.typed(UInt8.self)
    let n = column.count
    switch (value, column.type.physicalType) {
    case (.boolean(let flag), .bool):
        return compareLoop(column, UInt8.self, comparison, flag ? 1 : 0, out, n)
    case (.integer(let number), .int8):
        guard let exact = Int8(exactly: number) else { return false }
        return compareLoop(column, Int8.self, comparison, exact, out, n)
    case (.integer(let number), .int16):
        guard let exact = Int16(exactly: number) else { return false }
        return compareLoop(column, Int16.self, comparison, exact, out, n)
    case (.integer(let number), .int32):
        guard let exact = Int32(exactly: number) else { return false }
        return compareLoop(column, Int32.self, comparison, exact, out, n)
    case (.integer(let number), .int64): return compareLoop(column, Int64.self, comparison, number, out, n)
    case (.decimal(let number), .int64):
        guard let exact = Int64(exactly: number) else { return false }
        return compareLoop(column, Int64.self, comparison, exact, out, n)
    case (.decimal(let number), .int128): return compareLoop(column, Int128.self, comparison, number, out, n)
    case (.float(let number), .float):
        guard !number.isNaN else { return false }
        return compareFloatLoop(column, Float.self, comparison, number, out, n)
    case (.double(let number), .double):
        guard !number.isNaN else { return false }
        return compareFloatLoop(column, Double.self, comparison, number, out, n)
    case (.string(var text), .view):
        return text.withUTF8 { compareViewLoop(column, comparison, UnsafeRawBufferPointer($0), out, n) }
    case (.binary(let bytes), .view):
        return bytes.withUnsafeBytes { compareViewLoop(column, comparison, $0, out, n) }
    default: return false
    }
}

private func compareLoop<T: Comparable & BitwiseCopyable>(
    _ column: Column, _: T.Type, _ comparison: ScanFilter.Comparison, _ value: T, _ out: UnsafeMutablePointer<UInt8>,
    _ n: Int
) -> Bool {
    guard let values = column.fixedValues(T.self) else { return false }
    switch comparison {
    case .equal: for i in 0..<n { out[i] = values[i] == value ? 1 : 0 }
    case .notEqual: for i in 0..<n { out[i] = values[i] != value ? 1 : 0 }
    case .less: for i in 0..<n { out[i] = values[i] < value ? 1 : 0 }
    case .lessOrEqual: for i in 0..<n { out[i] = values[i] <= value ? 1 : 0 }
    case .greater: for i in 0..<n { out[i] = values[i] > value ? 1 : 0 }
    case .greaterOrEqual: for i in 0..<n { out[i] = values[i] >= value ? 1 : 0 }
    }
    return true
}

/// NaN is above every other number and `value` is none.
private func compareFloatLoop<T: BinaryFloatingPoint & BitwiseCopyable>(
    _ column: Column, _: T.Type, _ comparison: ScanFilter.Comparison, _ value: T, _ out: UnsafeMutablePointer<UInt8>,
    _ n: Int
) -> Bool {
    guard let values = column.fixedValues(T.self) else { return false }
    switch comparison {
    case .equal: for i in 0..<n { out[i] = values[i] == value ? 1 : 0 }
    case .notEqual: for i in 0..<n { out[i] = values[i] != value ? 1 : 0 }
    case .less: for i in 0..<n { out[i] = values[i] < value ? 1 : 0 }
    case .lessOrEqual: for i in 0..<n { out[i] = values[i] <= value ? 1 : 0 }
    case .greater: for i in 0..<n { out[i] = values[i] <= value ? 0 : 1 }
    case .greaterOrEqual: for i in 0..<n { out[i] = values[i] < value ? 0 : 1 }
    }
    return true
}

private func compareViewLoop(
    _ column: Column, _ comparison: ScanFilter.Comparison, _ bytes: UnsafeRawBufferPointer,
    _ out: UnsafeMutablePointer<UInt8>, _ n: Int
) -> Bool {
    guard let views = column.views else { return false }
    var constant = StringView()
    if let base = bytes.baseAddress, bytes.count > 0 { constant = StringView(base, length: bytes.count) }
    withUnsafePointer(to: constant) { constant in
        switch comparison {
        case .equal: for i in 0..<n { out[i] = StringView.equal(views + i, constant) ? 1 : 0 }
        case .notEqual: for i in 0..<n { out[i] = StringView.equal(views + i, constant) ? 0 : 1 }
        case .less: for i in 0..<n { out[i] = StringView.compare(views + i, constant) < 0 ? 1 : 0 }
        case .lessOrEqual: for i in 0..<n { out[i] = StringView.compare(views + i, constant) <= 0 ? 1 : 0 }
        case .greater: for i in 0..<n { out[i] = StringView.compare(views + i, constant) > 0 ? 1 : 0 }
        case .greaterOrEqual: for i in 0..<n { out[i] = StringView.compare(views + i, constant) >= 0 ? 1 : 0 }
        }
    }
    return true
}
