import Columnar

/// Numbers the distinct rows of key columns from 0, in order of appearance. Null equals null.
///
/// How keys are found depends on their types: one dense integer directly by its value, one column or several small ones
/// by the machine word that they pack into (by their types, or else by the ranges of their values), strings among several
/// columns by numbers given to them first, and anything else by its encoding as bytes. Columns that come as dictionaries are looked up once for each combination of entries.
final class GroupTable {
    let types: [DataType]
    private let shape: KeyShape
    /// The number of groups.
    private(set) var count = 0
    /// Of a single integer column, until its keys turn out to be sparse.
    private var direct: DirectKeyTable?
    private var words = FixedKeyTable<UInt64>()
    private var wides = FixedKeyTable<UInt128>()
    private var bytes = BytesKeyTable()
    private var texts: TextNumbers?
    /// Of integers that pack into ``words`` by their ranges but not by their types.
    private var ranges: KeyRanges?
    private var codes = DictionaryCodes()
    private var nullGroup: Int32 = -1
    private var keys: [ColumnBuilder]

    init(types: [DataType]) {
        self.types = types
        texts = TextNumbers(types)
        let packed = texts?.types ?? types
        shape = KeyShape(packed)
        if shape == .packed128 || shape == .encoded { ranges = KeyRanges(packed) }
        keys = types.map { ColumnBuilder($0) }
        if types.count == 1, types[0].isDirectKey { direct = DirectKeyTable() }
    }

    /// Memory held, roughly.
    var byteCount: Int {
        words.byteCount + wides.byteCount + bytes.byteCount + (texts?.byteCount ?? 0) + (direct?.byteCount ?? 0)
            + count * types.reduce(0) { $0 + max($1.physicalType.width, 8) }
    }

    /// The range of the keys, where they are dense integers.
    var denseRange: ClosedRange<Int64>? { direct?.range }

    /// The group (Int32) of each row; rows with new keys make new groups.
    func insert(_ columns: [Column], count rows: Int) throws -> Buffer {
        if let batch = codes.encode(columns, count: rows) {
            do {
                let fresh = batch.fresh
                let groups =
                    fresh.count == 0
                    ? fresh.storage
                    : try insertFlat(columns.map { $0.gather(fresh).flattened() }, count: fresh.count)
                return codes.groups(of: batch, fresh: groups.typed(Int32.self), count: rows)
            } catch {
                codes.reset()
                throw error
            }
        }
        return try insertFlat(columns, count: rows)
    }

    private func insertFlat(_ columns: [Column], count rows: Int) throws -> Buffer {
        guard count &+ rows < Int(Int32.max) else {
            throw PyriteError.unsupported("more than 2147483646 groups in one hash table")
        }
        let out = Buffer(capacity: rows &* 4)
        let groups = out.typed(Int32.self)
        let created = Selection(capacity: rows)
        let next = Int32(truncatingIfNeeded: count)
        var new = 0
        var nulls: Bitmap?
        if let inserted = insertDirect(columns, rows, next, groups, created.rows) {
            (new, nulls) = inserted
        } else {
            (new, nulls) = insertEncoded(columns, rows, next, groups, created.rows)
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

    private func insertEncoded(
        _ columns: [Column], _ rows: Int, _ next: Int32, _ groups: UnsafeMutablePointer<Int32>,
        _ newRows: UnsafeMutablePointer<Int32>
    ) -> (new: Int, nulls: Bitmap?) {
        let columns = texts?.replace(columns, count: rows) ?? columns
        if fitRanges(columns, rows), let packed = ranges?.pack(columns, count: rows) {
            let new = words.insert(
                UnsafePointer(packed.typed(UInt64.self)), validity: nil, count: rows, nextGroup: next, groups: groups,
                newRows: newRows)
            return (new, nil)
        }
        switch KeyEncoding.encode(columns, shape: shape, count: rows) {
        case .words(let buffer, let validity):
            let new = words.insert(
                UnsafePointer(buffer.typed(UInt64.self)), validity: validity.map { UnsafePointer($0.words) },
                count: rows, nextGroup: next, groups: groups, newRows: newRows)
            return (new, validity)
        case .wides(let buffer):
            let new = wides.insert(
                UnsafePointer(buffer.typed(UInt128.self)), validity: nil, count: rows, nextGroup: next, groups: groups,
                newRows: newRows)
            return (new, nil)
        case .bytes(let buffer, let validity, let owner):
            let new = withExtendedLifetime(owner) {
                bytes.insert(
                    UnsafePointer(buffer.typed(StringView.self)), validity: validity.map { UnsafePointer($0.words) },
                    count: rows, nextGroup: next, groups: groups, newRows: newRows)
            }
            return (new, validity)
        }
    }

    /// Makes room for the columns' values in ``ranges``; `false` when keys do not pack by ranges, or no longer do.
    private func fitRanges(_ columns: [Column], _ rows: Int) -> Bool {
        guard let before = ranges else { return false }
        let fit = ranges?.fit(columns, count: rows) ?? .none
        if case .same = fit { return true }
        if case .none = fit { ranges = nil }
        if words.used > 0 { pack(words.keysByNumber(), of: before) }
        return ranges != nil
    }

    /// Gives all keys so far, packed as `before` says, the form that keys have now, and the same groups.
    private func pack(_ packed: Buffer, of before: KeyRanges) {
        let n = words.used
        words = FixedKeyTable()
        let numbers = Buffer(capacity: n &* 4)
        let (groups, created) = (numbers.typed(Int32.self), Selection(capacity: n))
        let columns = before.unpack(UnsafePointer(packed.typed(UInt64.self)), count: n)
        if let ranges {
            let packed = ranges.pack(columns, count: n)
            _ = words.insert(
                UnsafePointer(packed.typed(UInt64.self)), validity: nil, count: n, nextGroup: 0, groups: groups,
                newRows: created.rows)
            return
        }
        switch KeyEncoding.encode(columns, shape: shape, count: n) {
        case .words: return
        case .wides(let buffer):
            _ = wides.insert(
                UnsafePointer(buffer.typed(UInt128.self)), validity: nil, count: n, nextGroup: 0, groups: groups,
                newRows: created.rows)
        case .bytes(let buffer, _, let owner):
            withExtendedLifetime(owner) {
                _ = bytes.insert(
                    UnsafePointer(buffer.typed(StringView.self)), validity: nil, count: n, nextGroup: 0,
                    groups: groups, newRows: created.rows)
            }
        }
    }

    // MARK: Dense integers

    /// `nil` when the key is no dense integer; keys inserted so far are then in the hash table.
    private func insertDirect(
        _ columns: [Column], _ rows: Int, _ next: Int32, _ groups: UnsafeMutablePointer<Int32>,
        _ newRows: UnsafeMutablePointer<Int32>
    ) -> (new: Int, nulls: Bitmap?)? {
        guard direct != nil else { return nil }
        let column = columns[0].flattened()
        guard case .fixed(let buffer) = column.layout else { return nil }
        let validity = column.validity.map { UnsafePointer($0.words) }
        let new: Int?
        switch column.type.physicalType {
        case .int8:
            new = direct?.insert(
                UnsafePointer(buffer.typed(Int8.self)), validity: validity, count: rows, nextGroup: next,
                groups: groups, newRows: newRows)
        case .int16:
            new = direct?.insert(
                UnsafePointer(buffer.typed(Int16.self)), validity: validity, count: rows, nextGroup: next,
                groups: groups, newRows: newRows)
        case .int32:
            new = direct?.insert(
                UnsafePointer(buffer.typed(Int32.self)), validity: validity, count: rows, nextGroup: next,
                groups: groups, newRows: newRows)
        default:
            new = direct?.insert(
                UnsafePointer(buffer.typed(Int64.self)), validity: validity, count: rows, nextGroup: next,
                groups: groups, newRows: newRows)
        }
        if let new { return (new, column.validity) }
        leaveDirect()
        return nil
    }

    /// Moves the keys to the hash table.
    private func leaveDirect() {
        guard let direct, direct.used > 0 else {
            self.direct = nil
            return
        }
        let bits = UInt64.max &>> UInt64(64 - types[0].physicalType.width * 8)
        let keys = Buffer(capacity: direct.used &* 8)
        let numbers = Buffer(capacity: direct.used &* 4)
        let (key, number) = (keys.typed(UInt64.self), numbers.typed(Int32.self))
        var index = 0
        direct.forEach { value, group in
            key[index] = UInt64(bitPattern: value) & bits
            number[index] = group
            index &+= 1
        }
        words.insert(UnsafePointer(key), numbers: UnsafePointer(number), count: index)
        self.direct = nil
    }

    // MARK: Looking up

    /// The group (Int32) of each row, -1 for keys that are not there.
    func find(_ columns: [Column], count rows: Int) throws -> Buffer {
        let out = Buffer(capacity: rows &* 4)
        let groups = out.typed(Int32.self)
        var nulls: Bitmap?
        if let found = findDirect(columns, rows, groups) {
            nulls = found.nulls
        } else {
            let columns = texts?.find(columns, count: rows) ?? columns
            if let (packed, known) = ranges?.packKnown(columns, count: rows) {
                words.find(
                    UnsafePointer(packed.typed(UInt64.self)), validity: known.map { UnsafePointer($0.words) },
                    count: rows, groups: groups)
                return out
            }
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
                        UnsafePointer(buffer.typed(StringView.self)),
                        validity: validity.map { UnsafePointer($0.words) }, count: rows, groups: groups)
                }
            }
        }
        if let nulls { for row in 0..<rows where !nulls[row] { groups[row] = nullGroup } }
        return out
    }

    private func findDirect(
        _ columns: [Column], _ rows: Int, _ groups: UnsafeMutablePointer<Int32>
    ) -> (nulls: Bitmap?, isDirect: Bool)? {
        guard let direct else { return nil }
        let column = columns[0].flattened()
        guard case .fixed(let buffer) = column.layout else {
            // All null.
            for row in 0..<rows { groups[row] = -1 }
            return (Bitmap(count: rows, filledWith: false), true)
        }
        let validity = column.validity.map { UnsafePointer($0.words) }
        switch column.type.physicalType {
        case .int8: direct.find(UnsafePointer(buffer.typed(Int8.self)), validity: validity, count: rows, groups: groups)
        case .int16:
            direct.find(UnsafePointer(buffer.typed(Int16.self)), validity: validity, count: rows, groups: groups)
        case .int32:
            direct.find(UnsafePointer(buffer.typed(Int32.self)), validity: validity, count: rows, groups: groups)
        default: direct.find(UnsafePointer(buffer.typed(Int64.self)), validity: validity, count: rows, groups: groups)
        }
        return (column.validity, true)
    }

    /// The key columns, one row a group. Ends the table's life, and frees all else that it holds: nothing may be inserted
    /// or looked up afterwards.
    func finish() -> [Column] {
        direct = nil
        (words, wides, bytes) = (FixedKeyTable(), FixedKeyTable(), BytesKeyTable())
        (texts, ranges, codes) = (nil, nil, DictionaryCodes())
        defer { keys = [] }
        return keys.map { $0.finish() }
    }
}

extension DataType {
    /// A type whose values are integers that may be dense.
    fileprivate var isDirectKey: Bool {
        switch physicalType {
        case .int8, .int16, .int32, .int64: true
        default: false
        }
    }
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
