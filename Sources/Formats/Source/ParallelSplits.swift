import Columnar
import Glibc
import Synchronization

/// Runs work over splits on a few short-lived threads: for reading schemas, which happens before there is a job whose
/// threads could do it.
enum ParallelSplits {
    private final class Work: @unchecked Sendable {
        let count: Int
        let body: (Int) -> Void
        let next = Atomic<Int>(0)
        init(count: Int, body: @escaping (Int) -> Void) {
            self.count = count
            self.body = body
        }
        func run() {
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                if index >= count { return }
                body(index)
            }
        }
    }

    /// The results of `body` for every split, in order; throws the first error by split.
    static func map<Result: Sendable>(
        _ splits: [FileSplit], _ body: @escaping @Sendable (FileSplit) throws -> Result
    ) throws -> [Result] {
        let workers = min(splits.count, max(Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))), 1), 16)
        let results = Mutex<[Swift.Result<Result, any Error>?]>(Array(repeating: nil, count: splits.count))
        let work = Work(count: splits.count) { index in
            let outcome = Swift.Result { try body(splits[index]) }
            results.withLock { $0[index] = outcome }
        }
        var threads: [pthread_t] = []
        for _ in 1..<max(workers, 1) {
            var thread = pthread_t()
            if pthread_create(&thread, nil, runWork, Unmanaged.passRetained(work).toOpaque()) == 0 {
                threads.append(thread)
            } else {
                Unmanaged.passUnretained(work).release()
            }
        }
        work.run()
        for thread in threads { pthread_join(thread, nil) }
        return try results.withLock { try $0.compactMap { try $0?.get() } }
    }

    /// A thread's body.
    private static let runWork: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { raw in
        if let raw { Unmanaged<Work>.fromOpaque(raw).takeRetainedValue().run() }
        return nil
    }
}
