import Columnar

/// Spark's random numbers: George Marsaglia's xorshift of 64 bits, seeded through MurmurHash3, with the output functions of
/// Java's `Random`. The same seed gives the same samples, splits and placements as Spark.
package struct XORShiftRandom: Sendable {
    private var state: Int64

    package init(seed: Int64) {
        // Spark hashes the eight bytes of the seed, highest first; the hash of the second half continues the first.
        let (low, high) = withUnsafeBytes(of: seed.bigEndian) { bytes -> (UInt32, UInt32) in
            let low = Murmur3.hash(bytes, seed: 0x3C07_4A61)
            return (low, Murmur3.hash(bytes, seed: low))
        }
        state = Int64(truncatingIfNeeded: UInt64(high) &<< 32 | UInt64(low))
    }

    /// The highest of 32 bits.
    private mutating func next(_ bits: Int) -> Int32 {
        var next = state ^ (state << 21)
        next ^= Int64(bitPattern: UInt64(bitPattern: next) &>> 35)
        next ^= next << 4
        state = next
        let masked = next & ((1 &<< Int64(bits)) &- 1)
        return Int32(truncatingIfNeeded: masked)
    }

    /// In 0..<bound; `bound` must be positive.
    package mutating func nextInt(bound: Int32) -> Int32 {
        if bound <= 1 { return 0 }
        var random = next(31)
        let mask = bound &- 1
        if bound & mask == 0 { return Int32(truncatingIfNeeded: (Int64(bound) &* Int64(random)) >> 31) }
        var value = random % bound
        while random &- value &+ mask < 0 {
            random = next(31)
            value = random % bound
        }
        return value
    }

    /// In 0..<1, with 53 random bits.
    package mutating func nextDouble() -> Double {
        let high = Int64(next(26)) &<< 27
        return Double(high &+ Int64(next(27))) * 0x1p-53
    }

    package mutating func nextLong() -> Int64 {
        (Int64(next(32)) &<< 32) &+ Int64(next(32))
    }
}
