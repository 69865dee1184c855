import Columnar
import Formats

#if canImport(Glibc)
    import Glibc
#endif

/// Rows that did not fit the memory budget, compressed on local disk.
///
/// The file loses its name as soon as it is made, so that the disk space goes with the last user: when the query ends,
/// fails, or the process is killed. Written by one thread at a time, then read by any number.
final class SpillFile: @unchecked Sendable {
    private let descriptor: Int32
    private let types: [DataType]
    private let guardian = Condition()
    // Guarded by `guardian`.
    private var frames: [Frame] = []
    private var length = 0
    private var writer = BatchEncoder()
    private let codec = BlockCodec(.lz4Raw)

    private struct Frame {
        var offset: Int
        var compressed: Int
        var raw: Int
    }

    /// Rows of these types, in a file in the local directory (`spark.local.dir`).
    init(_ types: [DataType], directory: String) throws {
        self.types = types
        var template = Array("\(directory)/pyrite-spill-XXXXXX".utf8CString)
        descriptor = template.withUnsafeMutableBufferPointer { path -> Int32 in
            guard let base = path.baseAddress else { return -1 }
            let descriptor = mkstemp(base)
            if descriptor >= 0 {
                unlink(base)
                // Programs that the host process starts must not keep the file.
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            }
            return descriptor
        }
        guard descriptor >= 0 else { throw SpillFile.failure("create a file in \(directory)") }
    }

    deinit { close(descriptor) }

    private static func failure(_ what: String) -> PyriteError {
        PyriteError(
            .sparkException, "SPILL_FAILED", sqlState: "58030",
            "Could not \(what) for rows that do not fit memory: \(String(cString: strerror(errno))).")
    }

    var isEmpty: Bool { guardian.locked { frames.isEmpty } }
    var frameCount: Int { guardian.locked { frames.count } }
    /// Bytes of the rows before compression.
    var rawByteCount: Int { guardian.locked { frames.reduce(0) { $0 + $1.raw } } }

    func append(_ batch: Batch) throws {
        if batch.count == 0 { return }
        try guardian.locked {
            writer.clear()
            writer.append(batch)
            let bound = codec.compressedBound(writer.count)
            let out = Buffer(capacity: bound)
            let size = try codec.compress(
                UnsafeRawBufferPointer(start: writer.storage, count: writer.count),
                into: UnsafeMutableRawBufferPointer(start: out.pointer, count: out.capacity))
            var done = 0
            while done < size {
                let written = pwrite(descriptor, out.pointer + done, size - done, off_t(length + done))
                if written < 0 && errno == EINTR { continue }
                guard written > 0 else { throw SpillFile.failure("write to local disk") }
                done += written
            }
            frames.append(Frame(offset: length, compressed: size, raw: writer.count))
            length += size
        }
    }

    /// The batch that was appended as number `index`.
    func batch(_ index: Int) throws -> Batch {
        let frame = guardian.locked { frames[index] }
        let packed = Buffer(capacity: frame.compressed)
        var done = 0
        while done < frame.compressed {
            let got = pread(descriptor, packed.pointer + done, frame.compressed - done, off_t(frame.offset + done))
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw SpillFile.failure("read local disk") }
            done += got
        }
        let raw = Buffer(capacity: frame.raw)
        try BlockCodec(.lz4Raw).decompress(
            UnsafeRawBufferPointer(start: packed.pointer, count: frame.compressed),
            into: UnsafeMutableRawBufferPointer(start: raw.pointer, count: frame.raw))
        var reading = BatchDecoder(raw, count: frame.raw)
        return try reading.batch(types)
    }

    /// All batches in the order in which they were appended.
    func stream() -> any BatchStream { SpillStream(self) }

    private final class SpillStream: BatchStream {
        private let file: SpillFile
        private var position = 0

        init(_ file: SpillFile) { self.file = file }

        func next() throws -> Batch? {
            guard position < file.frameCount else { return nil }
            position += 1
            return try file.batch(position - 1)
        }
    }
}

/// Rows scattered by the hash of their keys over several spill files.
final class SpillPartitions: @unchecked Sendable {
    static let count = 32
    /// Beyond so many levels keys are too much alike for splitting to help.
    static let maxLevel = 4
    let files: [SpillFile]
    private let shape: KeyShape
    private let level: Int

    /// `keyTypes`: of the keys that decide; `level`: how often the rows have been split before.
    init(_ types: [DataType], keyTypes: [DataType], level: Int, directory: String) throws {
        shape = KeyShape(keyTypes)
        self.level = level
        files = try (0..<SpillPartitions.count).map { _ in try SpillFile(types, directory: directory) }
    }

    /// Which rows go to which file.
    func split(_ keys: [Column], count: Int) -> [Selection] {
        let hashes = KeyHash.hashes(KeyEncoding.encode(keys, shape: shape, count: count), count: count)
        let hash = hashes.typed(UInt64.self)
        // Each level takes other bits.
        let shift = UInt64(truncatingIfNeeded: level &* 11)
        for row in 0..<count { hash[row] = hash[row] &<< shift | hash[row] &>> ((64 &- shift) & 63) }
        return Selection.split(hash, count: count, into: SpillPartitions.count)
    }

    func append(_ batch: Batch, keys: [Column]) throws {
        for (part, rows) in split(keys, count: batch.count).enumerated() where rows.count > 0 {
            try files[part].append(batch.gather(rows))
        }
    }
}
