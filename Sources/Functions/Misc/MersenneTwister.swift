/// The generator MT19937 of Matsumoto and Nishimura, seeded and read as Apache Commons Math does: what Spark draws UUIDs
/// and shuffles from.
struct MersenneTwister: Sendable {
    private var state = [UInt32](repeating: 0, count: 624)
    private var position = 624

    init(seed: Int64) {
        let key = [UInt32(truncatingIfNeeded: seed >> 32), UInt32(truncatingIfNeeded: seed)]
        state[0] = 19_650_218
        for i in 1..<624 { state[i] = 1_812_433_253 &* (state[i - 1] ^ state[i - 1] >> 30) &+ UInt32(i) }
        var (i, j) = (1, 0)
        for _ in 0..<624 {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_664_525) &+ key[j] &+ UInt32(j)
            i += 1
            j = (j + 1) % 2
            if i == 624 {
                state[0] = state[623]
                i = 1
            }
        }
        for _ in 0..<623 {
            state[i] = (state[i] ^ (state[i - 1] ^ state[i - 1] >> 30) &* 1_566_083_941) &- UInt32(i)
            i += 1
            if i == 624 {
                state[0] = state[623]
                i = 1
            }
        }
        state[0] = 0x8000_0000
    }

    mutating func next() -> UInt32 {
        if position == 624 {
            for i in 0..<624 {
                let y = state[i] & 0x8000_0000 | state[(i + 1) % 624] & 0x7FFF_FFFF
                state[i] = state[(i + 397) % 624] ^ y >> 1 ^ (y & 1 == 0 ? 0 : 0x9908_B0DF)
            }
            position = 0
        }
        var y = state[position]
        position += 1
        y ^= y >> 11
        y ^= y << 7 & 0x9D2C_5680
        y ^= y << 15 & 0xEFC6_0000
        return y ^ y >> 18
    }

    mutating func nextLong() -> UInt64 {
        let high = UInt64(next())
        return high << 32 | UInt64(next())
    }

    /// A number of 0..<bound, each as likely.
    mutating func next(below bound: Int32) -> Int32 {
        guard bound > 0 else { return 0 }
        if bound & (0 &- bound) == bound {
            return Int32(truncatingIfNeeded: (Int64(bound) &* Int64(next() >> 1)) >> 31)
        }
        while true {
            let bits = Int32(truncatingIfNeeded: next() >> 1)
            let value = bits % bound
            if bits &- value &+ (bound &- 1) >= 0 { return value }
        }
    }
}
