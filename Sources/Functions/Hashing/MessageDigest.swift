/// MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4).
enum MessageDigest {
    /// The message with its padding: a set bit, zeros, and the length in bits.
    private static func padded(_ bytes: UnsafeRawBufferPointer, block: Int, bigEndian: Bool) -> [UInt8] {
        var message = Array(bytes)
        message.append(0x80)
        let lengthBytes = block / 8
        while message.count % block != block - lengthBytes { message.append(0) }
        message += [UInt8](repeating: 0, count: lengthBytes - 8)
        let bits = UInt64(bytes.count) &* 8
        for index: UInt64 in 0..<8 {
            message.append(UInt8(truncatingIfNeeded: bits >> (bigEndian ? 56 - index * 8 : index * 8)))
        }
        return message
    }

    static func md5(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let message = padded(bytes, block: 64, bigEndian: false)
        let shifts: [[UInt32]] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]]
        let constants = (1...64).map { UInt32(MathKernels.sine(Double($0)).magnitude * 0x1p32) }
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
        for start in stride(from: 0, to: message.count, by: 64) {
            let words = (0..<16).map { index in
                (0..<4).reduce(UInt32(0)) { $0 | UInt32(message[start + index * 4 + $1]) << UInt32($1 * 8) }
            }
            var (a, b, c, d) = (state[0], state[1], state[2], state[3])
            for i in 0..<64 {
                let (f, g): (UInt32, Int) =
                    switch i / 16 {
                    case 0: (b & c | ~b & d, i)
                    case 1: (d & b | ~d & c, (5 * i + 1) % 16)
                    case 2: (b ^ c ^ d, (3 * i + 5) % 16)
                    default: (c ^ (b | ~d), (7 * i) % 16)
                    }
                let sum = a &+ f &+ constants[i] &+ words[g]
                let shift = shifts[i / 16][i % 4]
                (a, d, c, b) = (d, c, b, b &+ (sum << shift | sum >> (32 - shift)))
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d]
        }
        return state.flatMap { word in (0..<4).map { UInt8(truncatingIfNeeded: word >> UInt32($0 * 8)) } }
    }

    static func sha1(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        let message = padded(bytes, block: 64, bigEndian: true)
        var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
        for start in stride(from: 0, to: message.count, by: 64) {
            var words = (0..<16).map { word32(message, start + $0 * 4) }
            for i in 16..<80 {
                let word = words[i - 3] ^ words[i - 8] ^ words[i - 14] ^ words[i - 16]
                words.append(word << 1 | word >> 31)
            }
            var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
            for i in 0..<80 {
                let (f, k): (UInt32, UInt32) =
                    switch i / 20 {
                    case 0: (b & c | ~b & d, 0x5A82_7999)
                    case 1: (b ^ c ^ d, 0x6ED9_EBA1)
                    case 2: (b & c | b & d | c & d, 0x8F1B_BCDC)
                    default: (b ^ c ^ d, 0xCA62_C1D6)
                    }
                let next = (a << 5 | a >> 27) &+ f &+ e &+ k &+ words[i]
                (e, d, c, b, a) = (d, c, b << 30 | b >> 2, a, next)
            }
            state = [state[0] &+ a, state[1] &+ b, state[2] &+ c, state[3] &+ d, state[4] &+ e]
        }
        return state.flatMap { bigEndian($0) }
    }

    /// `nil` for another size than 0, 224, 256, 384 or 512.
    static func sha2(_ bytes: UnsafeRawBufferPointer, bits: Int) -> [UInt8]? {
        switch bits {
        case 224:
            // The second halves of the roots that SHA-384 begins with.
            let initial = roots(of: primes(16).suffix(8), cube: false).map { UInt32(truncatingIfNeeded: $0) }
            return Array(sha256(bytes, initial).prefix(28))
        case 0, 256:
            let initial = roots(of: primes(8), cube: false).map { UInt32(truncatingIfNeeded: $0 >> 32) }
            return sha256(bytes, initial)
        case 384: return Array(sha512(bytes, roots(of: primes(16).suffix(8), cube: false)).prefix(48))
        case 512: return sha512(bytes, roots(of: primes(8), cube: false))
        default: return nil
        }
    }

    private static func sha256(_ bytes: UnsafeRawBufferPointer, _ initial: [UInt32]) -> [UInt8] {
        let message = padded(bytes, block: 64, bigEndian: true)
        let constants = roots(of: primes(64), cube: true).map { UInt32(truncatingIfNeeded: $0 >> 32) }
        func rotate(_ x: UInt32, _ n: UInt32) -> UInt32 { x >> n | x << (32 - n) }
        var state = initial
        for start in stride(from: 0, to: message.count, by: 64) {
            var words = (0..<16).map { word32(message, start + $0 * 4) }
            for i in 16..<64 {
                let s0 = rotate(words[i - 15], 7) ^ rotate(words[i - 15], 18) ^ words[i - 15] >> 3
                let s1 = rotate(words[i - 2], 17) ^ rotate(words[i - 2], 19) ^ words[i - 2] >> 10
                words.append(words[i - 16] &+ s0 &+ words[i - 7] &+ s1)
            }
            var v = state
            for i in 0..<64 {
                let s1 = rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)
                let t1 = v[7] &+ s1 &+ (v[4] & v[5] ^ ~v[4] & v[6]) &+ constants[i] &+ words[i]
                let s0 = rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)
                let t2 = s0 &+ (v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2])
                v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
            }
            state = zip(state, v).map { $0 &+ $1 }
        }
        return state.flatMap { bigEndian($0) }
    }

    private static func sha512(_ bytes: UnsafeRawBufferPointer, _ initial: [UInt64]) -> [UInt8] {
        let message = padded(bytes, block: 128, bigEndian: true)
        let constants = roots(of: primes(80), cube: true)
        func rotate(_ x: UInt64, _ n: UInt64) -> UInt64 { x >> n | x << (64 - n) }
        var state = initial
        for start in stride(from: 0, to: message.count, by: 128) {
            var words = (0..<16).map { index in
                UInt64(word32(message, start + index * 8)) << 32 | UInt64(word32(message, start + index * 8 + 4))
            }
            for i in 16..<80 {
                let s0 = rotate(words[i - 15], 1) ^ rotate(words[i - 15], 8) ^ words[i - 15] >> 7
                let s1 = rotate(words[i - 2], 19) ^ rotate(words[i - 2], 61) ^ words[i - 2] >> 6
                words.append(words[i - 16] &+ s0 &+ words[i - 7] &+ s1)
            }
            var v = state
            for i in 0..<80 {
                let s1 = rotate(v[4], 14) ^ rotate(v[4], 18) ^ rotate(v[4], 41)
                let t1 = v[7] &+ s1 &+ (v[4] & v[5] ^ ~v[4] & v[6]) &+ constants[i] &+ words[i]
                let s0 = rotate(v[0], 28) ^ rotate(v[0], 34) ^ rotate(v[0], 39)
                let t2 = s0 &+ (v[0] & v[1] ^ v[0] & v[2] ^ v[1] & v[2])
                v = [t1 &+ t2, v[0], v[1], v[2], v[3] &+ t1, v[4], v[5], v[6]]
            }
            state = zip(state, v).map { $0 &+ $1 }
        }
        return state.flatMap { bigEndian($0) }
    }

    private static func word32(_ message: [UInt8], _ at: Int) -> UInt32 {
        (0..<4).reduce(UInt32(0)) { $0 << 8 | UInt32(message[at + $1]) }
    }

    private static func bigEndian<T: FixedWidthInteger>(_ word: T) -> [UInt8] {
        (1...(T.bitWidth / 8)).map { UInt8(truncatingIfNeeded: word >> T(T.bitWidth - $0 * 8)) }
    }

    private static func primes(_ count: Int) -> [UInt64] {
        var found: [UInt64] = []
        var candidate: UInt64 = 2
        while found.count < count {
            if found.allSatisfy({ candidate % $0 != 0 }) { found.append(candidate) }
            candidate += 1
        }
        return found
    }

    /// The first 64 bits of the fractions of square or cube roots: the standard's constants. Searched bit by bit in
    /// exact integers.
    private static func roots(of numbers: some Sequence<UInt64>, cube: Bool) -> [UInt64] {
        numbers.map { number in
            var root: UInt128 = 0
            for bit in stride(from: UInt128(68), through: 0, by: -1) {
                let candidate = root | 1 << bit
                if isAtMost(candidate, number, cube: cube) { root = candidate }
            }
            return UInt64(truncatingIfNeeded: root)
        }
    }

    /// Whether (x / 2^64) squared or cubed is at most `number`.
    private static func isAtMost(_ x: UInt128, _ number: UInt64, cube: Bool) -> Bool {
        let square = x.multipliedFullWidth(by: x)
        if !cube { return square.high < UInt128(number) || (square.high == UInt128(number) && square.low == 0) }
        // x³ = (high · 2^128 + low) · x, compared with number · 2^192.
        let upper = square.high * x
        let lower = square.low.multipliedFullWidth(by: x)
        let sum = upper + lower.high
        return sum >> 64 < UInt128(number)
    }
}
