/// MD5 (RFC 1321), SHA-1 and SHA-2 (FIPS 180-4): one of them, with the memory it works in, for many messages in turn.
/// Used by one thread.
final class MessageDigest {
    enum Algorithm: Sendable {
        case md5, sha1, sha224, sha256, sha384, sha512

        /// SHA-2 of so many bits, of which 0 means 256; `nil` for sizes that there are not.
        init?(sha2 bits: Int) {
            switch bits {
            case 224: self = .sha224
            case 0, 256: self = .sha256
            case 384: self = .sha384
            case 512: self = .sha512
            default: return nil
            }
        }

        var isWide: Bool { self == .sha384 || self == .sha512 }

        /// The bytes of a digest.
        var size: Int {
            switch self {
            case .md5: 16
            case .sha1: 20
            case .sha224: 28
            case .sha256: 32
            case .sha384: 48
            case .sha512: 64
            }
        }
    }

    private let algorithm: Algorithm
    /// State, schedule and constants: 32-bit words, 64-bit ones for the two wide algorithms.
    private let state = UnsafeMutablePointer<UInt64>.allocate(capacity: 8)
    private let words = UnsafeMutablePointer<UInt64>.allocate(capacity: 80)
    private let constants = UnsafeMutablePointer<UInt64>.allocate(capacity: 80)
    /// The end of the message with its padding, at most two blocks.
    private let rest = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    private let result = UnsafeMutablePointer<UInt8>.allocate(capacity: 64)
    private let initial: [UInt64]

    init(_ algorithm: Algorithm) {
        self.algorithm = algorithm
        constants.initialize(repeating: 0, count: 80)
        let narrow = UnsafeMutableRawPointer(constants).assumingMemoryBound(to: UInt32.self)
        switch algorithm {
        case .md5:
            for (index, value) in Self.sines.enumerated() { narrow[index] = value }
        case .sha224, .sha256:
            for (index, value) in Self.cubeRoots.prefix(64).enumerated() {
                narrow[index] = UInt32(truncatingIfNeeded: value >> 32)
            }
        case .sha384, .sha512:
            for (index, value) in Self.cubeRoots.enumerated() { constants[index] = value }
        case .sha1: break
        }
        initial =
            switch algorithm {
            case .md5: [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476]
            case .sha1: [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
            // The second halves of the roots that SHA-384 begins with.
            case .sha224: Self.squareRoots.suffix(8).map { $0 & 0xFFFF_FFFF }
            case .sha256: Self.squareRoots.prefix(8).map { $0 >> 32 }
            case .sha384: Array(Self.squareRoots.suffix(8))
            case .sha512: Array(Self.squareRoots.prefix(8))
            }
    }

    deinit {
        state.deallocate()
        words.deallocate()
        constants.deallocate()
        rest.deallocate()
        result.deallocate()
    }

    /// The digest of a message; its bytes stay as they are until the next.
    func digest(_ bytes: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
        let isWide = algorithm.isWide
        let block = isWide ? 128 : 64
        let narrowState = UnsafeMutableRawPointer(state).assumingMemoryBound(to: UInt32.self)
        for (index, value) in initial.enumerated() {
            if isWide { state[index] = value } else { narrowState[index] = UInt32(truncatingIfNeeded: value) }
        }
        let whole = bytes.count / block * block
        if let base = bytes.baseAddress {
            for start in stride(from: 0, to: whole, by: block) { compress(base + start) }
        }
        // A set bit, zeros, and the length in bits.
        let left = bytes.count - whole
        let end = left + 1 + block / 8 <= block ? block : 2 * block
        for index in 0..<end { rest[index] = index < left ? bytes[whole + index] : 0 }
        rest[left] = 0x80
        let bits = UInt64(bytes.count) &* 8
        for index in 0..<8 {
            let shift = UInt64(algorithm == .md5 ? index * 8 : 56 - index * 8)
            rest[end - 8 + index] = UInt8(truncatingIfNeeded: bits >> shift)
        }
        for start in stride(from: 0, to: end, by: block) { compress(UnsafeRawPointer(rest + start)) }
        for index in 0..<algorithm.size {
            if isWide {
                result[index] = UInt8(truncatingIfNeeded: state[index / 8] >> UInt64(56 - index % 8 * 8))
            } else {
                let shift = UInt32(algorithm == .md5 ? index % 4 * 8 : 24 - index % 4 * 8)
                result[index] = UInt8(truncatingIfNeeded: narrowState[index / 4] >> shift)
            }
        }
        return UnsafeRawBufferPointer(start: result, count: algorithm.size)
    }

    private func compress(_ block: UnsafeRawPointer) {
        let state = UnsafeMutableRawPointer(self.state).assumingMemoryBound(to: UInt32.self)
        let words = UnsafeMutableRawPointer(self.words).assumingMemoryBound(to: UInt32.self)
        let constants = UnsafeMutableRawPointer(self.constants).assumingMemoryBound(to: UInt32.self)
        switch algorithm {
        case .md5: Self.md5(state, words, constants, block)
        case .sha1: Self.sha1(state, words, block)
        case .sha224, .sha256:
            let turns = Turns<UInt32>(
                schedule0: (7, 18, 3), schedule1: (17, 19, 10), sum0: (2, 13, 22), sum1: (6, 11, 25))
            Self.sha2(state, words, constants, block, rounds: 64, turns)
        case .sha384, .sha512:
            let turns = Turns<UInt64>(
                schedule0: (1, 8, 7), schedule1: (19, 61, 6), sum0: (28, 34, 39), sum1: (14, 18, 41))
            Self.sha2(self.state, self.words, self.constants, block, rounds: 80, turns)
        }
    }

    private static func md5(
        _ state: UnsafeMutablePointer<UInt32>, _ words: UnsafeMutablePointer<UInt32>,
        _ constants: UnsafeMutablePointer<UInt32>, _ block: UnsafeRawPointer
    ) {
        for index in 0..<16 {
            words[index] = UInt32(littleEndian: block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        @inline(__always) func round(_ f: UInt32, _ i: Int, _ g: Int, _ shift: UInt32) {
            let sum = a &+ f &+ constants[i] &+ words[g & 15]
            (a, d, c, b) = (d, c, b, b &+ (sum &<< shift | sum &>> (32 &- shift)))
        }
        for i in stride(from: 0, to: 16, by: 4) {
            round(b & c | ~b & d, i, i, 7)
            round(b & c | ~b & d, i &+ 1, i &+ 1, 12)
            round(b & c | ~b & d, i &+ 2, i &+ 2, 17)
            round(b & c | ~b & d, i &+ 3, i &+ 3, 22)
        }
        for i in stride(from: 16, to: 32, by: 4) {
            round(d & b | ~d & c, i, 5 &* i &+ 1, 5)
            round(d & b | ~d & c, i &+ 1, 5 &* i &+ 6, 9)
            round(d & b | ~d & c, i &+ 2, 5 &* i &+ 11, 14)
            round(d & b | ~d & c, i &+ 3, 5 &* i &+ 16, 20)
        }
        for i in stride(from: 32, to: 48, by: 4) {
            round(b ^ c ^ d, i, 3 &* i &+ 5, 4)
            round(b ^ c ^ d, i &+ 1, 3 &* i &+ 8, 11)
            round(b ^ c ^ d, i &+ 2, 3 &* i &+ 11, 16)
            round(b ^ c ^ d, i &+ 3, 3 &* i &+ 14, 23)
        }
        for i in stride(from: 48, to: 64, by: 4) {
            round(c ^ (b | ~d), i, 7 &* i, 6)
            round(c ^ (b | ~d), i &+ 1, 7 &* i &+ 7, 10)
            round(c ^ (b | ~d), i &+ 2, 7 &* i &+ 14, 15)
            round(c ^ (b | ~d), i &+ 3, 7 &* i &+ 21, 21)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
    }

    private static func sha1(
        _ state: UnsafeMutablePointer<UInt32>, _ words: UnsafeMutablePointer<UInt32>, _ block: UnsafeRawPointer
    ) {
        for index in 0..<16 {
            words[index] = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: index &* 4, as: UInt32.self))
        }
        for i in 16..<80 {
            let word = words[i &- 3] ^ words[i &- 8] ^ words[i &- 14] ^ words[i &- 16]
            words[i] = word &<< 1 | word &>> 31
        }
        var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
        @inline(__always) func round(_ f: UInt32, _ k: UInt32, _ i: Int) {
            let next = (a &<< 5 | a &>> 27) &+ f &+ e &+ k &+ words[i]
            (e, d, c, b, a) = (d, c, b &<< 30 | b &>> 2, a, next)
        }
        for i in 0..<20 { round(b & c | ~b & d, 0x5A82_7999, i) }
        for i in 20..<40 { round(b ^ c ^ d, 0x6ED9_EBA1, i) }
        for i in 40..<60 { round(b & c | b & d | c & d, 0x8F1B_BCDC, i) }
        for i in 60..<80 { round(b ^ c ^ d, 0xCA62_C1D6, i) }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
    }

    /// How far the functions of SHA-2 turn a word right; the last of each schedule function shifts.
    private struct Turns<Word> {
        let schedule0: (Word, Word, Word), schedule1: (Word, Word, Word)
        let sum0: (Word, Word, Word), sum1: (Word, Word, Word)
    }

    /// Both widths of SHA-2 are one algorithm; inlined, so that the turns are constants of the loops.
    @inline(__always)
    private static func sha2<Word: FixedWidthInteger & UnsignedInteger & BitwiseCopyable>(
        _ state: UnsafeMutablePointer<Word>, _ words: UnsafeMutablePointer<Word>,
        _ constants: UnsafeMutablePointer<Word>, _ block: UnsafeRawPointer, rounds: Int, _ turns: Turns<Word>
    ) {
        let width = Word(truncatingIfNeeded: Word.bitWidth)
        @inline(__always) func turned(_ x: Word, _ n: Word) -> Word { x &>> n | x &<< (width &- n) }
        for index in 0..<16 {
            let offset = index &* MemoryLayout<Word>.size
            words[index] = Word(bigEndian: block.loadUnaligned(fromByteOffset: offset, as: Word.self))
        }
        for i in 16..<rounds {
            let (x, y) = (words[i &- 15], words[i &- 2])
            let s0 = turned(x, turns.schedule0.0) ^ turned(x, turns.schedule0.1) ^ x &>> turns.schedule0.2
            let s1 = turned(y, turns.schedule1.0) ^ turned(y, turns.schedule1.1) ^ y &>> turns.schedule1.2
            words[i] = words[i &- 16] &+ s0 &+ words[i &- 7] &+ s1
        }
        var (a, b, c, d) = (state[0], state[1], state[2], state[3])
        var (e, f, g, h) = (state[4], state[5], state[6], state[7])
        for i in 0..<rounds {
            let s1 = turned(e, turns.sum1.0) ^ turned(e, turns.sum1.1) ^ turned(e, turns.sum1.2)
            let t1 = h &+ s1 &+ (e & f ^ ~e & g) &+ constants[i] &+ words[i]
            let s0 = turned(a, turns.sum0.0) ^ turned(a, turns.sum0.1) ^ turned(a, turns.sum0.2)
            let t2 = s0 &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e, d, c, b, a) = (g, f, e, d &+ t1, c, b, a, t1 &+ t2)
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    // MARK: Constants

    private static let sines: [UInt32] = (1...64).map { UInt32(MathKernels.sine(Double($0)).magnitude * 0x1p32) }
    /// Of the first 16 and 80 primes.
    private static let squareRoots = roots(of: primes(16), cube: false)
    private static let cubeRoots = roots(of: primes(80), cube: true)

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
