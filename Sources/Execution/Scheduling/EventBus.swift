import Columnar
import Synchronization

/// Records what jobs, stages and tasks do. Progress bars, the status API and `explain` with metrics read from here.
package final class EventBus: Sendable {
    package enum State: String, Sendable {
        case running = "RUNNING"
        case succeeded = "SUCCEEDED"
        case failed = "FAILED"
    }

    package struct StageRecord: Sendable {
        package var id: Int
        package var name: String
        package var taskCount: Int
        package var finishedTasks: Int
        package var state: State
        /// Nanoseconds on the monotonic clock.
        package var start: Int
        package var end: Int?
    }

    package struct JobRecord: Sendable {
        package var id: Int
        package var description: String
        package var state: State
        package var stages: [StageRecord]
        package var start: Int
        package var end: Int?
        /// The physical plan as text, and each operator's rows, bytes and time.
        package var plan: String
        package var metrics: [OperatorMetrics.Snapshot]
        /// Bytes written to local disk for want of memory.
        package var spilledBytes = 0
    }

    private struct Records {
        var jobs: [JobRecord] = []
        var nextJob = 0
        var nextStage = 0
    }

    /// Finished jobs are forgotten beyond this many.
    private static let retainedJobs = 200

    private let records = Mutex(Records())

    package init() {}

    /// All jobs remembered, oldest first.
    package var jobs: [JobRecord] { records.withLock { $0.jobs } }

    func beginJob(_ description: String, plan: String) -> Int {
        records.withLock {
            let id = $0.nextJob
            $0.nextJob += 1
            $0.jobs.append(
                JobRecord(
                    id: id, description: description, state: .running, stages: [], start: monotonicNanoseconds(),
                    end: nil, plan: plan, metrics: []))
            if $0.jobs.count > EventBus.retainedJobs, let oldest = $0.jobs.firstIndex(where: { $0.state != .running }) {
                $0.jobs.remove(at: oldest)
            }
            return id
        }
    }

    func endJob(_ id: Int, _ state: State, metrics: [OperatorMetrics.Snapshot], spilledBytes: Int) {
        change(id) {
            $0.state = state
            $0.end = monotonicNanoseconds()
            $0.metrics = metrics
            $0.spilledBytes = spilledBytes
        }
    }

    func beginStage(job: Int, name: String, taskCount: Int) -> Int {
        let id = records.withLock {
            $0.nextStage += 1
            return $0.nextStage - 1
        }
        change(job) {
            $0.stages.append(
                StageRecord(
                    id: id, name: name, taskCount: taskCount, finishedTasks: 0, state: .running,
                    start: monotonicNanoseconds(), end: nil))
        }
        return id
    }

    func endTask(job: Int, stage: Int) { changeStage(job, stage) { $0.finishedTasks += 1 } }

    func endStage(job: Int, stage: Int, _ state: State) {
        changeStage(job, stage) {
            $0.state = state
            $0.end = monotonicNanoseconds()
        }
    }

    private func change(_ id: Int, _ body: (inout JobRecord) -> Void) {
        records.withLock {
            if let index = $0.jobs.lastIndex(where: { $0.id == id }) { body(&$0.jobs[index]) }
        }
    }

    private func changeStage(_ job: Int, _ stage: Int, _ body: (inout StageRecord) -> Void) {
        change(job) { record in
            if let index = record.stages.lastIndex(where: { $0.id == stage }) { body(&record.stages[index]) }
        }
    }
}
