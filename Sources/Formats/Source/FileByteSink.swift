import Columnar
import Glibc

/// Writes bytes to a new file through a buffer, compressed if asked for.
package final class FileByteSink {
    private let path: String
    private var descriptor: Int32
    private let compressor: StreamCompressor?
    private let buffer = Buffer(capacity: FileByteSink.bufferSize)
    private var used = 0
    private let compressed: Buffer?
    /// Bytes in the file so far.
    package private(set) var bytesWritten = 0

    private static let bufferSize = 1 << 18

    package init(path: String, codec: CompressionCodec = .uncompressed) throws {
        self.path = path
        descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
        compressor = codec == .uncompressed ? nil : try StreamCompressor(codec)
        compressed = codec == .uncompressed ? nil : Buffer(capacity: Self.bufferSize)
        guard descriptor >= 0 else { throw FileError.cannotWrite(path, code: errno) }
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    package func write(_ bytes: UnsafeRawBufferPointer) throws {
        var rest = bytes
        while rest.count > 0, let base = rest.baseAddress {
            let count = min(rest.count, Self.bufferSize - used)
            memcpy(buffer.pointer + used, base, count)
            used += count
            rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
            if used == Self.bufferSize { try flush(finishing: false) }
        }
    }

    private func flush(finishing: Bool) throws {
        defer { used = 0 }
        guard let compressor, let compressed else {
            return try store(UnsafeRawBufferPointer(start: buffer.pointer, count: used))
        }
        var position = 0
        while true {
            let step: StreamCompressor.Step
            do {
                step = try compressor.compress(
                    UnsafeRawBufferPointer(start: buffer.pointer + position, count: used - position),
                    into: UnsafeMutableRawBufferPointer(start: compressed.pointer, count: Self.bufferSize),
                    finishing: finishing)
            } catch let error as CompressionError {
                throw FileError.damaged(path, error.message)
            }
            try store(UnsafeRawBufferPointer(start: compressed.pointer, count: step.produced))
            position += step.consumed
            if finishing ? step.isFinished : position == used && step.produced < Self.bufferSize { return }
        }
    }

    private func store(_ bytes: UnsafeRawBufferPointer) throws {
        var position = 0
        while position < bytes.count {
            let count = Glibc.write(descriptor, bytes.baseAddress.map { $0 + position }, bytes.count - position)
            if count < 0 {
                if errno == EINTR { continue }
                throw FileError.cannotWrite(path, code: errno)
            }
            position += count
        }
        bytesWritten += bytes.count
    }

    /// Writes what is buffered and closes the file.
    package func finish() throws {
        try flush(finishing: true)
        let result = close(descriptor)
        descriptor = -1
        guard result == 0 else { throw FileError.cannotWrite(path, code: errno) }
    }

    /// Closes the file and removes it.
    package func abandon() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
        unlink(path)
    }
}
