import Columnar
import Plans

/// The groups of an aggregation that did not fit memory: by the hash of their keys on local disk, partition after
/// partition to be merged in memory, or split again where even one does not fit.
///
/// The rows of a DISTINCT aggregate go to disk by the hash of keys and arguments, so that neither a group with very many
/// of them nor an aggregation without keys needs them in memory together. Once all are there, each partition's distinct
/// rows are counted in; what comes out are ordinary states of groups.
final class AggregateSpill: @unchecked Sendable {
    private let keyTypes: [DataType]
    /// The aggregates, without DISTINCT.
    private let plain: [AggregateSpecification]
    private let distinctTypes: [[DataType]?]
    private let job: Job
    private let level: Int
    private let guardian = Condition()
    // Guarded by `guardian`; made when first needed.
    private var groups: SpillPartitions?
    /// Without keys: the one group.
    private var total: AggregateTable?
    private let totalMemory: MemoryHolding
    /// One for each DISTINCT aggregate.
    private var distinct: [SpillPartitions?]

    init(keyTypes: [DataType], specifications: [AggregateSpecification], job: Job, level: Int = 0) {
        self.keyTypes = keyTypes
        distinctTypes = specifications.map { $0.isDistinct ? $0.binding.argumentTypes : nil }
        plain = specifications.map {
            var specification = $0
            specification.isDistinct = false
            return specification
        }
        self.job = job
        self.level = level
        totalMemory = MemoryHolding(job.memory)
        distinct = Array(repeating: nil, count: specifications.count)
    }

    var isUsed: Bool { guardian.locked { groups != nil || total != nil } }

    /// Writes all groups of a table, which takes no more rows afterwards.
    func take(_ table: AggregateTable) throws {
        if table.count == 0 { return }
        let (states, distinct) = try table.drain()
        for (index, batch) in distinct {
            let partitions = try guardian.locked { () throws -> SpillPartitions in
                if let made = self.distinct[index] { return made }
                let types = keyTypes + (distinctTypes[index] ?? [])
                let made = try SpillPartitions(types, keyTypes: types, level: 0, job: job)
                self.distinct[index] = made
                return made
            }
            for piece in AggregateSpill.pieces(batch) { try partitions.append(piece, keys: piece.columns) }
        }
        try write(states)
    }

    private func write(_ states: Batch) throws {
        if keyTypes.isEmpty {
            return try guardian.locked {
                let table = total ?? AggregateTable(keyTypes: [], specifications: plain)
                total = table
                try table.restore(states, keyCount: 0)
                try totalMemory.insist(on: table.byteCount)
            }
        }
        let partitions = try guardian.locked { () throws -> SpillPartitions in
            if let groups { return groups }
            let types = keyTypes + plain.flatMap { $0.binding.stateTypes }
            let made = try SpillPartitions(types, keyTypes: keyTypes, level: level, job: job)
            groups = made
            return made
        }
        for piece in AggregateSpill.pieces(states) {
            try partitions.append(piece, keys: Array(piece.columns.prefix(keyTypes.count)))
        }
    }

    private static func pieces(_ batch: Batch) -> [Batch] {
        let size = Batch.targetCount * 8
        return stride(from: 0, to: batch.count, by: size).map { batch.slice($0..<min($0 + size, batch.count)) }
    }

    /// The results, after the last ``take(_:)``: those of groups one stream a partition, computed when it is read.
    func finish() throws -> Materialized {
        for index in plain.indices {
            guard let parts = try distinct[index]?.finish() else { continue }
            try job.runStage("aggregate (distinct)", taskCount: parts.count) { part in
                try self.count(parts[part], of: index, level: 0)
            }
        }
        guard keyTypes.isEmpty else { return .streams(try streams()) }
        let total = self.total ?? AggregateTable(keyTypes: [], specifications: plain)
        return .batches([[try total.finish(job.context.evaluation)]])
    }

    // MARK: DISTINCT

    /// Counts the distinct rows among some of a DISTINCT aggregate's into the states of their groups.
    private func count(_ rows: SpilledBatches, of index: Int, level: Int) throws {
        let types = keyTypes + (distinctTypes[index] ?? [])
        let holding = MemoryHolding(job.memory)
        defer { holding.grow(to: 0) }
        var seen = GroupTable(types: types)
        var next: SpillPartitions?
        func pass(_ table: GroupTable, _ partitions: SpillPartitions) throws {
            let columns = table.finish()
            for piece in AggregateSpill.pieces(Batch(columns, count: columns.first?.count ?? 0)) {
                try partitions.append(piece, keys: piece.columns)
            }
        }
        let stream = rows.stream()
        while let batch = try stream.next() {
            try job.context.cancellation.check()
            _ = try seen.insert(batch.columns, count: batch.count)
            if holding.grow(to: seen.byteCount) { continue }
            guard level < SpillPartitions.maxLevel else {
                try holding.insist(on: seen.byteCount)
                continue
            }
            let partitions = try next ?? SpillPartitions(types, keyTypes: types, level: level + 1, job: job)
            next = partitions
            try pass(seen, partitions)
            seen = GroupTable(types: types)
            holding.grow(to: 0)
        }
        if let next {
            try pass(seen, next)
            seen = GroupTable(types: types)
            holding.grow(to: 0)
            for part in try next.finish() { try count(part, of: index, level: level + 1) }
            return
        }
        let columns = seen.finish()
        let held = seen.byteCount
        var table = AggregateTable(keyTypes: keyTypes, specifications: plain)
        for piece in AggregateSpill.pieces(Batch(columns, count: columns.first?.count ?? 0)) {
            let inputs = plain.indices.map { other in
                other == index
                    ? AggregateInput(arguments: Array(piece.columns.dropFirst(keyTypes.count)))
                    : AggregateInput(arguments: [], rows: Selection(capacity: 0))
            }
            try table.update(
                keys: Array(piece.columns.prefix(keyTypes.count)), inputs: inputs, count: piece.count,
                context: job.context.evaluation)
            if holding.grow(to: held + table.byteCount) { continue }
            try take(table)
            table = AggregateTable(keyTypes: keyTypes, specifications: plain)
        }
        try take(table)
    }

    // MARK: Groups

    private func streams() throws -> [@Sendable () throws -> any BatchStream] {
        guard let parts = try groups?.finish() else { return [] }
        return parts.map { rows in { try self.stream(rows) } }
    }

    private func stream(_ rows: SpilledBatches) throws -> any BatchStream {
        let holding = MemoryHolding(job.memory)
        var table = AggregateTable(keyTypes: keyTypes, specifications: plain)
        let next = AggregateSpill(keyTypes: keyTypes, specifications: plain, job: job, level: level + 1)
        let input = rows.stream()
        while let batch = try input.next() {
            try job.context.cancellation.check()
            try table.restore(batch, keyCount: keyTypes.count)
            if holding.grow(to: table.byteCount) { continue }
            guard level < SpillPartitions.maxLevel else {
                try holding.insist(on: table.byteCount)
                continue
            }
            try next.take(table)
            table = AggregateTable(keyTypes: keyTypes, specifications: plain)
            holding.grow(to: 0)
        }
        if next.isUsed {
            try next.take(table)
            holding.grow(to: 0)
            return ChainedStream(try next.streams().map { stream in { try stream() } })
        }
        let context = job.context.evaluation
        return DeferredStream { [table] in
            // The memory is held as long as the rows are being read.
            defer { holding.grow(to: 0) }
            if table.count == 0 { return [] }
            let all = try table.finish(context)
            return stride(from: 0, to: all.count, by: Batch.targetCount).map {
                all.slice($0..<min($0 + Batch.targetCount, all.count))
            }
        }
    }
}
