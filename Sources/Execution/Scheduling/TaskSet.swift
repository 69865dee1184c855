import Columnar

/// The tasks of one stage while the pool works on them.
///
/// A task that cannot go on (its result queue is full) says so instead of blocking its worker, and runs again after
/// ``WorkerPool/resume(_:in:)``. All fields are guarded by the pool's lock.
package final class TaskSet: @unchecked Sendable {
    package enum Outcome: Sendable { case finished, suspended }

    let count: Int
    let body: @Sendable (Int) throws -> Outcome
    /// Called on the worker when the set fails or its last task ends, without the pool's lock.
    let onEnd: (@Sendable () -> Void)?

    private(set) var next = 0
    private var resumed: [Int] = []
    private(set) var running = 0
    private(set) var finished = 0
    private(set) var error: PyriteError?
    private var isCancelled = false
    private var suspended = Set<Int>()
    /// Tasks resumed while they were still about to suspend.
    private var early = Set<Int>()

    init(count: Int, onEnd: (@Sendable () -> Void)? = nil, body: @escaping @Sendable (Int) throws -> Outcome) {
        self.count = count
        self.body = body
        self.onEnd = onEnd
    }

    var hasReady: Bool { !isStopped && (!resumed.isEmpty || next < count) }
    var isStopped: Bool { error != nil || isCancelled }
    /// Nothing runs and nothing will.
    var isOver: Bool { running == 0 && (isStopped || finished == count) }

    func take() -> Int? {
        guard !isStopped else { return nil }
        if !resumed.isEmpty {
            running += 1
            return resumed.removeFirst()
        }
        guard next < count else { return nil }
        running += 1
        next += 1
        return next - 1
    }

    func end(_ index: Int, _ result: Result<Outcome, PyriteError>) {
        running -= 1
        switch result {
        case .success(.finished): finished += 1
        case .success(.suspended):
            if early.remove(index) != nil { resumed.append(index) } else { suspended.insert(index) }
        case .failure(let failure): if error == nil { error = failure }
        }
    }

    func resume(_ index: Int) {
        if suspended.remove(index) != nil {
            resumed.append(index)
        } else {
            early.insert(index)
        }
    }

    func stop() { isCancelled = true }
}
