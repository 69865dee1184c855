import Columnar
import Synchronization

/// How far rows may lie from the start of an order and still be among its first: the bound that ORDER BY … LIMIT finds
/// while it reads, as a condition on the scan below. It only ever becomes tighter.
///
/// For integers of up to 64 bits (dates, timestamps and short decimals too). Shared by all tasks.
package final class MovingBound: Sendable {
    private let isAscending: Bool
    /// Nulls come before all values.
    package let keepsNulls: Bool
    /// The largest value that still counts, or the smallest when the order descends.
    private let limit: Atomic<Int64>

    package init(isAscending: Bool, keepsNulls: Bool) {
        self.isAscending = isAscending
        self.keepsNulls = keepsNulls
        limit = Atomic(isAscending ? .max : .min)
    }

    /// Whether any value has been ruled out.
    package var isSet: Bool { limit.load(ordering: .relaxed) != (isAscending ? .max : .min) }

    /// Takes note that as many rows as are wanted lie at `value` or before it.
    package func tighten(to value: Int64) {
        if isAscending {
            limit.min(value, ordering: .relaxed)
        } else {
            limit.max(value, ordering: .relaxed)
        }
    }

    /// Whether a value between two may still count.
    func mayHold(from first: Int64, through last: Int64) -> Bool {
        let limit = limit.load(ordering: .relaxed)
        return isAscending ? first <= limit : last >= limit
    }

    /// Writes for each value of a flat column, nulls' too, 1 where it may still count; `false` for a column of another
    /// kind.
    func test(_ column: Column, into flags: Buffer) -> Bool {
        guard case .fixed(let buffer) = column.layout else { return false }
        let out = flags.typed(UInt8.self)
        let limit = limit.load(ordering: .relaxed)
        let n = column.count
        func loop<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ values: UnsafeMutablePointer<T>) {
            if isAscending {
                for row in 0..<n { out[row] = Int64(values[row]) <= limit ? 1 : 0 }
            } else {
                for row in 0..<n { out[row] = Int64(values[row]) >= limit ? 1 : 0 }
            }
        }
        switch column.type.physicalType {
        case .int8: loop(buffer.typed(Int8.self))
        case .int16: loop(buffer.typed(Int16.self))
        case .int32: loop(buffer.typed(Int32.self))
        case .int64: loop(buffer.typed(Int64.self))
        default: return false
        }
        return true
    }
}

extension MovingBound: Hashable {
    package static func == (a: MovingBound, b: MovingBound) -> Bool { a === b }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
