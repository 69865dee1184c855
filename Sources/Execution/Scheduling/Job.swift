import Columnar
import Functions
import Plans

#if canImport(Glibc)
    import Glibc
#endif

/// One action while it runs: cuts work into stages on the pool, keeps the query's memory and its records.
package final class Job: @unchecked Sendable {
    let pool: WorkerPool
    let context: QueryContext
    let memory: MemoryReservation
    let spillSpace: SpillSpace
    let events: EventBus
    let id: Int

    init(pool: WorkerPool, context: QueryContext, budget: MemoryBudget, events: EventBus, plan: String) {
        self.pool = pool
        self.context = context
        self.memory = MemoryReservation(budget)
        spillSpace = SpillSpace(
            directory: context.settings.localDirectory ?? getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp")
        self.events = events
        self.id = events.beginJob(context.description, plan: plan)
    }

    var settings: ExecutionSettings { context.settings }
    var parallelism: Int { settings.defaultParallelism ?? pool.width }

    /// Runs a stage of `taskCount` tasks and waits for its end.
    func runStage(_ name: String, taskCount: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        try context.cancellation.check()
        if taskCount == 0 { return }
        let stage = events.beginStage(job: id, name: name, taskCount: taskCount)
        let (events, id, cancellation) = (events, id, context.cancellation)
        do {
            try pool.run(count: taskCount) { index in
                try cancellation.check()
                try body(index)
                events.endTask(job: id, stage: stage)
            }
            events.endStage(job: id, stage: stage, .succeeded)
        } catch {
            events.endStage(job: id, stage: stage, .failed)
            throw error
        }
    }

    /// Runs one task for each partition of an operator.
    func runPartitions(
        of plan: PhysicalOperator, _ name: String,
        _ body: @escaping @Sendable (Int, any BatchStream) throws -> Void
    ) throws {
        try runStage(name, taskCount: plan.partitionCount) { partition in
            try body(partition, try plan.stream(self.task(partition: partition)))
        }
    }

    /// Runs one task for each worker; together they read every row of the operator once, in no order.
    func runShared(
        over plan: PhysicalOperator, _ name: String, _ body: @escaping @Sendable (Int, any BatchStream) throws -> Void
    ) throws {
        let workers = min(pool.width, max(plan.morselCount, 1))
        plan.resetMorsels()
        try runStage(name, taskCount: workers) { worker in
            let task = TaskContext(job: self, assignment: .shared, evaluation: self.context.evaluation)
            try body(worker, try plan.stream(task))
        }
    }

    func task(partition: Int) -> TaskContext {
        var evaluation = context.evaluation
        evaluation.partitionIndex = partition
        return TaskContext(job: self, assignment: .partition(partition), evaluation: evaluation)
    }
}

/// What a task of a stage reads: one partition, or whatever morsel comes next.
package enum TaskAssignment: Sendable {
    case partition(Int)
    case shared
}

package final class TaskContext: @unchecked Sendable {
    let job: Job
    let assignment: TaskAssignment
    let evaluation: EvaluationContext

    init(job: Job, assignment: TaskAssignment, evaluation: EvaluationContext) {
        self.job = job
        self.assignment = assignment
        self.evaluation = evaluation
    }

    /// The same task reading another partition of an operator below (a union, a coalesce).
    func reading(partition: Int) -> TaskContext {
        TaskContext(job: job, assignment: .partition(partition), evaluation: evaluation)
    }
}
