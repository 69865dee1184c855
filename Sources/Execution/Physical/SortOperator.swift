import Columnar
import Plans

/// ORDER BY over all rows.
final class SortOperator: MaterializedOperator, @unchecked Sendable {
    private let keys: [PhysicalExpression]
    private let directions: [SortDirection]
    private let text: String

    init(_ child: PhysicalOperator, keys: [PhysicalExpression], directions: [SortDirection], text: String) {
        self.keys = keys
        self.directions = directions
        self.text = text
        super.init(output: child.output, children: [child])
    }

    override var name: String { "Sort" }
    override var explanations: [String] {
        ["Sort [\(text)], true, 0", "Exchange rangepartitioning(\(text)), ENSURE_REQUIREMENTS"]
    }
    override var isBreaker: Bool { true }

    override func materialize(_ job: Job) throws -> Materialized {
        let runs = SortRuns(schema, keys: keys, directions: directions, job: job)
        try job.runPartitions(of: children[0], "sort (input)") { partition, stream in
            while let batch = try stream.next() { try runs.append(batch, partition: partition) }
        }
        if !runs.runs.isEmpty { return .streams([try runs.merged()]) }
        let batches = runs.takeRest()
        if batches.isEmpty { return .batches([[]]) }
        let all = try job.concatenate(batches, schema: schema)
        let frame = EvaluationFrame(all, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let columns = try keys.map { try $0.evaluate(frame) }
        let rows = try RowSorter.order(columns, directions: directions, count: all.count, job: job)
        let parts = ShufflePlacement.count(
            forBytes: all.ownedByteCount, settings: job.settings, parallelism: job.parallelism)
        return .batches(try job.gather(all, rows, parts: min(parts, max(all.count, 1))))
    }
}

/// Sorts each partition for itself (`sortWithinPartitions`).
final class PartitionSortOperator: PhysicalOperator, @unchecked Sendable {
    private let keys: [PhysicalExpression]
    private let directions: [SortDirection]
    private let text: String

    init(_ child: PhysicalOperator, keys: [PhysicalExpression], directions: [SortDirection], text: String) {
        self.keys = keys
        self.directions = directions
        self.text = text
        super.init(output: child.output, children: [child])
    }

    override var name: String { "Sort" }
    override var explanation: String { "Sort [\(text)], false, 0" }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        let input = try children[0].stream(task)
        // Whoever reads morsels in no order has no use for the order within them.
        if case .shared = task.assignment { return input }
        let runs = SortRuns(schema, keys: keys, directions: directions, job: task.job)
        return DrawnOnce { [schema, keys, directions] in
            while let batch = try input.next() { try runs.append(batch, partition: 0) }
            if !runs.runs.isEmpty { return try runs.merged()() }
            let batches = runs.takeRest()
            if batches.isEmpty { return BatchListStream([]) }
            let all = Batch.concatenate(batches, schema: schema)
            let frame = EvaluationFrame(all, task: task)
            let rows = try RowSorter.order(
                try keys.map { try $0.evaluate(frame) }, directions: directions, count: all.count)
            return BatchListStream(
                stride(from: 0, to: all.count, by: Batch.targetCount).map {
                    all.gather(rows.slice($0..<min($0 + Batch.targetCount, all.count)))
                })
        } atEnd: {
            runs.letGo()
        }
    }
}

/// A stream that is made when the first batch is asked for.
private final class DrawnOnce: BatchStream {
    private var make: (() throws -> any BatchStream)?
    private var stream: (any BatchStream)?
    private let atEnd: () -> Void

    init(_ make: @escaping () throws -> any BatchStream, atEnd: @escaping () -> Void) {
        self.make = make
        self.atEnd = atEnd
    }

    func next() throws -> Batch? {
        if let make {
            self.make = nil
            stream = try make()
        }
        if let batch = try stream?.next() { return batch }
        if stream != nil { atEnd() }
        stream = nil
        return nil
    }
}

/// Batches that are computed when the first one is asked for.
final class DeferredStream: BatchStream {
    private var compute: (() throws -> [Batch])?
    private var rest: BatchListStream?

    init(_ compute: @escaping () throws -> [Batch]) { self.compute = compute }

    func next() throws -> Batch? {
        if let compute {
            self.compute = nil
            rest = BatchListStream(try compute())
        }
        return try rest?.next()
    }
}
