import Columnar

/// `x in (a, b, …)`: true when found, else null when x or an entry is null, else false.
func membership(_ rows: Rows) -> Column {
    let subject = rows.arguments[0]
    let list = Array(rows.arguments.dropFirst())
    let isConstant = list.allSatisfy { $0.isConstant }
    guard isConstant, rows.count > 1 else { return generalMembership(rows, list) }
    var entries: [Column] = []
    var hasNull = false
    for column in list {
        guard case .constant(let one) = column.layout else { continue }
        if one.isNull(0) { hasNull = true } else { entries.append(one) }
    }
    if subject.isConstant { return generalMembership(rows, list) }
    switch subject.type.physicalType {
    case .bool: return fixedMembership(rows, entries, hasNull, UInt8.self)
    case .int8: return fixedMembership(rows, entries, hasNull, Int8.self)
    case .int16: return fixedMembership(rows, entries, hasNull, Int16.self)
    case .int32: return fixedMembership(rows, entries, hasNull, Int32.self)
    case .int64: return fixedMembership(rows, entries, hasNull, Int64.self)
    case .view: return textMembership(rows, entries, hasNull)
    default: return generalMembership(rows, list)
    }
}

/// Marks rows that were not found as null when the list holds a null, and null subjects as null.
private func finish(_ rows: Rows, _ flags: Buffer, _ hasNull: Bool) -> Column {
    let subject = rows.arguments[0]
    guard hasNull else {
        return Column(.boolean, count: rows.count, layout: .fixed(flags), validity: subject.validity)
    }
    let validity = Bitmap.copy(of: subject.validity, count: rows.count)
    let found = flags.typed(UInt8.self)
    for row in 0..<rows.count where found[row] == 0 { validity.clear(row) }
    return Column(.boolean, count: rows.count, layout: .fixed(flags), validity: validity)
}

private func fixedMembership<T: FixedWidthInteger & BitwiseCopyable>(
    _ rows: Rows, _ entries: [Column], _ hasNull: Bool, _ type: T.Type
) -> Column {
    let x = rows.fixed(0, as: T.self)
    let flags = Buffer(capacity: rows.count, zeroed: true)
    let out = flags.typed(UInt8.self)
    let values = Array(Set(entries.map { FixedInput<T>($0)[0] }))
    if values.count <= 16 {
        for value in values {
            for row in 0..<rows.count { out[row] |= x[row] == value ? 1 : 0 }
        }
        return finish(rows, flags, hasNull)
    }
    // Open addressing at most half full; slot 0 of `used` bytes means free.
    var bits = 5
    while 1 << bits < values.count * 2 { bits += 1 }
    let mask = 1 << bits - 1
    let slots = Buffer(capacity: (mask + 1) * MemoryLayout<T>.stride, zeroed: true)
    let used = Buffer(capacity: mask + 1, zeroed: true)
    let (table, marks) = (slots.typed(T.self), used.typed(UInt8.self))
    for value in values {
        var slot = spread(value) & mask
        while marks[slot] != 0 { slot = (slot &+ 1) & mask }
        table[slot] = value
        marks[slot] = 1
    }
    for row in 0..<rows.count {
        let value = x[row]
        var slot = spread(value) & mask
        while marks[slot] != 0 {
            if table[slot] == value {
                out[row] = 1
                break
            }
            slot = (slot &+ 1) & mask
        }
    }
    return finish(rows, flags, hasNull)
}

@inline(__always) private func spread<T: FixedWidthInteger>(_ value: T) -> Int {
    Int(truncatingIfNeeded: (UInt64(truncatingIfNeeded: value) &* 0x9E37_79B9_7F4A_7C15) &>> 32)
}

private func textMembership(_ rows: Rows, _ entries: [Column], _ hasNull: Bool) -> Column {
    let x = rows.text(0)
    let flags = Buffer(capacity: rows.count, zeroed: true)
    let out = flags.typed(UInt8.self)
    var bits = 4
    while 1 << bits < entries.count * 2 { bits += 1 }
    let mask = 1 << bits - 1
    let slots = Buffer(capacity: (mask + 1) * 16, zeroed: true)
    let used = Buffer(capacity: mask + 1, zeroed: true)
    let (table, marks) = (slots.typed(StringView.self), used.typed(UInt8.self))
    // Length and first bytes are hash enough: unequal strings seldom share both.
    for entry in entries {
        guard let view = entry.views else { continue }
        var slot = spread(view[0].head) & mask
        while marks[slot] != 0 { slot = (slot &+ 1) & mask }
        table[slot] = view[0]
        marks[slot] = 1
    }
    for row in 0..<rows.count {
        let view = x.view(row)
        var slot = spread(view.pointee.head) & mask
        while marks[slot] != 0 {
            if StringView.equal(view, UnsafePointer(table + slot)) {
                out[row] = 1
                break
            }
            slot = (slot &+ 1) & mask
        }
    }
    return withExtendedLifetime(entries) { finish(rows, flags, hasNull) }
}

private func generalMembership(_ rows: Rows, _ list: [Column]) -> Column {
    let subject = rows.arguments[0]
    let flags = Buffer(capacity: rows.count, zeroed: true)
    let out = flags.typed(UInt8.self)
    let validity = Bitmap(count: rows.count, filledWith: true)
    for row in 0..<rows.count {
        if subject.isNull(row) {
            validity.clear(row)
            continue
        }
        var sawNull = false
        for column in list {
            if column.isNull(row) {
                sawNull = true
            } else if RowComparison.compare(subject, row, column, row) == 0 {
                out[row] = 1
                break
            }
        }
        if out[row] == 0 && sawNull { validity.clear(row) }
    }
    return Column(.boolean, count: rows.count, layout: .fixed(flags), validity: validity.allSet ? nil : validity)
}
