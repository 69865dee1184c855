import Columnar

/// Numbers the distinct integers of a set by their order: a bit for each integer of the range, and before each word of 64
/// the number of bits set so far. An integer's number is then one addition and one count of bits.
///
/// Takes a quarter of a byte for each integer of the range, so that integers that are there and those that are not are
/// told apart within the processor's cache for most tables' keys.
struct RankIndex: @unchecked Sendable {
    struct Entry: BitwiseCopyable {
        var bits: UInt64
        var before: Int32
    }

    let lowest: Int64
    /// Integers in the range.
    let span: UInt64
    /// Distinct integers.
    let count: Int
    private let storage: Buffer

    var byteCount: Int { storage.capacity }

    /// Bytes that a range takes.
    static func byteCount(span: UInt64) -> UInt64 { (span / 64 + 1) * 16 }

    /// `values` at the rows that `valid` says lie in `lowest...highest`.
    init<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: UnsafePointer<T>, valid: UnsafePointer<UInt64>?, count n: Int, lowest: Int64, span: UInt64
    ) {
        let words = Int(truncatingIfNeeded: span / 64 + 1)
        storage = Buffer(capacity: words &* 16, zeroed: true)
        storage.populate()
        let entries = storage.typed(Entry.self)
        for row in 0..<n {
            if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let position = UInt64(bitPattern: Int64(values[row]) &- lowest)
            entries[Int(truncatingIfNeeded: position &>> 6)].bits |= 1 &<< (position & 63)
        }
        var total: Int32 = 0
        for word in 0..<words {
            entries[word].before = total
            total &+= Int32(truncatingIfNeeded: entries[word].bits.nonzeroBitCount)
        }
        self.lowest = lowest
        self.span = span
        count = Int(total)
    }

    var entries: UnsafePointer<Entry> { UnsafePointer(storage.typed(Entry.self)) }

    /// The number of an integer, -1 when it is not there. `entries`, `lowest` and `span` are the index's own.
    @inline(__always)
    static func rank(_ value: Int64, _ entries: UnsafePointer<Entry>, _ lowest: Int64, _ span: UInt64) -> Int32 {
        let position = UInt64(bitPattern: value &- lowest)
        guard position <= span else { return -1 }
        let entry = entries[Int(truncatingIfNeeded: position &>> 6)]
        let bit: UInt64 = 1 &<< (position & 63)
        guard entry.bits & bit != 0 else { return -1 }
        return entry.before &+ Int32(truncatingIfNeeded: (entry.bits & (bit &- 1)).nonzeroBitCount)
    }
}
