/// The AES block cipher (FIPS 197) with keys of 128, 192 or 256 bits.
struct AES: ~Copyable {
    private let schedule: [UInt32]
    private let rounds: Int
    private let tables: Tables

    /// Substitution bytes, computed rather than listed: the inverse in GF(2^8) and an affine map.
    private struct Tables {
        var forward = [UInt8](repeating: 0, count: 256)
        var inverse = [UInt8](repeating: 0, count: 256)

        init() {
            var p: UInt8 = 1
            var q: UInt8 = 1
            repeat {
                p = p ^ (p &<< 1) ^ (p & 0x80 != 0 ? 0x1B : 0)
                q ^= q &<< 1
                q ^= q &<< 2
                q ^= q &<< 4
                if q & 0x80 != 0 { q ^= 0x09 }
                func rotate(_ n: UInt8) -> UInt8 { q &<< n | q &>> (8 &- n) }
                let value = q ^ rotate(1) ^ rotate(2) ^ rotate(3) ^ rotate(4) ^ 0x63
                forward[Int(p)] = value
                inverse[Int(value)] = p
            } while p != 1
            forward[0] = 0x63
            inverse[0x63] = 0
        }
    }

    /// `nil` for a key of another length than 16, 24 or 32 bytes.
    init?(key: UnsafeRawBufferPointer) {
        guard [16, 24, 32].contains(key.count) else { return nil }
        let tables = Tables()
        let words = key.count / 4
        rounds = words + 6
        var schedule = (0..<words).map { index -> UInt32 in
            (0..<4).reduce(UInt32(0)) { $0 &<< 8 | UInt32(key[index * 4 + $1]) }
        }
        func substitute(_ word: UInt32) -> UInt32 {
            (0..<4).reduce(UInt32(0)) {
                $0 &<< 8 | UInt32(tables.forward[Int(word &>> UInt32(24 - 8 * $1) & 0xFF)])
            }
        }
        var constant: UInt32 = 1
        for index in words..<(4 * (rounds + 1)) {
            var word = schedule[index - 1]
            if index % words == 0 {
                word = substitute(word &<< 8 | word &>> 24) ^ (constant &<< 24)
                constant = constant &<< 1 ^ (constant & 0x80 != 0 ? 0x11B : 0)
            } else if words > 6, index % words == 4 {
                word = substitute(word)
            }
            schedule.append(schedule[index - words] ^ word)
        }
        self.schedule = schedule
        self.tables = tables
    }

    @inline(__always) private static func double(_ x: UInt8) -> UInt8 { x &<< 1 ^ (x & 0x80 != 0 ? 0x1B : 0) }

    private func addKey(_ round: Int, _ state: inout [UInt8]) {
        for index in 0..<16 {
            state[index] ^= UInt8(
                truncatingIfNeeded: schedule[round &* 4 &+ index / 4] &>> UInt32(24 &- 8 &* (index % 4)))
        }
    }

    /// Encrypts one block of 16 bytes in place.
    func encrypt(_ state: inout [UInt8]) {
        addKey(0, &state)
        var next = state
        for round in 1...rounds {
            for index in 0..<16 { next[index] = tables.forward[Int(state[(index &+ 4 &* (index % 4)) % 16])] }
            if round < rounds {
                for column in stride(from: 0, to: 16, by: 4) {
                    let (a, b, c, d) = (next[column], next[column + 1], next[column + 2], next[column + 3])
                    let all = a ^ b ^ c ^ d
                    next[column] = a ^ all ^ Self.double(a ^ b)
                    next[column + 1] = b ^ all ^ Self.double(b ^ c)
                    next[column + 2] = c ^ all ^ Self.double(c ^ d)
                    next[column + 3] = d ^ all ^ Self.double(d ^ a)
                }
            }
            addKey(round, &next)
            swap(&state, &next)
        }
    }

    /// Decrypts one block of 16 bytes in place.
    func decrypt(_ state: inout [UInt8]) {
        addKey(rounds, &state)
        var next = state
        for round in stride(from: rounds - 1, through: 0, by: -1) {
            for index in 0..<16 { next[(index &+ 4 &* (index % 4)) % 16] = tables.inverse[Int(state[index])] }
            addKey(round, &next)
            if round > 0 {
                for column in stride(from: 0, to: 16, by: 4) {
                    // The inverse mix is the mix after one more step that doubles twice.
                    let u = Self.double(Self.double(next[column] ^ next[column + 2]))
                    let v = Self.double(Self.double(next[column + 1] ^ next[column + 3]))
                    let (a, b) = (next[column] ^ u, next[column + 1] ^ v)
                    let (c, d) = (next[column + 2] ^ u, next[column + 3] ^ v)
                    let all = a ^ b ^ c ^ d
                    next[column] = a ^ all ^ Self.double(a ^ b)
                    next[column + 1] = b ^ all ^ Self.double(b ^ c)
                    next[column + 2] = c ^ all ^ Self.double(c ^ d)
                    next[column + 3] = d ^ all ^ Self.double(d ^ a)
                }
            }
            swap(&state, &next)
        }
    }

    // MARK: Modes

    private static func block(_ bytes: some RandomAccessCollection<UInt8>) -> [UInt8] {
        Array(bytes) + [UInt8](repeating: 0, count: max(0, 16 - bytes.count))
    }

    /// Blocks in sequence, each on its own (ECB) or chained from `iv` on (CBC), padded as PKCS #7 says.
    func encryptPadded(_ text: UnsafeRawBufferPointer, iv: [UInt8]?) -> [UInt8] {
        let padding = 16 - text.count % 16
        let padded = Array(text) + [UInt8](repeating: UInt8(padding), count: padding)
        var out: [UInt8] = []
        var previous = iv
        for start in stride(from: 0, to: padded.count, by: 16) {
            var block = Array(padded[start..<(start + 16)])
            if let previous { for index in 0..<16 { block[index] ^= previous[index] } }
            encrypt(&block)
            out += block
            if iv != nil { previous = block }
        }
        return out
    }

    /// `nil` when the length or the padding is wrong.
    func decryptPadded(_ text: some RandomAccessCollection<UInt8>, iv: [UInt8]?) -> [UInt8]? {
        let text = Array(text)
        guard text.count >= 16, text.count % 16 == 0 else { return nil }
        var out: [UInt8] = []
        var previous = iv
        for start in stride(from: 0, to: text.count, by: 16) {
            let source = Array(text[start..<(start + 16)])
            var block = source
            decrypt(&block)
            if let previous { for index in 0..<16 { block[index] ^= previous[index] } }
            out += block
            if iv != nil { previous = source }
        }
        guard let padding = out.last, (1...16).contains(padding), out.suffix(Int(padding)).allSatisfy({ $0 == padding })
        else { return nil }
        return Array(out.dropLast(Int(padding)))
    }

    /// Galois counter mode (NIST SP 800-38D) with a nonce of 12 bytes: encrypts or decrypts, and gives the tag of the
    /// encrypted text.
    func galoisCounter(
        _ text: some RandomAccessCollection<UInt8>, nonce: [UInt8], additional: [UInt8], isEncrypting: Bool
    ) -> (text: [UInt8], tag: [UInt8]) {
        var hashKey = [UInt8](repeating: 0, count: 16)
        encrypt(&hashKey)
        let h = Self.number(hashKey)
        var out: [UInt8] = []
        out.reserveCapacity(text.count)
        var counter: UInt32 = 1
        let source = Array(text)
        for start in stride(from: 0, to: source.count, by: 16) {
            counter &+= 1
            var stream = nonce + Self.bytes(counter)
            encrypt(&stream)
            for index in start..<min(start + 16, source.count) { out.append(source[index] ^ stream[index - start]) }
        }
        var hash: UInt128 = 0
        let cipher = isEncrypting ? out : source
        for part in [additional, cipher] {
            for start in stride(from: 0, to: part.count, by: 16) {
                let block = Self.block(part[start..<min(start + 16, part.count)])
                hash = Self.multiply(hash ^ Self.number(block), h)
            }
        }
        let lengths = UInt128(UInt64(additional.count) * 8) << 64 | UInt128(UInt64(cipher.count) * 8)
        hash = Self.multiply(hash ^ lengths, h)
        var mask = nonce + [0, 0, 0, 1]
        encrypt(&mask)
        let tag = (0..<16).map { mask[$0] ^ UInt8(truncatingIfNeeded: hash >> UInt128(120 - 8 * $0)) }
        return (out, tag)
    }

    private static func number(_ block: [UInt8]) -> UInt128 { block.reduce(0) { $0 << 8 | UInt128($1) } }
    private static func bytes(_ word: UInt32) -> [UInt8] {
        [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }

    /// The product in GF(2^128) as GCM defines it.
    private static func multiply(_ x: UInt128, _ y: UInt128) -> UInt128 {
        let reduction = UInt128(0xE1) << 120
        var result: UInt128 = 0
        var factor = y
        for bit in 0..<128 {
            if x >> UInt128(127 - bit) & 1 == 1 { result ^= factor }
            factor = factor & 1 == 1 ? factor >> 1 ^ reduction : factor >> 1
        }
        return result
    }
}
