import Columnar
import Formats
import Plans

/// Rows of a partition or of morsels, pulled batch by batch by one thread.
package protocol BatchStream: AnyObject {
    /// The next rows, never an empty batch; `nil` at the end.
    func next() throws -> Batch?
}

/// A node of a physical plan, made for one execution.
///
/// ``prepare(_:)`` runs the stages below blocking operators, on the driver's thread; afterwards ``partitionCount`` is known
/// and ``open(_:)`` gives streams to the tasks of the stage above.
package class PhysicalOperator: @unchecked Sendable {
    package let output: [Attribute]
    package let children: [PhysicalOperator]
    package let metrics = OperatorMetrics()

    init(output: [Attribute], children: [PhysicalOperator]) {
        self.output = output
        self.children = children
    }

    package var schema: Schema { Schema(output.map(\.field)) }

    /// Runs what must be complete before rows can flow.
    func prepare(_ job: Job) throws {
        for child in children { try child.prepare(job) }
    }

    /// Known after ``prepare(_:)``.
    var partitionCount: Int { children.first?.partitionCount ?? 1 }

    /// Pieces that workers can take one by one when partitions do not matter.
    var morselCount: Int { children.reduce(0) { $0 + $1.morselCount } }

    /// Begins a new shared pass over the morsels.
    func resetMorsels() { for child in children { child.resetMorsels() } }

    /// Rows for one task. Called on the task's thread.
    func open(_ task: TaskContext) throws -> any BatchStream {
        throw PyriteError.internalError("\(name) cannot be opened")
    }

    /// Takes a filter on an output column that a join above found while it ran, to drop rows early; called before
    /// ``prepare(_:)``. Operators for which rows without a match can go before they come by pass it on to their input.
    func accept(_ filter: RuntimeFilter, column: Int) {}

    /// As Spark's plan shows the operator.
    package var name: String { "\(type(of: self))" }
    /// What `explain` prints on the operator's line.
    package var explanation: String { name }
    /// The operator as the operators that Spark would use for it, outermost first; most are one.
    package var explanations: [String] { [explanation] }
    /// Whether the operator ends a stage: its input is complete before its output begins.
    package var isBreaker: Bool { false }
    /// Bytes of output, as far as can be told before running.
    var estimatedBytes: Double { children.reduce(0) { $0 + $1.estimatedBytes } }

    /// ``open(_:)`` with metrics and the cancellation check around it.
    final func stream(_ task: TaskContext) throws -> any BatchStream {
        MeteredStream(try open(task), metrics: metrics, cancellation: task.job.context.cancellation)
    }
}

private final class MeteredStream: BatchStream {
    private let base: any BatchStream
    private let metrics: OperatorMetrics
    private let cancellation: CancellationToken

    init(_ base: any BatchStream, metrics: OperatorMetrics, cancellation: CancellationToken) {
        self.base = base
        self.metrics = metrics
        self.cancellation = cancellation
    }

    func next() throws -> Batch? {
        try cancellation.check()
        let start = monotonicNanoseconds()
        let batch = try base.next()
        metrics.add(
            rows: batch?.count ?? 0, batches: batch == nil ? 0 : 1, nanoseconds: monotonicNanoseconds() - start)
        return batch
    }
}

/// Batches that are there already.
final class BatchListStream: BatchStream {
    private let batches: [Batch]
    private var position = 0

    init(_ batches: [Batch]) { self.batches = batches }

    func next() throws -> Batch? {
        while position < batches.count {
            position += 1
            if batches[position - 1].count > 0 { return batches[position - 1] }
        }
        return nil
    }
}

/// Streams one after another, each opened when the one before has ended.
final class ChainedStream: BatchStream {
    private let opens: [() throws -> any BatchStream]
    private var position = 0
    private var current: (any BatchStream)?

    init(_ opens: [() throws -> any BatchStream]) { self.opens = opens }

    func next() throws -> Batch? {
        while true {
            if let current {
                if let batch = try current.next() { return batch }
                self.current = nil
            }
            guard position < opens.count else { return nil }
            current = try opens[position]()
            position += 1
        }
    }
}

/// Changes each batch of a stream; gives only batches with rows.
final class MappedStream: BatchStream {
    private let base: any BatchStream
    private let change: (Batch) throws -> Batch?

    init(_ base: any BatchStream, _ change: @escaping (Batch) throws -> Batch?) {
        self.base = base
        self.change = change
    }

    func next() throws -> Batch? {
        while let batch = try base.next() {
            if let changed = try change(batch), changed.count > 0 { return changed }
        }
        return nil
    }
}

/// Changes the batches of a stream piece by piece, as many rows at a time as let about ``target`` come out: for changes
/// that may make very many rows out of one.
final class SlicedStream: BatchStream {
    private let base: any BatchStream
    private let change: (Batch) throws -> Batch
    private var current: Batch?
    private var position = 0
    /// How many rows are changed at once; known better with every piece.
    private var step = 1
    private static let target = 1 << 18

    init(_ base: any BatchStream, _ change: @escaping (Batch) throws -> Batch) {
        self.base = base
        self.change = change
    }

    func next() throws -> Batch? {
        while true {
            if current == nil {
                current = try base.next()
                position = 0
            }
            guard let batch = current else { return nil }
            let end = min(position + step, batch.count)
            let taken = end - position
            let changed = try change(batch.slice(position..<end))
            position = end
            if end == batch.count { current = nil }
            step = max(1, min(Self.target / max(1, changed.count / max(1, taken)), step * 64))
            if changed.count > 0 { return changed }
        }
    }
}

/// Streams drawn one after another until none is left.
final class DrawnStream: BatchStream {
    private let draw: () throws -> (any BatchStream)?
    private var current: (any BatchStream)?

    init(_ draw: @escaping () throws -> (any BatchStream)?) { self.draw = draw }

    func next() throws -> Batch? {
        while true {
            if let current, let batch = try current.next() { return batch }
            current = try draw()
            if current == nil { return nil }
        }
    }
}
