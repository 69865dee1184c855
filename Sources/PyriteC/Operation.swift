import Columnar
import Connect
import Execution

/// One running or finished request: its result batches in a bounded queue between the engine and the caller.
///
/// The engine calls ``analyzed(_:)``, ``produce(_:)``, ``answer(_:)`` and ``finish(_:)``; the caller all the others.
final class Operation: Sendable {
    private struct State {
        var schema: Schema?
        var batches: [Batch] = []
        /// How many of `batches` were taken; they are removed together now and then.
        var taken = 0
        var response: [UInt8]?
        var ended = false
        var error: PyriteError?
        var cancelled = false
        /// A stream took over the batches.
        var handedOver = false
        /// The caller's name for the operation, which an interrupt names, and its tags.
        var identifier = ""
        var tags: [String] = []
        /// Somebody waits for the end without taking batches, so the queue must hold them all.
        var unbounded = false
        var cancelJob: (@Sendable () -> Void)?
        var metrics: [ObservedMetrics] = []

        var waiting: Int { batches.count - taken }
    }

    /// How many batches the engine may be ahead of the caller.
    private static let capacity = 16

    /// The session's handle.
    let session: UInt64
    /// The session time zone, which instants in the result carry.
    let timeZone: String
    private let state = Monitor(State())

    init(session: UInt64, timeZone: String) {
        self.session = session
        self.timeZone = timeZone
    }

    var identifier: String { state.read { $0.identifier } }
    var tags: [String] { state.read { $0.tags } }

    // MARK: The engine's side

    /// The request has been read.
    func identify(_ identifier: String, tags: [String]) {
        state.update { state in
            state.identifier = identifier
            state.tags = tags
        }
    }

    /// The plan has passed analysis; `schema` is that of its result.
    func analyzed(_ schema: Schema) { state.update { $0.schema = schema } }

    /// Tells how the job is stopped. Called at once when the operation was cancelled already.
    func onCancel(_ cancelJob: @escaping @Sendable () -> Void) {
        let cancelled = state.update { state in
            state.cancelJob = cancelJob
            return state.cancelled
        }
        if cancelled { cancelJob() }
    }

    /// Keeps what `observe` found for the answer.
    func observed(_ metrics: ObservedMetrics) { state.update { $0.metrics.append(metrics) } }
    var metrics: [ObservedMetrics] { state.read { $0.metrics } }

    var isCancelled: Bool { state.read { $0.cancelled } }

    /// Hands a batch over. Blocks while the caller is behind; throws when the operation was cancelled.
    func produce(_ batch: Batch) throws(PyriteError) {
        let accepted: Bool? = state.wait { state in
            if state.cancelled { return false }
            guard state.unbounded || state.waiting < Self.capacity else { return nil }
            state.batches.append(batch)
            return true
        }
        guard accepted == true else { throw PyriteError.cancelled }
    }

    /// The bytes of the ExecutePlanResponse with what is not data.
    func answer(_ response: [UInt8]) { state.update { $0.response = response } }

    /// The job has ended. After an error no batch is handed out any more.
    func finish(_ error: PyriteError? = nil) {
        state.update { state in
            guard !state.ended else { return }
            state.ended = true
            state.cancelJob = nil
            if let error {
                // What ends because of the cancellation may fail in its own way.
                state.error = state.cancelled ? .cancelled : error
                state.batches.removeAll()
                state.taken = 0
            }
        }
    }

    // MARK: The caller's side

    /// Waits for the end of the analysis and throws its error.
    func waitUntilAnalyzed() throws(PyriteError) {
        let failure: PyriteError?? = state.wait { state in
            // A job may have failed already that passed its analysis; its reader is told.
            if state.schema != nil { return .some(nil) }
            return state.ended ? .some(state.error) : nil
        }
        if case .some(.some(let error)) = failure { throw error }
    }

    enum Progress { case running, batchReady, done }

    /// Waits until there is a batch, the operation has ended or the timeout passed; throws the error it ended with.
    func wait(milliseconds: Int64) throws(PyriteError) -> Progress {
        let outcome: Result<Progress, PyriteError>? = state.wait(milliseconds: milliseconds) { state in
            if let error = state.error { return .failure(error) }
            if state.waiting > 0 { return .success(.batchReady) }
            return state.ended ? .success(.done) : nil
        }
        return try outcome?.get() ?? .running
    }

    /// The schema of the batches. Commands have none: no fields.
    var schema: Schema { state.read { $0.schema ?? Schema() } }

    /// The next batch, `nil` at the end. Blocks until there is one.
    func next() throws(PyriteError) -> Batch? {
        let outcome: Result<Batch?, PyriteError>? = state.wait { state in
            if let error = state.error { return .failure(error) }
            guard state.waiting > 0 else { return state.ended ? .success(nil) : nil }
            let batch = state.batches[state.taken]
            state.taken += 1
            if state.taken == state.batches.count || state.taken >= 64 {
                state.batches.removeFirst(state.taken)
                state.taken = 0
            }
            return .success(batch)
        }
        return try outcome?.get() ?? nil
    }

    /// Leaves the batches to a stream, which is given once.
    func handOver() throws(PyriteError) {
        let first = state.update { state in
            defer { state.handedOver = true }
            return !state.handedOver
        }
        guard first else {
            throw PyriteError(
                .illegalArgument, "OPERATION_STREAM_TAKEN", sqlState: "XX000",
                "The operation's stream was already handed out.")
        }
    }

    var isHandedOver: Bool { state.read { $0.handedOver } }

    var error: PyriteError? { state.read { $0.error } }

    /// The response's bytes; blocks until they are known or the operation has ended.
    func response() throws(PyriteError) -> [UInt8] {
        state.update { state in
            if state.response == nil { state.unbounded = true }
        }
        let outcome: Result<[UInt8], PyriteError>? = state.wait { state in
            if let error = state.error { return .failure(error) }
            if let response = state.response { return .success(response) }
            return state.ended ? .success([]) : nil
        }
        return try outcome?.get() ?? []
    }

    /// Stops the job soon, and wakes all that wait. Does nothing when it has ended. Returns whether it was running.
    @discardableResult
    func cancel() -> Bool {
        let (wasRunning, cancelJob) = state.update { state -> (Bool, (@Sendable () -> Void)?) in
            guard !state.ended else { return (false, nil) }
            state.cancelled = true
            return (true, state.cancelJob)
        }
        cancelJob?()
        return wasRunning
    }
}
