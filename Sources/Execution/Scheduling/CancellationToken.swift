import Columnar
import Synchronization

/// A flag that asks a query to end: set from any thread, read once a morsel.
package final class CancellationToken: Sendable {
    private let flag = Atomic<Bool>(false)

    package init() {}

    package func cancel() { flag.store(true, ordering: .relaxed) }
    package var isCancelled: Bool { flag.load(ordering: .relaxed) }
    package func check() throws { if isCancelled { throw PyriteError.cancelled } }
}
