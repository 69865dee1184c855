import Columnar
import Plans

/// A join whose build side does not fit memory: both sides are scattered over local disk by the hash of their keys, then
/// joined partition by partition; one that still does not fit is scattered again. (The Grace hash join of Kitsuregawa,
/// Tanaka and Moto-oka, 1983.)
final class PartitionedJoin: @unchecked Sendable {
    private let specification: JoinSpecification
    private let build: Side
    private let probe: Side
    private let job: Job
    private let level: Int

    /// One input's rows on disk.
    final class Side: @unchecked Sendable {
        let schema: Schema
        private let keys: [PhysicalExpression]
        private let partitions: SpillPartitions
        private let job: Job

        init(_ schema: Schema, keys: [PhysicalExpression], level: Int, job: Job) throws {
            self.schema = schema
            self.keys = keys
            self.job = job
            partitions = try SpillPartitions(
                schema.fields.map(\.dataType), keyTypes: keys.map(\.type), level: level, directory: job.localDirectory)
        }

        var files: [SpillFile] { partitions.files }

        func append(_ batch: Batch) throws {
            let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
            try partitions.append(batch, keys: try keys.map { try $0.evaluate(frame) })
        }

        func append(_ stream: any BatchStream) throws {
            while let batch = try stream.next() {
                try job.context.cancellation.check()
                try append(batch)
            }
        }

        func next(level: Int) throws -> Side { try Side(schema, keys: keys, level: level, job: job) }
    }

    init(_ specification: JoinSpecification, probe: Side, build: Side, level: Int = 0, job: Job) {
        self.specification = specification
        self.probe = probe
        self.build = build
        self.level = level
        self.job = job
    }

    /// The output, one stream a partition, computed when it is read.
    func streams() -> [@Sendable () throws -> any BatchStream] {
        build.files.indices.map { part in { try self.stream(part) } }
    }

    private func stream(_ part: Int) throws -> any BatchStream {
        let (buildFile, probeFile) = (build.files[part], probe.files[part])
        let wantsProbe = specification.mode == .probeOuter || specification.mode == .anti
        if probeFile.isEmpty && !specification.emitsUnmatchedBuild { return BatchListStream([]) }
        if buildFile.isEmpty && !wantsProbe { return BatchListStream([]) }
        let holding = MemoryHolding(job.memory)
        // The rows themselves, and about 32 bytes a row for the table.
        let needed = buildFile.rawByteCount * 3 / 2
        if !holding.grow(to: needed) {
            if level < SpillPartitions.maxLevel { return try split(buildFile, probeFile) }
            try holding.insist(on: needed)
        }
        var batches: [Batch] = []
        let input = buildFile.stream()
        while let batch = try input.next() { batches.append(batch) }
        let rows = batches.isEmpty ? Batch.empty(build.schema) : Batch.concatenate(batches, schema: build.schema)
        let frame = EvaluationFrame(rows, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let keys = try specification.buildKeys.map { try $0.evaluate(frame) }
        let table = try JoinTable(rows, keys: keys, nullSafe: specification.nullSafe, job: nil)
        let flags = specification.emitsUnmatchedBuild ? Buffer(capacity: rows.count, zeroed: true) : nil
        let probing = JoinProbe(
            specification, table: table, build: rows, input: probeFile.stream(), task: job.task(partition: part),
            matched: flags?.typed())
        return PartitionStream(probing, holding) { [specification] in
            guard let flags else { return nil }
            return specification.unmatched(rows, flags.typed())
        }
    }

    private func split(_ buildFile: SpillFile, _ probeFile: SpillFile) throws -> any BatchStream {
        let (nextBuild, nextProbe) = (try build.next(level: level + 1), try probe.next(level: level + 1))
        try nextBuild.append(buildFile.stream())
        try nextProbe.append(probeFile.stream())
        let join = PartitionedJoin(specification, probe: nextProbe, build: nextBuild, level: level + 1, job: job)
        return ChainedStream(join.streams().map { stream in { try stream() } })
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
