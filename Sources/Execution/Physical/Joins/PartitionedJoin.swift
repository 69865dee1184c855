import Columnar
import Plans

/// A join whose build side does not fit memory: both sides are scattered over local disk by the hash of their keys, then
/// joined partition by partition; one that still does not fit is scattered again, or, where its keys are too much alike
/// for that, joined block by block. (The Grace hash join of Kitsuregawa, Tanaka and Moto-oka, 1983.)
final class PartitionedJoin: @unchecked Sendable {
    private let specification: JoinSpecification
    private let build: ScatteredRows
    private let probe: ScatteredRows
    private let job: Job
    private let level: Int
    /// Build bytes of the partition that was split into these.
    private let parentBytes: Int

    init(
        _ specification: JoinSpecification, probe: ScatteredRows, build: ScatteredRows, level: Int = 0,
        parentBytes: Int = .max, job: Job
    ) {
        self.specification = specification
        self.probe = probe
        self.build = build
        self.level = level
        self.parentBytes = parentBytes
        self.job = job
    }

    /// The output, one stream a partition, computed when it is read.
    func streams() throws -> [@Sendable () throws -> any BatchStream] {
        zip(try build.finish(), try probe.finish()).enumerated().map { part, rows in
            { try self.stream(part, build: rows.0, probe: rows.1) }
        }
    }

    private func stream(_ part: Int, build rows: SpilledBatches, probe other: SpilledBatches) throws -> any BatchStream
    {
        let wantsProbe = specification.mode == .probeOuter || specification.mode == .anti
        if other.isEmpty && !specification.emitsUnmatchedBuild { return BatchListStream([]) }
        if rows.isEmpty && !wantsProbe { return BatchListStream([]) }
        let holding = MemoryHolding(job.memory)
        let bytes = rows.rawByteCount
        let needed = bytes + specification.extraBuildBytes(rows: rows.rowCount, bytes: bytes)
        if !holding.grow(to: needed) {
            // One key's rows stay together however often they are split.
            let splits = level < SpillPartitions.maxLevel && bytes < parentBytes / 4 * 3
            if splits { return try split(rows, other) }
            return try BlockJoin(
                specification, build: rows.stream, buildSchema: build.schema,
                probe: [(rows: other.stream, count: other.rowCount)], job: job
            ).stream(part: 0)
        }
        var batches: [Batch] = []
        let input = rows.stream()
        while let batch = try input.next() { batches.append(batch) }
        if batches.isEmpty { batches = [Batch.empty(build.schema)] }
        let all = Batch.concatenate(consume batches, schema: build.schema)
        let frame = EvaluationFrame(all, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let keys = try specification.buildKeys.map { try $0.evaluate(frame) }
        let table = try JoinTable(all, keys: keys, nullSafe: specification.nullSafe, job: nil)
        let flags = specification.emitsUnmatchedBuild ? Buffer(capacity: all.count, zeroed: true) : nil
        let probing = JoinProbe(
            specification, table: table, build: all, input: other.stream(), task: job.task(partition: part),
            matched: flags?.typed())
        return PartitionStream(probing, holding) { [specification] in
            guard let flags else { return nil }
            return specification.unmatched(all, flags.typed())
        }
    }

    private func split(_ rows: SpilledBatches, _ other: SpilledBatches) throws -> any BatchStream {
        let (nextBuild, nextProbe) = (try build.next(level: level + 1), try probe.next(level: level + 1))
        try nextBuild.append(rows.stream())
        try nextProbe.append(other.stream())
        let join = PartitionedJoin(
            specification, probe: nextProbe, build: nextBuild, level: level + 1, parentBytes: rows.rawByteCount,
            job: job)
        return ChainedStream(try join.streams().map { stream in { try stream() } })
    }

    /// The pairs of a partition, then its build rows without a match; gives the memory back at the end.
    private final class PartitionStream: BatchStream {
        private let pairs: JoinProbe
        private let holding: MemoryHolding
        private var rest: (() -> Batch?)?

        init(_ pairs: JoinProbe, _ holding: MemoryHolding, rest: @escaping () -> Batch?) {
            self.pairs = pairs
            self.holding = holding
            self.rest = rest
        }

        func next() throws -> Batch? {
            if let batch = try pairs.next() { return batch }
            let last = rest?()
            rest = nil
            if last == nil { holding.grow(to: 0) }
            return last
        }
    }
}
