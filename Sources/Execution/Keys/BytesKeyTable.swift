import Columnar

/// Numbers distinct byte strings from 0 in order of appearance: open addressing over salted slots; the strings
/// themselves lie in the table's own memory.
struct BytesKeyTable {
    private struct Slot: BitwiseCopyable {
        /// Bits of the hash that the position does not use, so that most unequal keys need no comparison.
        var salt: UInt32
        /// The key's number plus one; 0: empty.
        var index: Int32
    }

    private var storage: Buffer
    private var capacity: Int
    /// Keys and their hashes by number.
    private var views: Buffer
    private var hashes: Buffer
    /// The caller's group for each key.
    private var numbers: Buffer
    private var room: Int
    private var arena = StringArena()
    private var arenaBytes = 0
    private(set) var used = 0

    init() {
        capacity = 1024
        room = 512
        storage = Buffer(capacity: capacity &* 8, zeroed: true)
        views = Buffer(capacity: room &* 16)
        hashes = Buffer(capacity: room &* 8)
        numbers = Buffer(capacity: room &* 4)
    }

    var byteCount: Int { storage.capacity + views.capacity + hashes.capacity + numbers.capacity + arenaBytes }

    private mutating func reserve(_ additional: Int) {
        if used &+ additional > room {
            let wanted = max(room &* 2, used &+ additional)
            views = views.grown(to: wanted &* 16, keeping: used &* 16)
            hashes = hashes.grown(to: wanted &* 8, keeping: used &* 8)
            numbers = numbers.grown(to: wanted &* 4, keeping: used &* 4)
            room = wanted
        }
        var wanted = capacity
        while wanted < (used &+ additional) &* 2 { wanted &*= 2 }
        if wanted == capacity { return }
        let larger = Buffer(capacity: wanted &* 8, zeroed: true)
        larger.populate()
        let slots = larger.typed(Slot.self)
        let known = hashes.typed(UInt64.self)
        let mask = wanted &- 1
        for index in 0..<used {
            var position = Int(truncatingIfNeeded: known[index]) & mask
            while slots[position].index != 0 { position = (position &+ 1) & mask }
            slots[position] = Slot(
                salt: UInt32(truncatingIfNeeded: known[index] &>> 32), index: Int32(truncatingIfNeeded: index &+ 1))
        }
        storage = larger
        capacity = wanted
    }

    /// As ``FixedKeyTable/insert(_:validity:count:nextGroup:groups:newRows:)``.
    mutating func insert(
        _ keys: UnsafePointer<StringView>, validity: UnsafePointer<UInt64>?, count: Int, nextGroup: Int32,
        groups: UnsafeMutablePointer<Int32>, newRows: UnsafeMutablePointer<Int32>
    ) -> Int {
        reserve(count)
        let slots = storage.typed(Slot.self)
        let known = views.typed(StringView.self)
        let knownHashes = hashes.typed(UInt64.self)
        let knownNumbers = numbers.typed(Int32.self)
        let mask = capacity &- 1
        let lookedUp = firstLooks(keys, count)
        let (rowHashes, likely) = (lookedUp.hashes.typed(UInt64.self), lookedUp.likely.typed(Int32.self))
        var next = used
        var new = 0
        for row in 0..<count {
            if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let first = Int(likely[row])
            if first >= 0 && StringView.equal(known + first, keys + row) {
                groups[row] = knownNumbers[first]
                continue
            }
            let hash = rowHashes[row]
            let salt = UInt32(truncatingIfNeeded: hash &>> 32)
            var position = Int(truncatingIfNeeded: hash) & mask
            while true {
                let slot = slots[position]
                if slot.index == 0 {
                    slots[position] = Slot(salt: salt, index: Int32(truncatingIfNeeded: next &+ 1))
                    if keys[row].isInline {
                        known[next] = keys[row]
                    } else {
                        known[next] = arena.view(of: StringView.bytes(keys + row))
                        arenaBytes &+= keys[row].length
                    }
                    knownHashes[next] = hash
                    let number = nextGroup &+ Int32(truncatingIfNeeded: new)
                    knownNumbers[next] = number
                    next &+= 1
                    newRows[new] = Int32(truncatingIfNeeded: row)
                    new &+= 1
                    groups[row] = number
                    break
                }
                let index = Int(slot.index &- 1)
                if slot.salt == salt && StringView.equal(known + index, keys + row) {
                    groups[row] = knownNumbers[index]
                    break
                }
                position = (position &+ 1) & mask
            }
        }
        used = next
        return new
    }

    /// The hash (UInt64) of each row, and the key (Int32) in the first slot where to look, -1 if it is another one for
    /// sure. Without a branch, so that the processor waits for many slots and keys at a time.
    private func firstLooks(_ keys: UnsafePointer<StringView>, _ count: Int) -> (hashes: Buffer, likely: Buffer) {
        let found = (hashes: Buffer(capacity: count &* 8), likely: Buffer(capacity: count &* 4))
        let (rowHashes, likely) = (found.hashes.typed(UInt64.self), found.likely.typed(Int32.self))
        let slots = storage.typed(Slot.self)
        let known = views.typed(StringView.self)
        let mask = capacity &- 1
        for row in 0..<count { rowHashes[row] = KeyHash.hash(keys + row) }
        for row in 0..<count {
            let slot = slots[Int(truncatingIfNeeded: rowHashes[row]) & mask]
            let isSame = slot.salt == UInt32(truncatingIfNeeded: rowHashes[row] &>> 32) && slot.index != 0
            let index = isSame ? slot.index &- 1 : 0
            likely[row] = isSame && known[Int(index)].head == keys[row].head ? index : -1
        }
        return found
    }

    func find(
        _ keys: UnsafePointer<StringView>, validity: UnsafePointer<UInt64>?, count: Int,
        groups: UnsafeMutablePointer<Int32>
    ) {
        let slots = storage.typed(Slot.self)
        let known = views.typed(StringView.self)
        let knownNumbers = numbers.typed(Int32.self)
        let mask = capacity &- 1
        let lookedUp = firstLooks(keys, count)
        let (rowHashes, likely) = (lookedUp.hashes.typed(UInt64.self), lookedUp.likely.typed(Int32.self))
        for row in 0..<count {
            groups[row] = -1
            if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
            let first = Int(likely[row])
            if first >= 0 && StringView.equal(known + first, keys + row) {
                groups[row] = knownNumbers[first]
                continue
            }
            let salt = UInt32(truncatingIfNeeded: rowHashes[row] &>> 32)
            var position = Int(truncatingIfNeeded: rowHashes[row]) & mask
            while slots[position].index != 0 {
                let index = Int(slots[position].index &- 1)
                if slots[position].salt == salt && StringView.equal(known + index, keys + row) {
                    groups[row] = knownNumbers[index]
                    break
                }
                position = (position &+ 1) & mask
            }
        }
    }
}
