import Columnar
import Glibc
import Synchronization

/// A command of the shell with its input, output and errors in this process's hands. Ended when it is let go.
///
/// Its input is a socket, because writing to one whose reader has gone can be told not to raise a signal.
final class ShellProcess {
    private let process: pid_t
    private var input: Int32
    private let output: Int32
    private let errors: Int32
    private var errorText: [UInt8] = []
    private var isFinished = false
    private(set) var isWritable = false
    private(set) var isReadable = false

    /// How much of what a failed command says is told.
    private static let errorLimit = 4096
    /// Commands start one at a time: one that started between another's pipes being made and being marked to be closed
    /// would keep them open, and both would wait for each other's end.
    private static let starting = Mutex(())

    convenience init(_ command: String) throws {
        self.init(try Self.starting.withLock { _ in try Self.start(command) })
    }

    private init(_ started: Started) {
        process = started.process
        input = started.input
        output = started.output
        errors = started.errors
        for descriptor in [output, errors] { _ = fcntl(descriptor, F_SETFL, O_NONBLOCK) }
    }

    private struct Started {
        var process: pid_t
        var input: Int32
        var output: Int32
        var errors: Int32
    }

    private static func start(_ command: String) throws -> Started {
        var sockets: [Int32] = [-1, -1]
        var out: [Int32] = [-1, -1]
        var err: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0, &sockets) == 0, pipe(&out) == 0, pipe(&err) == 0
        else {
            for descriptor in sockets + out + err where descriptor >= 0 { close(descriptor) }
            throw Self.failure("Cannot run '\(command)': \(String(cString: strerror(errno)))")
        }
        for descriptor in sockets + out + err { _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC) }
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_adddup2(&actions, sockets[1], 0)
        posix_spawn_file_actions_adddup2(&actions, out[1], 1)
        posix_spawn_file_actions_adddup2(&actions, err[1], 2)
        var arguments = ["/bin/bash", "-c", command].map { (text: String) -> UnsafeMutablePointer<CChar>? in
            strdup(text)
        }
        arguments.append(nil)
        defer { for argument in arguments { free(argument) } }
        var identifier = pid_t()
        let status = posix_spawn(&identifier, "/bin/bash", &actions, nil, &arguments, environ)
        for descriptor in [sockets[1], out[1], err[1]] { close(descriptor) }
        guard status == 0 else {
            for descriptor in [sockets[0], out[0], err[0]] { close(descriptor) }
            throw Self.failure("Cannot run '\(command)': \(String(cString: strerror(status)))")
        }
        return Started(process: identifier, input: sockets[0], output: out[0], errors: err[0])
    }

    deinit {
        closeInput()
        close(output)
        close(errors)
        guard !isFinished else { return }
        kill(process, SIGKILL)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
    }

    var canWrite: Bool { input >= 0 }

    func closeInput() {
        if input >= 0 { close(input) }
        input = -1
    }

    /// Until there is something to read, or room to write if that is wanted, but no longer than a tenth of a second.
    func wait(canWrite: Bool) throws {
        var polled = [
            pollfd(fd: output, events: Int16(POLLIN), revents: 0),
            pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
            pollfd(fd: canWrite ? input : -1, events: Int16(POLLOUT), revents: 0),
        ]
        let count = poll(&polled, nfds_t(polled.count), 100)
        isReadable = count > 0 && polled[0].revents != 0
        isWritable = count > 0 && polled[2].revents != 0
        if count > 0, !isReadable, !isWritable, polled[1].revents & Int16(POLLIN) == 0, polled[1].revents != 0 {
            // The command has closed its errors but not its output.
            usleep(1_000)
        }
    }

    /// How much was taken: all when the command reads no more.
    func write(_ bytes: ArraySlice<UInt8>) -> Int {
        let count = bytes.withUnsafeBytes {
            send(input, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL) | Int32(MSG_DONTWAIT))
        }
        if count >= 0 { return count }
        if errno == EAGAIN || errno == EINTR { return 0 }
        closeInput()
        return bytes.count
    }

    /// Whether there may be more.
    func read(into bytes: inout [UInt8], atMost limit: Int) -> Bool {
        var buffer = [UInt8](repeating: 0, count: limit)
        let count = Glibc.read(output, &buffer, limit)
        if count > 0 { bytes += buffer[..<count] }
        return count > 0 || (count < 0 && (errno == EAGAIN || errno == EINTR))
    }

    func drainErrors() {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while case let count = Glibc.read(errors, &buffer, buffer.count), count > 0 {
            errorText += buffer[..<min(count, Self.errorLimit - errorText.count)]
        }
    }

    /// Waits for the command's end.
    ///
    /// - Throws: `SCRIPT_TRANSFORMATION_FAILED` when it failed.
    func finish() throws {
        closeInput()
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 && errno == EINTR {}
        isFinished = true
        drainErrors()
        guard status != 0 else { return }
        let code = status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F
        throw Self.failure(
            "Subprocess exited with status \(code). Error: \(String(decoding: errorText, as: UTF8.self))")
    }

    private static func failure(_ message: String) -> PyriteError {
        PyriteError(.sparkException, "SCRIPT_TRANSFORMATION_FAILED", sqlState: "39000", message)
    }
}
