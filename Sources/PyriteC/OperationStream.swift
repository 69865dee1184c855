import Columnar

/// The rest of an operation's result, read as an Arrow stream. Letting go of the stream stops the operation.
final class OperationStream: ArrowStreamSource {
    private let operation: Operation

    init(_ operation: Operation) { self.operation = operation }

    deinit { operation.cancel() }

    var schema: Schema { operation.schema }

    func next() throws(PyriteError) -> Batch? { try operation.next() }
}
