/// Decodes DELTA_BINARY_PACKED integers: a first value, then blocks of differences, bit-packed above their minimum.
///
/// Arithmetic wraps around, as the writers' does. The bytes must be followed by 16 readable ones.
struct DeltaDecoder {
    private var next: UnsafeRawPointer
    private let end: UnsafeRawPointer
    private let blockSize: Int
    private let miniblocks: Int
    private let perMiniblock: Int
    /// Values promised by the header and not yet given.
    private(set) var remaining: Int
    private var value: Int64
    private var isFirst = true
    private var minDelta: Int64 = 0
    /// The bit widths of the block's miniblocks.
    private var widths: UnsafeRawPointer
    private var miniblock: Int
    private var miniblockData: UnsafeRawPointer
    private var miniblockIndex = 0
    private var miniblockLeft = 0

    init(_ bytes: UnsafeRawBufferPointer) throws {
        guard let base = bytes.baseAddress else { throw ParquetError("delta encoded values are missing") }
        next = base
        end = base + bytes.count
        let blockSize = try Self.varint(&next, end)
        let miniblocks = try Self.varint(&next, end)
        let count = try Self.varint(&next, end)
        let first = try Self.varint(&next, end)
        guard blockSize > 0, blockSize <= 1 << 24, blockSize % 128 == 0, miniblocks > 0, miniblocks <= blockSize,
            blockSize % miniblocks == 0, blockSize / miniblocks % 32 == 0
        else { throw ParquetError("delta encoded values have a damaged header") }
        guard count <= UInt64(Int32.max) else { throw ParquetError("delta encoded values of impossible count") }
        self.blockSize = Int(blockSize)
        self.miniblocks = Int(miniblocks)
        perMiniblock = Int(blockSize / miniblocks)
        remaining = Int(count)
        value = Int64(bitPattern: first >> 1) ^ -Int64(bitPattern: first & 1)
        widths = next
        miniblockData = next
        miniblock = self.miniblocks
    }

    private static func varint(_ next: inout UnsafeRawPointer, _ end: UnsafeRawPointer) throws -> UInt64 {
        var result: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            guard next < end, shift < 64 else { throw ParquetError("delta encoded values end too early") }
            let byte = next.load(as: UInt8.self)
            next += 1
            result |= UInt64(byte & 0x7F) &<< shift
            if byte & 0x80 == 0 { return result }
            shift += 7
        }
    }

    /// Enters the next miniblock, and the next block when this one has no more.
    private mutating func startMiniblock() throws {
        if miniblock == miniblocks {
            let raw = try Self.varint(&next, end)
            minDelta = Int64(bitPattern: raw >> 1) ^ -Int64(bitPattern: raw & 1)
            guard end - next >= miniblocks else { throw ParquetError("delta encoded values end too early") }
            widths = next
            next += miniblocks
            miniblock = 0
        }
        let width = Int(widths.load(fromByteOffset: miniblock, as: UInt8.self))
        guard width <= 64 else { throw ParquetError("delta encoded values of \(width) bits") }
        miniblockData = next
        miniblockIndex = 0
        miniblockLeft = min(perMiniblock, remaining)
        // Some writers leave out the padding of the last miniblock.
        let bytes = min(perMiniblock &* width / 8, end - next)
        guard bytes &* 8 >= miniblockLeft &* width else { throw ParquetError("delta encoded values end too early") }
        next += bytes
        miniblock += 1
    }

    private var width: Int { Int(widths.load(fromByteOffset: miniblock - 1, as: UInt8.self)) }

    /// Decodes exactly `count` values.
    mutating func decode<T: FixedWidthInteger & BitwiseCopyable>(
        into out: UnsafeMutablePointer<T>, count: Int
    ) throws {
        guard count <= remaining else { throw ParquetError("delta encoded values end too early") }
        var done = 0
        if isFirst && count > 0 {
            out[0] = T(truncatingIfNeeded: value)
            isFirst = false
            remaining &-= 1
            done = 1
        }
        try withUnsafeTemporaryAllocation(of: UInt64.self, capacity: 64) { scratch in
            guard let deltas = scratch.baseAddress else { return }
            while done < count {
                if miniblockLeft == 0 { try startMiniblock() }
                let n = min(min(miniblockLeft, count &- done), 64)
                let width = self.width
                var running = value
                let base = minDelta
                if width == 0 {
                    for i in 0..<n {
                        running &+= base
                        out[done &+ i] = T(truncatingIfNeeded: running)
                    }
                } else {
                    unpackBits64(miniblockData, index: miniblockIndex, width: width, into: deltas, count: n)
                    for i in 0..<n {
                        running &+= base &+ Int64(bitPattern: deltas[i])
                        out[done &+ i] = T(truncatingIfNeeded: running)
                    }
                }
                value = running
                miniblockIndex &+= n
                miniblockLeft &-= n
                remaining &-= n
                done &+= n
            }
        }
    }

    /// Passes over `count` values.
    mutating func skip(_ count: Int) throws {
        try withUnsafeTemporaryAllocation(of: Int64.self, capacity: 256) { scratch in
            guard let ignored = scratch.baseAddress else { return }
            var left = count
            while left > 0 {
                let n = min(left, 256)
                try decode(into: ignored, count: n)
                left &-= n
            }
        }
    }

    /// Where the encoded bytes end: passes over all blocks without unpacking them. O(blocks).
    func endOfData() throws -> UnsafeRawPointer {
        var copy = self
        var left = copy.remaining &- (isFirst && copy.remaining > 0 ? 1 : 0)
        copy.remaining = left
        while left > 0 {
            try copy.startMiniblock()
            left &-= copy.miniblockLeft
            copy.remaining = left
        }
        // The block's further miniblocks hold no values; writers give them width 0.
        return copy.next
    }
}
