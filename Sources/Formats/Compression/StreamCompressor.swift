import CBzip2
import CZlib
import CZstd
import Glibc

/// Compresses a stream piece by piece. Knows gzip, deflate, bzip2, zstd and uncompressed. Used by one thread at a time.
package final class StreamCompressor {
    package struct Step {
        package var consumed: Int
        package var produced: Int
        /// Whether the end of the stream has been written; only when finishing.
        package var isFinished: Bool
    }

    private let codec: CompressionCodec
    private var zlib: UnsafeMutablePointer<z_stream>?
    private var bzip: UnsafeMutablePointer<bz_stream>?
    private var zstd: OpaquePointer?

    package init(_ codec: CompressionCodec, level: Int? = nil) throws {
        self.codec = codec
        switch codec {
        case .uncompressed: break
        case .gzip, .deflate:
            let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
            stream.initialize(to: z_stream())
            let status = deflateInit2_(
                stream, Int32(clamping: level ?? 6), Z_DEFLATED, codec == .gzip ? 15 + 16 : 15, 8, Z_DEFAULT_STRATEGY,
                ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
            guard status == Z_OK else {
                stream.deallocate()
                throw CompressionError("zlib refused to start (level \(level ?? 6))")
            }
            zlib = stream
        case .bzip2:
            let stream = UnsafeMutablePointer<bz_stream>.allocate(capacity: 1)
            stream.initialize(to: bz_stream())
            guard BZ2_bzCompressInit(stream, Int32(clamping: level ?? 9), 0, 0) == BZ_OK else {
                stream.deallocate()
                throw CompressionError("bzip2 refused to start (level \(level ?? 9))")
            }
            bzip = stream
        case .zstd:
            guard let stream = ZSTD_createCCtx() else { throw CompressionError("no memory for zstd") }
            _ = ZSTD_CCtx_setParameter(stream, ZSTD_c_compressionLevel, Int32(clamping: level ?? 3))
            zstd = stream
        case .snappy, .lz4, .lz4Raw, .brotli:
            throw CompressionError("\(codec.rawValue) is not written as a stream")
        }
    }

    deinit {
        if let zlib {
            deflateEnd(zlib)
            zlib.deallocate()
        }
        if let bzip {
            BZ2_bzCompressEnd(bzip)
            bzip.deallocate()
        }
        if let zstd { ZSTD_freeCCtx(zstd) }
    }

    /// Takes in some of `input` and writes some of `output`. With `finishing`, no more input follows this one: call again
    /// with what is left of it until ``Step/isFinished``.
    package func compress(
        _ input: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer, finishing: Bool
    ) throws -> Step {
        let source = UnsafeRawBufferPointer(rebasing: input.prefix(1 << 30))
        let ending = finishing && source.count == input.count
        let capacity = min(output.count, 1 << 30)
        guard let base = output.baseAddress, capacity > 0 else {
            return Step(consumed: 0, produced: 0, isFinished: false)
        }
        if let zlib {
            zlib.pointee.next_in = source.baseAddress.map {
                UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: UInt8.self))
            }
            zlib.pointee.avail_in = UInt32(source.count)
            zlib.pointee.next_out = base.assumingMemoryBound(to: UInt8.self)
            zlib.pointee.avail_out = UInt32(capacity)
            let status = CZlib.deflate(zlib, ending ? Z_FINISH : Z_NO_FLUSH)
            guard status != Z_STREAM_ERROR else { throw CompressionError("zlib failed") }
            return Step(
                consumed: source.count - Int(zlib.pointee.avail_in),
                produced: capacity - Int(zlib.pointee.avail_out), isFinished: status == Z_STREAM_END)
        }
        if let bzip {
            if source.count == 0 && !ending { return Step(consumed: 0, produced: 0, isFinished: false) }
            bzip.pointee.next_in = source.baseAddress.map {
                UnsafeMutablePointer(mutating: $0.assumingMemoryBound(to: CChar.self))
            }
            bzip.pointee.avail_in = UInt32(source.count)
            bzip.pointee.next_out = base.assumingMemoryBound(to: CChar.self)
            bzip.pointee.avail_out = UInt32(capacity)
            let status = BZ2_bzCompress(bzip, ending ? BZ_FINISH : BZ_RUN)
            guard status >= 0 else { throw CompressionError("bzip2 failed") }
            return Step(
                consumed: source.count - Int(bzip.pointee.avail_in),
                produced: capacity - Int(bzip.pointee.avail_out), isFinished: status == BZ_STREAM_END)
        }
        if let zstd {
            var inBuffer = ZSTD_inBuffer(src: source.baseAddress, size: source.count, pos: 0)
            var outBuffer = ZSTD_outBuffer(dst: base, size: capacity, pos: 0)
            let left = ZSTD_compressStream2(zstd, &outBuffer, &inBuffer, ending ? ZSTD_e_end : ZSTD_e_continue)
            if ZSTD_isError(left) != 0 { throw CompressionError("zstd failed") }
            return Step(consumed: inBuffer.pos, produced: outBuffer.pos, isFinished: ending && left == 0)
        }
        let count = min(source.count, capacity)
        if let bytes = source.baseAddress { memcpy(base, bytes, count) }
        return Step(consumed: count, produced: count, isFinished: ending && count == source.count)
    }
}
