import Columnar

/// Compares rows of key columns value by value: what normalised keys leave undecided.
struct RowOrder {
    let columns: [Column]
    let directions: [SortDirection]

    /// The columns must be flat.
    init(_ columns: [Column], _ directions: [SortDirection]) {
        self.columns = columns
        self.directions = directions
    }

    /// Negative, zero or positive.
    func compare(_ a: Int, _ b: Int) -> Int { RowOrder.compare(columns, a, columns, b, directions) }

    /// Compares a row of some key columns with a row of others of the same types.
    static func compare(
        _ left: [Column], _ a: Int, _ right: [Column], _ b: Int, _ directions: [SortDirection]
    ) -> Int {
        for (index, direction) in directions.enumerated() {
            let (x, y) = (left[index], right[index])
            switch (x.isNull(a), y.isNull(b)) {
            case (true, true): continue
            case (true, false): return direction.nullsFirst ? -1 : 1
            case (false, true): return direction.nullsFirst ? 1 : -1
            case (false, false):
                let order = ValueOrder.compare(x, a, y, b)
                if order != 0 { return direction.ascending ? order : -order }
            }
        }
        return 0
    }
}

/// The order of two values of one type: NaN after all numbers, nulls inside nested values first.
enum ValueOrder {
    static func compare(_ x: Column, _ a: Int, _ y: Column, _ b: Int) -> Int {
        switch (x.layout, y.layout) {
        case (.fixed(let left), .fixed(let right)): return fixed(x.type.physicalType, left, a, right, b)
        case (.view(let left, _), .view(let right, _)):
            return StringView.compare(
                UnsafePointer(left.typed(StringView.self) + a), UnsafePointer(right.typed(StringView.self) + b))
        case (.structure(let left), .structure(let right)):
            for (p, q) in zip(left, right) {
                let order = nullable(p, a, q, b)
                if order != 0 { return order }
            }
            return 0
        case (.array(let offsetsX, let left), .array(let offsetsY, let right)):
            let (s, t) = (offsetsX.typed(Int32.self), offsetsY.typed(Int32.self))
            let (m, n) = (Int(s[a + 1] - s[a]), Int(t[b + 1] - t[b]))
            for index in 0..<min(m, n) {
                let order = nullable(left, Int(s[a]) + index, right, Int(t[b]) + index)
                if order != 0 { return order }
            }
            return m - n
        case (.constant(let one), _): return compare(one, 0, y, b)
        case (_, .constant(let one)): return compare(x, a, one, 0)
        case (.dictionary(let indices, let values), _):
            return compare(values, Int(indices.typed(Int32.self)[a]), y, b)
        case (_, .dictionary(let indices, let values)):
            return compare(x, a, values, Int(indices.typed(Int32.self)[b]))
        default: return 0
        }
    }

    private static func nullable(_ x: Column, _ a: Int, _ y: Column, _ b: Int) -> Int {
        switch (x.isNull(a), y.isNull(b)) {
        case (true, true): 0
        case (true, false): -1
        case (false, true): 1
        case (false, false): compare(x, a, y, b)
        }
    }

    private static func fixed(_ type: PhysicalType, _ x: Buffer, _ a: Int, _ y: Buffer, _ b: Int) -> Int {
        func order<T: Comparable & BitwiseCopyable>(_: T.Type) -> Int {
            let (p, q) = (x.typed(T.self)[a], y.typed(T.self)[b])
            return p < q ? -1 : (q < p ? 1 : 0)
        }
        func floating<T: BinaryFloatingPoint & BitwiseCopyable>(_: T.Type) -> Int {
            let (p, q) = (x.typed(T.self)[a], y.typed(T.self)[b])
            if p.isNaN || q.isNaN { return (p.isNaN ? 1 : 0) - (q.isNaN ? 1 : 0) }
            return p < q ? -1 : (q < p ? 1 : 0)
        }
        switch type {
        case .bool: return order(UInt8.self)
        case .int8: return order(Int8.self)
        case .int16: return order(Int16.self)
        case .int32: return order(Int32.self)
        case .int64: return order(Int64.self)
        case .int128: return order(Int128.self)
        case .float: return floating(Float.self)
        case .double: return floating(Double.self)
        case .null, .view, .array, .map, .structure: return 0
        }
    }
}
