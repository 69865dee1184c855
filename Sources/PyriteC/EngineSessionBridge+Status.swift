import Execution
import Pyrite

extension EngineSessionBridge {
    /// Jobs with their stages and operators, oldest first; times in nanoseconds on one monotonic clock.
    var statusJSON: String {
        var json = JSONText()
        json.raw("{")
        json.name("memory")
        json.raw("{")
        json.name("used")
        json.raw("\(session.runtime.engine.budget.reserved), ")
        json.name("limit")
        json.raw("\(session.runtime.engine.budget.limit)}, ")
        json.name("jobs")
        json.raw("[")
        for (index, job) in session.runtime.engine.events.jobs.enumerated() {
            if index > 0 { json.raw(", ") }
            write(job, to: &json)
        }
        json.raw("]}")
        return json.text
    }

    private func write(_ job: EventBus.JobRecord, to json: inout JSONText) {
        json.raw("{")
        json.name("jobId")
        json.raw("\(job.id), ")
        json.name("description")
        json.string(job.description)
        json.raw(", ")
        json.name("status")
        json.string(job.state.rawValue)
        json.raw(", ")
        writeTimes(job.start, job.end, to: &json)
        json.name("plan")
        json.string(job.plan)
        json.raw(", ")
        json.name("stages")
        json.raw("[")
        for (index, stage) in job.stages.enumerated() {
            if index > 0 { json.raw(", ") }
            json.raw("{")
            json.name("stageId")
            json.raw("\(stage.id), ")
            json.name("name")
            json.string(stage.name)
            json.raw(", ")
            json.name("status")
            json.string(stage.state.rawValue)
            json.raw(", ")
            writeTimes(stage.start, stage.end, to: &json)
            json.name("numTasks")
            json.raw("\(stage.taskCount), ")
            json.name("numCompleteTasks")
            json.raw("\(stage.finishedTasks)}")
        }
        json.raw("], ")
        json.name("operators")
        json.raw("[")
        for (index, operation) in job.metrics.enumerated() {
            if index > 0 { json.raw(", ") }
            json.raw("{")
            json.name("name")
            json.string(operation.name)
            json.raw(", ")
            json.name("rows")
            json.raw("\(operation.rows), ")
            json.name("batches")
            json.raw("\(operation.batches), ")
            json.name("nanoseconds")
            json.raw("\(operation.nanoseconds)}")
        }
        json.raw("]}")
    }

    private func writeTimes(_ start: Int, _ end: Int?, to json: inout JSONText) {
        json.name("start")
        json.raw("\(start), ")
        json.name("end")
        json.raw(end.map { "\($0), " } ?? "null, ")
    }
}
