import CPyrite
import Columnar
import Glibc

/// A failure whose texts the caller can point at until it frees the error.
final class ErrorObject: @unchecked Sendable {
    let kind: UnsafeMutablePointer<CChar>
    let condition: UnsafeMutablePointer<CChar>
    let sqlState: UnsafeMutablePointer<CChar>
    let message: UnsafeMutablePointer<CChar>
    let details: UnsafeMutablePointer<CChar>

    init(_ error: PyriteError) {
        kind = copyToC(error.kind.rawValue)
        condition = copyToC(error.condition)
        sqlState = copyToC(error.sqlState)
        message = copyToC(error.description)
        details = copyToC(error.detailsJSON)
    }

    deinit {
        for pointer in [kind, condition, sqlState, message, details] { pointer.deallocate() }
    }
}

/// The errors that callers hold.
final class ErrorTable: Sendable {
    /// The one error of a forked child. It exists from the start: the locks of the tables may be held for ever by
    /// threads that the fork did not copy, so a child must not touch them.
    static let forkedProcess: UInt64 = 1

    private let table: HandleTable<ErrorObject>
    private let forked = ErrorObject(
        PyriteError(
            .runtime, "FORKED_PROCESS", sqlState: "XX000",
            "This process is a fork of one that had a session open. The engine's threads do not live in a fork: start "
                + "child processes with 'spawn' or 'forkserver', or open the first session in the child."))

    init(_ numbers: HandleNumbers) { table = HandleTable(numbers) }

    func insert(_ error: PyriteError) -> UInt64 { table.insert(ErrorObject(error)) }

    func remove(_ handle: UInt64) { _ = table.remove(handle) }

    func text(_ handle: UInt64, _ part: KeyPath<ErrorObject, UnsafeMutablePointer<CChar>>) -> UnsafePointer<CChar> {
        if handle == Self.forkedProcess { return UnsafePointer(forked[keyPath: part]) }
        guard let object = table.find(handle) else { return staticText("") }
        return UnsafePointer(object[keyPath: part])
    }
}

/// Text that lives as long as the process.
func staticText(_ text: StaticString) -> UnsafePointer<CChar> {
    UnsafeRawPointer(text.utf8Start).assumingMemoryBound(to: CChar.self)
}

/// The UTF-8 bytes and a zero. A zero inside the text ends it there.
func copyToC(_ text: String) -> UnsafeMutablePointer<CChar> {
    let bytes = text.utf8
    let copy = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count + 1)
    var index = 0
    for byte in bytes {
        copy[index] = CChar(bitPattern: byte)
        index += 1
    }
    copy[index] = 0
    return copy
}

extension PyriteError {
    /// What `pyrite_error_details` promises.
    fileprivate var detailsJSON: String {
        var json = JSONText()
        json.raw("{")
        json.name("messageParameters")
        json.raw("{")
        for (index, parameter) in parameters.enumerated() {
            if index > 0 { json.raw(", ") }
            json.name(parameter.name)
            json.string(parameter.value)
        }
        json.raw("}, ")
        json.name("queryContext")
        json.raw("[")
        if let context {
            json.raw("{")
            json.name("startLine")
            json.raw("\(context.line), ")
            json.name("startPosition")
            json.raw("\(context.startPosition), ")
            json.name("startIndex")
            json.raw("\(context.startIndex), ")
            json.name("stopIndex")
            json.raw("\(context.stopIndex), ")
            json.name("fragment")
            json.string(context.fragment)
            json.raw(", \"objectType\": \"\", \"objectName\": \"\"}")
        }
        json.raw("]}")
        return json.text
    }
}
