/// The 32-bit MurmurHash3 (Austin Appleby, public domain) in the variant that Spark uses to place rows in partitions and
/// that its `hash()` function shows: the bytes behind the last whole word are mixed one at a time, as signed words.
package enum Murmur3 {
    /// The seed of `hash()` and of hash partitioning.
    package static let defaultSeed: UInt32 = 42

    @inlinable package static func mixKey(_ key: UInt32) -> UInt32 {
        let k = key &* 0xCC9E_2D51
        return ((k &<< 15) | (k &>> 17)) &* 0x1B87_3593
    }

    @inlinable package static func mix(_ hash: UInt32, _ mixedKey: UInt32) -> UInt32 {
        let h = hash ^ mixedKey
        return ((h &<< 13) | (h &>> 19)) &* 5 &+ 0xE654_6B64
    }

    @inlinable package static func finish(_ hash: UInt32, length: UInt32) -> UInt32 {
        var h = hash ^ length
        h ^= h &>> 16
        h = h &* 0x85EB_CA6B
        h ^= h &>> 13
        h = h &* 0xC2B2_AE35
        h ^= h &>> 16
        return h
    }

    @inlinable package static func hash(word: UInt32, seed: UInt32) -> UInt32 {
        finish(mix(seed, mixKey(word)), length: 4)
    }

    @inlinable package static func hash(long: UInt64, seed: UInt32) -> UInt32 {
        let low = mix(seed, mixKey(UInt32(truncatingIfNeeded: long)))
        return finish(mix(low, mixKey(UInt32(truncatingIfNeeded: long &>> 32))), length: 8)
    }

    @inlinable package static func hash(bytes: UnsafeRawBufferPointer, seed: UInt32) -> UInt32 {
        let count = bytes.count
        guard count > 0, let base = bytes.baseAddress else { return finish(seed, length: 0) }
        var hash = seed
        let aligned = count & ~3
        var index = 0
        while index < aligned {
            hash = mix(hash, mixKey(base.loadUnaligned(fromByteOffset: index, as: UInt32.self)))
            index &+= 4
        }
        while index < count {
            let byte = base.load(fromByteOffset: index, as: Int8.self)
            hash = mix(hash, mixKey(UInt32(bitPattern: Int32(byte))))
            index &+= 1
        }
        return finish(hash, length: UInt32(truncatingIfNeeded: count))
    }
}

extension Murmur3 {
    /// The hash of each row over all columns, as Spark chains it: a column's hash is the next column's seed, nulls leave
    /// it as it is. O(rows × columns).
    package static func hash(rowsOf columns: [Column], count: Int, seed: UInt32 = defaultSeed) -> Buffer {
        let out = Buffer(capacity: count &* 4)
        let hashes = out.typed(UInt32.self)
        for row in 0..<count { hashes[row] = seed }
        for column in columns { update(hashes, with: column, count: count) }
        return out
    }

    /// Chains one column into the hashes of its rows.
    package static func update(_ hashes: UnsafeMutablePointer<UInt32>, with column: Column, count: Int) {
        let column = column.flattened()
        switch column.layout {
        case .null, .constant, .dictionary: return
        case .fixed(let buffer):
            let validity = column.validity.map { UnsafePointer($0.words) }
            switch column.type.physicalType {
            case .bool: words(hashes, buffer.typed(UInt8.self), validity, count) { UInt32($0) }
            case .int8: words(hashes, buffer.typed(Int8.self), validity, count) { UInt32(bitPattern: Int32($0)) }
            case .int16: words(hashes, buffer.typed(Int16.self), validity, count) { UInt32(bitPattern: Int32($0)) }
            case .int32: words(hashes, buffer.typed(Int32.self), validity, count) { UInt32(bitPattern: $0) }
            case .float:
                words(hashes, buffer.typed(Float.self), validity, count) {
                    $0 == 0 ? 0 : ($0.isNaN ? 0x7FC0_0000 : $0.bitPattern)
                }
            case .int64: longs(hashes, buffer.typed(Int64.self), validity, count) { UInt64(bitPattern: $0) }
            case .double:
                longs(hashes, buffer.typed(Double.self), validity, count) {
                    $0 == 0 ? 0 : ($0.isNaN ? 0x7FF8_0000_0000_0000 : $0.bitPattern)
                }
            case .int128:
                let values = buffer.typed(Int128.self)
                for row in 0..<count where isValid(validity, row) {
                    hashes[row] = hash(unscaled: values[row], seed: hashes[row])
                }
            case .null, .view, .array, .map, .structure: return
            }
        case .view(let buffer, _):
            let views = UnsafePointer(buffer.typed(StringView.self))
            let validity = column.validity.map { UnsafePointer($0.words) }
            for row in 0..<count where isValid(validity, row) {
                hashes[row] = hash(bytes: StringView.bytes(views + row), seed: hashes[row])
            }
        case .structure(let fields):
            guard let validity = column.validity else {
                for field in fields { update(hashes, with: field, count: count) }
                return
            }
            let kept = Buffer(capacity: count &* 4)
            let before = kept.typed(UInt32.self)
            for row in 0..<count { before[row] = hashes[row] }
            for field in fields { update(hashes, with: field, count: count) }
            for row in 0..<count where !validity[row] { hashes[row] = before[row] }
        case .array(let offsets, let elements):
            ranges(hashes, offsets.typed(Int32.self), [elements], column.validity, count)
        case .map(let offsets, let keys, let values):
            ranges(hashes, offsets.typed(Int32.self), [keys, values], column.validity, count)
        }
    }

    @inline(__always)
    private static func isValid(_ words: UnsafePointer<UInt64>?, _ row: Int) -> Bool {
        guard let words else { return true }
        return words[row &>> 6] &>> UInt64(truncatingIfNeeded: row & 63) & 1 != 0
    }

    @inline(__always)
    private static func words<T: BitwiseCopyable>(
        _ hashes: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<T>, _ validity: UnsafePointer<UInt64>?,
        _ count: Int, _ word: (T) -> UInt32
    ) {
        for row in 0..<count where isValid(validity, row) {
            hashes[row] = hash(word: word(values[row]), seed: hashes[row])
        }
    }

    @inline(__always)
    private static func longs<T: BitwiseCopyable>(
        _ hashes: UnsafeMutablePointer<UInt32>, _ values: UnsafeMutablePointer<T>, _ validity: UnsafePointer<UInt64>?,
        _ count: Int, _ long: (T) -> UInt64
    ) {
        for row in 0..<count where isValid(validity, row) {
            hashes[row] = hash(long: long(values[row]), seed: hashes[row])
        }
    }

    /// Decimals of more than 18 digits hash as the shortest big-endian two's complement of their unscaled value.
    package static func hash(unscaled: Int128, seed: UInt32) -> UInt32 {
        var bytes: (UInt64, UInt64) = (
            UInt64(truncatingIfNeeded: unscaled >> 64).bigEndian, UInt64(truncatingIfNeeded: unscaled).bigEndian
        )
        let magnitude = unscaled < 0 ? ~unscaled : unscaled
        let significantBits = 128 - magnitude.leadingZeroBitCount + 1
        let length = (significantBits + 7) / 8
        return withUnsafeBytes(of: &bytes) {
            hash(bytes: UnsafeRawBufferPointer(rebasing: $0[(16 - length)...]), seed: seed)
        }
    }

    private static func ranges(
        _ hashes: UnsafeMutablePointer<UInt32>, _ offsets: UnsafeMutablePointer<Int32>, _ parts: [Column],
        _ validity: Bitmap?, _ count: Int
    ) {
        // Elements chain within a row, so rows of nested values go one element at a time.
        let one = Buffer(capacity: 4)
        let hash = one.typed(UInt32.self)
        for row in 0..<count where validity.map({ $0[row] }) ?? true {
            hash[0] = hashes[row]
            for element in Int(offsets[row])..<max(Int(offsets[row]), Int(offsets[row &+ 1])) {
                for part in parts { update(hash, with: part.slice(element..<element &+ 1), count: 1) }
            }
            hashes[row] = hash[0]
        }
    }
}
