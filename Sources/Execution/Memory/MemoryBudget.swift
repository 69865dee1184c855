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

    /// Takes `bytes` if they are there; `share`: of the budget, beyond which nothing is given.
    package func tryReserve(_ bytes: Int, share: Double = 1) -> Bool {
        let now = used.wrappingAdd(bytes, ordering: .relaxed).newValue
        if now <= (share < 1 ? Int(Double(limit) * share) : limit) { return true }
        used.wrappingSubtract(bytes, ordering: .relaxed)
        return false
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
    private let share: Double
    private let held = Atomic<Int>(0)

    /// `share`: of the budget; where more than that is in use, nothing more is taken.
    package init(_ budget: MemoryBudget, share: Double = 1) {
        self.budget = budget
        self.share = share
    }

    package func reserve(_ bytes: Int) throws {
        try budget.reserve(bytes)
        held.wrappingAdd(bytes, ordering: .relaxed)
    }

    /// Takes `bytes` if they are there; an operator that is refused spills.
    package func tryReserve(_ bytes: Int) -> Bool {
        guard budget.tryReserve(bytes, share: share) else { return false }
        held.wrappingAdd(bytes, ordering: .relaxed)
        return true
    }

    /// What an operator may hold without asking, so that it gets on however little there is: it spills pieces of this
    /// size at least.
    package var leastPiece: Int { min(1 << 20, max(budget.limit / 32, 1 << 18)) }

    package func release(_ bytes: Int) {
        held.wrappingSubtract(bytes, ordering: .relaxed)
        budget.release(bytes)
    }

    package var bytes: Int { held.load(ordering: .relaxed) }

    deinit { budget.release(held.load(ordering: .relaxed)) }
}

/// The memory of one operator's task as it grows, asked for in steps; given back when the task lets go.
final class MemoryHolding {
    private let memory: MemoryReservation
    private var reserved = 0

    var bytes: Int { reserved }

    init(_ memory: MemoryReservation) { self.memory = memory }

    /// Says that `bytes` are held now. `false`: the budget refuses, and the operator holds enough for spilling to be worth
    /// it.
    @discardableResult
    func grow(to bytes: Int) -> Bool {
        if bytes < reserved {
            memory.release(reserved - bytes)
            reserved = bytes
            return true
        }
        // A quarter in advance, so that not every batch asks.
        if bytes <= reserved + memory.leastPiece / 4 { return true }
        let step = bytes - reserved
        if memory.tryReserve(step) {
            reserved = bytes
            return true
        }
        return bytes < memory.leastPiece
    }

    /// As ``grow(to:)``, but throws when the budget refuses: for what cannot be spilled.
    func insist(on bytes: Int) throws {
        if grow(to: max(bytes, reserved)) { return }
        try memory.reserve(bytes - reserved)
        reserved = bytes
    }
}
