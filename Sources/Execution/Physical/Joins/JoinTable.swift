import Columnar
import Plans

#if canImport(Glibc)
    import Glibc
#endif

/// The build side of a join: its rows in one batch, and for each key the chain of rows that have it.
///
/// Chains run from the last row to the first, the order in which Spark's hashed relations give matches. The table is cut
/// by hash so that all workers build it, and read by all of them afterwards.
final class JoinTable: @unchecked Sendable {
    let batch: Batch
    /// Row + 1 of the next row with the same key, 0 at the end of a chain; indexed by row.
    let next: UnsafeMutablePointer<Int32>
    /// No two rows have the same key.
    let isUnique: Bool
    /// Which columns of a key treat null as a value.
    let nullSafe: [Bool]
    private let shape: KeyShape
    private let nextBuffer: Buffer
    private let parts: [Part]
    private let keys: KeyEncoding
    private let dense: DenseIndex?
    /// Of integer keys that pack into a word by the build side's ranges but not by their types.
    private let ranges: KeyRanges?

    /// One share of the table, by the top bits of the hash.
    private struct Part {
        var slots: Buffer
        var mask: Int
    }

    private struct FixedSlot<Key: BitwiseCopyable>: BitwiseCopyable {
        var key: Key
        /// Row + 1 of the chain's head; 0: empty.
        var head: Int32
    }

    private struct ViewSlot: BitwiseCopyable {
        var salt: UInt32
        var head: Int32
    }

    /// Heads for integers of a small range: by key, or by the key's rank where the range has many holes.
    private struct DenseIndex {
        var heads: Buffer
        var lowest: Int64
        var count: Int
        var ranks: RankIndex?
    }

    private static let parallelRows = 200_000

    /// `keyColumns` are the build side's key columns over `batch`. Without a job the calling thread does all the work.
    init(_ batch: Batch, keys keyColumns: [Column], nullSafe: [Bool], job: Job?) throws {
        self.batch = batch
        self.nullSafe = nullSafe
        let n = batch.count
        shape = nullSafe.contains(true) ? .withNulls(keyColumns.map(\.type)) : KeyShape(keyColumns.map(\.type))
        let (encoding, ranges) = JoinTable.encode(keyColumns, shape, n)
        self.ranges = ranges
        keys = encoding
        nextBuffer = Buffer(capacity: n &* 4, zeroed: true)
        next = nextBuffer.typed()
        let valid = JoinTable.matchable(keyColumns, nullSafe)
        if let built = JoinTable.denseIndex(keyColumns, shape, valid, n, next) {
            dense = built.index
            isUnique = built.isUnique
            parts = []
            return
        }
        dense = nil
        let count = n < JoinTable.parallelRows ? 1 : job?.pool.width ?? 1
        let hashBuffer = KeyHash.hashes(encoding, count: n)
        let duplicates = Slots<Bool>(count: count)
        let built = Slots<Part>(count: count)
        let (next, shape) = (UnsafeSendable(self.next), self.shape)
        let buildPart: @Sendable (Int) -> Void = { part in
            let hashes = hashBuffer.typed(UInt64.self)
            let (slots, hasDuplicates) = JoinTable.build(
                encoding, shape, hashes, valid?.words, n, part: part, of: count, next: next.value)
            built[part] = slots
            duplicates[part] = hasDuplicates
        }
        if let job {
            try job.runStage("join (build)", taskCount: count, buildPart)
        } else {
            buildPart(0)
        }
        parts = built.values
        isUnique = !duplicates.values.contains(true)
    }

    private static func encode(_ columns: [Column], _ shape: KeyShape, _ n: Int) -> (KeyEncoding, KeyRanges?) {
        if shape == .packed128 || shape == .encoded, var ranges = KeyRanges(columns.map(\.type)) {
            if case .changed = ranges.fit(columns, count: n) {
                return (.words(ranges.pack(columns, count: n), validity: nil), ranges)
            }
        }
        return (KeyEncoding.encode(columns, shape: shape, count: n), nil)
    }

    /// Rows that can match at all: no null in a key column that is compared with `=`. `nil`: all.
    static func matchable(_ columns: [Column], _ nullSafe: [Bool]) -> Bitmap? {
        var valid: Bitmap?
        for (column, safe) in zip(columns, nullSafe) where !safe && column.mayHaveNulls {
            valid = Bitmap.and(valid, column.flattened().validity ?? Bitmap(count: column.count, filledWith: false))
        }
        return valid
    }

    @inline(__always) private static func part(_ hash: UInt64, _ parts: Int) -> Int {
        Int(truncatingIfNeeded: ((hash &>> 40) &* UInt64(truncatingIfNeeded: parts)) &>> 24)
    }

    private static func build(
        _ keys: KeyEncoding, _ shape: KeyShape, _ hashes: UnsafePointer<UInt64>, _ valid: UnsafePointer<UInt64>?,
        _ n: Int, part: Int, of parts: Int, next: UnsafeMutablePointer<Int32>
    ) -> (Part, Bool) {
        var mine = n
        if parts > 1 {
            mine = 0
            for row in 0..<n where JoinTable.part(hashes[row], parts) == part { mine &+= 1 }
        }
        var capacity = 64
        while capacity < mine &* 2 { capacity &*= 2 }
        switch keys {
        case .words(let buffer, _):
            return insert(buffer.typed(UInt64.self), capacity, hashes, valid, n, part, parts, next)
        case .wides(let buffer):
            return insert(buffer.typed(UInt128.self), capacity, hashes, valid, n, part, parts, next)
        case .bytes(let buffer, _, _):
            let views = UnsafePointer(buffer.typed(StringView.self))
            let storage = Buffer(capacity: capacity &* 8, zeroed: true)
            let slots = storage.typed(ViewSlot.self)
            let mask = capacity &- 1
            var duplicates = false
            for row in 0..<n where parts == 1 || JoinTable.part(hashes[row], parts) == part {
                if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
                let salt = UInt32(truncatingIfNeeded: hashes[row] &>> 32)
                var position = Int(truncatingIfNeeded: hashes[row]) & mask
                while true {
                    let head = slots[position].head
                    if head == 0
                        || (slots[position].salt == salt && StringView.equal(views + Int(head &- 1), views + row))
                    {
                        next[row] = head
                        duplicates = duplicates || head != 0
                        slots[position] = ViewSlot(salt: salt, head: Int32(truncatingIfNeeded: row &+ 1))
                        break
                    }
                    position = (position &+ 1) & mask
                }
            }
            return (Part(slots: storage, mask: mask), duplicates)
        }
    }

    private static func insert<Key: FixedKey>(
        _ keys: UnsafeMutablePointer<Key>, _ capacity: Int, _ hashes: UnsafePointer<UInt64>,
        _ valid: UnsafePointer<UInt64>?, _ n: Int, _ part: Int, _ parts: Int, _ next: UnsafeMutablePointer<Int32>
    ) -> (Part, Bool) {
        let storage = Buffer(capacity: capacity &* MemoryLayout<FixedSlot<Key>>.stride, zeroed: true)
        let slots = storage.typed(FixedSlot<Key>.self)
        let mask = capacity &- 1
        var duplicates = false
        for row in 0..<n where parts == 1 || JoinTable.part(hashes[row], parts) == part {
            if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let key = keys[row]
            var position = Int(truncatingIfNeeded: hashes[row]) & mask
            while true {
                let head = slots[position].head
                if head == 0 || slots[position].key == key {
                    next[row] = head
                    duplicates = duplicates || head != 0
                    slots[position] = FixedSlot(key: key, head: Int32(truncatingIfNeeded: row &+ 1))
                    break
                }
                position = (position &+ 1) & mask
            }
        }
        return (Part(slots: storage, mask: mask), duplicates)
    }

    /// The head (row + 1) of each probe row's chain, 0 for none. Key columns have the build side's types.
    func heads(_ columns: [Column], count: Int) -> Buffer {
        let out = Buffer(capacity: count &* 4, zeroed: true)
        let heads = out.typed(Int32.self)
        var valid = JoinTable.matchable(columns, nullSafe)
        if let dense {
            lookUp(dense, columns[0].flattened(), valid.map { UnsafePointer($0.words) }, count, heads)
            return out
        }
        if let (packed, known) = ranges?.packKnown(columns, count: count) {
            // Values outside the build side's ranges match nothing.
            valid = Bitmap.and(valid, known)
            lookUp(packed.typed(UInt64.self), valid.map { UnsafePointer($0.words) }, count, heads)
            return out
        }
        let words = valid.map { UnsafePointer($0.words) }
        let encoding = KeyEncoding.encode(columns, shape: shape, count: count)
        switch (encoding, keys) {
        case (.words(let buffer, _), .words): lookUp(buffer.typed(UInt64.self), words, count, heads)
        case (.wides(let buffer), .wides): lookUp(buffer.typed(UInt128.self), words, count, heads)
        case (.bytes(let buffer, _, let owner), .bytes(let mine, _, _)):
            withExtendedLifetime(owner) {
                lookUp(
                    UnsafePointer(buffer.typed(StringView.self)), UnsafePointer(mine.typed(StringView.self)), words,
                    count, heads)
            }
        default: break
        }
        return out
    }

    /// A ``Part`` without its owner, for loops.
    private struct RawPart<Slot: BitwiseCopyable>: BitwiseCopyable {
        var slots: UnsafeMutablePointer<Slot>
        var mask: Int
    }

    /// Calls `body` with the parts as pointers.
    private func withParts<Slot: BitwiseCopyable>(_: Slot.Type, _ body: (UnsafePointer<RawPart<Slot>>) -> Void) {
        let raw = parts.map { RawPart(slots: $0.slots.typed(Slot.self), mask: $0.mask) }
        withExtendedLifetime(parts) {
            raw.withUnsafeBufferPointer { if let base = $0.baseAddress { body(base) } }
        }
    }

    private func lookUp<Key: FixedKey>(
        _ keys: UnsafeMutablePointer<Key>, _ valid: UnsafePointer<UInt64>?, _ count: Int,
        _ heads: UnsafeMutablePointer<Int32>
    ) {
        let share = parts.count
        let missed = Buffer(capacity: count &* 4)
        let rest = missed.typed(Int32.self)
        withParts(FixedSlot<Key>.self) { parts in
            // Most keys are found in their first slot, or are not there: looking without a branch lets the processor
            // wait for many slots at a time.
            var misses = 0
            for row in 0..<count {
                let hash = keys[row].keyHash
                let part = parts[share == 1 ? 0 : JoinTable.part(hash, share)]
                let slot = part.slots[Int(truncatingIfNeeded: hash) & part.mask]
                heads[row] = slot.head
                rest[misses] = Int32(truncatingIfNeeded: row)
                misses &+= slot.head == 0 || slot.key == keys[row] ? 0 : 1
            }
            for index in 0..<misses {
                let row = Int(rest[index])
                let key = keys[row]
                let hash = key.keyHash
                let part = parts[share == 1 ? 0 : JoinTable.part(hash, share)]
                var position = Int(truncatingIfNeeded: hash) & part.mask
                while part.slots[position].head != 0 && part.slots[position].key != key {
                    position = (position &+ 1) & part.mask
                }
                heads[row] = part.slots[position].head
            }
        }
        guard let valid else { return }
        for row in 0..<count {
            let keep = 0 &- Int32(truncatingIfNeeded: valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1)
            heads[row] &= keep
        }
    }

    private func lookUp(
        _ keys: UnsafePointer<StringView>, _ mine: UnsafePointer<StringView>, _ valid: UnsafePointer<UInt64>?,
        _ count: Int, _ heads: UnsafeMutablePointer<Int32>
    ) {
        let share = parts.count
        withParts(ViewSlot.self) { parts in
            for row in 0..<count {
                if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
                let hash = KeyHash.hash(keys + row)
                let salt = UInt32(truncatingIfNeeded: hash &>> 32)
                let part = parts[share == 1 ? 0 : JoinTable.part(hash, share)]
                let slots = part.slots
                var position = Int(truncatingIfNeeded: hash) & part.mask
                while slots[position].head != 0 {
                    let slot = slots[position]
                    if slot.salt == salt && StringView.equal(mine + Int(slot.head &- 1), keys + row) {
                        heads[row] = slot.head
                        break
                    }
                    position = (position &+ 1) & part.mask
                }
            }
        }
    }

    // MARK: Dense integers

    private static func denseIndex(
        _ columns: [Column], _ shape: KeyShape, _ valid: Bitmap?, _ n: Int, _ next: UnsafeMutablePointer<Int32>
    ) -> (index: DenseIndex, isUnique: Bool)? {
        guard shape == .word, n > 0, n < 1 << 30 else { return nil }
        let column = columns[0].flattened()
        guard case .fixed(let buffer) = column.layout else { return nil }
        switch column.type.physicalType {
        case .int8: return denseIndex(buffer.typed(Int8.self), valid, n, next)
        case .int16: return denseIndex(buffer.typed(Int16.self), valid, n, next)
        case .int32: return denseIndex(buffer.typed(Int32.self), valid, n, next)
        case .int64: return denseIndex(buffer.typed(Int64.self), valid, n, next)
        default: return nil
        }
    }

    private static func denseIndex<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
        _ values: UnsafeMutablePointer<T>, _ valid: Bitmap?, _ n: Int, _ next: UnsafeMutablePointer<Int32>
    ) -> (index: DenseIndex, isUnique: Bool)? {
        var low = T.max
        var high = T.min
        for row in 0..<n where valid.map({ $0[row] }) ?? true {
            low = min(low, values[row])
            high = max(high, values[row])
        }
        if low > high { return nil }
        let (span, overflow) = Int64(high).subtractingReportingOverflow(Int64(low))
        guard !overflow, n < Int(Int32.max) else { return nil }
        // Four bytes an entry, against about 32 a row in the hash table.
        if span < max(Int64(n) * 4, 1 << 14), span < 1 << 30 {
            let count = Int(span) + 1
            let buffer = Buffer(capacity: count &* 4, zeroed: true)
            let heads = buffer.typed(Int32.self)
            var isUnique = true
            for row in 0..<n where valid.map({ $0[row] }) ?? true {
                let position = Int(truncatingIfNeeded: Int64(values[row]) &- Int64(low))
                next[row] = heads[position]
                isUnique = isUnique && heads[position] == 0
                heads[position] = Int32(truncatingIfNeeded: row &+ 1)
            }
            return (DenseIndex(heads: buffer, lowest: Int64(low), count: count), isUnique)
        }
        guard RankIndex.byteCount(span: UInt64(span)) <= UInt64(n) * 32 else { return nil }
        let ranks = RankIndex(
            UnsafePointer(values), valid: valid.map { UnsafePointer($0.words) }, count: n, lowest: Int64(low),
            span: UInt64(span))
        let buffer = Buffer(capacity: ranks.count &* 4, zeroed: true)
        let heads = buffer.typed(Int32.self)
        let (entries, lowest, width) = (ranks.entries, ranks.lowest, ranks.span)
        for row in 0..<n where valid.map({ $0[row] }) ?? true {
            let rank = Int(RankIndex.rank(Int64(values[row]), entries, lowest, width))
            next[row] = heads[rank]
            heads[rank] = Int32(truncatingIfNeeded: row &+ 1)
        }
        let present = valid?.setCount ?? n
        return (
            DenseIndex(heads: buffer, lowest: Int64(low), count: ranks.count, ranks: ranks), ranks.count == present
        )
    }

    private func lookUp(
        _ dense: DenseIndex, _ column: Column, _ valid: UnsafePointer<UInt64>?, _ count: Int,
        _ heads: UnsafeMutablePointer<Int32>
    ) {
        guard case .fixed(let buffer) = column.layout else { return }
        func loop<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(_ values: UnsafeMutablePointer<T>) {
            let table = dense.heads.typed(Int32.self)
            let (lowest, size) = (dense.lowest, UInt64(truncatingIfNeeded: dense.count))
            if let ranks = dense.ranks {
                let (entries, span) = (ranks.entries, ranks.span)
                for row in 0..<count {
                    if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
                    let rank = RankIndex.rank(Int64(values[row]), entries, lowest, span)
                    if rank >= 0 { heads[row] = table[Int(rank)] }
                }
                return
            }
            for row in 0..<count {
                if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
                let position = UInt64(bitPattern: Int64(values[row]) &- lowest)
                if position < size { heads[row] = table[Int(truncatingIfNeeded: position)] }
            }
        }
        switch column.type.physicalType {
        case .int8: loop(buffer.typed(Int8.self))
        case .int16: loop(buffer.typed(Int16.self))
        case .int32: loop(buffer.typed(Int32.self))
        case .int64: loop(buffer.typed(Int64.self))
        default: return
        }
    }
}
