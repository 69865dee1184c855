import Columnar
import Glibc
import Synchronization

/// What the interface keeps for the whole process: the tables of handles, and the threads lent for callbacks.
final class EngineProcess: Sendable {
    static let shared = EngineProcess()

    let numbers = HandleNumbers()
    let errors: ErrorTable
    let sessions: HandleTable<SessionEntry>
    let operations: HandleTable<Operation>
    let callbacks: HandleTable<Callback>
    let callbackThreads = CallbackThreads()
    /// The process that opened the first session, 0 before.
    private let owner = Atomic<pid_t>(0)

    private init() {
        errors = ErrorTable(numbers)
        sessions = HandleTable(numbers)
        operations = HandleTable(numbers)
        callbacks = HandleTable(numbers)
    }

    /// From here on a fork of this process is recognised as one.
    func claim() { _ = owner.compareExchange(expected: 0, desired: getpid(), ordering: .relaxed) }

    /// Whether this process is a fork of the one with the sessions. Takes no lock.
    var isForked: Bool {
        let owner = owner.load(ordering: .relaxed)
        return owner != 0 && owner != getpid()
    }

    /// Makes a session known by a handle.
    func insert(_ session: any EngineSession) -> UInt64 {
        let handle = numbers.next()
        // An analysis is no operation that could be cancelled.
        let analysis = Operation(session: handle, timeZone: session.timeZone)
        session.callHost(with: CallbackRunner(process: self, operation: analysis))
        sessions.insert(SessionEntry(handle: handle, session: session), as: handle)
        return handle
    }

    func session(_ handle: UInt64) throws(CallFailure) -> SessionEntry {
        guard let session = sessions.find(handle) else { throw .invalidHandle("session", handle) }
        return session
    }

    func operation(_ handle: UInt64) throws(CallFailure) -> Operation {
        guard let operation = operations.find(handle) else { throw .invalidHandle("operation", handle) }
        return operation
    }
}
