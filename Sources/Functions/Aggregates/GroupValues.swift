import Columnar
import Glibc

/// One value a group, in memory that grows by doubling. New groups begin with `initial`.
final class GroupValues<T: BitwiseCopyable> {
    private var buffer: Buffer
    /// A column reads the buffer: it must not change any more.
    private var isShared = false
    private(set) var count = 0
    private var capacity: Int
    private let initial: T

    init(_ initial: T) {
        self.initial = initial
        capacity = 16
        buffer = Buffer(capacity: 16 * MemoryLayout<T>.stride)
    }

    var base: UnsafeMutablePointer<T> {
        if isShared { unshare() }
        return buffer.typed(T.self)
    }
    /// Pages that no group has touched take no memory.
    var byteCount: Int { count * MemoryLayout<T>.stride }

    /// So many bytes are worth sharing with a column rather than copying them.
    private static var sharedBytes: Int { 1 << 16 }

    private func unshare() {
        guard isShared else { return }
        let own = Buffer(capacity: capacity * MemoryLayout<T>.stride)
        own.pointer.copyMemory(from: buffer.pointer, byteCount: count * MemoryLayout<T>.stride)
        buffer = own
        isShared = false
    }

    func resize(_ groups: Int) {
        guard groups > count else { return }
        if groups > capacity {
            capacity = max(capacity * 2, groups)
            unshare()
            buffer = buffer.grown(
                to: capacity * MemoryLayout<T>.stride, keeping: count * MemoryLayout<T>.stride)
        }
        let base = self.base
        for group in count..<groups { base[group] = initial }
        count = groups
    }

    /// The values of the groups as a column; groups that were never `seen` are null. All values of many groups are not
    /// copied until they change.
    func column(_ type: DataType, _ groups: Range<Int>, seen: GroupValues<UInt8>? = nil) -> Column {
        let n = groups.count
        let bytes = n * MemoryLayout<T>.stride
        if groups == 0..<count, bytes >= GroupValues.sharedBytes {
            isShared = true
            let shared = Buffer(borrowing: buffer.pointer, capacity: bytes, owner: buffer)
            return Column(type, count: n, layout: .fixed(shared), validity: seen?.validity(groups))
        }
        let copy = Buffer(capacity: bytes)
        copy.pointer.copyMemory(from: base + groups.lowerBound, byteCount: bytes)
        return Column(type, count: n, layout: .fixed(copy), validity: seen?.validity(groups))
    }
}

/// Like ``GroupValues`` for values of so many bytes, whose type is known to the loops only. New groups begin with zero.
final class GroupBytes {
    private var buffer: Buffer
    private var count = 0
    private var capacity = 16
    private let width: Int

    init(width: Int) {
        self.width = width
        buffer = Buffer(capacity: 16 * width)
    }

    func typed<T: BitwiseCopyable>(_: T.Type) -> UnsafeMutablePointer<T> { buffer.typed(T.self) }
    var byteCount: Int { buffer.capacity }

    func resize(_ groups: Int) {
        guard groups > count else { return }
        if groups > capacity {
            capacity = max(capacity * 2, groups)
            let larger = Buffer(capacity: capacity * width)
            memcpy(larger.pointer, buffer.pointer, count * width)
            buffer = larger
        }
        memset(buffer.pointer + count * width, 0, (groups - count) * width)
        count = groups
    }

    /// The values of the groups as a column; groups that were never `seen` are null.
    func column(_ type: DataType, _ groups: Range<Int>, seen: GroupValues<UInt8>) -> Column {
        let n = groups.count
        let copy = Buffer(capacity: n * width)
        memcpy(copy.pointer, buffer.pointer + groups.lowerBound * width, n * width)
        return Column(type, count: n, layout: .fixed(copy), validity: seen.validity(groups))
    }
}

extension GroupValues where T == UInt8 {
    /// A bit for each group whose flag is set; `nil` when all are.
    func validity(_ groups: Range<Int>) -> Bitmap? {
        let flags = base + groups.lowerBound
        var all: UInt8 = 1
        for index in 0..<groups.count { all &= flags[index] }
        if all == 1 { return nil }
        let result = Bitmap(count: groups.count, filledWith: false)
        for index in 0..<groups.count where flags[index] != 0 { result.set(index) }
        return result
    }
}

/// Calls `body(row, group)` for the rows that are valid.
@inline(__always)
func eachValid(
    _ validity: Bitmap?, _ groups: UnsafePointer<Int32>, _ count: Int, _ body: (Int, Int) throws -> Void
) rethrows {
    if let words = validity?.words {
        for row in 0..<count where words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0 {
            try body(row, Int(groups[row]))
        }
    } else {
        for row in 0..<count { try body(row, Int(groups[row])) }
    }
}

/// Calls `body(row)` for the rows that are valid.
@inline(__always)
func eachValid(_ validity: Bitmap?, _ count: Int, _ body: (Int) throws -> Void) rethrows {
    if let words = validity?.words {
        for row in 0..<count where words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0 { try body(row) }
    } else {
        for row in 0..<count { try body(row) }
    }
}

extension Column {
    /// The column flat, or `nil` when every row is null: aggregates then have nothing to do.
    func flatUnlessNull() -> Column? {
        switch layout {
        case .null: return nil
        case .constant(let one) where one.isNull(0): return nil
        default: return flattened()
        }
    }
}

extension AggregateBinding {
    /// A binding for a call whose result is null for groups without values.
    static func make(
        _ argumentTypes: [DataType], result: DataType, nullable: Bool = true, state: [DataType],
        _ makeAccumulator: @escaping @Sendable () -> any Accumulator
    ) -> AggregateBinding {
        AggregateBinding(
            argumentTypes: argumentTypes, resultType: result, nullable: nullable, stateTypes: state,
            makeAccumulator: makeAccumulator)
    }
}

extension FunctionDefinition {
    static func aggregate(
        _ name: String, aliases: [String] = [], _ usage: String, _ examples: [String], since: String = "1.0.0",
        count: ClosedRange<Int>, _ bind: @escaping @Sendable (Call) throws -> AggregateBinding
    ) -> FunctionDefinition {
        FunctionDefinition(
            name, aliases: aliases, group: .aggregate, usage: usage, examples: examples, since: since,
            kind: .aggregate { arguments, context in
                let call = Call(name, arguments, context)
                try call.requireCount(count)
                return try bind(call)
            })
    }
}
