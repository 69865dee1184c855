import Columnar

/// Rows scattered by the hash of their keys over parts of a spill file. Several threads may append at a time; reading
/// begins after the last has ended.
final class SpillPartitions: @unchecked Sendable {
    static let count = 32
    /// Beyond so many levels keys are too much alike for splitting to help.
    static let maxLevel = 4

    private let file: SpillFile
    private let types: [DataType]
    private let shape: KeyShape
    private let level: Int
    /// Rows are collected up to this many bytes before they are scattered, so that what is written for a part at a time
    /// is large enough to be compressed and read well.
    private let pendingBytes: Int
    private let guardian = Condition()
    // Guarded by `guardian`.
    private var numbers: [[Int]]
    private var pending: [(batch: Batch, keys: [Column])] = []
    private var pendingSize = 0

    /// `keyTypes`: of the keys that decide; `level`: how often the rows have been split before.
    init(_ types: [DataType], keyTypes: [DataType], level: Int, job: Job) throws {
        self.types = types
        shape = KeyShape(keyTypes)
        self.level = level
        pendingBytes = job.memory.leastPiece * 2
        file = try SpillFile(types, space: job.spillSpace)
        numbers = Array(repeating: [], count: SpillPartitions.count)
    }

    func append(_ batch: Batch, keys: [Column]) throws {
        let size = batch.heldByteCount
        let ready = guardian.locked { () -> [(batch: Batch, keys: [Column])] in
            pending.append((batch, keys))
            pendingSize += size
            if pendingSize < pendingBytes { return [] }
            defer { (pending, pendingSize) = ([], 0) }
            return pending
        }
        try write(ready)
    }

    /// The parts, when all rows are there.
    func finish() throws -> [SpilledBatches] {
        let rest = guardian.locked {
            defer { (pending, pendingSize) = ([], 0) }
            return pending
        }
        try write(rest)
        return guardian.locked { numbers }.map { SpilledBatches(file: file, numbers: $0) }
    }

    private func write(_ pieces: [(batch: Batch, keys: [Column])]) throws {
        guard let first = pieces.first else { return }
        var (all, keys) = first
        if pieces.count > 1 {
            all = Batch(
                types.indices.map { column in
                    Column.concatenate(pieces.map { $0.batch.columns[column] }, type: types[column])
                }, count: pieces.reduce(0) { $0 + $1.batch.count })
            keys = keys.indices.map { column in
                Column.concatenate(pieces.map { $0.keys[column] }, type: keys[column].type)
            }
        }
        for (part, rows) in split(keys, count: all.count).enumerated() {
            // Pieces, so that reading one back takes little memory.
            for start in stride(from: 0, to: rows.count, by: Batch.targetCount) {
                let piece = rows.slice(start..<min(start + Batch.targetCount, rows.count))
                guard let number = try file.append(all.gather(piece)) else { continue }
                guardian.locked { numbers[part].append(number) }
            }
        }
    }

    /// Which rows go to which part.
    private func split(_ keys: [Column], count: Int) -> [Selection] {
        let hashes = KeyHash.hashes(KeyEncoding.encode(keys, shape: shape, count: count), count: count)
        let hash = hashes.typed(UInt64.self)
        // Each level takes other bits.
        let shift = UInt64(truncatingIfNeeded: level &* 11)
        for row in 0..<count { hash[row] = hash[row] &<< shift | hash[row] &>> ((64 &- shift) & 63) }
        return Selection.split(hash, count: count, into: SpillPartitions.count)
    }
}
