import Columnar

/// What one input partition of an exchange has for each output partition: in memory, and from a refusal of the budget on
/// in one file on local disk. Written by one task, then read by many.
final class ShufflePieces: @unchecked Sendable {
    private enum Piece {
        case batch(Batch)
        /// Number of a batch in the file.
        case frame(Int)
    }

    private let types: [DataType]
    private let job: Job
    private var pieces: [[Piece]]
    private(set) var sizes: [Int]
    private var held = 0
    private var reserved = 0
    private var file: SpillFile?

    init(_ schema: Schema, parts: Int, job: Job) {
        types = schema.fields.map(\.dataType)
        self.job = job
        pieces = Array(repeating: [], count: parts)
        sizes = Array(repeating: 0, count: parts)
    }

    deinit { job.memory.release(reserved) }

    var isInMemory: Bool { file == nil }

    /// Takes rows sorted by output partition: part p's lie at starts[p]..<starts[p + 1].
    func append(_ sorted: Batch, starts: [Int]) throws {
        let bytes = sorted.heldByteCount
        let fits = job.memory.tryReserve(bytes)
        if fits { reserved += bytes }
        if !fits && held + bytes >= job.memory.leastPiece { try spill() }
        let toFile = !fits && file != nil
        for part in 0..<starts.count - 1 where starts[part] < starts[part + 1] {
            let piece = sorted.slice(starts[part]..<starts[part + 1])
            sizes[part] += piece.ownedByteCount
            if toFile, let file, let number = try file.append(piece) {
                pieces[part].append(.frame(number))
            } else {
                pieces[part].append(.batch(piece))
            }
        }
        if !toFile { held += bytes }
    }

    /// Moves what is in memory to the file, which it begins when there is none.
    private func spill() throws {
        let file = try self.file ?? SpillFile(types, space: job.spillSpace)
        self.file = file
        for part in pieces.indices {
            for index in pieces[part].indices {
                guard case .batch(let batch) = pieces[part][index], let number = try file.append(batch) else {
                    continue
                }
                pieces[part][index] = .frame(number)
            }
        }
        job.memory.release(reserved)
        (held, reserved) = (0, 0)
    }

    /// An output partition's rows when they are in memory.
    func batches(_ part: Int) -> [Batch] {
        pieces[part].compactMap { if case .batch(let batch) = $0 { batch } else { nil } }
    }

    func stream(_ part: Int) -> any BatchStream { PieceStream(self, part) }

    private final class PieceStream: BatchStream {
        private let source: ShufflePieces
        private let part: Int
        private var position = 0

        init(_ source: ShufflePieces, _ part: Int) {
            self.source = source
            self.part = part
        }

        func next() throws -> Batch? {
            guard position < source.pieces[part].count else { return nil }
            position += 1
            switch source.pieces[part][position - 1] {
            case .batch(let batch): return batch
            case .frame(let number): return try source.file?.batch(number)
            }
        }
    }
}

/// Puts small batches together, so that operators above do not pay for each.
final class JoiningStream: BatchStream {
    private let base: any BatchStream
    private let schema: Schema

    init(_ base: any BatchStream, _ schema: Schema) {
        self.base = base
        self.schema = schema
    }

    func next() throws -> Batch? {
        var batches: [Batch] = []
        var rows = 0
        while rows < Batch.targetCount, let batch = try base.next() {
            batches.append(batch)
            rows += batch.count
        }
        return batches.isEmpty ? nil : Batch.concatenate(batches, schema: schema)
    }
}
