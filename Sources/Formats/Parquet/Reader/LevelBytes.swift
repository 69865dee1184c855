import Columnar

/// Levels at the start of a version 1 page.
enum LevelBytes {
    /// Takes the levels off the front of `bytes`. Bit-packed levels (an old form, highest bit first) are brought to the
    /// form of ``HybridDecoder`` in memory of their own.
    static func split(
        _ bytes: inout UnsafeRawBufferPointer, encoding: Int32, width: Int, count: Int
    ) throws -> (bytes: UnsafeRawBufferPointer, owner: Buffer?) {
        if encoding == ParquetEncoding.bitPacked.rawValue {
            let length = (count * width + 7) / 8
            guard length <= bytes.count else { throw ParquetError("a page's levels are longer than the page") }
            let packed = UnsafeRawBufferPointer(rebasing: bytes[0..<length])
            bytes = UnsafeRawBufferPointer(rebasing: bytes[length...])
            return repack(packed, width: width, count: count)
        }
        guard encoding == ParquetEncoding.rle.rawValue else {
            throw ParquetError("levels in encoding \(encoding) are not supported")
        }
        guard bytes.count >= 4, let base = bytes.baseAddress else { throw ParquetError("a page's levels are missing") }
        let length = Int(base.loadUnaligned(as: UInt32.self))
        guard length <= bytes.count - 4 else { throw ParquetError("a page's levels are longer than the page") }
        let part = UnsafeRawBufferPointer(rebasing: bytes[4..<4 + length])
        bytes = UnsafeRawBufferPointer(rebasing: bytes[(4 + length)...])
        return (part, nil)
    }

    private static func repack(
        _ packed: UnsafeRawBufferPointer, width: Int, count: Int
    ) -> (bytes: UnsafeRawBufferPointer, owner: Buffer?) {
        let groups = (count + 7) / 8
        let buffer = Buffer(capacity: 16 + groups * width + ParquetFile.slack, zeroed: true)
        let out = buffer.typed(UInt8.self)
        var length = 0
        var header = UInt64(groups) << 1 | 1
        while true {
            out[length] = UInt8(truncatingIfNeeded: header & 0x7F) | (header > 0x7F ? 0x80 : 0)
            header >>= 7
            length += 1
            if header == 0 { break }
        }
        for value in 0..<count {
            for bit in 0..<width {
                let from = value * width + bit
                guard packed[from >> 3] >> UInt8(7 - (from & 7)) & 1 != 0 else { continue }
                let to = value * width + (width - 1 - bit)
                out[length + (to >> 3)] |= 1 << UInt8(to & 7)
            }
        }
        return (UnsafeRawBufferPointer(start: buffer.pointer, count: length + groups * width), buffer)
    }
}
