import Columnar
import Plans

/// Moves rows between partitions: where a row goes depends on its keys, its place or its order.
class ExchangeOperator: MaterializedOperator, @unchecked Sendable {
    let count: Int
    /// No partition count was given: small partitions may be joined.
    let isAdaptive: Bool

    init(_ child: PhysicalOperator, count: Int, isAdaptive: Bool) {
        self.count = max(count, 1)
        self.isAdaptive = isAdaptive
        super.init(output: child.output, children: [child])
    }

    override var name: String { "Exchange" }
    override var isBreaker: Bool { true }

    /// Rows are collected into batches of about this many before they are scattered, so that pieces stay large.
    private static let scatterRows = 65_536

    /// Scatters the rows of every input partition over `parts` (``count``): `makePlace` gives for a partition what says
    /// for each of its batches to which output partition each row goes. `kept`: the input's rows where they have been
    /// read already.
    final func scatter(
        _ job: Job, parts: Int? = nil, kept: [SpillableRows]? = nil,
        _ makePlace: @escaping @Sendable (Int) throws -> (Batch) throws -> Buffer
    ) throws -> Materialized {
        let child = children[0]
        let parts = parts ?? count
        let schema = self.schema
        let slots = Slots<ShufflePieces>(count: kept?.count ?? child.partitionCount)
        let body: @Sendable (Int, any BatchStream) throws -> Void = { partition, stream in
            let place = try makePlace(partition)
            let pieces = ShufflePieces(schema, parts: parts, job: job)
            var held: [Batch] = []
            var rows = 0
            func flush() throws {
                if rows == 0 { return }
                let batch = Batch.concatenate(held, schema: schema)
                held = []
                rows = 0
                if parts == 1 { return try pieces.append(batch, starts: [0, batch.count]) }
                let places = try place(batch)
                let (order, starts) = ShufflePlacement.order(
                    UnsafePointer(places.typed(Int32.self)), count: batch.count, partitionCount: parts)
                try pieces.append(batch.gather(order), starts: starts)
            }
            while let batch = try stream.next() {
                held.append(batch)
                rows += batch.count
                if rows >= ExchangeOperator.scatterRows { try flush() }
            }
            try flush()
            slots[partition] = pieces
        }
        if let kept {
            try job.runStage("exchange", taskCount: kept.count) { try body($0, kept[$0].stream()) }
        } else {
            try job.runPartitions(of: child, "exchange", body)
        }
        let sources = slots.values
        if sources.allSatisfy(\.isInMemory) {
            let joined = Slots<[Batch]>(count: parts)
            try job.runStage("exchange (read)", taskCount: parts) { part in
                joined[part] = ExchangeOperator.joinSmall(sources.flatMap { $0.batches(part) }, schema)
            }
            return .batches(coalesced(joined.values, job))
        }
        let sizes = (0..<parts).map { part in sources.reduce(0) { $0 + $1.sizes[part] } }
        let runs =
            isAdaptive
            ? ShufflePlacement.runs(ofBytes: sizes, settings: job.settings, parallelism: job.parallelism)
            : sizes.indices.map { $0..<$0 + 1 }
        return .streams(
            runs.map { range in
                {
                    let parts = range.flatMap { part in sources.map { source in { source.stream(part) } } }
                    return JoiningStream(ChainedStream(parts), schema)
                }
            })
    }

    /// Joins runs of small batches, so that operators above do not pay for each.
    private static func joinSmall(_ batches: [Batch], _ schema: Schema) -> [Batch] {
        var result: [Batch] = []
        var small: [Batch] = []
        var rows = 0
        for batch in batches {
            if rows > 0 && rows + batch.count > Batch.targetCount * 2 {
                result.append(Batch.concatenate(small, schema: schema))
                small = []
                rows = 0
            }
            small.append(batch)
            rows += batch.count
        }
        if rows > 0 { result.append(Batch.concatenate(small, schema: schema)) }
        return result
    }
}

/// `repartition(n, columns)`: rows of equal keys meet in the partition where Spark puts them.
final class HashExchangeOperator: ExchangeOperator, @unchecked Sendable {
    private let keys: [PhysicalExpression]
    private let text: String

    init(_ child: PhysicalOperator, keys: [PhysicalExpression], count: Int, isAdaptive: Bool, text: String) {
        self.keys = keys
        self.text = text
        super.init(child, count: count, isAdaptive: isAdaptive)
    }

    override var explanation: String {
        "Exchange hashpartitioning(\(text), \(count)), \(reason)"
    }

    override func materialize(_ job: Job) throws -> Materialized {
        let (keys, count) = (self.keys, self.count)
        return try scatter(job) { partition in
            let task = job.task(partition: partition)
            return { batch in
                let frame = EvaluationFrame(batch, task: task)
                return ShufflePlacement.partitions(
                    ofKeys: try keys.map { try $0.evaluate(frame) }, count: batch.count, partitionCount: count)
            }
        }
    }
}

/// `repartitionById(n, column)`: rows go to the partitions whose numbers a column of integers gives, counted around.
final class DirectExchangeOperator: ExchangeOperator, @unchecked Sendable {
    private let number: PhysicalExpression
    private let text: String

    init(_ child: PhysicalOperator, number: PhysicalExpression, count: Int, text: String) {
        self.number = number
        self.text = text
        super.init(child, count: count, isAdaptive: false)
    }

    override var explanation: String { "Exchange shufflepartitionidpassthrough(\(text), \(count)), \(reason)" }

    override func materialize(_ job: Job) throws -> Materialized {
        let (number, count) = (self.number, self.count)
        return try scatter(job) { partition in
            let task = job.task(partition: partition)
            return { batch in
                let column = try number.evaluate(EvaluationFrame(batch, task: task)).flattened()
                let places = Buffer(capacity: batch.count * 4)
                let target = places.typed(Int32.self)
                let n = Int32(truncatingIfNeeded: count)
                guard let values = column.fixedValues(Int32.self) else {
                    throw PyriteError.internalError("partition numbers that are no integers")
                }
                for row in 0..<batch.count {
                    let remainder = column.isNull(row) ? 0 : values[row] % n
                    target[row] = remainder < 0 ? remainder &+ n : remainder
                }
                return places
            }
        }
    }
}

extension ExchangeOperator {
    var reason: String { isAdaptive ? "REPARTITION_BY_COL" : "REPARTITION_BY_NUM" }

    /// Joins small partitions when their number was left to the engine.
    func coalesced(_ parts: [[Batch]], _ job: Job) -> [[Batch]] {
        guard isAdaptive else { return parts }
        let sizes = parts.map { $0.reduce(0) { $0 + $1.ownedByteCount } }
        return ShufflePlacement.runs(ofBytes: sizes, settings: job.settings, parallelism: job.parallelism).map {
            parts[$0].flatMap { $0 }
        }
    }
}

/// `repartition(n)`: each input partition deals its rows out in turn, beginning where Spark's generator says.
final class RoundRobinExchangeOperator: ExchangeOperator, @unchecked Sendable {
    override var explanation: String { "Exchange RoundRobinPartitioning(\(count)), \(reason)" }

    override func materialize(_ job: Job) throws -> Materialized {
        let count = self.count
        return try scatter(job) { partition in
            var generator = XORShiftRandom(seed: Int64(partition))
            var position = Int(generator.nextInt(bound: Int32(truncatingIfNeeded: count)))
            return { batch in
                let buffer = Buffer(capacity: batch.count &* 4)
                let places = buffer.typed(Int32.self)
                for row in 0..<batch.count {
                    position &+= 1
                    if position >= count { position &-= count }
                    places[row] = Int32(truncatingIfNeeded: position)
                }
                return buffer
            }
        }
    }
}

/// `coalesce(n)`: neighbouring partitions read as one, without moving rows between tasks.
final class CoalesceOperator: PhysicalOperator, @unchecked Sendable {
    private let count: Int

    init(_ child: PhysicalOperator, count: Int) {
        self.count = max(count, 1)
        super.init(output: child.output, children: [child])
    }

    override var partitionCount: Int { min(count, children[0].partitionCount) }
    override var name: String { "Coalesce" }
    override var explanation: String { "Coalesce \(count)" }

    override func open(_ task: TaskContext) throws -> any BatchStream {
        guard case .partition(let index) = task.assignment else { return try children[0].stream(task) }
        let child = children[0]
        let (n, parts) = (child.partitionCount, partitionCount)
        let range = index * n / parts..<(index + 1) * n / parts
        let chained = ChainedStream(range.map { source in { try child.stream(task.reading(partition: source)) } })
        return range.count > 1 ? JoiningStream(chained, schema) : chained
    }
}
