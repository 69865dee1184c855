import Glibc

/// Decodes Parquet's mix of run-length and bit-packed runs: levels, dictionary indices and booleans.
///
/// The bytes must be followed by 16 readable ones. Keeps its place between calls.
struct HybridDecoder {
    private var next: UnsafeRawPointer
    private let end: UnsafeRawPointer
    let width: Int
    /// Values left of the current run.
    private var left = 0
    /// Of a run-length run.
    private var value: UInt32 = 0
    /// Of a bit-packed run: its bytes and the index of its next value.
    private var packed: UnsafeRawPointer?
    private var packedIndex = 0

    /// Reads `bytes`, whose values have `width` (0...32) bits.
    init(_ bytes: UnsafeRawBufferPointer, width: Int) throws {
        guard let base = bytes.baseAddress else { throw ParquetError("encoded values are missing") }
        guard width >= 0, width <= 32 else { throw ParquetError("encoded values of \(width) bits") }
        next = base
        end = base + bytes.count
        self.width = width
    }

    private mutating func startRun() throws {
        var header: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard next < end, shift < 64 else { throw ParquetError("encoded values end too early") }
            let byte = next.load(as: UInt8.self)
            next += 1
            header |= UInt64(byte & 0x7F) &<< shift
            if byte & 0x80 == 0 { break }
            shift += 7
        }
        let available = end - next
        if header & 1 == 1 {
            let groups = Int(truncatingIfNeeded: header >> 1)
            guard groups > 0, groups <= Int(Int32.max) else {
                throw ParquetError("a bit-packed run of impossible length")
            }
            // The last run may be cut at its last needed byte.
            let bytes = min(groups &* width, available)
            packed = next
            packedIndex = 0
            left = width == 0 ? groups &* 8 : min(groups &* 8, bytes &* 8 / width)
            guard left > 0 else { throw ParquetError("encoded values end too early") }
            next += bytes
        } else {
            let count = header >> 1
            guard count > 0, count <= UInt64(Int32.max) else { throw ParquetError("a run of impossible length") }
            let bytes = (width + 7) / 8
            guard bytes <= available else { throw ParquetError("encoded values end too early") }
            var repeated: UInt32 = 0
            for index in 0..<bytes {
                repeated |= UInt32(next.load(fromByteOffset: index, as: UInt8.self)) << (8 * index)
            }
            if width < 32, repeated >> UInt32(width) != 0 { throw ParquetError("a run's value has too many bits") }
            next += bytes
            packed = nil
            value = repeated
            left = Int(count)
        }
    }

    /// Decodes exactly `count` values.
    mutating func decode(into out: UnsafeMutablePointer<UInt32>, count: Int) throws {
        var done = 0
        while done < count {
            if left == 0 { try startRun() }
            let n = min(left, count &- done)
            if let packed {
                if width == 0 {
                    (out + done).update(repeating: 0, count: n)
                } else {
                    unpackBits(packed, index: packedIndex, width: width, into: out + done, count: n)
                }
                packedIndex &+= n
            } else {
                (out + done).update(repeating: value, count: n)
            }
            left &-= n
            done &+= n
        }
    }

    /// Decodes those of the next `total` values that stand at `positions`, which ascend, and passes over the others.
    mutating func pick(
        into out: UnsafeMutablePointer<UInt32>, at positions: UnsafePointer<Int32>, count: Int, of total: Int
    ) throws {
        var done = 0
        var next = 0
        let mask = (UInt64(1) &<< UInt64(width)) &- 1
        while done < total {
            if left == 0 { try startRun() }
            let n = min(left, total &- done)
            let end = done &+ n
            if let packed {
                let base = packedIndex &- done
                while next < count && Int(positions[next]) < end {
                    let bit = (base &+ Int(positions[next])) &* width
                    let word = packed.loadUnaligned(fromByteOffset: bit &>> 3, as: UInt64.self)
                    out[next] = UInt32(truncatingIfNeeded: word &>> UInt64(bit & 7) & mask)
                    next &+= 1
                }
                packedIndex &+= n
            } else {
                while next < count && Int(positions[next]) < end {
                    out[next] = value
                    next &+= 1
                }
            }
            left &-= n
            done = end
        }
    }

    /// Passes over `count` values.
    mutating func skip(_ count: Int) throws {
        var done = 0
        while done < count {
            if left == 0 { try startRun() }
            let n = min(left, count &- done)
            packedIndex &+= n
            left &-= n
            done &+= n
        }
    }

    /// Whether the next `count` values are one run of `value`; then they are passed over.
    mutating func takeRun(of value: UInt32, count: Int) throws -> Bool {
        if count == 0 { return true }
        if left == 0 { try startRun() }
        guard packed == nil, self.value == value, left >= count else { return false }
        left &-= count
        return true
    }

    /// Decodes one-bit values: sets the bits of `words` from `start` on where the value is 1, and counts them.
    mutating func decodeBits(into words: UnsafeMutablePointer<UInt64>, at start: Int, count: Int) throws -> Int {
        var done = 0
        var ones = 0
        while done < count {
            if left == 0 { try startRun() }
            let n = min(left, count &- done)
            if let packed {
                ones &+= copyBits(words, start &+ done, packed, packedIndex, n)
                packedIndex &+= n
            } else if value == 1 {
                setBits(words, start &+ done, n)
                ones &+= n
            }
            left &-= n
            done &+= n
        }
        return ones
    }
}
