import Columnar
import Connect
import Glibc

/// The threads that the host lent for running its functions, and the calls that wait for one.
///
/// A host language such as Python keeps a state for each of its threads; were its functions run on the engine's threads,
/// that state would be made and thrown away for every call. So an engine thread that needs a function queues the call
/// and sleeps until one of the lent threads has run it.
final class CallbackThreads: Sendable {
    /// How far a call has come; its caller forgets it in the end.
    private enum Phase { case waiting, running, done, refused }

    private struct Call {
        var ticket: UInt64
        var work: @Sendable () -> Void
        var isCancelled: @Sendable () -> Bool
    }

    private struct State {
        var waiting: [Call] = []
        /// What the lent threads run now.
        var running: [pthread_t: Call] = [:]
        var phases: [UInt64: Phase] = [:]
        var lastTicket: UInt64 = 0
        /// The threads that are lent now.
        var lent: Set<pthread_t> = []
        /// Counts ``CallbackThreads/stop()``; a lent thread leaves when it changes.
        var stops = 0

        /// Takes a lent thread back. When it was the last, nobody is left to run what waits.
        mutating func leave(_ thread: pthread_t) {
            lent.remove(thread)
            guard lent.isEmpty else { return }
            for call in waiting { phases[call.ticket] = .refused }
            waiting.removeAll()
        }
    }

    private let state = Monitor(State())

    /// How often a waiting engine thread looks whether its job was cancelled.
    private static let cancellationInterval: Int64 = 50

    /// How long a call waits for the first lent thread, in milliseconds.
    private static let lendingGrace: Int64 = 1_000

    /// Runs calls on this thread until ``stop()``. Blocks.
    func serve() throws(PyriteError) {
        let me = pthread_self()
        let stops: Int? = state.update { state in
            state.lent.insert(me).inserted ? state.stops : nil
        }
        guard let stops else {
            throw PyriteError(
                .illegalArgument, "CALLBACK_THREAD_ALREADY_LENT", sqlState: "XX000",
                "This thread already serves callbacks.")
        }
        while true {
            let next: Call?? = state.wait { state in
                if state.stops != stops {
                    state.leave(me)
                    return .some(nil)
                }
                guard !state.waiting.isEmpty else { return nil }
                let first = state.waiting.removeFirst()
                state.phases[first.ticket] = .running
                state.running[me] = first
                return first
            }
            guard case .some(.some(let call)) = next else { return }
            call.work()
            state.update { state in
                state.running[me] = nil
                state.phases[call.ticket] = .done
            }
        }
    }

    /// Makes every ``serve()`` return, each after the call it is running.
    func stop() { state.update { $0.stops += 1 } }

    /// The lent threads whose call belongs to a job that was cancelled meanwhile. The host may make them end early.
    var cancelled: [pthread_t] {
        // What a call asks has locks of its own.
        state.read { $0.running }.filter { $0.value.isCancelled() }.map(\.key)
    }

    /// Whether this thread is a lent one, and so inside a function of the host whenever it calls the interface.
    var isCurrentThreadLent: Bool {
        let me = pthread_self()
        return state.read { $0.lent.contains(me) }
    }

    /// How many threads are lent now.
    var lentCount: Int { state.read { $0.lent.count } }

    /// Has a lent thread run `work` and returns when it has. Throws without running it when no thread is lent (one that
    /// the host has just started may be a moment late), or when the job is cancelled before a thread took the call. A
    /// running function is the host's to interrupt: see ``cancelled``.
    func run(
        isCancelled: @escaping @Sendable () -> Bool, _ work: @escaping @Sendable () -> Void
    ) throws(PyriteError) {
        // A function that pulls rows which another function computes: that one runs within it.
        if isCurrentThreadLent {
            work()
            return
        }
        let ticket: UInt64? = state.wait(milliseconds: Self.lendingGrace) { state in
            guard !state.lent.isEmpty else { return nil }
            state.lastTicket += 1
            state.waiting.append(Call(ticket: state.lastTicket, work: work, isCancelled: isCancelled))
            state.phases[state.lastTicket] = .waiting
            return state.lastTicket
        }
        guard let ticket else { throw Self.noThread }
        while true {
            let cancelled = isCancelled()
            let end: Phase? = state.wait(milliseconds: Self.cancellationInterval) { state in
                let phase = state.phases[ticket]
                if phase == .running || (phase == .waiting && !cancelled) { return nil }
                state.phases[ticket] = nil
                if phase == .waiting { state.waiting.removeAll { $0.ticket == ticket } }
                return phase ?? .done
            }
            switch end {
            case .done?: return
            case .waiting?: throw PyriteError.cancelled
            case .refused?: throw Self.noThread
            case .running?, nil: continue
            }
        }
    }

    private static let noThread = PyriteError(
        .runtime, "NO_CALLBACK_THREAD", sqlState: "XX000",
        "The plan calls a user-defined function of the host, but no thread is lent to run it. "
            + "Lend one with pyrite_callback_serve.")
}
