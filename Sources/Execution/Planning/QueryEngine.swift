import Columnar
import Formats
import Functions
import Plans

/// Runs resolved plans: owns the threads, the memory budget and the event bus. One for all sessions of a process; calls
/// may come from several threads at a time.
package final class QueryEngine: Sendable {
    package let pool: WorkerPool
    package let budget: MemoryBudget
    package let events: EventBus

    /// `parallelism`: the number of worker threads (`local[n]`). `memoryLimit` in bytes; `nil`: a share of the machine's.
    package init(parallelism: Int, memoryLimit: Int? = nil) {
        pool = WorkerPool(width: parallelism)
        budget = MemoryBudget(limit: memoryLimit)
        events = EventBus()
    }

    /// Plans the query. It begins to run when the first batch is asked for.
    package func execute(_ plan: LogicalPlan, context: QueryContext) throws -> QueryResult {
        let planner = PhysicalPlanner(context)
        let root = try planner.plan(plan)
        return QueryResult(root, subqueries: planner.subqueries, job: makeJob(root, context))
    }

    /// Computes the rows for `cache` and `persist`. `inMemory`: as many as memory allows; else all go to disk.
    package func keep(_ plan: LogicalPlan, context: QueryContext, inMemory: Bool = true) throws -> KeptRows {
        let planner = PhysicalPlanner(context)
        let root = try planner.plan(plan)
        let memory = MemoryReservation(budget, share: KeptRows.memoryShare)
        return try run(root, planner.subqueries, context) { job in
            let slots = Slots<SpillableRows>(count: root.partitionCount)
            let schema = root.schema
            try job.runPartitions(of: root, "keep") { partition, stream in
                let rows = SpillableRows(schema, memory: memory, space: job.spillSpace)
                if !inMemory { try rows.moveToDisk() }
                while let batch = try stream.next() { try rows.append(batch) }
                slots[partition] = rows
            }
            return KeptRows(slots.values)
        }
    }

    /// All rows by partition, in memory.
    package func materialize(_ plan: LogicalPlan, context: QueryContext) throws -> [[Batch]] {
        let planner = PhysicalPlanner(context)
        let root = try planner.plan(plan)
        return try run(root, planner.subqueries, context) { job in
            if let partitions = (root as? MaterializedOperator)?.partitions { return partitions }
            return try job.collect(root, "collect")
        }
    }

    /// As many partitions as the result has. Runs the stages below the last one, as Spark's adaptive execution does.
    package func numPartitions(_ plan: LogicalPlan, context: QueryContext) throws -> Int {
        let planner = PhysicalPlanner(context)
        let root = try planner.plan(plan)
        return try run(root, planner.subqueries, context) { _ in root.partitionCount }
    }

    /// Writes each partition of the result through the sink and commits it.
    package func write(_ plan: LogicalPlan, to sink: any WriteSink, context: QueryContext) throws {
        let planner = PhysicalPlanner(context)
        let child: PhysicalOperator
        do {
            child = try planner.plan(plan)
        } catch {
            sink.abort()
            throw error
        }
        let root = WriteOperator(child, sink: sink)
        do {
            try run(root, planner.subqueries, context) { _ in }
        } catch {
            // The operator aborts what it began; a failure below it never reached it.
            if !root.hasBegun { sink.abort() }
            throw error
        }
    }

    /// The physical plan as text, and those of the subqueries that run before it. `isFormatted`: each operator's arguments
    /// apart from the tree.
    package func explain(_ plan: LogicalPlan, context: QueryContext, isFormatted: Bool = false) throws -> String {
        let planner = PhysicalPlanner(context)
        let root = try planner.plan(plan)
        let render = isFormatted ? PlanText.formatted : PlanText.render
        var text = render(root)
        if !planner.subqueries.isEmpty { text += "\n===== Subqueries =====\n" }
        for (index, subquery) in planner.subqueries.enumerated() {
            text += "\nSubquery:\(index + 1) runs before the query\n\(render(subquery.plan))"
        }
        return text
    }

    private func makeJob(_ root: PhysicalOperator, _ context: QueryContext) -> Job {
        Job(pool: pool, context: context, budget: budget, events: events, plan: PlanText.render(root))
    }

    private func run<T>(
        _ root: PhysicalOperator, _ subqueries: [SubqueryExpression], _ context: QueryContext,
        _ body: (Job) throws -> T
    ) throws -> T {
        let job = makeJob(root, context)
        do {
            for subquery in subqueries { try subquery.complete(job) }
            try root.prepare(job)
            let result = try body(job)
            job.end(.succeeded, root)
            return result
        } catch {
            job.end(.failed, root)
            throw error
        }
    }
}

extension Job {
    /// Records the end and what each operator did.
    func end(_ state: EventBus.State, _ root: PhysicalOperator) {
        var metrics: [OperatorMetrics.Snapshot] = []
        func visit(_ node: PhysicalOperator) {
            metrics.append(node.metrics.snapshot(name: node.name))
            for child in node.children { visit(child) }
        }
        visit(root)
        if state == .succeeded {
            do {
                try root.reportMetrics(context)
            } catch {
                // A metric that fails (a sum too large) must not fail the rows: it is told without values.
            }
        }
        events.endJob(id, state, metrics: metrics, spilledBytes: spillSpace.writtenBytes)
    }
}
