import Columnar
import Synchronization

#if canImport(Glibc)
    import Glibc
#endif

/// Where one query's rows go that do not fit memory, and how many bytes of them went.
final class SpillSpace: Sendable {
    let directory: String
    private let written = Atomic<Int>(0)

    /// `directory`: on local disk (`spark.local.dir`).
    init(directory: String) { self.directory = directory }

    /// Bytes written so far, compressed.
    var writtenBytes: Int { written.load(ordering: .relaxed) }

    func add(_ bytes: Int) { written.wrappingAdd(bytes, ordering: .relaxed) }

    /// A new file without a name, open for reading and writing: its disk space goes with the last user, however the
    /// process ends. Programs that the process starts do not inherit it.
    func openFile() throws -> Int32 {
        // Where the file system can, the file never has a name; elsewhere it loses it at once.
        let nameless = open(directory, O_RDWR | O_CLOEXEC | SpillSpace.temporary, 0o600)
        if nameless >= 0 { return nameless }
        var template = Array("\(directory)/pyrite-spill-XXXXXX".utf8CString)
        let named = template.withUnsafeMutableBufferPointer { path -> Int32 in
            guard let base = path.baseAddress else { return -1 }
            let descriptor = mkstemp(base)
            if descriptor >= 0 {
                unlink(base)
                _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
            }
            return descriptor
        }
        guard named >= 0 else { throw SpillSpace.failure("create a file in \(directory)") }
        return named
    }

    /// Linux's `O_TMPFILE`, a macro that Swift does not import.
    private static let temporary: Int32 = 0o20_000_000 | O_DIRECTORY

    static func failure(_ what: String) -> PyriteError {
        PyriteError(
            .sparkException, "SPILL_FAILED", sqlState: "58030",
            "Could not \(what) for rows that do not fit memory: \(String(cString: strerror(errno))).")
    }
}
