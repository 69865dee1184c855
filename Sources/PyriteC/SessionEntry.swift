import Columnar
import Connect
import Plans
import Synchronization

/// A session that the caller holds, and what belongs to it on this side: in-process tables and running operations.
final class SessionEntry: Sendable {
    /// The session's handle: set once, before the entry is found by anybody.
    let handle: UInt64
    let session: any EngineSession
    private let tables = Mutex<[UInt64: LogicalPlan]>([:])
    private let operations = Mutex<[ObjectIdentifier: Operation]>([:])
    private let running = Monitor(0)

    /// How long closing waits for cancelled operations: a function of the host may be in the middle of a batch.
    private static let patience: Int64 = 10_000

    init(handle: UInt64, session: any EngineSession) {
        self.handle = handle
        self.session = session
    }

    // MARK: Tables

    /// Rows that were handed over, or a query kept for its client.
    func table(_ id: UInt64) -> LogicalPlan? { tables.withLock { $0[id] } }

    func insert(table: LogicalPlan, id: UInt64) { tables.withLock { $0[id] = table } }

    func removeTable(_ id: UInt64) -> Bool { tables.withLock { $0.removeValue(forKey: id) } != nil }

    // MARK: Operations

    /// Counts an operation as running until ``ended(_:)``.
    func started(_ operation: Operation) {
        operations.withLock { $0[ObjectIdentifier(operation)] = operation }
        running.update { $0 += 1 }
    }

    func ended(_ operation: Operation) {
        _ = operations.withLock { $0.removeValue(forKey: ObjectIdentifier(operation)) }
        running.update { $0 -= 1 }
    }

    /// Cancels the running operations that satisfy the condition and returns their names.
    func cancel(where condition: (Operation) -> Bool) -> [String] {
        let chosen = operations.withLock { $0.values.filter(condition) }
        return chosen.filter { $0.cancel() }.map(\.identifier).sorted()
    }

    /// Cancels all operations, waits for their end and drops the tables.
    func close() {
        _ = cancel { _ in true }
        _ = running.wait(milliseconds: Self.patience) { $0 == 0 ? true : nil }
        tables.withLock { $0.removeAll() }
        session.close()
    }
}
