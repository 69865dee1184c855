import Columnar
import Plans

/// The rows of a query, in partition order, as they become ready.
///
/// Tasks run ahead of the reader by a bounded number of batches; a task whose queue is full gives its worker back and goes
/// on when the reader has caught up. One thread reads at a time; ``cancel()`` may come from any.
package final class QueryResult: @unchecked Sendable {
    package let schema: Schema
    private let root: PhysicalOperator
    private let subqueries: [SubqueryExpression]
    private let job: Job

    private enum Phase { case planned, running, ended }
    private var phase = Phase.planned
    /// Used when the whole result is in memory already.
    private var ready: BatchListStream?

    private let state = Condition()
    // Guarded by `state`.
    private var queues: [Queue] = []
    private var current = 0
    private var buffered = 0
    private var bufferedBytes = 0
    private var failure: PyriteError?
    private var tasks: TaskSet?

    private struct Queue {
        var batches: [Batch] = []
        var isFinished = false
        var isSuspended = false
    }

    /// Batches that tasks may run ahead of the reader, together.
    private static let maxBuffered = 64
    /// Bytes of those batches, shared strings not counted.
    private var maxBufferedBytes: Int { job.memory.leastPiece * 16 }
    /// Batches that the task of the partition being read may run ahead.
    private static let maxAhead = 16

    init(_ root: PhysicalOperator, subqueries: [SubqueryExpression], job: Job) {
        self.root = root
        self.subqueries = subqueries
        self.job = job
        schema = root.schema
    }

    deinit { if case .running = phase { finish(.failed) } }

    /// Partitions of the result; known once the first batch was asked for.
    package var partitionCount: Int { root.partitionCount }

    /// Asks the query to end; the next call of ``next()`` throws.
    package func cancel() { job.context.cancellation.cancel() }

    /// The next rows, `nil` at the end. Blocks until there are some.
    package func next() throws -> Batch? {
        do {
            try job.context.cancellation.check()
            if case .planned = phase { try start() }
            if case .ended = phase { return nil }
            if let ready {
                let batch = try ready.next()
                if batch == nil { finish(.succeeded) }
                return batch
            }
            let batch = try read()
            if batch == nil { finish(.succeeded) }
            return batch
        } catch {
            if case .ended = phase {} else { finish(.failed) }
            throw error
        }
    }

    /// All remaining rows.
    package func collect() throws -> [Batch] {
        var batches: [Batch] = []
        while let batch = try next() { batches.append(batch) }
        return batches
    }

    private func start() throws {
        phase = .running
        for subquery in subqueries { try subquery.complete(job) }
        try root.prepare(job)
        if let partitions = (root as? MaterializedOperator)?.partitions {
            ready = BatchListStream(partitions.flatMap { $0 })
            return
        }
        let count = root.partitionCount
        queues = Array(repeating: Queue(), count: count)
        let streams = Slots<any BatchStream>(count: count)
        let (root, job) = (self.root, self.job)
        let set = TaskSet(count: count) { [weak self] partition in
            let stream = try streams[partition] ?? root.stream(job.task(partition: partition))
            streams[partition] = stream
            while true {
                guard let self else { return .finished }
                do {
                    guard let batch = try stream.next() else {
                        streams[partition] = nil
                        self.end(partition)
                        return .finished
                    }
                    if !self.push(batch, partition) { return .suspended }
                } catch {
                    self.fail(error)
                    throw error
                }
            }
        }
        tasks = set
        job.pool.submit(set)
    }

    private func end(_ partition: Int) {
        state.locked {
            queues[partition].isFinished = true
            state.wakeAll()
        }
    }

    private func fail(_ error: any Error) {
        state.locked {
            if failure == nil { failure = error as? PyriteError ?? .internalError("\(error)") }
            state.wakeAll()
        }
    }

    /// Returns whether the task may go on.
    private func push(_ batch: Batch, _ partition: Int) -> Bool {
        state.locked {
            queues[partition].batches.append(batch)
            buffered += 1
            bufferedBytes += batch.ownedByteCount
            state.wakeAll()
            let room =
                bufferedBytes < maxBufferedBytes
                && (partition == current
                    ? queues[partition].batches.count < QueryResult.maxAhead : buffered < QueryResult.maxBuffered)
            if !room { queues[partition].isSuspended = true }
            return room
        }
    }

    private func read() throws -> Batch? {
        state.lock()
        defer { state.unlock() }
        while true {
            if let failure { throw failure }
            guard current < queues.count else { return nil }
            if !queues[current].batches.isEmpty {
                let batch = queues[current].batches.removeFirst()
                buffered -= 1
                bufferedBytes -= batch.ownedByteCount
                if queues[current].batches.count <= QueryResult.maxAhead / 4 { wakeTask(current) }
                return batch
            }
            if queues[current].isFinished {
                current += 1
                continue
            }
            // A partition behind the current one may have been put to sleep while the buffer was full.
            wakeTask(current)
            state.wait()
        }
    }

    private func wakeTask(_ partition: Int) {
        guard queues[partition].isSuspended, let tasks else { return }
        queues[partition].isSuspended = false
        job.pool.resume(partition, in: tasks)
    }

    private func finish(_ outcome: EventBus.State) {
        phase = .ended
        ready = nil
        if let tasks { job.pool.stop(tasks) }
        job.end(outcome, root)
    }
}
