import Columnar

/// A row and its normalised key.
struct SortEntry<Key: NormalizedKey>: BitwiseCopyable {
    var key: Key
    var row: Int32
}

/// Stable least-significant-digit radix sort by bytes; bytes that all keys share cost nothing.
enum RadixSort {
    /// Sorts `entries` with the help of `scratch` of the same size. O(n × bytes that differ).
    static func sort<Key: NormalizedKey>(
        _ entries: UnsafeMutablePointer<SortEntry<Key>>, scratch: UnsafeMutablePointer<SortEntry<Key>>, count: Int
    ) {
        if count < 2 { return }
        let digits = Key.bitWidth / 8
        let histogramBuffer = Buffer(capacity: digits &* 256 &* 4, zeroed: true)
        let histogram = histogramBuffer.typed(UInt32.self)
        for index in 0..<count {
            var key = entries[index].key
            for digit in 0..<digits {
                histogram[digit &* 256 &+ Int(truncatingIfNeeded: key & 0xFF)] &+= 1
                key = key &>> 8
            }
        }
        var from = entries
        var to = scratch
        for digit in 0..<digits {
            let counts = histogram + digit &* 256
            let shift = Key(truncatingIfNeeded: digit &* 8)
            if Int(counts[Int(truncatingIfNeeded: (from[0].key &>> shift) & 0xFF)]) == count { continue }
            var sum: UInt32 = 0
            for bucket in 0..<256 {
                let size = counts[bucket]
                counts[bucket] = sum
                sum &+= size
            }
            for index in 0..<count {
                let entry = from[index]
                let bucket = Int(truncatingIfNeeded: (entry.key &>> shift) & 0xFF)
                to[Int(counts[bucket])] = entry
                counts[bucket] &+= 1
            }
            swap(&from, &to)
        }
        if from != entries { entries.update(from: from, count: count) }
    }
}
