import Columnar

/// Order and equality of values of any type: nulls first, NaN above all numbers and equal to itself, -0.0 equal to 0.0,
/// strings by bytes or by their collation, nested values element by element.
package enum RowComparison {
    /// Negative, zero or positive. The columns have the same type, in any encoding.
    package static func compare(_ a: Column, _ i: Int, _ b: Column, _ j: Int) -> Int {
        switch (a.isNull(i), b.isNull(j)) {
        case (true, true): return 0
        case (true, false): return -1
        case (false, true): return 1
        default: break
        }
        switch (a.layout, b.layout) {
        case (.constant(let one), _): return compare(one, 0, b, j)
        case (_, .constant(let one)): return compare(a, i, one, 0)
        case (.dictionary(let indices, let values), _):
            return compare(values, Int(indices.typed(Int32.self)[i]), b, j)
        case (_, .dictionary(let indices, let values)):
            return compare(a, i, values, Int(indices.typed(Int32.self)[j]))
        case (.fixed(let x), .fixed(let y)):
            switch a.type.physicalType {
            case .bool: return order(x.typed(UInt8.self)[i], y.typed(UInt8.self)[j])
            case .int8: return order(x.typed(Int8.self)[i], y.typed(Int8.self)[j])
            case .int16: return order(x.typed(Int16.self)[i], y.typed(Int16.self)[j])
            case .int32: return order(x.typed(Int32.self)[i], y.typed(Int32.self)[j])
            case .int64: return order(x.typed(Int64.self)[i], y.typed(Int64.self)[j])
            case .int128: return order(x.typed(Int128.self)[i], y.typed(Int128.self)[j])
            case .float: return floatingOrder(x.typed(Float.self)[i], y.typed(Float.self)[j])
            case .double: return floatingOrder(x.typed(Double.self)[i], y.typed(Double.self)[j])
            default: return 0
            }
        case (.view(let x, _), .view(let y, _)):
            let (p, q) = (x.typed(StringView.self) + i, y.typed(StringView.self) + j)
            if case .collated(let collation) = a.type {
                return CollatedText.compare(UnsafePointer(p), UnsafePointer(q), collation)
            }
            return StringView.compare(UnsafePointer(p), UnsafePointer(q))
        case (.array(let o1, let e1), .array(let o2, let e2)):
            return ranges(o1, e1, i, o2, e2, j)
        case (.map(let o1, let k1, let v1), .map(let o2, let k2, let v2)):
            let keys = ranges(o1, k1, i, o2, k2, j)
            return keys != 0 ? keys : ranges(o1, v1, i, o2, v2, j)
        case (.structure(let x), .structure(let y)):
            for (p, q) in zip(x, y) {
                let result = compare(p, i, q, j)
                if result != 0 { return result }
            }
            return 0
        default: return 0
        }
    }

    private static func ranges(_ o1: Buffer, _ e1: Column, _ i: Int, _ o2: Buffer, _ e2: Column, _ j: Int) -> Int {
        let (p, q) = (o1.typed(Int32.self), o2.typed(Int32.self))
        let (n, m) = (Int(p[i + 1] - p[i]), Int(q[j + 1] - q[j]))
        for k in 0..<min(n, m) {
            let result = compare(e1, Int(p[i]) + k, e2, Int(q[j]) + k)
            if result != 0 { return result }
        }
        return n - m
    }

    @inline(__always) static func order<T: Comparable>(_ a: T, _ b: T) -> Int { a < b ? -1 : (a == b ? 0 : 1) }

    @inline(__always) static func floatingOrder<T: BinaryFloatingPoint>(_ a: T, _ b: T) -> Int {
        if a == b { return 0 }
        if a < b { return -1 }
        if a > b { return 1 }
        return (a.isNaN ? 1 : 0) - (b.isNaN ? 1 : 0)
    }
}
