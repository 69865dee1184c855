import Columnar
import Formats

#if canImport(Glibc)
    import Glibc
#endif

/// Rows that did not fit the memory budget, compressed on local disk, batch by batch. Any number of threads may write
/// and read at a time.
final class SpillFile: @unchecked Sendable {
    private let descriptor: Int32
    private let types: [DataType]
    private let space: SpillSpace
    private let guardian = Condition()
    // Guarded by `guardian`.
    private var frames: [Frame] = []
    private var length = 0

    struct Frame {
        var offset: Int
        var compressed: Int
        /// Bytes before compression.
        var raw: Int
        var rows: Int
    }

    /// For rows of these types.
    init(_ types: [DataType], space: SpillSpace) throws {
        self.types = types
        self.space = space
        descriptor = try space.openFile()
    }

    deinit { close(descriptor) }

    var frameCount: Int { guardian.locked { frames.count } }

    func frame(_ index: Int) -> Frame { guardian.locked { frames[index] } }

    /// Returns the number by which to read the batch again; `nil`: it has no rows.
    @discardableResult
    func append(_ batch: Batch) throws -> Int? {
        if batch.count == 0 { return nil }
        var encoder = BatchEncoder()
        encoder.append(batch)
        let codec = BlockCodec(.lz4Raw)
        let out = Buffer(capacity: codec.compressedBound(encoder.count))
        let size = try codec.compress(
            UnsafeRawBufferPointer(start: encoder.storage, count: encoder.count),
            into: UnsafeMutableRawBufferPointer(start: out.pointer, count: out.capacity))
        let offset = guardian.locked {
            length += size
            return length - size
        }
        var done = 0
        while done < size {
            let written = pwrite(descriptor, out.pointer + done, size - done, off_t(offset + done))
            if written < 0 && errno == EINTR { continue }
            guard written > 0 else { throw SpillSpace.failure("write to local disk") }
            done += written
        }
        space.add(size)
        let frame = Frame(offset: offset, compressed: size, raw: encoder.count, rows: batch.count)
        return guardian.locked {
            frames.append(frame)
            return frames.count - 1
        }
    }

    /// The batch that was appended as number `index`.
    func batch(_ index: Int) throws -> Batch {
        let frame = self.frame(index)
        let packed = Buffer(capacity: frame.compressed)
        var done = 0
        while done < frame.compressed {
            let got = pread(descriptor, packed.pointer + done, frame.compressed - done, off_t(frame.offset + done))
            if got < 0 && errno == EINTR { continue }
            guard got > 0 else { throw SpillSpace.failure("read local disk") }
            done += got
        }
        let raw = Buffer(capacity: frame.raw)
        try BlockCodec(.lz4Raw).decompress(
            UnsafeRawBufferPointer(start: packed.pointer, count: frame.compressed),
            into: UnsafeMutableRawBufferPointer(start: raw.pointer, count: frame.raw))
        var reading = BatchDecoder(raw, count: frame.raw)
        return try reading.batch(types)
    }

    /// All batches in the order of their numbers.
    var batches: SpilledBatches { SpilledBatches(file: self, numbers: Array(0..<frameCount)) }
}

/// Some of the batches of a spill file, in an order.
struct SpilledBatches: Sendable {
    let file: SpillFile
    let numbers: [Int]

    var isEmpty: Bool { numbers.isEmpty }
    /// Bytes of the rows before compression.
    var rawByteCount: Int { numbers.reduce(0) { $0 + file.frame($1).raw } }
    var rowCount: Int { numbers.reduce(0) { $0 + file.frame($1).rows } }

    func stream() -> any BatchStream { SpillStream(self) }

    private final class SpillStream: BatchStream {
        private let batches: SpilledBatches
        private var position = 0

        init(_ batches: SpilledBatches) { self.batches = batches }

        func next() throws -> Batch? {
            guard position < batches.numbers.count else { return nil }
            position += 1
            return try batches.file.batch(batches.numbers[position - 1])
        }
    }
}
