import Glibc

/// glibc's, which the module map leaves out because it is not in POSIX.
@_silgen_name("pthread_getattr_np")
private func pthreadAttributes(_ thread: pthread_t, _ attributes: UnsafeMutablePointer<pthread_attr_t>) -> Int32

/// Knows when the thread's stack is nearly used up, whatever its size.
struct StackGuard {
    /// What must remain for the frames of one level of nesting and for making the error.
    private static let reserve: UInt = 192 * 1024

    /// The lowest address that may be used; 0 before the first question.
    private var limit: UInt = 0

    var isNearlyFull: Bool {
        mutating get {
            if limit == 0 { limit = Self.lowestAddress() &+ Self.reserve }
            return withUnsafeTemporaryAllocation(byteCount: 16, alignment: 16) { here in
                here.baseAddress.map { UInt(bitPattern: $0) < limit } ?? false
            }
        }
    }

    private static func lowestAddress() -> UInt {
        var attributes = pthread_attr_t()
        guard pthreadAttributes(pthread_self(), &attributes) == 0 else { return 0 }
        defer { pthread_attr_destroy(&attributes) }
        var address: UnsafeMutableRawPointer?
        var size = 0
        guard pthread_attr_getstack(&attributes, &address, &size) == 0, let address else { return 0 }
        return UInt(bitPattern: address)
    }
}
