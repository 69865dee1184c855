import CBrotli
import CBzip2
import CLZ4
import CSnappy
import CZlib
import CZstd
import Glibc

/// Compresses and decompresses single blocks, keeping the libraries' contexts for reuse. Used by one thread at a time.
package final class BlockCodec {
    package let codec: CompressionCodec
    private let level: Int32?
    private var zstdReader: OpaquePointer?
    private var zstdWriter: OpaquePointer?

    package init(_ codec: CompressionCodec, level: Int? = nil) {
        self.codec = codec
        self.level = level.map { Int32(clamping: $0) }
    }

    deinit {
        if let zstdReader { ZSTD_freeDCtx(zstdReader) }
        if let zstdWriter { ZSTD_freeCCtx(zstdWriter) }
    }

    /// Writes what `source` holds to `output`, which has the exact size that the file promised, and nothing beyond it.
    ///
    /// Throws ``CompressionError`` when the bytes are damaged or give more or fewer bytes than `output` has.
    package func decompress(_ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws {
        if output.count == 0 && source.count == 0 { return }
        guard let input = source.baseAddress else {
            throw CompressionError("no compressed bytes where \(output.count) bytes were promised")
        }
        // Libraries dislike null pointers even for empty output.
        var nothing: UInt8 = 0
        let produced = try withUnsafeMutableBytes(of: &nothing) { spare -> Int in
            let target = UnsafeMutableRawBufferPointer(
                start: output.baseAddress ?? spare.baseAddress, count: output.count)
            guard let destination = target.baseAddress else { return 0 }
            return try decompress(UnsafeRawBufferPointer(start: input, count: source.count), destination, target.count)
        }
        guard produced == output.count else {
            throw CompressionError("\(codec.rawValue) data gave \(produced) bytes instead of \(output.count)")
        }
    }

    private func decompress(
        _ source: UnsafeRawBufferPointer, _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Int {
        guard let input = source.baseAddress else { return 0 }
        let inputBytes = input.assumingMemoryBound(to: CChar.self)
        let outputBytes = output.assumingMemoryBound(to: CChar.self)
        switch codec {
        case .uncompressed:
            guard source.count <= capacity else { throw CompressionError("uncompressed data is longer than promised") }
            memcpy(output, input, source.count)
            return source.count
        case .snappy:
            var length = 0
            guard snappy_uncompressed_length(inputBytes, source.count, &length) == SNAPPY_OK, length <= capacity else {
                throw CompressionError("snappy data is damaged or longer than promised")
            }
            length = capacity
            guard snappy_uncompress(inputBytes, source.count, outputBytes, &length) == SNAPPY_OK else {
                throw CompressionError("snappy data is damaged")
            }
            return length
        case .zstd:
            if zstdReader == nil { zstdReader = ZSTD_createDCtx() }
            guard let zstdReader else { throw CompressionError("no memory for zstd") }
            let result = ZSTD_decompressDCtx(zstdReader, output, capacity, input, source.count)
            if ZSTD_isError(result) != 0 {
                throw CompressionError("zstd data is damaged: \(String(cString: ZSTD_getErrorName(result)))")
            }
            return result
        case .lz4Raw:
            return try decompressLZ4Block(inputBytes, source.count, outputBytes, capacity)
        case .lz4:
            // Writers disagree on what LZ4 means: Hadoop's framing, the LZ4 frame format, or a bare block.
            if let length = try decompressHadoopLZ4(source, output, capacity) { return length }
            if source.count >= 4, input.loadUnaligned(as: UInt32.self) == 0x184D_2204 {
                return try decompressLZ4Frame(input, source.count, output, capacity)
            }
            return try decompressLZ4Block(inputBytes, source.count, outputBytes, capacity)
        case .brotli:
            var length = capacity
            let status = BrotliDecoderDecompress(
                source.count, input.assumingMemoryBound(to: UInt8.self), &length,
                output.assumingMemoryBound(to: UInt8.self))
            guard status == BROTLI_DECODER_RESULT_SUCCESS else { throw CompressionError("brotli data is damaged") }
            return length
        case .gzip, .deflate, .bzip2:
            let stream = try StreamDecompressor(codec)
            var (consumed, produced) = (0, 0)
            while produced < capacity {
                let step = try stream.decompress(
                    UnsafeRawBufferPointer(rebasing: source[consumed...]),
                    into: UnsafeMutableRawBufferPointer(start: output + produced, count: capacity - produced))
                consumed += step.consumed
                produced += step.produced
                if step.consumed == 0 && step.produced == 0 { break }
            }
            return produced
        }
    }

    /// Blocks behind two big-endian sizes each; `nil` when the bytes do not have that form.
    private func decompressHadoopLZ4(
        _ source: UnsafeRawBufferPointer, _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Int? {
        guard let input = source.baseAddress else { return nil }
        var (position, produced) = (0, 0)
        while position < source.count {
            guard source.count - position >= 8 else { return nil }
            let expected = Int(UInt32(bigEndian: input.loadUnaligned(fromByteOffset: position, as: UInt32.self)))
            let packed = Int(UInt32(bigEndian: input.loadUnaligned(fromByteOffset: position + 4, as: UInt32.self)))
            position += 8
            guard packed <= source.count - position, expected <= capacity - produced else { return nil }
            let written = LZ4_decompress_safe(
                (input + position).assumingMemoryBound(to: CChar.self),
                (output + produced).assumingMemoryBound(to: CChar.self), Int32(clamping: packed),
                Int32(clamping: capacity - produced))
            guard written == expected else { return nil }
            position += packed
            produced += expected
        }
        return produced == capacity ? produced : nil
    }

    private func decompressLZ4Block(
        _ input: UnsafePointer<CChar>, _ count: Int, _ output: UnsafeMutablePointer<CChar>, _ capacity: Int
    ) throws -> Int {
        guard count <= Int(Int32.max), capacity <= Int(Int32.max) else {
            throw CompressionError("an LZ4 block of more than 2 GiB")
        }
        let written = LZ4_decompress_safe(input, output, Int32(count), Int32(capacity))
        guard written >= 0 else { throw CompressionError("LZ4 data is damaged") }
        return Int(written)
    }

    private func decompressLZ4Frame(
        _ input: UnsafeRawPointer, _ count: Int, _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Int {
        var context: OpaquePointer?
        guard LZ4F_isError(LZ4F_createDecompressionContext(&context, UInt32(LZ4F_VERSION))) == 0, let context else {
            throw CompressionError("no memory for LZ4")
        }
        defer { LZ4F_freeDecompressionContext(context) }
        var (consumed, produced) = (0, 0)
        while consumed < count {
            var (taken, given) = (count - consumed, capacity - produced)
            let hint = LZ4F_decompress(context, output + produced, &given, input + consumed, &taken, nil)
            if LZ4F_isError(hint) != 0 { throw CompressionError("LZ4 data is damaged") }
            consumed += taken
            produced += given
            if hint == 0 || (taken == 0 && given == 0) { break }
        }
        return produced
    }

    /// The most bytes that ``compress(_:into:)`` may need for `count` bytes.
    package func compressedBound(_ count: Int) -> Int {
        switch codec {
        case .uncompressed: count
        case .snappy: snappy_max_compressed_length(count)
        case .zstd: ZSTD_compressBound(count)
        case .lz4Raw, .lz4: count + count / 255 + 32
        case .brotli: max(BrotliEncoderMaxCompressedSize(count), count + 1024)
        case .gzip, .deflate: Int(compressBound(UInt(count))) + 32
        case .bzip2: count + count / 50 + 1024
        }
    }

    /// Compresses `source` into `output`, which has at least ``compressedBound(_:)`` bytes, and gives the size.
    package func compress(_ source: UnsafeRawBufferPointer, into output: UnsafeMutableRawBufferPointer) throws -> Int {
        var nothing: UInt8 = 0
        return try withUnsafeBytes(of: &nothing) { spare -> Int in
            guard let input = source.baseAddress ?? spare.baseAddress, let destination = output.baseAddress,
                output.count >= compressedBound(source.count)
            else { throw CompressionError("no room for compressed data") }
            return try compress(UnsafeRawBufferPointer(start: input, count: source.count), destination, output.count)
        }
    }

    private func compress(
        _ source: UnsafeRawBufferPointer, _ output: UnsafeMutableRawPointer, _ capacity: Int
    ) throws -> Int {
        guard let input = source.baseAddress else { return 0 }
        let inputBytes = input.assumingMemoryBound(to: CChar.self)
        let outputBytes = output.assumingMemoryBound(to: CChar.self)
        switch codec {
        case .uncompressed:
            memcpy(output, input, source.count)
            return source.count
        case .snappy:
            var length = capacity
            guard snappy_compress(inputBytes, source.count, outputBytes, &length) == SNAPPY_OK else {
                throw CompressionError("snappy failed")
            }
            return length
        case .zstd:
            if zstdWriter == nil { zstdWriter = ZSTD_createCCtx() }
            guard let zstdWriter else { throw CompressionError("no memory for zstd") }
            let result = ZSTD_compressCCtx(zstdWriter, output, capacity, input, source.count, level ?? 3)
            if ZSTD_isError(result) != 0 { throw CompressionError("zstd failed") }
            return result
        case .lz4Raw, .lz4:
            guard source.count <= Int(LZ4_MAX_INPUT_SIZE) else { throw CompressionError("an LZ4 block over 2 GB") }
            let header = codec == .lz4 ? 8 : 0
            let written = LZ4_compress_default(
                inputBytes, outputBytes + header, Int32(source.count), Int32(clamping: capacity - header))
            guard written > 0 else { throw CompressionError("LZ4 failed") }
            if header > 0 {
                output.storeBytes(of: UInt32(source.count).bigEndian, as: UInt32.self)
                output.storeBytes(of: UInt32(written).bigEndian, toByteOffset: 4, as: UInt32.self)
            }
            return Int(written) + header
        case .brotli:
            var length = capacity
            let status = BrotliEncoderCompress(
                level ?? 5, Int32(BROTLI_DEFAULT_WINDOW), BROTLI_MODE_GENERIC, source.count,
                input.assumingMemoryBound(to: UInt8.self), &length, output.assumingMemoryBound(to: UInt8.self))
            guard status == BROTLI_TRUE else { throw CompressionError("brotli failed") }
            return length
        case .gzip, .deflate, .bzip2:
            let stream = try StreamCompressor(codec, level: level.map(Int.init))
            var (consumed, produced) = (0, 0)
            while true {
                let step = try stream.compress(
                    UnsafeRawBufferPointer(rebasing: source[consumed...]),
                    into: UnsafeMutableRawBufferPointer(start: output + produced, count: capacity - produced),
                    finishing: true)
                consumed += step.consumed
                produced += step.produced
                if step.isFinished { return produced }
                if step.consumed == 0 && step.produced == 0 { throw CompressionError("no room for compressed data") }
            }
        }
    }
}
