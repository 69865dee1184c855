import Glibc

/// State behind a lock that threads can wait on: a mutex and a condition variable of pthreads, since the standard
/// library has no condition variable.
package final class Monitor<State>: @unchecked Sendable {
    private var state: State
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let changed: UnsafeMutablePointer<pthread_cond_t>

    package init(_ state: State) {
        self.state = state
        mutex = .allocate(capacity: 1)
        changed = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Timeouts must not depend on somebody setting the wall clock.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(changed, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Reads or changes the state, and wakes all that wait for it.
    package func update<Result>(_ body: (inout State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer {
            pthread_cond_broadcast(changed)
            pthread_mutex_unlock(mutex)
        }
        return try body(&state)
    }

    /// Looks at the state without waking anybody.
    package func read<Result>(_ body: (borrowing State) throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body(state)
    }

    /// Waits until `body`, called under the lock after every change, returns a value, and returns that; `nil` when the
    /// timeout passed first. A negative timeout never passes. `body` may change the state; the others that wait are
    /// woken when it returned a value.
    package func wait<Result>(milliseconds: Int64 = -1, for body: (inout State) throws -> Result?) rethrows -> Result? {
        var deadline = timespec()
        if milliseconds >= 0 {
            clock_gettime(CLOCK_MONOTONIC, &deadline)
            // A timeout beyond a year is as good as a year, and does not overflow.
            let bounded = Swift.min(milliseconds, 365 * 86_400 * 1_000)
            deadline.tv_sec += Int(bounded / 1_000)
            deadline.tv_nsec += Int(bounded % 1_000) * 1_000_000
            if deadline.tv_nsec >= 1_000_000_000 {
                deadline.tv_sec += 1
                deadline.tv_nsec -= 1_000_000_000
            }
        }
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while true {
            if let result = try body(&state) {
                pthread_cond_broadcast(changed)
                return result
            }
            if milliseconds < 0 {
                pthread_cond_wait(changed, mutex)
            } else if pthread_cond_timedwait(changed, mutex, &deadline) == ETIMEDOUT {
                let result = try body(&state)
                if result != nil { pthread_cond_broadcast(changed) }
                return result
            }
        }
    }
}
