import CPyrite
import Columnar

/// How a call of the interface fails: with its status and the error that goes with it.
enum CallFailure: Error {
    case invalidHandle(String, UInt64)
    case engine(PyriteError)

    static func nullPointer(_ name: String) -> CallFailure {
        .engine(
            PyriteError(
                .illegalArgument, "NULL_POINTER", sqlState: "XX000", "The argument '\(name)' must not be NULL.",
                parameters: ["argument": name]))
    }
}

/// Runs the body of a C function: refuses forked children, and turns what is thrown into a status and an error handle.
func call(
    _ error: UnsafeMutablePointer<pyrite_error>?, _ body: (EngineProcess) throws -> Void
) -> pyrite_status {
    let process = EngineProcess.shared
    guard !process.isForked else {
        error?.pointee = ErrorTable.forkedProcess
        return PYRITE_ERROR
    }
    do {
        try body(process)
        return PYRITE_OK
    } catch CallFailure.invalidHandle(let kind, let handle) {
        let failure = PyriteError(
            .illegalArgument, "INVALID_HANDLE", sqlState: "HY000",
            "The handle \(handle) is invalid: no open \(kind) has it.",
            parameters: ["handle": "\(handle)"])
        error?.pointee = process.errors.insert(failure)
        return PYRITE_INVALID_HANDLE
    } catch CallFailure.engine(let failure) {
        error?.pointee = process.errors.insert(failure)
    } catch let failure as PyriteError {
        error?.pointee = process.errors.insert(failure)
    } catch let failure {
        error?.pointee = process.errors.insert(.internalError("\(failure)"))
    }
    return PYRITE_ERROR
}

/// The pointer that a C caller passed, or an error naming the argument.
func required<Pointer>(_ pointer: Pointer?, _ name: String) throws(CallFailure) -> Pointer {
    guard let pointer else { throw .nullPointer(name) }
    return pointer
}

/// A copy of the caller's bytes. NULL is allowed when there are none.
func copyBytes(_ data: UnsafePointer<UInt8>?, _ size: Int) throws(CallFailure) -> [UInt8] {
    guard size > 0 else { return [] }
    return Array(UnsafeBufferPointer(start: try required(data, "request"), count: size))
}
