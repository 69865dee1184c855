import Columnar
import Synchronization

/// The integer keys of a join's build side, as a condition on the scan of the other side: exact where the keys' range is
/// small enough for a bit each, else a Bloom filter, and the keys' bounds for statistics either way.
///
/// Shared by all readers of a scan. Readers report what it dropped; when that is too little, it gives up.
package final class KeyMembership: Sendable {
    package let low: Int64
    package let high: Int64
    /// Bits by key, or words of the Bloom filter by hash.
    private let words: Buffer
    private let isExact: Bool
    private let mask: UInt64
    private let tested = Atomic<Int>(0)
    private let dropped = Atomic<Int>(0)

    /// Rows on which the filter is on trial, and the share that it must drop (one in so many).
    private static let trialRows = 100_000
    private static let payingShare = 6

    /// The keys in a column of integers of up to 64 bits (dates, timestamps and short decimals too), nulls left out. `nil`
    /// for other types, when there is no key, and when there are too many for a filter that is worth it.
    package init?(_ column: Column, valid: Bitmap?) {
        let column = column.flattened()
        let n = column.count
        guard case .fixed(let buffer) = column.layout, n <= 1 << 24 else { return nil }
        // Held by name: its memory must not go to the buffer of `words` while keys are read.
        let present = Bitmap.and(column.validity, valid)
        let validity = present.map { UnsafePointer($0.words) }
        let bounds: (Int64, Int64)?
        switch column.type.physicalType {
        case .int8: bounds = keyBounds(buffer.typed(Int8.self), validity, n)
        case .int16: bounds = keyBounds(buffer.typed(Int16.self), validity, n)
        case .int32: bounds = keyBounds(buffer.typed(Int32.self), validity, n)
        case .int64: bounds = keyBounds(buffer.typed(Int64.self), validity, n)
        default: return nil
        }
        guard let (low, high) = bounds else { return nil }
        (self.low, self.high) = (low, high)
        let (span, overflow) = high.subtractingReportingOverflow(low)
        let isExact = !overflow && span >= 0 && Int(span) / 128 <= n + 4096
        let count: Int
        if isExact {
            count = Int(span) / 64 + 1
            mask = 0
        } else {
            var capacity = 64
            // At least 12 bits a key.
            while capacity * 64 < n * 12 { capacity *= 2 }
            count = capacity
            mask = UInt64(capacity - 1)
        }
        self.isExact = isExact
        words = Buffer(capacity: count * 8, zeroed: true)
        let bits = words.typed(UInt64.self)
        switch column.type.physicalType {
        case .int8: addKeys(buffer.typed(Int8.self), validity, n, bits, isExact, low, mask)
        case .int16: addKeys(buffer.typed(Int16.self), validity, n, bits, isExact, low, mask)
        case .int32: addKeys(buffer.typed(Int32.self), validity, n, bits, isExact, low, mask)
        default: addKeys(buffer.typed(Int64.self), validity, n, bits, isExact, low, mask)
        }
    }

    /// Whether the filter has shown that it hardly drops rows.
    package var isUseless: Bool {
        let rows = tested.load(ordering: .relaxed)
        return rows >= KeyMembership.trialRows
            && dropped.load(ordering: .relaxed) < rows / KeyMembership.payingShare
    }

    package func report(tested: Int, dropped: Int) {
        self.tested.wrappingAdd(tested, ordering: .relaxed)
        self.dropped.wrappingAdd(dropped, ordering: .relaxed)
    }

    /// Writes for each value of a flat column, nulls' too, 1 where it may be among the keys; `false` for a column of
    /// another kind.
    func test(_ column: Column, into flags: Buffer) -> Bool {
        guard case .fixed(let buffer) = column.layout else { return false }
        let out = flags.typed(UInt8.self)
        let bits = UnsafePointer(words.typed(UInt64.self))
        let n = column.count
        switch column.type.physicalType {
        case .int8: testKeys(buffer.typed(Int8.self), n, bits, isExact, low, high, mask, out)
        case .int16: testKeys(buffer.typed(Int16.self), n, bits, isExact, low, high, mask, out)
        case .int32: testKeys(buffer.typed(Int32.self), n, bits, isExact, low, high, mask, out)
        case .int64: testKeys(buffer.typed(Int64.self), n, bits, isExact, low, high, mask, out)
        default: return false
        }
        return true
    }

    /// Whether some key may lie between two values.
    func mayHold(from first: Int64, through last: Int64) -> Bool {
        let (from, to) = (max(first, low), min(last, high))
        guard from <= to else { return false }
        guard isExact else { return true }
        let bits = words.typed(UInt64.self)
        let (start, end) = (UInt64(bitPattern: from &- low), UInt64(bitPattern: to &- low))
        var word = Int(start >> 6)
        let lastWord = Int(end >> 6)
        let head = UInt64.max << (start & 63)
        let tail = UInt64.max >> (63 - (end & 63))
        if word == lastWord { return bits[word] & head & tail != 0 }
        if bits[word] & head != 0 { return true }
        word += 1
        while word < lastWord {
            if bits[word] != 0 { return true }
            word += 1
        }
        return bits[lastWord] & tail != 0
    }
}

extension KeyMembership: Hashable {
    package static func == (a: KeyMembership, b: KeyMembership) -> Bool { a === b }
    package func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

private func keyBounds<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ keys: UnsafeMutablePointer<T>, _ validity: UnsafePointer<UInt64>?, _ n: Int
) -> (Int64, Int64)? {
    var (low, high) = (T.max, T.min)
    for row in 0..<n {
        if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
        low = min(low, keys[row])
        high = max(high, keys[row])
    }
    return low <= high ? (Int64(low), Int64(high)) : nil
}

/// Four bits within one word: 6 bits of the hash each; the word by its low bits.
@inline(__always) private func bloomBits(_ hash: UInt64) -> UInt64 {
    1 &<< (hash &>> 58) | 1 &<< (hash &>> 52 & 63) | 1 &<< (hash &>> 46 & 63) | 1 &<< (hash &>> 40 & 63)
}

@inline(__always) private func bloomHash(_ key: Int64) -> UInt64 {
    let product = (UInt64(bitPattern: key) ^ 0x9E37_79B9_7F4A_7C15).multipliedFullWidth(by: 0xE703_7ED1_A0B4_28DB)
    return product.high ^ product.low
}

private func addKeys<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ keys: UnsafeMutablePointer<T>, _ validity: UnsafePointer<UInt64>?, _ n: Int,
    _ words: UnsafeMutablePointer<UInt64>, _ isExact: Bool, _ low: Int64, _ mask: UInt64
) {
    for row in 0..<n {
        if let validity, validity[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 == 0 { continue }
        if isExact {
            let position = UInt64(bitPattern: Int64(keys[row]) &- low)
            words[Int(truncatingIfNeeded: position &>> 6)] |= 1 &<< (position & 63)
        } else {
            let hash = bloomHash(Int64(keys[row]))
            words[Int(truncatingIfNeeded: hash & mask)] |= bloomBits(hash)
        }
    }
}

private func testKeys<T: FixedWidthInteger & SignedInteger & BitwiseCopyable>(
    _ keys: UnsafeMutablePointer<T>, _ n: Int, _ words: UnsafePointer<UInt64>, _ isExact: Bool, _ low: Int64,
    _ high: Int64, _ mask: UInt64, _ out: UnsafeMutablePointer<UInt8>
) {
    if isExact {
        let span = UInt64(bitPattern: high &- low)
        for row in 0..<n {
            let position = UInt64(bitPattern: Int64(keys[row]) &- low)
            // Values beyond the range read its first word, and their bit does not count.
            let isInside: UInt64 = position <= span ? 1 : 0
            let word = words[Int(truncatingIfNeeded: (position &>> 6) &* isInside)]
            out[row] = UInt8(truncatingIfNeeded: word &>> (position & 63) & isInside)
        }
    } else {
        for row in 0..<n {
            let hash = bloomHash(Int64(keys[row]))
            let bits = bloomBits(hash)
            out[row] = words[Int(truncatingIfNeeded: hash & mask)] & bits == bits ? 1 : 0
        }
    }
}
