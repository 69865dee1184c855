import Columnar
import Plans

/// Goes over sorted rows that come from disk, some partitions at a time; a partition that does not fit memory goes through
/// ``LargeWindowPartition``.
final class WindowStream: BatchStream {
    private let evaluator: WindowEvaluator
    private let input: any BatchStream
    private let job: Job
    private let holding: MemoryHolding
    private let directions: [SortDirection]
    private var pending: [Batch] = []
    private var pendingRows = 0
    private var pendingBytes = 0
    /// Of the pending rows, where the last partition begins.
    private var lastStart = 0
    /// The partition keys of the last row taken.
    private var lastKeys: [Column] = []
    private var ready: [Batch] = []
    /// The partition that rows come of, when it is too large.
    private var large: LargeWindowPartition?
    /// Its last rows.
    private var largeRest: (any BatchStream)?
    /// Rows behind those of the large partition.
    private var leftover: Batch?

    init(_ evaluator: WindowEvaluator, _ input: any BatchStream, _ job: Job) {
        self.evaluator = evaluator
        self.input = input
        self.job = job
        holding = MemoryHolding(job.memory)
        directions = Array(
            repeating: SortDirection(ascending: true, nullsFirst: true), count: evaluator.partitionKeys.count)
    }

    func next() throws -> Batch? {
        while true {
            if !ready.isEmpty { return ready.removeFirst() }
            if let batch = try largeRest?.next() { return batch }
            largeRest = nil
            try job.context.cancellation.check()
            if let batch = try leftover ?? input.next() {
                leftover = nil
                if batch.count > 0 { try take(batch) }
            } else if large != nil {
                try finishLarge()
            } else if pendingRows > 0 {
                try evaluatePending()
            } else {
                return nil
            }
        }
    }

    private func take(_ batch: Batch) throws {
        let frame = EvaluationFrame(
            batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let keys = try evaluator.partitionKeys.map { try $0.evaluate(frame).flattened() }
        let last = batch.count - 1
        func isSame(_ row: Int, _ other: Int) -> Bool { RowOrder.compare(keys, row, keys, other, directions) == 0 }
        let continues =
            keys.isEmpty || (!lastKeys.isEmpty && RowOrder.compare(lastKeys, 0, keys, 0, directions) == 0)
        lastKeys = keys.map { $0.slice(last..<batch.count).flattened() }
        if let large {
            let end = continues ? firstRow(in: batch) { !isSame(0, $0) } : 0
            if end > 0 { ready += try large.append(batch.slice(0..<end)) }
            if end < batch.count {
                try finishLarge()
                leftover = batch.slice(end..<batch.count)
                lastKeys = []
            }
            return
        }
        // Where the last partition of the batch begins.
        let start = firstRow(in: batch) { isSame($0, last) }
        if start > 0 || !continues { lastStart = pendingRows + start }
        hold(batch)
        if lastStart >= Batch.targetCount / 8 { try evaluatePending(upTo: lastStart) }
        // As they came, put together, and with the functions' results.
        if holding.grow(to: pendingBytes * 3) { return }
        try evaluatePending(upTo: lastStart)
        if holding.grow(to: pendingBytes * 3) { return }
        guard let large = try LargeWindowPartition(evaluator, job) else {
            return try holding.insist(on: pendingBytes * 3)
        }
        self.large = large
        let rows = pending
        (pending, pendingRows, pendingBytes, lastStart) = ([], 0, 0, 0)
        holding.grow(to: 0)
        for batch in rows { ready += try large.append(batch) }
    }

    /// The first row of a batch that a test, false and then true, holds for; the row behind the last if there is none.
    /// O(log n).
    private func firstRow(in batch: Batch, where test: (Int) -> Bool) -> Int {
        var (low, high) = (0, batch.count)
        while low < high {
            let middle = (low + high) / 2
            if test(middle) { high = middle } else { low = middle + 1 }
        }
        return low
    }

    private func hold(_ batch: Batch) {
        pending.append(batch)
        pendingRows += batch.count
        pendingBytes += batch.heldByteCount
    }

    private func finishLarge() throws {
        largeRest = try large?.finish()
        large = nil
    }

    /// Evaluates the pending rows, or the first of them, which are whole partitions.
    private func evaluatePending(upTo limit: Int? = nil) throws {
        let end = limit ?? pendingRows
        if end == 0 { return }
        let all = Batch.concatenate(pending, schema: evaluator.schema)
        let rows = try evaluator.arranged(all.slice(0..<end), job)
        (pending, pendingRows, pendingBytes, lastStart) = ([], 0, 0, 0)
        if end < all.count { hold(all.slice(end..<all.count)) }
        let results = try evaluator.specifications.indices.map { try evaluator.evaluate($0, rows, job) }
        let done = Batch(rows.batch.columns + results, count: rows.batch.count)
        ready += stride(from: 0, to: done.count, by: Batch.targetCount * 4).map {
            done.slice($0..<min($0 + Batch.targetCount * 4, done.count))
        }
        holding.grow(to: pendingBytes * 3)
    }
}
