import CZlib
import Columnar

/// Walks the pages of one column chunk, reading ahead by about a megabyte and decompressing one page at a time.
final class PageReader {
    /// The bytes of a page, decompressed, and the memory they lie in.
    struct Page {
        var header: ParquetPageHeader
        /// Version 2 only: repetition and definition levels.
        var levels: UnsafeRawBufferPointer
        /// Everything else. 64 bytes behind it are readable.
        var values: UnsafeRawBufferPointer
        var owner: Buffer
        /// What keeps `levels` alive.
        var levelsOwner: Buffer
    }

    private let file: ParquetFile
    private let codec: BlockCodec
    private let verifiesChecksums: Bool
    /// Where the next page header, or the body after a header, starts in the file.
    private(set) var position: Int
    private let end: Int
    private var window = Buffer(capacity: 0)
    private var windowStart = 0
    private var windowCount = 0
    /// Each is used again once no column points into it.
    private var scratch: [Buffer] = []
    private static let readAhead = 1 << 20

    init(file: ParquetFile, chunk: ParquetColumnChunk, verifiesChecksums: Bool) throws {
        guard !chunk.isEncrypted else { throw ParquetError("the column is encrypted, which is not supported") }
        guard chunk.externalFile == nil else { throw ParquetError("the column's data lie in another file") }
        guard chunk.hasMetadata else { throw ParquetError("a column chunk has no metadata") }
        guard let compression = chunk.compression else {
            throw ParquetError("compression codec \(chunk.codec) is not supported")
        }
        let start = chunk.startOffset
        // The footer's length and magic end the data. Old writers left the dictionary's header out of the chunk's size.
        let limit = file.size - 8
        guard start >= 4, start <= limit, chunk.compressedSize <= limit - start else {
            throw ParquetError("a column chunk lies outside the file")
        }
        self.file = file
        self.verifiesChecksums = verifiesChecksums
        codec = BlockCodec(compression)
        position = start
        end = min(limit, start + chunk.compressedSize + 100)
    }

    /// Makes `count` bytes at ``position`` available, fewer at the end of the chunk; gives those that there are.
    private func available(_ count: Int) throws -> UnsafeRawBufferPointer {
        let wanted = min(count, end - position)
        let offset = position - windowStart
        if offset >= 0, offset + wanted <= windowCount {
            return UnsafeRawBufferPointer(start: window.pointer + offset, count: windowCount - offset)
        }
        let length = min(max(wanted, Self.readAhead), end - position)
        if !isKnownUniquelyReferenced(&window) || window.capacity < length + ParquetFile.slack {
            window = Buffer(capacity: length + ParquetFile.slack)
        }
        windowCount = 0
        try file.read(at: position, count: length, into: window.pointer)
        windowStart = position
        windowCount = length
        return UnsafeRawBufferPointer(start: window.pointer, count: length)
    }

    /// Reads the next page's header; `nil` at the end of the chunk. The body is then read or skipped.
    func nextHeader() throws -> ParquetPageHeader? {
        var wanted = 256
        while position < end {
            let bytes = try available(wanted)
            do {
                let (header, byteCount) = try ParquetPageHeader.decode(bytes)
                position += byteCount
                guard header.compressedSize <= end - position else {
                    throw ParquetError("a page of \(header.compressedSize) bytes reaches beyond its column chunk")
                }
                return header
            } catch let error as ParquetError where error.isTruncation && bytes.count < end - position {
                wanted = bytes.count * 2
            }
        }
        return nil
    }

    func skipBody(_ header: ParquetPageHeader) { position += header.compressedSize }

    /// The body of an earlier page, which stands at `place`.
    func body(_ header: ParquetPageHeader, at place: Int) throws -> Page {
        let here = position
        position = place
        defer { position = here }
        return try body(header)
    }

    func body(_ header: ParquetPageHeader) throws -> Page {
        var bytes = UnsafeRawBufferPointer(rebasing: try available(header.compressedSize).prefix(header.compressedSize))
        position += header.compressedSize
        if verifiesChecksums, let checksum = header.checksum {
            let actual = crc32(0, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), UInt32(bytes.count))
            guard UInt32(truncatingIfNeeded: actual) == checksum else {
                throw ParquetError("a page's checksum does not fit its content")
            }
        }
        var levels = UnsafeRawBufferPointer(start: bytes.baseAddress, count: 0)
        var uncompressedSize = header.uncompressedSize
        var isCompressed = codec.codec != .uncompressed
        if header.kind == .dataV2 {
            let levelCount = header.definitionByteCount + header.repetitionByteCount
            guard levelCount <= bytes.count, levelCount <= uncompressedSize else {
                throw ParquetError("a page's levels are longer than the page")
            }
            levels = UnsafeRawBufferPointer(rebasing: bytes[0..<levelCount])
            bytes = UnsafeRawBufferPointer(rebasing: bytes[levelCount...])
            uncompressedSize -= levelCount
            // Pages without values are written with nothing to decompress.
            isCompressed = isCompressed && header.isCompressed && uncompressedSize > 0 && bytes.count > 0
        }
        if !isCompressed {
            return Page(header: header, levels: levels, values: bytes, owner: window, levelsOwner: window)
        }
        try checkPromise(compressed: bytes.count, uncompressed: uncompressedSize)
        let target = scratchBuffer(uncompressedSize + ParquetFile.slack)
        try codec.decompress(
            bytes, into: UnsafeMutableRawBufferPointer(start: target.pointer, count: uncompressedSize))
        let values = UnsafeRawBufferPointer(start: target.pointer, count: uncompressedSize)
        return Page(header: header, levels: levels, values: values, owner: target, levelsOwner: window)
    }

    /// Refuses sizes that no compressed data of this length can give, before memory is taken for them.
    private func checkPromise(compressed: Int, uncompressed: Int) throws {
        let ratio =
            switch codec.codec {
            case .snappy: 32
            case .lz4, .lz4Raw: 256
            case .gzip, .deflate: 1100
            // Brotli and zstd shrink a long repetition to next to nothing.
            default: 1 << 20
            }
        guard uncompressed <= compressed * ratio + 65536 else {
            throw ParquetError("a page of \(compressed) bytes promises to hold \(uncompressed)")
        }
    }

    private func scratchBuffer(_ capacity: Int) -> Buffer {
        for index in scratch.indices where isKnownUniquelyReferenced(&scratch[index]) {
            if scratch[index].capacity >= capacity { return scratch[index] }
            scratch.remove(at: index)
            break
        }
        let buffer = Buffer(capacity: capacity)
        // A batch in the making, the one before it and the page itself may each hold one.
        if scratch.count == 3 { scratch.removeFirst() }
        scratch.append(buffer)
        return buffer
    }
}
