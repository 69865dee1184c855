import CPyrite
import Columnar
import Connect

/// Calls functions of the host for one operation: engine columns go out as Arrow, a lent thread runs the function, its
/// result comes back as a column.
struct CallbackRunner: Sendable {
    let process: EngineProcess
    let operation: Operation

    private static let prefix = "pyrite-callback:"

    /// The function that `command` names over `count` rows.
    func call(command: [UInt8], arguments: [Column], resultType: DataType, count: Int) throws -> Column {
        let callback = try callback(command)
        let input = Batch(arguments, count: count)
        let outcome = Monitor<Result<Column, PyriteError>?>(nil)
        try process.callbackThreads.run(isCancelled: { operation.isCancelled }) {
            let result: Result<Column, PyriteError>
            do throws(PyriteError) {
                result = .success(try callback.call(input, resultType: resultType))
            } catch { result = .failure(error) }
            outcome.update { $0 = result }
        }
        guard let result = outcome.read({ $0 }) else { throw PyriteError.internalError("a callback gave no result") }
        return try result.get()
    }

    /// The callback that the command's first line names; what follows is for others.
    func callback(_ command: [UInt8]) throws(PyriteError) -> Callback {
        let text = String(decoding: command.prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
        guard text.hasPrefix(Self.prefix), let id = UInt64(text.dropFirst(Self.prefix.count)) else {
            throw PyriteError.unsupported("a user-defined function that is no callback of this process")
        }
        guard let callback = process.callbacks.find(id), callback.session == operation.session else {
            throw PyriteError(
                .runtime, "CALLBACK_RELEASED", sqlState: "XX000",
                "The plan calls the callback \(id), which is unknown or released.", parameters: ["id": "\(id)"])
        }
        return callback
    }
}
