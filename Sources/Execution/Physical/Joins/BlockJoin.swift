import Columnar
import Plans

/// A join whose build side does not fit memory and cannot be scattered by keys, because there are none or too few
/// different ones: the build side is taken block by block, and the probe side is read again for every block. (The block
/// nested loop join; with keys each block has a hash table.)
///
/// What needs to know of a probe row's matches in all blocks (outer, semi and anti joins) keeps a byte for it.
final class BlockJoin: @unchecked Sendable {
    typealias Rows = @Sendable () -> any BatchStream

    private let specification: JoinSpecification
    private let build: Rows
    private let buildSchema: Schema
    private let probe: [(rows: Rows, count: Int)]
    private let job: Job

    /// Rows of a block: each is paired with every probe row where there are no keys, so few will do.
    private static let blockRows = 65_536

    /// `build` and the parts of `probe` can be read any number of times; `count`: the rows of a part.
    init(
        _ specification: JoinSpecification, build: @escaping Rows, buildSchema: Schema,
        probe: [(rows: Rows, count: Int)], job: Job
    ) {
        self.specification = specification
        self.build = build
        self.buildSchema = buildSchema
        self.job = job
        if specification.emitsUnmatchedBuild {
            // A block's rows without a match are known when all of the probe side has passed it.
            let all = probe
            self.probe = [
                (
                    rows: { ChainedStream(all.map { part in { part.rows() } }) },
                    count: all.reduce(0) { $0 + $1.count }
                )
            ]
        } else {
            self.probe = probe
        }
    }

    /// The output, one stream for each part of the probe side, computed when it is read.
    func streams() -> [@Sendable () throws -> any BatchStream] {
        probe.indices.map { part in { try self.stream(part: part) } }
    }

    func stream(part: Int) throws -> any BatchStream {
        let holding = MemoryHolding(job.memory)
        var flags: Buffer?
        if specification.mode != .inner {
            try holding.insist(on: probe[part].count)
            flags = Buffer(capacity: probe[part].count, zeroed: true)
        }
        return BlockStream(self, part, flags, holding)
    }

    private final class BlockStream: BatchStream {
        private let join: BlockJoin
        private let part: Int
        private let task: TaskContext
        /// A byte for each probe row: whether it was matched.
        private let probeFlags: Buffer?
        private let holding: MemoryHolding
        /// Finds the pairs; what is made of them follows from the mode.
        private let pairing: JoinSpecification
        private var blocks: (any BatchStream)?
        private var block = Batch([], count: 0)
        private var blockFlags: Buffer?
        private var pairs: JoinProbe?
        private var rest: (any BatchStream)?
        private var restPosition = 0

        init(_ join: BlockJoin, _ part: Int, _ probeFlags: Buffer?, _ holding: MemoryHolding) {
            self.join = join
            self.part = part
            self.probeFlags = probeFlags
            self.holding = holding
            task = join.job.task(partition: part)
            var pairing = join.specification
            if pairing.mode == .semi || pairing.mode == .anti {
                (pairing.probeColumns, pairing.buildColumns) = ([], [])
            }
            pairing.mode = .inner
            self.pairing = pairing
            blocks = join.build()
        }

        private var keepsPairs: Bool {
            join.specification.mode == .inner || join.specification.mode == .probeOuter
        }

        func next() throws -> Batch? {
            while true {
                if let pairs {
                    if let batch = try pairs.next() {
                        if keepsPairs { return batch }
                        continue
                    }
                    self.pairs = nil
                    if let blockFlags, let batch = join.specification.unmatched(block, blockFlags.typed()) {
                        return batch
                    }
                    continue
                }
                if blocks != nil {
                    try nextBlock()
                    continue
                }
                guard let probeFlags, let batch = try nextRest(probeFlags) else {
                    holding.grow(to: 0)
                    return nil
                }
                if batch.count > 0 { return batch }
            }
        }

        private func nextBlock() throws {
            guard let blocks else { return }
            var batches: [Batch] = []
            var (bytes, rows) = (0, 0)
            while bytes < task.job.memory.leastPiece * 4, rows < BlockJoin.blockRows, let batch = try blocks.next() {
                batches.append(batch)
                bytes += batch.heldByteCount
                rows += batch.count
            }
            if batches.isEmpty {
                self.blocks = nil
                block = Batch([], count: 0)
                return
            }
            block = Batch.concatenate(batches, schema: join.buildSchema)
            blockFlags = pairing.emitsUnmatchedBuild ? Buffer(capacity: block.count, zeroed: true) : nil
            var table: JoinTable?
            if !pairing.buildKeys.isEmpty {
                let frame = EvaluationFrame(block, task: task)
                table = try JoinTable(
                    block, keys: try pairing.buildKeys.map { try $0.evaluate(frame) }, nullSafe: pairing.nullSafe,
                    job: nil)
            }
            pairs = JoinProbe(
                pairing, table: table, build: block, input: join.probe[part].rows(), task: task,
                matched: blockFlags?.typed(), probeMatched: probeFlags?.typed())
        }

        /// After the last block, probe rows by whether they were matched; with nulls for the build side where both sides
        /// are put out.
        private func nextRest(_ flags: Buffer) throws -> Batch? {
            let specification = join.specification
            let rest = rest ?? join.probe[part].rows()
            self.rest = rest
            guard let batch = try rest.next() else { return nil }
            let flag = flags.typed(UInt8.self) + restPosition
            restPosition += batch.count
            let wanted: UInt8 = specification.mode == .semi ? 1 : 0
            let rows = Selection(capacity: batch.count)
            var written = 0
            for row in 0..<batch.count {
                rows.rows[written] = Int32(truncatingIfNeeded: row)
                written &+= flag[row] == wanted ? 1 : 0
            }
            rows.setCount(written)
            let picked = batch.picking(specification.probeColumns).gather(rows)
            if specification.mode != .probeOuter { return picked }
            let nulls = specification.buildColumns.map {
                Column.nulls(join.buildSchema.fields[$0].dataType, count: written)
            }
            return Batch(
                specification.buildsLeft ? nulls + picked.columns : picked.columns + nulls, count: written)
        }
    }
}
