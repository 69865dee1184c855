import Columnar

/// Numbers distinct integers by looking them up in an array that covers their range: no hashing, and keys that come in
/// order (clustered files, dates, surrogate keys) touch memory in order.
///
/// Serves as long as the keys stay dense; ``insert(_:validity:count:nextGroup:groups:newRows:)`` says when they do not.
struct DirectKeyTable {
    /// Group + 1 of the key at the position, 0 where there is none.
    private var storage = Buffer(capacity: 0)
    private var capacity = 0
    /// The key at position 0.
    private var base: Int64 = 0
    private(set) var used = 0
    private(set) var range: ClosedRange<Int64>?

    /// Positions that a group may take on average: beyond that a hash table is smaller.
    private static let sparsity = 24
    private static let freeSpan = 1 << 16
    private static let maxSpan = 1 << 30

    /// Where keys lie in the range as they do in their file, a task touches only the pages of its own part.
    var byteCount: Int { min(touched, capacity &* 4) }
    private var touched = 0
    /// Positions whose memory is there: of the last keys, and of those before where they overlap.
    private var populated: ClosedRange<Int>?

    /// Has the memory of some positions there, which keys of one batch span.
    private mutating func populate(_ positions: ClosedRange<Int>) {
        if let populated, positions.clamped(to: populated) == positions { return }
        touched = min(touched &+ positions.count &* 4 &+ 4096, capacity &* 4)
        storage.populate(positions.lowerBound &* 4..<(positions.upperBound &+ 1) &* 4)
        if let before = populated, before.overlaps(positions) {
            populated =
                min(before.lowerBound, positions.lowerBound)...max(before.upperBound, positions.upperBound)
        } else {
            populated = positions
        }
    }

    /// The group of each key, as ``FixedKeyTable/insert(_:validity:count:nextGroup:groups:newRows:)`` gives it; `nil` when
    /// the keys are too far apart: then nothing has changed.
    mutating func insert<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ keys: UnsafePointer<T>, validity: UnsafePointer<UInt64>?, count: Int, nextGroup: Int32,
        groups: UnsafeMutablePointer<Int32>, newRows: UnsafeMutablePointer<Int32>
    ) -> Int? {
        guard let (low, high) = DirectKeyTable.bounds(keys, validity, count) else { return 0 }
        guard reserve(low, high, count) else { return nil }
        populate(Int(low &- base)...Int(high &- base))
        let slots = storage.typed(Int32.self)
        let base = self.base
        var new = 0
        for row in 0..<count {
            if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let position = Int(truncatingIfNeeded: Int64(keys[row]) &- base)
            var group = slots[position]
            if group == 0 {
                group = nextGroup &+ Int32(truncatingIfNeeded: new) &+ 1
                slots[position] = group
                newRows[new] = Int32(truncatingIfNeeded: row)
                new &+= 1
            }
            groups[row] = group &- 1
        }
        used &+= new
        return new
    }

    /// The group of each key, -1 for keys that are not there.
    func find<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ keys: UnsafePointer<T>, validity: UnsafePointer<UInt64>?, count: Int, groups: UnsafeMutablePointer<Int32>
    ) {
        let slots = storage.typed(Int32.self)
        let (base, size) = (self.base, UInt64(truncatingIfNeeded: capacity))
        for row in 0..<count {
            let position = UInt64(bitPattern: Int64(keys[row]) &- base)
            groups[row] = position < size ? slots[Int(truncatingIfNeeded: position)] &- 1 : -1
        }
        guard let validity else { return }
        for row in 0..<count where validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 {
            groups[row] = -1
        }
    }

    /// Every key with its group, for the move to a hash table.
    func forEach(_ body: (Int64, Int32) -> Void) {
        let slots = storage.typed(Int32.self)
        for position in 0..<capacity where slots[position] != 0 {
            body(base &+ Int64(truncatingIfNeeded: position), slots[position] &- 1)
        }
    }

    private static func bounds<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ keys: UnsafePointer<T>, _ validity: UnsafePointer<UInt64>?, _ count: Int
    ) -> (Int64, Int64)? {
        var (low, high) = (T.max, T.min)
        if let validity {
            for row in 0..<count where validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0 {
                low = min(low, keys[row])
                high = max(high, keys[row])
            }
        } else {
            for row in 0..<count {
                low = min(low, keys[row])
                high = max(high, keys[row])
            }
        }
        return low <= high ? (Int64(low), Int64(high)) : nil
    }

    /// Makes room for keys of a range; `false` when they would be too sparse.
    private mutating func reserve(_ low: Int64, _ high: Int64, _ count: Int) -> Bool {
        let wanted = range.map { min($0.lowerBound, low)...max($0.upperBound, high) } ?? low...high
        let (span, overflow) = wanted.upperBound.subtractingReportingOverflow(wanted.lowerBound)
        guard !overflow, span < Int64(DirectKeyTable.maxSpan),
            Int(span) <= max(DirectKeyTable.freeSpan, (used &+ count) &* DirectKeyTable.sparsity)
        else { return false }
        defer { range = wanted }
        let (end, pastEnd) = base.addingReportingOverflow(Int64(capacity))
        if capacity > 0, wanted.lowerBound >= base, !pastEnd, wanted.upperBound < end { return true }
        // Room on the side on which the range grew, so that growing step by step moves each entry a few times only.
        if capacity > 0, wanted.lowerBound >= base {
            let size = Int(wanted.upperBound &- base) + 1
            let larger = size &+ size / 2
            storage = storage.grown(to: larger &* 4, keeping: capacity &* 4, zeroed: true)
            capacity = larger
            return true
        }
        let size = Int(span) + 1
        let capacity = max(1024, size &+ size / 2)
        let growsDown = range.map { low < $0.lowerBound } ?? false
        let slack = growsDown ? Int64(capacity &- size) : 0
        let (newBase, below) = wanted.lowerBound.subtractingReportingOverflow(slack)
        let base = below ? wanted.lowerBound : newBase
        let larger = Buffer(capacity: capacity &* 4, zeroed: true)
        if let range {
            let from = storage.typed(Int32.self) + Int(range.lowerBound &- self.base)
            let to = larger.typed(Int32.self) + Int(range.lowerBound &- base)
            to.update(from: from, count: Int(range.upperBound &- range.lowerBound) + 1)
        }
        storage = larger
        populated = nil
        self.capacity = capacity
        self.base = base
        return true
    }
}
