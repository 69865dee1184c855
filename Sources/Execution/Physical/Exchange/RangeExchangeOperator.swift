import Columnar
import Plans

/// `repartitionByRange`: partition i holds keys below those of partition i + 1. Equal keys share a partition, and rows
/// keep their input order within theirs.
final class RangeExchangeOperator: ExchangeOperator, @unchecked Sendable {
    private let keys: [PhysicalExpression]
    private let directions: [SortDirection]
    private let text: String

    init(
        _ child: PhysicalOperator, keys: [PhysicalExpression], directions: [SortDirection], count: Int,
        isAdaptive: Bool, text: String
    ) {
        self.keys = keys
        self.directions = directions
        self.text = text
        super.init(child, count: count, isAdaptive: isAdaptive)
    }

    override var explanation: String { "Exchange rangepartitioning(\(text), \(count)), \(reason)" }

    override func materialize(_ job: Job) throws -> Materialized {
        let rows = try job.spillable(children[0], "exchange (input)")
        let inMemory = rows.compactMap(\.inMemory)
        if inMemory.count == rows.count { return .batches(try sorted(inMemory.flatMap { $0 }, job)) }
        return try scattered(rows, job)
    }

    /// The first row, in sorted order, that may begin partition `part` of `total` rows.
    private func target(_ part: Int, of total: Int) -> Int { (part * total + count - 1) / count }

    private func sorted(_ batches: [Batch], _ job: Job) throws -> [[Batch]] {
        if batches.isEmpty { return [[]] }
        let all = try job.concatenate(batches, schema: schema)
        let frame = EvaluationFrame(all, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
        let columns = try keys.map { try $0.evaluate(frame).flattened() }
        let order = try RowSorter.order(columns, directions: directions, count: all.count, job: job)
        let rowOrder = RowOrder(columns, directions)
        var bounds = [0]
        for part in 1..<max(count, 1) where count > 1 {
            var cut = max(target(part, of: all.count), bounds[bounds.count - 1])
            while cut > 0 && cut < all.count
                && rowOrder.compare(Int(order.rows[cut - 1]), Int(order.rows[cut])) == 0
            { cut += 1 }
            if cut < all.count && cut > bounds[bounds.count - 1] { bounds.append(cut) }
        }
        bounds.append(all.count)
        let parts = try zip(bounds, bounds.dropFirst()).flatMap { lower, upper -> [[Batch]] in
            var rows = UnsafeMutableBufferPointer(start: order.rows + lower, count: upper - lower)
            rows.sort()
            return try job.gather(all, order.slice(lower..<upper), parts: 1)
        }
        return coalesced(parts, job)
    }

    // MARK: More rows than memory

    /// Sorts the keys alone, on disk, to find where partitions begin, and scatters the rows by that.
    private func scattered(_ rows: [SpillableRows], _ job: Job) throws -> Materialized {
        let (keys, directions) = (self.keys, self.directions)
        let keyColumns: @Sendable (Batch) throws -> [Column] = { batch in
            let frame = EvaluationFrame(batch, context: job.context.evaluation, pythonRunner: job.context.pythonRunner)
            return try keys.map { try $0.evaluate(frame).flattened() }
        }
        let keySchema = Schema(keys.enumerated().map { StructField("key\($0.offset)", $0.element.type) })
        let runs = SortRuns(keySchema, directions: directions, job: job) { $0.columns.map { $0.flattened() } }
        try job.runStage("exchange (bounds)", taskCount: rows.count) { part in
            let stream = rows[part].stream()
            while let batch = try stream.next() {
                try job.context.cancellation.check()
                try runs.append(Batch(try keyColumns(batch), count: batch.count), partition: part)
            }
        }
        let starts = try firstKeys(try runs.merged()(), total: rows.reduce(0) { $0 + $1.rowCount }, job)
        let bounds = Batch.concatenate(starts, schema: keySchema)
        let boundColumns = bounds.columns.map { $0.flattened() }
        return try scatter(job, parts: bounds.count + 1, kept: rows) { _ in
            { batch in
                let columns = try keyColumns(batch)
                let buffer = Buffer(capacity: batch.count &* 4)
                let places = buffer.typed(Int32.self)
                for row in 0..<batch.count {
                    var (low, high) = (0, bounds.count)
                    while low < high {
                        let middle = (low + high) / 2
                        let order = RowOrder.compare(columns, row, boundColumns, middle, directions)
                        if order < 0 { high = middle } else { low = middle + 1 }
                    }
                    places[row] = Int32(truncatingIfNeeded: low)
                }
                return buffer
            }
        }
    }

    /// The keys, one row each, with which the partitions after the first begin, of all keys in order.
    private func firstKeys(_ stream: any BatchStream, total: Int, _ job: Job) throws -> [Batch] {
        var result: [Batch] = []
        var part = 1
        var position = 0
        var last: [Column] = []
        while part < count, let batch = try stream.next() {
            try job.context.cancellation.check()
            let columns = batch.columns.map { $0.flattened() }
            for row in 0..<batch.count {
                guard part < count, position + row > 0, position + row >= target(part, of: total) else { continue }
                let same =
                    row > 0
                    ? RowOrder.compare(columns, row - 1, columns, row, directions) == 0
                    : RowOrder.compare(last, 0, columns, row, directions) == 0
                if same { continue }
                result.append(batch.slice(row..<row + 1))
                while part < count && target(part, of: total) <= position + row { part += 1 }
            }
            position += batch.count
            last = columns.map { $0.slice(batch.count - 1..<batch.count).flattened() }
        }
        return result
    }
}
