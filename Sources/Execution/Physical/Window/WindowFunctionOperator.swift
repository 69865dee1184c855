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
