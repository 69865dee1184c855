import Columnar
import Plans

/// Adds window functions to the rows: sorts by partition and order, then goes over each partition.
final class WindowFunctionOperator: MaterializedOperator, @unchecked Sendable {
    private let evaluator: WindowEvaluator
    private let text: String

    init(
        _ child: PhysicalOperator, partitionKeys: [PhysicalExpression], orderKeys: [PhysicalExpression],
        directions: [SortDirection], specifications: [WindowSpecification], output: [Attribute], text: String
    ) {
        evaluator = WindowEvaluator(
            child.schema, partitionKeys: partitionKeys, orderKeys: orderKeys, directions: directions,
            specifications: specifications)
        self.text = text
        super.init(output: output, children: [child])
    }

    override var name: String { "Window" }
    override var explanations: [String] {
        let isWhole = evaluator.partitionKeys.isEmpty
        return ["Window [\(text)]", "Sort", isWhole ? "Exchange SinglePartition" : "Exchange hashpartitioning"]
    }
    override var isBreaker: Bool { true }

    override func materialize(_ job: Job) throws -> Materialized {
        let child = children[0]
        let evaluator = self.evaluator
        let directions = evaluator.sortDirections
        let runs = SortRuns(child.schema, directions: directions, job: job) { try evaluator.sortKeys($0, job) }
        try job.runPartitions(of: child, "window (input)") { partition, stream in
            while let batch = try stream.next() { try runs.append(batch, partition: partition) }
        }
        if !runs.runs.isEmpty {
            let sorted = try runs.merged()
            return .streams([{ WindowStream(evaluator, try sorted(), job) }])
        }
        let batches = runs.takeRest()
        if batches.isEmpty { return .batches([[]]) }
        let all = try job.concatenate(batches, schema: child.schema)
        let rows = try RowSorter.order(
            try evaluator.sortKeys(all, job, isWhole: true), directions: directions, count: all.count, job: job)
        let input = try evaluator.arranged(all.gather(rows), job)
        let results = Slots<Column>(count: evaluator.specifications.count)
        try job.runStage("window", taskCount: evaluator.specifications.count) { index in
            try job.context.cancellation.check()
            results[index] = try evaluator.evaluate(index, input, job)
        }
        let batch = Batch(input.batch.columns + results.values, count: input.batch.count)
        return .batches(ShufflePlacement.coalesced(batch, settings: job.settings, parallelism: job.parallelism))
    }
}

/// Goes over sorted rows that come from disk, some partitions at a time; one partition must fit memory.
private final class WindowStream: BatchStream {
    private let evaluator: WindowEvaluator
    private let input: any BatchStream
    private let job: Job
    private let holding: MemoryHolding
    private let directions: [SortDirection]
    private var pending: [Batch] = []
    private var pendingRows = 0
    private var pendingBytes = 0
    /// The partition keys of the last pending row.
    private var lastKeys: [Column] = []
    private var ready: [Batch] = []
    private var isOver = false

    init(_ evaluator: WindowEvaluator, _ input: any BatchStream, _ job: Job) {
        self.evaluator = evaluator
        self.input = input
        self.job = job
        holding = MemoryHolding(job.memory)
        directions = Array(
            repeating: SortDirection(ascending: true, nullsFirst: true), count: evaluator.partitionKeys.count)
    }

    func next() throws -> Batch? {
        while ready.isEmpty {
            if isOver { return nil }
            try job.context.cancellation.check()
            if let batch = try input.next() {
                try take(batch)
            } else {
                isOver = true
                try evaluatePending()
                holding.grow(to: 0)
            }
        }
        return ready.removeFirst()
    }

    private func take(_ batch: Batch) throws {
        let frame = EvaluationFrame(
            batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let keys = try evaluator.partitionKeys.map { try $0.evaluate(frame).flattened() }
        // The last row of the batch that begins a partition.
        var start = batch.count - 1
        while start > 0 && RowOrder.compare(keys, start - 1, keys, start, directions) == 0 { start -= 1 }
        let begins =
            start > 0 || (pendingRows > 0 && RowOrder.compare(lastKeys, 0, keys, 0, directions) != 0)
        if begins && pendingRows + start >= Batch.targetCount / 8 {
            if start > 0 { hold(batch.slice(0..<start)) }
            try evaluatePending()
            hold(batch.slice(start..<batch.count))
        } else {
            hold(batch)
        }
        lastKeys = keys.map { $0.slice(batch.count - 1..<batch.count).flattened() }
        // As they came, put together, and with the functions' results.
        try holding.insist(on: pendingBytes * 3)
    }

    private func hold(_ batch: Batch) {
        pending.append(batch)
        pendingRows += batch.count
        pendingBytes += batch.heldByteCount
    }

    private func evaluatePending() throws {
        if pendingRows == 0 { return }
        let rows = try evaluator.arranged(Batch.concatenate(pending, schema: evaluator.schema), job)
        (pending, pendingRows, pendingBytes) = ([], 0, 0)
        let results = try evaluator.specifications.indices.map { try evaluator.evaluate($0, rows, job) }
        let all = Batch(rows.batch.columns + results, count: rows.batch.count)
        ready = stride(from: 0, to: all.count, by: Batch.targetCount * 4).map {
            all.slice($0..<min($0 + Batch.targetCount * 4, all.count))
        }
        holding.grow(to: 0)
    }
}
