import Columnar
import Plans

/// The groups of an aggregation that did not fit memory: by the hash of their keys on local disk, partition after
/// partition to be merged in memory, or split again where even one does not fit.
final class AggregateSpill: @unchecked Sendable {
    private let keyTypes: [DataType]
    private let specifications: [AggregateSpecification]
    private let job: Job
    private let level: Int
    private let guardian = Condition()
    // Guarded by `guardian`; made when first needed.
    private var files: Files?

    /// One set for the groups, one for each DISTINCT aggregate.
    private struct Files {
        var groups: SpillPartitions
        var distinct: [SpillPartitions]
    }

    init(keyTypes: [DataType], specifications: [AggregateSpecification], job: Job, level: Int = 0) {
        self.keyTypes = keyTypes
        self.specifications = specifications
        self.job = job
        self.level = level
    }

    var isUsed: Bool { guardian.locked { files != nil } }

    private func makeFiles() throws -> Files {
        try guardian.locked {
            if let files { return files }
            func partitions(_ types: [DataType]) throws -> SpillPartitions {
                try SpillPartitions(
                    keyTypes + types, keyTypes: keyTypes, level: level, directory: job.localDirectory)
            }
            let plain = specifications.filter { !$0.isDistinct }.flatMap { $0.binding.stateTypes }
            let made = Files(
                groups: try partitions(plain),
                distinct: try specifications.filter(\.isDistinct).map { try partitions($0.binding.argumentTypes) })
            files = made
            return made
        }
    }

    /// Writes all groups of a table, which takes no more rows afterwards.
    func take(_ table: AggregateTable) throws {
        if table.count == 0 { return }
        let files = try makeFiles()
        let (groups, distinct) = try table.drain()
        try write(groups, files.groups)
        for (batch, partitions) in zip(distinct, files.distinct) { try write(batch, partitions) }
    }

    private func write(_ batch: Batch, _ partitions: SpillPartitions) throws {
        let keys = Array(batch.columns.prefix(keyTypes.count))
        for (part, rows) in partitions.split(keys, count: batch.count).enumerated() {
            // Pieces, so that reading one back takes little memory.
            for start in stride(from: 0, to: rows.count, by: Batch.targetCount) {
                let piece = rows.slice(start..<min(start + Batch.targetCount, rows.count))
                try partitions.files[part].append(batch.gather(piece))
            }
        }
    }

    /// The results, one stream a partition, computed when it is read.
    func streams() -> [@Sendable () throws -> any BatchStream] {
        (0..<SpillPartitions.count).map { part in { try self.stream(part) } }
    }

    private func stream(_ part: Int) throws -> any BatchStream {
        guard let files = guardian.locked({ files }) else { return BatchListStream([]) }
        let holding = MemoryHolding(job.memory)
        var table = AggregateTable(keyTypes: keyTypes, specifications: specifications)
        let next = AggregateSpill(keyTypes: keyTypes, specifications: specifications, job: job, level: level + 1)
        func restore(_ file: SpillFile, distinct: Int?) throws {
            let stream = file.stream()
            while let batch = try stream.next() {
                try job.context.cancellation.check()
                try table.restore(batch, keyCount: keyTypes.count, distinct: distinct)
                if holding.grow(to: table.byteCount) { continue }
                guard level < SpillPartitions.maxLevel else {
                    try holding.insist(on: table.byteCount)
                    continue
                }
                try next.take(table)
                table = AggregateTable(keyTypes: keyTypes, specifications: specifications)
                holding.grow(to: 0)
            }
        }
        try restore(files.groups.files[part], distinct: nil)
        for (index, partitions) in files.distinct.enumerated() {
            try restore(partitions.files[part], distinct: index)
        }
        if next.isUsed {
            try next.take(table)
            holding.grow(to: 0)
            return ChainedStream(next.streams().map { stream in { try stream() } })
        }
        let context = job.context.evaluation
        return DeferredStream { [table] in
            // The memory is held as long as the rows are being read.
            defer { holding.grow(to: 0) }
            if table.count == 0 { return [] }
            let keys = table.finishKeys()
            let all = Batch(keys + (try table.results(context)), count: table.count)
            return stride(from: 0, to: all.count, by: Batch.targetCount).map {
                all.slice($0..<min($0 + Batch.targetCount, all.count))
            }
        }
    }
}
