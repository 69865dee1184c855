import Columnar
import Glibc

/// Numbers distinct values in the order in which they come, by open addressing with linear probing.
struct ValueDictionary<T: FixedWidthInteger & BitwiseCopyable> {
    private(set) var values: Buffer
    private(set) var count = 0
    private var capacity: Int
    /// Numbers plus one; 0 is free.
    private var slots: Buffer
    private var slotBits: UInt64

    init() {
        capacity = 1024
        values = Buffer(capacity: capacity * MemoryLayout<T>.size)
        slotBits = 12
        slots = Buffer(capacity: 4 << 12, zeroed: true)
    }

    /// Writes the number of each of `n` values. Stops when the dictionary has grown to `limit` and gives how many values
    /// were numbered.
    mutating func number(
        _ source: UnsafePointer<T>, _ n: Int, into out: UnsafeMutablePointer<UInt32>, limit: Int
    ) -> Int {
        var done = 0
        while done < n {
            // Room for a block without growing inside the loop.
            let block = min(n - done, 1024)
            if count + block > limit { return done }
            reserve(block)
            count = numberBlock(
                source + done, block, into: out + done, values.typed(), slots.typed(), 64 &- slotBits,
                (1 &<< slotBits) &- 1, count)
            done += block
        }
        return done
    }

    private mutating func reserve(_ additional: Int) {
        if count + additional > capacity {
            capacity = max(capacity * 2, count + additional)
            let larger = Buffer(capacity: capacity * MemoryLayout<T>.size)
            memcpy(larger.pointer, values.pointer, count * MemoryLayout<T>.size)
            values = larger
        }
        guard (count + additional) * 2 > 1 << slotBits else { return }
        while (count + additional) * 2 > 1 << slotBits { slotBits += 1 }
        slots = Buffer(capacity: 4 << slotBits, zeroed: true)
        let mask = (UInt64(1) << slotBits) - 1
        let (table, known) = (slots.typed(UInt32.self), values.typed(T.self))
        for index in 0..<count {
            var slot = hashValue(known[index]) &>> (64 &- slotBits)
            while table[Int(slot)] != 0 { slot = (slot &+ 1) & mask }
            table[Int(slot)] = UInt32(index + 1)
        }
    }
}

@inline(__always)
private func hashValue<T: FixedWidthInteger>(_ value: T) -> UInt64 {
    var word = UInt64(truncatingIfNeeded: value)
    if T.bitWidth > 64 { word ^= UInt64(truncatingIfNeeded: value >> 64) &* 0xC2B2_AE3D_27D4_EB4F }
    // Doubles of round values differ in their high bits only.
    word ^= word &>> 32
    return word &* 0x9E37_79B9_7F4A_7C15
}

private func numberBlock<T: FixedWidthInteger & BitwiseCopyable>(
    _ source: UnsafePointer<T>, _ n: Int, into out: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<T>,
    _ slots: UnsafeMutablePointer<UInt32>, _ shift: UInt64, _ mask: UInt64, _ known: Int
) -> Int {
    var count = known
    for i in 0..<n {
        let value = source[i]
        var slot = hashValue(value) &>> shift
        while true {
            let entry = slots[Int(truncatingIfNeeded: slot)]
            if entry == 0 {
                values[count] = value
                count &+= 1
                slots[Int(truncatingIfNeeded: slot)] = UInt32(truncatingIfNeeded: count)
                out[i] = UInt32(truncatingIfNeeded: count &- 1)
                break
            }
            if values[Int(entry &- 1)] == value {
                out[i] = entry &- 1
                break
            }
            slot = (slot &+ 1) & mask
        }
    }
    return count
}

/// Numbers distinct strings in the order in which they come. Keeps copies of them.
struct ViewDictionary {
    private(set) var values: Buffer
    private(set) var count = 0
    /// Bytes of the values, with four for each length.
    private(set) var byteCount = 0
    private var capacity = 1024
    private var arena = StringArena()
    /// Number plus one in the low half, some of the hash in the high half; 0 is free.
    private var slots: Buffer
    private var slotBits: UInt64 = 12

    init() {
        values = Buffer(capacity: 1024 * 16)
        slots = Buffer(capacity: 8 << 12, zeroed: true)
    }

    /// Writes the number of each of `n` strings. Stops when the dictionary's bytes have grown beyond `limit` and gives
    /// how many strings were numbered.
    mutating func number(
        _ source: UnsafePointer<StringView>, _ n: Int, into out: UnsafeMutablePointer<UInt32>, limit: Int
    ) -> Int {
        for i in 0..<n {
            if count &* 2 >= 1 &<< Int(slotBits) { grow() }
            let hash = hashView(source + i)
            let mask = (1 &<< Int(slotBits)) &- 1
            var slot = Int(truncatingIfNeeded: hash &>> (64 &- slotBits))
            let table = slots.typed(UInt64.self)
            let known = UnsafePointer(values.typed(StringView.self))
            let tag = hash & 0xFFFF_FFFF
            while true {
                let entry = table[slot]
                if entry == 0 {
                    if byteCount > limit { return i }
                    insert(source + i)
                    slots.typed(UInt64.self)[slot] = tag &<< 32 | UInt64(count)
                    out[i] = UInt32(truncatingIfNeeded: count &- 1)
                    break
                }
                let index = Int(entry & 0xFFFF_FFFF) &- 1
                if entry &>> 32 == tag, StringView.equal(known + index, source + i) {
                    out[i] = UInt32(truncatingIfNeeded: index)
                    break
                }
                slot = (slot &+ 1) & mask
            }
        }
        return n
    }

    private mutating func insert(_ view: UnsafePointer<StringView>) {
        if count == capacity {
            let larger = Buffer(capacity: capacity * 2 * 16)
            memcpy(larger.pointer, values.pointer, capacity * 16)
            values = larger
            capacity *= 2
        }
        values.typed(StringView.self)[count] =
            view.pointee.isInline ? view.pointee : arena.view(of: StringView.bytes(view))
        byteCount += view.pointee.length + 4
        count += 1
    }

    private mutating func grow() {
        slotBits += 1
        slots = Buffer(capacity: 8 << slotBits, zeroed: true)
        let mask = (1 << Int(slotBits)) - 1
        let table = slots.typed(UInt64.self)
        let known = UnsafePointer(values.typed(StringView.self))
        for index in 0..<count {
            let hash = hashView(known + index)
            var slot = Int(truncatingIfNeeded: hash >> (64 - slotBits))
            while table[slot] != 0 { slot = (slot + 1) & mask }
            table[slot] = (hash & 0xFFFF_FFFF) << 32 | UInt64(index + 1)
        }
    }
}

/// Multiply and fold over words of eight bytes; the last word overlaps the one before it.
@inline(__always)
private func hashView(_ view: UnsafePointer<StringView>) -> UInt64 {
    let length = view.pointee.length
    if length <= 12 {
        return fold(view.pointee.head ^ 0xA076_1D64_78BD_642F, view.pointee.tail ^ 0xE703_7ED1_A0B4_28DB)
    }
    guard let bytes = view.pointee.address else { return 0 }
    var hash = UInt64(truncatingIfNeeded: length) &* 0x9E37_79B9_7F4A_7C15
    var position = 0
    while position &+ 16 <= length {
        hash = fold(
            bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self) ^ hash,
            bytes.loadUnaligned(fromByteOffset: position &+ 8, as: UInt64.self) ^ 0xE703_7ED1_A0B4_28DB)
        position &+= 16
    }
    // At least 13 bytes: the last 8 and the 4 before them exist.
    let last = bytes.loadUnaligned(fromByteOffset: length &- 8, as: UInt64.self)
    let before = UInt64(bytes.loadUnaligned(fromByteOffset: length &- 12, as: UInt32.self))
    let middle = position &+ 8 <= length ? bytes.loadUnaligned(fromByteOffset: position, as: UInt64.self) : 0
    return fold(hash ^ last, middle ^ before ^ 0x8EBC_6AF0_9C88_C6E3)
}

@inline(__always)
private func fold(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = a.multipliedFullWidth(by: b)
    return product.high ^ product.low
}
