import Columnar
import Glibc

/// An open file of which ranges are read. Reads never go past the size that the file had when it was opened.
final class ParquetFile {
    let path: String
    let size: Int
    /// Tells this state of the file from others of the same path.
    let identity: Identity
    private let descriptor: Int32

    struct Identity: Hashable, Sendable {
        var device: UInt64
        var inode: UInt64
        var size: Int
        var seconds: Int
        var nanoseconds: Int
    }

    init(path: String) throws {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            if errno == ENOENT { throw ParquetError.missingFile(path) }
            throw ParquetError.failedRead(path, String(cString: strerror(errno)))
        }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            close(descriptor)
            throw ParquetError.failedRead(path, "it is not a regular file")
        }
        self.path = path
        self.descriptor = descriptor
        size = Int(status.st_size)
        identity = Identity(
            device: UInt64(status.st_dev), inode: UInt64(status.st_ino), size: Int(status.st_size),
            seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    }

    deinit { close(descriptor) }

    /// Bytes readable behind every page, so that kernels may load whole words.
    static let slack = 64

    /// Reads exactly `count` bytes at `offset` into `target`.
    func read(at offset: Int, count: Int, into target: UnsafeMutableRawPointer) throws {
        guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
            throw ParquetError("the file ends before byte \(offset) + \(count)")
        }
        var done = 0
        while done < count {
            let got = pread(descriptor, target + done, count - done, off_t(offset + done))
            if got < 0 {
                if errno == EINTR { continue }
                throw ParquetError("reading failed: \(String(cString: strerror(errno)))")
            }
            guard got > 0 else { throw ParquetError("the file became shorter while it was read") }
            done += got
        }
    }

    /// Reads and parses the footer.
    func readMetadata() throws -> ParquetMetadata {
        guard size >= 12 else { throw ParquetError("\(size) bytes are too few for a Parquet file") }
        let tail = Buffer(capacity: 8)
        try read(at: size - 8, count: 8, into: tail.pointer)
        let magic = tail.pointer.load(fromByteOffset: 4, as: UInt32.self)
        if magic == Self.encryptedMagic { throw ParquetError("the file is encrypted, which is not supported") }
        guard magic == Self.magic else { throw ParquetError("the file does not end in Parquet's magic number") }
        let length = Int(tail.pointer.load(as: UInt32.self))
        guard length <= size - 12 else { throw ParquetError("the footer's length of \(length) exceeds the file") }
        let bytes = Buffer(capacity: length)
        try read(at: size - 8 - length, count: length, into: bytes.pointer)
        return try ParquetMetadata(decoding: UnsafeRawBufferPointer(start: bytes.pointer, count: length))
    }

    /// `PAR1` and `PARE`, little-endian.
    static let magic: UInt32 = 0x3152_4150
    static let encryptedMagic: UInt32 = 0x4552_4150
}
