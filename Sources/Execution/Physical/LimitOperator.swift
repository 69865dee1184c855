import Columnar
import Plans
import Synchronization

/// The first rows in partition order. Partitions behind those that gave enough rows are not read to their end.
final class LimitOperator: MaterializedOperator, @unchecked Sendable {
    /// `nil`: no limit, only the offset.
    private let limit: Int?
    private let offset: Int

    init(_ child: PhysicalOperator, limit: Int?, offset: Int) {
        self.limit = limit
        self.offset = offset
        super.init(output: child.output, children: [child])
    }

    override var name: String { "GlobalLimit" }
    override var explanation: String {
        offset == 0 ? "CollectLimit \(limit ?? -1)" : "GlobalLimit \(limit.map { $0 + offset } ?? -1), \(offset)"
    }
    override var isBreaker: Bool { true }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let child = children[0]
        if limit == 0 { return [[]] }
        let wanted = limit.map { $0 &+ offset } ?? .max
        let slots = Slots<[Batch]>(count: child.partitionCount)
        let progress = LimitProgress(partitions: child.partitionCount, wanted: wanted)
        try job.runStage("limit", taskCount: child.partitionCount) { partition in
            if progress.isEnough(before: partition) { return }
            let stream = try child.stream(job.task(partition: partition))
            var batches: [Batch] = []
            var rows = 0
            while rows < wanted, !progress.isEnough(before: partition), let batch = try stream.next() {
                let taken = min(batch.count, wanted - rows)
                batches.append(batch.slice(0..<taken))
                rows += taken
                try job.memory.reserve(batches[batches.count - 1].ownedByteCount)
            }
            slots[partition] = batches
            progress.finish(partition, rows: rows)
        }
        var skip = offset
        var left = limit ?? .max
        var result: [Batch] = []
        for batch in slots.values.flatMap({ $0 }) {
            let from = min(skip, batch.count)
            skip -= from
            let taken = min(batch.count - from, left)
            if taken > 0 { result.append(batch.slice(from..<from + taken)) }
            left -= taken
            if left == 0 { break }
        }
        return [result]
    }
}

/// Which partitions have ended, and whether those before another one gave enough rows together.
private final class LimitProgress: Sendable {
    private let rows: Mutex<[Int?]>
    /// Partitions from this one on are not needed.
    private let cut: Atomic<Int>
    private let wanted: Int

    init(partitions: Int, wanted: Int) {
        rows = Mutex(Array(repeating: nil, count: partitions))
        cut = Atomic(partitions)
        self.wanted = wanted
    }

    func isEnough(before partition: Int) -> Bool { partition >= cut.load(ordering: .relaxed) }

    func finish(_ partition: Int, rows count: Int) {
        rows.withLock {
            $0[partition] = count
            var sum = 0
            for (index, known) in $0.enumerated() {
                guard let known else { return }
                sum += known
                if sum >= wanted {
                    cut.store(index + 1, ordering: .relaxed)
                    return
                }
            }
        }
    }
}

/// The last rows in partition order (`tail`).
final class TailOperator: MaterializedOperator, @unchecked Sendable {
    private let count: Int

    init(_ child: PhysicalOperator, count: Int) {
        self.count = count
        super.init(output: child.output, children: [child])
    }

    override var name: String { "CollectTail" }
    override var explanation: String { "CollectTail \(count)" }
    override var isBreaker: Bool { true }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let count = self.count
        let slots = Slots<[Batch]>(count: children[0].partitionCount)
        try job.runPartitions(of: children[0], "tail") { partition, stream in
            var batches: [Batch] = []
            var rows = 0
            while let batch = try stream.next() {
                batches.append(batch)
                rows += batch.count
                while let first = batches.first, rows - first.count >= count {
                    rows -= first.count
                    batches.removeFirst()
                }
            }
            slots[partition] = batches
        }
        let batches = slots.values.flatMap { $0 }
        var skip = max(batches.reduce(0) { $0 + $1.count } - count, 0)
        var result: [Batch] = []
        for batch in batches {
            let from = min(skip, batch.count)
            skip -= from
            if from < batch.count { result.append(batch.slice(from..<batch.count)) }
        }
        return [result]
    }
}
