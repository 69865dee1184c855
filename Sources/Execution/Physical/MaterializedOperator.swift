import Columnar
import Plans

/// The output of an operator that has seen all its input, by partition.
enum Materialized {
    case batches([[Batch]])
    /// The rows did not fit memory: each partition's come from local disk when somebody reads them, and again for every
    /// reader.
    case streams([@Sendable () throws -> any BatchStream])
}

/// An operator whose whole output is there, by partition, before the stage above begins: leaves that hold rows, and
/// operators that must see all their input first.
class MaterializedOperator: PhysicalOperator, @unchecked Sendable {
    /// Set by ``prepare(_:)``.
    private(set) var result = Materialized.batches([])
    private var morsels: [Batch] = []
    private let queue = MorselQueue()

    /// Computes the output after the children have been prepared.
    func produce(_ job: Job) throws -> [[Batch]] {
        throw PyriteError.internalError("\(name) produces nothing")
    }

    /// As ``produce(_:)``, for operators that may leave rows on local disk.
    func materialize(_ job: Job) throws -> Materialized { .batches(try produce(job)) }

    /// Makes the children ready; ``materialize(_:)`` follows.
    func prepareInputs(_ job: Job) throws {
        for child in children { try child.prepare(job) }
    }

    final override func prepare(_ job: Job) throws {
        try prepareInputs(job)
        result = try materialize(job)
        if case .batches(let partitions) = result {
            morsels = partitions.flatMap { $0.flatMap(MaterializedOperator.cut) }
        }
    }

    /// All rows by partition when they are in memory.
    final var partitions: [[Batch]]? {
        if case .batches(let partitions) = result { partitions } else { nil }
    }

    /// Large batches are handed out in slices so that all workers get some.
    private static func cut(_ batch: Batch) -> [Batch] {
        let size = Batch.targetCount * 4
        if batch.count <= size + size / 2 { return batch.count == 0 ? [] : [batch] }
        return stride(from: 0, to: batch.count, by: size).map { batch.slice($0..<min($0 + size, batch.count)) }
    }

    override var partitionCount: Int {
        switch result {
        case .batches(let partitions): partitions.count
        case .streams(let streams): streams.count
        }
    }
    override var morselCount: Int {
        switch result {
        case .batches: morsels.count
        case .streams(let streams): streams.count
        }
    }
    override func resetMorsels() { queue.reset() }

    final override func open(_ task: TaskContext) throws -> any BatchStream {
        switch (result, task.assignment) {
        case (.batches(let partitions), .partition(let index)):
            return BatchListStream(index < partitions.count ? partitions[index].flatMap(MaterializedOperator.cut) : [])
        case (.batches, .shared): return MorselStream(self)
        case (.streams(let streams), .partition(let index)):
            return index < streams.count ? try streams[index]() : BatchListStream([])
        case (.streams(let streams), .shared):
            let queue = self.queue
            return DrawnStream { try queue.take(of: streams.count).map { try streams[$0]() } }
        }
    }

    private final class MorselStream: BatchStream {
        private let source: MaterializedOperator
        init(_ source: MaterializedOperator) { self.source = source }
        func next() throws -> Batch? {
            source.queue.take(of: source.morsels.count).map { source.morsels[$0] }
        }
    }
}

/// Rows given with the plan, or cached.
final class LocalRelationOperator: MaterializedOperator, @unchecked Sendable {
    private let relation: LocalRelation
    private let positions: [Int]

    /// `positions`: the columns of the batches that ``output`` names.
    init(_ relation: LocalRelation, output: [Attribute], positions: [Int]) {
        self.relation = relation
        self.positions = positions
        super.init(output: output, children: [])
    }

    override func materialize(_ job: Job) throws -> Materialized {
        guard let kept = relation.kept as? KeptRows else { return .batches(try produce(job)) }
        let positions = self.positions
        return .streams(kept.streams.map { open in { MappedStream(try open()) { $0.picking(positions) } } })
    }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let given = relation.partitions ?? LocalRelationOperator.split(relation.batches, into: job.parallelism)
        return given.map { $0.map { batch in Batch(positions.map { batch.columns[$0] }, count: batch.count) } }
    }

    /// Row ranges as Spark slices a local collection: partition i gets rows i·n/p ..< (i+1)·n/p, never more partitions
    /// than rows.
    private static func split(_ batches: [Batch], into width: Int) -> [[Batch]] {
        let total = batches.reduce(0) { $0 + $1.count }
        let parts = max(1, min(width, total))
        var result: [[Batch]] = []
        var start = 0
        for part in 0..<parts {
            let end = (part + 1) * total / parts
            var slices: [Batch] = []
            var position = 0
            for batch in batches {
                let lower = max(start, position)
                let upper = min(end, position + batch.count)
                if lower < upper { slices.append(batch.slice(lower - position..<upper - position)) }
                position += batch.count
            }
            result.append(slices)
            start = end
        }
        return result
    }

    override var estimatedBytes: Double {
        if let kept = relation.kept { return Double(kept.byteCount) }
        let batches = relation.partitions?.flatMap { $0 } ?? relation.batches
        return batches.reduce(0.0) { sum, batch in
            sum + positions.reduce(0.0) { $0 + Double(batch.columns[$1].byteCount) }
        }
    }

    override var name: String {
        relation.partitions == nil && relation.kept == nil ? "LocalTableScan" : "InMemoryTableScan"
    }
    override var explanation: String { "\(name) \(describe(output))" }
}

/// One row without columns.
final class OneRowOperator: MaterializedOperator, @unchecked Sendable {
    init() { super.init(output: [], children: []) }
    override func produce(_ job: Job) throws -> [[Batch]] { [[Batch([], count: 1)]] }
    override var name: String { "Scan OneRowRelation" }
    override var explanation: String { "Scan OneRowRelation[]" }
    override var estimatedBytes: Double { 1 }
}
