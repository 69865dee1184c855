import Columnar

/// Numbers the distinct rows of key columns from 0, in order of appearance. Null equals null.
final class GroupTable {
    let types: [DataType]
    private let shape: KeyShape
    /// The number of groups.
    private(set) var count = 0
    private var words = FixedKeyTable<UInt64>()
    private var wides = FixedKeyTable<UInt128>()
    private var bytes = BytesKeyTable()
    private var nullGroup: Int32 = -1
    private var keys: [ColumnBuilder]

    init(types: [DataType]) {
        self.types = types
        shape = KeyShape(types)
        keys = types.map { ColumnBuilder($0) }
    }

    /// Memory held, roughly.
    var byteCount: Int {
        words.byteCount + wides.byteCount + bytes.byteCount
            + count * types.reduce(0) { $0 + max($1.physicalType.width, 8) }
    }

    /// The group (Int32) of each row; rows with new keys make new groups.
    func insert(_ columns: [Column], count rows: Int) throws -> Buffer {
        if let (indices, values, validity) = codes(columns, rows) {
            return try insert(indices, of: values, validity: validity, count: rows)
        }
        guard count &+ rows < Int(Int32.max) else {
            throw PyriteError.unsupported("more than 2147483646 groups in one hash table")
        }
        let out = Buffer(capacity: rows &* 4)
        let groups = out.typed(Int32.self)
        let created = Selection(capacity: rows)
        let next = Int32(truncatingIfNeeded: count)
        var new = 0
        let encoding = KeyEncoding.encode(columns, shape: shape, count: rows)
        var nulls: Bitmap?
        switch encoding {
        case .words(let buffer, let validity):
            nulls = validity
            new = words.insert(
                UnsafePointer(buffer.typed(UInt64.self)), validity: validity.map { UnsafePointer($0.words) },
                count: rows, nextGroup: next, groups: groups, newRows: created.rows)
        case .wides(let buffer):
            new = wides.insert(
                UnsafePointer(buffer.typed(UInt128.self)), validity: nil, count: rows, nextGroup: next, groups: groups,
                newRows: created.rows)
        case .bytes(let buffer, let validity, let owner):
            nulls = validity
            new = withExtendedLifetime(owner) {
                bytes.insert(
                    UnsafePointer(buffer.typed(StringView.self)), validity: validity.map { UnsafePointer($0.words) },
                    count: rows, nextGroup: next, groups: groups, newRows: created.rows)
            }
        }
        if let nulls {
            for row in 0..<rows where !nulls[row] {
                if nullGroup < 0 {
                    nullGroup = next &+ Int32(truncatingIfNeeded: new)
                    created.rows[new] = Int32(truncatingIfNeeded: row)
                    new &+= 1
                }
                groups[row] = nullGroup
            }
        }
        if new > 0 {
            created.setCount(new)
            for (builder, column) in zip(keys, columns) { builder.append(column, rows: created) }
            count &+= new
        }
        return out
    }

    /// A dictionary's entries are looked up once each instead of once a row.
    private func insert(_ indices: Buffer, of values: Column, validity: Bitmap?, count rows: Int) throws -> Buffer {
        let codes = indices.typed(Int32.self)
        let entries = values.count
        let seen = Buffer(capacity: (entries &+ 1) &* 4, zeroed: true)
        let marks = seen.typed(Int32.self)
        // Rows name entries; null rows name the entry behind the last. Groups appear in the order of the rows.
        let order = Selection(capacity: entries &+ 1)
        var found = 0
        for row in 0..<rows {
            let code = validity.map { $0[row] } ?? true ? Int(codes[row]) : entries
            if marks[code] == 0 {
                marks[code] = 1
                order.rows[found] = code == entries ? -1 : Int32(truncatingIfNeeded: code)
                found &+= 1
            }
        }
        order.setCount(found)
        let entryGroups = try insert([values.gather(order, allowingMissing: true)], count: found)
        let ids = entryGroups.typed(Int32.self)
        for index in 0..<found {
            let code = order.rows[index] < 0 ? entries : Int(order.rows[index])
            marks[code] = ids[index]
        }
        let out = Buffer(capacity: rows &* 4)
        let groups = out.typed(Int32.self)
        if let validity {
            for row in 0..<rows { groups[row] = marks[validity[row] ? Int(codes[row]) : entries] }
        } else {
            for row in 0..<rows { groups[row] = marks[Int(codes[row])] }
        }
        return out
    }

    private func codes(_ columns: [Column], _ rows: Int) -> (Buffer, Column, Bitmap?)? {
        guard columns.count == 1, case .dictionary(let indices, let values) = columns[0].layout, values.count <= rows
        else { return nil }
        return (indices, values, columns[0].validity)
    }

    /// The group (Int32) of each row, -1 for keys that are not there.
    func find(_ columns: [Column], count rows: Int) throws -> Buffer {
        let out = Buffer(capacity: rows &* 4)
        let groups = out.typed(Int32.self)
        var nulls: Bitmap?
        switch KeyEncoding.encode(columns, shape: shape, count: rows) {
        case .words(let buffer, let validity):
            nulls = validity
            words.find(
                UnsafePointer(buffer.typed(UInt64.self)), validity: validity.map { UnsafePointer($0.words) },
                count: rows, groups: groups)
        case .wides(let buffer):
            wides.find(UnsafePointer(buffer.typed(UInt128.self)), validity: nil, count: rows, groups: groups)
        case .bytes(let buffer, let validity, let owner):
            nulls = validity
            withExtendedLifetime(owner) {
                bytes.find(
                    UnsafePointer(buffer.typed(StringView.self)), validity: validity.map { UnsafePointer($0.words) },
                    count: rows, groups: groups)
            }
        }
        if let nulls { for row in 0..<rows where !nulls[row] { groups[row] = nullGroup } }
        return out
    }

    /// The key columns, one row a group. Ends the table's life: nothing may be inserted afterwards.
    func finish() -> [Column] { keys.map { $0.finish() } }
}

extension ColumnBuilder {
    /// Appends some rows of a column; long strings are copied so that the column's memory can go.
    func append(_ column: Column, rows: Selection) {
        let picked = column.gather(rows).flattened()
        guard let views = picked.views else { return append(contentsOf: picked) }
        reserve(picked.count)
        if let validity = picked.validity {
            for row in 0..<picked.count {
                if validity[row] { append(bytes: StringView.bytes(views + row)) } else { appendNull() }
            }
        } else {
            for row in 0..<picked.count { append(bytes: StringView.bytes(views + row)) }
        }
    }
}
