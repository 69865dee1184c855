import Columnar

#if canImport(Glibc)
    import Glibc
#endif

/// A key that a slot holds itself.
protocol FixedKey: BitwiseCopyable, Equatable {
    var keyHash: UInt64 { get }
}

extension UInt64: FixedKey {
    @inline(__always) var keyHash: UInt64 { KeyHash.hash(self) }
}

extension UInt128: FixedKey {
    @inline(__always) var keyHash: UInt64 { KeyHash.hash(self) }
}

/// Numbers distinct fixed-width keys from 0 in order of appearance: open addressing with linear probing, keys in the
/// slots, at most half full.
struct FixedKeyTable<Key: FixedKey> {
    struct Slot: BitwiseCopyable {
        var key: Key
        /// The group's number plus one; 0: empty.
        var group: Int32
    }

    private(set) var storage: Buffer
    private(set) var capacity: Int
    private(set) var used = 0

    init() {
        capacity = 1024
        storage = Buffer(capacity: capacity &* MemoryLayout<Slot>.stride, zeroed: true)
    }

    var byteCount: Int { storage.capacity }

    private mutating func reserve(_ additional: Int) {
        var wanted = capacity
        while wanted < (used &+ additional) &* 2 { wanted &*= 2 }
        if wanted == capacity { return }
        let larger = Buffer(capacity: wanted &* MemoryLayout<Slot>.stride, zeroed: true)
        larger.populate()
        let (from, to) = (storage.typed(Slot.self), larger.typed(Slot.self))
        let mask = wanted &- 1
        for index in 0..<capacity where from[index].group != 0 {
            var position = Int(truncatingIfNeeded: from[index].key.keyHash) & mask
            while to[position].group != 0 { position = (position &+ 1) & mask }
            to[position] = from[index]
        }
        storage = larger
        capacity = wanted
    }

    /// The group of each key; new keys get the numbers from `nextGroup` on, and their rows are written to `newRows`.
    /// Rows that `validity` calls null are left alone. Returns the number of new groups.
    mutating func insert(
        _ keys: UnsafePointer<Key>, validity: UnsafePointer<UInt64>?, count: Int, nextGroup: Int32,
        groups: UnsafeMutablePointer<Int32>, newRows: UnsafeMutablePointer<Int32>
    ) -> Int {
        reserve(count)
        let slots = storage.typed(Slot.self)
        let mask = capacity &- 1
        // Most keys are found in their first slot. Looking there without a branch lets the processor wait for many slots
        // at a time; the rest comes after.
        let missed = Buffer(capacity: count &* 4)
        let rest = missed.typed(Int32.self)
        var misses = 0
        for row in 0..<count {
            let slot = slots[Int(truncatingIfNeeded: keys[row].keyHash) & mask]
            groups[row] = slot.group &- 1
            rest[misses] = Int32(truncatingIfNeeded: row)
            misses &+= slot.group != 0 && slot.key == keys[row] ? 0 : 1
        }
        var new = 0
        for index in 0..<misses {
            let row = Int(rest[index])
            if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let key = keys[row]
            var position = Int(truncatingIfNeeded: key.keyHash) & mask
            while true {
                let group = slots[position].group
                if group == 0 {
                    let number = nextGroup &+ Int32(truncatingIfNeeded: new)
                    slots[position] = Slot(key: key, group: number &+ 1)
                    newRows[new] = Int32(truncatingIfNeeded: row)
                    new &+= 1
                    groups[row] = number
                    break
                }
                if slots[position].key == key {
                    groups[row] = group &- 1
                    break
                }
                position = (position &+ 1) & mask
            }
        }
        used &+= new
        return new
    }

    /// All keys in the order of their numbers, which must be 0 ..< ``used``.
    func keysByNumber() -> Buffer {
        let out = Buffer(capacity: used &* MemoryLayout<Key>.stride)
        let (keys, slots) = (out.typed(Key.self), storage.typed(Slot.self))
        for index in 0..<capacity where slots[index].group != 0 {
            keys[Int(slots[index].group &- 1)] = slots[index].key
        }
        return out
    }

    /// Adds keys that are not there yet, with groups that they have already.
    mutating func insert(_ keys: UnsafePointer<Key>, numbers: UnsafePointer<Int32>, count: Int) {
        reserve(count)
        let slots = storage.typed(Slot.self)
        let mask = capacity &- 1
        for index in 0..<count {
            var position = Int(truncatingIfNeeded: keys[index].keyHash) & mask
            while slots[position].group != 0 { position = (position &+ 1) & mask }
            slots[position] = Slot(key: keys[index], group: numbers[index] &+ 1)
        }
        used &+= count
    }

    /// The group of each key, -1 for keys that are not there.
    func find(
        _ keys: UnsafePointer<Key>, validity: UnsafePointer<UInt64>?, count: Int, groups: UnsafeMutablePointer<Int32>
    ) {
        let slots = storage.typed(Slot.self)
        let mask = capacity &- 1
        for row in 0..<count {
            if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 {
                groups[row] = -1
                continue
            }
            let key = keys[row]
            var position = Int(truncatingIfNeeded: key.keyHash) & mask
            var group = slots[position].group
            while group != 0 && slots[position].key != key {
                position = (position &+ 1) & mask
                group = slots[position].group
            }
            groups[row] = group &- 1
        }
    }
}
