import Columnar

#if canImport(Glibc)
    import Glibc
#endif

/// The engine's threads: as many as `local[n]` says, shared by all jobs. Sets of tasks take turns.
package final class WorkerPool: @unchecked Sendable {
    package let width: Int
    /// Guards everything below; wakes workers for new tasks and drivers for ended sets.
    private let state = Condition()
    private var sets: [TaskSet] = []
    private var turn = 0
    private var threads: [pthread_t] = []
    private var isShutDown = false

    /// Recursive operators (nested types, deep expressions) need room; the pages are only touched when used.
    private static let stackSize = 16 << 20

    package init(width: Int) { self.width = max(width, 1) }

    /// Runs `count` tasks and returns when all have ended. The first error stops the rest and is thrown.
    package func run(count: Int, _ body: @escaping @Sendable (Int) throws -> Void) throws {
        if count == 0 { return }
        let set = TaskSet(count: count) { index in
            try body(index)
            return .finished
        }
        submit(set)
        try wait(for: set)
    }

    package func submit(_ set: TaskSet) {
        state.lock()
        startThreads()
        sets.append(set)
        state.wakeAll()
        state.unlock()
    }

    package func wait(for set: TaskSet) throws {
        state.lock()
        while !set.isOver { state.wait() }
        let error = set.error
        state.unlock()
        if let error { throw error }
    }

    package func resume(_ index: Int, in set: TaskSet) {
        state.lock()
        set.resume(index)
        state.wakeAll()
        state.unlock()
    }

    /// Lets running tasks end and starts no more.
    package func stop(_ set: TaskSet) {
        state.lock()
        set.stop()
        sets.removeAll { $0 === set }
        state.wakeAll()
        state.unlock()
    }

    /// Ends all threads after their current task.
    package func shutDown() {
        state.lock()
        isShutDown = true
        for set in sets { set.stop() }
        sets = []
        state.wakeAll()
        let threads = self.threads
        self.threads = []
        state.unlock()
        for thread in threads { pthread_join(thread, nil) }
    }

    private func startThreads() {
        guard threads.isEmpty, !isShutDown else { return }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        pthread_attr_setstacksize(&attributes, WorkerPool.stackSize)
        for _ in 0..<width {
            var thread = pthread_t()
            let argument = Unmanaged.passRetained(self).toOpaque()
            if pthread_create(&thread, &attributes, workerMain, argument) == 0 {
                threads.append(thread)
            } else {
                Unmanaged<WorkerPool>.fromOpaque(argument).release()
            }
        }
        pthread_attr_destroy(&attributes)
    }

    fileprivate func work() {
        state.lock()
        while !isShutDown {
            guard let (set, index) = takeTask() else {
                state.wait()
                continue
            }
            state.unlock()
            let result: Result<TaskSet.Outcome, PyriteError>
            do {
                result = .success(try set.body(index))
            } catch let error as PyriteError {
                result = .failure(error)
            } catch {
                result = .failure(.internalError("\(error)"))
            }
            state.lock()
            let failed = set.error != nil
            set.end(index, result)
            let over = set.isOver
            if over || (set.error != nil && !failed) {
                sets.removeAll { $0 === set }
                state.wakeAll()
                if let onEnd = set.onEnd {
                    state.unlock()
                    onEnd()
                    state.lock()
                }
            }
        }
        state.unlock()
    }

    /// Sets take turns so that a short job is not kept waiting by a long one.
    private func takeTask() -> (TaskSet, Int)? {
        let n = sets.count
        for offset in 0..<n {
            let position = (turn &+ offset) % n
            let set = sets[position]
            if let index = set.take() {
                turn = (position &+ 1) % n
                return (set, index)
            }
        }
        return nil
    }
}

private func workerMain(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    guard let argument else { return nil }
    let pool = Unmanaged<WorkerPool>.fromOpaque(argument).takeRetainedValue()
    pool.work()
    return nil
}
