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
    private let keys: Keys
    private let dense: DenseIndex?
    /// Of integer keys that pack into a word by the build side's ranges but not by their types.
    private let ranges: KeyRanges?

    /// One share of the table, by the top bits of the hash.
    private struct Part {
        var slots: Buffer
        var capacity: Int
    }

    /// What probe rows' keys are compared with.
    private enum Keys {
        /// Keys in the slots.
        case words, wides
        /// Keys by row; slots have some bits of their hashes.
        case bytes(Buffer, owner: [Buffer])
    }

    /// Slots of keys without gaps between them, each with row + 1 of the chain's head, 0: empty.
    private struct FixedSlots<Key: FixedKey> {
        let start: UnsafeMutableRawPointer

        static var stride: Int { MemoryLayout<Key>.size &+ 4 }

        @inline(__always) func key(_ position: Int) -> Key {
            start.loadUnaligned(fromByteOffset: position &* FixedSlots.stride, as: Key.self)
        }
        @inline(__always) func head(_ position: Int) -> Int32 {
            start.loadUnaligned(
                fromByteOffset: position &* FixedSlots.stride &+ MemoryLayout<Key>.size, as: Int32.self)
        }
        @inline(__always) func set(_ position: Int, _ key: Key, _ head: Int32) {
            let slot = start + position &* FixedSlots.stride
            slot.storeBytes(of: key, as: Key.self)
            (slot + MemoryLayout<Key>.size).storeBytes(of: head, as: Int32.self)
        }
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
        switch encoding {
        case .words: keys = .words
        case .wides: keys = .wides
        case .bytes(let views, _, let owner): keys = .bytes(views, owner: owner)
        }
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
        // Hashes of words cost less than reading them.
        var hashBuffer: Buffer?
        if case .bytes = encoding { hashBuffer = KeyHash.hashes(encoding, count: n) }
        let duplicates = Slots<Bool>(count: count)
        let built = Slots<Part>(count: count)
        let (next, hashes) = (UnsafeSendable(self.next), hashBuffer)
        let buildPart: @Sendable (Int) -> Void = { part in
            let (slots, hasDuplicates) = JoinTable.build(
                encoding, hashes?.typed(UInt64.self), valid?.words, n, part: part, of: count, next: next.value)
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

    /// Slots for `rows` keys: many while they fit the processor's cache, else so few that the table does not outgrow the
    /// rows.
    private static func capacity(_ rows: Int) -> Int {
        max(64, rows < 1 << 15 ? rows &* 4 : rows &* 2 &+ rows / 4)
    }

    /// Where a key's search begins: the low half of its hash, scaled to the number of slots.
    @inline(__always) private static func position(_ hash: UInt64, _ capacity: Int) -> Int {
        Int(truncatingIfNeeded: ((hash & 0xFFFF_FFFF) &* UInt64(truncatingIfNeeded: capacity)) &>> 32)
    }

    @inline(__always) private static func following(_ position: Int, _ capacity: Int) -> Int {
        position &+ 1 == capacity ? 0 : position &+ 1
    }

    private static func build(
        _ keys: KeyEncoding, _ hashes: UnsafePointer<UInt64>?, _ valid: UnsafePointer<UInt64>?, _ n: Int, part: Int,
        of parts: Int, next: UnsafeMutablePointer<Int32>
    ) -> (Part, Bool) {
        switch keys {
        case .words(let buffer, _): return insert(buffer.typed(UInt64.self), valid, n, part, parts, next)
        case .wides(let buffer): return insert(buffer.typed(UInt128.self), valid, n, part, parts, next)
        case .bytes(let buffer, _, _):
            let views = UnsafePointer(buffer.typed(StringView.self))
            guard let hashes else { return (Part(slots: Buffer(capacity: 0), capacity: 0), false) }
            return insert(views, hashes, valid, n, part, parts, next)
        }
    }

    private static func insert(
        _ views: UnsafePointer<StringView>, _ hashes: UnsafePointer<UInt64>, _ valid: UnsafePointer<UInt64>?, _ n: Int,
        _ part: Int, _ parts: Int, _ next: UnsafeMutablePointer<Int32>
    ) -> (Part, Bool) {
        var mine = n
        if parts > 1 {
            mine = 0
            for row in 0..<n where JoinTable.part(hashes[row], parts) == part { mine &+= 1 }
        }
        let capacity = JoinTable.capacity(mine)
        let storage = Buffer(capacity: capacity &* 8, zeroed: true)
        storage.populate()
        let slots = storage.typed(ViewSlot.self)
        var duplicates = false
        for row in 0..<n where parts == 1 || JoinTable.part(hashes[row], parts) == part {
            if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let salt = UInt32(truncatingIfNeeded: hashes[row] &>> 32)
            var position = JoinTable.position(hashes[row], capacity)
            while true {
                let head = slots[position].head
                if head == 0
                    || (slots[position].salt == salt && StringView.equal(views + Int(head &- 1), views + row))
                {
                    if head != 0 {
                        next[row] = head
                        duplicates = true
                    }
                    slots[position] = ViewSlot(salt: salt, head: Int32(truncatingIfNeeded: row &+ 1))
                    break
                }
                position = JoinTable.following(position, capacity)
            }
        }
        return (Part(slots: storage, capacity: capacity), duplicates)
    }

    private static func insert<Key: FixedKey>(
        _ keys: UnsafeMutablePointer<Key>, _ valid: UnsafePointer<UInt64>?, _ n: Int, _ part: Int, _ parts: Int,
        _ next: UnsafeMutablePointer<Int32>
    ) -> (Part, Bool) {
        var mine = n
        if parts > 1 {
            mine = 0
            for row in 0..<n { mine &+= JoinTable.part(keys[row].keyHash, parts) == part ? 1 : 0 }
        }
        let capacity = JoinTable.capacity(mine)
        let storage = Buffer(capacity: capacity &* FixedSlots<Key>.stride, zeroed: true)
        storage.populate()
        let slots = FixedSlots<Key>(start: storage.pointer)
        var duplicates = false
        for row in 0..<n {
            let key = keys[row]
            let hash = key.keyHash
            if parts > 1 && JoinTable.part(hash, parts) != part { continue }
            if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            var position = JoinTable.position(hash, capacity)
            while true {
                let head = slots.head(position)
                if head == 0 || slots.key(position) == key {
                    // Pages of `next` are touched only where keys repeat.
                    if head != 0 {
                        next[row] = head
                        duplicates = true
                    }
                    slots.set(position, key, Int32(truncatingIfNeeded: row &+ 1))
                    break
                }
                position = JoinTable.following(position, capacity)
            }
        }
        return (Part(slots: storage, capacity: capacity), duplicates)
    }

    /// Bytes that a table of so many rows, of many more, with keys of `types` takes while it is made, at most; the rows not
    /// counted.
    static func bytes(rows: Int, keyTypes types: [DataType], nullSafe: [Bool]) -> Int {
        // Of a key: its slot, and what it takes before it is in there: itself, or a view and a hash.
        let (slot, own): (Int, Int)
        switch nullSafe.contains(true) ? KeyShape.withNulls(types) : KeyShape(types) {
        case .word, .packed64: (slot, own) = (12, 8)
        case .packed128: (slot, own) = (20, 16)
        case .bytes: (slot, own) = (8, 24)
        case .encoded: (slot, own) = (8, types.reduce(24) { $0 + $1.physicalType.width + 1 })
        }
        // Four bytes are the chains'.
        return rows * (4 + own + slot * 9 / 4)
    }

    /// Memory held beside the rows.
    var byteCount: Int {
        var bytes = isUnique ? 0 : batch.count * 4
        for part in parts { bytes += part.slots.capacity }
        if let dense { bytes += dense.heads.capacity + (dense.ranks?.byteCount ?? 0) }
        if case .bytes(let views, let owner) = keys, shape == .encoded {
            bytes += views.capacity + owner.reduce(0) { $0 + $1.capacity }
        }
        return bytes
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
        case (.bytes(let buffer, _, let owner), .bytes(let mine, _)):
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
    private struct RawPart: BitwiseCopyable {
        var slots: UnsafeMutableRawPointer
        var capacity: Int
    }

    /// Calls `body` with the parts as pointers.
    private func withParts(_ body: (UnsafePointer<RawPart>) -> Void) {
        let raw = parts.map { RawPart(slots: $0.slots.pointer, capacity: $0.capacity) }
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
        withParts { parts in
            // Most keys are found in their first slot, or are not there: looking without a branch lets the processor
            // wait for many slots at a time.
            var misses = 0
            for row in 0..<count {
                let hash = keys[row].keyHash
                let part = parts[share == 1 ? 0 : JoinTable.part(hash, share)]
                let slots = FixedSlots<Key>(start: part.slots)
                let position = JoinTable.position(hash, part.capacity)
                let head = slots.head(position)
                heads[row] = head
                rest[misses] = Int32(truncatingIfNeeded: row)
                misses &+= head == 0 || slots.key(position) == keys[row] ? 0 : 1
            }
            for index in 0..<misses {
                let row = Int(rest[index])
                let key = keys[row]
                let hash = key.keyHash
                let part = parts[share == 1 ? 0 : JoinTable.part(hash, share)]
                let slots = FixedSlots<Key>(start: part.slots)
                var position = JoinTable.position(hash, part.capacity)
                while slots.head(position) != 0 && slots.key(position) != key {
                    position = JoinTable.following(position, part.capacity)
                }
                heads[row] = slots.head(position)
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
        withParts { parts in
            for row in 0..<count {
                if let valid, valid[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
                let hash = KeyHash.hash(keys + row)
                let salt = UInt32(truncatingIfNeeded: hash &>> 32)
                let part = parts[share == 1 ? 0 : JoinTable.part(hash, share)]
                let slots = part.slots.assumingMemoryBound(to: ViewSlot.self)
                var position = JoinTable.position(hash, part.capacity)
                while slots[position].head != 0 {
                    let slot = slots[position]
                    if slot.salt == salt && StringView.equal(mine + Int(slot.head &- 1), keys + row) {
                        heads[row] = slot.head
                        break
                    }
                    position = JoinTable.following(position, part.capacity)
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
            buffer.populate()
            let heads = buffer.typed(Int32.self)
            var isUnique = true
            for row in 0..<n where valid.map({ $0[row] }) ?? true {
                let position = Int(truncatingIfNeeded: Int64(values[row]) &- Int64(low))
                if heads[position] != 0 {
                    next[row] = heads[position]
                    isUnique = false
                }
                heads[position] = Int32(truncatingIfNeeded: row &+ 1)
            }
            return (DenseIndex(heads: buffer, lowest: Int64(low), count: count), isUnique)
        }
        guard RankIndex.byteCount(span: UInt64(span)) <= UInt64(n) * 32 else { return nil }
        let ranks = RankIndex(
            UnsafePointer(values), valid: valid.map { UnsafePointer($0.words) }, count: n, lowest: Int64(low),
            span: UInt64(span))
        let buffer = Buffer(capacity: ranks.count &* 4, zeroed: true)
        buffer.populate()
        let heads = buffer.typed(Int32.self)
        let (entries, lowest, width) = (ranks.entries, ranks.lowest, ranks.span)
        for row in 0..<n where valid.map({ $0[row] }) ?? true {
            let rank = Int(RankIndex.rank(Int64(values[row]), entries, lowest, width))
            if heads[rank] != 0 { next[row] = heads[rank] }
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
