/// WELL19937c, the random numbers of François Panneton, Pierre L'Ecuyer and Makoto Matsumoto ("Improved long-period
/// generators based on linear recurrences modulo 2", 2006), seeded and made doubles as Apache Commons Math does: Spark's
/// samples with replacement come from it.
struct WellRandom {
    private static let size = 624
    private var state = [UInt32](repeating: 0, count: WellRandom.size)
    private var index = 0

    init(seed: Int64) {
        state[0] = UInt32(truncatingIfNeeded: seed >> 32)
        state[1] = UInt32(truncatingIfNeeded: seed)
        for position in 2..<Self.size {
            let previous = Int64(Int32(bitPattern: state[position - 2]))
            let mixed = 1_812_433_253 &* (previous ^ (previous >> 30)) &+ Int64(position)
            state[position] = UInt32(truncatingIfNeeded: mixed)
        }
    }

    private mutating func next() -> UInt32 {
        let size = Self.size
        let before = (index + size - 1) % size
        let beforeThat = (index + size - 2) % size
        let value = state[index]
        let first = state[(index + 70) % size]
        let second = state[(index + 179) % size]
        let third = state[(index + 449) % size]
        let z0 = (0x8000_0000 & state[before]) ^ (0x7FFF_FFFF & state[beforeThat])
        let z1 = (value ^ (value << 25)) ^ (first ^ (first >> 27))
        let z2 = (second >> 9) ^ (third ^ (third >> 1))
        let z3 = z1 ^ z2
        var z4 = z0 ^ (z1 ^ (z1 << 9)) ^ (z2 ^ (z2 << 21)) ^ (z3 ^ (z3 >> 21))
        state[index] = z3
        state[before] = z4
        state[beforeThat] &= 0x8000_0000
        index = before
        z4 ^= (z4 << 7) & 0xE46E_1700
        z4 ^= (z4 << 15) & 0x9B86_8000
        return z4
    }

    /// From 0 to below 1, of 52 bits.
    mutating func nextDouble() -> Double {
        let high = UInt64(next() >> 6) << 26
        return Double(high | UInt64(next() >> 6)) * 0x1p-52
    }
}
