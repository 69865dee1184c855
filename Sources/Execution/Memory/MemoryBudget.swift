import Columnar
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// The bytes that blocking operators of all queries together may hold (`spark.driver.memory`).
package final class MemoryBudget: Sendable {
    package let limit: Int
    private let used = Atomic<Int>(0)

    /// `limit` in bytes; `nil`: three quarters of the machine's memory.
    package init(limit: Int? = nil) {
        self.limit = limit ?? MemoryBudget.machineShare
    }

    package var reserved: Int { used.load(ordering: .relaxed) }

    /// Takes `bytes` for a query's operator or throws when they are not there.
    package func reserve(_ bytes: Int) throws {
        let now = used.wrappingAdd(bytes, ordering: .relaxed).newValue
        if now > limit {
            used.wrappingSubtract(bytes, ordering: .relaxed)
            throw PyriteError(
                .sparkException, "UNABLE_TO_ACQUIRE_MEMORY", sqlState: "53200",
                "Unable to acquire \(bytes) bytes of memory, got \(max(limit - (now - bytes), 0)).",
                parameters: ["requestedBytes": "\(bytes)", "receivedBytes": "\(max(limit - (now - bytes), 0))"])
        }
    }

    package func release(_ bytes: Int) { used.wrappingSubtract(bytes, ordering: .relaxed) }

    private static var machineShare: Int {
        let pages = sysconf(Int32(_SC_PHYS_PAGES))
        let size = sysconf(Int32(_SC_PAGESIZE))
        return pages > 0 && size > 0 ? pages / 4 * 3 * size : 1 << 32
    }
}

/// What one query holds of the budget; gives all of it back when the query ends.
package final class MemoryReservation: Sendable {
    private let budget: MemoryBudget
    private let held = Atomic<Int>(0)

    package init(_ budget: MemoryBudget) { self.budget = budget }

    package func reserve(_ bytes: Int) throws {
        try budget.reserve(bytes)
        held.wrappingAdd(bytes, ordering: .relaxed)
    }

    package func release(_ bytes: Int) {
        held.wrappingSubtract(bytes, ordering: .relaxed)
        budget.release(bytes)
    }

    package var bytes: Int { held.load(ordering: .relaxed) }

    deinit { budget.release(held.load(ordering: .relaxed)) }
}
