import Columnar
import Glibc

/// Threads with a stack that deep plans fit into.
///
/// A plan is a tree that is decoded, analysed and freed by recursion. The caller's thread may have any stack; these
/// have 64 MB of address space, of which only the touched pages are memory. Signals stay with the threads of the host.
package enum LargeStackThread {
    static let stackSize = 64 << 20

    /// Runs `body` on a new detached thread. Throws when the system gives none.
    package static func start(_ body: @escaping @Sendable () -> Void) throws(PyriteError) {
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, stackSize)
        pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))

        var all = sigset_t()
        var previous = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, &previous)
        defer { pthread_sigmask(SIG_SETMASK, &previous, nil) }

        let box = Unmanaged.passRetained(ThreadBody(body))
        var thread = pthread_t()
        let code = pthread_create(&thread, &attributes, runThreadBody, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw PyriteError.internalError("the system gave no new thread (error \(code))")
        }
    }

    /// Runs `body` on such a thread and waits for its result.
    package static func run<Result: Sendable>(
        _ body: @escaping @Sendable () throws(PyriteError) -> Result
    ) throws(PyriteError) -> Result {
        let outcome = Monitor<Swift.Result<Result, PyriteError>?>(nil)
        try start {
            let result: Swift.Result<Result, PyriteError>
            do throws(PyriteError) { result = .success(try body()) } catch { result = .failure(error) }
            outcome.update { $0 = result }
        }
        guard let result = outcome.wait(for: { $0 }) else { throw PyriteError.internalError("a thread gave no result") }
        return try result.get()
    }
}

private final class ThreadBody: Sendable {
    let body: @Sendable () -> Void
    init(_ body: @escaping @Sendable () -> Void) { self.body = body }
}

private func runThreadBody(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    if let argument { Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().body() }
    return nil
}
