import CBzip2
import CZlib
import CZstd
import Glibc

/// Decompresses a stream piece by piece, so that memory stays bounded whatever the stream expands to. Streams of several
/// members one after another (gzip, bzip2, zstd frames) are read as one.
///
/// Knows gzip, deflate, bzip2, zstd and uncompressed. Used by one thread at a time.
package final class StreamDecompressor {
    package struct Step {
        /// Bytes of the input that have been taken in.
        package var consumed: Int
        /// Bytes of the output that have been written.
        package var produced: Int
        /// Whether the stream stands at the end of a member: a file may end here.
        package var isComplete: Bool
    }

    private let codec: CompressionCodec
    private var zlib: UnsafeMutablePointer<z_stream>?
    private var bzip: UnsafeMutablePointer<bz_stream>?
    private var zstd: OpaquePointer?
    /// A member has ended and the next has not begun.
    private var betweenMembers = true
    private var membersSeen = 0

    package init(_ codec: CompressionCodec) throws {
        self.codec = codec
        switch codec {
        case .uncompressed: break
        case .gzip, .deflate:
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            stream.initialize(to: z_stream())
            // 32 added to the window bits: the header tells gzip from zlib.
            let status = inflateInit2_(stream, 15 + 32, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard status == Z_OK else {
                stream.deallocate()
                throw CompressionError("no memory for zlib")
            }
            zlib = stream
        case .bzip2: bzip = try Self.openBzip2()
        case .zstd:
            guard let stream = ZSTD_createDStream() else { throw CompressionError("no memory for zstd") }
            zstd = stream
        case .snappy, .lz4, .lz4Raw, .brotli:
            throw CompressionError("\(codec.rawValue) is not read as a stream")
        }
    }

    deinit {
        if let zlib {
            inflateEnd(zlib)
            zlib.deallocate()
        }
        if let bzip {
            BZ2_bzDecompressEnd(bzip)
            bzip.deallocate()
        }
        if let zstd { ZSTD_freeDStream(zstd) }
    }

    private static func openBzip2() throws -> UnsafeMutablePointer<bz_stream> {
        let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
        stream.initialize(to: bz_stream())
        guard BZ2_bzDecompressInit(stream, 0, 0) == BZ_OK else {
            stream.deallocate()
            throw CompressionError("no memory for bzip2")
        }
        return stream
    }

    /// Takes in some of `input` and writes some of `output`. Neither may make progress only when `input` is empty.
    ///
    /// Throws ``CompressionError`` when the bytes are damaged. At the end of the input the caller checks
    /// ``Step/isComplete`` to tell a truncated stream.
    package func decompress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer
    ) throws -> Step {
        // Sizes of the C libraries are 32 bits wide.
        let source = UnsafeRawBufferPointer(rebasing: input.prefix(1 << 30))
        let target = UnsafeMutableRawBufferPointer(rebasing: output.prefix(1 << 30))
        guard let outputBase = target.baseAddress, target.count > 0 else {
            return Step(consumed: 0, produced: 0, isComplete: betweenMembers)
        }
        switch codec {
        case .gzip, .deflate: return try inflateStep(source, outputBase, target.count)
        case .bzip2: return try bzip2Step(source, outputBase, target.count)
        case .zstd: return try zstdStep(source, outputBase, target.count)
        default:
            let count = min(source.count, target.count)
            if let base = source.baseAddress { memcpy(outputBase, base, count) }
            return Step(consumed: count, produced: count, isComplete: true)
        }
    }

    private func inflateStep(
        _ source: UnsafeRawBufferPointer, _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Step {
        guard let zlib else { return Step(consumed: 0, produced: 0, isComplete: true) }
        if betweenMembers && membersSeen > 0 {
            // Zeros after the last member are padding.
            if source.allSatisfy({ $0 == 0 }) { return Step(consumed: source.count, produced: 0, isComplete: true) }
            guard inflateReset(zlib) == Z_OK else { throw CompressionError("zlib failed") }
        }
        guard source.count > 0, let base = source.baseAddress else {
            if betweenMembers { return Step(consumed: 0, produced: 0, isComplete: true) }
            return try inflateSome(zlib, nil, 0, output, capacity)
        }
        return try inflateSome(zlib, base, source.count, output, capacity)
    }

    private func inflateSome(
        _ zlib: UnsafeMutablePointer<z_stream>, _ base: UnsafeRawPointer?, _ count: Int,
        _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Step {
        zlib.pointee.next_in = base.map {
            UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
        }
        zlib.pointee.avail_in = UInt32(count)
        zlib.pointee.next_out = output.assumingMemoryBound(to: UInt8.self)
        zlib.pointee.avail_out = UInt32(capacity)
        betweenMembers = false
        let status = inflate(zlib, Z_NO_FLUSH)
        guard status == Z_OK || status == Z_STREAM_END || status == Z_BUF_ERROR else {
            throw CompressionError("gzip data is damaged")
        }
        if status == Z_STREAM_END {
            betweenMembers = true
            membersSeen += 1
        }
        return Step(
            consumed: count - Int(zlib.pointee.avail_in), produced: capacity - Int(zlib.pointee.avail_out),
            isComplete: betweenMembers)
    }

    private func bzip2Step(
        _ source: UnsafeRawBufferPointer, _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Step {
        if betweenMembers && membersSeen > 0 && source.count > 0 {
            if let old = bzip {
                BZ2_bzDecompressEnd(old)
                old.deallocate()
                bzip = nil
            }
            bzip = try Self.openBzip2()
        }
        guard let bzip, source.count > 0 || !betweenMembers else {
            return Step(consumed: 0, produced: 0, isComplete: true)
        }
        bzip.pointee.next_in = source.baseAddress.map {
            UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: CChar.self))
        }
        bzip.pointee.avail_in = UInt32(source.count)
        bzip.pointee.next_out = output.assumingMemoryBound(to: CChar.self)
        bzip.pointee.avail_out = UInt32(capacity)
        betweenMembers = false
        let status = BZ2_bzDecompress(bzip)
        guard status == BZ_OK || status == BZ_STREAM_END else { throw CompressionError("bzip2 data is damaged") }
        if status == BZ_STREAM_END {
            betweenMembers = true
            membersSeen += 1
        }
        return Step(
            consumed: source.count - Int(bzip.pointee.avail_in), produced: capacity - Int(bzip.pointee.avail_out),
            isComplete: betweenMembers)
    }

    private func zstdStep(
        _ source: UnsafeRawBufferPointer, _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Step {
        guard let zstd, source.count > 0 || !betweenMembers else {
            return Step(consumed: 0, produced: 0, isComplete: true)
        }
        var input = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
        var target = ZSTD_outBuffer(dst: output, size: capacity, pos: 0)
        let hint = ZSTD_decompressStream(zstd, &target, &input)
        if ZSTD_isError(hint) != 0 {
            throw CompressionError("zstd data is damaged: \(String(cString: ZSTD_getErrorName(hint)))")
        }
        betweenMembers = hint == 0
        return Step(consumed: input.pos, produced: target.pos, isComplete: betweenMembers)
    }
}
