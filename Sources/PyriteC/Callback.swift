import CPyrite
import Columnar

/// A function of the host. Lives until it is released and no plan uses it any more, then lets go of its user data.
final class Callback: @unchecked Sendable {
    let session: UInt64
    /// What the host registered: a function over a batch or one over a stream.
    enum Function {
        case batch(pyrite_callback)
        case stream(pyrite_stream_callback)
    }
    private let function: Function
    let userData: UnsafeMutableRawPointer?
    private let release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?

    init(
        session: UInt64, function: Function, userData: UnsafeMutableRawPointer?,
        release: (@convention(c) (UnsafeMutableRawPointer?) -> Void)?
    ) {
        self.session = session
        self.function = function
        self.userData = userData
        self.release = release
    }

    deinit { release?(userData) }

    /// The function over streams; `nil` when it is one over batches.
    var streamFunction: pyrite_stream_callback? { if case .stream(let function) = function { function } else { nil } }

    /// Calls the function on this thread, which must be a lent one.
    func call(_ input: Batch, resultType: DataType) throws(PyriteError) -> Column {
        guard case .batch(let function) = function else {
            throw PyriteError.unsupported("a user-defined function over streams where one over batches is wanted")
        }
        let schema = Schema(input.columns.enumerated().map { StructField("_\($0.offset)", $0.element.type) })
        var inputSchema = ArrowSchema()
        var inputArray = ArrowArray()
        var output = ArrowArray()
        var message: UnsafePointer<CChar>?
        schema.exportArrow(to: &inputSchema)
        defer { inputSchema.release?(&inputSchema) }
        try input.exportArrow(to: &inputArray)
        defer { inputArray.release?(&inputArray) }

        let status = function(userData, &inputSchema, &inputArray, &output, &message)
        guard status == 0 else {
            output.release?(&output)
            throw Self.failure(message.map { String(cString: $0) } ?? "no message")
        }
        guard output.release != nil else { throw Self.failure("the function gave no result") }
        var resultSchema = ArrowSchema()
        resultType.exportArrow(to: &resultSchema, name: "result", nullable: true)
        defer { resultSchema.release?(&resultSchema) }
        let column = try Column.importArrow(&output, schema: &resultSchema)
        guard column.count == input.count else {
            throw Self.failure("the function gave \(column.count) rows for \(input.count)")
        }
        return column.reinterpreted(as: resultType)
    }

    static func failure(_ traceback: String) -> PyriteError {
        let summary = "An exception was thrown from the Python worker"
        return PyriteError(
            .python, "PYTHON_EXCEPTION", sqlState: "38000", "\(summary): \(traceback)",
            parameters: ["msg": summary, "traceback": traceback])
    }
}
