import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// What one operator did, added up over its tasks.
package final class OperatorMetrics: Sendable {
    package struct Snapshot: Sendable {
        package var name: String
        package var rows: Int
        package var batches: Int
        /// Time in the operator and those below it, over all tasks.
        package var nanoseconds: Int
    }

    private let rows = Atomic<Int>(0)
    private let batches = Atomic<Int>(0)
    private let nanoseconds = Atomic<Int>(0)

    func add(rows: Int, batches: Int, nanoseconds: Int) {
        self.rows.wrappingAdd(rows, ordering: .relaxed)
        self.batches.wrappingAdd(batches, ordering: .relaxed)
        self.nanoseconds.wrappingAdd(nanoseconds, ordering: .relaxed)
    }

    func snapshot(name: String) -> Snapshot {
        Snapshot(
            name: name, rows: rows.load(ordering: .relaxed), batches: batches.load(ordering: .relaxed),
            nanoseconds: nanoseconds.load(ordering: .relaxed))
    }
}

/// Nanoseconds on a clock that never goes back.
func monotonicNanoseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec &* 1_000_000_000 &+ time.tv_nsec
}
