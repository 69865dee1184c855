import Columnar
import Formats
import Plans

/// Writes each partition through a writer of the sink and commits when all have finished.
final class WriteOperator: MaterializedOperator, @unchecked Sendable {
    private let sink: any WriteSink
    /// Whether the sink was used, and so committed or aborted.
    private(set) var hasBegun = false

    init(_ child: PhysicalOperator, sink: any WriteSink) {
        self.sink = sink
        super.init(output: [], children: [child])
    }

    override var name: String { "Execute InsertIntoHadoopFsRelationCommand" }
    override var isBreaker: Bool { true }

    override func produce(_ job: Job) throws -> [[Batch]] {
        let sink = self.sink
        hasBegun = true
        let child = children[0]
        do {
            // An empty input still writes one file, which carries the schema.
            let parts = child.partitionCount
            try job.runStage("write", taskCount: max(parts, 1)) { partition in
                let writer = try sink.writer(forPartition: partition)
                do {
                    if partition < parts {
                        let stream = try child.stream(job.task(partition: partition))
                        while let batch = try stream.next() { try writer.write(batch) }
                    }
                    try writer.finish()
                } catch {
                    writer.abandon()
                    throw error
                }
            }
            try job.context.cancellation.check()
            try sink.commit()
        } catch {
            sink.abort()
            throw error
        }
        return [[]]
    }
}
